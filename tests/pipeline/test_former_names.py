"""A published build whose columns have their former names is compared with and kept from like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from duban.asking.status import read_status
from duban.comparing.readings import compare_readings
from duban.landing.changes import ReadAgain
from duban.landing.quarantine import QuarantinedDocument
from duban.landing.raw_tables import DOCUMENT_TABLES, FORMER_NAMES
from duban.landing.store import create_raw_tables
from duban.pipeline.set_aside import LastPublished, set_aside

PATH = "town/2023.md"


def land(con: duckdb.DuckDBPyConnection, document_id: str, text: str, read_fingerprint: str) -> None:
    """One document of one cell and one note."""
    con.execute(
        "insert into raw.documents by name select ? as document_id, ? as document_path, ? as content_fingerprint,"
        " ? as read_fingerprint",
        [document_id, PATH, document_id, read_fingerprint],
    )
    con.execute(
        "insert into raw.cells by name select ? as document_id, 1 as table_no, 2 as row_no, 1 as column_no,"
        " ? as text, 1 as row_span, 1 as column_span, 'line 7' as source_place",
        [document_id, text],
    )
    con.execute(
        "insert into raw.notes by name select ? as document_id, 1 as note_no, 'info' as severity, 'seen' as what,"
        " 'line 3' as source_place",
        [document_id],
    )


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A published build of one document, its raw tables and quarantine as they were called before."""
    file = tmp_path / "duban.duckdb"
    with duckdb.connect(str(file)) as con:
        create_raw_tables(con)
        land(con, "old", "一所", "read once")
        con.execute("create schema staging; create schema meta")
        con.execute("create table staging.stg_documents as select document_id from raw.documents")
        con.execute(
            "create table meta.quarantine as select 'town/2022.md' as document_path, 'landing' as gate_name,"
            " 'no header' as reason_text, 'line 1' as place, 'add one' as remedy_text, null as kept_build_id"
        )
        con.execute("insert into raw.quarantine by name select 'town/2022.md' as document_path, 'landing' as gate")
        con.execute(
            "create table meta.builds as select 'b1' as build_id, 'reload' as kind, now() as started_at,"
            " now() as finished_at, '' as inputs_fingerprint, 1 as document_count, 1 as target_count,"
            " 0 as review_count, false as has_slack, 'former' as layout"
        )
        for former, name in FORMER_NAMES.items():
            for table in (*DOCUMENT_TABLES, "raw.quarantine"):
                if name in con.table(table).columns:
                    con.execute(f"alter table {table} rename column {name} to {former}")
    return file


@pytest.fixture
def candidate() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        create_raw_tables(con)
        yield con


def test_rows_are_kept_from_it(published: Path, candidate: duckdb.DuckDBPyConnection) -> None:
    land(candidate, "new", "两所", "read again")
    out = QuarantinedDocument("new", PATH, "spoils the build", "line 7", "look at it")
    set_aside(candidate, [out], LastPublished(published, "b1"))
    kept = candidate.execute(
        "select text, source_place from raw.cells union all select what, source_place from raw.notes"
    )
    assert sorted(kept.fetchall()) == [("seen", "line 3"), ("一所", "line 7")]
    assert candidate.execute("select source_place, kept_build_id from raw.quarantine").fetchall() == [("line 7", "b1")]


def test_a_reading_is_compared_with_it(published: Path, candidate: duckdb.DuckDBPyConnection) -> None:
    land(candidate, "old", "两所", "read again")
    (read,) = compare_readings(published, candidate, [ReadAgain(PATH, "asked for")])
    assert read.came_out == "different"
    assert [(cell.source_place, cell.before, cell.now) for cell in read.cells] == [("line 7 column 1", "一所", "两所")]
    assert read.others == []


def test_its_quarantine_is_listed(published: Path) -> None:
    status = read_status(published, published.parent / "runs.jsonl")
    assert status.quarantine == [("town/2022.md", "no header", "line 1", "add one", "")]
