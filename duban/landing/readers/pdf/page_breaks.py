"""Tables that a printer cut at page ends, put together again: columns, repeated headers, cut rows, cut merged cells.

What the page shows: at its end every column has a box that touches the bottom; at the top of the next page, under the
repeated header, every column has a box that touches the top. Nothing printed shows whether two such boxes were one
cell, so the table itself is asked:

* a column that is never blank elsewhere (numbers, units) and is blank on one side of the cut was one cell; so was one
  that opens a bracket on one side and closes it on the other;
* if that happens in columns whose cells are never merged, the *row* was cut, and so was every cell in it;
* a column whose merged cells cover the same rows as another's (target text and number) was cut when the other was;
* a text whose last line runs to the edge of its box without a full stop runs on, when the block around it does.

* a table that has a first and a last rule and none at the page's end was cut through a row.

Two filled boxes without any of these are two cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Two rulings nearer than this are one (points; a rule drawn as a thin box is up to 3 points thick).
SAME_RULE = 3.0
# How often a column may be blank inside the pages and still count as one that never is: misprints happen.
_BLANK_SHARE = 0.02
# How often the merged cells of one column must cover the rows of another's for the two to go together.
_TOGETHER_SHARE = 0.9
_HEADER_MAY_START_BY = 3  # rows: a title inside the table is often not repeated with the header
_NUMBER_ALONE = re.compile(r"^\W*\d+\W*$")
_SENTENCE_END = ("。", ";", "\uff1b", "!", "\uff01", "?", "\uff1f")
_BRACKETS = ("(\uff08[\uff3b〔【《", ")\uff09]\uff3d〕】》")
_SHORTEST_RUN_ON = 6  # characters: a short word that fills a narrow box is no sign of a sentence that goes on


@dataclass(slots=True)
class Box:
    """A printed cell: its first row and column (0-based), how many it covers, its text, if its last line is full.

    marked: its text with the marks of marked_text.py, where it has any.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str = ""
    is_full: bool = False
    marked: str = ""

    @property
    def end_row(self) -> int:
        return self.row + self.row_span

    @property
    def is_blank(self) -> bool:
        return not self.text or self.text.isspace()


@dataclass(slots=True)
class Part:
    """What one page holds of a table: rulings (x of each column edge, points), boxes, and the place of each row."""

    page_no: int
    edges: list[float]
    row_count: int
    boxes: list[Box]
    places: list[str]
    opens_page: bool = False  # nothing of the document's own stands above it on its page
    closes_page: bool = False  # nor below it
    is_open_above: bool = False  # its rules go on upwards without a closing one
    is_open_below: bool = False
    rules: list[float] = field(default_factory=list)  # y of each row's edges

    def row_texts(self, row: int) -> list[str]:
        """The texts that start in a row, white space out: what a repeated header is known by."""
        starting = sorted((box.column, box.text) for box in self.boxes if box.row == row)
        return ["".join(text.split()) for _, text in starting]


@dataclass(slots=True)
class JoinedTable:
    """A table whole again. `dropped`: the places of the repeated header rows left out; `cuts`: of the cuts healed."""

    edges: list[float]
    row_count: int
    boxes: list[Box]
    places: list[str]
    dropped: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    is_open_below: bool = False


def join_parts(parts: list[Part]) -> list[JoinedTable]:
    """The tables that these page parts, in reading order, are pieces of."""
    return [_join_chain(chain) for chain in chain_parts(parts)]


def chain_parts(parts: list[Part]) -> list[list[Part]]:
    """The parts of each table. A part that continues another gets its column numbers."""
    chains: list[list[Part]] = []
    for part in parts:
        if chains and _continues(chains[-1][-1], part) and (edges := _common_edges(chains[-1][0], part)):
            for earlier in chains[-1]:
                _move_to(earlier, edges)
            _move_to(part, edges)
            chains[-1].append(part)
        else:
            chains.append([part])
    return chains


def _continues(above: Part, below: Part) -> bool:
    return below.page_no == above.page_no + 1 and above.closes_page and below.opens_page


def _common_edges(first: Part, part: Part) -> list[float] | None:
    """The column edges of both, when one's are all among the other's and both end at the same sides; else None."""
    fewer, more = sorted((first.edges, part.edges), key=len)
    if abs(fewer[0] - more[0]) > SAME_RULE or abs(fewer[-1] - more[-1]) > SAME_RULE:
        return None
    if all(any(abs(edge - other) <= SAME_RULE for other in more) for edge in fewer):
        return more
    return None


