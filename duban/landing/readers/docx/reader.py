"""DOCX documents: gridSpan and vMerge state the spans exactly.

`word/document.xml` is read as a stream, a table row or a paragraph at a time, so that a document costs the memory of
its longest row. What a cell prints is put together in `text`.

Not python-docx: it has no list numbers (序号 is often an automatic list, its cell empty in the file), no tracked
deletions, no text boxes, and no bound on what it loads. The tests write their documents with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from duban.errors import DocumentError
from duban.landing.archives import LOCAL_NAME, Archive, attribute
from duban.landing.exclusion import finish
from duban.landing.grid import Note, PrintedText, ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size
from duban.landing.pictures import ONLY_A_PICTURE, picture_text
from duban.landing.reader import Reader, Source
from duban.landing.readers.docx.text import ParagraphReader, blocks, picture_names
from duban.landing.readers.lists.paragraphs import read_paragraphs
from duban.landing.signatures import refuse, signature
from duban.landing.spans import SpannedCell, grid_of

_HELD_BYTES = 16 * 1024 * 1024  # of one row's or paragraph's XML
_SLIVER = 60  # twips, about a millimetre: rows whose borders were dragged apart by less share the border
_WIDEST = 1_000  # grid columns; Word allows 63 cells in a row


def read(source: Source, limits: Limits) -> ReadDocument:
    """The tables of a document and the texts around them.

    A document without a table gives one without grids. Raises DocumentError for what is no DOCX, for one with a
    password, and for one beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    if signature(source.content) not in ("DOCX", "ZIP archive"):
        raise refuse(source.content, source.path, "DOCX")
    archive = Archive(source.content, source.path, limits)
    main = archive.main_part("word/document.xml")
    if main not in archive:
        raise refuse(source.content, source.path, "DOCX")
    relations = list(archive.relations(main).values())
    paragraphs = ParagraphReader(archive, dict(relations))
    document = ReadDocument(format="docx")
    body = _Body(document, paragraphs, Tally(limits, source.path))
    body.metadata(archive)
    body.pages(archive, [part for kind, part in relations if kind == "header"], "header")
    body.read(archive, main)
    body.pages(archive, [part for kind, part in relations if kind == "footer"], "footer")
    document.notes.extend(body.remarks())
    return read_paragraphs(finish(document), body.tally)


@dataclass(slots=True)
class _Table:
    """A table while its rows are read. contents: what stands in its cells, in order, in case it is but a layout."""

    rows: list[list[SpannedCell]] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)  # of the grid's columns, in twips
    contents: list[str | _Table] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    unnamed_pictures: list[int] = field(default_factory=list)  # the rows of cells that hold only such a picture
    _going_down: dict[int, SpannedCell] = field(default_factory=dict)  # column -> the merged cell above it

    def goes_on(self, column: int, column_span: int) -> bool:
        """Whether a merged cell of the row above can go on here."""
        above = self._going_down.get(column)
        return above is not None and above.column_span == column_span

    def add(self, cells: list[tuple[SpannedCell, str]]) -> None:
        """Add a row; each cell with what its vMerge says: '' (none), 'restart' or 'continue'."""
        row: list[SpannedCell] = []
        going_down: dict[int, SpannedCell] = {}
        for cell, merge in cells:
            if merge == "continue" and self.goes_on(cell.column, cell.column_span):
                above = self._going_down[cell.column]
                above.row_span += 1
                going_down[cell.column] = above
                continue
            row.append(cell)
            if merge:
                going_down[cell.column] = cell
        self._going_down = going_down
        self.rows.append(row)

    def is_data(self) -> bool:
        """Whether at least two rows print two cells of their own; else a table around tables is a layout."""
        return sum(sum(1 for cell in row if cell.text.strip()) >= 2 for row in self.rows) >= 2

    def is_one_column(self) -> bool:
        return all(len(row) <= 1 for row in self.rows)

    def straighten(self) -> None:
        """Let borders that lie a sliver apart be one, unless a cell would vanish between them."""
        if not any(0 < width < _SLIVER for width in self.widths):
            return
        border, borders, passed = 0, [0], 0
        for width in self.widths:
            passed += width
            if passed >= _SLIVER:
                border, passed = border + 1, 0
            borders.append(border)

        def snapped(column: int) -> int:
            last = len(borders) - 1
            return borders[column] if column <= last else borders[last] + column - last

        moved = []
        for row in self.rows:
            for cell in row:
                start, end = snapped(cell.column), snapped(cell.column + cell.column_span)
                if start == end:
                    return
                moved.append((cell, start, end))
        for cell, start, end in moved:
            cell.column, cell.column_span = start, end - start


