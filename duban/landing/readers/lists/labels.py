"""Labels and their values within a paragraph: in a bracket at its end, on lines of their own, or inside a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from duban.landing.readers.lists.brackets import end_of_bracket, inside, trailing_brackets
from duban.landing.readers.lists.list_line import BLANKS
from duban.landing.readers.lists.marks import LABEL, LABELLED_LINE, SENTENCE_ENDS, Mark, mark_of

_OPENING = re.compile(rf"[(\uff08【\[〔\uff3b]\s{{0,9}}(?={LABEL}\s{{0,9}}[:\uff1a])")
# 【责任单位:市教育局】【完成时限:年底】 reads like one bracket
_BETWEEN_BRACKETS = re.compile(
    rf"[)\uff09】\]〕\uff3d][\s,\uff0c;\uff1b。]{{0,3}}[(\uff08【\[〔\uff3b](?=\s{{0,9}}{LABEL}\s{{0,9}}[:\uff1a])"
)
_CLOSING = (")\uff09】]〕\uff3d", " \t\u3000。;\uff1b.\uff0e")  # what closes the bracket, and what may stand after it
_BULLETS = " \t\u3000●•·★△◆■-"  # before a label; LABELLED_LINE passes over them too
_GOING_ON = ",\uff0c、"  # behind a bracket: the sentence that it stands in is not over
_HAN = re.compile("[一-龥]")
_BETWEEN_LABELS = re.compile(rf"([;\uff1b,\uff0c。、\s\u3000]{{1,9}})(?={LABEL}\s{{0,9}}[:\uff1a])")
_COLON = re.compile("[:\uff1a]")
_WITHIN_A_VALUE = ",\uff0c。、"  # after these a word with a colon may as well be the value's own text
_VALUE_ENDS = " \t\u3000;\uff1b"  # the blanks and the semicolon that part a value from the next label
_FEWEST = 2
FEWEST_UNLABELLED = 3  # items without a label: the one label below them is none of theirs
_FEWEST_INNER = 3  # items with a label inside the sentence, of more than two; fewer prove no habit
_INNER_SHARE = 0.6  # of the items: of the label that most have
_FEWEST_SHARE = 0.3  # of the items: of another label beside it
_LONGEST_LABEL = 6  # characters of one that follows another in its sentence
_LONGEST_LABELLED = 4_000  # characters; a longer paragraph is no item of a list


class Pairs(NamedTuple):
    """A line taken apart. own: what stands before its labels; rest: the sentence behind a value or its bracket."""

    own: str
    pairs: list[tuple[str, str]]
    is_bracket: bool = False
    rest: str = ""


def common_labels(lines: Iterable[str]) -> set[str]:
    """The labels that come back: those of more than one paragraph, and what one of them ends with (责任单位 beside
    牵头责任单位). A single `注:` or `电话:` is no column.
    """
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update({label for label, _ in pairs_of(line).pairs})
    common = {label for label, count in counts.items() if count >= _FEWEST}
    return common | {label for label in counts if any(longer.endswith(label) for longer in common)}


def last_label(lines: list[str]) -> set[str]:
    """The label of the one line that ends a text below its last numbered paragraph: an excerpt cut behind one item.

    Below a whole list of items that print none it says who edited the page.
    """
    filled = [line for line in lines if line.strip()]
    if len(filled) < _FEWEST or mark_of(filled[-1].strip()) or not (last := mark_of(filled[-2].strip())):
        return set()
    alike = sum(1 for line in filled if (mark := mark_of(line.strip())) and mark.kind == last.kind)
    if alike >= FEWEST_UNLABELLED:
        return set()
    found = pairs_of(filled[-1])
    is_names = all(not any(character.isdigit() for character in value) for _, value in found.pairs)
    return {label for label, _ in found.pairs} if is_names and not found.own else set()


def label_below_steps(lines: list[str]) -> set[str]:
    """The label of the one bracket that stands on a line of its own between steps, (1) and (2), and the number of the
    next item, 2.: an excerpt cut behind the first. A page says who wrote it at its end.
    """
    filled = [text for line in lines if (text := line.strip())]
    marks = [mark_of(text) for text in filled]
    last: dict[str, Mark] = {}  # of each kind
    for at in range(len(filled) - 1):
        if mark := marks[at]:
            last[mark.kind] = mark
        step, elder, following = marks[at - 1], marks[at - 2], marks[at + 1]
        if at < _FEWEST or mark or not step or not elder or not following or step.kind != elder.kind:
            continue
        above = last.get(following.kind)
        counts_on = above is not None and above.number + 1 == following.number and following.level < step.level
        found = pairs_of(filled[at])
        if counts_on and step.number == elder.number + 1 and found.is_bracket and not found.own and not found.rest:
            return {label for label, _ in found.pairs}
    return set()


def labels_above_next(lines: list[str]) -> set[str]:
    """The labels of lines that stand below one numbered item, each with its names, right above the number of the next,
    in which the text is cut: an excerpt of two items.

    >>> lines = ["1.建校2所。", "牵头单位:市教育局", "协办单位:市财政局、各县区", "人民政府", "2.修路,"]
    >>> sorted(labels_above_next(lines)), labels_above_next(["1.建校2所。", "联系人:张三。", "2.修路5公里。"])
    (['协办单位', '牵头单位'], set())
    """
    filled = [text for line in lines if (text := line.strip())]
    marks = [mark_of(text) for text in filled]
    at = next((at for at in range(len(filled) - 1, 0, -1) if marks[at]), 0)
    last = marks[at] if filled else None
    if last is None or filled[-1].endswith(tuple(SENTENCE_ENDS)):
        return set()
    alike = [no for no, mark in enumerate(marks) if mark and mark.kind == last.kind]
    first = alike[-2] if len(alike) > 1 else at
    if len(alike) >= FEWEST_UNLABELLED or at - first < _FEWEST or (marks[first] or last).number + 1 != last.number:
        return set()
    below = [inside(text) for text in filled[first + 1 : at]]  # (责任单位:市教育局) on a line of its own, too
    start = next((no for no, text in enumerate(below) if LABELLED_LINE.match(text)), at)
    found: list[tuple[str, str]] = []
    for text in below[start:]:
        labelled = LABELLED_LINE.match(text)
        if labelled:
            found.append((labelled[1], labelled[2]))
        elif mark_of(text) or text.endswith(tuple(SENTENCE_ENDS)):
            return set()
    is_names = all(value and not any(map(str.isdigit, value)) for _, value in found)
    return {label for label, _ in found} if is_names else set()


def label_of_account(lines: list[str]) -> set[str]:
    """The label right below the only numbered item of a text, of whole sentences that go on to its end: an excerpt cut
    in what came of the first item. 1.建校2所。 over 进展情况:已选址。 and 一是….
    """
    filled = [text for line in lines if (text := line.strip())]
    marks = [mark_of(text) for text in filled]
    items = [at for at, mark in enumerate(marks) if mark and mark.kind == "digit"]
    if len(items) != 1 or items[0] + 1 >= len(filled) or not filled[items[0]].endswith(tuple(SENTENCE_ENDS)):
        return set()
    at = items[0] + 1
    labelled, item = LABELLED_LINE.match(filled[at]), marks[items[0]]
    is_alone = not any(LABELLED_LINE.match(text) for text in filled[at + 1 :])
    is_below = all(mark is None or (item and mark.level > item.level) for mark in marks[at + 1 :])
    return {labelled[1]} if labelled and "。" in labelled[2] and is_alone and is_below else set()


def inner_labels(items: list[str]) -> set[str]:
    """Labels inside the sentences of numbered paragraphs, where most have them: 1、道路工程,牵头部门:市交通局。"""
    counts: Counter[str] = Counter()
    if len(items) > _FEWEST and not items[-1].endswith(tuple(SENTENCE_ENDS)) and not _BETWEEN_LABELS.search(items[-1]):
        items = items[:-1]  # the text is cut in it
    for item in items:
        if pairs_of(item).is_bracket:
            continue
        # (市教育局,完成时限:年底) is a bracket that begins without a label: none of its own is one of the sentence
        pieces = _BETWEEN_LABELS.split(trailing_brackets(item[:_LONGEST_LABELLED])[0])[2::2]
        matches = [found for piece in pieces if (found := LABELLED_LINE.match(piece))]
        counts.update({found.group(1) for found in matches if found.group(2).strip()})
    least = min(_FEWEST_INNER, len(items))  # of two items both
    if max(counts.values(), default=0) < max(least, _INNER_SHARE * len(items)):
        return set()
    return {label for label, count in counts.items() if count >= max(_FEWEST, _FEWEST_SHARE * len(items))}


def pairs_of(line: str, common: set[str] | None = None, inner: set[str] | None = None) -> Pairs:
    """The labels of a line and their values.

    common: the labels that come back, once they are known; a word with a colon that is none of them and follows a
    comma belongs to the value before it. inner: those that may stand inside a sentence.

    >>> pairs_of("1.新招聘教师3000名(责任领导:臧伟;牵头单位:市教育局)")
    Pairs(own='1.新招聘教师3000名', pairs=[('责任领导', '臧伟'), ('牵头单位', '市教育局')], is_bracket=True, rest='')
    >>> pairs_of("1.新招聘教师3000名(牵头单位:市教育局)。已招聘3100名。")
    Pairs(own='1.新招聘教师3000名', pairs=[('牵头单位', '市教育局')], is_bracket=True, rest='已招聘3100名。')
    >>> pairs_of("牵头单位:市教育局")
    Pairs(own='', pairs=[('牵头单位', '市教育局')], is_bracket=False, rest='')
    """
    text, rest = _behind_bracket(line.strip(" \t"))
    if len(text) > _LONGEST_LABELLED:
        return Pairs(text, [])
    closed = text.rstrip(_CLOSING[1])
    opening = _OPENING.search(closed) if closed[-1:] in tuple(_CLOSING[0]) else None
    mark = mark_of(text)
    if opening:
        own, inside = (
            closed[: opening.start()].rstrip(" \t"),
            _BETWEEN_BRACKETS.sub("\uff1b", closed[opening.end() : -1]),
        )
    else:
        end = text.index(mark.printed) + len(mark.printed) if mark else 0
        own, inside = text[:end].strip(" \t"), text[end:].lstrip(_BULLETS)
    pairs: list[tuple[str, str]] = []
    pieces = _BETWEEN_LABELS.split(inside.strip())
    betweens = ["", *pieces[1::2]]
    for between, piece in zip(betweens, pieces[::2], strict=True):
        match = LABELLED_LINE.match(piece)
        is_apart = common is None or match is None or match.group(1) in common or bool(between.strip(_WITHIN_A_VALUE))
        if inner and not opening and match and match.group(1) in inner:
            is_apart = True
        if pairs and not is_apart:
            label, value = pairs[-1]
            pairs[-1] = (label, (value + between + piece).strip(_VALUE_ENDS))
        elif match and (pairs or opening or not between or (inner and match.group(1) in inner)):
            if not pairs and between and not opening:
                own += between.rstrip(" \t\u3000,\uff0c;\uff1b")
            pairs.append((match.group(1), match.group(2).strip(_VALUE_ENDS)))
        elif opening:
            continue
        elif inner and not pairs:
            own = f"{own}{between}{piece}"
        else:
            return Pairs(text, [])
    if not pairs:
        return Pairs(text, [])
    if common and any(_COLON.search(value) for _, value in pairs):
        pairs = _glued_parted(pairs, common)
    return _sentence_parted(own, pairs) if inner and not opening and own else Pairs(own, pairs, bool(opening), rest)


def _behind_bracket(text: str) -> tuple[str, str]:
    """(a line up to its one bracket with a label, the sentence behind it).

    '' where there is none: the text goes on behind the bracket, or labels stand before or behind it.

    >>> _behind_bracket("1.建校(牵头单位:市教育局)。已建2所。"), _behind_bracket("1.建校(牵头单位:市教育局)二期。")
    (('1.建校(牵头单位:市教育局)。', '已建2所。'), ('1.建校(牵头单位:市教育局)二期。', ''))
    >>> _behind_bracket("牵头单位:市教育局(联系人:张三)。完成时限:12月底")[1]
    ''
    """
    opening = _OPENING.search(text[:_LONGEST_LABELLED])
    start = opening.start() if opening else 0
    end = end_of_bracket(text, start) if start else 0
    behind = text[end:]
    rest = behind.lstrip(_CLOSING[1])
    if not end or not rest or behind[0] in _GOING_ON or _OPENING.search(rest) or not _HAN.search(rest):
        return text, ""
    own = text[:start].rstrip(BLANKS)
    is_parted = text[end - 1] in SENTENCE_ENDS or behind[0] in BLANKS or own[-1:] in tuple(SENTENCE_ENDS)
    if not is_parted or LABELLED_LINE.match(rest) or LABELLED_LINE.match(own):
        return text, ""
    return text[:end], rest


def _glued_parted(pairs: list[tuple[str, str]], common: set[str]) -> list[tuple[str, str]]:
    """Pairs parted once more where a label that comes back stands right behind a value: 责任单位:东镇任务目标:建成。"""
    labels = "|".join(sorted(map(re.escape, common), key=len, reverse=True))
    parted: list[tuple[str, str]] = []
    for label, value in pairs:
        pieces = re.split(rf"(?<=[一-龥\d%)\uff09\]】〕”》])({labels})\s*[:\uff1a]", value)
        parted.append((label, pieces[0].strip(_VALUE_ENDS)))
        parted.extend((behind, own.strip(_VALUE_ENDS)) for behind, own in zip(pieces[1::2], pieces[2::2], strict=True))
    return parted


def _sentence_parted(own: str, pairs: list[tuple[str, str]]) -> Pairs:
    """A value inside a sentence ends where the sentence does; what follows the last one is the rest, unless it is
    labels with values and nothing else.
    """
    label, value = pairs[-1]
    head, stop, rest = value.partition("。")
    further = [LABELLED_LINE.match(piece.strip(BLANKS)) for piece in rest.split("。") if piece.strip(BLANKS)]
    if further and all(found and len(found[1]) <= _LONGEST_LABEL and found[2] for found in further):
        more = [(found[1], found[2].strip(_VALUE_ENDS)) for found in further if found]
        return Pairs(own, [*pairs[:-1], (label, head), *more])
    return Pairs(own, [*pairs[:-1], (label, head + stop)], rest=rest.strip(" \t\u3000"))
