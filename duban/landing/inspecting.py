"""One file as its reader sees it, before anything is landed: for `duban inspect` and `duban add`."""

from __future__ import annotations

from pathlib import Path

from duban.counting import counted
from duban.errors import DocumentError
from duban.landing.grid import Grid, ReadDocument
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import reader_for

COVERED_ABOVE = "〃"  # what a cell shows that a merge from above covers
COVERED_LEFT = "←"  # and one that a merge from the left covers
_SHOWN = 3  # items and headings of a list


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


def list_lines(document: ReadDocument, clip: int = 40) -> list[str]:
    """What the list reader took a text for: how many items and headings, the headers, the first items; else nothing.

    clip: characters shown of an item.
    """
    lines: list[str] = []
    places = {note.source_place for note in document.notes if note.what.startswith("read as a l")}
    for grid in document.grids:
        if not grid.row_places or grid.row_places[0] not in places:
            continue
        width = len(grid.rows[0])
        headings = {at for at, row in enumerate(grid.rows, start=1) if len(row) < width or (at, 1) in grid.spans}
        items = [row for at, row in enumerate(grid.rows[1:], start=2) if at not in headings]
        lines.append(
            f"list: {counted(len(items), 'items')} under {counted(len(headings), 'headings')}; "
            f"{' | '.join(map(str, grid.rows[0]))}"
        )
        first_headings = [grid.rows[at - 1][0] or "" for at in sorted(headings)]
        if first_headings:
            lines.append(f"  headings: {', '.join(_clipped(text, clip) for text in first_headings[:_SHOWN])}")
        lines.extend(f"  {' | '.join(_clipped(cell or '', clip) for cell in row)}" for row in items[:_SHOWN])
    return lines


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
            shown = _clipped(text or "", clip)
            span = grid.spans.get((row_no, column_no))
            line.append(f"{shown} [{span[0]}x{span[1]}]" if span else shown)
        lines.append(line + [""] * (width + 1 - len(line)))
    return lines


def _clipped(text: str, clip: int) -> str:
    shown = text.replace("\n", "⏎")
    return shown if len(shown) <= clip else shown[: clip - 1] + "…"
