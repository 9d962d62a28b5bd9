"""Relations inside a plan, as far as lineage and partitions go: columns with their sources and their keys.

A relation is *shared* when no document changes it (seeds, values, small whole tables), else it is *bearing*: each of
its rows belongs to one part of the data, a document or a place (`Partition`). A column is a *key* when rows that agree
in it belong to the same part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

Node = dict[str, Any]
ColumnRef = tuple[str, str]  # ('staging.stg_rows', 'row_no')


@dataclass(frozen=True, slots=True)
class Partition:
    """What the rows are kept separate by. one, many: its word in a sentence. key: how a key of it is called.

    derives: whether what determines a key is one too (the hash of a key, a key with more words behind it). Not where
    rows are looked for by the key itself, as an incremental build does.
    """

    one: str
    many: str
    key: str
    derives: bool = False


BY_DOCUMENT = Partition("document", "documents", "document_id")
BY_PLACE = Partition("place", "places", "a key of their place", derives=True)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a relation inside a plan.

    sources: every column of a table that its value is made from.
    copy_of: the one column that it is unchanged, if it is.
    group: the set of parts (documents, places) it is the key of (a number), None for a column that is not a key.
    halves: sides of full joins whose keys it holds where that side has a row; both halves coalesced make a key.
    asks_for: the set of parts whose key it asks for not to be NULL.
    piece: (group, number, count): one of so many columns that are a key of a set of entries together.
    nullable: the set of parts it is the key of where it holds anything. is_null: it never does.
    """

    sources: frozenset[ColumnRef] = frozenset()
    copy_of: ColumnRef | None = None
    group: int | None = None
    halves: frozenset[tuple[int, int, int]] = frozenset()
    asks_for: int | None = None
    piece: tuple[int, int, int] | None = None
    nullable: int | None = None
    is_null: bool = False

    @property
    def matches(self) -> int | None:
        """The set of parts whose key an equality with this column asks for: NULL is equal to nothing."""
        return self.nullable if self.group is None else self.group


@dataclass(frozen=True, slots=True)
class TableKeys:
    """What of a table's columns are keys: each of `columns` for itself, `pieces` together.

    nullable: those that are keys where they hold anything. is_dictionary: its rows belong to no place: they are
    entries, each made of nothing but its own key, and stand once however many places print them.
    """

    columns: frozenset[str] = frozenset()
    pieces: tuple[str, ...] = ()
    nullable: frozenset[str] = frozenset()
    is_dictionary: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """The output of one operator. `groups` holds the sets of parts its rows belong to: none for shared, one for
    bearing, two while a cross product waits for the filter that equates its keys."""

    columns: tuple[Column, ...]
    groups: frozenset[int] = frozenset()


def scanned_table(node: Node) -> str | None:
    """The table that a scan reads ('raw.cells'); None for what is no scan of a table."""
    data = node.get("function_data")
    return f"{data['schema']}.{data['table']}".lower() if isinstance(data, dict) and "table" in data else None


