"""Labels brought to where a list looks for them: at the head of a line, a colon and their value behind them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from duban.landing.readers.lists.brackets import end_of_bracket
from duban.landing.readers.lists.list_line import CELL_SIGNS, ENDS, FEWEST_LABELS, FEWEST_NAMED, LONGEST_NAME, ListLine
from duban.landing.readers.lists.marks import LABEL, ONE_SOUND, Mark, mark_of, value_of, without_mark

_NUMBERED_LABEL = re.compile("^[一-龥]{2,8}$")
_KINDS_OF_LABELS = ("han bracket", "digit", "digit bracket")
_BRACKETED_LABEL = re.compile(rf"([【\[\uff3b〔])({LABEL})[】\]\uff3d〕]\s*(?=[^\s。;\uff1b,\uff0c、])")
_SOUND = re.compile(ONE_SOUND)
_OF_ITEMS_ABOVE = re.compile(  # 以上3项任务的责任单位均为市教育局。
    r"^(?:(?:以上|上述|前述|前)?(\d{1,2}|[一二两三四五六七八九十]{1,2})[项項件]|[该該本此这這](?:项目|項目|[项項])?)(?:(?:目标|目標|任务|任務|指标|指標|工作)){0,2}"
    r"的?((?:[一-龥]{2}){1,2}(?:单位|單位|部门|部門))(?:均|都|皆)?[为為是](?=[一-龥])"
)
_CLOSING = "。;\uff1b"
_IS = re.compile("[为為是]")
_LONGEST_OF_ITEMS = 200
_SPACED_LABEL = re.compile(r"^\s{0,9}([一-龥](?:\s{1,4}[一-龥]){1,5})(?=\s{0,3}[:\uff1a])")
_LABELS_WITHIN = re.compile(rf"(?:^|[。;\uff1b\s])({LABEL})\s{{0,3}}[:\uff1a]")
_LABELLED_HEAD = re.compile(rf"[(\uff08\[\uff3b〔【]\s{{0,9}}{LABEL}\s{{0,9}}[:\uff1a]")
_HEADING_OVER_FIRST = re.compile("^([一二三四五六七八九十]{1,3}、[一-龥]{2,20})([(\uff08]一[)\uff09].*)$", re.DOTALL)


def labels_in_order(lines: list[ListLine]) -> list[ListLine]:
    """The lines with each label at the head of its own line, its value behind it."""
    lines = _answers_handed_up(_spaced_labels_closed(lines))
    return _bare_labels_closed(_labels_in_front(_records_parted(_bracketed_labels_opened(_heads_parted(lines)))))


def _spaced_labels_closed(lines: list[ListLine]) -> list[ListLine]:
    """The lines, a label that is spaced out to the width of others without its blanks: 责 任 人:李明."""

    def closed(found: re.Match[str]) -> str:
        return "".join(found[1].split())

    return [line._replace(text=_SPACED_LABEL.sub(closed, line.text)) for line in lines]


def _answers_handed_up(lines: list[ListLine]) -> list[ListLine]:
    """The lines, below each item the label and the names that a sentence below the last of them says of all:

    1.修路3公里;2.植树9万株;2项任务的责任单位均为市林业局。 The sentence stays behind them, apart.
    """
    handed = list(lines)
    inserted: dict[int, ListLine] = {}  # below which line
    items: list[tuple[int, Mark]] = []  # those right above, counting on: (index, mark)
    for at, line in enumerate(lines):
        text = line.text.strip(CELL_SIGNS)
        if not text:
            continue
        mark = mark_of(text)
        if mark is None:
            found = _OF_ITEMS_ABOVE.match(_SOUND.sub("", text)) if len(text) <= _LONGEST_OF_ITEMS else None
            count = 0 if found is None else value_of((found[1] or "一").replace("两", "二"))
            if found and 0 < count <= len(items):
                named = text[is_.end() :] if (is_ := _IS.search(text)) else ""
                names = named.rstrip(_CLOSING)
                below = line._replace(text=f"{found[2]}\uff1a{names}")
                inserted.update((item, below) for item, _ in items[-count:])
                handed[at] = line._replace(text=f"\n{text}")
            items = []
            continue
        if not (items and items[-1][1].kind == mark.kind and items[-1][1].number + 1 == mark.number):
            items = []
        items.append((at, mark))
    if len(inserted) < FEWEST_LABELS:
        return lines
    parted: list[ListLine] = []
    for at, line in enumerate(handed):
        if line.text.startswith("\n"):
            parted += [line._replace(text=""), line._replace(text=line.text[1:])]
        else:
            parted += [line, inserted[at]] if at in inserted else [line]
    return parted


def _labels_in_front(lines: list[ListLine]) -> list[ListLine]:
    """The lines with numbered words that come back under one item after the other, (一)责任单位 over its names, as what
    they are: labels, 责任单位:市教育局.

    Only where every line numbered so is such a word.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    marks = {at: mark_of(lines[at].text.strip(CELL_SIGNS)) for at in filled}
    words: dict[str, dict[int, str]] = {}  # by kind of number: what each line so numbered says
    for at in filled:
        if (mark := marks[at]) and mark.kind in _KINDS_OF_LABELS:
            words.setdefault(mark.kind, {})[at] = without_mark(lines[at].text.strip(CELL_SIGNS), mark)
    for numbered in words.values():
        counts = Counter(numbered.values())
        is_label = all(_NUMBERED_LABEL.match(word) and count > 1 for word, count in counts.items())
        if not is_label or len(counts) < FEWEST_LABELS:
            continue
        ordered = list(lines)
        following = dict(pairwise(filled))
        for at, word in numbered.items():
            below = following.get(at)
            value = "" if below is None or marks[below] else lines[below].text.strip()
            ordered[at] = lines[at]._replace(text=f"{word}\uff1a{value}")
            if value and below is not None:
                ordered[below] = lines[below]._replace(text="")
        return [line for at, line in enumerate(ordered) if line.text.strip() or not lines[at].text.strip()]
    return lines


