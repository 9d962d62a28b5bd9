"""XLSX: merged ranges are the spans, numbers print as their cells show them, and hostile workbooks cost nothing."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from duban.errors import DocumentError
from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits
from duban.landing.number_formats import general, printer
from duban.landing.reader import Source
from duban.landing.readers.workbooks.xlsx import READER

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, limits: Limits | None = None) -> ReadDocument:
    return READER.read(Source("place/book.xlsx", content), limits or Limits())


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def workbook_of(sheet: str, *, strings: str = "", styles: str = "", names: tuple[str, ...] = ("表",)) -> bytes:
    """The smallest workbook around the XML of a sheet, for what no library writes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s"/>' for n, name in enumerate(names, start=1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{sheets}</sheets></workbook>'
        )
        kinds = [("s", "worksheet", "worksheets/a.xml"), ("t", "sharedStrings", "t.xml"), ("y", "styles", "y.xml")]
        links = "".join(f'<Relationship Id="{i}" Type="{RELATION}/{k}" Target="{t}"/>' for i, k, t in kinds)
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        archive.writestr("xl/worksheets/a.xml", f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>')
        archive.writestr("xl/t.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
        archive.writestr("xl/y.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
    return out.getvalue()


def row_of(cells: str) -> str:
    return f'<sheetData><row r="1">{cells}</row></sheetData>'


def cell(xml: str, **parts: str) -> str | None:
    return read(workbook_of(row_of(xml), **parts)).grids[0].rows[0][0]


def test_merged_ranges_are_spans_and_places_are_the_sheet_s_own() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "完成情况"
    for row in (["序号", "目标", "单位"], [1, "粮食", "a"], [None, None, "b"], ["二、产业"]):
        sheet.append([None, *row])
    sheet.move_range("A1:D4", rows=2)
    for reference in ("B4:B5", "C4:C5", "B6:D6"):
        sheet.merge_cells(reference)
    grid = read(saved(workbook)).grids[0]
    assert grid.rows == [
        ["序号", "目标", "单位"],
        ["1", "粮食", "a"],
        [None, None, "b"],
        ["二、产业", None, None],
    ]
    assert grid.spans == {(2, 1): (2, 1), (2, 2): (2, 1), (4, 1): (1, 3)}
    assert grid.span_is_known
    assert [cell.source_place for cell in grid.cells()][:5] == [
        f"完成情况!{at}" for at in ("B3", "C3", "D3", "B4", "C4")
    ]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        pytest.param(1, "General", "1", id="one"),
        pytest.param(1.0, "General", "1", id="a whole float"),
        pytest.param(713.2, "General", "713.2", id="decimals"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="no binary dust"),
        pytest.param(0.123, "0.0%", "12.3%", id="percent"),
        pytest.param(1, "0%", "100%", id="whole percent"),
        pytest.param(1234567.5, "#,##0.00", "1,234,567.50", id="thousands"),
        pytest.param(-5, "0.0;[Red]-0.0", "-5.0", id="negative section"),
        pytest.param(12, '0"家"', "12家", id="a unit in the format"),
        pytest.param(7, "000", "007", id="leading zeros"),
        pytest.param(2.675, "0.00", "2.68", id="half up on the digits that show"),
        pytest.param(12, "[DBNum1][$-804]General", "十二", id="Chinese numerals"),
        pytest.param(datetime(2023, 10, 31), "yyyy-mm-dd", "2023-10-31", id="date"),
        pytest.param(datetime(2023, 10, 31), "mm-dd-yy", "2023/10/31", id="the system's short date"),
        pytest.param(datetime(2023, 10, 1), 'yyyy"年"m"月"', "2023年10月", id="year and month"),
        pytest.param(datetime(2023, 10, 31, 9, 5), "yyyy/m/d h:mm", "2023/10/31 9:05", id="minutes are no months"),
        pytest.param("001", "General", "001", id="text that looks like a number"),
        pytest.param("1.0", "0", "1.0", id="text in a number's format"),
        pytest.param("否 ", "@", "否 ", id="text is not trimmed"),
        pytest.param(True, "General", "TRUE", id="truth"),
        pytest.param("=1+1", "General", None, id="a formula without its value"),
    ],
)
def test_numbers_print_as_their_cells_do(value: object, code: str, expected: str | None) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["x", value])
    workbook.active["B1"].number_format = code
    document = read(saved(workbook))
    assert document.grids[0].rows == [["x"] if expected is None else ["x", expected]]


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        pytest.param("General", 1e20, "1E+20", id="huge"),
        pytest.param("General", 20230001234, "20230001234", id="a long number keeps its digits"),
        pytest.param("0.00E+00", 12345, "1.23E+04", id="scientific"),
        pytest.param("#,##0.0,", 1234567, "1,234.6", id="in thousands"),
        pytest.param("_ ¥* #,##0.00_ ", 1234.5, "¥1,234.50", id="accounting, without its padding"),
        pytest.param("[h]:mm", 1.5, "36:00", id="elapsed hours"),
        pytest.param("上午/下午h:mm", 0.75, "下午6:00", id="afternoon"),
        pytest.param("[>=0.9]0%;0.0%", 0.856, "85.6%", id="a condition"),
        pytest.param('0;-0;"-"', 0, "-", id="zero section"),
        pytest.param("aaaa", 45230, "星期二", id="weekday"),
        pytest.param("[DBNum1]yyyy年m月d日", 45230, "二〇二三年十月三十一日", id="a date in Chinese numerals"),
        pytest.param("yyyy", -1, "-1", id="no date"),
    ],
)  # fmt: skip
def test_formats_beyond_the_usual(code: str, value: float, expected: str) -> None:
    assert printer(code)(value) == expected


