"""A connection to the published file that can read it and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from duban.asking.lake import is_lake, open_lake
from duban.errors import ConfigurationError

if TYPE_CHECKING:
    import duckdb

# What one question may take: an analyst's laptop and the nightly reload share a machine.
MEMORY_LIMIT = "4GB"
THREADS = 2
# Connections of one process to one file share an engine, and with it the settings that the first of them locks.
_LOCKING = threading.Lock()

_WALLS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "memory_limit": MEMORY_LIMIT,
    "threads": str(THREADS),
    "temp_directory": "",
}


@contextmanager
def connect_published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file, or a build of the lake, read-only.

    No other file, no extension and no setting can be touched through it.

    Raises ConfigurationError where nothing is published yet or the file cannot be opened.
    """
    # The engine without the Python around it, which `duckdb` loads and a question never calls: a fifth of the time.
    import _duckdb as duckdb

    if not path.exists():
        raise ConfigurationError("nothing is published yet", where=str(path), remedy="run `duban reload` first")
    try:
        con = open_lake(path, _WALLS) if is_lake(path) else duckdb.connect(str(path), read_only=True, config=_WALLS)
        # DuckDB lets SQL touch the files it has opened itself, and so write over this one: no file can be opened any
        # more. The published one is open already.
        with _LOCKING:
            if not con.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
                con.execute("set disabled_filesystems = 'LocalFileSystem'")
                con.execute("set lock_configuration = true")
    except duckdb.Error as error:
        raise ConfigurationError(
            f"the file cannot be opened: {str(error).splitlines()[0]}",
            where=str(path),
            remedy="if someone has it open for writing, let them close it; if it is damaged, run `duban reload --full`"
            " (`duban build --renew` for the development file)",
        ) from error
    with con:
        yield con


@contextmanager
def time_limit(con: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what runs on a connection after some seconds; DuckDB then raises InterruptException."""
    timer = threading.Timer(seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
