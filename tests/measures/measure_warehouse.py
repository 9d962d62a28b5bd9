"""A warehouse in memory with the measure models built over hand-made targets: no files, no staging, real DuckDB."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql"

TARGET_COLUMNS = """
    target_id varchar, document_id varchar, jurisdiction_id varchar, jurisdiction_name varchar, report_year integer,
    document_kind varchar, is_current boolean, speaks_for_year boolean, is_compiled boolean, chain_no integer,
    block_no integer, target_no varchar, target_text varchar, annual_target_text varchar, section_name varchar,
    anchor_table_no integer, anchor_row_no integer
"""


@dataclass(frozen=True)
class Target:
    """One target of one place and year, as the blocks hand it over."""

    place: str
    year: int
    number: int
    text: str
    progress: tuple[str, ...] = ()
    status: str | None = "是"
    units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    is_compiled: bool = False
    annual_text: str | None = None
    target_id: str = field(init=False)
    document_id: str = field(init=False)

    def __post_init__(self) -> None:
        document = hashlib.md5(f"{self.place}{self.year}".encode()).hexdigest()[:16]
        object.__setattr__(self, "document_id", document)
        object.__setattr__(
            self,
            "target_id",
            hashlib.md5(f"{document}{self.number}".encode()).hexdigest(),
        )


def build(
    targets: Iterable[Target],
    wanted: Iterable[str],
    successors: dict[str, str] | None = None,
    decisions: Iterable[tuple[str | None, ...]] = (),
) -> duckdb.DuckDBPyConnection:
    """Return a connection with the WANTED models (and what they read) built over TARGETS.

    Tables made by other rooms are handed over as fixtures: intermediate.int_targets, intermediate.int_target_progress,
    documents, statuses, and who answers for what. SUCCESSORS: a unit's name -> the newest of the same organisation.
    DECISIONS: rows of seeds.match_decisions.
    """
    con = duckdb.connect()
    con.execute("set threads to 2")
    for schema in ("seeds", "staging", "intermediate", "marts"):
        con.execute(f"create schema {schema}")
    _make_fixtures(con, list(targets), successors or {})
    for seed in sorted((SQL_FOLDER / "seeds").glob("*.csv")):
        con.execute(
            f"create table seeds.{seed.stem} as select * from read_csv('{seed}', header=true, all_varchar=true, "
            "delim=',', quote='\"', escape='\"', strict_mode=true)"
        )
    for decision in decisions:
        con.execute("insert into seeds.match_decisions values (?, ?, ?, ?, ?, ?, ?, ?)", list(decision))
    made = {
        f"{schema}.{name}"
        for schema, name in con.execute("select table_schema, table_name from information_schema.tables").fetchall()
    }
    for name in wanted:
        _build_model(con, name, made)
    return con


def _build_model(con: duckdb.DuckDBPyConnection, name: str, made: set[str]) -> None:
    if name in made:
        return
    schema, table = name.split(".")
    text = next((SQL_FOLDER / schema).rglob(f"{table}.sql")).read_text(encoding="utf8")
    for reference in sqlglot.parse_one(text, read="duckdb").find_all(exp.Table):
        if reference.db:
            _build_model(con, f"{reference.db}.{reference.name}", made)
    con.execute(f"create table {name} as\n{text}")
    made.add(name)


def _make_fixtures(con: duckdb.DuckDBPyConnection, targets: list[Target], successors: dict[str, str]) -> None:
    con.execute(f"create table intermediate.int_targets ({TARGET_COLUMNS})")
    con.execute(
        "create table intermediate.int_target_progress (target_id varchar, document_id varchar, progress_no integer, "
        "progress_text varchar, table_no integer, row_no integer)"
    )
    con.execute("create table staging.stg_documents (document_id varchar, document_path varchar)")
    con.execute("create table intermediate.int_target_units (target_id varchar, unit_id varchar, unit_name varchar)")
    con.execute("create table intermediate.int_target_leaders (target_id varchar, leader_name varchar)")
    con.execute("create table intermediate.int_units (unit_id varchar, current_name varchar, heir_names varchar[])")
    for target in targets:
        con.execute(
            "insert into intermediate.int_targets values (?, ?, md5(?), ?, ?, 'result', true, true, ?, 1, ?, ?, ?, ?, "
            "null, 1, ?)",
            [
                target.target_id,
                target.document_id,
                target.place,
                target.place,
                target.year,
                target.is_compiled,
                target.number,
                str(target.number),
                target.text,
                target.annual_text,
                target.number + 1,
            ],
        )
        for number, progress in enumerate(target.progress, 1):
            con.execute(
                "insert into intermediate.int_target_progress values (?, ?, ?, ?, 1, ?)",
                [
                    target.target_id,
                    target.document_id,
                    number,
                    progress,
                    target.number + 1,
                ],
            )
        for unit in target.units:
            con.execute(
                "insert into intermediate.int_target_units values (?, md5(?), ?)",
                [target.target_id, unit, unit],
            )
        for leader in target.leaders:
            con.execute(
                "insert into intermediate.int_target_leaders values (?, ?)",
                [target.target_id, leader],
            )
    con.execute(
        "create table intermediate.int_claim_statuses (document_id varchar, target_id varchar, status_text varchar, "
        "status_classes varchar[], claims_success boolean, admits_delay boolean)"
    )
    for target in targets:
        if target.status is not None:
            fails = target.status == "否"
            con.execute(
                "insert into intermediate.int_claim_statuses values (?, ?, ?, ?, ?, ?)",
                [
                    target.document_id,
                    target.target_id,
                    target.status,
                    ["behind" if fails else "on_track"],
                    not fails,
                    fails,
                ],
            )
    con.execute(
        "create table intermediate.int_target_rows as select document_id, anchor_table_no as table_no, "
        "anchor_row_no as row_no, "
        "concat('row ', anchor_row_no) as place from intermediate.int_targets"
    )
    con.execute("create table marts.dim_target as select * from intermediate.int_targets")
    for unit in {unit for target in targets for unit in target.units} | set(successors):
        con.execute(
            "insert into intermediate.int_units values (md5(?), ?, [])",
            [unit, successors.get(unit, unit)],
        )
    con.execute(
        "create table intermediate.int_documents as select distinct document_id, document_id || '.md' as "
        "document_path from intermediate.int_targets"
    )
    con.execute(
        "insert into staging.stg_documents select distinct document_id, document_id || '.md' from "
        "intermediate.int_targets"
    )


def measures_read(con: duckdb.DuckDBPyConnection, number: int) -> list[tuple]:
    """What was read of one target, a row a measure: target_value, unit_text, reported_value, class, is_forecast."""
    return con.execute(
        "select target_value, unit_text, reported_value, attainment_class, is_forecast from marts.fct_target_measure "
        "where target_no = ? and target_value is not null order by measure_no",
        [str(number)],
    ).fetchall()
