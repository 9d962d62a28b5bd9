"""XLS: cells as they print, merges, what is hidden; and what else is served under that name."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from duban.errors import DocumentError
from duban.landing.compound_files import stream_of
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.workbooks.xls import READER
from tests.landing.compound_files import compound_file


def read(content: bytes, limits: Limits | None = None) -> ReadDocument:
    return READER.read(Source("place/book.xls", content), limits or Limits())


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str, length: str) -> bytes:
    return struct.pack(length, len(value)) + b"\x01" + value.encode("utf-16-le")


def rk(value: int, *, hundredfold: bool = False) -> int:
    return ((value << 2) | 2 | hundredfold) & 0xFFFFFFFF


def workbook(
    *sheets: tuple[str, bytes, int], formats: tuple[str, ...] = (), beginning: bytes = b"", kinds: tuple[int, ...] = ()
) -> bytes:
    """A BIFF8 workbook. sheets: (name, records, 0 visible or 1 hidden). Style n prints in format n (0 General).

    beginning: records that stand before all others. kinds: of the sheets, 0 a worksheet (all, if empty), 2 a chart.
    """
    opening = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + beginning
    styles = b"".join(record(0x41E, struct.pack("<H", 164 + n) + text(code, "<H")) for n, code in enumerate(formats))
    for n in range(len(formats) + 1):
        styles += record(0xE0, struct.pack("<HH", 0, 163 + n if n else 0) + bytes(16))
    bodies = [
        record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + body + record(0x0A) for _, body, _ in sheets
    ]
    names = [text(name, "<B") for name, _, _ in sheets]
    at = len(opening) + len(styles) + sum(4 + 6 + len(name) for name in names) + len(record(0x0A))
    bounds = b""
    for (_, _, state), body, name, kind in zip(sheets, bodies, names, kinds or (0,) * len(sheets), strict=True):
        bounds += record(0x85, struct.pack("<IBB", at, state, kind) + name)
        at += len(body)
    return compound_file("Workbook", opening + styles + bounds + record(0x0A) + b"".join(bodies))


def label(row: int, column: int, value: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, 0) + text(value, "<H"))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def merged(*areas: tuple[int, int, int, int]) -> bytes:
    return record(0xE5, struct.pack("<H", len(areas)) + b"".join(struct.pack("<HHHH", *area) for area in areas))


def test_merged_ranges_and_places() -> None:
    body = label(1, 1, "序号") + label(1, 2, "单位") + number(2, 1, 1) + label(2, 2, "a") + label(3, 2, "b")
    document = read(workbook(("完成情况", body + merged((2, 3, 1, 1)), 0)))
    grid = document.grids[0]
    assert document.format == "xls"
    assert grid.rows == [["序号", "单位"], ["1", "a"], [None, "b"]]
    assert grid.spans == {(2, 1): (2, 1)}
    assert [cell.source_place for cell in grid.cells()][2:4] == ["完成情况!B3", "完成情况!C3"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(number(0, 0, 1.0), "1", id="one"),
        pytest.param(number(0, 0, 713.2), "713.2", id="decimals"),
        pytest.param(number(0, 0, 0.95, 1), "95%", id="percent"),
        pytest.param(number(0, 0, 45230, 2), "2023年10月31日", id="date"),
        pytest.param(number(0, 0, 1234.5, 3), "1,234.50", id="thousands"),
        pytest.param(number(0, 0, 5, 4), "5家", id="a unit in the format"),
        pytest.param(number(0, 0, 5, 99), "5", id="a style that is not there"),
        pytest.param(record(0x27E, struct.pack("<HHHI", 0, 0, 1, rk(95, hundredfold=True))), "95%", id="packed"),
        pytest.param(record(0xBD, struct.pack("<HHHIH", 0, 0, 0, rk(-7), 0)), "-7", id="packed in a row"),
        pytest.param(label(0, 0, "1.0"), "1.0", id="text"),
    ],
)
def test_numbers_print_in_their_formats(cell: bytes, expected: str) -> None:
    formats = ("0%", 'yyyy"年"m"月"d"日"', "#,##0.00", '0"家"')
    assert read(workbook(("一", cell, 0), formats=formats)).grids[0].rows == [[expected]]


@pytest.mark.parametrize(
    ("colour", "printed", "hidden"),
    [(9, ["", ""], ["120公里", "2"]), (8, ["120公里", "2"], [])],
    ids=["white", "black"],
)
def test_a_white_font_without_a_fill_is_hidden(colour: int, printed: list[str], hidden: list[str]) -> None:
    font = record(0x31, struct.pack("<5H4B", 200, 0, colour, 400, 0, 0, 0, 0, 0) + text("SimSun", "<B"))
    document = read(workbook(("一", label(0, 0, "120公里") + number(0, 1, 2), 0), beginning=font))
    assert document.grids[0].rows == [printed]
    assert [one.text for one in document.excluded] == hidden


def test_hidden_sheets_rows_and_columns_are_noted() -> None:
    hidden_row = record(0x208, struct.pack("<HHHHHHI", 1, 0, 2, 0, 0, 0, 0x20))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 1, 1, 0, 0, 1, 0))
    body = hidden_column + hidden_row + label(0, 0, "a") + label(0, 1, "b") + label(1, 0, "c")
    document = read(workbook(("一", body, 0), ("二", label(0, 0, "x"), 1)))
    assert [grid.rows for grid in document.grids] == [[["a", "b"], ["c", ""]], [["x"]]]
    assert [(text.table_no, text.kind, text.text) for text in document.texts] == [
        (1, "sheet", "一"),
        (2, "sheet", "二"),
    ]
    assert sorted(note.source_place for note in document.notes) == ["一!2:2", "一!B:B", "二"]


def test_charts_are_noted() -> None:
    document = read(workbook(("一", label(0, 0, "a"), 0), ("图", b"", 0), kinds=(0, 2)))
    assert [grid.rows for grid in document.grids] == [[["a"]]]
    assert [note.what for note in document.notes] == ["1 sheets are charts or macros: they have no cells"]


def test_a_far_corner_costs_nothing() -> None:
    document = read(workbook(("一", label(0, 0, "a") + label(65_535, 255, "z"), 0)))
    assert [grid.rows for grid in document.grids] == [[["a"]], [["z"]]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(record(0x205, struct.pack("<HHHBB", 0, 0, 0, 1, 0)), "TRUE", id="a truth value"),
        pytest.param(record(0x205, struct.pack("<HHHBB", 0, 0, 0, 7, 1)), "#DIV/0!", id="an error"),
        pytest.param(record(0x205, struct.pack("<HHHBB", 0, 0, 0, 99, 1)), "#ERROR!", id="an error not known"),
    ],
)
def test_truth_values_and_errors_print(cell: bytes, expected: str) -> None:
    assert read(workbook(("一", cell, 0))).grids[0].rows == [[expected]]


@pytest.mark.parametrize(
    ("codepage", "said"), [pytest.param(936, None, id="GBK"), pytest.param(None, "encoding", id="none")]
)
def test_a_workbook_of_excel_95_says_its_encoding(codepage: int | None, said: str | None) -> None:
    def opening(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHH", 0x500, kind, 3218, 1995))

    text_cell = "序号".encode("gbk")
    cell = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(text_cell)) + text_cell)
    encoding = record(0x42, struct.pack("<H", codepage)) if codepage else b""
    start = len(opening(5)) + len(encoding) + 4 + 7 + 1 + 4
    bounds = record(0x85, struct.pack("<IBBB", start, 0, 0, 1) + b"a")
    stream = opening(5) + encoding + bounds + record(0x0A) + opening(16) + cell + record(0x0A)
    content = compound_file("Book", stream)
    if said is None:
        assert read(content).grids[0].rows == [["序号"]]
    else:
        with pytest.raises(DocumentError, match=said):
            read(content)


def test_a_directory_that_is_no_tree_costs_nothing() -> None:
    """Each of 40 entries names the next one on both sides: whoever walks it as a tree walks for days."""
    content = bytearray(WHOLE)
    table = 512 + 8 * 512 + 512  # behind the header, the stream and the directory
    entries = b"".join(
        f"x{number}".encode("utf-16-le").ljust(64, b"\x00")
        + struct.pack("<HBBIII", 6, 2, 1, following, following, 0xFFFFFFFF)
        + bytes(48)
        for number in range(4, 44)  # the first sector of the directory has four entries
        for following in [number + 1 if number < 43 else 0xFFFFFFFF]
    )
    first = (len(content) - 512) // 512  # the sectors that are appended
    last = first + len(entries) // 512 - 1
    struct.pack_into("<I", content, 4608 + 128 + 68, 4)
    struct.pack_into("<I", content, table + 4 * 8, first)
    for sector in range(first, last + 1):
        struct.pack_into("<I", content, table + 4 * sector, sector + 1 if sector < last else 0xFFFFFFFE)
    assert read(bytes(content) + entries).grids[0].rows == [["a"]]


def test_an_html_table_under_this_name_is_read_as_html() -> None:
    document = read("<html><table><tr><td rowspan=2>1<td>a<tr><td>b</table>".encode("gb18030"))
    assert document.format == "html"
    assert document.grids[0].rows == [["1", "a"], [None, "b"]]
    assert "it is HTML" in document.notes[0].what


def test_a_new_workbook_under_this_name_is_read_as_xlsx() -> None:
    made = openpyxl.Workbook()
    made.active.append([1])
    out = BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert document.format == "xlsx"
    assert document.grids[0].rows == [["1"]]


@pytest.mark.parametrize("size", [10, 5_000, 9_000_000])
def test_a_stream_is_found_in_its_container(size: int) -> None:
    stream = bytes(range(251)) * (size // 251 + 1)
    name, found = stream_of(compound_file("Workbook", stream), ("Workbook", "Book"))
    assert name == "Workbook"
    assert found[: len(stream)] == stream


def test_a_large_workbook_is_read_whole() -> None:
    body = b"".join(label(row, 0, f"责任目标{row}" * 20) for row in range(40_000))
    rows = read(workbook(("一", body, 0))).grids[0].rows
    assert len(rows) == 40_000
    assert rows[-1] == ["责任目标39999" * 20]


def running_in_circles() -> bytes:
    content = bytearray(workbook(("一", label(0, 0, "a"), 0)))
    table = 512 * 10  # after the header, eight sectors of the stream and the directory
    content[table + 4 * 7 : table + 4 * 8] = struct.pack("<I", 0)
    return bytes(content)


SPREADSHEET_XML = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
WHOLE = workbook(("一", label(0, 0, "a"), 0))
EMPTY_ROWS = b"".join(record(0x201, struct.pack("<HHH", row, 255, 0)) for row in range(20_000))
PASSWORD = record(0x2F, struct.pack("<HHH", 0, 1, 2))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"%PDF-1.7", "it is PDF", id="PDF"),
        pytest.param(SPREADSHEET_XML, "it is Excel 2003 XML", id="Excel 2003 XML"),
        pytest.param(b"MIME-Version: 1.0\r\n", "web archive", id="MHT"),
        pytest.param("序号\t目标".encode("gb18030"), "it is text", id="tabs"),
        pytest.param(running_in_circles(), "circles", id="a chain in circles"),
        pytest.param(WHOLE[:700] + WHOLE[4608:], "damaged", id="cut"),
        pytest.param(workbook(("一", EMPTY_ROWS, 0)), "5,000,000 cells", id="rows of nothing but empty cells"),
        pytest.param(workbook(("一", PASSWORD + label(0, 0, "a"), 0), beginning=PASSWORD), "password", id="password"),
    ],
)
def test_what_is_no_workbook_gives_one_typed_error(content: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(content)
    assert said in error.value.what
    assert "book.xls" in error.value.where
    assert error.value.remedy


def test_a_workbook_whose_sheets_cannot_be_found_is_refused() -> None:
    path = Path(__file__).parent / "damage" / "no_sheet_offsets.xls"
    with pytest.raises(DocumentError, match="the workbook is damaged"):
        READER.read(Source(path.name, path.read_bytes()), Limits())
