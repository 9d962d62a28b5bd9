"""Tables whose rules the print leaves out: at the sides, above, below, between the columns; rows cut by a page end."""

from __future__ import annotations

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.pdf.reader import READER
from tests.landing.pdf_writer import lines, pdf, text, words_at

BODY = [
    ["序号", "责任目标内容", "分管领导", "责任单位"],
    ["1", "新建农村公路120公里", "陈远", "市交通局"],
    ["2", "新增城镇就业3万人", "周宁", "市人社局"],
    ["3", "改造老旧小区45个", "周宁", "市住建局"],
]
XS = [50, 90, 260, 330, 450]
YS = [700, 670, 640, 610, 580]
_TEXT_XS = [x + 4 for x in XS[:-1]]


def read(content: bytes) -> ReadDocument:
    return READER.read(Source("x.pdf", content), Limits())


def rows(document: ReadDocument) -> list[list[str | None]]:
    return [cells for grid in document.grids for cells in grid.rows]


def notes(document: ReadDocument) -> str:
    return "\n".join(f"{note.source_place}: {note.what}" for note in document.notes)


def drawn(body: list[list[str]] = BODY, ys: list[float] = YS) -> str:
    return words_at(body, _TEXT_XS, [y - 18 for y in ys[: len(body)]])


def level(ys: list[float], x0: float = XS[0], x1: float = XS[-1]) -> str:
    return lines(*((x0, y, x1, y) for y in ys))


def upright(xs: list[float], top: float = YS[0], bottom: float = YS[-1]) -> str:
    return lines(*((x, top, x, bottom) for x in xs))


@pytest.mark.parametrize(
    ("rules", "sides"),
    [
        pytest.param(level(YS) + upright(XS), None, id="closed"),
        pytest.param(level(YS) + upright(XS[1:-1]), "left, right", id="open at both sides"),
        pytest.param(level(YS) + upright(XS[1:]), "left", id="open at the left"),
        pytest.param(level(YS) + upright(XS[:-1]), "right", id="open at the right"),
        pytest.param(level(YS[1:]) + upright(XS), "top", id="open at the top"),
        pytest.param(level(YS[:-1]) + upright(XS), "bottom", id="open at the bottom"),
        pytest.param(level(YS[1:]) + upright(XS, YS[1], YS[-1]), "top", id="its header above the first rule"),
        pytest.param(level(YS[:-1]) + upright(XS, YS[0], YS[-2]), "bottom", id="its last row below the last rule"),
        pytest.param(level(YS[1:-1]) + upright(XS[1:-1]), "bottom, left, right, top", id="open all round"),
        pytest.param(
            level(YS, XS[0], XS[1]) + level(YS, XS[1], XS[3]) + level(YS, XS[3], XS[4]) + upright(XS[1:-1]),
            "left, right", id="open at both sides, rules in pieces",
        ),
        pytest.param(
            "".join(f"{XS[0]} {y - .3} 400 .6 re f\n" for y in YS) + upright(XS[1:-1]), "left, right",
            id="rules as boxes",
        ),
    ],
)  # fmt: skip
def test_an_open_table_keeps_its_outer_cells(rules: str, sides: str | None) -> None:
    document = read(pdf(rules + drawn() + text(60, 740, "青山市2023年责任目标一览表") + text(240, 40, "- 1 -")))
    assert rows(document) == BODY
    assert [one.text for one in document.texts] == ["青山市2023年责任目标一览表", "- 1 -"]
    if sides:
        assert f"({sides})" in notes(document)
    else:
        assert not document.notes


def test_merged_cells_at_an_open_side() -> None:
    body = [BODY[0], BODY[1], ["", "改造危桥3座", "", ""], BODY[3]]
    rules = level([700, 670, 610, 580]) + level([640], XS[1], XS[-1]) + upright(XS[1:-1])
    (grid,) = read(pdf(rules + drawn(body))).grids
    assert grid.rows[1:3] == [BODY[1], [None, "改造危桥3座", "", ""]]
    assert grid.spans == {(2, 1): (2, 1)}


def test_lines_that_fit_the_columns_by_chance_are_no_row() -> None:
    signed = [["填报：陈远", "审核：周宁", "", "日期：12月"]]
    document = read(pdf(level(YS) + upright(XS) + drawn() + words_at(signed, _TEXT_XS, [565])))
    assert rows(document) == BODY


