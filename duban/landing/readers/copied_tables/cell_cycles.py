"""Rows of a table copied one cell a line that nothing numbers: a sentence, and behind each as many names.

    目标
    任务内容
    责任单位
    一、办好教育
    新建学校2所,改造食堂。
    市教育局牵头
    招聘教师90名。
    市教育局、市人社局

The cells of a merged first column stand once, as numbered headings. Believed only where every sentence has as many
short lines behind it, and where words enough stand above the first. What the columns hold is for the SQL to say: it
lays the cells by what they look like.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from duban.landing.readers.lists.marks import SENTENCE_ENDS, is_numbered_heading, mark_of

_LONGEST_HEADER = 10  # of a column that no number begins
_LONGEST_NAMES = 120  # of a cell behind the sentence: units
_FEWEST_HEADER_WORDS = 3
_SHORTEST_SENTENCE = 6
_MOST_NAMES = 4  # cells behind the sentence
_FEWEST_ROWS = 3
_FEWEST_FULL_ROWS = 5  # as wide as the header: nothing but their texts shows later that columns were swapped
_IN_CYCLE_SHARE = 0.8  # of the sentences from the first row on
_OF_A_LIST = re.compile("[。:\uff1a]")  # 责任单位:市教育局
_HEADER = re.compile(r"^[一-龥][一-龥、/()\uff08\uff09 \u3000]*[一-龥)\uff09]$")


class Cycle(NamedTuple):
    """Where such a table stands: the first line of its header, where each row begins, the line behind the last."""

    start: int
    row_starts: list[int]
    end: int


def find_cycle(texts: list[str]) -> Cycle | None:
    """The table among the lines that has the most rows, if there is one."""
    sentences = [at for at, text in enumerate(texts) if is_sentence(text)]
    found: list[Cycle] = []
    at = 0
    while at + _FEWEST_ROWS <= len(sentences):
        cycle = _cycle_from(texts, sentences, at)
        found.extend([cycle] if cycle else [])
        at += 1
        while cycle and at < len(sentences) and sentences[at] < cycle.end:
            at += 1
    return max(found, key=lambda cycle: cycle.end - cycle.start, default=None)


def is_in_cycle(lines: list[str]) -> bool:
    """Whether such a table stands among the lines of a text."""
    return find_cycle([line.strip() for line in lines if line.strip()]) is not None


def is_sentence(text: str) -> bool:
    """Whether a line is a sentence that nothing numbers."""
    return len(text) >= _SHORTEST_SENTENCE and text.endswith(tuple(SENTENCE_ENDS)) and mark_of(text) is None


def is_name(text: str) -> bool:
    """Whether a line may be a cell behind the sentence: units, a deadline, and none that a list would have there."""
    is_cell = 0 < len(text) <= _LONGEST_NAMES and text[0].isalnum() and not _OF_A_LIST.search(text)
    return is_cell and mark_of(text) is None and not is_sentence(text)


def _cycle_from(texts: list[str], sentences: list[int], no: int) -> Cycle | None:
    """The table whose first row holds the no-th sentence; None where its rows are out of step."""
    first, second = sentences[no], sentences[no + 1]
    width = 1
    while first + width < second and not is_numbered_heading(texts[first + width]):
        width += 1
    header = _header_start(texts, _headings_above(texts, first), width)
    if not 2 <= width <= _MOST_NAMES + 1 or header is None:
        return None
    starts: list[int] = []
    rows = 0
    at = _headings_above(texts, first)
    while at < len(texts):
        sentence = at
        while sentence < len(texts) and is_numbered_heading(texts[sentence]):
            sentence += 1
        cells = texts[sentence : sentence + width]
        if not cells or not is_sentence(cells[0]) or not all(map(is_name, cells[1:])):
            break
        starts.extend(range(at, sentence + 1))
        rows += len(cells) == width
        at = min(sentence + width, len(texts))
    following = len(sentences) - bisect_left(sentences, at)
    fewest = _FEWEST_FULL_ROWS if starts[:1] == [first] else _FEWEST_ROWS
    is_in_step = rows >= fewest and rows >= _IN_CYCLE_SHARE * (rows + following)
    return Cycle(header, starts, at) if is_in_step else None


def _headings_above(texts: list[str], at: int) -> int:
    while at > 0 and is_numbered_heading(texts[at - 1]):
        at -= 1
    return at


def _header_start(texts: list[str], end: int, width: int) -> int | None:
    """Where the words begin that stand over the rows: one over each column; of a merged first column, whose headings
    are right below, there may be one a level, and another where one is broken over two lines. None where there are too
    few.
    """
    levels = 0
    while end + levels < len(texts) and is_numbered_heading(texts[end + levels]):
        levels += 1
    start = end
    most = width + levels + 1 if levels else width
    while start > 0 and end - start < most and is_header_word(texts[start - 1]):
        start -= 1
    words = texts[start:end]
    fewest = max(_FEWEST_HEADER_WORDS, width + 1 if levels else width)
    return start if len(words) >= fewest and len(set(words)) == len(words) else None


def is_header_word(text: str) -> bool:
    return len(text) <= _LONGEST_HEADER and _HEADER.match(text) is not None
