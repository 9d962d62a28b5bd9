"""Names of groups between a row's number and its task, merged over the tasks that stand below one number; the cells of
a plain row's name are merged with theirs.

    序号 项目 责任单位 目标任务 完成情况 完成率
    1 建校 市教育局 2所 1 50%
    2 修路 市交通局 9公里 75%
    3 便民实事 办证窗口 市公安局 6个 6 100%
    夜间门诊 市卫健委 8家 4 50%

The units show it: in a plain row they are the second cell behind the number, below a group the third, and in a row
without a number the second of all. Where blank cells have left nothing behind, the cells behind the units are figures,
rates and words, and each is of the next column that holds such in the full rows; the goal is the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from duban.landing.readers.copied_tables.cells import FEWEST_COUNTED, HAN, ORGAN, Cell

_NUMBER = re.compile(r"^(\d{1,4})[*\uff0a、.\uff0e]?$")
_RATE = re.compile(r"^-?\d[\d.,]*\s*[%\uff05]$")
_FIGURE = re.compile(r"^\d[\d.,]*[\s一-龥]{0,4}$")
_LONGEST_NAMES = 60
_UNITS_AT = 2  # of a plain row
_FEWEST_COLUMNS = 4  # number, name, units, goal
_FEWEST_OTHERS = 2  # rows with a group, or below one

Spans = dict[tuple[int, int], tuple[int, int]]


class Grouped(NamedTuple):
    """The rows, header first, each as wide as the header and a column of groups; None is of a merged cell, '' blank."""

    rows: list[list[Cell | None]]
    spans: Spans


def lay_groups(rows: Sequence[Sequence[Cell]], keeps_blanks: bool) -> Grouped | None:
    """Rows, header first, with groups among them; None where no group or anything else is found.

    keeps_blanks: blank cells are among the cells; the last row may be cut. A name behind the last number alone is none.

    >>> rows = "1 甲 乙局 3,2 丙 丁局 4,3 戊 己局 5,4 组 庚 辛局 6,壬 癸局 7".split(",")
    >>> cells = [[(no, text) for text in row.split()] for no, row in enumerate(["号 名 谁 数", *rows], start=1)]
    >>> grouped = lay_groups(cells, keeps_blanks=False)
    >>> [[cell and cell[1] for cell in row] for row in grouped.rows[3:]]
    [['3', '戊', None, '己局', '5'], ['4', '组', '庚', '辛局', '6'], [None, None, '壬', '癸局', '7']]
    >>> grouped.spans[5, 1], grouped.spans[5, 2], grouped.spans[1, 2]
    ((2, 1), (2, 1), (1, 2))
    >>> lay_groups(cells[:4], keeps_blanks=False) is None
    True
    """
    header, *below = rows
    width = len(header)
    if width < _FEWEST_COLUMNS or width <= _UNITS_AT:
        return None
    kinds = _kinds_behind(below, width) if not keeps_blanks else []
    laid: list[list[Cell | None]] = [[*header[:2], None, *header[2:]]]
    spans: Spans = {(1, 2): (1, 2)}
    plain = others = begun = last = 0
    for row in below:
        found = _NUMBER.match(row[0][1])
        if found and last and int(found[1]) != last + 1:
            return None
        row_no = len(laid) + 1
        leads: list[Cell | None]
        if not found:
            if not begun or not _is_names(row, 1):
                return None
            units_at, leads = 1, [None, None, row[0]]
            for column in (1, 2):
                spans[begun, column] = (row_no - begun + 1, 1)
        elif _is_names(row, _UNITS_AT):
            units_at, leads, begun = _UNITS_AT, [row[0], row[1], None], 0
            spans[row_no, 2] = (1, 2)
        elif _is_names(row, _UNITS_AT + 1) and all(HAN.search(text) for _, text in row[1:_UNITS_AT]):
            units_at, leads, begun = _UNITS_AT + 1, [*row[:3]], row_no
        else:
            return None
        behind = list(row[units_at + 1 :])
        placed = _placed(behind, kinds) if not keeps_blanks else _filled_up(behind, width - 3, row is below[-1])
        if placed is None:
            return None
        plain += units_at == _UNITS_AT
        others += units_at != _UNITS_AT
        last = int(found[1]) if found else last
        laid.append([*leads, row[units_at], *placed])
    return Grouped(laid, spans) if plain >= FEWEST_COUNTED and others >= _FEWEST_OTHERS else None


def _is_names(row: Sequence[Cell], at: int) -> bool:
    text = row[at][1] if at < len(row) else ""
    return len(text) <= _LONGEST_NAMES and ORGAN.search(text) is not None and not re.search(r"\d|。", text)


def _kind(text: str) -> str:
    return "rate" if _RATE.match(text) else "figure" if _FIGURE.match(text) else "words"


def _kinds_behind(rows: Sequence[Sequence[Cell]], width: int) -> list[str]:
    """Of each column behind the units what the full plain rows hold; none where they do not agree."""
    full = [row for row in rows if len(row) == width and _NUMBER.match(row[0][1]) and _is_names(row, _UNITS_AT)]
    kinds = {tuple(_kind(text) for _, text in row[_UNITS_AT + 1 :]) for row in full}
    return list(kinds.pop()) if len(kinds) == 1 else []


def _placed(cells: list[Cell], kinds: list[str]) -> list[Cell | None] | None:
    """The cells, each in the next column of its kind, the first in the first; None where one has none."""
    placed: list[Cell | None] = []
    for cell in cells:
        while placed and len(placed) < len(kinds) and kinds[len(placed)] != _kind(cell[1]):
            placed.append((cell[0], ""))
        if len(placed) >= len(kinds) or (not placed and (_kind(cell[1]) == "words") != (kinds[0] == "words")):
            return None
        placed.append(cell)
    if not cells:
        return None
    return [*placed, *[(cells[-1][0], "")] * (len(kinds) - len(placed))]


def _filled_up(cells: list[Cell], count: int, may_be_cut: bool) -> list[Cell | None] | None:
    if len(cells) == count:
        return [*cells]
    return [*cells, *[(0, "")] * (count - len(cells))] if may_be_cut and len(cells) < count else None
