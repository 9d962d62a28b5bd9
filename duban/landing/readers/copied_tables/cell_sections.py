"""A table copied one cell a line between bars, whose merged first column stands before the numbers of its rows.

    工作任务 | 具体要求 | 责任科室 |
    培训队伍 | 1 | 办班3期。 | 人事科 |
    2 | 编印手册。 | 办公室 |
    公开信息 | 3 | 按月更新。 | 办公室 |

(each cell and each bar on a line of its own). A section stands once, over all its rows, and its header counts for the
numbers too. Bars leave every blank cell a place, so what is short by one cell is a row below a merged one. Believed
only where all rows are as long as the header says, and where a row begins a section and another goes on with one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from duban.landing.readers.lists.marks import NUMBER_HEADER, SENTENCE_ENDS

_NUMBER = re.compile(r"^\d{1,4}(?=[、.\uff0e]?$)")
_HAN = re.compile("[一-龥]")
_LONGEST_SECTION = 40
_LONGEST_HEADER = 16
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 16
_FEWEST_ROWS = 3
_FEWEST_SECTIONS = 2


class Sections(NamedTuple):
    """Where such a table stands: the first cell of its header, how many words that has and whether one of them is for
    the numbers, for each row where its section (None below a merged one) and where its number stands, and how many
    cells a row has from its number on.
    """

    start: int
    header_width: int
    has_number_header: bool
    rows: list[tuple[int | None, int]]
    width: int

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Row and column of each merged cell -> how many of both it covers."""
        begins = [at for at, (section, _) in enumerate(self.rows) if section is not None]
        heights = [end - begin for begin, end in pairwise([*begins, len(self.rows)])]
        spans = {(at + 2, 1): (height, 1) for at, height in zip(begins, heights, strict=True) if height > 1}
        return spans if self.has_number_header else {(1, 1): (1, 2), **spans}


def find_sections(texts: list[str]) -> Sections | None:
    """The table that all cells from its header on make up, if there is one. The last row may be cut."""
    first = next((at for at, text in enumerate(texts) if _NUMBER.match(text)), 0) - 1
    for width in range(_FEWEST_COLUMNS, min(_MOST_COLUMNS, first) + 1):
        rows = _rows_of_width(texts, first, width)
        sections = sum(1 for section, _ in rows if section is not None)
        if len(rows) < _FEWEST_ROWS or not _FEWEST_SECTIONS <= sections < len(rows):
            continue
        has_number_header = first > width and NUMBER_HEADER.match(texts[first - width]) is not None
        start = first - width - has_number_header
        words = [text for at, text in enumerate(texts[start:first]) if not (has_number_header and at == 1)]
        if len(set(words)) == len(words) and all(map(_is_header_word, words)):
            return Sections(start, first - start, has_number_header, rows, width)
    return None


def _rows_of_width(texts: list[str], at: int, width: int) -> list[tuple[int | None, int]]:
    """Section and number of each row, so many cells from its number on; none where a cell is out of step."""
    rows: list[tuple[int | None, int]] = []
    last = 0
    while at < len(texts):
        section = at if _is_section(texts[at]) else None
        number_at = at if section is None else at + 1
        found = _NUMBER.match(texts[number_at]) if number_at < len(texts) else None
        if not found or (rows and int(found.group()) != last + 1):
            return []
        rows.append((section, number_at))
        last = int(found.group())
        at = number_at + width
    return rows


def _is_header_word(text: str) -> bool:
    return bool(_HAN.search(text)) and len(text) <= _LONGEST_HEADER and not NUMBER_HEADER.match(text)


def _is_section(text: str) -> bool:
    is_short = len(text) <= _LONGEST_SECTION and _HAN.search(text) is not None
    return is_short and not text.endswith(tuple(SENTENCE_ENDS))
