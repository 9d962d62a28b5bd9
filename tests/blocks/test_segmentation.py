"""Rows of tables that lost their merges, put back under their numbers."""

from __future__ import annotations

import pytest

from tests.blocks.conftest import Build, assigned, numbers

# The rows 3 to 8 of a table as the Heze one prints them: a row above its number speaks of the target below it.
ABOVE = """
1 | 赵一 | 提升全民健身水平,举办体育赛事 | 年底 | 举办体育赛事30场,全民健身活动丰富。 | 县体育局
2 | 赵一 | 新招聘教师300名 | 年底 | 实际招聘教师313名。 | 县教育局
  |      | | 长期 | 制定两高项目退出清单,淘汰低端产能,未新增三高项目。 | 县发展改革委
3 | 赵一 | 严控两高项目,淘汰低端产能,严控三高项目 | 年底 | 配合完成两高项目核查。 | 县工信局
4 | 钱二 | 建设垃圾分类示范小区 | 年底 | 垃圾分类示范小区全部建成。 | 县城管局
5 | 钱二 | 改造农村公路100公里 | 年底 | 改造农村公路112公里。 | 县交通局
"""
# A converter that fills the first row: later rows were short in print.
FILLED = """
1 | 赵一 | 提升全民健身水平 | 年底 | 举办赛事30场。 | 县体育局
  |      |                  | 年底 | 已按计划推进。 | 县教育局
2 | 钱二 | 改造农村公路     | 年底 | 改造公路112公里。 | 县交通局
  |      |                  | 年底 | 正在推进。 | 县财政局
  |      |                  | 年底 | 已完成。 | 县审计局
3 | 孙三 | 新建充电桩       | 年底 | 新建充电桩50个。 | 县供电公司
"""
SECTIONS = """
--- 一、民生
1 | 赵一 | 提升全民健身水平 | 年底 | 举办赛事30场。 | 县体育局
  |      |                  | 年底 | 已按计划推进。 | 县教育局
--- 二、产业
  |      |                  | 年底 | 正在推进。 | 县财政局
2 | 钱二 | 改造农村公路     | 年底 | 改造公路112公里。 | 县交通局
"""
UNNUMBERED = """
  | 赵一 | 提升全民健身水平 | 年底 | 全民健身举办赛事30场。 | 县体育局
  | 钱二 | 改造农村公路     | 年底 | 改造农村公路112公里。 | 县交通局
  | 孙三 | 新建充电桩       | 年底 | 新建充电桩50个。 | 县供电公司
"""
LOST_NUMBER = """
1 | 赵一 | 提升全民健身水平 | 年底 | 全民健身举办赛事30场。 | 县体育局
2 | 赵一 | 新招聘教师300名 | 年底 | 招聘教师313名。 | 县教育局
  | 钱二 | 改造农村公路     | 年底 | 改造农村公路112公里。 | 县交通局
4 | 孙三 | 新建充电桩       | 年底 | 新建充电桩50个。 | 县供电公司
5 | 孙三 | 建设垃圾分类小区 | 年底 | 垃圾分类小区全部建成。 | 县城管局
6 | 孙三 | 培育专精特新企业 | 年底 | 培育专精特新企业9家。 | 县工信局
"""


@pytest.mark.parametrize(
    ("drawing", "realigned", "expected"),
    [
        pytest.param(ABOVE, (), ["1", "2", "3", "3", "4", "5"], id="a row above its number"),
        pytest.param(FILLED, (2, 4, 5), ["1", "1", "2", "2", "2", "3"], id="first rows filled"),
        pytest.param(SECTIONS, (), ["1", "1", "2", "2"], id="nothing merges across a section row"),
        pytest.param(UNNUMBERED, (), [None, None, None], id="a table without numbers"),
        pytest.param(LOST_NUMBER, (), ["1", "2", None, "4", "5", "6"], id="a lost number"),
    ],
)
def test_rows_come_under_their_numbers(
    build: Build, drawing: str, realigned: tuple[int, ...], expected: list[str | None]
) -> None:
    assert numbers(build(drawing, realigned=realigned)) == expected


