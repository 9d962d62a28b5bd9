"""A list of tasks among the paragraphs of a document whose format knows paragraphs: HTML, DOCX, Markdown."""

from __future__ import annotations

from collections import defaultdict

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables import boxed
from duban.landing.readers.copied_tables.glued_rows import read_glued_rows
from duban.landing.readers.copied_tables.headless_rows import lay_headless_table
from duban.landing.readers.copied_tables.record_cycles import read_record_cycles
from duban.landing.readers.copied_tables.records import is_record_table, read_record_tables, read_records
from duban.landing.readers.lists.answered_groups import read_answered_groups
from duban.landing.readers.lists.brackets import may_hold_brackets
from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.reading import NOT_FOUND, read_list
from duban.landing.titles import document_title

_KINDS = ("paragraph", "heading")
_COLONS = (":", "\uff1a")
_STRIP_LENGTH = 40  # characters of a strip of links; a row that promises and says who answers holds more


def read_paragraphs(document: ReadDocument, tally: Tally) -> ReadDocument:
    """Turn the paragraphs between two tables into a grid where they are a list of tasks or records.

    Tables that only pair labels with values (索引号:… 发文机关:… above the text of a government page), and a strip of
    links, do not stand in a list's way: beside one they are texts, else the records that they are read as. Beside any
    other table a list is read only where every item says who does it.
    """
    _land_drawn(document, tally)
    lay_headless_table(document)
    is_beside_tables = any(not (is_record_table(grid) or _lays_out(grid, document)) for grid in document.grids)
    opened = document if is_beside_tables else _opened(document)
    runs: dict[int, list[PrintedText]] = defaultdict(list)
    for text in opened.texts:
        if text.kind in _KINDS:
            runs[text.table_no].append(text)
    seen = ""
    for table_no, run in sorted(runs.items(), key=lambda one: -len(one[1])):
        if is_beside_tables and not any(_may_say_who(text.text) for text in run):
            continue
        lines = [
            ListLine(text.source_place, line, text.kind == "heading") for text in run for line in text.text.split("\n")
        ]
        found = ReadDocument(format=document.format)
        is_read = not is_beside_tables and any(
            read(lines, found, tally)
            for read in (read_answered_groups, read_record_cycles, read_glued_rows, read_records)
        )
        if not is_read:
            why = read_list(lines, found, tally, is_beside_tables)
            seen = seen or why
        if found.grids:
            stated = next((text.text for text in document.texts if text.kind == "title"), None)
            document.grids, document.texts = opened.grids, opened.texts
            _put_in(found, table_no, run, document)
            document.title = document_title(document) or stated
            break
    if read_record_tables(document, tally):
        stated = next((text.text for text in document.texts if text.kind == "title"), None)
        document.title = document_title(document) or stated or document.title
    if not document.grids and document.texts:
        document.notes.append(Note("warning", seen or f"{NOT_FOUND}: no paragraphs", tally.path))
    return document


def _land_drawn(document: ReadDocument, tally: Tally) -> None:
    """Make grids of the tables that paragraphs draw with characters, a line of the drawing a line or a paragraph."""
    runs: dict[int, list[PrintedText]] = defaultdict(list)
    for text in document.texts:
        if text.kind in _KINDS:
            runs[text.table_no].append(text)
    for table_no, run in sorted(runs.items(), reverse=True):  # from the last: those before it keep their numbers
        if not any(boxed.is_drawn(line) for text in run for line in text.text.split("\n")):
            continue
        placed = [
            (text._replace(source_place=f"{text.source_place}, line {at}"), line) if "\n" in text.text else (text, line)
            for text in run
            for at, line in enumerate(text.text.split("\n"), start=1)
        ]
        lines = [line for _, line in placed]
        places = [text.source_place for text, _ in placed]
        found = ReadDocument(format=document.format)
        at = 0
        while at < len(lines):
            if boxed.is_drawn(lines[at]):
                at = boxed.read_box(lines, at, found, tally, places.__getitem__)
            else:
                text = placed[at][0]
                found.texts.append(text._replace(text=lines[at], table_no=len(found.grids) + 1))
                at += 1
        if found.grids:
            _put_in(found, table_no, run, document)


def _may_say_who(text: str) -> bool:
    """Whether a text holds a sign of labels or brackets, without which none of its items says who does it."""
    return any(colon in text for colon in _COLONS) or may_hold_brackets(text)


def _lays_out(grid: Grid, document: ReadDocument) -> bool:
    """Whether a table lays out a page: it prints one cell a row at most and holds paragraphs, or is a strip of links,
    one short row and the only table of its document.
    """
    is_frame = all(sum(1 for cell in row if cell and cell.strip()) <= 1 for row in grid.rows)
    is_alone = len(document.grids) == 1 and len(grid.rows) == 1
    return is_frame or (is_alone and sum(len(cell or "") for cell in grid.rows[0]) <= _STRIP_LENGTH)


def _opened(document: ReadDocument) -> ReadDocument:
    """The document with the cells of tables that only lay out a page as paragraphs, in their place among the texts."""
    opened = ReadDocument(format=document.format, grids=list(document.grids), texts=list(document.texts))
    for at in reversed(range(len(opened.grids))):
        grid = opened.grids[at]
        if not _lays_out(grid, document):
            continue
        cells = [(cell, place) for row, place in zip(grid.rows, grid.row_places, strict=True) for cell in row if cell]
        inside = [PrintedText(at + 1, "paragraph", cell, place) for cell, place in cells if cell.strip()]
        del opened.grids[at]
        before = [text for text in opened.texts if text.table_no <= at + 1]
        after = [text._replace(table_no=text.table_no - 1) for text in opened.texts if text.table_no > at + 1]
        opened.texts = [*before, *inside, *after]
    return opened


def _put_in(found: ReadDocument, table_no: int, run: list[PrintedText], document: ReadDocument) -> None:
    """Put what was found in the place of the paragraphs that it was read from; the tables behind it count one up."""
    replaced = {id(text) for text in run}
    texts: list[PrintedText] = []
    is_placed = False
    for text in document.texts:
        if id(text) in replaced:
            if not is_placed:
                texts.extend(one._replace(table_no=table_no + one.table_no - 1) for one in found.texts)
                is_placed = True
            continue
        is_behind = text.table_no > table_no or (text.table_no == table_no and is_placed)
        texts.append(text._replace(table_no=text.table_no + 1) if is_behind else text)
    document.excluded = [
        one._replace(table_no=one.table_no + 1) if one.table_no and one.table_no > table_no else one
        for one in document.excluded
    ]
    document.texts = sorted(texts, key=lambda text: text.table_no)
    document.grids[table_no - 1 : table_no - 1] = found.grids
    document.notes.extend(found.notes)
