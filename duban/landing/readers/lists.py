"""Lists of tasks in running text, read as tables: from text, Markdown, HTML and DOCX paragraphs and the lines of a PDF.

Four ways are met, and each is believed only where the list as a whole shows it:

    1.新建学校2所。           1.新建学校2所。(市教育局负责)      1.新建学校2所。      十件实事:
    牵头单位:市教育局         2.新增就业3万人。——市人社局        2.新增就业3万人。    一、小学扩建工程。
    完成时限:年底                                               3.改造道路5条。      ... 十、道路工程。

A list that prints nothing but its items is one where enough of them hold figures, or where the text above counts as
many as were found (list_runs.counts_in). Labels become columns in the order they are first met, brackets and dashes at
the ends of items cells as they are printed, numbered headings rows of one cell. What has no printed header stands under
a word of ours, and a note says so. What a bracket or a label means, and whether what was counted are tasks, is for the
SQL to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.list_items import (
    Entry,
    Outline,
    item_kind,
    leave_notice,
    mark_headings,
    mark_plain_headings,
    outline,
    take_brackets,
    take_names_at_ends,
)
from duban.landing.readers.list_labels import FEWEST_UNLABELLED
from duban.landing.readers.list_lines import ListLine, as_list_lines, titled_lines
from duban.landing.readers.list_marks import HEADING_KINDS, KINDS, LABEL, SENTENCE_ENDS
from duban.landing.readers.list_runs import counts_in

# Headers of ours, over what a list prints no label for.
TEXT_HEADER = "任务内容"
NUMBER_HEADER = "序号"
BRACKET_HEADER = "括注"
REST_HEADER = "后文"
NOT_FOUND = "no table and no list of tasks was found"

_LONG_HEADING = 40
_LONGEST_HEADING_LINE = 40  # characters of a line between items that no number distinguishes from a sentence
_OPEN_ENDS = (",", "\uff0c", "、", ":", "\uff1a")
_FEWEST_ITEMS = 2
_LONGEST_PAGE_LINE = 60  # characters of a title or of what a page prints below it; more is a paragraph
_FEWEST_WHOLE = 5  # items of a text that is nothing else
_MOST_SIGNING = 3  # lines below them: who signs, on which day
_FEWEST_DECORATED = 5  # items that begin with a sign, under headings
_FEWEST_PLAIN = 3  # items without labels and brackets, or paragraphs without numbers
_BRACKET_SHARE = 0.5  # of the numbered paragraphs of one kind
_ACCOUNTED_SHARE = 0.6  # of the items: those with a paragraph below them that says what came of them
_BESIDE_TABLES_SHARE = 0.8  # of the items of a list that stands beside a table
_LONGEST_PLAIN = 600  # characters of an item that only its number distinguishes from prose
_MEDIAN_PLAIN = 220
_FIGURES_SHARE = {"digit": 0.3, "digit bracket": 0.3, "han": 0.5, "han bracket": 0.5}  # of items that hold a figure
_HEADED_SHARE = 0.8  # of items that are headings over a paragraph
_NEVER = 2.0
_ENDING_COUNT = re.compile(r"\d{1,3}[件项]?[)\uff09]?\s*$")
_LABELLED_BRACKET = re.compile(rf"^[(\uff08\[【〔]\s*{LABEL}\s*[:\uff1a]")


def read_list(lines: list[ListLine], document: ReadDocument, tally: Tally, is_beside_tables: bool = False) -> str:
    """Read lines as a list of tasks, if they are one. Returns '', or why they are none.

    Its grid is added behind those of the document; lines that belong to no item become texts. is_beside_tables: the
    document has tables already, so that only a list with labels or brackets throughout is read.
    """
    ordered, pages = as_list_lines(lines)
    found = outline(ordered)
    leave_notice(found)
    _leave_page_labels(found, ordered)
    entries = found.entries
    labelled = [entry for entry in entries if entry.values]
    is_labelled = len(labelled) >= _FEWEST_ITEMS or (len(labelled) == 1 and labelled[0] is entries[-1])
    unlabelled = [entry for entry in entries if not entry.values]
    take_brackets(unlabelled)
    has_brackets = _has_bracket_habit(unlabelled, is_labelled)
    if not has_brackets:
        _put_brackets_back(unlabelled)
        has_brackets = not is_labelled and take_names_at_ends(unlabelled)
    if is_labelled or has_brackets:
        mark_headings(entries)
        mark_plain_headings(entries)
        start, end = _extent(entries)
        end = _put_accounts_behind(entries, start, end)
        if start == 0:
            count = len(entries)
            _first_heading_in(found)
            end += len(entries) - count
        owners = [entry for entry in entries[start:end] if not entry.is_heading]
        if is_beside_tables and sum(entry.has_own for entry in owners) < _BESIDE_TABLES_SHARE * len(owners):
            return _seen(found)
    elif not is_beside_tables and (plain := _plain_extent(found)):
        start, end = plain
        count = len(entries)
        if start == 0:
            _first_heading_in(found)
        end += len(entries) - count
    else:
        return _seen(found)
    _land(found, start, end, document, tally)
    after = len(document.grids) + 1
    document.texts.extend(PrintedText(after, "page", page.text.strip(), page.source_place) for page in pages)
    return ""


def _leave_page_labels(found: Outline, lines: list[ListLine]) -> None:
    """Put labels that stand above numbered items, none of which has any, before the list: what the page says of itself.

    标题:…, 时间:… and again 标题:… above 01.… 02.… 03.…
    """
    numbered = [at for at, entry in enumerate(found.entries) if entry.mark]
    if len(numbered) < _FEWEST_PLAIN or any(entry.values for entry in found.entries[numbered[0] :]):
        return
    labelled = [entry for entry in found.entries[: numbered[0]] if entry.values]
    first = found.entries[numbered[0]].source_place
    if labelled and labelled[-1].source_place != first:
        above = takewhile(lambda line: line.source_place != first, lines)
        found.before = [line for line in above if line.text.strip()]
        del found.entries[: numbered[0]]


def _has_bracket_habit(entries: list[Entry], is_labelled: bool) -> bool:
    """Whether brackets at the end are how this list says who does what: most items of one kind have one."""
    bracketed = [entry for entry in entries if entry.brackets]
    if not bracketed:
        return False
    kind = item_kind(entries)
    if _is_only_item(entries, bracketed):
        return True
    if kind is None:
        return len(bracketed) >= _FEWEST_PLAIN
    first, last = entries.index(bracketed[0]), entries.index(bracketed[-1])
    alike = [entry for entry in entries[first : last + 1] if entry.mark and entry.mark.kind == kind]
    with_brackets = sum(1 for entry in alike if entry.brackets)
    is_few = with_brackets < _FEWEST_ITEMS and not _is_cut_short(entries, bracketed[0])
    return not is_few and (is_labelled or with_brackets >= _BRACKET_SHARE * len(alike))


def _is_only_item(entries: list[Entry], bracketed: list[Entry]) -> bool:
    """Whether the last numbered paragraph of a text alone has a bracket, and a label in it: an excerpt of one item.

    Several items of its kind without any show that they have none, and that the bracket is the page's.
    """
    numbered = [entry for entry in entries if entry.mark]
    if bracketed[-1].mark and bracketed[-1].mark.number >= FEWEST_UNLABELLED:
        return False
    is_last = len(bracketed) == 1 and bool(numbered) and bracketed[0] is numbered[-1]
    return is_last and len(bracketed[0].brackets) == 1 and bool(_LABELLED_BRACKET.match(bracketed[0].brackets[0]))


def _is_cut_short(entries: list[Entry], first: Entry) -> bool:
    """Whether the first of two items has the bracket and the second, the last of the text, is cut: an excerpt."""
    at = entries.index(first)
    return first.mark is not None and at + 2 == len(entries) and _counts_on(first, entries[-1], first.mark.kind)


def _put_brackets_back(entries: list[Entry]) -> None:
    for entry in entries:
        entry.text, entry.brackets = entry.text + "".join(entry.brackets), []


def _extent(entries: list[Entry]) -> tuple[int, int]:
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
    while end < len(entries) and _counts_on(entries[end - 1], entries[end], kind):
        end += 1
    return start, end


def _belongs_to(above: Entry, below: Entry, kind: str | None) -> bool:
    return above.is_heading or above.is_item or _counts_on(above, below, kind)


def _put_accounts_behind(entries: list[Entry], start: int, end: int) -> int:
    """The paragraphs below each item become its rest, where most items have some. Returns the end of the list.

    Below the last item only the first does: what follows is none of the list.
    """
    items = [at for at in range(start, end) if entries[at].has_own and not _stands_over_items(entries, at)]
    below = [at for at in items if at + 1 < len(entries) and _is_account(entries[at + 1])]
    if len(below) < _FEWEST_ITEMS or len(below) < _ACCOUNTED_SHARE * len(items):
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


def _is_lead_in(entry: Entry) -> bool:
    return not (entry.mark or entry.has_own or entry.is_heading or entry.is_item)


def _counts_on(one: Entry, following: Entry, kind: str | None) -> bool:
    first, second = one.mark, following.mark
    if not (first and second and first.kind == second.kind == kind):
        return False
    return first.number + 1 == second.number or following.part_no > 1


def _plain_extent(found: Outline) -> tuple[int, int] | None:
    """The extent of a list of which only the items are printed, in the entries; None where it may be prose.

    Of several runs of numbers the first is taken whose items are as many as the text above counts, else the first of
    whose items enough hold a figure.
    """
    entries = found.entries
    title = [line.text for line in found.before]
    if mixed := _mixed_run(entries, title):
        return _mark_run(entries, mixed)
    fitting: list[tuple[bool, _Run]] = []
    for run in [*_numbered_runs(entries), *_unnumbered_runs(entries), *_decorated_runs(entries)]:
        at = entries.index(run.items[0])
        above = [*title, *(entry.text for entry in entries[:at] if entry not in run.items)]
        is_counted = any(len(run.items) in counts_in(text) for text in above) or _are_some_of(run, entries, above)
        if is_counted or run.has_figures or _is_whole_text(found, run.items):
            fitting.append((is_counted, run))
    if not fitting:
        return None
    run = next((run for is_counted, run in fitting if is_counted), fitting[0][1])
    return _mark_run(entries, run)


def _are_some_of(run: _Run, entries: list[Entry], above: list[str]) -> bool:
    """Whether 一是, 二是 … may be some of those that the text above counts: half of them hold figures, and they stand
    right below a heading that counts them or under one that does, (一)就业方面15件.
    """
    if run.kind != "spoken" or len(run.items) < _FEWEST_WHOLE or not _hold_figures(run.items, _FIGURES_SHARE["han"]):
        return False
    for item in run.items:
        if item.mark and item.mark.number == 1:
            at = entries.index(item)
            headings = list(takewhile(lambda entry: entry.mark and entry.mark.kind != "spoken", reversed(entries[:at])))
            if not headings or not any(_ENDING_COUNT.search(entry.text) or counts_in(entry.text) for entry in headings):
                return False
    return max((count for text in above for count in counts_in(text)), default=0) > len(run.items)


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


def _is_short(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_PAGE_LINE


@dataclass(slots=True)
class _Run:
    """Items of one kind, numbered from 1 without a gap, or without numbers. kind: None without.

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
            bodies[at] += body.text
        with_figures = sum(1 for body in bodies if any(character.isdigit() for character in body))
        share = _HEADED_SHARE if headed else _FIGURES_SHARE.get(kind, _NEVER)
        yield _Run(kind, items, with_figures >= share * len(items))


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
    first = entries.index(items[0])
    others = [entry for entry in entries[max(first - 1, 0) : entries.index(items[-1])] if entry not in items]
    is_headed = all(_is_bare_heading(entry.text) and entries[entries.index(entry) + 1].is_item for entry in others)
    numbers = [entry.mark.number if entry.mark else 0 for entry in others]
    is_numbered = len(others) >= _FEWEST_ITEMS and numbers == list(range(1, len(others) + 1))
    is_plain = bool(others) and not any(numbers)  # the first of them stands before the entries
    if len(signs) > 1 or signs.pop().isalnum() or not is_headed or not (is_numbered or is_plain):
        return
    yield _Run(None, items, _hold_figures(items, _FIGURES_SHARE["han"]), is_under_headings=first > 0)


