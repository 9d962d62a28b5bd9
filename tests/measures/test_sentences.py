"""Sentences of many fields and habits are read as a careful person reads them, in half- and full-width print.

The sentences stand in sentences/*.yml, by subject.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.measures.sentences import Sentence, cases, sentences
from tests.measures.targets import Target, build, comparable, measures_read

SENTENCES = sentences()
CLAIMS = {name: case for _, name, case in cases("claims")}
YEARS = {name: case for _, name, case in cases("years")}

# Written as escapes, since a tool that folds text would lose the difference that these tests are about.
SIGNS = str.maketrans(",;:()!?", "\uff0c\uff1b\uff1a\uff08\uff09\uff01\uff1f")
DIGITS = str.maketrans("0123456789%", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff05")
POINT = str.maketrans(".", "\uff0e")
WIDTHS = {
    "half width": {},
    "signs": SIGNS,
    "signs and digits": SIGNS | DIGITS,
    "full width": SIGNS | DIGITS | POINT,
}
Readings = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module", params=WIDTHS)
def readings(request: pytest.FixtureRequest) -> Readings:
    """Every sentence in one build, printed in one width: sentence -> what is read."""
    width = WIDTHS[request.param]
    printed = {text: text.translate(width) for sentence in SENTENCES for text in (sentence.target, *sentence.progress)}
    read = comparable(printed.values())
    targets = [
        Target(
            "试验县",
            2023,
            number,
            read[printed[sentence.target]],
            tuple(read[printed[text]] for text in sentence.progress),
        )
        for number, sentence in enumerate(SENTENCES, 1)
    ]
    found = measures_read(build(targets, ["marts.fct_target_measure"]))
    return {sentence.name: found.get(number, []) for number, sentence in enumerate(SENTENCES, 1)}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.name)
def test_reads_what_was_promised_and_reported(readings: Readings, sentence: Sentence) -> None:
    assert readings[sentence.name] == sentence.readings


@pytest.fixture(scope="module")
def audited() -> dict[str, list[str]]:
    """Every claim in one build: claim -> why it is not borne out."""
    names = list(CLAIMS)
    targets = [
        Target("试验市", 2023, number, case["target"], (case["progress"],), case["status"])
        for number, case in enumerate(CLAIMS.values(), 1)
    ]
    found: dict[str, list[str]] = {name: [] for name in names}
    con = build(targets, ["marts.mart_claim_audit"])
    for number, reason in con.execute("select target_no::integer, reason from marts.mart_claim_audit").fetchall():
        found[names[number - 1]].append(reason)
    return found


@pytest.mark.parametrize("case", CLAIMS)
def test_says_why_a_claim_is_not_borne_out(audited: dict[str, list[str]], case: str) -> None:
    assert sorted(audited[case]) == sorted(CLAIMS[case]["reasons"])


Pairs = list[tuple[int | None, int | None, str]]


@pytest.fixture(scope="module")
def matches() -> dict[str, Pairs]:
    """Every case in one build: a case is a jurisdiction."""
    targets = [
        Target(name, year, number, text)
        for name, case in YEARS.items()
        for year in (2022, 2023)
        for number, text in case[year].items()
    ]
    found: dict[str, Pairs] = {name: [] for name in YEARS}
    for name, former_no, latter_no, kind in (
        build(targets, ["marts.fct_target_match"])
        .execute(
            "select jurisdiction_name, try_cast(from_target_no as integer), try_cast(to_target_no as integer), "
            "match_kind from marts.fct_target_match"
        )
        .fetchall()
    ):
        found[name].append((former_no, latter_no, kind))
    return found


@pytest.mark.parametrize("case", YEARS)
def test_follows_a_target_over_the_years(matches: dict[str, Pairs], case: str) -> None:
    expected = {tuple(pair) for pair in YEARS[case]["pairs"]}
    assert set(matches[case]) == expected
    assert len(matches[case]) == len(expected)


PLACES = {
    "letter-spaced": ("新 建 公 园 1 2 个", "1 2"),
    "thousands": ("培训农民1 200人次", "1 200"),
    "after a list number": ("1. 新建 公园20个", "20"),
    "in words": ("增长百分之 五", "百分之 五"),
}
NOUNS = {
    "完成市区26座旱厕改造提升": "旱厕改造提升",  # after a page of Chengde, 2016
    "对全市12个乡镇开展检查": "乡镇开展检查",
    "创造7000个就业岗位": "就业岗位",
    "招募派遣3万名大学生": "大学生",
    "整治永安古城内9条街巷": "街巷",
    "新建、改建6个二级产地市场": "二级产地市场",
    "设立9亿人工智能引导基金": "人工智能引导基金",
}
BARE_NUMBERS = {
    "unit in the name": (("开工改造老旧小区(个)", "18"), ("老旧小区", 18.0, "个", 1, 2)),
    "scale in the name": (("外贸进出口（万元）", "1,250.5"), ("外贸进出口", 12505000.0, "元", 1, 7)),
    "percent": (("家庭医生签约率", "75%"), ("家庭医生签约率", 75.0, "%", 1, 2)),
    # shape after https://dyrmt.com/article-132779-22.html
    "a sign of equality": (("工资发放率", "=96%"), ("工资发放率", 96.0, "%", 2, 3)),
    "a bracket that is no unit": (("推进综合改革(试点)", "3"), None),
    "a year": (("推进综合改革", "2025年"), None),
}
UNNUMBERED = {
    "set_by_the_province": ("完成省下达的节能减排任务", "as_assigned"),
    "above_average": ("居民收入增速高于全市平均水平", "above_average"),
    "no_number": ("完善社会治安防控体系", None),
    "a_name_with_numbers": ("印发三年行动计划(2023—2025年)", None),
}


@pytest.fixture(scope="module")
def few() -> duckdb.DuckDBPyConnection:
    """The texts of PLACES and UNNUMBERED and what stands below, each in a jurisdiction of its own, in one build."""
    targets = [Target(name, 2023, 1, text) for name, (text, _) in PLACES.items()]
    targets += [Target(name, 2023, 1, text, ("预计完成",)) for name, (text, _) in UNNUMBERED.items()]
    targets += [Target(text, 2023, 1, text) for text in NOUNS]
    targets += [Target(name, 2023, 1, text, annual_text=number) for name, ((text, number), _) in BARE_NUMBERS.items()]
    targets += [
        Target("annual", 2023, 1, "新建公园5个", ("新建公园6个,改造公厕9座",), annual_text="新建公园5个,改造公厕8座"),
        Target("unit", 2022, 1, "改造供水管网5公里"),
        Target("unit", 2023, 1, "改造供水管网6000米"),
    ]
    return build(targets, ["marts.fct_target_measure", "marts.mart_yoy_measure"])


@pytest.mark.parametrize("case", PLACES)
def test_places_are_those_of_the_print(few: duckdb.DuckDBPyConnection, case: str) -> None:
    text, printed = PLACES[case]
    found = few.execute(
        "select target_start_pos, target_end_pos from marts.fct_target_measure where jurisdiction_name = ?", [case]
    )
    assert [text[start - 1 : end] for start, end in found.fetchall()] == [printed]


@pytest.mark.parametrize("text", NOUNS)
def test_a_verb_or_a_place_is_no_noun(few: duckdb.DuckDBPyConnection, text: str) -> None:
    found = few.execute("select measure_text from marts.fct_target_measure where jurisdiction_name = ?", [text])
    assert found.fetchall() == [(NOUNS[text],)]


@pytest.mark.parametrize("case", BARE_NUMBERS)
def test_a_bare_number_has_the_name_and_the_unit_of_its_indicator(few: duckdb.DuckDBPyConnection, case: str) -> None:
    found = few.execute(
        "select measure_text, target_value, measure_unit_text, target_start_pos, target_end_pos "
        "from marts.fct_target_measure where jurisdiction_name = ? and target_text_name = 'annual_target'",
        [case],
    )
    assert found.fetchone() == BARE_NUMBERS[case][1]


@pytest.mark.parametrize("case", UNNUMBERED)
def test_a_target_without_a_number_has_one_row(few: duckdb.DuckDBPyConnection, case: str) -> None:
    found = few.execute(
        "select attainment_class, operator, target_value, is_forecast from marts.fct_target_measure "
        "where jurisdiction_name = ?",
        [case],
    )
    assert found.fetchall() == [("no_number", UNNUMBERED[case][1], None, True)]


def test_an_annual_target_column_is_read_and_not_counted_twice(few: duckdb.DuckDBPyConnection) -> None:
    found = few.execute(
        "select target_text_name, measure_text, target_value, reported_value "
        "from marts.fct_target_measure where jurisdiction_name = 'annual' order by measure_no"
    )
    assert found.fetchall() == [("target", "公园", 5.0, 6.0), ("annual_target", "公厕", 8.0, 9.0)]


def test_a_unit_that_changed_is_said_and_not_subtracted(few: duckdb.DuckDBPyConnection) -> None:
    found = few.execute(
        "select has_new_measure_unit, target_change from marts.mart_yoy_measure where jurisdiction_name = 'unit'"
    )
    assert found.fetchall() == [(True, None)]
