"""The row that every build carries of itself, and the layout of what is written by statements and not by models."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import duckdb

from duban import __version__
from duban.landing.raw_tables import CREATE_RAW_TABLES
from duban.modelling.records import RECORD_LAYOUT
from duban.pipeline.assembling import Results
from duban.pipeline.fingerprint import recorded_inputs
from duban.publishing.candidate import has_slack

_BUILDS = """
create table if not exists meta.builds (
    build_id varchar, kind varchar, started_at timestamptz, finished_at timestamptz, inputs_fingerprint varchar,
    document_count bigint, quarantined_count bigint, target_count bigint, review_count bigint,
    added_count bigint, changed_count bigint, removed_count bigint, has_slack boolean, layout varchar,
    judged_by varchar, duban_version varchar, duckdb_version varchar
)
"""
# The layout of all tables that are written by statements and not by models: a build of another layout is not continued.
LAYOUT = hashlib.sha256("\n".join((_BUILDS, CREATE_RAW_TABLES, RECORD_LAYOUT)).encode()).hexdigest()[:12]


def record_build(
    con: duckdb.DuckDBPyConnection,
    build_id: str,
    kind: str,
    started_at: datetime,
    inputs: str,
    judged_by: str,
    results: Results,
) -> None:
    """Write the row of `meta.builds` that says how this file came to be.

    kind: 'reload', 'backfill'. inputs: the fingerprint of what it was made from. judged_by: what its documents were
    judged by. results: of the run that makes it, as far as its contents.
    """
    contents, changes = results.contents, results.changes
    assert contents is not None and changes is not None
    con.execute("create schema if not exists meta")
    con.execute(_BUILDS)
    con.execute(
        "insert into meta.builds values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            build_id,
            kind,
            started_at,
            datetime.now(UTC),
            recorded_inputs(inputs),
            contents.document_count,
            len(results.quarantined),
            contents.target_count,
            contents.review_count,
            len(changes.added),
            len(changes.changed),
            len(changes.removed),
            has_slack(con),
            LAYOUT,
            judged_by,
            __version__,
            duckdb.__version__,
        ],
    )
