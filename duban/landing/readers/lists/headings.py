"""Which entries are headings, and what of an entry is one."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from duban.landing.readers.lists.entry import COLONS, FEWEST_GROUPS, FEWEST_UNNUMBERED, LONGEST_HEADING, Entry
from duban.landing.readers.lists.marks import HEADING_KINDS, SENTENCE_ENDS

_SAME_ENDING = 2  # characters


def mark_headings(entries: list[Entry]) -> None:
    """Separate headings from items: a numbered line that has nothing of its own and stands over entries that have.

    Steps within an item, (1) (2) under 1., of which only the last has the item's labels or brackets, are put together
    with it.
    """
    _put_steps_together(entries)
    _put_bodies_together(entries)
    _part_heads(entries)
    _part_headings_like_others(entries)
    _close_labelled_headings(entries)
    kind = item_kind(entries)
    level = 9
    owner_below = [False] * len(entries)
    lowest: dict[int, bool] = {}
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        level = entry.mark.level if entry.mark else 9
        owner_below[at] = any(has for below, has in lowest.items() if below > level)
        lowest = {below: has for below, has in lowest.items() if below < level}
        lowest[level] = lowest.get(level, False) or entry.has_own or owner_below[at]
    for at, entry in enumerate(entries):
        if entry.has_own or entry.mark is None:
            continue
        is_title_like = entry.mark.kind in HEADING_KINDS and len(entry.text) <= LONGEST_HEADING
        if owner_below[at] or (is_title_like and entry.mark.kind != kind):
            entry.is_heading = not _is_last_of_notice(entries, at, owner_below)
    _part_long_headings(entries)


def _part_long_headings(entries: list[Entry]) -> None:
    """Of a heading that goes on in its own line, 一、优化服务。围绕…, only the first sentence is one."""
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head, stop, rest = entry.text.partition("。")
        if entry.is_heading and entry.mark and rest.strip() and len(head) <= LONGEST_HEADING < len(entry.text):
            entry.text = head + stop
            entries.insert(at + 1, Entry(entry.source_place, rest.strip()))


def _is_last_of_notice(entries: list[Entry], at: int, owner_below: list[bool]) -> bool:
    """Whether a long numbered paragraph stands over items by chance: 三、 of a notice, whose 一、 and 二、 do not."""
    entry = entries[at]
    mark = entry.mark
    if mark is None or mark.number < FEWEST_GROUPS or len(entry.text) <= LONGEST_HEADING:
        return False
    elder = [
        one for one in range(at)
        if (other := entries[one].mark) and other.kind == mark.kind and other.number < mark.number
    ]  # fmt: skip
    return bool(elder) and not any(owner_below[one] or entries[one].has_own for one in elder)


def mark_plain_headings(entries: list[Entry]) -> None:
    """A short line without a number or a final mark between an item and the next numbered one is a heading."""
    for at, entry in enumerate(entries[:-1]):
        following = entries[at + 1]
        is_short = len(entry.text) <= LONGEST_HEADING // 2 and not entry.text.endswith((*SENTENCE_ENDS, *COLONS))
        is_over_one = bool(following.mark) or following.is_heading or (following.is_item and following.has_own)
        if entry.mark is None and not entry.has_own and not entry.is_item and is_short and is_over_one:
            entry.is_heading = True


def item_kind(entries: list[Entry]) -> str | None:
    """The kind of mark of most entries that have something of their own; None where those have no mark."""
    counts = Counter(entry.mark.kind if entry.mark else None for entry in entries if entry.has_own)
    return counts.most_common(1)[0][0] if counts else None


def _close_labelled_headings(entries: list[Entry]) -> None:
    """一、产业(牵头领导:张三) over items with other labels is a heading, its bracket a part of its text, and so is
    二、环保(以省下达数为准) over sentences with brackets.
    """
    for at, entry in enumerate(entries[:-1]):
        mark, below = entry.mark, entries[at + 1].mark
        is_over = mark is not None and below is not None and mark.kind in HEADING_KINDS and below.level > mark.level
        is_bare = not entry.text.endswith(tuple(SENTENCE_ENDS)) and len(entry.text) <= LONGEST_HEADING
        if is_over and is_bare and entry.bracket and entries[at + 1].has_own:
            entry.text, entry.values, entry.last_label = entry.text + entry.bracket, {}, None
        elif is_over and is_bare and entry.brackets and _are_answered_below(entries, at):
            entry.text, entry.brackets = entry.text + "".join(entry.brackets), []


def _are_answered_below(entries: list[Entry], at: int) -> bool:
    """Whether the first two items below a heading are sentences with brackets of their own, numbered 1 and 2."""
    below = entries[at + 1 : at + 3]
    return len(below) == FEWEST_GROUPS and all(
        entry.mark is not None
        and entry.mark.kind == (below[0].mark or entry.mark).kind
        and entry.mark.number == number
        and entry.brackets
        and entry.text.endswith(tuple(SENTENCE_ENDS))
        for number, entry in enumerate(below, start=1)
    )


def _part_heads(entries: list[Entry]) -> None:
    """A heading and the paragraph below it are two where items without numbers are how this list goes."""
    if sum(1 for entry in entries if entry.has_own and entry.mark is None) < FEWEST_UNNUMBERED:
        return
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head, _, body = entry.text.partition("\n")
        is_headed = entry.mark is not None and entry.mark.kind in HEADING_KINDS and entry.has_own
        if is_headed and body and len(head) <= LONGEST_HEADING and not head.endswith(tuple(SENTENCE_ENDS)):
            entries.insert(at, Entry(entry.source_place, head, entry.mark, is_apart=entry.is_apart))
            entry.text, entry.mark, entry.is_item, entry.is_apart = body, None, True, False


def _part_headings_like_others(entries: list[Entry]) -> None:
    """A heading and the sentence below it are two where others that end alike stand over numbered items.

    (一)市教育局牵头的工作 over one sentence, (二)市交通局牵头的工作 over 1. and 2.
    """
    over = Counter(
        (mark.kind, entry.text[-_SAME_ENDING:])
        for entry, below in pairwise(entries)
        if (mark := entry.mark) and mark.kind in HEADING_KINDS and not entry.has_own
        and below.mark and below.mark.level > mark.level
    )  # fmt: skip
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head, _, body = entry.text.partition("\n")
        is_headed = entry.mark is not None and body.endswith(tuple(SENTENCE_ENDS)) and len(head) <= LONGEST_HEADING
        if is_headed and entry.mark and over[entry.mark.kind, head[-_SAME_ENDING:]] >= FEWEST_GROUPS:
            entries.insert(at, Entry(entry.source_place, head, entry.mark, is_apart=entry.is_apart))
            entry.text, entry.mark, entry.is_item, entry.is_apart = body, None, True, False


def _put_steps_together(entries: list[Entry]) -> None:
    at = 0
    while at < len(entries):
        parent = entries[at]
        end = at + 1
        if parent.mark and parent.mark.kind == "digit" and not parent.has_own:
            while end < len(entries) and (mark := entries[end].mark) and mark.level > parent.mark.level:
                end += 1
        steps = entries[at + 1 : end]
        if len(steps) >= 2 and steps[-1].has_own and not any(step.has_own for step in steps[:-1]):
            parent.text = "\n".join([parent.text, *(step.text for step in steps)])
            parent.values, parent.brackets, parent.rest = steps[-1].values, steps[-1].brackets, steps[-1].rest
            parent.last_label = steps[-1].last_label
            del entries[at + 1 : end]
        at += 1


def _put_bodies_together(entries: list[Entry]) -> None:
    """A numbered sentence and the one paragraph below it that goes on with it become one entry."""
    at = 0
    while at + 1 < len(entries):
        lead, body = entries[at], entries[at + 1]
        is_lead = lead.mark is not None and lead.mark.kind != "han" and not lead.has_own
        is_single = at + 2 == len(entries) or entries[at + 2].mark is not None
        if is_lead and lead.text.endswith(tuple(SENTENCE_ENDS)) and body.mark is None and body.has_own and is_single:
            lead.text = f"{lead.text}\n{body.text}"
            lead.values, lead.brackets, lead.rest, lead.last_label = (
                body.values,
                body.brackets,
                body.rest,
                body.last_label,
            )
            del entries[at + 1]
        at += 1
