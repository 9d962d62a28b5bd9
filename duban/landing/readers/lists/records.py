"""Records of labels, of which some print no colon behind them or stand over numbered steps.

    一、河道采砂监管不力。              the labels of the record:
    整改目标关停无证采砂点。            整改目标: 关停无证采砂点。
    责任单位:东山县政府                责任单位: 东山县政府
    整改措施                            整改措施: 1.拆除设备。 2.恢复植被30亩。
    1.拆除设备。
    2.恢复植被30亩。
    二、污水厂运行不正常。 ...

Both are believed only where they come back from record to record and stand beside labels with colons that do so too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from duban.landing.readers.lists.labels import pairs_of
from duban.landing.readers.lists.list_line import INDENT, ListLine
from duban.landing.readers.lists.marks import LABEL, LABELLED_LINE, Mark, mark_of
from duban.landing.readers.lists.runs import ends_in_names

_BARE_LABEL = re.compile(rf"^({LABEL})\s*[:\uff1a]?$")
_GLUED = re.compile(r"^([一-龥]{4})[一-龥\d“《]")  # nearly all labels have four characters
_HAN = re.compile("[一-龥]")
_HALF = 2  # characters of a label that another has too: 整改目标, 整改时限; 责任单位, 督导单位
_FEWEST = 2
_ANSWERED_SHARE = 0.5  # of the steps: those that say who does them are items of their own


class _Lines(NamedTuple):
    """The filled lines of a text. places: their indices among all lines; values: those behind their labels."""

    places: list[int]
    texts: list[str]
    marks: list[Mark | None]
    labels: list[str]  # that come back; '' where a line has none


def labels_of_records(lines: list[ListLine]) -> list[ListLine]:
    """The lines, labels that lost their colon with one and the steps below a label marked as a part of its value."""
    return _steps_marked(_glued_closed(lines))


def _seen(lines: list[ListLine]) -> _Lines:
    places = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = [lines[at].text.strip(INDENT) for at in places]
    marks = [mark_of(text) for text in texts]
    found = [LABELLED_LINE.match(text) if not mark else None for text, mark in zip(texts, marks, strict=True)]
    labels = [one[1] if one and one[2].strip() else "" for one in found]
    counts = Counter(labels)
    return _Lines(places, texts, marks, [label if counts[label] >= _FEWEST else "" for label in labels])


def _glued_closed(lines: list[ListLine]) -> list[ListLine]:
    """The lines, 整改时限年底前 as 整改时限:年底前 where one stands beside the labels of nearly every record."""
    seen = _seen(lines)
    counts = Counter(filter(None, seen.labels))
    if not counts:
        return lines
    heads: dict[str, list[int]] = {}
    for rank, text in enumerate(seen.texts):
        if not seen.marks[rank] and not seen.labels[rank] and (found := _GLUED.match(text)):
            heads.setdefault(found[1], []).append(rank)
    heads = {head: ranks for head, ranks in heads.items() if len(ranks) >= max(_FEWEST, max(counts.values()) - 1)}
    bare = {found[1] for text in seen.texts if (found := _BARE_LABEL.match(text))}
    known = {*counts, *bare, *heads}
    begins, ends = Counter(label[:_HALF] for label in known), Counter(label[-_HALF:] for label in known)
    glued = {
        head for head, ranks in heads.items() if _is_label(head, [seen.texts[rank] for rank in ranks], begins, ends)
    }
    ranks = {rank for head in glued for rank in heads[head]}
    beside = {rank for rank, label in enumerate(seen.labels) if label} | ranks
    glued = {head for head in glued if all({rank - 1, rank + 1} & beside for rank in heads[head])}
    closed = list(lines)
    for head in glued:
        for rank in heads[head]:
            text = f"{head}\uff1a{seen.texts[rank][len(head) :]}"
            closed[seen.places[rank]] = closed[seen.places[rank]]._replace(text=text)
    return closed


def _is_label(head: str, texts: list[str], begins: Counter[str], ends: Counter[str]) -> bool:
    """Whether four characters that lines begin with are a label: their end is another label's, or their beginning is
    and the words that follow differ. begins, ends: of all labels, this one among them.

    >>> halves = [Counter(["整改", "整改"]), Counter(["目标", "时限"])]
    >>> _is_label("整改目标", ["整改目标关停2处。", "整改目标建成1座。"], *halves)
    True
    >>> _is_label("整改目标", ["整改目标是关停。", "整改目标是达标。"], *halves)
    False
    >>> _is_label("牵头单位", ["牵头单位市教育局", "牵头单位市民政局"], Counter(), Counter(["单位", "单位"]))
    True
    """
    following = {text[len(head)] for text in texts}
    differ = len(following) > 1 or not any(map(_HAN.match, following))
    return ends[head[-_HALF:]] > 1 or (begins[head[:_HALF]] > 1 and differ)


def _steps_marked(lines: list[ListLine]) -> list[ListLine]:
    """The lines, those numbered from 1 below a word that stands alone in each record as steps of its value."""
    seen = _seen(lines)
    over: dict[str, list[int]] = {}
    for rank, text in enumerate(seen.texts[:-1]):
        following = seen.marks[rank + 1]
        if following and following.number == 1 and not seen.marks[rank] and (found := _BARE_LABEL.match(text)):
            over.setdefault(found[1], []).append(rank)
    marked = list(lines)
    for label, ranks in over.items():
        kinds = {mark.kind for rank in ranks if (mark := seen.marks[rank + 1])}
        steps = [_steps_below(seen, rank, set(over)) for rank in ranks]
        is_habit = len(ranks) >= _FEWEST and len(kinds) == 1 and all(steps)
        if not is_habit or not _are_in_records(seen, ranks) or _answer(seen, steps):
            continue
        for rank, below in zip(ranks, steps, strict=True):
            marked[seen.places[rank]] = marked[seen.places[rank]]._replace(text=f"{label}\uff1a")
            for step in below:
                marked[seen.places[step]] = marked[seen.places[step]]._replace(is_step=True)
    return marked


def _steps_below(seen: _Lines, rank: int, words: set[str]) -> list[int]:
    """The ranks of the steps below a label and of the paragraphs between them; none where a label stands between two
    steps, which then are items.
    """
    first = seen.marks[rank + 1]
    below, last, expected = rank + 1, rank, 1
    is_parted = False
    while first and below < len(seen.texts):
        mark = seen.marks[below]
        found = _BARE_LABEL.match(seen.texts[below])
        if mark is None:
            is_parted = is_parted or bool(seen.labels[below] or (found and found[1] in words))
        elif mark.level < first.level or (mark.kind == first.kind and mark.number != expected):
            break
        elif is_parted:
            return []
        else:
            last, expected = below, expected + (mark.kind == first.kind)
        below += 1
    following = seen.marks[below] if below < len(seen.texts) else None
    is_over = not is_parted and first is not None and following is not None and following.level < first.level
    return list(range(rank + 1, below if is_over else last + 1))


def _are_in_records(seen: _Lines, ranks: list[int]) -> bool:
    """Whether a number of a higher level stands over each of these labels alone, with a label that comes back."""
    starts: list[int] = []
    before = -1
    for rank in ranks:
        step = seen.marks[rank + 1]
        heads = [at for at in range(before + 1, rank) if (mark := seen.marks[at]) and step and mark.level < step.level]
        if not heads:
            return False
        starts.append(heads[-1])
        before = rank
    ends = [*starts[1:], len(seen.texts)]
    return all(any(seen.labels[start:end]) for start, end in zip(starts, ends, strict=True))


def _answer(seen: _Lines, steps: list[list[int]]) -> bool:
    """Whether most steps say themselves who does them: then they are the items."""
    texts = [seen.texts[rank] for below in steps for rank in below if seen.marks[rank]]
    answered = [text for text in texts if ends_in_names(text) or pairs_of(text).pairs]
    return len(answered) >= _ANSWERED_SHARE * len(texts)
