"""What a PDF's page is once it has been read (pdf_page_reader.py): parts of tables, lines outside them, notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from duban.landing.grid import Note
from duban.landing.readers.pdf.page_breaks import Part

FIND_SOURCE = "look for the page, .docx or .xlsx that it was made from, or run text recognition and check the numbers"


@dataclass(slots=True)
class Line:
    """A printed line outside the tables. tables_above: on its page. marked: the text with the marks of marked_text.py.

    box: x0, top, x1, bottom, in points; em: the size of its first character.
    """

    tables_above: int
    text: str
    marked: str
    box: tuple[float, float, float, float]
    em: float
    is_turned: bool = False

    @property
    def key(self) -> str:
        """The text without white space, by which a running header is known."""
        return "".join((self.text or self.marked).split())


@dataclass(slots=True)
class Page:
    """One page as seen: its table parts, the lines outside them, what a person should know of it."""

    number: int
    height: float
    parts: list[Part] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    is_scan: bool = False
