"""质量: how the gates judged this build, what is quarantined and how to get it in, what the last runs changed."""

from __future__ import annotations

import asyncio
from typing import Any

from duban.asking.status import read_status
from workbench.asked import Asked
from workbench.frame import Visit
from workbench.published import Reader

PATH = "/质量"
TITLE = ("质量", "Quality")
RUNS = 20


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
