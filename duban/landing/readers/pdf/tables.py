"""From the rules of a PDF page to the boxes of its tables; the rules that the print leaves out are put in where sure.

* A table open at its sides, at its top or bottom is closed where its rules end, if text stands there: level rules that
  run on beyond the outermost upright one, upright rules that run on beyond the outermost level one.
* A table with level rules alone gets its columns from white space (pdf_columns.py).

Finding the boxes is pdfplumber's, with the settings that it has by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from duban.errors import DocumentError
from duban.landing.readers.pdf.columns import (
    Columns,
    Unruled,
    columns_by_space,
    level_edge,
    line_in_columns,
    rows_by_number,
    upright_edge,
)
from duban.landing.readers.pdf.lines import Character

Edge = dict[str, Any]
Cell = tuple[float, float, float, float]  # x0, top, x1, bottom
# A page with more rules than this is a drawing; finding boxes in it would take minutes.
_MOST_EDGES = 40_000
_MOST_CROSSINGS = 4_000_000
_SNAP = 3  # points: pdfplumber's own tolerances
_RUNS_ON = 5.0  # points: rules that go on for less than this overshoot
_SAME_END = 3.0
_FEWEST_CUTS = 2  # between columns: a table of fewer than three says too little of what stands above it
_MOST_ASKED = 20  # tables of a page
_FEWEST_COUNTED = 3  # digits in the first column, before a box is asked whether it holds several rows


@dataclass(slots=True)
class RuledTable:
    """A table of a page: its boxes, and what was put in that the print leaves out.

    closed: the sides ('left', 'right', 'top', 'bottom') that are open in print. by_space: columns found by white space.
    by_number: rows found by the numbers of the first column.
    """

    cells: list[Cell]
    closed: set[str] = field(default_factory=set)
    by_space: bool = False
    by_number: bool = False

    @property
    def bbox(self) -> Cell:
        """The table's outer box."""
        return (
            min(cell[0] for cell in self.cells), min(cell[1] for cell in self.cells),
            max(cell[2] for cell in self.cells), max(cell[3] for cell in self.cells),
        )  # fmt: skip


@dataclass(slots=True)
class PageTables:
    """The tables of a page; why level rules that look like a table's were not read as one; the columns by space."""

    tables: list[RuledTable]
    doubts: list[str]
    columns: list[Columns]


