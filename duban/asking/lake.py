"""A connection to a build of the lake that can read it and nothing else.

The views of `lake.duckdb` would need DuckDB to open files, and what may open a file to read it may write over it. So
Arrow opens the Parquet files, and DuckDB, which may open none, is shown what Arrow reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban.publishing.opening import WALLS, locked

if TYPE_CHECKING:
    import duckdb


def open_lake(path: Path) -> duckdb.DuckDBPyConnection:
    """The tables of a build of the lake in a database in memory, behind the walls of every other published file.

    path: its `lake.duckdb`.
    """
    import duckdb
    import pyarrow.dataset as ds

    build = path.resolve().parent
    con = duckdb.connect(":memory:", config=WALLS)
    for folder in sorted((build / "tables").glob("*/*")):
        files = sorted(map(str, folder.rglob("*.parquet")))
        schema, name = folder.parent.name, folder.name
        con.register(f"lake_{schema}_{name}", ds.dataset(files, format="parquet"))
        con.execute(f'create schema if not exists "{schema}"')
        con.execute(f'create view "{schema}"."{name}" as select * from "lake_{schema}_{name}"')
    return locked(con)
