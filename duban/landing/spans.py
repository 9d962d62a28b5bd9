"""Cells that say how far they reach become a grid: which column each begins in, and which cells it covers.

HTML states spans by counts, in reading order; DOCX by counts and by "this cell goes on from above". Both end here as
`SpannedCell`s by row, and `grid_of` lays them out once the whole table is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from duban.errors import DocumentError
from duban.landing.grid import Grid
from duban.landing.limits import Tally


@dataclass(slots=True)
class SpannedCell:
    """A printed cell and its reach. column: where it begins, 0-based, in the format's own columns."""

    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class Flow:
    """Gives the cells of each row their columns, as a browser does: left to right, past what reaches down from above.

    limit: the widest that a table may be; a span is cut so that the cells after it still find a place.
    """

    limit: int
    _free_from: list[int] = field(default_factory=list)  # by column: the first row that nothing from above covers
    _covered_until: int = 0
    clamped: int = 0  # spans that were cut because another cell, or the limit, stood in the way

    def row(self, row: int, cells: Sequence[tuple[str, int, int]], path: str) -> list[SpannedCell]:
        """The cells of row `row` (0-based), each given as (text, row_span, column_span)."""
        if self._covered_until <= row and len(cells) <= self.limit and all(cell[1] == cell[2] == 1 for cell in cells):
            return [SpannedCell(column, cell[0]) for column, cell in enumerate(cells)]
        placed: list[SpannedCell] = []
        free_from = self._free_from
        column = 0
        for at, (text, row_span, column_span) in enumerate(cells):
            if self._covered_until > row:
                while column < len(free_from) and free_from[column] > row:
                    column += 1
            if column >= self.limit:
                raise DocumentError(
                    f"more than {self.limit} columns",
                    where=f"{path}, row {row + 1}",
                    remedy="split the table, or raise the limit if it is honest",
                )
            end = column + 1
            if column_span > 1:
                end = self._reach(row, column, column_span, len(cells) - at - 1)
            if row_span > 1:
                free_from.extend([0] * (end - len(free_from)))
                free_from[column:end] = [row + row_span] * (end - column)
                self._covered_until = max(self._covered_until, row + row_span)
            placed.append(SpannedCell(column, text, row_span, end - column))
            column = end
        return placed

    def _reach(self, row: int, column: int, column_span: int, cells_after: int) -> int:
        """The column after the last one that a span of this width may cover."""
        wanted = column + column_span
        bound = max(column + 1, min(wanted, self.limit - cells_after))
        end = column + 1
        while end < bound and (end >= len(self._free_from) or self._free_from[end] <= row):
            end += 1
        self.clamped += end < wanted
        return end


def grid_of(rows: Sequence[Sequence[SpannedCell]], places: list[str], tally: Tally) -> Grid:
    """The grid of a table whose cells know their columns.

    A column in which no cell begins prints nothing (Word and Excel leave such slivers, a careless `colspan="20"` makes
    a dozen): it is taken out, and the spans over it shrink. What lies between two cells of a row prints as empty.
    Raises DocumentError when the table goes beyond the limits.
    """
    begins = sorted({cell.column for row in rows for cell in row})
    is_whole = len(begins) == (begins[-1] + 1 if begins else 0)  # no column to take out
    number = {column: number for number, column in enumerate(begins)}
    ends: dict[int, int] = {}

    def number_from(column: int) -> int:
        # The number of the first beginning at or after a column: where a span that ends there ends.
        ends[column] = next((number[begin] for begin in begins if begin >= column), len(begins))
        return ends[column]

    grid = Grid(span_is_known=True, row_places=places)
    reaching_down: list[tuple[int, int, int]] = []  # (first row not covered, first column, column after the last)
    for row_index, row in enumerate(rows):
        if reaching_down:
            reaching_down = [reach for reach in reaching_down if reach[0] > row_index]
        if is_whole and not reaching_down and all(cell.row_span == cell.column_span == 1 for cell in row):
            plain: list[str | None] = [cell.text for cell in row]
            if not row or row[-1].column == len(row) - 1:  # and without a gap: most rows of most tables
                tally.row(plain, places[row_index])
                grid.rows.append(plain)
                continue
        width = max((reach[2] for reach in reaching_down), default=0)
        laid: list[tuple[int, int, SpannedCell]] = []
        for cell in row:
            behind = cell.column + cell.column_span
            end = ends[behind] if behind in ends else number_from(behind)
            laid.append((number[cell.column], end, cell))
            if end > width:
                width = end
        texts: list[str | None] = [""] * width
        for _, start, end in reaching_down:
            texts[start:end] = [None] * (end - start)
        for start, end, cell in laid:
            if end - start > 1:
                texts[start:end] = [None] * (end - start)
            texts[start] = cell.text
            row_span = cell.row_span
            if row_span > len(rows) - row_index:
                row_span = len(rows) - row_index
            if row_span > 1 or end - start > 1:
                grid.spans[row_index + 1, start + 1] = (row_span, end - start)
                if row_span > 1:
                    reaching_down.append((row_index + row_span, start, end))
        tally.row(texts, places[row_index])
        grid.rows.append(texts)
    return grid
