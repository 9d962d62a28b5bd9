"""Sentences of many fields and habits are read as a careful person reads them, in half- and full-width print."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml

from tests.measures import (
    language_cases,
    language_claims,
    language_field_cases,
    language_field_claims,
    language_more_cases,
    language_risk_cases,
)
from tests.measures.measure_warehouse import Target, build, measures_read

CASES = [
    (f"{kind}: {name}", *case)
    for file in (language_cases, language_more_cases, language_risk_cases, language_field_cases)
    for kind, cases in file.KINDS.items()
    for name, case in cases.items()
]
LONG_REPORTS = yaml.safe_load(Path(__file__).with_name("long_reports.yml").read_text("utf8"))
CASES += [
    (f"long: {name}", case["target"], case["progress"], [tuple(reading) for reading in case["readings"]])
    for name, case in LONG_REPORTS.items()
]

CLAIMS = language_claims.CLAIMS | language_field_claims.CLAIMS
YEARS = language_claims.YEARS | language_field_claims.YEARS

# Written as escapes, since a tool that folds text would lose the difference that these tests are about.
WIDE = str.maketrans(
    ",;:()!?%.0123456789",
    "\uff0c\uff1b\uff1a\uff08\uff09\uff01\uff1f\uff05\uff0e"
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
)


@pytest.fixture(scope="module", params=[{}, WIDE], ids=["half width", "full width"])
def readings(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    """Every case in one build: case number = target number."""
    targets = []
    for number, (_, text, progress, _) in enumerate(CASES, 1):
        answers = (progress,) if isinstance(progress, str) else progress
        targets.append(
            Target(
                "试验县",
                2023,
                number,
                text.translate(request.param),
                tuple(answer.translate(request.param) for answer in answers),
            )
        )
    return build(targets, ["marts.fct_target_measure"])


@pytest.mark.parametrize(("number", "expected"), [(n, c[3]) for n, c in enumerate(CASES, 1)], ids=[c[0] for c in CASES])
def test_reads_what_was_promised_and_reported(
    readings: duckdb.DuckDBPyConnection, number: int, expected: list[tuple]
) -> None:
    found = measures_read(readings, number)
    assert found == [row if len(row) == 5 else (*row, False) for row in expected]


@pytest.fixture(scope="module")
def audited() -> dict[str, list[str]]:
    names = list(CLAIMS)
    targets = [
        Target("试验市", 2023, number, text, (progress,), status)
        for number, (text, progress, status, _) in enumerate(CLAIMS.values(), 1)
    ]
    found: dict[str, list[str]] = {name: [] for name in names}
    con = build(targets, ["marts.mart_claim_audit"])
    for number, reason in con.execute("select target_no::integer, reason from marts.mart_claim_audit").fetchall():
        found[names[number - 1]].append(reason)
    return found


@pytest.mark.parametrize("case", CLAIMS)
def test_tells_why_a_claim_is_not_borne_out(audited: dict[str, list[str]], case: str) -> None:
    assert sorted(audited[case]) == sorted(CLAIMS[case][3])


@pytest.fixture(scope="module")
def matches() -> dict[str, list[tuple[int | None, int | None, str]]]:
    """Every case in one build: a case is a place."""
    targets = [
        Target(place, year, number, text)
        for place, (former, latter, _) in YEARS.items()
        for year, texts in ((2022, former), (2023, latter))
        for number, text in texts.items()
    ]
    found: dict[str, list[tuple[int | None, int | None, str]]] = {place: [] for place in YEARS}
    for place, former_no, latter_no, kind in (
        build(targets, ["marts.fct_target_match"])
        .execute(
            "select jurisdiction_name, try_cast(from_target_no as integer), try_cast(to_target_no as integer), "
            "match_kind from marts.fct_target_match"
        )
        .fetchall()
    ):
        found[place].append((former_no, latter_no, kind))
    return found


@pytest.mark.parametrize("case", YEARS)
def test_follows_a_target_over_the_years(
    matches: dict[str, list[tuple[int | None, int | None, str]]], case: str
) -> None:
    assert set(matches[case]) == YEARS[case][2]
    assert len(matches[case]) == len(YEARS[case][2])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("新 建 公 园 1 2 个", "1 2"),
        ("培训农民1 200人次", "1 200"),
        ("1. 新建 公园20个", "20"),
        ("增长百分之 五", "百分之 五"),
    ],
    ids=["letter-spaced", "thousands", "after a list number", "in words"],
)
def test_places_are_those_of_the_print(text: str, printed: str) -> None:
    found = build([Target("试验县", 2023, 1, text)], ["marts.fct_target_measure"]).execute(
        "select target_start_pos, target_end_pos from marts.fct_target_measure"
    )
    assert [text[start - 1 : end] for start, end in found.fetchall()] == [printed]


def test_a_unit_that_changed_is_said_and_not_subtracted() -> None:
    targets = [Target("试验县", 2022, 1, "改造供水管网5公里"), Target("试验县", 2023, 1, "改造供水管网6000米")]
    found = build(targets, ["marts.mart_yoy_measure"]).execute(
        "select has_new_measure_unit, target_change from marts.mart_yoy_measure"
    )
    assert found.fetchall() == [(True, None)]
