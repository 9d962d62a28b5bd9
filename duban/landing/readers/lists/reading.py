"""Lists of tasks in running text, read as tables: from text, Markdown, HTML and DOCX paragraphs and the lines of a PDF.

Four ways are met, and each is believed only where the list as a whole shows it:

    1.新建学校2所。           1.新建学校2所。(市教育局负责)      1.新建学校2所。      十件实事:
    牵头单位:市教育局         2.新增就业3万人。——市人社局        2.新增就业3万人。    一、小学扩建工程。
    完成时限:年底                                               3.改造道路5条。      ... 十、道路工程。

A list that prints nothing but its items is one where enough of them hold figures, or where the text above counts as
many as were found (`plain`). Labels become columns in the order they are first met, brackets and dashes at
the ends of items cells as they are printed, numbered headings rows of one cell. What has no printed header stands under
a word of ours, and a note says so. What a bracket or a label means, and whether what was counted are tasks, is for the
SQL to say.
"""

from __future__ import annotations

import re
from itertools import takewhile

from duban.landing.grid import Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.around_list import leave_notice
from duban.landing.readers.lists.as_rows import land_rows
from duban.landing.readers.lists.bare_numbers import are_within_sentences
from duban.landing.readers.lists.bracket_ends import (
    has_bracket_habit,
    put_brackets_back,
    take_cut_bracket,
    take_cut_labels,
    take_only_bracket,
)
from duban.landing.readers.lists.brackets import open_brackets
from duban.landing.readers.lists.entry import Entry, Outline
from duban.landing.readers.lists.extent import (
    ACCOUNTED_SHARE,
    BESIDE_TABLES_SHARE,
    FEWEST_ITEMS,
    FEWEST_PLAIN,
    extent,
    put_accounts_behind,
)
from duban.landing.readers.lists.headings import mark_headings, mark_plain_headings
from duban.landing.readers.lists.lines import as_list_lines
from duban.landing.readers.lists.list_line import BLANKS, ListLine
from duban.landing.readers.lists.marks import count_with_figures, mark_of
from duban.landing.readers.lists.names_at_ends import take_brackets, take_names_at_ends
from duban.landing.readers.lists.outlining import outline
from duban.landing.readers.lists.page_notes import without_page_notes
from duban.landing.readers.lists.plain import is_bare_heading, plain_extent
from duban.landing.readers.lists.records import labels_of_records
from duban.landing.readers.lists.run_on import is_nested, paragraphs_of, states_who, without_pages
from duban.landing.readers.lists.second_runs import mark_lines_over_runs, take_second_runs
from duban.landing.readers.lists.small_tables import part_small_tables

NOT_FOUND = "no table and no list of tasks was found"
_WITHIN_SENTENCES = (
    f"{NOT_FOUND}: its numbers stand within sentences, as those of pages do, and what they part are no items"
)
_RESTORED = "the text had lost its paragraphs: it was parted where its own numbers count on or it says who does what"
_COUNTED_HEADING = re.compile(r"[一-龥、]{2,30}[(\uff08]共?\d{1,3}[项件个][)\uff09]")
# 年度任务30户,实际完成32户: how much was asked for, and in another clause what came of it
_OUTCOME = re.compile(
    r"^(.*(?:任务|计划|目标|指标)[^。;\uff1b]*\d[^。;\uff1b]*?)[,\uff0c;\uff1b。]"
    r"((?:实际|截[至止]|目前|现已|已(?:全部|累计)?完成)[^,\uff0c]*\d.*)$",
    re.DOTALL,
)


def read_list(lines: list[ListLine], document: ReadDocument, tally: Tally, is_beside_tables: bool = False) -> str:
    """Read lines as a list of tasks, if they are one. Returns '', or why they are none.

    Its grid is added behind those of the document; lines that belong to no item become texts. is_beside_tables: the
    document has tables already, so that only a list with labels or brackets throughout is read.
    """
    lines, pages = without_pages(lines)
    seen = _read_restored(lines, document, tally, is_beside_tables)
    if not seen:
        land_pages(pages, document)
    is_torn = any(mark_of(page.text) for page in pages)
    return _WITHIN_SENTENCES if seen and is_torn else seen


