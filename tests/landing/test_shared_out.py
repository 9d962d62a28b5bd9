"""Goals shared out among places: rows that slid left are put back where their shares prove it, else left alone."""

from __future__ import annotations

import pytest

from duban.landing.grid import Grid
from duban.landing.limits import Limits
from duban.landing.reader import Reader, Source
from duban.landing.readers.text import markdown, plain_text

# shape after https://cnzh.gov.cn/News/Detail/3287958481734118aa8ceb10be45886b.html
ROWS = """项 目 | 目标 | 分 解 情 况 | 责任领导 | 责任单位 |
绿化 | 造林护林 | 人工造林(亩) | 900 | 东山镇500 西河乡400 | 王 平 | 县林业局 |
补植(亩) | 70 | 东山镇30 西河乡40 |
苗圃建设(个) | 2 | 西河乡2 |
水利 | 修渠 | 清淤(公里) | 36 | 东山镇12 西河乡24 | 李 青 | 县水利局 |
防洪 | 加固堤防(处) | 5 | 东山镇3 西河"""
READERS = pytest.mark.parametrize("reader", [markdown.READER, plain_text.READER], ids=["markdown", "text"])


def read(reader: Reader, rows: str) -> Grid:
    (grid,) = reader.read(Source("x.md", f"某县任务分解表\n{rows}".encode()), Limits()).grids
    return grid


@READERS
def test_cells_around_the_shares_cover_the_rows_that_slid_left(reader: Reader) -> None:
    grid = read(reader, ROWS)
    assert grid.span_is_known
    assert grid.rows == [
        ["项 目", None, None, "目标", "分 解 情 况", "责任领导", "责任单位"],
        ["绿化", "造林护林", "人工造林(亩)", "900", "东山镇500 西河乡400", "王 平", "县林业局"],
        [None, None, "补植(亩)", "70", "东山镇30 西河乡40", None, None],
        [None, None, "苗圃建设(个)", "2", "西河乡2", None, None],
        ["水利", "修渠", "清淤(公里)", "36", "东山镇12 西河乡24", "李 青", "县水利局"],
        [None, "防洪", "加固堤防(处)", "5", "东山镇3 西河", "", ""],
    ]
    assert grid.spans == {
        (1, 1): (1, 3),
        (2, 1): (3, 1),
        (2, 2): (3, 1),
        (2, 6): (3, 1),
        (2, 7): (3, 1),
        (5, 1): (2, 1),
    }


@READERS
@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("东山镇30 西河乡40", "各乡镇", id="a row without shares"),
        pytest.param("补植(亩) | 70", "补植(亩) | 若干", id="a goal that is no figure"),
        pytest.param("李 青 | 县水利局", "县水利局", id="a row that lacks a cell behind its shares"),
        pytest.param("项 目 | 目标", "类别 | 项目 | 目标", id="words that may stand over several columns"),
    ],
)
def test_a_row_out_of_step_leaves_all_rows_alone(reader: Reader, printed: str, replaced: str) -> None:
    rows = ROWS.replace("绿化", "绿 化 | 生态") if "类别" in replaced else ROWS
    assert not read(reader, rows.replace(printed, replaced)).span_is_known
