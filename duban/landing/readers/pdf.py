"""PDF with ruling lines: the boxes that the rules draw are the cells, so spans are exact.

A box that covers k rows of its table's rules is a cell of row_span k. Tables that go on over pages become one grid
(page_breaks.py). The text of a cell keeps a line break wherever the print breaks a line: whether a break is a wrap or
means something (a list of units) is not for the reader to guess. Blanks are those that the file holds, and one where
the print leaves a gap of half a character or more. Pages without rules, scans and locked files are errors that say so.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from duban.errors import DocumentError
from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size
from duban.landing.reader import Reader, Source
from duban.landing.readers.page_breaks import SAME_RULE, Box, JoinedTable, Part, chain_parts, join_parts
from duban.landing.readers.pdf_lines import Character, line_text, lines_of, upright
from duban.landing.readers.pdf_streams import StreamTooLargeError, bounded_streams
from duban.landing.titles import document_title

_FIND_SOURCE = "look for the page, .docx or .xlsx that it was made from, or run text recognition and check the numbers"
_REPRINT = "download it again, or open it in a PDF viewer and print it to a new PDF"
_UNPRINTED = ("Cannot render",)  # how pdfminer begins the warning that it leaves a piece of text out
# A page with more rules than this is a drawing; finding boxes in it would take minutes.
_MOST_EDGES = 40_000
_MOST_CROSSINGS = 4_000_000
_SCANNED_SHARE = 0.3  # of the page's area: a picture that large is a scan, a smaller one a seal or an emblem
# A line that leaves less room than this many characters was broken because the box ended: one that did not fit, and one
# that a line must not end or begin with.
_FULL_LINE_LEAVES = 2.1
_PAGE_NUMBER = re.compile(
    r"^[-\uff0d—–─·\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[,\uff0c/\uff0f]?\s*共?\s*\d{1,4}\s*页?)?[-\uff0d—–─·\s]*$"
)
_UNMAPPED = re.compile(r"\(cid:\d+\)")


@dataclass(slots=True)
class _Page:
    """One page as seen: its table parts, and the lines outside them with the number of parts that stand above."""

    number: int
    parts: list[Part]
    lines: list[tuple[int, str]]
    is_scan: bool


def read(source: Source, limits: Limits) -> ReadDocument:
    """A ruled PDF -> grids with spans, texts, notes. A row's place is `page 3, row 7` (of the table on that page).

    Raises DocumentError for what is no PDF, damaged, locked, scanned, without ruled tables, or beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    if b"%PDF-" not in source.content[:1024]:
        raise DocumentError(
            "this is no PDF: it does not begin with %PDF-", where=source.path, remedy="check the suffix"
        )
    pages = _read_pages(source, limits)
    _refuse_scans(pages, source.path)
    document = ReadDocument(format="pdf")
    _place_texts(document, pages)
    tally = Tally(limits, source.path)
    for table in join_parts([part for page in pages for part in page.parts]):
        document.grids.append(_grid(table, document, tally))
    if not document.grids:
        raise DocumentError(
            "the PDF has text but no table with ruling lines",
            where=source.path,
            remedy="without rules its cells cannot be told apart: " + _FIND_SOURCE,
        )
    _say_unmapped(document, source.path)
    document.title = document_title(document)
    return document


def _read_pages(source: Source, limits: Limits) -> list[_Page]:
    import pdfplumber  # here alone: its import costs half a second
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    locked = (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed)
    pages: list[_Page] = []
    where = source.path
    try:
        with (
            bounded_streams(limits.expanded_bytes) as parsing,
            pdfplumber.open(io.BytesIO(source.content)) as pdf,
        ):
            if len(pdf.pages) > limits.pages:
                raise DocumentError(f"more than {limits.pages:,} pages", where=source.path, remedy="split the document")
            for page in pdf.pages:
                where = f"{source.path}, page {page.page_number}"
                pages.append(_read_page(page, limits, where))
                page.close()  # forgets the page's objects; a long report would fill the memory
    except DocumentError:
        raise
    except Exception as error:  # the parser meets hostile bytes with every exception there is
        causes = (error, error.__cause__, error.__context__, *error.args)
        if any(isinstance(cause, locked) for cause in causes):
            raise DocumentError(
                "the PDF is locked with a password", where=source.path, remedy="save a copy without a password"
            ) from None
        if any(isinstance(cause, StreamTooLargeError) for cause in causes):
            raise DocumentError(
                f"the PDF expands to more than {limits.expanded_bytes:,} bytes", where=where, remedy=_FIND_SOURCE
            ) from None
        raise DocumentError(
            f"the PDF is damaged: {type(error).__name__}: {str(error)[:200]}",
            where=where,
            remedy=_REPRINT,
        ) from None
    if not pages:
        raise DocumentError("the PDF has no pages", where=source.path, remedy="download it again")
    unprinted = [complaint for complaint in parsing.complaints if complaint.startswith(_UNPRINTED)]
    if parsing.damaged_streams or unprinted:
        raise DocumentError("the PDF is damaged: a part of its text cannot be read", where=source.path, remedy=_REPRINT)
    return pages


