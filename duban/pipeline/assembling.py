"""From what the steps of a reload returned to its outcome: one function, whatever became of the run.

Steps return values. The reload keeps them in `Results` as they come, so that a run that fails still reports what was
known until then. No step sees an outcome, and what went wrong in a step is an error that carries its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from duban.comparing.readings import ReadAnew
from duban.comparing.reassigned import rows_reassigned
from duban.counting import counted
from duban.errors import DubanError, GateError, ModelError
from duban.landing.changes import Changes
from duban.landing.discovery import Discovery
from duban.landing.store import LandingReport
from duban.modelling.report import BuildReport
from duban.pipeline.backfill import Backfill, Chosen
from duban.pipeline.outcome import Outcome, Quarantined
from duban.publishing.published_build import PublishedBuild

if TYPE_CHECKING:
    from expectations.results import CheckResult, GateReport

_MACHINE_REMEDY = (
    "check that the disk is sound and has free space (DUBAN_HISTORY: how many builds are kept) and that memory is "
    "left, then: duban reload"
)
_SUPERSEDED = """
select older.document_path, min(newer.document_path)
from marts.dim_document as older
join marts.dim_document as newer using (jurisdiction_id, report_year, document_kind)
where not older.is_current and newer.is_current and older.part is not distinct from newer.part
group by all
order by all
"""
_COUNTS = """
select
    (select count(*) from marts.dim_document),
    (select count(*) from marts.dim_target),
    (select count(*) from meta.review_queue)
"""


class BuildFailedError(ModelError):
    """Models that could not be built; `reasons` has a line each. starved: those that ran out of memory."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        reasons: Sequence[str] = (),
        starved: Sequence[str] = (),
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.reasons = list(reasons)
        self.starved = list(starved)


class GateFailedError(GateError):
    """A gate that found something that blocks; `reasons` has a line each check."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", reasons: Sequence[str] = ()) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.reasons = list(reasons)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a finished candidate holds, before it is published.

    superseded: (path, path of the newer edition that is current). reassigned: (path, source place, unit as printed,
    target before, target now) of rows of unchanged documents that came under another target.
    """

    document_count: int
    target_count: int
    review_count: int
    superseded: list[tuple[str, str]]
    reassigned: list[tuple[str, ...]]