def test_rules_that_overshoot_close_nothing() -> None:
    document = read(pdf(level(YS, 30, 470) + upright(XS) + drawn()))
    assert rows(document) == BODY
    assert not document.notes


def test_an_open_table_over_pages_is_one() -> None:
    rules = level(YS) + upright(XS[1:-1])
    more = [["4", "新建学校3所", "周宁", "市教育局"], ["5", "新增床位300张", "陈远", "市卫健委"]]
    second = level(YS[:3]) + upright(XS[1:-1], YS[0], YS[2]) + drawn(more)
    assert rows(read(pdf(rules + drawn(), second))) == [*BODY, *more]


_CUT_XS = [50, 220, 330, 390, 450]


def cut_drawn(body: list[list[str]]) -> str:
    return words_at(body, [x + 4 for x in _CUT_XS[:-1]], [y - 18 for y in YS[: len(body)]])


def test_what_a_browser_prints_around_a_table_parts_no_table() -> None:
    more = [["4", "新建学校3所", "周宁", "市教育局"], ["5", "新增床位300张", "陈远", "市卫健委"]]
    around = [
        text(30, 780, "11/28/26, 12:12 PM  青山市2023年责任目标一览表", 8)
        + text(30, 15, f"https://qs.gov.cn/a.html {at}/2", 8)
        for at in (1, 2)
    ]
    first = level(YS) + upright(XS) + drawn() + text(60, 740, "青山市2023年责任目标一览表") + around[0]
    document = read(pdf(first, level(YS[:3]) + upright(XS, YS[0], YS[2]) + drawn(more) + around[1]))
    assert rows(document) == [*BODY, *more]
    assert document.title == "青山市2023年责任目标一览表"


def test_a_row_cut_by_a_page_end_without_a_rule_is_one_row() -> None:
    """No number column, and each cell goes on: the first page has no rule at its end, the second none at its top."""
    body = [["责任目标内容", "责任单位", "完成时限", "分管领导"], ["新建学校3所", "市教育局", "6月", "陈远"]]
    cut = ["开展质量提升行动，培育", "省市场监管（知识产", "12月", "周宁"]
    rest = ["品牌十个", "权）局", "底前", "副市长"]
    first = level(YS[:3]) + upright(_CUT_XS[1:-1], YS[0], 620) + cut_drawn([*body, cut])
    second = (
        level([670, 640])
        + upright(_CUT_XS[1:-1], 700, 640)
        + cut_drawn([rest, ["改造管网9公里", "市住建局", "9月", "陈远"]])
    )
    document = read(pdf(first, second))
    assert rows(document) == [
        *body,
        [f"{above}\n{below}" for above, below in zip(cut, rest, strict=True)],
        ["改造管网9公里", "市住建局", "9月", "陈远"],
    ]


def test_a_bracket_left_open_at_a_page_end_goes_on() -> None:
    body = [["责任目标内容", "责任单位", "完成时限", "分管领导"], ["新建学校3所", "市教育局", "6月", "陈远"]]
    cut = ["开展质量提升行动并持续抓好培育", "省市场监管（知识产", "12月底", "周宁"]
    first = level(YS[:4]) + upright(_CUT_XS, YS[0], YS[3]) + cut_drawn([*body, cut])
    second = level(YS[:3]) + upright(_CUT_XS, YS[0], YS[2]) + cut_drawn(
        [["品牌十个", "权）局", "", ""], ["改造管网9公里", "市住建局", "9月", "陈远"]]
    )  # fmt: skip
    document = read(pdf(first, second))
    assert rows(document)[2:] == [
        ["开展质量提升行动并持续抓好培育\n品牌十个", "省市场监管（知识产\n权）局", "12月底", "周宁"],
        ["改造管网9公里", "市住建局", "9月", "陈远"],
    ]


# --- columns found by white space -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(level([700, 670, 580]), id="three lines"),
        pytest.param(level(YS), id="a line under each row"),
        pytest.param(level([700, 698, 670, 580]), id="a double line above"),
        pytest.param(level(YS) + upright([XS[0], XS[-1]]), id="a frame around"),
    ],
)
def test_columns_are_found_by_white_space(rules: str) -> None:
    document = read(pdf(rules + drawn() + text(60, 740, "青山市2023年责任目标一览表")))
    assert rows(document) == BODY
    assert "white space" in notes(document)


