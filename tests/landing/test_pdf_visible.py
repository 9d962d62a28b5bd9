"""What a PDF's page shows is what is read: no watermark, nothing unseen, nothing struck out, whatever the page's turn.

One table, printed plainly, is the truth; each case draws something over it or draws it otherwise.
"""

from __future__ import annotations

import re
import time

import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.marked_text import RAISED
from duban.landing.reader import Source
from duban.landing.readers.pdf.lines import Character
from duban.landing.readers.pdf.marks import mark_raised, mark_struck
from duban.landing.readers.pdf.reader import READER
from tests.landing.pdf_writer import ROW, TOP, page, pdf, row, text

BODY = [
    ["序号", "分管领导", "责任目标内容", "责任单位"],
    ["1", "陈远", "新建农村公路120公里", "市交通局"],
    ["2", "周宁", "新增城镇就业3万人", "市人社局"],
    ["3", "周宁", "改造老旧小区45个", "市住建局"],
]
CELLS = [cell for at, words in enumerate(BODY) for cell in row(at, *words)]
TABLE = page(CELLS)


def read(content: bytes) -> ReadDocument:
    return READER.read(Source("x.pdf", content), Limits())


def rows(document: ReadDocument) -> list[list[str | None]]:
    return [cells for grid in document.grids for cells in grid.rows]


def notes(document: ReadDocument) -> str:
    return "\n".join(f"{note.source_place}: {note.what}" for note in document.notes)


_ALPHA = b"/ExtGState<</Faint<</ca .2/CA .2>>/None<</ca 0>>>>"
_FORM = text(120, 600, "征求意见稿", 40, 30, ".85 g").encode()
_FORM_HEAD = b"<</Type/XObject/Subtype/Form/BBox[0 0 500 800]/Resources<</Font<</F1 3 0 R>>>>"
_FORM = _FORM_HEAD + b"/Length %d>>stream\n%b\nendstream" % (
    len(_FORM), _FORM,
)  # fmt: skip


@pytest.mark.parametrize(
    "overlay",
    [
        pytest.param(text(150, 640, "征求意见稿", 30, 0, ".87 g"), id="pale and large"),
        pytest.param(text(150, 640, "征求意见稿", 30, 0, "1 .8 .8 rg"), id="pale red"),
        pytest.param(text(150, 640, "征求意见稿", 30, 0, "0 .1 .1 .02 k"), id="pale in printers' colours"),
        pytest.param(text(150, 600, "内部资料", 20, 20, ".9 g"), id="turned by 20 degrees"),
        pytest.param(text(150, 600, "内部资料", 12, 45), id="turned by 45 degrees and black"),
        pytest.param(text(200, 590, "内部资料", 24, 90, ".8 g"), id="turned by 90 degrees over rules"),
        pytest.param(text(400, 690, "内部资料", 20, 180, ".8 g"), id="upside down"),
        pytest.param(text(250, 690, "送审稿", 50, -35, "1 0 0 rg"), id="red, downwards"),
        pytest.param(text(60, 600, "送审稿", 130, 0, ".8 g"), id="huge"),
        pytest.param(text(60, 600, "送审稿", 130), id="huge and black"),
        pytest.param(text(150, 640, "征求意见稿", 40, 0, "/Faint gs"), id="transparent"),
        pytest.param(text(150, 640, "征求意见稿", 40, 0, "1 Tr 0 .8 .8 RG"), id="an outline"),
        pytest.param(text(205, 659, "内部使用", 10, 0, ".8 g"), id="pale, of the text's size, over the text"),
        pytest.param(text(205, 659, "内部使用", 10, 0, "1 0 0 rg"), id="red, of the text's size, over the text"),
        pytest.param("/Artifact<</Subtype/Watermark>>BDC " + text(60, 645, "样本", 10) + "EMC\n", id="marked as one"),
        pytest.param("/Mark Do\n", id="in a form"),
        pytest.param("q .5 0 0 .5 0 300 cm /Mark Do Q\n", id="in a form, scaled"),
        pytest.param(
            "".join(text(x, y, "内部资料", 14, 30, ".85 g") for x in range(40, 480, 90) for y in range(80, 760, 70)),
            id="tiles",
        ),
        pytest.param(
            "".join(text(60 + 80 * at, 640, one, 36, 0, ".85 g") for at, one in enumerate("征求意见稿")),
            id="letters set apart",
        ),
    ],
)
@pytest.mark.parametrize("is_first", [True, False], ids=["under", "over"])
def test_a_watermark_is_no_part_of_any_cell(overlay: str, is_first: bool) -> None:
    drawn = overlay + TABLE if is_first else TABLE + overlay
    document = read(pdf(drawn, objects=(_FORM,), resources=_ALPHA + b"/XObject<</Mark 4 0 R>>"))
    assert rows(document) == BODY
    assert re.search("page 1: watermark.*(征求意见稿|内部资料|送审稿|内部使用|样本)", notes(document))
    assert not [text for text in document.texts if text.kind != "page"]


