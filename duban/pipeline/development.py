"""The development loop: models are built in a file of their own, which is never published.

What analysts open is only ever replaced by a whole build that passed its gates (`duban reload`). When developing
models the opposite is wanted: a part of them, now, whatever state the rest is in. So `duban build` has
`warehouse/dev.duckdb`. It begins as a copy of what is published (or from nothing), follows raw/ by the same landing
and sql/ by the same runner, and has a lock of its own, so that neither the night nor a reader waits for it. No gate
runs; documents that the gate had quarantined when the copy was made stay out until they change.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.errors import ConfigurationError
from duban.modelling.report import BuildReport, OnModel
from duban.modelling.selection import selected_models
from duban.pipeline.fingerprint import stamped_inputs
from duban.pipeline.steps import Progress, no_progress
from duban.settings import Settings
from duban.stamps import read_stamp, remove_stamp, write_stamp

if TYPE_CHECKING:
    import duckdb

    from duban.landing.store import LandingReport
    from duban.modelling.planning import Plan

_MADE_HERE = "meta.development"


@dataclass(frozen=True, slots=True)
class Development:
    """What one `duban build` did. added, changed, removed, unreadable: paths of documents, as they were landed.
    begun: what the file was begun from, '' when it was there. models: how the models came out."""

    file: Path
    models: BuildReport
    begun: str = ""
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        documents = {word: getattr(self, word) for word in ("added", "changed", "removed", "unreadable")}
        return {"file": str(self.file), "begun": self.begun, "documents": documents, **self.models.as_dict()}


def build_development(
    settings: Settings,
    *,
    select: Sequence[str] = (),
    full: bool = False,
    renew: bool = False,
    database: Path | None = None,
    on_model: OnModel | None = None,
    progress: Progress = no_progress,
) -> Development:
    """Bring the development file up to date with raw/ and sql/, all models or a selection.

    full: rebuild the selected models whole, stale or not. renew: begin again from what is published. database: another
    file, whose raw tables somebody else fills; raw/ is not looked at then.
    Raises ConfigurationError, ModelError, LockedError; models that fail are in the report.
    """
    file = database or settings.development
    _check_is_no_build(settings, file)
    made = stamped_inputs(settings.sql, settings.raw if database is None else None)
    stamp = None if full or renew else read_stamp(file, made)
    if stamp is not None:
        return Development(file, BuildReport(fresh=len(selected_models(stamp["parents"], select))))
    from duban.publishing.lock import writer_lock
    from duban.publishing.modes import private_files

    with writer_lock(file.parent, "build", f".{file.stem}.lock"), private_files():
        con, begun = _opened(settings, renew) if database is None else (_open(file, new=False), "")
        try:
            remove_stamp(file)
            landed = _land(settings, con, progress) if database is None else None
            models = _build_models(settings.sql, con, select, full, on_model)
            parents = _parents_when_fresh(settings.sql, con)
        finally:
            con.close()
        if parents is not None:
            write_stamp(file, made, {"parents": parents})
    if landed is None:
        return Development(file, models)
    return Development(file, models, begun, landed.added, landed.changed, landed.removed, landed.unreadable)


def _check_is_no_build(settings: Settings, file: Path) -> None:
    """Nothing that is published, or was, is built in: the gates stand before it."""
    place = file.resolve()
    if place == settings.published.resolve() or place.is_relative_to(settings.history.resolve()):
        raise ConfigurationError(
            "models are never built in a published file",
            where=str(file),
            remedy="`duban reload` publishes a build of its own",
        )


def _build_models(
    sql: Path,
    con: duckdb.DuckDBPyConnection,
    select: Sequence[str],
    full: bool,
    on_model: OnModel | None,
) -> BuildReport:
    from duban import modelling
    from duban.modelling.records import read_records

    if not select and not full and modelling.is_fresh(sql, con):
        return BuildReport(fresh=len(read_records(con).models))
    project = modelling.load_project(sql)
    modelling.check_seeds(project)
    return modelling.build(project, con, select=list(select), full=full, on_progress=on_model)


def _parents_when_fresh(sql: Path, con: duckdb.DuckDBPyConnection) -> dict[str, list[str]] | None:
    """Model -> what it reads, parents first, where every model is fresh now; else None."""
    from duban.modelling import is_fresh
    from duban.modelling.records import read_records

    if not is_fresh(sql, con):
        return None
    inputs = {table: list(record.inputs) for table, record in read_records(con).models.items()}
    order = TopologicalSorter(inputs).static_order()
    return {table: inputs[table] for table in order if table in inputs}


def _opened(settings: Settings, renew: bool) -> tuple[duckdb.DuckDBPyConnection, str]:
    """The development file, open; begun anew where it is missing, of another layout, or to be renewed: then the second
    value says what from."""
    from duban.pipeline.build_record import LAYOUT

    file = settings.development
    if file.exists() and not renew:
        con = _open(file)
        try:
            if _layout(con, file) == LAYOUT:
                return con, ""
        except BaseException:
            con.close()
            raise
        con.close()
    begun = _begin(settings, LAYOUT)
    return _open(file), begun


def _begin(settings: Settings, layout: str) -> str:
    """Make the development file: a copy of what is published, or an empty one. Returns what it was begun from."""
    from duban.publishing.published_build import published_build

    file = settings.development
    known = published_build(settings.published)
    copied = known is not None and known.layout == layout
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        if copied:
            shutil.copyfile(settings.published, part)
        with _open(part) as con:
            con.execute("create schema if not exists meta")
            con.execute("drop table if exists meta.passed_tests")  # no gate runs here, and what passed holds up changes
            con.execute(f"create or replace table {_MADE_HERE} as select ?::varchar as layout", [layout])
        remove_stamp(file)
        Path(f"{file}.wal").unlink(missing_ok=True)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ConfigurationError(
            f"the development file cannot be written: {error.strerror}", where=str(file), remedy="free some space"
        ) from error
    return f"a copy of build {known.build_id}" if copied and known else "an empty file"


def _layout(con: duckdb.DuckDBPyConnection, file: Path) -> str:
    """The layout of the tables of a development file. Raises ConfigurationError for a file that is none."""
    import duckdb

    try:
        row = con.execute(f"select layout from {_MADE_HERE}").fetchone()
    except duckdb.CatalogException:
        raise ConfigurationError(
            "this file was not made by `duban build`",
            where=str(file),
            remedy="move it out of the way, or pass --renew to have it replaced",
        ) from None
    return str(row[0]) if row else ""


def _open(file: Path, new: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a file for building. Raises ConfigurationError where it is missing, locked by another program or damaged."""
    import duckdb

    from duban.publishing.candidate import open_candidate

    if not new and not file.exists():
        raise ConfigurationError(
            "there is no such database", where=str(file), remedy="name a file whose raw tables are filled"
        )
    try:
        return open_candidate(file)
    except duckdb.Error as error:
        raise ConfigurationError(
            f"the database cannot be opened: {str(error).splitlines()[0]}",
            where=str(file),
            remedy="close it where it is open; a damaged development file is replaced with --renew",
        ) from None


