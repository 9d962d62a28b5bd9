"""The reload as a whole: what it publishes, when it does not, and what it says."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.settings import Settings
from tests.conftest import PROJECT

TABLE = """
{place}人民政府{year}年度责任目标完成情况一览表

| 序号 | 市政府领导 | 责任目标内容 | 完成时限 | 完成情况 | 是否按计划完成进度 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 李明 | 新建学校3所 | 年底 | 已建成学校3所 | 是 | 市教育局 |
| 2 | 王强 | 新增就业5万人 | 年底 | 新增就业5.1万人 | 是 | 市人力资源社会保障局 |
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty raw folder and warehouse, and a copy of the project's models that a test may damage."""
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "sql", project / "sql")
    (project / "raw").mkdir()
    return Settings(project=project, raw=project / "raw", warehouse=tmp_path / "warehouse", workers=1, history_count=3)


def put(settings: Settings, name: str, place: str = "临江市", year: int = 2023, text: str = TABLE) -> Path:
    path = settings.raw / name
    path.write_text(text.format(place=place, year=year), "utf8")
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, ordered; of meta only what does not tell the hour."""
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' "
            "and (table_schema <> 'meta' or table_name in ('review_queue', 'quarantine', 'columns', 'lineage', "
            "'gate_results', 'gate_failures', 'seeds')) order by all"
        ).fetchall()
        return {f"{s}.{t}": con.execute(f'select * from "{s}"."{t}" order by all').fetchall() for s, t in tables}


def test_a_second_reload_builds_nothing(settings: Settings) -> None:
    put(settings, "2023.md")
    first = reload(settings)
    assert (first.status, first.exit_code) == ("published", 0)
    before = settings.published.read_bytes()
    second = reload(settings)
    assert (second.status, second.exit_code) == ("unchanged", 0)
    assert second.build_id == first.build_id
    assert settings.published.read_bytes() == before


def test_two_reloads_from_nothing_hold_the_same_rows(settings: Settings) -> None:
    put(settings, "2023.md")
    put(settings, "2022.md", year=2022)
    reload(settings)
    once = contents(settings.published)
    reload(settings, full=True)
    again = contents(settings.published)
    assert once.keys() == again.keys()
    assert "marts.mart_target_progress" in once
    for table, rows in once.items():
        assert rows == again[table], table


@pytest.mark.parametrize("change", ["added", "changed", "removed", "seed"])
def test_a_reload_after_a_change_equals_one_from_nothing(settings: Settings, change: str) -> None:
    put(settings, "2023.md")
    put(settings, "2022.md", year=2022)
    reload(settings)
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
    reload(settings, full=True)
    whole = contents(settings.published)
    for table, rows in incremental.items():
        assert rows == whole[table], table


def test_a_document_that_fails_gate_1_is_named_and_the_rest_is_published(settings: Settings) -> None:
    put(settings, "2023.md")
    put(settings, "odd.md", year=2022, text=TABLE.replace("责任目标内容", "奇怪的栏目").replace("序号", "无名"))
    outcome = reload(settings)
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    [held] = outcome.quarantined
    assert held.path == "odd.md"
    assert "奇怪的栏目" in held.reason
    assert "header_synonyms.csv" in held.remedy
    assert held.place
    rows = duckdb.connect(str(settings.published), read_only=True).execute(
        "select document_path, gate_name from meta.quarantine"
    )
    assert rows.fetchall() == [("odd.md", "landing")]


BAD = {
    "empty": (b"", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "PNG"),
    "no header": ("某市人民政府2021年度责任目标\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n".encode(), "header"),
    "encoding": (b"| \xff\xfe\xfa\xfb\x81 | \x80\x81\xff |\n|---|---|\n| \xff\xff | \xc3\x28\xff |\n", ""),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_costs_itself_with_a_reason_a_place_and_a_way_out(settings: Settings, kind: str) -> None:
    content, word = BAD[kind]
    put(settings, "2023.md")
    (settings.raw / "bad.md").write_bytes(content)
    outcome = reload(settings)
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    [held] = outcome.quarantined
    assert held.path == "bad.md"
    assert word in held.reason
    assert held.place
    assert held.remedy
    assert outcome.document_count == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (TABLE.replace("| 2 | 王强", "| 1 | 王强"), "number"),
        (TABLE.replace("| 市教育局 |", "| 市教育局 | 多余 | 多余 |"), "more cells"),
        (TABLE.replace(" | 是 | 市教育局 |", " |"), "fewer cells"),
    ],
    ids=["a number twice", "too many cells", "too few cells"],
)
def test_an_odd_row_is_warned_of_and_nothing_is_lost(settings: Settings, text: str, word: str) -> None:
    put(settings, "2023.md", text=text)
    outcome = reload(settings)
    assert (outcome.status, outcome.exit_code) == ("published", 0), outcome.lines()
    assert any(word in warning and "2023.md" in warning for warning in outcome.warnings), outcome.warnings
    with duckdb.connect(str(settings.published), read_only=True) as con:
        rows = con.execute("select distinct source_row_no from marts.mart_target_progress order by 1").fetchall()
    assert rows == [(2,), (3,)]


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
        assert held.place, held
        assert held.remedy, held


@pytest.mark.parametrize("wording", ["每季度", "本季度", "2月30日", "13月底", "按月", "99季度", "年年"])
def test_no_wording_of_a_document_stops_a_night(settings: Settings, wording: str) -> None:
    put(settings, "2023.md", text=TABLE.replace("年底", wording))
    outcome = reload(settings)
    assert outcome.status == "published", outcome.lines()


def test_a_folder_without_documents_publishes_nothing_and_says_so(settings: Settings) -> None:
    outcome = reload(settings)
    assert outcome.exit_code == 1
    assert outcome.why[0] == "the raw folder holds no documents"


def test_a_reload_whose_gate_fails_leaves_the_published_file_as_it_was(settings: Settings) -> None:
    put(settings, "2023.md")
    reload(settings)
    before = settings.published.read_bytes()
    put(settings, "2022.md", year=2022)
    (settings.sql / "tests" / "there_are_no_targets.sql").write_text("select target_id from marts.dim_target\n", "utf8")
    outcome = reload(settings)
    assert (outcome.status, outcome.exit_code) == ("failed", 1)
    assert any("there are no targets" in why for why in outcome.why)
    assert settings.published.read_bytes() == before
    assert not list(settings.warehouse.glob(".candidate-*"))


def test_a_model_that_fails_publishes_nothing_and_is_named(settings: Settings) -> None:
    put(settings, "2023.md")
    reload(settings)
    before = settings.published.read_bytes()
    model = settings.sql / "marts" / "dim_target.sql"
    model.write_text(model.read_text("utf8") + "\nwhere error('boom')::boolean\n", "utf8")
    outcome = reload(settings)
    assert outcome.exit_code == 1
    assert any("marts.dim_target" in why for why in outcome.why)
    assert settings.published.read_bytes() == before


def test_readers_are_not_disturbed_by_a_reload(settings: Settings) -> None:
    put(settings, "2023.md")
    reload(settings)
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; con = duckdb.connect({str(settings.published)!r}, read_only=True)\n"
            "ask = lambda: print(con.execute('select count(*) from marts.dim_document').fetchone()[0], flush=True)\n"
            "ask(); input(); ask()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "1\n"
    put(settings, "2022.md", year=2022)
    assert reload(settings).status == "published"
    out, _ = reader.communicate("\n", timeout=60)
    assert (out, reader.returncode) == ("1\n", 0)
    with duckdb.connect(str(settings.published), read_only=True) as con:
        assert con.execute("select count(*) from marts.dim_document").fetchone() == (2,)


def test_a_damaged_published_file_is_built_anew(settings: Settings) -> None:
    put(settings, "2023.md")
    reload(settings)
    settings.published.write_bytes(b"not a database")
    outcome = reload(settings)
    assert outcome.status == "published"
    with duckdb.connect(str(settings.published), read_only=True) as con:
        assert con.execute("select count(*) from marts.dim_document").fetchone() == (1,)


def test_of_two_editions_the_newer_is_current_and_the_older_stays_queryable(settings: Settings) -> None:
    put(settings, "first.md")
    put(settings, "second.md", text=TABLE.replace("已建成学校3所", "已建成学校4所"))
    (settings.raw / "first.yml").write_text("published_on: 2024-03-01\n", "utf8")
    (settings.raw / "second.yml").write_text("published_on: 2024-01-01\n", "utf8")
    outcome = reload(settings)
    assert outcome.superseded == [("second.md", "first.md")]
    assert "edition     second.md stays queryable; first.md is current" in outcome.lines()
    with duckdb.connect(str(settings.published), read_only=True) as con:
        rows = con.execute("select document_path, edition_no, is_current from marts.dim_document order by 1").fetchall()
    assert rows == [("first.md", 2, True), ("second.md", 1, False)]


def test_a_dry_run_tells_and_writes_nothing(settings: Settings) -> None:
    put(settings, "2023.md")
    outcome: Outcome = reload(settings, dry_run=True)
    assert (outcome.status, outcome.added) == ("dry run", ["2023.md"])
    assert not settings.warehouse.exists()


def test_a_rollback_is_a_build_of_its_own_and_the_next_reload_builds_anew(settings: Settings) -> None:
    put(settings, "2023.md")
    first = reload(settings)
    put(settings, "2022.md", year=2022)
    reload(settings)
    new_id, from_id = rollback(settings)
    assert from_id == first.build_id
    with duckdb.connect(str(settings.published), read_only=True) as con:
        assert con.execute("select count(*) from marts.dim_document").fetchone() == (1,)
        kinds = con.execute("select build_id, kind from meta.builds order by finished_at").fetchall()
    assert kinds == [(first.build_id, "reload"), (new_id, "rollback")]
    after = reload(replace(settings))
    assert (after.status, after.document_count) == ("published", 2)
