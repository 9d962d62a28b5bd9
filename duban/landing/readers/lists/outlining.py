"""From lines to the entries of a list: items with what is printed of them, headings, and what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from duban.landing.readers.lists.around_list import foot_of_page, signature_lines
from duban.landing.readers.lists.brackets import open_brackets, trailing_brackets
from duban.landing.readers.lists.entry import (
    JOINERS,
    LONGEST_HEADING,
    LONGEST_SIGNATURE,
    NARROWEST,
    NEARLY,
    RAGGED,
    WIDEST,
    Entry,
    Outline,
)
from duban.landing.readers.lists.items_over_labels import items_over_labels
from duban.landing.readers.lists.labels import (
    Pairs,
    common_labels,
    inner_labels,
    label_below_steps,
    label_of_account,
    labels_above_next,
    last_label,
    pairs_of,
)
from duban.landing.readers.lists.list_line import INDENT, ListLine
from duban.landing.readers.lists.marks import LABELLED_LINE, SENTENCE_ENDS, Mark, mark_of

_OPENING = ("(", "\uff08", "[", "【", "〔")
_DASH = "——"
_LONGEST_END = 1_000  # of a paragraph, in which the brackets at its end are looked for
_FEWEST_BROKEN = 8
_FULL_LINES = 4  # a quarter of the lines at least is as long as the longest where lines are broken
_STEP_KINDS = ("circled", "spoken")
_FEWEST_IN_RUN = 3  # items with a label in the sentence, where others of the text have none


def outline(lines: list[ListLine]) -> Outline:
    """Put lines together into entries.

    A label that comes only once is one of an entry's when it stands with labels that come back, in their bracket,
    between the item and them or right under them; after an empty line below them it is not (a page's 联系电话:…).
    """
    inner = _inner_labels([line.text.strip(INDENT) for line in lines])
    common = common_labels(line.text for line in lines)
    first_alone: set[str] = set()  # labels of the one item before that in which the text is cut
    if not (common or inner):
        texts = [line.text for line in lines]
        common = last_label(texts) or (
            first_alone := label_below_steps(texts) or labels_above_next(texts) or label_of_account(texts)
        )
    found = Outline(labels=common | inner, is_cut_behind_one=bool(first_alone))
    lines = items_over_labels(lines, common)
    endings = _value_endings(lines, common)
    expected, is_apart = 1, True
    has_second = any(mark_of(line.text, 2) for line in lines)
    unsigned = _unsigned_numbers(lines)
    signature = signature_lines(lines) | foot_of_page(lines, found.labels, inner)
    width = _wrapped_width(lines)
    cut = _cut_label(lines)
    for at, line in enumerate(lines):
        text = line.text.strip(INDENT)
        if not text:
            is_apart = True
            continue
        if line.is_step and found.entries and (label := found.entries[-1].last_label) is not None:
            values = found.entries[-1].values
            values[label] = f"{values[label]}\n{text}".strip("\n")
            is_apart = False
            continue
        mark = mark_of(text, expected if expected > 1 or has_second else 0) or unsigned.get(at)
        if mark and mark.kind == "digit":
            expected = mark.number + 1
        taken = pairs_of(text, common, inner if mark else None)
        if mark is None and not taken.own and _leads_to_items(taken, lines, at):
            taken = Pairs(text, [])
        current = found.entries[-1] if found.entries and not found.entries[-1].is_heading else None
        if line.part_no > 1 and current is not None:
            mark = current.mark
        if at in signature:
            found.entries.append(
                Entry(line.source_place, text, is_apart=True)
            ) if found.entries else found.before.append(line)
        elif taken.pairs and (
            _are_labels(taken, current, found.labels, is_apart or mark is not None)
            or _stands_over_labels(taken, current, lines, at, common)
        ):
            _take_pairs(found, None if line.is_item else current, line.source_place, taken, mark, is_apart)
            found.entries[-1].bracket = text[len(taken.own) :].strip(INDENT) if taken.is_bracket else ""
            found.entries[-1].part_no = line.part_no or found.entries[-1].part_no
            found.entries[-1].is_item = line.is_item or found.entries[-1].is_item
        elif current is not None and current.last_label is not None and _is_step_of_value(current, mark):
            current.values[current.last_label] += f"\n{text}"
        elif mark or line.is_item or (line.is_heading and found.entries):
            found.entries.append(
                Entry(
                    line.source_place,
                    text,
                    mark,
                    is_heading=line.is_heading,
                    is_apart=is_apart,
                    part_no=line.part_no,
                    is_item=line.is_item,
                )
            )
        elif current is None and not found.entries:
            found.before.append(line)
        elif current is None:
            found.entries.append(Entry(line.source_place, text, is_apart=is_apart))
        elif current.last_label is not None:
            value = current.values[current.last_label]
            head, _, last = value.rpartition("\n")
            is_full = width > 0 and len(last) + (0 if head else len(current.last_label) + 1) >= width - NEARLY
            if not is_apart and (is_full or _goes_on(value, text, endings, _next_text(lines, at))):
                current.values[current.last_label] = f"{value}\n{text}".strip("\n")
            else:
                found.entries.append(Entry(line.source_place, text, is_apart=is_apart))
        elif current.has_own or current.mark is None or at == cut or _is_over(current.text, text, is_apart, width):
            found.entries.append(Entry(line.source_place, text, is_apart=is_apart))
        else:
            current.text = f"{current.text}\n{text}"
        is_apart = False
    return found


def _is_step_of_value(current: Entry, mark: Mark | None) -> bool:
    """Whether 一是 or ① below 进展情况:… goes on with that: with whole sentences, of an item with another number."""
    is_step = mark is not None and mark.kind in _STEP_KINDS
    is_below = current.mark is not None and mark is not None and mark.level > current.mark.level
    return is_step and is_below and "。" in current.values.get(current.last_label or "", "")


def _cut_label(lines: list[ListLine]) -> int:
    """The index of the last line, where it is a bracket with a label that the text is cut in; else -1."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].text.strip()), -1)
    text = lines[last].text.strip(INDENT) if last >= 0 else ""
    return last if text.startswith(_OPENING) and open_brackets(text) and LABELLED_LINE.match(text[1:]) else -1


def _unsigned_numbers(lines: list[ListLine]) -> dict[int, Mark]:
    """The lines whose number lost its sign, by their index: 11组织接种 between 10、 and 12、, the one line that has the
    number that is missing there.
    """
    texts = [line.text.strip(INDENT) for line in lines]
    marked = [(at, mark) for at, text in enumerate(texts) if (mark := mark_of(text)) and mark.kind == "digit"]
    found: dict[int, Mark] = {}
    for (at, before), (end, after) in pairwise([(-1, Mark("digit", "", 0)), *marked]):
        if after.number != before.number + 2:
            continue
        unsigned = re.compile(rf"{before.number + 1}(?=[一-龥])(?![年月日])")
        without = [one for one in range(at + 1, end) if unsigned.match(texts[one])]
        if len(without) == 1:
            found[without[0]] = Mark("digit", str(before.number + 1), before.number + 1)
    return found


def _inner_labels(texts: list[str]) -> set[str]:
    """The labels inside the sentences of all numbered paragraphs, else of those numbered as most are, else of one run
    of those: below a ranking that counts from 1 too, 1、甲县;2、乙县。, most paragraphs may have none.
    """
    marked = [(text, mark) for text in texts if (mark := mark_of(text))]
    if not marked:
        return set()
    kinds = Counter(mark.kind for _, mark in marked).most_common()
    wholes = [[text for text, _ in marked], [text for text, mark in marked if mark.kind == kinds[0][0]]]
    runs = [run for kind, _ in kinds for run in _runs_of(marked, kind) if len(run) >= _FEWEST_IN_RUN]
    return next((found for items in [*wholes, *runs] if (found := inner_labels(items))), set())


def _runs_of(marked: list[tuple[str, Mark]], kind: str) -> list[list[str]]:
    """The paragraphs numbered in one way, a run for each time that they begin anew at 1."""
    runs: list[list[str]] = []
    for text, mark in marked:
        if mark.kind == kind and (mark.number == 1 or not runs):
            runs.append([text])
        elif mark.kind == kind:
            runs[-1].append(text)
    return runs


def _are_labels(taken: Pairs, current: Entry | None, labels: set[str], is_apart: bool) -> bool:
    is_under = current is not None and bool(current.values) and not is_apart and not taken.is_bracket
    return is_under or any(label in labels for label, _ in taken.pairs)


def _stands_over_labels(taken: Pairs, current: Entry | None, lines: list[ListLine], at: int, common: set[str]) -> bool:
    """Whether a line of a label and its value alone stands between a numbered item and a label that comes back."""
    if current is None or current.mark is None or current.has_own or taken.own or taken.is_bracket:
        return False
    following = pairs_of(_next_text(lines, at), common)
    return not following.own and any(label in common for label, _ in following.pairs)


def _leads_to_items(taken: Pairs, lines: list[ListLine], at: int) -> bool:
    """Whether a word with a colon and nothing behind it stands over a number: 具体措施: over 1., which is no label."""
    if any(value for _, value in taken.pairs):
        return False
    following = next((line for line in lines[at + 1 :] if line.text.strip()), None)
    return following is not None and not following.is_step and mark_of(following.text.strip(INDENT)) is not None


def _take_pairs(
    found: Outline, current: Entry | None, place: str, taken: Pairs, mark: Mark | None, is_apart: bool
) -> None:
    is_answered = current is None or any(label in current.values for label, _ in taken.pairs)
    if current is None or is_answered or mark or (taken.own and current.values):
        current = Entry(place, taken.own, mark, is_apart=is_apart)
        found.entries.append(current)
    elif taken.own:
        current.text = f"{current.text}\n{taken.own}"
    values: dict[str, str] = {}  # a label that comes twice has a line for each
    for label, value in taken.pairs:
        values[label] = f"{values[label]}\n{value}".strip("\n") if label in values else value
    current.values.update(values)
    current.rest = taken.rest
    current.last_label = None if taken.is_bracket or taken.rest else taken.pairs[-1][0]


def _value_endings(lines: list[ListLine], common: set[str]) -> set[str]:
    """The last characters of the pieces of all values: how names end in this document."""
    endings: set[str] = set()
    for line in lines:
        for _, value in pairs_of(line.text, common).pairs:
            for piece in value.replace("\uff0c", "、").replace(",", "、").split("、"):
                endings |= {piece.rstrip("。;\uff1b ")[-1:]}
    return endings - {""}


def _next_text(lines: list[ListLine], at: int) -> str:
    return next((line.text for line in lines[at + 1 :] if line.text.strip()), "")


def _goes_on(value: str, text: str, endings: set[str], following: str) -> bool:
    """Whether a value is not over at the end of its line. Before a label of the same entry it is not; before a number
    or at the end only where the line ends as the document's names do, or a sign says so.
    """
    if not value or value.endswith(JOINERS) or text.startswith(JOINERS):
        return True
    if pairs_of(following).pairs and mark_of(following) is None:
        return True
    if len(text) == 1 and text.isalnum() and len(value) >= NARROWEST:  # 各乡镇人民政 over 府
        return True
    return text.rstrip("。;\uff1b ")[-1:] in endings and len(text) <= 4 * LONGEST_SIGNATURE


def _wrapped_width(lines: list[ListLine]) -> int:
    """The length that lines are broken at, mid-sentence; 0 where a line is a paragraph.

    They are as long as the longest, or, where a copy lost and added characters, half of them at least end mid-sentence
    at about one length, of which the least is taken.
    """
    texts = [line.text.strip() for line in lines if line.text.strip()]
    widest = max(map(len, texts), default=0)
    ends = tuple(SENTENCE_ENDS)
    full = sum(1 for text in texts if len(text) >= widest - NEARLY and not text.endswith(ends))
    if full >= 3 and full * _FULL_LINES >= len(texts):
        return widest
    going_on = [
        len(one.text.strip())
        for one, below in pairwise(lines)
        if one.text.strip() and below.text.strip() and not one.text.rstrip().endswith(ends)
        and not mark_of(below.text.strip(INDENT)) and not pairs_of(below.text).pairs
    ]  # fmt: skip
    usual = int(median(going_on)) if going_on else 0
    long = sum(1 for text in texts if len(text) >= NARROWEST)
    for spread in (NEARLY, usual // RAGGED):
        alike = sum(1 for length in going_on if abs(length - usual) <= spread)
        if NARROWEST <= usual <= WIDEST and alike >= _FEWEST_BROKEN and 2 * alike >= long:
            return usual - spread + NEARLY
    return 0


def _is_over(text: str, following: str, is_apart: bool, width: int) -> bool:
    """Whether a paragraph is over: its sentence is, its last line could have held more, and no bracket follows it."""
    if trailing_brackets(text[-_LONGEST_END:])[1]:
        return True
    if following.startswith(_OPENING) or (following.startswith(_DASH) and trailing_brackets(f"。\n{following}")[1]):
        return False
    last = text.rsplit("\n", 1)[-1]
    if width and not is_apart and len(last) >= width - NEARLY:
        return False
    return text.endswith(tuple(SENTENCE_ENDS)) or _is_heading_like(text)


def _is_heading_like(text: str) -> bool:
    mark = mark_of(text)
    return mark is not None and mark.kind in ("chapter", "han") and len(text) <= LONGEST_HEADING
