"""Every link of a page leads somewhere, and every file that a page names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.docs.pages import PAGES, anchors, without_code

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
# Files as the pages write them: docs/words.md, duban/landing/reading.py, also inside of a command.
NAMED = re.compile(
    r"(?<![\w/.<>-])((?:docs|duban|flows|expectations|sql|tests|trials|benchmarks|examples)/[\w./-]*\w"
    r"\.(?:md|py|sql|csv|yml|svg|sh))(?![\w*])"
)


def links() -> list[tuple[Path, str]]:
    return [(page, link) for page in PAGES for link in LINK.findall(without_code(page.read_text("utf8")))]


@pytest.mark.parametrize(("page", "link"), links(), ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    """Files and anchors of the project are looked at; of other sites only that the address is one."""
    if "://" in link:
        assert re.fullmatch(r"https://[\w.-]+(/\S*)?", link)
        return
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    assert target.exists(), link
    assert target.is_relative_to(PROJECT), link
    if anchor:
        assert anchor in anchors(target), sorted(anchors(target))


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_a_file_that_a_page_names_is_there(page: Path) -> None:
    gone = [name for name in NAMED.findall(page.read_text("utf8")) if not (PROJECT / name).exists()]
    assert not gone


def test_the_readme_leads_to_every_page() -> None:
    readme = {link for page, link in links() if page.name == "README.md"}
    assert {f"docs/{page.name}" for page in PAGES if page.parent == PROJECT / "docs"} <= readme
    assert {"CONTRIBUTING.md", "CHANGELOG.md"} <= readme
