"""The reload: land, gate, build, gate, publish. One pipeline, as plain steps; Prefect wraps these same steps.

Every step is a function of values; `Step` is how the caller runs one (timed here, a Prefect task in `flows.nightly`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import duckdb

from duban import modelling
from duban.comparing.readings import compare_readings
from duban.errors import DubanError, GateError, ModelError
from duban.landing.changes import Changes, changes_between, landed_documents
from duban.landing.discovery import Discovery, discover, documents_fingerprint
from duban.landing.store import LandingReport, create_raw_tables, land
from duban.modelling.freshness import tree_digest
from duban.pipeline.backfill import Backfill, SelectionError, choose
from duban.pipeline.build_record import LAYOUT, record_build
from duban.pipeline.fingerprint import inputs_fingerprint
from duban.pipeline.outcome import Outcome, Quarantined
from duban.pipeline.run_log import log_run
from duban.pipeline.shortcut import night_made_from, stamp_night
from duban.pipeline.telling import (
    shown,
    tell_changes,
    tell_contents,
    tell_quarantine,
    told_check,
    told_fault,
    told_models,
)
from duban.publishing.candidate import (
    begin_candidate,
    clean_left_overs,
    discard_candidate,
    finish_candidate,
    new_build_id,
    open_candidate,
)
from duban.publishing.history import SET_ASIDE, swap_in
from duban.publishing.intact import damage_of
from duban.publishing.lock import writer_lock
from duban.publishing.published_build import PublishedBuild, published_build
from duban.publishing.published_documents import KnownDocument, known_documents
from duban.settings import Settings

if TYPE_CHECKING:
    from expectations.results import GateReport

T = TypeVar("T")
Progress = Callable[[str, int, int], None]

# Gate 1 judges this model; what stands after it leaves out the documents that the gate quarantined.
LANDING_PROFILE = "staging.stg_landing_profile"
# A document that changes while it is read is looked for and read again this often before it is left to the next night.
LANDING_TRIES = 3
# Reports that are kept: two months of nights.
GATE_REPORTS = 60
# What a full disk, a disk that fails or a lack of memory makes DuckDB say; other errors of it are bugs of ours.
MACHINE_FAULTS = (OSError, duckdb.OperationalError, duckdb.FatalException)


class Step(Protocol):
    """How a caller runs one step of the pipeline."""

    def __call__(self, name: str, do: Callable[..., T], *args: Any) -> T: ...


def plain_step(name: str, do: Callable[..., T], *args: Any) -> T:
    """Run a step as the function that it is."""
    return do(*args)


def quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True)
class Run:
    """One reload under way: what its steps hand on. `build_id` is never used twice."""

    settings: Settings
    build_id: str
    started_at: datetime
    progress: Progress = quiet
    is_settled: bool = True  # False: a document could not be read for a passing reason, so the next reload tries again
    outcome: Outcome = field(init=False)

    def __post_init__(self) -> None:
        self.outcome = Outcome("failed", self.build_id)


def reload(
    settings: Settings,
    *,
    step: Step = plain_step,
    progress: Progress = quiet,
    full: bool = False,
    dry_run: bool = False,
    backfill: Backfill | None = None,
) -> Outcome:
    """Bring the published file up to date with raw/, sql/ and expectations/.

    full: build from nothing, whatever is published. dry_run: only tell what would be read, and why.
    backfill: documents that are read again although nothing about them changed.
    Raises LockedError (another writer), ConfigurationError; a gate or model that fails is told in the outcome.
    """
    if full and backfill:
        raise SelectionError("a full reload reads every document again", remedy="leave out --years and --places")
    if dry_run:
        return _tell(settings, backfill)
    with writer_lock(settings.warehouse, "reload"):
        clean_left_overs(settings.warehouse)
        now = datetime.now(UTC)
        made = night_made_from(settings)
        run = Run(settings, new_build_id(now), now, progress)
        timed = _timed(step, run.outcome.seconds)
        try:
            outcome = _reload(run, timed, full, backfill)
        except (GateError, ModelError) as error:
            outcome = run.outcome
            outcome.why = outcome.why or str(error).splitlines()
        except MACHINE_FAULTS as error:
            outcome = run.outcome
            outcome.why = told_fault(error)
        finally:
            discard_candidate(settings.warehouse, run.build_id)
        if outcome.status in ("published", "unchanged") and run.is_settled:
            stamp_night(settings, made, outcome)
        log_run(settings, run.started_at, outcome, outcome.warnings.append)
        return outcome


def _reload(run: Run, step: Step, full: bool, backfill: Backfill | None) -> Outcome:
    settings, outcome = run.settings, run.outcome
    before = _standing(settings, outcome)
    found = step("find documents", discover, settings.raw)
    outcome.passed_over = [(p.path, p.reason) for p in found.passed_over]
    if not found.documents and not found.refused:
        raise GateError(
            "the raw folder holds no documents", where=str(settings.raw), remedy="`duban add FILE` adds one"
        )
    again = _chosen(outcome, backfill, found, known_documents(settings.published)) if backfill else ()
    inputs = inputs_fingerprint(found.fingerprint, tree_digest(settings.sql))
    if not full and not again and before is not None and before.inputs_fingerprint == inputs:
        return _unchanged(outcome, before)

    fresh = full or before is None or before.has_slack or before.layout != LAYOUT
    start_from = None if fresh else settings.published
    path = step("begin candidate", begin_candidate, settings.warehouse, run.build_id, start_from)
    con = open_candidate(path)
    try:
        landed, found = step("land documents", land_documents, run, con, found, again)
        changes = _since_published(settings, found) if fresh and before else landed
        tell_changes(outcome, changes)
        outcome.reread = compare_readings(settings.published, con, changes.again)
        project = modelling.load_project(settings.sql)
        # From here on nothing is read of raw/ and sql/ any more: this is what the build is made from.
        fingerprints = (document.content_fingerprint for document in landed_documents(con).values())
        inputs = inputs_fingerprint(documents_fingerprint(fingerprints), project.digest)
        same_inputs = not full and before is not None and before.inputs_fingerprint == inputs
        if same_inputs and before is not None and all(read.is_same for read in outcome.reread):
            return _unchanged(outcome, before)  # what was to be tried again was, and came out as it had
        profiled = step("profile landed documents", build_models, run, con, project, LANDING_PROFILE)
        landing_gate = step("gate 1: landed documents", gate_landing, run, con)
        tell_quarantine(outcome, con, before)
        if not landing_gate.passed:
            step("write gate report", write_gate_report, run, con, [landing_gate])
            _require(run, landing_gate)
        built = step("build models", build_models, run, con, project, None)
        candidate_gate = step("gate 2: candidate", gate_candidate, run, con, project, before)
        step("write gate report", write_gate_report, run, con, [landing_gate, candidate_gate])
        _require(run, landing_gate, candidate_gate)
        tell_contents(outcome, con, settings.published if before else None)
        outcome.built = told_models(profiled, built)
        record_build(con, outcome, run.started_at, inputs, "backfill" if backfill else "reload")
        finish_candidate(con, path)
    finally:
        con.close()
    step("publish", publish, run, path, before)
    outcome.status = "published"
    return outcome


# -- the steps -------------------------------------------------------------------------------------------------------


def land_documents(
    run: Run, con: duckdb.DuckDBPyConnection, found: Discovery, again: Collection[str] = ()
) -> tuple[LandingReport, Discovery]:
    """Make the raw tables hold what lies in raw/, reading only what is new, changed or to be read again.

    Documents that changed or went while they were read are looked for again, so that a build is not short of a document
    because somebody saved it just then. Returns what was done, and what was found in the end.
    """
    done = 0
    total = len(found.documents)

    def told(_: object) -> None:
        nonlocal done
        done += 1
        run.progress("reading documents", done, total)

    raw, workers = run.settings.raw, run.settings.workers
    create_raw_tables(con)
    before = landed_documents(con)
    landed = land(con, raw, found, workers, on_read=told, again=again)
    for _ in range(LANDING_TRIES - 1):
        if not landed.unsettled:
            break
        found = discover(raw)
        run.outcome.passed_over = [(p.path, p.reason) for p in found.passed_over]
        landed = land(con, raw, found, workers, on_read=told, again=again, since=before)
    run.is_settled = not landed.unsettled
    return landed, found


def build_models(
    run: Run, con: duckdb.DuckDBPyConnection, project: modelling.Project, until: str | None
) -> modelling.BuildReport:
    """Build what is stale, up to and with one model or all. Raises ModelError that tells every failure."""
    report = modelling.build(project, con, until=until)
    if report.failed:
        run.outcome.why = [f"{model.table}: {model.error}" for model in report.failed]
        names = ", ".join(model.table for model in report.failed)
        raise ModelError(
            f"{len(report.failed)} models failed: {names}", remedy="mend the models; duban build tells more"
        )
    return report


def gate_landing(run: Run, con: duckdb.DuckDBPyConnection) -> GateReport:
    """Gate 1: judge every landed document; put those that fail into the quarantine, with their reasons."""
    from expectations.landing_gate import hold_back, judge_landing

    found = judge_landing(con)
    hold_back(con, found.quarantined)
    return found.report


def gate_candidate(
    run: Run, con: duckdb.DuckDBPyConnection, project: modelling.Project, before: PublishedBuild | None
) -> GateReport:
    """Gate 2: judge the whole candidate, against itself and against what is published."""
    from expectations.candidate_gate import judge_candidate

    tests = modelling.run_tests(project, con)
    return judge_candidate(con, previous=run.settings.published if before else None, data_tests=tests)


def write_gate_report(run: Run, con: duckdb.DuckDBPyConnection, reports: list[GateReport]) -> None:
    """Keep what the gates found: in the candidate's meta tables, and as a page and as JSON beside the warehouse."""
    from expectations.gate_tables import write_gate_tables
    from expectations.report import forget_reports, write_report

    write_gate_tables(con, reports)
    page, _ = write_report(reports, run.settings.gate_reports, run.build_id)
    forget_reports(run.settings.gate_reports, keep=max(GATE_REPORTS, run.settings.history_count))
    run.outcome.gate_report = shown(page)


