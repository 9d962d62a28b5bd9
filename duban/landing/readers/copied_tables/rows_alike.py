"""Rows that nothing numbers: they look alike, come back in a cycle (cell_cycles.py), or wider gaps end them
(cell_groups.py).
"""

from __future__ import annotations

import re
from itertools import pairwise

from duban.landing.readers.copied_tables.cell_cycles import find_cycle
from duban.landing.readers.copied_tables.cell_groups import find_groups
from duban.landing.readers.copied_tables.cells import (
    FEWEST_ALIKE,
    FEWEST_COLUMNS,
    MOST_COLUMNS,
    Cell,
    Found,
    is_header,
    look_of,
)

_MANY_ROWS = 50
_FEWEST_TEXTS_FIRST = 5  # of those whose first column holds no names: fewer show nobody that columns were swapped
_FEWEST_FIGURES_BEHIND = 2
_MOST_DIFFERENCES = 1  # cells of such a row that look otherwise than in the first


def rows_alike(cells: list[Cell]) -> Found | None:
    """Rows that no number begins: under a header of words, each as wide, and cell for cell of the look of the first.

    The first column holds words, another figures or sentences, or the other way about, so that no other way to cut the
    lines fits.
    """
    texts = [text for _, text in cells]
    looks = [look_of(text) for text in texts]
    best: tuple[int, int, int] | None = None  # cells in step, start, width
    long_runs: dict[tuple[int, int], int] = {}  # width, place in the row -> where a run of many rows ends
    for start in range(len(texts)):
        if looks[start] != "word":
            continue
        for width in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
            first = start + width
            look = looks[first : first + width]
            if set(looks[start:first]) != {"word"} or not is_header(texts[start:first]):
                break  # nor can a wider one be
            if len(look) < width or "word" not in look or not {"figure", "sentence"} & set(look):
                continue
            if first < long_runs.get((width, first % width), 0):
                continue  # words among its rows are no header
            end = first
            while end + width <= len(texts) and _differences(looks[end : end + width], look) <= _MOST_DIFFERENCES:
                end += width
            count = (end - first) // width
            if count >= _MANY_ROWS:
                long_runs[width, first % width] = end
            is_alike = sum(_differences(looks[at : at + width], look) for at in range(first, end, width)) * 4 <= count
            if _goes_on(texts[end : end + 2 * width], looks[end : end + 2 * width], "figure" in look):
                continue
            fewest = FEWEST_ALIKE if look[0] == "word" else _FEWEST_TEXTS_FIRST
            if count >= fewest and is_alike and (best is None or end - first > best[0]):
                best = (end - first, start, width)
    if best is None:
        return None
    size, start, width = best
    first, end = start + width, start + width + size
    rows = [cells[at : at + width] for at in range(start, end, width)]
    return Found(cells[:start], rows, cells[end:])


def rows_in_cycle(cells: list[Cell]) -> Found | None:
    """Rows that nothing numbers and whose first column is merged: see cell_cycles."""
    cycle = find_cycle([text for _, text in cells])
    if cycle is None:
        return None
    borders = [cycle.start, *cycle.row_starts, cycle.end]
    rows = [cells[at:end] for at, end in pairwise(borders)]
    return Found(cells[: cycle.start], rows, cells[cycle.end :])


def rows_in_groups(cells: list[Cell]) -> Found | None:
    """Rows that nothing numbers and that wider gaps end: see cell_groups."""
    groups = find_groups(cells)
    return Found(cells[: groups.start], groups.rows, cells[groups.end :], groups.spans()) if groups else None


def _goes_on(texts: list[str], looks: list[str], holds_figures: bool) -> bool:
    """Whether cells still follow, out of step, so that no row can be believed: figures alone; behind rows that
    hold no figures a line that is no sentence.
    """
    if holds_figures:
        return sum(1 for text in texts if re.match(r"^\d[\d.,]*[%％]?$", text)) >= _FEWEST_FIGURES_BEHIND
    return bool(looks) and looks[0] != "sentence"


def _differences(looks: list[str], expected: list[str]) -> int:
    return sum(1 for look, other in zip(looks, expected, strict=True) if look != other)
