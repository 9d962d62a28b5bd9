"""Landing into the raw tables: they follow the raw folder, and every cell that is printed is there."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from duban.landing.discovery import discover
from duban.landing.limits import Limits
from duban.landing.raw_tables import RAW_TABLES
from duban.landing.reader import Source
from duban.landing.readers import reader_for
from duban.landing.side_files import SideFile
from duban.landing.store import LandingReport, land

TABLE = "某市人民政府{year}年度责任目标\n\n| 序号 | 责任目标 |\n|---|---|\n| 1 | 新建学校{year}所 |\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for year in (2021, 2022):
        (folder / f"{year}.md").write_text(TABLE.format(year=year), "utf8")
    return folder


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def landed(con: duckdb.DuckDBPyConnection, raw: Path, limits: Limits | None = None) -> LandingReport:
    return land(con, raw, discover(raw), workers=1, limits=limits)


def snapshot(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {table: con.execute(f"select * from {table} order by all").fetchall() for table in RAW_TABLES}


def test_every_cell_is_landed_as_its_reader_saw_it(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    landed(con, raw)
    content = (raw / "2021.md").read_bytes()
    seen = reader_for("2021.md").read(Source("2021.md", content), Limits())
    stored = con.execute(
        "select row_no, column_no, text, source_place from raw.cells join raw.documents using (document_id) "
        "where document_path = '2021.md' order by row_no, column_no"
    ).fetchall()
    assert stored == [(c.row_no, c.column_no, c.text, c.source_place) for grid in seen.grids for c in grid.cells()]


def test_unchanged_documents_are_not_read_again(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    assert landed(con, raw).added == ["2021.md", "2022.md"]
    read: list[str] = []
    report = land(con, raw, discover(raw), workers=1, on_read=lambda one: read.append(one.document.path))
    assert report.is_empty
    assert report.unchanged_count == 2
    assert read == []


@pytest.mark.parametrize("what", ["added", "changed", "removed", "renamed", "described"])
def test_landing_again_equals_landing_from_nothing(con: duckdb.DuckDBPyConnection, raw: Path, what: str) -> None:
    landed(con, raw)
    first = raw / "2021.md"
    if what == "added":
        (raw / "2023.md").write_text(TABLE.format(year=2023), "utf8")
    elif what == "changed":
        first.write_text(TABLE.format(year=1999), "utf8")
    elif what == "removed":
        first.unlink()
    elif what == "renamed":
        first.rename(raw / "old.md")
    else:
        (raw / "2021.yml").write_text("report_year: 2021\n", "utf8")
    landed(con, raw)
    fresh = duckdb.connect()
    landed(fresh, raw)
    assert snapshot(con) == snapshot(fresh)


def test_a_document_that_cannot_be_read_costs_only_itself(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    (raw / "bad.md").write_bytes(b"\x00\x01\x02\x03" * 100)
    report = landed(con, raw)
    assert report.unreadable == ["bad.md"]
    assert con.execute("select document_path, gate from raw.quarantine").fetchall() == [("bad.md", "reading")]
    assert con.execute("select count(*) from raw.documents").fetchone() == (2,)
    assert landed(con, raw).is_empty, "it is not read again until it changes"


def test_a_document_that_hangs_is_stopped(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    for year in (2021, 2022):
        rows = "".join(f"| {no} | 周远 | 新建学校{no}所 | 市教育局 |\n" for no in range(1, 30_001))
        with (raw / f"{year}.md").open("a", encoding="utf8") as table:
            table.write(rows)
    report = landed(con, raw, Limits(seconds=0.001))
    assert report.unreadable == ["2021.md", "2022.md"]
    reasons = con.execute("select distinct reason from raw.quarantine").fetchall()
    assert reasons == [("reading took more than 0.001 seconds and was stopped",)]


def test_a_document_that_changes_between_finding_and_reading_is_noted(
    con: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    found = discover(raw)
    (raw / "2021.md").write_text(TABLE.format(year=1999), "utf8")
    land(con, raw, found, workers=1)
    assert con.execute("select document_path, reason from raw.quarantine").fetchall() == [
        ("2021.md", "it changed while it was read")
    ]
    assert landed(con, raw).changed == ["2021.md"], "and the next landing takes it"


def test_a_reading_that_says_nothing_of_the_document_is_tried_again(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    before = discover(raw)
    (raw / "2021.md").rename(raw.parent / "away.md")
    report = land(con, raw, before, workers=1)
    assert report.unsettled == ["2021.md"], "it went between finding and reading"
    (raw.parent / "away.md").rename(raw / "2021.md")
    again = land(con, raw, before, workers=1, since={})
    assert (again.added, again.unsettled) == (["2021.md", "2022.md"], []), "though nothing about it has changed"
    fresh = duckdb.connect()
    landed(fresh, raw)
    assert snapshot(con) == snapshot(fresh)


def test_what_no_database_can_hold_costs_its_document_alone(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    found = discover(raw)
    spoilt = found.documents[0]
    object.__setattr__(spoilt, "side_file", SideFile("x.yml", b"", {"note": "\ud800"}))
    report = land(con, raw, found, workers=1)
    assert report.unreadable == [spoilt.path] and not report.unsettled
    [(path, reason)] = con.execute("select document_path, reason from raw.quarantine").fetchall()
    assert (path, "holds what the database cannot" in reason) == (spoilt.path, True)
    landed_paths = {path for (path,) in con.execute("select document_path from raw.documents").fetchall()}
    assert landed_paths == {one.path for one in found.documents[1:]} != set()


def test_documents_that_waited_are_read_the_next_time(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    found = discover(raw)
    report = land(con, raw, found, workers=1, until=0.0)
    paths = [one.path for one in found.documents]
    assert report.waiting == report.unreadable == report.unsettled == paths
    again = land(con, raw, found, workers=1)
    assert not again.unreadable
    assert con.execute("select count(*) from raw.documents").fetchone() == (len(paths),)
    assert con.execute("select count(*) from raw.quarantine").fetchone() == (0,)
