"""The report of the gates: one page for the person on duty, in Chinese and English, and the same as JSON.

Documents are hostile: the page has no script, and `duban.pages` escapes every text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from duban.modelling.data_tests import Words
from duban.pages import render
from expectations.results import CheckResult, FailingRow, GateReport

_GATES = {
    "landing": (
        Words("第一道关：逐份文件", "Gate 1: each document"),
        Words(
            "读入的文件逐份检查。不合格的文件隔离在外，其余照常入库。",
            "Every document that was read. One that fails is held back; the rest goes on.",
        ),
    ),
    "candidate": (
        Words("第二道关：整个新库", "Gate 2: the whole candidate"),
        Words(
            "新建的库整体检查。有一项拦截不过，就不发布，读者看到的仍是上一版。",
            "The whole new build. One check that stops it and nothing is published: readers keep the last build.",
        ),
    ),
}

_BADGES = {
    "broken": ("bad", Words("检查失灵", "broken check")),
    "stop": ("bad", Words("拦截", "stop")),
    "quarantine": ("care", Words("隔离", "quarantine")),
    "warn": ("care", Words("提醒", "warn")),
}

_SAID_BY_PLACE = ("source_place", "document_path", "document_id")


def write_report(reports: Sequence[GateReport], folder: Path, build_id: str) -> tuple[Path, Path]:
    """Write `gates-<build_id>.html` and `.json` into `folder` (made if missing); returns (page, json).

    Each file appears whole or not at all. OSError is the caller's to judge: a report that cannot be kept is a fault of
    the machine, not of the data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = "gates-" + re.sub(r"[^0-9A-Za-z._-]", "_", build_id)
    page, data = folder / f"{stem}.html", folder / f"{stem}.json"
    _write_whole(page, render_page(reports, build_id))
    _write_whole(data, render_json(reports, build_id))
    return page, data


def forget_reports(folder: Path, keep: int) -> None:
    """Take away all reports but the last `keep`, so that the folder does not grow for ever."""
    pages = sorted(folder.glob("gates-*.html"), key=lambda page: page.stat().st_mtime_ns, reverse=True)
    for page in pages[keep:]:
        page.unlink(missing_ok=True)
        page.with_suffix(".json").unlink(missing_ok=True)


def render_json(reports: Sequence[GateReport], build_id: str) -> str:
    """`{build_id, passed, gates: [{gate, passed, checks: [...]}]}`, indented, Chinese as it is."""
    content = {
        "build_id": build_id,
        "passed": all(report.passed for report in reports),
        "gates": [report.as_json() for report in reports],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def render_page(reports: Sequence[GateReport], build_id: str) -> str:
    """The page as one string of HTML."""
    # A gate that is shut comes first: at night nobody scrolls past what merely wants a look.
    gates = [_gate(report) for report in sorted(reports, key=lambda report: report.passed)]
    return render("gate_report.html", build_id=build_id, verdict=_verdict(reports), gates=gates)


def _verdict(reports: Sequence[GateReport]) -> dict[str, Any]:
    stopping = sum(len(report.stopping) for report in reports)
    open_points = sum(len(report.warnings) for report in reports)
    checked = sum(len(report.checks) for report in reports)
    if stopping:
        kind = "bad"
        head = Words("未通过：这一版没有发布", "Failed: this build was not published")
        rest = Words(
            f"{checked} 项检查中 {stopping} 项拦截。读者看到的仍是上一版。",
            f"{stopping} of {checked} checks stop the build. Readers keep the last build.",
        )
    elif open_points:
        kind = "care"
        head = Words("通过，有几处请人看一看", "Passed, with points to look at")
        rest = Words(
            f"{checked} 项检查，{open_points} 项提醒或隔离，没有拦截。",
            f"{checked} checks, {open_points} with a warning or a quarantined document, none stops the build.",
        )
    else:
        kind = "good"
        head = Words("全部通过", "All passed")
        rest = Words(f"{checked} 项检查，项项成立。", f"{checked} checks, all hold.")
    return {"kind": kind, "head": head, "rest": rest}


def _gate(report: GateReport) -> dict[str, Any]:
    title, purpose = _GATES.get(report.gate, (Words(report.gate, ""), Words("", "")))
    return {
        "title": title,
        "purpose": purpose,
        "open_checks": [_open_check(check) for check in (*report.stopping, *report.warnings)],
        "passed": [check for check in report.checks if check.passed],
    }


def _open_check(check: CheckResult) -> dict[str, Any]:
    colour, badge = _BADGES["broken" if check.is_broken else check.severity]
    has_places = any(failing.source_place for failing in check.failing_rows)
    return {
        "name": check.name,
        "title": check.title,
        "message": check.message,
        "why": check.why,
        "remedy": check.remedy,
        "colour": colour,
        "badge": badge,
        "rows": check.failing_rows,
        "has_places": has_places,
        "columns": _columns(check.failing_rows, has_places),
        "more": max(0, check.failing_count - len(check.failing_rows)),
    }


def _columns(rows: Iterable[FailingRow], has_places: bool) -> list[str]:
    """Every column of the rows in order, without those that the column of places says already."""
    columns = dict.fromkeys(column for failing in rows for column in failing.row)
    return [column for column in columns if not (has_places and column in _SAID_BY_PLACE)]


def _write_whole(path: Path, content: str) -> None:
    """Write beside, then swap in: a reader of the folder never sees half a report."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(content, encoding="utf-8", errors="replace")
    beside.replace(path)