def test_a_number_that_is_none_is_shown_as_a_spreadsheet_would() -> None:
    assert general(float("nan")) == "#NUM!"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param('<c t="inlineStr"><is><r><t>新</t></r><r><t> 增</t></r></is></c>', "新 增", id="rich text"),
        pytest.param('<c t="s"><v>0</v></c>', "俞 悦", id="a shared text without its reading"),
        pytest.param('<c t="str"><f>A2</f><v>年底</v></c>', "年底", id="a formula's text"),
        pytest.param('<c><f>1+1</f><v>2</v></c>', "2", id="a formula's number"),
        pytest.param('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!", id="an error"),
        pytest.param('<c t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\nb", id="an escaped line end"),
        pytest.param('<c s="1"><v>0.5</v></c>', "50%", id="a style by number"),
        pytest.param('<c s="99"><v>0.5</v></c>', "0.5", id="a style that is not there"),
        pytest.param('<c><v>1e999</v></c>', "#NUM!", id="a number beyond all bounds"),
        pytest.param('<c><v>一</v></c>', "一", id="a number that is none"),
        pytest.param('<c t="d"><v>2023-10-31T00:00:00</v></c>', "2023-10-31", id="an ISO date"),
    ],
)  # fmt: skip
def test_cells_that_no_library_writes(xml: str, expected: str) -> None:
    strings = "<si><r><t>俞 </t></r><r><t>悦</t></r><rPh><t>yu yue</t></rPh></si>"
    assert cell(xml, strings=strings, styles='<cellXfs><xf/><xf numFmtId="9"/></cellXfs>') == expected


def test_sheets_and_what_is_hidden_are_noted() -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    first.title = "一"
    for number in range(1, 6):
        first.append([number, "a", "b"])
    first.row_dimensions[2].hidden = first.row_dimensions[3].hidden = True
    first.column_dimensions["B"].hidden = True
    second = workbook.create_sheet("二")
    second.append(["x"])
    second.sheet_state = "hidden"
    document = read(saved(workbook))
    assert [(text.table_no, text.kind, text.text) for text in document.texts] == [
        (1, "sheet", "一"),
    ]
    assert [len(grid.rows) for grid in document.grids] == [5]
    assert [(one.kind, one.text, one.source_place) for one in document.excluded] == [("hidden_sheet", "x", "二!A1")]
    assert [(note.severity, note.source_place) for note in document.notes] == [
        ("warning", "一!2:3"),
        ("warning", "一!B:B"),
        ("warning", "二"),
    ]


_WHITE_FONTS = (
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font>'
    '<font><color indexed="9"/></font><font><color theme="0" tint="-0.35"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor theme="0"/></patternFill></fill></fills>'
)


