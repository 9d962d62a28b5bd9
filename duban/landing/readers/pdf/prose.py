"""The text of a PDF without a table: printed lines put together into paragraphs and given to the layouts of plain text.

A line that reached the right edge, or that left a bracket open, goes on in the next, also over the end of a page. Page
numbers, running headers and what a browser prints around a page (address, date and time) stand between the lines only
on paper: they are texts of kind 'page', and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

from duban.landing.grid import Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables import layouts
from duban.landing.readers.pdf.page import Line, Page

# What a page prints around its text, a page number and what a browser adds: page furniture in any document.
PAGE_NUMBER = re.compile(
    r"^[-\uff0d—–─·\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[,\uff0c/\uff0f]?\s*共?\s*\d{1,4}\s*页?)?[-\uff0d—–─·\s]*$"
)
BROWSER = re.compile(
    r"^(?:https?://|(?:fi|\ufb01)le:///|www\.)\S+(?:\s+\d{1,4}\s*[/\uff0f]\s*\d{1,4})?$"
    r"|^\d{2,4}[/.\-年]\d{1,2}[/.\-月]\d{1,2}日?\s*[,\uff0c]?\s*(?:上午|下午|AM|PM)?\s*\d{1,2}:\d{2}"
)
# What begins a paragraph however full the line above is: a number or heading with its sign, a label with its colon.
_BEGINS = re.compile(
    r"^[\s\u3000]*(?:[★△☆▲●•·◆■]|\d{1,4}\s*(?:[.\uff0e](?!\d)|[、)\uff09])|[(\uff08]\s*(?:\d{1,4}|[一二三四五六七八九十⼀⼆⼋⼗]{1,3})\s*[)\uff09]"
    r"|[一二三四五六七八九十⼀⼆⼋⼗]{1,3}\s*、|第\s*[一二三四五六七八九十⼀⼆⼋⼗\d]{1,4}\s*[章节部分项条]|[一-龥⺀-⿕]{2,10}\s*[:\uff1a])"
)
_MARGIN = 0.1  # of the page's height, above and below: where headers and footers stand
_SAME_PLACE = 3.0  # points
_FULL_LINE_LEAVES = 2.1  # characters, as in pdf.py
_INDENT = 0.6
_APART = 1.5  # times the usual distance of lines: a paragraph of its own
_BRACKETS = ("(\uff08[\uff3b〔【《", ")\uff09]\uff3d〕】》")
_BRACKET_LINES = 4  # a bracket that is not closed by then was forgotten
_LINE_PLACE = re.compile(r"^line (\d+)$")


def read_prose(pages: list[Page], document: ReadDocument, tally: Tally) -> bool:
    """Read the pages' lines as a list, if they are one; returns whether they were. A row's place: `page 2, line 5`."""
    furniture = _furniture(pages)
    body = [
        [
            (f"page {page.number}, line {at}", line)
            for at, line in enumerate(page.lines, start=1)
            if id(line) not in furniture
        ]
        for page in pages
    ]
    paragraphs = _paragraphs(body)
    attempt = ReadDocument(format=document.format)
    layouts.read_lines([text for _, text in paragraphs], 0, attempt, tally)
    if not attempt.grids:
        return False
    for grid in attempt.grids:
        grid.row_places = [_placed(place, paragraphs) for place in grid.row_places]
    document.grids.extend(attempt.grids)
    document.texts.extend(text._replace(source_place=_placed(text.source_place, paragraphs)) for text in attempt.texts)
    document.notes.extend(note._replace(source_place=_placed(note.source_place, paragraphs)) for note in attempt.notes)
    left_out = [(page.number, line) for page in pages for line in page.lines if id(line) in furniture]
    after = len(document.grids) + 1
    document.texts.extend(PrintedText(after, "page", line.marked, f"page {number}") for number, line in left_out)
    if left_out:
        first = ", ".join(f"'{text}'" for text in list(dict.fromkeys(line.text for _, line in left_out))[:3])
        what = f"{len(left_out)} lines of page numbers, headers and footers are no part of the text: {first}"
        document.notes.append(Note("info", what[:300], f"page {left_out[0][0]}"))
    return True


def _placed(place: str, paragraphs: list[tuple[str, str]]) -> str:
    match = _LINE_PLACE.match(place)
    return paragraphs[int(match.group(1)) - 1][0] if match else place


def _furniture(pages: list[Page]) -> set[int]:
    """The ids of the lines that belong to the page and not to the text."""
    found: set[int] = set()
    places: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for page in pages:
        height = page.height
        upright = [line for line in page.lines if not line.is_turned]
        found |= {id(line) for line in page.lines if line.is_turned}
        for at, line in enumerate(upright):
            middle = (line.box[1] + line.box[3]) / 2
            if not (middle < _MARGIN * height or middle > (1 - _MARGIN) * height):
                continue
            if PAGE_NUMBER.match(line.text) or BROWSER.match(line.text):
                found.add(id(line))
            elif _stands_apart(upright, at, middle < height / 2, found):
                key = re.sub(rf"(?<!\d){page.number}(?!\d)", "0", line.key)
                places[key, round(line.box[1] / _SAME_PLACE)].append(line)
    for lines in places.values():
        if len(lines) >= max(2, len(pages) - 1):  # a cover may do without
            found |= {id(line) for line in lines}
    return found


def _stands_apart(lines: list[Line], at: int, is_above: bool, furniture: set[int]) -> bool:
    """Whether a wider gap than between lines parts a line at the page's edge from the text."""
    beyond = lines[:at] if is_above else lines[at + 1 :]
    if len(beyond) > 2:
        return False
    inner = lines[at + 1 : at + 2] if is_above else lines[at - 1 : at] if at else []
    if not inner:
        return True
    gap = inner[0].box[1] - lines[at].box[3] if is_above else lines[at].box[1] - inner[0].box[3]
    return gap > 1.2 * inner[0].em


