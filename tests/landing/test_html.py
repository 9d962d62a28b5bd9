"""HTML: what a browser would print, with the spans that it would draw."""

from __future__ import annotations

import time
import tracemalloc
from contextlib import suppress

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.html.reader import READER


def read(page: str | bytes, limits: Limits | None = None) -> ReadDocument:
    content = page.encode() if isinstance(page, str) else page
    return READER.read(Source("place/page.html", content), limits or Limits())


def rows(page: str) -> list[list[str | None]]:
    return read(page).grids[0].rows


@pytest.mark.parametrize(
    ("table", "expected", "spans"),
    [
        pytest.param("<tr><td>1<td>2<tr><td>3<td>4", [["1", "2"], ["3", "4"]], {}, id="end tags left out"),
        pytest.param("<tr><td rowspan=2>1<td>a<tr><td>b", [["1", "a"], [None, "b"]], {(1, 1): (2, 1)}, id="rowspan"),
        pytest.param(
            "<tr><td colspan=2>一、经济<tr><td>1<td>a",
            [["一、经济", None], ["1", "a"]],
            {(1, 1): (1, 2)},
            id="colspan",
        ),
        pytest.param(
            "<tr><td rowspan=2 colspan=2>1<td>a<tr><td>b<tr><td>x<td>y<td>z",
            [["1", None, "a"], [None, None, "b"], ["x", "y", "z"]],
            {(1, 1): (2, 2)},
            id="both ways",
        ),
        pytest.param(
            "<tr><td>a<td rowspan=3>1<td>b<tr><td>c<td>d<tr><td>e<td>f",
            [["a", "1", "b"], ["c", None, "d"], ["e", None, "f"]],
            {(1, 2): (3, 1)},
            id="cells flow past what reaches down",
        ),
        pytest.param(
            "<tbody><tr><td rowspan=0>1<td>a<tr><td>b<tbody><tr><td>2<td>c",
            [["1", "a"], [None, "b"], ["2", "c"]],
            {(1, 1): (2, 1)},
            id="rowspan 0 reaches the end of its group",
        ),
        pytest.param(
            "<thead><tr><td rowspan=9>h<td>i</thead><tbody><tr><td>1<td>2",
            [["h", "i"], ["1", "2"]],
            {},
            id="a span stays in its row group",
        ),
        pytest.param(
            "<tr><td rowspan=1000000000>1<td>a<tr><td>b",
            [["1", "a"], [None, "b"]],
            {(1, 1): (2, 1)},
            id="rowspan of a billion",
        ),
        pytest.param(
            "<tr><td colspan=1000000000>s<tr><td>1<td>a",
            [["s", None], ["1", "a"]],
            {(1, 1): (1, 2)},
            id="colspan of a billion",
        ),
        pytest.param(
            "<tr><td>a<td rowspan=2>1<tr><td colspan=2>x",
            [["a", "1"], ["x", None]],
            {(1, 2): (2, 1)},
            id="a colspan stops where another cell reaches down",
        ),
        pytest.param(
            "<tr><td rowspan=2>1<td rowspan=2>a<tr></tr><tr><td>2<td>b",
            [["1", "a"], [None, None], ["2", "b"]],
            {(1, 1): (2, 1), (1, 2): (2, 1)},
            id="a row that is covered as a whole",
        ),
        pytest.param(
            "<tfoot><tr><td>sum<tbody><tr><td>1", [["1"], ["sum"]], {}, id="a foot prints last wherever it stands"
        ),
        pytest.param(
            "<tr><td colspan=2>h<td>i<tr><td colspan=2>1<td>2",
            [["h", "i"], ["1", "2"]],
            {},
            id="a column where no cell begins prints nothing",
        ),
        pytest.param("<tr><td>1<td>2<tr><td>3", [["1", "2"], ["3"]], {}, id="a short row stays short"),
        pytest.param("<tr><td rowspan=x colspan=-2>1<td>2", [["1", "2"]], {}, id="spans that are no numbers"),
        pytest.param("<tr><form><td>1</td><td>2</td></form></tr>", [["1", "2"]], {}, id="a form between row and cell"),
        pytest.param("<td>1<td>2", [["1", "2"]], {}, id="cells without a row"),
    ],
)
def test_spans_are_laid_out_as_a_browser_does(
    table: str, expected: list[list[str | None]], spans: dict[tuple[int, int], tuple[int, int]]
) -> None:
    grid = read(f"<table>{table}</table>").grids[0]
    assert grid.rows == expected
    assert grid.spans == spans
    assert grid.span_is_known


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("市公安局<br>市信访局", "市公安局\n市信访局", id="br"),
        pytest.param("<p>市公安局</p>\n <p>市信访局</p>", "市公安局\n市信访局", id="paragraphs"),
        pytest.param("<div>a<br></div><div>b</div>", "a\nb", id="a br at the end of a block prints no line"),
        pytest.param("a<br><br>b", "a\n\nb", id="an empty line"),
        pytest.param(
            "  市人民\n   政府  12 户 ", "市人民政府 12 户", id="a break in the source between wide characters"
        ),
        pytest.param("GDP\n 6%", "GDP 6%", id="a break in the source between narrow ones"),
        pytest.param("市人民\u3000政府\u00a0办", "市人民\u3000政府\u00a0办", id="wide and hard blanks are printed"),
        pytest.param("1.0", "1.0", id="numbers are text"),
        pytest.param("<b><span>新</span>增</b>5<i>m</i><sup>2</sup>", "新增5m2", id="inline tags"),
        pytest.param("a&lt;b&amp;c&nbsp;&#24180;", "a<b&c\u00a0年", id="entities"),
        pytest.param("是<script>alert(1)</script><style>p{}</style><!-- 否 -->", "是", id="what is not printed"),
        pytest.param("是<span style='display:none'>否</span>了", "是了", id="hidden text"),
        pytest.param("<pre>a\nb</pre>", "a\nb", id="pre"),
        pytest.param("", "", id="empty"),
        pytest.param("<p>&nbsp;</p>", "\u00a0", id="Word's empty cell"),
        pytest.param("<![if !supportEmptyParas]>是<![endif]>", "是", id="Word's conditions"),
        pytest.param("<table><tr><td>一</td></tr><tr><td>二</td></tr></table>", "一\n二", id="a box in a cell"),
    ],
)
def test_a_cell_prints_as_in_the_browser(cell: str, expected: str) -> None:
    page = f"<table><tr><td>序号<td>内容</tr><tr><td>1</td><td>{cell}</td></tr><tr><td>2<td>x</table>"
    assert rows(page)[1] == ["1", expected]


