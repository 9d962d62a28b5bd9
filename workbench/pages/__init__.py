"""The pages: each a module with PATH, TITLE, `read` (what it shows, from the published file) and `show`."""

from __future__ import annotations

from types import ModuleType

from workbench.pages import (
    claims,
    dictionary,
    leader,
    lineage,
    overview,
    place,
    printed,
    quality,
    review,
    search,
    sql,
    target,
    unit,
    years,
)

PAGES: tuple[ModuleType, ...] = (
    *(overview, years, target, printed, search, claims, place, leader, unit),
    *(review, sql, dictionary, lineage, quality),
)