def _bracketed_labels_opened(lines: list[ListLine]) -> list[ListLine]:
    """The lines with labels in brackets that come back, 【责任单位】市教育局, as labels: 责任单位:市教育局."""
    counts = Counter(label for line in lines for _, label in _BRACKETED_LABEL.findall(line.text))
    common = {label for label, count in counts.items() if count >= FEWEST_LABELS}
    if not common:
        return lines

    def opened(found: re.Match[str]) -> str:
        before = "\uff1b" if found.start() and found.string[found.start() - 1] not in ENDS else ""
        return f"{before}{found[2]}\uff1a" if found[2] in common else found.group()

    return [line._replace(text=_BRACKETED_LABEL.sub(opened, line.text)) for line in lines]


def _bare_labels_closed(lines: list[ListLine]) -> list[ListLine]:
    """The lines, a word that stands alone over a value under one item after the other with its value behind it:
    责任单位 over 市教育局.

    Each time the same word, a value below it and an item or another such word below that.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = [lines[at].text.strip(CELL_SIGNS) for at in filled]
    numbers = [mark_of(text) for text in texts]
    ranks: dict[str, list[int]] = {}
    for rank, text in enumerate(texts):
        if _NUMBERED_LABEL.match(text):
            ranks.setdefault(text, []).append(rank)
    items = sum(1 for number in numbers if number)
    fewest = items - (items >= FEWEST_NAMED)  # the last may be cut
    words = {word for word, at in ranks.items() if len(at) >= max(fewest, FEWEST_LABELS)}
    labels = {
        word
        for word in words
        if all(0 < rank < len(texts) - 1 and not numbers[rank + 1] for rank in ranks[word])
        and all(rank + 2 == len(texts) or numbers[rank + 2] or texts[rank + 2] in words for rank in ranks[word])
        and any(numbers[rank - 1] for rank in ranks[word])
    }
    closed = list(lines)
    for word in labels:
        for rank in ranks[word]:
            closed[filled[rank]] = lines[filled[rank]]._replace(text=f"{word}\uff1a{texts[rank + 1]}")
            closed[filled[rank + 1]] = lines[filled[rank + 1]]._replace(text="")
    return closed


def _heads_parted(lines: list[ListLine]) -> list[ListLine]:
    """The lines, parted where a copy lost a line end: behind a bracket with a label that a number follows, and before
    (一) behind a heading: (责任单位:市教育局)2.修路; 二、任务(一)办学.
    """
    parted: list[ListLine] = []
    for line in lines:
        text = line.text.strip(CELL_SIGNS)
        end = end_of_bracket(text, 0) if _LABELLED_HEAD.match(text) else 0
        if end and mark_of(text[end:]):
            parted += [line._replace(text=text[:end]), line._replace(text=text[end:].strip())]
        elif (inner := _HEADING_OVER_FIRST.match(text)) and (mark := mark_of(text)) and mark.kind == "han":
            parted += [line._replace(text=inner[1]), line._replace(text=inner[2])]
        else:
            parted.append(line)
    return parted


def _records_parted(lines: list[ListLine]) -> list[ListLine]:
    """The lines, one that holds several records parted before each: 目标:…。 进展:…。 目标:…。 进展:…。"""
    parted: list[ListLine] = []
    for line in lines:
        text = line.text.strip(CELL_SIGNS)
        found = (
            [(label.start(1), label[1]) for label in _LABELS_WITHIN.finditer(text)] if len(text) > LONGEST_NAME else []
        )
        counts = Counter(label for _, label in found)
        starts = [at for at, label in found if label == found[0][1]]
        fewest = max(FEWEST_LABELS, len(starts) - 1)  # the last record may be cut
        is_record = bool(starts) and starts[0] == 0 and sum(1 for count in counts.values() if count >= fewest) > 1
        if is_record:
            borders = [*starts, len(text)]
            parted.extend(line._replace(text=text[start:end].strip()) for start, end in pairwise(borders))
        else:
            parted.append(line)
    return parted
