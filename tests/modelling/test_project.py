"""A tree is checked whole before anything runs: each fault is one error with file, line and the way out."""

from __future__ import annotations

import gc
import itertools
from itertools import pairwise
from pathlib import Path

import pytest
from sqlglot import exp

from duban.errors import ModelError
from duban.modelling import load_part, load_project
from duban.modelling import project as project_module
from duban.modelling.freshness import tree_digest
from duban.modelling.project import ProjectError
from duban.modelling.selection import ancestors
from duban.modelling.sql_file import SqlFile
from tests.conftest import PROJECT
from tests.modelling.warehouse import write_tree

GOOD = "-- rows\n-- grain: document_id\nselect document_id::varchar as document_id from raw.documents\n"

FAULTS = {
    "two statements": ({"staging/a.sql": "select 1 as x;\nselect 2 as x"}, "2 statements", "a.sql:1", "one SELECT"),
    "no statement": ({"staging/a.sql": "-- nothing\n"}, "no statement", "a.sql:1", "one SELECT"),
    "does not parse": ({"staging/a.sql": "select\n    1 as x,,\n  from (\n"}, "does not parse", "a.sql:", "DuckDB"),
    "insert": ({"staging/a.sql": "\ninsert into raw.cells select 1"}, "writes (INSERT)", "a.sql:2", "one SELECT"),
    "create": ({"staging/a.sql": "create table x as select 1"}, "writes (CREATE)", "a.sql:1", "one SELECT"),
    "copy": ({"staging/a.sql": "copy raw.cells to 'x.csv'"}, "writes (COPY)", "a.sql:1", "one SELECT"),
    "insert in a cte": (
        {"staging/a.sql": "with x as (insert into raw.notes values (1) returning 1) select * from x"},
        "writes (INSERT)",
        "a.sql:1",
        "one SELECT",
    ),
    "set": ({"staging/a.sql": "set threads = 9"}, "not a SELECT", "a.sql:1", "one SELECT"),
    "one name twice": (
        {"staging/a.sql": GOOD, "marts/a.sql": GOOD},
        "two files are named a",
        "a.sql and ",
        "rename",
    ),
    "one name in two cases": (
        {"staging/a.sql": GOOD, "staging/deep/A.sql": GOOD},
        "two files are named a",
        "",
        "rename",
    ),
    "misspelt table": (
        {"staging/stg_rows.sql": GOOD, "marts/b.sql": "select 1 as x\nfrom staging.stg_rosw"},
        "no such table: staging.stg_rosw",
        "b.sql:2",
        "staging.stg_rows?",
    ),
    "misspelt schema": (
        {"marts/b.sql": "select 1 as x from rav.cells"},
        "no such table: rav.cells",
        "b.sql:1",
        "raw.cells?",
    ),
    "misspelt column": (
        {"staging/a.sql": "select\n    document_id,\n    colum_no\nfrom raw.cells"},
        "no such column: colum_no",
        "a.sql:3",
        "column_no?",
    ),
    "misspelt column of an alias": (
        {"staging/a.sql": "select c.rwo_no as x from raw.cells as c"},
        "no such column: rwo_no",
        "a.sql:1",
        "row_no?",
    ),
    "misspelt column of using": (
        {"staging/a.sql": "select 1 as x\nfrom raw.cells as a\njoin raw.notes as b using (docment_id)"},
        "no such column: docment_id",
        "a.sql:3",
        "document_id?",
    ),
    "misspelt alias": (
        {"staging/a.sql": "select\n    cell.text as x\nfrom raw.cells as cells"},
        "no such table or alias here: cell",
        "a.sql:2",
        "cells?",
    ),
    "misspelt function": (
        {"staging/a.sql": "select uper(text) as x from raw.cells"},
        "uper does not exist",
        "a.sql:1",
        "did you mean upper?",
    ),
    "misspelt type": (
        {"staging/a.sql": "select row_no::integr as x from raw.cells"},
        "integr does not exist",
        "a.sql:1",
        "did you mean integer?",
    ),
    "misspelt key of a struct": (
        {"staging/a.sql": "select\n    s.y as x -- \"y\"\nfrom (select {'a': text} as s from raw.cells)"},
        'Could not find key "y"',
        "a.sql:2",
        "binder",
    ),
    "unpivot without a select": (
        {"staging/a.sql": "unpivot raw.cells on row_no, column_no into name n value v"},
        "not a SELECT",
        "a.sql:1",
        "from (pivot",
    ),
    "summarize": ({"staging/a.sql": "summarize raw.cells"}, "is a SUMMARIZE", "a.sql:1", "one SELECT"),
    "explain": ({"staging/a.sql": "\nexplain select 1"}, "not a SELECT", "a.sql:2", "one SELECT"),
    "select into": ({"staging/a.sql": "select 1 as a into raw.x"}, "writes (INTO)", "a.sql:1", "one SELECT"),
    "bare table": ({"staging/a.sql": "select 1 as x\nfrom cells"}, "no such CTE: cells", "a.sql:2", "raw.cells?"),
    "a database": ({"staging/a.sql": "select 1 as x from other.raw.cells"}, "names a database", "a.sql:1", "raw.cells"),
    "a file": ({"staging/a.sql": "select * from read_csv('/etc/passwd')"}, "disabled", "a.sql", "DuckDB"),
    "a type": (
        {"staging/a.sql": "select list_sum(text) as x from raw.cells"},
        "No function matches",
        "a.sql:1",
        "DuckDB",
    ),
    "a column twice": ({"staging/a.sql": "select 1 as x, 2 as x"}, "two columns are named x", "a.sql", "anew"),
    "a column twice but for its case": (
        {"staging/a.sql": 'select 1::integer as "A", 2::integer as "a"'},
        "two columns are named",
        "a.sql",
        "anew",
    ),
    "a column twice but for its case, not cast": (
        {"staging/a.sql": 'select 1 as "A", 2 as "a"'},
        "two columns are named",
        "a.sql",
        "anew",
    ),
    "not utf-8": ({"staging/a.sql": "select '\udcff' as x"}, "not UTF-8", "a.sql", "UTF-8"),
    "short seed row": (
        {"seeds/s.csv": "k,v\na,1\nb\n"},
        "the row has 1 fields, the header has 2",
        "s.csv:3",
        "k, v",
    ),
    "long seed row": ({"seeds/s.csv": 'k,v\n"a\nb",1\nc,2,3\n'}, "has 3 fields", "s.csv:4", "quote"),
    "seed header twice": ({"seeds/s.csv": "k,k\n"}, "names k twice", "s.csv:1", "own name"),
    "seed header blank": ({"seeds/s.csv": "k,\n"}, "names no column", "s.csv:1", "lower-case"),
    "seed without header": ({"seeds/s.csv": ""}, "no header", "s.csv:1", "first line"),
    "seed with a stray quote": ({"seeds/s.csv": 'k,v\n"a"b,1\n'}, "not plain CSV", "s.csv:2", "quote"),
    "data test of a missing column": (
        {"staging/a.sql": GOOD, "tests/t.sql": "select document from staging.a"},
        "no such column: document",
        "t.sql:1",
        "document_id?",
    ),
}


