"""Tables drawn with characters: ┌─┬─┐ and +--+--+. Their lines are rules, so they show spans as a printed table does.

A line of the drawing is split at its bars; each piece is a rule (the cell above it ends) or text (the cell goes on).
A cell's text is its pieces from top to bottom, a line break between them: whether a break parts words or is a wrap is
left to the models. The blanks that fill a box up are drawing and are taken off; those inside the text stay. Items that
no rule parts begin a row each: bullets (△ ●) in a cell without a number, and numbers that count up in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.drawn_edges import Piece, pieces_of
from duban.landing.readers.copied_tables.drawn_lines import drawn_lines, is_border, is_drawn, starts_box

__all__ = ["is_border", "is_drawn", "read_box", "starts_box"]

_NUMBER = re.compile(r"^[(\uff08]?(\d{1,3})[)\uff09、.\uff0e]?$")
_NUMBER_COLUMNS = 2  # from the left: 序号, or 类别 | 序号
_BULLETS = "△▲▽▼●○◎◆◇■□★☆※•"


def read_box(lines: list[str], at: int, document: ReadDocument, tally: Tally, place: Callable[[int], str]) -> int:
    """Read the drawn table that begins at a line; returns the line after it. place: of a line, by its index."""
    drawn, end, gaps = drawn_lines(lines, at)
    for gap in gaps:
        document.texts.append(PrintedText(len(document.grids) + 1, "page", lines[gap].strip(), place(gap)))
    tally.table(place(at))
    pieces, are_edges_known = pieces_of([line.text for line in drawn])
    places = [place(line.at) for line in drawn]
    for one, where in zip(pieces, places, strict=True):
        tally.columns(one[-1].end if one else 0, where)
    grid = _grid(pieces, places, are_edges_known, document)
    for row, where in zip(grid.rows, grid.row_places, strict=True):
        tally.row(row, where)
    if grid.rows:
        document.grids.append(grid)
    return end


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    end: int
    last_row: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Items:
    """What begins a row without a rule above it. bullet: its sign; None where numbers count up in one cell."""

    column: int
    bullet: str | None

    def begins(self, pieces: list[Piece]) -> bool:
        piece = next((piece for piece in pieces if piece.start == self.column and not piece.is_rule), None)
        if piece is None:
            return False
        return piece.text.startswith(self.bullet) if self.bullet else bool(_NUMBER.match(piece.text))


def _grid(lines: list[list[Piece]], places: list[str], are_edges_known: bool, document: ReadDocument) -> Grid:
    width = max((line[-1].end for line in lines if line), default=0)
    inner_rules = sum(1 for line in lines[1:-1] if any(piece.is_rule for piece in line))
    has_rows_ruled = inner_rules > 1 or sum(1 for line in lines if not all(piece.is_rule for piece in line)) <= 2
    sketch = _Sketch(width, are_edges_known and has_rows_ruled)
    leads = [line[0].text for line in lines if line and line[0].text and not line[0].is_rule][1:]
    is_numbered = bool(leads) and all(_NUMBER.match(lead) for lead in leads)
    for line, place in zip(lines, places, strict=True):
        is_text = not any(piece.is_rule for piece in line)
        if not has_rows_ruled and is_text and not _continues(line, is_numbered):
            sketch.close(0, width)  # rows without rules between them: a line is a row unless it is mostly blank
        sketch.draw(line, place)
    if has_rows_ruled and (items := _items(sketch.cells)):
        sketch = _Sketch(width, sketch.are_spans_known and items.bullet is not None)
        for line, place in zip(lines, places, strict=True):
            if items.begins(line):
                sketch.close(items.column, items.column + 1 if items.bullet else width)
            sketch.draw(line, place)
    elif has_rows_ruled and not sketch.are_spans_known:
        what = "the bars of a drawn table do not line up: its rows are kept, its merged cells are not known"
        document.notes.append(Note("warning", what, places[0]))
    return sketch.finished()


def _continues(line: list[Piece], is_numbered: bool) -> bool:
    """Whether a line in a table without rules between rows goes on with the row above: it has no number where rows
    have one, or most of its pieces are blank.
    """
    filled = sum(1 for piece in line if piece.text)
    return not line or (not line[0].text and (is_numbered or filled * 2 < len(line)))


def _items(cells: list[_Cell]) -> _Items | None:
    """What begins a row within the cells of a column; None where rules part all rows.

    Bullets do where no row has a number: beside numbers they are the parts of one task.
    """
    by_column: dict[int, list[_Cell]] = {}
    for cell in cells:
        if any(cell.lines):
            by_column.setdefault(cell.column, []).append(cell)
    numbered = False
    for column, found in sorted(by_column.items()):
        numbers = [[match.group(1) for line in cell.lines if (match := _NUMBER.match(line))] for cell in found]
        if column < _NUMBER_COLUMNS and any(_count_up(cell_numbers) for cell_numbers in numbers):
            return _Items(column, None)
        numbered = numbered or any(numbers)
        bullets = [[line[0] for line in cell.lines if line[0] in _BULLETS] for cell in found]
        signs = {sign for signs in bullets for sign in signs}
        if len(signs) == 1 and max(map(len, bullets)) > 1 and not numbered:
            is_begun = all(not own or cell.lines[0][0] in signs for cell, own in zip(found, bullets, strict=True))
            return _Items(column, signs.pop()) if is_begun else None
    return None


def _count_up(numbers: list[str]) -> bool:
    return len(numbers) > 1 and all(int(after) == int(before) + 1 for before, after in pairwise(numbers))


class _Sketch:
    """The table as drawn so far: rules close cells, the next text in an unclosed column goes on with its cell."""

    def __init__(self, width: int, are_spans_known: bool) -> None:
        self.are_spans_known = are_spans_known
        self.width = width
        self.open: list[_Cell | None] = [None] * width
        self.latest: list[_Cell | None] = [None] * width  # the last cell drawn in each column
        self.cells: list[_Cell] = []
        self.row_places: list[str] = []

    def close(self, start: int, end: int) -> None:
        """End the cells of these columns: what follows below them is in another row."""
        self.open[start:end] = [None] * (end - start)

    def draw(self, line: list[Piece], place: str) -> None:
        """One line: its rules end the cells above them, its texts go on with theirs or begin one below."""
        has_rules = False
        for piece in line:
            if piece.is_rule:
                has_rules = True
                self.close(piece.start, piece.end)
        texts = [piece for piece in line if not piece.is_rule and piece.start < piece.end]
        for piece in texts:
            self._end_what_is_cut(piece)
        begun = [piece for piece in texts if self.open[piece.start] is None and (piece.text or not has_rules)]
        if (begun and any(self._is_taken(piece) for piece in begun)) or (begun and not self.row_places):
            self._start_row(place)
        for piece in begun:
            row = len(self.row_places) - 1
            cell = _Cell(row, piece.start, piece.end, row)
            self.cells.append(cell)
            reach = [cell] * (piece.end - piece.start)
            self.open[piece.start : piece.end] = self.latest[piece.start : piece.end] = reach
        for piece in texts:
            if piece.text and (above := self.open[piece.start]):
                above.lines.append(piece.text)

    def finished(self) -> Grid:
        """The grid, its cells filled in; where spans are not known, a row is as long as its own texts."""
        grid = Grid(span_is_known=self.are_spans_known, row_places=self.row_places)
        grid.rows = [[None] * self.width for _ in self.row_places]
        for cell in self.cells:
            grid.rows[cell.row][cell.column] = "\n".join(cell.lines)
            span = (cell.last_row - cell.row + 1, cell.end - cell.column)
            if self.are_spans_known and span != (1, 1):
                grid.spans[cell.row + 1, cell.column + 1] = span
        covered = grid.covered_cells()
        for row_no, row in enumerate(grid.rows, start=1):
            for column_no, text in enumerate(row, start=1):
                if text is None and (row_no, column_no) not in covered:
                    row[column_no - 1] = ""
        return grid

    def _end_what_is_cut(self, piece: Piece) -> None:
        """A text that goes over other columns than the open cell there has lost the rule above it."""
        cut = {id(cell): cell for cell in self.open[piece.start : piece.end] if cell is not None}
        for cell in cut.values():
            if (cell.column, cell.end) != (piece.start, piece.end):
                self.are_spans_known = False
                self.close(cell.column, cell.end)

    def _is_taken(self, piece: Piece) -> bool:
        """Whether the newest row has a cell already where a text begins."""
        row = len(self.row_places) - 1
        return any(cell is not None and cell.last_row == row for cell in self.latest[piece.start : piece.end])

    def _start_row(self, place: str) -> None:
        self.row_places.append(place)
        for cell in self.open:
            if cell is not None:
                cell.last_row = len(self.row_places) - 1
