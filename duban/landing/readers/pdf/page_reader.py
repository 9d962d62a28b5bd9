"""One page of a PDF as it is seen: the parts of tables on it, the lines outside them, and what was left out of both."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from duban.errors import DocumentError
from duban.landing.grid import Note
from duban.landing.limits import Limits
from duban.landing.marked_text import HIDDEN, marked
from duban.landing.pictures import ONLY_A_PICTURE
from duban.landing.readers.pdf.annotations import Annotations, page_annotations
from duban.landing.readers.pdf.drawing import draw
from duban.landing.readers.pdf.lines import Character, line_text, lines_of, quarter_of, turned, turned_box, upright
from duban.landing.readers.pdf.marks import mark_raised, mark_struck
from duban.landing.readers.pdf.page import FIND_SOURCE, Line, Page
from duban.landing.readers.pdf.page_breaks import SAME_RULE, Box, Part
from duban.landing.readers.pdf.tables import Cell, find_tables
from duban.landing.readers.pdf.visible import sort_out

_SCANNED_SHARE = 0.3  # of the page's area: a picture that large is a scan, a smaller one a seal or an emblem
# A line with less space left than this many characters was broken because the box ended: one that did not fit, and one
# that a line must not end or begin with.
_FULL_LINE_LEAVES = 2.1
_TEXT_SHOWN = 40
_STROKE = 1.0  # points: a stroke that is wider and higher slopes
_ACROSS = 0.8  # of a blank cell: a stroke from corner to corner says that it stays blank
_MOST_PICTURES = 200


@dataclass(slots=True)
class Before:
    """What the pages before say of the next: layers that are off, watermarks, columns found by white space."""

    layers_off: frozenset[int] = frozenset()
    watermarks: set[Any] = field(default_factory=set)
    columns: list[Any] = field(default_factory=list)


def read_page(page: Any, limits: Limits, where: str, before: Before) -> Page:
    """Read a page of pdfplumber. before: what the pages before say of it; what it says of the next is put in.

    Raises DocumentError for a drawing, for text at an angle, and for a table beyond the limits.
    """
    drawn = draw(page, before.layers_off)
    edges = list(page.edges)
    image_area = sum(
        max(0.0, image["x1"] - image["x0"]) * max(0.0, image["bottom"] - image["top"]) for image in page.images
    )
    has_picture = image_area >= _SCANNED_SHARE * float(page.width) * float(page.height)
    annotations = page_annotations(page)
    drawn.extend(annotations.fields)
    seen = sort_out(drawn, edges, has_picture, before.watermarks)
    if seen.at_an_angle:
        raise DocumentError("the text of the page is drawn at an angle", where=where, remedy=FIND_SOURCE)
    read = Page(page.page_number, float(page.width if seen.quarter % 2 else page.height))
    read.is_scan = has_picture and not seen.characters
    struck = [turned_box(box, seen.quarter) for box in annotations.struck]
    strikes = mark_struck(seen.characters, edges, struck)
    mark_raised(seen.characters, edges)
    if strikes:
        edges = [edge for at, edge in enumerate(edges) if at not in strikes]
    found = find_tables(edges, seen.characters, where, before.columns, FIND_SOURCE)
    before.columns = found.columns
    read.doubts = found.doubts
    _say_unseen(read, seen, annotations)
    _say_inferred(read, found.tables)
    boxes = [table.bbox for table in found.tables]
    inside: list[list[Character]] = [[] for _ in boxes]
    hidden: list[list[Character]] = [[] for _ in boxes]
    outside: list[Character] = []
    for character in seen.characters:
        at = _table_at(boxes, character)
        (outside if at is None else inside[at]).append(character)
    for character in (one for group in seen.hidden.values() for one in group):
        at = _table_at(boxes, character)
        if at is not None:
            hidden[at].append(character)
    pictures = _pictures(page, edges, seen.quarter)
    number = page.page_number
    names = [f"page {number}" if len(boxes) == 1 else f"page {number}, table {at}" for at in range(1, len(boxes) + 1)]
    for table, own, unseen, name in zip(found.tables, inside, hidden, names, strict=True):
        part = _part(table.cells, own, number, name, limits, where)
        _add_hidden(part, unseen)
        if pictures:
            _say_pictures(read, part, pictures)
        part.is_open_above, part.is_open_below = "top" in table.closed, "bottom" in table.closed
        read.parts.append(part)
    read.lines = _lines_outside(outside, boxes)
    return read


def _table_at(boxes: list[Cell], character: Character) -> int | None:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    for at, (x0, top, x1, bottom) in enumerate(boxes):
        if x0 <= x <= x1 and top <= y <= bottom:
            return at
    return None


def _lines_outside(characters: list[Character], boxes: list[Cell]) -> list[Line]:
    """The lines outside the tables; what is drawn turned is put together by itself, behind what is not."""
    turns: dict[int, list[Character]] = defaultdict(list)
    for character in characters:
        turns[quarter_of(character) or 0].append(character)
    lines = []
    for quarter in sorted(turns):
        for line in lines_of([turned(character, quarter) for character in turns[quarter]]):
            first = turned(line[0], -quarter) if quarter else line[0]
            middle = (first["top"] + first["bottom"]) / 2
            text = line_text(line).strip()
            with_marks = line_text(line, with_marks=True).strip()
            if not with_marks:
                continue
            drawn = [character for character in line if character["text"].strip()] or line
            box = (drawn[0]["x0"], drawn[0]["top"], drawn[-1]["x1"], max(one["bottom"] for one in drawn))
            above = sum(1 for one in boxes if one[1] < middle)
            lines.append(Line(above, text, with_marks, box, drawn[0]["em"], is_turned=quarter != 0))
    return lines


def _say_unseen(page: Page, seen: Any, annotations: Annotations) -> None:
    place = f"page {page.number}"
    if seen.is_recognised:
        what = "the page is a picture; its text is what a text recognition made of it: check its numbers"
        page.notes.append(Note("warning", what, place))
    if seen.quarter:
        page.notes.append(Note("info", "the page's text is drawn turned; it is read as it reads", place))
    for why, group in seen.hidden.items():
        text = _shown("".join(one["text"] for one in group))
        if text:
            what = f"{len(group)} characters are not seen and left out, {why}: '{text}'"
            page.notes.append(Note("warning", what, place))
    for text in seen.watermarks:
        page.notes.append(Note("info", f"watermark, no part of the text: '{_shown(text)}'", place))
    if annotations.field_count:
        count = "a form field is" if annotations.field_count == 1 else f"{annotations.field_count} form fields are"
        what = f"{count} read as filled in"
        page.notes.append(Note("info", what, place))
    for text in annotations.texts:
        page.notes.append(
            Note("info", f"an annotation prints over the page, no part of the text: '{_shown(text)}'", place)
        )


def _shown(text: str) -> str:
    flat = "".join(text.split())
    return flat if len(flat) <= _TEXT_SHOWN else flat[: _TEXT_SHOWN - 1] + "…"


def _say_inferred(page: Page, tables: list[Any]) -> None:
    place = f"page {page.number}"
    for table in tables:
        if table.by_space:
            what = "a table without upright rules: its columns are known by the white space between them"
            page.notes.append(Note("info", what, place))
        if table.by_number:
            what = "a table without rules between its rows: they are known by the numbers of its first column"
            page.notes.append(Note("info", what, place))
        if table.closed and not table.by_space:
            sides = ", ".join(sorted(table.closed))
            page.notes.append(Note("info", f"a table open in print ({sides}) is closed where its rules end", place))


def _add_hidden(part: Part, characters: list[Character]) -> None:
    """What is not seen is kept beside the text of the cell that it stands in."""
    contents: dict[int, list[Character]] = defaultdict(list)
    owner = {
        (row, column): box
        for box in part.boxes
        for row in range(box.row, box.end_row)
        for column in range(box.column, box.column + box.column_span)
    }
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        contents[id(owner[_slot(part.rules, y), _slot(part.edges, x)])].append(character)
    for box in part.boxes:
        if own := contents.get(id(box)):
            text = "".join(line_text(line) for line in lines_of(own)).strip()
            box.marked = (box.marked or box.text) + marked(text, HIDDEN)


def _pictures(page: Any, edges: list[dict[str, Any]], quarter: int) -> list[Cell]:
    """The boxes of pictures and of drawn strokes that slope and strike nothing, such as a tick's."""
    images = [turned_box((one["x0"], one["top"], one["x1"], one["bottom"]), quarter) for one in page.images]
    strokes = [one for one in edges if one["width"] > _STROKE and one["height"] > _STROKE]
    return [*images, *((one["x0"], one["top"], one["x1"], one["bottom"]) for one in strokes)]


