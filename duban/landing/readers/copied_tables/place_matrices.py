"""A matrix of indicators by places, copied one cell a line: indicators stand over columns of three, places before rows.

    地区
                                  (a wider gap ends a row)
    就业工程
                                  (groups over all columns)
    城镇新增就业(人)
    失业人员再就业(人)
                                  (the indicators)
    目标
    任务
    进度
    完成比例(%)
    目标
    任务
    ...
                                  (as many times as there are indicators)
    全市
    11500
    13846
    120.4
    ...

What the whole has to reach are the targets, so the matrix is laid with an indicator a row; the shares of the places
stay texts. A blank cell has left no line, but of three figures the third shows whether it is how many per cent the
second is of the first. Believed only where all figures of the whole are read so. Which indicators a unit stands over is
known where there is one, or one for each.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cells import HAN, ORGAN, Cell, cells_of, land_cells, land_texts
from duban.landing.readers.lists.as_rows import UNIT_HEADER

NAME_HEADER = "指标名称"  # ours, over the indicators

_PLACES = re.compile(r"^(?:地区|区县|县区|市县|市州|县市区|县[(\uff08]市、区[)\uff09]|乡镇|镇街)$")
_WHOLE = re.compile(r"^(?:全[省市州县区旗镇乡]|合计|总计)$")
_SHARE = re.compile(r"率|比|%|\uff05")
_FIGURE = re.compile(r"^\d[\d,]*(?:\.\d+)?[%\uff05]?$")
_FEWEST_INDICATORS = 2
_COLUMNS = 3  # goal, what was reached, how many per cent
_NEARLY = 0.6  # per cent: as far as a share is rounded
_PROVEN_SHARE = 0.5  # of the indicators: whose share is printed
_LONGEST_NAME = 60


class _Block(NamedTuple):
    """groups: over all indicators; rows: name, units, and figures of each; places: the rows of places."""

    first: Cell
    groups: list[Cell]
    header: list[str]
    rows: list[tuple[Cell, list[Cell], list[Cell | None]]]
    units: list[Cell]
    places: list[list[Cell]]


def read_place_matrix(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such matrices, which then are a table of the document; what stands around is texts."""
    rows = _rows_by_gaps(lines, offset)
    starts = [at for at, row in enumerate(rows) if _PLACES.match(row[0][1])]
    if not starts:
        return False
    found = [_block(rows[at:end]) for at, end in pairwise([*starts, len(rows)])]
    blocks = [block for block in found if block]
    if found[0] is None or len(blocks) < len(found) - 1 or any(block.header != blocks[0].header for block in blocks):
        return False  # the last may be cut
    land_texts([cell for row in rows[: starts[0]] for cell in row], 1, document)
    _land(blocks, document, tally)
    for block in blocks:
        land_texts(map(_as_text, [*([block.units] if block.units else []), *block.places]), 2, document)
    if not found[-1]:
        land_texts([cell for row in rows[starts[-1] :] for cell in row], 2, document)
    return True


def _rows_by_gaps(lines: list[str], offset: int) -> list[list[Cell]]:
    """The cells of each row: between most cells the gap is the same, behind the last of a row it is wider; the word
    for places begins one.
    """
    cells = cells_of(lines, offset)
    gaps = [below[0] - above[0] for above, below in pairwise(cells)]
    narrow = Counter(gaps).most_common(1)[0][0] if gaps else 1
    rows: list[list[Cell]] = []
    for cell, gap in zip(cells, [narrow + 1, *gaps], strict=False):
        if gap > narrow or _PLACES.match(cell[1]):
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return rows


