"""A small tree of models and a candidate with landed documents, for the tests of the runner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from duban.modelling import Project, build, load_project
from duban.modelling.report import BuildReport
from duban.modelling.sources import LANDED


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Write `staging/stg_a.sql`-like files under a folder and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@dataclass
class Warehouse:
    """A candidate in memory, and landing played by hand."""

    con: duckdb.DuckDBPyConnection = field(default_factory=lambda: duckdb.connect(":memory:", config={"threads": 1}))

    def __post_init__(self) -> None:
        self.con.execute("create schema raw")
        for statement in LANDED.create_statements():
            self.con.execute(statement)

    def land(self, document_id: str | None, texts: Sequence[str | None]) -> None:
        """Put a document in place of what it was: a row of raw.cells a text."""
        self.remove(document_id)
        self.con.execute(
            "insert into raw.documents (document_id, document_path, content_fingerprint) values (?, ?, ?)",
            [document_id, f"{document_id}.md", repr(list(texts))],
        )
        if texts:
            self.con.execute(
                "insert into raw.cells (document_id, table_no, row_no, column_no, text)"
                " select ?, 1, unnest(?::integer[]), 1, unnest(?::varchar[])",
                [document_id, list(range(1, len(texts) + 1)), list(texts)],
            )

    def remove(self, document_id: str | None) -> None:
        for table in ("documents", "cells"):
            self.con.execute(f"delete from raw.{table} where document_id is not distinct from ?", [document_id])

    def quarantine(self, document_id: str | None, reason: str = "bad") -> None:
        self.con.execute("insert into raw.quarantine (document_id, reason) values (?, ?)", [document_id, reason])

    def release(self, document_id: str | None) -> None:
        self.con.execute("delete from raw.quarantine where document_id is not distinct from ?", [document_id])

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """All rows of a table, sorted: order never matters."""
        return sorted(self.con.execute(f"from {table}").fetchall(), key=repr)


def built(folder: Path, warehouse: Warehouse) -> tuple[Project, BuildReport]:
    """Load the tree and build it; a failure is the test's."""
    project = load_project(folder)
    report = build(project, warehouse.con)
    assert report.ok, report.failed
    return project, report
