"""What a page is narrowed to: the place and years that were asked for, or the ones to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from duban.errors import ConfigurationError
from duban.nearest import nearest
from workbench.asked import Asked
from workbench.published import Reader


@dataclass(frozen=True, slots=True)
class Choice:
    """A place and its years. place is None only where nothing is loaded.

    places: all there are. all_years: those of the place. years: those asked for, in order.
    """

    place: str | None
    places: list[str]
    all_years: list[int]
    years: list[int]
    leader: str | None
    unit: str | None

    def values(self) -> dict[str, Any]:
        """As the queries name them."""
        return {
            "place": self.place,
            "leader": self.leader,
            "unit": self.unit,
            "first_year": self.years[0] if self.years else 0,
            "last_year": self.years[-1] if self.years else 0,
        }


def choose(reader: Reader, asked: Asked) -> Choice:
    """The place asked for, else the one with most years; its years asked for, else all.

    Raises ConfigurationError with the nearest name where the place is not loaded.
    """
    of_place: dict[str, list[int]] = {}
    for row in reader.rows("place_years"):
        of_place.setdefault(row["jurisdiction_name"], []).append(row["report_year"])
    place = asked.text("place")
    if place is not None and place not in of_place:
        raise ConfigurationError(
            f"“{place}” 没有数据 / nothing is loaded of it", remedy=nearest(place, of_place, "place")
        )
    if place is None and of_place:
        place = max(of_place, key=lambda name: len(of_place[name]))
    all_years = of_place.get(place or "", [])
    wanted = asked.years() or tuple(year for year in [asked.number("year")] if year is not None)
    years = [year for year in all_years if year in wanted] or all_years
    return Choice(place, list(of_place), all_years, years, asked.text("leader"), asked.text("unit"))


def names_to_choose(reader: Reader) -> tuple[list[str], list[int]]:
    """All places and all years there are."""
    rows = reader.rows("place_years")
    places = list(dict.fromkeys(row["jurisdiction_name"] for row in rows))
    return places, sorted({row["report_year"] for row in rows}, reverse=True)
