"""What every page of duban keeps: texts never act, nothing is fetched, and it can be read."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from duban import pages
from duban.pages import render
from expectations.checks import Words

STYLE = (Path(pages.__file__).parent / "style.css").read_text("utf8")
HOSTILE = "</script></style><script>alert(1)</script>\"'&\x1b[31m\u202egnp"
SHOWN = "</script></style><script>alert(1)</script>\"'&⟨U+001B⟩[31m⟨U+202E⟩gnp"

WORDS = Words(HOSTILE, HOSTILE)
CHECK = {
    **dict.fromkeys(("name",), HOSTILE),
    **dict.fromkeys(("title", "message", "why", "remedy", "badge"), WORDS),
    **{"colour": "bad", "has_places": True, "columns": [HOSTILE], "more": 0},
    "rows": [{"source_place": HOSTILE, "row": {HOSTILE: HOSTILE}}],
}
COLUMN = {
    **dict.fromkeys(("name", "type", "label", "explanation", "meaning", "inherited_from"), HOSTILE),
    **{side: [(f"a.{HOSTILE}", HOSTILE)] for side in ("sources", "uses")},
}
TABLE = {
    **dict.fromkeys(
        ("name", "short_name", "label", "explanation", "meaning", "whole_because", "rebuilt", "words", "grain", "sql"),
        HOSTILE,
    ),
    **{"row_count": 3, "is_model": True, "parents": [HOSTILE], "children": [HOSTILE], "columns": [COLUMN]},
}
NODE = {"table": HOSTILE, "layer": HOSTILE, "shown": HOSTILE, "x": 0, "y": 0}
DRAWING = {
    **{"nodes": [NODE], "edges": [{"parent": HOSTILE, "child": HOSTILE, "path": HOSTILE}]},
    **{"width": 1, "height": 1, "box_width": 1, "box_height": 1},
}
PAGES: dict[str, dict[str, Any]] = {
    "gate_report.html": {
        "build_id": HOSTILE,
        "verdict": {"kind": "bad", "head": WORDS, "rest": WORDS},
        "gates": [{"title": WORDS, "purpose": WORDS, "open_checks": [CHECK], "passed": []}],
    },
    "dictionary.html": {"layers": [(HOSTILE, [TABLE])]},
    "table.html": {"table": TABLE},
    "lineage.html": {"drawing": DRAWING, "subjects": [{"title": HOSTILE, "tables": [TABLE]}]},
}


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("template", PAGES)
def test_a_text_is_shown_and_does_nothing_else(template: str) -> None:
    html = render(template, **PAGES[template])
    page = Page()
    page.feed(html)
    assert page.tags.count("script") == (0 if template == "gate_report.html" else 1)
    assert page.tags.count("style") == 1
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert SHOWN in "".join(page.texts)
    assert "\x1b" not in html and "\u202e" not in html


@pytest.mark.parametrize("template", PAGES)
def test_nothing_is_fetched(template: str) -> None:
    html = render(template, **PAGES[template])
    page = Page()
    page.feed(html)
    assert not {"link", "img", "iframe", "object", "embed", "form", "base"} & set(page.tags)
    assert not [value for name, value in page.attributes if name in ("href", "src") and re.match(r"\w+:|//", value)]
    assert not re.search(r"url\(|@import", STYLE)
    [policy] = [value for _, value in page.attributes if value.startswith("default-src 'none'")]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    allowed = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts]
    assert re.findall(r"'sha256-[^']*'", policy) == allowed, "the browser runs this script and no other"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[(ink, ground) for ink in ("ink", "soft", "link") for ground in ("ground", "sheet", "shade")],
        *[(kind, f"{kind}-ground") for kind in ("good", "bad", "care")],
        *[("ink", f"{kind}-ground") for kind in ("good", "bad", "care")],
        ("good", "sheet"),
    ],
)
def test_text_stands_out_from_its_ground(scheme: int, ink: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3 (AA): 4.5 to 1."""
    block = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    darker, lighter = sorted((_luminance(colours[ink]), _luminance(colours[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
