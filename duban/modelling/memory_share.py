"""How much of its memory a build uses: less than it may, and all of it for the models that fail with less.

Under its limit the engine keeps what it has read and writes out what it does not need at once, so most models take as
much memory as there is and hardly any faster. What cannot be written out (a long list, the state of an aggregate) asks
for the whole share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

# Bytes that a model is first built with. Only builds past some 400,000 printed rows come to it (docs/scaling.md).
MODEST_BYTES = 3 * 1024**3


class MemoryShare:
    """The memory limit of a connection: the whole share as it was set, or a modest part of it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, modest_bytes: int = MODEST_BYTES) -> None:
        self.con = con
        [(shown,)] = con.execute("select current_setting('memory_limit')").fetchall()
        number, unit = shown.split()
        # Shown in tenths, rounded down: the middle of what it may be is shown as the same.
        self.whole = f"{float(number) + 0.05:.2f} {unit}"
        self.part = f"{modest_bytes}B"
        [(self.is_bounded,)] = con.execute(
            "select parse_formatted_bytes(?) > ?::bigint", [self.whole, modest_bytes]
        ).fetchall()

    @contextmanager
    def modest(self) -> Iterator[None]:
        """Within it the modest part is the limit."""
        self._limit(self.part)
        try:
            yield
        finally:
            self._limit(self.whole)

    @contextmanager
    def all_of_it(self) -> Iterator[None]:
        """Within it, inside `modest`, the whole share is the limit again."""
        self._limit(self.whole)
        try:
            yield
        finally:
            self._limit(self.part)

    def _limit(self, limit: str) -> None:
        if self.is_bounded:
            self.con.execute(f"set memory_limit = '{limit}'")
