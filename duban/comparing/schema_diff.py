"""What became of the tables and columns that analysts are promised, from one build to the next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from duban.comparing.two_builds import TwoBuilds
from duban.modelling.table_ref import TableRef

# The schemas of the public surface; a model may do in the others what it likes.
PROMISED = ("marts", "meta")


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One change. kind: 'table added', 'table removed', 'column added', 'column removed' or 'column retyped'.

    old, new: the types, where there are any. breaking: a query on the earlier build may fail or mean another thing.
    """

    kind: str
    table: str
    column: str | None = None
    old: str | None = None
    new: str | None = None
    breaking: bool = False

    def __str__(self) -> str:
        name = self.table + (f".{self.column}" if self.column else "")
        types = f" {self.old} -> {self.new}" if self.old and self.new else f" {self.old or self.new or ''}".rstrip()
        return f"{self.kind:15s} {name}{types}" + ("  (breaking)" if self.breaking else "")


def schema_changes(two: TwoBuilds, tables: Collection[str] | None = None) -> list[SchemaChange]:
    """Every change to the promised schemas, or to some tables of any schema; by table, then column."""
    changes = []
    for table in sorted(two.a.columns.keys() | two.b.columns.keys()):
        promised = TableRef.parse(table).schema in PROMISED
        if (table in tables) if tables is not None else promised:
            changes += _of_table(two, table, promised)
    return changes


def _of_table(two: TwoBuilds, table: str, promised: bool) -> list[SchemaChange]:
    if table not in two.a.columns:
        return [SchemaChange("table added", table)]
    if table not in two.b.columns:
        return [SchemaChange("table removed", table, breaking=promised)]
    old, new = two.a.columns[table], two.b.columns[table]
    removed = [SchemaChange("column removed", table, c, old[c], None, promised) for c in old if c not in new]
    added = [SchemaChange("column added", table, c, None, new[c]) for c in new if c not in old]
    retyped = [
        SchemaChange("column retyped", table, c, old[c], new[c], promised) for c in new if c in old and old[c] != new[c]
    ]
    return [*removed, *added, *retyped]
