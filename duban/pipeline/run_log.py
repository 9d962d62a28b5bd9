"""The log of runs, `runs.jsonl`: one JSON line a run, added at its end. Only this module reads or writes it.

A line holds `started_at` (ISO 8601 with its offset from UTC) and the outcome as `Outcome.as_dict` gives it. Lines that
a crash or a person damaged are passed over. The order of runs is that of the lines: clocks are set.

Nothing here imports the engine.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.settings import Settings

if TYPE_CHECKING:
    from duban.pipeline.outcome import Outcome

# Statuses of a run after which the published file is known to be up to date.
GOOD = ("published", "unchanged")
# Statuses that say nothing of documents and models: somebody ended the run, or it could not begin.
NOT_JUDGED = ("stopped", "refused")
# Clocks are put right by seconds all the time; what is further in the future says nothing of an age.
CLOCK_TOLERANCE = timedelta(minutes=5)


def log_run(settings: Settings, started_at: datetime, outcome: Outcome) -> list[str]:
    """Add the line of a run that has ended. Returns a warning where that cannot be done: what is published is
    published, and what failed has failed."""
    line = {"started_at": started_at.isoformat(timespec="seconds"), **outcome.as_dict()}
    try:
        append_run(settings.runs_log, line)
    except OSError as error:
        return [f"the log of runs cannot be written: {error.strerror} ({settings.runs_log})"]
    return []


def append_run(log: Path, line: dict[str, Any]) -> None:
    """Add a run. Where a crash cut the last line short, it ends there and this one begins a line of its own.

    Raises OSError where it cannot be written; then nothing of the line is left.
    """
    if log.exists() and not log.is_file():
        raise OSError(errno.EINVAL, "it is not a plain file", str(log))  # a pipe would be waited for, under the lock
    text = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf8", errors="backslashreplace")
    with log.open("ab+", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            text = text if file.read(1) == b"\n" else b"\n" + text
        try:
            while text:  # a disk that becomes full takes a part first
                text = text[file.write(text) :]
        except OSError:
            os.truncate(log, end)
            raise


def newest_runs(log: Path) -> Iterator[dict[str, Any]]:
    """The runs of the log as it is now, newest first; each has at least `started_at`, `status`, `build_id`, `why`."""
    if not log.is_file():
        return
    try:
        lines = log.read_text("utf8", errors="replace").splitlines()
    except OSError:
        return
    for line in reversed(lines):
        try:
            run = json.loads(line)
            started_at(run)
            if isinstance(run["status"], str):
                yield {"build_id": "", "why": [], **run}
        except (ValueError, KeyError, TypeError, RecursionError):
            continue


def started_at(run: dict[str, Any]) -> datetime:
    """When a run of the log began, in UTC."""
    return datetime.fromisoformat(run["started_at"]).astimezone(UTC)


def last_status(log: Path) -> str | None:
    """The status of the last run that was not stopped; None where there was none."""
    return next((str(run["status"]) for run in newest_runs(log) if run["status"] != "stopped"), None)


def last_good_run(log: Path) -> datetime | None:
    """When the last run began that published or found nothing to do; None where there is none, as for `good_at`."""
    return good_at(newest_runs(log))


def good_at(newest: Iterable[dict[str, Any]]) -> datetime | None:
    """When the newest of some runs began that published or found nothing to do.

    One in the future is passed over: a clock that was ahead must neither make an old build look young nor put off the
    run that makes up for a missed night.
    """
    latest = datetime.now(UTC) + CLOCK_TOLERANCE
    good = (started_at(run) for run in newest if run["status"] in GOOD)
    return next((time for time in good if time <= latest), None)


def line_count(log: Path) -> int:
    """How many lines the log has, damaged ones included; 0 where it cannot be read."""
    if not log.is_file():
        return 0
    try:
        with log.open("rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return 0
