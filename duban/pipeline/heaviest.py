"""Which documents a model that ran out of memory was given most of, so that the night goes on without them.

Gate 1 bounds what a document may cost; this is the net under it, for what no bound foresees.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

import duckdb

from duban.landing.quarantine import QuarantinedDocument
from duban.modelling import Project
from duban.modelling.table_ref import quoted_table

# A document that weighs this many times what the others do stands out; where none does, none is to blame.
STANDS_OUT = 10.0
_MOST = 3  # documents that are set aside at once
_DOCUMENTS, _LANDED_CELLS = "raw.documents", "raw.cells"


def heaviest_documents(
    con: duckdb.DuckDBPyConnection, project: Project, tables: Iterable[str]
) -> list[QuarantinedDocument]:
    """The documents that stand out in the inputs of models, the heaviest first, with what is to be said of them.

    tables: the models that ran out of memory. Empty where no document stands out.
    """
    found: dict[str, QuarantinedDocument] = {}
    for table in tables:
        weights = _weights(con, project.models[table].parents)
        for document_id, path in _standing_out(weights):
            rows = weights[document_id, path]
            found.setdefault(
                document_id,
                QuarantinedDocument(
                    document_id,
                    path,
                    f"building {table} took more memory than there is, and this document brings {rows:,} rows to it, "
                    f"{rows / max(_others(weights, document_id), 1):,.0f} times what others do",
                    path,
                    "Look for a table that slid into one cell; else split the document, or give the build more memory.",
                ),
            )
    return list(found.values())


def _weights(con: duckdb.DuckDBPyConnection, parents: Iterable[str]) -> dict[tuple[str, str], int]:
    """Rows of each document (id, path) in the input that has most of it; of landed cells where none has documents."""
    rows = con.execute(
        "select concat_ws('.', schema_name, table_name) from duckdb_columns() "
        "where database_name = current_database() and column_name = 'document_id'"
    ).fetchall()
    by_document = {table for (table,) in rows}
    tables = [table for table in parents if table in by_document and table != _DOCUMENTS]
    weights: dict[tuple[str, str], int] = {}
    for table in tables or [_LANDED_CELLS]:
        counts = con.execute(
            f"select documents.document_id, documents.document_path, count(*) from {quoted_table(table)} as input "
            f"join {_DOCUMENTS} as documents on input.document_id = documents.document_id group by all"
        ).fetchall()
        for document_id, path, count in counts:
            weights[document_id, path] = max(count, weights.get((document_id, path), 0))
    return weights


def _standing_out(weights: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    heaviest = sorted(weights, key=lambda document: (-weights[document], document))[:_MOST]
    if len(weights) == 1:
        return []  # without it there is nothing left to go on with
    return [one for one in heaviest if weights[one] >= STANDS_OUT * _others(weights, one[0])]


def _others(weights: dict[tuple[str, str], int], document_id: str) -> float:
    return median([rows for (one, _), rows in weights.items() if one != document_id] or [0])
