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

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.bare_numbers import are_within_sentences
from duban.landing.readers.lists.brackets import open_brackets, trailing_brackets
from duban.landing.readers.lists.items import (
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
from duban.landing.readers.lists.labels import FEWEST_UNLABELLED, pairs_of
from duban.landing.readers.lists.lines import as_list_lines
from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.marks import HEADING_KINDS, LABEL, SENTENCE_ENDS, count_with_figures, mark_of
from duban.landing.readers.lists.page_notes import without_page_notes
from duban.landing.readers.lists.plain import is_bare_heading, plain_extent
from duban.landing.readers.lists.records import labels_of_records
from duban.landing.readers.lists.run_on import is_nested, paragraphs_of, states_who, without_pages
from duban.landing.readers.lists.second_runs import mark_lines_over_runs, take_second_runs
from duban.landing.readers.lists.small_tables import part_small_tables

# Headers of ours, over what a list prints no label for.
TEXT_HEADER = "任务内容"
NUMBER_HEADER = "序号"
BRACKET_HEADER = "括注"
REST_HEADER = "后文"
BELOW_HEADER = "下文"  # over what stands below lines that say what is to be done
NOT_FOUND = "no table and no list of tasks was found"

_WITHIN_SENTENCES = (
    f"{NOT_FOUND}: its numbers stand within sentences, as those of pages do, and what they part are no items"
)
_RESTORED = "the text had lost its paragraphs: it was parted where its own numbers count on or it says who does what"
_LONG_HEADING = 40
_FEWEST_ITEMS = 2
_FEWEST_PLAIN = 3  # items without labels and brackets, or paragraphs without numbers
_BRACKET_SHARE = 0.5  # of the numbered paragraphs of one kind
_ACCOUNTED_SHARE = 0.6  # of the items: those with a paragraph below them that says what came of them
_BESIDE_TABLES_SHARE = 0.8  # of the items of a list that stands beside a table
_HEADER_AT_END = re.compile(
    r"(?:^|\s)(?:序\s?[号號]|[编編]\s?[号號]|[项項]\s?[号號])(?:[ \t\u3000]+[一-龥]{2,8}){1,5}"
    r"[ \t\u3000]+([一-龥]{0,6}(?:单位|部门|科室|股室))\s*$"
)
_BLANK_WITHIN = re.compile(r"\s")
_BLANKS = " \t\u3000"
# names parted by signs, two at least, and what one of them does behind it; no figure, no sentence
_NAMES_WITH_ROLES = re.compile(
    r"^[(\uff08](?=[^、,\uff0c;\uff1b]+[、,\uff0c;\uff1b].)(?=.*[一-龥](?:牵头|负责|配合)(?:[、,\uff0c;\uff1b)\uff09]|$))"
    r"[^\d。:\uff1a]+$"
)
_BETWEEN_NAMES = re.compile("[、,\uff0c;\uff1b]")
# 年度任务30户,实际完成32户: how much was asked for, and in another clause what came of it
_OUTCOME = re.compile(
    r"^(.*(?:任务|计划|目标|指标)[^。;\uff1b]*\d[^。;\uff1b]*?)[,\uff0c;\uff1b。]"
    r"((?:实际|截[至止]|目前|现已|已(?:全部|累计)?完成)[^,\uff0c]*\d.*)$",
    re.DOTALL,
)
_COLONS = (":", "\uff1a")
_LAST_NAME = re.compile(r"[、,\uff0c;\uff1b:\uff1a]\s*([^、,\uff0c;\uff1b:\uff1a]*)$")
_SHORTEST_CUT = 2  # characters of a bracket that holds a name, and of a name
_LABELLED_BRACKET = re.compile(rf"^[(\uff08\[【〔]\s*{LABEL}\s*[:\uff1a]")


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
    _take_cut_labels(found)
    entries = found.entries
    labelled = [entry for entry in entries if entry.values]
    is_single = len(labelled) == 1 and (labelled[0] is entries[-1] or found.is_cut_behind_one)
    is_labelled = is_single or len(labelled) >= _FEWEST_ITEMS
    unlabelled = [entry for entry in entries if not entry.values]
    take_brackets(unlabelled)
    has_brackets = _has_bracket_habit(unlabelled, is_labelled)
    if not has_brackets:
        _put_brackets_back(unlabelled)
        has_brackets = not is_labelled and (
            take_names_at_ends(unlabelled) or (not is_beside_tables and _take_only_bracket(entries))
        )
    if has_brackets:
        _take_cut_bracket(entries)
    if is_labelled or has_brackets:
        mark_headings(entries)
        mark_plain_headings(entries)
        start, end = _extent(entries)
        end = _put_accounts_behind(entries, start, end)
        if start == 0:
            count = len(entries)
            _first_heading_in(found)
            end += len(entries) - count
        if is_labelled:
            _name_of_first_in(found, start)
        owners = [entry for entry in entries[start:end] if not entry.is_heading]
        if len(owners) > _FEWEST_ITEMS and not owners[-1].has_own and open_brackets(owners[-1].text):
            owners.pop()  # the text is cut within its bracket
        if is_beside_tables and sum(entry.has_own for entry in owners) < _BESIDE_TABLES_SHARE * len(owners):
            return _seen(found)
    elif not is_beside_tables and (plain := plain_extent(found)):
        start, end = plain
        end = _put_accounts_behind(entries, start, end, is_plain=True)
        count = len(entries)
        if start == 0:
            _first_heading_in(found)
        end += len(entries) - count
    else:
        return _seen(found)
    if not is_labelled:
        _part_outcomes(entries[start:end])
    _land(found, start, end, document, tally)
    land_pages(pages, document)
    return ""


def _part_outcomes(entries: list[Entry]) -> None:
    """Part what came of each item from what was asked for, where most of the items say both, one behind the other."""
    items = [entry for entry in entries if not entry.is_heading]
    found = [(item, match) for item in items if not item.rest and (match := _OUTCOME.match(item.text))]
    if len(found) >= _FEWEST_ITEMS and len(found) >= _ACCOUNTED_SHARE * len(items) and not any(e.rest for e in items):
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
    if len(numbered) < _FEWEST_PLAIN or any(entry.values for entry in found.entries[numbered[0] :]):
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


def _has_bracket_habit(entries: list[Entry], is_labelled: bool) -> bool:
    """Whether brackets at the end are how this list says who does what: most items of one kind have one."""
    bracketed = [entry for entry in entries if entry.brackets]
    if not bracketed:
        return False
    kind = item_kind(entries)
    if _is_only_item(entries, bracketed):
        return True
    if kind is None:
        items = [entry for entry in entries if entry.is_item and entry.mark is None]
        fewest = min(len(items) - 1, _BESIDE_TABLES_SHARE * len(items))  # the last may be cut
        is_rule = set(map(id, bracketed)) <= set(map(id, items)) and len(bracketed) >= fewest
        return is_rule or len(bracketed) >= _FEWEST_PLAIN
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


def _take_only_bracket(entries: list[Entry]) -> bool:
    """Part the bracket at the end of a text from its only item, where it says without a label who does what: an excerpt
    of one item, which may be cut in the bracket and go on in a paragraph of its own. Returns whether it has one.

    (一)建校2所。(分管副市长负责,市教育局牵头,市财政局、市
    """
    numbered = [entry for entry in entries if entry.mark]
    last = entries[-1] if entries else None
    if last is None or not numbered or numbered[-1] not in entries[-2:]:
        return False
    item = numbered[-1]
    is_alone = sum(1 for entry in numbered if entry.mark and item.mark and entry.mark.kind == item.mark.kind) == 1
    text, brackets = trailing_brackets(last.text)
    if not brackets:
        text, brackets = _cut_bracket(last.text)
    is_stated = text.rstrip(_BLANKS)[-1:] in tuple(SENTENCE_ENDS) or any(map(str.isdigit, text))
    if not is_alone or len(brackets) != 1 or not is_stated or not _NAMES_WITH_ROLES.match(brackets[0]):
        return False
    item.text, item.brackets = text if last is item else f"{item.text}\n{text}", brackets
    if last is not item:
        entries.remove(last)
    return True


def _cut_bracket(text: str) -> tuple[str, list[str]]:
    """(a text without the bracket that it was cut in, the bracket).

    >>> _cut_bracket("修渠9里。(市水利局、市"), _cut_bracket("修渠(二期)9里")
    (('修渠9里。', ['(市水利局、市']), ('修渠(二期)9里', []))
    """
    at = max(text.rfind(sign) for sign in ("(", "\uff08"))
    return (text[:at], [text[at:]]) if at > 0 and open_brackets(text) == 1 == open_brackets(text[at:]) else (text, [])


def _take_cut_bracket(entries: list[Entry]) -> None:
    """Part the bracket that a list was cut in from its last item, where it stands behind a full stop as the others'
    and is cut behind a whole name: of a name that is cut itself nobody knows whose it is.
    """
    bracketed = [entry for entry in entries if entry.brackets]
    last = entries[-1]
    if last.has_own or not bracketed or not last.is_numbered:
        return
    text, brackets = _cut_bracket(last.text)
    ends = tuple(SENTENCE_ENDS)
    is_whole = bool(brackets) and len(_BETWEEN_NAMES.split(brackets[0])[-1]) <= 1 and len(brackets[0]) > _SHORTEST_CUT
    if is_whole and text.endswith(ends) and all(entry.text.endswith(ends) for entry in bracketed):
        last.text, last.brackets = text, brackets


def _take_cut_labels(found: Outline) -> None:
    """Part the bracket that a list was cut in from its last item, where its labels are those of the items above.

    4.建校5所。(牵头单位:市教育局;配合单位: Its whole names count. One that is cut becomes a paragraph of its own, for
    nobody knows whose it is, and so does a bracket that is cut in its first label.
    """
    labelled = [entry for entry in found.entries if entry.values]
    last = found.entries[-1] if len(labelled) >= _FEWEST_ITEMS else None
    if last is None or last.has_own or not last.is_numbered:
        return
    own, brackets = _cut_bracket(last.text)
    labels = found.labels.union(*(entry.values for entry in labelled))
    if not brackets or len(brackets[0]) <= _SHORTEST_CUT:
        return
    bracket = brackets[0]
    if any(label.startswith(bracket[1:].strip()) for label in labels):
        cut, values = bracket, {}
    else:
        cut = _cut_name(bracket, labelled)
        bracket = bracket.removesuffix(cut)
        taken = pairs_of(f"{own}{bracket}\uff09", labels) if _LABELLED_BRACKET.match(bracket) else None
        if not (taken and taken.is_bracket and all(label in labels for label, _ in taken.pairs)):
            return
        own, values = taken.own, dict(taken.pairs)
        last.bracket = bracket
    last.text, last.values = own, values
    if cut:
        found.entries.append(Entry(last.source_place, cut))


def _cut_name(bracket: str, labelled: list[Entry]) -> str:
    """The name that a bracket with labels is cut in, with the sign before it; '' where its last name is whole."""
    match = _LAST_NAME.search(bracket)
    names = {name for entry in labelled for value in entry.values.values() for name in _BETWEEN_NAMES.split(value)}
    if match is None or len(match[1]) < _SHORTEST_CUT or match[1] in names:
        return ""
    return match[1] if bracket[match.start()] in _COLONS else match[0]


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
    if end + 1 == len(entries) and entries[end - 1].has_own:  # cut before its bracket
        last, mark = entries[end], entries[end].mark
        is_cut = not mark and last.is_item and entries[end - 1].is_item and not last.text.endswith(tuple(SENTENCE_ENDS))
        end += is_cut or (mark is not None and _counts_on(entries[end - 1], last, mark.kind))
    elif _is_cut_under_headings(entries, end, kind):
        end = len(entries)
    return start, end


def _is_cut_under_headings(entries: list[Entry], end: int, kind: str | None) -> bool:
    """Whether a list goes on in one more item, cut before its bracket, below headings that part it from the others."""
    last = entries[-1]
    are_headings = end + 1 < len(entries) and all(entry.is_heading for entry in entries[end:-1])
    return are_headings and not last.is_heading and _counts_on(entries[end - 1], last, kind)


def _belongs_to(above: Entry, below: Entry, kind: str | None) -> bool:
    return above.is_heading or above.is_item or _counts_on(above, below, kind)


def _put_accounts_behind(entries: list[Entry], start: int, end: int, is_plain: bool = False) -> int:
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


def _is_cut_account(entries: list[Entry], at: int) -> bool:
    """Whether the last paragraph of a text may be such a one, of which the end was cut: one sentence of it is whole."""
    return at + 1 == len(entries) and _is_lead_in(entries[at]) and "。" in entries[at].text and not entries[at].is_apart


def _is_lead_in(entry: Entry) -> bool:
    return not (entry.mark or entry.has_own or entry.is_heading or entry.is_item)


def _counts_on(one: Entry, following: Entry, kind: str | None) -> bool:
    first, second = one.mark, following.mark
    if not (first and second and first.kind == second.kind == kind):
        return False
    return first.number + 1 == second.number or following.part_no > 1


def _first_heading_in(found: Outline) -> None:
    """The line above the first item is a heading as well where lines like it stand between the items: all of them end
    alike, or begin with the same sign (——教育) or word (关键词 教育), or the items do and a title stands above it, or
    they print no number but who does them and a lead stands above it.
    """
    entries = found.entries
    bare = [entry for entry in entries if entry.is_heading and entry.mark is None]
    line = found.before[-1] if found.before else None
    if not bare or line is None or entries[0].is_heading or not is_bare_heading(line.text.strip()):
        return
    text = line.text.strip()
    is_signed = not text[0].isalnum() and all(entry.text[0] == text[0] for entry in bare)
    is_over_signs = len(found.before) > 1 and entries[0].mark is None and not entries[0].text[0].isalnum()
    word, blank, _ = text.partition(" ")
    is_worded = bool(blank) and all(entry.text.startswith(f"{word} ") for entry in bare)
    ends_alike = all(entry.text[-1] == text[-1] for entry in bare)
    # paragraphs that say who, below a heading below a lead of whole sentences
    above = found.before[-2].text.rstrip(_BLANKS) if len(found.before) > 1 else ""
    is_below_lead = entries[0].is_item and entries[0].has_own and above.endswith(("。", ":", "\uff1a"))
    if is_signed or is_worded or is_over_signs or ends_alike or is_below_lead:
        found.before.pop()
        entries.insert(0, Entry(line.source_place, text, is_heading=True))


def _name_of_first_in(found: Outline, start: int) -> None:
    """The line above the first labels is the name of their item, as the lines above all others are of theirs."""
    first, *others = [entry for entry in found.entries[start:] if entry.values]
    line = found.before[-1] if found.before else None
    are_named = len(others) >= _FEWEST_ITEMS and all(
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


def _land(found: Outline, start: int, end: int, document: ReadDocument, tally: Tally) -> None:
    entries = found.entries[start:end]
    table_no = len(document.grids) + 1
    for line in found.before:
        document.texts.append(PrintedText(table_no, _kind(line), line.text.strip(), line.source_place))
    for entry in found.entries[:start]:
        document.texts.append(PrintedText(table_no, "paragraph", entry.text, entry.source_place))
    items = [entry for entry in entries if not entry.is_heading and (entry.has_own or entry.is_numbered)]
    above = [*(line.text for line in found.before), *(entry.text for entry in found.entries[:start])]
    columns = _Columns(items, _header_over_names(above, items))
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


def _header_over_names(above: list[str], items: list[Entry]) -> str:
    """The word that a table's header, printed at the end of a paragraph above the items, has over the names at their
    ends; '' where there is none: …分解表 序号 名称 工作任务 牵头责任单位.

    Only where each item ends in names that no bracket, dash or blank parts from others.

    >>> item = Entry("line 3", "1 新建学校2所。", brackets=["市教育局、市财政局"])
    >>> [_header_over_names([text], [item]) for text in ("分解表 序号 工作任务 牵头单位", "序号 工作任务 备注")]
    ['牵头单位', '']
    """
    header = next((found for text in reversed(above) if (found := _HEADER_AT_END.search(text))), None)
    names = [bracket for item in items for bracket in item.brackets]
    if header is None or not names or any(len(item.brackets) > 1 for item in items):
        return ""
    return header[1] if all(name[0].isalnum() and not _BLANK_WITHIN.search(name.strip()) for name in names) else ""


class _Columns:
    """Which columns a list has, and an entry's cells in them. names_header: what is printed over names at the ends."""

    def __init__(self, items: list[Entry], names_header: str = "") -> None:
        self.items = items
        self.labels = list(dict.fromkeys(label for item in items for label in item.values))
        self.bracket_count = max((len(item.brackets) for item in items), default=0)
        self.has_rest = any(item.rest for item in items)
        rest_header = BELOW_HEADER if any(item.is_head for item in items) else REST_HEADER
        texts = [item.text for item in items if item.text]
        marks = [item.mark for item in items if item.mark]
        self.has_text = bool(texts)
        self.is_bare = bool(marks) and all(not item.body.strip("、.\uff0e ") for item in items)
        numbers = [mark.number for mark in marks]
        begins_anew = len(set(numbers)) * 10 < len(numbers) * 8
        has_parts = any(item.part_no for item in items)
        # in the text of an item only its sign shows later that a number is one: 1 建校 lacks it
        lacks_signs = any(mark.printed.isdecimal() for mark in marks)
        is_apart = not self.labels or begins_anew or has_parts or lacks_signs
        self.parts_numbers = bool(marks) and not self.is_bare and is_apart
        head = [NUMBER_HEADER] if self.parts_numbers or (self.is_bare and self.has_text) else []
        text_head = [TEXT_HEADER] if self.has_text and not self.is_bare else []
        if text_head and not head and not self.labels and not self.bracket_count and not self.has_rest:
            head = [NUMBER_HEADER]  # a table of one column is none
            self.parts_numbers = True
        self.synthetic = [*head, *text_head]
        if self.bracket_count and not names_header:
            self.synthetic.append(BRACKET_HEADER)
        self.header = [*head, *text_head, *self.labels, *[rest_header] * self.has_rest]
        self.header += [names_header or BRACKET_HEADER] * self.bracket_count
        self.synthetic += [rest_header] * self.has_rest

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
