"""领导: a leader's load and results by year, and with whom; without a name, all leaders of a place."""

from __future__ import annotations

from typing import Any

from workbench.asked import Asked, address
from workbench.choices import choose
from workbench.frame import Visit
from workbench.matrix import matrix
from workbench.published import Reader
from workbench.tables import LEADERS
from workbench.widgets import MOST_ROWS, grid

PATH = "/领导"
TITLE = ("领导", "Leaders")
TARGETS = 100


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """choice; names to choose; years: load and results by report; beside: whom a leader shares targets with."""
    choice = choose(reader, asked)
    values = choice.values()
    years = reader.rows("leaders", **values, year=asked.number("year"), row_limit=MOST_ROWS + 1)
    for row in years:
        row["address"] = address(PATH, place=choice.place, leader=row["leader_name"])
    return {
        "choice": choice,
        "names": reader.rows("names_of_leaders", place=choice.place),
        "years": years,
        "units": reader.rows("shared_targets", **values) if choice.leader else [],
        "others": reader.rows("shared_leaders", **values) if choice.leader else [],
        "matrix": matrix(reader.rows("shared_leaders", **values), "other_name", "leader_name", "target_count"),
        "targets": reader.rows("targets_of", **values, year=asked.number("year"), row_limit=TARGETS + 1)
        if choice.leader
        else [],
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("leader.html", **values)
    grid(visit, visit.t("逐年负荷与结果", "Load and results by year"), LEADERS, values["years"], "leaders")
    visit.html("leader_below.html", **values)
