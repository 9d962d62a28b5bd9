"""Lists of tasks in running text, read as tables: from text, Markdown, HTML and DOCX paragraphs and the lines of a PDF.

Three ways are met, and each is believed only where the list as a whole shows it:

    1.新建学校2所。                1.新建学校2所。(市教育局负责)      1.新建学校2所。
    牵头单位:市教育局              2.新增就业3万人。(市人社局牵头)    2.新增就业3万人。
    完成时限:年底                                                     3.改造道路5条。

Labels become columns in the order they are first met, brackets at the ends of items cells as they are printed, numbered
headings rows of one cell. What has no printed header stands under a word of ours, and a note says so. What a bracket
or a label means is for the SQL to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.list_items import (
    Entry,
    Outline,
    item_kind,
    mark_headings,
    mark_plain_headings,
    outline,
    take_brackets,
)
from duban.landing.readers.list_lines import ListLine, as_list_lines
from duban.landing.readers.list_marks import KINDS, SENTENCE_ENDS, without_mark

# Headers of ours, over what a list prints no label for.
TEXT_HEADER = "任务内容"
NUMBER_HEADER = "序号"
BRACKET_HEADER = "括注"
REST_HEADER = "后文"
NOT_FOUND = "no table and no list of tasks was found"

HEADING_KINDS = KINDS[:3]  # 第一章, 一、 and (一)
_LONG_HEADING = 40
_LONGEST_HEADING_LINE = 30  # characters of a line between items that no number distinguishes from a sentence
_OPEN_ENDS = (",", "\uff0c", "、", ":", "\uff1a")
_FEWEST_ITEMS = 2
_FEWEST_PLAIN = 3  # items without labels and brackets, or paragraphs without numbers
_BRACKET_SHARE = 0.5  # of the numbered paragraphs of one kind
_BESIDE_TABLES_SHARE = 0.8  # of the items of a list that stands beside a table
_LONGEST_PLAIN = 600  # characters of an item that only its number distinguishes from prose
_MEDIAN_PLAIN = 220
_FIGURES_SHARE = {"digit": 0.3, "digit bracket": 0.3, "han": 0.5, "han bracket": 0.5}  # of items that hold a figure


def read_list(lines: list[ListLine], document: ReadDocument, tally: Tally, is_beside_tables: bool = False) -> str:
    """Read lines as a list of tasks, if they are one. Returns '', or why they are none.

    Its grid is added behind those of the document; lines that belong to no item become texts. is_beside_tables: the
    document has tables already, so that only a list with labels or brackets throughout is read.
    """
    ordered, pages = as_list_lines(lines)
    found = outline(ordered)
    entries = found.entries
    is_labelled = sum(1 for entry in entries if entry.values) >= _FEWEST_ITEMS
    unlabelled = [entry for entry in entries if not entry.values]
    take_brackets(unlabelled)
    has_brackets = _has_bracket_habit(unlabelled, is_labelled)
    if not has_brackets:
        _put_brackets_back(unlabelled)
    if is_labelled or has_brackets:
        mark_headings(entries)
        mark_plain_headings(entries)
        start, end = _extent(entries)
        owners = [entry for entry in entries[start:end] if not entry.is_heading]
        if is_beside_tables and sum(entry.has_own for entry in owners) < _BESIDE_TABLES_SHARE * len(owners):
            return _seen(found)
    elif not is_beside_tables and (plain := _plain_extent(entries)):
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


def _has_bracket_habit(entries: list[Entry], is_labelled: bool) -> bool:
    """Whether brackets at the end are how this list says who does what: most items of one kind have one."""
    bracketed = [entry for entry in entries if entry.brackets]
    if not bracketed:
        return False
    kind = item_kind(entries)
    if kind is None:
        return len(bracketed) >= _FEWEST_PLAIN
    first, last = entries.index(bracketed[0]), entries.index(bracketed[-1])
    alike = [entry for entry in entries[first : last + 1] if entry.mark and entry.mark.kind == kind]
    with_brackets = sum(1 for entry in alike if entry.brackets)
    is_few = with_brackets < _FEWEST_ITEMS and not _is_cut_short(entries, bracketed[0])
    return not is_few and (is_labelled or with_brackets >= _BRACKET_SHARE * len(alike))


def _is_cut_short(entries: list[Entry], first: Entry) -> bool:
    """Whether the first of two items has the bracket and the second, the last of the text, is cut: an excerpt."""
    at = entries.index(first)
    return first.mark is not None and at + 2 == len(entries) and _counts_on(first, entries[-1], first.mark.kind)


def _put_brackets_back(entries: list[Entry]) -> None:
    for entry in entries:
        entry.text, entry.brackets = entry.text + "".join(entry.brackets), []


def _extent(entries: list[Entry]) -> tuple[int, int]:
    """(the first entry of the list, the one behind its last): from the first to the last that has something of its
    own, with the headings above it and the items beside it that go on with the same count.
    """
    kind = item_kind(entries)
    owners = [at for at, entry in enumerate(entries) if entry.has_own and (kind is None or entry.mark)]
    start, end = owners[0], owners[-1] + 1
    while start > 0 and (entries[start - 1].is_heading or _counts_on(entries[start - 1], entries[start], kind)):
        start -= 1
    while end < len(entries) and _counts_on(entries[end - 1], entries[end], kind):
        end += 1
    return start, end


def _counts_on(one: Entry, following: Entry, kind: str | None) -> bool:
    first, second = one.mark, following.mark
    return bool(first and second and first.kind == second.kind == kind and first.number + 1 == second.number)


def _plain_extent(entries: list[Entry]) -> tuple[int, int] | None:
    """The extent of a list of which only the numbers are printed, in the entries; None where it may be prose."""
    for kind in ("digit", "digit bracket", "han bracket", "han"):
        items = [entry for entry in entries if entry.mark and entry.mark.kind == kind]
        numbers = [entry.mark.number for entry in items if entry.mark]
        if len(items) < _FEWEST_ITEMS or numbers[0] != 1:
            continue
        if any(after not in (before + 1, 1) for before, after in pairwise(numbers)):
            continue
        bodies = [without_mark(entry.text, entry.mark) for entry in items]
        with_figures = sum(1 for body in bodies if any(character.isdigit() for character in body))
        if max(map(len, bodies)) > _LONGEST_PLAIN or median(map(len, bodies)) > _MEDIAN_PLAIN:
            continue
        if with_figures < _FIGURES_SHARE[kind] * len(items):
            continue
        if len(items) < _FEWEST_PLAIN and not _is_pair(kind, bodies):
            continue
        _put_inner_entries_in(entries, kind)
        start = entries.index(items[0])
        while start > 0 and (mark := entries[start - 1].mark) and mark.level < KINDS.index(kind):
            start -= 1
        end = entries.index(items[-1]) + 1
        for at, entry in enumerate(entries[start:end], start):
            if entry.mark:
                entry.is_heading = entry.mark.kind != kind
            else:
                entry.is_heading = _is_bare_heading(entry.text) and entries[at + 1].mark is not None
        return start, end
    return None


def _is_pair(kind: str, bodies: list[str]) -> bool:
    """Whether two items are a list: numbered 1. and 2., both with a figure that is no part of a number like 1.1."""
    return kind == "digit" and all(re.search(r"\d", body) and not body[0].isdigit() for body in bodies)


def _is_bare_heading(text: str) -> bool:
    """Whether a line without a number may be a heading between items: short and no sentence."""
    return len(text) <= _LONGEST_HEADING_LINE and "\n" not in text and not text.endswith((*SENTENCE_ENDS, *_OPEN_ENDS))


def _first_heading_in(found: Outline) -> None:
    """The line above the first item is a heading as well where lines like it stand between the items."""
    entries = found.entries
    bare = [entry for entry in entries if entry.is_heading and entry.mark is None]
    line = found.before[-1] if found.before else None
    if not bare or line is None or entries[0].is_heading or not _is_bare_heading(line.text.strip()):
        return
    text = line.text.strip()
    if all(entry.text[-1] == text[-1] for entry in bare):
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
    with_figures = sum(1 for entry in numbered if any(c.isdigit() for c in without_mark(entry.text, entry.mark)))
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
    items = [entry for entry in entries if not entry.is_heading and (entry.has_own or entry.mark)]
    columns = _Columns(items)
    grid = Grid(span_is_known=False)
    tally.table(items[0].source_place)
    _add(grid, columns.header, items[0].source_place, tally)
    stray: list[Entry] = []
    for entry in entries:
        if entry.is_heading:
            _add_heading(grid, entry, len(columns.header), tally)
        elif entry.has_own or entry.mark:
            _add(grid, columns.row(entry), entry.source_place, tally)
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
        self.is_bare = bool(marks) and all(not without_mark(item.text, item.mark).strip("、.\uff0e ") for item in items)
        numbers = [mark.number for mark in marks]
        begins_anew = len(set(numbers)) * 10 < len(numbers) * 8
        self.parts_numbers = bool(marks) and not self.is_bare and (not self.labels or begins_anew)
        head = [NUMBER_HEADER] if self.parts_numbers or (self.is_bare and self.has_text) else []
        text_head = [TEXT_HEADER] if self.has_text and not self.is_bare else []
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
            cells = [item.mark.printed if item.mark else "", without_mark(item.text, item.mark)]
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
        _add(grid, [entry.text], entry.source_place, tally)
    else:
        _add(grid, [entry.text, *[None] * (width - 1)], entry.source_place, tally)
        grid.spans[row_no, 1] = (1, width)


def _add(grid: Grid, row: Sequence[str | None], place: str, tally: Tally) -> None:
    cells = list(row)
    tally.row(cells, place)
    grid.rows.append(cells)
    grid.row_places.append(place)
