"""Losing the merges: what is left of a typeset table after a converter has read it.

Every way returns printed rows (a dict of field -> text a row), with the block each row belongs to. The ways:

    centre    a merged cell's text stands on the row at the height of its middle
    rows      the same, as if all rows were equally tall
    spread    as centre, but a list of leaders is spread one a row about the middle, the number beside the first of them
              or at the middle; in some documents the list runs a row late and into the next block
    first     the text stands on the first row, the other rows hold blanks
    slid      the text stands on the first row, later rows lack the merged cells, so their values slide left
    lines     every printed line lands on the row at its height: texts are split over rows
    repeat    the text stands on every row
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.tables.layout import Part, Sheet, lines_of
from benchmarks.tables.structure import Merge, Table

WAYS = ("centre", "centre", "rows", "spread", "spread", "first", "slid", "lines", "lines", "repeat")


@dataclass(slots=True)
class PrintedRow:
    """One row as a converter prints it. `missing` are the fields whose cells it leaves out altogether (slid)."""

    block_no: int
    page_no: int
    texts: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)


def flatten(rng: random.Random, table: Table, sheet: Sheet, parts: list[Part], way: str) -> list[PrintedRow]:
    """Print every row of every block the given way."""
    tie_upwards = rng.random() < 0.5
    # In spread tables the number belongs to the first leader's line in most converters.
    number_beside_leader = rng.random() < 0.7
    runs_late = way == "spread" and rng.random() < 0.4
    rows: list[PrintedRow] = []
    starts: dict[int, int] = {}
    for part in parts:
        if part.first == 0:
            starts[part.block_no] = len(rows)
        rows += [PrintedRow(part.block_no, part.page_no) for _ in range(part.first, part.last + 1)]
    parts_of: dict[int, list[Part]] = {}
    for part in parts:
        parts_of.setdefault(part.block_no, []).append(part)
    carried = False  # a list of leaders that runs late pushes the next one
    for block_no, block in enumerate(table.blocks):
        start = starts[block_no]
        for name, merges in block.cells.items():
            for merge in merges:
                if way == "spread" and name == "leader" and merge.last > merge.first:
                    continue
                width = sheet.widths[name]
                place_text(rows, start, parts_of[block_no], name, merge, width, way, tie_upwards)
        if way == "spread" and any(merge.last > merge.first for merge in block.cells.get("leader", [])):
            carried = runs_late and (carried or rng.random() < 0.3)
            carried = spread_leaders(
                rows, start, parts_of[block_no], block.number, block.leaders, number_beside_leader, carried, tie_upwards
            )
    return [row for row in rows if any(row.texts.values())]


def place_text(
    rows: list[PrintedRow],
    start: int,
    parts: list[Part],
    name: str,
    merge: Merge,
    width: int,
    way: str,
    tie_upwards: bool,
) -> None:
    """Put one cell's text where this way of converting puts it."""
    if way == "repeat":
        for row in range(merge.first, merge.last + 1):
            rows[start + row].texts[name] = merge.text
        return
    if merge.first == merge.last:
        joiner = "<br>" if way == "lines" else None
        rows[start + merge.first].texts[name] = joiner.join(lines_of(merge.text, width)) if joiner else merge.text
        return
    if way in ("first", "slid"):
        rows[start + merge.first].texts[name] = merge.text
        if way == "slid":
            for row in range(merge.first + 1, merge.last + 1):
                rows[start + row].missing.add(name)
        return
    covering = [part for part in parts if part.first <= merge.last and part.last >= merge.first]
    lines = lines_of(merge.text, width)
    for order, part in enumerate(covering):
        first, last = max(part.first, merge.first), min(part.last, merge.last)
        top, bottom = part.tops[first - part.first], part.tops[last - part.first + 1]
        space = max(1, int(bottom - top))
        here, lines = (lines, []) if order == len(covering) - 1 else (lines[:space], lines[space:])
        if not here:
            continue
        middle = (top + bottom) / 2
        if way == "rows":
            spare = (last - first) // 2 if tie_upwards else (last - first + 1) // 2
            rows[start + first + spare].texts[name] = joined(here, merge.text)
        elif way == "lines":
            for line_no, line in enumerate(here):
                height = middle + line_no - (len(here) - 1) / 2
                row = start + min(last, max(first, part.row_at(height, tie_upwards)))
                held = rows[row].texts.get(name)
                rows[row].texts[name] = line if not held else held + "<br>" + line
        else:
            rows[start + min(last, max(first, part.row_at(middle, tie_upwards)))].texts[name] = joined(here, merge.text)


def joined(lines: list[str], text: str) -> str:
    """Lines put together again: names keep the blank between them, a running text does not."""
    return (" " if " " in text else "").join(lines)


def spread_leaders(
    rows: list[PrintedRow],
    start: int,
    parts: list[Part],
    number: str,
    leaders: list[str],
    number_beside_leader: bool,
    late: bool,
    tie_upwards: bool,
) -> bool:
    """Spread a list of leaders one a row about the middle of the block's first page part.

    Returns whether it runs into the next block and pushes that one's list.
    """
    count = parts[0].last - parts[0].first + 1
    spare = max(0, count - len(leaders))
    at = spare // 2 if tie_upwards else (spare + 1) // 2
    pushed = False
    if late and count > 1:
        at += 1
        pushed = at + len(leaders) > count
    held = [list(leaders[:1])]
    for name in leaders[1:]:
        # more names than rows: the last rows hold two
        if len(held) < max(1, count - at) or (late and len(held) <= count - at):
            held.append([name])
        else:
            held[-1].append(name)
    for offset, names in enumerate(held):
        row = start + at + offset
        if row < len(rows):
            texts = rows[row].texts
            texts["leader"] = " ".join([texts["leader"], *names] if texts.get("leader") else names)
    if number_beside_leader:
        for row in range(start, start + count):
            rows[row].texts.pop("number", None)
        rows[min(start + at, start + count - 1)].texts["number"] = number
    return pushed