def _read_page(page: Any, limits: Limits, where: str) -> _Page:
    characters = page.chars
    image_area = sum(
        max(0.0, image["x1"] - image["x0"]) * max(0.0, image["bottom"] - image["top"]) for image in page.images
    )
    is_scan = not characters and image_area >= _SCANNED_SHARE * float(page.width) * float(page.height)
    tables = [table for table in _tables(page, where) if _is_table(table.cells)]
    tables.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    inside: list[list[Character]] = [[] for _ in tables]
    outside: list[Character] = []
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        for at, table in enumerate(tables):
            x0, top, x1, bottom = table.bbox
            if x0 <= x <= x1 and top <= y <= bottom:
                inside[at].append(character)
                break
        else:
            outside.append(character)
    number = page.page_number
    names = [f"page {number}" if len(tables) == 1 else f"page {number}, table {at}" for at in range(1, len(tables) + 1)]
    parts = [
        _part(table, own, number, name, limits, where) for table, own, name in zip(tables, inside, names, strict=True)
    ]
    lines = []
    for line in lines_of(outside):
        middle = (line[0]["top"] + line[0]["bottom"]) / 2
        if text := line_text(line).strip():
            lines.append((sum(1 for table in tables if table.bbox[1] < middle), text))
    return _Page(number, parts, lines, is_scan)


def _tables(page: Any, where: str) -> list[Any]:
    """The page's ruled tables; a drawing of thousands of strokes is refused rather than searched for boxes."""
    edges = page.edges
    upright = sum(1 for edge in edges if edge["orientation"] == "v")
    if len(edges) > _MOST_EDGES or upright * (len(edges) - upright) > _MOST_CROSSINGS:
        raise DocumentError(f"the page is a drawing of {len(edges):,} strokes", where=where, remedy=_FIND_SOURCE)
    tables: list[Any] = page.find_tables()
    return tables


def _is_table(cells: list[tuple[float, float, float, float]]) -> bool:
    """Boxes side by side; a frame around a paragraph, or a stack of frames, is none."""
    return len({round(cell[0]) for cell in cells}) > 1


def _part(table: Any, characters: list[Character], page_no: int, name: str, limits: Limits, where: str) -> Part:
    edges = _cluster(x for cell in table.cells for x in (cell[0], cell[2]))
    rules = _cluster(y for cell in table.cells for y in (cell[1], cell[3]))
    row_count, column_count = len(rules) - 1, len(edges) - 1
    if row_count > limits.rows or column_count > limits.columns or row_count * column_count > limits.cells:
        raise DocumentError(
            f"a table of {row_count:,} rows and {column_count:,} columns is beyond the limit",
            where=where,
            remedy=_FIND_SOURCE,
        )
    owner: dict[tuple[int, int], Box] = {}
    boxes = []
    for x0, top, x1, bottom in sorted(table.cells, key=lambda cell: (cell[1], cell[0])):
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
    return Part(page_no, edges, row_count, boxes, places)


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
    last = lines[-1][-1]
    margin = min(line[0]["x0"] for line in lines) - left  # the same blank is kept at the right
    box.is_full = bool(last["upright"]) and right - margin - last["x1"] < _FULL_LINE_LEAVES * last["size"]


