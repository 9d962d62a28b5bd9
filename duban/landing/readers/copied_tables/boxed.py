"""Tables drawn with characters: ┌─┬─┐ and +--+--+. Their lines are rules, so they show spans as a printed table does.

A line of the drawing is split at its bars; each piece is a rule (the cell above it ends) or text (the cell goes on).
A cell's text is its pieces from top to bottom, a line break between them: whether a break parts words or is a wrap is
left to the models. The blanks that fill a box up are drawing and are taken off; those inside the text stay.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.limits import Tally

_BARS = "│┃║┆┇┊┋╎╏"
_CROSSINGS = "┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬╭╮╯╰"
_DASHES = "─━═┄┅┈┉╌╍"
_SPLIT = re.compile(f"[{_BARS}{_CROSSINGS}]")
_RULE_PIECE = re.compile(f"^[{_DASHES}]+$")
_ASCII_BAR = re.compile(r"\|")
_ASCII_SPLIT = re.compile(r"[|+]")
_ASCII_RULE = re.compile(r"\+[-=:]{2,}\+")
_ASCII_BORDER = re.compile(r"^\s*\+(?:[-=:]+\+)+\s*$")
_ASCII_RULE_PIECE = re.compile(r"^[-=:]{2,}$")
_FILLING = " \t\u3000"
# How far (in character cells) a bar may stand from its rule and still be the same: fonts and converters shift a little.
_SHIFT = 1


@dataclass(slots=True)
class _Line:
    """A line of the drawing: its pieces, and where its bars stand for box characters one and two cells wide."""

    pieces: list[str]
    bars: tuple[list[int], list[int]]
    line_no: int

    @property
    def rules(self) -> list[bool]:
        return [bool(_RULE_PIECE.match(piece) or _ASCII_RULE_PIECE.match(piece)) for piece in self.pieces]


def is_border(line: str) -> bool:
    """Whether a line is a horizontal rule of a drawn table, such as ├──┼──┤ or +---+---+.

    >>> is_border("┌──┬──┐"), is_border("+---+---+"), is_border("| a | b |"), is_border("---")
    (True, True, False, False)
    """
    stripped = line.strip()
    if stripped.startswith("+"):
        return bool(_ASCII_BORDER.match(line))
    return len(stripped) > 2 and stripped[0] in _CROSSINGS and not stripped.strip(_CROSSINGS + _DASHES + " ")


def starts_box(line: str) -> bool:
    """Whether a drawn table begins here: with a rule, or (its top cut off) with a bar that is no keyboard's `|`."""
    stripped = line.strip()
    return is_border(line) or (stripped[:1] in tuple(_BARS) and len(_SPLIT.findall(stripped)) > 1)


def read_box(lines: list[str], at: int, document: ReadDocument, tally: Tally, offset: int = 0) -> int:
    """Read the drawn table that begins at a line; returns the line after it. A row's place is `line N`."""
    is_ascii = lines[at].strip().startswith("+")
    drawing: list[_Line] = []
    end = at
    while end < len(lines):
        stripped = lines[end].strip()
        inside = stripped[:1] in ("|", "+") if is_ascii else stripped[:1] in tuple(_BARS + _CROSSINGS)
        if not stripped or not inside:
            break
        line_no = offset + end + 1
        marks = _marks(stripped, is_ascii)
        tally.columns(len(marks) - 1, f"line {line_no}")
        drawing.append(_line(stripped, marks, line_no))
        end += 1
    tally.table(f"line {offset + at + 1}")
    grid = _grid(drawing, document)
    for row, place in zip(grid.rows, grid.row_places, strict=True):
        tally.row(row, place)
    if grid.rows:
        document.grids.append(grid)
    return max(end, at + 1)


def _marks(stripped: str, is_ascii: bool) -> list[int]:
    """Where the bars of a line stand. A plus is a crossing only on a line that holds a piece of rule."""
    split = _SPLIT
    if is_ascii:
        split = _ASCII_SPLIT if _ASCII_RULE.search(stripped) else _ASCII_BAR
    return [match.start() for match in split.finditer(stripped)]


def _line(stripped: str, marks: list[int], line_no: int) -> _Line:
    pieces = [stripped[start + 1 : end] for start, end in pairwise(marks)]
    if marks and marks[-1] < len(stripped) - 1:
        pieces.append(stripped[marks[-1] + 1 :])  # the closing bar is lost
        marks.append(len(stripped))
    bars: tuple[list[int], list[int]] = ([], [])
    narrow = wide = 0
    wanted = set(marks)
    for position, character in enumerate(stripped):
        if position in wanted:
            bars[0].append(narrow)
            bars[1].append(wide)
        is_drawn = "\u2500" <= character <= "\u257f"
        two_cells = unicodedata.east_asian_width(character) in "WF"
        narrow += 2 if two_cells else 1
        wide += 2 if two_cells or is_drawn else 1
    if len(stripped) in wanted:
        bars[0].append(narrow)
        bars[1].append(wide)
    return _Line([piece.strip(_FILLING) for piece in pieces], bars, line_no)


