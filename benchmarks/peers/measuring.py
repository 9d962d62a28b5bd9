"""One run of a command: CPU, wall clock and peak memory of it and all that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """cpu and wall in seconds; peak in bytes, of the largest process."""

    cpu: float
    wall: float
    peak: int


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command to its end. Raises RuntimeError with its last words when it fails.

    A small process of its own starts the command and asks for the figures of its children: memory that the caller
    holds while it forks would be counted as theirs.
    """
    log = folder / "last_run.log"
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-S", "-c", _MEASURE, *command],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    words = log.read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{words[-1500:]}")
    cpu, wall, peak = words.strip().splitlines()[-1].split()
    return Run(float(cpu), float(wall), int(peak))


_MEASURE = """
import resource, subprocess, sys, time
started = time.perf_counter()
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(flush=True)
print(used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss * 1024)
sys.exit(code)
"""
