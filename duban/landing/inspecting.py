"""One file as its reader sees it, before anything is landed: for `duban inspect` and `duban add`."""

from __future__ import annotations

from pathlib import Path

from duban.errors import DocumentError
from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import reader_for

COVERED_ABOVE = "〃"  # what a cell shows that a merge from above covers
COVERED_LEFT = "←"  # and one that a merge from the left covers


def look_at(path: Path, limits: Limits | None = None) -> ReadDocument:
    """Read one file wherever it lies. Raises DocumentError with the place and the way out."""
    limits = limits or Limits()
    reader = reader_for(path.name)
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise DocumentError(f"{size} bytes, over the limit of {limits.file_bytes}", where=str(path))
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}", where=str(path), remedy="check the path") from error
    return reader.read(Source(path.name, content), limits)


def grid_lines(grid: Grid, clip: int = 40) -> list[list[str]]:
    """A grid as rows of short texts: place, then one text a column; spans as `[rows x columns]`.

    clip: characters shown of a cell; line breaks in it show as ⏎.
    """
    covered = grid.covered_cells()
    width = max((len(row) for row in grid.rows), default=0)
    lines = []
    for row_no, row in enumerate(grid.rows, start=1):
        line = [grid.cell_place(row_no, 1)]
        for column_no, text in enumerate(row, start=1):
            origin = covered.get((row_no, column_no))
            if origin is not None:
                line.append(COVERED_ABOVE if origin[0] < row_no else COVERED_LEFT)
                continue
            told = (text or "").replace("\n", "⏎")
            told = told if len(told) <= clip else told[: clip - 1] + "…"
            span = grid.spans.get((row_no, column_no))
            line.append(f"{told} [{span[0]}x{span[1]}]" if span else told)
        lines.append(line + [""] * (width + 1 - len(line)))
    return lines
