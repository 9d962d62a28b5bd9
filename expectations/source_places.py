"""From a failing row to its source cell: the document, and the source place in the document's own words."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
from duckdb import ColumnExpression, ConstantExpression

from duban.landing.source_places import source_place
from duban.modelling.data_tests import DOCUMENT_COLUMNS

# The names under which the tables of the warehouse carry a printed row (staging and intermediate; marts).
_TABLE_COLUMNS = ("table_no", "source_table_no", "anchor_table_no")
_ROW_COLUMNS = ("row_no", "source_row_no", "anchor_row_no")


def place_of(con: duckdb.DuckDBPyConnection, row: Mapping[str, object]) -> str:
    """`heze/2023.md, line 14`, as near as the row's columns lead; '' where they lead nowhere.

    row: a failing row. Its own `source_place` goes first; else `document_id` or `document_path` with the numbers of the
    printed table and row are looked up among the landed cells.
    """
    document = row.get("document_id") or row.get("document_path")
    table_no, row_no = _first(row, _TABLE_COLUMNS), _first(row, _ROW_COLUMNS)
    path, where = "", row.get("source_place")
    if document is not None:
        try:
            found = source_place(con, str(document), table_no, row_no)
        except duckdb.Error:  # a candidate without landed cells has failed already; its rows are reported all the same
            found = None
        path = str((found.document_path if found else None) or row.get("document_path") or "")
        where = where or (found.source_place if found else None)
    if not where and table_no is not None and row_no is not None:
        where = f"table {table_no}, row {row_no}"
    return ", ".join(str(part) for part in (path, where) if part)


def landed_document(con: duckdb.DuckDBPyConnection, row: Mapping[str, object]) -> tuple[str, str] | None:
    """Id and path of the landed document that a row names; None where it names none that was landed."""
    for column in DOCUMENT_COLUMNS:
        name = row.get(column)
        if name is not None:
            documents = con.table("raw.documents").select("document_id, document_path")
            found = documents.filter(ColumnExpression(column) == ConstantExpression(str(name))).fetchall()
            return found[0] if found else None
    return None


def _first(row: Mapping[str, object], names: tuple[str, ...]) -> int | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, int):
            return value
    return None
