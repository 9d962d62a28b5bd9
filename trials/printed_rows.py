"""Many landed rows: the documents of raw/heze copied to places and years of their own, always the same for a count.

What makes copies worth building: rows are dropped by a hash of where they stand, so that blocks differ from copy to
copy, and digits are moved, so that figures do. Twenty copies are twenty years of one place.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from duban.landing.discovery import discover
from duban.landing.store import land

HEZE = Path(__file__).resolve().parents[1] / "raw"

_NEW_ID = "md5(document_id || '-' || copy_no)[:16]"
# One of eleven rows below the header is left out where spans were lost.
_KEPT_CELL = "span_is_known or row_no < 5 or hash(document_id, copy_no, row_no) % 11 <> 0"
_MOVED_DIGITS = "translate(text, '0123456789', substr('01234567890123456789', 1 + copy_no % 10, 10))"
_COPIES = {
    "documents": f"""
        select * replace (
            {_NEW_ID} as document_id,
            'p' || copy_no // 20 || '/' || copy_no || '-' || document_path as document_path,
            md5(sha256 || copy_no) as sha256,
            md5(content_fingerprint || copy_no) as content_fingerprint,
            md5(read_fingerprint || copy_no) as read_fingerprint
        ) from raw.documents, copies
    """,
    "document_facts": f"""
        select * replace ({_NEW_ID} as document_id) from raw.document_facts, copies
        where fact_name not in ('jurisdiction', 'report_year')
        union all
        select {_NEW_ID}, 'jurisdiction', '试' || chr((19968 + copy_no // 20)::integer) || '市', copy_no
        from raw.documents, copies
        union all
        select {_NEW_ID}, 'report_year', (2000 + copy_no % 20)::varchar, copy_no from raw.documents, copies
    """,
    "texts": f"select * replace ({_NEW_ID} as document_id) from raw.texts, copies",
    "cells": f"""
        select * replace (
            {_NEW_ID} as document_id,
            case when column_no > 1 then {_MOVED_DIGITS} else text end as text
        ) from raw.cells, copies where {_KEPT_CELL}
    """,
}


def land_printed_rows(con: duckdb.DuckDBPyConnection, rows: int, raw: Path = HEZE) -> int:
    """Fill the raw tables with about `rows` printed rows, no document landed before. Returns how many there are."""
    land(con, raw, discover(raw), workers=1)
    con.execute("delete from raw.documents where document_id not in (select document_id from raw.cells)")
    copies = max(1, round(rows / _printed_rows(con) / 0.93))
    con.execute(f"create temp table copies as select i::integer as copy_no from range({copies}) as r(i)")
    # All copies first: what stands in one table is copied by what stands in another.
    for table, query in _COPIES.items():
        con.execute(f"create temp table copied_{table} as {query}")
        con.execute(f"alter table copied_{table} drop column copy_no")
    for table in _COPIES:
        con.execute(f"delete from raw.{table}")
        con.execute(f"insert into raw.{table} select * from copied_{table}")
        con.execute(f"drop table copied_{table}")
    con.execute("drop table copies")
    return _printed_rows(con)


def _printed_rows(con: duckdb.DuckDBPyConnection) -> int:
    [(count,)] = con.execute(
        "select count(*) from (select distinct document_id, table_no, row_no from raw.cells)"
    ).fetchall()
    return int(count)
