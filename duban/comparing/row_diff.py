"""The rows of one table that differ between two builds: counted in full, listed up to a limit with source places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from duban.comparing.row_pairs import Roles, comparable, is_id, is_place, pair_rows, roles_of
from duban.comparing.two_builds import Side, TwoBuilds
from duban.modelling.table_ref import quoted_name, quoted_table

Row = dict[str, Any]
# What a listing of rows has: what happened, where the row stands, what it is about, and what was and is in a column.
LISTING_COLUMNS = ("change", "where", "what", "column", "before", "after")
# Texts are cut to this many characters where people read them; as_dict() has them whole.
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row. kind: 'added', 'removed' or 'changed'.

    key: the columns that name it, as the later build has them (the earlier, where it is removed).
    document_path, source_place: where it stands, in the document's own words; None where the row does not lead to one.
    name: a few of its values, for people. changes: (column, old, new), an id that a dimension knows is given as what it
    stands for.
    """

    kind: str
    key: dict[str, Any]
    document_path: str | None
    source_place: str | None
    name: str
    changes: tuple[tuple[str, Any, Any], ...] = ()

    def as_rows(self) -> list[tuple[str, ...]]:
        """As rows of LISTING_COLUMNS: one a changed column, what they have in common in the first only."""
        where = ", ".join(part for part in (self.document_path, self.source_place) if part)
        changes = [(column, value_text(old), value_text(new)) for column, old, new in self.changes]
        if self.kind == "changed" and not changes:
            changes = [("only ids", "", "")]
        first, *others = changes or [("", "", "")]
        return [(self.kind, where, self.name, *first), *(("", "", "", *other) for other in others)]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """A table's rows: how many are added, removed and changed, in which columns, and the first of each.

    rekeyed: rows of edited documents that say the same under another id or in another place; no difference.
    """

    table: str
    added: int
    removed: int
    changed: int
    rekeyed: int
    changed_columns: dict[str, int]
    rows: tuple[RowDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether every row is as it was."""
        return not (self.added or self.removed or self.changed)

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        names = ("table", "added", "removed", "changed", "rekeyed", "changed_columns")
        return {
            **{name: getattr(self, name) for name in names},
            "rows": [
                {
                    "kind": row.kind,
                    "key": row.key,
                    "document_path": row.document_path,
                    "source_place": row.source_place,
                    "name": row.name,
                    "changes": [{"column": column, "old": old, "new": new} for column, old, new in row.changes],
                }
                for row in self.rows
            ],
        }

    def heading(self) -> str:
        """`marts.dim_unit: 3 added, 1 removed, 2 changed`, and how many of them are not listed."""
        counts = [(self.added, "added"), (self.removed, "removed"), (self.changed, "changed")]
        left = self.added + self.removed + self.changed - len(self.rows)
        return (
            f"{self.table}: "
            + ", ".join(f"{count} {what}" for count, what in counts if count)
            + (f" ({left} not listed)" if left else "")
        )

    def listing(self) -> list[tuple[str, ...]]:
        """The listed rows under LISTING_COLUMNS."""
        return [values for row in self.rows for values in row.as_rows()]


def compare_rows(two: TwoBuilds, table: str, limit: int) -> TableDifference:
    """Compare one table that both builds have, in the columns that both have; list `limit` rows of each kind."""
    roles = roles_of(two, table)
    if not roles.compared:
        return TableDifference(table, 0, 0, 0, 0, {}, ())
    rekeyed = pair_rows(two, table, roles)
    counted = two.con.execute(
        """
        select
            count(*) filter (ra is null), count(*) filter (rb is null),
            count(*) filter (ra is not null and rb is not null)
        from pairs
        """
    ).fetchone()
    added, removed, changed = counted or (0, 0, 0)
    columns = _changed_columns(two, table, roles) if changed else {}
    rows = _listed(two, table, roles, limit) if added or removed or changed else ()
    return TableDifference(table, added, removed, changed, rekeyed, columns, rows)


def value_text(value: Any) -> str:
    """A value in a line: a text short and in one line, NULL as (none)."""
    if value is None:
        return "(none)"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(value_text, value)) + "]"
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _changed_columns(two: TwoBuilds, table: str, roles: Roles) -> dict[str, int]:
    """Column -> in how many changed rows it differs; columns of ids and keys, which follow others, are left out."""
    columns = [column for column in roles.compared if not is_id(column) and column not in roles.key]
    if not columns:
        return {}
    sides = [(comparable(two, table, column, "a"), comparable(two, table, column, "b")) for column in columns]
    counts = ", ".join(f"count(*) filter ({old} is distinct from {new})" for old, new in sides)
    row = two.con.execute(
        f"""
        select {counts}
        from (from pairs where ra is not null and rb is not null) as p
        join a.{quoted_table(table)} as a on a.rowid = p.ra
        join b.{quoted_table(table)} as b on b.rowid = p.rb
        """
    ).fetchone()
    return {column: count for column, count in zip(columns, row or (), strict=False) if count}


def _listed(two: TwoBuilds, table: str, roles: Roles, limit: int) -> tuple[RowDifference, ...]:
    """The first rows of each kind, in the order of their places."""
    conditions = {
        "changed": "ra is not null and rb is not null",
        "removed": "rb is null",
        "added": "ra is null",
    }
    order = [quoted_name(name) for name in (roles.document, roles.table_no, roles.row_no, *roles.key) if name]
    pairs: list[tuple[str, int | None, int | None]] = []
    for kind, condition in conditions.items():
        side, rowid = ("a", "ra") if kind == "removed" else ("b", "rb")
        found = two.con.execute(
            f"""
            select p.ra, p.rb
            from (from pairs where {condition}) as p
            join {side}.{quoted_table(table)} as t on t.rowid = p.{rowid}
            order by {", ".join([*(f"t.{name}" for name in order), "t.rowid"])}
            limit {int(limit)}
            """
        ).fetchall()
        pairs += [(kind, ra, rb) for ra, rb in found]
    old = _rows(two, two.a, table, roles, [ra for _, ra, _ in pairs if ra is not None])
    new = _rows(two, two.b, table, roles, [rb for _, _, rb in pairs if rb is not None])
    labels = _Labels(two, [*old.values()], [*new.values()])
    places = {"a": _Places(two, two.a, roles, old.values()), "b": _Places(two, two.b, roles, new.values())}
    listed = []
    for kind, ra, rb in pairs:
        side, row = ("a", old[ra]) if ra is not None and kind == "removed" else ("b", new[rb or 0])
        path, source_place = places[side].of(row)
        changes = _changes(roles, labels, old[ra], row) if kind == "changed" and ra is not None else ()
        key = {name: row[name] for name in roles.key}
        listed.append(RowDifference(kind, key, path, source_place, _name(row, roles), changes))
    return tuple(listed)


def _rows(two: TwoBuilds, side: Side, table: str, roles: Roles, rowids: list[int]) -> dict[int, Row]:
    if not rowids:
        return {}
    columns = ", ".join(map(quoted_name, roles.compared))
    found = two.con.execute(
        f"select rowid, {columns} from {side.name}.{quoted_table(table)} where rowid in (select unnest(?::bigint[]))",
        [rowids],
    ).fetchall()
    return {row[0]: dict(zip(roles.compared, row[1:], strict=True)) for row in found}


def _changes(roles: Roles, labels: _Labels, old: Row, new: Row) -> tuple[tuple[str, Any, Any], ...]:
    """The columns that differ: what the row says, its place, and ids that come to stand for something else.

    Ids that no dimension knows are listed only where nothing else differs.
    """
    differing = [name for name in roles.compared if old[name] != new[name] and name not in roles.key]
    said = [(name, old[name], new[name]) for name in sorted(differing, key=is_place) if not is_id(name)]
    ids = [
        (name, labels.of("a", name, old[name]), labels.of("b", name, new[name])) for name in differing if is_id(name)
    ]
    meaning = [(name, before, after) for name, before, after in ids if labels.knows(name) and before != after]
    return tuple([*said, *meaning] or [change for change in ids if not labels.knows(change[0])])


def _name(row: Row, roles: Roles) -> str:
    """What a row is about: its key where that means something to a reader, else numbers, names and years, and texts."""
    if not any(map(is_id, roles.key)):
        return _words(row, [*roles.key, *roles.said], 5)
    rest = [name for name in roles.said if name not in roles.naming]
    texts = sorted(rest, key=lambda name: not name.endswith("_text"))
    return " ".join(filter(None, (_words(row, roles.naming, 3), _words(row, texts, 2))))


def _words(row: Row, names: Iterable[str], most: int) -> str:
    values = [row[name] for name in dict.fromkeys(names)]
    plain = [value for value in values if value is not None and not isinstance(value, (bool, list))]
    return " ".join(map(value_text, plain[:most]))


class _Labels:
    """What ids stand for: `target_id` is looked up in marts.dim_target, and given as its number, name or text."""

    def __init__(self, two: TwoBuilds, old: list[Row], new: list[Row]) -> None:
        self._known: dict[tuple[str, str], dict[Any, Any]] = {}
        for side, rows in ((two.a, old), (two.b, new)):
            for column in {name for row in rows[:1] for name in row if is_id(name)}:
                label = _label_column(side, column)
                if label is None:
                    continue
                ids = list({row[column] for row in rows if row[column] is not None})
                found = two.con.execute(
                    f"select {quoted_name(column)}, {quoted_name(label)}"
                    f" from {side.name}.{quoted_table(_dimension(column))}"
                    f" where {quoted_name(column)} in (select unnest(?::varchar[]))",
                    [ids],
                ).fetchall()
                self._known[side.name, column] = dict(found)

    def knows(self, column: str) -> bool:
        """Whether a dimension of both builds says what the ids of a column stand for."""
        return ("a", column) in self._known and ("b", column) in self._known

    def of(self, side: str, column: str, value: Any) -> Any:
        """What an id stands for in one build, or itself."""
        return self._known.get((side, column), {}).get(value, value)


def _dimension(column: str) -> str:
    return f"marts.dim_{column.removesuffix('_id')}"


def _label_column(side: Side, column: str) -> str | None:
    columns = side.columns.get(_dimension(column), {})
    what = column.removesuffix("_id")
    names = [f"{what}_{ending}" for ending in ("path", "no", "name", "text")]
    return next((name for name in names if column in columns and name in columns), None)


class _Places:
    """Where rows stand: their own place, or the one that the landed cells give for their printed table and row."""

    def __init__(self, two: TwoBuilds, side: Side, roles: Roles, rows: Iterable[Row]) -> None:
        self._roles = roles
        self._paths: dict[Any, str] = {}
        self._cells: dict[tuple[Any, Any, Any], str] = {}
        wanted = [row for row in rows if row.get("document_id") is not None]
        ids = list({row["document_id"] for row in wanted})
        if ids and {"document_id", "document_path"} <= side.columns.get("raw.documents", {}).keys():
            found = two.con.execute(
                f"select document_id, min(document_path) from {side.name}.raw.documents"
                " where document_id in (select unnest(?::varchar[])) group by all",
                [ids],
            ).fetchall()
            self._paths = dict(found)
        cells = side.columns.get("raw.cells", {})
        stands = next((name for name in ("source_place", "place") if name in cells), None)
        is_landed = stands is not None and {"document_id", "table_no", "row_no"} <= cells.keys()
        if ids and not roles.source_place and roles.row_no and is_landed:
            places = two.con.execute(
                f"select document_id, table_no, row_no, arg_min({stands}, column_no) from {side.name}.raw.cells"
                " where document_id in (select unnest(?::varchar[])) and row_no in (select unnest(?::bigint[]))"
                " group by all",
                [ids, list({row[roles.row_no] for row in wanted if row[roles.row_no] is not None})],
            ).fetchall()
            self._cells = {(document, table, row): source_place for document, table, row, source_place in places}

    def of(self, row: Row) -> tuple[str | None, str | None]:
        """document_path and source place of a row; None where it leads to none."""
        document = row.get("document_id")
        path = row.get("document_path") or self._paths.get(document)
        source_place = row.get(self._roles.source_place) if self._roles.source_place else None
        table_no = row.get(self._roles.table_no) if self._roles.table_no else None
        row_no = row.get(self._roles.row_no) if self._roles.row_no else None
        if not source_place and row_no is not None:
            source_place = self._cells.get((document, table_no, row_no)) or f"table {table_no}, row {row_no}"
        return path, source_place
