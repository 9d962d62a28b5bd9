"""Heze 2023 and 2024, read against a list of every number promised, checked by hand line by line against the text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from duban.asking.query import ask
from duban.settings import Settings

GOLDEN = Path(__file__).with_name("heze_2023_measures.csv")


def rows(heze: Settings, sql: str) -> list[tuple[Any, ...]]:
    return ask(heze.published, sql).rows


def _golden() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


@pytest.fixture(scope="module")
def read(heze: Settings) -> dict[tuple[str, int], tuple[Any, ...]]:
    found = rows(
        heze,
        "select target_no, measure_no, measure_text, operator, target_value, measure_unit_text, reported_value, "
        "other_value, is_forecast, attainment_class from marts.fct_target_measure "
        "where jurisdiction_name = '菏泽市' and report_year = 2023",
    )
    return {(target_no, measure_no): tuple(rest) for target_no, measure_no, *rest in found}


def test_the_golden_list_covers_every_target_and_no_more(
    read: dict[tuple[str, int], tuple[Any, ...]],
) -> None:
    assert set(read) == {(line["target_no"], int(line["measure_no"])) for line in _golden()}


@pytest.mark.parametrize("line", _golden(), ids=lambda line: f"{line['target_no']}.{line['measure_no']}")
def test_every_measure_is_read_as_a_careful_person_reads_it(
    read: dict[tuple[str, int], tuple[Any, ...]], line: dict[str, str]
) -> None:
    assert read[line["target_no"], int(line["measure_no"])] == (
        line["measure_text"] or None,
        line["operator"] or None,
        _number(line["target_value"]),
        line["measure_unit_text"] or None,
        _number(line["reported_value"]),
        _number(line["other_value"]),
        line["is_forecast"] == "true",
        line["attainment_class"],
    )


def test_places_point_at_the_numbers(heze: Settings) -> None:
    found = rows(
        heze,
        """
        select
            substr(target_text, target_start_pos, target_end_pos - target_start_pos + 1),
            substr(progress_text, reported_start_pos, reported_end_pos - reported_start_pos + 1)
        from marts.fct_target_measure as measures
        inner join marts.dim_target as targets on targets.target_id = measures.target_id
        left join intermediate.int_target_progress as progress
            on progress.target_id = measures.target_id and progress.progress_no = measures.progress_no
        where measures.jurisdiction_name = '菏泽市' and measures.report_year = 2023
            and measures.target_no in ('45', '48', '71', '79')
        order by measures.target_no, measures.measure_no
        """,
    )
    assert found == [
        ("3000", "3130"),
        ("20", "20.82"),
        ("100", "256"),
        ("500", "1210"),
        ("183.5", "183.5"),
    ]


def test_the_parts_of_target_45_make_its_whole(heze: Settings) -> None:
    found = rows(
        heze,
        "select whole_value, part_count, parts_sum, is_sum_right from intermediate.int_reported_parts "
        "inner join marts.dim_target using (target_id) where target_no = '45' and report_year = 2023",
    )
    assert found == [(3130.0, 3, 3130.0, True)]


def test_heze_2024_is_read_from_compiled_facts(heze: Settings) -> None:
    found = rows(
        heze,
        "select target_no, target_value, reported_value, is_forecast, attainment_class from marts.fct_target_measure "
        "where jurisdiction_name = '菏泽市' and report_year = 2024 and is_compiled order by target_no::integer",
    )
    assert found == [
        ("1", 5.5, 6.3, True, "exceeded"),
        ("2", 4.5, 4.0, False, "short"),
        ("3", 5.5, 6.5, False, "exceeded"),
        ("4", 7.0, 7.0, False, "met"),
        ("5", 7.0, 8.8, False, "exceeded"),
        ("6", 6.0, 6.5, False, "met"),
        ("7", 65000.0, None, False, "unanswered"),
        ("8", 100.0, None, False, "unanswered"),
        ("9", 100.0, None, False, "unanswered"),
        ("10", 86.0, None, False, "unanswered"),
    ]


def test_the_ratchet_of_industrial_value_added(heze: Settings) -> None:
    """6% -> 12.3%, then 7% -> 8.8%, although one year writes 规上."""
    found = rows(
        heze,
        "select from_target_value, from_reported_value, to_target_value, to_reported_value, ratchet_change, "
        "has_new_concept, "
        "has_compiled_side from marts.mart_yoy_measure where measure_key = '规模以上工业增加值' and to_year = 2024",
    )
    assert found == [(6.0, 12.3, 7.0, 8.8, -5.3, False, True)]


def test_the_same_hundred_high_tech_firms_unanswered_the_second_time(
    heze: Settings,
) -> None:
    found = rows(
        heze,
        "select from_target_no, to_target_no, from_target_value, from_reported_value, to_target_value, "
        "to_attainment_class "
        "from marts.mart_yoy_measure where measure_key = '高新技术企业' and to_year = 2024",
    )
    assert found == [("71", "8", 100.0, 256.0, 100.0, "unanswered")]


def test_claims_of_heze_that_are_not_borne_out(heze: Settings) -> None:
    found = rows(
        heze,
        "select target_no, reason from marts.mart_claim_audit "
        "where jurisdiction_name = '菏泽市' and report_year = 2023 and severity <> 'low' group by all order by 1, 2",
    )
    assert found == [
        ("44", "unanswered"),
        ("51", "forecast_only"),
        ("58", "unanswered"),
        ("67", "not_comparable"),
    ]
