"""What a careful person reads in a sentence, the models read too."""

from __future__ import annotations

import duckdb
import pytest

from tests.measures.measure_warehouse import Target, build, measures_read
from tests.measures.reading_cases import CASES


@pytest.fixture(scope="module")
def readings() -> duckdb.DuckDBPyConnection:
    """Every case in one build: case number = target number."""
    targets = [
        Target("试验县", 2023, number, text, tuple(progress)) for number, (_, text, progress, _) in enumerate(CASES, 1)
    ]
    return build(targets, ["marts.fct_target_measure"])


@pytest.mark.parametrize(
    ("number", "expected"),
    [(n, c[3]) for n, c in enumerate(CASES, 1)],
    ids=[c[0] for c in CASES],
)
def test_reads_the_measures_of_a_target(
    readings: duckdb.DuckDBPyConnection, number: int, expected: list[tuple]
) -> None:
    found = measures_read(readings, number)
    assert found == [tuple(row) for row in expected]


# Written as escapes, since a tool that folds text would lose the difference that these tests are about.
WIDE_SIGNS = str.maketrans(",;:()!?", "\uff0c\uff1b\uff1a\uff08\uff09\uff01\uff1f")
WIDE_DIGITS = str.maketrans("0123456789%", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff05")


@pytest.fixture(scope="module", params=[WIDE_SIGNS, WIDE_SIGNS | WIDE_DIGITS], ids=["signs", "signs and digits"])
def wide_readings(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    """The same sentences as most governments print them, full width."""
    targets = [
        Target(
            "试验县", 2023, number, text.translate(request.param), tuple(p.translate(request.param) for p in progress)
        )
        for number, (_, text, progress, _) in enumerate(CASES, 1)
    ]
    return build(targets, ["marts.fct_target_measure"])


@pytest.mark.parametrize(("number", "expected"), [(n, c[3]) for n, c in enumerate(CASES, 1)], ids=[c[0] for c in CASES])
def test_full_width_print_reads_the_same(
    wide_readings: duckdb.DuckDBPyConnection, number: int, expected: list[tuple]
) -> None:
    test_reads_the_measures_of_a_target(wide_readings, number, expected)


def test_an_annual_target_column_is_read_and_not_counted_twice() -> None:
    target = Target(
        "试验县", 2023, 1, "新建公园5个", ("新建公园6个,改造公厕9座",), annual_text="新建公园5个,改造公厕8座"
    )
    found = build([target], ["marts.fct_target_measure"]).execute(
        "select target_text_name, measure_text, target_value, reported_value "
        "from marts.fct_target_measure order by measure_no"
    )
    assert found.fetchall() == [("target", "公园", 5.0, 6.0), ("annual_target", "公厕", 8.0, 9.0)]


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("完成省下达的节能减排任务", "as_assigned"),
        ("居民收入增速高于全市平均水平", "above_average"),
        ("完善社会治安防控体系", None),
        ("印发三年行动计划(2023—2025年)", None),
    ],
    ids=["set_by_the_province", "above_average", "no_number", "a_name_with_numbers"],
)
def test_a_target_without_a_number_has_one_row(text: str, operator: str | None) -> None:
    found = build([Target("试验县", 2023, 1, text, ("预计完成",))], ["marts.fct_target_measure"]).execute(
        "select attainment_class, operator, target_value, is_forecast from marts.fct_target_measure"
    )
    assert found.fetchall() == [("no_number", operator, None, True)]
