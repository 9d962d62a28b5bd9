"""The documents of the published file, with what it knows of each: its reader, its place and its year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duban.landing.changes import LANDED, Landed, landed_ids
from duban.publishing.opening import open_published

_KNOWN = f"""
select document_path, jurisdiction_name, report_year, landed.document_id, content_fingerprint, reader_name,
    reader_version
from ({LANDED.format("")}) as landed
left join staging.stg_document_facts using (document_path)
order by document_path
"""


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document of the published build, in quarantine or not. Place and year are None where they are not known."""

    landed: Landed
    jurisdiction_name: str | None
    report_year: int | None


def published_ids(published: Path) -> dict[str, str]:
    """Id of content by path of every document that the published build knows."""
    return landed_ids({path: known.landed for path, known in known_documents(published).items()})


def known_documents(published: Path) -> dict[str, KnownDocument]:
    """The documents by path; none where nothing is published, or a file that is not a whole build."""
    import _duckdb as duckdb  # as `open_published` does, and why

    if not published.exists():
        return {}
    try:
        with open_published(published) as con:
            rows = con.execute(_KNOWN).fetchall()
    except duckdb.Error:
        return {}
    return {path: KnownDocument(Landed(path, *landed), place, year) for path, place, year, *landed in rows}
