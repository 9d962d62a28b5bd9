"""A sheet's printed cells become grids: XLSX and XLS alike.

A sheet has a million rows and sixteen thousand columns; what it prints is the rectangle around its texts. A long empty
stretch ends a table, and the next text begins another grid, so that a stray cell at the bottom costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from duban.errors import DocumentError
from duban.landing.grid import ExcludedText, Grid, Note, PrintedText, ReadDocument, column_letters
from duban.landing.limits import Tally
from duban.landing.marked_text import without_marks

_EMPTY_ROWS = 50  # more than this between two texts, and they belong to two tables

_OVERLAPS = 100  # a workbook that Excel or WPS saved has none

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, all 1-based and within


@dataclass(slots=True)
class SheetCells:
    """What a sheet prints. rows: row number -> column number -> text, only where there is one."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first, last
    page_texts: list[str] = field(default_factory=list)  # of headers and footers
    notes: list[Note] = field(default_factory=list)


def add_sheet(document: ReadDocument, sheet: SheetCells, tally: Tally) -> None:
    """Append a sheet's grids, its name as a text, and what a person should know of it."""
    next_table = len(document.grids) + 1
    document.texts.append(PrintedText(next_table, "sheet", sheet.name, sheet.name))
    document.texts.extend(PrintedText(next_table, "page", text, sheet.name) for text in sheet.page_texts)
    document.notes.extend(sheet.notes)
    merges = sorted(sheet.merges)
    for top, left, bottom, _ in merges:
        # The last block of a table may end in rows that its merged cells cover as a whole.
        if bottom - top <= _EMPTY_ROWS and left in sheet.rows.get(top, ()):
            sheet.rows.setdefault(bottom, {})
    for row_numbers in _stretches(sorted(sheet.rows)):
        tally.table(sheet.name)
        document.grids.append(_grid(document, sheet, row_numbers, merges, tally))
    if sheet.rows:
        document.notes.extend(_hidden(sheet))


def add_hidden_sheets(document: ReadDocument, sheets: Sequence[SheetCells], tally: Tally) -> None:
    """Take in the hidden sheets: kept beside where a visible sheet holds a table, landed where none does."""
    has_table = any(_holds_table(grid) for grid in document.grids)
    for sheet in sheets:
        if has_table:
            _exclude(document, sheet, tally)
        else:
            document.notes.append(Note("warning", "the sheet is hidden; it is landed", sheet.name))
            add_sheet(document, sheet, tally)


def _holds_table(grid: Grid) -> bool:
    """Whether a grid may be a table: at least two of its rows print two texts."""
    return sum(sum(1 for text in row if text) >= 2 for row in grid.rows) >= 2


def _exclude(document: ReadDocument, sheet: SheetCells, tally: Tally) -> None:
    kept = 0
    for row_no, texts in sorted(sheet.rows.items()):
        tally.row(list(texts.values()), f"{sheet.name}!{row_no}")
        for column_no, text in sorted(texts.items()):
            place = f"{sheet.name}!{column_letters(column_no)}{row_no}"
            plain = without_marks(text)
            document.excluded.append(ExcludedText(None, row_no, column_no, "hidden_sheet", plain, 0, True, None, place))
            kept += 1
    what = f"the sheet is hidden and not read, because a visible one holds a table; it holds {kept} texts"
    document.notes.append(Note("warning", what, sheet.name))


def _stretches(row_numbers: Sequence[int]) -> Iterator[range]:
    """Runs of rows without a long empty stretch, as ranges from the first to the last printed row."""
    start = 0
    for at in range(1, len(row_numbers) + 1):
        if at == len(row_numbers) or row_numbers[at] - row_numbers[at - 1] > _EMPTY_ROWS + 1:
            yield range(row_numbers[start], row_numbers[at - 1] + 1)
            start = at


