"""说法核对: what reports say of themselves that their numbers and words do not bear out, with both texts."""

from __future__ import annotations

from typing import Any

from workbench.asked import Asked, address
from workbench.choices import names_to_choose
from workbench.frame import Visit, lay_state
from workbench.published import Reader

PATH = "/说法核对"
TITLE = ("说法核对", "Claim audit")
PAGE_ROWS = 30


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """findings: a page of them. facets: a record a severity and reason, of the place and year."""
    page_no = max(asked.number("page", 1) or 1, 1)
    narrowed = {name: asked.text(name) for name in ("place", "severity", "reason", "leader", "unit")}
    values = narrowed | {"year": asked.number("year")}
    found = reader.rows("claims", **values, row_limit=PAGE_ROWS + 1, row_offset=(page_no - 1) * PAGE_ROWS)
    places, years = names_to_choose(reader)
    return {
        "findings": found[:PAGE_ROWS],
        "has_more": len(found) > PAGE_ROWS,
        "facets": reader.rows("claim_facets", **values),
        "places": places,
        "years": years,
        "page_no": page_no,
        "export": address("/导出/claims.xlsx", **asked.values),
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("claims.html", **values)
    if not values["findings"]:
        lay_state(visit, "empty", visit.t("没有存疑的说法。", "No claim is in doubt."))
