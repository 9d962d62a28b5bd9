"""Expressions inside a plan: what a value is made from, and which values a condition holds equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duban.modelling.locality.relations import Column, Node, Relation


def value_of(expression: Node, relation: Relation, by_index: Mapping[int, Sequence[Column]]) -> Column:
    """What a value is made from, and whether it is a key of the relation's rows.

    by_index: the columns of every operator by its table index, for the few references that are not by place.
    """
    kind = expression["type"]
    if kind == "BOUND_REF":
        index = expression["index"]
        return relation.columns[index] if index < len(relation.columns) else Column()
    if kind == "BOUND_COLUMN_REF":
        binding = expression["binding"]
        columns = by_index.get(binding["table_index"], ())
        return columns[binding["column_index"]] if binding["column_index"] < len(columns) else Column()
    parts = [value_of(part, relation, by_index) for part in parts_of(expression)]
    sources = frozenset().union(*(part.sources for part in parts))
    if kind == "OPERATOR_CAST" and len(parts) == 1:
        # A cast that changes the type may make two documents one; only text to text is sure to keep the key.
        inner, outer = expression["children"][0].get("return_type"), expression.get("return_type")
        return Column(sources, parts[0].copy_of, parts[0].group if inner == outer else None)
    if kind == "OPERATOR_COALESCE":
        halves = frozenset(half for part in parts for half in part.halves)
        for joined, _, group in halves:
            if {side for other, side, _ in halves if other == joined} == {0, 1}:
                return Column(sources, None, group)
    return Column(sources)


def equalities(expression: Node) -> Iterator[tuple[Node, Node]]:
    """The pairs of expressions that a condition holds equal whatever else it says."""
    if expression["type"] == "CONJUNCTION_AND":
        for child in expression["children"]:
            yield from equalities(child)
    elif expression["type"] in ("COMPARE_EQUAL", "COMPARE_NOT_DISTINCT_FROM"):
        left, right = expression["children"]
        yield left, right


def parts_of(expression: Node) -> list[Node]:
    """The expressions directly inside one. A lambda's body speaks of its own parameters; what it captures is listed
    beside it."""
    parts: list[Node] = []
    for name, value in expression.items():
        if value and name not in _NO_PARTS and value.__class__ in _HOLDERS:
            _gather(value, parts)
    return parts


_NO_PARTS = frozenset(("lambda_expr", "function_data", "return_type", "value"))
# Most of a plan is plain values; this is the innermost loop of reading one, so holders are matched by exact class.
_HOLDERS = (dict, list)


def _gather(value: Any, parts: list[Node]) -> None:
    if value.__class__ is dict:
        if "expression_class" in value:
            parts.append(value)
            return
        value = value.values()
    for inner in value:
        if inner and inner.__class__ in _HOLDERS:
            _gather(inner, parts)
