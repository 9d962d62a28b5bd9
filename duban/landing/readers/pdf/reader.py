"""PDF: the boxes that the rules draw are the cells, so spans are exact; without a table, its lines are read as text.

A box that covers k rows of its table's rules is a cell of row_span k. Tables that go on over pages become one grid
(page_breaks.py). The text of a cell keeps a line break wherever the print breaks a line: whether a break is a wrap or
means something (a list of units) is not for the reader to guess. Blanks are those that the file holds, and one where
the print leaves a gap of half a character or more. What the file holds and the page does not show, watermarks, and
what is struck out are no part of the text (pdf_visible.py, pdf_marks.py). A document without ruled tables is given to
the layouts of plain text (pdf_prose.py). Scans, locked files and text that is neither are errors that say so.
"""

from __future__ import annotations

import io
import re

from duban.errors import DocumentError
from duban.landing.exclusion import finish
from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size
from duban.landing.reader import Reader, Source
from duban.landing.readers.pdf.page import FIND_SOURCE, Page
from duban.landing.readers.pdf.page_breaks import JoinedTable, chain_parts, join_parts
from duban.landing.readers.pdf.prose import BROWSER, PAGE_NUMBER, read_prose
from duban.landing.readers.pdf.streams import StreamTooLargeError, bounded_streams

_REPRINT = "download it again, or open it in a PDF viewer and print it to a new PDF"
_UNPRINTED = ("Cannot render",)  # how pdfminer begins the warning that it leaves a piece of text out
_TEXT_OUTWEIGHS = 2  # times the text of the tables: then the document is its text, and they stand beside it
_UNMAPPED = re.compile(r"\(cid:\d+\)")


