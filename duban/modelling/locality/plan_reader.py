"""The bare reader of a bound plan: it hands each operator to the method of its name, and owns what all share."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count

from duban.modelling.locality.expressions import value_of
from duban.modelling.locality.relations import Column, Node, Relation, keyless

KEYLESS = "joins documents without document_id among its equalities"


@dataclass
class PlanReader:
    """reasons: why the model is not local, the first one first. tables: what it reads.

    `LOGICAL_FILTER` is read by the method `_filter` of whoever inherits, and so on.
    """

    bearing_tables: Collection[str]
    reasons: list[str] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    _groups: Iterator[int] = field(default_factory=count)
    _ctes: dict[int, Relation] = field(default_factory=dict)
    _by_index: dict[int, tuple[Column, ...]] = field(default_factory=dict)

    def relation(self, node: Node) -> Relation:
        kind = node["type"].removeprefix("LOGICAL_").lower()
        read = getattr(self, f"_{kind}", None)
        if read is None:
            children = [self.relation(child) for child in node.get("children", [])]
            self.reasons.append(f"uses {kind.replace('_', ' ')}, which is not proven to keep documents separate")
            relation = Relation(
                tuple(column for child in children for column in child.columns),
                frozenset(group for child in children for group in child.groups),
            )
        else:
            relation = read(node)
        if isinstance(node.get("table_index"), int):
            self._by_index[node["table_index"]] = relation.columns
        return relation

    def _value(self, expression: Node, relation: Relation) -> Column:
        return value_of(expression, relation, self._by_index)

    def settled(self, relation: Relation) -> Relation:
        """The relation with one group at most; two are a join that no filter has brought together."""
        if len(relation.groups) < 2:
            return relation
        self.reasons.append(KEYLESS)
        first = min(relation.groups)
        return Relation(keyless(relation.columns), frozenset([first]))