def test_a_three_line_table_with_lines_that_go_on_under_their_numbers() -> None:
    body = [BODY[0], ["1", "新建农村公路120公里\n并养护", "陈远", "市交通局"], BODY[2], BODY[3]]
    ys = [682, 652, 619, 598]
    document = read(pdf(level([700, 670, 585]) + words_at(body, _TEXT_XS, ys)))
    assert rows(document) == body


def test_a_three_line_table_over_two_pages() -> None:
    more = [["4", "新建学校3所", "周宁", "市教育局"], ["5", "新增床位300张", "陈远", "市卫健委"]]
    second = level([700, 640]) + drawn(more)
    repeated = level([700, 670, 610]) + drawn([BODY[0], *more])
    assert rows(read(pdf(level([700, 670, 580]) + drawn(), second))) == [*BODY, *more]
    assert rows(read(pdf(level([700, 670, 580]) + drawn(), repeated))) == [*BODY, *more]


@pytest.mark.parametrize(
    ("body", "ys", "why"),
    [
        pytest.param(
            [BODY[0], ["", "新建公路", "", ""], ["1", "120公里并", "陈远", "市交通局"], ["", "养护", "", ""], BODY[2]],
            [682, 652, 640, 628, 600], "first column does not begin each row", id="numbers in the middle of their rows",
        ),
        pytest.param(
            [*BODY[:2], ["", "新建农村公路", "", ""], ["2", "120公里并", "陈远", "市交通局"], ["", "养护", "", ""]],
            [682, 652, 628, 616, 604], "not certain", id="numbers in the middle of later rows",
        ),
        pytest.param(
            [["序号", "责任目标内容", "", "责任单位"], *BODY[1:]], [682, 652, 622, 592], "header",
            id="a column without header",
        ),
    ],
)  # fmt: skip
def test_rows_that_are_not_certain_are_refused(body: list[list[str]], ys: list[float], why: str) -> None:
    with pytest.raises(DocumentError, match=why) as caught:
        read(pdf(level([700, 670, 580]) + words_at(body, _TEXT_XS, ys)))
    assert "without upright rules" in caught.value.what


def test_a_three_line_table_without_its_last_line_is_refused() -> None:
    with pytest.raises(DocumentError, match="no rule ends it on its page"):
        read(pdf(level([700, 670]) + drawn()))


def test_rows_without_rules_between_them_are_found_by_their_numbers() -> None:
    rules = level([700, 670, 580]) + upright(XS)
    assert rows(read(pdf(rules + drawn()))) == BODY
    body = [BODY[0], BODY[1], ["", "新建农村公路", "", ""], ["2", "养护公路", "陈远", "市交通局"], ["", "养护", "", ""]]
    body += [["3", "新建学校3所", "周宁", "市教育局"]]
    with pytest.raises(DocumentError, match="no rules part the rows of a table, and it is not certain"):
        read(pdf(rules + words_at(body, _TEXT_XS, [682, 656, 634, 622, 610, 590])))


def test_a_number_broken_in_a_narrow_column_is_one_row() -> None:
    body = [BODY[0], ["1\n2\n3", "新建农村公路120公里", "陈远", "市交通局"]]
    rules = level([700, 670, 630]) + upright(XS)
    assert len(rows(read(pdf(rules + words_at(body, _TEXT_XS, [682, 658]))))) == 2


def test_lines_between_paragraphs_are_no_table() -> None:
    prose = "".join(
        text(60, 690 - 30 * at, "各单位要高度重视，切实抓好各项工作的落实，确保完成全年任务。") for at in range(4)
    )
    with pytest.raises(DocumentError, match="no table with ruling lines"):
        read(pdf(level(YS) + prose))


def test_the_lines_of_a_pages_head_and_foot_are_no_table() -> None:
    page = drawn() + level(YS) + upright(XS) + level([760, 60], 40, 500) + text(45, 765, "宁湖市文件")
    document = read(pdf(page))
    assert rows(document) == BODY
    assert "upright" not in notes(document)


def test_level_rules_around_a_ruled_table_and_a_table_of_their_own_are_doubted() -> None:
    """The lines below the ruled table stand in columns, with no rule under their header."""
    more = words_at(
        [["甲县", "120", "98"], ["乙县", "80", "71"], ["丙县", "45", "45"]], [60, 200, 330], [500, 470, 440]
    )
    document = read(pdf(drawn() + level(YS) + upright(XS) + level([760, 60], 40, 500) + more))
    assert rows(document) == BODY
    assert "a table seems to be there without upright rules" in notes(document)
