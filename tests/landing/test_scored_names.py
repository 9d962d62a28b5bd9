"""Indicators a cell a line, what each counts for behind its name: read where every line has a place."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after http://zxyzs.com/sichuan/zcsd/2016/36258.html
CELLS = """考核 项目|分值|目标值|考核单位|生态建设
造林面积|4|5.2|县林业局|县统计局
水质达标|3|按全市排位评定|县水利局
城区绿地|2
垃圾处理|2|96|社会事业
新增床位|5|410|县卫健局
新改建校舍|3|12|县教育局
体育场地|1|28"""
ROWS = [
    ["考核 项目", None, "分值", "目标值", "考核单位"],
    ["生态建设", "造林面积", "4", "5.2", "县林业局\n县统计局"],
    [None, "水质达标", "3", "按全市排位评定", "县水利局"],
    [None, "城区绿地", "2", None, None],
    [None, "垃圾处理", "2", "96", None],
    ["社会事业", "新增床位", "5", "410", "县卫健局"],
    [None, "新改建校舍", "3", "12", "县教育局"],
    [None, "体育场地", "1", "28", None],
]


def read(cells: str) -> ReadDocument:
    return READER.read(Source("x.txt", "\n".join(cells.replace("\n", "|").split("|")).encode()), Limits())


@pytest.mark.parametrize("below", ["", "|注:得分封顶|另行通知"], ids=["to the end", "lines below"])
def test_groups_blanks_and_units_are_in_their_columns(below: str) -> None:
    document = read(f"云河县2031年目标考核表|附表|{CELLS}{below}")
    (grid,) = document.grids
    assert grid.rows == ROWS
    assert grid.spans == {(1, 1): (1, 2), (2, 1): (4, 1), (6, 1): (3, 1)}
    assert [text.text for text in document.texts] == ["云河县2031年目标考核表", "附表", *below.split("|")[1:]]


def test_a_word_of_its_own_over_the_groups() -> None:
    (grid,) = read(CELLS.replace("考核 项目", "类别|考核项目", 1)).grids
    assert grid.rows == [["类别", "考核项目", "分值", "目标值", "考核单位"], *ROWS[1:]]
    assert grid.spans == {(2, 1): (4, 1), (6, 1): (3, 1)}


def test_without_groups_and_units() -> None:
    text = "\n".join(part for part in CELLS.replace("\n", "|").split("|") if part[0] != "县" and part[-2:] != "事业")
    (grid,) = read(text.replace("考核单位\n", "").replace("生态建设\n", "")).grids
    assert grid.rows == [[row[1] or "考核 项目", *row[2:4]] for row in ROWS]
    assert not grid.spans


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("|分值", "|数量", id="no word over the scores"),
        pytest.param("县水利局", "县水利局|由市复核|另行通知", id="a line more than there are columns"),
        pytest.param("水质达标", "水质要全面达标。", id="a sentence where a name stands"),
        pytest.param("|县卫健局", "|县卫健局|加分项|另计", id="two groups before a name"),
    ],
)
def test_a_line_without_a_place_makes_no_table(printed: str, replaced: str) -> None:
    text = CELLS.replace(printed, replaced)
    assert text != CELLS
    assert not any("behind each name" in note.what for note in read(text).notes)
