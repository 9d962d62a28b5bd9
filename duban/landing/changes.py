"""How a raw folder differs from what was landed of it, found without reading a document.

A document is *changed* where its own content or its side file is another; it is *read again* where only the way of
reading is: a newer version of its reader, or somebody asked for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duban.landing.discovery import Discovery, FoundDocument, RefusedDocument, content_fingerprint

if TYPE_CHECKING:
    import duckdb

ASKED_FOR = "asked for"


@dataclass(frozen=True, slots=True)
class Landed:
    """A document as it was landed; reader_name and reader_version are None where it was not read or is set aside."""

    path: str
    document_id: str
    content_fingerprint: str
    reader_name: str | None
    reader_version: str | None


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """A document whose file is as it was, and why it is read again all the same."""

    path: str
    why: str


@dataclass(slots=True)
class Changes:
    """Document paths, ordered. Only those of `added`, `changed` and `again` are read."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    again: list[ReadAgain] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged_count: int = 0


# A document that gate 2 set aside is known by its own fingerprint, not by that of the rows that stand in its place.
LANDED = """
select document_path, document_id, content_fingerprint, reader_name, reader_version from {0}raw.documents
where document_path not in (select document_path from {0}raw.quarantine where gate = 'candidate')
union
select document_path, document_id, content_fingerprint, null, null from {0}raw.quarantine
where gate in ('reading', 'candidate')
"""


def landed_documents(con: duckdb.DuckDBPyConnection) -> dict[str, Landed]:
    """Every document that the raw tables of a connection know of, by path; the ones that could not be read too."""
    return {row[0]: Landed(*row) for row in con.execute(LANDED.format("")).fetchall()}


def landed_ids(before: Mapping[str, Landed]) -> dict[str, str]:
    """Id of content by path, as `discover` takes it."""
    return {path: landed.document_id for path, landed in before.items()}


def changes_between(
    before: Mapping[str, Landed], found: Discovery, again: Collection[str] = (), why: str = ASKED_FOR
) -> Changes:
    """What a landing has to do to follow the raw folder.

    again: paths of documents that are to be read although nothing about them changed, a mapping where each has its own
    reason; why: the reason given for the others.
    """
    reasons: Mapping[str, str] = again if isinstance(again, Mapping) else {}
    changes = Changes()
    now: dict[str, FoundDocument | RefusedDocument] = {one.path: one for one in found.documents}
    now |= {one.path: one for one in found.refused}
    for path in sorted(now):
        document, known = now[path], before.get(path)
        if known is None:
            changes.added.append(path)
        elif known.content_fingerprint == document.content_fingerprint:
            if path in again:
                changes.again.append(ReadAgain(path, reasons.get(path, why)))
            else:
                changes.unchanged_count += 1
        elif isinstance(document, FoundDocument) and (reader := _only_read_otherwise(known, document)):
            changes.again.append(ReadAgain(path, reader))
        else:
            changes.changed.append(path)
    changes.removed = sorted(before.keys() - now.keys())
    return changes


def _only_read_otherwise(known: Landed, now: FoundDocument) -> str:
    """Why a document with another fingerprint is the same document after all; '' where it is not."""
    if known.document_id != now.document_id:
        return ""
    if known.reader_name is None or known.reader_version is None:
        return "it was in quarantine before"
    # The fingerprint that it would have had with the reader of then: the same means that nothing else is new.
    if content_fingerprint(now.sha256, now.path, known.reader_name, known.reader_version, now.side_file) != (
        known.content_fingerprint
    ):
        return ""
    if known.reader_name != now.reader_name:
        return f"{known.reader_name} reader -> {now.reader_name} reader"
    return f"{now.reader_name} reader {known.reader_version} -> {now.reader_version}"
