"""Blocks rebuilt from a few printed rows: real DuckDB, the repository's own models and seeds, no files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

SQL = Path(__file__).resolve().parent.parent.parent / "sql"
FIELDS = (
    "target_no", "target", "annual_target", "leader", "unit", "unit_lead", "unit_support", "deadline", "progress",
    "progress_pct", "status", "reason", "next_step",
)  # fmt: skip
# How the little tables below are drawn: number | leader | target | deadline | progress | unit
DRAWN = ("target_no", "leader", "target", "deadline", "progress", "unit")
Blocks = dict[int, tuple[str | None, str, float, bool]]  # chain row -> (number, method, confidence, flagged)
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


def models() -> list[tuple[str, str]]:
    """The block models in the order they are built: (name, SQL)."""
    texts = {
        path.stem: path.read_text("utf8")
        for path in (SQL / "intermediate").rglob("*.sql")
        if path.stem.startswith(("int_block", "int_row_"))
        or path.stem in ("int_leader_order", "int_unit_portfolio", "int_portfolio_strength")
    }
    parents = {
        name: {
            table.name for table in sqlglot.parse_one(text, read="duckdb").find_all(exp.Table) if table.name in texts
        }
        for name, text in texts.items()
    }
    return [(name, texts[name]) for name in TopologicalSorter(parents).static_order()]


@pytest.fixture(scope="session")
def ordered_models() -> list[tuple[str, str]]:
    return models()


@pytest.fixture
def build(ordered_models: list[tuple[str, str]]) -> Build:
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
        con = duckdb.connect()
        con.execute("set threads to 1")
        for schema in ("staging", "seeds", "intermediate"):
            con.execute(f"create schema {schema}")
        for seed in ("block_weights", "block_calibration"):
            con.execute(
                f"create table seeds.{seed} as "
                f"select * from read_csv('{SQL}/seeds/{seed}.csv', header = true, all_varchar = true)"
            )
        with (SQL / "seeds" / "corrections.csv").open(encoding="utf8", newline="") as file:
            columns = next(csv.reader(file))
        con.execute(f"create table seeds.corrections ({', '.join(f'{column} varchar' for column in columns)})")
        for line in corrections:
            con.execute(f"insert into seeds.corrections values ({', '.join('?' * len(columns))})", list(line))
        con.execute(
            "create table staging.stg_documents"
            " (document_id varchar, jurisdiction_name varchar, jurisdiction_id varchar, report_year integer)"
        )
        texts = ", ".join(f"{field}_text varchar, {field}_row_no integer" for field in FIELDS)
        con.execute(
            "create table staging.stg_rows (document_id varchar, chain_no integer, chain_row_no integer, table_no int,"
            " row_no integer, row_kind varchar, span_is_known boolean, is_realigned boolean, section_name varchar,"
            f" target_no varchar, {texts})"
        )
        drawn = Drawn(drawing, spans=spans, span_is_known=span_is_known, realigned=realigned)
        for document_id, document in {"d": drawn, **(others or {})}.items():
            print_rows(con, document_id, document)
        for name, text in ordered_models:
            con.execute(f"create table intermediate.{name} as\n{text}")
        return con

    return run


def print_rows(con: duckdb.DuckDBPyConnection, document_id: str, document: Drawn) -> None:
    """Put a drawn document into staging."""
    con.execute(
        "insert into staging.stg_documents values (?, ?, ?, ?)",
        [document_id, document.place, document.place, document.year],
    )
    chain_row = 0
    section = None
    for row_no, line in enumerate(document.drawing.strip().splitlines(), start=2):
        values: dict[str, object] = {"document_id": document_id, "chain_no": 1, "table_no": 1, "row_no": row_no}
        values |= {"span_is_known": document.span_is_known, "is_realigned": False, "row_kind": "data"}
        if line.strip().startswith("---"):
            section = line.strip("- ")
            values |= {"row_kind": "section", "section_name": section}
        else:
            chain_row += 1
            is_realigned = chain_row in document.realigned
            values |= {"chain_row_no": chain_row, "section_name": section, "is_realigned": is_realigned}
            for field, cell in zip(DRAWN, line.split("|"), strict=True):
                if cell.strip():
                    values |= {f"{field}_text": cell.strip(), f"{field}_row_no": row_no}
            values["target_no"] = values.get("target_no_text")
        names = ", ".join(values)
        con.execute(
            f"insert into staging.stg_rows ({names}) values ({', '.join('?' * len(values))})", list(values.values())
        )
    for field, first, last in document.spans:
        of_first = "from staging.stg_rows where document_id = $document_id and chain_row_no = $first"
        also = f", target_no = (select target_no {of_first})" if field == "target_no" else ""
        con.execute(
            f"""
            update staging.stg_rows
            set {field}_text = (select {field}_text {of_first}), {field}_row_no = (select row_no {of_first}){also}
            where document_id = $document_id and chain_row_no between $first and $last
            """,
            {"document_id": document_id, "first": first, "last": last},
        )


def assigned(con: duckdb.DuckDBPyConnection, document_id: str = "d") -> Blocks:
    """chain row -> (number of its block, method, confidence, flagged)."""
    rows = con.execute(
        """
        select
            rows_.chain_row_no, blocks.target_no, rows_.assignment_method, rows_.assignment_confidence,
            rows_.needs_review
        from intermediate.int_row_blocks as rows_
        join intermediate.int_blocks as blocks using (document_id, chain_no, block_no)
        where rows_.document_id = ?
        order by rows_.chain_row_no
        """,
        [document_id],
    ).fetchall()
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def numbers(con: duckdb.DuckDBPyConnection) -> list[str | None]:
    """The number of each row's block, in printed order."""
    return [number for number, *_ in assigned(con).values()]
