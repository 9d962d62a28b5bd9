"""What is drawn, as ECharts options: attainment by year, kinds of change, a measure's line, a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.templating import label

# Colours that differ in lightness too, for readers who see no red and green; the label beside says it in words.
ATTAINMENT = {
    "exceeded": "#0b5c8a",
    "met": "#5fa8d3",
    "short": "#b3261e",
    "unanswered": "#c9a227",
    "not_comparable": "#9aa5b1",
}
CHANGES = {
    "same": "#9aa5b1",
    "reworded": "#c3cad2",
    "raised": "#0b5c8a",
    "lowered": "#b3261e",
    "split": "#7b6fa8",
    "merged": "#a99fd0",
    "new": "#5fa8d3",
    "dropped": "#7a3b2e",
    "not_told": "#e3dccb",
}
_FONT = {"fontFamily": '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif', "color": "#1d2733"}


def _base(names: Sequence[str]) -> dict[str, Any]:
    return {
        "textStyle": _FONT,
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {"data": list(names), "top": 0, "textStyle": _FONT, "type": "scroll"},
        "grid": {"left": 8, "right": 24, "top": 44, "bottom": 8, "containLabel": True},
    }


def stacked(
    rows: list[dict[str, Any]], over: str, kind: str, count: str, colours: dict[str, str], language: str
) -> dict[str, Any]:
    """Bars by year, stacked by class. rows: records with the year `over`, the class `kind` and the number `count`."""
    years = sorted({row[over] for row in rows})
    counts = {(row[over], row[kind]): row[count] for row in rows}
    found = [*[name for name in colours if any(row[kind] == name for row in rows)]]
    found += sorted({str(row[kind]) for row in rows} - set(colours))
    names = {name: str(label(kind, name, language)) for name in found}
    return {
        **_base(list(names.values())),
        "xAxis": {"type": "category", "data": [str(year) for year in years]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "name": names[name],
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 56,
                "data": [counts.get((year, name), 0) for year in years],
                "itemStyle": {"color": colours.get(name, "#6b7683")},
            }
            for name in found
        ],
    }


def promised_and_reported(rows: list[dict[str, Any]], promised: str, reported: str) -> dict[str, Any]:
    """Lines through the years. rows: records of one measure with report_year, target_value, reported_value."""
    years = [str(row["report_year"]) for row in rows]
    return {
        **_base([promised, reported]),
        "xAxis": {"type": "category", "data": years},
        "yAxis": {"type": "value", "scale": True, "name": rows[0]["measure_unit_text"] or ""},
        "series": [
            {
                "name": promised,
                "type": "line",
                "symbolSize": 9,
                "symbol": "rect",
                "lineStyle": {"type": "dashed"},
                "itemStyle": {"color": "#6b7683"},
                "data": [row["target_value"] for row in rows],
            },
            {
                "name": reported,
                "type": "line",
                "symbolSize": 9,
                "itemStyle": {"color": "#9b1c1c"},
                "data": [row["reported_value"] for row in rows],
                "label": {"show": True, "position": "top"},
            },
        ],
    }


def load_and_results(rows: list[dict[str, Any]], name: str, wordings: Sequence[str]) -> dict[str, Any]:
    """Bars by person or unit: targets they answer for, and the measures met and not. wordings: of the three."""
    ordered = list(reversed(rows))
    fields = ("target_count", "met_count", "short_count")
    colours = ("#9aa5b1", "#0b5c8a", "#b3261e")
    base = _base(wordings)
    return {
        **base,
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "data": [row[name] for row in ordered],
            "axisLabel": {"width": 150, "overflow": "truncate"},
        },
        "series": [
            {
                "name": wording,
                "type": "bar",
                "barMaxWidth": 9,
                "itemStyle": {"color": colour},
                "data": [row[field] for row in ordered],
            }
            for field, wording, colour in zip(fields, wordings, colours, strict=True)
        ],
    }
