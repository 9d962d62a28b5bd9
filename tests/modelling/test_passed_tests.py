"""Data tests that are spared where they passed before find what all of them find, after any history."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.modelling import Project, build, run_tests
from duban.modelling.data_tests import DataTest, Words
from duban.modelling.passed_tests import prove, standing_tests, tables_of
from duban.modelling.records import FEW_DOCUMENTS, Change, PassedTest, Records, write_passed_tests
from tests.modelling.histories import (
    ACROSS,
    BY_DOCUMENT,
    SHARED,
    DrawnModel,
    events,
    trees,
    written,
)
from tests.modelling.warehouse import Warehouse

_HISTORIES = int(os.environ.get("DUBAN_HISTORIES", "8"))

_drawn_tests = st.lists(
    st.tuples(st.sampled_from([*BY_DOCUMENT, *ACROSS, *SHARED]), *[st.integers(0, 9)] * 2, st.integers(1, 9)),
    min_size=2,
    max_size=6,
)
_judged = st.one_of(
    events,
    st.tuples(st.just("judge"), st.booleans()),
    st.tuples(st.just("test"), st.integers(0, 5), st.integers(1, 9)),
    st.tuples(st.just("rollback")),
)


def data_test(name: str, sql: str, checked: str, severity: str = "warn") -> DataTest:
    said = Words("无", "nothing")
    return DataTest(name, said, severity, checked, said, said, sql)  # type: ignore[arg-type]


def _tests(models: list[DrawnModel], drawn: list[tuple[str, int, int, int]]) -> list[DataTest]:
    """A test finds the rows of a shape over two tables that hold one number, which few do."""
    bearing = ["staging.stg_cells", *(model.table for model in models if model.shape not in SHARED)]
    made = []
    for number, (shape, p, q, c) in enumerate(drawn):
        tables = bearing[p % len(bearing)], bearing[q % len(bearing)]
        rows = {**BY_DOCUMENT, **ACROSS, **SHARED}[shape].format(
            p=tables[0], q=tables[1], s="(select k, n::bigint as n from seeds.s)", c=c
        )
        severity = "warn" if shape in SHARED else "quarantine"
        made.append(data_test(f"t{number}", f"select * from ({rows}) where n = {c}", tables[0], severity))
    return made


@settings(max_examples=_HISTORIES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=_HISTORIES < 100)
@given(models=trees(), drawn=_drawn_tests, history=st.lists(_judged, min_size=4, max_size=20))
def test_spared_tests_find_what_all_of_them_find(
    models: list[DrawnModel], drawn: list[tuple[str, int, int, int]], history: list[tuple]
) -> None:
    play(models, drawn, history)


def play(models: list[DrawnModel], drawn: list[tuple[str, int, int, int]], history: list[tuple]) -> Counter[str]:
    """Documents come, change, are set aside and go, models, seeds and tests are edited, builds are published (their
    passed tests with them) or not, and an older one comes back. Returns how many tests were spared."""
    spared: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, published = folder / "candidate.duckdb", folder / "published.duckdb"
        warehouse = Warehouse(duckdb.connect(str(file)))
        for place in range(5):
            warehouse.land(f"d{place}", ["a", "b", None, "abb"][: place + 1])
        seed = {"a": "b", "b": "c"}
        project = written(folder, models, seed)
        for kind, *rest in [("judge", True), *history, ("judge", True), ("land", "d1", ["a", "c"]), ("judge", True)]:
            if kind == "judge" or (kind == "build" and rest[0] == "all"):
                assert build(project, warehouse.con).ok
                judge(project, _tests(models, drawn), warehouse.con, spared, keeps=kind == "judge" and rest[0])
                if kind == "judge" and rest[0]:
                    warehouse.con.execute("checkpoint")
                    shutil.copyfile(file, published)
            elif kind == "rollback":
                warehouse.con.close()
                shutil.copyfile(published, file)
                warehouse.con = duckdb.connect(str(file))
            elif kind == "test":
                place = rest[0] % len(drawn)
                drawn = [(*one[:3], rest[1]) if number == place else one for number, one in enumerate(drawn)]
            elif kind == "seed":
                seed[rest[0]] = rest[1]
                project = written(folder, models, seed)
            elif kind == "edit":
                place = rest[0] % len(models)
                models = [*models]
                models[place] = DrawnModel(**{**vars(models[place]), "c": rest[1]})
                project = written(folder, models, seed)
            elif kind in ("land", "remove", "quarantine", "release"):
                getattr(warehouse, kind)(*rest)
        assert build(project, warehouse.con).ok
        warehouse.con.close()
    return spared


def judge(
    project: Project, tests: list[DataTest], con: duckdb.DuckDBPyConnection, spared: Counter[str], keeps: bool
) -> None:
    standing = standing_tests(con, project, tests)
    found, whole = run_tests(tests, con, 20, standing.since), run_tests(tests, con, 20)
    for one, other in zip(found, whole, strict=True):
        assert not one.error
        assert (one.checked_count, one.row_count, one.columns) == (other.checked_count, other.row_count, other.columns)
        assert (one.rows, one.documents) == (other.rows, other.documents), one.test.sql
        spared["spared" if one.since else "run"] += 1
    if keeps:
        write_passed_tests(con, [test._replace(build_id=test.build_id or "b") for test in standing.passed(found)])


def test_a_changed_document_is_looked_at_alone(tmp_path: Path) -> None:
    """What is spared, and what is not: one test a way."""
    model = DrawnModel("marts.m0", "map", "staging.stg_cells", "staging.stg_cells", "seeds.s", 1)
    tests = [
        data_test("of_a_document", "select document_id from marts.m0 where k = 'z1'", "marts.m0"),
        data_test("of_seeds", "select k from seeds.s where k = 'z'", "seeds.s"),
        data_test("across", "select k from marts.m0 group by k having count(*) > 9", "marts.m0"),
        data_test("stands", "select document_id from marts.m0 where k = 'b1'", "marts.m0"),
        data_test("at_random", "select document_id from marts.m0 where random() > 2", "marts.m0"),
    ]
    warehouse = Warehouse()
    for place in range(3):
        warehouse.land(f"d{place}", ["a", "b", "c"])
    project = written(tmp_path, [model], {"a": "b"})

    def judged(*names: str) -> set[str]:
        assert build(project, warehouse.con).ok
        standing = standing_tests(warehouse.con, project, tests)
        results = run_tests(tests, warehouse.con, standing=standing.since)
        assert {result.test.name for result in results if not result.passed} == set(names)
        write_passed_tests(warehouse.con, [test._replace(build_id="b") for test in standing.passed(results)])
        return set(standing.since)

    assert judged("stands") == set()
    assert judged("stands") == {"of_a_document", "of_seeds", "across"}, "nothing changed"
    warehouse.land("d1", ["a", "d"])
    assert judged("stands") == {"of_a_document", "of_seeds"}
    warehouse.land("d1", ["a", "z"])
    assert judged("stands", "of_a_document") == {"of_seeds"}
    warehouse.land("d1", ["a", "b"])
    assert judged("stands") == {"of_seeds"}, "what did not pass is run whole until it does"
    warehouse.con.execute("drop table meta.passed_tests")
    assert judged("stands") == set()


def test_what_a_test_reads_is_what_its_sql_names(project: Project) -> None:
    tests = project.data_tests
    proofs = prove(project, tests)
    assert {name: set(proof.tables) for name, proof in proofs.items()} == {
        name: set(model.parents) for name, model in project.tests.items()
    }
    assert list(tables_of([{"a": {"function_data": {"schema": "Raw", "table": "cells"}}}])) == ["raw.cells"]


@pytest.mark.parametrize(("documents", "kept"), [(FEW_DOCUMENTS, 1), (FEW_DOCUMENTS + 1, 0)])
def test_changes_of_many_documents_are_not_kept_for_tests(documents: int, kept: int) -> None:
    change = Change("v1", frozenset(f"d{number}" for number in range(documents)))
    before = Change("v0", frozenset())
    records = Records(feeds={"landed": "v2"}, changes={("landed", "v2"): change, ("landed", "v1"): before})
    records.passed = {"t": PassedTest("t", "f", "b", {"landed": "v1"})}
    records.forget_settled_changes()
    assert len(records.changes) == kept
