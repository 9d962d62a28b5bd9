"""The published file as pages read it: opened for one request, and let go of behind it.

A query is a file of `workbench/queries`, asked by its name; its values go in as `$name` and never into its text. One
whose header says `-- after: name` reads the rows of that query as a table, made once a request for the same values.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.asking.connection import connect_published, time_limit
from duban.errors import ConfigurationError, DubanError

if TYPE_CHECKING:
    import duckdb

QUERIES = Path(__file__).parent / "queries"
# A page that takes longer has found a query of ours that must be made faster: the visitor is asked to narrow it.
SECONDS = 20.0
_PARAMETER = re.compile(r"\$([a-z_]+)")
_AFTER = re.compile(r"^-- after: ([a-z_]+)$", re.MULTILINE)


class TooLongError(DubanError):
    """A page that took more time than a page may."""


class Reader:
    """Named queries on one open build. Every page of one request is answered from the same build."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self._made: dict[str, dict[str, Any]] = {}

    def rows(self, query: str, /, **values: Any) -> list[dict[str, Any]]:
        """The records of a query by its name. values: what its `$names` mean; others are left out."""
        for name in _AFTER.findall(query_text(query)):
            self._make(name, values)
        result = self.con.execute(*_statement(query, values))
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def _make(self, name: str, values: dict[str, Any]) -> None:
        """Have the rows of a query as a table of this connection."""
        sql, given = _statement(name, values)
        if self._made.get(name) != given:
            self.con.execute(f"create or replace temp table {name} as {sql}", given)
            self._made[name] = given

    def one(self, query: str, /, **values: Any) -> dict[str, Any] | None:
        """The first record of a query, None where there is none."""
        found = self.rows(query, **values)
        return found[0] if found else None


class Published:
    """The published file of a warehouse, followed from build to build.

    Requests at the same time share one engine, which goes on reading the file that it opened; so where a new build has
    been published, the next request waits for those that are running. Each is bounded in time, and so is the wait.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._turn = threading.Condition()
        self._readers = 0
        self._opened: tuple[int, int] | None = None

    @contextmanager
    def reading(self, seconds: float = SECONDS) -> Iterator[Reader]:
        """Read the newest build. Raises ConfigurationError where nothing is published, TooLongError after `seconds`."""
        import duckdb

        self._enter()
        try:
            with connect_published(self.file) as con, time_limit(con, seconds):
                try:
                    yield Reader(con)
                except duckdb.InterruptException:
                    raise TooLongError(
                        f"the page took more than {seconds:g} seconds", remedy="narrow it to a place and a year"
                    ) from None
        finally:
            self._leave()

    def _enter(self) -> None:
        with self._turn:
            self._turn.wait_for(lambda: not self._readers or self._opened == self.identity())
            self._opened = self.identity()
            self._readers += 1

    def _leave(self) -> None:
        with self._turn:
            self._readers -= 1
            self._turn.notify_all()

    def identity(self) -> tuple[int, int]:
        """Which file is published: another one after every publish. Raises ConfigurationError where none is."""
        try:
            found = self.file.stat()
        except OSError:
            # Where it lies is the operator's business: no path of the machine reaches a page.
            raise ConfigurationError("nothing is published yet", remedy="run `duban reload` first") from None
        return found.st_ino, found.st_mtime_ns


@cache
def query_text(name: str) -> str:
    """The SQL of a query by its name."""
    return (QUERIES / f"{name}.sql").read_text("utf8")


def _statement(name: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    sql = query_text(name)
    return sql, {key: values[key] for key in set(_PARAMETER.findall(sql))}
