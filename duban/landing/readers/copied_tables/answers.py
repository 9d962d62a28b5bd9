"""What several units report of one target, copied one cell a line: each has a row of its own below the merged number.

    1
    新建学校2所。
    市教育局:已建成1所。
    市教育局、
    市财政局
    市财政局:资金已拨付。

The merged units stand in the first row, so what the second reports stands behind them. It says whose report it is, and
that is one of the units: so is known which column it is of.
"""

from __future__ import annotations

import re

from duban.landing.readers.copied_tables.cells import IN_STEP_SHARE, Cell

_LABEL = re.compile(r"^([一-龥]{2,20})[:\uff1a]\s*\S")
_BETWEEN_NAMES = re.compile(r"[\s、,\uff0c;\uff1b]+")
_FEWEST_ROWS = 2  # with such a report
_FEWEST_COLUMNS = 4  # number, text, reports, units


def answers_joined(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """The rows of a table of so many columns, each report behind the last in one cell with the first; none where a row
    has anything else behind its last cell. Only the last row may be short.

    >>> one = [(1, "1"), (2, "建校。"), (3, "甲局:已建。"), (4, "甲局、乙局"), (5, "乙局:已拨。")]
    >>> two = [(6, "2"), (7, "修路。"), (8, "丙局:已修。"), (9, "丙局"), (10, "丙局:已验。")]
    >>> [text for _, text in answers_joined([one, two], 4)[0]]
    ['1', '建校。', '甲局:已建。\\n乙局:已拨。', '甲局、乙局']
    >>> answers_joined([one, [*two, (11, "丁局:已停。")]], 4)
    []
    """
    longer = [row for row in rows if len(row) > width]
    if width < _FEWEST_COLUMNS or len(longer) < _FEWEST_ROWS or any(len(row) < width for row in rows[:-1]):
        return []
    if not all(are_reports(row[width - 1 :]) for row in longer):
        return []
    reporting = [
        column
        for column in range(2, width - 1)
        if sum(1 for row in longer if are_reports([row[width - 1], row[column]])) >= IN_STEP_SHARE * len(longer)
    ]
    if len(reporting) != 1:
        return []
    joined: list[list[Cell]] = []
    for row in rows:
        whole = list(row[:width])
        line_no, text = whole[reporting[0]] if len(row) > width else (0, "")
        if text:
            whole[reporting[0]] = (line_no, "\n".join([text, *(report for _, report in row[width:])]))
        joined.append(whole)
    return joined


def are_reports(cells: list[Cell]) -> bool:
    """Whether each cell behind the first, which names units, says which of them it is the report of."""
    (_, units), *texts = cells
    names = [name for name in _BETWEEN_NAMES.split(units) if name]
    labels = [_LABEL.match(text) for _, text in texts]
    return all(label and any(_is_same(label[1], name) for name in names) for label in labels)


def _is_same(label: str, name: str) -> bool:
    """住建局 is 区住建局."""
    return label.endswith(name) or name.endswith(label)