def test_a_watermark_on_every_page_parts_no_table() -> None:
    mark = text(150, 500, "征求意见稿", 30, 30, ".87 g") + text(85, 645, "送审", 10, 0, ".8 g")
    first = page(CELLS) + mark
    second = (
        page([*CELLS[:4], *row(1, "4", "陈远", "新建学校3所", "市教育局")])
        + mark
        + text(53, 643, "送审", 10, 0, ".8 g")
    )
    document = read(pdf(first, second))
    assert rows(document) == [*BODY, ["4", "陈远", "新建学校3所", "市教育局"]]
    assert {note.source_place for note in document.notes if note.what.startswith("watermark")} == {"page 1", "page 2"}


@pytest.mark.parametrize(
    "overlay",
    [
        pytest.param(text(207, 616, "已完成", 10, 0, ".5 g"), id="grey text in its cell"),
        pytest.param(text(207, 616, "已完成", 10, 0, ".75 g"), id="pale text in its cell"),
        pytest.param(text(207, 616, "已完成", 10, 0, "1 0 0 rg"), id="red text in its cell"),
        pytest.param(text(207, 616, "已完成", 7), id="small text in its cell"),
        pytest.param("0 0 .5 rg 206 614 130 12 re f\n" + text(207, 616, "已完成", 10, 0, "1 g"), id="white on blue"),
        pytest.param("/Mark Do\n" + text(207, 616, "已完成", 10, 0, "1 g"), id="white on a drawn form"),
        pytest.param("q 203 612 100 20 re W n " + text(207, 616, "已完成") + "Q\n", id="within its clip"),
    ],
)
def test_text_of_another_look_is_text(overlay: str) -> None:
    drawn = b"0 0 .4 rg 206 614 130 12 re f      "
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 500 800]/Length 35>>stream\n%b\nendstream" % drawn
    document = read(pdf(TABLE + overlay, objects=(form,), resources=b"/XObject<</Mark 4 0 R>>"))
    assert [*rows(document)[:2], rows(document)[3]] == [*BODY[:2], BODY[3]]
    assert rows(document)[2] == ["2", "周宁", "新增城镇就业3万人\n已完成", "市人社局"]


_HIDDEN = "原报98公里"


