"""Targets made by hand, and the measure models built over them: no files, no staging, real DuckDB."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb

from duban.modelling import load_project
from duban.modelling.testing import provide
from tests.conftest import PROJECT


@dataclass(frozen=True)
class Target:
    """One target of one jurisdiction (`place`) and year, as the blocks hand it over."""

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
        document = _key(f"{self.place}{self.year}")[:16]
        object.__setattr__(self, "document_id", document)
        object.__setattr__(self, "target_id", _key(f"{document}{self.number}"))


def build(
    targets: Iterable[Target],
    wanted: Iterable[str],
    successors: dict[str, str] | None = None,
    decisions: Iterable[tuple[str | None, ...]] = (),
) -> duckdb.DuckDBPyConnection:
    """Return a connection with the WANTED models (and what they read) built over TARGETS.

    What other models make is given: targets, progress, documents, statuses, and who answers for what. SUCCESSORS: a
    unit's name -> the newest of the same organisation. DECISIONS: rows of seeds.match_decisions.
    """
    project = load_project(PROJECT / "sql")
    given = _rows(list(targets), successors or {})
    columns = project.seeds["seeds.match_decisions"].columns
    given["seeds.match_decisions"] = [dict(zip(columns, decision, strict=True)) for decision in decisions]
    con = duckdb.connect(config={"threads": 2})
    provide(con, project, given, wanted)
    return con


def comparable(texts: Iterable[str]) -> dict[str, str]:
    """Printed text -> the form that the models read it in, as staging makes it (`staging.stg_comparable_texts`)."""
    project = load_project(PROJECT / "sql")
    printed = list(dict.fromkeys(texts))
    cells = [{"document_id": "d", "table_no": 1, "row_no": row_no, "text": text} for row_no, text in enumerate(printed)]
    with duckdb.connect(config={"threads": 2}) as con:
        provide(con, project, {"raw.cells": cells}, ["staging.stg_comparable_texts"])
        folded = con.table("staging.stg_comparable_texts").select("printed_text, comparable_text").fetchall()
    return {text: text for text in printed} | dict(folded)


def _key(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def _rows(targets: list[Target], successors: dict[str, str]) -> dict[str, list[dict[str, Any]] | None]:
    """The given tables. Every table has an entry, so that none is built from what nobody gave."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for target in targets:
        keys = {"target_id": target.target_id, "document_id": target.document_id}
        row_no = target.number + 1
        rows["int_targets"].append(
            keys
            | {
                "jurisdiction_id": _key(target.place),
                "jurisdiction_name": target.place,
                "report_year": target.year,
                "document_kind": "result",
                "is_current": True,
                "speaks_for_year": True,
                "is_compiled": target.is_compiled,
                "table_run_no": 1,
                "block_no": target.number,
                "target_no": str(target.number),
                "target_text": target.text,
                "annual_target_text": target.annual_text,
                "anchor_table_no": 1,
                "anchor_row_no": row_no,
            }
        )
        rows["int_target_rows"].append(
            {"document_id": target.document_id, "table_no": 1, "row_no": row_no, "source_place": f"row {row_no}"}
        )
        for number, progress in enumerate(target.progress, 1):
            place = {"progress_no": number, "progress_text": progress, "table_no": 1, "row_no": row_no}
            rows["int_target_progress"].append(keys | place)
        if target.status is not None:
            fails = target.status == "否"
            judged = {"status_classes": ["behind" if fails else "on_track"], "claims_success": not fails}
            rows["int_claim_statuses"].append(keys | {"status_text": target.status, "admits_delay": fails} | judged)
        for unit in target.units:
            rows["int_target_units"].append({"target_id": target.target_id, "unit_id": _key(unit), "unit_name": unit})
        for leader in target.leaders:
            rows["int_target_leaders"].append({"target_id": target.target_id, "leader_name": leader})
    documents = [
        {"document_id": document_id, "document_path": f"{document_id}.md"}
        for document_id in dict.fromkeys(target.document_id for target in targets)
    ]
    units = dict.fromkeys(unit for target in targets for unit in target.units) | successors
    rows["int_units"] = [
        {"unit_id": _key(unit), "current_name": heir or unit, "heir_names": []} for unit, heir in units.items()
    ]
    rows["int_documents"] = documents
    names = ("int_targets", "int_target_rows", "int_target_progress", "int_claim_statuses", "int_target_units",
             "int_target_leaders", "int_units", "int_documents")  # fmt: skip
    given: dict[str, list[dict[str, Any]] | None] = {f"intermediate.{name}": rows[name] for name in names}
    return given | {
        "staging.stg_documents": documents,
        "staging.stg_columns": [],
        "marts.dim_target": rows["int_targets"],
    }


def measures_read(con: duckdb.DuckDBPyConnection) -> dict[int, list[tuple[Any, ...]]]:
    """target_no -> its measures in printed order: target_value, measure_unit_text, reported_value, class,
    is_forecast."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for number, *measure in con.execute(
        "select target_no::integer, target_value, measure_unit_text, reported_value, attainment_class, is_forecast "
        "from marts.fct_target_measure where target_value is not null order by measure_no"
    ).fetchall():
        found[number].append(tuple(measure))
    return found
