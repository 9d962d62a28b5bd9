"""Operators that bring two relations together: joins of every kind, set operations, and what they do to keys."""

from __future__ import annotations

from dataclasses import replace

from duban.modelling.locality.expressions import equalities
from duban.modelling.locality.plan_reader import PlanReader
from duban.modelling.locality.relations import (
    Column,
    ColumnRef,
    Node,
    Relation,
    equal_groups,
    kept,
    keyed_groups,
    keyless,
    mapped,
    merged,
    optional,
    stacked,
)


class JoinReader(PlanReader):
    """Keeps documents separate where the keys of both sides are held equal, and says so where they are not."""

    def _cross_product(self, node: Node) -> Relation:
        left, right = (self.relation(child) for child in node["children"])
        return Relation(left.columns + right.columns, left.groups | right.groups)

    def _any_join(self, node: Node) -> Relation:
        left, right = (self.relation(child) for child in node["children"])
        both = Relation(left.columns + right.columns, left.groups | right.groups)
        pairs = [(self._value(a, both), self._value(b, both), True) for a, b in equalities(node["condition"])]
        return self._joined(node, left, right, pairs)

    def _comparison_join(self, node: Node) -> Relation:
        left, right = (self.relation(child) for child in node["children"])
        pairs = []
        for condition in node["conditions"]:
            if condition["comparison"] in ("COMPARE_EQUAL", "COMPARE_NOT_DISTINCT_FROM"):
                null_safe = condition["comparison"] == "COMPARE_NOT_DISTINCT_FROM"
                pairs.append((self._value(condition["left"], left), self._value(condition["right"], right), null_safe))
        return self._joined(node, left, right, pairs)

    _asof_join = _comparison_join

    def _joined(
        self, node: Node, left: Relation, right: Relation, pairs: list[tuple[Column, Column, bool]]
    ) -> Relation:
        kind = node["join_type"]
        if kind not in ("RIGHT", "RIGHT_SEMI", "RIGHT_ANTI", "FULL", "OUTER"):
            right = self._looked_up(left, right, [(one, other) for one, other, _ in pairs])
        if kind in ("INNER", "RIGHT", "RIGHT_SEMI", "RIGHT_ANTI"):
            left = self._looked_up(right, left, [(other, one) for one, other, _ in pairs])
        if kind == "INNER":
            relation = Relation(left.columns + right.columns, left.groups | right.groups)
            relation = merged(relation, [(one, other) for one, other, _ in pairs])
            return mapped(node, relation, len(left.columns))
        left, right = self.settled(left), self.settled(right)
        keyed = equal_groups((one, other) for one, other, _ in pairs)
        null_safe = equal_groups((one, other) for one, other, is_null_safe in pairs if is_null_safe)
        if left.groups and right.groups:
            # `x in (select ...)` is NULL where the list holds a NULL: one document's NULL would change another's rows.
            if not keyed or (kind == "MARK" and not null_safe):
                self.reasons.append(
                    f"asks `in (select ...)` over {self.by.many}: write exists" if keyed else self.keyless
                )
        elif (right.groups and kind not in ("RIGHT", "RIGHT_SEMI", "RIGHT_ANTI")) or (
            left.groups and kind in ("RIGHT", "FULL", "OUTER", "RIGHT_SEMI", "RIGHT_ANTI")
        ):
            self.reasons.append(f"keeps rows that belong to no {self.by.one} where none matches")
        return self._outer(node, kind, left, right)

    def _looked_up(self, asking: Relation, side: Relation, pairs: list[tuple[Column, Column]]) -> Relation:
        """One side of a join, as shared rows where it is a dictionary in which the rows of parts look a word up.

        An entry is made of its own key alone, so which parts it came from cannot matter: what matters is that each part
        finds the entries it asks for among its own. So its whole key has to be asked for, each piece of it by a value
        that comes from the same landed columns.
        """
        if not side.groups or not side.groups <= self.entries or not asking.groups or asking.groups <= self.entries:
            return side
        asked = [entry for value, entry in pairs if self._origins(value) & self._origins(entry)]
        return Relation(keyless(side.columns)) if side.groups <= keyed_groups(asked) else side

    def _origins(self, column: Column) -> frozenset[ColumnRef]:
        return frozenset(origin for source in column.sources for origin in self.origins.get(source, {source}))

    def _outer(self, node: Node, kind: str, left: Relation, right: Relation) -> Relation:
        if kind in ("SEMI", "ANTI"):
            return kept(left, node.get("left_projection_map"))
        if kind in ("RIGHT_SEMI", "RIGHT_ANTI"):
            return kept(right, node.get("right_projection_map"))
        if kind == "MARK":
            mark = Column(frozenset(source for column in right.columns for source in column.sources))
            columns = kept(left, node.get("left_projection_map")).columns
            return Relation((*columns, mark), left.groups)
        width = len(left.columns)
        if kind in ("LEFT", "SINGLE"):
            columns = left.columns + optional(right.columns, min(left.groups, default=None))
            return mapped(node, Relation(columns, left.groups), width)
        if kind == "RIGHT":
            columns = optional(left.columns, min(right.groups, default=None)) + right.columns
            return mapped(node, Relation(columns, right.groups), width)
        if kind not in ("FULL", "OUTER"):
            self.reasons.append(f"uses a {kind.lower()} join, which is not proven to keep {self.by.many} separate")
        joined = next(self._groups)
        columns = tuple(
            replace(
                c,
                group=None,
                halves=frozenset([(joined, side, joined)]) if c.group is not None else frozenset(),
                piece=None,
                asks_for=None,
                nullable=None if c.matches is None else joined,
            )
            for side, relation in enumerate((left, right))
            for c in relation.columns
        )
        groups = frozenset([joined]) if left.groups or right.groups else frozenset()
        return mapped(node, Relation(columns, groups), width)

    def _positional_join(self, node: Node) -> Relation:
        relation = self._cross_product(node)
        if relation.groups:
            self.reasons.append(f"joins by position, over all {self.by.many}")
        return relation

    def _union(self, node: Node) -> Relation:
        return self._set_operation(node)

    def _except(self, node: Node) -> Relation:
        return self._set_operation(node)

    def _intersect(self, node: Node) -> Relation:
        return self._set_operation(node)

    def _set_operation(self, node: Node) -> Relation:
        made_distinct, self.made_distinct = self.made_distinct, False
        sides = []
        for child in node["children"]:
            self.made_distinct = made_distinct and child["type"] == "LOGICAL_UNION"
            sides.append(self.settled(self.relation(child)))
        self.made_distinct = False
        columns = stacked(sides)
        if not any(side.groups for side in sides):
            return Relation(columns)
        group = next(self._groups)
        if all(side.groups <= self.entries for side in sides):
            self.entries.add(group)
        if not all(side.groups for side in sides) and not made_distinct:
            self.reasons.append(f"puts rows that belong to no {self.by.one} under rows of {self.by.many}")
        columns = tuple(
            _keyed_in_all(column, group, [side.columns[place] for side in sides])
            for place, column in enumerate(columns)
        )
        if node["type"] != "LOGICAL_UNION" and all(column.group is None for column in columns):
            self.reasons.append(f"compares rows without {self.by.key} among them")
        return Relation(columns, frozenset([group]))


def _keyed_in_all(column: Column, group: int, sides: list[Column]) -> Column:
    """A column of a set operation: a key where every side's is, a nullable one where some hold nothing."""
    if all(side.group is not None for side in sides):
        return replace(column, group=group)
    holds_keys = all(side.matches is not None or side.is_null for side in sides)
    return replace(column, nullable=group) if holds_keys and not all(side.is_null for side in sides) else column
