"""How much a document may cost, and the counting while it is read: one that is too large is refused before it has
filled the memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from duban.errors import DocumentError

if TYPE_CHECKING:
    from duban.landing.grid import Grid

_LINES_A_ROW = 10  # a table printed one cell a line is as many lines long as it has cells
_REMEDY = "split the document, or raise the limit if it is honest"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may cost before it is refused. Sizes in bytes.

    The largest real table met so far has some 3,000 rows and 2 MB; these bounds leave it two orders of magnitude.
    """

    file_bytes: int = 64 * 1024 * 1024
    expanded_bytes: int = 512 * 1024 * 1024  # of an archive (XLSX, DOCX), all members together
    expansion_ratio: int = 200  # of one archive member
    cell_characters: int = 100_000
    rows: int = 200_000  # of a document
    columns: int = 512  # of a table
    cells: int = 5_000_000  # of a document, covered ones included
    tables: int = 2_000
    pages: int = 2_000
    seconds: float = 60.0  # of one document's reading, in a worker that is then stopped


@dataclass(slots=True)
class Tally:
    """What one document has cost so far, counted over all its tables.

    Raises DocumentError, with the place, at the first row, cell, column or table beyond its limit.
    """

    limits: Limits
    path: str
    rows: int = 0
    cells: int = 0
    tables: int = 0

    def table(self, place: str) -> None:
        """Count one more table."""
        self.tables += 1
        if self.tables > self.limits.tables:
            raise self._beyond("tables", self.limits.tables, place)

    def columns(self, count: int, place: str) -> None:
        """Check the number of columns of a row, before its cells are made where that is dear."""
        if count > self.limits.columns:
            raise self._beyond("columns", self.limits.columns, place)

    def row(self, cells: Sequence[str | None], place: str) -> None:
        """Count one more row with these cells."""
        self.rows += 1
        self.cells += len(cells)
        if self.rows > self.limits.rows:
            raise self._beyond("rows", self.limits.rows, place)
        if len(cells) > self.limits.columns:
            raise self._beyond("columns", self.limits.columns, place)
        if self.cells > self.limits.cells:
            raise self._beyond("cells", self.limits.cells, place)
        if max(map(len, filter(None, cells)), default=0) > self.limits.cell_characters:
            raise self._beyond("characters in one cell", self.limits.cell_characters, place)

    def add_row(self, grid: Grid, cells: list[str | None], place: str) -> None:
        """Count one more row with these cells and put it, with its place, into the grid."""
        self.row(cells, place)
        grid.rows.append(cells)
        grid.row_places.append(place)

    def all_rows(self, rows: Sequence[Sequence[str | None]], places: Sequence[str]) -> None:
        """Count the rows of a whole table. The same errors as `row` a row, at a fifth of the cost."""
        longest = max(map(len, filter(None, chain.from_iterable(rows))), default=0)
        if (
            self.rows + len(rows) > self.limits.rows
            or self.cells + sum(map(len, rows)) > self.limits.cells
            or max(map(len, rows), default=0) > self.limits.columns
            or longest > self.limits.cell_characters
        ):
            for cells, place in zip(rows, places, strict=True):
                self.row(cells, place)  # one of them is beyond: it says which
        self.rows += len(rows)
        self.cells += sum(map(len, rows))

    def _beyond(self, what: str, limit: int, place: str) -> DocumentError:
        return DocumentError(f"more than {limit:,} {what}", where=f"{self.path}, {place}", remedy=_REMEDY)


def check_line_count(text: str, limits: Limits, path: str) -> None:
    """Raise DocumentError for a text of more lines than any table's cells could fill, before it is split into them."""
    most = _LINES_A_ROW * limits.rows
    if text.count("\n") + text.count("\r") > 2 * most:
        raise DocumentError(f"the text has more than {most:,} lines", where=path, remedy=_REMEDY)


def check_file_size(content: bytes, limits: Limits, path: str) -> None:
    """Raise DocumentError for a file above `Limits.file_bytes`."""
    if len(content) > limits.file_bytes:
        raise DocumentError(
            f"the file has {len(content):,} bytes, more than {limits.file_bytes:,}", where=path, remedy=_REMEDY
        )
