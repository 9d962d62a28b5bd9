"""Sentences without a number that stand right over the labels of their item."""

from __future__ import annotations

import re
from statistics import median

from duban.landing.readers.lists.entry import (
    COLONS,
    FEWEST_GROUPS,
    JOINERS,
    LONGEST_SIGNATURE,
    NARROWEST,
    NEARLY,
    RAGGED,
)
from duban.landing.readers.lists.labels import pairs_of
from duban.landing.readers.lists.list_line import INDENT, ListLine
from duban.landing.readers.lists.marks import DATE_LINE, HEADING_KINDS, SENTENCE_ENDS, mark_of

_NAMES_ALONE = re.compile(r"^[^\d,\uff0c]*、[^\d,\uff0c]*$")


def items_over_labels(lines: list[ListLine], common: set[str]) -> list[ListLine]:
    """The lines, each sentence without a number that stands right over the first of its labels marked as an item.

    Only where every group of labels has such a sentence over it: a record begins with its first label.
    """
    labels = [pairs.pairs[0][0] if (pairs := pairs_of(line.text)).pairs and not pairs.own else None for line in lines]
    first = next((label for label in labels if label in common), None)
    groups = [at for at, label in enumerate(labels) if label is not None and label == first]
    over = [next((above for above in range(at - 1, -1, -1) if lines[above].text.strip()), -1) for at in groups]
    if len(groups) < FEWEST_GROUPS or any(
        above < 0
        or labels[above] is not None
        or lines[above].is_heading
        or mark_of(lines[above].text.strip(INDENT))
        or not lines[above].text.rstrip().endswith(tuple(SENTENCE_ENDS))
        for above in over
    ):
        return lines
    if headed := _numbered_names_over(lines, over):
        return headed
    if 2 * sum(1 for at in over if _goes_on_with_numbered(lines, at)) >= len(over):
        return lines
    lines, over = _broken_put_together(lines, over)
    over = [*over, *_cut_below_labels(lines, labels, groups)]
    return [line._replace(is_item=True) if at in over else line for at, line in enumerate(lines)]


def _goes_on_with_numbered(lines: list[ListLine], at: int) -> bool:
    """Whether a line is the last of a numbered paragraph that was broken over lines, each about as long as it at least.

    A name over its text is shorter than that: 1.供水工程 over 新建管网60公里。
    """
    last = len(lines[at].text.strip(INDENT))
    below = ""
    for above in range(at - 1, -1, -1):
        text = lines[above].text.strip(INDENT)
        if not text:
            continue
        is_open = bool(below) or not text.endswith(tuple(SENTENCE_ENDS))
        if not is_open or pairs_of(text).pairs or len(text) < max(NARROWEST, last - NEARLY):
            return False
        if mark := mark_of(text):
            return mark.kind not in HEADING_KINDS[:2]
        below = text
    return False


def _broken_put_together(lines: list[ListLine], over: list[int]) -> tuple[list[ListLine], list[int]]:
    """(the lines, each sentence without a number over its labels put together of the lines that it was broken over;
    the indices of the sentences).

    How long such lines are is seen below the labels of the items before, where no title can stand.
    """
    above_last = [_broken_above(lines, at) for at in over[1:]]
    lengths = [len(lines[above].text.strip(INDENT)) for above in above_last if above is not None]
    if not lengths:
        return lines, over
    full = median(lengths) * (RAGGED - 1) / RAGGED
    whole, sentences = list(lines), []
    for at in over:
        first, text = at, lines[at].text.strip(INDENT)
        while (above := _broken_above(lines, first)) is not None and len(lines[above].text.strip(INDENT)) >= full:
            text = f"{lines[above].text.strip(INDENT)}\n{text}"
            whole[first] = whole[first]._replace(text="")
            first = above
        whole[first] = whole[first]._replace(text=text)
        sentences.append(first)
    return whole, sentences


def _broken_above(lines: list[ListLine], at: int) -> int | None:
    """The index of the line right above one that goes on in it; None where that is over, numbered, labelled, a list of
    names that a label's value goes on with, or short: a broken line is at least as long as the last.
    """
    line = lines[at - 1] if at else None
    text = line.text.strip(INDENT) if line else ""
    shortest = max(NARROWEST, len(lines[at].text.strip(INDENT)) - NEARLY)
    if not line or line.is_heading or len(text) < shortest or mark_of(text) or pairs_of(text).pairs:
        return None
    if _NAMES_ALONE.match(text):
        return None
    return None if text.endswith((*SENTENCE_ENDS, *COLONS)) or DATE_LINE.match(text) else at - 1


def _cut_below_labels(lines: list[ListLine], labels: list[str | None], groups: list[int]) -> list[int]:
    """The last line of a text that is cut in an item without a number: it stands right below a whole group of labels,
    as many as the first group has, and its sentence is not over.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    last, above = filled[-1], filled[-2]
    one = [labels[at] for at in filled if groups[0] <= at < groups[1]][:-1]  # without the sentence over the next
    end = [labels[at] for at in filled if groups[-1] <= at < last]
    text, before = lines[last].text.strip(INDENT), lines[above].text.strip(INDENT)
    is_open = labels[last] is None and not text.endswith(tuple(SENTENCE_ENDS)) and not mark_of(text)
    is_below = bool(one) and one == end and None not in one and not before.endswith(JOINERS)
    return [last] if is_open and is_below and len(text) > LONGEST_SIGNATURE // 3 and not DATE_LINE.match(text) else []


def _numbered_names_over(lines: list[ListLine], over: list[int]) -> list[ListLine]:
    """The lines, each numbered name put together with the one sentence below it: 1.供水工程 over 新建管网60公里。

    Empty where not every sentence has one right over it, or names of the kind stand elsewhere too.
    """
    names = [next((above for above in range(at - 1, -1, -1) if lines[above].text.strip()), -1) for at in over]
    marks = [mark_of(lines[at].text.strip(INDENT)) if at >= 0 else None for at in names]
    kinds = {mark.kind for mark in marks if mark}
    alike = [line for line in lines if (mark := mark_of(line.text.strip(INDENT))) and mark.kind in kinds]
    ends = tuple(SENTENCE_ENDS)
    is_bare = all(mark and not lines[at].text.rstrip().endswith(ends) for at, mark in zip(names, marks, strict=True))
    if not is_bare or len(kinds) != 1 or len(alike) != len(over):
        return []
    headed = list(lines)
    for name, at in zip(names, over, strict=True):
        headed[name] = lines[name]._replace(text=f"{lines[name].text.strip(INDENT)}\n{lines[at].text.strip(INDENT)}")
        headed[at] = lines[at]._replace(text="")
    return headed
