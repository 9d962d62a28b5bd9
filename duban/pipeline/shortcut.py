"""The shortcut of a run with nothing to do: the stamp of the published file says so, and nothing else is opened.

Most nights are such nights. A reload leaves a stamp when it has published a build or found that one stands; while
the stamp fits, the next reload would find the same, so it is spared. It differs from that reload in nothing but time:
it holds the writer's lock, takes away what a killed run left, and writes its line into the log of runs.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from duban.pipeline.fingerprint import stamped_inputs
from duban.pipeline.outcome import Outcome, Quarantined
from duban.pipeline.run_log import last_status, log_run
from duban.settings import Settings
from duban.stamps import read_stamp, write_stamp

# What the stamp keeps of an outcome, beside the paths of the documents in quarantine.
_KEPT = ("build_id", "document_count", "target_count", "review_count", "passed_over")


def night_made_from(settings: Settings) -> str | None:
    """What a build of tonight would be made from; None where only reading the documents can say."""
    return stamped_inputs(settings.sql, settings.raw)


def unchanged_night(settings: Settings) -> Outcome | None:
    """The outcome of a reload that finds nothing to do; None where it may find or has to report something.

    Raises LockedError where another writer is at work.
    """
    from duban.publishing.candidate import clean_left_overs
    from duban.publishing.lock import writer_lock

    made = night_made_from(settings)
    if read_stamp(settings.published, made) is None:
        return None
    with writer_lock(settings.warehouse, "reload"):
        outcome = stamped_outcome(settings, settings.published, made)
        if outcome is not None:
            clean_left_overs(settings.warehouse)
        return outcome


def stamped_outcome(settings: Settings, database: Path, made: str | None) -> Outcome | None:
    """The outcome that the stamp of a database says, entered into the log of runs; None where it does not fit, or the
    last run failed. Only to be called under the writer's lock."""
    stamp = read_stamp(database, made)
    if stamp is None or last_status(settings.runs_log) in ("failed", "refused"):
        return None
    outcome = Outcome("unchanged", **_read(stamp))
    return outcome.with_warnings(log_run(settings, datetime.now(UTC), outcome))


def stamp_night(database: Path, made: str | None, outcome: Outcome) -> None:
    """Leave the stamp that spares the next reload. made: what the build was made from, as it was before the reload
    began."""
    stamp = {word: getattr(outcome, word) for word in _KEPT}
    paths = sorted({held.path for held in outcome.quarantined})
    write_stamp(database, made, {**stamp, "quarantined": paths})


def _read(stamp: dict[str, Any]) -> dict[str, Any]:
    """The fields of an outcome as a stamp holds them."""
    read = {word: stamp[word] for word in _KEPT}
    read["passed_over"] = [tuple(pair) for pair in stamp["passed_over"]]
    read["quarantined"] = [Quarantined(path, "", "", "", is_new=False) for path in stamp["quarantined"]]
    return read
