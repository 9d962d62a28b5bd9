"""Targets are followed from one report of a place to the next."""

from __future__ import annotations

import pytest

from tests.measures.targets import Target, build

Pairs = set[tuple[int | None, int | None, str]]

# (targets of 2022, targets of 2023, pairs as (number of 2022, number of 2023, kind))
CASES: dict[str, tuple[dict[int, str], dict[int, str], Pairs]] = {
    "same_text": (
        {1: "完善社会治安防控体系"},
        {7: "完善社会治安防控体系"},
        {(1, 7, "same")},
    ),
    "same_but_for_signs": (
        {1: "完善“网格化”治理,提升 效能"},
        {1: "完善“网格化”治理,提升效能"},
        {(1, 1, "same")},
    ),
    "raised": ({1: "新建停车泊位500个"}, {1: "新建停车泊位600个"}, {(1, 1, "raised")}),
    "raised_under_another_verb": (
        {1: "新建停车泊位500个"},
        {1: "建成停车泊位600个以上"},
        {(1, 1, "raised")},
    ),
    "lowered_growth": (
        {1: "固定资产投资增长8%左右"},
        {1: "固定资产投资增长6%左右"},
        {(1, 1, "lowered")},
    ),
    "harder_is_raised": (
        {1: "城镇登记失业率控制在4.5%以内"},
        {1: "城镇登记失业率控制在4.2%以内"},
        {(1, 1, "raised")},
    ),
    "easier_is_lowered": (
        {1: "PM2.5年均浓度控制在38微克/立方米以内"},
        {1: "PM2.5年均浓度控制在40微克/立方米以内"},
        {(1, 1, "lowered")},
    ),
    "reworded_slogan": (
        {1: "聚焦高质量发展,新增绿色工厂6家"},
        {1: "锚定年度目标,新增绿色工厂6家"},
        {(1, 1, "reworded")},
    ),
    "reworded_without_numbers": (
        {1: "健全守信激励和失信惩戒制度"},
        {1: "健全完善守信激励和失信惩戒机制"},
        {(1, 1, "reworded")},
    ),
    "synonym": (
        {1: "新增规上工业企业30家"},
        {1: "新增规模以上工业企业35家"},
        {(1, 1, "raised")},
    ),
    "split": (
        {1: "新增绿色食品认证产品16个,新增高新技术企业55家以上"},
        {1: "新增绿色食品认证产品16个", 2: "新增高新技术企业55家以上"},
        {(1, 1, "split"), (1, 2, "split")},
    ),
    "split_with_numbers_moved": (
        {1: "新建公园3个,改造公厕20座"},
        {4: "新建公园5个", 5: "改造公厕25座"},
        {(1, 4, "split"), (1, 5, "split")},
    ),
    "split_without_numbers": (
        {1: "深化放管服改革,推进县域医共体建设"},
        {1: "深化放管服改革", 2: "推进县域医共体建设"},
        {(1, 1, "split"), (1, 2, "split")},
    ),
    "merged": (
        {1: "新建公园3个", 2: "改造公厕20座"},
        {1: "新建公园3个,改造公厕20座"},
        {(1, 1, "merged"), (2, 1, "merged")},
    ),
    "merged_three": (
        {1: "新建公园3个", 2: "改造公厕20座", 3: "新建步道12公里"},
        {1: "新建公园3个,改造公厕20座,新建步道12公里"},
        {(1, 1, "merged"), (2, 1, "merged"), (3, 1, "merged")},
    ),
    "one_measure_dropped": (
        {1: "新建公园3个,改造公厕20座"},
        {1: "新建公园3个"},
        {(1, 1, "reworded")},
    ),
    "new_and_dropped": (
        {1: "新建充电桩300个"},
        {1: "新招聘中小学教师200名"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "shared_slogan_is_no_match": (
        {1: "深入实施创新驱动发展战略,新建充电桩300个"},
        {1: "深入实施创新驱动发展战略,新招聘中小学教师200名"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "alike_names_are_two_targets": (
        {1: "统筹抓好国家卫生城市创建"},
        {1: "统筹抓好国家食品安全示范城市创建"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "growth_and_level_are_two_measures": (
        {1: "固定资产投资增长8%"},
        {1: "完成固定资产投资120亿元"},
        {(1, 1, "reworded")},
    ),
    "twins_go_by_number": (
        {1: "完成省下达任务", 2: "完成省下达任务"},
        {1: "完成省下达任务", 2: "完成省下达任务"},
        {(1, 1, "same"), (2, 2, "same")},
    ),
    "best_of_two": (
        {1: "新增高新技术企业20家", 2: "新增国家级高新技术企业研发中心5家"},
        {1: "新增国家级高新技术企业研发中心6家", 2: "新增高新技术企业25家"},
        {(1, 2, "raised"), (2, 1, "raised")},
    ),
}


@pytest.fixture(scope="module")
def matches() -> dict[str, list[tuple[int | None, int | None, str]]]:
    """Every case in one build: a case is a place."""
    targets = [
        Target(place, year, number, text)
        for place, (former, latter, _) in CASES.items()
        for year, texts in ((2022, former), (2023, latter))
        for number, text in texts.items()
    ]
    found: dict[str, list[tuple[int | None, int | None, str]]] = {place: [] for place in CASES}
    for place, former_no, latter_no, kind in (
        build(targets, ["marts.fct_target_match"])
        .execute(
            "select jurisdiction_name, try_cast(from_target_no as integer), try_cast(to_target_no as integer), "
            "match_kind "
            "from marts.fct_target_match"
        )
        .fetchall()
    ):
        found[place].append((former_no, latter_no, kind))
    return found


@pytest.mark.parametrize("case", CASES)
def test_follows_a_target(matches: dict[str, list[tuple[int | None, int | None, str]]], case: str) -> None:
    expected = CASES[case][2]
    assert set(matches[case]) == expected
    assert len(matches[case]) == len(expected)


def test_neighbouring_reports_may_be_years_apart() -> None:
    targets = [Target("试验市", year, 1, f"新建停车泊位{n}个") for year, n in ((2019, 100), (2022, 120), (2023, 110))]
    found = build(targets, ["marts.fct_target_match"]).execute(
        "select from_year, to_year, match_kind from marts.fct_target_match order by from_year"
    )
    assert found.fetchall() == [(2019, 2022, "raised"), (2022, 2023, "lowered")]


def test_places_are_kept_apart() -> None:
    targets = [Target(place, year, 1, "完善社会治安防控体系") for place, year in (("甲县", 2022), ("乙县", 2023))]
    found = build(targets, ["marts.fct_target_match"]).execute("select count(*) from marts.fct_target_match")
    assert found.fetchone() == (0,)


def test_says_who_took_over() -> None:
    targets = [
        Target("试验市", 2022, 1, "整治违法用地", units=("市国土局",), leaders=("甲某",)),
        Target(
            "试验市",
            2023,
            1,
            "整治违法用地",
            units=("市自然资源和规划局",),
            leaders=("甲某",),
        ),
        Target("试验市", 2022, 2, "办好民生实事", units=("市民政局",), leaders=("甲某",)),
        Target("试验市", 2023, 2, "办好民生实事", units=("市财政局",), leaders=("乙某",)),
        Target("试验市", 2022, 3, "推进全民健身", units=("市体育局",), leaders=("甲某",)),
        Target(
            "试验市",
            2023,
            3,
            "推进全民健身",
            units=("市体育局", "市教育局"),
            leaders=("甲某", "丙某"),
        ),
    ]
    found = build(
        targets,
        ["marts.fct_target_match"],
        successors={"市国土局": "市自然资源和规划局"},
    ).execute(
        "select to_target_no, has_new_unit, has_moved_unit, has_new_leader from marts.fct_target_match order by 1"
    )
    assert found.fetchall() == [
        ("1", False, False, False),
        ("2", True, True, True),
        ("3", True, False, True),
    ]


def test_a_compiled_report_proves_no_target_dropped() -> None:
    targets = [
        Target("试验市", 2022, 1, "新建停车泊位500个"),
        Target("试验市", 2022, 2, "办好民生实事"),
        Target("试验市", 2023, 1, "新建停车泊位600个", is_compiled=True),
    ]
    found = build(targets, ["marts.fct_target_match"]).execute(
        "select from_target_no, match_kind, has_compiled_side, confidence < 0.5 from marts.fct_target_match order by 1"
    )
    assert found.fetchall() == [
        ("1", "raised", True, False),
        ("2", "not_told", True, True),
    ]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (("1", "2", "reworded"), {("1", "2", "reworded"), (None, "1", "new"), ("2", None, "dropped")}),
        (("1", "1", "not"), {("1", None, "dropped"), (None, "1", "new"), ("2", "2", "same")}),
        (("1", None, "dropped"), {("1", None, "dropped"), (None, "1", "new"), ("2", "2", "same")}),
        (("2", "2", "raised"), {("1", "1", "raised"), ("2", "2", "raised")}),
    ],
    ids=["another_pair", "not_this_pair", "dropped", "another_kind"],
)
def test_a_person_decides(
    decision: tuple[str, str | None, str], expected: set[tuple[str | None, str | None, str]]
) -> None:
    targets = [
        Target("试验市", 2022, 1, "新建公园5个"),
        Target("试验市", 2022, 2, "办好民生实事"),
        Target("试验市", 2023, 1, "新建公园6个"),
        Target("试验市", 2023, 2, "办好民生实事"),
    ]
    former, latter, kind = decision
    decided = ("试验市", "2022", former, "2023", latter, kind, "审核人", "looked at both texts")
    found = (
        build(targets, ["marts.fct_target_match"], decisions=[decided])
        .execute("select from_target_no, to_target_no, match_kind from marts.fct_target_match")
        .fetchall()
    )
    assert set(found) == expected
