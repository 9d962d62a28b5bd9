"""What a document holds and does not print as part of its text goes out of the texts and is kept beside them.

Every reader ends with `finish`: marked pieces (struck, deleted, hidden) and note marks leave the cells and the texts
around the tables, become `ExcludedText`, and a note per table reports them. Only then is the title looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from duban.landing.grid import ExcludedText, Grid, Note, ReadDocument
from duban.landing.marked_text import END, NOTE_TEXT, Excluded, part
from duban.landing.note_marks import foot_notes, is_note_mark, may_hold_plain_marks, note_of, part_plain
from duban.landing.titles import document_title

_PLACES_NAMED = 5
_TEXT_SHOWN = 30
# What a note says of a kind: severity, what it is, what became of it.
_WHAT = {
    "struck": ("warning", "struck-out text", "not part of the text"),
    "deleted": ("warning", "tracked deletion", "not landed, the document was not finished"),
    "hidden": ("warning", "hidden text", "not printed and not part of the text"),
    "hidden_cell": ("warning", "hidden cell", "not printed and not landed"),
    "note_mark": ("info", "note mark", "parted from the text"),
}


def finish(document: ReadDocument) -> ReadDocument:
    """Part the texts of a document that has been read, report what was taken out, and find its title."""
    marked_grids = [grid for grid in document.grids if _may_hold_marks(chain.from_iterable(grid.rows))]
    if marked_grids or _may_hold_marks(text.text for text in document.texts):
        _part_document(document, marked_grids)
    document.title = document.title or document_title(document)
    return document


def _may_hold_marks(texts: Iterable[str | None]) -> bool:
    joined = "\n".join(filter(None, texts))
    return END in joined or may_hold_plain_marks(joined)


def _part_document(document: ReadDocument, marked_grids: list[Grid]) -> None:
    noted_before = len(document.excluded)  # an HTML table inside Markdown has noted its own
    texts = []
    parted_texts = [
        _parted(text.text, {}) if _may_hold_marks((text.text,)) else (text.text, []) for text in document.texts
    ]
    notes = foot_notes(_lines_below(document, [text for text, _ in parted_texts]))
    for text, (printed, excluded) in zip(document.texts, parted_texts, strict=True):
        if printed.strip() or not excluded:
            texts.append(text._replace(text=printed))
        document.excluded.extend(
            _row(one, notes, text.table_no, None, None, not printed.strip(), text.source_place) for one in excluded
        )
    document.texts = texts
    for table_no, grid in enumerate(document.grids, start=1):
        if any(grid is marked for marked in marked_grids):
            _part_grid(document, table_no, grid, notes)
    document.notes.extend(_exclusion_notes(document.excluded[noted_before:]))


def _lines_below(document: ReadDocument, texts: list[str]) -> list[str]:
    """What may hold notes: the lines after the first table, and the last rows of a table that print one text."""
    lines = [
        line
        for text, printed in zip(document.texts, texts, strict=True)
        if text.table_no > 1
        for line in (printed, *printed.split("\n")[1:])
    ]
    for grid in document.grids:
        for row in reversed(grid.rows):
            filled = {cell for cell in row if cell and cell.strip()}
            if len(filled) != 1:
                break
            lines.extend(_parted(filled.pop(), {})[0].split("\n"))
    return lines


def _part_grid(document: ReadDocument, table_no: int, grid: Grid, notes: Mapping[str, str]) -> None:
    for row_no, row in enumerate(grid.rows, start=1):
        if not _may_hold_marks(row):
            continue
        struck = kept = 0
        for column_no, cell in enumerate(row, start=1):
            if not cell:
                continue
            printed, excluded = _parted(cell, notes)
            is_whole = bool(excluded) and not printed.strip()
            struck += is_whole and all(one.kind in ("struck", "deleted") for one in excluded)
            kept += bool(printed.strip())
            row[column_no - 1] = printed
            place = grid.cell_place(row_no, column_no)
            for one in excluded:
                column = None if one.kind == "hidden_cell" else column_no
                document.excluded.append(_row(one, notes, table_no, row_no, column, is_whole, place))
        if struck:
            cells = f"{struck} cells of the row are" if struck > 1 else "a cell of the row is"
            what = f"{cells} struck out whole; a target that is struck out is not in force"
            what = what if kept else "the row is struck out whole: nothing of it is in force"
            document.notes.append(Note("warning", what, grid.cell_place(row_no, 1)))


def _parted(text: str, notes: Mapping[str, str]) -> tuple[str, list[Excluded]]:
    excluded: list[Excluded] = []
    if END in text:
        text, excluded = part(text, partial(is_note_mark, notes=notes))
    if may_hold_plain_marks(text):
        printed, marks = part_plain(text, notes)
        if marks:
            excluded = sorted([*_moved(excluded, marks), *marks], key=lambda one: one.position)
            text = printed
    return text, excluded


def _moved(excluded: list[Excluded], marks: list[Excluded]) -> Iterator[Excluded]:
    """The pieces with their places in the text that the marks have left too."""
    for one in excluded:
        gone = 0
        for mark in marks:
            if mark.position + gone >= one.position:
                break
            gone += len(mark.text)
        yield one._replace(position=one.position - gone)


def _row(
    one: Excluded,
    notes: Mapping[str, str],
    table_no: int,
    row_no: int | None,
    column_no: int | None,
    is_whole: bool,
    source_place: str,
) -> ExcludedText:
    text, _, own_note = one.text.partition(NOTE_TEXT)
    note = own_note or (note_of(text, notes) if one.kind == "note_mark" else None)
    return ExcludedText(table_no, row_no, column_no, one.kind, text, one.position, is_whole, note or None, source_place)


def _exclusion_notes(excluded_texts: list[ExcludedText]) -> list[Note]:
    """One note for what was taken out of one kind in one table, with its first texts and places."""
    groups: dict[tuple[str, int | None, bool], list[ExcludedText]] = defaultdict(list)
    for excluded in excluded_texts:
        groups[excluded.kind, excluded.table_no, excluded.row_no is None].append(excluded)
    notes = []
    for (kind, _, _), group in groups.items():
        severity, what, fate = _WHAT[kind]
        named = ", ".join(f"'{_shown(one.text)}' ({one.source_place})" for one in group[:_PLACES_NAMED])
        more = ", ..." if len(group) > _PLACES_NAMED else ""
        counted = f"{len(group)} {what}{'s' if len(group) > 1 else ''}"
        notes.append(Note(severity, f"{counted}, {fate}: {named}{more}", group[0].source_place))
    return notes


def _shown(text: str) -> str:
    flat = " ".join(text.partition(NOTE_TEXT)[0].split())
    return flat if len(flat) <= _TEXT_SHOWN else flat[: _TEXT_SHOWN - 1] + "…"
