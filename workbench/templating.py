"""Parts of pages as HTML: every value is escaped, and what cannot be seen is shown by number."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.output.labels import read_class_labels
from duban.pages import visible
from workbench.asked import address

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "templates"


def fragment(template: str, language: str, **values: Any) -> str:
    """A part of a page. In templates `t(zh, en)` gives one of two wordings, `label(column, class)` names a class."""
    return (
        environment()
        .get_template(template)
        .render(
            {
                **values,
                "language": language,
                "t": lambda zh, en: zh if language == "zh" else en,
                "label": lambda column, value: label(column, value, language),
            }
        )
    )


def label(column: str, value: Any, language: str) -> Any:
    """A class as its reader says it: `exceeded` is 超额 in Chinese, and itself in English."""
    if value is None:
        return ""
    if language != "zh":
        return str(value).replace("_", " ")
    return class_labels().get((column, str(value)), value)


@cache
def class_labels() -> dict[tuple[str, str], str]:
    """(column name, class) -> Chinese label."""
    return read_class_labels(Path(__file__).resolve().parent.parent / "sql" / "seeds")


def marked(text: str | None, words: list[str] | tuple[str, ...] | None) -> Any:
    """A text with the first occurrence of each of some words marked; everything is escaped.

    >>> str(marked("新增<b>20万户", ["20万户"]))
    '新增&lt;b&gt;<mark>20万户</mark>'
    """
    from markupsafe import Markup, escape

    text = text or ""
    spans: list[tuple[int, int]] = []
    for word in sorted({word for word in words or () if word}, key=len, reverse=True):
        start = text.find(word)
        if start >= 0 and all(start + len(word) <= first or last <= start for first, last in spans):
            spans.append((start, start + len(word)))
    made, end = Markup(""), 0
    for first, last in sorted(spans):
        made += escape(visible(text[end:first]))
        made += Markup("<mark>") + escape(visible(text[first:last])) + Markup("</mark>")
        end = last
    return made + escape(visible(text[end:]))


def figure(value: Any) -> str:
    """A number as it is read: thousands apart, no empty decimals.

    >>> figure(12345.50), figure(None), figure(7)
    ('12,345.5', '', '7')
    """
    if value is None:
        return ""
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def percent(value: float | None) -> str:
    """A share as a percentage.

    >>> percent(0.938), percent(None)
    ('94%', '')
    """
    return "" if value is None else f"{value:.0%}"


@cache
def environment() -> Environment:
    """Where templates are read and what they may call."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: "" if value is None else visible(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"address": address}
    made.filters |= {"marked": marked, "figure": figure, "percent": percent}
    return made
