"""What one document of a place shows clearly helps the place's other documents, and only where they are in doubt."""

from __future__ import annotations

import duckdb
import pytest

from tests.blocks.conftest import Blocks, Build, Drawn, assigned

# Row 3 stands between 2 and 3 and nothing on it shows which: its progress says nothing and its deadline is everyone's.
# Nor does this document know its bureau.
LOSSY = """
1 | 赵一 | 提升全民健身水平 | 年底 | 已完成。 | 县体育局
2 | 赵一 | 新招聘教师300名 | 年底 | 正在推进。 | 县教育局
  |      |                  | 年底 | 按计划推进。 | 县审计局
3 | 钱二 | 改造农村公路     | 年底 | 已完成。 | 县交通局
  |      |                  | 年底 | 正在推进。 | 县财政局
4 | 孙三 | 新建充电桩       | 年底 | 已完成。 | 县供电公司
5 | 孙三 | 新建口袋公园     | 年底 | 已完成。 | 县城管局
"""
# Another year of the same place, its merges kept: the audit office answers to {audit}.
CLEAR = """
1 | {audit} | 审计重点项目     | 年底 | 已完成。 | 县审计局
2 | {audit} | 清理政府债务     | 年底 | 已完成。 | 县审计局
  |         |                  | 年底 | 已完成。 | 县财政局
3 | {audit} | 规范工程招标     | 年底 | 已完成。 | 县审计局
4 | {other} | 办好实事项目     | 年底 | 已完成。 | 县民政局
5 | {other} | 建设养老院       | 年底 | 已完成。 | 县民政局
6 | {audit} | 压减一般支出     | 年底 | 已完成。 | 县审计局
"""
SPANS = (("target_no", 2, 3), ("target", 2, 3), ("leader", 2, 3))
ROW = 3


def clear(audit: str, other: str, place: str = "某县", year: int = 2022) -> Drawn:
    return Drawn(CLEAR.format(audit=audit, other=other), SPANS, span_is_known=True, place=place, year=year)


def belongs_to(blocks: Blocks, number: str) -> float:
    """How probable the models hold it that the doubtful row is of that target (2 or 3)."""
    chosen, _, confidence, _ = blocks[ROW]
    return confidence if chosen == number else 1 - confidence


def of_two_and_three(con: duckdb.DuckDBPyConnection) -> tuple[float, float]:
    blocks = assigned(con)
    return belongs_to(blocks, "2"), belongs_to(blocks, "3")


@pytest.mark.parametrize(
    ("audit", "other", "right"),
    [
        pytest.param("赵一", "钱二", 0, id="of the leader above"),
        pytest.param("钱二", "赵一", 1, id="of the leader below"),
    ],
)
def test_a_clear_year_settles_a_doubtful_row_of_another(build: Build, audit: str, other: str, right: int) -> None:
    alone = of_two_and_three(build(LOSSY))
    helped_con = build(LOSSY, others={"clear": clear(audit, other)})
    helped = of_two_and_three(helped_con)
    assert helped[right] > alone[right] + 0.05
    assert assigned(helped_con)[ROW][0] == ("2", "3")[right]


def test_the_bureau_decides_which_target_the_row_is_given(build: Build) -> None:
    above = assigned(build(LOSSY, others={"clear": clear("赵一", "钱二")}))[ROW][0]
    below = assigned(build(LOSSY, others={"clear": clear("钱二", "赵一")}))[ROW][0]
    assert (above, below) == ("2", "3")


def test_another_place_teaches_nothing(build: Build) -> None:
    elsewhere = clear("钱二", "赵一", place="他县")
    assert assigned(build(LOSSY, others={"clear": elsewhere})) == assigned(build(LOSSY))


def test_a_later_document_changes_only_rows_in_doubt(build: Build) -> None:
    alone = assigned(build(LOSSY))
    helped = assigned(build(LOSSY, others={"clear": clear("钱二", "赵一", year=2024)}))
    sure = [row for row, (_, method, confidence, _) in alone.items() if method == "single" and confidence == 1]
    assert sure
    assert [helped[row][:3] for row in sure] == [alone[row][:3] for row in sure]
    assert helped[ROW] != alone[ROW]


def test_a_later_document_never_touches_one_that_kept_its_spans(build: Build) -> None:
    kept = clear("赵一", "钱二")
    alone = build(kept.drawing, spans=SPANS, span_is_known=True)
    # All that is learnt later says otherwise: other leaders over the same bureaus, in both kinds of document.
    later = build(
        kept.drawing,
        spans=SPANS,
        span_is_known=True,
        others={"lossy": Drawn(LOSSY, year=2024), "clear": clear("钱二", "赵一", year=2025)},
    )
    assert assigned(later) == assigned(alone)
    assert {(method, confidence, flagged) for _, method, confidence, flagged in assigned(later).values()} == {
        ("span", 1.0, False)
    }
