"""Landing as a step: with progress, and again where a document was saved or taken away while it was read."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from duban.landing.changes import Landed, landed_documents, landed_ids
from duban.landing.discovery import Discovery, discover
from duban.landing.store import LandingReport, create_raw_tables, land
from duban.pipeline.steps import Progress
from duban.settings import Settings

if TYPE_CHECKING:
    import duckdb

# A document that changes while it is read is looked for and read again this often before it is left to the next night.
LANDING_TRIES = 3


def land_once(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    found: Discovery,
    progress: Progress,
    again: Collection[str] = (),
    since: Mapping[str, Landed] | None = None,
    until: float | None = None,
) -> LandingReport:
    """Make the raw tables hold what was found, reading what is new, changed or named in `again`; as `store.land`."""
    done = 0

    def report_read(_: object) -> None:
        nonlocal done
        done += 1
        progress("reading documents", done, len(found.documents))

    return land(con, settings.raw, found, settings.workers, on_read=report_read, again=again, since=since, until=until)


def land_documents(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    found: Discovery,
    progress: Progress,
    again: Collection[str] = (),
) -> tuple[LandingReport, Discovery]:
    """Make the raw tables hold what lies in raw/.

    Documents that changed or went while they were read are looked for again, so that a build is not short of a document
    because somebody saved it just then. Those that were not begun in `settings.reading_seconds` wait for the next run.
    Returns what was done, and what was found in the end.
    """
    until = time.monotonic() + settings.reading_seconds
    create_raw_tables(con)
    before = landed_documents(con)
    landed = land_once(settings, con, found, progress, again, until=until)
    for _ in range(LANDING_TRIES - 1):
        if len(landed.unsettled) == len(landed.waiting):
            break
        found = discover(settings.raw, landed=landed_ids(before))
        landed = land_once(settings, con, found, progress, again, since=before, until=until)
    return landed, found
