"""A connection to a build of the lake that can read it and nothing else.

The views of `lake.duckdb` would need DuckDB to open files, and what may open a file to read it may write over it. So
Arrow opens the Parquet files, and DuckDB, which may open none, is shown what Arrow reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban.modelling.table_ref import quoted_name, quoted_table, text_literal
from duban.publishing.opening import WALLS, locked, open_published

if TYPE_CHECKING:
    import duckdb

# (table or view, its name with its schema, comment or NULL), of what the catalog of a build shows.
_TABLES = """
    select 'table', schema_name || '.' || table_name, comment from duckdb_tables()
    union all
    select 'view', schema_name || '.' || view_name, comment from duckdb_views() where not internal
"""
_COLUMNS = """
    select schema_name || '.' || table_name, column_name, comment from duckdb_columns() where comment is not null
"""


def open_lake(path: Path) -> duckdb.DuckDBPyConnection:
    """The tables of a build of the lake in a database in memory, behind the walls of every other published file.

    path: its `lake.duckdb`. What only a whole build has (`meta.builds`) is in tables, as in a published file; all else
    is a view. Both have the comments that they have there. Cursors of the connection see the same.
    """
    import duckdb
    import pyarrow.dataset as ds

    build = path.resolve().parent
    with open_published(path) as catalog:
        kinds = {table: (kind, comment) for kind, table, comment in catalog.execute(_TABLES).fetchall()}
        columns = catalog.execute(_COLUMNS).fetchall()
    con = duckdb.connect(":memory:", config=WALLS)
    con.execute("begin")
    for folder in sorted((build / "tables").glob("*/*")):
        schema, name = folder.parent.name, folder.name
        kind, comment = kinds.get(f"{schema}.{name}", ("view", None))
        kind = kind if schema == "meta" else "view"
        table = quoted_table(f"{schema}.{name}")
        shown = quoted_name(f"lake_{schema}_{name}")
        con.from_arrow(ds.dataset(sorted(map(str, folder.rglob("*.parquet"))), format="parquet")).create_view(
            f"lake_{schema}_{name}"
        )
        con.execute(f"create schema if not exists {quoted_name(schema)}")
        con.execute(f"create {kind} {table} as select * from {shown}")
        if comment is not None:
            con.execute(f"comment on {kind} {table} is {text_literal(comment)}")
    said = [
        f"comment on column {quoted_table(table)}.{quoted_name(column)} is {text_literal(comment)}"
        for table, column, comment in columns
        if (build / "tables").joinpath(*table.split(".", 1)).is_dir()
    ]
    con.execute(";".join([*said, "commit"]))
    return locked(con)
