"""The reports of the gates as rows of the warehouse's own tables."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from duban.modelling.records import write_passed_tests
from duban.publishing.gate_tables import GateFailure, GateResult, replace_gate_tables
from expectations.results import GateReport, row_json


def write_gate_tables(con: duckdb.DuckDBPyConnection, build_id: str, reports: Sequence[GateReport]) -> None:
    """Put the reports of a build into meta.gate_results (a row a check) and meta.gate_failures (a row a failing row,
    capped), and the tests that hold into meta.passed_tests, in place of what an earlier build left there."""
    results = [
        GateResult(
            report.gate, number, check.name, *check.title, check.severity, check.passed, check.is_broken,
            check.checked_count, check.failing_count, *check.message,
        )
        for report in reports
        for number, check in enumerate(report.checks, start=1)
    ]  # fmt: skip
    failures = [
        GateFailure(report.gate, check.name, number, row_json(failing), failing.source_place)
        for report in reports
        for check in report.checks
        for number, failing in enumerate(check.failing_rows, start=1)
    ]
    replace_gate_tables(con, results, failures)
    passed = (test for report in reports for test in report.passed_tests)
    write_passed_tests(con, [test._replace(build_id=test.build_id or build_id) for test in passed])