def _move_to(part: Part, edges: list[float]) -> None:
    """Number the part's columns by these edges: a page whose rows are all merged shows fewer of them."""
    if len(part.edges) == len(edges):
        return
    new = [min(range(len(edges)), key=lambda at, x=edge: abs(edges[at] - x)) for edge in part.edges]  # type: ignore[misc]
    for box in part.boxes:
        start, end = new[box.column], new[box.column + box.column_span]
        box.column, box.column_span = start, max(1, end - start)
    part.edges = edges


def _join_chain(chain: list[Part]) -> JoinedTable:
    first = chain[0]
    table = JoinedTable(first.edges, first.row_count, list(first.boxes), list(first.places))
    table.is_open_below = first.is_open_below
    dropped = [0, *(_repeated_header_rows(first, part) for part in chain[1:])]
    for part, count in zip(chain, dropped, strict=True):
        table.dropped.extend(part.places[:count])
        _drop_rows(part, count)
    habits = _Habits(chain)
    for part in chain[1:]:
        _append(table, part, habits)
    return table


def _repeated_header_rows(first: Part, part: Part) -> int:
    """How many rows at the top of a page say again what the table's first rows say; a data row never does."""
    for start in range(min(_HEADER_MAY_START_BY, first.row_count)):
        if sum(1 for text in first.row_texts(start) if text) < 2 and start + 1 < first.row_count:
            continue
        count = 0
        while (
            count < part.row_count
            and start + count < first.row_count
            and part.row_texts(count) == first.row_texts(start + count)
            and any(part.row_texts(count))
        ):
            count += 1
        while count and any(box.row < count < box.end_row for box in part.boxes):
            count -= 1  # never cut a box in two
        if count:
            return count
    return 0


def _drop_rows(part: Part, count: int) -> None:
    if count:
        part.boxes = [box for box in part.boxes if box.row >= count]
        for box in part.boxes:
            box.row -= count
        part.places = part.places[count:]
        part.row_count -= count


class _Habits:
    """What the columns of a table do inside its pages, where nothing is cut."""

    def __init__(self, chain: list[Part]) -> None:
        self.filled: dict[int, int] = {}
        self.blank: dict[int, int] = {}
        self.merged: dict[int, set[tuple[int, int, int]]] = {}
        self.cells: dict[int, int] = {}
        self.rows: dict[int, int] = {}
        for part_no, part in enumerate(chain):
            for box in part.boxes:
                is_cut_above = part_no > 0 and box.row == 0
                is_cut_below = part_no + 1 < len(chain) and box.end_row == part.row_count
                if box.column_span > 1:
                    continue
                if is_cut_above or is_cut_below:
                    # What is left of a cut cell says nothing of blanks; if it covers rows, its column merges.
                    if box.row_span > 1:
                        self._see(box)
                    continue
                self._see(box)
                counts = self.blank if box.is_blank else self.filled
                counts[box.column] = counts.get(box.column, 0) + 1
                if box.row_span > 1:
                    self.merged.setdefault(box.column, set()).add((part_no, box.row, box.end_row))
        # Where the table itself has a first and a last rule, a page end without one goes through a row.
        self.closes = not chain[0].is_open_above and not chain[-1].is_open_below
        grains = {column: self._grain(column) for column in self.rows}
        finest = max(grains.values(), default=1.0)
        self.finest = {column for column, grain in grains.items() if grain >= finest - _BLANK_SHARE}

    def _see(self, box: Box) -> None:
        self.cells[box.column] = self.cells.get(box.column, 0) + 1
        self.rows[box.column] = self.rows.get(box.column, 0) + box.row_span

    def _grain(self, column: int) -> float:
        """Cells a row: 1 where the column never merges."""
        return self.cells[column] / self.rows[column]

    def is_never_blank(self, column: int) -> bool:
        """Whether the column is always filled; one that was seen too little counts as such."""
        filled, blank = self.filled.get(column, 0), self.blank.get(column, 0)
        return blank <= _BLANK_SHARE * (filled + blank)

    def go_together(self, column: int, other: int) -> bool:
        """Whether the merged cells of `column` cover the rows that those of `other` cover."""
        theirs = self.merged.get(other, set())
        return len(theirs) >= 2 and len(theirs & self.merged.get(column, set())) >= _TOGETHER_SHARE * len(theirs)