@pytest.mark.parametrize(
    ("overlay", "why"),
    [
        pytest.param(text(203, 644, _HIDDEN, 10, 0, "1 g"), "white on white", id="white"),
        pytest.param(text(203, 644, _HIDDEN, 10, 0, ".97 g"), "white on white", id="almost white"),
        pytest.param(text(203, 644, _HIDDEN, 10, 0, "0 0 0 0 k"), "white on white", id="no ink"),
        pytest.param(
            ".9 g 206 644 130 11 re f\n" + text(208, 645, _HIDDEN, 10, 0, ".9 g"), "colour of what", id="grey on grey"
        ),
        pytest.param("0 g 206 644 130 11 re f\n" + text(208, 645, _HIDDEN), "colour of what", id="black on black"),
        pytest.param(text(203, 644, _HIDDEN) + "1 g 200 641 150 15 re f 0 g\n", "painted over", id="painted over"),
        pytest.param(text(203, 644, _HIDDEN, 10, 0, "3 Tr"), "without ink", id="render mode 3"),
        pytest.param(text(203, 644, _HIDDEN, 10, 0, "7 Tr"), "without ink", id="render mode 7"),
        pytest.param(text(203, 644, _HIDDEN, 10, 0, "/None gs"), "white on white", id="fully transparent"),
        pytest.param(text(203, 644, _HIDDEN, 0.8), "too small", id="tiny"),
        pytest.param("q 300 100 10 10 re W n " + text(203, 644, _HIDDEN) + "Q\n", "clipped", id="clipped"),
        pytest.param(text(203, 944, _HIDDEN), "outside the page", id="above the page"),
        pytest.param(text(-90, 644, _HIDDEN), "outside the page", id="left of the page"),
        pytest.param("/OC/Draft BDC " + text(203, 644, _HIDDEN) + "EMC\n", "switched off", id="on a layer that is off"),
        pytest.param("/Off Do\n", "switched off", id="in a form on a layer that is off"),
    ],
)
def test_what_is_not_seen_is_left_out_and_noted(overlay: str, why: str) -> None:
    form = text(203, 644, _HIDDEN).encode()
    form = _FORM_HEAD + b"/OC 4 0 R/Length %d>>stream\n%b\nendstream" % (len(form), form)
    content = pdf(
        TABLE + overlay,
        objects=(b"<</Type/OCG/Name(draft)>>", form),
        resources=_ALPHA + b"/XObject<</Off 5 0 R>>/Properties<</Draft 4 0 R>>",
        catalog=b"/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]>>>>",
    )
    document = read(content)
    assert rows(document) == BODY
    assert not document.texts
    assert re.search(f"page 1: .*not seen.*{why}.*{_HIDDEN}", notes(document))


def test_a_layer_that_is_on_is_read() -> None:
    content = pdf(
        "/OC/Draft BDC " + TABLE + "EMC\n", objects=(b"<</Type/OCG/Name(draft)>>",),
        resources=b"/Properties<</Draft 4 0 R>>", catalog=b"/OCProperties<</OCGs[4 0 R]/D<</OFF[]>>>>",
    )  # fmt: skip
    assert rows(read(content)) == BODY


def test_hidden_text_is_kept_beside_its_cell() -> None:
    document = read(pdf(TABLE + text(203, 644, _HIDDEN, 10, 0, "1 g")))
    assert [(one.kind, one.row_no, one.column_no, one.text) for one in document.excluded] == [("hidden", 2, 3, _HIDDEN)]


def test_text_recognised_in_a_picture_is_read_with_a_warning() -> None:
    scan = "q 500 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
    document = read(pdf(scan + "3 Tr\n" + TABLE))
    assert rows(document) == BODY
    assert "page 1: the page is a picture" in notes(document)


# --- turned pages -----------------------------------------------------------------------------------------------------


def _turned(drawn: str, angle: int) -> str:
    """The drawing turned in its page, as a drawing program does it, with no /Rotate."""
    matrix = {90: "0 1 -1 0 760 20", 180: "-1 0 0 -1 500 800", 270: "0 -1 1 0 -260 500"}[angle]
    return f"q {matrix} cm\n{drawn}Q\n"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_table_drawn_turned_is_read(angle: int) -> None:
    size = b"/MediaBox[0 0 800 800]"
    drawn = _turned(TABLE, angle) + text(400, 20, "- 1 -")
    document = read(pdf(drawn).replace(b"/MediaBox[0 0 500 800]", size))
    assert rows(document) == BODY
    assert "drawn turned" in notes(document)