def _read_restored(lines: list[ListLine], document: ReadDocument, tally: Tally, is_beside_tables: bool) -> str:
    """The same of a text whose paragraphs may be lost: as it stands, else as its own numbers and clauses part it."""
    restored = lines if is_beside_tables else paragraphs_of(lines)
    is_sure = restored != lines and (states_who(lines) or is_nested(lines))
    if not is_sure or (seen := _read_printed(restored, document, tally)):
        seen = _read_printed(lines, document, tally, is_beside_tables)
        if not seen or restored == lines or is_sure or _read_printed(restored, document, tally):
            return seen
    document.notes.append(Note("info", _RESTORED, document.grids[-1].row_places[0]))
    return ""


def _read_printed(lines: list[ListLine], document: ReadDocument, tally: Tally, is_beside_tables: bool = False) -> str:
    """The same of lines as they are."""
    lines, notes = without_page_notes(lines)
    ordered, pages = as_list_lines(lines)
    if are_within_sentences(ordered):
        return _WITHIN_SENTENCES
    found = outline(mark_lines_over_runs(labels_of_records(ordered)))
    found.before[:0] = [line for line in notes if line.text.strip()]
    leave_notice(found)
    take_second_runs(found)
    part_small_tables(found.entries)
    _leave_page_labels(found, ordered)
    _leave_bare_numbers(found.entries)
    take_cut_labels(found)
    entries = found.entries
    labelled = [entry for entry in entries if entry.values]
    is_single = len(labelled) == 1 and (labelled[0] is entries[-1] or found.is_cut_behind_one)
    is_labelled = is_single or len(labelled) >= FEWEST_ITEMS
    unlabelled = [entry for entry in entries if not entry.values]
    take_brackets(unlabelled)
    has_brackets = has_bracket_habit(unlabelled, is_labelled)
    if not has_brackets:
        put_brackets_back(unlabelled)
        has_brackets = not is_labelled and (
            take_names_at_ends(unlabelled) or (not is_beside_tables and take_only_bracket(entries))
        )
    if has_brackets:
        take_cut_bracket(entries)
    if is_labelled or has_brackets:
        mark_headings(entries)
        mark_plain_headings(entries)
        start, end = extent(entries)
        end = put_accounts_behind(entries, start, end)
        if start == 0:
            count = len(entries)
            _first_heading_in(found)
            end += len(entries) - count
        if is_labelled:
            _name_of_first_in(found, start)
        owners = [entry for entry in entries[start:end] if not entry.is_heading]
        if len(owners) > FEWEST_ITEMS and not owners[-1].has_own and open_brackets(owners[-1].text):
            owners.pop()  # the text is cut within its bracket
        if is_beside_tables and sum(entry.has_own for entry in owners) < BESIDE_TABLES_SHARE * len(owners):
            return _seen(found)
    elif not is_beside_tables and (plain := plain_extent(found)):
        start, end = plain
        end = put_accounts_behind(entries, start, end, is_plain=True)
        count = len(entries)
        if start == 0:
            _first_heading_in(found)
        end += len(entries) - count
    else:
        return _seen(found)
    if not is_labelled:
        _part_outcomes(entries[start:end])
    land_rows(found, start, end, document, tally)
    land_pages(pages, document)
    return ""


def _part_outcomes(entries: list[Entry]) -> None:
    """Part what came of each item from what was asked for, where most of the items say both, one behind the other."""
    items = [entry for entry in entries if not entry.is_heading]
    found = [(item, match) for item in items if not item.rest and (match := _OUTCOME.match(item.text))]
    if len(found) >= FEWEST_ITEMS and len(found) >= ACCOUNTED_SHARE * len(items) and not any(e.rest for e in items):
        for item, match in found:
            item.text, item.rest = match[1], match[2]


def land_pages(pages: list[ListLine], document: ReadDocument) -> None:
    """The numbers of pages as texts behind the table or list."""
    after = len(document.grids) + 1
    document.texts.extend(PrintedText(after, "page", page.text.strip(), page.source_place) for page in pages)


