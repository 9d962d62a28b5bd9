"""A connection to the published file that can read it and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from duban.asking.lake import open_lake
from duban.errors import ConfigurationError
from duban.publishing.opening import is_lake, locked, open_published

if TYPE_CHECKING:
    import duckdb


@contextmanager
def connect_published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published file, or a build of the lake, read-only.

    No other file, no extension and no setting can be touched through it.

    Raises ConfigurationError where nothing is published yet or the file cannot be opened.
    """
    import _duckdb as duckdb  # as `open_published` does, and why

    if not path.exists():
        raise ConfigurationError("nothing is published yet", where=str(path), remedy="run `duban reload` first")
    try:
        con = open_lake(path) if is_lake(path) else open_published(path)
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
def connect_beside(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Another connection to what `con` has open, behind the same walls: spares opening it again."""
    with locked(con.cursor()) as beside:
        yield beside


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
