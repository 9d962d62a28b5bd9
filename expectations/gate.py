"""The gate: runs checks over a warehouse and says what holds.

Three things fail a gate: a check of severity 'block' that does not hold, a query that cannot run (a missing table or
column), and an expectation that could not be evaluated. The last two fail it whatever the check's severity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from duban.errors import ConfigurationError
from expectations.checks import ROW_CAP, Check, Words
from expectations.judging import Question, Verdict, judge
from expectations.places import place_of
from expectations.results import CheckResult, FailingRow, GateReport

if TYPE_CHECKING:
    import pandas as pd

TEXT_CAP = 400  # characters kept of one value of a failing row: a hostile cell may hold megabytes


def run_gate(con: duckdb.DuckDBPyConnection, gate: str, checks: Sequence[Check]) -> GateReport:
    """Run `checks` over the database behind `con`; nothing is written.

    gate: the report's name for itself, 'landing' or 'candidate'.
    Raises ConfigurationError if two checks share a name; anything wrong with the data or a check is in the report.
    """
    twice = [name for name, times in Counter(check.name for check in checks).items() if times > 1]
    if twice:
        raise ConfigurationError(
            f"two checks of the gate '{gate}' share a name: {', '.join(twice)}", remedy="give each check its own name"
        )
    frames, broken = _frames(con, checks)
    verdicts = judge(
        [
            Question(check.name, check.expectation, check.severity, frames[check.name])
            for check in checks
            if check.name in frames
        ]
    )
    results = []
    for check in checks:
        if check.name in broken:
            results.append(broken_result(check, broken[check.name]))
        else:
            results.append(_result(con, check, frames[check.name], verdicts.get(check.name)))
    return GateReport(gate, tuple(results))


def _frames(con: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """The frame of every check that yields one, and the error of every check that does not."""
    frames: dict[str, pd.DataFrame] = {}
    broken: dict[str, str] = {}
    for check in checks:
        try:
            frames[check.name] = con.execute(check.frame_sql).df()
        except duckdb.Error as error:
            broken[check.name] = str(error)
    return frames, broken


def _result(con: duckdb.DuckDBPyConnection, check: Check, frame: pd.DataFrame, verdict: Verdict | None) -> CheckResult:
    if verdict is None:
        return broken_result(check, "Great Expectations returned no result for it")
    if verdict.exception is not None:
        return broken_result(check, verdict.exception)
    checked_count, failing_count = _counts(frame, verdict)
    failing_rows = tuple(failing_row(con, row) for row in check.known_rows[:ROW_CAP])
    if not verdict.success and check.failing_sql is not None:
        try:
            failing_rows = _failing_rows(con, check.failing_sql)
        except duckdb.Error as error:
            return broken_result(check, str(error))
    return CheckResult(
        name=check.name,
        title=check.title,
        severity=check.severity,
        passed=verdict.success,
        is_broken=False,
        checked_count=checked_count,
        failing_count=failing_count,
        failing_rows=failing_rows,
        message=_message(frame, verdict.success, checked_count, failing_count),
        why=check.why,
        remedy=check.remedy,
    )


def broken_result(check: Check, error: str) -> CheckResult:
    """The result of a check that could not run."""
    said = _cut(" ".join(error.split("\nLINE ", 1)[0].split()))  # what follows LINE is the query, for developers
    return CheckResult(
        name=check.name,
        title=check.title,
        severity=check.severity,
        passed=False,
        is_broken=True,
        checked_count=0,
        failing_count=0,
        failing_rows=(),
        message=Words(f"检查未能执行：{said}", f"the check could not run: {said}"),
        why=check.why,
        remedy=Words(
            "这不是数据的问题：检查所用的表、列或期望写错了，或模型改了名。请改正检查或模型后重新运行。",
            "This is not about the data: a table, a column or an expectation that the check uses is wrong or was "
            "renamed. Mend the check or the model and run again.",
        ),
    )


def _counts(frame: pd.DataFrame, verdict: Verdict) -> tuple[int, int]:
    """How many rows were checked and how many fail, from the frame's own counts where it has them."""
    if "checked_count" in frame:
        failing = frame["failing_count"].sum() if "failing_count" in frame else len(verdict.unexpected_rows)
        return int(frame["checked_count"].sum()), int(failing)
    if "row_count" in frame:
        return int(frame["row_count"].sum()), int(frame["row_count"].iloc[list(verdict.unexpected_rows)].sum())
    return len(frame), len(verdict.unexpected_rows)


def _message(frame: pd.DataFrame, success: bool, checked_count: int, failing_count: int) -> Words:
    """What the frame says of itself (`said_zh`, `said_en`), else the counts in words."""
    if {"said_zh", "said_en"} <= set(frame.columns) and len(frame) == 1:
        return Words(str(frame["said_zh"].iloc[0]), str(frame["said_en"].iloc[0]))
    if success:
        return Words(f"检查 {checked_count:,} 行，全部通过", f"{checked_count:,} checked, all hold")
    return Words(
        f"检查 {checked_count:,} 行，{failing_count:,} 行不符", f"{checked_count:,} checked, {failing_count:,} fail"
    )


def _failing_rows(con: duckdb.DuckDBPyConnection, failing_sql: str) -> tuple[FailingRow, ...]:
    """The first failing rows, in an order that does not change from run to run."""
    cursor = con.execute(f"select * from ({failing_sql}) order by all limit {ROW_CAP}")
    columns = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
    return tuple(failing_row(con, row) for row in rows)


def failing_row(con: duckdb.DuckDBPyConnection, row: Mapping[str, object]) -> FailingRow:
    """A row as texts, each cut at `TEXT_CAP`, with the place of its source."""
    texts = {str(key): None if value is None else _cut(str(value)) for key, value in row.items()}
    return FailingRow(texts, _cut(place_of(con, row)))


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_CAP else f"{text[:TEXT_CAP]}…"
