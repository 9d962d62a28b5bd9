"""The raw tables of a candidate: what is landed there, and how it follows the raw folder.

Unchanged documents are not read again; removed ones leave; changed ones are replaced. The tables' types are those of
`columns` and the statements below; `sql/staging` is their only reader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.landing.discovery import Discovery
from duban.landing.reader import Limits
from duban.landing.reading import LandedDocument, read_documents

if TYPE_CHECKING:
    import duckdb

RAW_TABLES = """
create schema if not exists raw;
create table if not exists raw.documents (
    document_id varchar, document_path varchar, sha256 varchar, byte_count bigint, format varchar,
    reader_name varchar, reader_version varchar, encoding varchar, title_text varchar, content_fingerprint varchar
);
create table if not exists raw.document_facts (document_id varchar, fact_name varchar, fact_text varchar);
create table if not exists raw.texts (
    document_id varchar, text_no integer, table_no integer, kind varchar, text varchar, place varchar
);
create table if not exists raw.cells (
    document_id varchar, table_no integer, row_no integer, column_no integer, text varchar,
    row_span integer, column_span integer, is_origin boolean, origin_row_no integer, origin_column_no integer,
    span_is_known boolean, place varchar
);
create table if not exists raw.notes (
    document_id varchar, note_no integer, severity varchar, what varchar, place varchar
);
create table if not exists raw.quarantine (
    document_id varchar, document_path varchar, gate varchar, reason varchar, place varchar, remedy varchar,
    content_fingerprint varchar
);
"""
# Tables that hold rows of a document that was read.
DOCUMENT_TABLES = ("documents", "document_facts", "texts", "cells", "notes")
# Cells are written in batches of about this many rows: a statement a document would cost more than its rows.
_BATCH_CELLS = 200_000


@dataclass(slots=True)
class LandingReport:
    """What a landing did; every list holds document paths, ordered."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged_count: int = 0
    unreadable: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the raw tables were left as they were."""
        return not (self.added or self.changed or self.removed)


def create_raw_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing of the schema `raw`."""
    con.execute(RAW_TABLES)


def land(
    con: duckdb.DuckDBPyConnection,
    raw: Path,
    found: Discovery,
    workers: int,
    limits: Limits | None = None,
    on_read: Callable[[LandedDocument], None] | None = None,
) -> LandingReport:
    """Make the raw tables of the candidate hold exactly what was found, reading only what is new or changed.

    on_read is called once a document that was read, for progress.
    """
    create_raw_tables(con)
    report = compare(con, found)
    _forget(con, [*report.changed, *report.removed])
    fresh = {*report.added, *report.changed}
    refused = [r for r in found.refused if r.path in fresh]
    _quarantine(con, [(r.document_id, r.path, r.reason, r.place, r.remedy, r.content_fingerprint) for r in refused])
    to_read = [document for document in found.documents if document.path in fresh]
    batch: list[LandedDocument] = []
    for landed in read_documents(raw, to_read, workers, limits, on_read):
        batch.append(landed)
        if landed.error:
            report.unreadable.append(landed.document.path)
        if sum(d.cells.num_rows for d in batch if d.cells is not None) >= _BATCH_CELLS:
            _write(con, batch)
            batch = []
    _write(con, batch)
    report.unreadable = sorted([*report.unreadable, *(r.path for r in refused)])
    return report


def compare(con: duckdb.DuckDBPyConnection, found: Discovery) -> LandingReport:
    """What a landing would do to the raw tables of a database, told without reading a document."""
    before = dict(con.execute(_KNOWN).fetchall())
    now = {d.path: d.content_fingerprint for d in found.documents}
    now |= {r.path: r.content_fingerprint for r in found.refused}
    report = LandingReport(
        added=[path for path in sorted(now) if path not in before],
        changed=[p for p in sorted(now) if p in before and before[p] != now[p]],
        removed=[path for path in sorted(before) if path not in now],
    )
    report.unchanged_count = len(now) - len(report.added) - len(report.changed)
    return report


