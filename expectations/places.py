"""From a failing row to its source cell: the document, and the place in the document's own words."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

# The names under which the tables of the warehouse carry a printed row (staging and intermediate; marts).
_TABLE_COLUMNS = ("table_no", "source_table_no", "anchor_table_no")
_ROW_COLUMNS = ("row_no", "source_row_no", "anchor_row_no")

_PLACE_SQL = """
select
    documents.document_path,
    (
        select min(cells.place)
        from raw.cells as cells
        where cells.document_id = documents.document_id and cells.table_no = $table_no and cells.row_no = $row_no
            and cells.column_no = 1
    ) as place
from raw.documents as documents
where documents.document_id = $document or documents.document_path = $document
order by documents.document_path
limit 1
"""


def place_of(con: duckdb.DuckDBPyConnection, row: Mapping[str, object]) -> str:
    """`heze/2023.md, line 14`, as near as the row's columns lead; '' where they lead nowhere.

    row: a failing row. Its own `place` goes first; else `document_id` or `document_path` with the numbers of the
    printed table and row are looked up in raw.cells.
    """
    document = row.get("document_id") or row.get("document_path")
    table_no, row_no = _first(row, _TABLE_COLUMNS), _first(row, _ROW_COLUMNS)
    path, place = "", row.get("place")
    if document is not None:
        try:
            # All rows are fetched, though one is used: DuckDB holds a connection for a result that is not finished.
            places = con.execute(
                _PLACE_SQL, {"document": str(document), "table_no": table_no, "row_no": row_no}
            ).fetchall()
            found = places[0] if places else None
        except duckdb.Error:  # a candidate without landed cells has failed already; its rows still want to be told
            found = None
        path = str((found[0] if found else None) or row.get("document_path") or "")
        place = place or (found[1] if found else None)
    if not place and table_no is not None and row_no is not None:
        place = f"table {table_no}, row {row_no}"
    return ", ".join(str(part) for part in (path, place) if part)


def _first(row: Mapping[str, object], names: tuple[str, ...]) -> int | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, int):
            return value
    return None