@pytest.mark.parametrize(("files", "what", "where", "remedy"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_reported(tmp_path: Path, files: dict[str, str], what: str, where: str, remedy: str) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError) as caught:
        load_project(tmp_path)
    assert what in caught.value.what
    assert where in caught.value.where
    assert remedy in caught.value.remedy


def test_a_cycle_is_reported_as_a_path(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "staging/a.sql": "select 1 as x\nfrom marts.c",
            "intermediate/b.sql": "select 1 as x from staging.a",
            "marts/c.sql": "select 1 as x from intermediate.b",
        },
    )
    with pytest.raises(ModelError) as caught:
        load_project(tmp_path)
    path = caught.value.what.removeprefix("the models read each other in a circle: ").split(" -> ")
    assert path[0] == path[-1]
    reads = {("staging.a", "marts.c"), ("intermediate.b", "staging.a"), ("marts.c", "intermediate.b")}
    assert set(pairwise(path)) == reads
    assert "a.sql:2" in caught.value.where


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "staging/a.sql": "select x_1 from raw.cells",
            "staging/b.sql": "select y_1 from raw.cells",
            "marts/c.sql": GOOD,
        },
    )
    with pytest.raises(ProjectError) as caught:
        load_project(tmp_path)
    assert [error.what for error in caught.value.errors] == ["no such column: x_1", "no such column: y_1"]
    assert "a.sql:1" in str(caught.value)
    assert "b.sql:1" in str(caught.value)


