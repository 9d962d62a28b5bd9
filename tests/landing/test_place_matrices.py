"""A matrix of indicators by places, a cell a line: read where each figure of the whole has its place."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

# shape after https://www.ms.gov.cn/info/5565/1083570.htm : a blank line between cells, two behind a row
HEADER = "目标|任务|进度|完成率(%)"
BLOCK = f"""地区|安居工程
改造老旧住房
改造危房(户)|新建水窖(口)|空置率低于(%)
市住建局|市水利局
{HEADER}|{HEADER}|{HEADER}
全市|480|516|107.5|60|60|100|5|4.1
东山县|200|230|115|5|4.4
西山县|280|286|102.1|60|60|100"""
SECOND = f"""地区|安居工程
硬化村道(公里)|安装路灯(盏)
市交通局
{HEADER}|{HEADER}
全市|1,250|1300|104|800|760|95"""


def read(*parts: str) -> ReadDocument:
    rows = "\n".join(parts).splitlines()
    return READER.read(Source("x.txt", "\n\n\n".join(row.replace("|", "\n\n") for row in rows).encode()), Limits())


def test_an_indicator_is_a_row_and_a_blank_share_is_seen() -> None:
    document = read("2031年安居工程完成情况表", BLOCK)
    (grid,) = document.grids
    assert grid.rows == [
        ["指标名称", "目标任务", "进度", "完成率(%)"],
        ["安居工程 > 改造老旧住房", None, None, None],
        ["改造危房(户)", "480", "516", "107.5"],
        ["新建水窖(口)", "60", "60", "100"],
        ["空置率低于(%)", "5", "4.1", None],
    ]
    assert grid.spans == {(2, 1): (1, 4)}
    texts = [text.text for text in document.texts]
    assert texts[0] == "2031年安居工程完成情况表"
    assert texts[1:] == ["市住建局 市水利局", "东山县 200 230 115 5 4.4", "西山县 280 286 102.1 60 60 100"]
    assert "which indicators its units stand over is not shown" in document.notes[-1].what


def test_one_unit_stands_over_all_and_a_cut_block_stays_text() -> None:
    document = read(SECOND, "地区|安居工程\n修缮校舍(所)|购置")
    (grid,) = document.grids
    assert grid.rows == [
        ["指标名称", "责任单位", "目标任务", "进度", "完成率(%)"],
        ["安居工程", None, None, None, None],
        ["硬化村道(公里)", "市交通局", "1,250", "1300", "104"],
        ["安装路灯(盏)", "市交通局", "800", "760", "95"],
    ]
    assert [text.text for text in document.texts] == ["地区", "安居工程", "修缮校舍(所)", "购置"]


def test_blocks_below_one_another_are_one_table() -> None:
    document = read("2031年安居工程完成情况表", BLOCK, SECOND)
    (grid,) = document.grids
    assert [row[0] for row in grid.rows[1:]] == [
        "安居工程 > 改造老旧住房",
        "改造危房(户)",
        "新建水窖(口)",
        "空置率低于(%)",
        "安居工程",
        "硬化村道(公里)",
        "安装路灯(盏)",
    ]
    assert grid.rows[2][1] is None
    assert grid.rows[6][1] == "市交通局"


@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("|107.5|", "|93.2|", id="a share that is none"),
        pytest.param("|5|4.1\n", "|5|4.1|7\n", id="a figure left over"),
        pytest.param("|新建水窖(口)", "", id="an indicator fewer"),
        pytest.param(HEADER, "目标|任务|进度", id="no share"),
        pytest.param("市水利局", "暂缓实施", id="a line that has no place"),
    ],
)
def test_a_figure_without_a_place_makes_no_table(printed: str, replaced: str) -> None:
    text = BLOCK.replace(printed, replaced)
    assert text != BLOCK
    assert not any("matrix" in note.what for note in read(text).notes)
