"""The bare reader of a bound plan: it hands each operator to the method of its name, and owns what all share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from duban.modelling.locality.expressions import value_of
from duban.modelling.locality.relations import (
    BY_DOCUMENT,
    Column,
    ColumnRef,
    Node,
    Partition,
    Relation,
    TableKeys,
    keyless,
)


@dataclass
class PlanReader:
    """keys: the tables whose rows belong to a part of the data, and their columns that are keys of it.

    by: what the parts are. reasons: why the model is not local, the first one first. tables: what it reads.
    entries: the groups that are dictionaries: rows that are each made of nothing but their own key, such as the
    distinct wordings of all places. made_distinct: whether the rows of the union that is read next are made distinct.
    origins: the landed columns that a column of a table was made from, where that is known.

    `LOGICAL_FILTER` is read by the method `_filter` of whoever inherits, and so on.
    """

    keys: Mapping[str, TableKeys]
    by: Partition = BY_DOCUMENT
    reasons: list[str] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    origins: Mapping[ColumnRef, frozenset[ColumnRef]] = field(default_factory=dict)
    made_distinct: bool = False
    _groups: Iterator[int] = field(default_factory=count)
    _ctes: dict[int, Relation] = field(default_factory=dict)
    _by_index: dict[int, tuple[Column, ...]] = field(default_factory=dict)

    def relation(self, node: Node) -> Relation:
        kind = node["type"].removeprefix("LOGICAL_").lower()
        read = getattr(self, f"_{kind}", None)
        if read is None:
            children = [self.relation(child) for child in node.get("children", [])]
            self.reasons.append(f"uses {kind.replace('_', ' ')}, which is not proven to keep {self.by.many} separate")
            relation = Relation(
                tuple(column for child in children for column in child.columns),
                frozenset(group for child in children for group in child.groups),
            )
        else:
            relation = read(node)
        if isinstance(node.get("table_index"), int):
            self._by_index[node["table_index"]] = relation.columns
        return relation

    @property
    def keyless(self) -> str:
        """The reason that a join without a key is."""
        return f"joins {self.by.many} without {self.by.key} among its equalities"

    def _value(self, expression: Node, relation: Relation) -> Column:
        return value_of(expression, relation, self._by_index, self.by.derives)

    def settled(self, relation: Relation) -> Relation:
        """The relation with one group at most; two are a join that no filter has brought together."""
        if len(relation.groups) < 2:
            return relation
        self.reasons.append(self.keyless)
        first = min(relation.groups)
        return Relation(keyless(relation.columns), frozenset([first]))
