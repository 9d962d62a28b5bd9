"""What is published, how old it is, what is quarantined, what the last runs came to, and why the last one failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from duban.counting import counted
from duban.pipeline.outcome import kept_sentence
from duban.pipeline.run_log import CLOCK_TOLERANCE, GOOD, NOT_JUDGED, good_at, newest_runs, started_at
from duban.publishing.ledger import is_entered
from duban.publishing.opening import is_lake, open_published
from duban.publishing.published_build import PublishedBuild, published_build
from duban.warehouse_layout import WarehouseLayout


@dataclass(frozen=True, slots=True)
class Failure:
    """That the last run failed, those aside that were stopped or could not begin.

    count: failed runs since the last good one; since: when the first of them began. why: one reason a line.
    gate_report: its page, where a gate judged and the page is still there.
    """

    started_at: datetime
    build_id: str
    why: list[str]
    count: int
    since: datetime
    gate_report: Path | None

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "build_id": self.build_id,
            "why": self.why,
            "count": self.count,
            "since": self.since.isoformat(timespec="seconds"),
            "gate_report": self.gate_report and str(self.gate_report),
        }


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a warehouse. runs: the last lines of the log of runs, newest first.

    failure: where the last run failed. good_at: when the last run began that published or found nothing to do.
    quarantine: what the published build leaves out: path, reason, source place, remedy, and the build whose rows stand
    in its place, '' where none do. is_in_ledger: whether the ledger knows the build; else nothing shows whether its
    rows are those that were published.
    """

    published: Path
    build: PublishedBuild | None
    is_damaged: bool
    runs: list[dict[str, Any]]
    failure: Failure | None = None
    good_at: datetime | None = None
    quarantine: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    is_in_ledger: bool = True

    @property
    def age(self) -> timedelta | None:
        """Since the published file was last known to be up to date: built, or found unchanged.

        None where that is not known: nothing is published, or all that is known of it is in the future, because the
        clock was ahead when it was built. Such a time must not make an old build look young for years.
        """
        if self.build is None:
            return None
        now = datetime.now(UTC)
        seen = [time for time in (self.build.finished_at, self.good_at) if time is not None]
        past = [time for time in seen if time <= now + CLOCK_TOLERANCE]
        return max(now - max(past), timedelta(0)) if past else None

    def as_dict(self) -> dict[str, Any]:
        """The status as JSON values."""
        build = self.build
        return {
            "published": str(self.published),
            "is_damaged": self.is_damaged,
            "is_in_ledger": self.is_in_ledger,
            "last_run_failed": self.failure is not None,
            "failure": self.failure and self.failure.as_dict(),
            "build": build
            and {
                "build_id": build.build_id,
                "kind": build.kind,
                "finished_at": build.finished_at.isoformat(timespec="seconds"),
                "document_count": build.document_count,
                "target_count": build.target_count,
                "review_count": build.review_count,
                "quarantined": build.quarantined,
            },
            "quarantine": [
                {"path": path, "reason": reason, "source_place": source_place, "remedy": remedy, "kept_build_id": kept}
                for path, reason, source_place, remedy, kept in self.quarantine
            ],
            "age_hours": None if self.age is None else round(self.age.total_seconds() / 3600, 2),
            "runs": self.runs,
        }

    def lines(self, damage: str | None = None, reload: str = "duban reload") -> list[str]:
        """What a person on duty reads, what is wrong first.

        damage: what is wrong with the published file's bytes. reload: the command that publishes this file.
        """
        build = self.build
        lines = []
        if self.failure:
            what = "the last run" if self.failure.count == 1 else f"the last {self.failure.count} runs"
            stands = f"what is published is from {_minute(build.finished_at)}" if build else "nothing is published"
            lines.append(f"FAILED       {what} failed, {_minute(self.failure.started_at)}: {stands}")
            lines += [f"why          {line.strip()}" for line in self.failure.why]
            if self.failure.count > 1:
                lines.append(f"since        {_minute(self.failure.since)}")
            if self.failure.gate_report:
                lines.append(f"gate report  {self.failure.gate_report}")
            lines.append(f"to do        fix the cause given above, then run `{reload}`")
        if self.runs and self.runs[0]["status"] in NOT_JUDGED:
            last = self.runs[0]
            why = "; ".join(str(line).strip() for line in last["why"])
            lines.append(f"{last['status']:12s} the last run, {_minute(started_at(last))}: {why}")
        if build is None:
            what = f"is damaged: run `{reload} --full`" if self.is_damaged else f"is not there: run `{reload}`"
            return [*lines, f"published    {self.published} {what}"]
        age = "unknown: its time lies in the future (was the clock set back?)"
        if self.age is not None:
            age = f"{self.age.total_seconds() / 3600:.1f} hours ago"
        lines.append(f"published    {self.published}")
        lines += [f"damaged      {damage}: run `{reload}`"] if damage else []
        if not self.is_in_ledger:
            lines.append("unknown      the ledger does not know this build: whether somebody changed it is unknown")
            lines.append(f"to do        run `{reload}`, which builds everything anew")
        lines += [
            f"build        {build.build_id} ({build.kind}), finished {build.finished_at:%Y-%m-%d %H:%M:%S %Z}",
            f"known good   {age}",
            f"holds        {counted(build.document_count, 'documents')}, {counted(build.target_count, 'targets')}",
            f"to review    {counted(build.review_count, 'rows')}",
            f"quarantine   {', '.join(build.quarantined) or 'empty'}",
        ]
        for path, reason, source_place, remedy, kept in self.quarantine:
            lines.append(f"             {path}: {reason}" + (f" ({source_place})" if source_place else ""))
            lines += [f"             to do: {line}" for line in remedy.splitlines()]
            lines += [f"             {kept_sentence(kept)}"] if kept else []
        return lines


def read_status(published: Path, runs_log: Path, run_count: int = 10) -> Status:
    """Read the state of a warehouse; a damaged file or log is reported and never an error."""
    build = published_build(published)
    runs = list(newest_runs(runs_log))
    return Status(
        published,
        build,
        is_damaged=published.exists() and build is None,
        runs=runs[:run_count],
        failure=_failure(runs, WarehouseLayout.around(published).gate_reports),
        good_at=good_at(runs),
        quarantine=_quarantine(published) if build and build.quarantined else [],
        # a build of the lake is many files, which no ledger knows by their bytes
        is_in_ledger=build is None or is_lake(published) or is_entered(published, build.build_id),
    )


def _failure(runs: list[dict[str, Any]], gate_reports: Path) -> Failure | None:
    failed = []
    for run in runs:
        if run["status"] in GOOD:
            break
        if run["status"] not in NOT_JUDGED:
            failed.append(run)
    if not failed:
        return None
    last = failed[0]
    # The log has the path as seen from the folder of that run; the page lies where all of them do.
    page = gate_reports / Path(str(last.get("gate_report") or "-")).name
    return Failure(
        started_at=started_at(last),
        build_id=str(last["build_id"]),
        why=[str(line) for line in last["why"]],
        count=len(failed),
        since=started_at(failed[-1]),
        gate_report=page if page.is_file() else None,
    )


def _quarantine(published: Path) -> list[tuple[str, str, str, str, str]]:
    import _duckdb as duckdb  # as `open_published` does, and why

    try:
        with open_published(published) as con:
            return con.execute(
                "select document_path, reason_text, coalesce(columns('^(source_)?place$'), ''),"
                " coalesce(remedy_text, ''),"
                " coalesce(kept_build_id, '') from meta.quarantine order by all"
            ).fetchall()
    except duckdb.Error:  # a build of an older layout
        return []


def _minute(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M %Z}"
