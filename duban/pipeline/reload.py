"""The reload: land, gate, build, gate, publish. One pipeline, as plain steps; Prefect wraps these same steps.

Every step is a function of values that returns a value; `RunStep` is how the caller runs one (timed here, a Prefect
task in `flows.nightly`). What came of a run is assembled in one place, from what its steps returned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from duban import modelling
from duban.comparing.readings import compare_readings
from duban.errors import DubanError, GateError, ModelError
from duban.landing.changes import ASKED_FOR, Changes, changes_between, landed_documents
from duban.landing.discovery import Discovery, discover, documents_fingerprint
from duban.modelling.freshness import tree_digest
from duban.pipeline.assembling import (
    BuildFailedError,
    Results,
    assemble,
    contents_of,
    quarantine_of,
    reasons_of,
    require_passed,
    shown,
)
from duban.pipeline.backfill import Backfill, SelectionError, choose
from duban.pipeline.build_record import LAYOUT, record_build
from duban.pipeline.fingerprint import inputs_fingerprint, judged_by
from duban.pipeline.judging import build_and_judge, write_gate_report
from duban.pipeline.landing import land_documents
from duban.pipeline.outcome import Outcome, Quarantined
from duban.pipeline.run_log import log_run
from duban.pipeline.set_aside import LastPublished
from duban.pipeline.shortcut import night_made_from, stamp_night
from duban.pipeline.steps import Progress, RunStep, Step, no_progress, run_plainly
from duban.publishing.candidate import (
    begin_candidate,
    begin_copy,
    clean_left_overs,
    discard_candidate,
    finish_candidate,
    new_build_id,
    open_candidate,
    suit_threads,
)
from duban.publishing.history import SET_ASIDE, swap_in
from duban.publishing.intact import damage_of, writer_of
from duban.publishing.ledger import is_entered
from duban.publishing.lock import writer_lock
from duban.publishing.modes import private_files
from duban.publishing.published_build import PublishedBuild, published_build
from duban.publishing.published_documents import known_documents, published_ids
from duban.settings import Settings
from duban.stopping import raise_if_stopped
from duban.warehouse_layout import WarehouseLayout

T = TypeVar("T")

# What a full disk, a disk that fails or a lack of memory makes Python or DuckDB say; its other errors are bugs of ours.
MACHINE_FAULTS = (OSError, MemoryError, duckdb.OperationalError, duckdb.FatalException)


@dataclass(frozen=True, slots=True)
class Run:
    """One reload under way: what all its steps need to know. `build_id` is never used twice."""

    settings: Settings
    build_id: str
    started_at: datetime
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands: the published file, or a copy of it; the build that it holds, None where it is damaged or missing;
    what is to be said of it. may_go_on: whether its bytes are known to be those that were published."""

    file: Path
    build: PublishedBuild | None = None
    warnings: Sequence[str] = ()
    may_go_on: bool = True


def reload(
    settings: Settings,
    *,
    step: RunStep = run_plainly,
    progress: Progress = no_progress,
    full: bool = False,
    dry_run: bool = False,
    backfill: Backfill | None = None,
    warnings: Sequence[str] = (),
) -> Outcome:
    """Bring the published file up to date with raw/, sql/ and expectations/.

    full: build from nothing, whatever is published. dry_run: only report what would be read, and why.
    backfill: documents that are read again although nothing about them changed.
    warnings: of what was done before the reload (sources that gave nothing); they are part of its outcome.
    Raises LockedError (another writer), ConfigurationError; a gate or model that fails is reported in the outcome.
    """
    if full and backfill:
        raise SelectionError("a full reload reads every document again", remedy="leave out --years and --places")
    if dry_run:
        return _dry_run(settings, backfill)
    with writer_lock(settings.warehouse, "reload"):
        clean_left_overs(settings.warehouse)
        now = datetime.now(UTC)
        made = night_made_from(settings)
        run = Run(settings, new_build_id(now), now, progress)
        results = Results(backfill=backfill)
        seconds: dict[str, float] = {}
        status, why = "failed", []
        try:
            status = _reload(run, _timed(step, seconds), results, full)
        except (GateError, ModelError, *MACHINE_FAULTS) as error:
            raise_if_stopped()  # what a signal broke is no failure of a gate or a model
            why = reasons_of(error)
        finally:
            discard_candidate(settings.warehouse, run.build_id)
        outcome = assemble(results, status, run.build_id, seconds, why).with_warnings(warnings)
        if status != "failed" and results.is_settled:
            stamp_night(settings.published, made, outcome)
        return outcome.with_warnings(log_run(settings, run.started_at, outcome))


