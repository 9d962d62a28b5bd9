"""The log of runs, `runs.jsonl`: one JSON line a run, added at its end."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


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
