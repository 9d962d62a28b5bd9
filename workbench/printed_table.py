"""The printed table re-drawn: its cells with the rows and columns that they cover, and beside each row its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.published import Reader

# Confidence below which a row is tinted, from faint to strong.
_TINTS = ((0.6, "sure-1"), (0.85, "sure-2"), (0.9999, "sure-3"))
# Characters from which a column is drawn wide.
_LONG = 24
# Where the page of a target shows what was made of a field.
_ANCHORS = {
    "unit": "parties",
    "leader": "parties",
    "progress": "reported",
    "status": "reported",
    "deadline": "reported",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell as HTML draws it: spans are cut to the rows that are shown.

    anchor: the part of its target's page that shows what was made of it.
    """

    text: str
    row_span: int
    column_span: int
    source_place: str
    is_long: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Block:
    """What stands beside the first row of a block: the target its rows were given, how, and how surely."""

    target_id: str | None
    target_no: str | None
    row_span: int
    method: str | None
    confidence: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row. block: of the rows that begin with this one; None in the midst of a block.

    is_ours: of the target that is looked at. is_asked: the row that was asked for.
    """

    row_no: int
    source_place: str
    cells: list[Cell]
    block: Block | None
    tint: str
    target_id: str | None
    is_ours: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Some rows of a printed table. span_is_known: whether its merged cells came with it.

    headers: of its columns, where the row that prints them is not among the rows.
    """

    document_id: str
    table_no: int
    first_row: int
    last_row: int
    rows: list[Row]
    headers: list[str]
    span_is_known: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Rows of a table that are asked for. target_id: whose rows are marked. asked_row: the row that was asked for."""

    document_id: str
    table_no: int
    first_row: int
    last_row: int
    target_id: str | None = None
    asked_row: int | None = None


def printed_tables(reader: Reader, windows: list[Window]) -> list[PrintedTable]:
    """The rows of each window as printed, all of them in one question."""
    cells: list[list[dict[str, Any]]] = [[] for _ in windows]
    if windows:
        keys = ("document_id", "table_no", "first_row", "last_row")
        for cell in reader.rows("printed_rows", windows=[{key: getattr(one, key) for key in keys} for one in windows]):
            cells[cell["window_no"] - 1].append(cell)
    return [_printed_table(window, found) for window, found in zip(windows, cells, strict=True)]


def _printed_table(window: Window, found: list[dict[str, Any]]) -> PrintedTable:
    by_row: dict[int, list[dict[str, Any]]] = {}
    for cell in found:
        by_row.setdefault(cell["row_no"], []).append(cell)
    numbers = sorted(by_row)
    keys = [_key(by_row[number][0]) for number in numbers]
    rows = []
    for place, number in enumerate(numbers):
        head = by_row[number][0]
        begins = place == 0 or keys[place] != keys[place - 1] or keys[place] is None
        length = 1
        while begins and keys[place] and place + length < len(keys) and keys[place + length] == keys[place]:
            length += 1
        sure = [by_row[numbers[at]][0]["assignment_confidence"] for at in range(place, place + length)]
        known = [confidence for confidence in sure if confidence is not None]
        block = Block(
            head["target_id"],
            head["target_no"],
            length,
            head["assignment_method"],
            min(known, default=None),
            head["review_reason"],
        )
        cells = [_drawn(cell, numbers[-1]) for cell in by_row[number] if _begins_here(cell, window.first_row)]
        is_ours = window.target_id is not None and head["target_id"] == window.target_id
        tint = _tint(head["assignment_confidence"])
        rows.append(
            Row(
                number,
                head["source_place"],
                cells,
                block if begins else None,
                tint,
                head["target_id"],
                is_ours,
                number == window.asked_row,
            )
        )
    is_known = bool(found) and all(cell["span_is_known"] for cell in found)
    last = numbers[-1] if numbers else window.first_row
    return PrintedTable(window.document_id, window.table_no, window.first_row, last, rows, _headers(found), is_known)


def _key(cell: dict[str, Any]) -> str | None:
    return str(cell["target_id"]) if cell["target_id"] else None


def _begins_here(cell: dict[str, Any], first_row: int) -> bool:
    """A cell is drawn where it is printed; one that began above the rows shown, in the first of them."""
    if cell["is_origin"]:
        return True
    return bool(cell["row_no"] == first_row and cell["origin_column_no"] == cell["column_no"])


def _drawn(cell: dict[str, Any], last_row: int) -> Cell:
    text = cell["text"] or ""
    origin = cell["row_no"] if cell["is_origin"] else cell["origin_row_no"]
    covered = (cell["row_span"] or 1) - (cell["row_no"] - origin)
    return Cell(
        text,
        max(1, min(covered, last_row - cell["row_no"] + 1)),
        cell["column_span"] or 1,
        cell["source_place"],
        len(text) > _LONG,
        _ANCHORS.get(cell["field"], "promised"),
    )


def _headers(found: list[dict[str, Any]]) -> list[str]:
    """The header of each column; none where one of the rows prints them itself."""
    if any(cell["is_header"] for cell in found):
        return []
    return [text or "" for _, text in sorted({cell["column_no"]: cell["header_text"] for cell in found}.items())]


def _tint(confidence: float | None) -> str:
    """The class of a row by how sure its target is.

    >>> _tint(0.5), _tint(0.94), _tint(1.0), _tint(None)
    ('sure-1', 'sure-3', '', '')
    """
    return next((name for limit, name in _TINTS if confidence is not None and confidence < limit), "")
