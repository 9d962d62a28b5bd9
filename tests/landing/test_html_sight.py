"""HTML: what the styles of a page keep out of sight, and what they only seem to."""

from __future__ import annotations

import time

import pytest

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.html.reader import READER


def read(page: str) -> ReadDocument:
    return READER.read(Source("place/page.html", page.encode()), Limits())


def three_cells(cell: str, sheet: str = "") -> ReadDocument:
    """A table of three columns; the cell stands in the middle of its second row."""
    body = f"<tr><td>序号<td>目标<td>单位</tr><tr><td>1</td>{cell}<td>市水利局</td></tr>"
    return read(f"<style>{sheet}</style><table>{body}</table>")


def cell_text(content: str, sheet: str = "") -> str | None:
    return three_cells(f"<td>{content}</td>", sheet).grids[0].rows[1][1]


@pytest.mark.parametrize(
    ("cell", "sheet"),
    [
        pytest.param("<td style='visibility:hidden'>开渠30公里</td>", "", id="visibility"),
        pytest.param("<td style='visibility:collapse'>开渠30公里</td>", "", id="collapse"),
        pytest.param("<td style='opacity:0'>开渠30公里</td>", "", id="opacity"),
        pytest.param("<td style='filter:opacity(0%)'>开渠30公里</td>", "", id="filter"),
        pytest.param("<td style='color:transparent'>开渠30公里</td>", "", id="transparent"),
        pytest.param("<td style='color:rgba(0, 0, 0, 0)'>开渠30公里</td>", "", id="a colour without ink"),
        pytest.param("<td style='color:rgb(0 0 0 / 0)'>开渠30公里</td>", "", id="without ink behind a stroke"),
        pytest.param("<td class=old>开渠30公里</td>", ".old{color:hsla(0,0%,0%,.0)}", id="without ink by a rule"),
        pytest.param("<td style='font-size:0'>开渠30公里</td>", "", id="font-size 0"),
        pytest.param("<td style='font:0/0 a'>开渠30公里</td>", "", id="font 0"),
        pytest.param("<td style='font-size:1px'>开渠30公里</td>", "", id="font-size of a dot"),
        pytest.param("<td style='text-indent:-9999px'>开渠30公里</td>", "", id="indent"),
        pytest.param("<td class=old>开渠30公里</td>", ".old{visibility:hidden}", id="class"),
        pytest.param("<td>开渠30公里</td>", "tr+tr td:nth-child(2){visibility:hidden}", id="nth-child"),
        pytest.param("<td style='position:relative;left:-9999px'>开渠30公里</td>", "", id="moved off the page"),
        pytest.param(
            "<td style='opacity:0'><table><tr><td>开渠<td>30公里<tr><td>x<td>y</table></td>", "", id="a table in it"
        ),
    ],
)
def test_a_hidden_cell_that_keeps_its_place_is_an_empty_cell(cell: str, sheet: str) -> None:
    document = three_cells(cell, sheet)
    assert [grid.rows[1] for grid in document.grids] == [["1", "", "市水利局"]]
    assert [(one.kind, one.row_no, one.column_no, one.is_whole) for one in document.excluded] == [
        ("hidden", 2, 2, True)
    ]
    assert "开渠" in document.excluded[0].text
    assert [note.severity for note in document.notes] == ["warning"]


@pytest.mark.parametrize("cell", ["<td style='display:none'>旧", "<td hidden>旧"])
def test_a_cell_that_is_not_displayed_leaves_its_row(cell: str) -> None:
    document = three_cells(cell)
    assert document.grids[0].rows[1] == ["1", "市水利局"]
    assert [(one.kind, one.text) for one in document.excluded] == [("hidden_cell", "旧")]


