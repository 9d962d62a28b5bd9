"""The tables of an HTML page: which of them hold data, and their rows as grids.

A table that holds other tables is a page layout, unless two of its rows print two cells each of their own: then it is
data with little tables in its cells. A layout prints as texts around its inner tables. An inner table of one column in
a data table is part of its cell's text (Word puts such boxes there); any other is a grid of its own, taken out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from duban.landing.grid import Grid, Note
from duban.landing.limits import Tally
from duban.landing.pictures import ONLY_A_PICTURE
from duban.landing.readers.html.marks import Shown, pictured
from duban.landing.readers.html.text import BLOCK, all_text, printed
from duban.landing.spans import Flow, grid_of

_PRINTED_BY_STYLE = "a cell shows only what a style prints in it, which is not read, and is landed empty"
_COUNT = re.compile(r"\s*\+?(\d{1,9})")
# What stands in a table but in none of its cells; browsers print it above the table.
# (text() is asked before white space is looked at: the other way round costs as much as parsing the page.)
_STRAY = etree.XPath(
    "(. | .//tr | .//thead | .//tbody | .//tfoot)/text()[normalize-space()]"
    " | (. | .//tr | .//thead | .//tbody | .//tfoot)/*[not(self::tr or self::td or self::th or self::thead or"
    " self::tbody or self::tfoot or self::caption or self::colgroup or self::col)][not(.//td or .//th)]"
)


@dataclass(slots=True)
class DataTable:
    """A table that holds data. grid: None where it prints no cell. texts: (kind, text) of its caption and of strays."""

    element: etree._Element
    grid: Grid | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def take_tables(root: etree._Element, shown: Shown, tally: Tally) -> list[DataTable]:
    """The data tables of a page in reading order. What went into their grids is taken out of the tree."""
    elements = list(root.iter("table"))
    for number in range(1, len(elements) + 1):
        tally.table(f"table {number}")
    inner: dict[etree._Element, list[etree._Element]] = {element: [] for element in elements}
    parents: dict[etree._Element, etree._Element | None] = {}
    for element in elements:
        parents[element] = parent = next(element.iterancestors("table"), None)
        if parent is not None:
            inner[parent].append(element)
    layouts: set[etree._Element] = set()
    taken: dict[etree._Element, DataTable] = {}
    waiting: set[etree._Element] = set()  # of one column: what they are depends on the table around them
    for element in reversed(elements):  # inner tables stand after their outer ones, so backwards they are known first
        children = inner[element]
        if not children and parents[element] is not None and _is_one_column(element):
            waiting.add(element)
        elif children and (not layouts.isdisjoint(children) or not _prints_data(element)):
            layouts.add(element)
            for child in waiting.intersection(children):
                taken[child] = _take(child, shown, tally)
        else:
            for child in waiting.intersection(children):
                _dissolve(child)
            taken[element] = _take(element, shown, tally)
    tables = [taken[element] for element in elements if element in taken]
    for number, table in enumerate((table for table in tables if table.grid is not None), start=1):
        assert table.grid is not None
        table.grid.row_places = [f"table {number}, {place}" for place in table.grid.row_places]
        table.notes = [Note(note.severity, note.what, f"table {number}{note.source_place}") for note in table.notes]
    return tables


def _take(table: etree._Element, shown: Shown, tally: Tally) -> DataTable:
    """Lay out one table and empty its element. Tables inside it have been taken or dissolved before."""
    data = DataTable(table)
    for caption in table.iter("caption"):
        data.texts.append(("caption", printed(all_text(caption))))
    for stray in cast("list[Any]", _STRAY(table)):
        data.texts.append(("paragraph", printed(stray if isinstance(stray, str) else all_text(stray))))
    data.texts = [(kind, text) for kind, text in data.texts if text]
    rows = _rows(table, shown.hidden_rows)
    flow = Flow(tally.limits.columns)
    placed, places = [], []
    for row_index, (row, rows_below) in enumerate(rows):
        cells = [(_cell_text(cell, data, row_index), *_spans(cell, rows_below)) for cell in row.cells]
        if shown.unread_cells and any(
            not text and cell in shown.unread_cells for cell, (text, _, _) in zip(row.cells, cells, strict=True)
        ):
            data.notes.append(Note("warning", _PRINTED_BY_STYLE, f", row {row_index + 1}"))
        placed.append(flow.row(row_index, cells, tally.path))
        places.append(f"row {row_index + 1}")
        if row.element is not None and row.element in shown.hidden_rows:
            data.notes.append(Note("warning", "a row is hidden in the page; it is landed", f", row {row_index + 1}"))
    if any(placed):
        data.grid = grid_of(placed, places, tally)
    if flow.clamped:
        data.notes.append(Note("info", f"{flow.clamped} colspans reach too far and are cut", ""))
    if shown.hidden_columns and not shown.hidden_columns.isdisjoint(table.iter("col", "colgroup")):
        data.notes.append(Note("warning", "a column is hidden in the page; it is landed", ""))
    tail = table.tail
    table.clear()
    table.tail = tail
    return data


def _cell_text(cell: etree._Element, data: DataTable, row_index: int) -> str:
    """What a cell prints; a cell that holds only pictures prints what they stand for."""
    if len(cell) == 0:
        return printed(cell.text or "")
    text = printed(all_text(cell))
    if not text:
        text_of_pictures = pictured(cell)
        if text_of_pictures is None:
            data.notes.append(Note("warning", ONLY_A_PICTURE, f", row {row_index + 1}"))
        return text_of_pictures or ""
    return text


@dataclass(slots=True)
class _Row:
    element: etree._Element | None
    cells: list[etree._Element] = field(default_factory=list)


def _rows(table: etree._Element, hidden_rows: set[etree._Element]) -> list[tuple[_Row, int]]:
    """The rows of a table in printed order, each with the number of rows from it to the end of its row group.

    Cells outside any row, which browsers forgive, make a row of their own or go on with the last one.
    """
    rows: list[_Row] = []
    for element in table.iter("tr", "td", "th"):
        if element.tag == "tr":
            rows.append(_Row(element))
        else:
            if not rows:
                rows.append(_Row(None))
            rows[-1].cells.append(element)
    # Excel ends its pages with an invisible row that only carries the widths of the columns.
    while rows and rows[-1].element in hidden_rows and not any(_text(cell) for cell in rows[-1].cells):
        hidden_rows.discard(rows.pop().element)
    groups: list[list[_Row]] = []
    last_group: etree._Element | None = None
    for row in rows:
        group = row.element.getparent() if row.element is not None else None
        if not groups or group is not last_group:
            groups.append([])
            last_group = group
        groups[-1].append(row)
    # HTML 4 lets a foot stand before the bodies; it prints below them.
    groups.sort(key=_is_foot)
    return [
        (row, len(group) - index)
        for group in groups
        for index, row in enumerate(group)
        if row.cells or index > 0  # an empty first row of a group prints nothing; a later one may lie under a span
    ]


def _is_foot(group: list[_Row]) -> bool:
    element = group[0].element
    parent = element.getparent() if element is not None else None
    return parent is not None and parent.tag == "tfoot"


def _spans(cell: etree._Element, rows_below: int) -> tuple[int, int]:
    """A cell's (row span, column span): at least 1, not beyond its row group; `rowspan=0` means down to its end."""
    down, across = cell.get("rowspan"), cell.get("colspan")
    if down is None and across is None:
        return 1, 1
    row_span = column_span = 1
    if down is not None and (count := _COUNT.match(down)):
        row_span = min(int(count[1]) or rows_below, rows_below)
    if across is not None and (count := _COUNT.match(across)):
        column_span = max(int(count[1]), 1)
    return row_span, column_span


def _own_rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield [cell for cell in row if cell.tag in ("td", "th")]


def _prints_data(table: etree._Element) -> bool:
    """Whether at least two rows print at least two cells of their own."""
    rows = (sum(1 for cell in row if _text(cell)) >= 2 for row in _own_rows(table))
    return next(rows, False) + sum(rows) >= 2


def _is_one_column(table: etree._Element) -> bool:
    return all(len(row) <= 1 for row in _own_rows(table))


def _dissolve(table: etree._Element) -> None:
    """Make an inner table part of the text of the cell that it stands in: a line a row."""
    for element in list(table.iter("table", "tr", "td", "th")):
        element.tag = "div"
        element.text = BLOCK + (element.text or "")
        element.tail = BLOCK + (element.tail or "")


def _text(cell: etree._Element) -> str:
    return printed(all_text(cell))
