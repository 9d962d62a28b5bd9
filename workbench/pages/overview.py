"""总览: what is loaded, how fresh, how the gates judged, what waits for a person."""

from __future__ import annotations

from typing import Any

from workbench.asked import Asked
from workbench.frame import Visit, lay_state
from workbench.published import Reader

PATH = "/"
TITLE = ("总览", "Overview")
# Places and years that the overview lists.
MOST_PLACES = 200


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """totals: one record. places: a record a place and year, the first of them. gates: a record a gate."""
    places = reader.rows("places", place=asked.text("place"), row_limit=MOST_PLACES + 1)
    return {
        "totals": reader.one("totals"),
        "places": places[:MOST_PLACES],
        "is_cut": len(places) > MOST_PLACES,
        "gates": reader.rows("gate_summary"),
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("overview.html", **values)
    if not values["places"]:
        lay_state(
            visit,
            "empty",
            visit.t("还没有任何目标。", "No target is loaded yet."),
            visit.t(
                "把公布的表放进 raw/，再运行 duban reload。", "Put published tables into raw/, then run duban reload."
            ),
        )
