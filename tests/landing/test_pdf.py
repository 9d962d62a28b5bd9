"""Ruled PDF: boxes are cells, pages are joined, and what cannot be read says why.

The documents are written here, a page a list of boxes (column from, row from, column to, row to, text): small, and
exactly what each test is about.
"""

from __future__ import annotations

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.pdf.lines import line_text
from duban.landing.readers.pdf.page_breaks import Box, Part, join_parts
from duban.landing.readers.pdf.reader import READER
from tests.landing.pdf_writer import SIZE, TOP, page, pdf, row, text


def read(content: bytes, limits: Limits | None = None) -> ReadDocument:
    return READER.read(Source("x.pdf", content), limits or Limits())


HEADER = row(0, "序号", "责任领导", "责任目标", "责任单位")


def test_boxes_are_cells_with_their_spans() -> None:
    cells = [
        *HEADER,
        (0, 1, 1, 3, "1"),
        (1, 1, 2, 3, "俞 悦"),
        (2, 1, 3, 3, "新建学校\n30处"),
        (3, 1, 4, 2, "市教育局"),
        (3, 2, 4, 3, "市财政局"),
        (0, 3, 4, 4, "二、产业发展"),
    ]
    document = read(pdf(page(cells, above="宁湖市2023年度责任目标完成情况一览表", below="- 1 -")))
    (grid,) = document.grids
    assert grid.span_is_known
    assert grid.rows == [
        ["序号", "责任领导", "责任目标", "责任单位"],
        ["1", "俞 悦", "新建学校\n30处", "市教育局"],
        [None, None, None, "市财政局"],
        ["二、产业发展", None, None, None],
    ]
    assert grid.spans == {(2, 1): (2, 1), (2, 2): (2, 1), (2, 3): (2, 1), (4, 1): (1, 4)}
    assert grid.row_places[3] == "page 1, row 4"
    assert document.title == "宁湖市2023年度责任目标完成情况一览表"
    assert [(text.table_no, text.kind, text.text) for text in document.texts] == [
        (1, "paragraph", "宁湖市2023年度责任目标完成情况一览表"),
        (2, "page", "- 1 -"),
    ]


def test_a_table_goes_on_over_pages_without_its_repeated_header() -> None:
    first = page([*HEADER, *row(1, "1", "周远", "新建", "市教育局")], above="某市2023年一览表", below="1")
    second = page([*HEADER, *row(1, "2", "俞悦", "培育", "市科技局")], above="某市2023年一览表", below="2")
    document = read(pdf(first, second))
    (grid,) = document.grids
    assert [cells[0] for cells in grid.rows] == ["序号", "1", "2"]
    assert grid.row_places == ["page 1, row 1", "page 1, row 2", "page 2, row 2"]
    assert [note.source_place for note in document.notes] == ["page 2, row 1"]


@pytest.mark.parametrize("number", ["\uff0d {} \uff0d", "第{}页\uff0c共2页", "{}\uff0f2"])
def test_a_page_number_in_full_width_print_parts_no_table(number: str) -> None:
    first = page([*HEADER, *row(1, "1", "周远", "新建", "市教育局")], below=number.format(1))
    second = page([*HEADER, *row(1, "2", "俞悦", "培育", "市科技局")], below=number.format(2))
    document = read(pdf(first, second))
    assert [len(grid.rows) for grid in document.grids] == [3]
    assert [text.kind for text in document.texts] == ["page", "page"]


def test_a_heading_between_pages_parts_two_tables() -> None:
    first = page([*HEADER, *row(1, "1", "周远", "新建", "市教育局")])
    second = page([*HEADER, *row(1, "2", "俞悦", "培育", "市科技局")], above="二、产业发展")
    document = read(pdf(first, second))
    assert [len(grid.rows) for grid in document.grids] == [2, 2]
    assert [(text.table_no, text.text) for text in document.texts] == [(2, "二、产业发展")]


def test_other_column_edges_are_another_table() -> None:
    second = [(0, 0, 2, 1, "甲"), (2, 0, 3, 1, "乙")]
    assert len(read(pdf(page(HEADER), page(second))).grids) == 2


