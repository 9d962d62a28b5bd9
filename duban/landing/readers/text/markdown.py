"""Markdown: pipe tables have lost their spans, HTML tables inside (pandoc, MinerU) have kept them.

What is syntax is taken off: the pipes and the blanks beside them, the rule under the header, `**`, backslash escapes,
entities, code fences. What is print stays: inner white space, NBSP, U+3000, `<br>` as a line break, and how many cells
a row has. A converter that writes one row short has slid its values left; whoever reads the rows has to know. That is
why no Markdown library stands here: parsers of GitHub's tables pad and cut every row to the width of its header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from duban.errors import DocumentError
from duban.landing.encodings import decode, split_lines
from duban.landing.exclusion import finish
from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Limits, Tally, check_file_size, check_line_count
from duban.landing.reader import Reader, Source
from duban.landing.readers.copied_tables import boxed, layouts
from duban.landing.readers.copied_tables.cell_lines import has_a_cell_a_line
from duban.landing.readers.copied_tables.slid_cells import put_under_columns
from duban.landing.readers.lists.paragraphs import read_paragraphs
from duban.landing.readers.text.markdown_text import BLANKS, has_markup, printed, split_row

_FENCE = re.compile(r"^ {0,3}(`{3,20}|~{3,20})([^`~]*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?=[^#])")
_THEMATIC = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*|-+[ \t]*)$")
_COMMENT = re.compile(r"^\s*<!--(?:(?!-->).)*-->\s*$")
_LOST_TABLE = re.compile(r"^\s*\\?\[TABLE\\?\]\s*$")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_ROW_TAG = re.compile(r"<t[rdh]\b", re.IGNORECASE)
_CLOSING_TAG = re.compile(r"</table\s*>", re.IGNORECASE)
_FRONT_TITLE = re.compile(r"^title\s*:\s*(.*)$", re.IGNORECASE)
_VERBATIM = {"", "markdown", "md", "text", "txt", "table"}  # fences that may hold a document, not a program
_DEEPEST_TABLE = 20  # tables within tables; beyond it nobody wrote them, and looking for their ends must stay linear
_ROWS_AT_ONCE = 500  # are counted against the limits together
_LONGEST_BROKEN_ROW = 40  # lines; a row broken over more is no row


def read(source: Source, limits: Limits) -> ReadDocument:
    """Markdown -> grids (pipe tables, grid tables, HTML tables), texts, notes.

    A row's place is `line N`. Raises DocumentError for what is not text or is beyond the limits.
    """
    check_file_size(source.content, limits, source.path)
    text, encoding = decode(source.content, path=source.path)
    check_line_count(text, limits, source.path)
    document = ReadDocument(format="markdown", encoding=encoding)
    lines = split_lines(text)
    first = _read_front_matter(lines, document)
    walk = _Walk(document, Tally(limits, source.path), source.path, limits)
    walk.blocks(lines, first)
    if not document.grids and walk.fenced:
        # A chat assistant or an editor wrapped the whole document in a fence; it hides nothing.
        document.notes.append(Note("info", "the tables stand inside code fences", f"line {walk.fenced[0][0]}"))
        document.texts = [text for text in document.texts if not text.source_place.endswith("(code)")]
        for line_no, body in walk.fenced:
            walk.blocks(body, 0, line_no)
    if document.grids and not has_a_cell_a_line(lines):
        return read_paragraphs(finish(document), walk.tally)
    _read_printed_lines(lines[first:], first, document, walk.tally)
    return finish(document)


def _read_printed_lines(lines: list[str], first: int, document: ReadDocument, tally: Tally) -> None:
    """The layouts of plain text, in what the lines print: `1\\.` is 1. and `**牵头单位**` a label."""
    shown = [printed(line[found.end() :].rstrip("# \t") if (found := _HEADING.match(line)) else line) for line in lines]
    read = ReadDocument(format=document.format)
    layouts.read_lines(shown, first, read, tally)
    if document.grids and not read.grids:
        return  # what looked like bars between cells were the bars of a table
    if read.grids:
        document.grids = read.grids
        document.texts = [*(text for text in document.texts if text.kind == "title"), *read.texts]
    document.notes.extend(read.notes)


@dataclass(slots=True)
class _Walk:
    """One pass over the lines; each `_…` method takes the line it stands at and returns the line to go on with."""

    document: ReadDocument
    tally: Tally
    path: str
    limits: Limits
    offset: int = 0  # lines of the file before `lines[0]`
    fenced: list[tuple[int, list[str]]] = field(default_factory=list)
    unclosed: set[str] = field(default_factory=set)  # fence marks known to have no second one further down

    def blocks(self, lines: list[str], at: int, offset: int = 0) -> None:
        self.offset = offset
        while at < len(lines):
            at = self._block(lines, at)

    def _block(self, lines: list[str], at: int) -> int:
        line = lines[at]
        stripped = line.strip()
        if not stripped or _COMMENT.match(line):
            return at + 1
        if stripped[0] in "`~" and (fence := _FENCE.match(line)):
            return self._fence(lines, at, fence)
        if stripped[0] != "|" and boxed.is_border(line):
            return boxed.read_box(lines, at, self.document, self.tally, self._place)
        if _starts_table(lines, at):
            return self._pipe_table(lines, at)
        if "<" in line and (tag := _TABLE_TAG.search(line)) and not tag.group(1):
            end, fragment, rest = _html_fragment(lines, at, tag.start())
            if _ROW_TAG.search(fragment):
                return self._html_table(lines, at, tag.start(), end, fragment, rest)
        if _LOST_TABLE.match(line):
            what = "a table is missing: the converter put [TABLE] in its place; land the file it was converted from"
            self.document.notes.append(Note("warning", what, self._place(at)))
            return at + 1
        self._text(lines, at)
        return at + 1

    def _text(self, lines: list[str], at: int) -> None:
        line = lines[at]
        if line.endswith("|") and "|" not in (text := line.rstrip(f"|{BLANKS}")):
            line = text  # a title over a table, in a row of its own
        if _THEMATIC.match(line):
            previous = self.document.texts[-1] if self.document.texts else None
            if line.strip()[0] in "=-" and previous and previous.source_place == self._place(at - 1):
                self.document.texts[-1] = previous._replace(kind="heading")  # underlined: a heading after all
            return
        heading = _HEADING.match(line)
        kind, text = ("paragraph", printed(line))
        if heading:
            kind, text = "heading", printed(line[heading.end() :].rstrip("# \t"))
        if text:
            self.document.texts.append(PrintedText(len(self.document.grids) + 1, kind, text, self._place(at)))

    def _fence(self, lines: list[str], at: int, fence: re.Match[str]) -> int:
        """Code: its lines are texts, unless it turns out that nothing outside the fences is a table."""
        mark = fence.group(1)
        end = at + 1 if mark not in self.unclosed else len(lines)
        while end < len(lines) and not (lines[end].strip().startswith(mark) and not lines[end].strip(" \t" + mark[0])):
            end += 1
        if end == len(lines):
            self.unclosed.add(mark)
            return at + 1  # never closed: the mark is damage, and the lines after it are the document
        if fence.group(2).strip().lower() in _VERBATIM:
            self.fenced.append((self.offset + at + 1, lines[at + 1 : end]))
        for inner in range(at + 1, end):
            if lines[inner].strip():
                place = f"{self._place(inner)} (code)"
                self.document.texts.append(
                    PrintedText(len(self.document.grids) + 1, "paragraph", lines[inner].strip(BLANKS), place)
                )
        return end + 1

    def _pipe_table(self, lines: list[str], at: int) -> int:
        grid = Grid(span_is_known=False)
        self.tally.table(self._place(at))
        is_closed = lines[at].rstrip().endswith("|")  # rows end with a pipe here, so one that does not is broken
        is_open = not lines[at].lstrip().startswith("|")
        has_rule = False
        width = counted = 0
        while (
            at < len(lines) and "|" in lines[at] and not (lines[at].lstrip()[0] == "+" and boxed.is_border(lines[at]))
        ):
            line, end = lines[at], at + 1
            if is_closed and width and not line.rstrip().endswith("|"):
                line, end = _join_broken_row(lines, at, width)
            elif is_open:
                line, end = _join_broken_header(lines, at) if not width else (line, end)
                while end < len(lines) and lines[end].strip(BLANKS) == "|":
                    line, end = f"{line}|", end + 1  # a last cell that holds a line break and nothing else
            cells = split_row(line)
            if _is_rule(line, cells, is_second=len(grid.rows) == 1 and not has_rule):
                if not has_rule and len(grid.rows) == 1 and not any(grid.rows[0]):
                    # Markdown demands a header; converters write an empty one where the table has none.
                    grid.rows.clear()
                    grid.row_places.clear()
                has_rule = True
            else:
                is_marked = has_markup(line)  # asked once a row: most hold none
                grid.rows.append([printed(cell) if is_marked else cell.strip(BLANKS) for cell in cells])
                grid.row_places.append(self._place(at))
                width = width or len(cells)
                if len(grid.rows) - counted == _ROWS_AT_ONCE:
                    self.tally.all_rows(grid.rows[counted:], grid.row_places[counted:])
                    counted = len(grid.rows)
            at = end
        self.tally.all_rows(grid.rows[counted:], grid.row_places[counted:])
        if grid.rows:
            put_under_columns(grid, self.document)
            self.document.grids.append(grid)
        return at

    def _html_table(self, lines: list[str], at: int, start: int, end: int, fragment: str, rest: str) -> int:
        """An HTML table: its rows are read by the HTML reader, spans and all; their place is the table's line."""
        from duban.landing.readers.html import reader as html_reader  # only where Markdown holds HTML

        self.tally.table(self._place(at))
        before = printed(lines[at][:start]).strip()
        if before and not before.startswith("<"):
            self.document.texts.append(PrintedText(len(self.document.grids) + 1, "paragraph", before, self._place(at)))
        page = f'<html><head><meta charset="utf-8"></head><body>{fragment}</body></html>'
        try:
            inner = html_reader.READER.read(Source(self.path, page.encode("utf-8", "replace")), self.limits)
        except DocumentError as error:
            self.document.notes.append(Note("warning", f"an HTML table is left out: {error.what}", self._place(at)))
            inner = ReadDocument(format="html")
        standing = len(self.document.grids)
        for grid in inner.grids:
            grid.row_places = [f"{self._place(at)}, row {row_no}" for row_no in range(1, len(grid.rows) + 1)]
            for row, place in zip(grid.rows, grid.row_places, strict=True):
                self.tally.row(row, place)
            self.document.grids.append(grid)
        for text in inner.texts:
            self.document.texts.append(text._replace(table_no=standing + text.table_no, source_place=self._place(at)))
        self.document.notes.extend(note._replace(source_place=self._place(at)) for note in inner.notes)
        self.document.excluded.extend(
            one._replace(table_no=standing + (one.table_no or 1), source_place=self._place(at))
            for one in inner.excluded
        )
        if rest.strip():
            lines[end] = rest
            return end
        return end + 1

    def _place(self, at: int) -> str:
        return f"line {self.offset + at + 1}"