def _leave_page_labels(found: Outline, lines: list[ListLine]) -> None:
    """Put labels that stand above numbered items, none of which has any, before the list: what the page says of itself.

    标题:…, 时间:… and again 标题:… above 01.… 02.… 03.…
    """
    numbered = [at for at, entry in enumerate(found.entries) if entry.mark]
    if len(numbered) < FEWEST_PLAIN or any(entry.values for entry in found.entries[numbered[0] :]):
        return
    labelled = [entry for entry in found.entries[: numbered[0]] if entry.values]
    first = found.entries[numbered[0]].source_place
    if labelled and labelled[-1].source_place != first:
        above = takewhile(lambda line: line.source_place != first, lines)
        found.before = [line for line in above if line.text.strip()]
        del found.entries[: numbered[0]]


def _leave_bare_numbers(entries: list[Entry]) -> None:
    """A number with nothing behind or below it is no item: the text is cut behind it, or it is a page's."""
    for entry in entries:
        if entry.mark and not entry.has_own and not entry.body.strip() and entry.part_no <= 1:
            entry.mark, entry.is_item = None, False


def _first_heading_in(found: Outline) -> None:
    """The line above the first item is a heading as well where lines like it stand between the items: all of them end
    alike, or begin with the same sign (——教育) or word (关键词 教育), or the items do and a title stands above it, or
    they print no number but who does them and a lead stands above it. It is one by itself where it is a name with the
    number of its items behind it: 县住建局(6项).
    """
    entries = found.entries
    bare = [entry for entry in entries if entry.is_heading and entry.mark is None]
    line = found.before[-1] if found.before else None
    if line and not entries[0].is_heading and _COUNTED_HEADING.fullmatch(line.text.strip()):
        found.before.pop()
        entries.insert(0, Entry(line.source_place, line.text.strip(), is_heading=True))
        return
    if not bare or line is None or entries[0].is_heading or not is_bare_heading(line.text.strip()):
        return
    text = line.text.strip()
    is_signed = not text[0].isalnum() and all(entry.text[0] == text[0] for entry in bare)
    is_over_signs = len(found.before) > 1 and entries[0].mark is None and not entries[0].text[0].isalnum()
    word, blank, _ = text.partition(" ")
    is_worded = bool(blank) and all(entry.text.startswith(f"{word} ") for entry in bare)
    ends_alike = all(entry.text[-1] == text[-1] for entry in bare)
    # paragraphs that say who, below a heading below a lead of whole sentences
    above = found.before[-2].text.rstrip(BLANKS) if len(found.before) > 1 else ""
    is_below_lead = entries[0].is_item and entries[0].has_own and above.endswith(("。", ":", "\uff1a"))
    if is_signed or is_worded or is_over_signs or ends_alike or is_below_lead:
        found.before.pop()
        entries.insert(0, Entry(line.source_place, text, is_heading=True))


def _name_of_first_in(found: Outline, start: int) -> None:
    """The line above the first labels is the name of their item, as the lines above all others are of theirs."""
    first, *others = [entry for entry in found.entries[start:] if entry.values]
    line = found.before[-1] if found.before else None
    are_named = len(others) >= FEWEST_ITEMS and all(
        not entry.mark and entry.text and is_bare_heading(entry.text) for entry in others
    )
    if start == 0 and line and not first.text and are_named and is_bare_heading(line.text.strip()):
        first.text, first.source_place = line.text.strip(), line.source_place
        found.before.pop()


def _seen(found: Outline) -> str:
    """What was looked at and is no list, for the person who expected one."""
    numbered = [entry for entry in found.entries if entry.mark]
    with_figures = count_with_figures(entry.body for entry in numbered)
    if not numbered:
        return f"{NOT_FOUND}: no numbered paragraphs and no labels that come back"
    figures = f"figures in {with_figures} of them" if with_figures else "no figures"
    return f"{NOT_FOUND}: {len(numbered)} numbered paragraphs, no labels or brackets that say who does what, {figures}"
