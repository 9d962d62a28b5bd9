"""`duban build`: a part of the models, now, in a file that is never published; no stale row is taken for fresh."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from duban import stamps
from duban.cli import main
from duban.errors import ConfigurationError, LockedError, ModelError
from duban.landing.limits import Limits
from duban.landing.reading import read_document
from duban.pipeline.development import Development, build_development, plan_development, plan_published
from duban.publishing.lock import writer_lock
from duban.settings import Settings
from tests.conftest import PROJECT
from tests.modelling.warehouse import write_tree

TREE = {
    "seeds/w.csv": "k,v\na,x\n",
    "staging/stg_cells.sql": "select document_id::varchar as document_id, row_no::integer as row_no,"
    " coalesce(w.v, text)::varchar as word from raw.cells left join seeds.w on w.k = text",
    "staging/stg_documents.sql": "select document_id::varchar as document_id, document_path::varchar as path"
    " from raw.documents as d where not exists"
    " (select 1 from raw.quarantine as q where q.document_id = d.document_id)",
    "intermediate/int_words.sql": "select c.document_id, c.row_no, c.word, d.path from staging.stg_cells as c"
    " join staging.stg_documents as d using (document_id)",
    "marts/dim_word.sql": "select word, count(*)::bigint as times from intermediate.int_words group by word",
    "marts/fct_word.sql": "select i.document_id, i.word, d.times from intermediate.int_words as i"
    " left join marts.dim_word as d using (word)",
}
TABLE = "| a | b |\n|---|---|\n| {0} | {1} |\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A small project with two documents, looked at a minute after they were last changed."""
    write_tree(tmp_path / "sql", TREE)
    (tmp_path / "raw").mkdir()
    # The documents are read in this process: workers and their limits have tests of their own.
    monkeypatch.setattr(
        "duban.landing.store.read_documents",
        lambda raw, documents, *_: (read_document(raw, document, Limits()) for document in documents),
    )
    now = stamps.time.time_ns
    monkeypatch.setattr(stamps.time, "time_ns", lambda: now() + 60 * 10**9)
    made = Settings(project=tmp_path, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse", workers=1)
    put(made, "one", "c", "d")
    put(made, "two", "d", "e")
    return made


def put(settings: Settings, name: str, *words: str) -> None:
    (settings.raw / f"{name}.md").write_text(TABLE.format(*words), "utf8")


def edit(settings: Settings, model: str, old: str, new: str) -> None:
    path = settings.sql / f"{model}.sql"
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")


def rows(settings: Settings, file: Path | None = None) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every model."""
    tables = [name.removesuffix(".sql").replace("/", ".") for name in TREE if name.endswith(".sql")]
    with duckdb.connect(str(file or settings.development), read_only=True) as con:
        return {table: con.execute(f"from {table} order by all").fetchall() for table in tables}


def from_nothing(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """The rows that a build of all from nothing makes."""
    other = replace(settings, warehouse=settings.warehouse.parent / "other")
    shutil.rmtree(other.warehouse, ignore_errors=True)
    assert build_development(other).models.ok
    return rows(other)


def built(done: Development) -> set[str]:
    return {model.table.split(".")[1] for model in done.models.models}


def is_stamped(settings: Settings) -> bool:
    return stamps.stamp_path(settings.development).exists()


def test_the_first_build_lands_and_builds_all(settings: Settings) -> None:
    done = build_development(settings)
    assert done.added == ["one.md", "two.md"]
    assert done.begun == "an empty file"
    assert len(done.models.built) == 5
    assert not settings.published.exists()
    assert rows(settings)["marts.dim_word"] == [("b", 2), ("c", 1), ("d", 2), ("e", 1), ("x", 2)]


def test_nothing_changed_is_reported_without_engine_or_parser(settings: Settings) -> None:
    build_development(settings)
    before = settings.development.stat()
    code = (
        "import atexit, sys, time; now = time.time_ns; time.time_ns = lambda: now() + 60 * 10**9\n"
        "heavy = ('duckdb', 'sqlglot', 'pandas', 'pyarrow', 'rich', 'yaml', 'rapidfuzz', 'importlib.metadata')\n"
        "atexit.register(lambda: print([name for name in heavy if name in sys.modules]))\n"
        "from duban.cli import main; main(sys.argv[1:])"
    )
    environ = {**os.environ, "DUBAN_PROJECT": str(settings.project)}
    words = ["build", "--raw", str(settings.raw), "--warehouse", str(settings.warehouse)]
    for more in ([], ["staging"], ["--json"], ["+fct_word", "--json"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words, *more], capture_output=True, text=True, env=environ, cwd=PROJECT
        )
        *answer, heavy = done.stdout.splitlines()
        assert (done.returncode, heavy) == (0, "[]"), done.stderr
        fresh = 2 if "staging" in more else 5
        if "--json" in more:
            assert json.loads("\n".join(answer))["fresh"] == fresh
        else:
            assert answer[0].startswith(f"nothing to do: {fresh} models are fresh")
    assert settings.development.stat() == before


ALL = {"stg_cells", "stg_documents", "int_words", "dim_word", "fct_word"}
CHANGES: dict[str, tuple[Callable[[Settings], object], set[str]]] = {
    "a document": (lambda s: put(s, "one", "c", "new"), ALL),
    "a document, size and times kept": (lambda s: quietly(s, "one", "c", "z"), ALL),
    "a new document": (lambda s: put(s, "three", "q", "r"), ALL),
    "a document less": (lambda s: (s.raw / "two.md").unlink(), ALL),
    "a model": (lambda s: edit(s, "marts/dim_word", "count(*)", "1 + count(*)"), {"dim_word", "fct_word"}),
    "a seed": (lambda s: (s.sql / "seeds/w.csv").write_text("k,v\na,y\n"), ALL - {"stg_documents"}),
    "a model less": (lambda s: (s.sql / "marts/fct_word.sql").unlink(), set()),
    "a saved question": (lambda s: write_tree(s.sql, {"analyses/ask.sql": "select 1 as x"}), set()),
}  # fmt: skip


def quietly(settings: Settings, name: str, *words: str) -> None:
    path = settings.raw / f"{name}.md"
    before = path.stat()
    put(settings, name, *words)
    assert path.stat().st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(("change", "stale"), CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_is_built(settings: Settings, change: Callable[[Settings], object], stale: set[str]) -> None:
    build_development(settings)
    assert is_stamped(settings)
    change(settings)
    planned = plan_development(settings)
    done = build_development(settings)
    assert built(done) == stale
    assert {model.table: model.why for model in planned.models if model.table.startswith("staging")} == {
        model.table: model.why for model in done.models.models if model.table.startswith("staging")
    }
    assert planned.removed == done.models.removed
    if "marts/fct_word.sql" in {path.relative_to(settings.sql).as_posix() for path in settings.sql.rglob("*.sql")}:
        assert rows(settings) == from_nothing(settings)
    assert not built(build_development(settings))


PARTS = {
    "a part, then all": [["stg_cells"], []],
    "from the middle down": [["int_words+"], []],
    "the end, then its parents": [["fct_word"], ["staging"], []],
    "two parts that never meet": [["stg_documents"], ["dim_word"], []],
    "what it needs": [["+int_words"], ["marts"], []],
    "a part rebuilt whole": [["stg_cells"], ["int_words", "--full"], []],
}


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS.keys())
@pytest.mark.parametrize("change", [CHANGES["a document"][0], CHANGES["a seed"][0], CHANGES["a document less"][0]])
def test_a_part_never_lets_the_whole_believe_stale_rows(
    settings: Settings, parts: list[list[str]], change: Callable[[Settings], object]
) -> None:
    build_development(settings)
    change(settings)
    edit(settings, "marts/dim_word", "count(*)", "2 * count(*)")
    for words in parts:
        chosen = [word for word in words if word != "--full"]
        assert build_development(settings, select=chosen, full="--full" in words).models.ok
    assert rows(settings) == from_nothing(settings)
    assert is_stamped(settings)


def test_a_part_builds_nothing_else_and_is_no_answer_for_the_whole(settings: Settings) -> None:
    build_development(settings)
    put(settings, "one", "c", "new")
    done = build_development(settings, select=["stg_cells"])
    assert built(done) == {"stg_cells"}
    assert not is_stamped(settings)
    assert built(build_development(settings, select=["stg_cells"])) == set()
    assert built(build_development(settings)) == {"stg_documents", "int_words", "dim_word", "fct_word"}


def test_all_failures_are_reported_and_children_are_left_out(settings: Settings) -> None:
    build_development(settings)
    edit(settings, "staging/stg_cells", "row_no::integer", "error('first')::integer")
    edit(settings, "staging/stg_documents", "document_path", "error('second')")
    done = run(settings, "build")
    assert done.exit_code == 1
    assert "first" in done.stderr
    assert "second" in done.stderr
    assert "FAILED     staging.stg_cells" in done.stdout
    assert "skipped    marts.dim_word" in done.stdout
    assert "its parent staging.stg_cells, staging.stg_documents is not built" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("0 built (0 whole, 0 local), 0 fresh, 2 failed, 3 skipped in ")
    assert not is_stamped(settings)
    edit(settings, "staging/stg_documents", "error('second')", "document_path")
    edit(settings, "staging/stg_cells", "error('first')::integer", "row_no::integer")
    assert build_development(settings).models.ok
    assert rows(settings) == from_nothing(settings)


def test_a_build_cut_short_is_not_taken_for_done(settings: Settings) -> None:
    build_development(settings)
    put(settings, "one", "c", "new")

    def stop(model: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_development(settings, on_model=stop)
    put(settings, "one", "c", "d")  # as it was: the stamp of before would fit what lies in raw/
    assert not is_stamped(settings)
    build_development(settings)
    assert rows(settings) == from_nothing(settings)


def test_documents_that_change_while_they_are_landed_are_built_the_next_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_development(settings)
    edit(settings, "marts/dim_word", "count(*)", "2 * count(*)")
    build_development(settings, on_model=lambda model: put(settings, "one", "c", "late"))
    assert "stg_cells" in built(build_development(settings))
    assert rows(settings) == from_nothing(settings)


def test_a_plan_reads_documents_as_a_build_would_land_them(settings: Settings) -> None:
    build_development(settings)
    put(settings, "three", "q", "r")
    put(settings, "one", "c", "new")
    (settings.raw / "two.md").unlink()
    (settings.raw / "empty.md").write_text("", "utf8")
    before = settings.development.read_bytes()
    answer = {model.table: model.why for model in plan_development(settings).models}
    assert settings.development.read_bytes() == before
    done = {model.table: model.why for model in build_development(settings).models.models}
    assert answer["staging.stg_cells"] == done["staging.stg_cells"]
    assert answer["staging.stg_documents"] == done["staging.stg_documents"]
    assert "quarantine entries of documents: 1 added" in answer["staging.stg_documents"]


def test_a_plan_of_many_models_is_ten_lines_unless_all_are_asked_for(heze: Settings, tmp_path: Path) -> None:
    shutil.copytree(heze.raw, tmp_path / "raw")
    shutil.copy(PROJECT / "examples" / "raw" / "yunxiu" / "2019.docx", tmp_path / "raw" / "heze" / "2019.docx")
    short, whole = (
        CliRunner(env={"COLUMNS": "160"}).invoke(
            main, ["plan", "--raw", str(tmp_path / "raw"), "--warehouse", str(heze.warehouse), *words]
        )
        for words in ((), ("--all",))
    )
    assert short.exit_code == whole.exit_code == 0, short.output + whole.output
    first, *_, last = lines = short.stdout.splitlines()
    assert len(lines) <= 10
    assert first.startswith("documents: 1 added: ")
    assert last.endswith("(--all lists them)")
    assert len(whole.stdout.splitlines()) > 100
    assert "staging.stg_rows" in whole.stdout


def test_a_selection_limits_a_plan(settings: Settings) -> None:
    assert len(plan_development(settings).models) == 5
    assert [model.table for model in plan_development(settings, select=["staging"]).models] == [
        "staging.stg_cells",
        "staging.stg_documents",
    ]
    with pytest.raises(ConfigurationError, match="no model is named dim_wrod"):
        plan_development(settings, select=["dim_wrod+"])


def test_a_selection_that_names_nothing_is_reported_fresh_or_not(settings: Settings) -> None:
    for _ in range(2):
        done = run(settings, "build", "dim_wrod")
        assert done.exit_code == 2
        assert "did you mean marts.dim_word?" in done.stderr
        build_development(settings)


def test_what_is_published_is_never_built_in(settings: Settings) -> None:
    settings.history.mkdir(parents=True)
    for file in (settings.published, settings.history / "one.duckdb"):
        with pytest.raises(ConfigurationError, match="never built in"):
            build_development(settings, database=file)


def test_the_file_begins_as_a_copy_of_what_is_published(heze: Settings, tmp_path: Path) -> None:
    settings = replace(heze, warehouse=tmp_path)
    shutil.copy(heze.published, settings.published)
    before = settings.published.read_bytes()
    done = build_development(settings)
    assert done.begun.startswith("a copy of build ")
    assert (done.models.models, done.added) == ([], [])
    assert done.models.fresh > 100
    assert settings.published.read_bytes() == before
    assert plan_published(settings).is_empty


def test_the_file_is_begun_again_on_demand_and_of_another_layout(settings: Settings) -> None:
    build_development(settings)
    with duckdb.connect(str(settings.development)) as con:
        con.execute("create table main.mine as select 1 as x")
    assert build_development(settings).begun == ""
    assert build_development(settings, renew=True).begun == "an empty file"
    with duckdb.connect(str(settings.development)) as con:
        assert con.execute("select 1 from duckdb_tables() where table_name = 'mine'").fetchall() == []
        con.execute("update meta.development set layout = 'older'")
    assert build_development(settings).begun == "an empty file"


def test_a_file_of_somebody_else_is_not_replaced(settings: Settings) -> None:
    settings.warehouse.mkdir()
    with duckdb.connect(str(settings.development)) as con:
        con.execute("create table mine as select 1 as x")
    with pytest.raises(ConfigurationError, match="was not made by"):
        build_development(settings)
    settings.development.write_bytes(b"no database at all, but several words long")
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        build_development(settings)
    assert build_development(settings, renew=True).models.ok


def test_one_builder_at_a_time_and_the_night_is_not_held_up(settings: Settings) -> None:
    build_development(settings)
    put(settings, "one", "c", "new")
    with writer_lock(settings.warehouse, "reload"):
        assert built(build_development(settings))
    put(settings, "one", "c", "newer")
    with writer_lock(settings.warehouse, "build", ".dev.lock"), pytest.raises(LockedError, match="another writer"):
        build_development(settings)


def test_a_database_of_ones_own_is_built_in(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "mine.duckdb"
    with pytest.raises(ConfigurationError, match="no such database"):
        build_development(settings, database=file)
    with duckdb.connect(str(file)) as con:
        con.execute("create schema other")
    with pytest.raises(ModelError, match="no landed documents"):
        build_development(settings, database=file)
    build_development(settings)
    with duckdb.connect(str(file)) as con:
        con.execute(f"attach '{settings.development}' as dev (read_only)")
        con.execute("create schema raw")
        for table in ("documents", "cells", "quarantine"):
            con.execute(f"create table raw.{table} as from dev.raw.{table}")
    assert len(build_development(settings, database=file).models.built) == 5
    assert rows(settings, file) == rows(settings)
    assert not built(build_development(settings, database=file))
    with duckdb.connect(str(file)) as con:
        con.execute("delete from raw.cells; delete from raw.documents")
    assert built(build_development(settings, database=file))
    assert rows(settings, file)["marts.dim_word"] == []


def run(settings: Settings, *words: str) -> Result:
    environ = {"DUBAN_PROJECT": str(settings.project), "DUBAN_RAW": str(settings.raw)}
    return CliRunner().invoke(main, [*words, "--warehouse", str(settings.warehouse)], env=environ)


def test_a_build_prints_rows_and_time_a_model_and_one_line_for_all(settings: Settings) -> None:
    answer = run(settings, "build").stdout.splitlines()
    assert answer[0].split()[:4] == ["built", "staging.stg_cells", "8", "rows"]
    assert answer[0].split()[5] == "s"
    assert "added      one.md" in answer
    assert answer[-1].startswith("5 built (5 whole, 0 local), 0 fresh in ")
    put(settings, "three", "q", "r")
    again = run(settings, "build").stdout.splitlines()
    assert "1 document " in again[0]
    assert again[0].endswith("documents: 1 added")


def test_a_dry_run_lists_and_writes_nothing(settings: Settings) -> None:
    done = run(settings, "build", "--dry-run", "staging", "--json")
    assert [model["table"] for model in json.loads(done.stdout)["models"]] == [
        "staging.stg_cells",
        "staging.stg_documents",
    ]
    assert not settings.warehouse.exists()


def test_json_is_the_report(settings: Settings) -> None:
    done = run(settings, "build", "--json")
    answer = json.loads(done.stdout)
    assert answer["ok"]
    assert answer["documents"]["added"] == ["one.md", "two.md"]
    assert answer["models"][0]["table"] == "staging.stg_cells"
    assert answer["models"][0]["rows"] == 8


def test_the_development_file_is_asked_and_planned(settings: Settings) -> None:
    (settings.sql / "analyses").mkdir()
    (settings.sql / "analyses" / "anything.sql").write_text("-- 任一: one\nselect 1 as one  -- 一: one\n", "utf8")
    for words in (("query", "select 1"), ("plan",), ("ask", "anything")):
        done = run(settings, *words, "--dev")
        assert (done.exit_code, "no development file" in done.stderr) == (2, True)
    build_development(settings)
    done = run(settings, "query", "--dev", "--csv", "select count(*) as n from marts.dim_word")
    assert done.stdout == "n\n5\n"
    assert "nothing to do: 5 models are fresh" in run(settings, "plan", "--dev").stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("stg_", ["stg_cells", "stg_documents"]),
        ("+dim", ["+dim_word"]),
        ("mar", ["marts"]),
        ("marts.d", ["marts.dim_word"]),
        ("zzz", []),
    ],
)
def test_model_names_are_completed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    from click.shell_completion import ShellComplete

    monkeypatch.setenv("DUBAN_PROJECT", str(settings.project))
    for command in ("build", "plan"):
        found = ShellComplete(main, {}, "duban", "_DUBAN_COMPLETE").get_completions([command], typed)
        assert [item.value for item in found] == offered
