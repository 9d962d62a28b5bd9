"""XLS workbooks, and the HTML tables and XLSX workbooks that government sites serve under that name.

xlrd reads the cells with their number formats (0.95 in a cell of the format `0%` was published as 95%), merged ranges,
hidden rows, columns and sheets, and the fonts. It gets the workbook's stream and not the file: see `compound_files`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOBase

import xlrd
from xlrd.formatting import std_format_strings

from duban.errors import DocumentError
from duban.landing.cell_looks import CellFaults, CellLook, cell_look
from duban.landing.compound_files import stream_of
from duban.landing.exclusion import finish
from duban.landing.grid import Note, ReadDocument, column_letters
from duban.landing.limits import Limits, Tally, check_file_size
from duban.landing.marked_text import HIDDEN, LOWERED, RAISED, STRUCK
from duban.landing.number_formats import BUILT_IN, general
from duban.landing.reader import Reader, Source
from duban.landing.sheets import SheetCells, add_hidden_sheets, add_sheet
from duban.landing.signatures import refuse, signature
from duban.landing.symbol_fonts import is_symbol_font

_SAVE_AS = "open it in Excel, WPS or LibreOffice and save it as .xlsx"
_WIDEST, _LONGEST = 256, 65_536  # what the format can hold
_BEGINNING = b"\x09\x08"  # of the workbook's stream since Excel 5; xlrd would load older ones whole, unasked
_WHITE = (1, 9)  # numbers of colours
_UNICODE = 80  # xlrd's number for the first version (Excel 97) whose texts do not depend on a code page


def read(source: Source, limits: Limits) -> ReadDocument:
    """The sheets of a workbook, a grid a sheet. Content of another kind is read as what it is, where we can.

    Raises DocumentError for what is neither XLS nor HTML nor XLSX, for a workbook with a password, a damaged one, and
    one beyond the limits.
    """
    found = signature(source.content)
    if found == "HTML":
        from duban.landing.readers.html import reader as html

        return _renamed(html.read(source, limits), "HTML")
    if found == "XLSX":
        from duban.landing.readers.workbooks import xlsx

        return _renamed(xlsx.read(source, limits), "XLSX")
    check_file_size(source.content, limits, source.path)
    if found != "XLS":
        raise refuse(source.content, source.path, "XLS")
    document = ReadDocument(format="xls")
    tally = Tally(limits, source.path)
    with _damage_is_reported(source.path):
        book = _open(source)
        count = book.nsheets
    reach = 0
    hidden: list[SheetCells] = []
    looks = _Looks(book)
    for number in range(count):
        with _damage_is_reported(source.path):
            sheet = book.sheet_by_index(number)
            reach += sum(sheet.row_len(row) for row in range(sheet.nrows))
            if reach > limits.cells:
                raise _too_large(limits, f"{source.path}, {sheet.name}")
            cells = _cells(looks, sheet)
            book.unload_sheet(number)
        if sheet.visibility:
            hidden.append(cells)
        else:
            add_sheet(document, cells, tally)
    add_hidden_sheets(document, hidden, tally)
    # The only trace that xlrd keeps of charts, macro sheets and modules.
    if others := book._all_sheets_count - count:
        document.notes.append(Note("info", f"{others} sheets are charts or macros: they have no cells", ""))
    return finish(document)


@contextmanager
def _damage_is_reported(path: str) -> Iterator[None]:
    """Whatever xlrd raises becomes a DocumentError: it trusts the file and fails in as many ways as a file can.

    No code of ours that can fail for another reason may stand inside.
    """
    try:
        yield
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        if "encrypted" in str(error):
            remedy = "save it without one, as .xlsx"
            raise DocumentError("the workbook has a password", where=path, remedy=remedy) from error
        said = f": {error}" if isinstance(error, (xlrd.XLRDError, ValueError)) else ""
        raise DocumentError(f"the workbook is damaged{said}"[:300], where=path, remedy=_SAVE_AS) from error


def _open(source: Source) -> xlrd.Book:
    _, stream = stream_of(source.content, ("Workbook", "Book"))
    if not stream.startswith(_BEGINNING):
        raise DocumentError(
            "the workbook is older than Excel 5, or its sheets cannot be found", where=source.path, remedy=_SAVE_AS
        )
    book = xlrd.open_workbook(
        file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Silence()
    )
    # A cell may name a style that is not there; xlrd looks its kind up here and would fail.
    book._xf_index_to_xl_type_map = defaultdict(lambda: xlrd.XL_CELL_NUMBER, book._xf_index_to_xl_type_map)
    if book.biff_version < _UNICODE and book.codepage is None:
        raise DocumentError("the workbook does not say in which encoding it is", where=source.path, remedy=_SAVE_AS)
    return book


class _Silence(TextIOBase):
    """Where xlrd prints its doubts about a file."""

    def write(self, text: str) -> int:
        return len(text)


def _too_large(limits: Limits, place: str) -> DocumentError:
    remedy = "clear the cells that stand far away from the table"
    return DocumentError(f"the sheets have more than {limits.cells:,} cells", where=place, remedy=remedy)


def _cells(looks: _Looks, sheet: xlrd.sheet.Sheet) -> SheetCells:
    cells = SheetCells(sheet.name)
    faults = CellFaults()
    for row in range(sheet.nrows):
        shown = ((column + 1, _text(looks, sheet, row, column, faults)) for column in range(sheet.row_len(row)))
        texts = {column: text for column, text in shown if text}
        if texts:
            cells.rows[row + 1] = texts
    for top, bottom, left, right in sheet.merged_cells:  # the ends are exclusive
        if 0 <= top < bottom <= _LONGEST and 0 <= left < right <= _WIDEST:
            cells.merges.append((top + 1, left + 1, bottom, right))
    cells.hidden_rows = sorted(row + 1 for row, info in sheet.rowinfo_map.items() if _is_hidden(info, info.height))
    hidden = (column + 1 for column, info in sheet.colinfo_map.items() if _is_hidden(info, info.width))
    cells.hidden_columns = _runs(sorted(hidden))
    cells.notes.extend(faults.notes(cells))
    return cells


def _is_hidden(info: object, size: int | None) -> bool:
    return bool(getattr(info, "hidden", False)) or size == 0


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """(first, last) of each run of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