@pytest.mark.parametrize(
    ("content", "sheet"),
    [
        pytest.param(
            "绿化9亩", "td{max-width:0;overflow:hidden;text-overflow:ellipsis}", id="a cell grows beyond its width"
        ),
        pytest.param("绿化9亩", "td{height:1px;overflow:hidden}", id="a cell grows beyond its height"),
        pytest.param("绿化9亩", "td:nth-child(2){width:1px;overflow:hidden}", id="a narrow column"),
        pytest.param("绿化9亩", "table{height:0;overflow:hidden}", id="a table grows"),
        pytest.param("绿化9亩", "td{margin-left:-9999px}", id="a cell has no margin"),
        pytest.param("<div style='position:static;left:-9999px'>绿化9亩</div>", "", id="a static box is not moved"),
        pytest.param("<p style='left:-9999px'>绿化9亩</p>", "", id="nor is a box without position"),
        pytest.param("<div style='clip:rect(0,0,0,0)'>绿化9亩</div>", "", id="a clip without position"),
        pytest.param("<b style='overflow:hidden;width:0'>绿化9亩</b>", "", id="inline text has no width"),
        pytest.param("<b style='transform:scale(0)'>绿化9亩</b>", "", id="inline text is not transformed"),
        pytest.param("<b style='text-indent:-9999px'>绿化9亩</b>", "", id="inline text is not indented"),
        pytest.param("<b style='content-visibility:hidden'>绿化9亩</b>", "", id="inline text has no content box"),
        pytest.param("<p style='font-size:.9em'>绿化9亩</p>", "", id="a size below one"),
        pytest.param("<p style='color:rgb(0, 0, 0)'>绿化9亩</p>", "", id="black"),
        pytest.param("<p style='color:rgb(255,0,0)'>绿化9亩</p>", "", id="red"),
        pytest.param("<p style='color:hsl(0,100%,0%)'>绿化9亩</p>", "", id="black by its lightness"),
        pytest.param("<p style='color:rgb(0 0 0)'>绿化9亩</p>", "", id="black without commas"),
        pytest.param("<p class=olive>绿化9亩</p>", ".olive{color:rgb(51,51,0)}", id="a dark colour by a rule"),
    ],
)
def test_what_has_no_effect_hides_nothing(content: str, sheet: str) -> None:
    assert cell_text(content, sheet) == "绿化9亩"


@pytest.mark.parametrize(
    "style",
    [
        "overflow:hidden;width:0;display:inline-block",
        "transform:scale(0);display:inline-block",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "position:absolute;clip:rect(1px,1px,1px,1px)",
        "float:left;max-width:0;overflow:hidden",
        "position:fixed;top:-9999px",
    ],
)
def test_inline_text_in_a_box_of_its_own_may_be_hidden(style: str) -> None:
    assert cell_text(f"<b style='{style}'>绿化8亩</b>绿化9亩") == "绿化9亩"


@pytest.mark.parametrize(
    ("content", "expected", "hidden"),
    [
        pytest.param(
            "<p style='visibility:hidden'>种树8棵<b style='visibility:visible'>种树9棵</b></p>",
            "种树9棵",
            ["种树8棵"],
            id="visibility",
        ),
        pytest.param("<p style='font-size:0'><b style='font-size:14px'>种树9棵</b></p>", "种树9棵", [], id="font-size"),
        pytest.param("<p style='font-size:0'><b style='font:12pt SimSun'>种树9棵</b></p>", "种树9棵", [], id="font"),
        pytest.param("<p style='font-size:0'><font size=3>种树9棵</font></p>", "种树9棵", [], id="size of a font"),
        pytest.param("<p style='font-size:0'><b class=now>种树9棵</b></p>", "种树9棵", [], id="by a rule"),
        pytest.param("<p style='color:transparent'><a href=#n>种树9棵</a></p>", "种树9棵", [], id="a link's colour"),
        pytest.param(
            "<div style='text-indent:-9999px'><p style='text-indent:2em'>种树9棵</p></div>", "种树9棵", [], id="indent"
        ),
        pytest.param(
            "<p style='font-size:0'><b style='font-size:2em'>种树8棵</b></p>", "", ["种树8棵"], id="twice nothing"
        ),
        pytest.param(
            "<p style='opacity:0'><b style='opacity:1'>种树8棵</b></p>种树9棵", "种树9棵", ["种树8棵"], id="opacity"
        ),
        pytest.param(
            "<p style='display:none'><b style='visibility:visible;display:block'>种树8棵</b></p>种树9棵",
            "种树9棵",
            ["种树8棵"],
            id="display",
        ),
        pytest.param(
            "<p style='visibility:hidden'><b style='font-size:14px'>种树8棵</b></p>种树9棵",
            "种树9棵",
            ["种树8棵"],
            id="one is not undone by another",
        ),
        pytest.param(
            "<p style='visibility:hidden'><s>种树7棵</s>种树8棵<b style='visibility:visible'><s>6</s>种树9棵</b></p>",
            "种树9棵",
            ["种树7棵种树8棵", "6"],
            id="with struck text",
        ),
    ],
)
def test_what_is_inherited_may_be_undone_inside(content: str, expected: str, hidden: list[str]) -> None:
    document = three_cells(f"<td>{content}</td>", ".now{font-size:14px}")
    assert document.grids[0].rows[1] == ["1", expected, "市水利局"]
    assert [one.text for one in document.excluded] == hidden