def publish(run: Run, candidate: Path, before: PublishedBuild | None) -> None:
    """Swap the candidate in."""
    published = run.settings.published
    # A damaged published file is kept all the same, under the name of the build that takes its place.
    replaced = before.build_id if before else f"{run.build_id}{SET_ASIDE}" if published.exists() else None
    swap_in(candidate, published, replaced, keep=run.settings.history_count)


# -- between the steps -----------------------------------------------------------------------------------------------


def _require(run: Run, *gates: GateReport) -> None:
    """Go on only where every gate passed; what they only warn of is told."""
    for gate in gates:
        run.outcome.warnings += [told_check(check) for check in gate.warnings if check.severity == "warn"]
        run.outcome.why += [f"gate {gate.gate}: {told_check(check)}" for check in gate.blocking]
    failed = [gate.gate for gate in gates if not gate.passed]
    if failed:
        raise GateError(
            f"the gate of the {' and the '.join(failed)} failed", where=run.outcome.gate_report, remedy="see the report"
        )


def _chosen(
    outcome: Outcome, backfill: Backfill, found: Discovery, known: Mapping[str, KnownDocument]
) -> tuple[str, ...]:
    chosen = choose(backfill, found, known)
    outcome.backfill = str(backfill)
    outcome.unsure = list(chosen.unsure)
    return chosen.paths


