"""A table of performance goals copied one cell a line: groups of indicators, whose words end in 指标, begin its rows.

    一级指标
    二级指标
    三级指标
    指标值
    产出指标
    数量指标
    改造管网长度
    12公里
    质量指标
    验收合格率
    100%
    满意度指标
    服务对象满意度指标
    居民满意度
    ≥90%

What merged cells cover has left no line, and blank cells may have left one of blanks. Between the words of groups stand
rows as wide as the header is from its indicators on. Believed only where all of them are so. Where two
terms stand side by side and the first is blank, each row says its inner group twice.

The same copied a row a line, blanks between its cells, is believed where the header and every row have a line of their
own; the goals that such a form numbers above it (目标1:…) are a list of tasks before the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cell_cycles import is_header_word
from duban.landing.readers.copied_tables.cells import Cell, land_cells, land_texts
from duban.landing.readers.lists.as_rows import NUMBER_HEADER, TEXT_HEADER

_OUTER_HEADER = re.compile("^一级指标")
_LEVEL_HEADER = re.compile("^[一二]级指标")
_NAME_HEADER = re.compile("^(?:三级指标|指标名称|指标内容|具体指标|绩效指标)(?:[(\uff08].*)?$")
_VALUE_HEADER = re.compile("[指目]标值")
_LEVEL = re.compile(r"^(?![一二三四]级)[一-龥]{2,12}指标(?:\d{1,2}|[(\uff08][^()\uff08\uff09]{1,8}[)\uff09])?$")
_FIGURE = re.compile(r"^[≥≤><=≧≦]?\s*\d[\d.,]{0,8}(?!年)[%\uff05‰]?[一-龥]{0,4}$")
_LABEL = re.compile("[:\uff1a]|附件")
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 12
_FEWEST_ROWS = 3
_TWO_TERMS = 3  # columns of groups: the outer one, and an inner one for each term
_LONGEST_NAME = 60
_FEWEST_GOALS = 2
_GOAL = re.compile(r"^目标\s*(\d{1,2})\s*[:\uff1a、.\uff0e]\s*(.{4,})$")
_BLANKS = " \t\f\u3000\u00a0\u200b"
_PARTED = re.compile(f"[{_BLANKS}]+")


class _Table(NamedTuple):
    """header: its words; rows: under them; the lines that it begins and ends with."""

    header: list[Cell]
    rows: list[list[Cell | None]]
    first_line: int
    last_line: int


def read_indicator_rows(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such tables, which then are the document's; what stands around them becomes texts."""
    printed = [(line_no, line.strip(_BLANKS)) for line_no, line in enumerate(lines, offset + 1) if line]
    if not any(_OUTER_HEADER.match(text) for _, text in printed):
        return False
    by_line = _tables(printed, is_by_line=True)
    tables = by_line or _tables([(no, part) for no, text in printed for part in _PARTED.split(text)], is_by_line=False)
    if not tables:
        return False
    above = [cell for cell in printed if cell[0] < tables[0].first_line]
    if by_line:
        land_texts(above, len(document.grids) + 1, document)
    else:
        _land_goals(above, document, tally)
    for table, end in zip(tables, [*(table.first_line for table in tables[1:]), printed[-1][0] + 1], strict=True):
        _land(table, "one cell a line" if by_line else "a row a line", document, tally)
        below = [cell for cell in printed if table.last_line < cell[0] < end]
        land_texts(below, len(document.grids) + 1, document)
    return True


def _tables(cells: list[Cell], is_by_line: bool) -> list[_Table]:
    """The tables among the cells; none where one that begins is no such table. is_by_line: a cell has a line."""
    starts = [at for at, (_, text) in enumerate(cells) if _OUTER_HEADER.match(text)]
    tables: list[_Table] = []
    for at, end in pairwise([*starts, len(cells)]):
        part = cells[at:end]
        filled = [cell for cell in part if cell[1]]
        found = (_rows(part) or _rows(filled) or _rows(_without_first_term(filled))) if is_by_line else _rows(filled)
        if not found or not (is_by_line or _have_a_line_each([found.header, *found.rows])):
            return []
        tables.append(found)
    return tables


def _have_a_line_each(rows: Sequence[Sequence[Cell | None]]) -> bool:
    """Whether the cells of each row are of one line, which no other row is of."""
    lines = [{cell[0] for cell in row if cell} for row in rows]
    return all(len(of_row) == 1 for of_row in lines) and len(set.union(*lines)) == len(rows)


