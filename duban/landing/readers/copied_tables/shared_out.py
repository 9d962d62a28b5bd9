"""Rows between bars that share a goal out among places, below a header whose cells stood over several columns.

    项目 | 目标 | 分解情况 | 责任领导 | 责任单位 |
    就业 | 稳定岗位 | 新增就业(人) | 500 | 东镇300 西乡200 | 王某 | 县人社局 |
    技能培训(人) | 90 | 东镇50 西乡40 |
    创业 | 扶持小店(个) | 3 | 西乡3 |

One cell of each row names places with their shares, and a figure stands before it: the goal. So what stands before them
is the innermost of merged cells and the name, what stands behind them is merged with the row above where it is missing,
and the words of the header are counted from the cell of shares on. Nothing is done where any row says otherwise.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.landing.grid import Grid
from duban.landing.readers.copied_tables.lead_cells import Cells, Spans, filled, is_header_of_words, lay_merged

_SHARE = r"[一-龥]{2,8}\s?\d+(?:\.\d+)?"
_SHARES = re.compile(rf"^{_SHARE}(?:[\s、,\uff0c;\uff1b]+{_SHARE})*(?P<cut>[\s、,\uff0c;\uff1b]+[一-龥]{{1,8}})?$")
_SEVERAL = re.compile(rf"^{_SHARE}[\s、,\uff0c;\uff1b]+{_SHARE}")
_FIGURE = re.compile(r"^\d[\d,]*(?:\.\d+)?[%\uff05]?$")
_FEWEST_ROWS = 3
_FEWEST_OVER = 2  # header words over name and figure


class _Row(NamedTuple):
    """leads: the cells up to the goal's name, the outermost first; goal: its figure; behind: the cells behind shares;
    is_cut: within its shares, so that nobody knows what stood behind them.
    """

    leads: list[str]
    goal: str
    shares: str
    behind: list[str]
    is_cut: bool


def lay_around_shares(grid: Grid) -> None:
    """Put the cells of such a table under their columns and state its spans; any other is left as it is."""
    words = filled(grid.rows[0]) if grid.rows else []
    rows = _rows(grid) if is_header_of_words(words) else []
    if not rows:
        return
    lead_count, behind_count = len(rows[0].leads), len(rows[0].behind)
    over = len(words) - behind_count - 1  # words over leads and goal
    is_in_step = all(len(row.leads) <= lead_count and len(row.behind) in (0, behind_count) for row in rows)
    has_lost = any(len(row.leads) < lead_count or not row.behind for row in rows)
    if not (behind_count and is_in_step and has_lost and over >= _FEWEST_OVER):
        return
    spans: Spans = {}
    header: Cells = [*words]
    if over - 1 != lead_count:
        if over != _FEWEST_OVER:
            return  # which of the words stands over several columns is not known
        header = [words[0], *[None] * (lead_count - 1), *words[1:]]
        spans[1, 1] = (1, lead_count)
    laid: list[Cells] = []
    for row in rows:
        behind: Cells = [*row.behind] if row.behind else ["" if row.is_cut else None] * behind_count
        laid.append([*[None] * (lead_count - len(row.leads)), *row.leads, row.goal, row.shares, *behind])
    columns = [*range(lead_count - 1), *range(lead_count + 2, lead_count + 2 + behind_count)]
    lay_merged(grid, [header], spans, laid, columns)


def _rows(grid: Grid) -> list[_Row]:
    """The rows below the header, each parted at its shares; none where one has none. The last may be cut in them."""
    rows: list[_Row] = []
    several = 0
    for cells in grid.rows[1:]:
        texts = filled(cells)
        found = [(at, shares) for at, text in enumerate(texts) if (shares := _SHARES.match(text))]
        if len(found) != 1 or found[0][0] < _FEWEST_OVER or not _FIGURE.match(texts[found[0][0] - 1]):
            return []
        at, shares = found[0]
        is_last = len(rows) == len(grid.rows) - 2
        if not all(texts) or (shares["cut"] and not (is_last and at == len(texts) - 1)):
            return []
        several += bool(_SEVERAL.match(texts[at]))
        rows.append(_Row(texts[: at - 1], texts[at - 1], texts[at], texts[at + 1 :], bool(shares["cut"])))
    return rows if several >= _FEWEST_ROWS else []
