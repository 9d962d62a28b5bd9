"""Records of the same labels in the same order, some of which stand alone over values of several lines.

    01 项目名称:农村饮水        the number may stand on a line of its own
    项目内容:
    新建管网9公里。
    责任单位                     this one lost its colon
    县水利局
    02 项目名称: ...

Believed only where each record but the last, which may be cut, has the labels of the first, one missing at most.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.list_line import BLANKS, ListLine, land_lines
from duban.landing.readers.lists.marks import DATE_LINE, LABEL, SENTENCE_ENDS, is_numbered_heading, mark_of

_NUMBER_HEADER = "序号"
_NUMBER = r"(?:\d{1,3}|[(\uff08]\d{1,3}[)\uff09]|[一二三四五六七八九十]{1,3}(?=[、.\uff0e]))[、.\uff0e]?"
_LABELLED = re.compile(rf"^({_NUMBER})?[\s\u3000]*({LABEL})\s*[:\uff1a]\s*(.*)$", re.DOTALL)
_BARE_LABEL = re.compile(rf"^({_NUMBER})?[\s\u3000]*({LABEL})$")
_BARE_NUMBER = re.compile(rf"^{_NUMBER}$")
_FEWEST_LABELS = 3
_FEWEST = 2  # records, and values that stand below their label


class _Head(NamedTuple):
    """A line that begins with a label. at: its index; number: what is printed before the label; value: what behind."""

    at: int
    number: str
    label: str
    value: str


class _Record(NamedTuple):
    number: str
    values: dict[str, str]
    heading: str  # the line that stands above the record and sets it apart from those before it
    source_place: str


def read_record_cycles(lines: list[ListLine], document: ReadDocument, tally: Tally) -> bool:
    """Read lines as such records, if they are; returns whether they were. Other lines become texts."""
    filled = [line for line in lines if line.text.strip(BLANKS)]
    texts = [line.text.strip(BLANKS) for line in filled]
    cycles = _cycles(_heads(texts))
    if not cycles or _have_more_above(texts, cycles):
        return False
    records, end = _records(filled, texts, cycles)
    start = _first_line(texts, cycles[0][0])
    land_lines(filled[:start], document)
    _land(records, document, tally)
    land_lines(filled[end:], document)
    return True


def _heads(texts: list[str]) -> list[_Head]:
    """The lines that begin with a label that comes back; one without its colon is one where others print it."""
    found = [(at, match) for at, text in enumerate(texts) if (match := _LABELLED.match(text))]
    counts = Counter(match[2] for _, match in found)
    heads = [_Head(at, match[1] or "", match[2], match[3].strip(BLANKS)) for at, match in found]
    bare = [(at, match) for at, text in enumerate(texts) if (match := _BARE_LABEL.match(text)) and counts[match[2]]]
    return sorted(heads + [_Head(at, match[1] or "", match[2], "") for at, match in bare])


def _cycles(heads: list[_Head]) -> list[list[_Head]]:
    """The heads of each record; empty where they are none, or where no label stands over its values."""
    counts = Counter(head.label for head in heads)
    most = max(counts.values(), default=0)
    first = next((head.label for head in heads if counts[head.label] >= most - 1), "")
    labels = {label for label, count in counts.items() if count >= max(_FEWEST, counts[first] - 1)}
    cycles: list[list[_Head]] = []
    for head in heads:
        if head.label == first:
            cycles.append([])
        if head.label in labels and cycles:
            cycles[-1].append(head)
    order = [head.label for head in cycles[0]] if cycles else []
    below = sum(1 for cycle in cycles for head in cycle if not head.value)
    if len(cycles) < _FEWEST or len(order) < _FEWEST_LABELS or len(set(order)) < len(order) or below < _FEWEST:
        return []
    rank = {label: no for no, label in enumerate(order)}
    for cycle in cycles:
        ranks = [rank.get(head.label, -1) for head in cycle]
        is_in_order = ranks[0] == 0 and all(one < following for one, following in pairwise(ranks))
        if not is_in_order or (cycle is not cycles[-1] and len(cycle) < max(len(order) - 1, _FEWEST)):
            return []
    return cycles


def _have_more_above(texts: list[str], cycles: list[list[_Head]]) -> bool:
    """Whether a line above each record may be a part of it: it is numbered; or no record is, and more than one line
    stands between the last label of a record and the next.
    """
    above = [texts[cycle[0].at - 1] if cycle[0].at else "" for cycle in cycles]
    if all(head.number or _BARE_NUMBER.match(text) for (head, *_), text in zip(cycles, above, strict=True)):
        return False
    ends = [following[0].at - cycle[-1].at for cycle, following in pairwise(cycles)]
    lines = [end - (cycle[-1].value == "") for end, cycle in zip(ends, cycles, strict=False)]
    return all(map(mark_of, above)) or any(count > 1 for count in lines)


def _first_line(texts: list[str], head: _Head) -> int:
    """The line that a record begins with: that of its first label, the number on the line above it or its heading."""
    at = head.at
    if not head.number and at and _BARE_NUMBER.match(texts[at - 1]):
        at -= 1
    return at - 1 if at and is_numbered_heading(texts[at - 1]) else at


def _records(lines: list[ListLine], texts: list[str], cycles: list[list[_Head]]) -> tuple[list[_Record], int]:
    """(the records, the line behind the last of them)."""
    starts = [_first_line(texts, cycle[0]) for cycle in cycles]
    ends = [*starts[1:], len(texts)]
    longest = 1  # lines of a value that ends a record
    records: list[_Record] = []
    for cycle, start, end in zip(cycles, starts, ends, strict=True):
        last = cycle[-1]
        if cycle is cycles[-1]:
            end = _end_of_last(texts, last, longest)
        else:
            longest = max(longest, end - last.at)
        borders = [*(head.at for head in cycle), end]
        values = {
            head.label: "\n".join(filter(None, [head.value, *texts[head.at + 1 : below]]))
            for head, below in zip(cycle, borders[1:], strict=True)
        }
        number = cycle[0].number
        above = texts[start : cycle[0].at]
        if above and not number and _BARE_NUMBER.match(above[-1]):
            number = above.pop()
        records.append(_Record(number, values, "".join(above), lines[start].source_place))
        ends[-1] = end
    return records, ends[-1]


def _end_of_last(texts: list[str], head: _Head, longest: int) -> int:
    """The line behind the value of the last label: what a page prints below its records is none of it."""
    end = head.at + 1
    while end < len(texts) and end - head.at < longest:
        is_value = end == head.at + 1 or texts[end - 1][-1] in SENTENCE_ENDS
        if not is_value or _LABELLED.match(texts[end]) or DATE_LINE.match(texts[end]):
            break
        end += 1
    return end


def _land(records: list[_Record], document: ReadDocument, tally: Tally) -> None:
    labels = list(dict.fromkeys(label for record in records for label in record.values))
    is_numbered = all(record.number for record in records[:-1])
    grid = Grid(span_is_known=False)
    place = records[0].source_place
    tally.table(place)
    tally.add_row(grid, [*[_NUMBER_HEADER] * is_numbered, *labels], place)
    for record in records:
        if record.heading:
            tally.add_row(grid, [record.heading], record.source_place)
        values: list[str | None] = [record.values.get(label, "") for label in labels]
        tally.add_row(grid, [*[record.number] * is_numbered, *values], record.source_place)
    document.grids.append(grid)
    ours = f"; the header {_NUMBER_HEADER} is ours, not printed" if is_numbered else ""
    what = f"read as {len(records)} records of {len(labels)} labels with values, a row each{ours}"
    document.notes.append(Note("info", what, place))