def test_a_row_without_a_choice_is_single_and_sure(build: Build) -> None:
    for number, method, confidence, flagged in assigned(build(UNNUMBERED)).values():
        assert (number, method, confidence, flagged) == (None, "single", 1.0, False)


def test_every_unnumbered_target_is_a_block_of_its_own(build: Build) -> None:
    con = build(UNNUMBERED)
    assert con.execute("select count(*) from intermediate.int_blocks").fetchone() == (3,)


def test_the_evidence_is_given_in_words(build: Build) -> None:
    words = build(ABOVE).execute("select words_for_upper, words_for_lower from intermediate.int_row_doubts")
    assert words.fetchall() == [("", "its progress speaks of that target")]


def test_a_row_that_nothing_settles_is_flagged_with_both_sides(build: Build) -> None:
    con = build(ABOVE.replace("制定两高项目退出清单,淘汰低端产能,未新增三高项目。", "已按要求推进。"))
    assert assigned(con)[3][3]
    found = con.execute(
        "select review_reason, target_no, runner_up_target_no from intermediate.int_block_review "
        "where table_run_row_no = 3"
    ).fetchone()
    assert found is not None
    reason, chosen, runner_up = found
    assert "for 2: stands below that number" in reason
    assert "for 3: stands above that number" in reason
    assert {chosen, runner_up} == {"2", "3"}


def test_a_lost_number_is_flagged(build: Build) -> None:
    assert assigned(build(LOST_NUMBER))[3][3]


def test_confidences_are_probabilities_and_runner_ups_take_the_rest(build: Build) -> None:
    con = build(ABOVE)
    bad = con.execute(
        """
        select count(*) from intermediate.int_row_blocks
        where assignment_confidence not between 0.5 and 1
            or abs(runner_up_confidence + assignment_confidence - 1) > 1e-9
            or runner_up_block_no = block_no
        """
    ).fetchone()
    assert bad == (0,)


def test_probabilities_of_a_gaps_cuts_sum_to_one(build: Build) -> None:
    sums = build(ABOVE).execute(
        "select sum(probability) from intermediate.int_block_cut_posteriors group by document_id, table_run_no, gap_no"
    )
    assert all(total == pytest.approx(1) for (total,) in sums.fetchall())


def test_a_number_printed_again_on_the_next_page_is_one_block(build: Build) -> None:
    drawing = """
    1 | 赵一 | 提升全民健身水平 | 年底 | 全民健身举办赛事30场。 | 县体育局
    2 | 钱二 | 改造农村公路     | 年底 | 改造农村公路112公里。 | 县交通局
    2 | 钱二 | 改造农村公路     | 年底 | 农村公路养护到位。 | 县财政局
    3 | 孙三 | 新建充电桩       | 年底 | 新建充电桩50个。 | 县供电公司
    """
    con = build(drawing)
    assert numbers(con) == ["1", "2", "2", "3"]
    assert con.execute("select target_text from intermediate.int_blocks where target_no = '2'").fetchone() == (
        "改造农村公路",
    )


def test_a_target_text_split_over_rows_is_put_together(build: Build) -> None:
    drawing = """
    1 | 赵一 | 提升全民健身水平,举办体育赛 | 年底 | 举办赛事30场。 | 县体育局
      |      | ,事与活动         |      |                | 县教育局
    2 | 钱二 | 改造农村公路     | 年底 | 改造公路112公里。 | 县交通局
    """
    con = build(drawing)
    assert numbers(con) == ["1", "1", "2"]
    text = con.execute("select target_text from intermediate.int_blocks where target_no = '1'").fetchone()
    assert text == ("提升全民健身水平,举办体育赛,事与活动",)
