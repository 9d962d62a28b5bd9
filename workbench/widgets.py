"""Charts that export with their Chinese, and tables that sort, filter and export: on top of ECharts and AG Grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from workbench.asked import address
from workbench.frame import Visit, lay_state
from workbench.templating import class_labels

# Rows of a table in the browser; what is more is had by narrowing, or as a workbook.
MOST_ROWS = 1_000
# Up to so many rows a table is as high as they are, else it scrolls.
_LOW_TABLE = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its field, its two headings, how wide, and what it is.

    kind: text, number, year, percent, class (labelled by the seed), flag. link: the field that holds where it leads to.
    """

    field: str
    zh: str
    en: str
    width: int = 110
    kind: str = "text"
    link: str = ""
    class_of: str = ""


def chart(visit: Visit, title: str, options: dict[str, Any], height: int = 300) -> None:
    """A chart with its title and two buttons that keep it as PNG and as SVG."""
    with ui.element("figure").classes("chart"):
        visit.html("chart_head.html", title=title)
        drawn = ui.echart({"animation": False, "aria": {"enabled": True}, **options}, renderer="svg")
        drawn.style(f"height:{height}px").props(f'role=img aria-label="{_plain(title)}"')


def grid(visit: Visit, title: str, columns: Sequence[Column], rows: list[dict[str, Any]], export: str = "") -> None:
    """A table that sorts and filters; export: the name of the query that gives all of it as a workbook."""
    is_cut = len(rows) > MOST_ROWS
    kept = {name: value for name, value in visit.asked.values.items() if name != "token"}
    address_of_export = address(f"/导出/{export}.xlsx", **kept) if export else ""
    visit.html("grid_head.html", title=title, count=min(len(rows), MOST_ROWS), is_cut=is_cut, export=address_of_export)
    if not rows:
        lay_state(visit, "empty", visit.t("没有符合条件的行。", "Nothing fits what is asked for."))
        return
    shown = rows[:MOST_ROWS]
    options = {
        "columnDefs": [_definition(visit, column) for column in columns],
        "rowData": [_row(visit, columns, row) for row in shown],
        "defaultColDef": {"sortable": True, "filter": True, "resizable": True, "wrapText": True, "autoHeight": True}
        | {"wrapHeaderText": True, "autoHeaderHeight": True},
        "localeText": _LOCALE if visit.asked.language == "zh" else {},
        "domLayout": "autoHeight" if len(shown) <= _LOW_TABLE else "normal",
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
    }
    made = ui.aggrid(options, theme="quartz", auto_size_columns=False).classes("table")
    if len(shown) > _LOW_TABLE:
        made.style("height:560px")
    else:
        made.classes("low")


def _definition(visit: Visit, column: Column) -> dict[str, Any]:
    definition: dict[str, Any] = {
        "field": column.field,
        "headerName": visit.t(column.zh, column.en),
        "width": column.width,
        "minWidth": 70,
    }
    if column.kind in ("number", "percent"):
        definition |= {"filter": "agNumberColumnFilter", "cellClass": "number"}
        definition[":valueFormatter"] = "(p) => window.duban.figure(p)"
        definition["cellRendererParams"] = {"percent": column.kind == "percent"}
    if column.width >= 200:
        definition |= {"flex": column.width, "minWidth": column.width}
    if column.link:
        definition[":cellRenderer"] = "(p) => window.duban.link(p)"
        definition["cellRendererParams"] = {"link": column.link}
    return definition


def _row(visit: Visit, columns: Sequence[Column], row: dict[str, Any]) -> dict[str, Any]:
    made = {}
    for column in columns:
        value = row.get(column.field)
        if column.kind == "class" and visit.asked.language == "zh":
            value = class_labels().get((column.class_of or column.field, str(value)), value)
        elif column.kind == "flag":
            value = visit.t("是", "yes") if value else ""
        elif isinstance(value, list):
            value = "、".join(map(str, value))
        made[column.field] = value
        if column.link:
            made[column.link] = row.get(column.link)
    return made


def _plain(title: str) -> str:
    return "".join(character for character in title if character.isalnum() or character in " ·-")


_LOCALE = {
    "contains": "包含",
    "notContains": "不包含",
    "equals": "等于",
    "notEqual": "不等于",
    "startsWith": "开头是",
    "endsWith": "结尾是",
    "blank": "为空",
    "notBlank": "不为空",
    "lessThan": "小于",
    "greaterThan": "大于",
    "lessThanOrEqual": "小于等于",
    "greaterThanOrEqual": "大于等于",
    "inRange": "介于",
    "filterOoo": "筛选…",
    "andCondition": "并且",
    "orCondition": "或者",
    "noRowsToShow": "没有行",
    "loadingOoo": "读取中…",
    "ariaFilterInput": "筛选输入",
    "ariaColumnFiltered": "已筛选",
}