def _grid(drawing: list[_Line], document: ReadDocument) -> Grid:
    width = max((len(line.pieces) for line in drawing), default=0)
    inner_rules = sum(1 for line in drawing[1:-1] if any(line.rules))
    has_rows_ruled = inner_rules > 1 or sum(1 for line in drawing if not all(line.rules)) <= 2
    sketch = _Sketch(width, Grid(span_is_known=has_rows_ruled))
    edges = next((line.bars for line in drawing if len(line.pieces) == width), ([], []))
    for line in drawing:
        columns = _columns(line, width, edges)
        if columns is None:
            sketch.grid.span_is_known = False
            columns = [(at, at + 1) for at in range(len(line.pieces))]
        if not has_rows_ruled and not any(line.rules) and not _continues(line):
            sketch.close(0, width)  # rows without rules between them: a line is a row unless it is mostly blank
        sketch.draw(line, columns)
    grid = sketch.finished()
    if has_rows_ruled and not grid.span_is_known:
        what = "the bars of a drawn table do not line up: its rows are kept, its merged cells are not known"
        document.notes.append(Note("warning", what, f"line {drawing[0].line_no}"))
    return grid


def _continues(line: _Line) -> bool:
    """Whether a line in a table without rules between rows goes on with the row above: most of its pieces are blank."""
    filled = sum(1 for piece in line.pieces if piece)
    return not line.pieces[:1] or (not line.pieces[0] and filled * 2 < len(line.pieces))


def _columns(line: _Line, width: int, edges: tuple[list[int], list[int]]) -> list[tuple[int, int]] | None:
    """The columns (from, up to) of each piece; None where its bars stand between the columns' edges."""
    if len(line.pieces) == width:
        return [(at, at + 1) for at in range(width)]
    for bars, own_edges in zip(line.bars, edges, strict=True):
        at = [_nearest(own_edges, bar) for bar in bars]
        if None not in at and at[:1] == [0] and at[-1] == width and len(set(at)) == len(at):
            return list(pairwise(at))  # type: ignore[arg-type]
    return None


def _nearest(edges: list[int], bar: int) -> int | None:
    """The number of the edge at which a bar stands."""
    found = min(range(len(edges)), key=lambda at: abs(edges[at] - bar), default=None)
    return found if found is not None and abs(edges[found] - bar) <= _SHIFT else None


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    column_span: int
    last_row: int
    lines: list[str]


class _Sketch:
    """The table as drawn so far: rules close cells, the next text in an unclosed column goes on with its cell."""

    def __init__(self, width: int, grid: Grid) -> None:
        self.grid = grid
        self.width = width
        self.open: list[_Cell | None] = [None] * width
        self.cells: list[_Cell] = []
        self.row_is_due = True

    def close(self, start: int, end: int) -> None:
        """End the cells of these columns: what follows below is another row."""
        self.open[start:end] = [None] * (end - start)
        self.row_is_due = True

    def draw(self, line: _Line, columns: list[tuple[int, int]]) -> None:
        """One line: first the texts of cells that go on through its rules, then the rules."""
        rules = line.rules
        has_rules = any(rules)
        if not has_rules and self.row_is_due:
            self._start_row(line.line_no)
        for (start, end), piece, is_rule in zip(columns, line.pieces, rules, strict=True):
            if is_rule:
                self.close(start, end)
                continue
            cell = self.open[start]
            if cell is None:
                if (self.row_is_due and not has_rules) or not self.grid.row_places:
                    self._start_row(line.line_no)
                cell = _Cell(len(self.grid.row_places) - 1, start, end - start, len(self.grid.row_places) - 1, [])
                self.cells.append(cell)
                self.open[start:end] = [cell] * (end - start)
            if piece:
                cell.lines.append(piece)

    def finished(self) -> Grid:
        """The grid, its cells filled in; where spans are not known, a row is as long as its own texts."""
        grid = self.grid
        grid.rows = [[None] * self.width for _ in grid.row_places]
        for cell in self.cells:
            grid.rows[cell.row][cell.column] = "\n".join(cell.lines)
            row_span = cell.last_row - cell.row + 1
            if grid.span_is_known and (row_span > 1 or cell.column_span > 1):
                grid.spans[cell.row + 1, cell.column + 1] = (row_span, cell.column_span)
        covered = grid.covered_cells()
        for row_no, row in enumerate(grid.rows, start=1):
            for column_no, text in enumerate(row, start=1):
                if text is None and (row_no, column_no) not in covered:
                    row[column_no - 1] = ""
        return grid

    def _start_row(self, line_no: int) -> None:
        self.grid.row_places.append(f"line {line_no}")
        self.row_is_due = False
        for cell in self.open:
            if cell is not None:
                cell.last_row = len(self.grid.row_places) - 1
