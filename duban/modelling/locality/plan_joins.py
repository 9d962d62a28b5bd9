"""Operators that bring two relations together: joins of every kind, set operations, and what they do to keys."""

from __future__ import annotations

from dataclasses import replace

from duban.modelling.locality.expressions import equalities
from duban.modelling.locality.plan_reader import KEYLESS, PlanReader
from duban.modelling.locality.relations import Column, Node, Relation, kept, keyless, mapped, merged, stacked


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
        if kind == "INNER":
            relation = Relation(left.columns + right.columns, left.groups | right.groups)
            for one, other, _ in pairs:
                relation = merged(relation, one, other)
            return mapped(node, relation, len(left.columns))
        left, right = self.settled(left), self.settled(right)
        keyed = [null_safe for one, other, null_safe in pairs if one.group is not None and other.group is not None]
        if left.groups and right.groups:
            # `x in (select ...)` is NULL where the list holds a NULL: one document's NULL would change another's rows.
            if not keyed or (kind == "MARK" and not any(keyed)):
                self.reasons.append(KEYLESS if not keyed else "asks `in (select ...)` over documents: write exists")
        elif (right.groups and kind not in ("RIGHT", "RIGHT_SEMI", "RIGHT_ANTI")) or (
            left.groups and kind in ("RIGHT", "FULL", "OUTER", "RIGHT_SEMI", "RIGHT_ANTI")
        ):
            self.reasons.append("keeps rows that belong to no document where none matches")
        return self._outer(node, kind, left, right)

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
            columns = left.columns + keyless(right.columns)
            return mapped(node, Relation(columns, left.groups), width)
        if kind == "RIGHT":
            columns = keyless(left.columns) + right.columns
            return mapped(node, Relation(columns, right.groups), width)
        if kind not in ("FULL", "OUTER"):
            self.reasons.append(f"uses a {kind.lower()} join, which is not proven to keep documents separate")
        joined = next(self._groups)
        columns = tuple(
            replace(c, group=None, halves=frozenset([(joined, side, joined)]) if c.group is not None else frozenset())
            for side, relation in enumerate((left, right))
            for c in relation.columns
        )
        groups = frozenset([joined]) if left.groups or right.groups else frozenset()
        return mapped(node, Relation(columns, groups), width)

    def _positional_join(self, node: Node) -> Relation:
        relation = self._cross_product(node)
        if relation.groups:
            self.reasons.append("joins by position, over all documents")
        return relation

    def _union(self, node: Node) -> Relation:
        return self._set_operation(node)

    def _except(self, node: Node) -> Relation:
        return self._set_operation(node)

    def _intersect(self, node: Node) -> Relation:
        return self._set_operation(node)

    def _set_operation(self, node: Node) -> Relation:
        sides = [self.settled(self.relation(child)) for child in node["children"]]
        columns = stacked(sides)
        if not any(side.groups for side in sides):
            return Relation(columns)
        group = next(self._groups)
        if not all(side.groups for side in sides):
            self.reasons.append("puts rows that belong to no document under rows of documents")
        columns = tuple(
            replace(column, group=group if all(side.columns[place].group is not None for side in sides) else None)
            for place, column in enumerate(columns)
        )
        if node["type"] != "LOGICAL_UNION" and all(column.group is None for column in columns):
            self.reasons.append("compares rows without document_id among them")
        return Relation(columns, frozenset([group]))
