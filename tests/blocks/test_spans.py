"""Where merges are known nothing is inferred: the block is what the merged number covers."""

from __future__ import annotations

from tests.blocks.conftest import Build, assigned, numbers

MERGED = """
1 | 赵一 | 提升全民健身水平 | 年底 | 改造农村公路112公里。 | 县交通局
  |      |                  | 年底 | 改造农村公路112公里。 | 县交通局
2 | 赵一 | 改造农村公路     | 年底 | 举办赛事30场。 | 县体育局
"""


def test_a_block_is_its_span_whatever_the_texts_say(build: Build) -> None:
    con = build(MERGED, span_is_known=True, spans=(("target_no", 1, 2), ("target", 1, 2)))
    assert numbers(con) == ["1", "1", "2"]
    assert {row[1:] for row in assigned(con).values()} == {("span", 1.0, False)}


def test_a_value_repeated_on_every_row_is_one_block(build: Build) -> None:
    drawing = """
    1 | 赵一 | 提升全民健身水平 | 年底 | 举办赛事30场。 | 县体育局
    1 | 赵一 | 提升全民健身水平 | 年底 | 开放场馆。 | 县教育局
    2 | 赵一 | 改造农村公路     | 年底 | 改造公路112公里。 | 县交通局
    """
    con = build(drawing, span_is_known=True)
    assert numbers(con) == ["1", "1", "2"]
    assert con.execute("select count(*) from intermediate.int_blocks").fetchone() == (2,)
