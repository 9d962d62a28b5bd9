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
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import exp, log
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

_FEATURES = 4
_LEAST_SHARE = 0.001  # a column that is less probable learns nothing from a cell

Features = tuple[str, str, str, str]  # kind, length, last character, text where it comes again


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
    """What is to be believed of one block. borders: of each cell, that a row below the first begins with it. states: of
    each cell, how probable each state is. goes_on: how many cells are expected to be a next line. log_probability: of
    the block as a whole.
    """

    block: Sequence[Features]
    borders: list[float]
    states: list[list[float]]
    goes_on: float
    log_probability: float


class _Model:
    """A hidden Markov model of the cells of a block: a state is a column, in the first row or in a row below it.

    Within a row the columns follow one another, those without a cell are passed over; a cell may have further
    lines; behind any cell a row may end and another begin.
    """

    def __init__(self, width: int, blocks: Sequence[Sequence[Features]], taught: Sequence[Sequence[Features]]) -> None:
        self.width = width
        self.vocabularies = [len({cell[no] for block in blocks for cell in block}) for no in range(_FEATURES)]
        self.looks = self._no_looks()
        for block in taught:
            for column, cell in enumerate(block):
                self._learn(cell, column, 1.0)
        below = [0.0, *[_PRESENT_BELOW] * (width - 1)]  # a row below has no number
        self._set([_PRESENT_FIRST] * width, below, _GOES_ON, another_row=0.5)

    def _no_looks(self) -> list[list[dict[str, float]]]:
        return [[defaultdict(float) for _ in range(self.width)] for _ in range(_FEATURES)]

    def _learn(self, cell: Features, column: int, weight: float) -> None:
        for looks, look in zip(self.looks, cell, strict=True):
            looks[column][look] += weight

    def _set(self, first: Sequence[float], below: Sequence[float], goes_on: float, another_row: float) -> None:
        """Transitions, from how often each column has a cell in a first row and in a row below."""
        width = self.width
        self.totals = [[sum(counts.values()) for counts in columns] for columns in self.looks]
        self.goes_on = goes_on
        self.another_row = another_row
        self.into: list[list[tuple[int, float]]] = [[] for _ in range(2 * width)]  # within a row: (from, probability)
        self.ends = [1.0] * (2 * width)  # nothing follows in the row
        self.opens = [0.0] * (2 * width)  # a row below begins so
        for row, present in enumerate((first, below)):
            for column in range(width):
                passed = 1.0
                for following in range(column + 1, width):
                    state = row * width + following
                    self.into[state].append((row * width + column, (1 - goes_on) * passed * present[following]))
                    passed *= 1 - present[following]
                self.ends[row * width + column] = passed
        passed = 1.0
        for column in range(width):
            self.opens[width + column] = another_row * (1 - goes_on) * passed * below[column]
            passed *= 1 - below[column]

    def _likelihoods(self, cell: Features) -> tuple[list[float], float]:
        """How probable the looks of a cell are in each state, against the most probable, and the log of that one."""
        logs = [
            sum(
                log((counts[column].get(look, 0.0) + _SMOOTHING) / (totals[column] + _SMOOTHING * (size + 1)))
                for counts, totals, size, look in zip(self.looks, self.totals, self.vocabularies, cell, strict=True)
            )
            for column in range(self.width)
        ]
        top = max(logs)
        return [exp(one - top) for one in logs] * 2, top

    def posterior(self, block: Sequence[Features]) -> _Posterior:
        """The forward-backward algorithm, scaled cell by cell."""
        looks, tops = zip(*(self._likelihoods(cell) for cell in block), strict=True)
        forward = [[looks[0][0], *[0.0] * (2 * self.width - 1)]]  # a block begins with its number
        scales, closed = [1.0], [0.0]  # closed: a row ends before the cell
        for likelihoods in looks[1:]:
            above = forward[-1]
            closed.append(sum(one * end for one, end in zip(above, self.ends, strict=True)))
            reached = [
                likelihood
                * (sum(above[source] * share for source, share in into) + above[state] * self.goes_on + opened)
                for state, (likelihood, into) in enumerate(zip(likelihoods, self.into, strict=True))
                for opened in (closed[-1] * self.opens[state],)
            ]
            scales.append(sum(reached))
            forward.append([one / scales[-1] for one in reached])
        whole = sum(one * end for one, end in zip(forward[-1], self.ends, strict=True)) * (1 - self.another_row)

        backward = [end * (1 - self.another_row) / whole for end in self.ends]
        states, borders, goes_on = [_products(forward[-1], backward)], [], 0.0
        for at in range(len(block) - 1, 0, -1):
            entered = [one * likelihood / scales[at] for one, likelihood in zip(backward, looks[at], strict=True)]
            opened = sum(one * share for one, share in zip(entered, self.opens, strict=True))
            borders.append(closed[at] * opened)
            goes_on += self.goes_on * sum(_products(forward[at - 1], entered))
            backward = [one * self.goes_on + end * opened for one, end in zip(entered, self.ends, strict=True)]
            for state, into in enumerate(self.into):
                for source, share in into:
                    backward[source] += share * entered[state]
            states.append(_products(forward[at - 1], backward))
        log_probability = sum(map(log, scales)) + sum(tops) + log(whole)
        return _Posterior(block, [1.0, *borders[::-1]], states[::-1], goes_on, log_probability)

    def fit(self, posteriors: Sequence[_Posterior]) -> None:
        """Learn anew from what is to be believed of all blocks."""
        width = self.width
        self.looks = self._no_looks()
        seen = [0.0] * (2 * width)
        for one in posteriors:
            for cell, states in zip(one.block, one.states, strict=True):
                for state, share in enumerate(states):
                    seen[state] += share
                    if share > _LEAST_SHARE:
                        self._learn(cell, state % width, share)
        count, cells = len(posteriors), sum(len(one.block) for one in posteriors)
        rows_below = sum(sum(one.borders[1:]) for one in posteriors)
        first = [_share(one, count, _PRESENT_FIRST) for one in seen[:width]]
        below = [0.0, *(_share(one, rows_below, _PRESENT_BELOW) for one in seen[width + 1 :])]
        goes_on = sum(one.goes_on for one in posteriors)
        self._set(first, below, (goes_on + 10 * _GOES_ON) / (cells + 10), (rows_below + 1) / (rows_below + count + 2))


def _share(count: float, of: float, prior: float) -> float:
    """How often a column has a cell, drawn to what was believed before anything was seen."""
    return min(0.999, (min(count, of) + prior * _WEIGHT_OF_PRIOR) / (of + _WEIGHT_OF_PRIOR))


def _products(ones: Sequence[float], others: Sequence[float]) -> list[float]:
    return [one * other for one, other in zip(ones, others, strict=True)]
