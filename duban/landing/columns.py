"""From what a reader saw to the columns of the raw tables, as Arrow: the fastest way into DuckDB."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

import pyarrow as pa

from duban.landing.grid import ReadDocument
from duban.landing.raw_tables import RAW_TABLES

_TYPES = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_()}


def _schema(table: str) -> pa.Schema:
    return pa.schema([(column.name, _TYPES[column.type]) for column in RAW_TABLES[table]])


CELLS, TEXTS, NOTES = _schema("raw.cells"), _schema("raw.texts"), _schema("raw.notes")
EXCLUDED_TEXTS = _schema("raw.excluded_texts")


def cells_table(document_id: str, document: ReadDocument) -> pa.Table:
    """The rows of `raw.cells` of one document: one a cell, covered cells included."""
    rows: Iterable[tuple[Any, ...]] = (
        (
            table_no,
            cell.row_no,
            cell.column_no,
            cell.text,
            cell.row_span,
            cell.column_span,
            (cell.row_no, cell.column_no) == (cell.origin_row_no, cell.origin_column_no),
            cell.origin_row_no,
            cell.origin_column_no,
            grid.span_is_known,
            cell.source_place,
        )
        for table_no, grid in enumerate(document.grids, start=1)
        for cell in grid.cells()
    )
    return _table(CELLS, document_id, rows)


def texts_table(document_id: str, document: ReadDocument) -> pa.Table:
    """The rows of `raw.texts` of one document: what stands outside its tables, in order."""
    rows = (
        (text_no, text.table_no, text.kind, text.text, text.source_place)
        for text_no, text in enumerate(document.texts, start=1)
    )
    return _table(TEXTS, document_id, rows)


def notes_table(document_id: str, document: ReadDocument) -> pa.Table:
    """The rows of `raw.notes` of one document: what its reader noticed."""
    rows = (
        (note_no, note.severity, note.what, note.source_place) for note_no, note in enumerate(document.notes, start=1)
    )
    return _table(NOTES, document_id, rows)


def excluded_texts_table(document_id: str, document: ReadDocument) -> pa.Table:
    """The rows of `raw.excluded_texts` of one document: what it holds and does not print as part of its text."""
    rows = ((number, *excluded) for number, excluded in enumerate(document.excluded, start=1))
    return _table(EXCLUDED_TEXTS, document_id, rows)


def _table(schema: pa.Schema, document_id: str, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    if not columns:
        return schema.empty_table()
    ids = [document_id] * len(columns[0])
    arrays = [pa.array(values, type=field.type) for field, values in zip(schema, chain([ids], columns), strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
