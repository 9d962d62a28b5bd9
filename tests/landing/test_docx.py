"""DOCX: gridSpan and vMerge are the spans, and what Word prints without storing it is printed here too."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import docx
import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.docx.numbering import counted
from duban.landing.readers.docx.reader import READER

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(content: bytes, limits: Limits | None = None) -> ReadDocument:
    return READER.read(Source("place/paper.docx", content), limits or Limits())


def paper(body: str, **parts: str) -> bytes:
    """The smallest document around a body. parts: kind of relation (numbering, styles, header) -> its XML."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        links = "".join(f'<Relationship Id="{k}" Type="{RELATION}/{k}" Target="{k}.xml"/>' for k in parts)
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        for kind, xml in parts.items():
            archive.writestr(f"word/{kind}.xml", xml)
    return out.getvalue()


def p(*runs: str, properties: str = "") -> str:
    inner = "".join(run if run.startswith("<") else f"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def table(*rows: str, grid: str = "") -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def wide(text: str, count: int) -> str:
    return tc(text, f'<w:gridSpan w:val="{count}"/>')


def top(text: str) -> str:
    return tc(text, '<w:vMerge w:val="restart"/>')


UNDER = tc("", "<w:vMerge/>")
UNDER_2 = tc("", '<w:gridSpan w:val="2"/><w:vMerge w:val="continue"/>')


@pytest.mark.parametrize(
    ("rows", "expected", "spans"),
    [
        pytest.param((tr("1", "a"), tr("2", "b")), [["1", "a"], ["2", "b"]], {}, id="plain"),
        pytest.param(
            (tr(top("1"), "a"), tr(UNDER, "b"), tr(UNDER, "c"), tr("2", "d")),
            [["1", "a"], [None, "b"], [None, "c"], ["2", "d"]],
            {(1, 1): (3, 1)},
            id="vMerge",
        ),
        pytest.param(
            (tr(top("1"), "a"), tr(UNDER, "b"), tr(top("2"), "c"), tr(UNDER, "d")),
            [["1", "a"], [None, "b"], ["2", "c"], [None, "d"]],
            {(1, 1): (2, 1), (3, 1): (2, 1)},
            id="one merge right below another",
        ),
        pytest.param(
            (tr(wide("一、", 2)), tr("1", "a")), [["一、", None], ["1", "a"]], {(1, 1): (1, 2)}, id="gridSpan"
        ),
        pytest.param(
            (
                tr(tc("x", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "a"),
                tr(UNDER_2, "b"),
                tr("1", "2", "c"),
            ),
            [["x", None, "a"], [None, None, "b"], ["1", "2", "c"]],
            {(1, 1): (2, 2)},
            id="both ways",
        ),
        pytest.param(
            (tr("1", "a"), tr("b", properties='<w:gridBefore w:val="1"/>')),
            [["1", "a"], ["", "b"]],
            {},
            id="gridBefore",
        ),
        pytest.param(
            (tr("1", "a"), tr("2", properties='<w:gridAfter w:val="1"/>')), [["1", "a"], ["2"]], {}, id="gridAfter"
        ),
        pytest.param((tr(UNDER, "a"), tr("2", "b")), [["", "a"], ["2", "b"]], {}, id="a merge with nothing above"),
        pytest.param(
            (tr(top("1"), "a", "b"), tr(UNDER_2, "c"), tr("2", "d", "e")),
            [["1", "a", "b"], ["", None, "c"], ["2", "d", "e"]],
            {(2, 1): (1, 2)},
            id="a merge of another width is no continuation",
        ),
        pytest.param(
            (tr(tc("一", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")), tr("1", "a")),
            [["一", None], ["1", "a"]],
            {(1, 1): (1, 2)},
            id="the old hMerge",
        ),
        pytest.param(
            (tr(wide("x", 999999999)), tr("1", "a")), [["x", None], ["1", "a"]], {(1, 1): (1, 2)}, id="a billion"
        ),
        pytest.param(
            (tr("1", "a"), tr("2", "b", properties="<w:del/>"), tr("3", "c")),
            [["1", "a"], ["3", "c"]],
            {},
            id="a deleted row",
        ),
        pytest.param(
            (f"<w:sdt><w:sdtContent>{tr('1', 'a')}</w:sdtContent></w:sdt>", tr("2", "b")),
            [["1", "a"], ["2", "b"]],
            {},
            id="a row in a content control",
        ),
    ],
)
def test_spans(
    rows: tuple[str, ...], expected: list[list[str | None]], spans: dict[tuple[int, int], tuple[int, int]]
) -> None:
    grid = read(paper(table(*rows))).grids[0]
    assert grid.rows == expected
    assert grid.spans == spans
    assert grid.span_is_known


def test_borders_that_lie_a_sliver_apart_are_one() -> None:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in (600, 20, 900))
    grid = read(paper(table(tr("序号", wide("目标", 2)), tr(wide("1", 2), "粮食"), grid=columns))).grids[0]
    assert grid.rows == [["序号", "目标"], ["1", "粮食"]]
    assert grid.spans == {}


RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>yu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>俞</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
BOX = f"<w:txbxContent>{p('框')}</w:txbxContent>"
TEXT_BOX = (
    f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{BOX}</wps:txbx></mc:Choice>"
    f"<mc:Fallback><v:textbox>{BOX}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(p("市公安局", "<w:r><w:br/></w:r>", "市信访局"), "市公安局\n市信访局", id="a line break"),
        pytest.param(p("市公安局") + p("市信访局"), "市公安局\n市信访局", id="paragraphs"),
        pytest.param(p("俞", "<w:r><w:tab/></w:r>", "悦"), "俞\t悦", id="a tab"),
        pytest.param(p(" a "), " a ", id="blanks are kept"),
        pytest.param(p("新", "增"), "新增", id="runs"),
        pytest.param(p("是", "<w:del><w:r><w:delText>否</w:delText></w:r></w:del>"), "是", id="deleted"),
        pytest.param(p("是", "<w:ins><w:r><w:t>的</w:t></w:r></w:ins>"), "是的", id="inserted"),
        pytest.param(
            p("是", "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>到</w:t></w:r></w:moveTo>"),
            "是到",
            id="moved",
        ),
        pytest.param(p("是", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>否</w:t></w:r>"), "是", id="hidden"),
        pytest.param(p("是", '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>的</w:t></w:r>'), "是的", id="not hidden"),
        pytest.param(p("<w:r><w:instrText>PAGE</w:instrText></w:r>", "3"), "3", id="a field"),
        pytest.param(p("<w:hyperlink><w:r><w:t>网</w:t></w:r></w:hyperlink>"), "网", id="a link"),
        pytest.param(p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "✓", id="a tick of a symbol font"),
        pytest.param(p("<w:r><w:noBreakHyphen/></w:r>"), "-", id="a hyphen"),
        pytest.param(p(RUBY), "俞", id="a reading above"),
        pytest.param(p("前", TEXT_BOX), "前\n框", id="a text box, once"),
        pytest.param(table(tr("一"), tr("二")) + p(""), "一\n二", id="a box in the cell"),
        pytest.param("<w:sdt><w:sdtContent>" + p("控件") + "</w:sdtContent></w:sdt>", "控件", id="a content control"),
    ],
)  # fmt: skip
def test_a_cell_prints_as_in_word(content: str, expected: str) -> None:
    assert read(paper(table(tr("1", tc(content))))).grids[0].rows == [["1", expected]]


def m(kind: str, **parts: str) -> str:
    """A part of an equation, of parts that each hold a text, or the XML of another."""
    inner = "".join(
        f"<m:{name}>{text if text.startswith('<') else f'<m:r><m:t>{text}</m:t></m:r>'}</m:{name}>"
        for name, text in parts.items()
    )
    return f"<m:{kind}>{inner}</m:{kind}>"


def equation(*parts: str) -> str:
    inner = "".join(part if part.startswith("<") else f"<m:r><m:t>{part}</m:t></m:r>" for part in parts)
    return f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{inner}</m:oMath>'


def word_field(instruction: str, result: str = "") -> str:
    """A complex field; its instruction in two runs, as Word writes it after an edit."""
    sign = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    half = len(instruction) // 2
    code = "".join(
        f"<w:r><w:instrText xml:space='preserve'>{part}</w:instrText></w:r>"
        for part in (instruction[:half], instruction[half:])
    )
    shown = sign.format("separate") + f"<w:r><w:t>{result}</w:t></w:r>" if result else ""
    return sign.format("begin") + code + shown + sign.format("end")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(p("发电3×", equation(m("sSup", e="10", sup="4")), "度"), "发电3×10⁴度", id="a power of ten"),
        pytest.param(p("绿地12", equation(m("sSup", e="m", sup="2"))), "绿地12m2", id="square metres"),
        pytest.param(p(equation(m("sSub", e="CO", sub="2")), "减排"), "CO2减排", id="lowered"),
        pytest.param(p("完成", equation(m("f", num="3", den="4"))), "完成3/4", id="a fraction"),
        pytest.param(p("完成1", equation(m("f", num="1", den="2"))), "完成1 1/2", id="a fraction behind a whole"),
        pytest.param(p(equation("1", m("f", num="1", den="2"))), "1 1/2", id="a fraction within the equation"),
        pytest.param(p(equation(m("rad", deg="", e="2"))), "√2", id="a root"),
        pytest.param(p(equation(m("d", e="a+b"), "c")), "(a+b)c", id="brackets"),
        pytest.param(p(equation("39"), "个"), "39个", id="a number alone"),
        pytest.param(p("完成", word_field(r"EQ \f(3,4)")), "完成3/4", id="a field with a fraction"),
        pytest.param(p("完成1", word_field(r"eq \f(1,2)")), "完成1 1/2", id="a field behind a whole"),
        pytest.param(p(word_field(r" EQ \o\ac(□,√) "), "是"), "☑是", id="a field with a ticked box"),
        pytest.param(p(word_field(r"EQ \o\ac(□,×)")), "☒", id="a field with a crossed box"),
        pytest.param(p(word_field(r"EQ \o\ac(○,2)"), "建校"), "②建校", id="a field with a number in a circle"),
        pytest.param(p(word_field(r"EQ \o\ac(○,00199999999)")), "○00199999999", id="too long for a circle"),
        pytest.param(p("3×10", word_field(r"EQ \s\up6(4)")), "3×10⁴", id="a field that raises"),
        pytest.param(p("3×10", word_field(r"EQ \s\up 9(4)")), "3×10⁴", id="a field that raises by a number apart"),
        pytest.param(p("完成", word_field(r"EQ \f(3,4) \* MERGEFORMAT")), "完成3/4", id="a field with its format"),
        pytest.param(
            p(word_field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\f(3,4),页)')), "3/4页", id="a field with formats"
        ),
        pytest.param(p(word_field(r"EQ \f(3\*4,5)")), "3*4/5", id="a field with a star"),
        pytest.param(p(word_field(r"EQ \b(\r(2)\,3)")), "(√2,3)", id="a field within brackets"),
        pytest.param(p(word_field(r"EQ \f(3,4)", "3/4")), "3/4", id="a field with its result"),
        pytest.param(p(word_field("PAGE", "7")), "7", id="another field"),
        pytest.param(p(word_field("REF b1")), "", id="another field without a result"),
        pytest.param(p('<w:fldSimple w:instr="EQ \\f(3,4)"/>'), "3/4", id="a simple field"),
        pytest.param(p(word_field("EQ \\f(3" + "(" * 400)), "3" + "(" * 400, id="a field that does not end"),
    ],
)
def test_equations_print_their_parts(content: str, expected: str) -> None:
    assert read(paper(table(tr("1", tc(content))))).grids[0].rows == [["1", expected]]


def coloured(text: str, more: str = "") -> str:
    return f'<w:r><w:rPr><w:color w:val="FFFFFF"/>{more}</w:rPr><w:t>{text}</w:t></w:r>'


_TABLE_STYLE = (
    f'<w:styles {SPACES}><w:style w:type="table" w:styleId="Plain"/><w:style w:type="table" w:styleId="Dark">'
    '<w:basedOn w:val="Plain"/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
    "</w:tblStylePr></w:style></w:styles>"
)
_DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'


@pytest.mark.parametrize(
    ("table_properties", "cell", "expected"),
    [
        pytest.param("", tc(p("建校", coloured("98"), "2所")), "建校2所", id="white"),
        pytest.param("", tc(p("建校", coloured("98", _DARK), "2所")), "建校982所", id="a run with a shading"),
        pytest.param("", tc(p("建", coloured("98"), properties=_DARK)), "建98", id="a paragraph with a shading"),
        pytest.param("", tc(p("建", coloured("98")), _DARK), "建98", id="a cell with a shading"),
        pytest.param(_DARK, tc(p("建", coloured("98"))), "建98", id="a table with a shading"),
        pytest.param('<w:tblStyle w:val="Dark"/>', tc(p("建", coloured("98"))), "建98", id="a style with a shading"),
        pytest.param('<w:tblStyle w:val="Plain"/>', tc(p("建", coloured("98"))), "建", id="a style without"),
        pytest.param("", tc(p("建", coloured("98")), _DARK.replace("1F3864", "auto")), "建", id="no shading at all"),
        pytest.param("", tc(p("建", f"<w:r><w:pict><v:textbox><w:txbxContent>{p(coloured('校'))}</w:txbxContent>"
                              "</v:textbox></w:pict></w:r>")), "建\n校", id="a text box"),
        pytest.param("", tc(p("建", '<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>98</w:t></w:r>')), "建", id="a point"),
        pytest.param("", tc(p("建", '<w:r><w:rPr><w:sz w:val="12"/></w:rPr><w:t>98</w:t></w:r>')), "建98", id="small"),
    ],
)  # fmt: skip
def test_what_is_white_on_white_or_a_point_high_is_hidden(table_properties: str, cell: str, expected: str) -> None:
    rows = tr("0", "甲") + tr("1", cell)
    body = f"<w:tbl><w:tblPr>{table_properties}</w:tblPr><w:tblGrid/>{rows}</w:tbl>"
    document = read(paper(body, styles=_TABLE_STYLE))
    assert document.grids[0].rows[1] == ["1", expected]
    is_hidden = "98" not in expected and expected[-1] != "校"
    assert [(one.kind, one.text) for one in document.excluded] == ([("hidden", "98")] if is_hidden else [])


def level(number: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}">{more}<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering_part() -> str:
    """Definitions: 44 45 46; 一、 with 1.1 below; a bullet; a form unknown here. List 3 starts the first anew."""
    definitions = {
        5: level(0, "decimal", "%1", '<w:start w:val="44"/>'),
        6: level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
        + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        7: level(0, "bullet", "\uf0b7"),
        8: level(0, "thaiCounting", "(%1)"),
    }
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = {1: (5, ""), 2: (6, ""), 3: (5, anew), 4: (7, ""), 9: (8, "")}
    return (
        f'<w:numbering xmlns:w="{W}">'
        + "".join(f'<w:abstractNum w:abstractNumId="{n}">{xml}</w:abstractNum>' for n, xml in definitions.items())
        + "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>{xml}</w:num>' for n, (of, xml) in lists.items()
        )
        + "</w:numbering>"
    )


NUMBERING = numbering_part()


def listed(list_id: int, text: str = "", at: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(text, properties=properties)


def test_an_automatic_number_column_prints_its_numbers() -> None:
    rows = (
        tr(tc("序号"), "目标"),
        tr(tc(listed(1), '<w:vMerge w:val="restart"/>'), "a"),
        tr(tc(listed(1), "<w:vMerge/>"), "b"),
        tr(tc(listed(1)), "c"),
    )
    grid = read(paper(table(*rows), numbering=NUMBERING)).grids[0]
    assert [row[0] for row in grid.rows] == ["序号", "44", None, "45"]


def test_list_numbers_count_restart_and_nest_as_in_word() -> None:
    paragraphs = [
        listed(2, "经济"), listed(2, "粮", 1), listed(2, "油", 1), listed(2, "民生"), listed(2, "医", 1),
        listed(1, "x"), listed(3, "y"), listed(3, "z"), listed(4, "点"), listed(9, "t"),
        p("无", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
    ]  # fmt: skip
    document = read(paper("".join(paragraphs), numbering=NUMBERING))
    assert [text.text for text in document.texts] == [
        "一、经济", "1.1 粮", "1.2 油", "二、民生", "2.1 医", "44 x", "1 y", "2 z", "• 点", "(1) t", "无",
    ]  # fmt: skip
    numbering = [note for note in document.notes if "list numbers" in note.what]
    assert [note.severity for note in numbering] == ["warning"]
    assert "thaiCounting" in numbering[0].what


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("ideographTraditional", 3, "丙"),
        ("decimalFullWidth", 12, "\uff11\uff12"),
        ("unheardOf", 1, None),
    ],
)
def test_forms_of_counting(form: str, number: int, expected: str | None) -> None:
    assert counted(number, form) == expected


def test_lists_and_headings_come_from_styles_too() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="c"/></w:style>'
        '<w:style w:styleId="c"><w:basedOn w:val="b"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = p("一", properties='<w:pStyle w:val="a"/>') + p("二", properties='<w:pStyle w:val="b"/>')
    texts = read(paper(body, styles=styles, numbering=NUMBERING)).texts
    assert [(text.kind, text.text) for text in texts] == [("heading", "一"), ("paragraph", "44 二")]


def test_texts_headers_and_footers_stand_in_order() -> None:
    header = f'<w:hdr xmlns:w="{W}">{p("内部资料")}</w:hdr>'
    footer = f'<w:ftr xmlns:w="{W}">{p("- 1 -")}</w:ftr>'
    document = read(paper(p("青川市2023年责任目标一览表") + table(tr("1")) + p("完"), header=header, footer=footer))
    assert [(text.table_no, text.kind, text.text) for text in document.texts] == [
        (1, "page", "内部资料"),
        (1, "paragraph", "青川市2023年责任目标一览表"),
        (2, "paragraph", "完"),
        (2, "page", "- 1 -"),
    ]
    assert document.title == "青川市2023年责任目标一览表"
    assert document.grids[0].row_places == ["table 1, row 1"]


def test_inner_tables_are_grids_of_their_own() -> None:
    inner = table(tr("县", "数"), tr("曹县", "3"))
    data = table(tr("序号", "进展"), tr("1", tc(p("见表") + inner + p("后"))), tr("2", "x"))
    layout = table(tr(tc(p("标题") + inner + p("尾"))))
    document = read(paper(data + layout))
    assert [grid.rows for grid in document.grids] == [
        [["序号", "进展"], ["1", "见表\n后"], ["2", "x"]],
        [["县", "数"], ["曹县", "3"]],
        [["县", "数"], ["曹县", "3"]],
    ]
    assert [(text.table_no, text.text) for text in document.texts] == [(3, "标题"), (4, "尾")]


def test_tracked_deletions_and_hidden_rows_are_noted() -> None:
    deleted = "<w:del><w:r><w:delText>否</w:delText></w:r></w:del>"
    document = read(paper(table(tr("1", tc(p("是", deleted))), tr("2", "b", properties="<w:hidden/>"))))
    assert [(note.severity, note.source_place) for note in document.notes] == [
        ("warning", "table 1, row 2"),
        ("warning", "table 1, row 1"),
    ]


def test_what_python_docx_writes_is_read_alike() -> None:
    document = docx.Document()
    document.add_heading("2023年责任目标", level=1)
    made = document.add_table(rows=3, cols=2)
    for row, texts in zip(made.rows, (("序号", "单位"), ("1", "a"), ("", "b")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.cell(1, 0).merge(made.cell(2, 0))
    out = BytesIO()
    document.save(out)
    read_back = read(out.getvalue())
    assert read_back.grids[0].rows == [["序号", "单位"], ["1", "a"], [None, "b"]]
    assert read_back.grids[0].spans == {(2, 1): (2, 1)}
    assert [(text.kind, text.text) for text in read_back.texts if text.kind != "title"] == [
        ("heading", "2023年责任目标")
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"%PDF-1.7 ", "it is PDF", id="PDF"),
        pytest.param(b"{\\rtf1", "it is RTF", id="RTF"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "it is DOC", id="DOC"),
        pytest.param(b"PK\x03\x04 word/document.xml", "damaged", id="cut off"),
        pytest.param(paper("<w:tbl><w:tr>"), "well-formed", id="broken XML"),
        pytest.param(paper("<w:p>" * 10_000), "well-formed", id="deep nesting"),
        pytest.param(paper(table(tr(*"x" * 600))), "columns", id="too wide"),
        pytest.param(paper(table(tr("x" * 100_001))), "one cell", id="a cell too long"),
    ],
)
def test_what_is_no_document_gives_one_typed_error(content: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(content)
    assert said in error.value.what
    assert "paper.docx" in error.value.where
    assert error.value.remedy


def test_too_many_paragraphs_are_refused() -> None:
    with pytest.raises(DocumentError, match="more than 20 paragraphs"):
        read(paper(p("x") * 50), Limits(rows=20))


def test_hostile_spans_cost_no_time() -> None:
    merged = tc("x", '<w:gridSpan w:val="1000"/><w:vMerge w:val="restart"/>')
    under = tc("", '<w:gridSpan w:val="1000"/><w:vMerge/>')
    started = time.process_time()
    grid = read(paper(table(tr(merged), *(tr(under) for _ in range(3000))))).grids[0]
    assert time.process_time() - started < 5
    assert grid.spans == {(1, 1): (3001, 1)}


def test_a_document_without_a_table_has_no_grids() -> None:
    document = read(paper(p("没有表格")))
    assert document.grids == []
    assert [text.text for text in document.texts] == ["没有表格"]


def typed(font: str, text: str) -> str:
    return f'<w:r><w:rPr><w:rFonts w:ascii="{font}"/></w:rPr><w:t>{text}</w:t></w:r>'


def box_field(state: str) -> str:
    data = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'


def box_control(state: str, shown: str) -> str:
    properties = f'<w:sdtPr><w:checkbox><w:checked w:val="{state}"/></w:checkbox></w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        pytest.param(typed("Wingdings 2", "\uf050"), "✓", id="a tick by its number"),
        pytest.param(typed("Wingdings 2", "O"), "✗", id="a cross typed with its font"),
        pytest.param(typed("SimSun", "O"), "O", id="a letter"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑", id="a symbol"),
        pytest.param(box_field("<w:checked/>"), "☑", id="a checked field"),
        pytest.param(box_field('<w:default w:val="0"/>'), "☐", id="an empty field"),
        pytest.param(box_control("1", "☒"), "☑", id="a checked control, which Word shows crossed"),
        pytest.param(box_control("0", "☐"), "☐", id="an empty control"),
    ],
)
def test_ticks_and_boxes_are_read_as_what_they_show(run: str, expected: str) -> None:
    assert read(paper(table(tr("1", tc(p(run)))))).grids[0].rows == [["1", expected]]


def test_a_paragraph_style_strikes_and_hides_too_and_a_run_may_undo_it() -> None:
    styles = (
        f"<w:styles {SPACES}><w:style w:type='paragraph' w:styleId='Base'><w:rPr><w:strike/></w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Gone'><w:basedOn w:val='Base'/></w:style>"
        "<w:style w:type='character' w:styleId='Too'><w:rPr><w:strike/></w:rPr></w:style></w:styles>"
    )
    runs = (
        "<w:r><w:t>旧</w:t></w:r>",
        "<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>新</w:t></w:r>",
        "<w:r><w:rPr><w:rStyle w:val='Too'/></w:rPr><w:t>又</w:t></w:r>",
    )
    document = read(paper(table(tr("1", tc(p(*runs, properties="<w:pStyle w:val='Gone'/>")))), styles=styles))
    assert document.grids[0].rows == [["1", "新又"]]
    assert [one.text for one in document.excluded] == ["旧"]