def find_tables(
    edges: list[Edge], characters: list[Character], where: str, columns_before: list[Columns], remedy: str
) -> PageTables:
    """The page's tables from top to bottom; a drawing of thousands of strokes is refused rather than searched."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    upright = sum(1 for edge in edges if edge["orientation"] == "v")
    if len(edges) > _MOST_EDGES or upright * (len(edges) - upright) > _MOST_CROSSINGS:
        raise DocumentError(f"the page is a drawing of {len(edges):,} strokes", where=where, remedy=remedy)
    rules = [edge for edge in edges if _length(edge) >= 1 and edge["orientation"] == "v"]
    rules += [edge for edge in edges if _length(edge) >= 1 and edge["orientation"] == "h"]
    rules = [edge for edge in merge_edges(rules, _SNAP, _SNAP, _SNAP, _SNAP) if _length(edge) >= _SNAP]
    crossings = edges_to_intersections(rules, _SNAP, _SNAP)
    added, closed = _closing_edges(crossings, characters)
    unruled = columns_by_space(rules, crossings, characters, columns_before)
    added += [edge for one in unruled for edge in one.edges]
    if added:
        rules = [edge for edge in merge_edges([*rules, *added], _SNAP, _SNAP, _SNAP, _SNAP) if _length(edge) >= _SNAP]
        crossings = edges_to_intersections(rules, _SNAP, _SNAP)
    tables = [RuledTable(cells) for cells in cells_to_tables(intersections_to_cells(crossings)) if _is_table(cells)]
    rows = [edge for table in tables for edge in _row_edges(table, characters, where, remedy)]
    if rows:
        rules = [edge for edge in merge_edges([*rules, *rows], _SNAP, _SNAP, _SNAP, _SNAP) if _length(edge) >= _SNAP]
        cells_found = intersections_to_cells(edges_to_intersections(rules, _SNAP, _SNAP))
        tables = [RuledTable(cells) for cells in cells_to_tables(cells_found) if _is_table(cells)]
    beyond = _rows_beyond(tables, characters)
    if beyond:
        closed += [(side, box) for side, box, _ in beyond]
        more = [edge for _, _, edges in beyond for edge in edges]
        rules = [edge for edge in merge_edges([*rules, *more], _SNAP, _SNAP, _SNAP, _SNAP) if _length(edge) >= _SNAP]
        cells_found = intersections_to_cells(edges_to_intersections(rules, _SNAP, _SNAP))
        tables = [RuledTable(cells) for cells in cells_to_tables(cells_found) if _is_table(cells)]
    for table in tables:
        _name(table, closed, unruled)
        x0, top, x1, bottom = table.bbox
        table.by_number = any(top < edge["top"] < bottom and x0 < edge["x1"] and edge["x0"] < x1 for edge in rows)
    tables.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    return PageTables(
        tables,
        _doubts(unruled, tables, rules, crossings, characters, columns_before),
        [one.columns for one in unruled if one.columns],
    )


def _doubts(
    unruled: list[Unruled],
    tables: list[RuledTable],
    rules: list[Edge],
    crossings: dict[Any, Any],
    characters: list[Character],
    columns_before: list[Columns],
) -> list[str]:
    """What is doubted of level rules.

    Where tables were read between them (the lines of a page's head and foot), what stands beside these is asked alone.
    """
    doubted = [one for one in unruled if one.doubt]
    if any(one.box[1] <= table.bbox[1] and table.bbox[3] <= one.box[3] for one in doubted for table in tables):
        boxes = [table.bbox for table in tables]
        beside = [one for one in characters if not any(_holds_text(box, [one]) for box in boxes)]
        doubted = [one for one in columns_by_space(rules, crossings, beside, columns_before) if one.doubt]
    return [one.doubt for one in doubted]


def _row_edges(table: RuledTable, characters: list[Character], where: str, remedy: str) -> list[Edge]:
    """The edges between rows that no rule parts: their numbers count on within one box of the first column.

    Raises DocumentError where it is not certain what belongs to which number.
    """
    left, _, right, _ = table.bbox
    edges: list[Edge] = []
    for x0, top, x1, bottom in table.cells:
        if x0 > left + _SNAP:
            continue
        inside = [
            one
            for one in characters
            if left <= (one["x0"] + one["x1"]) / 2 <= right and top <= (one["top"] + one["bottom"]) / 2 <= bottom
        ]
        numbers = [one for one in inside if one["x1"] <= x1 + 1 and one["text"].isdigit()]
        if len(numbers) < _FEWEST_COUNTED or max(one["top"] for one in numbers) - top < 2 * numbers[0]["em"]:
            continue
        beside = [cell for cell in table.cells if cell[0] > left + _SNAP and cell[1] < bottom and cell[3] > top]
        if any(cell[1] > top + _SNAP or cell[3] < bottom - _SNAP for cell in beside):
            continue  # rules part the rows: the numbers stand in a merged cell
        starts = rows_by_number((left, top, right, bottom), tuple(sorted({cell[0] for cell in beside})), inside)
        if isinstance(starts, str):
            raise DocumentError(f"no rules part the rows of a table, and {starts}", where=where, remedy=remedy)
        edges.extend(level_edge(y, left, right) for y in starts)
    return edges


def _rows_beyond(tables: list[RuledTable], characters: list[Character]) -> list[tuple[str, Cell, list[Edge]]]:
    """The header above a table's first rule and the numbered row below its last: (side, box, the edges around it).

    A line is one only if it keeps to the table's columns: the header fills each, the row all but one at most.
    """
    found: list[tuple[str, Cell, list[Edge]]] = []
    for table in tables[:_MOST_ASKED]:
        left, top, right, bottom = table.bbox
        columns = sorted({round(x, 1) for cell in table.cells for x in (cell[0], cell[2])})
        cuts = tuple(x for x in columns if left + _SNAP < x < right - _SNAP)
        height = max(cell[3] - cell[1] for cell in table.cells)
        if len(cuts) < _FEWEST_CUTS:
            continue
        near = [
            one
            for one in characters
            if left <= (one["x0"] + one["x1"]) / 2 <= right
            and ((top - height < one["top"] and one["bottom"] <= top + 1) or bottom - 1 <= one["top"] < bottom + height)
        ]
        if any(
            other is not table and _overlap(other.bbox, (left, top - height, right, bottom + height))
            for other in tables
        ):
            continue
        above = [one for one in near if one["bottom"] <= top + 1]
        below = [one for one in near if one["top"] >= bottom - 1]
        for side, own, edge in (
            ("top", line_in_columns(above, cuts, -1), top),
            ("bottom", line_in_columns(below, cuts, 1), bottom),
        ):
            if own is not None:
                first, last = (own - 1, edge) if side == "top" else (edge, own + 1)
                outer = first if side == "top" else last
                edges = [level_edge(outer, left, right), *(upright_edge(x, first, last) for x in (left, *cuts, right))]
                found.append((side, (left, first, right, last), edges))
    return found


def _overlap(one: Cell, other: Cell) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _length(edge: Edge) -> float:
    length: float = edge["height"] if edge["orientation"] == "v" else edge["width"]
    return length


def _is_table(cells: list[Cell]) -> bool:
    """Boxes side by side; a frame around a paragraph, or a stack of frames, is none."""
    return len({round(cell[0]) for cell in cells}) > 1


def _name(table: RuledTable, closed: list[tuple[str, Cell]], unruled: list[Unruled]) -> None:
    x0, top, x1, bottom = table.bbox
    for side, box in closed:
        if box[0] < x1 and box[2] > x0 and box[1] < bottom and box[3] > top:
            table.closed.add(side)
    for one in unruled:
        if one.edges and one.box[0] < x1 and one.box[2] > x0 and one.box[1] < bottom and one.box[3] > top:
            table.by_space = True


def _closing_edges(
    crossings: dict[Any, dict[str, list[Edge]]], characters: list[Character]
) -> tuple[list[Edge], list[tuple[str, Cell]]]:
    """The edges that close open tables, and the (side, box) of each closing."""
    added: list[Edge] = []
    closed: list[tuple[str, Cell]] = []
    for uprights, levels in _connected(crossings):
        left, right = min(edge["x0"] for edge in uprights), max(edge["x0"] for edge in uprights)
        top, bottom = min(edge["top"] for edge in levels), max(edge["top"] for edge in levels)
        new_left = _common_end([edge["x0"] for edge in levels if edge["x0"] < left - _RUNS_ON])
        new_right = _common_end([edge["x1"] for edge in levels if edge["x1"] > right + _RUNS_ON])
        new_top = _common_end([edge["top"] for edge in uprights if edge["top"] < top - _RUNS_ON])
        new_bottom = _common_end([edge["bottom"] for edge in uprights if edge["bottom"] > bottom + _RUNS_ON])
        outer = (
            left if new_left is None else new_left, top if new_top is None else new_top,
            right if new_right is None else new_right, bottom if new_bottom is None else new_bottom,
        )  # fmt: skip
        for side, value, box in (
            ("left", new_left, (outer[0], outer[1], left, outer[3])),
            ("right", new_right, (right, outer[1], outer[2], outer[3])),
            ("top", new_top, (outer[0], outer[1], outer[2], top)),
            ("bottom", new_bottom, (outer[0], bottom, outer[2], outer[3])),
        ):
            if value is None or not _holds_text(box, characters):
                continue
            closed.append((side, box))
            if side in ("left", "right"):
                added.append(upright_edge(value, outer[1], outer[3]))
            else:
                added.append(level_edge(value, outer[0], outer[2]))
    return added, closed


def _connected(crossings: dict[Any, dict[str, list[Edge]]]) -> Iterable[tuple[list[Edge], list[Edge]]]:
    """(upright edges, level edges) of each net of edges that cross one another."""
    leader: dict[int, int] = {}

    def find(one: int) -> int:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    edges: dict[int, Edge] = {}
    for sides in crossings.values():
        first = sides["v"][0]
        for edge in (*sides["v"], *sides["h"]):
            edges[id(edge)] = edge
            leader[find(id(edge))] = find(id(first))
    nets: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for number, edge in edges.items():
        nets[find(number)][edge["orientation"] == "h"].append(edge)
    return nets.values()


def _common_end(ends: list[float]) -> float | None:
    """Where at least two of these edges end, the most of them; None where no two end together."""
    best: list[float] = []
    for end in ends[:200]:
        together = [other for other in ends if abs(other - end) <= _SAME_END]
        if len(together) > len(best):
            best = together
        if len(best) * 2 > len(ends):
            break
    return sum(best) / len(best) if len(best) >= 2 else None


def _holds_text(box: Cell, characters: list[Character]) -> bool:
    x0, top, x1, bottom = box
    return any(
        x0 <= (one["x0"] + one["x1"]) / 2 <= x1 and top <= (one["top"] + one["bottom"]) / 2 <= bottom
        for one in characters
        if one["text"].strip()
    )