def keyless(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The same columns, no longer keys: an outer join may leave them NULL, a broken join mixes documents."""
    return tuple(
        replace(column, group=None, halves=frozenset(), asks_for=None, piece=None, nullable=None)
        if _says_anything(column)
        else column
        for column in columns
    )


def optional(columns: Sequence[Column], group: int | None) -> tuple[Column, ...]:
    """The same columns where an outer join may leave them NULL: their keys are of `group` where they hold anything."""
    return tuple(
        replace(bare, nullable=None if column.matches is None else group)
        for bare, column in zip(keyless(columns), columns, strict=True)
    )


def regrouped(columns: Sequence[Column], groups: dict[int, int]) -> tuple[Column, ...]:
    """The same columns with their keys renumbered; a group that `groups` does not name is a key no more."""
    return tuple(
        replace(
            column,
            group=None if column.group is None else groups.get(column.group),
            nullable=None if column.nullable is None else groups.get(column.nullable),
            halves=frozenset(),
            asks_for=None,
            piece=(groups[column.piece[0]], *column.piece[1:]) if column.piece and column.piece[0] in groups else None,
        )
        if _says_anything(column)
        else column
        for column in columns
    )


def _says_anything(column: Column) -> bool:
    named = (column.group, column.asks_for, column.nullable)
    return bool(column.halves or column.piece or any(group is not None for group in named))


def keyed_groups(columns: Iterable[Column]) -> set[int]:
    """The sets of parts that some columns together hold a key of."""
    found, pieces = set(), set()
    for column in columns:
        if column.group is not None:
            found.add(column.group)
        if column.piece is not None:
            pieces.add(column.piece)
    for group, _, count in pieces:
        if all((group, number, count) in pieces for number in range(count)):
            found.add(group)
    return found


def equal_groups(pairs: Iterable[tuple[Column, Column]]) -> set[tuple[int, int]]:
    """The sets of parts whose keys are held equal by columns that are, pair by pair."""
    found, pieces = set(), set()
    for one, other in pairs:
        if one.matches is not None and other.matches is not None:
            found.add((one.matches, other.matches))
        if one.piece is not None and other.piece is not None and one.piece[1:] == other.piece[1:]:
            pieces.add((one.piece[0], other.piece[0], *one.piece[1:]))
    for one_group, other_group, _, count in pieces:
        if all((one_group, other_group, number, count) in pieces for number in range(count)):
            found.add((one_group, other_group))
    return found


def merged(relation: Relation, pairs: Sequence[tuple[Column, Column]]) -> Relation:
    """The relation after columns were found equal, pair by pair: keys of two groups make them one."""
    for one, other in sorted(equal_groups(pairs)):
        if one == other or not {one, other} <= relation.groups:
            continue
        renamed = {group: one if group == other else group for group in relation.groups}
        columns = tuple(
            replace(
                column,
                group=None if column.group is None else renamed.get(column.group, column.group),
                nullable=None if column.nullable is None else renamed.get(column.nullable, column.nullable),
                piece=column.piece and (renamed.get(column.piece[0], column.piece[0]), *column.piece[1:]),
            )
            if other in (column.group, column.nullable) or (column.piece and column.piece[0] == other)
            else column
            for column in relation.columns
        )
        return merged(
            Relation(columns, relation.groups - {other}),
            [(_renamed(a, other, one), _renamed(b, other, one)) for a, b in pairs],
        )
    return relation


def _renamed(column: Column, old: int, new: int) -> Column:
    piece = (new, *column.piece[1:]) if column.piece and column.piece[0] == old else column.piece
    return replace(
        column,
        group=new if column.group == old else column.group,
        nullable=new if column.nullable == old else column.nullable,
        piece=piece,
    )


def kept(relation: Relation, projection_map: list[int] | None) -> Relation:
    """The columns that an operator hands on; it names them only when it drops some."""
    if not projection_map:
        return relation
    return Relation(tuple(relation.columns[i] for i in projection_map), relation.groups)


def mapped(node: Node, relation: Relation, width: int) -> Relation:
    """The columns that a join hands on. width: how many of them come from its left side."""
    left, right = relation.columns[:width], relation.columns[width:]
    left_map, right_map = node.get("left_projection_map"), node.get("right_projection_map")
    return Relation(
        (tuple(left[i] for i in left_map) if left_map else left)
        + (tuple(right[i] for i in right_map) if right_map else right),
        relation.groups,
    )


def stacked(sides: Sequence[Relation]) -> tuple[Column, ...]:
    """Columns of a set operation: by place, the sources of every side."""
    return tuple(
        Column(
            frozenset().union(*(column.sources for column in place)),
            place[0].copy_of if len({column.copy_of for column in place}) == 1 else None,
        )
        for place in zip(*(side.columns for side in sides), strict=True)
    )