def _paragraphs(pages: list[list[tuple[str, Line]]]) -> list[tuple[str, str]]:
    """(place, text) of each paragraph; an empty one where the print leaves a wide gap."""
    lines = [line for page in pages for _, line in page]
    if not lines:
        return []
    left = Counter(round(line.box[0]) for line in lines).most_common(1)[0][0]
    left = min(left, *(round(line.box[0]) for line in lines if _count_at(lines, line.box[0]) * 5 >= len(lines)), left)
    right = max(line.box[2] for line in lines)
    steps = [
        below.box[1] - above.box[1]
        for page in pages
        for (_, above), (_, below) in pairwise(page)
        if below.box[1] > above.box[1]
    ]
    usual = median(steps) if steps else 0.0
    closest = min((step for step in steps if step > 0.5 * usual), default=usual)
    paragraphs: list[tuple[str, str]] = []
    state = _Open()
    for page in pages:
        before: Line | None = None
        for place, line in page:
            step = line.box[1] - before.box[1] if before else 0.0
            if paragraphs and state.goes_on(line, step, closest, left, right):
                first, text = paragraphs[-1]
                paragraphs[-1] = (first, _joined(text, line.marked))
                state.add(line)
            else:
                if paragraphs and before and usual and step > 1.8 * usual:
                    paragraphs.append((place, ""))
                paragraphs.append((place, line.marked))
                state = _Open()
                state.add(line)
            before = line
    return paragraphs


def _count_at(lines: list[Line], x: float) -> int:
    return sum(1 for line in lines[:400] if abs(line.box[0] - x) <= _SAME_PLACE)


class _Open:
    """The paragraph under way."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.depth = 0

    def add(self, line: Line) -> None:
        """Take a line in."""
        self.lines.append(line)
        for character in line.text:
            self.depth += (character in _BRACKETS[0]) - (character in _BRACKETS[1])
        self.depth = max(self.depth, 0)

    def goes_on(self, line: Line, step: float, closest: float, left: float, right: float) -> bool:
        """Whether the paragraph goes on in this line. step: its distance from the line above, 0 on another page."""
        last, em = self.lines[-1], self.lines[-1].em
        if abs(line.em - em) > 0.15 * em:
            return False
        if self.depth and len(self.lines) <= _BRACKET_LINES and not _ITEM.match(line.text):
            return True
        if _BEGINS.match(line.text) or (step and step > _APART * closest):
            return False
        if right - last.box[2] > _FULL_LINE_LEAVES * em:
            return False
        x0 = line.box[0]
        if x0 <= left + _INDENT * em:
            return True
        if len(self.lines) > 1 and abs(x0 - last.box[0]) <= _INDENT * em:
            return True
        return len(self.lines) == 1 and bool(_BEGINS.match(last.text)) and x0 > last.box[0] + _INDENT * em


_ITEM = re.compile(r"^[\s\u3000]*\d{1,4}\s*[.\uff0e、](?!\d)")


def _joined(text: str, more: str) -> str:
    """Two lines of one paragraph: nothing between Chinese characters, a blank between words and numbers in Latin."""
    is_latin = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if is_latin else text + more
