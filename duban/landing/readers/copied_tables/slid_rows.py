"""Rows between bars below merged cells that have left no cell behind: they slid left, the blanks behind them.

    项目 | 任务 | 时间 | 牵头单位 |
    1.治水 | 新建泵站2座; | 9月 | 水利局 |
    2022.10 | 水务集团 | ||
    疏浚河道; | 6月 | 水务集团 | |
    2.办学 | 扩建食堂3个。 | 8月 | 教育局 |

Every row ends where the table does, so as many cells of it are covered from the left as blanks stand behind. That is
believed where the columns behind the texts are of one kind each, dates or names of organs, and every short row has at
its end cells of just those kinds. Nothing is done where any row says otherwise.
"""

from __future__ import annotations

import re

from duban.landing.grid import Grid
from duban.landing.readers.copied_tables.cells import IN_STEP_SHARE, ORGAN
from duban.landing.readers.copied_tables.lead_cells import Cells, filled, is_header_of_words, lay_merged

_DATE = re.compile(r"\d{4}[年.\-/]|\d{1,2}月|[季年月][度底末]|季度|上半年|下半年|全年|长期|持续|常年")
_NUMBERED = re.compile(r"^\d{1,3}[.\uff0e、]?|^[一二三四五六七八九十]{1,3}、")
_AROUND_DATES = re.compile(r"[^一-龥]|[年月日前底末内起]")
_MOST_BESIDE_DATES = 4  # characters: 完成
_LONGEST_NAMES = 60
_FEWEST_WHOLE = 3
_FEWEST_SHORT = 2
_FEWEST_KINDS = 2  # columns behind the texts: one alone does not show where a row ends


def lay_slid_rows(grid: Grid) -> None:
    """Put the cells of the short rows of such a table under their columns and state its spans; any other is left."""
    words = filled(grid.rows[0]) if grid.rows else []
    if grid.span_is_known or not is_header_of_words(words):
        return
    width = len(words)
    rows = [filled(row) for row in grid.rows[1:]]
    is_cut = bool(rows and rows[-1]) and len(rows[-1]) == len(grid.rows[-1]) < width  # no blanks stand behind
    cut = rows.pop() if is_cut else []
    printed = grid.rows[1 : len(rows) + 1]
    if any(len(row) != width or not all(cells) for row, cells in zip(printed, rows, strict=True)):
        return
    whole = [row for row in rows if len(row) == width]
    short = [row for row in rows if len(row) < width]
    if len(whole) < _FEWEST_WHOLE or len(short) < _FEWEST_SHORT or len(rows[0]) < width:
        return
    kinds = [_kind_of(column) for column in zip(*whole, strict=True)]
    text_at = max((at for at, kind in enumerate(kinds) if not kind), default=width)
    behind = kinds[text_at + 1 :]
    if not text_at or len(behind) < _FEWEST_KINDS or any(kinds[:text_at]) or len(set(behind)) < len(behind):
        return
    laid: list[Cells] = []
    for row in rows:
        start = width - len(row)
        if len(row) < width and not _is_of_kinds(row, kinds[start:]):
            return
        laid.append([*[None] * start, *row])
    # of rows with as many cells as have a kind, most are as plain as those of whole rows
    bare = [row for row in short if len(row) <= len(behind)]
    if sum(1 for row in bare if _is_plain(row, behind[-len(row) :])) * 2 < len(bare):
        return
    if cut:
        if not all(_NUMBERED.match(row[0]) for row in [*whole, cut]):
            return  # nothing shows where the cut row begins
        laid.append([*cut, *[""] * (width - len(cut))])
    lay_merged(grid, [[*words]], {}, laid, range(width - 1))


def _kind_of(column: tuple[str, ...]) -> str:
    """date or names, where nearly all cells are plain ones and the others hold such; else ''."""
    for kind in ("date", "names"):
        plain = sum(1 for cell in column if _is_plain([cell], [kind]))
        if plain >= IN_STEP_SHARE * len(column) and _is_of_kinds([*column], [kind] * len(column)):
            return kind
    return ""


def _is_of_kinds(cells: list[str], kinds: list[str]) -> bool:
    """Whether a cell of dates holds one, one of names is nothing else, and one of texts is no date."""
    return all(
        bool(_DATE.search(cell))
        if kind == "date"
        else _plain_kind(cell) == kind
        if kind == "names"
        else _plain_kind(cell) != "date"
        for cell, kind in zip(cells, kinds, strict=True)
    )


def _is_plain(cells: list[str], kinds: list[str]) -> bool:
    return all(_plain_kind(cell) == kind for cell, kind in zip(cells, kinds, strict=True))


def _plain_kind(cell: str) -> str:
    if _DATE.search(cell) and len(_AROUND_DATES.sub("", _DATE.sub("", cell))) <= _MOST_BESIDE_DATES:
        return "date"
    return "names" if ORGAN.search(cell) and len(cell) <= _LONGEST_NAMES and "。" not in cell else "text"
