"""One ordinary DuckDB file of what a lake holds: chosen places and years, marts and meta, for a desk.

It is swapped in as a build is, is kept in the history, and is asked like any published file. It is no build that a
reload could continue, so the next plain reload builds anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from duban.errors import ConfigurationError
from duban.modelling.table_ref import TableRef, quoted_name, quoted_table, text_literal
from duban.pipeline.backfill import Backfill
from duban.publishing.candidate import (
    begin_candidate,
    discard_candidate,
    finish_candidate,
    new_build_id,
    open_candidate,
)
from duban.publishing.history import swap_in
from duban.publishing.lock import writer_lock
from duban.publishing.published_build import published_build
from duban.settings import Settings
from duban.sharding.lake import LakeBuild, require_lake

# What analysts are promised, and what they need beside it; the rest stays in the lake unless it is asked for.
DESK = ("marts", "meta")
# The columns by which a row is known to be of a chosen document, target or place, the narrowest first.
_DOCUMENTS = ("document_id", "document_path")
_PLACES = ("jurisdiction_id", "jurisdiction_name")
_YEARS = ("report_year", "from_year", "to_year")
# Of such a build, in `meta.builds`.
KIND = "desk"
_LAYOUT = "made of a lake"


@dataclass(frozen=True, slots=True)
class Desk:
    """A published file that was made of a lake. documents: how many it holds."""

    build_id: str
    lake_build_id: str
    documents: int


def publish_from_lake(settings: Settings, chosen: Backfill | None, whole: bool = False) -> Desk:
    """Publish a file of what the lake holds. chosen: years and places, None for all. whole: every schema.

    Raises ConfigurationError where there is no lake, or where nothing in it is of these years and places.
    """
    with writer_lock(settings.warehouse, "publish"):
        build = require_lake(settings.layout)
        before = published_build(settings.published)
        build_id = new_build_id(datetime.now(UTC))
        path = begin_candidate(settings.warehouse, build_id, None)
        try:
            with closing(open_candidate(path, sync=False)) as con:
                documents = _fill(con, build, chosen, None if whole else DESK)
                con.execute("update meta.builds set build_id = ?, kind = ?, layout = ?", [build_id, KIND, _LAYOUT])
                finish_candidate(con, path)
            swap_in(path, settings.published, before.build_id if before else None, settings.history_count)
        finally:
            discard_candidate(settings.warehouse, build_id)
        return Desk(build_id, build.folder.name, documents)


def _fill(
    con: duckdb.DuckDBPyConnection, build: LakeBuild, chosen: Backfill | None, schemas: tuple[str, ...] | None
) -> int:
    con.execute(f"attach {text_literal(str(build.catalog))} as lake (read_only)")
    documents = _chosen_documents(con, chosen)
    columns: dict[str, list[str]] = {}
    for table, column in con.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns()"
        " where database_name = 'lake' and not internal order by all"
    ).fetchall():
        columns.setdefault(table, []).append(column)
    for table, names in columns.items():
        schema = TableRef.parse(table).schema
        if schemas is None or schema in schemas or table in ("raw.quarantine", "staging.stg_document_facts"):
            con.execute(f"create schema if not exists {quoted_name(schema)}")
            where = _condition(names) if chosen and schema not in ("seeds",) else ""
            con.execute(f"create table {quoted_table(table)} as select * from lake.{quoted_table(table)} {where}")
    _comment(con, columns)
    con.execute("detach lake")
    return documents


def _chosen_documents(con: duckdb.DuckDBPyConnection, chosen: Backfill | None) -> int:
    """Fill the temporary table `chosen` with the documents of some years and places. Returns how many."""
    years = chosen.years if chosen else ()
    places = chosen.places if chosen else ()
    in_years = " or ".join(f"report_year between {first} and {last}" for first, last in years) or "true"
    con.execute(
        "create temp table chosen as select document_id, document_path, jurisdiction_id, jurisdiction_name, report_year"
        f" from lake.marts.dim_document where ({in_years})"
        " and (len(?::varchar[]) = 0 or list_contains(?, jurisdiction_name)"
        " or list_contains(?, split_part(document_path, '/', 1)))",
        [list(places)] * 3,
    )
    [(count,)] = con.execute("select count(*) from chosen").fetchall()
    if not count:
        raise ConfigurationError(
            "the lake holds no document of these years and places",
            where=str(chosen),
            remedy='`duban query --lake "from marts.dim_document"` lists what it holds',
        )
    return int(count)


def _condition(names: Iterable[str]) -> str:
    """The rows of the chosen documents; of their places and years where a table names no document; else all."""
    known = list(names)
    for column in _DOCUMENTS:
        if column in known:
            return f"where {column} is null or {column} in (select {column} from chosen)"
    parts = [f"({c} is null or {c} in (select {c} from chosen))" for c in _PLACES if c in known][:1]
    years = [f"{c} in (select report_year from chosen)" for c in _YEARS if c in known]
    if parts and years:
        parts.append(f"({' or '.join(years)})")
    return f"where {' and '.join(parts)}" if parts else ""


def _comment(con: duckdb.DuckDBPyConnection, columns: dict[str, list[str]]) -> None:
    """The comments of the lake's tables and columns."""
    said = con.execute(
        "select schema_name || '.' || view_name, null, comment from duckdb_views()"
        " where database_name = 'lake' and comment is not null union all"
        " select schema_name || '.' || table_name, column_name, comment from duckdb_columns()"
        " where database_name = 'lake' and comment is not null"
    ).fetchall()
    made = {row[0] for row in con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()}
    for table, column, comment in said:
        if table in made and table in columns:
            on = f"table {quoted_table(table)}"
            if column is not None:
                on = f"column {quoted_table(table)}.{quoted_name(column)}"
            con.execute(f"comment on {on} is {text_literal(comment)}")
