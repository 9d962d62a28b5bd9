"""Indicators a cell a line, their numbers before their names: read where every row comes out as wide as the header."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after https://www.shpt.gov.cn/shpt/ndgmjjhshfzjh-zdgzfgwzfwj2021/20211214/824296.html
CELLS = """类别|指标名称|全年目标|完成情况|责任部门|经济活力
1、社会消费品零售额|90亿元|52亿元|区商务局
2、物流业增加值占生产总值|比重|提高3个|百分点|提高1.8个百分点|区发改委|区口岸办
3、新增上市企业|4家|年度指标|区金融办|民生保障
4、登记失业人数|控制在|3100人内|2890人|区人社局
5、新增托育机构|15个|6个|区卫健委|各街道"""


def read(cells: str) -> ReadDocument:
    return READER.read(Source("x.txt", "\n\n".join(cells.replace("\n", "|").split("|")).encode()), Limits())


@pytest.mark.parametrize("below", ["", "|来源:区发改委"], ids=["to the end", "a line below"])
def test_groups_units_and_broken_cells_are_put_together(below: str) -> None:
    document = read(f"某区2031年上半年计划执行情况|表1:主要指标|{CELLS}{below}")
    (grid,) = document.grids
    assert grid.rows == [
        ["类别", "指标名称", "全年目标", "完成情况", "责任部门"],
        ["经济活力", "1、社会消费品零售额", "90亿元", "52亿元", "区商务局"],
        [None, "2、物流业增加值占生产总值比重", "提高3个百分点", "提高1.8个百分点", "区发改委\n区口岸办"],
        [None, "3、新增上市企业", "4家", "年度指标", "区金融办"],
        ["民生保障", "4、登记失业人数", "控制在3100人内", "2890人", "区人社局"],
        [None, "5、新增托育机构", "15个", "6个", "区卫健委\n各街道"],
    ]
    assert grid.spans == {(2, 1): (3, 1), (5, 1): (2, 1)}
    assert [text.text for text in document.texts] == [
        "某区2031年上半年计划执行情况",
        "表1:主要指标",
        *below.split("|")[1:],
    ]


def test_without_groups_and_cut_in_its_last_row() -> None:
    text = CELLS.replace("类别|", "").replace("|经济活力", "").replace("|民生保障", "").removesuffix("|区卫健委|各街道")
    (grid,) = read(text).grids
    assert grid.rows[0] == ["指标名称", "全年目标", "完成情况", "责任部门"]
    assert grid.rows[-1] == ["5、新增托育机构", "15个", "6个"]
    assert not grid.spans


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("|52亿元", "|52亿元|增长4%", id="a row with a figure too many"),
        pytest.param("|指标名称", "", id="a header with a word too few"),
        pytest.param("|区商务局", "", id="a row that says not who"),
        pytest.param("3、", "8、", id="numbers that skip"),
    ],
)
def test_a_row_out_of_step_makes_no_table(printed: str, replaced: str) -> None:
    text = CELLS.replace(printed, replaced)
    assert text != CELLS
    assert not any("before the names" in note.what for note in read(text).notes)