def _grid(document: ReadDocument, sheet: SheetCells, row_numbers: range, merges: Sequence[Merge], tally: Tally) -> Grid:
    printed = [(row_no, column_no) for row_no in row_numbers for column_no in sheet.rows.get(row_no, ())]
    first_row, first_column = row_numbers.start, min(column_no for _, column_no in printed)
    last_column = max(column_no for _, column_no in printed)
    if last_column - first_column >= tally.limits.columns:
        at = next(f"{column_letters(column)}{row}" for row, column in printed if column == last_column)
        raise DocumentError(
            f"the sheet prints from column {column_letters(first_column)} to {column_letters(last_column)}: "
            f"more than {tally.limits.columns} columns",
            where=f"{tally.path}, {sheet.name}!{at}",
            remedy="clear the cells that stand far away from the table",
        )
    grid = Grid(span_is_known=True, sheet_name=sheet.name, first_sheet_row=first_row, first_sheet_column=first_column)
    for row_no in row_numbers:
        texts = sheet.rows.get(row_no, {})
        row: list[str | None] = [texts.get(column_no, "") for column_no in range(first_column, last_column + 1)]
        tally.add_row(grid, row, f"{sheet.name}!{row_no}")
    document.notes.extend(_merged(grid, merges, tally))
    return grid


def _merged(grid: Grid, merges: Sequence[Merge], tally: Tally) -> Iterator[Note]:
    """Write the merged ranges, cut to what is printed, into a grid, and say which of them could not be."""
    first_row, first_column = grid.first_sheet_row, grid.first_sheet_column
    last_row, last_column = first_row + len(grid.rows) - 1, first_column + len(grid.rows[0]) - 1
    unprinted = overlaps = 0
    for merge in merges:
        top, left = max(merge[0], first_row) - first_row, max(merge[1], first_column) - first_column
        bottom, right = min(merge[2], last_row) - first_row, min(merge[3], last_column) - first_column
        if top > bottom or left > right or (top, left) == (bottom, right):
            continue
        if _meets_another(grid, top, left, bottom, right):
            place = grid.cell_place(top + 1, left + 1)
            overlaps += 1
            if overlaps > _OVERLAPS:
                raise DocumentError(
                    f"more than {_OVERLAPS} merged ranges overlap",
                    where=f"{tally.path}, {place}",
                    remedy="open it in Excel or WPS and save it again",
                )
            yield Note("warning", "a merged range overlaps another and is left out", place)
            continue
        unprinted += _cover(grid, top, left, bottom, right)
    if unprinted:
        yield Note("info", f"{unprinted} texts lie under merged cells and are not printed", grid.sheet_name or "")


def _meets_another(grid: Grid, top: int, left: int, bottom: int, right: int) -> bool:
    """Whether an area meets one that was covered before. They come by their top left corner, so the borders show it."""
    rows = grid.rows
    return (
        any(rows[row][left] is None or rows[row][right] is None for row in range(top, bottom + 1))
        or None in rows[top][left : right + 1]
        or None in rows[bottom][left : right + 1]
    )


def _cover(grid: Grid, top: int, left: int, bottom: int, right: int) -> int:
    """Mark what a merged range covers; gives the number of texts that lay hidden under it."""
    unprinted = 0
    origin = grid.rows[top][left]
    for row in grid.rows[top : bottom + 1]:
        unprinted += sum(1 for text in row[left : right + 1] if text)
        row[left : right + 1] = [None] * (right - left + 1)
    grid.rows[top][left] = origin
    grid.spans[top + 1, left + 1] = (bottom - top + 1, right - left + 1)
    return unprinted - bool(origin)


def _hidden(sheet: SheetCells) -> Iterator[Note]:
    hidden = [row_no for row_no in sheet.hidden_rows if row_no in sheet.rows]
    for _, run in groupby(enumerate(hidden), lambda pair: pair[1] - pair[0]):
        numbers = [row_no for _, row_no in run]
        place = f"{sheet.name}!{numbers[0]}:{numbers[-1]}"
        yield Note("warning", "rows are hidden in the sheet; they are landed", place)
    used = {column_no for texts in sheet.rows.values() for column_no in texts}
    for first, last in sheet.hidden_columns:
        if any(first <= column_no <= last for column_no in used):
            place = f"{sheet.name}!{column_letters(first)}:{column_letters(min(last, 16_384))}"
            yield Note("warning", "columns are hidden in the sheet; they are landed", place)