def _say_pictures(page: Page, part: Part, pictures: list[Cell]) -> None:
    """Note the rows in which a picture stands within a cell that prints no text."""
    rows = set()
    for box in part.boxes:
        if box.text or box.marked:
            continue
        left, right = part.edges[box.column], part.edges[box.column + box.column_span]
        top, bottom = part.rules[box.row], part.rules[box.end_row]
        for x0, y0, x1, y1 in pictures[:_MOST_PICTURES]:
            is_across = x1 - x0 > _ACROSS * (right - left) and y1 - y0 > _ACROSS * (bottom - top)
            if left <= x0 and x1 <= right and top <= y0 and y1 <= bottom and not is_across:
                rows.add(box.row)
    page.notes.extend(Note("warning", ONLY_A_PICTURE, part.places[row]) for row in sorted(rows))


def _part(
    cells: list[Cell],
    characters: list[Character],
    page_no: int,
    name: str,
    limits: Limits,
    where: str,
) -> Part:
    edges = _cluster(x for cell in cells for x in (cell[0], cell[2]))
    rules = _cluster(y for cell in cells for y in (cell[1], cell[3]))
    row_count, column_count = len(rules) - 1, len(edges) - 1
    if row_count > limits.rows or column_count > limits.columns or row_count * column_count > limits.cells:
        raise DocumentError(
            f"a table of {row_count:,} rows and {column_count:,} columns is beyond the limit",
            where=where,
            remedy=FIND_SOURCE,
        )
    owner: dict[tuple[int, int], Box] = {}
    boxes = []
    for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, column = _slot(rules, top + SAME_RULE), _slot(edges, x0 + SAME_RULE)
        end_row, end_column = _slot(rules, bottom - SAME_RULE) + 1, _slot(edges, x1 - SAME_RULE) + 1
        slots = [(r, c) for r in range(row, max(end_row, row + 1)) for c in range(column, max(end_column, column + 1))]
        if any(slot in owner for slot in slots):
            continue
        box = Box(row, column, slots[-1][0] - row + 1, slots[-1][1] - column + 1)
        boxes.append(box)
        owner.update(dict.fromkeys(slots, box))
    for row in range(row_count):
        for column in range(column_count):
            if (row, column) not in owner:  # open at one side: the rules leave a slot without a box
                owner[row, column] = Box(row, column, 1, 1)
                boxes.append(owner[row, column])
    contents: dict[int, list[Character]] = defaultdict(list)
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        contents[id(owner[_slot(rules, y), _slot(edges, x)])].append(character)
    for box in boxes:
        if own := contents.get(id(box)):
            _fill(box, own, edges[box.column], edges[box.column + box.column_span])
    places = [f"{name}, row {row_no}" for row_no in range(1, row_count + 1)]
    return Part(page_no, edges, row_count, boxes, places, rules=rules)


def _cluster(values: Iterable[float]) -> list[float]:
    """Rulings, each the first of those that lie within SAME_RULE of it."""
    clusters: list[float] = []
    for value in sorted(values):
        if not clusters or value - clusters[-1] > SAME_RULE:
            clusters.append(value)
    return clusters


def _slot(rulings: list[float], value: float) -> int:
    """The space between rulings in which a value lies, the outer ones taking what lies beyond."""
    return min(max(bisect_right(rulings, value) - 1, 0), max(len(rulings) - 2, 0))


def _fill(box: Box, characters: list[Character], left: float, right: float) -> None:
    lines = lines_of(upright(characters))
    texts = [line_text(line).strip(" ") for line in lines]
    box.text = "\n".join(text for text in texts if text)
    if any("mark" in character for character in characters):
        texts = [line_text(line, with_marks=True).strip(" ") for line in lines]
        box.marked = "\n".join(text for text in texts if text)
    last = lines[-1][-1]
    margin = min(line[0]["x0"] for line in lines) - left  # the same blank is kept at the right
    box.is_full = bool(last["upright"]) and right - margin - last["x1"] < _FULL_LINE_LEAVES * last["size"]