def _mixed_run(entries: list[Entry], above: list[str]) -> _Run | None:
    """Numbered sentences of which some are items and some stand over items of their own.

    一、搬迁农户2000户。 beside 二、整治食堂。 over (一) and (二): only where the text above counts as many of them, or
    more and the list is cut.
    """
    is_cut = not entries[-1].text.endswith(tuple(SENTENCE_ENDS)) if entries else False
    counts = {count for text in above for count in counts_in(text)}
    for kind, inner_kind in pairwise(KINDS[1:-1]):
        outer = [at for at, entry in enumerate(entries) if entry.mark and entry.mark.kind == kind]
        is_counted = any(count == len(outer) or (is_cut and count > len(outer)) for count in counts)
        if len(outer) < _FEWEST_PLAIN or not is_counted or not _are_in_turn([entries[at] for at in outer], kind):
            continue
        below = [entries[start + 1 : end] for start, end in pairwise([*outer, len(entries)])]
        single = [entries[at] for at, inner in zip(outer, below, strict=True) if not inner]
        if not 0 < len(single) < len(outer) or not all(_are_in_turn(inner, inner_kind) for inner in below):
            continue
        items = [entry for at, inner in zip(outer, below, strict=True) for entry in (inner or [entries[at]])]
        is_stated = all(entry.text.endswith(tuple(SENTENCE_ENDS)) for entry in single if entry is not entries[-1])
        if is_stated and _hold_figures(items, _FIGURES_SHARE["han"]):
            return _Run(None, items, has_figures=True, is_under_headings=bool(below[0]))
    return None


