"""CSV and TSV: the delimiter is found, quotes that are print stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.delimited import READER, find_delimiter

DAMAGE = Path(__file__).parent / "damage"
HEZE = Path(__file__).parents[2] / "raw" / "heze" / "2024.csv"
HEADER = ["序号", "责任领导", "责任目标", "完成时限", "责任单位"]


def read(text: str, name: str = "x.csv") -> ReadDocument:
    return READER.read(Source(name, text.encode()), Limits())


def read_file(name: str) -> ReadDocument:
    return READER.read(Source(name, (DAMAGE / name).read_bytes()), Limits())


def test_the_compiled_heze_table_lands() -> None:
    (grid,) = READER.read(Source("heze/2024.csv", HEZE.read_bytes()), Limits()).grids
    assert [len(row) for row in grid.rows] == [4] * 11
    assert grid.rows[7][2] == ""
    assert grid.row_places[0] == "line 1"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        pytest.param("序号,目标\n1,抓好;推进\n", ",", id="comma"),
        pytest.param("序号;目标\n1;抓好,推进,落实\n2;新建\n", ";", id="semicolon among commas"),
        pytest.param("序号\t目标\n1\t抓好,推进\n", "\t", id="tab"),
        pytest.param("序号|目标|单位\n1|抓好,推进|局\n", "|", id="bar"),
        pytest.param(
            "序号\uff0c目标\uff0c单位\n1\uff0c抓好\uff0c局\n2\uff0c推进\uff0c局\n", "\uff0c", id="full-width comma"
        ),
        pytest.param(
            "序号\uff1b目标\n1\uff1b抓好\uff0c推进\uff0c落实\n2\uff1b新建\n", "\uff1b", id="full-width semicolon"
        ),
        pytest.param(
            "序号,目标,单位\n1,抓好\uff1b推进,局\n2,新建\uff1b改建,局\n", ",", id="full-width marks inside the cells"
        ),
        pytest.param('序号,目标\n1,"a\n;;;\n;;;"\n', ",", id="semicolons inside quotes"),
        pytest.param("某市一览表\n\n序号\t目标\t单位\n1\t抓好,推进\t局\n2\t新建,改建\t局\n", "\t", id="title above"),
        pytest.param("今天\uff0c天气\n不错\n啊\n呀\n", None, id="prose"),
        pytest.param("一\n二\n", None, id="one column"),
    ],
)
def test_the_delimiter_divides_the_lines_evenly(text: str, delimiter: str | None) -> None:
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param('甲,乙\n"a\nb",c\n', [["甲", "乙"], ["a\nb", "c"]], id="a line break in quotes"),
        pytest.param('甲,乙\n"a,""b""",c\n', [["甲", "乙"], ['a,"b"', "c"]], id="doubled quotes"),
        pytest.param('甲,乙\n"两高"项目,c\n', [["甲", "乙"], ['"两高"项目', "c"]], id="quotes that are print"),
        pytest.param('甲,乙\n抓"三高",c\n', [["甲", "乙"], ['抓"三高"', "c"]], id="quotes inside"),
        pytest.param(
            '甲,乙\n"没有关,c\n1,2\n', [["甲", "乙"], ['"没有关', "c"], ["1", "2"]], id="a quote never closed"
        ),
        pytest.param("甲,乙\r\n1, 2 \r\n\r\n3,\r\n", [["甲", "乙"], ["1", " 2 "], ["3", ""]], id="blanks, empty lines"),
        pytest.param("sep=;\n甲;乙\n1;2\n", [["甲", "乙"], ["1", "2"]], id="delimiter declared"),
        pytest.param("甲,乙\n1\n1,2,3\n", [["甲", "乙"], ["1"], ["1", "2", "3"]], id="ragged rows"),
    ],
)
def test_rows_are_what_is_printed(text: str, rows: list[list[str]]) -> None:
    assert read(text).grids[0].rows == rows


def test_a_row_is_placed_at_the_line_it_starts_on() -> None:
    assert read('甲,乙\n"a\nb\nc",1\n\n2,3\n').grids[0].row_places == ["line 1", "line 2", "line 6"]
    assert read('甲,乙\n"a\nb\nc",1\n"x"y,3\n2,3\n').grids[0].row_places == ["line 1", "line 2", "line 5", "line 6"]


@pytest.mark.parametrize(
    ("name", "encoding", "header_row"),
    [
        pytest.param("gb18030.csv", "gb18030", 1, id="GB18030 under a title row"),
        pytest.param("byte_order_mark.csv", "utf-8-sig", 0, id="byte order mark"),
        pytest.param("utf16.tsv", "utf-16", 0, id="UTF-16 with tabs"),
    ],
)
def test_encodings_are_found(name: str, encoding: str, header_row: int) -> None:
    document = read_file(name)
    assert document.encoding == encoding
    assert document.grids[0].rows[header_row] == HEADER


def test_a_title_row_is_a_row_and_the_title() -> None:
    document = read_file("gb18030.csv")
    assert document.grids[0].rows[0] == ["宁湖市2023年度责任目标一览表", "", "", "", ""]
    assert document.title == "宁湖市2023年度责任目标一览表"


@pytest.mark.parametrize(
    ("name", "second_row"),
    [
        pytest.param("semicolon.csv", ["1", "推进改革,抓好落实,加强督查", "市发展改革委"], id="semicolon"),
        pytest.param("full_width_comma.csv", ["1", "推进改革\uff1b抓好落实", "市发展改革委"], id="full-width comma"),
        pytest.param("printed_quotes.csv", ["1", '"两高"项目管理', "市发展改革委"], id="printed quotes"),
    ],
)
def test_damaged_files_land_as_printed(name: str, second_row: list[str]) -> None:
    assert read_file(name).grids[0].rows[1] == second_row


def test_kept_quotes_are_noted() -> None:
    assert [note.severity for note in read_file("printed_quotes.csv").notes] == ["info"]


def test_one_column_is_noted() -> None:
    document = read("一\n二\n")
    assert document.grids[0].rows == [["一"], ["二"]]
    assert document.notes[0].severity == "warning"


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"<html><table>", id="a page"), pytest.param(b"PK\x03\x04xl/workbook.xml", id="a workbook")],
)
def test_other_formats_are_named(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"HTML|XLSX"):
        READER.read(Source("x.csv", content), Limits())


def test_quotes_without_end_cost_linear_time() -> None:
    text = "甲,乙\n" + '"a""b,' * 60_000 + "\n1,2\n"
    with pytest.raises(DocumentError, match="columns"):
        read(text)
