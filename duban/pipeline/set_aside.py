"""What is set aside: the document leaves the landed tables, and the rows that were published of it come back.

A document is known by its path: what this run landed of it goes, and what the published file holds under that path
is landed in its place, so that the models make the same of it as last time. `raw.quarantine` says what is out (gate
'candidate') and which build the rows are kept from. The file that is out is not landed again while it, the models and
the checks are as they were.

Gate 2 sets aside whatever it finds at fault. A document that reading or gate 1 refuses is set aside only where its file
changed since it was published: where it is the very file that was let in last time, it is our reading that changed, and
that must show (drift, `refused_share`) and not be covered up. What waits for the next run is the exception.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duban.landing.quarantine import QuarantinedDocument
from duban.landing.raw_tables import DOCUMENT_TABLES, FORMER_NAMES, names_now
from duban.modelling.table_ref import text_literal

_PUBLISHED = "last_published"

_ALREADY_OUT = "select 1 from raw.quarantine where gate = 'candidate' and document_path = ?"

# What was let in of a path, where it is not the very same that is set aside: that would fail again.
_LAST_LANDED = f"""
select was.document_id, coalesce(kept.kept_build_id, $build_id)
from {_PUBLISHED}.raw.documents as was
join {_PUBLISHED}.staging.stg_documents as let_in using (document_id)
left join (
    select document_path, kept_build_id
    from {_PUBLISHED}.raw.quarantine
    where gate = 'candidate'
) as kept on kept.document_path = was.document_path
left join raw.documents as now on now.document_id = $document_id
where was.document_path = $path
    and (was.document_id, was.content_fingerprint, was.read_fingerprint)
        is distinct from (now.document_id, now.content_fingerprint, now.read_fingerprint)
    -- The same content may have been landed from another path since.
    and not exists (
        select 1 from raw.documents as other where other.document_id = was.document_id and other.document_path <> $path
    )
"""

_ENTER = """
insert into raw.quarantine
    (document_id, document_path, gate, reason, source_place, remedy, content_fingerprint, kept_build_id)
select document_id, document_path, 'candidate', $reason, $source_place, $remedy, content_fingerprint, $kept_build_id
from raw.documents
where document_id = $document_id
"""

# Kept rows that spoil the build too are taken out, and what the quarantine says of the document stays.
_KEEP_NOTHING = """
update raw.quarantine
set kept_build_id = null, reason = reason || '; what was published of it fails too: ' || ?
where gate = 'candidate' and document_path = ?
"""

# Of what reading refused, the paths of which something else is published, or that were not begun to be read.
_REFUSED_WITH_ROWS = f"""
select refused.document_id, refused.document_path
from raw.quarantine as refused
join {_PUBLISHED}.raw.documents as was using (document_path)
join {_PUBLISHED}.staging.stg_documents as let_in on let_in.document_id = was.document_id
where refused.gate = 'reading'
    and (was.document_id <> refused.document_id or refused.document_path in (select unnest($waiting::varchar[])))
    and not exists (select 1 from raw.documents as now where now.document_path = refused.document_path)
    and not exists (select 1 from raw.documents as other where other.document_id = was.document_id)
order by all
"""

_ENTER_REFUSED = """
update raw.quarantine
set gate = 'candidate', kept_build_id = $kept_build_id
where gate = 'reading' and document_path = $path
"""

_FACTS = """
select string_agg(concat(fact_name, ': ', fact_text), chr(10) order by fact_name)
from {0}raw.document_facts
where document_id = $document_id
"""

# Whether something else was let in under a path than what lies there now: other content, or another side file.
_IS_CHANGED = f"""
select 1
from {_PUBLISHED}.raw.documents as was
join {_PUBLISHED}.staging.stg_documents as let_in using (document_id)
where was.document_path = $path
    and (
        was.document_id <> $document_id
        or ({_FACTS.format(f"{_PUBLISHED}.")}) is distinct from ({_FACTS.format("")})
    )
"""

_KEPT_NO_MORE = """
update raw.quarantine
set kept_build_id = null
where gate = 'candidate'
    and document_path in (select document_path from raw.quarantine where gate = 'landing')
