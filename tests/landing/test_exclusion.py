"""What is struck, raised or hidden is no part of a cell's text, in every format that can say so, and is kept."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.note_marks import may_hold_plain_marks, part_plain
from duban.landing.reader import Source
from duban.landing.readers import reader_for

HEADER = ["序号", "责任目标", "责任单位", "是否完成"]
ROWS = [["1", "新建公路120公里", "市交通局", "是"], ["2", "改造小区45个", "市住建局", "否"]]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa471"
    "0000000049454e44ae426082"
)
# A piece of a cell: its text, and how it is set.
Piece = tuple[str, str]


def read(name: str, content: bytes) -> ReadDocument:
    return reader_for(name).read(Source(name, content), Limits())


def rows_with(at: tuple[int, int], pieces: list[Piece]) -> list[list[list[Piece]]]:
    rows = [[[(text, "")] for text in row] for row in (HEADER, *ROWS)]
    rows[at[0]][at[1]] = pieces
    return rows


HTML_WAYS = {
    "struck": [
        "<s>{}</s>",
        "<del>{}</del>",
        "<strike>{}</strike>",
        "<span style='text-decoration: line-through'>{}</span>",
        "<i class=gone>{}</i>",
        "<b style='TEXT-DECORATION-LINE:LINE-THROUGH'>{}</b>",
        "<u class=old>{}</u>",
    ],
    "hidden": [
        "<span style='display:none'>{}</span>",
        "<span style='visibility:hidden'>{}</span>",
        "<i hidden>{}</i>",
        "<i class='x hide'>{}</i>",
        "<i id=off>{}</i>",
        "<i style='font-size:0'>{}</i>",
        "<i class=far>{}</i>",
        "<i style='display:block;text-indent: -9999px'>{}</i>",
        "<i class=reader>{}</i>",
        "<i style='clip-path:inset(50%)'>{}</i>",
        "<i style='display:block;max-height:0;overflow:hidden'>{}</i>",
        "<i style='color:transparent'>{}</i>",
        "<i style='display:inline-block;transform:scale(0)'>{}</i>",
        "<i style='mso-hide:all'>{}</i>",
    ],
    "note_mark": [
        "<sup>{}</sup>",
        "<span class=up>{}</span>",
        "<a href=#n><sup>{}</sup></a>",
        "<i style='vertical-align:4px;font-size:70%'>{}</i>",
        "<i style='vertical-align:text-top'>{}</i>",
        "<i style='position:relative;top:-6.0pt;mso-text-raise:6.0pt'>{}</i>",
    ],
}
SHEET = (
    "<style>@media print{td{display:none}} @media (max-width:600px){.gone,td{display:none}}"
    ".gone{text-decoration:line-through} .hide,#off{display:none!important} .up{vertical-align:super}"
    ".shown{display:none} i.shown{display:inline} td>.old{text-decoration-line:line-through}"
    ".far{position:absolute;left:-10000px}"
    ".reader{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}</style>"
)


def html(rows: list[list[list[Piece]]], way: int = 0) -> bytes:
    def piece(text: str, kind: str) -> str:
        ways = HTML_WAYS.get(kind, ["{}"])
        return ways[way % len(ways)].format(text)

    body = "".join(
        "<tr>" + "".join(f"<td>{''.join(piece(*one) for one in cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<meta charset=utf-8>{SHEET}<table>{body}</table>".encode()


MARKDOWN_WAYS = {
    "struck": ["~~{}~~", "<del>{}</del>", "<s>{}</s>", '<span style="text-decoration:line-through">{}</span>'],
    "hidden": ['<span style="display: none">{}</span>', "<span hidden>{}</span>"],
    "note_mark": ["<sup>{}</sup>", "[^{}]"],
}


def markdown(rows: list[list[list[Piece]]], way: int = 0) -> bytes:
    def piece(text: str, kind: str) -> str:
        ways = MARKDOWN_WAYS.get(kind, ["{}"])
        return ways[way % len(ways)].format(text)

    lines = ["| " + " | ".join("".join(piece(*one) for one in cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|---|---|---|---|", *lines[1:]]).encode()


def csv_text(rows: list[list[list[Piece]]], way: int = 0) -> bytes:
    ways = {"struck": ["<s>{}</s>", "<del>{}</del>"], "note_mark": ["<sup>{}</sup>", "[^{}]"]}
    return "\n".join(
        ",".join(
            "".join(ways.get(kind, ["{}"])[way % 2 if kind else 0].format(text) for text, kind in cell) for cell in row
        )
        for row in rows
    ).encode()


def word(rows: list[list[list[Piece]]], way: int = 0) -> bytes:
    document = docx.Document()
    for name, attribute in (
        ("Gone", "strike"),
        ("Gone2", "double_strike"),
        ("Unseen", "hidden"),
        ("Up", "superscript"),
    ):
        setattr(document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER).font, attribute, True)
    ways = {
        "struck": ["strike", "double_strike", "style Gone", "style Gone2"],
        "hidden": ["hidden", "style Unseen"],
        "note_mark": ["superscript", "style Up"],
    }
    made = document.add_table(len(rows), len(rows[0]))
    for table_row, row in zip(made.rows, rows, strict=True):
        for table_cell, cell in zip(table_row.cells, row, strict=True):
            for text, kind in cell:
                run = table_cell.paragraphs[0].add_run(text)
                how = ways[kind][way % len(ways[kind])] if kind else ""
                if how.startswith("style "):
                    run.style = document.styles[how[6:]]
                elif how:
                    setattr(run.font, how, True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def excel(rows: list[list[list[Piece]]], way: int = 0) -> bytes:
    workbook = openpyxl.Workbook()
    fonts = {"struck": InlineFont(strike=True), "note_mark": InlineFont(vertAlign="superscript")}
    for row_no, row in enumerate(rows, start=1):
        for column_no, cell in enumerate(row, start=1):
            target = workbook.active.cell(row_no, column_no)
            if len(cell) == 1:
                (text, kind) = cell[0]
                target.value = text
                target.font = Font(strike=kind == "struck")
                target.number_format = ";;;" if kind == "hidden" else "General"
            else:
                target.value = CellRichText(*(TextBlock(fonts[kind], text) if kind else text for text, kind in cell))
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


WRITERS: dict[str, tuple[str, Callable[[list[list[list[Piece]]], int], bytes], dict[str, int]]] = {
    "html": ("a.html", html, {"struck": 6, "hidden": 12, "note_mark": 6}),
    "markdown": ("a.md", markdown, {"struck": 4, "hidden": 2, "note_mark": 2}),
    "csv": ("a.csv", csv_text, {"struck": 2, "note_mark": 2}),
    "docx": ("a.docx", word, {"struck": 4, "hidden": 2, "note_mark": 2}),
    "xlsx": ("a.xlsx", excel, {"struck": 1, "note_mark": 1}),
}
WAYS = [
    pytest.param(form, kind, way, id=f"{form}, {kind} {way + 1}")
    for form, (_, _, kinds) in WRITERS.items()
    for kind, count in kinds.items()
    for way in range(count)
]


@pytest.mark.parametrize(("form", "kind", "way"), WAYS)
def test_a_piece_of_a_cell_is_parted_kept_and_noted(form: str, kind: str, way: int) -> None:
    name, write, _ = WRITERS[form]
    piece = "1" if kind == "note_mark" else "100"
    document = read(name, write(rows_with((1, 1), [("新建公路120", ""), (piece, kind), ("公里", "")]), way))
    assert document.grids[0].rows == [HEADER, *ROWS]
    kept = [(one.kind, one.row_no, one.column_no, one.position, one.is_whole) for one in document.excluded]
    assert kept == [(kind, 2, 2, 7, False)]
    assert document.excluded[0].text.strip("[^]") == piece
    assert [note for note in document.notes if piece in note.what]


@pytest.mark.parametrize("form", [form for form, (_, _, kinds) in WRITERS.items() if "struck" in kinds])
def test_a_row_that_is_struck_out_whole_is_noted(form: str) -> None:
    name, write, _ = WRITERS[form]
    rows = rows_with((0, 0), [("序号", "")])
    rows[2] = [[(text, "struck")] for text in ROWS[1]]
    document = read(name, write(rows, 0))
    assert document.grids[0].rows == [HEADER, ROWS[0], ["", "", "", ""]]
    assert [one.text for one in document.excluded if one.is_whole] == ROWS[1]
    assert any("struck out whole" in note.what for note in document.notes)


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_set_so_in_any_cell_changes_no_cell(form: str, data: st.DataObject) -> None:
    """The property of all formats: beside a document without the piece, nothing is read otherwise."""
    name, write, kinds = WRITERS[form]
    kind = data.draw(st.sampled_from([kind for kind in kinds if kind != "note_mark"]))
    row, column = data.draw(st.integers(1, 2)), data.draw(st.integers(0, 3))
    piece = data.draw(st.text("0123456789市县一二三亿公里.，、", min_size=1, max_size=12))
    text = ROWS[row - 1][column]
    cut = data.draw(st.integers(0, len(text)))
    # between the figures of a number ~~ prints ranges
    within_number = text[:cut][-1:].isdigit() and piece[0].isdigit() and text[cut : cut + 1].isdigit()
    way = data.draw(st.integers(1, 3) if form == "markdown" and within_number else st.integers(0, 5))
    pieces = [one for one in ((text[:cut], ""), (piece, kind), (text[cut:], "")) if one[0]]
    plain = read(name, write(rows_with((0, 0), [("序号", "")]), 0))
    document = read(name, write(rows_with((row, column), pieces), way))
    assert [grid.rows for grid in document.grids] == [grid.rows for grid in plain.grids]
    assert [text.text for text in document.texts] == [text.text for text in plain.texts]
    assert [(one.text, one.row_no, one.column_no) for one in document.excluded] == [(piece, row + 1, column + 1)]


@pytest.mark.parametrize(
    ("cell", "expected", "marks"),
    [
        pytest.param("绿地5m<sup>2</sup>", "绿地5m2", [], id="a unit of area"),
        pytest.param("3km<sup>2</sup>", "3km2", [], id="a longer unit"),
        pytest.param("水3×10<sup>4</sup>吨", "水3×10⁴吨", [], id="a power of ten"),
        pytest.param("水10<sup>4</sup>吨", "水10⁴吨", [], id="a power of ten alone"),
        pytest.param("减CO<sub>2</sub>5吨", "减CO2 5吨".replace(" ", ""), [], id="a formula"),
        pytest.param("降PM<sub>2.5</sub>3%", "降PM2.53%", [], id="a particle"),
        pytest.param("30<sup>o</sup>C", "30oC", [], id="degrees"),
        pytest.param("1<sup>#</sup>楼", "1#楼", [], id="a building"),
        pytest.param("<sup>1</sup>含县道", "1含县道", [], id="nothing before it"),
        pytest.param("公路110<sup>2</sup>公里", "公路110公里", ["2"], id="a number that ends in ten"),
        pytest.param("公路120公里<sup>[1]</sup>", "公路120公里", ["[1]"], id="brackets"),
        pytest.param("市教育局<sup>1,2</sup>", "市教育局", ["1,2"], id="two marks"),
        pytest.param("增长6.8①%", "增长6.8%", ["①"], id="a circled number before a unit"),
        pytest.param("增长6.8%①", "增长6.8%", ["①"], id="a circled number at the end"),
        pytest.param("①修路3公里②架桥", "①修路3公里②架桥", [], id="circled numbers that count"),
        pytest.param("完成126[^1]公里", "完成126公里", ["[^1]"], id="a reference"),
        pytest.param("完成126[2]公里", "完成126公里", ["[2]"], id="brackets behind a number"),
        pytest.param("公路120¹公里", "公路120公里", ["¹"], id="a small figure"),
        pytest.param("绿地5m²、3km²", "绿地5m²、3km²", [], id="small figures of units"),
        pytest.param("水10⁴吨", "水10⁴吨", [], id="a small figure of ten"),
        pytest.param("1\u03360\u03360\u0336120公里", "120公里", ["100"], id="struck by strokes over each character"),
        pytest.param("水4.1×10<sup>4</sup><sup>[1]</sup>吨", "水4.1×10⁴吨", ["[1]"], id="a mark behind a power"),
        pytest.param("水4.1×10<sup>4①</sup>吨", "水4.1×10⁴吨", ["①"], id="a mark set with a power"),
        pytest.param("水4.1×10<sup>12</sup>吨", "水4.1×10¹²吨", [], id="a power of two digits"),
        pytest.param("林地7m<sup>2</sup><sup>1</sup>", "林地7m2", ["1"], id="a mark behind a unit of area"),
        pytest.param("林地7m²¹", "林地7m²", ["¹"], id="small figures that are a power and a mark"),
        pytest.param("林地7m²①", "林地7m²", ["①"], id="a circled number behind a small power"),
        pytest.param("供气80万Nm<sup>3</sup>", "供气80万Nm3", [], id="a unit of gas"),
        pytest.param("林地7万米<sup>2</sup>[1]", "林地7万米²", ["[1]"], id="a power of a unit in Chinese"),
        pytest.param("修渠18公里<sup>3</sup>", "修渠18公里", ["3"], id="a third power that no length has"),
        pytest.param("修渠10<sup>1</sup><sup>,</sup><sup>2</sup>公里", "修渠10公里", ["1,2"], id="marks in pieces"),
        pytest.param("招录7<sup>1 2</sup>万人", "招录7万人", ["1 2"], id="marks with a blank between"),
        pytest.param("市水务局<sup>①</sup><sup>②</sup>", "市水务局", ["①②"], id="marks in a row on a name"),
        pytest.param("修渠18<sup>注</sup>公里", "修渠18公里", ["注"], id="the word for a note"),
        pytest.param("修渠18<sup>[注]</sup>公里", "修渠18公里", ["[注]"], id="the word for a note in brackets"),
        pytest.param("修渠18<sup>▲</sup>公里", "修渠18公里", ["▲"], id="a sign"),
        pytest.param("修渠18<sup>ⅱ</sup>公里", "修渠18公里", ["ⅱ"], id="a small Roman number"),
        pytest.param("第1<sup>st</sup>期", "第1st期", [], id="an ordinal"),
        pytest.param("气温5<sup>℃</sup>", "气温5℃", [], id="a raised unit"),
        pytest.param("修渠18[注1]公里", "修渠18公里", ["[注1]"], id="a numbered note in brackets"),
        pytest.param("招录7（注2）万人", "招录7万人", ["（注2）"], id="a numbered note in round brackets"),
        pytest.param("修渠18①（含支渠）", "修渠18（含支渠）", ["①"], id="a circled number before a bracket"),
        pytest.param("建站6个[注1][注2]", "建站6个", ["[注1][注2]"], id="two in brackets at the end"),
        pytest.param("材料见附表【2】。", "材料见附表【2】。", [], id="the number of a paper that is enclosed"),
        pytest.param("附表[1]、[2]齐全", "附表[1]、[2]齐全", [], id="numbers of two papers"),
        pytest.param("依岚政发〔19〕。", "依岚政发〔19〕。", [], id="a paper of a short year"),
        pytest.param("增收9%[1]，减支2%", "增收9%，减支2%", ["[1]"], id="brackets before a comma"),
        pytest.param("增收9%①②", "增收9%", ["①②"], id="two circled numbers at the end"),
        pytest.param("建站6※个", "建站6※个", [], id="a sign that no note explains"),
        pytest.param("按府发〔2020〕12号办理", "按府发〔2020〕12号办理", [], id="the number of a paper"),
        pytest.param("修渠3公里（注：含支渠）", "修渠3公里（注：含支渠）", [], id="a note in the text"),
    ],
)
def test_note_marks_are_not_confused_with_powers_and_names(cell: str, expected: str, marks: list[str]) -> None:
    page = f"<table><tr><td>序号<td>目标<tr><td>1<td>{cell}<tr><td>2<td>x</table>"
    document = read("a.html", page.encode())
    assert document.grids[0].rows[1] == ["1", expected]
    assert [one.text for one in document.excluded] == marks


@pytest.mark.parametrize("cell", ["修渠1[" + "\u3000" * 30_000, "修渠1（注" + " " * 30_000, "（注" + " " * 30_000])
def test_an_open_bracket_and_many_blanks_cost_no_time(cell: str) -> None:
    began = time.perf_counter()
    assert part_plain(cell, {}) == (cell, []) and not may_hold_plain_marks(cell)
    assert time.perf_counter() - began < 1


def test_a_sign_is_a_note_mark_where_the_foot_explains_it() -> None:
    page = "<table><tr><td>1<td>建站6※个<tr><td>2<td>修渠18公里<sub>2</sub></table><p>※ 含改建</p><p>2.不含支渠</p>"
    document = read("a.html", page.encode())
    assert [row[1] for row in document.grids[0].rows] == ["建站6个", "修渠18公里"]
    assert [(one.text, one.note_text) for one in document.excluded] == [("※", "含改建"), ("2", "不含支渠")]


def test_a_number_in_brackets_behind_a_word_is_a_note_mark_where_the_foot_explains_it() -> None:
    page = "<table><tr><td>1<td>建站6个[1][2]<tr><td>2<td>见附表[3]。</table><p>[1] 含改建</p><p>[2] 含扩建</p>"
    document = read("a.html", page.encode())
    assert [row[1] for row in document.grids[0].rows] == ["建站6个", "见附表[3]。"]
    assert [(one.text, one.note_text) for one in document.excluded] == [("[1][2]", "含改建；含扩建")]


def test_marks_set_together_point_to_all_their_notes() -> None:
    page = "<table><tr><td>1<td>增收9%<sup>①②</sup><tr><td>2<td>x</table><p>①初步统计</p><p>②可比价</p>"
    assert [one.note_text for one in read("a.html", page.encode()).excluded] == ["初步统计；可比价"]


@pytest.mark.parametrize("name", ["a.md", "a.csv", "a.txt"])
@pytest.mark.parametrize(
    ("cell", "expected", "excluded"),
    [
        pytest.param("修渠18^1^公里", "修渠18公里", [("note_mark", "1")], id="a mark between carets"),
        pytest.param("招录7$^{[1]}$万人", "招录7万人", [("note_mark", "[1]")], id="a mark in a formula"),
        pytest.param("水4×10^4^吨", "水4×10⁴吨", [], id="a power between carets"),
        pytest.param("水4×10$^{4}$吨", "水4×10⁴吨", [], id="a power in a formula"),
        pytest.param("林地7m^2^", "林地7m2", [], id="a unit of area"),
        pytest.param("建站~~5~8~~6个", "建站6个", [("struck", "5~8")], id="a struck range"),
        pytest.param("建站5~8个或10~12个", "建站5~8个或10~12个", [], id="ranges"),
        pytest.param("窗口9~~11点~~13点开放", "窗口9~~11点~~13点开放", [], id="ranges of two signs"),
        pytest.param("修渠~~50~~18公里", "修渠18公里", [("struck", "50")], id="struck before a number"),
        pytest.param("修渠18~~50~~公里", "修渠18公里", [("struck", "50")], id="struck behind a number"),
        pytest.param("按x^y^z计分", "按x^y^z计分", [], id="carets of a formula"),
        pytest.param("修渠18^注2^公里", "修渠18公里", [("note_mark", "注2")], id="a numbered note between carets"),
        pytest.param("修渠18^[注]^公里", "修渠18公里", [("note_mark", "[注]")], id="brackets between carets"),
        pytest.param("修渠18^①^公里", "修渠18公里", [("note_mark", "①")], id="a circled number between carets"),
        pytest.param("水4×10^-3^吨", "水4×10⁻³吨", [], id="a negative power between carets"),
    ],
)
def test_signs_that_raise_and_strike_in_text(
    name: str, cell: str, expected: str, excluded: list[tuple[str, str]]
) -> None:
    rows = [["序号", "责任目标", "责任单位"], ["1", cell, "市水务局"], ["2", "建桥3座", "市交通局"]]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---|---|---|")
    content = "\n".join(",".join(row) for row in rows) if name == "a.csv" else "\n".join(lines)
    document = read(name, content.encode())
    assert document.grids[0].rows[1][1] == expected
    assert [(one.kind, one.text) for one in document.excluded] == excluded


@pytest.mark.parametrize("name", ["struck_and_hidden.xls", "struck_and_hidden.xlsx"])
def test_excel_cells_show_what_their_format_and_font_make_of_them(name: str) -> None:
    document = read(name, (Path(__file__).parent / "formats" / name).read_bytes())
    assert document.grids[0].rows == [
        ["序号", "责任目标", "责任单位", "是否完成", "备注"],
        ["1", "修路120公里", "市教育局", "✓", "3.2万人"],
        ["2", "开渠30公里", "市水利局", "✓", ""],
        ["3", "修桥2座", "市交通局", "", ""],
        ["4", "", "市文旅局", "否", ""],
    ]
    assert [(one.kind, one.text, one.source_place) for one in document.excluded] == [
        ("struck", "100", "表!B2"),
        ("note_mark", "1", "表!B3"),
        ("hidden", "是", "表!D4"),
        ("struck", "建校3所", "表!B5"),
    ]
    assert [note.source_place for note in document.notes if "rows are hidden" in note.what] == ["表!4:4"]


def test_thousands_of_marks_in_a_cell_cost_no_more_than_their_length() -> None:
    page = "<table><tr><td>1<td>{}<tr><td>2<td>x</table>"
    started = time.process_time()
    for cell in ("5<sup>1</sup>" * 8_000, "1①" * 30_000, "1\u0336" * 30_000, "<s>1" * 200):
        read("a.html", page.format(cell).encode())
    assert time.process_time() - started < 5


def test_the_note_at_the_foot_is_found() -> None:
    page = (
        "<table><tr><td>序号<td>目标<tr><td>1<td>公路120<sup>1</sup>公里<tr><td>2<td>增收6<sup>②</sup>%"
        "<tr><td>3<td>绿地5公里<sup>2</sup></table><p>注：1.含县道；2.初步统计</p>"
    )
    document = read("a.html", page.encode())
    assert [(one.text, one.note_text) for one in document.excluded] == [
        ("1", "含县道"),
        ("②", "初步统计"),
        ("2", "初步统计"),
    ]


def test_words_own_footnotes_are_marks_with_their_note() -> None:
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    runs = "<w:r><w:t>公路120</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r><w:r><w:t>公里</w:t></w:r>"
    body = f"<w:body><w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc></w:tr></w:tbl></w:body>"
    note = "<w:footnote w:id='7'><w:p><w:r><w:t>含县道</w:t></w:r></w:p></w:footnote>"
    link = f"<Relationship Id='f' Type='{relation}' Target='footnotes.xml'/>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}>{body}</w:document>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships xmlns='{package}'>{link}</Relationships>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {space}>{note}</w:footnotes>")
    document = read("a.docx", out.getvalue())
    assert document.grids[0].rows == [["公路120公里"]]
    assert [(one.text, one.position, one.note_text) for one in document.excluded] == [("1", 5, "含县道")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("<input value='3.2万人' readonly>", "3.2万人", id="a field"),
        pytest.param("<input type=hidden value=7>是", "是", id="a hidden field"),
        pytest.param("<input type=checkbox checked>", "☑", id="a checked box"),
        pytest.param("<input type=radio>否", "☐否", id="an empty one"),
        pytest.param("<select><option>否<option selected>是</select>", "是", id="the selected option"),
        pytest.param("<textarea>已建成</textarea>", "已建成", id="a text field"),
        pytest.param("<img src=a.png alt=是>", "是", id="a picture that says what it is"),
        pytest.param("是<img src=a.png alt=图标>", "是", id="a picture beside a text"),
        pytest.param("<img src=a.png>", "", id="a picture that does not"),
        pytest.param("<svg width=9><text x=1>是</text></svg>", "是", id="the letters of a drawing"),
        pytest.param("3<svg><g><text>万<tspan>人</tspan></text></g></svg>", "3万人", id="of a drawing beside a text"),
        pytest.param("<svg><defs><text>否</text></defs><text>是</text></svg>", "是", id="what is only defined"),
        pytest.param("<svg><title>是</title><use href='#tick'/></svg>", "是", id="the title of a drawing"),
        pytest.param("<svg style='display:none'><text>否</text></svg>是", "是", id="a hidden drawing"),
        pytest.param("<svg><use href='#tick'/></svg>", "", id="a drawing without a name"),
        pytest.param("<font face=Wingdings><b>\u00fc</b></font>是", "✓是", id="a tick of a font"),
        pytest.param(
            "<p style='font-family:Wingdings'>\u00fe<i style='font-family:SimSun'>P</i></p>", "☑P", id="a box"
        ),
    ],
)
def test_cells_that_print_without_text(cell: str, expected: str) -> None:
    page = f"<table><tr><td>序号<td>状态<tr><td>1<td>{cell}<tr><td>2<td>x</table>"
    document = read("a.html", page.encode())
    assert document.grids[0].rows[1] == ["1", expected]
    assert any("only a picture" in note.what for note in document.notes) == (expected == "")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("灌溉120<math><mi>km</mi></math>", "灌溉120km", id="letters"),
        pytest.param("<math><mn>39</mn></math>座", "39座", id="a number"),
        pytest.param("3×<math><msup><mn>10</mn><mn>4</mn></msup></math>吨", "3×10⁴吨", id="a power of ten"),
        pytest.param("3<math>\n<msup> <mn>10</mn> <mn>4</mn> </msup></math>吨", "3 10⁴吨", id="behind a number"),
        pytest.param("5<math><msup><mi>km</mi><mn>2</mn></msup></math>", "5km2", id="a unit of area"),
        pytest.param("<math><msup><mn>5</mn><mn>2</mn></msup></math>", "5^2", id="a power of another number"),
        pytest.param("<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>以上", "1/3以上", id="a fraction"),
        pytest.param(
            "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>", "(a+b)/2", id="a sum"
        ),
        pytest.param("减<math><msub><mi>CO</mi><mn>2</mn></msub></math>", "减CO2", id="a formula of chemistry"),
        pytest.param("<math><msqrt><mn>2</mn></msqrt></math>", "√(2)", id="a root"),
        pytest.param(
            "<math><semantics><mn>7</mn><annotation>\\seven</annotation></semantics></math>", "7", id="a note to it"
        ),
        pytest.param(
            "<i><b class=m><math><msup><mn>10</mn><mn>4</mn></msup></math></b><b aria-hidden=true>10<u>4</u></b></i>吨",
            "10⁴吨",
            id="drawn a second time for the eye",
        ),
    ],
)
def test_formulas_are_read(formula: str, expected: str) -> None:
    page = f"<table><tr><td>序号<td>目标<tr><td>1<td>{formula}<tr><td>2<td>x</table>"
    document = read("a.html", page.encode())
    assert document.grids[0].rows[1] == ["1", expected]
    assert document.excluded == []


def test_deep_and_large_formulas_cost_no_more_than_their_length() -> None:
    page = "<table><tr><td>1<td><math>{}</math><tr><td>2<td>x</table>"
    started = time.process_time()
    for formula in ("<mrow>" * 200 + "<mn>7</mn>", "<msup><mn>7</mn><mn>2</mn></msup>" * 30_000):
        read("a.html", page.format(formula).encode())
    assert time.process_time() - started < 5


def test_a_rule_may_undo_what_a_tag_says() -> None:
    sheet = "<style>del.now{text-decoration:none}</style>"
    page = f"{sheet}<table><tr><td>一<td>二<tr><td>1<td>120<del class=now>公里</del></table>"
    assert read("a.html", page.encode()).grids[0].rows[1] == ["1", "120公里"]


@pytest.mark.parametrize(
    ("description", "expected"),
    [("是", "是"), ("", ""), ("图片包含 文字描述已自动生成", "")],
    ids=["named", "unnamed", "named by a program"],
)
def test_a_picture_alone_in_a_cell_of_a_document(description: str, expected: str) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("序号", "状态", "1", ""), strict=True):
        cell.text = text
    run = table.cell(1, 1).paragraphs[0].add_run()
    run.add_picture(BytesIO(PICTURE))
    run._r.xpath(".//wp:docPr")[0].set("descr", description)
    out = BytesIO()
    document.save(out)
    found = read("a.docx", out.getvalue())
    assert found.grids[0].rows == [["序号", "状态"], ["1", expected]]
    assert any("only a picture" in note.what for note in found.notes) == (not expected)


def test_a_hidden_cell_leaves_its_row_and_is_kept() -> None:
    page = "<style>td:nth-child(2){display:none}</style><table><tr><td>序号<td>旧<td>新<tr><td>1<td>60<td>45</table>"
    document = read("a.html", page.encode())
    assert document.grids[0].rows == [["序号", "新"], ["1", "45"]]
    assert [(one.kind, one.text, one.column_no) for one in document.excluded] == [
        ("hidden_cell", "旧", None),
        ("hidden_cell", "60", None),
    ]


def test_a_rule_for_narrow_screens_or_that_another_undoes_hides_nothing() -> None:
    page = f"{SHEET}<table><tr><td>序号<td><i class=shown>目标</i><tr><td>1<td>45</table>"
    assert read("a.html", page.encode()).grids[0].rows == [["序号", "目标"], ["1", "45"]]


def test_hidden_tables_are_read_only_where_no_other_is_shown() -> None:
    table = "<table><tr><td>1<td>{}<tr><td>2<td>x</table>"
    both = f"<div style='display:none'>{table.format('旧')}</div>{table.format('新')}"
    document = read("a.html", both.encode())
    assert [grid.rows[0] for grid in document.grids] == [["1", "新"]]
    assert [note.severity for note in document.notes] == ["warning"]
    alone = read("a.html", f"<div style='display:none'>{table.format('旧')}</div>".encode())
    assert [grid.rows[0] for grid in alone.grids] == [["1", "旧"]]
    assert [note.severity for note in alone.notes] == ["warning"]
