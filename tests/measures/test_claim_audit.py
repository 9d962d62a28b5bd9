"""A claim is audited against numbers and words: one row a reason."""

from __future__ import annotations

import pytest

from tests.measures.targets import Target, build

# (target, progress texts, status, reasons)
CASES: dict[str, tuple[str, tuple[str, ...], str | None, set[str]]] = {
    "borne_out": ("新建公园5个", ("新建公园6个",), "是", set()),
    "short": ("新建公园5个", ("新建公园4个",), "是", {"ratio_below_one"}),
    "short_within_tolerance": (
        "工业增加值增长6%左右",
        ("工业增加值增长5.9%",),
        "是",
        set(),
    ),
    "short_and_said_so": ("新建公园5个", ("新建公园4个",), "否", set()),
    "no_status_no_claim": ("新建公园5个", ("新建公园4个",), None, set()),
    "unanswered": ("新建公园5个", ("完善公园布局",), "是", {"unanswered"}),
    "nothing_reported": ("新建公园5个", (), "是", {"unanswered"}),
    "other_unit": (
        "引进高层次人才50名",
        ("实施高层次人才相关项目7项",),
        "是",
        {"not_comparable"},
    ),
    "forecast_number": (
        "新建公园5个",
        ("预计全年新建公园5个",),
        "是",
        {"forecast_only"},
    ),
    "forecast_words": (
        "完成省下达的节能任务",
        ("预计能够完成省下达的任务",),
        "是",
        {"forecast_only"},
    ),
    "under_way": ("推动园区扩区调区", ("扩区调区正在稳步推进",), "是", {"under_way"}),
    "under_way_but_number_met": (
        "新建公园5个",
        ("新建公园6个,正在推进绿化",),
        "是",
        set(),
    ),
    "parts_too_many": (
        "新招聘教师300名",
        ("实际招聘教师335名,其中高层次人才引进60名,公开招聘200名,安置公费师范生90名",),
        "是",
        {"parts_do_not_sum"},
    ),
    "parts_too_few": (
        "新招聘教师300名",
        ("实际招聘教师335名,其中高层次人才引进60名,公开招聘200名,安置公费师范生70名",),
        "是",
        {"parts_do_not_sum"},
    ),
    "parts_right": (
        "新招聘教师300名",
        ("实际招聘教师335名,其中高层次人才引进60名,公开招聘200名,安置公费师范生75名",),
        "是",
        set(),
    ),
    "one_part_is_a_selection": (
        "新登记市场主体2万户",
        ("市场主体存量16万户,其中新登记2.1万户",),
        "是",
        set(),
    ),
    "copied_a": (
        "建好口袋公园",
        ("各项任务已经按照计划全面落实到位",),
        "是",
        {"copied_progress"},
    ),
    "copied_b": (
        "建好公共厕所",
        ("各项任务已经按照计划全面落实到位",),
        "是",
        {"copied_progress"},
    ),
    "short_texts_are_alike_by_chance": ("办好实事", ("已完成",), "是", set()),
    "short_texts_are_alike_by_chance_too": ("办好大事", ("已完成",), "是", set()),
}


@pytest.fixture(scope="module")
def audited() -> dict[str, list[str]]:
    names = list(CASES)
    targets = [
        Target("试验市", 2023, number, text, progress, status)
        for number, (text, progress, status, _) in enumerate(CASES.values(), 1)
    ]
    found: dict[str, list[str]] = {name: [] for name in names}
    con = build(targets, ["marts.mart_claim_audit"])
    for number, reason in con.execute("select target_no::integer, reason from marts.mart_claim_audit").fetchall():
        found[names[number - 1]].append(reason)
    return found


@pytest.mark.parametrize("case", CASES)
def test_reasons(audited: dict[str, list[str]], case: str) -> None:
    assert sorted(audited[case]) == sorted(CASES[case][3])


def test_a_row_shows_both_texts_and_their_cells() -> None:
    con = build(
        [Target("试验市", 2023, 1, "新建公园5个", ("新建公园4个",))],
        ["marts.mart_claim_audit"],
    )
    found = con.execute(
        "select target_text, progress_text, target_source_place, progress_source_place, evidence_text, severity, "
        "reason_name from marts.mart_claim_audit"
    ).fetchall()
    assert found == [
        (
            "新建公园5个",
            "新建公园4个",
            "row 2",
            "row 2",
            "公园: 目标5个, 完成4个",
            "high",
            "完成值低于目标",
        )
    ]
