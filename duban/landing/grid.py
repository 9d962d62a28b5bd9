"""The one shape that every reader produces: texts outside tables, and tables as grids of printed cells.

A `Grid` keeps what the document prints and where. Nothing is trimmed, converted or filled: a cell that a merge covers
is `None` and points to its origin through `spans`; a row that is short in the source is short here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class PrintedCell(NamedTuple):
    """One cell of `raw.cells`. `origin_row_no` and `origin_column_no` are its own numbers unless a merge covers it."""

    row_no: int
    column_no: int
    text: str | None
    row_span: int
    column_span: int
    origin_row_no: int
    origin_column_no: int
    source_place: str


@dataclass(slots=True)
class Grid:
    """One printed table.

    rows: a list of texts a printed row, left to right; `None` where a merge covers the cell. Rows may differ in length.
    spans: (row_no, column_no) of an origin -> (row_span, column_span), both 1-based; only where either is above 1.
    span_is_known: whether the format states spans (HTML, XLSX, DOCX, ruled PDF) or has lost them (Markdown, CSV, text).
    row_places: the place of each row in the source's own words (`line 14`, `page 3, row 7`, `table 1, row 2`).
    cell_places: the place of single cells, where each has one of its own (a text with one cell a line).
    sheet_name, first_sheet_row, first_sheet_column: only for sheets; then a cell's place reads `Sheet1!F12`.
    """

    span_is_known: bool
    rows: list[list[str | None]] = field(default_factory=list)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    row_places: list[str] = field(default_factory=list)
    cell_places: dict[tuple[int, int], str] = field(default_factory=dict)
    sheet_name: str | None = None
    first_sheet_row: int = 1
    first_sheet_column: int = 1

    def cell_place(self, row_no: int, column_no: int) -> str:
        """Where a cell stands in the source's own words."""
        if self.sheet_name is not None:
            letters = column_letters(self.first_sheet_column + column_no - 1)
            return f"{self.sheet_name}!{letters}{self.first_sheet_row + row_no - 1}"
        return self.cell_places.get((row_no, column_no)) or self.row_places[row_no - 1]

    def covered_cells(self) -> dict[tuple[int, int], tuple[int, int]]:
        """(row_no, column_no) of every covered cell -> that of its origin."""
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        for (row_no, column_no), (row_span, column_span) in self.spans.items():
            for row in range(row_no, row_no + row_span):
                for column in range(column_no, column_no + column_span):
                    if (row, column) != (row_no, column_no):
                        covered[row, column] = (row_no, column_no)
        return covered

    def cells(self) -> Iterator[PrintedCell]:
        """Every cell in reading order, covered ones included."""
        covered = self.covered_cells()
        for row_no, row in enumerate(self.rows, start=1):
            for column_no, text in enumerate(row, start=1):
                at = (row_no, column_no)
                row_span, column_span = self.spans.get(at, (1, 1))
                origin_row_no, origin_column_no = covered.get(at, at)
                place = self.cell_place(row_no, column_no)
                yield PrintedCell(
                    row_no, column_no, text, row_span, column_span, origin_row_no, origin_column_no, place
                )


class PrintedText(NamedTuple):
    """One line or paragraph outside the tables, a row of `raw.texts`.

    table_no: the table that stands next after it (number of tables + 1 for what follows the last).
    kind: 'title' (the document's own metadata), 'heading', 'caption', 'paragraph', 'sheet', 'page' (header or footer),
    'metadata' (a label and its value out of a table that holds nothing else).
    """

    table_no: int
    kind: str
    text: str
    source_place: str


class Note(NamedTuple):
    """Something a reader noticed and a person should know, a row of `raw.notes` (a hidden row, a clamped span)."""

    severity: str  # 'info' or 'warning'
    what: str
    source_place: str


class ExcludedText(NamedTuple):
    """Something the document holds and does not print as part of its text, a row of `raw.excluded_texts`.

    table_no: its table, or for a text outside the tables the one that stands next; None on a hidden sheet. row_no,
    column_no: its cell (of a hidden sheet the sheet's own); None outside tables, and column_no None for a cell that the
    page leaves out of its row.
    kind: 'struck', 'deleted' (a tracked deletion), 'hidden', 'hidden_cell', 'hidden_sheet', 'note_mark'.
    position: characters of the printed text before it. is_whole: nothing of the cell's text is left.
    note_text: the note at the foot that a note mark points to, where there is one.
    """

    table_no: int | None
    row_no: int | None
    column_no: int | None
    kind: str
    text: str
    position: int
    is_whole: bool
    note_text: str | None
    source_place: str


@dataclass(slots=True)
class ReadDocument:
    """What a reader makes of one document. `title` is the title as printed, where the reader knows it."""

    format: str
    grids: list[Grid] = field(default_factory=list)
    texts: list[PrintedText] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    excluded: list[ExcludedText] = field(default_factory=list)
    title: str | None = None
    encoding: str | None = None


def column_letters(column_no: int) -> str:
    """The letters of a sheet's column.

    >>> column_letters(1), column_letters(26), column_letters(27)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while column_no > 0:
        column_no, rest = divmod(column_no - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