def test_texts_stand_beside_the_tables_in_order() -> None:
    document = read(
        "<title>通报 - 市政府</title><h1>2023年责任目标完成情况</h1><p>截至10月</p>"
        "<table><caption>表一</caption><tr><td>1</table>之间<table><tr><td>2</table><p>完</p>"
    )
    assert [(text.table_no, text.kind, text.text) for text in document.texts] == [
        (1, "title", "通报 - 市政府"),
        (1, "heading", "2023年责任目标完成情况"),
        (1, "paragraph", "截至10月"),
        (1, "caption", "表一"),
        (2, "paragraph", "之间"),
        (3, "paragraph", "完"),
    ]
    assert document.title == "2023年责任目标完成情况"
    assert [grid.row_places for grid in document.grids] == [["table 1, row 1"], ["table 2, row 1"]]


def test_a_layout_table_prints_as_texts_around_its_tables() -> None:
    document = read(
        "<table><tr><td colspan=2>菏泽市2023年责任目标一览表</td></tr><tr><td>导航</td><td>"
        "<table><tr><td>序号<td>目标<tr><td>1<td>粮食</table>来源:办公室</td></tr></table>"
    )
    assert [grid.rows for grid in document.grids] == [[["序号", "目标"], ["1", "粮食"]]]
    assert [(text.table_no, text.text) for text in document.texts] == [
        (1, "菏泽市2023年责任目标一览表"),
        (1, "导航"),
        (2, "来源:办公室"),
    ]