class _Looks:
    """The look of every cell style of a workbook, made when a cell first has it."""

    def __init__(self, book: xlrd.Book) -> None:
        self.book = book
        self._looks: dict[int, CellLook] = {}

    def __getitem__(self, style: int) -> CellLook:
        if style not in self._looks:
            self._looks[style] = self._look(style)
        return self._looks[style]

    def _look(self, style: int) -> CellLook:
        if not 0 <= style < len(self.book.xf_list):
            return CellLook()
        xf = self.book.xf_list[style]
        mark, font = self.font(xf.font_index)
        fill = xf.background
        is_filled = fill.fill_pattern != 0 and not (fill.fill_pattern == 1 and fill.pattern_colour_index in _WHITE)
        return cell_look(
            _format_code(self.book, style),
            self.book.datemode == 1,
            mark == STRUCK,
            font,
            is_white=mark == HIDDEN,
            is_filled=is_filled,
        )

    def font(self, number: int) -> tuple[str, str]:
        """(the mark of a font, its name where it is a symbol font)."""
        if not 0 <= number < len(self.book.font_list):
            return "", ""
        font = self.book.font_list[number]
        mark = {1: RAISED, 2: LOWERED}.get(font.escapement, "")
        mark = STRUCK if font.struck_out else HIDDEN if font.colour_index in _WHITE else mark
        return mark, font.name if is_symbol_font(font.name) else ""


def _text(looks: _Looks, sheet: xlrd.sheet.Sheet, row: int, column: int, faults: CellFaults) -> str:
    """A cell as it prints, marked where it is struck, raised or hidden."""
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    look = looks[sheet.cell_xf_index(row, column)]
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if look.print_number is general:
            faults.may_be_day(value, row + 1, column + 1)
        return look.number(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return look.box(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(value, "#ERROR!")
        faults.errors.append(f"{text} ({column_letters(column + 1)}{row + 1})")
        return look.text(text)
    runs = sheet.rich_text_runlist_map.get((row, column))
    if runs and any(any(looks.font(number)) for _, number in runs):
        return look.runs(_runs_of_text(str(value), runs, looks))
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return text if look.leaves_texts else look.text(text)


def _runs_of_text(text: str, runs: list[tuple[int, int]], looks: _Looks) -> list[tuple[str, str | None, str]]:
    """A text cut where its font changes: (text, its mark or None for the cell's own font, its symbol font)."""
    starts = [start for start, _ in runs]
    pieces: list[tuple[str, str | None, str]] = [(text[: starts[0]], None, "")]
    for (start, number), end in zip(runs, [*starts[1:], len(text)], strict=True):
        mark, font = looks.font(number)
        pieces.append((text[start:end].replace("\r\n", "\n").replace("\r", "\n"), mark, font))
    return [piece for piece in pieces if piece[0]]


def _format_code(book: xlrd.Book, style: int) -> str:
    """The format of a style. Where the workbook names one by number only it is ours: xlrd's are American."""
    key = book.xf_list[style].format_key
    code = book.format_map[key].format_str if key in book.format_map else None
    if code is None or code == std_format_strings.get(key):
        return BUILT_IN.get(key, "General")
    return code


def _renamed(document: ReadDocument, really: str) -> ReadDocument:
    document.notes.append(Note("info", f"the file is named .xls but it is {really}; it is read as that", ""))
    return document


READER = Reader("xls", "8", read)
