"""The published file, or lake, as pages read it: opened for a request, and let go of soon after the last one.

A query is a file of `workbench/queries`, asked by its name; its values go in as `$name` and never into its text. One
whose header says `-- after: name` reads the rows of that query as a table, made once a request for the same values.
"""

from __future__ import annotations

import re
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.asking.connection import connect_beside, connect_published, time_limit
from duban.errors import ConfigurationError, DubanError

if TYPE_CHECKING:
    import duckdb

QUERIES = Path(__file__).parent / "queries"
# A page that takes longer has found a query of ours that must be made faster: the visitor is asked to narrow it.
SECONDS = 20.0
# Opening the file costs more than most pages, so it stays open between the clicks of a visitor, and no longer: a
# publish renames over it and needs nobody to let go, but a build that was replaced keeps its disk space until then.
REST_SECONDS = 10.0
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
    rest_seconds: how long the file stays open after the last request.
    """

    def __init__(self, file: Path, rest_seconds: float = REST_SECONDS) -> None:
        self.file = file
        self._rest_seconds = rest_seconds
        self._turn = threading.Condition()
        self._readers = 0
        self._opened: tuple[int, int] | None = None
        # What keeps the engine open while nobody reads, since when nobody does, and who lets go of it.
        self._held = ExitStack()
        self._holding: list[duckdb.DuckDBPyConnection] = []
        weakref.finalize(self, self._held.close)  # also where the process ends meanwhile
        self._left = 0.0
        self._letting_go: threading.Timer | None = None

    @contextmanager
    def reading(self, seconds: float = SECONDS) -> Iterator[Reader]:
        """Read the newest build. Raises ConfigurationError where nothing is published, TooLongError after `seconds`."""
        import duckdb

        self._enter()
        try:
            with connect_beside(self._holding[0]) as con, time_limit(con, seconds):
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
            found = self.identity()
            if self._opened != found:
                self._let_go()
                self._holding.append(self._held.enter_context(connect_published(self.file)))
                self._held.callback(self._holding.clear)
                self._opened = found
            self._readers += 1

    def _leave(self) -> None:
        with self._turn:
            self._readers -= 1
            self._left = time.monotonic()
            if self._letting_go is None:
                self._wait_to_let_go(self._rest_seconds)
            self._turn.notify_all()

    def _wait_to_let_go(self, seconds: float) -> None:
        self._letting_go = threading.Timer(seconds, self._rest)
        self._letting_go.daemon = True
        self._letting_go.start()

    def _rest(self) -> None:
        """Let go of the file where nobody has read it for long enough, else look again when that may be so."""
        with self._turn:
            rested = time.monotonic() - self._left
            if self._readers or rested < self._rest_seconds:
                self._wait_to_let_go(max(self._rest_seconds - rested, 0.1) if not self._readers else self._rest_seconds)
            else:
                self._letting_go = None
                self._let_go()

    def _let_go(self) -> None:
        self._held.close()
        self._opened = None

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