def _are_in_turn(entries: list[Entry], kind: str) -> bool:
    """Whether entries are numbered in one way, from 1 without a gap."""
    numbers = [entry.mark.number for entry in entries if entry.mark and entry.mark.kind == kind]
    return numbers == list(range(1, len(entries) + 1))


def _hold_figures(items: list[Entry], share: float) -> bool:
    return sum(1 for item in items if any(map(str.isdigit, item.body))) >= share * len(items)


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
    for at, entry in enumerate(entries[start:end], start):
        if entry in items:
            continue
        if entry.mark:
            entry.is_heading = entry.mark.kind != run.kind
        else:
            entry.is_heading = _is_bare_heading(entry.text) and entries[at + 1].is_numbered
    return start, end


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
    return len(text) <= _LONG_HEADING and _is_bare_heading(text.removesuffix("。"))


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


def _is_bare_heading(text: str) -> bool:
    """Whether a line without a number may be a heading between items: short and no sentence."""
    return len(text) <= _LONGEST_HEADING_LINE and "\n" not in text and not text.endswith((*SENTENCE_ENDS, *_OPEN_ENDS))


def _first_heading_in(found: Outline) -> None:
    """The line above the first item is a heading as well where lines like it stand between the items: all of them end
    alike, or begin with the same sign (——教育), or the items do and a title stands above it.
    """
    entries = found.entries
    bare = [entry for entry in entries if entry.is_heading and entry.mark is None]
    line = found.before[-1] if found.before else None
    if not bare or line is None or entries[0].is_heading or not _is_bare_heading(line.text.strip()):
        return
    text = line.text.strip()
    is_signed = not text[0].isalnum() and all(entry.text[0] == text[0] for entry in bare)
    is_over_signs = len(found.before) > 1 and entries[0].mark is None and not entries[0].text[0].isalnum()
    if is_signed or is_over_signs or all(entry.text[-1] == text[-1] for entry in bare):
        found.before.pop()
        entries.insert(0, Entry(line.source_place, text, is_heading=True))


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


