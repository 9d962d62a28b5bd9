"""PDFs that hold a list and no table: their lines are put together again and read as plain text is."""

from __future__ import annotations

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.pdf.reader import READER
from tests.landing.pdf_writer import pdf, text

_LEFT, _WIDE = 60, 38  # points; characters of 10 points that a line holds


def read(content: bytes) -> ReadDocument:
    return READER.read(Source("x.pdf", content), Limits())


def typeset(
    paragraphs: list[str], indent: int = 2, spacing: int = 0, lines_a_page: int = 40
) -> list[list[tuple[int, int, str]]]:
    """Pages of (x, y, line): paragraphs broken as a word processor breaks them, the first line set in."""
    pages: list[list[tuple[int, int, str]]] = [[]]
    y = 720
    for paragraph in paragraphs:
        rest, x = paragraph, _LEFT + 10 * indent
        while rest:
            width = _WIDE - (x - _LEFT) // 10
            if len(pages[-1]) == lines_a_page:
                pages.append([])
                y = 720
            pages[-1].append((x, y, rest[:width]))
            rest, x = rest[width:], _LEFT
            y -= 16
        y -= spacing
    return pages


def page(lines: list[tuple[int, int, str]], *more: str) -> str:
    return "".join(text(x, y, words) for x, y, words in lines) + "".join(more)


TITLE = "青山市2023年度重点工作责任清单"
ITEMS = [
    "1.新建农村公路120公里，改造危桥15座，养护农村公路300公里，力争年底前全部建成通车。（责任单位：市交通运输局、市财政局；完成时限：12月底）",
    "2.新增城镇就业3万人，开展职业技能培训1万人次。（责任单位：市人力资源社会保障局、市教育局、市总工会、各县区人民政府；完成时限：11月底）",
    "3.改造老旧小区45个，惠及居民2万户，同步完善养老托育等公共服务设施，提升居住品质。（责任单位：市住房城乡建设局；完成时限：12月底）",
]
ROWS = [
    ["任务内容", "责任单位", "完成时限"],
    *([one for part in item[:-1].split("（责任单位：") for one in part.split("；完成时限：")] for item in ITEMS),
]


@pytest.mark.parametrize(
    ("indent", "spacing", "lines_a_page"),
    [(2, 0, 40), (0, 0, 40), (0, 8, 40), (2, 8, 40), (2, 0, 4), (0, 0, 4), (2, 0, 5), (0, 8, 3)],
)
def test_brackets_over_line_ends_and_page_ends(indent: int, spacing: int, lines_a_page: int) -> None:
    pages = typeset([TITLE, *ITEMS], indent, spacing, lines_a_page)
    drawn = [page(lines, text(230, 30, f"— {at} —")) for at, lines in enumerate(pages, start=1)]
    document = read(pdf(*drawn))
    (grid,) = document.grids
    assert grid.rows == ROWS
    assert grid.span_is_known, "a list has no merges to lose"
    assert document.title == TITLE
    assert [one.text for one in document.texts if one.kind == "page"] == [
        f"— {at} —" for at in range(1, len(pages) + 1)
    ]
    assert grid.row_places[1] == "page 1, line 2"


def test_labelled_lines_and_a_page_number_between_them() -> None:
    paragraphs = [
        TITLE, "1.新建农村公路120公里", "牵头单位：市交通运输局", "完成时限：12月底",
        "2.新增城镇就业3万人", "牵头单位：市人力资源社会保障局", "完成时限：11月底",
    ]  # fmt: skip
    pages = typeset(paragraphs, lines_a_page=5)
    drawn = [page(lines, text(230, 30, f"{at} / 2")) for at, lines in enumerate(pages, start=1)]
    assert read(pdf(*drawn)).grids[0].rows == [
        ["任务内容", "牵头单位", "完成时限"],
        ["1.新建农村公路120公里", "市交通运输局", "12月底"],
        ["2.新增城镇就业3万人", "市人力资源社会保障局", "11月底"],
    ]


def test_what_a_browser_prints_around_a_page_is_no_text() -> None:
    pages = typeset([TITLE, *ITEMS], lines_a_page=4)
    drawn = [
        page(
            lines,
            text(30, 780, f"2024/3/5 14:22  {TITLE}", 8),
            text(30, 15, f"https://www.qingshan.gov.cn/zwgk/art/2023/art_12_34.html  {at}/{len(pages)}", 8),
        )
        for at, lines in enumerate(pages, start=1)
    ]
    document = read(pdf(*drawn))
    assert document.grids[0].rows == ROWS
    assert document.title == TITLE
    assert "page numbers, headers and footers" in document.notes[-1].what


def test_running_headers_are_no_text_and_a_repeated_label_is() -> None:
    paragraphs = [TITLE]
    for at in range(1, 21):
        paragraphs += [f"{at}.新建农村公路{at}20公里", "牵头单位：市交通运输局"]
    pages = typeset(paragraphs, lines_a_page=10)
    drawn = [
        page(lines, text(60, 770, "青山市人民政府公报  2023年第6期", 9), text(400, 30, f"·{at}·"))
        for at, lines in enumerate(pages, start=1)
    ]
    document = read(pdf(*drawn))
    assert len(document.grids[0].rows) == 21
    assert all(row[1] == "市交通运输局" for row in document.grids[0].rows[1:])
    assert "公报" not in "".join(cell or "" for row in document.grids[0].rows for cell in row)


def test_a_label_that_tops_several_pages_is_text() -> None:
    """Lines set apart at the same place of two pages, with other numbers: no running header."""
    paragraphs = [TITLE, "1.新建农村公路120公里", "完成时限：3月底", "2.新增城镇就业3万人", "完成时限：6月底"]
    paragraphs += ["3.改造老旧小区45个", "完成时限：9月底"]
    pages = typeset(paragraphs, spacing=12, lines_a_page=2)
    document = read(pdf(*(page([(x, y + 40, words) for x, y, words in lines]) for lines in pages)))
    assert [cells[1] for cells in document.grids[0].rows] == ["完成时限", "3月底", "6月底", "9月底"]


def test_a_watermark_and_struck_text_are_no_part_of_a_list() -> None:
    (lines,) = typeset([TITLE, *ITEMS])
    y = lines[1][1] + 3.5
    drawn = page(
        lines, text(100, 500, "征求意见稿", 40, 45, ".85 g"), f"{_LEFT + 20 + 80} {y} m {_LEFT + 20 + 110} {y} l S\n"
    )
    document = read(pdf(drawn))
    assert document.grids[0].rows[1][0] == ROWS[1][0].replace("120", "", 1)
    assert [one.text for one in document.excluded] == ["120"]


def test_a_list_under_a_table_of_document_data_is_the_first_table() -> None:
    (lines,) = typeset([TITLE, *ITEMS])
    data = "".join(f"{x} {y} 180 20 re S\n" for x in (60, 240) for y in (760, 740))
    words = [("索引号", 62, 765), ("QS-2023-12", 242, 765), ("发文机关", 62, 745), ("青山市人民政府", 242, 745)]
    drawn = page(lines, data, *(text(x, y, one) for one, x, y in words))
    first, second = read(pdf(drawn)).grids
    assert first.rows == ROWS
    assert second.rows == [["索引号", "QS-2023-12"], ["发文机关", "青山市人民政府"]]


def test_prose_without_a_list_is_refused_with_a_reason() -> None:
    (lines,) = typeset([TITLE, "各县区、各部门要提高认识，加强领导，狠抓落实，" * 5, "特此通知。"])
    with pytest.raises(DocumentError, match="no table with ruling lines, and its text is not a list"):
        read(pdf(page(lines)))
