"""Rows between bars without a header: their columns are named where every one of them shows what it holds."""

from __future__ import annotations

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Reader, Source
from duban.landing.readers.html import reader as html
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


# shape after http://www.zjpy.gov.cn/art/2021/7/29/art_1229536764_59047614.html
TABLE_ROWS = [
    ["1", "新建口袋公园4个。", "县城管局", "已建成1个,其余正在施工。", "按时序推进"],
    ["2", "为120户居民更换供水表。", "县水务局", "目前更换73户。", "按时序推进"],
    ["3", "修缮乡村桥梁6座。", "县交通运输局", "已完工6座。", "已完成"],
]
HEADERS = ["序号", "任务内容", "责任单位", "进展情况", "进度评价"]


def page(*tables: list[list[str]]) -> bytes:
    printed = ["".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) for rows in tables]
    return f"<html><body>{''.join(f'<table>{rows}</table>' for rows in printed)}</body></html>".encode()


def test_a_table_without_its_header_is_known_by_what_its_columns_hold() -> None:
    document = html.READER.read(Source("x.html", page(TABLE_ROWS)), Limits())
    (grid,) = document.grids
    assert grid.rows == [HEADERS, *TABLE_ROWS]
    assert list(grid.row_places) == ["table 1, row 1", "table 1, row 1", "table 1, row 2", "table 1, row 3"]
    assert any("without its header" in note.what for note in document.notes)


@READERS
def test_rows_between_bars_may_say_what_came_of_it(reader: Reader) -> None:
    text = "\n".join(f"{' | '.join(row)} |" for row in TABLE_ROWS)
    assert read(reader, text).grids[0].rows[0] == HEADERS


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        pytest.param(1, ["东街路灯不亮。", "北门早市占道。", "河边垃圾未清。"], id="complaints"),
        pytest.param(1, ["甲公司扩产项目", "乙公司仓储项目", "丙公司印染项目"], id="names of projects"),
        pytest.param(2, ["王一", "李二", "张三"], id="who is no organ"),
        pytest.param(3, ["320万元", "55万元", "70万元"], id="a column of figures"),
        pytest.param(0, ["1", "3", "4"], id="numbers that do not count up"),
    ],
)
def test_other_tables_without_a_header_are_left_alone(column: int, texts: list[str]) -> None:
    rows = [[*row[:column], text, *row[column + 1 :]] for row, text in zip(TABLE_ROWS, texts, strict=True)]
    (grid,) = html.READER.read(Source("x.html", page(rows)), Limits()).grids
    assert grid.rows == rows


def test_a_table_under_its_header_and_one_of_two_are_left_alone() -> None:
    header = ["编号", "做什么", "谁来做", "做得怎样", "评价"]
    (grid,) = html.READER.read(Source("x.html", page([header, *TABLE_ROWS])), Limits()).grids
    assert grid.rows == [header, *TABLE_ROWS]
    two = html.READER.read(Source("x.html", page(TABLE_ROWS, [["甲", "乙"], ["丙", "丁"]])), Limits())
    assert two.grids[0].rows == TABLE_ROWS
