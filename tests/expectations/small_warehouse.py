"""A small warehouse that keeps every promise, for the gates to judge and the tests to break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.results import CheckResult, GateReport

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Printed:
    """A document with `count` numbered targets, each one printed row under one header row, told by one unit each.

    flagged, without_unit: how many of its rows are so, from the first. content: stands for the bytes; with the path it
    makes the document's id.
    """

    path: str = "heze/2023.md"
    year: int = 2023
    count: int = 3
    flagged: int = 0
    without_unit: int = 0
    content: str = ""

    @property
    def document_id(self) -> str:
        return f"id of {self.path}{self.content}"


def make_warehouse(con: duckdb.DuckDBPyConnection, documents: Iterable[Printed] = (Printed(),)) -> None:
    """Fill an empty database with `documents`."""
    con.execute((_HERE / "warehouse_tables.sql").read_text(encoding="utf-8"))
    for document in documents:
        values = (document.document_id, document.path, document.year)
        con.execute("insert into raw.documents values (?, ?)", values[:2])
        con.execute(
            "insert into printed select ?, ?, ?, number + 1, number <= ?, number > ? from range(1, ? + 1) as n(number)",
            [*values, document.flagged, document.without_unit, document.count],
        )
    con.execute((_HERE / "warehouse_models.sql").read_text(encoding="utf-8"))


def make_file(path: Path, documents: Iterable[Printed]) -> Path:
    """The same as a file, as a published build."""
    with duckdb.connect(str(path)) as con:
        make_warehouse(con, documents)
    return path


def check_of(report: GateReport, name: str) -> CheckResult:
    """The one check of that name."""
    found = [check for check in report.checks if check.name == name]
    assert len(found) == 1, f"{name} is not among {[check.name for check in report.checks]}"
    return found[0]


def not_passed(report: GateReport) -> dict[str, str]:
    """Name -> severity ('broken' for a broken check) of every check that does not hold."""
    return {c.name: "broken" if c.is_broken else c.severity for c in report.checks if not c.passed}