def test_a_page_drawn_at_an_angle_is_refused() -> None:
    with pytest.raises(DocumentError, match="at an angle"):
        read(pdf("q .97 .26 -.26 .97 0 0 cm\n" + TABLE + "Q\n"))


# --- struck out, raised -----------------------------------------------------------------------------------------------

_STRUCK_TARGET = [(2, 1, 3, 2, "新建农村公路100120公里")]
_STRUCK = page([*[cell for cell in CELLS if cell[:2] != (2, 1)], *_STRUCK_TARGET])
# The font has no widths: 10 points a character; 100 stands from 263 to 293, its line at 688 - 30.
_BASE = TOP - ROW - 12


@pytest.mark.parametrize(
    "strike",
    [
        pytest.param(f"263 {_BASE + 3.5} m 293 {_BASE + 3.5} l S\n", id="a line"),
        pytest.param(f"262 {_BASE + 4} m 294 {_BASE + 4} l S\n", id="a line a little longer"),
        pytest.param(f"263 {_BASE + 3} 30 .6 re f\n", id="a thin box"),
        pytest.param(f"263 {_BASE + 2.6} 30 .4 re f 263 {_BASE + 4.2} 30 .4 re f\n", id="two lines"),
        pytest.param(
            "".join(f"{x} {_BASE + 3.5} m {x + 10} {_BASE + 3.5} l S\n" for x in (263, 273, 283)), id="pieces"
        ),
        pytest.param(f"1 0 0 RG 263 {_BASE + 3.5} m 293 {_BASE + 3.5} l S\n", id="a red line"),
        pytest.param(f"263 {_BASE + 3.1} m 293 {_BASE + 3.9} l S\n", id="a line that slopes a little"),
        pytest.param(f"263 {_BASE + 3} m 278 {_BASE + 3.6} l 293 {_BASE + 3} l S\n", id="a line with a bend"),
        pytest.param(f"263 {_BASE} m 293 {_BASE + 8} l S\n", id="across"),
        pytest.param(f"263 {_BASE} m 293 {_BASE + 8} l S 263 {_BASE + 8} m 293 {_BASE} l S\n", id="crossed out"),
    ],
)
def test_what_a_line_goes_through_is_struck_out(strike: str) -> None:
    document = read(pdf(_STRUCK + strike))
    assert rows(document) == BODY
    assert [(one.kind, one.text, one.row_no, one.column_no) for one in document.excluded] == [("struck", "100", 2, 3)]
    assert "100" in notes(document) and "struck" in notes(document)


def test_a_strike_out_annotation_strikes() -> None:
    points = f"263 {_BASE + 8} 293 {_BASE + 8} 263 {_BASE - 1} 293 {_BASE - 1}".encode()
    entries = b"/Annots[<</Type/Annot/Subtype/StrikeOut/Rect[0 0 1 1]/QuadPoints[%b]>>]" % points
    assert rows(read(pdf(_STRUCK, page_entries=entries))) == BODY


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_strike_out_annotation_strikes_on_a_page_that_is_shown_turned(turn: int) -> None:
    points = f"263 {_BASE + 8} 293 {_BASE + 8} 263 {_BASE - 1} 293 {_BASE - 1}".encode()
    entries = b"/Rotate %d/Annots[<</Type/Annot/Subtype/StrikeOut/Rect[0 0 1 1]/QuadPoints[%b]>>]" % (turn, points)
    assert rows(read(pdf(_STRUCK, page_entries=entries))) == BODY


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param([(50, 450)], id="one line"),
        pytest.param([(50, 100), (100, 200), (200, 350), (350, 450)], id="cells"),
    ],
)
def test_a_line_from_border_to_border_through_the_texts_of_a_row_strikes_it(edges: list[tuple[int, int]]) -> None:
    y = TOP - 3 * ROW - 8.5
    document = read(pdf(TABLE + "".join(f"{left} {y} m {right} {y} l S\n" for left, right in edges)))
    assert rows(document) == [*BODY[:3], ["", "", "", ""]]
    assert [one.text for one in document.excluded] == BODY[3]


