"""A table whose cells a page's copy ran together: one paragraph, in which rows begin with their number.

    …分解表工作任务牵头单位配合单位一、教育1.新建学校2所。市教育局市财政局、各乡镇2.招聘教师90名。市教育局二、交通3.修路5公里。市交通局

Where one cell ends and the next begins is lost but for two signs: a row's number counts on, and a text ends with a full
stop. What stands behind the last full stop of a row are names; of whom, and where one ends, is for the SQL to say. The
paragraph is believed only where most rows have both signs and no blank or stop parts a row from the next, as in prose.

    …分解表序重点任务责任单位1新建学校2所。市教育局2招聘教师90名。市教育局、市财政局3修路5公里。市交通局4…

Numbers without a sign are those of rows only behind a header that begins with 序, and each behind names. Where the
header comes again, at the head of a page, it is taken out. Where it names a column of leaders before that of units,
names begin with a person: they are parted (glued_names.py), or stand where they are no unit's.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.glued_names import columns_of_names, length_of_units, parted_names, people_of
from duban.landing.readers.lists.as_rows import BRACKET_HEADER, NUMBER_HEADER, TEXT_HEADER
from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.marks import SENTENCE_ENDS, value_of
from duban.landing.readers.lists.reading import land_pages
from duban.landing.readers.lists.run_on import without_pages

_NUMBER = re.compile(r"(?<![\d.\uff0e])(\d{1,3})[.\uff0e、](?!\d)")
_BARE_NUMBER = re.compile(r"(?<![\d.\uff0e])(\d{1,3})(?=[一-龥“\"《])")
_HEADER = re.compile("序号?[一-龥]{4,40}$")
_NAMES_BEFORE = re.compile(f"[{SENTENCE_ENDS}]([^{SENTENCE_ENDS}:\uff1a\\d]{{3,160}})$")
_BETWEEN_NAMES = re.compile("[、,\uff0c]")
_FURTHEST = 170  # characters before a number among which the names of its row stand
_HEADING = re.compile(f"([一二三四五六七八九十]{{1,3}})、[^{SENTENCE_ENDS}]{{2,40}}$")
_NAMES = re.compile(f"^[^{SENTENCE_ENDS}:\uff1a]{{2,160}}$")
_PARTS_ROWS = tuple(SENTENCE_ENDS + ":\uff1a \t\u3000\xa0")  # before a number: prose, or a list of lines run together
_FEWEST_ROWS = 4
_LONGEST = 100_000  # characters
_SHARE = 0.6  # of the rows: with names behind their text, and glued to the row before


class _Row(NamedTuple):
    """number: as printed; '' for a heading. names: what is glued behind the last sentence."""

    number: str
    text: str
    names: str = ""


def read_glued_rows(lines: list[ListLine], document: ReadDocument, tally: Tally) -> bool:
    """Whether one of the lines holds such a table, which then is one of the document's; the rest become texts."""
    lines, pages = without_pages(lines)
    for at, line in enumerate(lines):
        lead, rows = _rows_of(line.text)
        if rows:
            _land(lines, at, lead, rows, document, tally)
            land_pages(pages, document)
            return True
    return False


def _rows_of(text: str) -> tuple[str, list[_Row]]:
    """(what stands before the first row, headings and rows in order); no rows where the paragraph is no such table.

    >>> _rows_of("分工一、教育1.建校2所。甲局乙局2.招生。甲局二、交通3.修路。丙局4.架桥。丙局")[1][:2]
    [_Row(number='', text='一、教育', names=''), _Row(number='1.', text='建校2所。', names='甲局乙局')]
    >>> _rows_of("分工:1.建校2所。2.招生。3.修路。4.架桥。")
    ('', [])
    """
    starts = _starts(text)
    if len(starts) < _FEWEST_ROWS:
        starts = _bare_starts(text)
    if len(starts) < _FEWEST_ROWS:
        return "", []
    glued = sum(1 for found in starts[1:] if not text[: found.start()].endswith(_PARTS_ROWS))
    if glued < _SHARE * (len(starts) - 1):
        return "", []
    header = _HEADER.search(text[max(0, starts[0].start() - _FURTHEST) : starts[0].start()])
    next_heading = 1
    lead, heading = _without_heading(text[: starts[0].start()], next_heading)
    rows: list[_Row] = []
    for found, following in zip(starts, [*starts[1:], None], strict=True):
        if heading:
            rows.append(_Row("", heading))
            next_heading = value_of(heading.partition("、")[0]) + 1
        body = text[found.end() : following.start() if following else len(text)]
        body = body.replace(header.group(), "") if header else body  # a page prints it again
        body, heading = _without_heading(body, next_heading) if following else (body, "")
        end = max(map(body.rfind, SENTENCE_ENDS)) + 1
        end = end if end or following else len(body)  # the text is cut in its last row
        rows.append(_Row(found.group(), body[:end].strip(), body[end:].strip()))
    items = [row for row in rows if row.number]
    with_names = sum(1 for row in items if row.text and _NAMES.match(row.names))
    return (lead.strip(), rows) if with_names >= _SHARE * len(items) else ("", [])


