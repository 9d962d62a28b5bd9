"""The lines of a text as a list reads them: page numbers out, brackets closed, run-on lists parted."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from duban.landing.readers.list_brackets import open_brackets
from duban.landing.readers.list_marks import SENTENCE_ENDS, in_a_row, mark_of

_PAGE_NUMBER = re.compile(
    r"^[\s\u3000]*(?:[-\uff0d—–―─·\s]+\d{0,4}[-\uff0d—–―─·\s]*|第\s*\d{1,4}\s*页(?:[\s,\uff0c/]*共\s*\d{1,4}\s*页)?)[\s\u3000]*$"
)
_CELL_SIGNS = " \t\u3000|\uff5c"  # around a paragraph that was copied out of a table's frame
_BARE_NUMBER = re.compile(r"^[\s\u3000]*\d{1,4}[\s\u3000]*$")
_ENDS = (*SENTENCE_ENDS, ":", "\uff1a", ")", "\uff09", "]", "】", "〕")
_BRACKET_LINES = 4  # a bracket that is not closed by then was forgotten


class ListLine(NamedTuple):
    """One line or paragraph and its place; an empty text is a gap. is_heading: the format says so."""

    source_place: str
    text: str
    is_heading: bool = False


def as_list_lines(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines put in order, the page numbers that stood between them).

    A bracket that a line leaves open is closed by the lines below it; a paragraph that holds a whole list is parted.
    """
    kept, pages = _without_page_numbers(lines)
    ordered: list[ListLine] = []
    at = 0
    while at < len(kept):
        line, at = _closed(kept, at)
        ordered.extend(_parted(line))
    return ordered, pages


def joined(text: str, more: str) -> str:
    """Two lines of one paragraph: nothing between Chinese characters, a blank between words and numbers in Latin."""
    is_latin = text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum()
    return f"{text} {more}" if is_latin else text + more


def _without_page_numbers(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    kept: list[ListLine] = []
    pages: list[ListLine] = []
    before = ""
    for line in lines:
        if line.text.strip() and not line.text.strip(_CELL_SIGNS):
            pages.append(line)
            continue
        if line.text.rstrip().endswith(("|", "\uff5c")):
            line = line._replace(text=line.text.strip(_CELL_SIGNS))
        is_amid_a_sentence = bool(before) and not before.endswith(_ENDS) and len(before) > 1
        if _PAGE_NUMBER.match(line.text) or (_BARE_NUMBER.match(line.text) and is_amid_a_sentence):
            pages.append(line)
            continue
        kept.append(line)
        before = line.text.strip() or before
    return kept, pages


def _closed(lines: list[ListLine], at: int) -> tuple[ListLine, int]:
    """(the line with those that close its bracket, the index to go on with)."""
    line = lines[at]
    if not open_brackets(line.text):
        return line, at + 1
    text, end = line.text.strip(" \t"), at + 1
    for _ in range(_BRACKET_LINES):
        while end < len(lines) and not lines[end].text.strip():
            end += 1
        if end == len(lines) or mark_of(lines[end].text):
            break
        text, end = joined(text, lines[end].text.strip(" \t\u3000")), end + 1
        if not open_brackets(text):
            return line._replace(text=text), end
    return line, at + 1


def _parted(line: ListLine) -> list[ListLine]:
    starts = in_a_row(line.text)
    if not starts or (starts[0] > 0 and mark_of(line.text)):  # the steps within an item stay in it
        return [line]
    borders = [0, *starts, len(line.text)] if starts[0] else [*starts, len(line.text)]
    pieces = [line.text[start:end].strip() for start, end in pairwise(borders)]
    return [line._replace(text=piece) for piece in pieces if piece]
