"""What stands around every page: the way to the others above it, and from which build it is below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from duban.settings import Settings
from workbench.asked import Asked, address
from workbench.templating import fragment

# Address, Chinese name, English name, in the order of a reader's way: from the whole to the row, then the workshop.
NAVIGATION = (
    ("/", "总览", "Overview"),
    ("/对比", "年度对比", "Years"),
    ("/目标检索", "目标检索", "Search"),
    ("/说法核对", "说法核对", "Claims"),
    ("/地区", "地区", "Places"),
    ("/领导", "领导", "Leaders"),
    ("/单位", "单位", "Units"),
    ("/复核", "复核", "Review"),
    ("/查询", "查询", "SQL"),
    ("/数据字典", "数据字典", "Dictionary"),
    ("/血缘", "血缘", "Lineage"),
    ("/质量", "质量", "Quality"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request being answered: what it asks for, and whether it may write decisions."""

    asked: Asked
    settings: Settings
    may_correct: bool = False

    def t(self, zh: str, en: str) -> str:
        """One of two wordings, in the language of the visitor."""
        return zh if self.asked.language == "zh" else en

    def html(self, template: str, **values: Any) -> ui.html:
        """Lay out a part of the page from a template, which escapes every value."""
        made = fragment(template, self.asked.language, asked=self.asked, may_correct=self.may_correct, **values)
        return ui.html(made, sanitize=False).classes("part")


def lay_header(visit: Visit) -> None:
    """The way to every other page, the search, the other language."""
    here = visit.asked.path
    other = "en" if visit.asked.language == "zh" else "zh"
    # What a visitor narrowed to goes along to the next page.
    kept = {name: visit.asked.text(name) for name in ("place", "year", "token")}
    visit.html(
        "header.html",
        here=here,
        links=[(address(path, **kept), visit.t(zh, en), path == here) for path, zh, en in NAVIGATION],
        switch=address("/语言", to=other, back=visit.asked.address()),
    )


def lay_footer(visit: Visit, build: dict[str, Any] | None) -> None:
    """From which build the page is."""
    visit.html("footer.html", build=build)


def lay_state(visit: Visit, kind: str, what: str, remedy: str = "") -> None:
    """A page, or a part of one, that has nothing to show: kind is empty, error or cut."""
    visit.html("state.html", kind=kind, what=what, remedy=remedy)