@pytest.mark.parametrize(
    "sheet",
    [
        "table{font-size:0} td{font-size:14px}",
        "table{visibility:hidden} td{visibility:visible}",
        "tr{visibility:hidden} td{visibility:visible}",
        "div{font-size:0} table{font-size:14px}",
        "div{color:transparent} tr{color:#333}",
    ],
)
def test_a_table_that_shows_in_hidden_surroundings_is_read_without_a_word(sheet: str) -> None:
    document = read(f"<style>{sheet}</style><div><table><tr><td>1<td>一</tr>\n<tr><td>2<td>二</tr></table></div>")
    assert [grid.rows for grid in document.grids] == [[["1", "一"], ["2", "二"]]]
    assert document.notes == []
    assert document.texts == []


def test_rows_that_nothing_shows_again_are_landed_and_noted() -> None:
    page = "<table><tr><td>1<td>a<tr style='visibility:hidden'><td>2<td>b<tr style='opacity:0'><td>3<td>c</table>"
    document = read(page)
    assert document.grids[0].rows == [["1", "a"], ["2", "b"], ["3", "c"]]
    assert [note.source_place for note in document.notes] == ["table 1, row 2", "table 1, row 3"]


@pytest.mark.parametrize(
    ("media", "counts"),
    [
        ("screen", True),
        ("all", True),
        ("screen,print", True),
        ("print, SCREEN", True),
        ("only screen and (min-width: 1px)", True),
        ("screen and (min-width:62em) and (max-width:150em)", True),
        ("(width >= 600px)", True),
        ("(600px <= width < 9000px)", True),
        ("not print", True),
        ("not all and (max-width:600px)", True),
        ("screen and (orientation: landscape)", True),
        ("print", False),
        ("speech", False),
        ("print and (min-width:1px)", False),
        ("screen and (max-width:767px)", False),
        ("(max-width:1199.98px), print", False),
        ("(width <= 600px)", False),
        ("not screen", False),
        ("(prefers-color-scheme:dark)", False),
        ("screen and (made-up: 1)", False),
        ("not all and (made-up: 1)", False),
        ("(not (min-width:1px))", False),
        ("((", False),
    ],
)
def test_what_is_meant_for_an_ordinary_screen_counts(media: str, counts: bool) -> None:
    hidden = "<b class=old>种树8棵</b>"
    expected = "种树9棵" if counts else "种树8棵种树9棵"
    assert cell_text(f"{hidden}种树9棵", f"@media {media}{{.old{{display:none}}}}") == expected
    assert cell_text(f"<style media='{media}'>.old{{display:none}}</style>{hidden}种树9棵") == expected


@pytest.mark.parametrize(
    ("around", "counts"),
    [
        ("@supports (display:grid)", True),
        ("@supports (display:grid) and (gap:1px)", True),
        ("@supports (-webkit-appearance:none) or (appearance:none)", True),
        ("@supports not (display:grid)", False),
        ("@supports (-ms-ime-align:auto)", False),
        ("@layer base", True),
        ("@font-face", False),
    ],
)
def test_what_a_browser_of_today_can_do_counts(around: str, counts: bool) -> None:
    sheet = f"{around}{{@media screen{{.old{{display:none}}}}}}"
    expected = "种树9棵" if counts else "种树8棵种树9棵"
    assert cell_text("<b class=old>种树8棵</b>种树9棵", sheet) == expected


WHITE = [
    "<b style='color:white'>{}</b>",
    "<b style='color: #FFF'>{}</b>",
    "<b style='color:rgb(255, 255, 255)'>{}</b>",
    "<font color=white>{}</font>",
    "<font color='#ffffff'>{}</font>",
    "<b class=pale>{}</b>",
    "<p style='background-color:#fff'><b style='color:#ffffff'>{}</b></p>",
    "<b style='font-size:1px'>{}</b>",
    "<b style='filter:opacity(0)'>{}</b>",
]


