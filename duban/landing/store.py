"""The raw tables of a candidate: what is landed there, and how it follows the raw folder.

Unchanged documents are not read again; removed ones leave; changed ones are replaced. The tables are declared
in `raw_tables`; `sql/staging` is their only reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.errors import DocumentError
from duban.landing.changes import Changes, Landed, changes_between, landed_documents
from duban.landing.discovery import Discovery
from duban.landing.limits import Limits
from duban.landing.raw_tables import CREATE_RAW_TABLES, DOCUMENT_TABLES
from duban.landing.reading import LandedDocument, read_documents

if TYPE_CHECKING:
    import duckdb

# Cells are written in batches of about this many rows: a statement a document would cost more than its rows.
_BATCH_CELLS = 200_000


@dataclass(slots=True)
class LandingReport(Changes):
    """What a landing did. unreadable: of what was read, the paths that went into quarantine.

    unsettled: those of the unreadable that landing them again may settle, because they changed or went while they were
    read, or because something else than the document was in the way. waiting: those of the unsettled that were not
    begun, because the time for reading was used up.
    """

    unreadable: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the raw tables were left as they were."""
        return not (self.added or self.changed or self.again or self.removed)


def create_raw_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create what is missing of the schema `raw`."""
    con.execute(CREATE_RAW_TABLES)


def land(
    con: duckdb.DuckDBPyConnection,
    raw: Path,
    found: Discovery,
    workers: int,
    limits: Limits | None = None,
    on_read: Callable[[LandedDocument], None] | None = None,
    again: Collection[str] = (),
    since: Mapping[str, Landed] | None = None,
    until: float | None = None,
) -> LandingReport:
    """Make the raw tables of the candidate hold exactly what was found, reading only what is new or changed.

    on_read is called once a document that was read, for progress. again: paths that are read although unchanged.
    since: what `landed_documents` found before an earlier try, which read those of `again`; the report then lists the
    changes since that, and only what is left to do is done. until: as `read_documents` takes it.
    """
    create_raw_tables(con)
    before = landed_documents(con)
    to_do = changes_between(before, found, again if since is None else ())
    changes = to_do if since is None else changes_between(since, found, again)
    report = LandingReport(changes.added, changes.changed, changes.again, changes.removed, changes.unchanged_count)
    replaced = [*to_do.changed, *(one.path for one in to_do.again)]
    forget_documents(con, [*replaced, *to_do.removed])
    fresh = {*to_do.added, *replaced}
    refused = [r for r in found.refused if r.path in fresh]
    _quarantine(
        con, [(r.document_id, r.path, r.reason, r.source_place, r.remedy, r.content_fingerprint) for r in refused]
    )
    to_read = [document for document in found.documents if document.path in fresh]
    batch: list[LandedDocument] = []
    for landed in read_documents(raw, to_read, workers, limits, on_read, until):
        batch.append(landed)
        if landed.error:
            report.unreadable.append(landed.document.path)
        if landed.is_passing:
            report.unsettled.append(landed.document.path)
        if landed.is_waiting:
            report.waiting.append(landed.document.path)
        if sum(d.cells.num_rows for d in batch if d.cells is not None) >= _BATCH_CELLS:
            report.unreadable += _write(con, batch)
            batch = []
    report.unreadable += _write(con, batch)
    report.unreadable = sorted([*report.unreadable, *(r.path for r in refused)])
    return report


def rows_after(found: Discovery, changes: Changes) -> dict[str, tuple[str, list[Any]]]:
    """What the feeds 'landed' and 'quarantine' would hold after a landing, as FROM clauses with their parameters.

    Documents that are new, changed or read again are taken to be readable: only reading them could show.
    """
    replaced = [*changes.changed, *(one.path for one in changes.again)]
    fresh = {*changes.added, *replaced}
    gone = [*replaced, *changes.removed]
    documents = [d for d in found.documents if d.path in fresh]
    refused = [r for r in found.refused if r.path in fresh]
    landed = """(
        select document_id, content_fingerprint, read_fingerprint
        from raw.documents where not list_contains(?::varchar[], document_path)
        union all
        select unnest(?::varchar[]), unnest(?::varchar[]), 'not read yet'
    )"""
    quarantine = """(
        select * from raw.quarantine where not list_contains(?::varchar[], document_path)
        union all
        select unnest(?::varchar[]), unnest(?::varchar[]), 'reading', unnest(?::varchar[]), unnest(?::varchar[]),
            unnest(?::varchar[]), unnest(?::varchar[]), null
    ) as entry"""
    words = ("document_id", "path", "reason", "source_place", "remedy", "content_fingerprint")
    return {
        "landed": (landed, [gone, [d.document_id for d in documents], [d.content_fingerprint for d in documents]]),
        "quarantine": (quarantine, [gone, *([getattr(r, word) for r in refused] for word in words)]),
    }


@contextmanager
def _all_or_nothing(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A document is in all raw tables or in none, so that a landing that stops half-way can be taken up again."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def forget_documents(con: duckdb.DuckDBPyConnection, paths: list[str]) -> None:
    if not paths:
        return
    ids = [
        row[0]
        for row in con.execute(
            "select document_id from raw.documents where document_path in (select unnest(?))", [paths]
        ).fetchall()
    ]
    with _all_or_nothing(con):  # with its cells left behind, a document that is tried again would be there twice
        for table in DOCUMENT_TABLES:
            con.execute(f"delete from {table} where document_id in (select unnest(?::varchar[]))", [ids])
        con.execute("delete from raw.quarantine where document_path in (select unnest(?))", [paths])


def land_unread(con: duckdb.DuckDBPyConnection, document: LandedDocument) -> None:
    """Put a document that could not be read into quarantine, with its reason."""
    _write(con, [document])


def _write(con: duckdb.DuckDBPyConnection, batch: Sequence[LandedDocument]) -> list[str]:
    """Write what was read. Returns the paths of documents that no database can hold; they go to quarantine."""
    import duckdb

    try:
        with _all_or_nothing(con):
            _insert(con, batch)
        return []
    except (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalException):
        raise  # the machine's fault, or the engine's
    except (duckdb.Error, ValueError, TypeError) as error:
        if len(batch) > 1:  # one of them spoils the batch: each is written by itself
            return [path for one in batch for path in _write(con, [one])]
        if batch[0].error is not None:
            raise
        refused = DocumentError(
            f"it holds what the database cannot: {type(error).__name__}",
            where=batch[0].document.path,
            remedy="look for damaged characters in the document and its side file, and save them anew",
        )
        _write(con, [LandedDocument(batch[0].document, error=refused)])
        return [batch[0].document.path]


# What was read of a document, as one value: where it is the same, reading it again made no difference. The order of the
# rows does not matter, and the fingerprint of the file says nothing of it (a library's new version may read another).
_DIGEST = """
update raw.documents
set read_fingerprint = md5(concat_ws('.', read_fingerprint, title_text, encoding, format, digest))
from (
    select
        ids.document_id,
        concat_ws('.', count(landed_rows.document_id), sum(hash('a', landed_rows)), sum(hash('b', landed_rows)))
            as digest
    from (select unnest(?::varchar[]) as document_id) as ids
    left join landed_rows using (document_id)
    group by ids.document_id
) as read
where documents.document_id = read.document_id
"""


def _insert(con: duckdb.DuckDBPyConnection, batch: Sequence[LandedDocument]) -> None:
    import pyarrow as pa

    landed = [one for one in batch if one.error is None]
    if landed:
        con.executemany(
            "insert into raw.documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
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
        ids = [one.document.document_id for one in landed]
        for table in ("cells", "texts", "notes", "excluded_texts"):
            rows = pa.concat_tables([getattr(one, table) for one in landed])
            con.register("landed_rows", rows)
            try:
                con.execute(f"insert into raw.{table} select * from landed_rows")
                con.execute(_DIGEST, [ids])
            finally:
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
                _unsettled(one.document.content_fingerprint) if one.is_passing else one.document.content_fingerprint,
            )
            for one in batch
            if one.error
        ],
    )


def _unsettled(fingerprint: str) -> str:
    """What stands for a document whose reading says nothing of it: no document has it, so the next landing reads it
    again, and always the same, so that a reload which meets the same again knows that nothing changed."""
    return hashlib.sha256(f"{fingerprint}\nunsettled".encode()).hexdigest()[:32]


def _quarantine(con: duckdb.DuckDBPyConnection, rows: list[tuple[str, ...]]) -> None:
    if rows:
        # What was found may repeat characters of the document that no database holds.
        held = [[text.encode("utf8", "backslashreplace").decode("utf8") for text in row] for row in rows]
        con.executemany("insert into raw.quarantine values (?, ?, 'reading', ?, ?, ?, ?, null)", held)
