"""Who works with whom as a matrix: the names with most in common first, and a tint that grows with the number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_DOWN, MOST_ACROSS = 30, 20


@dataclass(frozen=True, slots=True)
class Matrix:
    """down x across: counts by pair. is_cut: whether there are more names than are shown."""

    down: list[str]
    across: list[str]
    counts: Mapping[tuple[str, str], int]
    is_cut: bool

    def tint(self, count: int | None) -> str:
        """How strong the ground of a count is, from 0 to 0.55 of blue, as a style."""
        most = max(self.counts.values(), default=1)
        return f"background:rgb(11 92 138 / {0.08 + 0.42 * count / most:.2f})" if count else ""


def matrix(rows: list[dict[str, Any]], across: str, down: str, count: str) -> Matrix:
    """From records of pairs with a count. across, down, count: the columns of the records."""
    totals: dict[str, dict[str, int]] = {across: {}, down: {}}
    for row in rows:
        for side, sums in totals.items():
            sums[row[side]] = sums.get(row[side], 0) + row[count]

    def first(side: str, most: int) -> list[str]:
        sums = totals[side]
        return sorted(sums, key=lambda name: (-sums[name], name))[:most]

    shown_across, shown_down = first(across, MOST_ACROSS), first(down, MOST_DOWN)
    is_cut = len(totals[across]) > MOST_ACROSS or len(totals[down]) > MOST_DOWN
    counts = {(row[down], row[across]): row[count] for row in rows}
    return Matrix(shown_down, shown_across, counts, is_cut)
