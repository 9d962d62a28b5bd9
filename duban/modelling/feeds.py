"""Which documents landing has changed since the warehouse last looked: the state of each feed of the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from duban.errors import ModelError
from duban.modelling.records import Change, Documents, Records
from duban.modelling.sources import Feed, Sources


@dataclass(frozen=True, slots=True)
class FeedState:
    """One feed now. previous: the version last seen, None the first time. The counts compare the two."""

    feed: Feed
    version: str
    previous: str | None
    document_count: int
    added: Documents = frozenset()
    changed: Documents = frozenset()
    removed: Documents = frozenset()

    @property
    def name(self) -> str:
        return self.feed.name

    @property
    def documents(self) -> Documents:
        return self.added | self.changed | self.removed

    def sentence(self) -> str:
        """`2 documents added, 1 changed, 1 removed`."""
        what = self.feed.what
        parts = [
            f"{len(found)} {verb}"
            for verb, found in (("added", self.added), ("changed", self.changed), ("removed", self.removed))
            if found
        ]
        return f"{what}: {', '.join(parts)}" if parts else f"{what} are new to this warehouse"


# Feed -> a FROM clause to read in place of its table, and its parameters: what landing would leave there.
FeedRows = Mapping[str, tuple[str, list[Any]]]


def read_feeds(
    con: duckdb.DuckDBPyConnection, records: Records, sources: Sources, rows: FeedRows | None = None
) -> dict[str, FeedState]:
    """The state of every feed. Reads a row a document and none of their cells."""
    return {feed.name: _read_feed(con, records, feed, *(rows or {}).get(feed.name, ("", []))) for feed in sources.feeds}


def _read_feed(
    con: duckdb.DuckDBPyConnection, records: Records, feed: Feed, rows: str, parameters: list[Any]
) -> FeedState:
    try:
        row = con.execute(feed.version_query(rows), parameters).fetchone()
    except duckdb.CatalogException as error:
        raise ModelError(
            f"the candidate has no landed documents: {str(error).splitlines()[0]}",
            where="schema raw",
            remedy="land documents first: `duban build` does both",
        ) from None
    except duckdb.BinderException as error:
        raise ModelError(
            f"the landed documents were written by another version of duban: {str(error).splitlines()[0]}",
            where="schema raw",
            remedy="`duban reload --full` lands them anew, `duban build --renew` begins a development file again",
        ) from None
    count, version = row if row else (0, "")
    version = version[:16]
    previous = records.feeds.get(feed.name)
    if previous is None or previous == version:
        return FeedState(feed, version, previous, count)
    return FeedState(feed, version, previous, count, *_difference(con, feed, rows, parameters))


def _difference(
    con: duckdb.DuckDBPyConnection, feed: Feed, rows: str, parameters: list[Any]
) -> tuple[Documents, Documents, Documents]:
    found: dict[str, set[str | None]] = {"added": set(), "changed": set(), "removed": set()}
    for document_id, verb in con.execute(
        f"""
        with now(document_id, fingerprint) as ({feed.documents_query(rows)}),
        before as (select document_id, fingerprint from meta.feed_documents where feed_name = ?)
        select
            coalesce(now.document_id, before.document_id),
            case
                when before.fingerprint is null then 'added'
                when now.fingerprint is null then 'removed'
                else 'changed'
            end
        from now
        full join before on now.document_id is not distinct from before.document_id
        where now.fingerprint is distinct from before.fingerprint
        """,
        [*parameters, feed.name],
    ).fetchall():
        found[verb].add(document_id)
    return frozenset(found["added"]), frozenset(found["changed"]), frozenset(found["removed"])


def take_note(records: Records, feeds: dict[str, FeedState]) -> list[FeedState]:
    """Let the records know the feeds as they are now, and which documents brought them here. Returns the feeds that
    moved, for the end of the build."""
    moved = [feed for feed in feeds.values() if feed.previous != feed.version]
    for feed in moved:
        if feed.previous is not None:
            records.changes[feed.name, feed.version] = Change(feed.previous, feed.documents, feed.added)
        records.feeds[feed.name] = feed.version
    return moved


def remember_documents(con: duckdb.DuckDBPyConnection, state: FeedState) -> None:
    """Bring meta.feed_documents up to a feed that moved. The caller holds the transaction."""
    wanted, words = "true", []
    if state.previous is not None:
        named = [document for document in state.documents if document is not None]
        wanted = "(document_id in (select unnest(?::varchar[]))"
        wanted += " or document_id is null)" if None in state.documents else ")"
        words = [named]
    con.execute(f"delete from meta.feed_documents where feed_name = ? and {wanted}", [state.name, *words])
    rows = f"select * from ({state.feed.documents_query()}) as now(document_id, fingerprint) where {wanted}"
    con.execute(f"insert into meta.feed_documents select ?, * from ({rows})", [state.name, *words])
