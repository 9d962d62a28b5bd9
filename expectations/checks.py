"""What a check is: what must hold, the values that show whether it does, and what Great Expectations must say of them.

DuckDB does the counting and Great Expectations does the judging: a check carries a count, or a value for each document
or change, never a table's rows. (On a million rows and fifty expectations a whole frame took 6.4 s and 1.8 GB; the same
counts in one query took 1 s.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from duban.modelling.data_tests import DOCUMENT_COLUMNS, OffendingDocument, TestResult, Words

# What a failure costs: the build is not published; the document is quarantined and the rest goes on; nothing, but it is
# reported.
Severity = Literal["stop", "quarantine", "warn"]

ROW_CAP = 20  # failing rows kept for a check: enough to see the pattern, few enough to read and to send
TO_DO = "怎么办 to do"  # of a failing row: what to do about it, with the lines to paste
FIRST_ROW_CAP = 200  # characters of the first failing row that the reason for setting a document aside quotes

ROWS = Words("行", "")
DOCUMENTS = Words("份文件", " documents")

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Expectation:
    """An expectation of Great Expectations by its own name, so that a check can be written without importing it.

    kind: the expectation's type, e.g. `expect_column_values_to_be_in_set`; one that judges value by value.
    settings: its arguments besides the column, e.g. `{"value_set": ["plan", "result"]}`.
    skips_null: whether a NULL means that there is nothing to judge; otherwise a NULL fails.
    """

    kind: str
    settings: Mapping[str, object] = field(default_factory=dict)
    skips_null: bool = False


@dataclass(frozen=True)
class Faulty:
    """A document that a check fails for. row: columns that name it and lead to its source place. found: what was."""

    row: Mapping[str, object]
    found: Words


NO_ROWS = Expectation("expect_column_values_to_be_between", {"min_value": 0, "max_value": 0})


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    name: unique in its gate, in words joined by `_`; what `meta.gate_results.check_name` holds.
    title: the sentence that must hold.
    severity: 'stop' (nothing is published), 'quarantine' (the document is out; gate 2 puts in what was published of
        it) or 'warn' (published, and reported).
    why: the reason why it must hold. remedy: what to do when it does not.
    values: what is judged: one count of offending rows, or a value for each thing that is judged (a sequence or a
        pandas column).
    checked_count: how many rows stand behind a count; None where every value is one of those checked.
    rows: the rows that fail, by the positions of the values that do. Columns `document_id` or `document_path`, with
        `table_no` and `row_no` (or `source_table_no`, `source_row_no`), lead to the source cell;
        `source_place` states it.
    documents: of severity 'quarantine' in gate 2, the documents that the failing values come from. Where one of them
        is not named, the check stops the build.
    found: what was found, where the counts do not say it. noun: what the counts count.
    since: the build in which all rows were looked at, where those that are as they were then were not looked at again.
    error: why there are no values. Such a check is broken, and fails its gate whatever its severity.
    """

    name: str
    title: Words
    severity: Severity
    why: Words
    remedy: Words
    values: Any = ()
    expectation: Expectation = NO_ROWS
    checked_count: int | None = None
    rows: Callable[[Sequence[int]], Rows] = lambda positions: ()
    documents: Callable[[Sequence[int]], Sequence[Faulty]] = lambda positions: ()
    found: Words | None = None
    noun: Words = ROWS
    since: str = ""
    error: str = ""


def data_test_check(result: TestResult) -> Check:
    """The check that a data test is in a gate: its offending rows are counted, and the count must be 0."""
    test = result.test
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    return Check(
        name=test.name,
        title=test.sentence,
        severity=test.severity,
        why=test.why,
        remedy=test.remedy,
        values=(result.row_count,),
        checked_count=result.checked_count,
        rows=lambda positions: rows,
        documents=lambda positions: [_faulty(document) for document in result.documents],
        since=result.since,
        error=result.error,
    )


def _faulty(document: OffendingDocument) -> Faulty:
    """What a data test found in one document: how many rows, and what stands in the first."""
    count = document.row_count
    said = {key: value for key, value in document.first_row.items() if key not in (*DOCUMENT_COLUMNS, "source_place")}
    first = ", ".join(f"{key} {value}" for key, value in said.items() if value is not None)
    first = first if len(first) <= FIRST_ROW_CAP else f"{first[:FIRST_ROW_CAP]}…"
    return Faulty(
        document.first_row,
        Words(f"{count:,} 行不符（{first}）", f"{count:,} {'row fails' if count == 1 else 'rows fail'} ({first})"),
    )


def counted(
    name: str, title: Words, severity: Severity, *, why: Words, remedy: Words, checked_count: int, rows: Rows
) -> Check:
    """A check of rows that were found otherwise than by a data test: there must be none of `rows`."""
    return Check(
        name, title, severity, why, remedy, (len(rows),), checked_count=checked_count, rows=lambda positions: rows
    )
