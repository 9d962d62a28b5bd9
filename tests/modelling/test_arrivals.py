"""The old rows of a document are looked for unless it is sure that there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.modelling import build, load_project
from duban.modelling.delta import Delta
from duban.modelling.project import Model
from duban.modelling.records import Documents
from tests.modelling.warehouse import Warehouse, built, write_tree

TREE = {
    "staging/stg_cells.sql": "select document_id::varchar as document_id, text::varchar as word from raw.cells",
    "staging/stg_documents.sql": "select document_id::varchar as document_id from raw.documents as d where not exists"
    " (select 1 from raw.quarantine as q where q.document_id is not distinct from d.document_id)",
    "intermediate/int_words.sql": "select document_id, word, count(*) over (partition by document_id) as n"
    " from staging.stg_cells join staging.stg_documents using (document_id)",
    "marts/fct_word.sql": "select document_id, word || n as word from intermediate.int_words",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(tmp_path, TREE)


@pytest.fixture
def warehouse() -> Warehouse:
    made = Warehouse()
    for place in range(6):
        made.land(f"d{place}", ["a", "b"])
    return made


@pytest.fixture
def sought(monkeypatch: pytest.MonkeyPatch) -> dict[str, Documents]:
    """Model -> the documents whose old rows were looked for."""
    seen: dict[str, Documents] = {}
    keep = Delta.keep_rows_before

    def watched(self: Delta, model: Model, documents: Documents) -> tuple[str, int]:
        seen[model.name] = documents
        return keep(self, model, documents)

    monkeypatch.setattr(Delta, "keep_rows_before", watched)
    return seen


def check(folder: Path, warehouse: Warehouse) -> None:
    now = {table: warehouse.rows(table) for table in load_project(folder).models}
    build(load_project(folder), warehouse.con, full=True)
    assert now == {table: warehouse.rows(table) for table in now}


def test_nothing_is_looked_for_when_all_have_just_arrived(
    folder: Path, warehouse: Warehouse, sought: dict[str, Documents]
) -> None:
    project, _ = built(folder, warehouse)
    warehouse.land("d7", ["c"])
    warehouse.land(None, ["c"])
    report = build(project, warehouse.con)
    assert {model.how for model in report.models} == {"local"}
    assert len(report.models) == 4
    assert sought == {}
    check(folder, warehouse)


def test_a_changed_document_is_looked_for_and_a_new_one_beside_it_is_not(
    folder: Path, warehouse: Warehouse, sought: dict[str, Documents]
) -> None:
    project, _ = built(folder, warehouse)
    warehouse.land("d7", ["c"])
    warehouse.land("d1", ["c"])
    build(project, warehouse.con)
    assert sought == dict.fromkeys(["stg_cells", "stg_documents", "int_words", "fct_word"], frozenset({"d1"}))
    check(folder, warehouse)


def test_what_came_in_a_part_before_is_still_new_to_the_rest(
    folder: Path, warehouse: Warehouse, sought: dict[str, Documents]
) -> None:
    project, _ = built(folder, warehouse)
    warehouse.land("d7", ["c"])
    build(project, warehouse.con, until="staging.stg_cells")
    build(project, warehouse.con)
    assert sought == {}
    check(folder, warehouse)


def test_what_came_back_is_looked_for_where_its_rows_still_are(
    folder: Path, warehouse: Warehouse, sought: dict[str, Documents]
) -> None:
    project, _ = built(folder, warehouse)
    warehouse.remove("d1")
    build(project, warehouse.con, select=["staging"])
    sought.clear()
    warehouse.land("d1", ["other"])
    build(project, warehouse.con)
    assert sought == dict.fromkeys(["int_words", "fct_word"], frozenset({"d1"}))
    check(folder, warehouse)


def test_what_leaves_quarantine_is_looked_for_where_it_had_rows(
    folder: Path, warehouse: Warehouse, sought: dict[str, Documents]
) -> None:
    warehouse.quarantine("d1")
    project, _ = built(folder, warehouse)
    warehouse.release("d1")
    build(project, warehouse.con)
    # stg_documents reads the document itself, which was there; int_words reads its cells, which were there too.
    assert sought == dict.fromkeys(["stg_documents", "int_words"], frozenset({"d1"}))
    assert ("d1", "a2") in warehouse.rows("marts.fct_word")
    check(folder, warehouse)
