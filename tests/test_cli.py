"""The command line as its users meet it: help with examples, exit codes, machine-readable answers, no tracebacks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from duban.cli import main
from duban.settings import Settings
from tests.conftest import PROJECT


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


ALL = dict(commands(main))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    done = run(*words, "--help")
    assert done.exit_code == 0
    assert ALL[words].help


@pytest.mark.parametrize("words", [words for words in ALL if len(words) == 1], ids=" ".join)
def test_help_shows_an_example(words: tuple[str, ...]) -> None:
    assert f"duban {' '.join(words)}" in run(*words, "--help").output.split("Usage:")[1].split("\n", 1)[1]


@pytest.mark.parametrize("question", sorted(path.stem for path in (PROJECT / "sql" / "analyses").glob("*.sql")))
def test_every_saved_question_is_answered(heze: Settings, question: str) -> None:
    done = run("ask", question, "--place", "菏泽市", "--json", "--warehouse", heze.warehouse)
    assert done.exit_code == 0, done.output
    assert isinstance(json.loads(done.stdout), list)


def test_an_unknown_question_is_answered_with_the_nearest(heze: Settings) -> None:
    done = run("ask", "leader_lod", "--warehouse", heze.warehouse)
    assert done.exit_code == 2
    assert "did you mean leader_load?" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("reload", "--json", "--dry-run"),
        ("status", "--json"),
        ("review", "--json"),
        ("plan", "--json"),
        ("ask", "--json"),
    ],
    ids=" ".join,
)
def test_json_is_json_and_alone_on_stdout(heze: Settings, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--warehouse", heze.warehouse)
    assert done.exit_code == 0, done.output
    json.loads(done.stdout)


def test_status_shows_what_is_published_and_how_old_it_is(heze: Settings) -> None:
    done = run("status", "--warehouse", heze.warehouse)
    assert done.exit_code == 0
    assert "2 documents, 52 targets" in done.output
    assert run("status", "--max-age", "26h", "--warehouse", heze.warehouse).exit_code == 0
    assert run("status", "--max-age", "0h", "--warehouse", heze.warehouse).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("reload", "--raw", "{folder}/nowhere", "--warehouse", "{folder}/w"), "the raw folder is not there"),
        (("reload", "--years", "soon", "--warehouse", "{folder}"), "write years like 2019, 2019..2024"),
        (("nightly", "--years", "2019-2024", "--warehouse", "{folder}"), "did you mean 2019..2024?"),
        (("reload", "--places", "hezee", "--warehouse", "{folder}", "--dry-run"), "did you mean heze?"),
        (("reload", "--years", "2023", "--full", "--warehouse", "{folder}"), "leave out --years"),
        (("query", "select 1", "--warehouse", "{folder}"), "nothing is published yet"),
        (("status", "--max-age", "soon", "--warehouse", "{folder}"), "is not a number of hours"),
        (("status", "--max-age", "nan", "--warehouse", "{folder}"), "is not a number of hours"),
        (("status", "--max-age", "-5h", "--warehouse", "{folder}"), "is not a number of hours"),
        (("docs", "/proc/nowhere"), "No such file"),
        (("add", "{heze}", "--published-on", "2024-13-01", "--raw", "{folder}"), "is not a date (YYYY-MM-DD)"),
        (("add", "{heze}", "--yes", "--name", "../../escaped", "--raw", "{folder}"), "cannot be a file's name"),
        (("add", "{heze}", "--yes", "--place", "../../etc", "--raw", "{folder}"), "is not the name of a government"),
        (("add", "{heze}", "--dry-run", "--year", "204", "--raw", "{folder}"), "204 is not a year (YYYY)"),
        (("add", "{heze}", "--dry-run"), "the file lies in raw/ already"),
        (("rollback", "--warehouse", "{folder}"), "no earlier build"),
        (("plan", "--warehouse", "{folder}"), "nothing is published yet"),
    ],
    ids=lambda value: " ".join(value[:4]) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_one_error_and_exit_code_2(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    heze = PROJECT / "raw" / "heze" / "2023.md"
    done = run(*(argument.format(folder=tmp_path, heze=heze) for argument in arguments))
    assert done.exit_code == 2
    assert done.stderr.startswith("error: ")
    assert says in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("asked", "says"),
    [(("--place", "菏泽"), "did you mean 菏泽市?"), (("--year", 1999), "the years are 2023, 2024")],
    ids=["place", "year"],
)
def test_a_question_about_no_report_says_which_there_are(
    heze: Settings, asked: tuple[str, int | str], says: str
) -> None:
    done = run("ask", "leader_load", *asked, "--warehouse", heze.warehouse)
    assert done.exit_code == 2
    assert says in done.stderr


def test_an_empty_query_is_an_empty_answer(heze: Settings) -> None:
    assert run("query", "", "--json", "--warehouse", heze.warehouse).stdout == "[]\n"


def test_json_says_only_what_json_can_and_loses_no_column(heze: Settings) -> None:
    done = run("query", "select 'nan'::double as x, 'b' as x", "--json", "--warehouse", heze.warehouse)
    assert json.loads(done.stdout) == [{"x": None, "x_2": "b"}]


def test_inspect_shows_spans_and_places() -> None:
    done = run("inspect", PROJECT / "tests" / "landing" / "formats" / "merged.html")
    assert done.exit_code == 0
    assert "spans as in the file" in done.output


def test_inspect_shows_what_is_taken_from_a_file_and_why(tmp_path: Path) -> None:
    file = tmp_path / "document.txt"
    items = "\n".join(f"{no}.新建学校{no}所。\n牵头单位:县教育局" for no in (1, 2, 3))
    file.write_text(f"2031年重点工作任务分解\n来源:灵璧县教育局\n一、民生事业\n{items}\n", "utf8")
    done = run("inspect", file)
    assert done.exit_code == 0, done.output
    for shown in (
        "灵璧县  (site: 来源:灵璧县教育局",
        "2031  (title: 2031年",
        "plan  (title",
        "sections      一、民生事业",
    ):
        assert shown in done.output


# folder: (a document that lacks something, what a person answers).
LACKING = {
    "nothing": (
        ["序号,工作任务,责任单位", "1,新建学校2所,市教育局"],
        {"jurisdiction": "菏泽市", "report_year": "2031"},
    ),
    "several": (
        ["鼓楼区2031年重点工作,,", "序号,工作任务,责任单位", "1,新建学校2所,区教育局"],
        {"jurisdiction": "徐州市鼓楼区"},
    ),
}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """The lines (side file, line) that a first reload offered for the documents of LACKING, and what came of the second
    one, when they had been pasted."""
    folder = tmp_path_factory.mktemp("answered")
    for name, (lines, _) in LACKING.items():
        (folder / "raw" / name).mkdir(parents=True)
        (folder / "raw" / name / "list.csv").write_text("\n".join(lines), "utf8")
    folders = ("--raw", folder / "raw", "--warehouse", folder / "warehouse", "--json")
    held = json.loads(run("reload", *folders).stdout)["documents"]["quarantined"]
    assert {one["path"] for one in held} == {f"{name}/list.csv" for name in LACKING}
    offered = [found for one in held for found in re.findall(r"Write this line in raw/(\S+) .*?: (.+)", one["remedy"])]
    for path, line in offered:
        _, answers = LACKING[path.partition("/")[0]]
        with (folder / "raw" / path).open("a", encoding="utf8") as side:
            side.write(re.sub("<.*>", answers[line.partition(":")[0]], line) + "\n")
    return offered, json.loads(run("reload", *folders).stdout)


@pytest.mark.parametrize("name", LACKING, ids=["place and year", "of several places"])
def test_the_line_that_a_message_offers_works_when_it_is_pasted(
    answered: tuple[list[tuple[str, str]], dict[str, Any]], name: str
) -> None:
    """What no document says stands in the line as a placeholder, <so>: the person who pastes it answers."""
    offered, outcome = answered
    _, answers = LACKING[name]
    assert {line.partition(":")[0] for path, line in offered if path.startswith(f"{name}/")} == set(answers)
    assert outcome["documents"]["quarantined"] == []
    assert outcome["status"] == "published"


def test_add_shows_first_and_copies_with_a_side_file(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    file = PROJECT / "raw" / "heze" / "2023.md"
    folders = ("--raw", raw, "--warehouse", tmp_path / "warehouse")
    shown = run("add", file, "--dry-run", "--source-url", "https://example.org/2023", *folders)
    assert shown.exit_code == 0, shown.output
    assert "菏泽市" in shown.output
    assert not list(raw.iterdir())
    assert run("add", file, "--yes", "--source-url", "https://example.org/2023", *folders).exit_code == 0
    landed = raw / "菏泽市" / "2023.md"
    assert landed.read_bytes() == file.read_bytes()
    assert landed.with_name("2023.md.yml").read_text("utf8") == "source_url: https://example.org/2023\n"
    again = run("add", file, "--yes", *folders)
    assert again.exit_code == 2
    assert "raw/ holds this very document already" in again.stderr
    other = tmp_path / "2023.md"
    other.write_text(file.read_text("utf8") + "\n", "utf8")
    of_the_same_name = run("add", other, "--yes", *folders)
    assert of_the_same_name.exit_code == 2
    assert "there is a document of that name already" in of_the_same_name.stderr


def test_what_cannot_be_read_is_refused_without_models_and_gate(tmp_path: Path) -> None:
    """Nothing is shown of it but why, and neither the models nor the gate are loaded, which take seconds."""
    paper = tmp_path / "2024.doc"
    paper.write_bytes(b"x")
    program = (
        "import sys\nfrom duban.cli import main\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    code = ended.code\n"
        "heavy = {'great_expectations', 'sqlglot', 'prefect', 'pandas'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else code)\n"
    )
    (tmp_path / "raw").mkdir()
    words = ["add", str(paper), "--dry-run", "--raw", str(tmp_path / "raw"), "--warehouse", str(tmp_path / "w")]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert ".doc files cannot be read" in done.stderr
    assert done.stdout == ""


def test_status_names_the_reload_of_the_folder_that_was_asked(tmp_path: Path) -> None:
    done = run("status", "--warehouse", tmp_path / "nowhere")
    assert f"run `duban reload --warehouse {tmp_path / 'nowhere'}`" in done.stdout