DEPENDENCIES = {
    "unpivot statement in a cte": "with u as (unpivot staging.t on a, b into name n value v) select n, v from u",
    "unpivot clause": "select n, v from staging.t unpivot (v for n in (a, b))",
    "pivot": "select * from (pivot staging.t on a in (1, 2) using sum(b))",
    "from first": "from staging.t select a",
    "subquery in select": "select (select max(a) from staging.t) as x",
    "subquery in where": "select 1 as x where exists (select 1 from staging.t)",
    "subquery in having": "select count(*) as x having count(*) < (select max(a) from staging.t)",
    "lateral": "select l.x from (select 1 as y) as o, lateral (select max(a) + o.y as x from staging.t) as l",
    "set operation": "select 1 as a union all select a from staging.t",
    "nested cte that shadows the bare name": "with t as (select 1 as a) select s.a from (with t as (select a from"
    " staging.t) select a from t) as s",
    "recursive": "with recursive r as (select a from staging.t union all select a + 1 from r where a < 3)"
    " select a from r",
    "cte nobody reads": "with unused as (select * from staging.t) select 1 as x",
    "join condition": "select 1 as x from (select 1 as y) as o join (select 2 as z) as p on z > (select a"
    " from staging.t)",
    "mixed case": "select a from Staging.T",
}


@pytest.mark.parametrize("sql", DEPENDENCIES.values(), ids=DEPENDENCIES.keys())
def test_every_reference_is_a_dependency(tmp_path: Path, sql: str) -> None:
    write_tree(tmp_path, {"staging/t.sql": "select 1::integer as a, 2::integer as b", "marts/m.sql": sql})
    assert load_project(tmp_path).models["marts.m"].parents == ("staging.t",)


def test_a_column_of_nulls_can_be_read(tmp_path: Path) -> None:
    files = {"staging/t.sql": "select null as a, [] as b", "marts/m.sql": "select a + 1 as a, b from staging.t"}
    assert load_project(write_tree(tmp_path, files)).models["marts.m"].columns == (("a", "INTEGER"), ("b", "INTEGER[]"))


def test_a_cte_of_a_tables_name_is_no_dependency(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"staging/t.sql": GOOD, "marts/m.sql": "with t as (select 1 as a) select a::integer as a from t"}
    )
    assert load_project(tmp_path).models["marts.m"].parents == ()


def test_comments_become_descriptions(tmp_path: Path) -> None:
    sql = """-- 责任单位: every unit that answers for a target,
-- one row a target and unit.
-- grain: document_id, row_no
with
cells as (
    select document_id, row_no  -- not of the final select
    from raw.cells
)

select
    document_id::varchar as document_id,  -- 文件: the document
    row_no::integer as row_no  -- 行号: the row, from 1
from cells
"""
    file = load_project(write_tree(tmp_path, {"staging/a.sql": sql})).models["staging.a"].file
    assert file.description == "责任单位: every unit that answers for a target, one row a target and unit."
    assert file.grain == ("document_id", "row_no")
    assert file.comments == {"document_id": "文件: the document", "row_no": "行号: the row, from 1"}


SAME = {
    "comment": "select a /* why */ from raw.x -- more",
    "layout": "select\n    a\nfrom\n    raw.x\n",
    "semicolon": "select a from raw.x;\n;",
    "comment behind a semicolon": "select a from raw.x;\n-- end\n;",
}
OTHER = {
    "text in quotes": "select 'a' from raw.x",
    "case of a name": "select A from raw.x",
    "name": "select b from raw.x",
}


@pytest.mark.parametrize("sql", [*SAME.values(), *OTHER.values()], ids=[*SAME, *OTHER])
def test_fingerprint_hears_tokens_only(tmp_path: Path, sql: str) -> None:
    from duban.modelling.sql_file import read_sql_file

    write_tree(tmp_path, {"one.sql": "select a from raw.x", "other.sql": sql})
    same = read_sql_file(tmp_path / "one.sql").fingerprint == read_sql_file(tmp_path / "other.sql").fingerprint
    assert same == (sql in SAME.values())


