"""目标: one target with its numbers, the doubts about its claims, its line through the years, and its printed rows."""

from __future__ import annotations

import re
from typing import Any

from duban.asking.tracing import trace_target
from duban.errors import ConfigurationError
from workbench import charts
from workbench.asked import Asked
from workbench.frame import Visit
from workbench.printed_table import Window, printed_tables
from workbench.published import Reader
from workbench.widgets import chart

PATH = "/目标"
TITLE = ("目标", "Target")
# Measures of a target that are drawn through the years.
MOST_CHARTS = 4
_ID = re.compile(r"[0-9a-f]{32}")
# Printed rows above and below those of the target.
CONTEXT_ROWS = 2
MOST_PRINTED_ROWS = 60


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """traced: what `duban trace` says. line: the target through the years. series: its measures. printed: rows."""
    target_id = asked.text("id") or ""
    if not _ID.fullmatch(target_id):
        raise ConfigurationError(
            "没有指明目标 / no target is named", remedy="用“目标检索”找到它 / find it with the search"
        )
    traced = trace_target(reader.con, target_id)
    target = traced.target or {}
    place = reader.one("rows_of_target", target_id=target["target_id"]) or {}
    line = reader.rows("line_of_target", target_id=target["target_id"])[0]["target_ids"]
    series: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in reader.rows("series_of_line", target_ids=line):
        series.setdefault((row["measure_key"], row["measure_unit_text"] or ""), []).append(row)
    first = place["first_row"] - CONTEXT_ROWS
    window = Window(
        target["document_id"],
        target["source_table_no"],
        max(first, 1),
        min(place["last_row"] + CONTEXT_ROWS, first + MOST_PRINTED_ROWS),
        target_id=target["target_id"],
    )
    return {
        "traced": traced,
        "target": target,
        "document": traced.document,
        "progress": reader.rows("progress_of_target", target_id=target["target_id"]),
        "marks": reader.one("marks_of_target", target_id=target["target_id"]) or {},
        "units": reader.rows("units_of_target", target_id=target["target_id"]),
        "line": reader.rows("targets_of_line", target_ids=line),
        "series": [rows for rows in series.values() if len(rows) > 1][:MOST_CHARTS],
        "printed": printed_tables(reader, [window])[0],
        "inferred": [
            row
            for row in traced.rows
            if row.is_of_target and (row.assignment_confidence not in (None, 1.0) or row.review_reason)
        ],
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("target.html", **values)
    for rows in values["series"]:
        title = visit.t(f"历年：{rows[0]['measure_key']}", f"Through the years: {rows[0]['measure_key']}")
        options = charts.promised_and_reported(rows, visit.t("目标", "promised"), visit.t("实报", "reported"))
        chart(visit, title, options, height=240)
    visit.html("target_printed.html", **values)
