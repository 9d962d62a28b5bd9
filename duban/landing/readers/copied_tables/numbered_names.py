"""A table of indicators copied one cell a line, whose numbers stand before the names of the indicators.

    类别
    指标名称
    年度目标
    完成情况
    责任部门
    经济发展
    1、新增企业
    60家
    41家
    区商务局
    2、登记失业人数
    控制在
    900人内
    870人
    区人社局
    区教育局

No 序号 stands above and no number alone on its line. Who answers ends each row, a unit a line; a group stands before
the number of its first row, behind the units of the row before. A cell may be broken over lines where that shows:
behind what no cell ends with (控制在, 2个), or between a name and its figures in a row of a line too many. Believed
only where each row comes out as wide as the header.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cell_cycles import is_header_word
from duban.landing.readers.copied_tables.cells import (
    ALL_OF,
    ORGAN,
    Cell,
    cells_of,
    land_cells,
    land_texts,
    spans_of_groups,
)
from duban.landing.readers.lists.marks import SENTENCE_ENDS, mark_of

_FEWEST_ROWS = 4
_MOST_MIDDLE_COLUMNS = 6  # between the name and who answers
_LONGEST_CELL = 40
_FIGURE = re.compile(r"\d")
_GOES_ON = re.compile(r"(?:[在到至达于为]|[\d个万亿])$")  # what no cell ends with, where the next line has its rest
_NO_NAME = re.compile("[\\d:\\uff1a]")
_REST = re.compile(r"^[一-龥%\uff05]{1,4}$")  # of 2个: 百分点
_FIGURES_SHARE = 0.6  # of the rows: with a figure between name and units


class _Row(NamedTuple):
    """middle: the lines between the name and who answers; group: the one that belongs before the next row."""

    name: Cell
    middle: list[Cell]
    units: list[Cell]
    group: Cell | None


def read_numbered_names(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such a table, which then is one of the document's; what stands above it becomes texts."""
    cells = cells_of(lines, offset)
    starts = _starts(cells)
    if len(starts) < _FEWEST_ROWS:
        return False
    last_end = _last_row_end(cells, starts[-1])
    rows = [_row(cells[at:end], end == last_end) for at, end in pairwise([*starts, last_end])]
    found = [row for row in rows if row]
    if len(found) < len(rows):
        return False
    has_groups = any(row.group for row in found)
    width = min(len(row.middle) for row in found[:-1])
    header = (
        cells[starts[0] - width - 2 - 2 * has_groups : starts[0]] if starts[0] >= width + 2 + 2 * has_groups else []
    )
    words = [text for _, text in (header[:-1] if has_groups else header)]
    middles = [_fitted(row, width, row is found[-1]) for row in found]
    with_figures = sum(1 for row in found if any(_FIGURE.search(text) for _, text in row.middle))
    if not (
        words
        and 0 < width <= _MOST_MIDDLE_COLUMNS
        and len(set(words)) == len(words)
        and all(map(is_header_word, words))
        and all(middles)
        and with_figures >= _FIGURES_SHARE * len(found)
    ):
        return False
    _land(cells[: starts[0] - len(header)], header, found, [middle for middle in middles if middle], document, tally)
    land_texts(cells[last_end:], 2, document)
    return True


def _starts(cells: list[Cell]) -> list[int]:
    """Where the names begin, whose numbers count up from 1: all lines with a number and its sign."""
    marks = [mark_of(text) for _, text in cells]
    starts = [at for at, mark in enumerate(marks) if mark and mark.kind == "digit"]
    numbers = [mark.number for mark in marks if mark and mark.kind == "digit"]
    return starts if numbers == list(range(1, len(numbers) + 1)) else []


def _last_row_end(cells: list[Cell], start: int) -> int:
    """Behind the units of the row that starts there; where it has none, it is cut at the end of the text."""
    at = start + 1
    while at < len(cells) and not _is_unit(cells[at][1]):
        at += 1
    while at < len(cells) and _is_unit(cells[at][1]):
        at += 1
    return at


def _row(cells: list[Cell], is_last: bool) -> _Row | None:
    """The lines of a row in their order; None where it is none. The last one may be cut."""
    if any(len(text) > _LONGEST_CELL or text.endswith(tuple(SENTENCE_ENDS)) for _, text in cells):
        return None
    name, *others = cells
    at = next((at for at, (_, text) in enumerate(others) if _is_unit(text)), len(others))
    middle, units = others[:at], others[at:]
    group = None
    if len(units) > 1 and not _is_unit(units[-1][1]) and not _FIGURE.search(units[-1][1]):
        *units, group = units
    is_row = middle and (units or is_last) and all(_is_unit(text) for _, text in units)
    return _Row(name, middle, units, group) if is_row else None


def _is_unit(text: str) -> bool:
    return not _NO_NAME.search(text) and (ORGAN.search(text) is not None or text.startswith(ALL_OF))


def _fitted(row: _Row, width: int, is_last: bool) -> tuple[Cell, list[Cell]] | None:
    """(name, so many cells between it and the units), broken ones joined; None where the row has more or fewer."""
    (line_no, name), middle = row.name, list[Cell]()
    for at, (no, text) in enumerate(row.middle):
        above = middle[-1][1] if middle else ""
        is_rest = _REST.match(text) if _FIGURE.search(above) else _FIGURE.search(text)
        if above and is_rest and len(row.middle) - at > width - len(middle) and _GOES_ON.search(above):
            middle[-1] = (middle[-1][0], above + text)
        else:
            middle.append((no, text))
    while len(middle) > width and not _FIGURE.search(middle[0][1]) and _FIGURE.search(middle[1][1]):
        name += middle.pop(0)[1]
    return ((line_no, name), middle) if len(middle) == width or (is_last and len(middle) < width) else None


def _land(
    above: list[Cell],
    header: list[Cell],
    rows: list[_Row],
    fitted: list[tuple[Cell, list[Cell]]],
    document: ReadDocument,
    tally: Tally,
) -> None:
    land_texts(above, 1, document)
    has_groups = any(row.group for row in rows)
    groups = [header[-1] if has_groups else None, *(row.group for row in rows[:-1])]
    printed: list[list[Cell | None]] = [list(header[:-1] if has_groups else header)]
    for group, row, (name, middle) in zip(groups, rows, fitted, strict=True):
        units = [(row.units[0][0], "\n".join(text for _, text in row.units))] if row.units else []
        printed.append([*([group] if has_groups else []), name, *middle, *units])
    what = f"read as a table of {len(printed[0])} columns printed one cell a line, its numbers before the names"
    grid = Grid(span_is_known=True, spans=spans_of_groups(printed) if has_groups else {})
    land_cells(printed, grid, what, True, document, tally)
