"""How the published file came to be: its build, its documents, its quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from duban.publishing.opening import open_published


@dataclass(frozen=True, slots=True)
class PublishedBuild:
    """The last row of `meta.builds` of a file, with what a reload needs to know of it.

    judged_by: of `duban.pipeline.fingerprint`, what its documents were judged by. quarantined: paths that are out,
    ordered. set_aside: those of them that gate 2 set aside.
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
    judged_by: str
    quarantined: list[str]
    set_aside: list[str]


def published_build(path: Path) -> PublishedBuild | None:
    """What build a file holds; None where there is no file, or none that is a whole build of ours."""
    import _duckdb as duckdb  # as `open_published` does, and why

    if not path.exists():
        return None
    try:
        with open_published(path) as con:
            build = con.execute(
                """
                select * replace (epoch_us(started_at) as started_at, epoch_us(finished_at) as finished_at)
                from meta.builds
                -- Rows are only ever added, so the last one is this build; by its time it need not be: clocks are set.
                order by rowid desc
                limit 1
                """
            )
            columns = [column[0] for column in build.description or ()]
            row = build.fetchone()
            quarantine = con.execute("select distinct document_path, gate from raw.quarantine order by all").fetchall()
    except duckdb.Error:
        return None
    if row is None:
        return None
    record = dict(zip(columns, row, strict=True))
    return PublishedBuild(
        build_id=record["build_id"],
        kind=record["kind"],
        started_at=datetime.fromtimestamp(record["started_at"] / 1e6, UTC),
        finished_at=datetime.fromtimestamp(record["finished_at"] / 1e6, UTC),
        inputs_fingerprint=record["inputs_fingerprint"],
        document_count=record["document_count"],
        target_count=record["target_count"],
        review_count=record["review_count"],
        has_slack=record["has_slack"],
        layout=record["layout"],
        judged_by=record.get("judged_by", ""),  # a build of an older layout does not say
        quarantined=list(dict.fromkeys(path for path, _ in quarantine)),
        set_aside=[path for path, gate in quarantine if gate == "candidate"],
    )