def _reload(run: Run, step: RunStep, results: Results, full: bool) -> str:
    """Run the steps, and keep what each returned. Returns 'published' or 'unchanged'; raises where a step fails."""
    settings = run.settings
    standing = _standing(run)
    results.before, results.standing_warnings = standing.build, standing.warnings
    before, backfill = results.before, results.backfill
    known_ids = published_ids(standing.file)
    results.found = found = step(Step.FIND_DOCUMENTS, discover, settings.raw, None, known_ids)
    if not found.documents and not found.refused:
        raise GateError(
            "the raw folder holds no documents", where=str(settings.raw), remedy="`duban add FILE` adds one"
        )
    if backfill:
        results.chosen = choose(backfill, found, known_documents(standing.file))
    sql = tree_digest(settings.sql)
    again = dict.fromkeys(results.chosen.paths, ASKED_FOR) if results.chosen else {}
    if before is not None and before.judged_by != judged_by(sql):
        again = dict.fromkeys(before.set_aside, "it is judged otherwise than when it was set aside") | again
    inputs = inputs_fingerprint(found.fingerprint, sql)
    if not full and not again and standing.may_go_on and before is not None and before.inputs_fingerprint == inputs:
        return "unchanged"

    # Before a document is opened: what is wrong with a model or a seed is said at once.
    project = modelling.load_project(settings.sql)
    modelling.check_seeds(project)
    fresh = full or before is None or not standing.may_go_on or before.has_slack or before.layout != LAYOUT
    start_from = None if fresh else standing.file
    path = step(Step.BEGIN_CANDIDATE, begin_candidate, settings.warehouse, run.build_id, start_from)
    with private_files(), closing(open_candidate(path, sync=False)) as con:
        landed, found = step(Step.LAND_DOCUMENTS, land_documents, settings, con, found, run.progress, again)
        results.landing, results.found = landed, found
        suit_threads(con)
        results.changes = changes = _since_published(standing.file, found) if fresh and before else landed
        results.readings = compare_readings(standing.file, con, changes.again)
        # From here on nothing is read of raw/ and sql/ any more: this is what the build is made from.
        fingerprints = (document.content_fingerprint for document in landed_documents(con).values())
        inputs = inputs_fingerprint(documents_fingerprint(fingerprints), project.digest)
        same_inputs = not full and standing.may_go_on and before is not None and before.inputs_fingerprint == inputs
        tried_again = before is not None and bool(again.keys() & set(before.set_aside))
        if same_inputs and not tried_again and all(read.is_same for read in results.readings):
            return "unchanged"  # what was to be tried again was, and came out as it had
        published = LastPublished(standing.file, before.build_id) if before and standing.may_go_on else None
        try:
            judged = build_and_judge(con, project, step, published, landed.waiting)
        except BuildFailedError:
            results.quarantined = quarantine_of(con, before)
            raise
        results.builds, results.quarantined = judged.builds, quarantine_of(con, before)
        page = step(Step.WRITE_GATE_REPORT, write_gate_report, settings, run.build_id, con, judged.gates)
        results.gates, results.gate_page = judged.gates, page
        require_passed(judged.gates, page)
        results.contents = contents_of(con, standing.file if before else None)
        kind = "backfill" if backfill else "reload"
        record_build(con, run.build_id, kind, run.started_at, inputs, judged_by(project.digest), results)
        finish_candidate(con, path)
    step(Step.PUBLISH, publish, run, path, standing)
    return "published"


# -- the steps -------------------------------------------------------------------------------------------------------


def publish(run: Run, candidate: Path, standing: Standing) -> None:
    """Swap the candidate in."""
    published, before = run.settings.published, standing.build
    # A damaged published file is kept all the same, under the name of the build that takes its place.
    replaced = before.build_id if before else f"{run.build_id}{SET_ASIDE}" if published.exists() else None
    # What somebody has open for writing is written into after it was replaced, too: the history keeps the copy.
    whole = standing.file if standing.file != published else None
    swap_in(candidate, published, replaced, keep=run.settings.history_count, whole=whole)


# -- between the steps -----------------------------------------------------------------------------------------------


def _since_published(published: Path, found: Discovery) -> Changes:
    """What changed since the published build, for a candidate that was begun empty: it knows of nothing before it."""
    known = {path: document.landed for path, document in known_documents(published).items()}
    return changes_between(known, found, again=known.keys(), why="all were read")


def _standing(run: Run) -> Standing:
    """The published build, where it is whole; of one that is damaged nothing is taken over."""
    file = published = run.settings.published
    if not published.exists():
        return Standing(file)
    warnings = []
    if writer := writer_of(published):
        # Its bytes can be read all the same, and the ledger says whether anything was written into them.
        file = WarehouseLayout(run.settings.warehouse).standing(run.build_id)
        begin_copy(published, file)
        warnings.append(
            f"somebody has the published file open for writing ({writer}): what is written there goes with the build "
            f"that is replaced ({shown(published)})"
        )
    before = published_build(file)
    damage = damage_of(file, before.build_id if before else None, published)
    if damage is None and before is not None and not is_entered(published, before.build_id):
        unknown = (
            "the ledger does not know the published build, so nothing shows whether its rows are those that were "
            f"published: everything is built anew ({shown(published)})"
        )
        return Standing(file, before, [*warnings, unknown], may_go_on=False)
    if damage is None:
        return Standing(file, before, warnings)
    return Standing(
        file, None, [*warnings, f"the published file was damaged and is built anew: {damage} ({shown(published)})"]
    )


def _dry_run(settings: Settings, backfill: Backfill | None) -> Outcome:
    """What a reload would do to the documents, without writing anything."""
    build = published_build(settings.published)
    known = known_documents(settings.published)
    found = discover(settings.raw, landed=published_ids(settings.published))
    chosen = choose(backfill, found, known) if backfill else None
    before = {path: document.landed for path, document in known.items()}
    changes = changes_between(before, found, chosen.paths if chosen else ())
    refused = {one.path for one in found.refused}
    changes.added = [path for path in changes.added if path not in refused]
    changes.changed = [path for path in changes.changed if path not in refused]
    results = Results(
        found=found,
        backfill=backfill,
        chosen=chosen,
        changes=changes,
        quarantined=[Quarantined(r.path, r.reason, r.source_place, r.remedy) for r in found.refused],
    )
    return assemble(results, "dry run", build.build_id if build else "")


def _timed(step: RunStep, seconds: dict[str, float]) -> RunStep:
    def timed(name: Step, do: Callable[..., T], *args: Any) -> T:
        raise_if_stopped()
        start = time.perf_counter()
        try:
            return step(name, do, *args)
        finally:
            seconds[name.title] = seconds.get(name.title, 0.0) + time.perf_counter() - start

    return timed


__all__ = ["DubanError", "Outcome", "Run", "reload"]
