"""New rows in place of old ones: of a few documents, or of a whole table, and which documents came out differently."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import NamedTuple

import duckdb

from duban.modelling.delta import WRITTEN_OUT, Delta, arrived
from duban.modelling.known_rows import KnownRows
from duban.modelling.planning import Situation
from duban.modelling.project import Model, Project
from duban.modelling.records import Documents, ModelRecord
from duban.modelling.table_ref import TableRef, quoted_name, quoted_table


class Rebuilt(NamedTuple):
    """What became of one table. changed: the documents whose rows are others than before (None: not known, take
    all). rows: how many there are now. arrived: those of `changed` that had none before."""

    changed: Documents | None
    rows: int
    arrived: Documents = frozenset()


class Rebuilder:
    """Both ways leave a transaction open that holds the new rows; whoever called writes the records and closes it.

    announce: to be called before the first change of the candidate.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        project: Project,
        situation: Situation,
        delta: Delta,
        announce: Callable[[], None],
    ) -> None:
        self.con = con
        self.project = project
        self.situation = situation
        self.delta = delta
        self.announce = announce
        self.known_rows = KnownRows(con, project, situation)

    def local(self, model: Model, documents: Documents) -> Rebuilt:
        """The rows of these documents, in place of those that they had."""
        after, count_after = self.delta.run(model, documents, self.known_rows.has_none)
        rows = self.situation.records.models[model.table].row_count
        sought = self._sought(model, documents) if rows else frozenset()
        before, count_before = self.delta.keep_rows_before(model, sought) if sought else ("", 0)
        if count_before:
            changed = self._documents_of(differences(f"from {before}", f"from {after}"))
            new = changed - self._documents_of(f"from {before}")
        else:
            changed = new = self.delta.documents_in(model.table) if count_after else frozenset()
        self._begin()
        if changed:
            # Documents whose rows came out as they were go and come back: fewer words for the same rows.
            if count_before:
                self.con.execute(f"delete from {quoted_table(model.table)} {self.delta.where(sought)}")
            inserted = self.con.execute(f"insert into {quoted_table(model.table)} from {after}").fetchone()
            rows += (inserted[0] if inserted else 0) - count_before
        return Rebuilt(changed, rows, new)

    def _sought(self, model: Model, documents: Documents) -> Documents:
        """Those of the documents that its table may hold rows of."""
        sought = documents - arrived(self.project, self.situation, self.delta, model, documents)
        # Too many to be written out: they are looked for by a join with all that were chosen.
        return documents if len(sought) > WRITTEN_OUT else sought

    def whole(self, model: Model) -> Rebuilt:
        """All rows, in a new table; the old one stays when they came out as they were."""
        record = self.situation.records.models.get(model.table)
        self.delta.forget(model.table)
        self.announce()
        if record is None or model.table not in self.situation.tables:
            # What stands in its place, if anything does, is left from a build that did not end.
            rows = model.make(self.con, quoted_table(model.table), self.known_rows.has_none)
            self.situation.tables.add(model.table)
            self._begin()
            return Rebuilt(None, rows)
        made = _new_name(model.table)
        rows = model.make(self.con, made, self.known_rows.has_none)
        changed = self._compared(model, record, quoted_table(model.table), made, rows)
        self._begin()
        if changed is None or changed:
            self.con.execute(f"drop table {quoted_table(model.table)}")
            self.con.execute(f"alter table {made} rename to {quoted_name(model.name)}")
        else:
            self.con.execute(f"drop table {made}")
        return Rebuilt(changed, rows)

    def undo(self, model: Model) -> None:
        """After a failure: the old rows, and nothing beside them."""
        with contextlib.suppress(duckdb.TransactionException):  # it may have failed outside one
            self.con.execute("rollback")
        self.con.execute(f"drop table if exists {_new_name(model.table)}")

    def _begin(self) -> None:
        self.announce()
        self.con.execute("begin")

    def _documents_of(self, rows: str) -> Documents:
        found = self.con.execute(f"select distinct document_id from ({rows})").fetchall()
        return frozenset(document for (document,) in found)

    def _compared(self, model: Model, record: ModelRecord, old: str, new: str, rows: int) -> Documents | None:
        """Which documents a rebuilt table changed, as far as knowing it can spare a child its rebuild."""
        known = self.situation.records.models
        children = [child for child in self.project.children(model.table) if child.table in known]
        if not children or self._columns(old) != self._columns(new):
            return None
        by_document = model.table in self.project.bearing and any(not child.whole_because for child in children)
        if by_document:
            return self._documents_of(differences(f"from {old}", f"from {new}"))
        if rows != record.row_count:
            return None
        differs = self.con.execute(f"select 1 from ({differences(f'from {old}', f'from {new}')}) limit 1").fetchone()
        return None if differs else frozenset()

    def _columns(self, name: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self.con.execute(f"describe {name}").fetchall()]


def _new_name(table: str) -> str:
    """Where a table is rebuilt beside the old one; a name that no model can have."""
    return TableRef.parse(table).beside("~new").quoted()


def differences(before: str, after: str) -> str:
    """A SELECT of the rows that one of two results holds more often than the other, as multisets.

    One aggregation over both: `except all` numbers the rows of each side in a window, which costs several times more.
    """
    return f"""
        select * exclude ("~side"), sum("~side") as "~balance"
        from (select *, 1 as "~side" from ({after}) union all select *, -1 as "~side" from ({before}))
        group by all
        having "~balance" <> 0
    """
