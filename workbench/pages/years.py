"""年度对比: a year beside a year. What was promised and reported, the ratchet, what is new, dropped, moved from whom to
whom; of a place, or of one leader or bureau of it."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from workbench import charts
from workbench.asked import Asked, address
from workbench.choices import choose
from workbench.frame import Visit, lay_state
from workbench.published import Reader
from workbench.tables import CHANGES, MEASURES
from workbench.widgets import MOST_ROWS, chart, grid

PATH = "/对比"
TITLE = ("年度对比", "Years compared")


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """choice, and of its years: changes and measures (records), kinds and attainment (counts for the charts)."""
    choice = choose(reader, asked)
    values = choice.values()
    changes = reader.rows("changes", **values, row_limit=MOST_ROWS + 1)
    measures = reader.rows("measures_beside", **values, row_limit=MOST_ROWS + 1)
    for row in changes + measures:
        for side in ("from", "to"):
            row[f"{side}_address"] = address("/目标", id=row[f"{side}_target_id"]) if row[f"{side}_target_id"] else ""
    for row in measures:
        row["to_address"] = row["to_address"] or row["from_address"]
        row["measure_key"] = row["to_measure_text"] or row["from_measure_text"] or row["measure_key"]
    return {
        "choice": choice,
        "leaders": reader.rows("names_of_leaders", place=choice.place),
        "units": reader.rows("names_of_units", place=choice.place),
        "changes": changes,
        "measures": measures,
        "kinds": reader.rows("change_kinds", **values),
        "attainment": reader.rows("attainment_by_year", **values),
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("years.html", **values)
    choice = values["choice"]
    if not values["changes"] and not values["attainment"]:
        lay_state(
            visit,
            "empty",
            visit.t("这些年度没有可以比较的目标。", "There is nothing to compare in these years."),
            visit.t(
                "换一个地区、年度，或去掉领导与单位。", "Choose another place or year, or take leader and unit away."
            ),
        )
        return
    language = visit.asked.language
    place = choice.place or ""
    with ui.element("div").classes("pair"):
        if values["attainment"]:
            title = visit.t(f"{place}各年度指标完成情况", f"{place}: measures by attainment")
            options = charts.stacked(
                values["attainment"], "report_year", "attainment_class", "measure_count", charts.ATTAINMENT, language
            )
            chart(visit, title, options)
        if values["kinds"]:
            title = visit.t(f"{place}目标与上年相比", f"{place}: targets against the year before")
            options = charts.stacked(values["kinds"], "to_year", "match_kind", "target_count", charts.CHANGES, language)
            chart(visit, title, options)
    both = [row for row in values["measures"] if row["is_on_both_sides"]]
    title = visit.t("指标对比：目标、实际与加码", "Measures: promised, reported, ratchet")
    grid(visit, title, MEASURES, both, "measures_beside")
    title = visit.t("目标变化：从谁到谁", "Targets: what became of them, from whom to whom")
    grid(visit, title, CHANGES, values["changes"], "changes")
