"""Rows as a workbook that a person hands on: Chinese headings, widths by content, and a sheet that says where from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.errors import ConfigurationError
from duban.output.display_width import display_width
from duban.output.labels import Labels
from duban.output.spreadsheet_text import is_formula_like
from duban.terminal import as_text, printable

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# Limits of the format (ECMA-376 leaves them to Excel; these are Excel's), one row kept for the headings.
MOST_ROWS = 1_048_575
_LONGEST_TEXT = 32_767
# Whole numbers beyond this are not exact in a spreadsheet, which keeps 15 digits: they are written as text.
_LARGEST_EXACT = 10**15
_NARROWEST, _WIDEST = 6, 50
_SHEET, _ORIGIN_SHEET = "数据", "来源"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the second sheet says: facts as name and value, then tables with a title, their columns and their rows."""

    facts: Sequence[tuple[str, Any]]
    tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]


def write_xlsx(
    file: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], labels: Labels, origin: Origin
) -> None:
    """Write a workbook: the rows with a frozen header, numbers as numbers, long texts wrapped.

    No cell is a formula: a text that begins like one is stored as text, and marked so that it stays text when somebody
    edits it. Raises ConfigurationError where there are more rows than a sheet holds, and OSError where FILE cannot be
    written.
    """
    from openpyxl import Workbook

    if len(rows) > MOST_ROWS:
        raise ConfigurationError(
            f"a sheet holds {MOST_ROWS} rows, and there are {len(rows)}", remedy="ask for less, or use --parquet"
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    values = [[labels.value(column, value) for column, value in zip(columns, row, strict=True)] for row in rows]
    headings = [labels.heading(column) for column in columns]
    _set_widths(sheet, [headings, *values])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{_letter(max(len(columns), 1))}{len(rows) + 1}"
    sheet.append([_cell(sheet, heading, is_heading=True) for heading in headings])
    for row in values:
        sheet.append([_cell(sheet, value) for value in row])
    _write_origin(book.create_sheet(_ORIGIN_SHEET), origin)
    book.save(file)


def _write_origin(sheet: WriteOnlyWorksheet, origin: Origin) -> None:
    listed: list[tuple[Sequence[Any], bool]] = [(fact, False) for fact in origin.facts]
    for title, columns, rows in origin.tables:
        listed += [((), False), ((title,), True), (columns, True), *((row, False) for row in rows)]
    _set_widths(sheet, [values for values, _ in listed])
    for values, is_heading in listed:
        sheet.append([_cell(sheet, value, is_heading) for value in values])


def _cell(sheet: WriteOnlyWorksheet, value: Any, is_heading: bool = False) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    is_formula = is_formula_like(as_text(value))
    value = _storable(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # never "f", whatever it begins with
        if is_formula:
            cell.quotePrefix = True
    elif isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _storable(value: Any) -> Any:
    """A value as a cell can hold it: a number as a number, everything else as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, (bool, date)):
        return value
    if isinstance(value, (int, float, Decimal)):
        is_exact = math.isfinite(value) and (isinstance(value, float) or -_LARGEST_EXACT < value < _LARGEST_EXACT)
        return value if is_exact else str(value)
    text = printable("、".join(map(as_text, value)) if isinstance(value, (list, tuple)) else as_text(value))
    if len(text) <= _LONGEST_TEXT:
        return text
    note = f"… ({len(text)} characters)"
    return text[: _LONGEST_TEXT - len(note)] + note


def _set_widths(sheet: WriteOnlyWorksheet, rows: Iterable[Sequence[Any]]) -> None:
    widths: dict[int, int] = {}
    for row in rows:
        for place, value in enumerate(row, start=1):
            text = as_text(value)[: _WIDEST * 2]
            widest = max(map(display_width, text.split("\n")))
            widths[place] = max(widths.get(place, _NARROWEST), min(widest + 2, _WIDEST))
    for place, width in widths.items():
        sheet.column_dimensions[_letter(place)].width = width


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))