@pytest.mark.parametrize("piece", WHITE)
def test_text_in_the_white_of_the_page_is_hidden(piece: str) -> None:
    document = three_cells(f"<td>{piece.format('种树8棵')}种树9棵</td>", ".pale{color:#fff} td{background:white}")
    assert document.grids[0].rows[1] == ["1", "种树9棵", "市水利局"]
    assert [(one.kind, one.text) for one in document.excluded] == [("hidden", "种树8棵")]
    assert [note.severity for note in document.notes] == ["warning"]


@pytest.mark.parametrize(
    ("open_tags", "sheet"),
    [
        pytest.param("<table><tr style='background:#369;color:#fff'>", "", id="the row's style"),
        pytest.param("<table><tr bgcolor=navy style='color:#fff'>", "", id="the row's bgcolor"),
        pytest.param("<table><tr bgcolor='000000' style='color:#fff'>", "", id="a bgcolor without #"),
        pytest.param("<table><tr style='background:rgb(0,0,0);color:#fff'>", "", id="a black row"),
        pytest.param("<table><tr style='color:white'>", "th{background:#369}", id="the cell's background by a rule"),
        pytest.param("<table><tr class=head>", ".head th{color:#fff} .head{background-color:navy}", id="by class"),
        pytest.param("<table style='background:url(a.png)'><tr>", "th{color:#fff}", id="a picture behind the table"),
        pytest.param("<div style='background:linear-gradient(red,blue)'><table><tr>", "th{color:#fff}", id="around it"),
        pytest.param("<table><col style='background:#369'><tr>", "th{color:#fff}", id="the column's background"),
        pytest.param("<table><tr>", "body{background:#024} body,th{color:#fff}", id="the page's background"),
        pytest.param("<table><tr>", "th{color:#fff;background-image:url(a.png)}", id="a picture"),
        pytest.param("<link rel=stylesheet href=a.css><table><tr style='color:#fff'>", "", id="a sheet elsewhere"),
        pytest.param("<table><tr>", "@import 'a.css'; th{color:#fff}", id="an imported sheet"),
        pytest.param("<table><tr style='color:#fff'>", "th{color:#333}", id="the cell's own colour"),
    ],
)
def test_white_text_on_a_background_is_read(open_tags: str, sheet: str) -> None:
    document = read(f"<style>{sheet}</style>{open_tags}<th>序号<th>目标</tr><tr><td>1<td>种树9棵</table>")
    assert document.grids[0].rows[0] == ["序号", "目标"]
    assert document.excluded == []
    assert document.notes == []


@pytest.mark.parametrize("colour", ["", "white", "#FFF", "ffffff", "transparent"])
def test_white_text_on_a_white_bgcolor_is_hidden(colour: str) -> None:
    document = three_cells(f"<td bgcolor='{colour}'><font color=white>种树8棵</font>种树9棵</td>")
    assert document.grids[0].rows[1] == ["1", "种树9棵", "市水利局"]


@pytest.mark.parametrize(
    ("background", "is_white"),
    [
        pytest.param("white none no-repeat 0 0/auto", True, id="white in full"),
        pytest.param("rgb(255, 255, 255 / 50%) url(a.png)", False, id="a picture on white"),
        pytest.param("1" * 4_000 + "x", False, id="many digits"),
        pytest.param("none " * 5_000 + "x", False, id="many words"),
        pytest.param("0 " * 5_000 + "0", True, id="many numbers"),
    ],
)
def test_of_a_background_each_part_is_judged(background: str, is_white: bool) -> None:
    content = f"<p style='background:{background}'><font color=white>种树8棵</font>种树9棵</p>"
    assert cell_text(content) == ("种树9棵" if is_white else "种树8棵种树9棵")


@pytest.mark.parametrize("style", ["width:{};font-size:0", "font-size:0;text-indent:-{}px"])
def test_a_number_without_end_leaves_the_other_styles(style: str) -> None:
    style = style.format("1" * 5_000)
    assert cell_text(f"<b style='{style}'>种树8棵</b>种树9棵") == "种树9棵"
    assert cell_text("<b>种树8棵</b>种树9棵", f"b{{{style}}}") == "种树9棵"


def test_a_badge_in_white_surroundings_shows_its_text() -> None:
    badge = "<p style='color:#fff'>种树8棵<b style='background:red'>种树9棵</b></p>"
    document = three_cells(f"<td>{badge}</td>")
    assert document.grids[0].rows[1] == ["1", "种树9棵", "市水利局"]
    assert [one.text for one in document.excluded] == ["种树8棵"]


