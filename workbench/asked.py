"""What an address asks for: place, years, leader, unit, words, language. And the address of what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

# Longer values are no names: they are cut before they reach a query.
LONGEST = 200
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of one request. language: of headings and buttons; what documents print stays as printed."""

    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    language: str = "zh"

    @classmethod
    def of(cls, path: str, query: Mapping[str, str], cookie: str | None = None) -> Asked:
        """From an address and the language that was chosen before."""
        values = {key: value.strip()[:LONGEST] for key, value in query.items() if value.strip()}
        chosen = values.pop("lang", None) or cookie
        return cls(path, values, chosen if chosen in LANGUAGES else "zh")

    def text(self, name: str) -> str | None:
        """A parameter, None where it was not given."""
        return self.values.get(name)

    def number(self, name: str, default: int | None = None) -> int | None:
        """A whole number, the default where it was not given or is none."""
        value = self.values.get(name, "")
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else default

    def years(self) -> tuple[int, ...]:
        """`years=2019,2021` or `years=2019..2021` as years in order; empty where none were given."""
        text = self.values.get("years", "")
        first, dots, last = text.partition("..")
        parts = [first, last] if dots else text.split(",")
        years = sorted({int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) == 4})
        return tuple(range(years[0], years[-1] + 1)) if dots and years else tuple(years)

    def address(self, **changed: Any) -> str:
        """This address with some parameters changed; None takes one away."""
        return address(self.path, **{**self.values, **changed})


def address(path: str, **values: Any) -> str:
    """The address of a page.

    >>> address("/对比", place="菏泽市", years=None)
    '/%E5%AF%B9%E6%AF%94?place=%E8%8F%8F%E6%B3%BD%E5%B8%82'
    """
    given = {key: value for key, value in values.items() if value not in (None, "")}
    return quote(path) + ("?" + urlencode(given) if given else "")
