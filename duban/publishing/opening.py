"""The published file opened to be read, by everything that reads it: one process, one file, one set of settings.

DuckDB opens a file once a process. Whoever opens it a second time with other settings is refused, and so everybody
opens it here: a page that asks for the state of the warehouse must not turn away the visitor of another.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from duban.warehouse_layout import LAKE_CATALOG

if TYPE_CHECKING:
    import duckdb

# What one question may take: an analyst's laptop and the nightly reload share a machine.
MEMORY_LIMIT = "4GB"
THREADS = 2
WALLS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": MEMORY_LIMIT,
    "threads": str(THREADS),
    "temp_directory": "",
}
# Connections of one process to one file share an engine, and with it the settings that the first of them locks.
_LOCKING = threading.Lock()


def is_lake(path: Path) -> bool:
    """Whether a database is the one that shows a build of the lake."""
    return path.name == LAKE_CATALOG


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """A published file, read-only: no other file, no extension and no setting can be touched through the connection.

    The catalog of a lake is opened as it is: its views read other files. Raises duckdb.Error.
    """
    # The engine without the Python around it, which `duckdb` loads and a question never calls: a fifth of the time.
    import _duckdb as duckdb

    if is_lake(path):
        return duckdb.connect(str(path), read_only=True)
    return locked(duckdb.connect(str(path), read_only=True, config=WALLS))


def locked(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A connection with WALLS whose settings nobody can change any more, and through which no file can be opened.

    A table that analysts are promised is found by its name alone.
    """
    # DuckDB lets SQL touch the files it has opened itself, and so write over them. What is published is open already.
    with _LOCKING:
        if not con.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
            con.execute("set disabled_filesystems = 'LocalFileSystem'")
            con.execute("set lock_configuration = true")
    promised = "select distinct schema_name from duckdb_schemas() where schema_name in ('marts', 'meta') order by all"
    con.execute("set search_path = 'main" + "".join(f",{name}" for (name,) in con.execute(promised).fetchall()) + "'")
    return con
