"""Code and pages use the field's own words: none of the left column of docs/words.md stands in them, a word that is
searched for leads to a section that has it, and messages say `is not a day`."""

from __future__ import annotations

import ast
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
SUFFIXES = {".py", ".sql", ".html", ".css", ".js", ".service", ".timer", ".csv", ".yml", ".yaml", ".toml"}
# At the top of the project, and the page of a folder whose other files are made.
ROOT_FILES = ("Makefile", ".gitignore", ".ci/run", "warehouse/README.md", "examples/README.md")
# The table of the words, and the test that they are found.
NAMES_THEM = ("words.md", "test_words.py")
# The right English word where it stands: an expression -> what it is.
ALLOWED = {
    r"\.tell\(\)": "a file's method",
    r"\bnot_told\b": "a value of match_kind",
    r"\(it was `not told`": "a value that was",
    r"\bhouse_families\b|_of_a_house\b|\breading_rooms\b": "what people live and read in",
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
    top = [path for path in sorted(PROJECT.glob("*")) if path.is_file()]
    code = [path for path in [*inside, *top] if path.suffix in SUFFIXES]
    return [path for path in [*code, *(PROJECT / name for name in ROOT_FILES), *PAGES] if path.name not in NAMES_THEM]


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
    texts = ((path, path.read_text("utf8", "replace")) for path in files())  # a document of the tests may be in GB18030
    found = [f"{_name(path)}:{line} {word}" for path, text in texts for line, word in findings(text)]
    assert found == []


def searched() -> list[tuple[str, str]]:
    """(word, link) of the table of docs/words.md that says where to look."""
    _, _, table = (
        (PROJECT / "docs" / "words.md")
        .read_text("utf8")
        .partition("| searched for | here | section |\n|---|---|---|\n")
    )
    lines = re.findall(r"^\| ([^|]+) \|[^|]*\| \[\w+\]\(([^)]+)\) \|$", table, re.MULTILINE)
    return [(word, link) for words, link in lines for word in re.split(", |: ", words)]


@pytest.mark.parametrize(("word", "link"), searched())
def test_a_word_that_is_searched_for_stands_where_it_leads(word: str, link: str) -> None:
    """In the section, its heading included, and those below it."""
    name, _, anchor = link.partition("#")
    text = (PROJECT / "docs" / name).read_text("utf8")
    parts = re.split(r"^(#{1,6}) ", text, flags=re.MULTILINE)[1:]
    sections = [(len(marks), body) for marks, body in zip(parts[::2], parts[1::2], strict=True)]
    at = next(place for place, (_, body) in enumerate(sections) if _anchor(body) == anchor)
    below = []
    for depth, body in sections[at + 1 :]:
        if depth <= sections[at][0]:
            break
        below.append(body)
    assert re.search(rf"\b{word}", "\n".join([sections[at][1], *below]), re.IGNORECASE)


def _anchor(section: str) -> str:
    heading = section.splitlines()[0].replace("`", "")
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def messages(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text of a module that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_a_message_says_is_not_a_day() -> None:
    """`31 December is no day` is understood and not English; `there is no ...` and `is no longer` are."""
    odd = re.compile(r"(?<!there )\bis no (?!longer\b)")
    found = [
        f"{_name(path)}:{line} {text}"
        for folder in ("duban", "expectations", "flows", "workbench")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for line, text in messages(ast.parse(path.read_text("utf8")))
        if odd.search(text)
    ]
    assert found == []
