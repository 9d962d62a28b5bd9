"""地区: a place with its years, its documents, its leaders and bureaus, and who works with whom."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from workbench import charts
from workbench.asked import Asked
from workbench.choices import choose
from workbench.frame import Visit, lay_state
from workbench.matrix import matrix
from workbench.published import Reader
from workbench.widgets import chart

PATH = "/地区"
TITLE = ("地区", "Places")
MOST_DOCUMENTS = 200
# Names that a chart shows; the pages of leaders and units list all.
MOST_BARS = 12


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """choice, and of the place: years, documents, the load of leaders and units, deadlines, the matrix of both."""
    choice = choose(reader, asked)
    values = choice.values()
    return {
        "choice": choice,
        "places": reader.rows("places", place=choice.place, row_limit=100) if choice.place else [],
        "documents": reader.rows("documents", place=choice.place, year=None, row_limit=MOST_DOCUMENTS),
        "leaders": reader.rows("load_by_leader", **values),
        "units": reader.rows("load_by_unit", **values),
        "deadlines": reader.rows("deadlines", **values),
        "matrix": matrix(reader.rows("shared_targets", **values), "leader_name", "unit_name", "target_count"),
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("place.html", **values)
    choice = values["choice"]
    if choice.place is None:
        lay_state(visit, "empty", visit.t("还没有任何地区。", "No place is loaded yet."))
        return
    year = choice.years[-1] if choice.years else ""
    wordings = (visit.t("目标", "targets"), visit.t("达标指标", "measures met"), visit.t("未达指标", "short"))
    with ui.element("div").classes("pair"):
        for rows, name, zh, en in (
            (values["leaders"], "leader_name", "领导的目标与结果", "leaders: load and results"),
            (values["units"], "unit_name", "单位的目标与结果", "units: load and results"),
        ):
            if rows:
                rows = rows[:MOST_BARS]
                options = charts.load_and_results(rows, name, wordings)
                chart(visit, f"{choice.place} {year} {visit.t(zh, en)}", options, height=110 + 34 * len(rows))
    visit.html("place_below.html", **values)
