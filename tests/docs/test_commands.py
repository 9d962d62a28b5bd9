"""What can be typed, set or read is in the docs: commands, options, exit codes, settings, published tables."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import click
import pytest

from duban.settings import Settings
from tests.conftest import PROJECT
from tests.docs import commands_page
from tests.docs.pages import text_of

COMMANDS = dict(commands_page.commands())
# The environment as the code names it. Not for users: what the settings of old versions are refused by name for.
NAME = re.compile(r"\bDUBAN_[A-Z_]*[A-Z]\b")
FOLDERS = ("duban", "flows", "expectations", "workbench")
CODE = [path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*.py"))]
SETTINGS = sorted({name for path in CODE for name in NAME.findall(path.read_text("utf8"))})


def test_the_page_of_commands_is_what_help_prints() -> None:
    assert commands_page.PAGE.read_text("utf8") == commands_page.page(), "run `make commands-page`"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_and_its_options_are_on_the_page(words: tuple[str, ...]) -> None:
    """Also those that the help hides."""
    heading = f"## duban {' '.join(words)}\n"
    page = commands_page.PAGE.read_text("utf8")
    assert heading in page
    part = page.split(heading)[1].split("\n## ")[0]
    for parameter in COMMANDS[words].params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", part), option


@pytest.mark.parametrize("words", [words for words in COMMANDS if len(words) == 1], ids=" ".join)
def test_a_command_is_shown_where_people_read(words: tuple[str, ...]) -> None:
    """Besides its help: in the README or in a page of the docs."""
    assert re.search(rf"\bduban {words[0]}\b", text_of(but="commands.md"))


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_in_the_docs(name: str) -> None:
    assert re.search(rf"`{name}\b", text_of())


def test_the_docs_name_no_setting_that_is_not_read() -> None:
    assert set(NAME.findall(text_of())) <= set(SETTINGS)


def test_every_exit_code_is_in_the_docs_and_no_other() -> None:
    """The codes of errors and outcomes, and those of SIGTERM and Ctrl-C, are the rows of the table."""
    from duban import errors
    from duban.pipeline.outcome import Outcome, Quarantined
    from duban.stopping import Stopped

    classes = [kind for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")]
    codes = {kind.exit_code for kind in classes} | {int(str(Stopped().code)), 128 + signal.SIGINT}
    codes |= {Outcome(status, "").exit_code for status in ("published", "unchanged", "failed")}
    codes.add(
        Outcome("published", "", quarantined=[Quarantined("a.md", "no header", "line 1", "add one", True)]).exit_code
    )
    table = (PROJECT / "docs" / "operating.md").read_text("utf8").split("## Exit codes")[1].split("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == codes


def test_every_published_table_is_in_the_docs(heze: Settings) -> None:
    """`marts.*` and `meta.*` of a published file: what analysts are promised."""
    from duban.asking.query import ask

    names = "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('marts', 'meta')"
    tables = {name for (name,) in ask(heze.published, names).rows}
    assert len(tables) > 25
    section = Path(PROJECT / "docs" / "design.md").read_text("utf8").split("## 3.")[1].split("\n## ")[0]
    named = set(re.findall(r"\b(?:marts|meta)\.\w+", section))
    assert tables == named
