"""Relations inside a plan, as far as lineage and documents go: columns with their sources and their keys.

A relation is *shared* when no document changes it (seeds, values, small whole tables), else it is *bearing*: each of
its rows belongs to one document. A column is a *key* when it holds the document of its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

Node = dict[str, Any]
ColumnRef = tuple[str, str]  # ('staging.stg_rows', 'row_no')


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a relation inside a plan.

    sources: every column of a table that its value is made from.
    copy_of: the one column that it is unchanged, if it is.
    group: the set of documents it is the key of (a number), None for a column that is not a key.
    halves: sides of full joins whose keys it holds where that side has a row; both halves coalesced make a key.
    """

    sources: frozenset[ColumnRef] = frozenset()
    copy_of: ColumnRef | None = None
    group: int | None = None
    halves: frozenset[tuple[int, int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Relation:
    """The output of one operator. `groups` holds the documents its rows belong to: none for shared, one for bearing,
    two while a cross product waits for the filter that equates its keys."""

    columns: tuple[Column, ...]
    groups: frozenset[int] = frozenset()


def keyless(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The same columns, no longer keys: an outer join may leave them NULL, a broken join mixes documents."""
    return tuple(
        column if column.group is None and not column.halves else replace(column, group=None, halves=frozenset())
        for column in columns
    )


def regrouped(columns: Sequence[Column], groups: dict[int, int]) -> tuple[Column, ...]:
    """The same columns with their keys renumbered; a group that `groups` does not name is a key no more."""
    return tuple(
        column
        if column.group is None and not column.halves
        else replace(column, group=None if column.group is None else groups.get(column.group), halves=frozenset())
        for column in columns
    )


def merged(relation: Relation, one: Column, other: Column) -> Relation:
    """The relation after two columns were found equal: keys of two groups make them one."""
    if one.group is None or other.group is None or one.group == other.group:
        return relation
    columns = tuple(
        replace(column, group=one.group) if column.group == other.group else column for column in relation.columns
    )
    return Relation(columns, relation.groups - {other.group} | {one.group})


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
