"""What a paragraph of a list is while it is read: its text, its number, and what is printed of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.marks import Mark, without_mark

LONGEST_HEADING = 60
LONGEST_SIGNATURE = 30
COLONS = (":", "\uff1a")
JOINERS = ("、", ",", "\uff0c", ";", "\uff1b")  # a value that ends or goes on with one of these is not over
NEARLY = 2  # characters
NARROWEST, WIDEST = 15, 60  # characters of lines that are broken at one length
RAGGED = 5  # a fifth of their length, by which such lines may differ
FEWEST_UNNUMBERED = 2  # items that print who and no number
FEWEST_GROUPS = 2  # of labels, each under a sentence of its own


@dataclass(slots=True, eq=False)
class Entry:
    """One paragraph. values: label -> value; brackets: those at its end; rest: the sentence behind an inner label.

    part_no: of an item that was parted, from 1; its later parts have the mark of the first, which they do not print.
    is_item: it prints no number and is an item all the same. is_head: what stands below it is its rest.
    """

    source_place: str
    text: str
    mark: Mark | None = None
    values: dict[str, str] = field(default_factory=dict)
    brackets: list[str] = field(default_factory=list)
    rest: str = ""
    is_heading: bool = False
    is_apart: bool = False  # after an empty line
    last_label: str | None = None
    bracket: str = ""  # the one that its labels stand in, as printed
    part_no: int = 0
    is_item: bool = False
    is_head: bool = False

    @property
    def body(self) -> str:
        """Its text behind its mark."""
        return self.text if self.part_no > 1 else without_mark(self.text, self.mark)

    @property
    def is_numbered(self) -> bool:
        """Whether it may be an item: it has a number, or is one without."""
        return self.mark is not None or self.is_item

    @property
    def has_own(self) -> bool:
        """Whether anything is printed of it besides its text."""
        return bool(self.values or self.brackets)


@dataclass(slots=True)
class Outline:
    """The entries of a text in order and the lines before the first. labels: those that make columns.

    is_cut_behind_one: the text is cut in the second item, and only the first has its label.
    """

    before: list[ListLine] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    is_cut_behind_one: bool = False