def _refuse_scans(pages: list[_Page], path: str) -> None:
    """A scanned page is an error, unless it is a cover before the first page with text."""
    has_text = [bool(page.parts and any(box.text for part in page.parts for box in part.boxes)) or bool(page.lines)
                for page in pages]  # fmt: skip
    first = has_text.index(True) if True in has_text else 0
    scans = [str(page.number) for page in pages[first:] if page.is_scan]
    if scans:
        raise DocumentError(
            f"scanned: {'page' if len(scans) == 1 else 'pages'} {', '.join(scans[:10])} "
            f"{'is a picture' if len(scans) == 1 else 'are pictures'} without text",
            where=path,
            remedy=_FIND_SOURCE,
        )
    if True not in has_text:
        raise DocumentError("the PDF has no text (it may be a drawing)", where=path, remedy=_FIND_SOURCE)


def _place_texts(document: ReadDocument, pages: list[_Page]) -> None:
    """The lines outside tables; those that repeat from page to page, and page numbers, are of kind 'page'.

    Says to each part whether anything but such lines stands between it and the edge of its page.
    """
    seen: set[str] = set()
    for page in pages:
        above, below = False, False
        for tables_above, text in page.lines:
            key = "".join(text.split())
            is_furniture = bool(_PAGE_NUMBER.match(text)) or key in seen
            if not is_furniture:
                above |= tables_above == 0
                below |= tables_above == len(page.parts)
        for tables_above, text in page.lines:
            key = "".join(text.split())
            kind = "page" if _PAGE_NUMBER.match(text) or key in seen else "paragraph"
            document.texts.append(PrintedText(tables_above, kind, text, f"page {page.number}"))
        seen.update("".join(text.split()) for _, text in page.lines)
        if page.parts:
            page.parts[0].opens_page = not above
            page.parts[-1].closes_page = not below
    _number_texts(document, pages)


def _number_texts(document: ReadDocument, pages: list[_Page]) -> None:
    """Turn `tables above on this page` into the number of the table that stands next, as the grids will be joined."""
    part_tables: list[int] = []  # for each part in reading order the number of its joined table
    for table_no, chain in enumerate(chain_parts([part for page in pages for part in page.parts]), start=1):
        part_tables.extend([table_no] * len(chain))
    texts = iter(document.texts)
    numbered: list[PrintedText] = []
    before = 0
    last = part_tables[-1] if part_tables else 0
    for page in pages:
        for tables_above, _ in page.lines:
            at = before + tables_above
            next_table = part_tables[at] if at < len(part_tables) else last + 1
            numbered.append(next(texts)._replace(table_no=next_table))
        before += len(page.parts)
    document.texts = numbered


def _grid(table: JoinedTable, document: ReadDocument, tally: Tally) -> Grid:
    rows: list[list[str | None]] = [[None] * (len(table.edges) - 1) for _ in range(table.row_count)]
    grid = Grid(span_is_known=True, rows=rows, row_places=table.places)
    tally.table(table.places[0])
    for box in sorted(table.boxes, key=lambda box: (box.row, box.column)):
        rows[box.row][box.column] = box.text
        if box.row_span > 1 or box.column_span > 1:
            grid.spans[box.row + 1, box.column + 1] = (box.row_span, box.column_span)
    for row, place in zip(rows, table.places, strict=True):
        tally.row(row, place)
    if table.dropped:
        what = f"{len(table.dropped)} header rows repeated at page tops are left out"
        document.notes.append(Note("info", what, table.dropped[0]))
    for place in table.cuts:
        document.notes.append(Note("info", "cells cut by the page end are put together", place))
    return grid


def _say_unmapped(document: ReadDocument, path: str) -> None:
    """Fonts that do not tell their characters leave `(cid:123)`: a few are noted, many make the document useless."""
    rows = [row for grid in document.grids for row in zip(grid.rows, grid.row_places, strict=True)]
    texts = [(cell or "", place) for row, place in rows for cell in row]
    marks = [(len(_UNMAPPED.findall(text)), place) for text, place in texts if "(cid:" in text]
    unmapped = sum(count for count, _ in marks)
    if not unmapped:
        return
    if unmapped * 20 > sum(len(text) for text, _ in texts):
        raise DocumentError("the PDF's fonts do not tell their characters", where=path, remedy=_FIND_SOURCE)
    document.notes.append(
        Note("warning", f"{unmapped} characters could not be told and stand as (cid:number)", marks[0][1])
    )


READER = Reader("pdf", "2", read)
