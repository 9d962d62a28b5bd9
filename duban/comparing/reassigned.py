"""Printed rows that a build puts under another target than the build before, though their document is the same.

A later document can improve how an earlier one is read: a target's text, met whole the next year, shows where its
block ends.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban.comparing.two_builds import attach_statement

if TYPE_CHECKING:
    import duckdb

Reassigned = tuple[str, str | None, str | None, str | None, str | None]

# Rows that are returned at most; nobody reads a longer report.
MOST_ROWS = 1000

_BEFORE = "published_before"
# A printed row that names several units is several rows of the mart, all under one target: the row is compared, once.
_ROWS = """
    select document_id, source_table_no, source_row_no, min(target_no) as target_no
    from {}marts.mart_target_progress
    where source_row_no is not null
    group by document_id, source_table_no, source_row_no
"""
_MOVED = f"""
    with moved as (
        select was.target_no as old_no, now.target_no as new_no, document_id, source_table_no, source_row_no
        from ({_ROWS.format(_BEFORE + ".")}) as was
        join ({_ROWS.format("")}) as now using (document_id, source_table_no, source_row_no)
        where was.target_no is distinct from now.target_no
    )
    select
        min(document_path), min(source_place), string_agg(distinct unit_text, '、' order by unit_text), old_no, new_no
    from moved
    join marts.mart_target_progress as progress using (document_id, source_table_no, source_row_no)
    group by document_id, source_table_no, source_row_no, old_no, new_no
    order by min(document_path), document_id, source_table_no, source_row_no
    limit ?
"""


def rows_reassigned(before: Path, con_after: duckdb.DuckDBPyConnection, limit: int = MOST_ROWS) -> list[Reassigned]:
    """One row a printed row of a document that both builds hold alike: document_path, source_place, unit_text, old and
    new target_no; in the order of the documents.

    before: the published file. con_after: the open candidate; nothing in it is changed. A document is the same where
    its content is: document_id is its hash. Never fails: an older, damaged or missing file gives no rows.
    """
    import duckdb

    if not before.is_file():
        return []
    try:
        con_after.execute(attach_statement(before, _BEFORE))
    except duckdb.Error:
        return []
    try:
        return con_after.execute(_MOVED, [limit]).fetchall()
    except duckdb.Error:
        return []
    finally:
        _let_go(con_after)


def _let_go(con: duckdb.DuckDBPyConnection) -> None:
    import duckdb

    try:
        con.execute(f"detach {_BEFORE}")
    except duckdb.Error:
        return  # it is read-only and goes with the connection
