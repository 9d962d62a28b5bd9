"""Every `$ duban` example of a page prints what the page says.

Run on the published documents of raw/ (`heze`), or on the constructed city where the example names warehouse/example.
Only what differs between two runs is set equal: ids of builds, times, ages, sizes and folders.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from duban.cli import main
from duban.counting import counted
from duban.settings import Settings
from tests.conftest import copy_of
from tests.docs.pages import PAGES

# An example: `$ duban ...` over as many lines as its quotes are open, and what follows it up to a blank line.
EXAMPLE = re.compile(r"^    \$ (duban (?:[^\"'\n]|\"[^\"]*\"|'[^']*')*)\n((?:    \S.*\n|    +\S.*\n)*)", re.MULTILINE)
SAME = {
    r"\d{8}T\d{6}-[0-9a-f]{4}": "<build>",
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d( UTC|\+00:00)": "<time>",
    r"\d+\.\d hours ago": "<age>",
    r"\d+\.\d+ s\b": "<seconds>",
    r"[^\s'\"]*/?(?:heze|city|warehouse|example)/(duban\.duckdb|gates/)": r"<warehouse>/\1",
}


def examples() -> list[object]:
    return [
        pytest.param(command, printed, id=f"{page.stem} {number}: {command.split(chr(10))[0][:50]}")
        for page in PAGES
        for number, (command, printed) in enumerate(EXAMPLE.findall(page.read_text("utf8")), start=1)
    ]


def normal(text: str) -> list[str]:
    """Lines without what differs from run to run, and without the spaces that pad a table."""
    for pattern, same in SAME.items():
        text = re.sub(pattern, same, text)
    return [re.sub(r"\s+", " ", re.sub("─+", "─", line)).strip() for line in text.splitlines() if line.strip()]


def test_examples_are_found() -> None:
    pages = "\n".join(page.read_text("utf8") for page in PAGES)
    assert len(examples()) == len(re.findall(r"^ *\$ duban", pages, re.MULTILINE)) >= 6


@pytest.mark.parametrize(("command", "printed"), examples())
def test_an_example_prints_what_the_page_says(
    heze: Settings, city: Settings, tmp_path: Path, command: str, printed: str
) -> None:
    words = shlex.split(command.replace("\n    ", "\n"))[1:]
    settings = city if "warehouse/example" in words else heze
    if words[0] in ("reload", "status"):
        settings = copy_of(settings, tmp_path)
    if words[0] == "status":
        # Other tests may have found since that there was nothing to do.
        first = settings.runs_log.read_text("utf8").splitlines(keepends=True)[0]
        settings.runs_log.write_text(first, "utf8")
    words = [str(settings.warehouse) if word == "warehouse/example" else word for word in words]
    environ = {"DUBAN_RAW": str(settings.raw), "DUBAN_WAREHOUSE": str(settings.warehouse), "COLUMNS": "118"}
    done = CliRunner(env=environ).invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    assert normal(done.stdout) == normal(printed), done.output


def test_the_first_run_of_the_readme_is_what_raw_comes_to(heze: Settings) -> None:
    """`make nightly` of the README publishes what `heze` does: as many documents, targets and rows to review."""
    from duban.publishing.published_build import published_build

    build = published_build(heze.published)
    assert build is not None
    said = re.search(r"published build \S+: (.*), in", PAGES[0].read_text("utf8"))
    assert said is not None
    counts = ", ".join(
        counted(count, noun)
        for count, noun in (
            (build.document_count, "documents"),
            (build.target_count, "targets"),
            (build.review_count, "rows to review"),
        )
    )
    assert said.group(1) == counts