def _seen(found: Outline) -> str:
    """What was looked at and is no list, for the person who expected one."""
    numbered = [entry for entry in found.entries if entry.mark]
    with_figures = sum(1 for entry in numbered if any(c.isdigit() for c in entry.body))
    if not numbered:
        return f"{NOT_FOUND}: no numbered paragraphs and no labels that come back"
    figures = f"figures in {with_figures} of them" if with_figures else "no figures"
    return f"{NOT_FOUND}: {len(numbered)} numbered paragraphs, no labels or brackets that say who does what, {figures}"


def _land(found: Outline, start: int, end: int, document: ReadDocument, tally: Tally) -> None:
    entries = found.entries[start:end]
    table_no = len(document.grids) + 1
    for line in found.before:
        document.texts.append(PrintedText(table_no, _kind(line), line.text.strip(), line.source_place))
    for entry in found.entries[:start]:
        document.texts.append(PrintedText(table_no, "paragraph", entry.text, entry.source_place))
    items = [entry for entry in entries if not entry.is_heading and (entry.has_own or entry.is_numbered)]
    columns = _Columns(items)
    grid = Grid(span_is_known=True)
    tally.table(items[0].source_place)
    tally.add_row(grid, list(columns.header), items[0].source_place)
    stray: list[Entry] = []
    for entry in entries:
        if entry.is_heading:
            _add_heading(grid, entry, len(columns.header), tally)
        elif entry.has_own or entry.is_numbered:
            tally.add_row(grid, list(columns.row(entry)), entry.source_place)
            if entry.part_no > 1 and columns.parts_numbers:
                _merge_number(grid, entry.part_no)
        else:
            stray.append(entry)
    document.grids.append(grid)
    after = found.entries[end:]
    for entry in [*stray, *after]:
        document.texts.append(PrintedText(table_no + 1, "paragraph", entry.text, entry.source_place))
    document.notes.append(Note("info", columns.remark(), grid.row_places[0]))
    for what, left_out in (("between the items", stray), ("behind the list", after)):
        if left_out:
            first = left_out[0].text.replace("\n", " ")[:40]
            remark = f"{len(left_out)} paragraphs {what} are texts and no items, the first is '{first}'"
            document.notes.append(Note("info", remark, left_out[0].source_place))


