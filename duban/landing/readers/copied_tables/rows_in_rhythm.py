"""Rows of as many lines as the header has, each with a number or a blank in front."""

from __future__ import annotations

import re
from itertools import pairwise

from duban.landing.readers.copied_tables.cells import (
    FEWEST_COLUMNS,
    FEWEST_PARTS,
    HAN,
    IN_STEP_SHARE,
    MOST_COLUMNS,
    NUMBER,
    Cell,
    Found,
    count_of,
    heading_count,
    is_header,
)
from duban.landing.readers.lists.marks import NUMBER_HEADER, is_numbered_heading

_HEADER_STARTS_BY = 20  # lines: title, issuing office, date and notes stand above it
_MOST_BROKEN = 4  # cells of a header that go on over a second line


def rows_in_rhythm(cells: list[Cell]) -> Found | None:
    """Rows of as many cells as the header, each with a number or a blank in front; None where nothing fits.

    Headings may stand between them, each a row of one cell.
    """
    texts = [text for _, text in cells]
    best: tuple[int, list[int]] | None = None
    for start in range(min(_HEADER_STARTS_BY, len(texts))):
        for width in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
            first = start + width
            number = first + heading_count(texts, first)
            if number + width > len(texts) or not NUMBER.match(texts[number]) or not is_header(texts[start:first]):
                continue
            if start and (NUMBER.match(texts[start - 1]) or NUMBER_HEADER.match(texts[start - 1])):
                continue  # a header right behind a number is a row without its number, and behind 序号 one cut short
            if any(map(NUMBER_HEADER.match, texts[start + 1 : first])):
                break  # the numbers of rows stand below 序号, and no wider header would have it in front
            if any(map(is_numbered_heading, texts[start:first])):
                break  # 一、 stands between rows, and a wider header would hold it, too
            borders, numbers = _rows_in_step(texts, first, width)
            has_numbers = len(borders) > FEWEST_PARTS or NUMBER_HEADER.match(texts[start])
            if has_numbers and _is_cut_row(texts, borders, width):
                borders, numbers = [*borders, len(texts)], numbers + 1
            if numbers < 2 or (borders[-1] - first) < IN_STEP_SHARE * (len(texts) - first):
                continue
            heads = [texts[at] for at in borders[:-1]]
            if not _rise(heads) or not (NUMBER_HEADER.match(texts[start]) or _count_up(heads)):
                continue  # figures, not the numbers of rows
            if best is None or len(borders) > len(best[1]):
                best = (start, borders)
    if best is None:
        return None
    start, borders = best
    start = _number_header_above(texts, start)
    rows = [cells[at:end] for at, end in pairwise([start, *borders])]
    return Found(cells[:start], rows, cells[borders[-1] :])


def _number_header_above(texts: list[str], start: int) -> int:
    """Where the header begins: at 序号, where that stands so few words above that cells of the header are broken over
    lines, so that it has more lines than the rows.

    >>> _number_header_above(["责任表", "序号", "任务", "责任", "领导", "单位"], 3)
    1
    """
    for at in range(start - 1, max(start - _MOST_BROKEN, 0) - 1, -1):
        if not is_header(texts[at:start]):
            break
        if NUMBER_HEADER.match(texts[at]):
            return at
    return start


def skips(rows: list[list[Cell]]) -> bool:
    """Whether the numbers of the rows below the header skip some, as figures would do that stand in step by chance."""
    counts = [count for row in rows[1:] if (count := count_of(row[0][1])) is not None]
    return any(count not in (1, before + 1) for before, count in pairwise(counts))


def _rise(heads: list[str]) -> bool:
    """Whether the numbers among the heads of rows are those of rows: nearly each is above the one before it, or begins
    again at 1.

    >>> _rise(["1", "2", "", "3", "1", "2"]), _rise(["2780", "121.8", "60", "2292", "120"])
    (True, False)
    """
    numbers = [int(match.group()) for head in heads if NUMBER.match(head) and (match := re.search(r"\d+", head))]
    falls = sum(1 for before, number in pairwise(numbers) if 1 < number < before)
    return falls <= (1 - IN_STEP_SHARE) * len(numbers)


def _is_cut_row(texts: list[str], borders: list[int], width: int) -> bool:
    """Whether the cells behind the rows in step are the last row, which the text was cut in: it begins with a number
    above the last, and behind its text stands another cell; a text alone may be cut itself.

    >>> texts = ["58", "修渠", "甲局", "是", "63", "修路", "乙局"]
    >>> [_is_cut_row(row, [0, 4], 4) for row in (texts, texts[:-1], [*texts[:4], "4", "修路", "乙局"])]
    [True, False, False]
    """
    rest = texts[borders[-1] :]
    if len(borders) < FEWEST_PARTS or not 2 < len(rest) < width or not HAN.search(rest[1]):
        return False
    above, number = count_of(texts[borders[-2]]), count_of(rest[0])
    return above is not None and number is not None and number > above


def _count_up(heads: list[str]) -> bool:
    """Whether half of the numbers at least are one more than that before, or begin again at 1.

    >>> _count_up(["1", "2", "", "5", "6"]), _count_up(["25", "35", "45"])
    (True, False)
    """
    counts = [int(match.group()) for head in heads if NUMBER.match(head) and (match := re.search(r"\d+", head))]
    steps = [count in (1, before, before + 1) for before, count in pairwise(counts)]
    return sum(steps) * 2 >= len(steps)


def _rows_in_step(texts: list[str], first: int, width: int) -> tuple[list[int], int]:
    """(where the header ends and each row in step, how many are numbered): each begins with a number or blank and is
    not all blank, or is a heading over another row.
    """
    borders, numbers = [first], 0
    at = first
    while at + width <= len(texts):
        head = texts[at]
        headings = heading_count(texts, at)
        if headings and at + headings + width <= len(texts) and NUMBER.match(texts[at + headings]):
            borders.extend(range(at + 1, at + headings + 1))
            at += headings
            continue
        is_blank = not any(texts[at : at + width])
        if (head and not NUMBER.match(head)) or is_blank or is_numbered_heading(texts[at + width - 1]):
            break
        at += width
        borders.append(at)
        numbers += bool(head)
    return borders, numbers
