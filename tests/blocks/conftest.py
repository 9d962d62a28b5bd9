"""Blocks rebuilt from a few printed rows: the project's own models and seeds on real DuckDB, no files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from duban.modelling import Project
from duban.modelling.testing import provide

# What the tests ask for; what these read is built too.
WANTED = (
    "int_row_blocks", "int_blocks", "int_row_keys", "int_row_doubts", "int_block_corrections",
    "int_block_cut_posteriors", "int_block_review",
)  # fmt: skip
# How the little tables below are drawn: number | leader | target | deadline | progress | unit
DRAWN = ("target_no", "leader", "target", "deadline", "progress", "unit")
Blocks = dict[int, tuple[str | None, str, float, bool]]  # row of the table run -> (number, method, confidence, flagged)
Build = Callable[..., duckdb.DuckDBPyConnection]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document as drawn: see `build`."""

    drawing: str
    spans: tuple[tuple[str, int, int], ...] = ()
    span_is_known: bool = False
    realigned: tuple[int, ...] = ()
    place: str = "某县"
    year: int = 2023


@pytest.fixture
def build(project: Project) -> Build:
    """build(drawing, ...) -> a connection with the block models built on the drawn rows.

    drawing: one printed row a line, cells between bars as in DRAWN; `--- text` is a section row.
    spans: the drawing's cells are whole merged cells, given as (field, first row, last row) with the text on the first.
    corrections: lines of seeds.corrections. realigned: rows that were short in print. others: further documents by id.
    """

    def run(
        drawing: str,
        *,
        spans: tuple[tuple[str, int, int], ...] = (),
        span_is_known: bool = False,
        realigned: tuple[int, ...] = (),
        corrections: tuple[tuple[str, ...], ...] = (),
        others: dict[str, Drawn] | None = None,
    ) -> duckdb.DuckDBPyConnection:
        drawn = Drawn(drawing, spans=spans, span_is_known=span_is_known, realigned=realigned)
        documents = {"d": drawn, **(others or {})}
        columns = project.seeds["seeds.corrections"].columns
        given: dict[str, list[dict[str, Any]] | None] = {
            "staging.stg_documents": [
                {
                    "document_id": document_id,
                    "jurisdiction_name": document.place,
                    "jurisdiction_id": document.place,
                    "report_year": document.year,
                }
                for document_id, document in documents.items()
            ],
            "staging.stg_rows": [
                row for document_id, document in documents.items() for row in printed_rows(document_id, document)
            ],
            "seeds.corrections": [dict(zip(columns, line, strict=True)) for line in corrections],
        }
        con = duckdb.connect(config={"threads": 1})
        provide(con, project, given, [f"intermediate.{name}" for name in WANTED])
        return con

    return run


def printed_rows(document_id: str, document: Drawn) -> list[dict[str, Any]]:
    """A drawn document as rows of staging.stg_rows."""
    rows: list[dict[str, Any]] = []
    run_row = 0
    section = None
    for row_no, line in enumerate(document.drawing.strip().splitlines(), start=2):
        row: dict[str, Any] = {"document_id": document_id, "table_run_no": 1, "table_no": 1, "row_no": row_no}
        row |= {"span_is_known": document.span_is_known, "is_realigned": False, "row_kind": "data"}
        if line.strip().startswith("---"):
            section = line.strip("- ")
            row |= {"row_kind": "section", "section_name": section}
        else:
            run_row += 1
            is_realigned = run_row in document.realigned
            row |= {"table_run_row_no": run_row, "section_name": section, "is_realigned": is_realigned}
            for field, cell in zip(DRAWN, line.split("|"), strict=True):
                if cell.strip():
                    row |= {f"{field}_text": cell.strip(), f"{field}_row_no": row_no}
            row["target_no"] = row.get("target_no_text")
        rows.append(row)
    by_run_row = {row["table_run_row_no"]: row for row in rows if "table_run_row_no" in row}
    for field, first, last in document.spans:
        of_first = by_run_row[first]
        for run_row in range(first, last + 1):
            by_run_row[run_row] |= {
                name: of_first.get(name)
                for name in (f"{field}_text", f"{field}_row_no", *(("target_no",) if field == "target_no" else ()))
            }
    return rows


def assigned(con: duckdb.DuckDBPyConnection, document_id: str = "d") -> Blocks:
    """row of the table run -> (number of its block, method, confidence, flagged)."""
    rows = con.execute(
        """
        select
            rows_.table_run_row_no, blocks.target_no, rows_.assignment_method, rows_.assignment_confidence,
            rows_.needs_review
        from intermediate.int_row_blocks as rows_
        join intermediate.int_blocks as blocks using (document_id, table_run_no, block_no)
        where rows_.document_id = ?
        order by rows_.table_run_row_no
        """,
        [document_id],
    ).fetchall()
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def numbers(con: duckdb.DuckDBPyConnection) -> list[str | None]:
    """The number of each row's block, in printed order."""
    return [number for number, *_ in assigned(con).values()]
