"""The log of runs, `runs.jsonl`: one JSON line a run, added at its end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.pipeline.outcome import Outcome
from duban.settings import Settings


def log_run(settings: Settings, started_at: datetime, outcome: Outcome, warn: Callable[[str], None]) -> None:
    """Add the line of a run that has ended. warn: takes one line where that cannot be done."""
    line = {"started_at": started_at.isoformat(timespec="seconds"), **outcome.as_dict()}
    try:
        append_run(settings.runs_log, line)
    except OSError as error:  # what is published is published, and what failed has failed
        warn(f"the log of runs cannot be written: {error.strerror} ({settings.runs_log})")


def append_run(log: Path, line: dict[str, Any]) -> None:
    """Add a run. Where a crash cut the last line short, it ends there and this one begins a line of its own.

    Raises OSError where it cannot be written; then nothing of the line is left.
    """
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