def _starts(text: str) -> list[re.Match[str]]:
    """The numbers that count on from 1, each the first of its value behind the one before."""
    starts: list[re.Match[str]] = []
    for found in _NUMBER.finditer(text):
        if int(found.group(1)) == len(starts) + 1:
            starts.append(found)
    return starts


def _bare_starts(text: str) -> list[re.Match[str]]:
    """The numbers without a sign that count on from 1: the first right behind the header, each of the others behind
    names. Of several of one value it is the one whose names end as most do: 新建3条 is none.

    >>> text = "分解表序任务内容责任单位1修路2条。甲局、乙局2植树。另外新建3处。丙园林局3架桥。丁局"
    >>> [found.start() for found in _bare_starts(text)]
    [12, 23, 38]
    """
    numbers = list(_BARE_NUMBER.finditer(text[:_LONGEST]))
    first = next((found for found in numbers if found[1] == "1"), None)
    if first is None or not _HEADER.search(text[: first.start()]):
        return []
    named: dict[int, list[tuple[re.Match[str], list[str]]]] = {}  # by value: the last characters of the names before it
    for found in numbers:
        if names := _NAMES_BEFORE.search(text[max(0, found.start() - _FURTHEST) : found.start()]):
            endings = [name[-1] for name in _BETWEEN_NAMES.split(names[1]) if name]
            named.setdefault(int(found[1]), []).append((found, endings))
    counts = Counter(ending for one in named.values() for _, endings in one for ending in endings)
    starts = [first]
    while behind := [one for one in named.get(len(starts) + 1, []) if one[0].start() > starts[-1].start()]:
        starts.append(max(behind, key=lambda one: max((counts[ending] for ending in one[1]), default=0))[0])
    return starts


def _without_heading(text: str, number: int) -> tuple[str, str]:
    """(a text up to the heading at its end, the heading): of that number, or of the one before where a page break
    repeats it.
    """
    found = _HEADING.search(text)
    while found and value_of(found.group(1)) not in (number - 1, number):
        found = _HEADING.search(text, found.start() + 1)
    return (text[: found.start()], found.group().strip()) if found else (text, "")


def _parts(row: _Row, people: set[str]) -> list[_Row]:
    """The row, parted behind a sentence that one of the people and units follow: another text of its number begins.

    >>> _parts(_Row("3", "修路。陈大明交通局种树。", "孙晓东园林局"), {"陈大明"})
    [_Row(number='3', text='修路。', names='陈大明交通局'), _Row(number='3', text='种树。', names='孙晓东园林局')]
    """
    if not people or not row.names:
        return [row]
    parts: list[_Row] = []
    begun = 0
    for found in re.finditer("。(" + "|".join(map(re.escape, sorted(people))) + ")", row.text):
        count = length_of_units(row.text[found.end() : found.end() + _FURTHEST])
        if count and found.end() + count < len(row.text) and found.start() >= begun:
            end = found.end() + count
            parts.append(_Row(row.number, row.text[begun : found.start() + 1], row.text[found.start() + 1 : end]))
            begun = end
    return [*parts, _Row(row.number, row.text[begun:], row.names)]


def _land(lines: list[ListLine], at: int, lead: str, rows: list[_Row], document: ReadDocument, tally: Tally) -> None:
    place = lines[at].source_place
    table_no = len(document.grids) + 1
    above = [*lines[:at], ListLine(place, lead)]
    for number, texts in ((table_no, above), (table_no + 1, lines[at + 1 :])):
        document.texts.extend(
            PrintedText(number, "paragraph", line.text.strip(), line.source_place)
            for line in texts
            if line.text.strip()
        )
    grid = Grid(span_is_known=False)
    tally.table(place)
    columns = columns_of_names(lead)
    header = [NUMBER_HEADER, TEXT_HEADER, *(columns or [BRACKET_HEADER])]
    tally.add_row(grid, list(header), place)
    people = people_of([row.names for row in rows]) if columns else set()
    for row in [part for printed in rows for part in _parts(printed, people)]:
        names: list[str | None] = [row.names]
        if columns:
            names = [*parted_names(row.names, people, len(columns) - 1)]
        tally.add_row(grid, [row.number, row.text, *names] if row.number else [row.text], place)
    document.grids.append(grid)
    count = sum(1 for row in rows if row.number)
    what = f"read as a table whose cells were run together: {count} rows, parted at their numbers and last full stops"
    what += ", names where they end as units do" if columns else ""
    document.notes.append(Note("warning", f"{what}; the headers {', '.join(header)} are ours, not printed", place))
