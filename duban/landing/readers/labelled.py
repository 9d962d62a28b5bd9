"""Tables that were written out as labelled lists: each target a paragraph, its columns as `label:value`.

Two ways are met. On lines of their own:            Inline, in brackets:

    1.新建农村学校食堂30处                              1.新建农村学校食堂30处(责任领导:臧伟;牵头单位:市教育局)
    牵头单位:市教育局                                   2.新招聘教师3000名(责任领导:臧伟;牵头单位:市教育局)
    完成时限:年底

Both become one grid: the header holds the labels as printed, in the order they are first met; before them stands the
paragraph itself, under a word that the print does not have and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally

# Full-width punctuation is written as escapes (\uff1a colon, \uff08 \uff09 brackets, \uff1b \uff0c \uff0e): it looks
# like the half-width form beside it, and a tool that folds text would lose it without a trace.

# The header over the paragraphs when the list prints no label for them.
UNLABELLED = "任务内容"
NUMBERED = "序号"  # when the paragraphs' own text is printed under a label and only their numbers are left
# ⺀-⿕ are radicals, which fonts of PDF give for the characters; sql/staging reads them as such.
_LABEL = r"[一-龥⺀-⿕]{2,10}(?:[(\uff08][一-龥]{1,6}[)\uff09])?"
_LABELLED_LINE = re.compile(rf"^[\s\u3000●•·★△◆■-]*({_LABEL})\s*[:\uff1a]\s*(.*)$", re.DOTALL)
_OPENING = re.compile(rf"[(\uff08【\[]\s{{0,9}}(?={_LABEL}\s{{0,9}}[:\uff1a])")
_CLOSING = (")\uff09】]", " \t\u3000。;\uff1b.\uff0e")  # what closes the bracket, and what may stand after it
_BETWEEN_LABELS = re.compile(rf"([;\uff1b,\uff0c。、\s\u3000]{{1,9}})(?={_LABEL}\s{{0,9}}[:\uff1a])")
_WITHIN_A_VALUE = ",\uff0c。、"  # after these a word with a colon may as well be the value's own text
_ITEM = re.compile(
    r"^[\s\u3000]*(?:[★△☆▲]\s*)?(?:\d{1,4}\s*[.\uff0e、)\uff09,\uff0c]|[(\uff08]\s*\d{1,4}\s*[)\uff09]"
    r"|[(\uff08][一二三四五六七八九十⼀⼆⼋⼗]{1,3}[)\uff09]|第\s*\d+\s*[项条])"
)
_SECTION = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十⼀⼆⼋⼗]{1,3}\s*、|第[一二三四五六七八九十⼀⼆⼋⼗]{1,3}\s*[章节部分])"
)
_VALUE_ENDS = " \t\u3000;\uff1b"  # the blanks and the semicolon that part a value from the next label
_FEWEST_ITEMS = 2
_LONGEST_LABELLED = 4_000  # characters; a longer paragraph is no item of a list
_LONGEST_SECTION = 40


@dataclass(slots=True)
class _Item:
    """One paragraph with its labels; a section heading has neither."""

    line_no: int
    text: str
    values: dict[str, str] = field(default_factory=dict)
    is_section: bool = False
    last_label: str | None = None


def read_labelled(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Read lines as a labelled list, if they are one: at least two items share a label. Returns whether they were.

    Lines before the first item, and those after the last that belong to none, become texts. A row's place is `line N`.
    """
    common = _common_labels(lines)
    if not common:
        return False
    before, items = _items(lines, offset, common)
    labelled = [item for item in items if item.values]
    if len(labelled) < _FEWEST_ITEMS:
        return False
    for line_no, text in before:
        document.texts.append(PrintedText(len(document.grids) + 1, "paragraph", text, f"line {line_no}"))
    labels = list(dict.fromkeys(label for item in labelled for label in item.values))
    texts = [item.text for item in labelled if item.text]
    has_text = bool(texts)
    head = NUMBERED if all(map(_is_number, texts)) else UNLABELLED
    grid = Grid(span_is_known=False)
    place = f"line {labelled[0].line_no}"
    tally.table(place)
    _add(grid, [head, *labels] if has_text else list(labels), place, tally)
    last = max(at for at, item in enumerate(items) if item.values)
    items, after = items[: last + 1], items[last + 1 :]
    for item in items:
        place = f"line {item.line_no}"
        if item.is_section or not item.values:
            _add(grid, [item.text], place, tally)
        else:
            values = [item.values.get(label, "") for label in labels]
            _add(grid, [item.text, *values] if has_text else values, place, tally)
    document.grids.append(grid)
    for item in after:
        document.texts.append(PrintedText(len(document.grids) + 1, "paragraph", item.text, f"line {item.line_no}"))
    if has_text:
        what = f"read as a labelled list; its first column has no printed label and is called {head}"
    else:
        what = "read as a labelled list"
    document.notes.append(Note("info", what, grid.row_places[0]))
    return True


