"""The reload: land, gate, build, gate, publish. One pipeline, as plain steps; Prefect wraps these same steps.

Every step is a function of values; `Step` is how the caller runs one (timed here, a Prefect task in `flows.nightly`).
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import duckdb

from duban import __version__, modelling
from duban.asking.builds import PublishedBuild, published_build
from duban.errors import DubanError, GateError, ModelError
from duban.landing.discovery import Discovery, discover
from duban.landing.store import RAW_TABLES, LandingReport, land
from duban.modelling.freshness import tree_digest
from duban.modelling.records import RECORD_LAYOUT
from duban.publishing.candidate import (
    begin_candidate,
    candidate_path,
    clean_left_overs,
    finish_candidate,
    has_slack,
    new_build_id,
    open_candidate,
)
from duban.publishing.history import swap_in
from duban.publishing.lock import writer_lock
from duban.publishing.reassigned import rows_reassigned
from duban.settings import Settings
from flows.outcome import Outcome, Quarantined
from flows.unchanged import log_run, night_made_from, stamp_night

if TYPE_CHECKING:
    from expectations.results import CheckResult, GateReport

T = TypeVar("T")
Progress = Callable[[str, int, int], None]

# Gate 1 judges this model; what stands after it leaves out the documents that the gate quarantined.
LANDING_PROFILE = "staging.stg_landing_profile"


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
    """One reload under way: what its steps hand on. `build_id` sorts by time and is never used twice."""

    settings: Settings
    build_id: str
    started_at: datetime
    progress: Progress = quiet
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
) -> Outcome:
    """Bring the published file up to date with raw/, sql/ and expectations/.

    full: build from nothing, whatever is published. dry_run: only tell what lies in raw/ that is new.
    Raises LockedError (another writer), ConfigurationError; a gate or model that fails is told in the outcome.
    """
    if dry_run:
        return _tell(settings)
    with writer_lock(settings.warehouse, "reload"):
        clean_left_overs(settings.warehouse)
        now = datetime.now(UTC)
        made = night_made_from(settings)
        run = Run(settings, new_build_id(now), now, progress)
        timed = _timed(step, run.outcome.seconds)
        try:
            outcome = _reload(run, timed, full)
        except (GateError, ModelError) as error:
            outcome = run.outcome
            outcome.why = outcome.why or str(error).splitlines()
        finally:
            _discard(candidate_path(settings.warehouse, run.build_id))
        if outcome.status in ("published", "unchanged"):
            stamp_night(settings, made, outcome)
        log_run(settings, run.started_at, outcome)
        return outcome


def _reload(run: Run, step: Step, full: bool) -> Outcome:
    settings, outcome = run.settings, run.outcome
    before = published_build(settings.published)
    found = step("find documents", discover, settings.raw)
    outcome.passed_over = [(p.path, p.reason) for p in found.passed_over]
    if not found.documents and not found.refused:
        raise GateError(
            "the raw folder holds no documents", where=str(settings.raw), remedy="`duban add FILE` adds one"
        )
    inputs = inputs_fingerprint(settings, found)
    if not full and before is not None and before.inputs_fingerprint == inputs:
        return _unchanged(outcome, before)

    fresh = full or before is None or before.has_slack or before.layout != LAYOUT
    start_from = None if fresh else settings.published
    path = step("begin candidate", begin_candidate, settings.warehouse, run.build_id, start_from)
    con = open_candidate(path)
    try:
        landed = step("land documents", land_documents, run, con, found)
        project = modelling.load_project(settings.sql)
        profiled = step("profile landed documents", build_models, run, con, project, LANDING_PROFILE)
        landing_gate = step("gate 1: landed documents", gate_landing, run, con)
        _tell_landing(outcome, con, landed, before)
        if not landing_gate.passed:
            step("write gate report", write_gate_report, run, con, [landing_gate])
            _require(run, landing_gate)
        built = step("build models", build_models, run, con, project, None)
        candidate_gate = step("gate 2: candidate", gate_candidate, run, con, project, before)
        step("write gate report", write_gate_report, run, con, [landing_gate, candidate_gate])
        _require(run, landing_gate, candidate_gate)
        outcome.document_count, outcome.target_count, outcome.review_count = _counts(con)
        outcome.superseded = con.execute(_SUPERSEDED).fetchall()
        outcome.reassigned = _reassigned(settings, con) if before else []
        outcome.built = _told_models(profiled, built)
        record_build(run, con, found, inputs)
        finish_candidate(con, path)
    finally:
        con.close()
    step("publish", publish, run, path, before)
    outcome.status = "published"
    return outcome


# -- the steps -------------------------------------------------------------------------------------------------------


def land_documents(run: Run, con: duckdb.DuckDBPyConnection, found: Discovery) -> LandingReport:
    """Make the raw tables hold what lies in raw/, reading only what is new or changed."""
    done = 0
    total = len(found.documents)

    def told(_: object) -> None:
        nonlocal done
        done += 1
        run.progress("reading documents", done, total)

    return land(con, run.settings.raw, found, run.settings.workers, on_read=told)


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
    from expectations.report import write_report

    write_gate_tables(con, reports)
    page, _ = write_report(reports, run.settings.gate_reports, run.build_id)
    run.outcome.gate_report = _shown(page)


def publish(run: Run, candidate: Path, before: PublishedBuild | None) -> None:
    """Swap the candidate in."""
    published = run.settings.published
    # A published file that cannot be read is kept all the same, under the name of the build that takes its place.
    replaced = before.build_id if before else f"{run.build_id}-before" if published.exists() else None
    swap_in(candidate, published, replaced, keep=run.settings.history_count)


# -- what identifies a build, and what is told of it -----------------------------------------------------------------


def inputs_fingerprint(settings: Settings, found: Discovery) -> str:
    """One value of everything that a build is made from: documents, models, seeds, expectations, code, engine.

    The same value means that a build would come out the same, so none is made. Reads files, opens no database.
    """
    digest = hashlib.sha256()
    made_from = (found.fingerprint, tree_digest(settings.sql), __version__, sys.version_info[:2])
    digest.update("\n".join(map(str, made_from)).encode())
    code = Path(__file__).resolve().parent.parent
    for folder in (code / room for room in ("duban/landing", "duban/modelling", "expectations", "flows")):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".csv", ".py") and path.is_file():
                digest.update(f"{path.relative_to(folder)}\n".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


_BUILDS = """
create table if not exists meta.builds (
    build_id varchar, kind varchar, started_at timestamptz, finished_at timestamptz, inputs_fingerprint varchar,
    document_count bigint, quarantined_count bigint, target_count bigint, review_count bigint,
    added_count bigint, changed_count bigint, removed_count bigint, has_slack boolean, layout varchar,
    duban_version varchar, duckdb_version varchar
)
"""
# The layout of all tables that are written by statements and not by models: a build of another layout is not continued.
LAYOUT = hashlib.sha256("\n".join((_BUILDS, RAW_TABLES, RECORD_LAYOUT)).encode()).hexdigest()[:12]


def record_build(run: Run, con: duckdb.DuckDBPyConnection, found: Discovery, inputs: str) -> None:
    """Write the row of `meta.builds` that says how this file came to be."""
    outcome = run.outcome
    con.execute("create schema if not exists meta")
    con.execute(_BUILDS)
    con.execute(
        "insert into meta.builds values (?, 'reload', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            run.build_id,
            run.started_at,
            datetime.now(UTC),
            inputs,
            outcome.document_count,
            len(outcome.quarantined),
            outcome.target_count,
            outcome.review_count,
            len(outcome.added),
            len(outcome.changed),
            len(outcome.removed),
            has_slack(con),
            LAYOUT,
            __version__,
            duckdb.__version__,
        ],
    )


def _require(run: Run, *gates: GateReport) -> None:
    """Go on only where every gate passed; what they only warn of is told."""
    for gate in gates:
        run.outcome.warnings += [_told_check(check) for check in gate.warnings if check.severity == "warn"]
        run.outcome.why += [f"gate {gate.gate}: {_told_check(check)}" for check in gate.blocking]
    failed = [gate.gate for gate in gates if not gate.passed]
    if failed:
        raise GateError(
            f"the gate of the {' and the '.join(failed)} failed", where=run.outcome.gate_report, remedy="see the report"
        )


def _told_check(check: CheckResult) -> str:
    """What did not hold, how often, and the first places where."""
    places = list(dict.fromkeys(failing.place for failing in check.failing_rows if failing.place))
    shown = "; ".join(places[:3]) + (f"; and {len(places) - 3} more places" if len(places) > 3 else "")
    return f"{check.title.en}: {check.message.en}" + (f" ({shown})" if shown else "")


def _tell_landing(
    outcome: Outcome, con: duckdb.DuckDBPyConnection, landed: LandingReport, before: PublishedBuild | None
) -> None:
    outcome.added, outcome.changed, outcome.removed = landed.added, landed.changed, landed.removed
    known = set(before.quarantined) if before else set()
    rows = con.execute(
        "select document_path, reason, place, remedy from raw.quarantine order by document_path, reason, place"
    ).fetchall()
    outcome.quarantined = [
        Quarantined(path, reason, place, remedy, is_new=path not in known) for path, reason, place, remedy in rows
    ]


def _told_models(*reports: modelling.BuildReport) -> str:
    """How many models of a build in two parts were built, and how many had nothing to do."""
    built = {model.table for report in reports for model in report.built}
    local = {model.table for report in reports for model in report.built if model.how == "local"}
    fresh = reports[-1].fresh + len(reports[-1].built) - len(built)
    seconds = sum(report.seconds for report in reports)
    return f"{len(built)} built, {len(local)} of them for changed documents only, {fresh} unchanged, in {seconds:.1f} s"


def _reassigned(settings: Settings, con: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """Rows of unchanged documents that came under another target since the build that is published."""
    return [tuple(str(part or "") for part in row) for row in rows_reassigned(settings.published, con)]


_SUPERSEDED = """
select older.document_path, min(newer.document_path)
from marts.dim_document as older
join marts.dim_document as newer using (jurisdiction_id, report_year, document_kind)
where not older.is_current and newer.is_current
group by all
order by all
"""


def _counts(con: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    row = con.execute(
        """
        select
            (select count(*) from marts.dim_document),
            (select count(*) from marts.dim_target),
            (select count(*) from meta.review_queue)
        """
    ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def _unchanged(outcome: Outcome, before: PublishedBuild) -> Outcome:
    outcome.status, outcome.build_id = "unchanged", before.build_id
    outcome.document_count, outcome.target_count = before.document_count, before.target_count
    outcome.review_count = before.review_count
    outcome.quarantined = [Quarantined(path, "", "", "", is_new=False) for path in before.quarantined]
    return outcome


def _tell(settings: Settings) -> Outcome:
    """What a reload would do to the documents, without writing anything."""
    found = discover(settings.raw)
    known = published_build(settings.published)
    before = known.fingerprints if known else {}
    now = {d.path: d.content_fingerprint for d in found.documents}
    outcome = Outcome("dry run", known.build_id if known else "")
    outcome.added = sorted(now.keys() - before.keys())
    outcome.removed = sorted(before.keys() - now.keys() - {r.path for r in found.refused})
    outcome.changed = sorted(path for path in now.keys() & before.keys() if now[path] != before[path])
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


def _discard(candidate: Path) -> None:
    candidate.unlink(missing_ok=True)
    candidate.with_name(candidate.name + ".wal").unlink(missing_ok=True)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


__all__ = ["DubanError", "Outcome", "Run", "Step", "plain_step", "reload"]
