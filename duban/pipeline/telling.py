"""What is told of a reload: its steps hand over what they found, and here it becomes lines of the outcome."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from duban import modelling
from duban.comparing.reassigned import rows_reassigned
from duban.landing.changes import Changes
from duban.pipeline.outcome import Outcome, Quarantined
from duban.publishing.published_build import PublishedBuild

if TYPE_CHECKING:
    from expectations.results import CheckResult

_MACHINE_REMEDY = (
    "see that the disk is sound and has room (DUBAN_HISTORY: how many builds are kept) and that memory is left, "
    "then: duban reload"
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


def told_check(check: CheckResult) -> str:
    """What did not hold, how often, and the first places where."""
    places = list(dict.fromkeys(failing.place for failing in check.failing_rows if failing.place))
    told = "; ".join(places[:3]) + (f"; and {len(places) - 3} more places" if len(places) > 3 else "")
    return f"{check.title.en}: {check.message.en}" + (f" ({told})" if told else "")


def tell_changes(outcome: Outcome, changes: Changes) -> None:
    """Which documents came, changed, went or were read again."""
    outcome.added, outcome.changed, outcome.removed = changes.added, changes.changed, changes.removed
    outcome.read_again = [(one.path, one.why) for one in changes.again]


def tell_quarantine(outcome: Outcome, con: duckdb.DuckDBPyConnection, before: PublishedBuild | None) -> None:
    """What is in quarantine, and what of it was not so in the published build."""
    known = set(before.quarantined) if before else set()
    rows = con.execute(
        "select document_path, reason, place, remedy from raw.quarantine order by document_path, reason, place"
    ).fetchall()
    outcome.quarantined = [
        Quarantined(path, reason, place, remedy, is_new=path not in known) for path, reason, place, remedy in rows
    ]


def told_models(*reports: modelling.BuildReport) -> str:
    """How many models of a build in two parts were built, and how many had nothing to do."""
    built = {model.table for report in reports for model in report.built}
    local = {model.table for report in reports for model in report.built if model.how == "local"}
    fresh = reports[-1].fresh + len(reports[-1].built) - len(built)
    seconds = sum(report.seconds for report in reports)
    return f"{len(built)} built, {len(local)} of them for changed documents only, {fresh} unchanged, in {seconds:.1f} s"


def tell_contents(outcome: Outcome, con: duckdb.DuckDBPyConnection, published: Path | None) -> None:
    """How much the candidate holds, which documents others stand in for, and which rows of unchanged documents came
    under another target since the published build."""
    row = con.execute(_COUNTS).fetchone()
    assert row is not None
    outcome.document_count, outcome.target_count, outcome.review_count = row
    outcome.superseded = con.execute(_SUPERSEDED).fetchall()
    reassigned = rows_reassigned(published, con) if published else []
    outcome.reassigned = [tuple(str(part or "") for part in row) for row in reassigned]


def told_fault(error: Exception) -> list[str]:
    """What the machine failed at, and what to do, a line each."""
    what = (str(error).splitlines() or [type(error).__name__])[0]
    if isinstance(error, OSError):
        what = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    return [f"the machine failed: {what}", f"  to do: {_MACHINE_REMEDY}"]


def shown(path: Path) -> str:
    """A path as short as the working folder allows."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
