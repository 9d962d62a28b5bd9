"""Rows between bars whose number and units are covered from above, and have left no cell behind.

    序号 | 项目内容 | 进展情况 | 责任单位 |
    1 | 建成球场5座。 | 已建成5座。 | 体育局 |
    2 | 栽种乔木9千株。 | 已栽种7千株。 | 林业局 |
    修复湿地30亩。 | 已修复30亩。 | ||

The row below 2 slid left, its blanks behind. Where every whole row parts the columns of sentences and figures from
those of names, and a short row holds as many sentences as there are such columns, its cells have one place; what stands
in the columns of names above it covers it. Nothing is done where any row says otherwise.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.landing.grid import Grid
from duban.landing.readers.copied_tables.cells import HAN, LONGEST_HEADER
from duban.landing.readers.copied_tables.lead_cells import ROW_NUMBER, Cells, filled, lay_merged
from duban.landing.readers.lists.marks import NUMBER_HEADER, SENTENCE_ENDS

_FIGURE = re.compile(r"\d")
_FEWEST_WHOLE = 3  # rows
_FEWEST_TEXTS = 2  # cells of a short row: of a single one it is not known where it stands


class _Row(NamedTuple):
    """cells: without the blank ones at its end; number: of a whole row, 0 in a short one."""

    cells: list[str]
    number: int


def lay_covered_cells(grid: Grid) -> None:
    """Put the cells of the short rows of such a table under their columns and state its spans; any other is left."""
    top = next((at for at, row in enumerate(grid.rows) if row and NUMBER_HEADER.match((row[0] or "").strip())), None)
    words = [] if top is None else [(cell or "").strip() for cell in grid.rows[top]]
    if top is None or grid.span_is_known or any(len(word) > LONGEST_HEADER for word in words):
        return
    width = len(words)
    rows = _rows_below(grid.rows[top + 1 :], width)
    whole = [row for row in rows if len(row.cells) == width]
    if len(whole) < _FEWEST_WHOLE or len(whole) == len(rows) or not all(HAN.search(word) for word in words):
        return
    of_texts = [at for at in range(1, width) if all(_is_text(row.cells[at]) for row in whole)]
    if any(_is_text(row.cells[at]) for row in whole for at in range(1, width) if at not in of_texts):
        return
    short = [row for row in rows if not row.number]
    if len(of_texts) < max(_FEWEST_TEXTS, width - len(of_texts)) or not short:
        return
    if any(len(row.cells) != len(of_texts) or not all(map(_is_text, row.cells)) for row in short):
        return
    laid: list[Cells] = []
    for row in rows:
        if row.number:
            laid.append([*row.cells, *[""] * (width - len(row.cells))])
        else:
            texts = dict(zip(of_texts, row.cells, strict=True))
            laid.append([texts.get(at) for at in range(width)])
    covering = [at for at in range(width) if at not in of_texts]
    lay_merged(grid, grid.rows[: top + 1], grid.spans, laid, covering)


def _rows_below(printed: list[list[str | None]], width: int) -> list[_Row]:
    """The rows below a header; none where one is out of step: whole ones are numbered on, the last may be cut."""
    rows: list[_Row] = []
    last = 0
    for at, cells in enumerate(printed, start=1):
        texts = filled(cells)
        found = ROW_NUMBER.match(texts[0]) if texts else None
        number = int(found[1]) if found else 0
        is_whole = len(texts) == width or (at == len(printed) and 1 < len(texts) < width)
        is_in_step = number == last + 1 and is_whole if number else bool(rows) and len(cells) == width > len(texts)
        if not is_in_step or not all(texts):
            return []
        rows.append(_Row(texts, number))
        last = number or last
    return rows


def _is_text(cell: str) -> bool:
    """Whether a cell says what is done: a sentence, or something with a figure; names are neither."""
    return cell.endswith(tuple(SENTENCE_ENDS)) or bool(_FIGURE.search(cell))
