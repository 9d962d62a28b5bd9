"""单位: a bureau's load and results by year, its names and reforms, and with whom; without a name, all of a place."""

from __future__ import annotations

from typing import Any

from workbench.asked import Asked, address
from workbench.choices import choose
from workbench.frame import Visit
from workbench.published import Reader
from workbench.tables import UNITS
from workbench.widgets import MOST_ROWS, grid

PATH = "/单位"
TITLE = ("单位", "Units")
TARGETS = 100


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """choice; names to choose; one: the unit's record; years: load and results; others, leaders: whom it works with."""
    choice = choose(reader, asked)
    values = choice.values()
    years = reader.rows("units", **values, year=asked.number("year"), row_limit=MOST_ROWS + 1)
    for row in years:
        row["address"] = address(PATH, place=choice.place, unit=row["unit_name"])
    made: dict[str, Any] = {
        "choice": choice,
        "names": reader.rows("names_of_units", place=choice.place),
        "years": years,
        "one": None,
        "others": [],
        "leaders": [],
        "targets": [],
    }
    if choice.unit:
        made["one"] = reader.one("unit", **values)
        made["others"] = reader.rows("shared_units", **values)
        made["leaders"] = reader.rows("shared_targets", **values)
        made["targets"] = reader.rows("targets_of", **values, year=asked.number("year"), row_limit=TARGETS + 1)
    return made


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("unit.html", **values)
    grid(visit, visit.t("逐年负荷与结果", "Load and results by year"), UNITS, values["years"], "units")
    visit.html("unit_below.html", **values)