@pytest.mark.parametrize(
    ("style", "is_hidden"),
    [
        pytest.param('fontId="1"', True, id="white"),
        pytest.param('fontId="2"', True, id="the theme's white"),
        pytest.param('fontId="3"', True, id="white by number"),
        pytest.param('fontId="1" fillId="3"', True, id="white on a white fill"),
        pytest.param('fontId="1" fillId="2"', False, id="white on a fill"),
        pytest.param('fontId="4"', False, id="grey"),
        pytest.param('fontId="0"', False, id="black"),
    ],
)
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param('t="inlineStr"><is><t>否</t></is>', "否", id="text"),
        pytest.param("><v>12</v>", "12", id="number"),
    ],
)
def test_a_white_font_in_a_cell_without_a_fill_is_hidden(value: str, shown: str, style: str, is_hidden: bool) -> None:
    cells = f'<c t="inlineStr"><is><t>甲</t></is></c><c s="1" {value}</c>'
    document = read(workbook_of(row_of(cells), styles=f"{_WHITE_FONTS}<cellXfs><xf/><xf {style}/></cellXfs>"))
    assert document.grids[0].rows == [["甲", "" if is_hidden else shown]]
    assert [(one.kind, one.text) for one in document.excluded] == ([("hidden", shown)] if is_hidden else [])


@pytest.mark.parametrize(("fill", "expected"), [("0", "建2所"), ("2", "建982所")])
def test_a_white_run_is_seen_on_a_fill_alone(fill: str, expected: str) -> None:
    runs = '<r><t>建</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>98</t></r><r><t>2所</t></r>'
    styles = f'{_WHITE_FONTS}<cellXfs><xf fillId="{fill}"/></cellXfs>'
    assert cell(f'<c t="inlineStr"><is>{runs}</is></c>', styles=styles) == expected


def test_a_picture_in_a_cell_is_noted() -> None:
    formula = '_xlfn.DISPIMG("ID_1",1)'
    shown = f'<c r="B1" t="str"><f>{formula}</f><v>={formula}</v></c><c r="C1" t="e"><f>{formula}</f><v>#NAME?</v></c>'
    excel = '<c r="D1" t="e" vm="1"><v>#VALUE!</v></c>'
    document = read(workbook_of(row_of(f'<c r="A1"><v>1</v></c>{shown}{excel}<c r="E1"><v>2</v></c>')))
    assert document.grids[0].rows == [["1", "", "", "", "2"]]
    assert [note.what for note in document.notes] == ["a cell holds only a picture and is landed empty: B1, C1, D1"]


def test_a_formula_saved_without_its_value_is_noted() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["x", "=SUM(A1:A9)"])
    notes = read(saved(workbook)).notes
    assert [note.severity for note in notes] == ["warning"]
    assert "B1" in notes[0].what


def test_a_table_far_below_is_a_grid_of_its_own() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "表"
    sheet["A1"], sheet["A3"], sheet["C1048576"] = "a", "b", "z"
    grids = read(saved(workbook)).grids
    assert [grid.rows for grid in grids] == [[["a"], [""], ["b"]], [["z"]]]
    assert next(grids[1].cells()).source_place == "表!C1048576"


def test_a_title_row_is_kept_and_gives_the_title() -> None:
    workbook = openpyxl.Workbook()
    for row in (["青川市2023年度责任目标完成情况一览表"], ["序号", "目标"], [1, "粮食"]):
        workbook.active.append(row)
    workbook.active.merge_cells("A1:B1")
    document = read(saved(workbook))
    assert document.title == "青川市2023年度责任目标完成情况一览表"
    assert document.grids[0].rows[0] == ["青川市2023年度责任目标完成情况一览表", None]


