"""Data tests: a SELECT of offending rows a file of sql/tests; the file name is the sentence that must hold."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import duckdb

from duban.modelling.project import Project

_PIECE = 10_000  # rows counted at a time


@dataclass(frozen=True, slots=True)
class TestResult:
    """sentence: the file name in words. row_count: all offending rows. rows: the first of them, at most `cap`.

    error: the engine's words when the test could not run; such a test has not passed.
    """

    name: str
    sentence: str
    row_count: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    seconds: float
    error: str = ""

    @property
    def passed(self) -> bool:
        return not self.row_count and not self.error


TestResult.__test__ = False  # type: ignore[attr-defined]  # pytest: this is no test case


def run_tests(project: Project, con: duckdb.DuckDBPyConnection, cap: int = 100) -> list[TestResult]:
    """Run every data test on the database of `con`, by name. Nothing is written."""
    return [_run(name, test.file.sql, con, cap) for name, test in sorted(project.tests.items())]


def _run(name: str, sql: str, con: duckdb.DuckDBPyConnection, cap: int) -> TestResult:
    started = time.perf_counter()
    sentence = name.replace("_", " ")
    try:
        cursor = con.execute(sql)
        columns = tuple(column[0] for column in cursor.description or ())
        rows = tuple(cursor.fetchmany(cap))
        count = len(rows)
        # Fetched to the end, in pieces: DuckDB holds a connection for a result that is not finished.
        while further := len(cursor.fetchmany(_PIECE)):
            count += further
    except duckdb.Error as error:
        return TestResult(name, sentence, 0, (), (), time.perf_counter() - started, str(error).strip())
    return TestResult(name, sentence, count, columns, rows, time.perf_counter() - started)
