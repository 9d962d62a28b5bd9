"""Columns found by white space: tables with level rules alone (the three-line table of print).

A table is claimed only where it is certain: a blank strip goes down between two columns through every line, the header
has a text over each, and what is a row is known by rules or by the numbers of the first column, each on the first line
of its row. Else a doubt says why, and no row is made up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from duban.landing.readers.pdf.lines import Character, lines_of

Edge = dict[str, Any]
Box = tuple[float, float, float, float]
_SAME_SIDE = 3.0  # points
_FEWEST_RULES = 3
_FEWEST_COLUMNS = 3
_NARROWEST = 100.0  # points: of a table
_STRIP = 0.9  # characters: a blank strip of less is a gap between words
_FULL_LINE_LEAVES = 2.1  # characters, as in pdf.py
_NUMBER = re.compile(r"^\W*\d{1,4}(?:[-.]\d{1,3})?\W*$")
_COUNT = re.compile(r"\d{1,4}")
_FEWEST_COUNTED = 3  # lines: fewer may be a number broken in a narrow column
_MOST_RULES = 2_000
_MOST_REGIONS = 50  # of a page


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table on one page are parted, for the page on which it goes on."""

    left: float
    right: float
    cuts: tuple[float, ...]


@dataclass(slots=True)
class Unruled:
    """Level rules that may be a table's: the edges to put in, or the doubt that keeps them from being one."""

    box: Box
    edges: list[Edge] = field(default_factory=list)
    columns: Columns | None = None
    doubt: str = ""


def columns_by_space(
    rules: list[Edge], crossings: dict[Any, Any], characters: list[Character], before: list[Columns]
) -> list[Unruled]:
    """What can be said of the page's level rules that no inner upright rule crosses.

    before: the columns found on the page before; a table that goes on without its header keeps them.
    """
    found = []
    for levels in _groups(rules, crossings)[:_MOST_REGIONS]:
        x0, x1 = min(rule["x0"] for rule in levels), max(rule["x1"] for rule in levels)
        box = (x0, levels[0]["top"], x1, levels[-1]["top"])
        inside = [
            one
            for one in characters
            if x0 - 1 <= (one["x0"] + one["x1"]) / 2 <= x1 + 1 and box[1] <= (one["top"] + one["bottom"]) / 2 <= box[3]
        ]
        one = _Region(box, [rule["top"] for rule in levels], inside).read(before)
        if one is not None:
            found.append(one)
    return found


def rows_by_number(box: Box, cuts: tuple[float, ...], characters: list[Character]) -> list[float] | str:
    """Where the rows begin in a box that rules part into columns and not into rows; or why that is not certain.

    Empty unless the first column counts on over three lines at least.
    """
    region = _Region(box, [box[1], box[3]], characters)
    rows = [region.cells([line], cuts) for line in region.lines]
    numbers = [_COUNT.search(row[0]) for row in rows if any(row[1:])]
    counted = [int(number.group()) for number in numbers if number]
    if len(counted) < _FEWEST_COUNTED or counted != list(range(counted[0], counted[0] + len(counted))):
        return []
    return region.row_starts(region.lines, cuts, by_rules=False)


def line_in_columns(characters: list[Character], cuts: tuple[float, ...], direction: int) -> float | None:
    """Where the row ends that the nearest of these lines prints in a table's columns; None where it prints none.

    direction: -1 for a header above the table (a text in each column), 1 for a row below it (which begins with a number
    and leaves one column blank at most).
    """
    lines = lines_of([one for one in characters if one["text"].strip()])
    if not lines:
        return None
    line = lines[-1] if direction < 0 else lines[0]
    if any(one["x0"] + 0.5 < cut < one["x1"] - 0.5 for one in line for cut in cuts):
        return None
    cells = ["".join(one["text"] for one in line if _column(one, cuts) == at) for at in range(len(cuts) + 1)]
    if any(":" in text or "\uff1a" in text for text in cells):
        return None
    if direction < 0:
        return min(one["top"] for one in line) if all(cells) else None
    is_row = bool(_NUMBER.match(cells[0])) and cells.count("") <= 1
    return max(one["bottom"] for one in line) if is_row else None