def test_importing_the_runner_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, duban.modelling; "
        "print([m for m in ('pandas', 'pyarrow', 'sqlglot', 'duckdb', 'rapidfuzz') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_a_file_that_is_saved_while_the_tree_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tree(tmp_path, {"marts/m.sql": "-- M.\nselect 'old'::varchar as word  -- 字: word\n"})
    read = project_module.read_sql_file
    saves = iter([True])

    def read_and_save(path: Path) -> SqlFile:
        file = read(path)
        if next(saves, False):
            path.write_text(path.read_text("utf8").replace("old", "new"), "utf8")
        return file

    monkeypatch.setattr(project_module, "read_sql_file", read_and_save)
    project = load_project(folder)
    assert "'new'" in project.models["marts.m"].file.sql
    assert project.digest == tree_digest(folder)


def test_a_tree_that_never_rests_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_tree(tmp_path, {"marts/m.sql": "-- M.\nselect 1::integer as n  -- 数: n\n"})
    read = project_module.read_sql_file
    number = itertools.count()

    def read_and_save(path: Path) -> SqlFile:
        file = read(path)
        path.write_text(f"-- M.\nselect {next(number)}::integer as n  -- 数: n\n", "utf8")
        return file

    monkeypatch.setattr(project_module, "read_sql_file", read_and_save)
    with pytest.raises(ModelError, match="faster than they can be read"):
        load_project(folder)


def test_a_process_that_loads_again_and_again_holds_one_tree_at_a_time(tmp_path: Path) -> None:
    def selects() -> int:
        return sum(isinstance(one, exp.Select) for one in gc.get_objects())

    def load_another(edition: int) -> None:
        write_tree(tmp_path, {"staging/a.sql": f"{GOOD}\n-- {edition}"})
        load_project(tmp_path)

    load_another(1)
    load_another(2)
    before = selects()
    for edition in range(3, 8):
        load_another(edition)
    assert selects() <= before


def test_the_same_bytes_are_read_once_and_others_anew(tmp_path: Path) -> None:
    write_tree(tmp_path, {"staging/a.sql": GOOD})
    first = load_project(tmp_path)
    assert load_project(tmp_path) is first
    write_tree(tmp_path, {"staging/a.sql": f"{GOOD}\n-- edited"})
    second = load_project(tmp_path)
    assert second is not first and second.digest != first.digest
    (tmp_path / "staging" / "a.sql").write_text("select", "utf8")
    with pytest.raises(ModelError):
        load_project(tmp_path)
    write_tree(tmp_path, {"staging/a.sql": GOOD})
    assert load_project(tmp_path).digest == first.digest


def test_a_part_of_a_tree_is_what_some_models_need() -> None:
    whole = load_project(PROJECT / "sql")
    part = load_part(PROJECT / "sql", ["stg_columns", "landing_values"])
    above = ancestors(whole.parents, ["staging.stg_columns", *whole.expectations["landing_values"].parents])
    assert list(part.expectations) == ["landing_values"]
    assert set(part.models) == above
    assert len(above) < len(whole.models) / 2
    read = {table for model in part.models.values() for table in model.parents}
    assert set(part.seeds) == {table for table in read if table in whole.seeds}
    for table, model in part.models.items():
        assert (model.columns, model.file.fingerprint) == (
            whole.models[table].columns,
            whole.models[table].file.fingerprint,
        )
    assert part.digest != whole.digest  # a build of it must not pass for one of all


def test_a_part_notices_what_is_wrong_in_it_and_not_elsewhere(tmp_path: Path) -> None:
    files = {"staging/a.sql": GOOD, "staging/b.sql": "select document_id from staging.a", "marts/c.sql": "selct"}
    write_tree(tmp_path, files)
    assert set(load_part(tmp_path, ["b"]).models) == {"staging.a", "staging.b"}
    with pytest.raises(ModelError, match="no such model: bb") as caught:
        load_part(tmp_path, ["bb"])
    assert "did you mean b?" in caught.value.remedy
    write_tree(tmp_path, {"staging/a.sql": "select document_idd from raw.documents"})
    with pytest.raises(ModelError, match="no such column: document_idd"):
        load_part(tmp_path, ["b"])
