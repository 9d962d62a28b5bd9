"""What changed from one build to another: documents, tables and columns, and rows by key, in words and with places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.comparing.row_diff import LISTING_COLUMNS, RowDifference, TableDifference, compare_rows
from duban.comparing.schema_diff import SchemaChange, schema_changes
from duban.comparing.two_builds import Side, TwoBuilds, open_two
from duban.errors import ConfigurationError
from duban.modelling.table_ref import TableRef
from duban.nearest import near_names

# Rows that are listed of a table, of each kind: added, removed, changed. All are counted.
ROWS_LISTED = 10


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """Paths of documents that are new, gone or hold something else, that went into quarantine or came out of it."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)

    def items(self) -> list[tuple[str, list[str]]]:
        """What happened, and to which documents."""
        return [(name, getattr(self, name)) for name in ("added", "removed", "changed", "quarantined", "released")]


@dataclass(frozen=True, slots=True)
class Difference:
    """Build `a` (the earlier) against build `b`. tables: only those of which a row differs."""

    a: str
    b: str
    documents: DocumentChanges = field(default_factory=DocumentChanges)
    schema: list[SchemaChange] = field(default_factory=list)
    tables: list[TableDifference] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs that was compared."""
        return not (self.schema or self.tables or any(paths for _, paths in self.documents.items()))

    @property
    def is_breaking(self) -> bool:
        """Whether queries that analysts wrote for the earlier build may fail on the later."""
        return any(change.breaking for change in self.schema)

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON values; values of cells as DuckDB gives them."""
        return {
            "a": self.a,
            "b": self.b,
            "is_empty": self.is_empty,
            "is_breaking": self.is_breaking,
            "documents": dict(self.documents.items()),
            "schema": [
                {name: getattr(change, name) for name in ("kind", "table", "column", "old", "new", "breaking")}
                for change in self.schema
            ],
            "tables": [table.as_dict() for table in self.tables],
        }

    def lines(self) -> list[str]:
        """What happened to documents and schema, most general first; the rows are in `tables`."""
        lines = [f"from {self.a} to {self.b}"]
        if self.is_empty:
            return [*lines, "no differences"]
        lines += [f"document {name:11s} {path}" for name, paths in self.documents.items() for path in paths]
        return lines + [str(change) for change in self.schema]


def diff(a: Path, b: Path, tables: Sequence[str] | None = None, limit: int = ROWS_LISTED) -> Difference:
    """Compare two builds; `a` is the earlier one.

    tables: whose rows and columns are compared, `marts.dim_unit` or `dim_unit`; None: the rows of every table of marts
    and the columns of all that analysts are promised. limit: rows listed of a table and kind; all are counted.
    Rows are paired by the grain that meta.models states; a table without one is compared as a multiset.
    Raises ConfigurationError where a build is missing or damaged, or a table is in neither.
    """
    if a.is_file() and b.is_file() and a.samefile(b):
        return Difference(a.stem, b.stem)
    with open_two(a, b) as two:
        chosen = _chosen(two, tables)
        _edited_documents(two)
        both = [table for table in chosen if table in two.a.columns and table in two.b.columns]
        found = [compare_rows(two, table, limit) for table in both]
        return Difference(
            _build_id(two, two.a, a),
            _build_id(two, two.b, b),
            _documents(two),
            schema_changes(two, None if tables is None else chosen),
            [table for table in found if not table.is_empty],
        )


def _chosen(two: TwoBuilds, tables: Sequence[str] | None) -> list[str]:
    known = sorted(two.a.columns.keys() | two.b.columns.keys())
    if tables is None:
        return [table for table in known if TableRef.parse(table).schema == "marts"]
    chosen = []
    for name in tables:
        found = [table for table in known if name in (table, TableRef.parse(table).name)]
        if not found:
            near = near_names(name, known)
            raise ConfigurationError(
                f"neither build has a table {name}",
                remedy=f"did you mean {' or '.join(near)}?" if near else "`duban query 'show all tables'` lists them",
            )
        chosen += found
    return sorted(set(chosen))


def _edited_documents(two: TwoBuilds) -> None:
    """The temporary table `edited` (document_path, a_id, b_id): documents of one path whose content differs."""
    if not all({"document_id", "document_path"} <= _columns(side, "raw.documents").keys() for side in (two.a, two.b)):
        two.con.execute("create temp table edited (document_path varchar, a_id varchar, b_id varchar)")
        return
    two.con.execute(
        """
        create temp table edited as
        select document_path, a.document_id as a_id, b.document_id as b_id
        from a.raw.documents as a
        join b.raw.documents as b using (document_path)
        where a.document_id <> b.document_id
        """
    )


def _documents(two: TwoBuilds) -> DocumentChanges:
    before, after = _landed(two, two.a), _landed(two, two.b)
    out_before, out_after = _held_back(two, two.a), _held_back(two, two.b)
    return DocumentChanges(
        added=sorted(after.keys() - before.keys()),
        removed=sorted(before.keys() - after.keys()),
        changed=sorted(path for path in before.keys() & after.keys() if before[path] != after[path]),
        quarantined=sorted(out_after - out_before),
        released=sorted(out_before - out_after),
    )


def _landed(two: TwoBuilds, side: Side) -> dict[str, str]:
    """document_path -> what its content and side file come to, as near as both builds recorded it."""
    both = [_columns(two.a, "raw.documents"), _columns(two.b, "raw.documents")]
    for column in ("content_fingerprint", "sha256", "document_id"):
        if all({"document_path", column} <= columns.keys() for columns in both):
            rows = two.con.execute(f"select document_path, {column} from {side.name}.raw.documents").fetchall()
            return dict(rows)
    return {}


def _held_back(two: TwoBuilds, side: Side) -> set[str]:
    if "document_path" not in _columns(side, "raw.quarantine"):
        return set()
    return {row[0] for row in two.con.execute(f"select document_path from {side.name}.raw.quarantine").fetchall()}


def _build_id(two: TwoBuilds, side: Side, path: Path) -> str:
    if {"build_id", "finished_at"} <= _columns(side, "meta.builds").keys():
        newest = f"select build_id from {side.name}.meta.builds order by rowid desc limit 1"
        row = two.con.execute(newest).fetchone()
        if row is not None:
            return str(row[0])
    return path.stem


def _columns(side: Side, table: str) -> dict[str, str]:
    return side.columns.get(table, {})


__all__ = [
    "LISTING_COLUMNS",
    "Difference",
    "DocumentChanges",
    "RowDifference",
    "SchemaChange",
    "TableDifference",
    "diff",
]
