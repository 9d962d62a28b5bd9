"""What models read and no model makes: the tables that landing fills, and the columns that identify their documents.

A *feed* is what changes as one: landing replaces a document in all its raw tables together, so one fingerprint a
document stands for them all; the quarantine changes on its own, when a gate has judged. This is the one module of the
runner that knows the raw tables; the others are handed a `Sources`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duban.landing.raw_tables import DOCUMENT_TABLES, QUARANTINE, RAW_TABLES, Column, create_statement

DOCUMENT_KEY = "document_id"


@dataclass(frozen=True, slots=True)
class Feed:
    """Some sources that change as one.

    rows: the FROM clause of the table that stands for them. columns: what of a row is hashed; the cells are not read.
    what: what it is a feed of, where people read it.
    """

    name: str
    tables: tuple[str, ...]
    rows: str
    columns: str
    what: str

    def version_query(self, rows: str = "") -> str:
        """How many rows the feed holds, and one value that changes when any of them does.

        rows: what to read in place of the feed's table, with the columns that are hashed.
        """
        return f"select count(*), md5({self._digest()}) from {rows or self.rows}"

    def documents_query(self, rows: str = "") -> str:
        """One row a document: document_id, and a fingerprint of all that the feed holds of it. rows: as above."""
        return f"select {DOCUMENT_KEY}, {self._digest()} from {rows or self.rows} group by {DOCUMENT_KEY}"

    def _digest(self) -> str:
        """Of a group of rows in whatever order: their number, and two sums of independent 64-bit hashes."""
        return f"concat_ws('.', count(*), sum(hash('a', {self.columns})), sum(hash('b', {self.columns})))"


@dataclass(frozen=True, slots=True)
class Sources:
    """tables: 'raw.cells' -> its columns, in order. feeds: every table is in one of them."""

    tables: Mapping[str, tuple[Column, ...]]
    feeds: tuple[Feed, ...]

    def input_of(self, table: str) -> str:
        """The name under which a table is an input of a model: that of its feed for a source, else its own.

        >>> LANDED.input_of("raw.cells"), LANDED.input_of("raw.quarantine"), LANDED.input_of("seeds.units")
        ('landed', 'quarantine', 'seeds.units')
        """
        return next((feed.name for feed in self.feeds if table in feed.tables), table)

    def columns_of(self, table: str) -> list[tuple[str, str]]:
        """Name and type of each column of a source."""
        return [(column.name, column.type) for column in self.tables[table]]

    def create_statements(self) -> list[str]:
        """`create table if not exists` of every source, for an empty warehouse that has their schemas."""
        return [create_statement(table, columns) for table, columns in self.tables.items()]


LANDED = Sources(
    RAW_TABLES,
    (
        Feed(
            "landed",
            DOCUMENT_TABLES,
            "raw.documents",
            "document_id, content_fingerprint, read_fingerprint",
            "documents",
        ),
        Feed("quarantine", (QUARANTINE,), f"{QUARANTINE} as entry", "entry", "quarantine entries of documents"),
    ),
)