def test_of_a_page_that_fetches_sheets_only_a_plain_piece_is_hidden() -> None:
    page = "<link rel=stylesheet href=a.css><table><tr><td>{}<td>二<tr><td>1<td>2</table>"
    assert read(page.format("<font color=white>零</font>一")).grids[0].rows[0] == ["一", "二"]
    assert read(page.format("<font color=white class=tag>零</font>一")).grids[0].rows[0] == ["零一", "二"]
    assert read(page.format("<font color=white>零一</font>")).grids[0].rows[0] == ["零一", "二"]


@pytest.mark.parametrize(
    ("content", "sheet", "expected"),
    [
        pytest.param("<i class=y></i>", '.y::before{content:"是"}', "是", id="a verdict"),
        pytest.param("<i class=y></i>", "i{display:inline} .y:after{content:'是'}", "是", id="with one colon"),
        pytest.param("<b class=share>98</b>", ".share::after{content:'%'}", "98%", id="behind a number"),
        pytest.param("<b class=n>公里</b>", ".n::before{content:'12' '.5'}", "12.5公里", id="in pieces"),
        pytest.param("<b data-km='12'>公里</b>", "b::before{content:attr(data-km)}", "12公里", id="an attribute"),
        pytest.param("<b>是</b>", "b::after{content:'';display:table}", "是", id="nothing"),
        pytest.param("<b class=n>是</b>", "b::after{content:'否'} .n::after{content:none}", "是", id="undone"),
        pytest.param("<b></b>", "b::after{content:'否'} td b::after{content:normal}", "", id="undone in a blank cell"),
        pytest.param("<b>是</b>", "b::after{content:'否';display:none}", "是", id="not displayed"),
        pytest.param("<b>是</b>", "b:hover::after{content:'否'}", "是", id="under the pointer"),
        pytest.param("<b>是</b>", "@media print{b::after{content:'否'}}", "是", id="on paper"),
        pytest.param("<b>OK</b>", "b::before{content:'Yes '}", "Yes OK", id="capitals"),
        pytest.param("<b>是</b>", "b::before{content:'\\f00c'}", "是", id="an icon beside a text"),
    ],
)
def test_what_a_rule_prints_in_a_cell_is_read(content: str, sheet: str, expected: str) -> None:
    document = three_cells(f"<td>{content}</td>", sheet)
    assert document.grids[0].rows[1] == ["1", expected, "市水利局"]
    assert document.notes == []


@pytest.mark.parametrize(
    "sheet",
    [
        "td i::before{content:'\\f00c'}",
        "i:before{content:counter(row)}",
        "i::after{content:url(tick.png)}",
        "i::after{content:'\\fdd2 x'}",
        "i::after{content:'\\1 x'}",
        f"i::after{{content:'{'是' * 999}'}}",
    ],
)
def test_a_cell_that_shows_only_what_is_not_read_is_noted(sheet: str) -> None:
    document = three_cells("<td><i></i></td>", sheet)
    assert document.grids[0].rows[1] == ["1", "", "市水利局"]
    assert [(note.severity, note.source_place) for note in document.notes] == [("warning", "table 1, row 2")]
    assert "style prints" in document.notes[0].what


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<i style='visibility:hidden'>" * 200 + "<b style='visibility:visible'>x</b>" * 5_000, id="deep"),
        pytest.param("<i style='font-size:0'><b style='font-size:9px'>x</b></i>" * 8_000, id="undone often"),
        pytest.param("<font color=white>x</font>" * 20_000, id="many white pieces"),
        pytest.param(f"<font size=2 title='{'color:rgb(' * 16_000}'>", id="colours that do not end"),
        pytest.param("<font size=2>color:rgb(255" + " " * 100_000, id="a colour of blanks"),
        pytest.param("<font size=2>color:" + " " * 100_000 + "x", id="blanks without a colour"),
        pytest.param("<svg>" * 200 + "<text>x</text>" * 20_000, id="nested drawings"),
    ],
)
def test_hostile_styles_cost_no_more_than_their_length(content: str) -> None:
    started = time.process_time()
    read(f"<link rel=stylesheet href=a.css><table><tr><td>1<td>{content}</table>")
    assert time.process_time() - started < 5
