"""Saved questions on the command line: Chinese names, a help of their own, options declared in the SQL, Tab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from duban.asking.saved_questions import read_question, saved_questions
from duban.cli import main
from duban.modelling.sql_comments import explanations
from duban.output.display_width import display_width
from duban.output.labels import chinese_name, explanation
from duban.publishing.published_build import published_build
from duban.settings import Settings
from tests.conftest import PROJECT

QUESTIONS = saved_questions(PROJECT / "sql" / "analyses")


def run(settings: Settings, *words: str) -> Any:
    return CliRunner(env={"COLUMNS": "100"}).invoke(main, ["ask", *words, "--warehouse", str(settings.warehouse)])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_says_what_it_answers_in_its_file(question: Any) -> None:
    assert question.chinese_name and not question.chinese_name.isascii()
    assert question.columns
    assert all(explanations(question.says))
    assert not question.more or all(explanations(question.more))
    assert "" not in map(chinese_name, question.columns.values())
    comments = [*question.columns.values(), *(parameter.comment for parameter in question.parameters)]
    assert [comment for comment in comments if not all(explanations(explanation(comment)))] == []
    assert {parameter.name for parameter in question.parameters} >= {"place"}
    # every variable that the SQL reads is declared, and no other
    read = {
        name
        for name in ("place", "year", "leader", "unit", "at_least", "class", "measure")
        if f"getvariable('{name}')" in question.sql
    }
    assert {parameter.name for parameter in question.parameters} == read


def test_the_chinese_name_asks_the_same(heze: Settings) -> None:
    asked = [run(heze, name, "--csv", "--year", "2023") for name in ("leader_load", "领导负荷")]
    assert [done.exit_code for done in asked] == [0, 0]
    assert asked[0].stdout == asked[1].stdout != ""


def test_options_may_stand_before_the_name(heze: Settings) -> None:
    assert run(heze, "--csv", "leader_load").stdout == run(heze, "leader_load", "--csv").stdout


def test_help_says_what_every_column_means_and_which_options_there_are(heze: Settings) -> None:
    out = run(heze, "leader_load", "--help").output
    assert "领导负荷: how many targets a leader answers for" in out
    assert "是否不再列名: named in the report before" in out
    for name in read_question(PROJECT / "sql" / "analyses" / "leader_load.sql").columns:
        assert f"\n    {name} " in out
    for option in ("--place", "--year", "--leader", "--at-least"):
        assert f"  {option} " in out or f", {option} " in out


@pytest.mark.parametrize(
    "words", [("领导负荷", "--help"), ("leader_load", "--help", "--zh"), ("--zh", "leader_load", "--help")]
)
def test_help_is_chinese_for_who_reads_chinese(heze: Settings, words: tuple[str, ...]) -> None:
    out = run(heze, *words).output
    assert "领导负荷: 每位领导在每份报告中负责多少目标" in out
    assert "是否不再列名: 前一份报告列名，本份不再列名" in out
    assert "领导: 只列这位领导" in out
    assert "counted once" not in out


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
@pytest.mark.parametrize("language", ["--zh", "--en"])
def test_a_help_fits_80_columns(heze: Settings, question: Any, language: str) -> None:
    out = run(heze, question.name, "--help", language).output
    assert [line for line in out.splitlines() if display_width(line) > 80] == []


def test_the_list_says_in_chinese_what_is_answered(heze: Settings) -> None:
    assert "每位领导在每份报告中负责多少目标" in run(heze, "--zh").stdout
    assert "how many targets a leader answers for" in run(heze, "--en").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["leader_load", "--leader", "王昌"], "did you mean 王昌华?", id="leader"),
        pytest.param(["unit_load", "--unit", "市科技"], "did you mean 市科技局?", id="unit"),
        pytest.param(["领导负担"], "did you mean 领导负荷?", id="Chinese name"),
        pytest.param(["target_changes", "--class", "raise"], "did you mean raised?", id="class"),
    ],
)
def test_what_is_misspelt_is_answered_with_the_nearest(heze: Settings, words: list[str], says: str) -> None:
    done = run(heze, *words)
    assert done.exit_code == 2
    assert says in done.output


def test_at_least_narrows(heze: Settings) -> None:
    rows = run(heze, "leader_load", "--csv", "--year", "2023", "--at-least", "12").stdout.splitlines()[1:]
    assert [row.split(",")[2:4] for row in rows] == [["王昌华", "33"], ["臧伟", "12"]]


def test_an_empty_answer_names_the_limit(city: Settings) -> None:
    done = run(city, "over_achievement")
    assert "nothing reaches --at-least 1.5" in done.stderr


def test_the_load_of_a_unit_says_how_much_of_it_is_in_doubt(heze: Settings) -> None:
    """Four rows are to be reviewed, and one of them names two bureaus."""
    lines = [line.split(",") for line in run(heze, "unit_load", "--csv", "--year", "2023").stdout.splitlines()]
    place, name = lines[0].index("review_target_count"), lines[0].index("unit_name")
    assert {line[name]: line[place] for line in lines[1:] if line[place] != "0"} == {
        "市发展改革委": "2",
        "市自然资源和规划局": "1",
        "市行政审批服务局": "2",
    }


def test_weak_data_counts_printed_rows(heze: Settings) -> None:
    """56 rows are printed, four of them are to be reviewed, whatever the number of units in them."""
    done = run(heze, "weak_data", "--csv", "--year", "2023")
    heading, row = (line.split(",") for line in done.stdout.splitlines())
    found = dict(zip(heading, row, strict=True))
    assert (found["row_count"], found["review_row_count"], found["first_target_no"]) == ("56", "4", "44")


def test_a_table_without_leads_says_so_once(heze: Settings) -> None:
    done = run(heze, "unclear_leads", "--csv", "--year", "2023")
    findings = [line.split(",")[2] for line in done.stdout.splitlines()[1:]]
    assert findings == ["names_no_leads"] + ["several_units"] * 13


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        pytest.param(["ask"], "leader", ["leader_load", "leader_units"], id="names"),
        pytest.param(["ask"], "指标", ["指标序列", "指标历年"], id="Chinese names"),
        pytest.param(["ask", "leader_load", "--leader"], "王", ["王昌华"], id="leaders"),
        pytest.param(["ask", "leader_load", "--place"], "菏", ["菏泽市"], id="places"),
        pytest.param(["ask", "leader_load", "--year"], "", ["2023", "2024"], id="years"),
        pytest.param(["ask", "target_changes", "--class"], "rai", ["raised"], id="classes"),
        pytest.param(
            ["ask", "measure_years", "--measure"], "工业增加值", ["规模以上工业增加值"], id="part of a measure"
        ),
        pytest.param(["trace"], "菏", ["菏泽市"], id="places to trace"),
        pytest.param(["trace"], "heze/2023", ["heze/2023.md"], id="documents to trace"),
        pytest.param(["trace", "菏泽市"], "", ["2023", "2024"], id="years to trace"),
        pytest.param(["trace", "菏泽市", "2024"], "1", ["1", "10"], id="numbers to trace"),
        pytest.param(["review", "accept"], "aa269", ["aa269d2f99e6c2d0"], id="rows to decide on"),
        pytest.param(["review", "--year"], "2", ["2023", "2024"], id="years to review"),
    ],
)
def test_tab_offers_what_there_is(
    heze: Settings, monkeypatch: pytest.MonkeyPatch, words: list[str], begun: str, offered: list[str]
) -> None:
    monkeypatch.setenv("DUBAN_WAREHOUSE", str(heze.warehouse))
    assert isinstance(main, click.Group)
    found = ShellComplete(main, {}, "duban", "_DUBAN_COMPLETE").get_completions(words, begun)
    assert [item.value for item in found] == offered


def test_tab_offers_the_builds_there_are(heze: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_WAREHOUSE", str(heze.warehouse))
    build = published_build(heze.published)
    assert build is not None
    complete = ShellComplete(main, {}, "duban", "_DUBAN_COMPLETE")
    for words in (["diff"], ["diff", build.build_id], ["rollback"]):
        assert [item.value for item in complete.get_completions(words, build.build_id[:6])] == [build.build_id]


@pytest.mark.parametrize(
    ("question", "names"),
    [("target_changes", ("reworded", "改写")), ("unproven_claims", ("unanswered", "未报数字"))],
    ids=["of_class_labels", "of_claim_reasons"],
)
def test_a_class_is_asked_for_by_its_chinese_label_too(city: Settings, question: str, names: tuple[str, str]) -> None:
    asked = [run(city, question, "--csv", "--class", name).stdout for name in names]
    assert asked[0] == asked[1]
    assert len(asked[0].splitlines()) > 1


@pytest.mark.parametrize("question", ["measure_years", "measure_series"])
def test_part_of_a_measure_is_enough_and_no_part_is_answered_with_what_there_is(city: Settings, question: str) -> None:
    assert "PM2.5年均浓度" in run(city, question, "--measure", "年均", "--csv").stdout
    done = run(city, question, "--measure", "年均气温")
    assert done.exit_code == 2
    assert "no measure '年均气温'" in done.output


def test_tab_is_silent_where_nothing_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_WAREHOUSE", str(tmp_path))
    complete = ShellComplete(main, {}, "duban", "_DUBAN_COMPLETE")
    for words in (["ask", "leader_load", "--leader"], ["trace"], ["diff"], ["review", "accept"], ["review", "--place"]):
        assert complete.get_completions(words, "王") == []
