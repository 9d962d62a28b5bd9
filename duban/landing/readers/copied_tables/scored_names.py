"""A table of indicators copied one cell a line, with what each counts for (分值) behind its name.

    项目
    分值
    目标任务
    考核单位
    经济发展
    新增企业
    3
    60家
    区商务局
    外贸进出口
    2
    登记失业率
    1
    低于4
    区人社局

Nothing numbers the rows and blank cells have left no line, but every indicator counts for something: a figure alone on
its line behind a line that is none. So the line before it is a name. What stands behind it, up to the next name, is
what is to be reached, then who watches, a unit a line, then the group of the next name; either of the first two may be
blank, or merged with the row above. Believed only where every line has such a place.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cell_cycles import is_header_word
from duban.landing.readers.copied_tables.cells import (
    HAN,
    ORGAN,
    Cell,
    cells_of,
    land_cells,
    land_texts,
    spans_of_groups,
)
from duban.landing.readers.lists.marks import SENTENCE_ENDS, mark_of

_SCORE_HEADER = re.compile(r"^(?:考核|标准|基本|基础)?(?:分值|分数|权重|权数|赋分)(?:[(\uff08].{1,6}[)\uff09])?$")
_UNIT_HEADER = re.compile(r"(?:单位|部门|机关|科室|股室|处室)$")
_SCORE = re.compile(r"^\d{1,2}(?:\.\d{1,2})?(?:分|[%\uff05])?$")
_FIGURE = re.compile(r"^\d[\d.,]*[%\uff05]?$")
_FEWEST_ROWS = 4
_LONGEST_NAME = 40
_MOST_NAME_COLUMNS = 2  # group and name
_TITLE = re.compile(r"表$|^附件|[)\uff09]$")
_NOTE = re.compile("[:\uff1a]")
_BLANKS = re.compile(r"\s+")


class _Row(NamedTuple):
    """group: of this row, where it begins one; goal: None where it is blank."""

    group: Cell | None
    name: Cell
    score: Cell
    goal: Cell | None
    units: list[Cell]


class _Header(NamedTuple):
    """start: its first line; names: words over group and name; end: the line behind it."""

    start: int
    names: int
    has_units: bool
    end: int


def read_scored_names(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such a table, which then is one of the document's; what stands around it becomes texts."""
    cells = cells_of(lines, offset)
    header = _header(cells)
    if header is None:
        return False
    scores = _scores(cells, header.end)
    rows, end = _rows(cells, header, scores)
    has_groups = any(row.group for row in rows)
    if len(rows) < _FEWEST_ROWS or (header.names == _MOST_NAME_COLUMNS and not (has_groups and rows[0].group)):
        return False
    land_texts(cells[: header.start], 1, document)
    _land(cells[header.start : header.end], header, rows, document, tally)
    land_texts(cells[end:], 2, document)
    return True


def _header(cells: list[Cell]) -> _Header | None:
    """The words over the columns: one or two over the names, one over the scores, over goals, and over units."""
    words = [_BLANKS.sub("", text) for _, text in cells]
    at = next((at for at, word in enumerate(words) if _SCORE_HEADER.match(word)), None)
    first = next((no for no, word in enumerate(words) if at is not None and no > at and _SCORE.match(word)), None)
    if at is None or first is None:
        return None
    units = next((no for no in (at + 2, at + 1) if no < first - 1 and _UNIT_HEADER.search(words[no])), None)
    end = at + 2 if units is None else units + 1
    leads = first - end  # group and name of the first row, or its name
    names = 0
    while names < _MOST_NAME_COLUMNS and at - names > 0 and _may_stand_over_names(words[at - names - 1]):
        names += 1
    names = 1 if names == _MOST_NAME_COLUMNS and leads < _MOST_NAME_COLUMNS else names
    is_header = names and 1 <= leads <= _MOST_NAME_COLUMNS and all(map(is_header_word, words[at + 1 : end]))
    return _Header(at - names, names, units is not None, end) if is_header else None


def _may_stand_over_names(word: str) -> bool:
    """A title or 附件 right above the header is no word of it."""
    return is_header_word(word) and not _TITLE.search(word)


def _scores(cells: list[Cell], start: int) -> list[int]:
    """Where the scores stand: the first figure behind each line that is none."""
    return [
        at
        for at in range(start + 1, len(cells))
        if _SCORE.match(cells[at][1]) and HAN.search(cells[at - 1][1]) and not _is_unit(cells[at - 1][1])
    ]


def _rows(cells: list[Cell], header: _Header, scores: list[int]) -> tuple[list[_Row], int]:
    """(the rows, where what stands behind the last begins); no rows where a line has no place."""
    if not scores or any(len(cells[at - 1][1]) > _LONGEST_NAME or _is_text(cells[at - 1][1]) for at in scores):
        return [], 0
    groups = {text for _, text in _sure_groups(cells, scores)}
    leads = cells[header.end : scores[0] - 1]
    group = leads[0] if leads else None
    rows: list[_Row] = []
    end = len(cells)
    for at, following in pairwise([*scores, len(cells) + 1]):
        behind = cells[at + 1 : following - 1]
        goal = None
        is_no_goal = behind and (
            _is_unit(behind[0][1]) or _NOTE.search(behind[0][1]) or (len(behind) == 1 and behind[0][1] in groups)
        )
        if behind and not is_no_goal:
            goal, behind = behind[0], behind[1:]
        units = next((no for no, (_, text) in enumerate(behind) if not _is_unit(text)), len(behind))
        rows.append(_Row(group, cells[at - 1], cells[at], goal, behind[:units]))
        rest = behind[units:]
        if following > len(cells):
            end = len(cells) - len(rest)
        elif len(rest) > 1 or (units and not header.has_units):
            return [], 0
        group = rest[0] if rest else None
    begun = sum(1 for row in rows if row.group)
    return (rows, end) if begun * 2 <= len(rows) else ([], 0)


def _sure_groups(cells: list[Cell], scores: list[int]) -> list[Cell]:
    """What stands between units, or a figure behind a score, and the next name."""
    return [
        cells[at - 2]
        for before, at in pairwise(scores)
        if at - before > _MOST_NAME_COLUMNS
        and not _is_unit(cells[at - 2][1])
        and (_is_unit(cells[at - 3][1]) or (at - 4 == before and _FIGURE.match(cells[at - 3][1])))
    ]


def _is_unit(text: str) -> bool:
    return ORGAN.search(text) is not None and not re.search(r"\d", text)


def _is_text(text: str) -> bool:
    return text.endswith(tuple(SENTENCE_ENDS)) or mark_of(text) is not None


def _land(header: list[Cell], found: _Header, rows: list[_Row], document: ReadDocument, tally: Tally) -> None:
    has_groups = any(row.group for row in rows)
    lead = [None] * (has_groups and found.names == 1)
    printed: list[list[Cell | None]] = [[header[0], *lead, *header[1:]]]
    for row in rows:
        units = [(row.units[0][0], "\n".join(text for _, text in row.units))] if row.units else [None]
        printed.append(
            [*([row.group] if has_groups else []), row.name, row.score, row.goal, *(units if found.has_units else [])]
        )
    what = f"read as a table of {len(printed[0])} columns printed one cell a line, a score behind each name"
    grid = Grid(span_is_known=True, spans=spans_of_groups(printed) if has_groups else {})
    grid.spans |= {(1, 1): (1, 2)} if lead else {}
    land_cells(printed, grid, what, True, document, tally)
