"""Rows of a table copied one cell a line that nothing numbers, each ended by the wider gap that a blank cell leaves.

    任务要求
    牵头单位
    备注
    提升服务
    公开办事指南的更新情况。
    公开收费目录。
    区行政审批局


    公开惠企政策。
    区商务局
    区财政局


The last column is blank, so where a row ends the gap is wider than between the lines of its cells: sentences, then as
many names as there are columns for them, or one cell of several lines. Lines above the sentences of a few rows only are
sections. Believed where nearly all that stands between two gaps below the header is such a row.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from duban.landing.readers.copied_tables.cell_cycles import is_header_word, is_name, is_sentence
from duban.landing.readers.copied_tables.cells import Cell

_FEWEST_HEADER_WORDS = 3
_MOST_HEADER_WORDS = 8
_FEWEST_GROUPS = 3
_MOST_NAMES = 4  # lines behind the sentences
_IN_STEP_SHARE = 0.8  # of the groups below the header


class Groups(NamedTuple):
    """Such a table: its header and rows, blank cells included, and where it begins and ends among the cells. A section
    is a row of one cell.
    """

    start: int
    rows: list[list[Cell]]
    end: int

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Row and column of each section -> rows and columns that it covers; its row has no other cell."""
        width = len(self.rows[0])
        return {(row_no, 1): (1, width) for row_no, row in enumerate(self.rows, start=1) if len(row) == 1}


class _Group(NamedTuple):
    """Lines between two wider gaps: what stands above the sentences, those, the names behind them."""

    above: list[Cell]
    sentences: list[Cell]
    names: list[Cell]


def find_groups(cells: list[Cell]) -> Groups | None:
    """The first such table among the filled lines, if there is one."""
    gaps = Counter(line_no - above for (above, _), (line_no, _) in pairwise(cells))
    if len(gaps) < 2:
        return None
    usual = gaps.most_common(1)[0][0]
    ends = [at for at in range(1, len(cells)) if cells[at][0] - cells[at - 1][0] > usual]
    for begin, end in pairwise([0, *ends, len(cells)]):
        width = 0  # of the words at the head of what stands between two gaps
        while begin + width < end and width < _MOST_HEADER_WORDS and is_header_word(cells[begin + width][1]):
            width += 1
        words = [text for _, text in cells[begin : begin + width]]
        if width >= _FEWEST_HEADER_WORDS and len(set(words)) == width:
            return _table_below(cells, begin, width, [at for at in ends if at >= end])
    return None


def is_in_groups(lines: list[str]) -> bool:
    """Whether such a table stands among the lines of a text."""
    return find_groups([(at, line.strip()) for at, line in enumerate(lines) if line.strip()]) is not None


def _table_below(cells: list[Cell], start: int, words: int, ends: list[int]) -> Groups | None:
    """The table whose header begins here, so many words at most. ends: where a row ends, by a wider gap."""
    for width in range(_FEWEST_HEADER_WORDS, words + 1):
        borders = [start + width, *ends, len(cells)]
        pieces = [cells[at:end] for at, end in pairwise(borders)]
        groups: list[_Group] = []
        for piece in pieces:
            group = _group_of(piece)
            if group is None or (piece is not pieces[-1] and not group.names):
                break
            groups.append(group)
        rest = len(pieces) - len(groups)
        if len(groups) < _FEWEST_GROUPS or len(groups) < _IN_STEP_SHARE * (len(groups) + rest):
            continue
        counts = {len(group.names) for group in groups if group.names}
        name_columns = counts.pop() if len(counts) == 1 else 1
        if name_columns != width - 2:  # the sentences, and the blank cell
            continue
        rows = [cells[start : start + width], *(row for group in groups for row in _rows_of(group, name_columns))]
        return Groups(start, rows, borders[len(groups)])
    return None


def _group_of(piece: list[Cell]) -> _Group | None:
    first = next((at for at, (_, text) in enumerate(piece) if is_sentence(text)), None)
    if first is None:
        return None
    behind = first
    while behind < len(piece) and is_sentence(piece[behind][1]):
        behind += 1
    above, names = piece[:first], piece[behind:]
    is_row = len(names) <= _MOST_NAMES and all(is_name(text) for _, text in (*above, *names))
    return _Group(above, piece[first:behind], names) if is_row else None


def _rows_of(group: _Group, name_columns: int) -> list[list[Cell]]:
    """Each section, and the row itself; names that have one column for them are lines of one cell."""
    names = group.names if name_columns > 1 or not group.names else [_joined(group.names)]
    sentences = _joined(group.sentences)
    blanks = [(sentences[0], "")] * (name_columns + 1 - len(names))
    return [*([section] for section in group.above), [sentences, *names, *blanks]]


def _joined(cells: list[Cell]) -> Cell:
    return cells[0][0], "\n".join(text for _, text in cells)
