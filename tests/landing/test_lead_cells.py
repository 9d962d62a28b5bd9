"""Rows between bars that slid left below merged first cells: put back where their numbers prove it, else left alone."""

from __future__ import annotations

import pytest

from duban.landing.grid import Grid
from duban.landing.limits import Limits
from duban.landing.reader import Reader, Source
from duban.landing.readers.text import markdown, plain_text

# shape after https://hbdiao.com/www/zfwgk/zc/qtzdgkt/202207/t20220728_753231
ROWS = """工作任务 | 具体要求 | 责任单位 | 时限 | ||
一、建好队伍。 | (一)抓好培训。 | 1 | 举办业务培训班3期。 | 区人社局 | 年底前 |
2 | 编印办事手册并发放到各站点。 | 区政务中心 | 6月底前 | ||
(二)选好干部。 | 3 | 公开招聘社工5名。 | 区民政局 | 9月底前 | |
4 | 建立考核档案。 | 区委组织部 |"""


@pytest.mark.parametrize("reader", [markdown.READER, plain_text.READER], ids=["markdown", "text"])
def test_merged_cells_before_the_numbers_cover_the_rows_that_slid_left(reader: Reader) -> None:
    (grid,) = reader.read(Source("x.md", f"某区任务清单\n{ROWS}".encode()), Limits()).grids
    assert grid.span_is_known
    assert grid.spans == {(1, 1): (1, 3), (2, 1): (4, 1), (2, 2): (2, 1), (4, 2): (2, 1)}
    assert [row[2:4] for row in grid.rows] == [
        [None, "具体要求"],
        ["1", "举办业务培训班3期。"],
        ["2", "编印办事手册并发放到各站点。"],
        ["3", "公开招聘社工5名。"],
        ["4", "建立考核档案。"],
    ]
    assert grid.rows[3] == [None, "(二)选好干部。", "3", "公开招聘社工5名。", "区民政局", "9月底前"]


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("2 | 编印", "6 | 编印", id="numbers that do not count up"),
        pytest.param(" | 区民政局 | 9月底前 | |", " | 9月底前 | | |", id="a row that lacks a cell behind its number"),
        pytest.param("工作任务 | ", "类别 | 事项 | 序号 | ", id="a header as wide as the rows"),
    ],
)
def test_rows_that_are_not_in_step_are_left_as_printed(printed: str, replaced: str) -> None:
    text = ROWS.replace(printed, replaced)
    assert text != ROWS
    grid: Grid = markdown.READER.read(Source("x.md", text.encode()), Limits()).grids[0]
    assert not grid.span_is_known and not grid.spans


def test_a_header_alone_is_left_as_printed() -> None:
    (grid,) = markdown.READER.read(Source("x.md", "|序号|│任务".encode()), Limits()).grids
    assert grid.rows == [["序号", "│任务"]]
