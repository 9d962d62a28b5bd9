"""血缘: what a table or column is made from, what is made from it, and a column's way back to its cells."""

from __future__ import annotations

from typing import Any

from workbench.asked import Asked
from workbench.frame import Visit, lay_state
from workbench.published import Reader

PATH = "/血缘"
TITLE = ("血缘", "Lineage")
_FIRST = "marts.fct_target_measure"


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """up, down: the neighbours of a table or column. origin: every table that a column came through."""
    table, column = asked.text("table") or _FIRST, asked.text("column")
    values = {"table_name": table, "column_name": column}
    return {
        "table": table,
        "column": column,
        "columns": reader.rows("columns_of_table", table_name=table),
        "tables": reader.rows("tables"),
        "up": reader.rows("lineage_up", **values),
        "down": reader.rows("lineage_down", **values),
        "origin": reader.rows("lineage_origin", **values) if column else [],
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("lineage.html", **values)
    if not values["up"] and not values["down"]:
        lay_state(visit, "empty", visit.t("没有记下它的血缘。", "No lineage is known of it."))