def test_a_line_from_border_to_border_strikes_one_cell() -> None:
    y = TOP - 3 * ROW - 8.5
    document = read(pdf(TABLE + f"200 {y} m 350 {y} l S\n"))
    assert [(one.text, one.row_no, one.column_no) for one in document.excluded] == [(BODY[3][2], 4, 3)]


def test_a_rule_that_texts_stand_on_is_a_rule() -> None:
    """A line of text beside a merged cell stands askew on the rule between two rows."""
    cells = [*CELLS[:8], (0, 2, 1, 4, "3\n\n4"), (1, 2, 2, 4, "周宁"), (2, 2, 3, 3, "植树"), (2, 3, 3, 4, "修路")]
    rule = f"50 {TOP - 3 * ROW} m 350 {TOP - 3 * ROW} l S\n"
    plain = page([*cells, (3, 2, 4, 3, "市林业局"), (3, 3, 4, 4, "市交通局")]) + rule
    on_rule = text(130, TOP - 3 * ROW - 3.5, "陈远")
    document = read(pdf(plain + on_rule))
    assert not document.excluded
    assert len(rows(document)) == 4


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"263 {_BASE - 1} m 293 {_BASE - 1} l S\n", id="under the text"),
        pytest.param(f"263 {_BASE + 9.5} m 293 {_BASE + 9.5} l S\n", id="over the text"),
        pytest.param(f"263 {_BASE - 2} 30 .6 re f\n", id="a thin box under the text"),
    ],
)
def test_an_underline_strikes_nothing(line: str) -> None:
    document = read(pdf(_STRUCK + line))
    assert rows(document)[1][2] == "新建农村公路100120公里"
    assert not document.excluded


def test_many_lines_through_text_cost_no_more_than_a_few() -> None:
    count = 6_000
    characters: list[Character] = [
        {"text": "一", "x0": 20, "x1": 30, "top": 12 * at, "bottom": 12 * at + 10, "em": 10, "upright": True}
        for at in range(count)
    ]
    level = {"orientation": "h", "x0": 10, "x1": 100, "width": 90, "height": 0}
    edges = [level | {"top": 6 * at + 5, "bottom": 6 * at + 5} for at in range(2 * count)]
    tall = {"orientation": "v", "width": 0, "height": 12 * count, "top": 0, "bottom": 12 * count}
    edges += [tall | {"x0": x, "x1": x} for x in (10, 100)]
    started = time.process_time()
    mark_struck(characters, edges)
    assert time.process_time() - started < 4


def test_a_row_struck_out_whole_is_noted() -> None:
    y = TOP - 3 * ROW - 8.5
    document = read(pdf(TABLE + f"52 {y} m 432 {y} l S\n"))
    assert rows(document)[:3] == BODY[:3]
    assert rows(document)[3] == ["", "", "", ""]
    assert "struck out whole" in notes(document)


@pytest.mark.parametrize(
    ("base", "raised", "after", "printed"),
    [
        pytest.param("新建公路120", "1", "公里", "新建公路120公里", id="behind a number"),
        pytest.param("新建公路120公里", "[1]", "", "新建公路120公里", id="in brackets behind the text"),
        pytest.param("建成面积120m", "2", "", "建成面积120m2", id="square metres"),
        pytest.param("供水3×10", "4", "吨", "供水3×10⁴吨", id="a power of ten"),
    ],
)
@pytest.mark.parametrize("size", [4, 5, 6.5, 8.3, 9.4, 10])
def test_small_raised_digits_are_note_marks(base: str, raised: str, after: str, printed: str, size: float) -> None:
    x, y = 203, TOP - 2 * ROW - 12
    drawn = page([cell for cell in CELLS if cell[:2] != (2, 2)] + [(2, 2, 3, 3, "")])
    end = x + 10 * len(base) + size * len(raised)
    drawn += text(x, y, base) + text(x + 10 * len(base), y + 4, raised, size) + text(end, y, after)
    drawn += text(60, TOP - 4 * ROW - 30, "注：1.含县道。") if "公路" in base else ""
    document = read(pdf(drawn))
    assert rows(document)[2][2] == printed
    marks = [(one.kind, one.note_text) for one in document.excluded]
    assert marks == ([("note_mark", "含县道。")] if "公路" in base else [])