def _block(rows: list[list[Cell]]) -> _Block | None:
    """The matrix below the word for places; None where a cell has no place."""
    whole = next((at for at, row in enumerate(rows) if _WHOLE.match(row[0][1])), 0)
    if whole < _COLUMNS or not all(_FIGURE.match(text) for _, text in rows[whole][1:]):
        return None
    header, count = _cycle([text for _, text in rows[whole - 1]])
    heads = next((at for at in range(whole - 2, 0, -1) if len(rows[at]) == count), 0)
    figures = _figures(rows[whole][1:], count) if len(header) == _COLUMNS and _SHARE.search(header[-1]) else []
    if not heads or not figures or not all(HAN.search(text) and len(text) <= _LONGEST_NAME for _, text in rows[heads]):
        return None
    units = [cell for row in rows[heads + 1 : whole - 1] for cell in row]
    groups = [cell for row in [rows[0][1:], *rows[1:heads]] for cell in row]
    if not all(ORGAN.search(text) for _, text in units) or any(len(row) > 1 for row in rows[1:heads]):
        return None
    own = units if len(units) == count else units * count if len(units) == 1 else []
    laid = [
        (name, own[at : at + 1], figures_of)
        for at, (name, figures_of) in enumerate(zip(rows[heads], figures, strict=True))
    ]
    return _Block(rows[0][0], groups, header, laid, [] if own else units, rows[whole + 1 :])


def _cycle(texts: list[str]) -> tuple[list[str], int]:
    """(the words that come again, how often); 目标 over 任务 are two lines of one.

    >>> _cycle(["目标", "任务", "进度", "比例(%)", "目标", "任务", "进度", "比例(%)"])
    (['目标任务', '进度', '比例(%)'], 2)
    >>> _cycle(["目标", "进度"])
    ([], 0)
    """
    words = re.sub(r"目标\n任务(?=\n|$)", "目标任务", "\n".join(texts)).split("\n")
    for width in range(1, len(words) // _FEWEST_INDICATORS + 1):
        if len(words) % width == 0 and words == words[:width] * (len(words) // width):
            return words[:width], len(words) // width
    return [], 0


def _figures(cells: list[Cell], count: int) -> list[list[Cell | None]]:
    """Goal, what was reached and the share of each indicator; none where figures are left over or missing.

    >>> cells = [(1, text) for text in ["50", "60", "120", "4.2", "3.1", "8", "9", "112.5"]]
    >>> [[cell and cell[1] for cell in row] for row in _figures(cells, 3)]
    [['50', '60', '120'], ['4.2', '3.1', None], ['8', '9', '112.5']]
    """
    found: list[list[Cell | None]] = []
    at = 0
    while at + 1 < len(cells):
        share = cells[at + 2] if at + 2 < len(cells) and _is_share(*(text for _, text in cells[at : at + 3])) else None
        found.append([cells[at], cells[at + 1], share])
        at += 2 if share is None else 3
    proven = sum(1 for row in found if row[2])
    return found if at == len(cells) and len(found) == count and proven >= _PROVEN_SHARE * count else []


def _is_share(goal: str, reached: str, share: str) -> bool:
    first, second, third = (float(text.rstrip("%\uff05").replace(",", "")) for text in (goal, reached, share))
    return bool(first) and abs(100 * second / first - third) <= _NEARLY


def _land(blocks: list[_Block], document: ReadDocument, tally: Tally) -> None:
    has_units = any(units for block in blocks for _, units, _ in block.rows)
    first = blocks[0].first[0]
    words = [NAME_HEADER, *([UNIT_HEADER] if has_units else []), *blocks[0].header]
    rows: list[list[Cell | None]] = [[(first, word) for word in words]]
    grid = Grid(span_is_known=True)
    for block in blocks:
        if block.groups:
            group = (block.groups[0][0], " > ".join(text for _, text in block.groups))
            rows.append([group, *[None] * (len(words) - 1)])
            grid.spans[len(rows), 1] = (1, len(words))
        for name, units, figures in block.rows:
            rows.append([name, *([units[0] if units else None] if has_units else []), *figures])
    is_shared = any(block.units for block in blocks)
    what = "read as a matrix of indicators by places, an indicator a row; the shares of the places are left out"
    what += "; which indicators its units stand over is not shown" if is_shared else ""
    what += f"; the header {NAME_HEADER} is ours, not printed"
    land_cells(rows, grid, what, not is_shared, document, tally)


def _as_text(row: list[Cell]) -> Cell:
    """A row that is no table's as one text, on the line of its first cell."""
    return row[0][0], " ".join(text for _, text in row)
