"""A list of tasks among the paragraphs of a document whose format knows paragraphs: HTML, DOCX, Markdown."""

from __future__ import annotations

from collections import defaultdict

from duban.landing.grid import Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.list_lines import ListLine
from duban.landing.readers.lists import read_list
from duban.landing.readers.records import is_record_table, read_record_tables, read_records

_KINDS = ("paragraph", "heading")


def read_paragraphs(document: ReadDocument, tally: Tally) -> None:
    """Turn the paragraphs between two tables into a grid where they are a list of tasks or records.

    Tables that only pair labels with values (索引号:… 发文机关:… above the text of a government page) do not stand in a
    list's way: beside one they are texts, else the records that they are read as. Beside any other table a list is read
    only where every item says who does it.
    """
    is_beside_tables = any(not is_record_table(grid) for grid in document.grids)
    runs: dict[int, list[PrintedText]] = defaultdict(list)
    for text in document.texts:
        if text.kind in _KINDS:
            runs[text.table_no].append(text)
    seen = ""
    for table_no, run in sorted(runs.items(), key=lambda one: -len(one[1])):
        lines = [
            ListLine(text.place, line, text.kind == "heading") for text in run for line in text.text.split("\n")
        ]
        found = ReadDocument(format=document.format)
        why = read_list(lines, found, tally, is_beside_tables)
        if why and not document.grids:
            why = "" if read_records(lines, found, tally) else why
        if not why:
            _put_in(found, table_no, run, document)
            break
        seen = seen or why
    read_record_tables(document, tally)
    if not document.grids:
        document.notes.append(Note("warning", seen or "it holds no text", tally.path))


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
        texts.append(text._replace(table_no=text.table_no + 1) if text.table_no > table_no else text)
    document.texts = sorted(texts, key=lambda text: text.table_no)
    document.grids[table_no - 1 : table_no - 1] = found.grids
    document.notes.extend(found.notes)
