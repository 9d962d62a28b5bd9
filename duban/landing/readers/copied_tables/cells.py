"""What the layouts of one cell a line share: cells, tables found among them, and what cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.marks import is_numbered_heading

NUMBER = re.compile(r"^[(\uff08]?\s*\d{1,5}(?:[-.\uff0d\uff0e]\d{1,3})?\s*[)\uff09、.\uff0e*\uff0a]?$")
HAN = re.compile("[一-龥]")
_AROUND_NUMBER = "*\uff0a、.\uff0e()\uff08\uff09"  # 9*, 9., (9)
_MOST_DIGITS = 9  # of a number that counts rows
HEADER_END = ("。", ";", "\uff1b", ":", "\uff1a", "!", "\uff01")
LONGEST_HEADER = 16
FEWEST_COLUMNS, MOST_COLUMNS = 3, 16
# Of the lines after the header at least this share must be in step for the rhythm to be believed.
IN_STEP_SHARE = 0.8
FEWEST_COUNTED = 3  # rows whose numbers count up by one; fewer prove nothing
FEWEST_ALIKE = 4  # rows that nothing numbers
FEWEST_PARTS = 2  # targets that go on below a merged number
_NAMES = re.compile(r"^[一-龥()\uff08\uff09]{2,12}(?:[、\uff0c,][一-龥()\uff08\uff09]{2,12})+$")
ALL_OF = ("各", "全")  # 各镇, 全市: who answers
# what names of organs and places end with; a cell of units does, and a group or an indicator hardly
ORGAN = re.compile(
    "(?:[局委办会室府院联协行心团厅署校处部所队馆社站科台学道县区市镇乡旗组厂司辦會聯協團廳處隊館臺學縣區鎮鄉組廠]"
    "|单位|部门|企业|集团|單位|部門|企業|集團)$"
)
Cell = tuple[int, str]  # line number, text
_BLANKS = " \t\f\u3000\u00a0"


class Found(NamedTuple):
    """A table among the cells: what stands before it, its rows with the header, what stands after it.

    spans: of merged cells, where they are proven; what they cover is blank.
    """

    before: list[Cell]
    rows: list[list[Cell]]
    after: list[Cell]
    spans: dict[tuple[int, int], tuple[int, int]] | None = None


def heading_count(texts: list[str], at: int) -> int:
    """How many headings stand here: 一、 over (一), or 二、 over 三、 where an extract left out what was between."""
    end = at
    while end < len(texts) and is_numbered_heading(texts[end]):
        end += 1
    return end - at


def look_of(text: str) -> str:
    """Figures, a sentence, or words: short, or names one after the other.

    >>> names = "市教育局、市人力资源社会保障局、各区"
    >>> [look_of(text) for text in [names, "建成学校、食堂并于秋季开学前全部投用", "年底"]]
    ['word', 'sentence', 'word']
    """
    if len(text) > LONGEST_HEADER and not _NAMES.match(text):
        return "sentence"
    return "figure" if re.search(r"\d", text) else "word"


def count_of(number: str) -> int | None:
    """The count that a row's number says, a mark of a note behind it and its signs aside: 9*, 9., (9)."""
    digits = number.strip(_AROUND_NUMBER)
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def is_header(texts: list[str]) -> bool:
    return len(set(texts)) == len(texts) and all(
        text and len(text) <= LONGEST_HEADER and not NUMBER.match(text) and not text.endswith(HEADER_END)
        for text in texts
    )


def cells_of(lines: list[str], offset: int) -> list[Cell]:
    """Each line that prints anything, without the blanks around it. offset: lines of the file that stand before."""
    cells = [(line_no, line.strip(_BLANKS)) for line_no, line in enumerate(lines, start=offset + 1)]
    return [cell for cell in cells if cell[1]]


def land_cells(
    rows: Sequence[Sequence[Cell | None]], grid: Grid, what: str, is_sure: bool, document: ReadDocument, tally: Tally
) -> None:
    """Land rows whose cells have a line each, header first; None, or a text of '', is blank. grid: with its spans, and
    no rows yet. what: it was read as; is_sure: else a warning says so.
    """
    first = f"line {next(cell[0] for cell in rows[0] if cell)}"
    tally.table(first)
    for row_no, cells in enumerate(rows, start=1):
        place = f"line {next(cell[0] for cell in cells if cell)}"
        tally.add_row(grid, [cell[1] or None if cell else None for cell in cells], place)
        places = {(row_no, at): f"line {cell[0]}" for at, cell in enumerate(cells, start=1) if cell and cell[1]}
        grid.cell_places.update(places)
    document.grids.append(grid)
    document.notes.append(Note("info" if is_sure else "warning", what, first))


def land_texts(cells: Iterable[Cell], table_no: int, document: ReadDocument) -> None:
    """The cells that print anything as texts of the page, before the table of this number."""
    document.texts.extend(
        PrintedText(table_no, "paragraph", text, f"line {line_no}") for line_no, text in cells if text
    )


def spans_of_groups(rows: Sequence[Sequence[Cell | None]]) -> dict[tuple[int, int], tuple[int, int]]:
    """The spans of a first column in which a cell stands over the blank ones below it."""
    begins = [row_no for row_no, row in enumerate(rows, start=1) if row[0]]
    heights = [(row_no, end - row_no) for row_no, end in pairwise([*begins, len(rows) + 1])]
    return {(row_no, 1): (height, 1) for row_no, height in heights if height > 1}