def test_merged_ranges_that_overlap_are_left_out_aloud() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A2:B2"/><mergeCell ref="?"/></mergeCells>'
    )
    document = read(workbook_of(sheet))
    assert document.grids[0].rows == [["1", "2"], [None, "4"]]
    assert document.grids[0].spans == {(1, 1): (2, 1)}
    assert {note.severity for note in document.notes} == {"warning", "info"}


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(
            '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
            id="a range that claims the whole sheet",
        ),
        pytest.param(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            id="a merge over the whole sheet",
        ),
        pytest.param(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            + "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(2, 50_000))
            + "</sheetData>",
            id="a hundred thousand empty cells",
        ),
        pytest.param(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><cols>'
            + '<col min="1" max="999999999" hidden="1"/>' * 100
            + "</cols>",
            id="hidden columns beyond the sheet",
        ),
    ],
)
def test_what_claims_to_be_huge_and_prints_one_cell_costs_nothing(sheet: str) -> None:
    content = workbook_of(sheet)
    tracemalloc.start()
    started = time.process_time()
    document = read(content)
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.grids[0].rows == [["1"]]
    assert seconds < 5
    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"%PDF-1.7 ", "it is PDF", id="PDF"),
        pytest.param(b"<html><table>", "it is HTML", id="HTML"),
        pytest.param(OLE + "EncryptedPackage\0".encode("utf-16-le"), "encrypted", id="password"),
        pytest.param(b"PK\x03\x04 xl/workbook.xml", "damaged", id="cut off"),
        pytest.param(workbook_of(row_of('<c t="s"><v>7</v></c>')), "shared text", id="no such text"),
        pytest.param(workbook_of(row_of('<c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c>')), "columns", id="too wide"),
        pytest.param(workbook_of("<sheetData><row>"), "well-formed", id="broken XML"),
        pytest.param(workbook_of(row_of(f'<c t="str"><v>{"x" * 100_001}</v></c>')), "one cell", id="a cell too long"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_gives_one_typed_error(content: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        read(content)
    assert said in error.value.what
    assert "book.xlsx" in error.value.where
    assert error.value.remedy


def test_too_many_rows_are_refused() -> None:
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(50))
    with pytest.raises(DocumentError, match="more than 20 rows"):
        read(workbook_of(f"<sheetData>{rows}</sheetData>"), Limits(rows=20))


def test_an_empty_workbook_has_no_grids(tmp_path: Path) -> None:
    document = read(saved(openpyxl.Workbook()))
    assert document.grids == []
    assert [text.kind for text in document.texts] == ["sheet"]


def test_a_workbook_whose_parts_are_named_with_backslashes_is_read() -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook_of(row_of("<c><v>7</v></c>")))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert read(out.getvalue()).grids[0].rows == [["7"]]


def test_a_workbook_without_its_main_part_is_not_taken_for_one() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("old/xl/workbook.xml", "<x/>")
    with pytest.raises(DocumentError) as raised:
        read(out.getvalue())
    assert "main part is missing" in raised.value.what
    assert "save it again" in raised.value.remedy


ONE = '<c r="A1"><v>1</v></c>'


@pytest.mark.parametrize(
    ("before", "row", "place"),
    [
        pytest.param("", 'ht="0" customHeight="1"', "表!1:1", id="a row of height 0"),
        pytest.param('<sheetFormatPr zeroHeight="1"/>', "", "表!1:1", id="rows hidden unless said otherwise"),
        pytest.param('<cols><col min="1" max="1" width="0"/></cols>', "", "表!A:A", id="a column of width 0"),
    ],
)
def test_what_has_no_height_or_width_is_hidden(before: str, row: str, place: str) -> None:
    document = read(workbook_of(f'{before}<sheetData><row r="1" {row}>{ONE}</row></sheetData>'))
    assert document.grids[0].rows == [["1"]]
    assert [(note.severity, note.source_place) for note in document.notes] == [("warning", place)]


def test_a_day_under_the_format_general_is_noted() -> None:
    workbook = openpyxl.Workbook()
    for row in (["序号", "完成时限"], [1, "2023年12月底"], [2, 45291], [3, "2023年6月"]):
        workbook.active.append(row)
    document = read(saved(workbook))
    assert document.grids[0].rows[2] == ["2", "45291"]
    assert [note for note in document.notes if "B3 (2023-12-31)" in note.what]


def test_a_hidden_sheet_is_landed_where_no_visible_one_holds_a_table() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["说明"])
    hidden = workbook.create_sheet("数据")
    for row in (["序号", "目标"], [1, "修路"]):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    document = read(saved(workbook))
    assert [grid.rows for grid in document.grids] == [[["说明"]], [["序号", "目标"], ["1", "修路"]]]
    assert [(note.severity, note.source_place) for note in document.notes] == [("warning", "数据")]
