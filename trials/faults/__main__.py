"""Run the fault suite and print its table; see the package."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from trials.faults.company import clock_set, company, prefect_ended
from trials.faults.damage import damages
from trials.faults.deployment import Deployment, Trial
from trials.faults.disks import disks
from trials.faults.kills import kills

Groups = dict[str, Callable[[Deployment, argparse.Namespace], Iterator[Trial]]]
GROUPS: Groups = {
    "kill": lambda deployment, options: kills(deployment, options.kills, options.seed),
    "disk": lambda deployment, options: disks(deployment, options.disks),
    "damage": lambda deployment, options: damages(deployment, options.seed),
    "company": lambda deployment, options: company(deployment, options.seed),
    "clock": lambda deployment, options: clock_set(deployment),
    "nightly": lambda deployment, options: prefect_ended(deployment, options.seed),
}


def report(trials: list[Trial]) -> str:
    """The table as Markdown: a line a fault."""
    lines = ["| fault | times | published file intact | next run clean |", "|---|---:|---:|---:|"]
    for fault in dict.fromkeys(trial.fault for trial in trials):
        own = [trial for trial in trials if trial.fault == fault]
        intact, clean = sum(trial.intact for trial in own), sum(trial.clean for trial in own)
        lines.append(f"| {fault} | {len(own)} | {intact} | {clean} |")
    total, intact = len(trials), sum(trial.intact for trial in trials)
    lines.append(f"| **all** | **{total}** | **{intact}** | **{sum(trial.clean for trial in trials)}** |")
    return "\n".join(lines)


def _table(trials: list[Trial]) -> str:
    made = f"{datetime.now(UTC):%Y-%m-%d}, DuckDB {duckdb.__version__}, Python {platform.python_version()}"
    command = " ".join(sys.argv[1:]).partition(" --write")[0]
    return f"{report(trials)}\n\n{made}, {platform.system()}: `python -m trials.faults {command}`\n"


def main() -> int:
    """Run what was asked for. Returns 1 where any promise was broken."""
    parser = argparse.ArgumentParser(description="Do to a reload whatever can be done to it.")
    parser.add_argument("--only", default=",".join(GROUPS), help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--kills", type=int, default=220)
    parser.add_argument("--disks", type=int, default=20, help="sizes of a full disk, beside those that halving tries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="a file that takes the table as Markdown")
    options = parser.parse_args()
    trials: list[Trial] = []
    with tempfile.TemporaryDirectory(prefix="duban-faults-") as folder:
        for group in options.only.split(","):
            deployment = Deployment(Path(folder) / group)
            for trial in GROUPS[group](deployment, options):
                trials.append(trial)
                word = "ok" if not trial.problems else "BROKEN: " + " / ".join(trial.problems)
                print(
                    f"{time.strftime('%H:%M:%S')} {len(trials):4d} {trial.fault}: {word}", file=sys.stderr, flush=True
                )
            written = _table(trials)
            if options.write:  # after each group, so that a run that is cut short has written what it found
                options.write.write_text(written, "utf8")
    print(written)
    return 1 if any(trial.problems for trial in trials) else 0


if __name__ == "__main__":
    sys.exit(main())
