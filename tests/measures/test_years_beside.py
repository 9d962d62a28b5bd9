"""Year beside year: measures, leaders and bureaus, and what the change between two reports looks like."""

from __future__ import annotations

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.measures.targets import Target, build

TARGETS = [
    Target(
        "甲市",
        2021,
        1,
        "新建公园5个",
        ("新建公园9个",),
        units=("市城管局",),
        leaders=("沈某",),
    ),
    Target(
        "甲市",
        2022,
        1,
        "新建公园6个",
        ("新建公园6个",),
        units=("市城管局",),
        leaders=("陆某",),
    ),
    Target(
        "甲市",
        2021,
        2,
        "固定资产投资增长8%",
        ("固定资产投资增长9%",),
        units=("市发改委",),
        leaders=("沈某",),
    ),
    Target(
        "甲市",
        2022,
        2,
        "完成固定资产投资120亿元",
        ("完成固定资产投资131亿元",),
        units=("市发改委",),
        leaders=("沈某",),
    ),
    Target(
        "甲市",
        2021,
        3,
        "培训农民1000人",
        ("培训农民1100人",),
        units=("市农业局",),
        leaders=("陆某",),
    ),
    Target(
        "甲市",
        2022,
        3,
        "培训农民1500人次",
        ("培训农民1600人次",),
        units=("市农业农村局",),
        leaders=("陆某",),
    ),
    Target(
        "甲市",
        2021,
        4,
        "新建公厕20座,改造步道12公里",
        ("新建公厕20座,改造步道11公里",),
        units=("市城管局",),
        leaders=("陆某",),
    ),
    Target(
        "甲市",
        2022,
        4,
        "新建公厕25座",
        ("新建公厕21座",),
        units=("市城管局",),
        leaders=("陆某",),
    ),
    Target(
        "甲市",
        2022,
        5,
        "改造步道15公里",
        ("改造步道15公里",),
        units=("市住建局",),
        leaders=("贺某",),
    ),
    Target(
        "甲市",
        2021,
        6,
        "办好民生实事",
        ("已完成",),
        units=("市民政局",),
        leaders=("苏某",),
    ),
]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    marts = ("mart_yoy_target", "mart_yoy_measure", "mart_yoy_leader", "mart_yoy_unit")
    return build(
        TARGETS,
        [f"marts.{mart}" for mart in marts],
        successors={"市农业局": "市农业农村局"},
    )


def test_a_measure_beside_its_last_year(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select from_target_value, from_reported_value, to_target_value, to_reported_value, target_change, "
        "target_change_share, "
        "reported_change, ratchet_change from marts.mart_yoy_measure where measure_key = '公园'"
    ).fetchall()
    assert found == [(5.0, 9.0, 6.0, 6.0, 1.0, 0.2, -3.0, -3.0)]


@pytest.mark.parametrize(
    ("key", "new_concept", "new_unit"),
    [("固定资产投资", True, True), ("培训农民", False, True), ("公园", False, False)],
    ids=["growth_becomes_level", "people_become_visits", "unchanged"],
)
def test_a_changed_concept_or_unit_is_marked_and_not_subtracted(
    con: duckdb.DuckDBPyConnection, key: str, new_concept: bool, new_unit: bool
) -> None:
    found = con.execute(
        "select has_new_concept, has_new_measure_unit, target_change is null from marts.mart_yoy_measure where "
        "measure_key = ?",
        [key],
    ).fetchall()
    assert found == [(new_concept, new_unit, new_concept or new_unit)]


def test_each_part_of_a_split_target_keeps_its_own_measure(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = con.execute(
        "select measure_key, to_target_no, from_target_value, to_target_value from marts.mart_yoy_measure "
        "where match_kind = 'split' order by to_target_no"
    ).fetchall()
    assert found == [("公厕", "4", 20.0, 25.0), ("改造步道", "5", 12.0, 15.0)]


def test_a_leader_beside_the_year_before(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select leader_name, target_count, prior_target_count, taken_over_target_count, dropped_target_count, "
        "is_new, is_gone "
        "from marts.mart_yoy_leader where report_year = 2022 order by leader_name"
    ).fetchall()
    assert found == [
        ("沈某", 1, 2, 0, 0, False, False),
        ("苏某", 0, 1, 0, 1, False, True),
        ("贺某", 1, None, 1, 0, True, False),
        ("陆某", 3, 2, 1, 0, False, False),
    ]


def test_a_renamed_bureau_is_not_new(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select report_year, unit_name, target_count, prior_target_count, is_new, is_gone from marts.mart_yoy_unit "
        "where unit_name like '市农业%' order by report_year"
    ).fetchall()
    assert found == [
        (2021, "市农业农村局", 1, None, False, False),
        (2022, "市农业农村局", 1, 1, False, False),
    ]


def test_shares_met_and_claimed(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select measure_count, met_count, met_share, claimed_share from marts.mart_yoy_unit where unit_name = "
        "'市城管局' and report_year = 2022"
    ).fetchall()
    assert found == [(2, 1, 0.5, 1.0)]


def test_a_target_row_has_both_texts(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select match_kind, from_target_text, to_target_text from marts.mart_yoy_target where match_kind in "
        "('dropped', 'raised') order by 1"
    ).fetchall()
    assert found == [
        ("dropped", "办好民生实事", None),
        ("raised", "新建公园5个", "新建公园6个"),
    ]


def test_what_is_counted_by_its_verb_alone_goes_on_only_as_that() -> None:
    """植树造林3万亩 and 培训5000人次 have no noun; that made them one target, and 公园 of the 30,000亩."""
    targets = [
        Target("甲山市", 2021, 1, "植树造林3万亩"),
        Target("甲山市", 2022, 1, "开展培训5000人次"),
        Target("乙山市", 2021, 1, "新建公园5个,植树造林3万亩", ("新建公园5个,植树造林3.2万亩",)),
        Target("乙山市", 2022, 1, "新建公园6个"),
        Target("乙山市", 2022, 2, "植树造林4万亩"),
    ]
    con = build(targets, ["marts.fct_target_match", "marts.mart_yoy_measure"])
    kinds = "select match_kind from marts.fct_target_match where jurisdiction_name = ? order by all"
    assert con.execute(kinds, ["甲山市"]).fetchall() == [("dropped",), ("new",)]
    assert con.execute(kinds, ["乙山市"]).fetchall() == [("split",), ("split",)]
    nouns = con.execute(
        "select measure_key, reported_value from marts.fct_target_measure "
        "where jurisdiction_name = '乙山市' and report_year = 2021 order by measure_no"
    )
    assert nouns.fetchall() == [("公园", 5.0), ("造林", 32000.0)]


def test_over_achievement_keeps_levels_and_growths_apart() -> None:
    targets = [
        Target("辛川市", 2021, 1, "旅游收入100亿元、增长10%", ("旅游收入180亿元、增长16%",)),
        Target("辛川市", 2022, 1, "旅游收入150亿元、增长12%", ("旅游收入160亿元、增长13%",)),
    ]
    con = build(targets, ["marts.mart_yoy_measure"])
    con.execute("set variable place = null")
    con.execute("set variable year = 2021")
    question = (PROJECT / "sql" / "analyses" / "over_achievement.sql").read_text("utf8")
    found = con.execute(f"select target_value, next_target_value, ratchet_ratio from ({question})").fetchall()
    assert sorted(found) == [(10.0, 12.0, 0.75), (10000000000.0, 15000000000.0, 0.83)]