def _starts_table(lines: list[str], at: int) -> bool:
    """A row with a leading pipe; or one without, over a rule of as many cells or over a row of as many (three up).

    Or over rows of other widths, where it and two rows below end with a pipe: a store that drops covered cells.
    """
    line = lines[at]
    if "|" not in line:
        return False
    if line.lstrip().startswith("|"):
        return True
    if at + 1 == len(lines) or "|" not in lines[at + 1] or line.startswith("#"):
        return False
    here, below = split_row(line), split_row(lines[at + 1])
    if len(here) == len(below) and len(here) >= 2:
        return _is_rule(lines[at + 1], below, is_second=True) or len(here) >= 3
    return _is_closed_row(line) and sum(map(_is_closed_row, lines[at + 1 : at + 5])) >= 2


def _is_closed_row(line: str) -> bool:
    """Three texts or more in a row that ends with a pipe and begins without one."""
    if not line.rstrip(BLANKS).endswith("|") or line.startswith("#"):
        return False
    return sum(bool(cell.strip(BLANKS)) for cell in split_row(line)) >= 3


def _is_rule(line: str, cells: list[str], is_second: bool) -> bool:
    """The rule under a header, `|---|:-:|`. Further down a row of single dashes is print: nothing to report."""
    if line.strip("|:- \t") or "-" not in line:
        return False
    if is_second:
        return True
    return all(len(cell.strip(": \t")) >= 3 for cell in cells if cell.strip(BLANKS))


