"""How the published file came to be: its build, its documents, its quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PublishedBuild:
    """The last row of `meta.builds` of a file, with what a reload needs to know of it.

    quarantined: paths that are out, ordered.
    """

    build_id: str
    kind: str
    started_at: datetime
    finished_at: datetime
    inputs_fingerprint: str
    document_count: int
    target_count: int
    review_count: int
    has_slack: bool
    layout: str
    quarantined: list[str]


def published_build(path: Path) -> PublishedBuild | None:
    """What build a file holds; None where there is no file, or none that is a whole build of ours."""
    import duckdb

    if not path.exists():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = con.execute(
                """
                select
                    build_id, kind, epoch_us(started_at), epoch_us(finished_at), inputs_fingerprint, document_count,
                    target_count, review_count, has_slack, layout
                from meta.builds
                -- Rows are only ever added, so the last one is this build; by its time it need not be: clocks are set.
                order by rowid desc
                limit 1
                """
            ).fetchone()
            quarantine = con.execute("select distinct document_path from raw.quarantine order by all").fetchall()
    except duckdb.Error:
        return None
    if row is None:
        return None
    return PublishedBuild(
        build_id=row[0],
        kind=row[1],
        started_at=datetime.fromtimestamp(row[2] / 1e6, UTC),
        finished_at=datetime.fromtimestamp(row[3] / 1e6, UTC),
        inputs_fingerprint=row[4],
        document_count=row[5],
        target_count=row[6],
        review_count=row[7],
        has_slack=row[8],
        layout=row[9],
        quarantined=[path for (path,) in quarantine],
    )
