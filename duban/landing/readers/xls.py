"""XLS workbooks, and the HTML tables and XLSX workbooks that government sites serve under that name.

python-calamine reads the cells and the merged ranges. It gives values without their number formats, so those are looked
up beside it (`xls_formats`): 0.95 in a cell of the format `0%` was published as 95%.
"""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from duban.errors import DocumentError
from duban.landing.bounds import Tally, check_file_size
from duban.landing.compound_files import compound_file, stream_of
from duban.landing.grid import Note, ReadDocument
from duban.landing.number_formats import general, printer
from duban.landing.reader import Limits, Reader, Source
from duban.landing.readers.xls_formats import SheetFormats, read_formats
from duban.landing.sheets import SheetCells, add_sheet
from duban.landing.signatures import refuse, signature
from duban.landing.titles import document_title

_SAVE_AS = "open it in Excel, WPS or LibreOffice and save it as .xlsx"
_WIDEST, _LONGEST = 256, 65_536  # what the format can hold


def read(source: Source, limits: Limits) -> ReadDocument:
    """The sheets of a workbook, a grid a sheet. Content of another kind is read as what it is, where we can.

    Raises DocumentError for what is neither XLS nor HTML nor XLSX, for a workbook with a password, a damaged one, and
    one beyond the limits.
    """
    found = signature(source.content)
    if found == "HTML":
        from duban.landing.readers import html

        return _renamed(html.read(source, limits), "HTML")
    if found == "XLSX":
        from duban.landing.readers import xlsx

        return _renamed(xlsx.read(source, limits), "XLSX")
    check_file_size(source.content, limits, source.path)
    if found != "XLS":
        raise refuse(source.content, source.path, "XLS")
    document = ReadDocument(format="xls")
    tally = Tally(limits, source.path)
    try:
        name, stream = stream_of(source.content, ("Workbook", "Book"))
        formats = read_formats(stream)
    except (struct.error, IndexError, ValueError) as error:
        raise DocumentError(f"the workbook is damaged: {error}", where=source.path, remedy=_SAVE_AS) from error
    if not formats:
        # How far its sheets reach cannot be told beforehand, and the library would make room for whatever it claims.
        raise DocumentError(
            "the workbook is older than Excel 97, or its sheets cannot be found", where=source.path, remedy=_SAVE_AS
        )
    # The library makes room for every cell up to the last one as soon as it opens the file.
    if sum((sheet.last_row + 1) * (sheet.last_column + 1) for sheet in formats.values()) > limits.cells:
        raise DocumentError(
            f"the sheets reach over more than {limits.cells:,} cells",
            where=source.path,
            remedy="clear the cells that stand far away from the table",
        )
    try:
        # A format this old is parsed by native code that trusts its sizes in places; whatever it throws is damage.
        with CalamineWorkbook.from_filelike(BytesIO(compound_file(name, stream))) as workbook:
            for metadata in workbook.sheets_metadata:
                if metadata.typ != SheetTypeEnum.WorkSheet:
                    what = f"sheet '{metadata.name}' is no worksheet: it has no cells"
                    document.notes.append(Note("info", what, metadata.name))
                    continue
                if metadata.visible != SheetVisibleEnum.Visible:
                    document.notes.append(Note("warning", "the sheet is hidden; it is landed", metadata.name))
                sheet = _sheet(workbook, metadata.name, formats.get(metadata.name, SheetFormats()))
                add_sheet(document, sheet, tally)
    except PasswordError as error:
        raise DocumentError(
            "the workbook has a password", where=source.path, remedy="save it without one, as .xlsx"
        ) from error
    except CalamineError as error:
        raise DocumentError(f"the workbook is damaged: {error}", where=source.path, remedy=_SAVE_AS) from error
    except BaseException as error:
        # A panic of the native code does not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DocumentError("the workbook is damaged", where=source.path, remedy=_SAVE_AS) from error
    document.title = document_title(document)
    return document


def _sheet(workbook: CalamineWorkbook, name: str, formats: SheetFormats) -> SheetCells:
    sheet = workbook.get_sheet_by_name(name)
    cells = SheetCells(name, hidden_rows=formats.hidden_rows, hidden_columns=formats.hidden_columns)
    first_row, first_column = sheet.start or (0, 0)
    # Not `iter_rows`: that counts rows from the sheet's top and columns from the first used one.
    for row_index, row in enumerate(sheet.to_python(skip_empty_area=True)):
        texts: dict[int, str] = {}
        for column_index, value in enumerate(row):
            if value == "":
                continue
            at = (first_row + row_index, first_column + column_index)
            number = formats.numbers.get(at)
            text = printer(number[1], formats.is_1904)(number[0]) if number is not None else _text(value)
            if text:
                texts[at[1] + 1] = text
        if texts:
            cells.rows[first_row + row_index + 1] = texts
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top <= bottom < _LONGEST and left <= right < _WIDEST:
            cells.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return cells


def _text(value: object) -> str:
    """A value as its cell would print it where no format is known."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return general(float(value))
    if isinstance(value, datetime):
        moment = f"{value.hour}:{value.minute:02d}" if (value.hour, value.minute) != (0, 0) else ""
        return f"{value.year}/{value.month}/{value.day} {moment}".rstrip()
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _renamed(document: ReadDocument, really: str) -> ReadDocument:
    document.notes.append(Note("info", f"the file is named .xls but it is {really}; it is read as that", ""))
    return document


READER = Reader("xls", "2", (".xls",), read)
