"""Setting a table in lines: how tall its rows are, and where its pages end.

A row is as tall as its tallest own cell; a merged cell that needs more than its rows give stretches the last of them.
Heights are lines of text plus a little padding. From this follows where the middle of a merged cell lies, which is all
that is left of a merge once a converter has read the page.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from benchmarks.tables.structure import Block, Merge, Table

PADDING = 0.35


@dataclass(frozen=True, slots=True)
class Part:
    """The rows first..last (0-based, both included) of a block that stand on one page, and their top edges there."""

    block_no: int
    page_no: int
    first: int
    last: int
    tops: tuple[float, ...]  # one more than there are rows: the last is the bottom edge

    def row_at(self, height: float, tie_upwards: bool) -> int:
        """The row (of the block) that a height lies in; exactly on an edge, the row above or the one below it."""
        for row in range(self.first, self.last + 1):
            bottom = self.tops[row - self.first + 1]
            if height < bottom - 1e-9 or (tie_upwards and abs(height - bottom) <= 1e-9):
                return row
        return self.last


@dataclass(frozen=True, slots=True)
class Sheet:
    """Column widths in characters, and lines a page (None: one endless page)."""

    widths: dict[str, int]
    page_lines: float | None


def draw_sheet(rng: random.Random, table: Table) -> Sheet:
    """Draw column widths as publishers do: wide progress, narrow numbers."""
    widths = {
        "number": 4, "leader": rng.choice((3, 4, 6)), "target": rng.randint(9, 26), "deadline": rng.randint(4, 8),
        "progress": rng.randint(14, 42), "status": rng.randint(3, 6), "unit": rng.randint(7, 14),
        "unit_lead": rng.randint(7, 12), "unit_support": rng.randint(7, 12),
    }  # fmt: skip
    return Sheet(widths, rng.choice((None, rng.uniform(28, 60))))


def lines_of(text: str, width: int) -> list[str]:
    """A text wrapped at a width, one printed line an item; every blank starts a line of its own (names in a list)."""
    lines: list[str] = []
    for piece in text.split(" ") if text else []:
        lines += [piece[start : start + width] for start in range(0, len(piece), width)]
    return lines


def row_heights(block: Block, sheet: Sheet) -> list[float]:
    heights = [1.0 + PADDING] * block.row_count
    merged: list[tuple[Merge, float]] = []
    for name, merges in block.cells.items():
        for merge in merges:
            need = len(lines_of(merge.text, sheet.widths[name])) + PADDING
            if merge.first == merge.last:
                heights[merge.first] = max(heights[merge.first], need)
            else:
                merged.append((merge, need))
    for merge, need in merged:
        lack = need - sum(heights[merge.first : merge.last + 1])
        if lack > 0:
            heights[merge.last] += lack
    return heights


def set_pages(table: Table, sheet: Sheet) -> list[Part]:
    """The parts of all blocks in printed order. A block that does not fit continues on the next page."""
    parts: list[Part] = []
    page, used = 1, 3.0
    space = math.inf if sheet.page_lines is None else sheet.page_lines
    for block_no, block in enumerate(table.blocks):
        heights = row_heights(block, sheet)
        first = 0
        tops = [0.0]
        for row, height in enumerate(heights):
            if used + height > space and used > 3.0:
                if row > first:
                    parts.append(Part(block_no, page, first, row - 1, tuple(tops)))
                page, used, first, tops = page + 1, 3.0, row, [0.0]
            tops.append(tops[-1] + height)
            used += height
        parts.append(Part(block_no, page, first, block.row_count - 1, tuple(tops)))
    return parts
