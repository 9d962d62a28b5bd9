"""Code and pages use the field's own words: no word of docs/words.md's left column stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.docs.pages import PAGES

FOLDERS = (
    "duban",
    "expectations",
    "flows",
    "workbench",
    "sql",
    "tests",
    "trials",
    "benchmarks",
    "tools",
    "examples",
    "docs",
)
SUFFIXES = {".py", ".sql", ".html", ".css", ".service", ".timer"}
# The table of the words, and the test that they are found.
NAMES_THEM = ("words.md", "test_words.py")
# The right English word where it stands: an expression -> what it is.
ALLOWED = {
    r"\.tell\(\)": "a file's method",
    r"\bnot_told\b": "a value of match_kind",
    r"'not told'": "a value of role_method",
}


def private_words() -> list[str]:
    """The left column of the table in docs/words.md."""
    page = (PROJECT / "docs" / "words.md").read_text("utf8")
    _, _, table = page.partition("| not | but |\n|---|---|\n")
    cells = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    return [word for cell in cells for word in cell.split(", ")]


def findings(text: str) -> Iterator[tuple[int, str]]:
    """(line, word) of every private word, parts of a name too (`told_lines`); what is allowed is taken out first."""
    words = re.compile(rf"(?<![a-z])(?:{'|'.join(private_words())})(?![a-z])", re.IGNORECASE)
    allowed = re.compile("|".join(ALLOWED))
    for number, line in enumerate(text.splitlines(), start=1):
        for found in words.finditer(allowed.sub("", line)):
            yield number, found[0]


def files() -> list[Path]:
    inside = (path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*")))
    code = [path for path in inside if path.suffix in SUFFIXES]
    return [path for path in [*code, *PAGES] if path.name not in NAMES_THEM]


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("# what a person is told", "told"),
        ("told_lines = []", "told"),
        ("Told of it", "Told"),
        ('"mend its rights"', "mend"),
        ("position = file.tell()", None),
        ("rooms of a hotel: bedrooms", "rooms"),
        ("untold, intelligible, roomy, household", None),
    ],
    ids=["prose", "a name", "a capital", "a message", "a method", "the word alone", "parts of other words"],
)
def test_a_private_word_is_found(line: str, word: str | None) -> None:
    assert next((found for _, found in findings(line)), None) == word


def test_no_private_word_stands_in_code_and_pages() -> None:
    found = [f"{_name(path)}:{line} {word}" for path in files() for line, word in findings(path.read_text("utf8"))]
    assert found == []
