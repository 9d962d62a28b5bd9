"""Rows between bars that slid left below merged cells: put back where dates and names at their ends prove it."""

from __future__ import annotations

import pytest

from duban.landing.limits import Limits
from duban.landing.reader import Reader, Source
from duban.landing.readers.text import markdown, plain_text

# shape after http://www.zjxc.gov.cn/art/2021/5/6/art_1229656389_59006338.html
ROWS = """项目名称 | 工作任务 | 计划完成时间 | 牵头单位 |
1.绿道延伸项目 | 铺设环湖步道3公里; | 8月 | 园林局 |
2023.9 | 交投集团 | ||
栽种行道树900株; | 2023.5 | 林业局 | |
2.停车便民项目 | 新建停车楼2座。 | 10月底 | 住建局 |
计划12月投用第二座 | 城建集团 | ||
3.助餐服务项目 | 开办老年食堂6家。 | 11月 | 民政局 |
4.书香乡村项目 | 布点农家书屋8处。 | 1.2023年6月 2.2023年10月 | 文旅局 |
"""


@pytest.mark.parametrize("reader", [markdown.READER, plain_text.READER], ids=["markdown", "text"])
def test_a_short_row_ends_where_the_table_does(reader: Reader) -> None:
    grid = reader.read(Source("x.md", ROWS.encode()), Limits()).grids[0]
    assert grid.span_is_known
    assert grid.spans == {(2, 1): (3, 1), (5, 1): (2, 1), (2, 2): (2, 1), (5, 2): (2, 1)}
    assert grid.rows[2:4] == [
        [None, None, "2023.9", "交投集团"],
        [None, "栽种行道树900株;", "2023.5", "林业局"],
    ]


def test_a_cut_row_that_is_numbered_begins_with_the_first_column() -> None:
    grid = markdown.READER.read(Source("x.md", f"{ROWS}5.清洁取暖项目 | 改造锅".encode()), Limits()).grids[0]
    assert grid.span_is_known and grid.rows[-1] == ["5.清洁取暖项目", "改造锅", "", ""]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("2023.9 | 交投集团 | ||", "再铺设2公里; | 交投集团 | ||", id="a text where the date would be"),
        pytest.param("林业局 | |", "尽快栽完 | |", id="a text where the names would be"),
        pytest.param("2023.9 | 交投集团 | ||\n", "", id="rows with as many cells that are no plain dates"),
        pytest.param("| 10月底 | 住建局", "| 住建局 | 10月底", id="swapped columns"),
        pytest.param("4.书香", "书香", id="a cut row that nothing shows the begin of"),
    ],
)
def test_rows_of_which_one_says_otherwise_are_left_as_printed(printed: str, replaced: str) -> None:
    text = f"{ROWS}5.清洁取暖项目 | 改造锅".replace(printed, replaced)
    grid = markdown.READER.read(Source("x.md", text.encode()), Limits()).grids[0]
    assert not grid.span_is_known and not grid.spans