@dataclass(slots=True)
class _Body:
    document: ReadDocument
    paragraphs: ParagraphReader
    tally: Tally
    _text_no: int = 0

    def metadata(self, archive: Archive) -> None:
        """The title in the document's properties, which often is a template's."""
        for kind, part in archive.relations("").values():
            root = archive.root(part) if kind == "core-properties" else None
            title = root.findtext("{*}title") if root is not None else None
            if title and title.strip():
                self.document.texts.append(PrintedText(1, "title", title.strip(), "properties"))

    def pages(self, archive: Archive, parts: list[str], place: str) -> None:
        """The texts of headers or footers, each once."""
        seen: set[str] = set()
        for part in parts:
            if part not in archive:
                continue
            for _, paragraph in archive.parsed(part, ("p",), held_bytes=_HELD_BYTES):
                text = self.paragraphs.read(paragraph).text
                archive.forget(paragraph)
                if text.strip() and text not in seen:
                    seen.add(text)
                    self.document.texts.append(PrintedText(len(self.document.grids) + 1, "page", text, place))

    def read(self, archive: Archive, part: str) -> None:
        """Read the body: `open_units` counts the paragraphs and rows that we are inside of; the outermost is a unit."""
        open_units = 0
        table: _Table | None = None
        for event, element in archive.parsed(part, ("p", "tr", "tbl"), events=("start", "end"), held_bytes=_HELD_BYTES):
            tag = LOCAL_NAME[element.tag]
            if tag == "tbl":
                if open_units == 0 and event == "start":
                    table = _Table()
                elif open_units == 0 and table is not None:
                    self._place(table)
                    table = None
                    archive.forget(element)
            elif event == "start":
                open_units += 1
            else:
                open_units -= 1
                if open_units == 0:
                    if not any(ancestor.tag.endswith("}Fallback") for ancestor in element.iterancestors()):
                        if tag == "tr" and table is not None:
                            if not table.rows:
                                self.paragraphs.table_properties = _table_properties(element)
                            self._row(table, element)
                        elif tag == "p":
                            self._paragraph(element)
                    archive.forget(element)

    def remarks(self) -> Iterator[Note]:
        """What a person should know of the whole document."""
        if self.paragraphs.deletions:
            what = f"{self.paragraphs.deletions} rows deleted or texts moved by tracked changes are not landed"
            yield Note("warning", what, self.tally.path)
        if self.paragraphs.unknown_symbols:
            what = f"{self.paragraphs.unknown_symbols} signs of a symbol font are unknown and print as \ufffd"
            yield Note("warning", what, self.tally.path)
        for form in sorted(self.paragraphs.numbering.unknown_forms) if "numbering" in vars(self.paragraphs) else ():
            yield Note("warning", f"the list numbers of the form '{form}' are landed as 1, 2, 3", self.tally.path)

    def _paragraph(self, element: etree._Element) -> None:
        paragraph = self.paragraphs.read(element)
        self._text(paragraph.text, "heading" if paragraph.is_heading else "paragraph")
        for box in paragraph.boxes:
            for content in self._contents(box):
                self._content(content)

    def _content(self, content: str | _Table) -> None:
        if isinstance(content, str):
            self._text(content, "paragraph")
        else:
            self._place(content)

    def _text(self, text: str, kind: str) -> None:
        if text.strip():
            self._text_no += 1
            place = f"paragraph {self._text_no}"
            if self._text_no > self.tally.limits.rows:
                raise DocumentError(
                    f"more than {self.tally.limits.rows:,} paragraphs outside the tables",
                    where=f"{self.tally.path}, {place}",
                    remedy="split the document, or raise the limit if it is honest",
                )
            limit = self.tally.limits.cell_characters
            if len(text) > limit:
                self.document.notes.append(Note("warning", f"a text is cut to {limit:,} characters", place))
            self.document.texts.append(PrintedText(len(self.document.grids) + 1, kind, text[:limit], place))

    def _place(self, table: _Table) -> None:
        """Append a table's grid and those of its inner tables; a layout gives its texts and inner tables only."""
        inner = [content for content in table.contents if isinstance(content, _Table)]
        if inner and not table.is_data():
            for content in table.contents:
                self._content(content)
            return
        if any(table.rows):
            table.straighten()
            number = len(self.document.grids) + 1
            self.tally.table(f"table {number}")
            places = [f"table {number}, row {row_no}" for row_no in range(1, len(table.rows) + 1)]
            self.document.grids.append(grid_of(table.rows, places, self.tally))
            for row_no in table.hidden_rows:
                what = "a row is hidden in the document; it is landed"
                self.document.notes.append(Note("warning", what, places[row_no - 1]))
            for row_no in table.unnamed_pictures:
                self.document.notes.append(Note("warning", ONLY_A_PICTURE, places[row_no - 1]))
        for inner_table in inner:
            self._place(inner_table)

    def _row(self, table: _Table, row: etree._Element) -> None:
        before, is_hidden = 0, False
        if not table.rows and not table.widths:
            table.widths = _grid_widths(row.getparent())
        for properties in row.iterfind("{*}trPr"):
            for child in properties:
                tag = LOCAL_NAME[child.tag]
                if tag == "del":
                    self.paragraphs.deletions += 1
                    return
                if tag == "gridBefore":
                    before = min(_count(child, 0), _WIDEST)
                elif tag == "hidden":
                    is_hidden = True
        cells: list[tuple[SpannedCell, str]] = []
        column = before
        for element in _cells(row):
            span, down, across = _merges(element)
            if across == "continue" and cells:
                cells[-1][0].column_span += span
            else:
                is_covered = down == "continue" and table.goes_on(column, span)
                text = "" if is_covered else self._cell_text(table, element)
                cells.append((SpannedCell(column, text, 1, span), down))
            column += span
        table.add(cells)
        if is_hidden:
            table.hidden_rows.append(len(table.rows))

    def _cell_text(self, table: _Table, cell: etree._Element) -> str:
        lines = []
        for content in self._contents(cell):
            if isinstance(content, _Table) and content.is_one_column():
                content = "\n".join(inner.text for inner_row in content.rows for inner in inner_row)
            if isinstance(content, str):
                lines.append(content)
                if content.strip():
                    table.contents.append(content)
            else:
                table.contents.append(content)
        # Word ends every cell with a paragraph, empty after an inner table: those lines are not printed text.
        text = "\n".join(lines).rstrip("\n") if len(lines) > 1 else "".join(lines)
        if not text.strip() and (names := list(picture_names(cell))):
            text = picture_text(names) or ""
            if not text:
                table.unnamed_pictures.append(len(table.rows) + 1)
        return text

    def _contents(self, container: etree._Element) -> list[str | _Table]:
        """The paragraphs and tables of a cell or a text box."""
        contents: list[str | _Table] = []
        for tag, element in blocks(container):
            if tag == "tbl":
                table = _Table(widths=_grid_widths(element))
                for row in _rows(element):
                    self._row(table, row)
                contents.append(table)
            else:
                paragraph = self.paragraphs.read(element)
                contents.append(paragraph.text)
                for box in paragraph.boxes:
                    contents += self._contents(box)
        return contents


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        tag = LOCAL_NAME[child.tag]
        if tag == "tr":
            yield child
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        tag = LOCAL_NAME[child.tag]
        if tag == "tc":
            yield child
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _cells(child)


