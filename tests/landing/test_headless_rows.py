"""Rows between bars without a header: their columns are named where every one of them shows what it holds."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Reader, Source
from duban.landing.readers.text import markdown, plain_text

# shape after https://jindifashion.com/html/xxgk..87a7a14946c24a1c0146c2dda8d304104720180625103031fk07.html
ROWS = """一、建好站点 | (一)抓好培训 | 11 | 举办业务培训班3期。 | 区人社局牵头,各街道负责落实 | 年底前 |
12 | 编印办事手册并发放到各站点。 | 区政务中心 | 6月底前 |
(二)选好人员 | 13 | 公开招聘社工5名。 | 区民政局、区财政局 | 全年 |
14 | 建立考核"""
LAID = [
    ["一、建好站点", "(一)抓好培训", "11", "举办业务培训班3期。", "区人社局牵头,各街道负责落实", "年底前"],
    [None, None, "12", "编印办事手册并发放到各站点。", "区政务中心", "6月底前"],
    [None, "(二)选好人员", "13", "公开招聘社工5名。", "区民政局、区财政局", "全年"],
    [None, None, "14", "建立考核"],
]
READERS = pytest.mark.parametrize("reader", [markdown.READER, plain_text.READER], ids=["markdown", "text"])


def read(reader: Reader, text: str) -> ReadDocument:
    return reader.read(Source("x.md", text.encode()), Limits())


@READERS
def test_columns_are_known_by_what_they_hold(reader: Reader) -> None:
    document = read(reader, ROWS)
    (grid,) = document.grids
    assert grid.rows == [["类别", "类别", "序号", "任务内容", "责任单位", "完成时限"], *LAID]
    assert grid.spans == {(2, 1): (4, 1), (2, 2): (2, 1), (4, 2): (2, 1)}
    assert list(grid.row_places) == ["line 1", "line 1", "line 2", "line 3", "line 4"]
    assert any("without its header" in note.what for note in document.notes)


def test_a_group_that_began_on_the_page_before_is_blank() -> None:
    rows = ROWS.replace("一、建好站点 | (一)抓好培训 | ", "").replace("(二)选好人员", "二、选好人员 | (二)招聘")
    (grid,) = read(plain_text.READER, rows).grids
    assert [row[:3] for row in grid.rows[1:]] == [
        ["", "", "11"],
        ["", "", "12"],
        ["二、选好人员", "(二)招聘", "13"],
        [None, None, "14"],
    ]


@READERS
@pytest.mark.parametrize(
    ("printed", "replaced"),
    [
        pytest.param("12 |", "22 |", id="numbers that do not count up"),
        pytest.param("年底前", "已举办", id="a column of another kind"),
        pytest.param("区政务中心 | ", "", id="a row that lacks a cell"),
        pytest.param("公开招聘社工5名。", "招聘", id="a column of short words"),
    ],
)
def test_a_column_that_does_not_show_it_leaves_the_rows_alone(reader: Reader, printed: str, replaced: str) -> None:
    document = read(reader, ROWS.replace(printed, replaced))
    assert not any("without its header" in note.what for note in document.notes)


@READERS
def test_below_a_table_the_rows_go_on_with_it(reader: Reader) -> None:
    document = read(reader, f"序号 | 任务 | 单位 | 时限 |\n9 | 修路。 | 区交通局 | 全年 |\n\n续表\n\n{ROWS}")
    assert not any("without its header" in note.what for note in document.notes)
