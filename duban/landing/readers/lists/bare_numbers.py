"""Numbers that stand alone on their lines, over the items of a list, or close to their names without a sign; and
numbers that number nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from duban.landing.readers.lists.brackets import open_brackets
from duban.landing.readers.lists.list_line import BARE_NUMBER, BLANKS, FEWEST_ALIKE, ListLine
from duban.landing.readers.lists.marks import LABELLED_LINE, NUMBER_HEADER, mark_of, without_mark

_OTHER_HALVES = str.maketrans("(\uff08[【〔)\uff09]】〕", ")\uff09]】〕(\uff08[【〔")
_TORN = 3  # a third of the numbers at least stands within a sentence
_LONGEST_BARE = 8
_PADDED = re.compile(r"^[\s\u3000]*(0[1-9]|[1-9]\d)(?=[一-龥“《])(?![年月日时])")
_CLOSE = re.compile(r"^[\s\u3000]*(\d{1,3})(?=[一-龥“《])(?![年月日时])")
_MOST_LINES = 9  # from one number on a line of its own to the next
_MOST_LINES_UNDER_HEADER = 2  # the same, where 序号 stands above: more are the cells of a row


def are_within_sentences(lines: list[ListLine]) -> bool:
    """Whether numbers part sentences: a third of them at least stand between a bracket and its other half.

    1、新建绿地(含 over 2、口袋公园)9处: a page that stores documents numbers its own pieces of one.
    """
    numbered = [line.text for line in lines if mark_of(line.text.strip(BLANKS))]
    torn = sum(1 for text, below in pairwise(numbered) if open_brackets(text) and _closes_one(below))
    return torn > 0 and torn * _TORN >= len(numbered) - 1


def _closes_one(text: str) -> bool:
    """Whether a text behind its number closes a bracket that it did not open.

    >>> _closes_one("2、口袋公园)9处"), _closes_one("2)口袋公园(9处)")
    (True, False)
    """
    own = without_mark(text.strip(BLANKS), mark_of(text.strip(BLANKS)))
    turned = own.translate(_OTHER_HALVES)[::-1]
    return open_brackets(turned) > 0


def has_bare_numbers(lines: list[str]) -> bool:
    """Whether numbers stand on lines of their own, 1, 2, 3: over the items of a list, or in a table's first column."""
    return bool(_bare_numbers(lines))


def _bare_numbers(texts: list[str]) -> list[int]:
    """The indices of the lines that are nothing but a number and count up from 1, each over a text."""
    found: list[int] = []
    for at, text in enumerate(texts):
        number = BARE_NUMBER.match(text) if len(text) <= _LONGEST_BARE else None
        if number and int(number[1]) == len(found) + 1:
            below = next((line for line in texts[at + 1 :] if line.strip()), "")
            if below and not BARE_NUMBER.match(below):
                found.append(at)
    if len(found) < FEWEST_ALIKE:
        return []
    # numbers of pages stand further apart, or among items that have numbers of their own; ① may be a step of one
    is_apart = _have_more_lines(texts, found, _MOST_LINES)
    marks = [mark_of(text.strip(" \t\u3000")) for text in texts]
    return [] if is_apart or sum(1 for mark in marks if mark and mark.kind != "circled") >= len(found) else found


def _are_cells(texts: list[str], numbers: list[int]) -> bool:
    """Whether numbers stand under 序号 with several lines each: the cells of a table, of which no item can be made."""
    is_wide = _have_more_lines(texts, numbers, _MOST_LINES_UNDER_HEADER)
    return is_wide and any(map(NUMBER_HEADER.match, texts[: numbers[0]]))


def _have_more_lines(texts: list[str], numbers: list[int], most: int) -> bool:
    """Whether more filled lines than that stand from one number to the next, on the average, the number among them."""
    return sum(1 for text in texts[numbers[0] : numbers[-1]] if text.strip()) > most * (len(numbers) - 1)


def numbers_in_front(lines: list[ListLine]) -> list[ListLine]:
    """The lines with every number that stands alone (01 over 住房项目) in front of the line below it."""
    bare = _bare_numbers([line.text for line in lines])
    if not bare or _are_cells([line.text.strip() for line in lines], bare):
        return lines
    ordered: list[ListLine] = []
    number = ""
    for at, line in enumerate(lines):
        if at in bare:
            number = line.text.strip()
        elif number and line.text.strip():
            ordered.append(line._replace(text=f"{number} {line.text.strip()}"))
            number = ""
        elif not number:
            ordered.append(line)
    return ordered


def padded_numbers_apart(lines: list[ListLine]) -> list[ListLine]:
    """The lines with a blank behind each number of two digits that no sign parts from its name, 01, 02, 03 from 01 on.

    >>> [line.text for line in padded_numbers_apart([ListLine("", text) for text in ("01建校", "02修路", "03种树")])]
    ['01 建校', '02 修路', '03 种树']
    >>> [line.text for line in padded_numbers_apart([ListLine("", text) for text in ("01建校", "02月底", "12岁")])]
    ['01建校', '02月底', '12岁']
    """
    found: list[int] = []
    for at, line in enumerate(lines):
        number = _PADDED.match(line.text)
        if number and int(number[1]) == len(found) + 1:
            found.append(at)
    return lines if len(found) < FEWEST_ALIKE else _numbers_apart(lines, found, _PADDED)


def numbers_over_labels_apart(lines: list[ListLine]) -> list[ListLine]:
    """The lines with a blank behind each number that no sign parts from its name, where they count up from 1 and the
    same label stands below each: 1修路 over 牵头单位:市交通局.

    >>> texts = ["1修路", "单位:甲局", "2架桥", "单位:乙局", "3种树", "单位:丙局"]
    >>> [line.text for line in numbers_over_labels_apart([ListLine("", text) for text in texts])][::2]
    ['1 修路', '2 架桥', '3 种树']
    >>> [line.text for line in numbers_over_labels_apart([ListLine("", text) for text in texts[:4]])][::2]
    ['1修路', '2架桥']
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    found: list[int] = []
    labels: set[str] = set()
    for at, below in pairwise(filled):
        number, label = _CLOSE.match(lines[at].text), LABELLED_LINE.match(lines[below].text.strip(BLANKS))
        if number and label and int(number[1]) == len(found) + 1:
            found.append(at)
            labels.add(label[1])
    return lines if len(found) < FEWEST_ALIKE or len(labels) > 1 else _numbers_apart(lines, found, _CLOSE)


def _numbers_apart(lines: list[ListLine], found: list[int], number: re.Pattern[str]) -> list[ListLine]:
    """The lines, with a blank behind the number at the head of those found."""
    kept = list(lines)
    for at in found:
        kept[at] = lines[at]._replace(text=number.sub(r"\1 ", lines[at].text))
    return kept