def _merges(cell: etree._Element) -> tuple[int, str, str]:
    """(columns covered, vertical merge, horizontal merge) of a cell; the latter two '', 'restart' or 'continue'."""
    span, down, across = 1, "", ""
    properties = next(iter(cell), None)
    if properties is not None and LOCAL_NAME[properties.tag] == "tcPr":
        for child in properties:
            tag = LOCAL_NAME[child.tag]
            if tag == "gridSpan":
                span = min(max(_count(child, 1), 1), _WIDEST)
            elif tag in ("vMerge", "hMerge"):
                merge = "restart" if attribute(child, "val") == "restart" else "continue"
                down, across = (merge, across) if tag == "vMerge" else (down, merge)
    return span, down, across


def _grid_widths(table: etree._Element | None) -> list[int]:
    if table is None:
        return []
    return [_count(column, 0, "w") for column in table.iterfind("{*}tblGrid/{*}gridCol")][:_WIDEST]


def _table_properties(row: etree._Element) -> etree._Element | None:
    table = row.getparent()
    return None if table is None else table.find("{*}tblPr")


def _count(element: etree._Element, default: int, name: str = "val") -> int:
    text = attribute(element, name)
    return int(text[:9]) if text.isascii() and text.isdigit() else default


READER = Reader("docx", "25", read)
