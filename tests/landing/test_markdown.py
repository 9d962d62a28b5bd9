"""Markdown: what is syntax goes, what is print stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.markdown import READER

DAMAGE = Path(__file__).parent / "damage"
HEZE = Path(__file__).parents[2] / "raw" / "heze" / "2023.md"
HEADER = ["序号", "责任领导", "责任目标", "完成时限", "责任单位"]


def read(text: str, limits: Limits | None = None) -> ReadDocument:
    return READER.read(Source("x.md", text.encode()), limits or Limits())


def read_file(name: str) -> ReadDocument:
    return READER.read(Source(name, (DAMAGE / name).read_bytes()), Limits())


def test_the_heze_table_lands_row_by_row() -> None:
    document = READER.read(Source("heze/2023.md", HEZE.read_bytes()), Limits())
    (grid,) = document.grids
    assert document.title == "菏泽市人民政府2023年度经济社会发展责任目标完成情况一览表"
    assert [len(row) for row in grid.rows] == [7] * 57
    assert grid.rows[4][:4] == ["", "", "", "长期坚持"]
    assert grid.rows[4][6] == "市发展改革委 市行政审批服务局"
    assert grid.row_places[1] == "line 7"
    assert not grid.span_is_known


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param("| a | b |", ["a", "b"], id="outer pipes"),
        pytest.param("| a | b", ["a", "b"], id="closing pipe lost"),
        pytest.param("|a||b|", ["a", "", "b"], id="blank cell"),
        pytest.param("| a | b | |", ["a", "b", ""], id="trailing blank cell"),
        pytest.param(r"| a\|b | c |", ["a|b", "c"], id="escaped pipe"),
        pytest.param(r"| a\\| c |", ["a\\", "c"], id="escaped backslash before a pipe"),
        pytest.param("| a<br>b<BR />c | d |", ["a\nb\nc", "d"], id="line break"),
        pytest.param("| \u3000俞 悦\xa0 | d |", ["\u3000俞 悦\xa0", "d"], id="printed white space"),
        pytest.param("| **序号** | ***x*** |", ["序号", "x"], id="emphasis"),
        pytest.param("| *注* | 3*4*5 |", ["注", "3*4*5"], id="asterisks that are print"),
        pytest.param(r"| 1\. 抓好 | 10\~20 |", ["1. 抓好", "10~20"], id="escapes"),
        pytest.param("| a&nbsp;b | &lt;8&gt; &nosuch; |", ["a\xa0b", "<8> &nosuch;"], id="entities"),
        pytest.param("| [市教育局](https://x.cn/a) | [2023](5) |", ["市教育局", "[2023](5)"], id="links"),
        pytest.param("| <b>a</b> | 5<6 |", ["a", "5<6"], id="inline tags"),
        pytest.param("| 新建<!-- chunk 2 -->30处 | b |", ["新建30处", "b"], id="chunk marker"),
        pytest.param("| ____年 | - |", ["____年", "-"], id="form blanks and dashes"),
    ],
)
def test_a_row_is_what_is_printed_between_its_pipes(line: str, cells: list[str]) -> None:
    assert read(f"| 甲 | 乙 |\n|---|---|\n{line}\n").grids[0].rows[1] == cells


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("甲 | 乙\n--|--\n1 | 2\n", [["甲", "乙"], ["1", "2"]], id="no outer pipes"),
        pytest.param("| 甲 | 乙 |\n| 1 | 2 |\n", [["甲", "乙"], ["1", "2"]], id="no rule"),
        pytest.param("甲 | 乙 | 丙\n1 | 2 | 3\n", [["甲", "乙", "丙"], ["1", "2", "3"]], id="neither"),
        pytest.param(
            "台账 |\n甲 | 乙 | 丙 | 丁 |\n1 | 2 | 3 |\n4 | 5 | 6 | 7 |\n",
            [["甲", "乙", "丙", "丁"], ["1", "2", "3"], ["4", "5", "6", "7"]],
            id="neither, and rows of other widths that end with a pipe",
        ),
        pytest.param(
            "甲 | 乙 | 丙 | 丁 |\n1 | 2 | 3 |\n|\n4 | 5 | 6 |\n|\n",
            [["甲", "乙", "丙", "丁"], ["1", "2", "3", ""], ["4", "5", "6", ""]],
            id="a last cell that holds a line break",
        ),
        pytest.param(
            "甲 | 乙 | 丙 |\n丁 | |\n1 | 2 | 3 | 4 | 5 |\n6 | 7 | 8 | 9 | |\n",
            [["甲", "乙", "丙", "丁", ""], ["1", "2", "3", "4", "5"], ["6", "7", "8", "9", ""]],
            id="a header broken over two lines",
        ),
        pytest.param("| | |\n|--|--|\n| 1 | 2 |\n", [["1", "2"]], id="the empty header that a converter must write"),
        pytest.param("| 甲 |\n|:-:|\n| 1 |\n|---|\n| 2 |\n", [["甲"], ["1"], ["2"]], id="a second rule"),
        pytest.param("| 甲 |\n|---|\n| - |\n", [["甲"], ["-"]], id="a dash is print"),
        pytest.param("+--+--+\n|甲|乙|\n+==+==+\n|1|2|\n+--+--+\n", [["甲", "乙"], ["1", "2"]], id="grid table"),
        pytest.param("```\n| 甲 |\n|---|\n| 1 |\n```\n", [["甲"], ["1"]], id="the whole document in a fence"),
        pytest.param("```\n| 甲 |\n|---|\n| 1 |\n", [["甲"], ["1"]], id="a fence that never closes"),
    ],
)
def test_a_table_is_known_by_its_pipes(text: str, rows: list[list[str]]) -> None:
    assert [grid.rows for grid in read(text).grids] == [rows]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("通过 a|b 两种方式。\n再说一句。\n", id="a pipe in a sentence"),
        pytest.param("首页 | 新闻 | 公开 |\n通过 a|b 两种方式。\n首页 | 服务 |\n", id="a menu over sentences"),
        pytest.param("---\n\n***\n", id="rules of the page"),
        pytest.param("", id="empty"),
    ],
)
def test_other_lines_are_no_table(text: str) -> None:
    assert read(text).grids == []


def test_code_beside_a_table_is_text() -> None:
    document = read("| 甲 |\n|---|\n| 1 |\n\n```\n| 乙 |\n|---|\n```\n")
    assert [grid.rows for grid in document.grids] == [[["甲"], ["1"]]]
    assert [text.text for text in document.texts] == ["| 乙 |", "|---|"]


def test_texts_know_which_table_they_stand_before() -> None:
    document = read("# 宁湖市2023年工作目标表 #\n说明\n===\n\n| 甲 |\n|---|\n\n## 二、产业\n\n| 甲 |\n|---|\n\n完\n")
    assert [(text.table_no, text.kind, text.text, text.source_place) for text in document.texts] == [
        (1, "heading", "宁湖市2023年工作目标表", "line 1"),
        (1, "heading", "说明", "line 2"),
        (2, "heading", "二、产业", "line 8"),
        (3, "paragraph", "完", "line 13"),
    ]
    assert document.title == "宁湖市2023年工作目标表"


def test_front_matter_is_metadata_and_gives_the_title() -> None:
    document = read("---\ntitle: 宁湖市2023年表\ndate: 2023-12-31\n---\n\n| 甲 |\n|---|\n")
    assert document.title == "宁湖市2023年表"
    assert [text.kind for text in document.texts] == ["title", "title"]


def test_an_html_table_keeps_its_spans() -> None:
    document = read_file("html_inside.md")
    (grid,) = document.grids
    assert grid.span_is_known
    assert grid.spans == {(2, 1): (2, 1)}
    assert grid.rows == [["序号", "责任单位"], ["1", "市教育局"], [None, "市财政局"]]
    assert grid.row_places[2] == "line 3, row 3"


def test_a_labelled_list_under_a_heading_is_a_table() -> None:
    first = "1. 新建学校3所。\uff08牵头单位\uff1a区教育局\uff1b责任单位\uff1a区住建局\uff09"
    second = "2. 新建公园2处。\uff08牵头单位\uff1a区城管局\uff1b责任单位\uff1a区住建局\uff09"
    document = read(f"# 某区2021年任务分解\n\n{first}\n{second}\n")
    assert [grid.rows[1:] for grid in document.grids] == [
        [["1. 新建学校3所。", "区教育局", "区住建局"], ["2. 新建公园2处。", "区城管局", "区住建局"]]
    ]


def test_a_table_that_the_converter_lost_is_noted() -> None:
    document = read_file("lost_table.md")
    assert [(note.severity, note.source_place) for note in document.notes] == [("warning", "line 3")]
    assert len(document.grids) == 1


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        pytest.param(
            "dropped_digits.md",
            [
                ["1", "周远", "落实〔20208号文件,完成19月投资", "年底", "市发展改革委"],
                ["2", "周远", "培育企业IO(X)家", "年底", "市工业和信息化局"],
            ],
            id="dropped digits are kept as they are",
        ),
        pytest.param(
            "white_space.md",
            [
                ["1", "俞\u3000悦", "\u3000\u3000推进\xa0改革", "年底", "市人力资源社会保障 局"],
                ["2", "陆 明俞 悦", "抓好\xa0治理", "年底\u3000", "市公安局  市司法局"],
            ],
            id="NBSP, U+3000, blanks in words",
        ),
        pytest.param(
            "punctuation.md",
            [["1", "周远,俞悦", "新建(改建)30处,“两高”、“三高”:严控。", "6月底(前)", "市教育局,市财政局;各县区"]],
            id="half- and full-width punctuation",
        ),
        pytest.param(
            "repeated_headers.md",
            [
                ["1", "周远", "新建学校30处", "年底", "市教育局"],
                HEADER,
                ["2", "俞悦", "培育企业100家", "年底", "市工业和信息化局"],
            ],
            id="a header inside the table is a row",
        ),
        pytest.param(
            "metadata_rows.md",
            [
                ["1", "周远", "新建学校30处", "年底", "市教育局"],
                ["第 1 页 共 2 页", "", "", "", ""],
                ["发布日期:2023-12-31 来源:市政府办公室", "", "", "", ""],
                ["2", "俞悦", "培育企业100家", "年底", "市工业和信息化局"],
            ],
            id="metadata rows",
        ),
        pytest.param(
            "ragged_rows.md",
            [
                ["1", "周远", "新建学校30处", "年底", "市教育局"],
                ["年底", "市财政局"],
                ["2", "俞悦", "培育企业100家", "年底", "市工业和信息化局", "", ""],
                ["3", "俞悦", "推进改革", "年底", "市发展改革委"],
            ],
            id="short and long rows",
        ),
        pytest.param(
            "broken_rows.md",
            [
                ["1", "周远", "新建学校\n30处", "年底", "市教育局"],
                ["2", "俞悦", "培育企业\n100家", "年底", "市公安局\n市司法局"],
            ],
            id="a row broken over lines",
        ),
    ],
)
def test_damage_is_landed_as_printed(name: str, rows: list[list[str]]) -> None:
    assert read_file(name).grids[0].rows == [HEADER, *rows]


def test_chunk_markers_part_tables_but_stay_out_of_cells() -> None:
    document = read_file("chunk_markers.md")
    assert [grid.rows[0] for grid in document.grids] == [HEADER, HEADER]
    assert document.grids[0].rows[1][2] == "新建学校30处"
    assert [text.text for text in document.texts] == ["宁湖市2023年度责任目标完成情况一览表"]


@pytest.mark.parametrize(
    ("text", "limits", "what"),
    [
        pytest.param("|a" * 20, Limits(columns=10), "columns", id="columns"),
        pytest.param("| a |\n" * 20, Limits(rows=10), "rows", id="rows"),
        pytest.param("| a | b |\n" * 20, Limits(cells=10), "cells", id="cells"),
        pytest.param("| a |\n\n" * 20, Limits(tables=10), "tables", id="tables"),
        pytest.param("| " + "长" * 20 + " |", Limits(cell_characters=10), "characters", id="a cell"),
        pytest.param("长" * 20, Limits(file_bytes=10), "bytes", id="the file"),
        pytest.param("\n" * 500, Limits(rows=10), "lines", id="lines"),
    ],
)
def test_what_is_beyond_a_limit_is_refused(text: str, limits: Limits, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        read(text, limits)


@pytest.mark.parametrize(
    "bar", [pytest.param("\n|", id="on a line of its own"), pytest.param(" |", id="behind the cell")]
)
def test_a_cell_a_line_between_bars_is_no_pipe_table(bar: str) -> None:
    """A page's table with each cell on a line, in a file that is called Markdown (Wujiang, 2024; Yuanzhou, 2023)."""
    rows = [
        ["序号", "任务", "领导", "单位"],
        ["1", "产值增长5%。", "钱小满", "甲局"],
        ["2", "收入增长6%。", "赵大年", "乙局"],
        ["3", "建校2所。", "孙小雪", "丙局"],
    ]
    lines = [cell + bar for row in rows for cell in row]
    (grid,) = read("\n".join(["2031年任务", *lines])).grids
    assert grid.rows == rows