def test_text_that_stands_higher_in_a_cell_is_no_note_mark() -> None:
    """Two texts side by side, one of them higher: it is longer than a mark, or does not come back to the line."""
    x, y = 203, TOP - 2 * ROW - 12
    drawn = page([cell for cell in CELLS if cell[:2] != (2, 2)] + [(2, 2, 3, 3, "")])
    drawn += text(x, y, "新建公路") + text(x + 40, y + 4, "120公里以上") + text(x + 100, y, "水渠")
    document = read(pdf(drawn))
    assert rows(document)[2][2] == "新建公路120公里以上水渠"
    assert not document.excluded


@pytest.mark.parametrize("height", [4, 6])
def test_a_number_whose_row_goes_on_higher_is_no_note_mark(height: int) -> None:
    """The second line of the text to the left ends three points before a number in the middle of its row."""
    y = TOP - 2 * ROW - 24
    drawn = page([*row(0, *BODY[0]), *row(1, *BODY[1]), *row(2, "2", "周宁", "", "市林业局"), *row(3, *BODY[3])])
    drawn += text(203, y + 12, "修路") + text(203, y, "绿化造林绿化村") + text(276, y + height, "12")
    document = read(pdf(drawn + text(310, y + height, "个村")))
    assert "12" in "".join(filter(None, rows(document)[2]))
    assert not document.excluded


@pytest.mark.parametrize(("rule", "mark"), [(None, RAISED), (31.5, ""), (29.5, ""), (53, RAISED)])
def test_a_number_in_the_next_cell_is_not_raised(rule: float | None, mark: str) -> None:
    signs = [("完", 10, 50), ("成", 20, 50), ("1", 33, 44), ("2", 43, 44)]
    characters: list[Character] = [
        {"text": sign, "x0": x, "x1": x + 10, "top": bottom - 10, "bottom": bottom, "em": 10, "upright": True}
        for sign, x, bottom in signs
    ]
    edges = [{"orientation": "v", "height": 40, "x0": rule, "top": 20, "bottom": 60}] if rule else []
    mark_raised(characters, edges)
    assert [one.get("mark", "") for one in characters] == ["", "", mark, mark]


def test_an_annotation_that_prints_is_noted() -> None:
    entries = b"/Annots[<</Type/Annot/Subtype/Watermark/Rect[0 0 100 100]/Contents<FEFF68376811>>>]"
    document = read(pdf(TABLE, page_entries=entries))
    assert rows(document) == BODY
    assert "annotation" in notes(document) and "样" in notes(document)


# --- forms, signs, pictures -------------------------------------------------------------------------------------------

_STATUS = [
    ["序号", "责任目标内容", "完成情况", "是否完成"],
    ["1", "新建学校2所", "", ""],
    ["2", "修缮桥梁5座", "已修缮5座", ""],
]
_STATUS_PAGE = page([cell for at, words in enumerate(_STATUS) for cell in row(at, *words)])
_FIELDS = (
    b"<</Subtype/Widget/FT/Tx/V<FEFF5DF25EFA0032>/Rect[205 645 340 665]>>"  # 已建2
    b"<</Subtype/Widget/FT/Btn/AS/Yes/Rect[360 648 372 660]>>"
    b"<</Subtype/Widget/Parent 4 0 R/AS/Off/Rect[360 618 372 630]>>"
    b"<</Subtype/Widget/FT/Tx/F 2/V(99)/Rect[205 615 340 635]>>"  # hidden
    b"<</Subtype/Widget/FT/Btn/Ff 65536/Rect[60 500 90 520]>>"  # a button to press
)
_FILLED = [_STATUS[0], ["1", "新建学校2所", "已建2", "☑"], ["2", "修缮桥梁5座", "已修缮5座", "☐"]]