def _is_number(text: str) -> bool:
    """Whether nothing but an item's number is printed: `1.` or `(12)、`, not `1.建校`."""
    item = _ITEM.match(text)
    return item is not None and not text[item.end() :].strip(" \t\u3000\u3001.\uff0e")


def _add(grid: Grid, row: list[str], place: str, tally: Tally) -> None:
    tally.row(row, place)
    grid.rows.append(list(row))
    grid.row_places.append(place)


def _common_labels(lines: list[str]) -> set[str]:
    """The labels that come back: those of more than one paragraph. A single `注:` or `电话:` is no column."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update({label for label, _ in _pairs(line)[1]})
    return {label for label, count in counts.items() if count >= _FEWEST_ITEMS}


def _pairs(line: str, common: set[str] | None = None) -> tuple[str, list[tuple[str, str]], bool]:
    """(the text before the labels, the (label, value) pairs, whether in a bracket) of a line without or with labels.

    common: the labels that come back, once they are known; a word with a colon that is none of them and follows a
    comma belongs to the value before it.

    >>> _pairs("1.新招聘教师3000名(责任领导:臧伟;牵头单位:市教育局)")
    ('1.新招聘教师3000名', [('责任领导', '臧伟'), ('牵头单位', '市教育局')], True)
    >>> _pairs("牵头单位:市教育局")
    ('', [('牵头单位', '市教育局')], False)
    """
    text = line.strip(" \t")
    if len(text) > _LONGEST_LABELLED:
        return text, [], False
    closed = text.rstrip(_CLOSING[1])
    opening = _OPENING.search(closed) if closed[-1:] in tuple(_CLOSING[0]) else None
    if opening:
        own, inner = closed[: opening.start()].rstrip(" \t"), closed[opening.end() : -1]
    else:
        item = _ITEM.match(text)
        own, inner = (text[: item.end()].strip(" \t"), text[item.end() :]) if item else ("", text)
    pairs: list[tuple[str, str]] = []
    pieces = _BETWEEN_LABELS.split(inner.strip())
    for between, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        match = _LABELLED_LINE.match(piece)
        is_apart = common is None or match is None or match.group(1) in common or bool(between.strip(_WITHIN_A_VALUE))
        if pairs and not is_apart:
            label, value = pairs[-1]
            pairs[-1] = (label, (value + between + piece).strip(_VALUE_ENDS))
        elif match:
            pairs.append((match.group(1), match.group(2).strip(_VALUE_ENDS)))
        elif not opening:
            return text, [], False
    return own, pairs, bool(opening)


def _items(lines: list[str], offset: int, common: set[str]) -> tuple[list[tuple[int, str]], list[_Item]]:
    """(lines before the list, the items and section headings of the list).

    A label that comes only once is one of an item's when it stands with labels that come back, in their bracket or
    right under them; after an empty line it is not (联系电话:… at the end of a page).
    """
    before: list[tuple[int, str]] = []
    items: list[_Item] = []
    is_apart = True
    for line_no, line in enumerate(lines, start=offset + 1):
        text = line.strip(" \t")
        if not text:
            is_apart = True
            continue
        own_text, pairs, in_bracket = _pairs(line, common)
        current = items[-1] if items and not items[-1].is_section else None
        is_under_labels = current is not None and bool(current.values) and not is_apart and not in_bracket
        if pairs and (is_under_labels or any(label in common for label, _ in pairs)):
            is_answered = current is None or any(label in current.values for label, _ in pairs)
            if current is None or is_answered or _ITEM.match(own_text) or (own_text and current.values):
                current = _Item(line_no, own_text)
                items.append(current)
            elif own_text:
                current.text = f"{current.text}\n{own_text}"
            current.values.update(pairs)
            current.last_label = None if in_bracket else pairs[-1][0]
        elif _ITEM.match(text):
            items.append(_Item(line_no, text))
        elif _SECTION.match(text) and len(text) <= _LONGEST_SECTION:
            items.append(_Item(line_no, text, is_section=True))
        elif current is None:
            before.append((line_no, text))
        elif current.last_label is not None and not is_apart:
            current.values[current.last_label] = f"{current.values[current.last_label]}\n{text}".strip("\n")
        elif not current.values:
            current.text = f"{current.text}\n{text}"
        else:
            items.append(_Item(line_no, text))
        is_apart = False
    return _without_preface(before, items)


def _without_preface(before: list[tuple[int, str]], items: list[_Item]) -> tuple[list[tuple[int, str]], list[_Item]]:
    """Paragraphs ahead of the first labelled item are no rows, save the section heading that stands right over it."""
    first = next((at for at, item in enumerate(items) if item.values), len(items))
    while first > 0 and items[first - 1].is_section:
        first -= 1
    preface = [(item.line_no, item.text) for item in items[:first]]
    return sorted([*before, *preface]), items[first:]