def test_merged_cells_cut_by_the_page_end_are_one() -> None:
    first = [
        *HEADER,
        *row(1, "1", "周远", "新建", "市教育局"),
        (0, 2, 1, 4, "2"), (1, 2, 2, 4, "俞悦"), (2, 2, 3, 4, "培育企业一百家并且持续抓好各项"),
        (3, 2, 4, 3, "市科技局"), (3, 3, 4, 4, "市财政局"),
    ]  # fmt: skip
    second = [
        *HEADER,
        (0, 1, 1, 3, ""), (1, 1, 2, 3, ""), (2, 1, 3, 3, "服务"), (3, 1, 4, 2, "市公安局"), (3, 2, 4, 3, "市司法局"),
    ]  # fmt: skip
    (grid,) = read(pdf(page(first), page(second))).grids
    assert grid.spans[3, 1] == (4, 1)
    assert grid.spans[3, 3] == (4, 1)
    assert grid.rows[2][2] == "培育企业一百家并且持续抓好各项\n服务"
    assert [cells[3] for cells in grid.rows[2:]] == ["市科技局", "市财政局", "市公安局", "市司法局"]


def test_a_row_cut_in_two_is_one_row() -> None:
    first = [
        *HEADER,
        *row(1, "1", "周远", "新建", "市教育局"),
        *row(2, "2", "俞悦", "培育企业一百家并且持续抓好各项", "市科技局"),
    ]
    second = [*HEADER, *row(1, "", "", "服务", ""), *row(2, "3", "周远", "推进", "市公安局")]
    (grid,) = read(pdf(page(first), page(second))).grids
    assert [cells[0] for cells in grid.rows] == ["序号", "1", "2", "3"]
    assert grid.rows[2] == ["2", "俞悦", "培育企业一百家并且持续抓好各项\n服务", "市科技局"]
    assert grid.spans == {}


def test_fake_bold_is_read_once_and_wide_gaps_are_blanks() -> None:
    drawn = page([*HEADER, *row(1, "1", "周远", "", "市教育局")])
    drawn += text(203, 658, "新建") + text(203.3, 658, "新建") + text(240, 658, "学校")
    assert read(pdf(drawn)).grids[0].rows[1][2] == "新建 学校"


def test_radicals_of_the_font_are_landed_as_the_font_gives_them() -> None:
    line = [{"text": "⼯", "x0": 0.0, "x1": 10.0, "size": 10}, {"text": "⽅", "x0": 10.0, "x1": 20.0, "size": 10}]
    assert line_text(line) == "⼯⽅"  # staging.stg_comparable_texts reads 工方


def test_a_cover_picture_and_a_seal_are_no_scan() -> None:
    document = read(pdf(_SCAN, page(HEADER) + _SEAL))
    assert len(document.grids) == 1


@pytest.mark.parametrize("reads_up", [True, False])
def test_a_header_printed_sideways_reads_in_order(reads_up: bool) -> None:
    matrix = "0 1 -1 0" if reads_up else "0 -1 1 0"
    y = TOP - 28 if reads_up else TOP - 3
    turned = f"BT /F1 {SIZE} Tf {matrix} 70 {y} Tm <{'序号'.encode('utf-16-be').hex()}> Tj ET\n"
    document = read(pdf(page([(0, 0, 1, 1, ""), *HEADER[1:]]) + turned))
    assert document.grids[0].rows[0][0] == "序号"


_SCAN = "q 500 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
_SEAL = "q 50 0 0 50 300 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
_LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%b)/U(%b)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"PK\x03\x04", "not a PDF", id="another format"),
        pytest.param(b"%PDF-1.4\n" + b"x" * 300, "damaged|no pages", id="damaged"),
        pytest.param(pdf(page([], above="一、新建学校")), "no table with ruling lines", id="without rules"),
        pytest.param(pdf(page([])), "no text", id="empty page"),
        pytest.param(pdf(_SCAN), "scanned: page 1 ", id="scanned"),
        pytest.param(pdf(page(HEADER), _SCAN, _SCAN), "scanned: pages 2, 3 ", id="scanned pages behind a table"),
        pytest.param(pdf(page(HEADER), trailer=_LOCK), "password", id="locked"),
        pytest.param(pdf(page(HEADER))[:700], "damaged|no pages", id="cut off"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, what: str) -> None:
    with pytest.raises(DocumentError, match=what) as caught:
        read(content)
    assert caught.value.remedy


def test_limits_are_kept() -> None:
    with pytest.raises(DocumentError, match="pages"):
        read(pdf(page(HEADER), page(HEADER)), Limits(pages=1))
    with pytest.raises(DocumentError, match="expands"):
        read(pdf(page(HEADER) + " " * 3_000_000), Limits(expanded_bytes=1_000_000))
    with pytest.raises(DocumentError, match="rows"):
        read(pdf(page([*HEADER, *row(1, "1", "周远", "新建", "市教育局")])), Limits(rows=1))