@dataclass(slots=True)
class Results:
    """What the steps of one reload have returned so far. None or empty: the run has not come there.

    before: the published build, where it is whole; standing_warnings: what is to be said of the published file, where
    it is not or somebody else writes it.
    changes: since the published build, which is more than `landing` where the candidate was begun empty.
    gates: of the gate report that was written, at `gate_page`.
    """

    before: PublishedBuild | None = None
    standing_warnings: Sequence[str] = ()
    found: Discovery | None = None
    backfill: Backfill | None = None
    chosen: Chosen | None = None
    landing: LandingReport | None = None
    changes: Changes | None = None
    readings: Sequence[ReadAnew] = ()
    quarantined: Sequence[Quarantined] = ()
    gates: Sequence[GateReport] = ()
    gate_page: Path | None = None
    builds: Sequence[BuildReport] = ()
    contents: Contents | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the next reload would find the same: no document was left unread for a passing reason."""
        return self.landing is None or not self.landing.unsettled


def assemble(
    results: Results,
    status: str,
    build_id: str,
    seconds: Mapping[str, float] | None = None,
    why: Iterable[str] = (),
) -> Outcome:
    """The outcome of a run that ended with this status. build_id: of the build that the run was to make; an unchanged
    run gives that of the published build. seconds: by step. why: one reason a line, of a run that failed."""
    changes = results.changes or Changes()
    stands = results.before if status == "unchanged" else None
    quarantined = list(results.quarantined)
    if stands is not None:
        quarantined = [Quarantined(path, "", "", "", is_new=False) for path in stands.quarantined]
    holds = stands or results.contents
    contents = results.contents
    return Outcome(
        status,
        stands.build_id if stands else build_id,
        added=changes.added,
        changed=changes.changed,
        removed=changes.removed,
        backfill=str(results.backfill) if results.chosen else "",
        unsure=list(results.chosen.unsure) if results.chosen else [],
        read_again=[(one.path, one.why) for one in changes.again],
        reread=list(results.readings),
        passed_over=[(one.path, one.reason) for one in results.found.passed_over] if results.found else [],
        superseded=contents.superseded if contents else [],
        reassigned=contents.reassigned if contents else [],
        quarantined=quarantined,
        document_count=holds.document_count if holds else 0,
        target_count=holds.target_count if holds else 0,
        review_count=holds.review_count if holds else 0,
        built=_models_line(results.builds) if contents else "",
        warnings=_warnings(results),
        why=list(why),
        gate_report=shown(results.gate_page) if results.gate_page else "",
        seconds=dict(seconds or {}),
    )


def quarantine_of(con: duckdb.DuckDBPyConnection, before: PublishedBuild | None) -> list[Quarantined]:
    """What a candidate holds back, a row a document and reason, and what of it the published build did not."""
    known = set(before.quarantined) if before else set()
    rows = con.execute(
        "select document_path, reason, source_place, remedy, document_path not in (select unnest(?::varchar[])),"
        " coalesce(kept_build_id, '') from raw.quarantine order by document_path, reason, source_place",
        [sorted(known)],
    ).fetchall()
    return [Quarantined(*row) for row in rows]


def contents_of(con: duckdb.DuckDBPyConnection, published: Path | None) -> Contents:
    """What a finished candidate holds. published: the file to compare the rows of unchanged documents with."""
    row = con.execute(_COUNTS).fetchone()
    assert row is not None
    documents, targets, doubtful = row
    superseded = con.execute(_SUPERSEDED).fetchall()
    reassigned = rows_reassigned(published, con) if published else []
    texts = [tuple(str(part or "") for part in moved) for moved in reassigned]
    return Contents(documents, targets, doubtful, superseded, texts)


def require_built(report: BuildReport) -> BuildReport:
    """The report of a build in which no model failed. Raises BuildFailedError."""
    if report.failed:
        names = ", ".join(model.table for model in report.failed)
        raise BuildFailedError(
            f"{counted(len(report.failed), 'models')} failed: {names}",
            remedy="fix the models; duban build reports more",
            reasons=[f"{model.table}: {model.error}" for model in report.failed],
            starved=[model.table for model in report.failed if model.is_out_of_memory],
        )
    return report


def require_passed(gates: Sequence[GateReport], page: Path) -> None:
    """Go on only where every gate passed. page: their report. Raises GateFailedError."""
    failed = [gate.gate for gate in gates if not gate.passed]
    if failed:
        raise GateFailedError(
            f"the gate of the {' and the '.join(failed)} failed",
            where=shown(page),
            remedy="see the report",
            reasons=[f"gate {gate.gate}: {_check_line(check)}" for gate in gates for check in gate.stopping],
        )


def reasons_of(error: Exception) -> list[str]:
    """Why a run failed, one reason a line: what its error says, or what the machine failed at and what to do."""
    if isinstance(error, (BuildFailedError, GateFailedError)):
        return error.reasons
    if isinstance(error, DubanError):
        return str(error).splitlines()
    what = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, MemoryError):
        what = "it has no memory left"
    if isinstance(error, OSError):
        what = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    return [f"the machine failed: {what}", f"  to do: {_MACHINE_REMEDY}"]


def shown(path: Path) -> str:
    """A path as short as the working folder allows."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _warnings(results: Results) -> list[str]:
    warnings = list(results.standing_warnings)
    if results.landing and results.landing.waiting:
        warnings.append(
            f"{counted(len(results.landing.waiting), 'documents', 'wait')} for the next reload: "
            "reading took all the time that it may (DUBAN_READING_SECONDS)"
        )
    checks = (check for gate in results.gates for check in gate.warnings if check.severity == "warn")
    return warnings + [_check_line(check) for check in checks]


def _check_line(check: CheckResult) -> str:
    """What did not hold, how often, and the first places where."""
    places = list(dict.fromkeys(failing.source_place for failing in check.failing_rows if failing.source_place))
    where = "; ".join(places[:3]) + (f"; and {len(places) - 3} more places" if len(places) > 3 else "")
    return f"{check.title.en}: {check.message.en}" + (f" ({where})" if where else "")


def _models_line(reports: Sequence[BuildReport]) -> str:
    """How many models of a build in several parts were built, and how many had nothing to do."""
    built = {model.table for report in reports for model in report.built}
    local = {model.table for report in reports for model in report.built if model.how == "local"}
    fresh = reports[-1].fresh + len(reports[-1].built) - len(built)
    seconds = sum(report.seconds for report in reports)
    return f"{len(built)} built, {len(local)} of them for changed documents only, {fresh} unchanged, in {seconds:.1f} s"
