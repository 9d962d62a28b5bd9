"""Two builds open side by side, read-only, in one connection: `a` is the earlier one, `b` the later."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duban.errors import ConfigurationError
from duban.modelling.table_ref import text_literal

if TYPE_CHECKING:
    import duckdb

# A question beside the nightly reload takes no more than this.
_MEMORY_LIMIT = "4GB"
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Side:
    """What one build holds. columns: table -> column -> type, in order; grains: table -> its key, as the model says."""

    name: str
    columns: dict[str, dict[str, str]]
    grains: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class TwoBuilds:
    """The connection, and both sides. Tables are named `schema.table`; in SQL they are `a.schema.table`, `b.…`."""

    con: duckdb.DuckDBPyConnection
    a: Side
    b: Side

    def common_columns(self, table: str) -> list[str]:
        """The columns that a table has in both builds, in the later one's order."""
        return [column for column in self.b.columns[table] if column in self.a.columns[table]]

    def key(self, table: str) -> list[str]:
        """The columns that name a row of a table in both builds; empty where none do."""
        for side in (self.b, self.a):
            key = side.grains.get(table, [])
            if key and set(key) <= set(self.common_columns(table)):
                return key
        return []


@contextmanager
def open_two(a: Path, b: Path) -> Iterator[TwoBuilds]:
    """Open two builds for comparison.

    Raises ConfigurationError where one is missing or damaged, on opening or when its rows are read.
    """
    import duckdb

    with (
        tempfile.TemporaryDirectory(prefix="duban-diff-") as spill,
        duckdb.connect(
            ":memory:", config={"memory_limit": _MEMORY_LIMIT, "threads": str(_THREADS), "temp_directory": spill}
        ) as con,
    ):
        for name, path in (("a", a), ("b", b)):
            _attach(con, name, path)
        try:
            yield TwoBuilds(con, _side(con, "a"), _side(con, "b"))
        except duckdb.Error as error:
            raise ConfigurationError(
                f"the two builds cannot be compared: {str(error).splitlines()[0]}",
                where=f"{a} and {b}",
                remedy="`duban history` shows which builds are whole; compare two of those",
            ) from error


def attach_statement(path: Path, name: str) -> str:
    """The statement that attaches a file read-only under a name."""
    return f"attach {text_literal(str(path))} as {name} (read_only)"


def _attach(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    import duckdb

    if not path.is_file():
        raise ConfigurationError("no such build", where=str(path), remedy="`duban history` lists the builds")
    try:
        con.execute(attach_statement(path, name))
    except duckdb.Error as error:
        raise ConfigurationError(
            f"the build cannot be opened: {str(error).splitlines()[0]}",
            where=str(path),
            remedy="it is damaged or not a DuckDB file; compare another one of `duban history`",
        ) from error


def _side(con: duckdb.DuckDBPyConnection, name: str) -> Side:
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(
        """
        select schema_name || '.' || table_name, column_name, data_type
        from duckdb_columns()
        where database_name = ? and not internal
        order by schema_name, table_name, column_index
        """,
        [name],
    ).fetchall():
        columns.setdefault(table, {})[column] = kind
    grains = {}
    if {"model_name", "grain"} <= columns.get("meta.models", {}).keys():
        for table, grain in con.execute(f"select model_name, grain from {name}.meta.models").fetchall():
            grains[table] = [column.strip() for column in (grain or "").split(",") if column.strip()]
    return Side(name, columns, grains)
