"""Where a list begins and ends among its entries, and which accounts below its items go with them."""

from __future__ import annotations

from duban.landing.readers.lists.entry import Entry
from duban.landing.readers.lists.headings import item_kind
from duban.landing.readers.lists.marks import SENTENCE_ENDS

FEWEST_ITEMS = 2
FEWEST_PLAIN = 3  # items without labels and brackets, or paragraphs without numbers
ACCOUNTED_SHARE = 0.6  # of the items: those with a paragraph below them that says what came of them
BESIDE_TABLES_SHARE = 0.8  # of the items of a list that stands beside a table


def extent(entries: list[Entry]) -> tuple[int, int]:
    """(the first entry of the list, the one behind its last): from the first to the last that has something of its
    own, with the headings above it, a paragraph under the last of them and the items beside it that count on.
    """
    kind = item_kind(entries)
    owners = [at for at, entry in enumerate(entries) if entry.has_own and (kind is None or entry.is_numbered)]
    start, end = owners[0], owners[-1] + 1
    for _ in range(2):  # 一、 and what it is about, above the first item or above the headings over it
        if start > 1 and _is_lead_in(entries[start - 1]) and entries[start - 2].is_heading and entries[start - 2].mark:
            start -= 2
        while start > 0 and _belongs_to(entries[start - 1], entries[start], kind):
            start -= 1
    while end < len(entries) and counts_on(entries[end - 1], entries[end], kind):
        end += 1
    if end + 1 == len(entries) and entries[end - 1].has_own:  # cut before its bracket
        last, mark = entries[end], entries[end].mark
        is_cut = not mark and last.is_item and entries[end - 1].is_item and not last.text.endswith(tuple(SENTENCE_ENDS))
        end += is_cut or (mark is not None and counts_on(entries[end - 1], last, mark.kind))
    elif _is_cut_under_headings(entries, end, kind):
        end = len(entries)
    return start, end


def _is_cut_under_headings(entries: list[Entry], end: int, kind: str | None) -> bool:
    """Whether a list goes on in one more item, cut before its bracket, below headings that part it from the others."""
    last = entries[-1]
    are_headings = end + 1 < len(entries) and all(entry.is_heading for entry in entries[end:-1])
    return are_headings and not last.is_heading and counts_on(entries[end - 1], last, kind)


def _belongs_to(above: Entry, below: Entry, kind: str | None) -> bool:
    return above.is_heading or above.is_item or counts_on(above, below, kind)


def put_accounts_behind(entries: list[Entry], start: int, end: int, is_plain: bool = False) -> int:
    """The paragraphs below each item become its rest, where most items have some. Returns the end of the list.

    Below the last item only the first does: what follows is none of the list. is_plain: numbers alone make items.
    """
    items = [
        at
        for at in range(start, end)
        if (entries[at].has_own or (is_plain and entries[at].is_numbered and not entries[at].is_heading))
        and not _stands_over_items(entries, at)
    ]
    below = [at for at in items if at + 1 < len(entries) and _is_account(entries[at + 1])]
    if items and items[-1] not in below and _is_cut_account(entries, items[-1] + 1):
        below.append(items[-1])
    if len(below) < FEWEST_ITEMS or len(below) < ACCOUNTED_SHARE * len(items):
        return end
    for at in reversed(below):
        item, last = entries[at], at + 2
        while at != items[-1] and last < end and _is_account(entries[last]):
            last += 1
        item.rest = "\n".join(filter(None, [item.rest, *(entry.text for entry in entries[at + 1 : last])]))
        del entries[at + 1 : last]
        end -= max(0, min(last, end) - at - 1)
    return end


def _stands_over_items(entries: list[Entry], at: int) -> bool:
    mark, following = entries[at].mark, entries[at + 1].mark if at + 1 < len(entries) else None
    return mark is not None and following is not None and following.level > mark.level


def _is_account(entry: Entry) -> bool:
    """Whether a paragraph may say what became of the item above it: a sentence without number, label or bracket."""
    return _is_lead_in(entry) and entry.text.endswith(tuple(SENTENCE_ENDS)) and not entry.is_apart


def _is_cut_account(entries: list[Entry], at: int) -> bool:
    """Whether the last paragraph of a text may be such a one, of which the end was cut: one sentence of it is whole."""
    return at + 1 == len(entries) and _is_lead_in(entries[at]) and "。" in entries[at].text and not entries[at].is_apart


def _is_lead_in(entry: Entry) -> bool:
    return not (entry.mark or entry.has_own or entry.is_heading or entry.is_item)


def counts_on(one: Entry, following: Entry, kind: str | None) -> bool:
    """Whether an entry has the number behind that of another, of the kind that items have."""
    first, second = one.mark, following.mark
    if not (first and second and first.kind == second.kind == kind):
        return False
    return first.number + 1 == second.number or following.part_no > 1