def _land_goals(cells: list[Cell], document: ReadDocument, tally: Tally) -> None:
    """Land the cells above a table: goals that are numbered on from 目标1 as a list of tasks, the others as texts."""
    goals = [(at, found) for at, cell in enumerate(cells) if (found := _GOAL.match(cell[1]))]
    is_list = len(goals) >= _FEWEST_GOALS and [int(found[1]) for _, found in goals] == [*range(1, len(goals) + 1)]
    if not is_list or goals[-1][0] - goals[0][0] >= len(goals):
        land_texts(cells, len(document.grids) + 1, document)
        return
    first, last = goals[0][0], goals[-1][0]
    land_texts(cells[:first], len(document.grids) + 1, document)
    line_no = cells[first][0]
    rows = [[(cells[at][0], found[1]), (cells[at][0], found[2])] for at, found in goals]
    what = f"read as a list of {len(goals)} goals; the headers {NUMBER_HEADER}, {TEXT_HEADER} are ours, not printed"
    header = [(line_no, NUMBER_HEADER), (line_no, TEXT_HEADER)]
    land_cells([header, *rows], Grid(span_is_known=False), what, False, document, tally)
    land_texts(cells[last + 1 :], len(document.grids) + 1, document)


def _rows(cells: list[Cell]) -> _Table | None:
    """The table that the cells begin with; None where a cell has no place."""
    width = _header_width(cells)
    header = cells[:width]
    words = [text for _, text in header]
    levels = next((at for at, word in enumerate(words) if not _LEVEL_HEADER.match(word)), 0)
    is_header = (
        _FEWEST_COLUMNS <= width <= _MOST_COLUMNS
        and all(word and is_header_word(word) for word in words)
        and len(set(words)) == width
        and any(_VALUE_HEADER.search(word) for word in words)
        and levels
        and _NAME_HEADER.match(words[levels])
    )
    if not is_header:
        return None
    rows: list[list[Cell | None]] = []
    last_level = max(at for at, (_, text) in enumerate(cells) if _LEVEL.match(text))
    at = width
    while at < len(cells):
        row = _row(cells, at, levels, words)
        if row is None or (at > last_level and not _is_row_without_groups(row[levels:], words[levels:])):
            break
        rows.append(row)
        at += sum(1 for cell in row if cell)
    is_cut = len(cells) - at < width  # in its last row
    if len(rows) < _FEWEST_ROWS or (at <= last_level and not is_cut):
        return None
    return _Table(header, rows, header[0][0], cells[at - 1][0])


def _header_width(cells: list[Cell]) -> int:
    """How many cells stand before the word of the first group."""
    return next((at for at, (_, text) in enumerate(cells) if _LEVEL.match(text) and not _NAME_HEADER.match(text)), 0)


def _without_first_term(cells: list[Cell]) -> list[Cell]:
    """A table of two terms side by side without the first, where each row says its inner group twice: the cells of the
    first have left no lines. None where a row does not.
    """
    width = _header_width(cells)
    levels = [at for at, (_, text) in enumerate(cells[:width]) if _LEVEL_HEADER.match(text)]
    if len(levels) != _TWO_TERMS or levels[1] != 1 or width - levels[2] != levels[2] - 1:
        return []
    kept = [cells[0], *cells[levels[2] : width]]
    for at, cell in enumerate(cells[width:], start=width):
        is_last_group = _LEVEL.match(cell[1]) and not (at + 1 < len(cells) and _LEVEL.match(cells[at + 1][1]))
        if is_last_group and cells[at - 1][1] != cell[1]:
            return []
        if not is_last_group:
            kept.append(cell)
    return kept


def _row(cells: list[Cell], at: int, levels: int, words: list[str]) -> list[Cell | None] | None:
    """The cells of the row that begins there, under their columns; None where they do not fit them."""
    groups = 0
    while groups < levels and at + groups < len(cells) and (_is_group(cells[at + groups])):
        groups += 1
    behind = cells[at + groups : at + groups + len(words) - levels]
    fits = len(behind) == len(words) - levels and all(
        _is_group(cell) if _LEVEL_HEADER.match(word) else not _LEVEL.match(cell[1])
        for cell, word in zip(behind, words[levels:], strict=True)
    )
    names = [cell[1] for cell, word in zip(behind, words[levels:], strict=False) if _NAME_HEADER.match(word)]
    if not fits or not any(names) or any(len(name) > _LONGEST_NAME for name in names):
        return None
    return [*[None] * (levels - groups), *cells[at : at + groups], *behind]


def _is_group(cell: Cell) -> bool:
    return not cell[1] or _LEVEL.match(cell[1]) is not None


def _is_row_without_groups(behind: list[Cell | None], words: list[str]) -> bool:
    """Whether cells behind the last groups are one more row of them, and not what a page prints below its table."""
    printed = [(cell[1] if cell else "", word) for cell, word in zip(behind, words, strict=True)]
    return any(_FIGURE.match(text) for text, word in printed if _VALUE_HEADER.search(word)) and not any(
        _LABEL.search(text) for text, _ in printed
    )


def _land(table: _Table, how: str, document: ReadDocument, tally: Tally) -> None:
    """Groups stand over the rows below them up to the next; columns that are blank in all rows are left out."""
    header, rows = table.header, table.rows
    printed: list[list[Cell | None]] = [[*header], *rows]
    kept = [at for at in range(len(header)) if any(cell and cell[1] for cell in (row[at] for row in rows))]
    what = f"read as a table of {len(header)} columns printed {how}, parted at the words of its groups"
    land_cells([[row[at] for at in kept] for row in printed], Grid(span_is_known=False), what, True, document, tally)
