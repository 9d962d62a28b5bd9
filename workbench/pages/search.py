"""目标检索: full-text search over targets and what was reported of them, narrowed by facets."""

from __future__ import annotations

from typing import Any

from workbench.asked import Asked, address
from workbench.frame import Visit, lay_state
from workbench.published import Reader

PATH = "/目标检索"
TITLE = ("目标检索", "Search")
PAGE_ROWS = 40
NARROWED_BY = ("place", "year", "section", "leader", "unit", "attainment")


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """hits: a page of targets. facets: what all that were found divide into. page_no from 1."""
    page_no = max(asked.number("page", 1) or 1, 1)
    values = {name: asked.text(name) for name in NARROWED_BY} | {"year": asked.number("year"), "q": asked.text("q")}
    hits = reader.rows("search", **values, row_limit=PAGE_ROWS, row_offset=(page_no - 1) * PAGE_ROWS)
    facets: dict[str, list[dict[str, Any]]] = {}
    for row in reader.rows("search_facets", **values):
        facets.setdefault(row["facet"], []).append(row)
    count = hits[0]["found_count"] if hits else 0
    return {
        "hits": hits,
        "count": count,
        "facets": {name: facets[name] for name in NARROWED_BY if name in facets},
        "words": (asked.text("q") or "").split(),
        "page_no": page_no,
        "page_count": -(-count // PAGE_ROWS),
        "narrowed": {name: asked.text(name) for name in NARROWED_BY if asked.text(name)},
        "export": address("/导出/search.xlsx", **asked.values),
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("search.html", **values)
    if not values["hits"]:
        lay_state(
            visit,
            "empty",
            visit.t("没有找到。", "Nothing was found."),
            visit.t("少写几个词，或去掉左边的条件。", "Use fewer words, or take conditions away."),
        )
