"""A line or paragraph as a list reads it, and what such lines are measured by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from duban.landing.grid import PrintedText, ReadDocument
from duban.landing.readers.lists.marks import SENTENCE_ENDS

CELL_SIGNS = " \t\u3000|\uff5c"  # around a paragraph that was copied out of a table's frame
BLANKS = " \t\u3000"
INDENT = f"{BLANKS}\u00a0"  # blanks around a paragraph
BARE_NUMBER = re.compile(r"^[\s\u3000]*(\d{1,4})[\s\u3000]*$")
ENDS = (*SENTENCE_ENDS, ":", "\uff1a", ")", "\uff09", "]", "】", "〕")
FEWEST_ALIKE = 3
LONGEST_NAME = 40  # characters of a name over its text
FEWEST_NAMED = 4  # names that end alike; fewer prove nothing where other lines stand between them and their count
FEWEST_LABELS = 2


class ListLine(NamedTuple):
    """One line or paragraph and its place; an empty text is a gap. is_heading: the format says so.

    part_no: of an item that was parted, from 1. is_item: an item that prints no number, found by what stands around it.
    is_step: it goes on with the value of the label above it, whatever its number.
    """

    source_place: str
    text: str
    is_heading: bool = False
    part_no: int = 0
    is_item: bool = False
    is_step: bool = False


def joined(text: str, more: str) -> str:
    """Two lines of one paragraph: nothing between Chinese characters, a blank between words and numbers in Latin."""
    is_latin = text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum()
    return f"{text} {more}" if is_latin else text + more


def land_lines(lines: Iterable[ListLine], document: ReadDocument) -> None:
    """Lines that print anything and are no table's as texts of the page, behind the tables that the document has."""
    for line in lines:
        if text := line.text.strip():
            kind = "heading" if line.is_heading else "paragraph"
            document.texts.append(PrintedText(len(document.grids) + 1, kind, text, line.source_place))
