"""The gate: has checks judged and says what holds.

Three things fail a gate: a check of severity 'stop' that does not hold, a check whose values could not be found (a
missing table or column), and an expectation that could not be evaluated. The last two fail it whatever the check's
severity.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence

import duckdb

from duban.errors import ConfigurationError
from duban.modelling.data_tests import Words
from expectations.checks import ROW_CAP, TO_DO, Check, Severity
from expectations.judging import Judgement, judge
from expectations.results import CheckResult, DocumentAtFault, FailingRow, GateReport
from expectations.source_places import landed_document, place_of

TO_DO_CAP = 20_000  # of what is to be done: it offers a line for each unknown header
TEXT_CAP = 400  # characters kept of one value of a failing row: a hostile cell may hold megabytes


def run_gate(con: duckdb.DuckDBPyConnection, gate: str, checks: Sequence[Check]) -> GateReport:
    """Judge `checks`; `con` is where their failing rows were printed, and nothing is written there.

    gate: the report's name for itself, 'landing' or 'candidate'.
    Raises ConfigurationError if two checks share a name; anything wrong with the data or a check is in the report.
    """
    twice = [name for name, times in Counter(check.name for check in checks).items() if times > 1]
    if twice:
        raise ConfigurationError(
            f"two checks of the gate '{gate}' share a name: {', '.join(twice)}", remedy="give each check its own name"
        )
    return report_of(con, gate, checks, judge(checks))


def report_of(con: duckdb.DuckDBPyConnection, gate: str, checks: Sequence[Check], judgement: Judgement) -> GateReport:
    """The report of checks that were judged."""
    return GateReport(gate, tuple(_result(con, check, judgement) for check in checks))


def _result(con: duckdb.DuckDBPyConnection, check: Check, judgement: Judgement) -> CheckResult:
    error = check.error or judgement.broken.get(check.name)
    failing = judgement.failing.get(check.name)
    if error or failing is None:
        return _broken_result(check, error or "Great Expectations returned no result for it")
    checked_count, failing_count = _counts(check, failing)
    rows = check.rows(failing[:ROW_CAP]) if failing else ()
    severity, documents = _at_fault(con, check, failing)
    return CheckResult(
        name=check.name,
        title=check.title,
        severity=severity,
        passed=not failing,
        is_broken=False,
        checked_count=checked_count,
        failing_count=failing_count,
        failing_rows=tuple(failing_row(con, row) for row in rows[:ROW_CAP]),
        message=check.found or _message(check.noun, checked_count, failing_count),
        why=check.why,
        remedy=check.remedy,
        documents=documents,
        since=check.since,
    )


def _at_fault(
    con: duckdb.DuckDBPyConnection, check: Check, failing: Sequence[int]
) -> tuple[Severity, tuple[DocumentAtFault, ...]]:
    """The documents that a check fails for, and what that costs: a document that is not named cannot be set aside."""
    faulty = check.documents(failing) if failing and check.severity == "quarantine" else ()
    found = []
    for one in faulty:
        landed = landed_document(con, one.row)
        if landed is None:
            return "stop", ()
        found.append(DocumentAtFault(*landed, _cut(place_of(con, one.row)), one.found))
    return check.severity, tuple(found)


def _broken_result(check: Check, error: str) -> CheckResult:
    """The result of a check that could not run."""
    reason = _cut(" ".join(error.split("\nLINE ", 1)[0].split()))  # what follows LINE is the query, for developers
    return CheckResult(
        name=check.name,
        title=check.title,
        severity=check.severity,
        passed=False,
        is_broken=True,
        checked_count=0,
        failing_count=0,
        failing_rows=(),
        message=Words(f"检查未能执行：{reason}", f"the check could not run: {reason}"),
        why=check.why,
        remedy=Words(
            "这不是数据的问题：检查所用的表、列或期望写错了，或模型改了名。请改正检查或模型后重新运行。",
            "This is not about the data: a table, a column or an expectation that the check uses is wrong or was "
            "renamed. Fix the check or the model and run again.",
        ),
    )


def _counts(check: Check, failing: Sequence[int]) -> tuple[int, int]:
    """How many rows or values were checked, and how many of them fail."""
    if check.checked_count is not None:
        return check.checked_count, int(check.values[0])
    if not check.expectation.skips_null:
        return len(check.values), len(failing)
    if hasattr(check.values, "notna"):  # a column of a frame
        return int(check.values.notna().sum()), len(failing)
    pandas = sys.modules.get("pandas")  # a value of its own (NA) is there only where it is loaded
    is_missing = pandas.isna if pandas else (lambda value: value is None or value != value)  # NaN is not itself
    return sum(not is_missing(value) for value in check.values), len(failing)


def _message(noun: Words, checked_count: int, failing_count: int) -> Words:
    if not failing_count:
        return Words(f"检查 {checked_count:,} {noun.zh}，全部通过", f"{checked_count:,}{noun.en} checked, all hold")
    return Words(
        f"检查 {checked_count:,} {noun.zh}，{failing_count:,} {noun.zh}不符",
        f"{checked_count:,}{noun.en} checked, {failing_count:,} fail",
    )


def failing_row(con: duckdb.DuckDBPyConnection, row: Mapping[str, object]) -> FailingRow:
    """A row as texts with its source place, each cut at `TEXT_CAP`; the lines to paste are never cut in the middle."""
    texts = {
        str(key): None if value is None else _whole_lines(str(value)) if key == TO_DO else _cut(str(value))
        for key, value in row.items()
    }
    return FailingRow(texts, _cut(place_of(con, row)))


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_CAP else f"{text[:TEXT_CAP]}…"


def _whole_lines(text: str) -> str:
    if len(text) <= TO_DO_CAP:
        return text
    return f"{text[:TO_DO_CAP].rpartition(chr(10))[0]}\n…"