def _kind(line: ListLine) -> str:
    return "heading" if line.is_heading else "paragraph"


class _Columns:
    """Which columns a list has, and an entry's cells in them."""

    def __init__(self, items: list[Entry]) -> None:
        self.items = items
        self.labels = list(dict.fromkeys(label for item in items for label in item.values))
        self.bracket_count = max((len(item.brackets) for item in items), default=0)
        self.has_rest = any(item.rest for item in items)
        texts = [item.text for item in items if item.text]
        marks = [item.mark for item in items if item.mark]
        self.has_text = bool(texts)
        self.is_bare = bool(marks) and all(not item.body.strip("、.\uff0e ") for item in items)
        numbers = [mark.number for mark in marks]
        begins_anew = len(set(numbers)) * 10 < len(numbers) * 8
        has_parts = any(item.part_no for item in items)
        self.parts_numbers = bool(marks) and not self.is_bare and (not self.labels or begins_anew or has_parts)
        head = [NUMBER_HEADER] if self.parts_numbers or (self.is_bare and self.has_text) else []
        text_head = [TEXT_HEADER] if self.has_text and not self.is_bare else []
        if text_head and not head and not self.labels and not self.bracket_count and not self.has_rest:
            head = [NUMBER_HEADER]  # a table of one column is none
            self.parts_numbers = True
        self.synthetic = [*head, *text_head]
        if self.bracket_count:
            self.synthetic.append(BRACKET_HEADER)
        self.header = [
            *head, *text_head, *self.labels, *[REST_HEADER] * self.has_rest, *[BRACKET_HEADER] * self.bracket_count,
        ]  # fmt: skip
        self.synthetic += [REST_HEADER] * self.has_rest

    def row(self, item: Entry) -> list[str]:
        """An item's cells, as many as the header has."""
        if self.parts_numbers:
            cells = [item.mark.printed if item.mark else "", item.body]
        else:
            cells = [item.text] if self.has_text else []
        cells += [item.values.get(label, "") for label in self.labels]
        cells += [item.rest] * self.has_rest
        return [*cells, *item.brackets, *[""] * (self.bracket_count - len(item.brackets))]

    def remark(self) -> str:
        """What was read and which headers are ours."""
        count = len(self.items)
        if self.labels and not self.bracket_count and not self.has_rest and not self.parts_numbers:
            if not self.synthetic:
                return "read as a labelled list"
            head = self.synthetic[0]
            return f"read as a labelled list; its first column has no printed label and is called {head}"
        without = sum(1 for item in self.items if not item.has_own)
        what = "with its labels" if self.labels else "with brackets at their ends" if self.bracket_count else ""
        if not what:
            what = "that print no unit"
        elif without:
            what += f", {without} of them without"
        return f"read as a list of {count} items {what}; the headers {', '.join(self.synthetic)} are ours, not printed"


def _add_heading(grid: Grid, entry: Entry, width: int, tally: Tally) -> None:
    """A heading is a row of one cell; one that its number does not set apart from an item lies over the full width."""
    row_no = len(grid.rows) + 1
    is_clear_by_number = (
        entry.mark is not None and entry.mark.kind in HEADING_KINDS and len(entry.text) <= _LONG_HEADING
    )
    if is_clear_by_number or width == 1:
        tally.add_row(grid, [entry.text], entry.source_place)
    else:
        tally.add_row(grid, [entry.text, *[None] * (width - 1)], entry.source_place)
        grid.spans[row_no, 1] = (1, width)


def _merge_number(grid: Grid, part_no: int) -> None:
    """The number of a parted item lies over its parts: 1 over two rows makes the targets 1-1 and 1-2."""
    last = len(grid.rows)
    grid.rows[-1] = [None, *grid.rows[-1][1:]]
    grid.spans[last - part_no + 1, 1] = (part_no, 1)
