"""Rows between bars that a copy broke over lines: put together where their numbers and the header's words prove it."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text import plain_text

# shape after http://honglinkj.com/yylq/21487/21498/21517/content_1581009.html
HEADER_TORN = """某区2035年1-9月实事完成情况 | |||||||
序号 | 项目名称 | 责任单位 | 目标 | 1- 9月 完成情况 |
完成率 | 备注 | |
1 | 建设口袋公园 | 区园林局 | 8处 | 6处 | 75% | ||
2 | 更换井盖 | 区城管局 | 900个 | 910个 | 101% | ||
3 | 提高低保标准 | 区民政局 | 不低于每月700元 | 100% | 已为每月720元。 | ||
4 | 新增车位 | 区住建局 | 300个 | 290个 | 97% | 两处在验收。 | |
5 | 铺设雨"""
# shape after http://www.xuanhan.gov.cn/xxgk-show-67291.html
BLANKS_TORN = """序号 | 乡镇 | 项目名称 | 建设内容 | 投资 (万元) | 配套(万元) | 完成时限 | 责任单位 | 备注 |
合计 | 90 | 90 |
| |||||
1 | 东镇 | 东镇供水工程 | 新建水厂1座 | 30 |
| 2035年9月 | 县水利局 |
|
2 | 西镇 | 西镇供水工程 | 铺设管网6公里 | 25 |
|
| 移民村 | |||
3 | 南乡 | 南乡供水工程 | 新建水池4口 | 20 |
|
|
| ||
4 | 北乡 | 北乡供水工程 | 新建水池2口 | 10 |
| ||
5 | 勘察费 | 勘察和设计 | 5 |
| / | / |"""


def read(text: str) -> ReadDocument:
    return plain_text.READER.read(Source("x.txt", text.encode()), Limits())


def test_a_header_of_two_lines_stands_over_its_rows() -> None:
    (grid,) = read(HEADER_TORN).grids
    assert grid.rows[0] == ["序号", "项目名称", "责任单位", "目标", "1-9月完成情况", "完成率", "备注"]
    assert grid.rows[1] == ["1", "建设口袋公园", "区园林局", "8处", "6处", "75%", ""]
    assert grid.rows[-1] == ["5", "铺设雨", "", "", "", "", ""]
    assert list(grid.row_places) == ["line 2", *(f"line {line_no}" for line_no in range(4, 9))]


def test_a_share_that_slid_left_stands_under_the_word_for_shares_again() -> None:
    (grid,) = read(HEADER_TORN).grids
    assert grid.rows[3][3:] == ["不低于每月700元", "", "100%", "已为每月720元。"]


def test_shares_that_are_goals_stay_where_they_are() -> None:
    text = HEADER_TORN.replace("6处 | 75%", "80% | 75%")
    (grid,) = read(text).grids
    assert grid.rows[3][3:] == ["不低于每月700元", "100%", "已为每月720元。", ""]


def test_rows_broken_at_blank_cells_are_put_together() -> None:
    document = read(BLANKS_TORN)
    (grid,) = document.grids
    assert grid.rows[1:] == [
        ["合计", "90", "90", "", "", "", "", "", ""],
        ["1", "东镇", "东镇供水工程", "新建水厂1座", "30", "", "2035年9月", "县水利局", ""],
        ["2", "西镇", "西镇供水工程", "铺设管网6公里", "25", "", "", "", "移民村"],
        ["3", "南乡", "南乡供水工程", "新建水池4口", "20", "", "", "", ""],
        ["4", "北乡", "北乡供水工程", "新建水池2口", "10", "", "", "", ""],
    ]
    assert [text.text for text in document.texts] == ["5 | 勘察费 | 勘察和设计 | 5 | / | /"]
    assert any("no certain place" in note.what for note in document.notes)


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("| 移民村 | |||", "| 县移民局 | |||", id="a unit that may be of another column"),
        pytest.param("2 | 西镇", "7 | 西镇", id="numbers that do not count up"),
        pytest.param("| 备注 |", "|", id="no word for remarks"),
    ],
)
def test_rows_whose_cells_have_no_certain_place_are_not_put_together(printed: str, replaced: str) -> None:
    text = BLANKS_TORN.replace(printed, replaced)
    assert text != BLANKS_TORN
    assert not any(grid.rows[0][0] == "序号" for grid in read(text).grids)


def test_a_header_over_rows_without_numbers_from_one_is_no_such_table() -> None:
    (grid,) = read(
        "序号 | 任务 | 单位 | 时限 |\n31 | 修路3公里 | 县交通局 | 年底 |\n32 | 架桥2座 | 县交通局 | 年底 |"
    ).grids
    assert [row[0] for row in grid.rows] == ["序号", "31", "32"]
