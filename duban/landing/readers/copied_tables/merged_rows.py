"""Where the rows below a merged number begin, in a table copied one cell a line.

    序号 / 责任领导 / 责任目标 / 完成时限 / 责任单位
    1 / 王立安 / 新建学校2所 / 年底 / 市教育局
    / 赵启明 / 9月底 / 市财政局        (rows of the same target: number and text are merged cells)
    2 / …

The copy leaves `1, 王立安, 新建学校2所, 年底, 市教育局, 赵启明, 9月底, 市财政局`. Numbers show where blocks begin;
how their cells lie in rows is the most probable way under a model that the table teaches: what cells of each column
look like, how often a column has a cell in the first row of a block and in the rows below it, how often a cell goes on
over lines. Nothing is known of words. The model is fitted by expectation and maximisation from several first guesses,
the most probable is taken, and it is believed where nearly every border is as good as certain.

Cost: cells times columns; the model is fitted to the first thousand cells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import exp, inf, log
from typing import NamedTuple

_ROUNDS = 6
_MOST_CELLS = 20_000
_CELLS_TO_LEARN_FROM = 1_000  # of the first blocks
_FEWEST_BLOCKS = 3
_SURE = 0.9  # probability of a border, or of none, that counts as certain
_SURE_SHARE = 0.95  # of the decisions
_WIDE_SHARE = 0.8  # of the rows below a first one: those have two cells at least
_SMOOTHING = 0.3  # added to each count of a look
_PRESENT_FIRST, _PRESENT_BELOW = 0.9, 0.6  # that a column has a cell, before anything was seen
_GOES_ON = 0.02  # that a line is of the same cell as the one before it
_WEIGHT_OF_PRIOR = 2.0  # rows that the prior counts for
_FIGURE = re.compile(r"^[-\u2212+]?\d[\d.,]*[%\uff05]?$")
_SENTENCE_END = "。;\uff1b!\uff01"

Features = tuple[str, ...]
_Counts = list[list[Counter[str]]]  # feature number -> column -> look -> weight


def part_blocks(blocks: Sequence[Sequence[str]], width: int) -> list[list[int]] | None:
    """Where the rows of each block begin, 0 first, in a table of `width` columns; the first cell of a block is its
    number. None where no way to cut them is as good as certain, where each would have as many rows as the others, and
    where what would be rows are single cells: those may as well be the next lines of a cell.
    """
    cell_count = sum(len(block) for block in blocks)
    if len(blocks) < _FEWEST_BLOCKS or cell_count > _MOST_CELLS or width < 2:
        return None
    repeated = {text for text, count in Counter(cell for block in blocks for cell in block).items() if count > 1}
    seen = [[_features(cell, repeated) for cell in block] for block in blocks]
    sample = seen[: bisect_left([*accumulate(map(len, seen))], _CELLS_TO_LEARN_FROM) + _FEWEST_BLOCKS]
    model = max((_fitted(sample, width, taught) for taught in _first_guesses(sample, width)), key=lambda one: one[0])[1]
    borders = [model.posterior(block).borders[1:] for block in seen]
    decisions = [max(border, 1 - border) for block in borders for border in block]
    if sum(1 for one in decisions if one >= _SURE) < _SURE_SHARE * len(decisions):
        return None
    starts = [[0, *(at for at, border in enumerate(block, start=1) if border > 0.5)] for block in borders]
    if len({len(one) for one in starts}) == 1:
        return None  # as many rows under each number: the header may as well have lost a word
    below = [
        end - at for one, block in zip(starts, blocks, strict=True) for at, end in pairwise([*one[1:], len(block)])
    ]
    return starts if sum(1 for size in below if size > 1) >= _WIDE_SHARE * len(below) else None


def _first_guesses(blocks: Sequence[Sequence[Features]], width: int) -> Iterator[Sequence[Sequence[Features]]]:
    """What the model is first taught the looks of the columns by: the first cells of each block, in their order. Where
    blank cells are lost those are not always the columns, so blocks of one row and fewer columns are tried too.
    """
    for most in (width, width - 1, width - 2):
        yield [block[:most] for block in blocks]
        yield [block for block in blocks if len(block) <= most]


def _fitted(
    blocks: Sequence[Sequence[Features]], width: int, taught: Sequence[Sequence[Features]]
) -> tuple[float, _Model]:
    """(how probable the blocks are under it, the model)."""
    model = _Model(width, blocks, taught)
    for _ in range(_ROUNDS):
        model.fit([model.posterior(block) for block in blocks])
    return sum(model.posterior(block).log_probability for block in blocks), model


def _features(text: str, repeated: set[str]) -> Features:
    """What a cell looks like: its kind, its length, its last character, and its text where that comes again."""
    if _FIGURE.match(text):
        kind = "figure"
    elif text.endswith(tuple(_SENTENCE_END)):
        kind = "sentence"
    elif any(map(str.isdigit, text)):
        kind = "with digits"
    else:
        kind = "list" if "、" in text else "words"
    length = str(len(text).bit_length())
    return kind, length, text[-1:], text if text in repeated and len(text) <= 20 else ""


class _Posterior(NamedTuple):
    """Of one block: the probability that a row begins at each cell, and that each cell is of each column, in the first
    row or below, as a new cell or the next line of one; how many rows below the first are expected.
    """

    block: Sequence[Features]
    borders: list[float]
    first: list[list[float]]
    below: list[list[float]]
    goes_on: float
    rows_below: float
    log_probability: float


class _Model:
    def __init__(self, width: int, blocks: Sequence[Sequence[Features]], taught: Sequence[Sequence[Features]]) -> None:
        self.width = width
        self.vocabularies = [len({cell[no] for block in blocks for cell in block}) for no in range(4)]
        self.present_first = [_PRESENT_FIRST] * width
        self.present_below = [0.0, *[_PRESENT_BELOW] * (width - 1)]
        self.goes_on = _GOES_ON
        self.another_row = 0.5
        self.looks: _Counts = [[Counter() for _ in range(width)] for _ in range(4)]
        for block in taught:
            for column, cell in enumerate(block):
                self._learn(cell, column, 1.0)

    def _learn(self, cell: Features, column: int, weight: float) -> None:
        for no, look in enumerate(cell):
            self.looks[no][column][look] += weight  # type: ignore[assignment]

    def _likelihoods(self, cell: Features) -> list[float]:
        """log of how probable a cell's looks are in each column."""
        return [
            sum(
                log(
                    (counts[column][look] + _SMOOTHING)
                    / (self._totals[no][column] + _SMOOTHING * (self.vocabularies[no] + 1))
                )
                for no, (counts, look) in enumerate(zip(self.looks, cell, strict=True))
            )
            for column in range(self.width)
        ]

    def posterior(self, block: Sequence[Features]) -> _Posterior:
        """Forward and backward over the cells. A state is a column, in the first row or in one below."""
        self._totals = [[sum(counter.values()) for counter in columns] for columns in self.looks]
        width, size = self.width, len(block)
        looks = [self._likelihoods(cell) for cell in block]
        present = [_logs(self.present_first), _logs(self.present_below)]
        absent = [_logs(1 - share for share in self.present_first), _logs(1 - share for share in self.present_below)]
        skipped = [_sums(absent[0]), _sums(absent[1])]  # of the columns before one
        on, off = log(self.goes_on), log(1 - self.goes_on)
        more, last = log(self.another_row), log(1 - self.another_row)
        ends = [[skipped[row][width] - skipped[row][column + 1] for column in range(width)] for row in (0, 1)]

        forward = [[[-inf] * width, [-inf] * width] for _ in range(size)]
        opened = [-inf] * size  # a row below begins with this cell
        for column in range(width):
            forward[0][0][column] = skipped[0][column] + present[0][column] + looks[0][column] if column == 0 else -inf
        for at in range(1, size):
            above = forward[at - 1]
            opened[at] = _log_sum(above[row][column] + ends[row][column] for row in (0, 1) for column in range(width))
            for row in (0, 1):
                running = -inf  # within the row, the columns between skipped
                for column in range(width):
                    reached = running + skipped[row][column]
                    if row == 1:
                        reached = _log_add(reached, opened[at] + more + skipped[1][column])
                    new = reached + off + present[row][column]
                    forward[at][row][column] = looks[at][column] + _log_add(new, above[row][column] + on)
                    running = _log_add(running, above[row][column] - skipped[row][column + 1])

        backward = [[[-inf] * width, [-inf] * width] for _ in range(size)]
        closing = [-inf] * size  # of a row below that begins with the cell
        for row in (0, 1):
            for column in range(width):
                backward[size - 1][row][column] = ends[row][column] + last
        for at in range(size - 2, -1, -1):
            following = backward[at + 1]
            entered = [
                [off + present[row][column] + looks[at + 1][column] + following[row][column] for column in range(width)]
                for row in (0, 1)
            ]
            closing[at + 1] = more + _log_sum(skipped[1][column] + entered[1][column] for column in range(width))
            for row in (0, 1):
                running = -inf
                for column in range(width - 1, -1, -1):
                    stays = on + looks[at + 1][column] + following[row][column]
                    within = running - skipped[row][column + 1]
                    leaves = ends[row][column] + closing[at + 1]
                    backward[at][row][column] = _log_sum((stays, within, leaves))
                    running = _log_add(running, entered[row][column] + skipped[row][column])

        whole = _log_sum(
            forward[-1][row][column] + ends[row][column] + last for row in (0, 1) for column in range(width)
        )
        if whole == -inf:
            return _Posterior(block, [1.0, *[0.5] * (size - 1)], [], [], 0.0, 0.0, -inf)
        borders = [1.0, *(exp(min(0.0, opened[at] + closing[at] - whole)) for at in range(1, size))]
        shares = [
            [
                [exp(forward[at][row][column] + backward[at][row][column] - whole) for column in range(width)]
                for row in (0, 1)
            ]
            for at in range(size)
        ]
        on_count = sum(
            exp(forward[at - 1][row][column] + on + looks[at][column] + backward[at][row][column] - whole)
            for at in range(1, size)
            for row in (0, 1)
            for column in range(width)
        )
        first, below = [[share[row] for share in shares] for row in (0, 1)]
        return _Posterior(block, borders, first, below, on_count, sum(borders[1:]), whole)

    def fit(self, posteriors: Sequence[_Posterior]) -> None:
        """What is to be believed of the columns after what was seen of the blocks."""
        width = self.width
        self.looks = [[Counter() for _ in range(width)] for _ in range(4)]
        first, below = [0.0] * width, [0.0] * width
        for one in posteriors:
            for cell, in_first, in_below in zip(one.block, one.first, one.below, strict=False):
                for column in range(width):
                    first[column] += in_first[column]
                    below[column] += in_below[column]
                    if (weight := in_first[column] + in_below[column]) > 0.001:
                        self._learn(cell, column, weight)
        count, rows_below = len(posteriors), sum(one.rows_below for one in posteriors)
        self.present_first = [_share(one, count, _PRESENT_FIRST) for one in first]
        self.present_below = [0.0, *(_share(one, rows_below, _PRESENT_BELOW) for one in below[1:])]
        cells = sum(len(one.block) for one in posteriors)
        goes_on = sum(one.goes_on for one in posteriors)
        self.goes_on = (goes_on + 10 * _GOES_ON) / (cells + 10)
        self.another_row = (rows_below + 1) / (rows_below + count + 2)


def _share(count: float, of: float, prior: float) -> float:
    return min(0.999, (min(count, of) + prior * _WEIGHT_OF_PRIOR) / (of + _WEIGHT_OF_PRIOR))


def _logs(shares: Iterable[float]) -> list[float]:
    return [log(share) if share > 0 else -inf for share in shares]


def _sums(logs: Sequence[float]) -> list[float]:
    """The sum of those before each place, and of all."""
    sums = [0.0]
    for one in logs:
        sums.append(sums[-1] + one)
    return sums


def _log_add(one: float, other: float) -> float:
    if one < other:
        one, other = other, one
    return one if other == -inf else one + log(1 + exp(other - one))


def _log_sum(logs: Iterable[float]) -> float:
    values = [one for one in logs if one != -inf]
    if not values:
        return -inf
    top = max(values)
    return top + log(sum(exp(one - top) for one in values))
