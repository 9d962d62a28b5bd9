"""Paragraphs without numbers in groups, below each of which a sentence says who does them.

    【公共设施】
    四、完善社区服务。新建便民站6个;架设路灯90盏。
    新建便民站6个。第二季度选址,年底完工。
    架设路灯90盏。第三季度完工。
    上述项目由区民政局牵头负责。

The names stand over the rows of their group, as a merged cell would. The first sentence of a numbered paragraph is the
heading; what follows it and only says its projects beforehand is a text, else the first of them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.as_rows import TEXT_HEADER, UNIT_HEADER
from duban.landing.readers.lists.list_line import BLANKS, ListLine, land_lines
from duban.landing.readers.lists.marks import HEADING_KINDS, SENTENCE_ENDS, mark_of

_ANSWER = re.compile(
    r"^(?:上述|以上)[一-龥\d]{0,6}?(?:项目|工作|任务|事项|实事|[各\d一二三四五六七八九十][项件])[均都]?由"
    r"([^。;\uff1b:\uff1a\d]{3,80}?(?:牵头|负责|承办|落实|实施|组织)[^。;\uff1b:\uff1a\d]{0,60})[。;\uff1b]?$"
)
_BETWEEN_CLAUSES = re.compile("[,\uff0c。;\uff1b]")
_COLONS = (":", "\uff1a")
_FEWEST_GROUPS = 2
_SAID_BEFOREHAND = 0.6  # of the clauses of a paragraph: those that come again below it
_LONGEST_HEADING = 40


class _Part(NamedTuple):
    """A heading, an item or a text; answer_no: of the sentence that says who does an item."""

    kind: str
    place: str
    text: str
    answer_no: int = 0


def read_answered_groups(lines: list[ListLine], document: ReadDocument, tally: Tally) -> bool:
    """Read lines as such groups, if they are some; whether they are."""
    filled = [line._replace(text=line.text.strip(BLANKS)) for line in lines if line.text.strip(BLANKS)]
    answers = [at for at, line in enumerate(filled) if _ANSWER.match(line.text)]
    parts: list[_Part] = []
    names: list[ListLine] = []
    before = filled[: answers[0] + 1] if answers else []  # of a group that stands on the page before
    start = 0
    for at in answers:
        found = _ANSWER.match(filled[at].text)
        group = filled[start:at]
        start = at + 1
        if found and group:
            names.append(filled[at]._replace(text=found[1]))
            if at == answers[0]:
                before, group = _parted_in_front(group)
            parts += _parts_of(group, len(names))
        elif found and at:
            return False  # two answers of one group
    answered = {part.answer_no for part in parts if part.kind == "item"}
    if len(names) < _FEWEST_GROUPS or len(answered) < len(names):
        return False
    if any(mark_of(part.text) for part in parts if part.kind == "item"):
        return False  # numbers part the items otherwise
    land_lines(before, document)
    _land(parts, names, document, tally)
    land_lines(filled[start:], document)
    return True


def _parted_in_front(group: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the title and what leads to the list, the first group).

    The group begins with its numbered heading and the one above that, 【公共设施】, else behind the title and its lead.
    """
    marks = [mark_of(line.text) for line in group]
    start = next((at for at, mark in enumerate(marks) if mark and mark.kind in HEADING_KINDS), 0)
    if start > 1 and _is_heading(group[start - 1]):
        start -= 1
    elif not start and marks[0] is None:
        start = max((at for at, line in enumerate(group, start=1) if _is_heading(line) or _leads(line)), default=0)
    return group[:start], group[start:]


def _is_heading(line: ListLine) -> bool:
    return line.is_heading or not line.text.endswith((*SENTENCE_ENDS, *_COLONS))


def _leads(line: ListLine) -> bool:
    return line.text.endswith(_COLONS)


def _parts_of(group: list[ListLine], answer_no: int) -> list[_Part]:
    """The headings, items and texts of one group, in their order."""
    parts: list[_Part] = []
    counts = Counter(clause.strip() for line in group for clause in _BETWEEN_CLAUSES.split(line.text))
    for line in group:
        mark = mark_of(line.text)
        if mark is None or mark.kind not in HEADING_KINDS:
            parts.append(_Part("heading" if _is_heading(line) else "item", line.source_place, line.text, answer_no))
            continue
        head, stop, rest = line.text.partition("。")
        is_long = len(head) > _LONGEST_HEADING
        parts.append(_Part("heading", line.source_place, line.text if is_long else head + stop, answer_no))
        if rest and not is_long:
            kind = "text" if _is_said_again(rest, counts) else "item"
            parts.append(_Part(kind, line.source_place, rest.strip(BLANKS), answer_no))
    return parts


def _is_said_again(text: str, counts: Counter[str]) -> bool:
    """Whether most clauses of a paragraph come again in its group, of which these are the counts of all clauses.

    >>> _is_said_again("建桥5座;修路9里。", Counter({"建桥5座": 2, "修路9里": 2, "已设计": 1}))
    True
    """
    clauses = [clause.strip() for clause in _BETWEEN_CLAUSES.split(text) if clause.strip()]
    return sum(1 for clause in clauses if counts[clause] > 1) >= _SAID_BEFOREHAND * len(clauses)


def _land(parts: list[_Part], names: list[ListLine], document: ReadDocument, tally: Tally) -> None:
    table_no = len(document.grids) + 1
    grid = Grid(span_is_known=True)
    tally.table(parts[0].place)
    tally.add_row(grid, [TEXT_HEADER, UNIT_HEADER], parts[0].place)
    start = 0
    last = 0  # the answer of the row above
    for part in parts:
        if part.kind == "text":
            document.texts.append(PrintedText(table_no + 1, "paragraph", part.text, part.place))
            continue
        if part.kind == "heading":
            tally.add_row(grid, [part.text, None], part.place)
            grid.spans[len(grid.rows), 1] = (1, 2)
            last = 0
            continue
        is_first = part.answer_no != last
        answer = names[part.answer_no - 1]
        tally.add_row(grid, [part.text, answer.text if is_first else None], part.place)
        row_no = len(grid.rows)
        if is_first:
            start, last = row_no, part.answer_no
            grid.cell_places[row_no, 2] = answer.source_place
        else:
            grid.spans[start, 2] = (row_no - start + 1, 1)
    document.grids.append(grid)
    what = f"read as paragraphs in groups, below which a sentence says who does them; {TEXT_HEADER} and "
    document.notes.append(Note("info", f"{what}{UNIT_HEADER} are ours, not printed", parts[0].place))
