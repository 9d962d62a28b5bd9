"""Rows between bars that slid left below a covered number and covered units: put back where their texts prove it."""

from __future__ import annotations

import pytest

from duban.landing.limits import Limits
from duban.landing.reader import Reader, Source
from duban.landing.readers.text import markdown, plain_text

# shape after http://www.linan.gov.cn/art/2022/11/3/art_1229299207_4099657.html
ROWS = """序号 | 项目内容 | 进展情况 | 责任单位 |
1 | 建成笼式球场5座。 | 已建成4座,在建1座。 | 体育局 |
2 | 栽种乔木9千株。 | 已栽种7200株。 | 林业局 |
修复湿地30亩。 | 已修复36亩。 | ||
3 | 发放借书证2万张。 | 已发放1.5万张。 | 文旅局 |
4 | 更换路灯700盏。 | 已更换"""


@pytest.mark.parametrize("reader", [markdown.READER, plain_text.READER], ids=["markdown", "text"])
@pytest.mark.parametrize(
    "above", ["", "索引号 | 00417 | 公开方式 | 主动公开 |\n某县实事进展 |\n"], ids=["", "page above"]
)
def test_what_covers_a_row_of_sentences_is_known(reader: Reader, above: str) -> None:
    grid = reader.read(Source("x.md", f"{above}{ROWS}".encode()), Limits()).grids[-1]
    at = next(at for at, row in enumerate(grid.rows) if row[0] == "序号")
    assert grid.span_is_known
    assert grid.spans == {(at + 3, 1): (2, 1), (at + 3, 4): (2, 1)}
    assert grid.rows[at + 2 : at + 4] == [
        ["2", "栽种乔木9千株。", "已栽种7200株。", "林业局"],
        [None, "修复湿地30亩。", "已修复36亩。", None],
    ]
    assert grid.rows[-1] == ["4", "更换路灯700盏。", "已更换", ""]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("修复湿地30亩。 | 已修复36亩。 | ||", "已修复36亩。 | |||", id="one cell"),
        pytest.param("已修复36亩。 | ||", "环保局 | ||", id="a name among the texts"),
        pytest.param("| 文旅局", "| 文旅局。", id="a sentence among the names"),
        pytest.param("3 | 发放", "7 | 发放", id="numbers that do not count up"),
        pytest.param("修复湿地30亩。 | 已修复36亩。 | ||\n", "", id="no row that slid"),
    ],
)
def test_rows_of_which_one_says_otherwise_are_left_as_printed(printed: str, replaced: str) -> None:
    text = ROWS.replace(printed, replaced)
    assert text != ROWS
    grid = markdown.READER.read(Source("x.md", text.encode()), Limits()).grids[0]
    assert not grid.span_is_known and not grid.spans