def test_filled_form_fields_are_read_at_their_places() -> None:
    document = read(pdf(_STATUS_PAGE, objects=(b"<</FT/Btn/V/Off>>",), page_entries=b"/Annots[%b]" % _FIELDS))
    assert rows(document) == _FILLED
    assert "3 form fields" in notes(document)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_form_fields_turn_with_their_page(turn: int) -> None:
    entries = b"/Rotate %d/Annots[%b]" % (turn, _FIELDS)
    assert rows(read(pdf(_STATUS_PAGE, objects=(b"<</FT/Btn/V/Off>>",), page_entries=entries))) == _FILLED


def test_the_characters_of_a_pages_fields_are_bounded() -> None:
    field = b"<</Subtype/Widget/FT/Tx/V(%b)/Rect[0 100 400 120]>>" % (b"9" * 2_000)
    document = read(pdf(_STATUS_PAGE, page_entries=b"/Annots[%b]" % (field * 40)))
    assert rows(document) == _STATUS
    assert "10 form fields" in notes(document)


def test_damaged_form_fields_print_nothing() -> None:
    fields = (
        b"<</Subtype/Widget/FT/Tx/V 3/Rect[205 645 340 665]>><</Subtype/Widget/FT/Tx/V(1)/Rect 7>>"
        b"<</Subtype/Widget/FT/Ch/V(2)/Opt 1/Rect[0 0 0 0]>><</Subtype/Widget/FT/Ch/Rect[205 645 340 665]>>"
    )
    assert rows(read(pdf(_STATUS_PAGE, page_entries=b"/Annots[%b]" % fields))) == _STATUS


@pytest.mark.parametrize(
    ("font", "signs", "shown"),
    [
        pytest.param("ZapfDingbats", "438", "✔✓✘", id="Dingbats"),
        pytest.param("ABCDEF+Wingdings-Regular", "\\374\\376", "✓☑", id="Wingdings"),
        pytest.param("Helvetica", "438", "438", id="letters"),
    ],
)
def test_signs_of_a_symbol_font_are_read_as_they_show(font: str, signs: str, shown: str) -> None:
    drawn = _STATUS_PAGE + f"BT /F2 10 Tf 360 658 Td ({signs}) Tj ET\n"
    symbols = f"<</Type/Font/Subtype/Type1/BaseFont/{font}>>".encode()
    document = read(pdf(drawn, objects=(symbols,), resources=b"/Font<</F1 3 0 R/F2 4 0 R>>"))
    assert rows(document)[1][3] == shown


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param("360 658 m 364 654 l S 364 654 m 372 664 l S\n", id="a tick of two strokes"),
        pytest.param("360 658 m 364 654 l 372 664 l S\n", id="a tick in one"),
        pytest.param("q 12 0 0 12 360 652 cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q\n", id="a picture"),
    ],
)
def test_a_picture_in_a_cell_without_text_is_noted(drawn: str) -> None:
    document = read(pdf(_STATUS_PAGE + drawn))
    assert rows(document) == _STATUS
    assert [note.source_place for note in document.notes] == ["page 1, row 2"]
    assert "only a picture" in notes(document)


def test_a_blank_cell_that_is_crossed_out_is_no_picture() -> None:
    assert not read(pdf(_STATUS_PAGE + "351 641 m 449 669 l S\n")).notes