@pytest.mark.parametrize("widths", [b"/W[0 2147483647 500]", b"/W[%b]" % (b"0 65535 500 " * 5_000)])
def test_a_font_of_endless_widths_is_bounded(widths: bytes) -> None:
    assert len(read(pdf(page(HEADER)).replace(b"/DW 1000", b"/DW 1000" + widths)).grids) == 1


def test_a_stream_cut_inside_is_an_error_and_not_a_shorter_table() -> None:
    whole = pdf(
        page([*HEADER, *[cell for at in range(1, 20) for cell in row(at, str(at), "周远", "新建", "市教育局")]])
    )
    start = whole.index(b"stream\n") + 7
    cut = whole[: start + 200] + b"\x00" * 40 + whole[start + 240 :]
    with pytest.raises(DocumentError, match="damaged"):
        read(cut)


# --- what belongs together across a page end, on boxes alone ---------------------------------------------------------


def part(page_no: int, rows: int, *boxes: Box) -> Part:
    edges = [float(10 * at) for at in range(1 + max(box.column + box.column_span for box in boxes))]
    places = [f"page {page_no}, row {at}" for at in range(1, rows + 1)]
    return Part(page_no, edges, rows, list(boxes), places, opens_page=True, closes_page=True)


def _rows(start: int, *texts: tuple[str, ...]) -> list[Box]:
    return [Box(start + at, column, 1, 1, text) for at, cells in enumerate(texts) for column, text in enumerate(cells)]


BODY = _rows(0, ("序号", "目标", "备注"), ("1", "a", ""), ("2", "b", ""), ("3", "c", "x"))


def test_a_column_that_is_often_blank_does_not_join() -> None:
    (table,) = join_parts([part(1, 4, *BODY), part(2, 2, *_rows(0, ("4", "d", ""), ("5", "e", "")))])
    assert table.row_count == 6
    assert all(box.row_span == 1 for box in table.boxes)


def test_filled_boxes_on_both_sides_are_two_cells() -> None:
    (table,) = join_parts([part(1, 4, *BODY), part(2, 1, *_rows(0, ("4", "d", "y")))])
    assert [box.text for box in table.boxes if box.column == 0] == ["序号", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("end", "row_count"), [("抓", 4), ("\uff1b", 5), ("\uff01", 5), ("\uff1f", 5), (";", 5), ("。", 5)]
)
def test_a_full_line_runs_on_unless_it_ends_as_a_sentence(end: str, row_count: int) -> None:
    body = _rows(0, ("序号", "目标", "单位"), ("1", "a", "x"), ("2", "b", "y"), ("3", "", "z"))
    body[10] = Box(3, 1, 1, 1, f"培育企业一百家并且持续抓好各项{end}", is_full=True)
    (table,) = join_parts([part(1, 4, *body), part(2, 1, *_rows(0, ("", "服务", "w")))])
    assert table.row_count == row_count


def test_two_numbers_are_never_one_cell() -> None:
    merged = [Box(0, 0, 2, 1, "1"), Box(0, 1, 2, 1, "目标"), Box(0, 2, 1, 1, "甲"), Box(1, 2, 1, 1, "乙")]
    again = [Box(box.row + 2, box.column, box.row_span, 1, box.text + "2") for box in merged]
    below = [Box(0, 0, 1, 1, "13"), Box(0, 1, 1, 1, ""), Box(0, 2, 1, 1, "丙")]
    (table,) = join_parts([part(1, 4, *merged, *again), part(2, 1, *below)])
    assert [box.text for box in table.boxes if box.column == 0] == ["1", "12", "13"]


def test_a_page_whose_rows_are_all_merged_joins_its_table() -> None:
    second = Part(2, [0.0, 30.0], 1, [Box(0, 0, 1, 1, "二、产业")], ["page 2, row 1"], True, True)
    (table,) = join_parts([part(1, 4, *BODY), second])
    assert (table.boxes[-1].column_span, table.row_count) == (3, 5)


def test_a_header_repeated_under_a_title_row_that_is_not() -> None:
    titled = [Box(0, 0, 1, 3, "某市一览表"), *[Box(box.row + 1, box.column, 1, 1, box.text) for box in BODY]]
    (table,) = join_parts([part(1, 5, *titled), part(2, 2, *_rows(0, ("序号", "目标", "备注"), ("4", "d", "")))])
    assert table.dropped == ["page 2, row 1"]
    assert table.row_count == 6