def _since_published(settings: Settings, found: Discovery) -> Changes:
    """What changed since the published build, for a candidate that was begun empty: it knows of nothing before it."""
    known = {path: document.landed for path, document in known_documents(settings.published).items()}
    return changes_between(known, found, again=known, why="all were read")


def _unchanged(outcome: Outcome, before: PublishedBuild) -> Outcome:
    outcome.status, outcome.build_id = "unchanged", before.build_id
    outcome.document_count, outcome.target_count = before.document_count, before.target_count
    outcome.review_count = before.review_count
    outcome.quarantined = [Quarantined(path, "", "", "", is_new=False) for path in before.quarantined]
    return outcome


def _tell(settings: Settings, backfill: Backfill | None) -> Outcome:
    """What a reload would do to the documents, without writing anything."""
    found = discover(settings.raw)
    build = published_build(settings.published)
    outcome = Outcome("dry run", build.build_id if build else "")
    known = known_documents(settings.published)
    again = _chosen(outcome, backfill, found, known) if backfill else ()
    changes = changes_between({path: document.landed for path, document in known.items()}, found, again)
    tell_changes(outcome, changes)
    refused = {one.path for one in found.refused}
    outcome.added = [path for path in outcome.added if path not in refused]
    outcome.changed = [path for path in outcome.changed if path not in refused]
    outcome.passed_over = [(p.path, p.reason) for p in found.passed_over]
    outcome.quarantined = [Quarantined(r.path, r.reason, r.place, r.remedy) for r in found.refused]
    return outcome


def _timed(step: Step, seconds: dict[str, float]) -> Step:
    def timed(name: str, do: Callable[..., T], *args: Any) -> T:
        start = time.perf_counter()
        try:
            return step(name, do, *args)
        finally:
            seconds[name] = time.perf_counter() - start

    return timed


def _standing(settings: Settings, outcome: Outcome) -> PublishedBuild | None:
    """The published build, where it is whole; of one that is damaged nothing is taken over, and that is told."""
    published = settings.published
    if not published.exists():
        return None
    before = published_build(published)
    damage = damage_of(published, before.build_id if before else None, published)
    if damage is None:
        return before
    outcome.warnings.append(f"the published file was damaged and is built anew: {damage} ({shown(published)})")
    return None


__all__ = ["DubanError", "Outcome", "Run", "Step", "plain_step", "reload"]
