"""Where a printed row stands in its document, in the document's own words."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

_ROW_SQL = """
select
    documents.document_path,
    (
        select min(cells.source_place)
        from raw.cells as cells
        where cells.document_id = documents.document_id and cells.table_no = $table_no and cells.row_no = $row_no
            and cells.column_no = 1
    ) as source_place
from raw.documents as documents
where documents.document_id = $document or documents.document_path = $document
order by documents.document_path
limit 1
"""


class SourcePlace(NamedTuple):
    """document_path: relative to raw/. source_place: 'line 14', 'Sheet1!A5'; None where the row was not printed."""

    document_path: str
    source_place: str | None


def source_place(
    con: duckdb.DuckDBPyConnection, document: str, table_no: int | None, row_no: int | None
) -> SourcePlace | None:
    """The place of a printed row (its first cell) of a landed document; None where no such document is landed.

    document: a document_id or a document_path. Raises duckdb.Error where nothing has been landed.
    """
    # All rows are fetched, though one is used: DuckDB holds a connection for a result that is not finished.
    found = con.execute(_ROW_SQL, {"document": document, "table_no": table_no, "row_no": row_no}).fetchall()
    return SourcePlace(*found[0]) if found else None
