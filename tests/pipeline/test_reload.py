"""The reload as a whole: what it publishes, when it does not, and what it says."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from duban.errors import ConfigurationError
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.pipeline.steps import Step
from duban.publishing.published_build import published_build
from duban.settings import Settings
from tests.conftest import PROJECT, Once, copy_of, publish
from tests.pipeline.documents import TABLE, put
from trials.faults.deployment import WITHOUT_DRIFT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty raw folder and warehouse."""
    (tmp_path / "raw").mkdir()
    return in_folder(tmp_path)


def in_folder(folder: Path) -> Settings:
    return Settings(project=PROJECT, raw=folder / "raw", warehouse=folder / "warehouse", workers=1, history_count=3)


@pytest.fixture(scope="module")
def base(once: Once) -> Settings:
    """One document, published. To be read only."""

    def make(folder: Path) -> None:
        put(in_folder(folder), "2023.md")
        publish(in_folder(folder))

    return in_folder(once("one-document", make))


@pytest.fixture(scope="module")
def two_years(once: Once) -> Settings:
    """Two documents, published. To be read only."""

    def make(folder: Path) -> None:
        put(in_folder(folder), "2023.md")
        put(in_folder(folder), "2022.md", year=2022)
        publish(in_folder(folder))

    return in_folder(once("two-years", make))


@pytest.fixture
def published(base: Settings, tmp_path: Path) -> Settings:
    """One document, published, to write in."""
    return copy_of(base, tmp_path)


