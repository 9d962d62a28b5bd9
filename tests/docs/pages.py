"""The pages that people read: README, CONTRIBUTING, CHANGELOG and docs/*.md."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import PROJECT

PAGES = [
    PROJECT / "README.md",
    PROJECT / "README.zh-CN.md",
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "CHANGELOG.md",
    *sorted((PROJECT / "docs").glob("*.md")),
]


def text_of(but: str = "") -> str:
    """The pages as one text, where a user looks: without CONTRIBUTING and CHANGELOG, and without one more page."""
    left_out = {"CONTRIBUTING.md", "CHANGELOG.md", but}
    return "\n".join(path.read_text("utf8") for path in PAGES if path.name not in left_out)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)\s*$", without_code(page.read_text("utf8")), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = 1
        unique = slug
        while unique in found:
            unique = f"{slug}-{number}"
            number += 1
        found.add(unique)
    return found


def without_code(text: str) -> str:
    """A page without its fenced and indented code, in which nothing is a heading or a link."""
    fenced = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^(?: {4}).*$", "", fenced, flags=re.MULTILINE)