def _land(settings: Settings, con: duckdb.DuckDBPyConnection, progress: Progress) -> LandingReport:
    from duban.landing.changes import landed_documents, landed_ids
    from duban.landing.discovery import discover
    from duban.landing.store import create_raw_tables
    from duban.pipeline.landing import land_once

    create_raw_tables(con)
    found = discover(settings.raw, landed=landed_ids(landed_documents(con)))
    return land_once(settings, con, found, progress)


# -- what a build would do -------------------------------------------------------------------------------------------


def plan_development(
    settings: Settings, *, select: Sequence[str] = (), full: bool = False, database: Path | None = None
) -> Plan:
    """What `build_development` would do, documents of raw/ included; nothing is written."""
    import duckdb

    from duban.asking.connection import connect_published

    file = database or settings.development
    if database is None and not file.exists() and settings.published.exists():
        file = settings.published  # the development file would begin as a copy of it
    if database is not None or file.exists():
        with connect_published(file) as con:
            return _planned(settings, con, select, full, lands=database is None)
    with duckdb.connect() as con:
        return _planned(settings, con, select, full, lands=True)


def plan_published(settings: Settings, *, select: Sequence[str] = (), full: bool = False) -> Plan:
    """What a reload would do to the models of what is published, documents of raw/ included; nothing is written."""
    from duban.asking.connection import connect_published

    with connect_published(settings.published) as con:
        return _planned(settings, con, select, full, lands=True)


def _planned(
    settings: Settings, con: duckdb.DuckDBPyConnection, select: Sequence[str], full: bool, lands: bool
) -> Plan:
    from duban import modelling
    from duban.landing.changes import changes_between, landed_documents, landed_ids
    from duban.landing.discovery import discover
    from duban.landing.store import create_raw_tables, rows_after
    from duban.modelling.placing import placements_said
    from duban.modelling.records import existing_tables

    feed_rows = None
    if lands:
        if "raw.documents" not in existing_tables(con):
            create_raw_tables(con)
        before = landed_documents(con)
        found = discover(settings.raw, landed=landed_ids(before))
        feed_rows = rows_after(found, changes_between(before, found))
    project = modelling.load_project(settings.sql)
    planned = modelling.plan(project, con, select=select, full=full, feed_rows=feed_rows)
    planned.places = placements_said(project)
    return planned
