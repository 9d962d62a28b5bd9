"""质量: how the gates judged this build, what is quarantined and how to get it in, what the last runs changed.

What changed since an earlier build is asked for by `since`: it reads two files, so it is not on every view of the page.
"""

from __future__ import annotations

import asyncio
from typing import Any

from duban.asking.builds import changes_since, earlier_builds
from duban.asking.status import read_status
from duban.errors import DubanError
from workbench.asked import Asked
from workbench.frame import Visit, lay_state
from workbench.published import Reader

PATH = "/质量"
TITLE = ("质量", "Quality")
RUNS = 20
# Rows of a table that are listed for each kind of change; all are counted.
LISTED_ROWS = 10


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """results: every check, what fails first. failures: the first rows that fail. quarantine. documents."""
    return {
        "gates": reader.rows("gate_summary"),
        "results": reader.rows("gate_results"),
        "failures": reader.rows("gate_failures"),
        "quarantine": reader.rows("quarantine"),
        "documents": reader.rows("documents", place=None, year=None, row_limit=200),
    }


async def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page, with the runs of the log beside what the published file says."""
    status = await asyncio.to_thread(read_status, visit.settings.published, visit.settings.runs_log, RUNS)
    visit.html("quality.html", status=status, runs=[_without_paths(one) for one in status.runs], **values)
    await _show_changes(visit)


async def _show_changes(visit: Visit) -> None:
    published = visit.settings.published
    earlier = await asyncio.to_thread(earlier_builds, published)
    since, found = visit.asked.text("since"), None
    if since:
        try:
            found = await asyncio.to_thread(changes_since, published, since, LISTED_ROWS)
        except DubanError as error:
            lay_state(visit, "error", error.what, error.remedy or "")
    visit.html("quality_changes.html", earlier=earlier, since=since, found=found)


def _without_paths(run_line: dict[str, Any]) -> dict[str, Any]:
    """What a run came to, without the folders of the machine that its line names."""
    documents = run_line.get("documents") or {}
    return {
        "started_at": str(run_line.get("started_at", ""))[:16].replace("T", " "),
        "status": run_line.get("status", ""),
        "build_id": run_line.get("build_id", ""),
        "added": documents.get("added", []),
        "changed": documents.get("changed", []),
        "removed": documents.get("removed", []),
        "quarantined": documents.get("quarantined", []),
        "target_count": run_line.get("target_count"),
        "review_count": run_line.get("review_count"),
        "why": [str(line).strip() for line in run_line.get("why", []) if "/" not in str(line)],
    }
