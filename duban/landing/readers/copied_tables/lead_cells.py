"""Rows between bars whose merged first cells, before their numbers, have left no cell behind.

    工作任务 | 具体要求 | 责任科室 |  |
    一、队伍 | (一)培训。 | 1 | 办班3期。 | 人事科 |
    2 | 编印手册。 | 办公室 |  |  |
    (二)选人。 | 3 | 招聘5人。 | 人事科 |  |

A header cell stood over several columns, so the header is shorter than the rows, and those below a merged cell slid
left, the blanks behind. Where numbers count up and every row has as many cells from its number on, the rest of it is
known: what stands before the number is the innermost of the merged cells, and the last words of the header stand over
the cells behind it. Nothing is done where any row says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid
from duban.landing.readers.copied_tables.cells import HAN, LONGEST_HEADER
from duban.landing.readers.lists.marks import NUMBER_HEADER

ROW_NUMBER = re.compile(r"^(\d{1,4})[、.\uff0e]?$")
_LONGEST_LEAD = 60
_MOST_LEADS = 3
_FEWEST_BEHIND = 2  # cells behind a number
_FEWEST_ROWS = 3

Cells = list[str | None]  # of a row
Spans = dict[tuple[int, int], tuple[int, int]]


class Row(NamedTuple):
    """leads: the cells before its number; behind: the number and the cells behind it."""

    leads: list[str]
    behind: list[str]


def lay_behind_leads(grid: Grid) -> None:
    """Put the cells of such a table under their columns and state its spans; any other is left as it is."""
    words = filled(grid.rows[0]) if grid.rows else []
    rows = numbered_rows(grid.rows[1:]) if is_header_of_words(words) else []
    lead_count = max((len(row.leads) for row in rows), default=0)
    if not any(len(row.leads) + len(row.behind) > len(words) for row in rows):
        return
    if not lead_count or len(rows[0].leads) < lead_count:
        return
    header, spans = _header_over(words, lead_count, len(rows[0].behind))
    if not header:
        return
    lay_rows(grid, header, spans, rows, lead_count)


def lay_rows(grid: Grid, header: Cells, spans: Spans, rows: list[Row], lead_count: int) -> None:
    """Make the rows, below the header with its spans, the grid's: what stands before a number is the innermost of the
    merged cells there, which reach down to the next in their column.
    """
    laid: list[Cells] = [[*[None] * (lead_count - len(row.leads)), *row.leads, *row.behind] for row in rows]
    lay_merged(grid, [header], spans, laid, range(lead_count))


def lay_merged(grid: Grid, above: list[Cells], spans: Spans, rows: list[Cells], columns: Iterable[int]) -> None:
    """Make the rows, below those above them (a header, with its spans), the grid's. None in one of the columns, counted
    from 0, is of the merged cell above; what no cell of the table stands over is blank.
    """
    first = len(above) + 1
    for column in columns:
        begins = [row_no for row_no, row in enumerate(rows, start=first) if row[column] is not None]
        for row in rows[: begins[0] - first]:
            row[column] = ""  # of a group that began before the table
        for row_no, following in pairwise([*begins, len(rows) + first]):
            if following - row_no > 1:
                spans[row_no, column + 1] = (following - row_no, 1)
    grid.rows, grid.spans, grid.span_is_known = [*above, *rows], spans, True


def numbered_rows(printed: Sequence[Sequence[str | None]]) -> list[Row]:
    """The rows, each parted at its number; none where one is out of step."""
    rows: list[Row] = []
    last = 0
    for cells in printed:
        texts = filled(cells)
        at = next((at for at, text in enumerate(texts[: _MOST_LEADS + 1]) if ROW_NUMBER.match(text)), None)
        if at is None or any(not HAN.search(text) or len(text) > _LONGEST_LEAD for text in texts[:at]):
            return []
        count = int(texts[at].rstrip("、.\uff0e"))
        if rows and count != last + 1:
            return []
        rows.append(Row(texts[:at], texts[at:]))
        last = count
    if not rows:
        return []
    width = len(rows[0].behind)
    is_in_step = all(len(row.behind) == width for row in rows[:-1]) and 1 < len(rows[-1].behind) <= width
    return rows if len(rows) >= _FEWEST_ROWS and width > _FEWEST_BEHIND and is_in_step else []


def _header_over(words: list[str], lead_count: int, width: int) -> tuple[Cells, Spans]:
    """(the header over so many cells before the numbers and so many from them on, its spans); empty where its words
    do not go on the columns.

    >>> _header_over(["任务", "要求", "科室"], 2, 3)
    (['任务', None, None, '要求', '科室'], {(1, 1): (1, 3)})
    >>> _header_over(["任务", "序号", "要求", "科室"], 2, 3)
    (['任务', None, '序号', '要求', '科室'], {(1, 1): (1, 2)})
    >>> _header_over(["任务", "要求"], 2, 4)
    ([], {})
    """
    number = next((at for at, word in enumerate(words) if NUMBER_HEADER.match(word)), None)
    behind = width - 1 if number is None else width
    over = len(words) - behind
    leads = lead_count + width - behind  # columns that the words before stand over
    if not 0 < over < leads or (number is not None and number != over):
        return [], {}
    header: Cells = [*words[:over], *[None] * (leads - over), *words[over:]]
    return header, {(1, over): (1, leads - over + 1)}


def is_header_of_words(words: list[str]) -> bool:
    return len(set(words)) == len(words) >= _FEWEST_BEHIND and all(
        HAN.search(word) and len(word) <= LONGEST_HEADER for word in words
    )


def filled(cells: Sequence[str | None]) -> list[str]:
    """The cells without outer blanks and without the blank ones at their end."""
    texts = [(cell or "").strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts
