"""The rows of a few documents, under the names of the whole: how the original SQL is run for changed documents only.

An in-memory catalogue `delta` carries the schemas and tables that a model reads. Tables whose rows belong to documents
hold the rows of the changed documents; everything else is a view of the candidate. With the search path on `delta` the
model's own text, untouched, computes exactly the rows of those documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType

import duckdb

from duban.modelling.binding import SCHEMAS
from duban.modelling.planning import Situation
from duban.modelling.project import Model, Project
from duban.modelling.records import Documents
from duban.modelling.table_ref import quoted_name, quoted_table, text_literal

_CATALOGUE = "duban_delta"
# As many documents as are written out in a condition.
WRITTEN_OUT = 100


class Delta:
    """A context: attaches the catalogue, and takes it away again whatever happens."""

    def __init__(self, con: duckdb.DuckDBPyConnection, project: Project) -> None:
        self.con = con
        self.project = project
        # To its end: where nothing is stale no statement follows, and an open result is in the way of who asks next.
        [(database,)] = con.execute("select current_database()").fetchall()
        self.candidate = quoted_name(database)
        self._documents: Documents = frozenset()
        self._tables: dict[str, int] = {}  # those made of the chosen documents, and how many rows each has
        self._views: set[str] = set()
        self._attached = False

    def __enter__(self) -> Delta:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._attached:
            self.con.execute(f"use {self.candidate}")
            self.con.execute(f"detach {_CATALOGUE}")

    def run(self, model: Model, documents: Documents, has_no_rows: Callable[[str], bool]) -> tuple[str, int]:
        """Compute the model's rows of these documents. Returns the full name of the table that holds them, and how many
        they are. has_no_rows: whether a table of the candidate is empty."""
        name = quoted_table(model.table)

        def is_left_empty(table: str) -> bool:
            return self._tables[table] == 0 if table in self._tables else has_no_rows(table)

        with self.of(documents, model.parents):
            rows = model.make(self.con, name, is_left_empty)
        self._tables[model.table] = rows
        return f"{_CATALOGUE}.{name}", rows

    def _copied(self, name: str, table: str, documents: Documents) -> int:
        """Copy the candidate's rows of some of the chosen documents. Returns how many they are."""
        row = self.con.execute(f"create or replace table {name} as {self._rows_of(table, documents)}").fetchone()
        return row[0] if row else 0

    @contextmanager
    def of(self, documents: Documents, tables: Iterable[str]) -> Iterator[None]:
        """Within it SQL that reads some tables finds the rows of these documents in them."""
        self._choose(documents)
        for table in tables:
            self._provide(table)
        self.con.execute(f"use {_CATALOGUE}")
        try:
            yield
        finally:
            self.con.execute(f"use {self.candidate}")

    def keep_rows_before(self, model: Model, documents: Documents) -> tuple[str, int]:
        """Copy the candidate's rows of some of the chosen documents. Returns where they are, and how many."""
        name = f"{_CATALOGUE}.main.before"
        return name, self._copied(name, model.table, documents)

    def documents_in(self, table: str) -> Documents:
        """The chosen documents that a table has rows of: one that the last model read, or made."""
        found = self.con.execute(f"select distinct document_id from {_CATALOGUE}.{quoted_table(table)}").fetchall()
        return frozenset(document for (document,) in found)

    def forget(self, table: str) -> None:
        """A table of the candidate was rebuilt: what the delta holds of it is out of date."""
        self._tables.pop(table, None)

    def _choose(self, documents: Documents) -> None:
        if not self._attached:
            self.con.execute(f"attach ':memory:' as {_CATALOGUE}")
            self._attached = True
            for schema in SCHEMAS:
                self.con.execute(f"create schema {_CATALOGUE}.{schema}")
        if documents == self._documents:
            return
        for table in self._tables:
            self.con.execute(f"drop table if exists {_CATALOGUE}.{quoted_table(table)}")
        self._tables.clear()
        self._documents = documents
        self.con.execute(
            f"create or replace table {_CATALOGUE}.main.chosen as select unnest(?::varchar[]) as document_id",
            [sorted(documents, key=lambda d: (d is not None, d or ""))],
        )

    def _provide(self, table: str) -> None:
        name = f"{_CATALOGUE}.{quoted_table(table)}"
        if table in self.project.bearing:
            if table not in self._tables:
                self._tables[table] = self._copied(name, table, self._documents)
        elif table not in self._views:
            self.con.execute(f"create or replace view {name} as select * from {self.candidate}.{quoted_table(table)}")
            self._views.add(table)

    def _rows_of(self, table: str, documents: Documents) -> str:
        return f"select * from {self.candidate}.{quoted_table(table)} {self.where(documents)}"

    def where(self, documents: Documents) -> str:
        """The condition that some of the chosen documents meet. A few are written out: a scan filters by them as it
        reads, which costs less than a join. A document_id that is NULL is one document too."""
        named = sorted(document for document in documents if document is not None)
        chosen = f"select document_id from {_CATALOGUE}.main.chosen"
        if len(named) <= WRITTEN_OUT:
            chosen = ", ".join(map(text_literal, named)) or "null"
        null = " or document_id is null" if None in documents else ""
        return f"where document_id in ({chosen}){null}"


def arrived(project: Project, situation: Situation, delta: Delta, model: Model, documents: Documents) -> Documents:
    """Which of some changed documents have no rows in the table of a local model yet, so that none need be looked for.

    delta: after it has run the model for them. Finding the old rows of a document is a scan of the model's table, and
    for a document that has just arrived it finds nothing; at two million rows those scans cost more than all else that
    a new document costs.

    A local model makes the rows of a document from the rows of that document alone, so one that stood in none of its
    inputs when the model was last built has no rows in it. For each input that is known from the changes it went
    through since, the first of which says whether the document came or was there; and where no change names it, from
    the input as it is.
    """
    record = situation.records.models[model.table]
    found = set(documents)
    for parent in model.parents:
        if parent not in project.bearing or not found:
            continue
        name = project.sources.input_of(parent)
        steps = situation.records.steps(name, record.inputs[name], situation.version_of(project, name))
        if steps is None:
            return frozenset()
        unnamed = set(found)
        for change in steps:  # the oldest first
            found -= unnamed & (change.documents - change.arrived)
            unnamed -= change.documents
        if unnamed:
            found -= unnamed & delta.documents_in(parent)
    return frozenset(found)
