"""A table of performance goals that a copy ran together in one line, parted at the words of its groups and its values.

    产出指标数量指标新添床位≥48张 20 停水次数≤2次 10 质量指标合格率=100% 30 效益指标社会效益指标入住率≥85% 30 合计90

An indicator is what stands before a sign (≥, =) and a figure; what it counts for, a figure of its own, stands behind
every value or behind none. A value ends with its per cent sign, or before a blank or a group. Believed only where
nothing stands between the rows, no value is left behind them, and the weights add up to the sum where one is printed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.list_line import ListLine, land_lines

_GROUP = (
    r"(?:产出|效益|效果|管理|投入|过程|决策|数量|质量|时效|进度|成本|(?:经济|社会|生态|生态环境|环境)(?:效益|成本)"
    r"|可持续(?:影响|发展)|(?:服务对象|社会公众|受益对象|群众)?满意度?)指标"
)
_GROUPS = re.compile(rf"\s*({_GROUP})?\s*({_GROUP})?\s*")
_SIGN = "[≥≤＝=><＞＜≧≦]"
_ROW = re.compile(
    rf"(?P<name>[一-龥A-Za-z0-9][^≥≤＝=><＞＜≧≦。;；]{{1,59}}?)\s*"
    rf"(?P<value>{_SIGN}\s*\d[\d,]*(?:\.\d+)?\s*(?:[%％‰]|[一-龥㎡/]{{1,6}}?(?=\s|$|{_GROUP})|(?=\s|$)))"
    r"(?:\s+(?P<weight>\d{1,3}(?:\.\d{1,2})?)(?![\d.%％‰]))?"
)
_SUM = re.compile(r"\s*(?:合计|总计|总分)\s*(\d{1,3}(?:\.\d{1,2})?)")
_LEFT_VALUE = re.compile(rf"{_SIGN}\s*\d")
_FEWEST_ROWS = 4
_FEWEST_GROUPS = 2
_HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "分值"]


class _Row(NamedTuple):
    outer: str | None
    inner: str | None
    name: str
    value: str
    weight: str


def read_glued_indicators(lines: list[ListLine], document: ReadDocument, tally: Tally) -> bool:
    """Whether a line holds such a table, which then is one of the document's; what stands around it becomes texts."""
    for at, line in enumerate(lines):
        first = re.search(_GROUP, line.text)
        rows, end = _rows(line.text, first.start()) if first and _LEFT_VALUE.search(line.text) else ([], 0)
        if first and rows:
            before, behind = line.text[: first.start()], line.text[end:]
            above = [*lines[:at], ListLine(line.source_place, before)]
            land_lines(above, document)
            _land(rows, line.source_place, document, tally)
            land_lines([ListLine(line.source_place, behind), *lines[at + 1 :]], document)
            return True
    return False


def _rows(text: str, start: int) -> tuple[list[_Row], int]:
    """(the rows that begin there, where they end); none where one is in doubt.

    >>> rows, _ = _rows("数量指标床位≥8张 质量指标合格率=98%完好率≥9%社会效益指标入住率≥85%", 0)
    >>> [f"{row.inner} {row.name} {row.value}" for row in rows]
    ['数量指标 床位 ≥8张', '质量指标 合格率 =98%', 'None 完好率 ≥9%', '社会效益指标 入住率 ≥85%']
    """
    rows: list[_Row] = []
    at = end = start
    while groups := _GROUPS.match(text, at):
        row = _ROW.match(text, groups.end())
        if row is None or re.search(_GROUP, row["name"]):
            break
        outer, inner = (groups[1], groups[2]) if groups[2] else (None, groups[1])
        rows.append(_Row(outer, inner, row["name"].strip(), row["value"].strip(), row["weight"] or ""))
        at = end = row.end()
    weights = [row.weight for row in rows if row.weight]
    total = _SUM.match(text, end)
    is_sound = (
        len(rows) >= _FEWEST_ROWS
        and sum(1 for row in rows if row.inner) >= _FEWEST_GROUPS
        and rows[0].inner is not None
        and len(weights) in (0, len(rows))
        and not (weights and total and abs(sum(map(float, weights)) - float(total[1])) > 0.001)
        and not _LEFT_VALUE.search(text, end)
    )
    return (rows, end) if is_sound else ([], 0)


def _land(rows: list[_Row], place: str, document: ReadDocument, tally: Tally) -> None:
    kept = [at for at in range(len(_HEADER)) if any(row[at] for row in rows)]
    grid = Grid(span_is_known=False)
    tally.table(place)
    for cells in (_HEADER, *rows):
        tally.add_row(grid, [cells[at] for at in kept], place)
    document.grids.append(grid)
    header = "、".join(_HEADER[at] for at in kept)
    what = f"read as a table of {len(rows)} indicators whose cells were run together, parted at its groups and values"
    document.notes.append(Note("warning", f"{what}; the headers {header} are ours, not printed", place))