def _join_broken_header(lines: list[str], at: int) -> tuple[str, int]:
    """A header whose cell ends in a line break: two rows that have as many cells as each of the two rows below them."""
    if at + 3 < len(lines) and all(line.rstrip().endswith("|") for line in lines[at : at + 4]):
        widths = [len(split_row(line)) for line in lines[at : at + 4]]
        if widths[0] + widths[1] == widths[2] == widths[3]:
            return f"{lines[at].rstrip()} {lines[at + 1].lstrip()}", at + 2
    return lines[at], at + 1


def _join_broken_row(lines: list[str], at: int, width: int) -> tuple[str, int]:
    """A row whose cell holds a raw line break: the lines up to the closing pipe, if they make one row and no more."""
    pieces = [lines[at]]
    for end in range(at + 1, min(at + _LONGEST_BROKEN_ROW, len(lines))):
        piece = lines[end].strip(BLANKS)
        if not piece or piece.startswith(("|", "#", "<")):
            break
        pieces.append(piece)
        if piece.endswith("|"):
            joined = "\n".join(pieces)
            return (joined, end + 1) if len(split_row(joined)) <= width else (lines[at], at + 1)
    return lines[at], at + 1


def _html_fragment(lines: list[str], at: int, start: int) -> tuple[int, str, str]:
    """(last line, the HTML from `<table` to its own `</table>`, what follows on that line)."""
    depth = 0
    for end in range(at, len(lines)):
        line_start = start if end == at else 0
        for tag in _TABLE_TAG.finditer(lines[end], line_start):
            depth += -1 if tag.group(1) else 1
            if depth > _DEEPEST_TABLE:
                return at, lines[at][start:], ""
            if depth == 0:
                closing = _CLOSING_TAG.match(lines[end], tag.start())
                cut = closing.end() if closing else tag.end()
                pieces = [lines[at][start:], *lines[at + 1 : end], lines[end][:cut]]
                return end, "\n".join(pieces if end > at else [lines[at][start:cut]]), lines[end][cut:]
    # Never closed: up to the next empty line, so that a stray tag does not swallow the document.
    end = at
    while end + 1 < len(lines) and lines[end + 1].strip():
        end += 1
    return end, "\n".join([lines[at][start:], *lines[at + 1 : end + 1]]), ""


def _read_front_matter(lines: list[str], document: ReadDocument) -> int:
    """Front matter is the document's own metadata: texts of kind 'title'. Returns the first line after it."""
    if not lines or lines[0].strip() != "---":
        return 0
    for end in range(1, min(len(lines), 200)):
        if lines[end].strip() in ("---", "..."):
            break
        if lines[end].strip() and ":" not in lines[end] and not lines[end].startswith((" ", "-", "#")):
            return 0
    else:
        return 0
    for at in range(1, end):
        if match := _FRONT_TITLE.match(lines[at]):
            document.title = match.group(1).strip("\"' \t") or None
        if lines[at].strip():
            document.texts.append(PrintedText(1, "title", lines[at].strip(BLANKS), f"line {at + 1}"))
    return end + 1


READER = Reader("markdown", "33", read)
