"""Lists of which only the items are printed, without labels and brackets: what may be one, and how far it goes.

A run of items is believed where the text above counts as many (list_runs.counts_in), where enough of them hold figures,
or where the text is nothing else, be it in sections of one paragraph each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median

from duban.landing.readers.lists.entry import Entry, Outline
from duban.landing.readers.lists.marks import KINDS, SENTENCE_ENDS, count_with_figures, mark_of, without_mark
from duban.landing.readers.lists.runs import counts_in, last_sentence, most_counted
from duban.landing.readers.lists.unnumbered_items import titled_lines

_LONG_HEADING = 40
_LONGEST_HEADING_LINE = 40  # characters of a line between items that no number distinguishes from a sentence
_OPEN_ENDS = (",", "\uff0c", "、", ":", "\uff1a")
_FEWEST_ITEMS = 2
_LONGEST_PAGE_LINE = 60  # characters of a title or of what a page prints below it; more is a paragraph
_FEWEST_WHOLE = 5  # items of a text that is nothing else
_MOST_SIGNING = 3  # lines below them: who signs, on which day
_FEWEST_DECORATED = 5  # items that begin with a sign, under headings
_FEWEST_PLAIN = 3  # items without labels and brackets, or paragraphs without numbers
_LONGEST_PLAIN = 600  # characters of an item that only its number distinguishes from prose
_MEDIAN_PLAIN = 220
_FIGURES_SHARE = {"digit": 0.3, "digit bracket": 0.3, "han": 0.5, "han bracket": 0.5}  # of items that hold a figure
_HEADED_SHARE = 0.8  # of items that are headings over a paragraph
_NEVER = 2.0
_NEARLY = 4  # characters by which lines that are broken at one length differ
_LONGEST_HEAD = 80  # characters of a line that says what is to be done, over what came of it
_HEAD_KINDS = ("han", "han bracket", "digit")
_FIGURE = re.compile(r"\d(?![\d年]|\d*年)")  # but not that of a year
_BETWEEN_CLAUSES = re.compile("[,\uff0c。;\uff1b\\s]+")
_CLAUSE = re.compile("[一-龥、]{5,24}")
_WHO_ANSWERS = re.compile(
    r"(?:^|[,\uff0c。;\uff1b])\s{0,3}由[一-龥、]{2,160}?(?:会同|會同|牵头|牽頭|负责|負責)(?!人|制|机制)"
)
_FRAME_END = 2  # characters that such clauses end with: 由…负责
_ENDING_COUNT = re.compile(r"\d{1,3}[件项]?[)\uff09]?\s*$")


def plain_extent(found: Outline) -> tuple[int, int] | None:
    """The extent of a list of which only the items are printed, in the entries; None where it may be prose.

    Of several runs of numbers the first is taken whose items are as many as the text above counts, else the first of
    whose items enough hold a figure.
    """
    entries = found.entries
    title = [line.text for line in found.before]
    if mixed := _mixed_run(entries, title):
        return _mark_run(entries, mixed)
    if heads := _heads_over_accounts(entries):
        return _put_accounts_below_heads(entries, heads)
    fitting: list[tuple[bool, _Run]] = []
    runs = [*_numbered_runs(entries), *_unnumbered_runs(entries), *_decorated_runs(entries)]
    for run in runs or ([] if any(map(str.strip, title)) else _runs_cut_in_front(entries)):
        at = entries.index(run.items[0])
        above = [*title, *(entry.text for entry in entries[:at] if entry not in run.items)]
        is_counted = (
            any(len(run.items) in counts_in(text) for text in above)
            or _are_some_of(run, entries, above)
            or _count_on_under_headings(run, entries, above)
        )
        if is_counted or run.has_figures or _is_whole_text(found, run.items) or _is_whole_in_sections(found, run):
            fitting.append((is_counted, run))
    if not fitting:
        return None
    run = next((run for is_counted, run in fitting if is_counted), fitting[0][1])
    return _mark_run(entries, run)


def _are_some_of(run: _Run, entries: list[Entry], above: list[str]) -> bool:
    """Whether 一是, 二是 … may be some of those that the text above counts: half of them hold figures, and they stand
    right below a sentence that counts more, a heading that counts them or under one that does, (一)就业方面15件.
    """
    if run.kind != "spoken" or len(run.items) < _FEWEST_WHOLE or not _hold_figures(run.items, _FIGURES_SHARE["han"]):
        return False
    if entries[0] is run.items[0] and above and most_counted(last_sentence(above[-1])) > len(run.items):
        return True
    for item in run.items:
        if item.mark and item.mark.number == 1:
            at = entries.index(item)
            headings = list(takewhile(lambda entry: entry.mark and entry.mark.kind != "spoken", reversed(entries[:at])))
            if not headings or not any(_ENDING_COUNT.search(entry.text) or counts_in(entry.text) for entry in headings):
                return False
    return max(map(most_counted, above), default=0) > len(run.items)


def _count_on_under_headings(run: _Run, entries: list[Entry], above: list[str]) -> bool:
    """Whether 一是, 二是 … count on through the headings 一、 二、 of a text that is cut before it has as many as are
    announced right above the first heading: 十件实事分别是: over 一、 over 一是 and 二是, over 二、 over 三是.

    Nothing else stands among them.
    """
    if run.kind != "spoken" or len(run.items) < _FEWEST_WHOLE or not _are_in_turn(run.items, "spoken"):
        return False
    end = entries.index(run.items[-1]) + 1
    heads = [at for at, entry in enumerate(entries[:end]) if entry.mark and entry.mark.kind == "han"]
    if len(heads) < _FEWEST_ITEMS or heads[0] != 0 or len(heads) + len(run.items) != end:
        return False
    is_headed = _are_in_turn([entries[at] for at in heads], "han") and all(
        is_bare_heading(entries[at].text) and at + 1 < end and at + 1 not in heads for at in heads
    )
    lead = next((text for text in reversed(above) if text.strip() and mark_of(text.strip()) is None), "")
    return is_headed and lead.rstrip().endswith((":", "\uff1a")) and most_counted(lead) > len(run.items)


def _is_whole_text(found: Outline, items: list[Entry]) -> bool:
    """Whether a text is a title and its items: enough of them, each one line, no paragraph before or behind them.

    A sentence may lead to them, and below the last who signs.
    """
    if len(items) < _FEWEST_WHOLE or any("\n" in item.text for item in items):
        return False
    behind = found.entries[len(items) :]
    if found.entries[: len(items)] != items or len(behind) > _MOST_SIGNING:
        return False
    if any(entry.mark or not _is_short(entry.text) for entry in behind):
        return False
    return bool(found.before) and all(
        _is_short(line.text) or line.text.rstrip().endswith((":", "\uff1a")) for line in found.before
    )


def _is_whole_in_sections(found: Outline, run: _Run) -> bool:
    """Whether a text is a title and its sections, each a heading over one paragraph that holds its items and nothing
    else: 一、… over (一)…(二)…; 二、… over (一)…(二)….

    Whether they are tasks is for the SQL to say, by what the title speaks of.
    """
    entries = found.entries
    heads = [at for at, entry in enumerate(entries) if entry.mark and entry.mark.kind == "han"]
    if run.kind != "han bracket" or len(run.items) < _FEWEST_WHOLE or len(heads) < _FEWEST_ITEMS or heads[0] != 0:
        return False
    if not _are_in_turn([entries[at] for at in heads], "han") or not all(_is_short(one.text) for one in found.before):
        return False
    for start, end in pairwise([*heads, len(entries)]):
        items = entries[start + 1 : end]
        is_parted = len({item.source_place for item in items}) == 1 and _are_in_turn(items, "han bracket")
        if len(items) < _FEWEST_ITEMS or not is_parted or any("\n" in item.text for item in items):
            return False
        if not is_bare_heading(entries[start].text):
            return False
    return bool(found.before)


def _is_short(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_PAGE_LINE


@dataclass(slots=True)
class _Run:
    """Items of one kind, numbered from 1 without a gap, or without numbers. kind: None without.

    has_figures: enough of them do, or each of them holds a clause like the others' (由张三负责) or says who answers.
    is_under_headings: the entry above the first of them is a heading as those between them are.
    """

    kind: str | None
    items: list[Entry]
    has_figures: bool
    is_under_headings: bool = False


def _numbered_runs(entries: list[Entry]) -> Iterator[_Run]:
    for kind in ("digit", "digit bracket", "han bracket", "han", "circled", "spoken"):
        items = [entry for entry in entries if entry.mark and entry.mark.kind == kind]
        numbers = [entry.mark.number for entry in items if entry.mark]
        if len(items) < _FEWEST_ITEMS or numbers[0] != 1:
            continue
        if any(after not in (before + 1, 1) for before, after in pairwise(numbers)):
            continue
        bodies = [entry.body for entry in items]
        if max(map(len, bodies)) > _LONGEST_PLAIN or median(map(len, bodies)) > _MEDIAN_PLAIN:
            continue
        if len(items) < _FEWEST_PLAIN and not _is_pair(kind, bodies):
            continue
        headed = _bodies_of(entries, items)
        for at, body in enumerate(headed):
            bodies[at] += f"\n{body.text}"
        share = _HEADED_SHARE if headed else _FIGURES_SHARE.get(kind, _NEVER)
        has_figures = count_with_figures(bodies) >= share * len(items)
        yield _Run(kind, items, has_figures or _hold_clause_alike(bodies) or _say_who_answers(bodies))


def _runs_cut_in_front(entries: list[Entry]) -> Iterator[_Run]:
    """The items that a text begins with whose front was cut: (四), (五), (六) … up to where the number does not count
    on, half of which hold a figure.
    """
    first = entries[0].mark if entries else None
    if first is None or first.number <= 1 or first.kind not in _FIGURES_SHARE:
        return
    items: list[Entry] = []
    for entry in entries:
        if entry.mark and entry.mark.level < first.level:
            break
        if entry.mark and entry.mark.kind == first.kind:
            if entry.mark.number != first.number + len(items):
                break
            items.append(entry)
    bodies = [entry.body for entry in items]
    is_short = max(map(len, bodies)) <= _LONGEST_PLAIN and median(map(len, bodies)) <= _MEDIAN_PLAIN
    if len(items) >= _FEWEST_PLAIN and is_short and _hold_figures(items, _FIGURES_SHARE["han"]):
        yield _Run(first.kind, items, has_figures=True)


def _hold_clause_alike(texts: list[str]) -> bool:
    """Whether behind the name of nearly all stands a clause that begins and ends alike and is about somebody else.

    >>> _hold_clause_alike(["建校,由张三负责。", "修路,由李四同志负责,年底通车。", "植树。由王五负责。"])
    True
    >>> _hold_clause_alike(["建校,今年以来推进。", "修路,今年以来推进。", "植树,今年以来推进。"])
    False
    """
    parted = [_BETWEEN_CLAUSES.split(text, maxsplit=2) for text in texts]
    clauses = [clauses[1] for clauses in parted if len(clauses) > 1 and _CLAUSE.fullmatch(clauses[1])]
    frames = Counter((clause[0], clause[-_FRAME_END:]) for clause in clauses)
    alike = max(frames.values(), default=0)
    return alike >= max(_FEWEST_PLAIN, _HEADED_SHARE * len(texts)) and len(set(clauses)) > 1


def _say_who_answers(texts: list[str]) -> bool:
    """Whether most say in a clause of their own which of several is to do it; the last may be cut.

    >>> _say_who_answers(["修渠,由甲厅会同乙厅等部门提出意见。", "植树,由乙厅会同甲厅负责。", "由丙厅牵头。"])
    True
    >>> _say_who_answers(["建立机制,由甲厅组成。", "植树,由乙厅会同甲厅负责。", "由丙厅组成。"])
    False
    """
    answered = sum(1 for text in texts if _WHO_ANSWERS.search(text))
    return answered >= max(_FEWEST_PLAIN, _HEADED_SHARE * (len(texts) - 1))


def _unnumbered_runs(entries: list[Entry]) -> Iterator[_Run]:
    items = [entry for entry in entries if entry.is_item and entry.mark is None]
    if len(items) >= _FEWEST_PLAIN and max(len(entry.text) for entry in items) <= _LONGEST_PLAIN:
        texts = [entry.text for entry in items]
        is_named = all("\n" in text for text in texts) or len(titled_lines(texts)) == len(texts)
        yield _Run(None, items, is_named and _hold_figures(items, _FIGURES_SHARE["han"]))


def _decorated_runs(entries: list[Entry]) -> Iterator[_Run]:
    """Items that begin with one and the same sign and no number, under several headings: 01 交通 over ▶新增车位800个。

    Nothing else stands from the first heading to the last item.
    """
    items = [entry for entry in entries if entry.is_item and entry.mark is None]
    if len(items) < _FEWEST_DECORATED or max(len(entry.text) for entry in items) > _LONGEST_PLAIN:
        return
    signs = {entry.text[0] for entry in items}
    first, last = entries.index(items[0]), entries.index(items[-1])
    others = [
        (entry, below)
        for entry, below in pairwise(entries[max(first - 1, 0) : last + 1])
        if entry.mark or not entry.is_item
    ]
    is_headed = all(is_bare_heading(entry.text) and below.is_item for entry, below in others)
    numbers = [entry.mark.number if entry.mark else 0 for entry, _ in others]
    is_numbered = len(others) >= _FEWEST_ITEMS and numbers == list(range(1, len(others) + 1))
    is_plain = bool(others) and not any(numbers)  # the first of them stands before the entries
    if len(signs) > 1 or signs.pop().isalnum() or not is_headed or not (is_numbered or is_plain):
        return
    yield _Run(None, items, _hold_figures(items, _FIGURES_SHARE["han"]), is_under_headings=first > 0)


def _mixed_run(entries: list[Entry], above: list[str]) -> _Run | None:
    """Numbered sentences of which some are items and some stand over items of their own.

    一、搬迁农户2000户。 beside 二、整治食堂。 over (一) and (二): only where the text above counts as many of them, or
    more and the list is cut: in a sentence, or behind the first of the items that one stands over.
    """
    ends_open = not entries[-1].text.endswith(tuple(SENTENCE_ENDS)) if entries else False
    counts = {count for text in above for count in counts_in(text)}
    for kind, inner_kind in pairwise(KINDS[1:-1]):
        outer = [at for at, entry in enumerate(entries) if entry.mark and entry.mark.kind == kind]
        is_counted = max(counts, default=0) >= len(outer) >= _FEWEST_PLAIN
        if not is_counted or not _are_in_turn([entries[at] for at in outer], kind):
            continue
        below = [entries[start + 1 : end] for start, end in pairwise([*outer, len(entries)])]
        if len(outer) not in counts and not ends_open and len(below[-1]) != 1:
            continue
        single = [entries[at] for at, inner in zip(outer, below, strict=True) if not inner]
        if not 0 < len(single) < len(outer) or not all(_are_in_turn(inner, inner_kind) for inner in below):
            continue
        items = [entry for at, inner in zip(outer, below, strict=True) for entry in (inner or [entries[at]])]
        is_stated = all(entry.text.endswith(tuple(SENTENCE_ENDS)) for entry in single if entry is not entries[-1])
        if is_stated and _hold_figures(items, _FIGURES_SHARE["han"]):
            return _Run(None, items, has_figures=True, is_under_headings=bool(below[0]))
    return None


def _heads_over_accounts(entries: list[Entry]) -> list[Entry]:
    """Numbered lines that each say what is to be done, with a figure, over what came of it, which some of them number:
    一、建校2所 over a paragraph, 二、修路9公里 over a paragraph, (一)… and (二)….

    Headings of a higher level may part them. All lines of the kind, in turn; under one of them at least stands no
    number, else the numbers below are the items.
    """
    for kind in _HEAD_KINDS:
        level = KINDS.index(kind)
        heads = [at for at, entry in enumerate(entries) if entry.mark and entry.mark.kind == kind]
        lines = [entries[at].text.partition("\n")[0] for at in heads]
        if len(heads) < _FEWEST_PLAIN or not all(map(_is_head, lines)) or _are_wrapped([entries[at] for at in heads]):
            continue
        below: list[list[Entry]] = []
        expected = 1
        for start, end in pairwise([*heads, len(entries)]):
            mark = entries[start].mark
            are_above = [_is_above(entry, level) for entry in entries[start + 1 : end]]
            count = are_above.index(True) if True in are_above else len(are_above)
            under, outer = entries[start + 1 : start + 1 + count], are_above[count:]
            if mark is None or mark.number != expected or not all(outer) or any(entry.is_item for entry in under):
                break
            below.append(under)
            following = entries[end].mark if end < len(entries) else None
            begins_anew = bool(outer) and following is not None and following.number == 1
            expected = 1 if begins_anew else mark.number + 1
        with_figures = sum(1 for line in lines if _FIGURE.search(without_mark(line, mark_of(line))))
        is_over_all = all(under or "\n" in entries[at].text for at, under in zip(heads[:-1], below, strict=False))
        if len(below) < len(heads) or with_figures < _HEADED_SHARE * len(heads) or not is_over_all:
            continue
        numbered = [any(entry.mark for entry in under) for under in below]
        if not all(numbered[:-1]):
            return [entries[at] for at in heads]
    return []


def _are_wrapped(items: list[Entry]) -> bool:
    """Whether the first lines of items of several may be nothing but as long as all lines are."""
    lengths = [len(item.text.partition("\n")[0]) for item in items if "\n" in item.text]
    return bool(lengths) and max(lengths) - min(lengths) <= _NEARLY


def _is_above(entry: Entry, level: int) -> bool:
    """Whether an entry is a heading of a higher level than that."""
    return entry.mark is not None and entry.mark.level < level and _is_head(entry.text)


def _put_accounts_below_heads(entries: list[Entry], heads: list[Entry]) -> tuple[int, int]:
    """The extent of such a list, what stands below each line put into its rest: below the last the first paragraph and
    what is numbered right behind it.
    """
    of_list = set(map(id, heads))
    start, head, last = entries.index(heads[0]), heads[0], heads[-1]
    level = head.mark.level if head.mark else 0
    while start > 0 and _is_above(entries[start - 1], level):
        start -= 1
    kept: list[Entry] = []
    is_over = False
    for entry in entries[start:]:
        is_over = is_over or (head is last and bool(head.rest) and not entry.mark)
        if id(entry) in of_list:
            head = entry
            head.is_head = True
            head.text, _, head.rest = head.text.partition("\n")
            kept.append(entry)
        elif is_over or _is_above(entry, level):
            entry.is_heading = not is_over
            kept.append(entry)
        else:
            head.rest = f"{head.rest}\n{entry.text}".strip("\n")
    entries[start:] = kept
    return start, entries.index(last) + 1


def _is_head(text: str) -> bool:
    """Whether a line is one sentence at most, and no paragraph."""
    own = text.removesuffix("。")
    return (
        len(own) <= _LONGEST_HEAD and "\n" not in own and not any(end in own for end in (*SENTENCE_ENDS, ":", "\uff1a"))
    )


def _are_in_turn(entries: list[Entry], kind: str) -> bool:
    """Whether entries are numbered in one way, from 1 without a gap."""
    numbers = [entry.mark.number for entry in entries if entry.mark and entry.mark.kind == kind]
    return numbers == list(range(1, len(entries) + 1))


def _hold_figures(items: list[Entry], share: float) -> bool:
    return count_with_figures(item.body for item in items) >= share * len(items)


def _mark_run(entries: list[Entry], run: _Run) -> tuple[int, int]:
    """The extent of a run, what belongs to its items put into them and the headings among them marked."""
    items = run.items
    if run.kind is not None:
        _put_inner_entries_in(entries, run.kind)
        _put_bodies_in(entries, items)
        _cut_last(entries, items)
    start = entries.index(items[0]) - run.is_under_headings
    while (
        run.kind is not None and start > 0 and (mark := entries[start - 1].mark) and mark.level < KINDS.index(run.kind)
    ):
        start -= 1
    end = entries.index(items[-1]) + 1
    of_run = {id(item) for item in items}
    for at, entry in enumerate(entries[start:end], start):
        if id(entry) in of_run:
            continue
        if entry.mark:
            entry.is_heading = entry.mark.kind != run.kind
        elif _is_all_of_section(entries, at):
            entry.is_item = True
        else:
            entry.is_heading = is_bare_heading(entry.text) and entries[at + 1].is_numbered
    return start, end


def _is_all_of_section(entries: list[Entry], at: int) -> bool:
    """Whether a paragraph without a number is the one thing between a section's heading and the next section's: its
    only item, which needs no number. 二、旧城改造 over 改造120户。 over 三、交通
    """
    text, head, following = entries[at].text, entries[at - 1], entries[at + 1]
    if not (head.is_heading and head.mark and following.mark and (_is_head(text) or _FIGURE.search(text))):
        return False
    return head.mark.kind == following.mark.kind and head.mark.number + 1 == following.mark.number


def _put_bodies_in(entries: list[Entry], items: list[Entry]) -> None:
    for item, body in zip(items, _bodies_of(entries, items), strict=False):
        item.text = f"{item.text}\n{body.text}"
        entries.remove(body)


def _bodies_of(entries: list[Entry], items: list[Entry]) -> list[Entry]:
    """The paragraphs below the items of a run where those are headings, one below each; else none.

    A heading may end in a full stop: 一、加强学位建设。 Below the last more may follow that is none of the list.
    """
    places = {id(entry): at for at, entry in enumerate(entries)}
    bodies: list[Entry] = []
    for item, following in pairwise([*items, None]):
        if item is None or "\n" in item.text or not _is_over_a_body(item.text):
            return []
        at = places[id(item)] + 1
        end = places[id(following)] if following else min(at + 1, len(entries))
        below = entries[at:end]
        if len(below) != 1 or below[0].is_numbered or below[0].is_heading or below[0].has_own:
            return []
        bodies.append(below[0])
    return bodies


def _is_over_a_body(text: str) -> bool:
    return len(text) <= _LONG_HEADING and is_bare_heading(text.removesuffix("。"))


def _cut_last(entries: list[Entry], items: list[Entry]) -> None:
    """What goes on below the last item of a list, all others of which are one line, is none of it."""
    last = items[-1]
    head, _, rest = last.text.partition("\n")
    if not rest or any("\n" in item.text for item in items[:-1]):
        return
    last.text = head
    entries.insert(entries.index(last) + 1, Entry(last.source_place, rest))


def _is_pair(kind: str, bodies: list[str]) -> bool:
    """Whether two items are a list: numbered 1. and 2., both with a figure that is no part of a number like 1.1."""
    return kind == "digit" and all(re.search(r"\d", body) and not body[0].isdigit() for body in bodies)


def is_bare_heading(text: str) -> bool:
    """Whether a line without a number may be a heading between items: short and no sentence."""
    return len(text) <= _LONGEST_HEADING_LINE and "\n" not in text and not text.endswith((*SENTENCE_ENDS, *_OPEN_ENDS))


def _put_inner_entries_in(entries: list[Entry], kind: str) -> None:
    """Steps, (1) (2) under 1., and paragraphs that go on belong to their item while another item follows."""
    at = 1
    while at < len(entries):
        entry, before = entries[at], entries[at - 1]
        if before.mark and before.mark.kind == kind and entry.mark and entry.mark.level > before.mark.level:
            before.text = f"{before.text}\n{entry.text}"
            del entries[at]
        else:
            at += 1
