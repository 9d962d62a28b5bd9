"""What a build does and what a plan says of it: stale models only, in the cheapest proven way, with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duban.errors import ConfigurationError, ModelError
from duban.modelling import build, is_fresh, load_project, plan
from duban.modelling.selection import selected_models
from tests.modelling.warehouse import Warehouse, built, write_tree

TREE = {
    "seeds/w.csv": "k,v,note\na,x,why\nb,,\n",
    "staging/stg_cells.sql": "-- 单元格: printed cells\n-- grain: document_id, row_no\n"
    "select\n    document_id::varchar as document_id,\n    row_no::integer as row_no,  -- 行号: printed row\n"
    "    coalesce(w.v, text)::varchar as word  -- 词: canonical\nfrom raw.cells left join seeds.w on w.k = text\n",
    "staging/stg_documents.sql": "select document_id::varchar as document_id from raw.documents as d where not exists"
    " (select 1 from raw.quarantine as q where q.document_id = d.document_id)",
    "intermediate/int_words.sql": "select c.document_id, c.row_no, c.word, count(*) over (partition by"
    " c.document_id) as n"
    " from staging.stg_cells as c join staging.stg_documents using (document_id)",
    "marts/dim_word.sql": "select word, count(*)::bigint as times from intermediate.int_words group by word",
    "marts/fct_word.sql": "select i.document_id, i.word, d.times from intermediate.int_words as i"
    " left join marts.dim_word as d using (word)",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(tmp_path, TREE)


@pytest.fixture
def warehouse() -> Warehouse:
    made = Warehouse()
    for place in range(6):
        made.land(f"d{place}", ["a", "b", "c"])
    return made


def outcomes(report) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {model.table.split(".")[1]: f"{model.outcome} {model.how}".strip() for model in report.models}


def test_nothing_changed_builds_nothing(folder: Path, warehouse: Warehouse) -> None:
    project, first = built(folder, warehouse)
    assert len(first.models) == 5
    before = warehouse.con.execute("select * from meta.models order by all").fetchall()
    assert plan(project, warehouse.con).is_empty
    again = build(project, warehouse.con)
    assert not again.changed_anything
    assert again.fresh == 5
    assert again.summary() == "nothing to do: 5 models are fresh"
    assert warehouse.con.execute("select * from meta.models order by all").fetchall() == before


def test_freshness_is_known_without_reading_models(folder: Path, warehouse: Warehouse) -> None:
    assert not is_fresh(folder, warehouse.con)
    project, _ = built(folder, warehouse)
    assert is_fresh(folder, warehouse.con)
    warehouse.land("d9", ["a"])
    assert not is_fresh(folder, warehouse.con)
    build(project, warehouse.con, until="staging.stg_cells")
    assert not is_fresh(folder, warehouse.con)
    build(project, warehouse.con)
    assert is_fresh(folder, warehouse.con)
    write_tree(folder, {"analyses/ask.sql": "select count(*) as n from marts.dim_word"})
    assert not is_fresh(folder, warehouse.con)
    assert not build(load_project(folder), warehouse.con).changed_anything
    assert is_fresh(folder, warehouse.con)
    warehouse.con.execute("drop table marts.fct_word")
    assert not is_fresh(folder, warehouse.con)


def test_a_failed_build_is_not_fresh(folder: Path, warehouse: Warehouse) -> None:
    write_tree(folder, {"marts/bad.sql": "select error('deliberate')::varchar as x, word from intermediate.int_words"})
    assert not build(load_project(folder), warehouse.con).ok
    assert not is_fresh(folder, warehouse.con)


def test_a_new_document_costs_what_it_costs(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    warehouse.land("d9", ["a", "new"])
    planned = {model.table: model for model in plan(project, warehouse.con).models}
    assert planned["staging.stg_cells"].why == ("documents: 1 added",)
    assert planned["staging.stg_cells"].documents == 1
    assert planned["marts.dim_word"].not_local == "groups rows without document_id"
    report = build(project, warehouse.con)
    assert outcomes(report) == {
        "stg_cells": "built local",
        "stg_documents": "built local",
        "int_words": "built local",
        "dim_word": "built whole",
        "fct_word": "built whole",
    }
    assert ("d9", 2, "new", 2) in warehouse.rows("intermediate.int_words")


def test_the_inputs_of_a_model_are_its_own(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    inputs = dict(warehouse.con.execute("select model_name, map_keys(inputs) from meta.models").fetchall())
    assert inputs["staging.stg_cells"] == ["landed", "seeds.w"]
    assert inputs["staging.stg_documents"] == ["landed", "quarantine"]
    assert inputs["marts.dim_word"] == ["intermediate.int_words"]


def test_a_plan_in_one_line_and_for_machines(folder: Path, warehouse: Warehouse) -> None:
    project = load_project(folder)
    assert plan(project, warehouse.con).summary() == "5 stale (5 whole, 0 local), 0 fresh, 1 to load of the seeds"
    build(project, warehouse.con)
    assert plan(project, warehouse.con).summary() == "nothing to do: 5 models are fresh"
    warehouse.land("d9", ["a"])
    planned = plan(project, warehouse.con).as_dict()
    assert json.loads(json.dumps(planned))["models"][0]["table"] == "staging.stg_cells"
    assert planned["locality"]["marts.dim_word"] == "groups rows without document_id"


def test_a_parent_whose_rows_stay_spares_its_children(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    warehouse.con.execute("update raw.documents set content_fingerprint = 'other side file' where document_id = 'd1'")
    report = build(project, warehouse.con)
    assert outcomes(report) == {"stg_cells": "unchanged local", "stg_documents": "unchanged local"}
    assert plan(project, warehouse.con).is_empty


def test_a_whole_parent_whose_rows_stay_spares_its_children(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    path = folder / "marts/dim_word.sql"
    path.write_text(path.read_text() + " having true")
    report = build(load_project(folder), warehouse.con)
    assert outcomes(report) == {"dim_word": "unchanged whole"}
    assert report.models[0].why == ("its SQL changed",)


def test_a_new_type_reaches_the_children(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    path = folder / "marts/dim_word.sql"
    path.write_text(path.read_text().replace("bigint", "integer"))
    build(load_project(folder), warehouse.con)
    types = warehouse.con.execute("describe marts.fct_word").fetchall()
    assert types[-1][1] == "INTEGER"


def test_quarantine_between_two_builds(folder: Path, warehouse: Warehouse) -> None:
    """Gate 1 sits in the middle: a part is built, documents are quarantined, the rest is built."""
    project, _ = built(folder, warehouse)
    warehouse.land("d1", ["a", "worse"])
    part = build(project, warehouse.con, until="staging.stg_cells")
    assert outcomes(part) == {"stg_cells": "built local"}
    warehouse.quarantine("d2")
    rest = build(project, warehouse.con)
    assert outcomes(rest)["int_words"] == "built local"
    assert {row[0] for row in warehouse.rows("intermediate.int_words")} == {"d0", "d1", "d3", "d4", "d5"}
    words = {model.table: model.why for model in rest.models}["staging.stg_documents"]
    assert "quarantine entries of documents: 1 added" in words
    assert warehouse.rows("meta.document_changes") == []


def test_most_documents_changed_is_cheaper_whole(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    for place in range(5):
        warehouse.land(f"d{place}", ["q"])
    assert {model.not_local for model in plan(project, warehouse.con).models if model.table == "staging.stg_cells"} == {
        "most documents changed"
    }
    assert outcomes(build(project, warehouse.con))["stg_cells"] == "built whole"


def test_an_edited_seed(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    (folder / "seeds/w.csv").write_text("k,v,note\na,y,why\nb,,\n")
    project = load_project(folder)
    planned = plan(project, warehouse.con)
    assert planned.seeds == ["seeds.w"]
    assert planned.models[0].why == ("the seed seeds.w changed",)
    report = build(project, warehouse.con)
    assert report.seeds == ["seeds.w"]
    assert warehouse.rows("seeds.w") == [("a", "y", "why"), ("b", None, None)]
    assert ("y", 6) in warehouse.rows("marts.dim_word")


def test_a_cosmetic_edit_refreshes_the_catalogue_only(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    path = folder / "staging/stg_cells.sql"
    path.write_text(path.read_text().replace("printed row", "the printed row, headers counted"))
    project = load_project(folder)
    assert not plan(project, warehouse.con).models
    report = build(project, warehouse.con)
    assert not report.models
    assert report.refreshed == ["staging.stg_cells", "intermediate.int_words"]
    comment = warehouse.con.execute(
        "select comment from duckdb_columns() where table_name = 'int_words' and column_name = 'row_no'"
    ).fetchone()
    assert comment == ("行号: the printed row, headers counted",)


def test_the_catalogue_and_the_lineage_are_written(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    comments = dict(
        warehouse.con.execute(
            "select table_name || '.' || column_name, comment from duckdb_columns() where comment is not null"
        ).fetchall()
    )
    assert comments["fct_word.word"] == "词: canonical"
    assert comments["stg_cells.row_no"] == "行号: printed row"
    table = warehouse.con.execute("select comment from duckdb_tables() where table_name = 'stg_cells'").fetchone()
    assert table == ("单元格: printed cells",)
    inherited = warehouse.con.execute(
        "select inherited_from from meta.columns where model_name = 'marts.fct_word' and column_name = 'word'"
    ).fetchone()
    assert inherited == ("staging.stg_cells.word",)
    lineage = warehouse.con.execute(
        "select source_table, source_column, is_copy from meta.lineage"
        " where model_name = 'staging.stg_cells' and column_name = 'word' order by all"
    ).fetchall()
    assert lineage == [("raw.cells", "text", False), ("seeds.w", "v", False)]


def test_comments_outlive_every_way_of_building(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    warehouse.land("d9", ["z"])
    build(project, warehouse.con)
    build(project, warehouse.con, full=True)
    missing = warehouse.con.execute(
        "select table_name from duckdb_columns() where column_name = 'word' and comment is null and"
        " schema_name <> 'meta'"
    ).fetchall()
    assert missing == []


def test_a_failed_model_takes_its_children_out_and_nothing_else(folder: Path, warehouse: Warehouse) -> None:
    write_tree(
        folder,
        {
            "marts/bad_one.sql": "select error('deliberate')::varchar as x, word from intermediate.int_words",
            "marts/bad_two.sql": "select word::integer as x from intermediate.int_words",
            "marts/child.sql": "select x from marts.bad_one",
            "marts/grandchild.sql": "select x from marts.child",
        },
    )
    report = build(load_project(folder), warehouse.con)
    assert not report.ok
    assert {model.table for model in report.failed} == {"marts.bad_one", "marts.bad_two"}
    assert {model.table for model in report.skipped} == {"marts.child", "marts.grandchild"}
    assert len(report.built) == 5
    assert "deliberate" in next(model.error for model in report.failed if model.table == "marts.bad_one")
    assert "bad_one.sql" in next(model.error for model in report.failed if model.table == "marts.bad_one")
    (folder / "marts/bad_one.sql").write_text("select word::varchar as x from intermediate.int_words")
    (folder / "marts/bad_two.sql").write_text("select word::varchar as x from intermediate.int_words")
    assert len(build(load_project(folder), warehouse.con).built) == 4


def test_a_failure_while_rebuilding_leaves_the_old_rows(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    before = warehouse.rows("marts.dim_word")
    (folder / "marts/dim_word.sql").write_text(
        "select word, error('deliberate')::bigint as times from intermediate.int_words"
    )
    report = build(load_project(folder), warehouse.con)
    assert outcomes(report) == {"dim_word": "failed whole", "fct_word": "skipped"}
    assert warehouse.rows("marts.dim_word") == before
    assert not [
        table for table in warehouse.con.execute("select table_name from duckdb_tables()").fetchall() if "~" in table[0]
    ]


def test_a_build_cut_short_is_trusted_in_nothing(folder: Path, warehouse: Warehouse) -> None:
    """Parents may have moved on while their children have not: only rebuilding makes them agree again."""
    project, _ = built(folder, warehouse)
    warehouse.land("d1", ["a", "other"])

    def stop(model: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(project, warehouse.con, on_progress=stop)
    planned = plan(project, warehouse.con).models
    assert {model.why for model in planned} == {("the last build did not end",)}
    assert len(build(project, warehouse.con).built) == 5
    assert ("d1", 2, "other", 2) in warehouse.rows("intermediate.int_words")
    assert plan(project, warehouse.con).is_empty


def test_a_part_built_after_a_build_cut_short_settles_nothing(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    warehouse.land("d1", ["a", "other"])

    def stop(model: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(project, warehouse.con, on_progress=stop)
    build(project, warehouse.con, until="staging.stg_documents")
    assert len(build(project, warehouse.con).built) == 5
    assert ("d1", 2, "other", 2) in warehouse.rows("intermediate.int_words")
    assert plan(project, warehouse.con).is_empty


def test_a_first_build_cut_short_leaves_nothing_in_the_way(folder: Path, warehouse: Warehouse) -> None:
    project = load_project(folder)

    def stop(model: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(project, warehouse.con, on_progress=stop)
    assert len(build(project, warehouse.con).built) == 5


def test_what_was_not_recorded_as_made_is_not_dropped(folder: Path, warehouse: Warehouse) -> None:
    warehouse.con.execute("create schema marts")
    warehouse.con.execute("create table marts.dim_word as select 'precious' as word")
    with pytest.raises(ModelError, match="was not made by duban"):
        build(load_project(folder), warehouse.con)
    assert warehouse.rows("marts.dim_word") == [("precious",)]


def test_a_model_without_a_file_leaves(folder: Path, warehouse: Warehouse) -> None:
    built(folder, warehouse)
    warehouse.con.execute("create table marts.notes_of_mine as select 1 as x")
    (folder / "marts/fct_word.sql").unlink()
    project = load_project(folder)
    assert plan(project, warehouse.con).removed == ["marts.fct_word"]
    assert build(project, warehouse.con).removed == ["marts.fct_word"]
    tables = {row[0] for row in warehouse.con.execute("select table_name from duckdb_tables()").fetchall()}
    assert "fct_word" not in tables
    assert "notes_of_mine" in tables


def test_a_candidate_without_documents_is_reported(folder: Path) -> None:
    import duckdb

    with pytest.raises(ModelError, match="no landed documents"):
        plan(load_project(folder), duckdb.connect(":memory:"))


def test_records_of_another_version_are_reported(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    warehouse.con.execute("alter table meta.document_changes drop column has_arrived")
    for ask in (plan, build):
        with pytest.raises(ModelError, match="another version of duban"):
            ask(project, warehouse.con)


def test_full_rebuilds_what_is_fresh(folder: Path, warehouse: Warehouse) -> None:
    project, _ = built(folder, warehouse)
    report = build(project, warehouse.con, select=["stg_cells"], full=True)
    assert outcomes(report) == {"stg_cells": "unchanged whole"}
    assert report.models[0].why == ("a full build was asked for",)


def test_progress_is_reported_model_by_model(folder: Path, warehouse: Warehouse) -> None:
    lines: list[str] = []
    build(load_project(folder), warehouse.con, on_progress=lambda model: lines.append(f"{model.table} {model.rows}"))
    assert lines[0] == "staging.stg_cells 18"
    assert len(lines) == 5


SELECTIONS = {
    "one": (["int_words"], {"int_words"}),
    "with its schema": (["intermediate.int_words"], {"int_words"}),
    "and what it needs": (["+int_words"], {"stg_cells", "stg_documents", "int_words"}),
    "and what needs it": (["int_words+"], {"int_words", "dim_word", "fct_word"}),
    "both": (["+dim_word+"], {"stg_cells", "stg_documents", "int_words", "dim_word", "fct_word"}),
    "a folder": (["staging"], {"stg_cells", "stg_documents"}),
    "a pattern": (["dim_*"], {"dim_word"}),
    "two words": (["dim_word", "stg_cells"], {"dim_word", "stg_cells"}),
    "nothing said": ([], {"stg_cells", "stg_documents", "int_words", "dim_word", "fct_word"}),
}


@pytest.mark.parametrize(("words", "meant"), SELECTIONS.values(), ids=SELECTIONS.keys())
def test_selection(folder: Path, words: list[str], meant: set[str]) -> None:
    assert {table.split(".")[1] for table in selected_models(load_project(folder).parents, words)} == meant


def test_a_selection_that_names_nothing_is_reported_with_the_nearest(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match="no model is named dim_wrod") as caught:
        selected_models(load_project(folder).parents, ["+dim_wrod"])
    assert "marts.dim_word" in caught.value.remedy


# 16 MB in one list, which no engine can write out while it grows.
LONG_LIST = (
    "select document_id, count(*)::bigint as n, array_length(list(number))::bigint as numbers"
    " from staging.stg_cells, (select unnest(range(1000000)) as number) as numbers group by document_id"
)


@pytest.mark.parametrize("share, outcome", [("1GB", "built"), ("40MB", "failed")])
def test_a_model_that_fails_with_little_memory_gets_the_whole_share(tmp_path: Path, share: str, outcome: str) -> None:
    folder = write_tree(tmp_path, {**TREE, "intermediate/int_long_lists.sql": LONG_LIST})
    warehouse = Warehouse()
    warehouse.land("d0", ["a", "b", "c"])
    warehouse.con.execute(f"set memory_limit = '{share}'; set temp_directory = ''; set threads = 1")
    before = warehouse.con.execute("select current_setting('memory_limit')").fetchall()
    report = build(load_project(folder), warehouse.con, modest_bytes=40_000_000)
    assert outcomes(report)["int_long_lists"] == f"{outcome} whole"
    assert outcomes(report)["fct_word"] == "built whole"
    assert [model.is_out_of_memory for model in report.failed] == [True] * len(report.failed)
    assert warehouse.con.execute("select current_setting('memory_limit')").fetchall() == before
    if outcome == "built":
        rows = warehouse.con.execute("select n, numbers from intermediate.int_long_lists").fetchall()
        assert rows == [(3_000_000, 3_000_000)]