@pytest.fixture
def editable(base: Settings, tmp_path: Path) -> Settings:
    """The same, with models of its own, which the test edits."""
    return copy_of(base, tmp_path, with_sql=True)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, ordered; of meta only what does not depend on the hour."""
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' "
            "and (table_schema <> 'meta' or table_name in ('review_queue', 'quarantine', 'columns', 'lineage', "
            "'gate_results', 'gate_failures', 'seeds')) order by all"
        ).fetchall()
        return {
            f"{schema}.{table}": con.execute(
                f"""from {WITHOUT_DRIFT.get(table, f'"{schema}"."{table}"')} order by all"""
            ).fetchall()
            for schema, table in tables
        }


def test_a_second_reload_builds_nothing(published: Settings) -> None:
    first = published_build(published.published)
    assert first is not None
    before = published.published.read_bytes()
    second = reload(published)
    assert (second.status, second.exit_code) == ("unchanged", 0)
    assert second.build_id == first.build_id
    assert published.published.read_bytes() == before


def test_two_reloads_from_nothing_hold_the_same_rows(two_years: Settings, tmp_path: Path) -> None:
    once = contents(two_years.published)
    settings = copy_of(two_years, tmp_path)
    assert reload(settings, full=True).status == "published"
    again = contents(settings.published)
    assert once.keys() == again.keys()
    assert "marts.mart_target_progress" in once
    for table, rows in once.items():
        assert rows == again[table], table


@pytest.mark.parametrize("change", ["added", "changed", "removed", "seed"])
def test_a_reload_after_a_change_equals_one_from_nothing(
    base: Settings, two_years: Settings, tmp_path: Path, change: str
) -> None:
    settings = copy_of(two_years, tmp_path, with_sql=change == "seed")
    if change == "added":
        put(settings, "2021.md", year=2021)
    elif change == "changed":
        put(settings, "2022.md", year=2022, text=TABLE.replace("3所", "4所"))
    elif change == "removed":
        (settings.raw / "2022.md").unlink()
    else:
        seed = settings.sql / "seeds" / "status_wordings.csv"
        seed.write_text(seed.read_text("utf8").replace("是,on_track", "是,met"), "utf8")
    outcome = reload(settings)
    assert outcome.status == "published", outcome.lines()
    incremental = contents(settings.published)
    if change == "removed":
        whole = contents(base.published)  # which holds the document that is left
    else:
        reload(settings, full=True)
        whole = contents(settings.published)
    for table, rows in incremental.items():
        assert rows == whole[table], table


BAD = {
    "empty": (b"", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "PNG"),
    "no header": ("某市人民政府2021年度责任目标\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n".encode(), "header"),
    "encoding": (b"| \xff\xfe\xfa\xfb\x81 | \x80\x81\xff |\n|---|---|\n| \xff\xff | \xc3\x28\xff |\n", ""),
}


def test_memory_that_is_used_up_between_two_models_is_a_failure_of_the_machine(published: Settings) -> None:
    """Not only DuckDB asks for memory: what a gate found is written by Python."""

    def step(name: Step, do: Callable[..., Any], *args: Any) -> Any:
        if name is Step.WRITE_GATE_REPORT:
            raise MemoryError
        return do(*args)

    put(published, "2024.md", year=2024)
    outcome = reload(published, step=step)
    assert (outcome.status, outcome.exit_code) == ("failed", 1)
    assert outcome.why[0] == "the machine failed: it has no memory left"
    assert not list(published.warehouse.glob(".candidate-*"))


@pytest.fixture(scope="module")
def of_bad_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Outcome]:
    """What a reload says of one good document beside every file of BAD and one that gate 1 lets not pass."""
    settings = in_folder(tmp_path_factory.mktemp("bad"))
    put(settings, "2023.md")
    put(settings, "odd.md", year=2022, text=TABLE.replace("责任目标内容", "奇怪的栏目").replace("序号", "无名"))
    for kind, (content, _) in BAD.items():
        (settings.raw / f"{kind}.md").write_bytes(content)
    return settings, reload(settings)


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_costs_itself_with_a_reason_a_place_and_a_way_out(
    of_bad_files: tuple[Settings, Outcome], kind: str
) -> None:
    _, outcome = of_bad_files
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    [held] = [held for held in outcome.quarantined if held.path == f"{kind}.md"]
    assert BAD[kind][1] in held.reason
    assert held.source_place
    assert held.remedy
    assert (outcome.document_count, len(outcome.quarantined)) == (1, len(BAD) + 1)


def test_a_document_that_fails_gate_1_is_named_and_the_rest_is_published(
    of_bad_files: tuple[Settings, Outcome],
) -> None:
    settings, outcome = of_bad_files
    [held] = [held for held in outcome.quarantined if held.path == "odd.md"]
    assert "奇怪的栏目" in held.reason
    assert "header_synonyms.csv" in held.remedy
    assert held.source_place
    with duckdb.connect(str(settings.published), read_only=True) as con:
        rows = con.execute("select document_path, gate_name from meta.quarantine where document_path = 'odd.md'")
        assert rows.fetchall() == [("odd.md", "landing")]
        assert con.execute("select document_path from marts.dim_document").fetchall() == [("2023.md",)]


# id: (place, document, what the warning says)
ODD = {
    "a number twice": ("东山县", TABLE.replace("| 2 | 王强", "| 1 | 王强"), "number"),
    "too many cells": ("南河县", TABLE.replace("| 市教育局 |", "| 市教育局 | 多余 | 多余 |"), "more cells"),
    "too few cells": ("西江县", TABLE.replace(" | 是 | 市教育局 |", " |"), "fewer cells"),
}
WORDINGS = ["每季度", "本季度", "2月30日", "13月底", "按月", "99季度", "年年"]


@pytest.fixture(scope="module")
def odd_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Outcome]:
    """Every document of ODD, one for each wording, and two editions of one more, published together."""
    settings = in_folder(tmp_path_factory.mktemp("odd"))
    for kind, (place, text, _) in ODD.items():
        put(settings, f"{kind}.md", place=place, text=text)
    for number, (wording, place) in enumerate(zip(WORDINGS, "东南西北上下临", strict=True)):
        put(settings, f"{number}.md", place=f"{place}山县", year=2022, text=TABLE.replace("年底", wording))
    put(settings, "first.md")
    put(settings, "second.md", text=TABLE.replace("已建成学校3所", "已建成学校4所"))
    (settings.raw / "first.yml").write_text("published_on: 2024-03-01\n", "utf8")
    (settings.raw / "second.yml").write_text("published_on: 2024-01-01\n", "utf8")
    return settings, reload(settings)


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_row_is_warned_of_and_nothing_is_lost(odd_night: tuple[Settings, Outcome], kind: str) -> None:
    settings, outcome = odd_night
    assert (outcome.status, outcome.exit_code) == ("published", 0), outcome.lines()
    assert any(ODD[kind][2] in warning and f"{kind}.md" in warning for warning in outcome.warnings), outcome.warnings
    with duckdb.connect(str(settings.published), read_only=True) as con:
        rows = con.execute(
            "select distinct source_row_no from marts.mart_target_progress where document_path = ? order by 1",
            [f"{kind}.md"],
        ).fetchall()
    assert rows == [(2,), (3,)]


@pytest.mark.parametrize("wording", WORDINGS)
def test_no_wording_of_a_document_stops_a_night(odd_night: tuple[Settings, Outcome], wording: str) -> None:
    settings, outcome = odd_night
    assert outcome.status == "published", outcome.lines()
    with duckdb.connect(str(settings.published), read_only=True) as con:
        printed = con.execute("select count(*) from marts.mart_target_progress where deadline_text = ?", [wording])
        assert printed.fetchone() == (2,)


def test_of_two_editions_the_newer_is_current_and_the_older_stays_queryable(
    odd_night: tuple[Settings, Outcome],
) -> None:
    settings, outcome = odd_night
    assert outcome.superseded == [("second.md", "first.md")]
    assert "edition     second.md stays queryable; first.md is current" in outcome.lines()
    with duckdb.connect(str(settings.published), read_only=True) as con:
        rows = con.execute(
            "select document_path, edition_no, is_current from marts.dim_document "
            "where document_path in ('first.md', 'second.md') order by 1"
        ).fetchall()
    assert rows == [("first.md", 2, True), ("second.md", 1, False)]


def test_a_night_of_200_good_and_10_bad_documents_publishes_the_200_and_names_the_10(settings: Settings) -> None:
    for number, (first, second) in enumerate(itertools.product("东南西北上下临平安宁", "山河江阳州川陵原林泉")):
        for year in (2022, 2023):
            put(settings, f"good{number:02d}-{year}.md", place=f"{first}{second}县", year=year)
    for number, (content, _) in enumerate(BAD.values()):
        (settings.raw / f"bad{number}.md").write_bytes(content)
    (settings.raw / "bad4.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (settings.raw / "bad5.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    (settings.raw / "bad6.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (settings.raw / "bad7.html").write_text("<p>404 not found</p>", "utf8")
    put(settings, "bad8.md", place="无年县", text=TABLE.replace("{year}年度", ""))
    put(settings, "bad9.md", place="坏县")
    (settings.raw / "bad9.yml").write_text("report_year: soon\n", "utf8")
    outcome = reload(settings)
    assert (outcome.status, outcome.exit_code, outcome.document_count) == ("published", 4, 200), outcome.lines()
    assert sorted({held.path.split(".")[0] for held in outcome.quarantined}) == [f"bad{number}" for number in range(10)]
    for held in outcome.quarantined:
        assert held.reason, held
        assert held.source_place, held
        assert held.remedy, held


def test_a_folder_without_documents_publishes_nothing_and_says_so(settings: Settings) -> None:
    outcome = reload(settings)
    assert outcome.exit_code == 1
    assert outcome.why[0] == "the raw folder holds no documents"


def test_a_reload_whose_gate_fails_leaves_the_published_file_as_it_was(editable: Settings) -> None:
    before = editable.published.read_bytes()
    put(editable, "2022.md", year=2022)
    (editable.sql / "tests" / "there_are_no_targets.sql").write_text(
        "-- 没有目标: there are no targets\n-- severity: stop\n-- checked: marts.dim_target\n"
        "-- why: 试: a trial\n-- remedy: 试: a trial\nselect target_id from marts.dim_target\n",
        "utf8",
    )
    outcome = reload(editable)
    assert (outcome.status, outcome.exit_code) == ("failed", 1)
    assert any("there are no targets" in why for why in outcome.why)
    assert editable.published.read_bytes() == before
    assert not list(editable.warehouse.glob(".candidate-*"))


def test_a_model_that_fails_publishes_nothing_and_is_named(editable: Settings) -> None:
    before = editable.published.read_bytes()
    model = editable.sql / "marts" / "dim_target.sql"
    model.write_text(model.read_text("utf8") + "\nwhere error('boom')::boolean\n", "utf8")
    outcome = reload(editable)
    assert outcome.exit_code == 1
    assert any("marts.dim_target" in why for why in outcome.why)
    assert editable.published.read_bytes() == before


def test_readers_are_not_disturbed_by_a_reload(published: Settings) -> None:
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; con = duckdb.connect({str(published.published)!r}, read_only=True)\n"
            "ask = lambda: print(con.execute('select count(*) from marts.dim_document').fetchone()[0], flush=True)\n"
            "ask(); input(); ask()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "1\n"
    put(published, "2022.md", year=2022)
    assert reload(published).status == "published"
    out, _ = reader.communicate("\n", timeout=60)
    assert (out, reader.returncode) == ("1\n", 0)
    with duckdb.connect(str(published.published), read_only=True) as con:
        assert con.execute("select count(*) from marts.dim_document").fetchone() == (2,)


def test_a_damaged_published_file_is_built_anew(published: Settings) -> None:
    published.published.write_bytes(b"not a database")
    outcome = reload(published)
    assert outcome.status == "published"
    with duckdb.connect(str(published.published), read_only=True) as con:
        assert con.execute("select count(*) from marts.dim_document").fetchone() == (1,)


def test_a_dry_run_lists_and_writes_nothing(settings: Settings) -> None:
    put(settings, "2023.md")
    outcome: Outcome = reload(settings, dry_run=True)
    assert (outcome.status, outcome.added) == ("dry run", ["2023.md"])
    assert not settings.warehouse.exists()


def test_rollbacks_are_builds_of_their_own_that_step_on_back_and_the_next_reload_builds_anew(
    published: Settings,
) -> None:
    settings = published
    builds = [published_build(settings.published)]
    for year in (2022, 2021):
        put(settings, f"{year}.md", year=year)
        reload(settings)
        builds.append(published_build(settings.published))
    first, second, _ = (build.build_id for build in builds if build)

    def documents_and_builds() -> tuple[Any, Any]:
        with duckdb.connect(str(settings.published), read_only=True) as con:
            documents = con.execute("select count(*) from marts.dim_document").fetchone()
            return documents, con.execute("select build_id, kind from meta.builds order by finished_at").fetchall()

    once = rollback(settings)
    assert (once.from_id, once.passed_id) == (second, None)
    assert documents_and_builds() == ((2,), [(first, "reload"), (second, "reload"), (once.build_id, "rollback")])
    twice = rollback(settings)
    assert (twice.from_id, twice.passed_id) == (first, second)
    assert documents_and_builds() == ((1,), [(first, "reload"), (twice.build_id, "rollback")])
    with pytest.raises(ConfigurationError, match="no earlier build"):
        rollback(settings)
    after = reload(settings)
    assert (after.status, after.document_count) == ("published", 3)