def rows_after(found: Discovery, report: LandingReport) -> dict[str, tuple[str, list[Any]]]:
    """What the feeds 'landed' and 'quarantine' would hold after a landing, as FROM clauses with their parameters.

    Documents that are new or changed are taken to be readable: only reading them could tell.
    """
    fresh = {*report.added, *report.changed}
    gone = [*report.changed, *report.removed]
    documents = [d for d in found.documents if d.path in fresh]
    refused = [r for r in found.refused if r.path in fresh]
    landed = """(
        select document_id, content_fingerprint from raw.documents where not list_contains(?::varchar[], document_path)
        union all
        select unnest(?::varchar[]), unnest(?::varchar[])
    )"""
    quarantine = """(
        select * from raw.quarantine where not list_contains(?::varchar[], document_path)
        union all
        select unnest(?::varchar[]), unnest(?::varchar[]), 'reading', unnest(?::varchar[]), unnest(?::varchar[]),
            unnest(?::varchar[]), unnest(?::varchar[])
    ) as entry"""
    words = ("document_id", "path", "reason", "place", "remedy", "content_fingerprint")
    return {
        "landed": (landed, [gone, [d.document_id for d in documents], [d.content_fingerprint for d in documents]]),
        "quarantine": (quarantine, [gone, *([getattr(r, word) for r in refused] for word in words)]),
    }


_KNOWN = """
select document_path, content_fingerprint from raw.documents
union
select document_path, content_fingerprint from raw.quarantine where gate = 'reading'
"""


def _forget(con: duckdb.DuckDBPyConnection, paths: list[str]) -> None:
    if not paths:
        return
    ids = [
        row[0]
        for row in con.execute(
            "select document_id from raw.documents where document_path in (select unnest(?))", [paths]
        ).fetchall()
    ]
    for table in DOCUMENT_TABLES:
        con.execute(f"delete from raw.{table} where document_id in (select unnest(?::varchar[]))", [ids])
    con.execute("delete from raw.quarantine where document_path in (select unnest(?))", [paths])


def _write(con: duckdb.DuckDBPyConnection, batch: Sequence[LandedDocument]) -> None:
    # A document is in all raw tables or in none, so that a landing that stops half-way can be taken up again.
    con.begin()
    try:
        _insert(con, batch)
    except BaseException:
        con.rollback()
        raise
    con.commit()


def _insert(con: duckdb.DuckDBPyConnection, batch: Sequence[LandedDocument]) -> None:
    import pyarrow as pa

    landed = [one for one in batch if one.error is None]
    if landed:
        con.executemany(
            "insert into raw.documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.document.document_id,
                    one.document.path,
                    one.document.sha256,
                    one.document.byte_count,
                    one.format,
                    one.document.reader_name,
                    one.document.reader_version,
                    one.encoding,
                    one.title,
                    one.document.content_fingerprint,
                )
                for one in landed
            ],
        )
        for table in ("cells", "texts", "notes"):
            rows = pa.concat_tables([getattr(one, table) for one in landed])
            con.register("landed_rows", rows)
            con.execute(f"insert into raw.{table} select * from landed_rows")
            con.unregister("landed_rows")
    facts = [
        (one.document.document_id, name, text)
        for one in landed
        if one.document.side_file
        for name, text in one.document.side_file.facts.items()
    ]
    if facts:
        con.executemany("insert into raw.document_facts values (?, ?, ?)", facts)
    _quarantine(
        con,
        [
            (
                one.document.document_id,
                one.document.path,
                one.error.what,
                one.error.where,
                one.error.remedy,
                one.document.content_fingerprint,
            )
            for one in batch
            if one.error
        ],
    )


def _quarantine(con: duckdb.DuckDBPyConnection, rows: list[tuple[str, ...]]) -> None:
    if rows:
        con.executemany("insert into raw.quarantine values (?, ?, 'reading', ?, ?, ?, ?)", rows)