def test_a_table_in_a_data_cell_is_a_grid_of_its_own_and_leaves_the_cell() -> None:
    document = read(
        "<table><tr><td>序号<td>进展<tr><td>1<td>见表<table><tr><td>县<td>数<tr><td>曹县<td>3</table>后<tr><td>2<td>x</table>"
    )
    assert [grid.rows for grid in document.grids] == [
        [["序号", "进展"], ["1", "见表后"], ["2", "x"]],
        [["县", "数"], ["曹县", "3"]],
    ]
    assert document.texts == []


def test_text_that_strayed_between_rows_is_kept() -> None:
    document = read("<table>注:单位万元<tr>完<td>1</td></tr><div>尾</div></table>")
    assert [text.text for text in document.texts] == ["注:单位万元", "完", "尾"]
    assert document.grids[0].rows == [["1"]]


def test_hidden_rows_are_landed_and_noted() -> None:
    document = read(
        "<table><tr><td>1</tr><tr style='display:none'><td>2</tr><tr style='display: none' height=0><td></tr></table>"
    )
    assert document.grids[0].rows == [["1"], ["2"]]
    assert [(note.severity, note.source_place) for note in document.notes] == [("warning", "table 1, row 2")]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(
            "<meta charset=gb2312><table><tr><td>朱镕基新增㎡责任目标完成情况</table>".encode("gb18030"),
            "gb18030",
            id="gb2312",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + "<table><tr><td>朱镕基新增㎡责任目标完成情况</table>".encode(), "utf-8-sig", id="BOM"
        ),
        pytest.param("<table><tr><td>朱镕基新增㎡责任目标完成情况</table>".encode("utf-16"), "utf-16", id="UTF-16"),
        pytest.param(
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><table><tr>'
            "<td>朱镕基新增㎡责任目标完成情况</td></tr></table></body></html>".encode(),
            "utf-8",
            id="XHTML",
        ),
    ],
)
def test_encodings(content: bytes, encoding: str) -> None:
    document = read(content)
    assert document.grids[0].rows == [["朱镕基新增㎡责任目标完成情况"]]
    assert document.encoding == encoding


def test_external_entities_are_not_read() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><table><tr><td>a&x;b</table>'
    assert rows(page) == [["a&x;b"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\n", "empty", id="blank"),
        pytest.param(b"%PDF-1.7 x", "it is PDF", id="PDF"),
        pytest.param(b"PK\x03\x04" + b"x" * 30 + b"xl/workbook.xml", "it is XLSX", id="XLSX"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "it is DOC", id="DOC"),
        pytest.param("只是文字".encode(), "it is text", id="text"),
        pytest.param(b"<div>" * 10_000 + b"<table>", "nested too deeply", id="deep nesting"),
        pytest.param(b"<b>" * 4_000_000, "tags", id="too many tags"),
        pytest.param(b"<table><tr>" + b"<td>x" * 600, "columns", id="too many columns"),
        pytest.param(b"<table></table>" * 3000, "tables", id="too many tables"),
        pytest.param(b"<table><tr><td>" + b"x" * 200_000, "characters in one cell", id="a cell too long"),
    ],
)
def test_what_is_no_page_gives_one_typed_error(content: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(content)
    assert said in error.value.what
    assert "page.html" in error.value.where
    assert error.value.remedy


def test_a_page_without_a_table_has_no_grids() -> None:
    document = read("<p>没有表格</p>")
    assert document.grids == []
    assert [text.text for text in document.texts] == ["没有表格"]


def test_too_many_texts_are_refused() -> None:
    with pytest.raises(DocumentError, match="more than 20 texts"):
        read("<p>x" * 50, Limits(rows=20))


def test_hostile_spans_cost_neither_memory_nor_time() -> None:
    cell = '<td rowspan="999999999" colspan="999999999">x</td>'
    page = f"<table>{('<tr>' + cell * 3 + '</tr>') * 300}</table>"
    tracemalloc.start()
    started = time.process_time()
    with suppress(DocumentError):  # three such rows already fill the widest table that is allowed
        read(page)
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 5
    assert peak < 64 * 1024 * 1024


def test_nested_tables_are_read_in_linear_time() -> None:
    depth = 300
    page = "<table><tr><td>a<td>" * depth + "x" + "</table>" * depth
    started = time.process_time()
    document = read(page)
    assert time.process_time() - started < 5
    assert len(document.grids) == 1
    assert len(document.texts) == depth - 1