def read(source: Source, limits: Limits) -> ReadDocument:
    """A PDF -> grids with spans, texts, notes. A row's place is `page 3, row 7` (of the table on that page), or of a
    list `page 3, line 7`.

    Raises DocumentError for what is no PDF, damaged, locked, scanned, without table or list, or beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    if b"%PDF-" not in source.content[:1024]:
        raise DocumentError(
            "this is not a PDF: it does not begin with %PDF-", where=source.path, remedy="check the suffix"
        )
    pages = _read_pages(source, limits)
    _refuse_scans(pages, source.path)
    document = ReadDocument(format="pdf")
    document.notes.extend(note for page in pages for note in page.notes)
    tally = Tally(limits, source.path)
    parts = [part for page in pages for part in page.parts]
    is_list = _is_mostly_text(pages) and read_prose(pages, document, tally)
    if not parts and not is_list:
        _refuse_text(pages, source.path)
    if not is_list:
        _place_texts(document, pages)
    for table in join_parts(parts):
        document.grids.append(_grid(table, document, tally))
    if parts:
        document.notes.extend(Note("warning", doubt, f"page {page.number}") for page in pages for doubt in page.doubts)
    _say_unmapped(document, source.path)
    return finish(document)


def _is_mostly_text(pages: list[Page]) -> bool:
    """Whether the lines outside the tables outweigh them: a list may stand under a small table of document data."""
    outside = sum(len(line.text) for page in pages for line in page.lines)
    inside = sum(len(box.text) for page in pages for part in page.parts for box in part.boxes)
    return outside > _TEXT_OUTWEIGHS * inside


def _refuse_text(pages: list[Page], path: str) -> None:
    """The document has text, but neither a ruled table nor a list that is known."""
    for page in pages:
        for doubt in page.doubts:
            raise DocumentError(doubt, where=f"{path}, page {page.number}", remedy=FIND_SOURCE)
    raise DocumentError(
        "the PDF has text but no table with ruling lines, and its text is not a list of numbered items with labels",
        where=path,
        remedy="without rules its cells cannot be separated: " + FIND_SOURCE,
    )


def _read_pages(source: Source, limits: Limits) -> list[Page]:
    # Here, not above: to import pdfplumber costs half a second.
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

    from duban.landing.readers.pdf.drawing import hidden_layers
    from duban.landing.readers.pdf.page_reader import Before, read_page

    locked = (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed)
    pages: list[Page] = []
    before = Before()
    where = source.path
    try:
        with (
            bounded_streams(limits.expanded_bytes) as parsing,
            pdfplumber.open(io.BytesIO(source.content)) as pdf,
        ):
            if len(pdf.pages) > limits.pages:
                raise DocumentError(f"more than {limits.pages:,} pages", where=source.path, remedy="split the document")
            before.layers_off = hidden_layers(pdf.doc.catalog)
            for page in pdf.pages:
                where = f"{source.path}, page {page.page_number}"
                pages.append(read_page(page, limits, where, before))
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
                f"the PDF expands to more than {limits.expanded_bytes:,} bytes", where=where, remedy=FIND_SOURCE
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


def _refuse_scans(pages: list[Page], path: str) -> None:
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
            remedy=FIND_SOURCE,
        )
    if True not in has_text:
        raise DocumentError("the PDF has no text (it may be a drawing)", where=path, remedy=FIND_SOURCE)


def _is_furniture(text: str, key: str, seen: set[str]) -> bool:
    return bool(PAGE_NUMBER.match(text) or BROWSER.match(text)) or key in seen


def _place_texts(document: ReadDocument, pages: list[Page]) -> None:
    """The lines outside tables; those that repeat from page to page, and page numbers, are of kind 'page'.

    Says to each part whether anything but such lines stands between it and the edge of its page.
    """
    seen: set[str] = set()
    for page in pages:
        above, below = False, False
        for line in page.lines:
            if not _is_furniture(line.text, line.key, seen):
                above |= line.tables_above == 0
                below |= line.tables_above == len(page.parts)
        for line in page.lines:
            kind = "page" if _is_furniture(line.text, line.key, seen) else "paragraph"
            document.texts.append(PrintedText(line.tables_above, kind, line.marked, f"page {page.number}"))
        seen.update(line.key for line in page.lines)
        if page.parts:
            page.parts[0].opens_page = not above
            page.parts[-1].closes_page = not below
    _number_texts(document, pages)


def _number_texts(document: ReadDocument, pages: list[Page]) -> None:
    """Turn `tables above on this page` into the number of the table that stands next, as the grids will be joined."""
    part_tables: list[int] = []  # for each part in reading order the number of its joined table
    for table_no, chain in enumerate(chain_parts([part for page in pages for part in page.parts]), start=1):
        part_tables.extend([table_no] * len(chain))
    texts = iter(document.texts)
    numbered: list[PrintedText] = []
    before = 0
    last = part_tables[-1] if part_tables else 0
    for page in pages:
        for line in page.lines:
            at = before + line.tables_above
            next_table = part_tables[at] if at < len(part_tables) else last + 1
            numbered.append(next(texts)._replace(table_no=next_table))
        before += len(page.parts)
    document.texts = numbered


def _grid(table: JoinedTable, document: ReadDocument, tally: Tally) -> Grid:
    rows: list[list[str | None]] = [[None] * (len(table.edges) - 1) for _ in range(table.row_count)]
    grid = Grid(span_is_known=True, rows=rows, row_places=table.places)
    tally.table(table.places[0])
    for box in sorted(table.boxes, key=lambda box: (box.row, box.column)):
        rows[box.row][box.column] = box.marked or box.text
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
    """Fonts that do not name their characters leave `(cid:123)`: a few are noted, many make the document useless."""
    rows = [row for grid in document.grids for row in zip(grid.rows, grid.row_places, strict=True)]
    texts = [(cell or "", place) for row, place in rows for cell in row]
    marks = [(len(_UNMAPPED.findall(text)), place) for text, place in texts if "(cid:" in text]
    unmapped = sum(count for count, _ in marks)
    if not unmapped:
        return
    if unmapped * 20 > sum(len(text) for text, _ in texts):
        raise DocumentError("the PDF's fonts do not name their characters", where=path, remedy=FIND_SOURCE)
    document.notes.append(Note("warning", f"{unmapped} characters are unknown and stand as (cid:number)", marks[0][1]))


READER = Reader("pdf", "27", read)
