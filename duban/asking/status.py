"""What is published, how old it is, what is quarantined and what the last runs came to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from duban.asking.builds import PublishedBuild, published_build


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a warehouse. runs: the last lines of the log of runs, newest first."""

    published: Path
    build: PublishedBuild | None
    is_damaged: bool
    runs: list[dict[str, Any]]

    @property
    def age(self) -> timedelta | None:
        """Since the published file was last known to be up to date: built, or found unchanged."""
        if self.build is None:
            return None
        seen = [self.build.finished_at]
        seen += [
            datetime.fromisoformat(run["started_at"])
            for run in self.runs
            if run.get("status") in ("published", "unchanged")
        ]
        return datetime.now(UTC) - max(seen)

    def as_dict(self) -> dict[str, Any]:
        """The status as JSON values."""
        build = self.build
        return {
            "published": str(self.published),
            "is_damaged": self.is_damaged,
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
            "age_hours": self.age and round(self.age.total_seconds() / 3600, 2),
            "runs": self.runs,
        }


def read_status(published: Path, runs_log: Path, run_count: int = 10) -> Status:
    """Read the state of a warehouse; never fails for a damaged file or log, it tells of them."""
    build = published_build(published)
    is_damaged = published.exists() and build is None
    return Status(published, build, is_damaged, runs=read_runs(runs_log, run_count))


def read_runs(runs_log: Path, run_count: int = 10) -> list[dict[str, Any]]:
    """The last lines of the log of runs, newest first."""
    runs = []
    if runs_log.exists():
        for line in runs_log.read_text("utf8", errors="replace").splitlines()[-run_count:]:
            try:
                run = json.loads(line)
            except ValueError:
                continue  # a line that a crash cut short
            if isinstance(run, dict):
                runs.append(run)
    return runs[::-1]


def last_status(runs_log: Path) -> str | None:
    """The status of the last run in the log; None where there was none."""
    runs = read_runs(runs_log, run_count=3)
    return str(runs[0].get("status")) if runs else None