def _append(table: JoinedTable, part: Part, habits: _Habits) -> None:
    if not part.row_count:
        return
    above = {(box.column, box.column_span): box for box in table.boxes if box.end_row == table.row_count}
    pairs = [
        (above[key], box) for box in part.boxes if box.row == 0 and (key := (box.column, box.column_span)) in above
    ]
    top_count = sum(1 for box in part.boxes if box.row == 0)
    row_is_cut = len(pairs) == top_count == len(above) and (
        _is_row_cut(pairs, habits) or (table.is_open_below and part.is_open_above and habits.closes)
    )
    joined = pairs if row_is_cut else _cut_cells(pairs, habits)
    offset = table.row_count - (1 if row_is_cut else 0)
    taken = set()
    for bottom, top in joined:
        bottom.row_span = offset + top.end_row - bottom.row
        if bottom.marked or top.marked:
            texts = (bottom.marked or bottom.text, top.marked or top.text)
            bottom.marked = "\n".join(text for text in texts if text)
        bottom.text = "\n".join(text for text in (bottom.text, top.text) if text)
        bottom.is_full = top.is_full
        taken.add(id(top))
    for box in part.boxes:
        if id(box) not in taken:
            box.row += offset
            table.boxes.append(box)
    if joined:
        table.cuts.append(part.places[0])
    table.places.extend(part.places[1:] if row_is_cut else part.places)
    table.is_open_below = part.is_open_below
    table.row_count = offset + part.row_count


def _is_row_cut(pairs: list[tuple[Box, Box]], habits: _Habits) -> bool:
    """Whether the page end went through a row: columns that never merge are torn, no fewer than are filled twice."""
    finest = [(bottom, top) for bottom, top in pairs if top.column in habits.finest]
    torn = sum(1 for bottom, top in finest if _is_torn(bottom, top, habits))
    whole = sum(
        1
        for bottom, top in finest
        if not bottom.is_blank and not top.is_blank and "\n" not in bottom.text + top.text and not _runs_on(bottom)
        if not _is_torn(bottom, top, habits)
    )
    return torn > 0 and torn >= whole


def _is_torn(bottom: Box, top: Box, habits: _Habits) -> bool:
    """One cell on both sides: blank on one in a column that never is, or a bracket opened here and closed there."""
    if bottom.column_span != 1:
        return False
    if bottom.is_blank != top.is_blank:
        return habits.is_never_blank(top.column)
    return _open_brackets(bottom.text) > 0 and _open_brackets(top.text) < 0


def _open_brackets(text: str) -> int:
    """How many brackets are left open at the text's end; below 0, how many it closes without having opened them."""
    depth, lowest = 0, 0
    for character in text:
        if character in _BRACKETS[0]:
            depth += 1
        elif character in _BRACKETS[1]:
            depth -= 1
            lowest = min(lowest, depth)
    return lowest if lowest < 0 else depth


def _cut_cells(pairs: list[tuple[Box, Box]], habits: _Habits) -> list[tuple[Box, Box]]:
    """Which boxes on either side of a page end between two rows are one merged cell."""
    torn = [(bottom, top) for bottom, top in pairs if _is_torn(bottom, top, habits)]
    if not torn:
        return []
    leaders = [top.column for _, top in torn]
    cut = []
    for bottom, top in pairs:
        if (bottom, top) in torn:
            cut.append((bottom, top))
            continue
        if _NUMBER_ALONE.match(bottom.text) and _NUMBER_ALONE.match(top.text):
            continue  # two numbers are two cells, whatever stands beside them
        together = any(habits.go_together(top.column, leader) for leader in leaders)
        is_merged = bottom.row_span > 1 or top.row_span > 1 or top.column not in habits.finest
        if together or (is_merged and _runs_on(bottom) and not top.is_blank):
            cut.append((bottom, top))
    return cut


def _runs_on(bottom: Box) -> bool:
    last_line = bottom.text.rpartition("\n")[2]
    return bottom.is_full and len(last_line) >= _SHORTEST_RUN_ON and not last_line.endswith(_SENTENCE_END)