"""


@dataclass(frozen=True, slots=True)
class LastPublished:
    """The build whose rows are kept, and the file that holds it."""

    file: Path
    build_id: str


def set_aside(
    con: duckdb.DuckDBPyConnection, documents: Iterable[QuarantinedDocument], published: LastPublished | None
) -> None:
    """Take documents out of the landed tables, and put in what was published of them.

    Where nothing was, or where what was published spoils the build itself, nothing stands in the document's place.
    """
    with _attached(con, published) as last, _all_or_nothing(con):
        for document in documents:
            _set_one_aside(con, document, last)


def keep_unread(
    con: duckdb.DuckDBPyConnection, published: LastPublished | None, waiting: Iterable[str] = ()
) -> list[str]:
    """Put in what was published of documents that could not be read, or were not begun (waiting).

    Returns the paths of those of which something is published.
    """
    with _attached(con, published) as last:
        if last is None:
            return []
        refused = con.execute(_REFUSED_WITH_ROWS, {"waiting": list(waiting)}).fetchall()
        for document_id, path in refused:
            kept = _last_landed(con, document_id, path, last)
            if kept:
                with _all_or_nothing(con):
                    con.execute(_ENTER_REFUSED, {"kept_build_id": kept[1], "path": path})
                    _put_in(con, kept[0])
        return [path for _, path in refused]


def changed_since(
    con: duckdb.DuckDBPyConnection, documents: Iterable[QuarantinedDocument], published: LastPublished | None
) -> list[QuarantinedDocument]:
    """Those of some documents of whose path something else is published than what lies there now."""
    with _attached(con, published) as last:
        if last is None:
            return []
        return [
            one
            for one in documents
            if not con.execute(_ALREADY_OUT, [one.document_path]).fetchall()
            and con.execute(_IS_CHANGED, {"path": one.document_path, "document_id": one.document_id}).fetchall()
            and _last_landed(con, one.document_id, one.document_path, last)
        ]


def forget_refused_rows(con: duckdb.DuckDBPyConnection) -> None:
    """After gate 1: kept rows that it holds back do not stand in their document's place."""
    con.execute(_KEPT_NO_MORE)


def documents_set_aside(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The paths that are set aside, whoever found them at fault."""
    rows = con.execute("select distinct document_path from raw.quarantine where gate = 'candidate' order by all")
    return [path for (path,) in rows.fetchall()]


def _set_one_aside(
    con: duckdb.DuckDBPyConnection, document: QuarantinedDocument, published: LastPublished | None
) -> None:
    if con.execute(_ALREADY_OUT, [document.document_path]).fetchall():
        con.execute(_KEEP_NOTHING, [document.reason, document.document_path])
        _take_out(con, document.document_id)
        return
    kept = _last_landed(con, document.document_id, document.document_path, published)
    con.execute(
        _ENTER,
        {
            "document_id": document.document_id,
            "reason": document.reason,
            "source_place": document.source_place,
            "remedy": document.remedy,
            "kept_build_id": kept[1] if kept else None,
        },
    )
    _take_out(con, document.document_id)
    if kept:
        _put_in(con, kept[0])


def _last_landed(
    con: duckdb.DuckDBPyConnection, document_id: str, path: str, published: LastPublished | None
) -> tuple[str, str] | None:
    """The id of what was published of a document, and the build that its rows are kept from."""
    if published is None:
        return None
    found = con.execute(
        _LAST_LANDED,
        {"path": path, "document_id": document_id, "build_id": published.build_id},
    ).fetchall()
    return found[0] if found else None


def _put_in(con: duckdb.DuckDBPyConnection, document_id: str) -> None:
    for table in DOCUMENT_TABLES:
        columns = names_now(con, f"{_PUBLISHED}.{table}")
        con.execute(
            f"insert into {table} by name select {columns} from {_PUBLISHED}.{table} where document_id = ?",
            [document_id],
        )


def _take_out(con: duckdb.DuckDBPyConnection, document_id: str) -> None:
    for table in DOCUMENT_TABLES:
        con.execute(f"delete from {table} where document_id = ?", [document_id])


@contextmanager
def _all_or_nothing(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


@contextmanager
def _attached(con: duckdb.DuckDBPyConnection, published: LastPublished | None) -> Iterator[LastPublished | None]:
    """The published build under the name that the statements use; None where it cannot be read as one of ours."""
    if published is None:
        yield None
        return
    try:
        con.execute(f"attach {text_literal(str(published.file))} as {_PUBLISHED} (read_only)")
    except duckdb.Error:
        yield None
        return
    try:
        yield published if _is_readable(con) else None
    finally:
        con.execute(f"detach {_PUBLISHED}")


def _is_readable(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the landed tables of the published build hold nothing that those of this version do not."""
    try:
        for table in DOCUMENT_TABLES:
            columns = con.table(f"{_PUBLISHED}.{table}").columns
            if not {FORMER_NAMES.get(name, name) for name in columns} <= set(con.table(table).columns):
                return False
        con.table(f"{_PUBLISHED}.raw.quarantine").select("kept_build_id")
        con.table(f"{_PUBLISHED}.staging.stg_documents").select("document_id")
    except duckdb.Error:
        return False
    return True