def _groups(rules: list[Edge], crossings: dict[Any, Any]) -> list[list[Edge]]:
    """Level rules of the same two ends, from top to bottom, that no upright rule crosses but at those ends."""
    inner: set[int] = set()
    for (x, _), sides in crossings.items():
        for edge in sides["h"]:
            if edge["x0"] + _SAME_SIDE < x < edge["x1"] - _SAME_SIDE:
                inner.add(id(edge))
    levels = sorted(
        (rule for rule in rules if rule["orientation"] == "h" and rule["width"] >= _NARROWEST),
        key=lambda one: one["top"],
    )
    groups: list[list[Edge]] = []
    for rule in levels[:_MOST_RULES]:
        for group in groups[-20:]:
            if abs(group[0]["x0"] - rule["x0"]) <= _SAME_SIDE and abs(group[0]["x1"] - rule["x1"]) <= _SAME_SIDE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [
        group for group in groups if len(group) >= _FEWEST_RULES - 1 and not any(id(rule) in inner for rule in group)
    ]


@dataclass(slots=True)
class _Region:
    """What stands between the first and the last of the rules."""

    box: Box
    levels: list[float]
    characters: list[Character]
    lines: list[list[Character]] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = lines_of([one for one in self.characters if one["text"].strip()])

    def read(self, before: list[Columns]) -> Unruled | None:
        """The table; a doubt; None for what is no table at all (a frame around paragraphs)."""
        left, top, right, bottom = self.box
        if not self.lines:
            return None
        strips = self._strips(self.lines)
        goes_on = next((one for one in before if self._fits(one, strips)), None)
        if goes_on is None and len(self.levels) < _FEWEST_RULES:
            return None if len(strips) < _FEWEST_COLUMNS - 1 else self._doubt("no rule ends it on its page")
        cuts = goes_on.cuts if goes_on else tuple((start + end) / 2 for start, end in strips)
        if len(cuts) < _FEWEST_COLUMNS - 1:
            body = [line for line in self.lines if _middle(line) > self.levels[1]]
            is_tabular = len(body) >= 2 and len(self._strips(body)) >= _FEWEST_COLUMNS - 1
            return self._doubt("no blank strips part its columns from top to bottom") if is_tabular else None
        header = [line for line in self.lines if _middle(line) < self.levels[1]]
        if goes_on is None:
            if not all(self.cells(header, cuts)):
                return self._doubt("its header does not have a text over each column")
            body = [line for line in self.lines if _middle(line) > self.levels[1]]
            if len(body) > 1 and self._columns_within(body, cuts):
                return self._doubt("a header stands over more than one column")
        starts: list[float] = []
        for upper, lower in zip(self.levels, self.levels[1:], strict=False):
            lines = [line for line in self.lines if upper < _middle(line) < lower]
            if upper == self.levels[0] and goes_on is None:
                continue  # the header is one row
            cut = self.row_starts(lines, cuts, by_rules=len(self.levels) > _FEWEST_RULES)
            if isinstance(cut, str):
                return self._doubt(cut)
            starts.extend(cut)
        edges = [upright_edge(x, top, bottom) for x in (left, *cuts, right)]
        edges += [level_edge(y, left, right) for y in starts]
        return Unruled(self.box, edges, Columns(left, right, tuple(cuts)))

    def _doubt(self, why: str) -> Unruled:
        return Unruled(self.box, doubt=f"a table seems to be there without upright rules, but {why}")

    def _strips(self, lines: list[list[Character]]) -> list[tuple[float, float]]:
        """The blank strips that go down through all these lines, as wide as a character at least."""
        spans = sorted((one["x0"], one["x1"]) for line in lines for one in line)
        em = max(one["em"] for line in lines for one in line)
        strips, end = [], spans[0][1]
        for start, stop in spans[1:]:
            if start - end >= _STRIP * em:
                strips.append((end, start))
            end = max(end, stop)
        return strips

    def _fits(self, columns: Columns, strips: list[tuple[float, float]]) -> bool:
        same_sides = abs(columns.left - self.box[0]) <= _SAME_SIDE and abs(columns.right - self.box[2]) <= _SAME_SIDE
        return same_sides and not any(
            one["x0"] + 0.5 < cut < one["x1"] - 0.5 for cut in columns.cuts for line in self.lines for one in line
        )

    def cells(self, lines: list[list[Character]], cuts: tuple[float, ...]) -> list[str]:
        """The text of each column in these lines."""
        return ["".join(one["text"] for line in lines for one in line if _column(one, cuts) == at)
                for at in range(len(cuts) + 1)]  # fmt: skip

    def _columns_within(self, body: list[list[Character]], cuts: tuple[float, ...]) -> bool:
        """Whether a column's lines are parted again under one header; two letters of a name set apart are not."""
        for at in range(len(cuts) + 1):
            lines = [[one for one in line if _column(one, cuts) == at] for line in body]
            lines = [line for line in lines if line]
            if len(lines) < 2:
                continue
            for start, end in self._strips(lines):
                sides = [
                    (
                        sum(1 for one in line if one["x1"] <= start + 0.1),
                        sum(1 for one in line if one["x0"] >= end - 0.1),
                    )
                    for line in lines
                ]
                if sum(1 for sides_of_line in sides if min(sides_of_line) > 0) >= 2 and max(map(max, sides)) > 1:
                    return True
        return False

    def row_starts(self, lines: list[list[Character]], cuts: tuple[float, ...], by_rules: bool) -> list[float] | str:
        """Where rows begin within two rules, but for the first; or why that is not certain."""
        if len(lines) < 2:
            return []
        cells = [self.cells([line], cuts) for line in lines]
        numbered = [at for at, row in enumerate(cells) if row[0]]
        if by_rules and len(numbered) <= 1:
            return []
        if not numbered or numbered[0] != 0:
            return "its first column does not begin each row"
        if len(numbered) < len(lines):
            if not all(_NUMBER.match(cells[at][0]) for at in numbered):
                return "its rows have several lines and no numbers that part them"
            if why := self._doubt_of_rows(lines, cells, numbered, cuts):
                return why
        tops = [min(one["top"] for one in line) for line in lines]
        bottoms = [max(one["bottom"] for one in line) for line in lines]
        return [(bottoms[at - 1] + tops[at]) / 2 for at in numbered[1:]]

    def _doubt_of_rows(
        self, lines: list[list[Character]], cells: list[list[str]], numbered: list[int], cuts: tuple[float, ...]
    ) -> str | None:
        """Numbers may stand in the middle of their rows: then a line would go to the row above or below it."""
        middles = [_middle(line) for line in lines]
        between = [middles[at] - middles[at - 1] for at in numbered[1:]]
        within = [middles[at] - middles[at - 1] for at in range(1, len(lines)) if at not in numbered]
        first = {at: max(start for start in numbered if start <= at) for at in range(len(lines))}
        for at, row in enumerate(cells):
            if any(text and not cells[first[at]][column] for column, text in enumerate(row)):
                return "a cell does not begin on the line of its number"
        is_spaced = between and max(within) < min(between) - 0.5
        if not is_spaced and len(numbered) > 1 and not self._runs_full(lines, cells, numbered, cuts):
            return "it is not certain to which row a line belongs"
        return None

    def _runs_full(
        self, lines: list[list[Character]], cells: list[list[str]], numbered: list[int], cuts: tuple[float, ...]
    ) -> bool:
        """Whether each line that goes on does so under a line of its column that was full."""
        columns = range(len(cells[0]))
        ends = [[max((one["x1"] for one in line if _column(one, cuts) == at), default=0.0) for at in columns]
                for line in lines]  # fmt: skip
        widest = [max(column) for column in zip(*ends, strict=True)]
        em = max(one["em"] for line in lines for one in line)
        return all(
            ends[at - 1][column] >= widest[column] - _FULL_LINE_LEAVES * em
            for at, row in enumerate(cells)
            if at not in numbered
            for column, text in enumerate(row)
            if text
        )


def _column(character: Character, cuts: tuple[float, ...]) -> int:
    return bisect_right(cuts, (character["x0"] + character["x1"]) / 2)


def _middle(line: list[Character]) -> float:
    middle: float = (line[0]["top"] + line[0]["bottom"]) / 2
    return middle


def upright_edge(x: float, top: float, bottom: float) -> Edge:
    """An upright edge as pdfplumber has them."""
    return {
        "object_type": "line", "orientation": "v", "x0": x, "x1": x, "top": top, "bottom": bottom, "doctop": top,
        "width": 0.0, "height": bottom - top,
    }  # fmt: skip


def level_edge(y: float, x0: float, x1: float) -> Edge:
    """A level edge as pdfplumber has them."""
    return {
        "object_type": "line", "orientation": "h", "x0": x0, "x1": x1, "top": y, "bottom": y, "doctop": y,
        "width": x1 - x0, "height": 0.0,
    }  # fmt: skip
