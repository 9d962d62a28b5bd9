"""Expressions inside a plan: what a value is made from, and which values a condition holds equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from duban.modelling.locality.relations import Column, ColumnRef, Node, Relation, keyed_groups


def value_of(
    expression: Node, relation: Relation, by_index: Mapping[int, Sequence[Column]], derives: bool = False
) -> Column:
    """What a value is made from, and whether it is a key of the relation's rows.

    by_index: the columns of every operator by its table index, for the few references that are not by place. derives:
    whether a value that no two parts of the data can have in common is a key as well.
    """
    kind = expression["type"]
    if kind == "BOUND_REF":
        index = expression["index"]
        return relation.columns[index] if index < len(relation.columns) else Column()
    if kind == "BOUND_COLUMN_REF":
        binding = expression["binding"]
        columns = by_index.get(binding["table_index"], ())
        return columns[binding["column_index"]] if binding["column_index"] < len(columns) else Column()
    parts = [value_of(part, relation, by_index, derives) for part in parts_of(expression)]
    sources = frozenset().union(*(part.sources for part in parts))
    if kind == "OPERATOR_IS_NOT_NULL" and derives:
        return Column(sources, asks_for=parts[0].group)
    if kind == "OPERATOR_CAST" and len(parts) == 1:
        # A cast that changes the type may make two documents one; only text to text is sure to keep the key.
        inner, outer = expression["children"][0].get("return_type"), expression.get("return_type")
        if inner == outer:
            return replace(parts[0], sources=sources)
        written = derives and is_text(outer)
        return Column(sources, parts[0].copy_of, piece=parts[0].piece if written else None, is_null=parts[0].is_null)
    if kind == "OPERATOR_COALESCE":
        halves = frozenset(half for part in parts for half in part.halves)
        for joined, _, group in halves:
            if {side for other, side, _ in halves if other == joined} == {0, 1}:
                return Column(sources, None, group)
    if kind == "VALUE_CONSTANT":
        return Column(is_null=bool(expression["value"]["is_null"]))
    if not derives:
        return Column(sources)
    if kind == "OPERATOR_COALESCE" and parts[0].piece and not any(part.sources for part in parts[1:]):
        return Column(sources, piece=parts[0].piece)  # nothing written out as a text
    return _derived(expression, parts, sources)


# Hashes and joined texts of a key and more: no two parts of the data come to the same one. Keys are hashes and names,
# which hold no separator.
_INJECTIVE = frozenset(("md5", "sha256", "concat_ws", "concat", "||"))


def _derived(expression: Node, parts: Sequence[Column], sources: frozenset[ColumnRef]) -> Column:
    """A computed value, and the parts of the data that it is a key of, if it is one."""
    kind, groups = expression["type"], [part.group for part in parts]
    if kind == "BOUND_FUNCTION" and expression["qname"]["path"][-1] in _INJECTIVE:
        group = min(keyed_groups(parts), default=None)
        nothing_for_null = expression["qname"]["path"][-1] not in ("concat", "concat_ws")
        nullable = next((part.nullable for part in parts if part.nullable is not None), None)
        return Column(sources, group=group, nullable=nullable if nothing_for_null and group is None else None)
    if kind == "BOUND_FUNCTION" and expression["qname"]["path"][-1] == "nullif":
        return Column(sources, nullable=parts[0].matches)
    # Of the same key twice: what the next one holds where the first has nothing.
    if kind == "OPERATOR_COALESCE" and len({part.matches for part in parts}) == 1:
        return Column(sources, group=groups[-1], nullable=parts[0].matches)
    if kind == "CASE_EXPR":
        made = [*parts[1:-1:2], parts[-1]]  # a condition and a value in turn, and the last value
        if len(parts) == 3 and parts[-1].is_null and groups[1] is not None and parts[0].asks_for == groups[1]:
            return Column(sources, group=groups[1])  # NULL for the one part whose key is NULL
        holding = [value for value in made if not value.is_null]
        if len({value.matches for value in holding}) == 1:
            return Column(sources, nullable=holding[0].matches)
    return Column(sources)


def is_text(kind: Node | None) -> bool:
    """Whether a type of the plan is text: no two numbers or days are written alike."""
    return kind is not None and kind["id"] == "VARCHAR"


def equalities(expression: Node) -> Iterator[tuple[Node, Node]]:
    """The pairs of expressions that a condition holds equal whatever else it says."""
    if expression["type"] == "CONJUNCTION_AND":
        for child in expression["children"]:
            yield from equalities(child)
    elif expression["type"] in ("COMPARE_EQUAL", "COMPARE_NOT_DISTINCT_FROM"):
        left, right = expression["children"]
        yield left, right


def asked_for(expression: Node) -> Iterator[Node]:
    """The expressions that a condition asks not to be NULL whatever else it says."""
    if expression["type"] == "CONJUNCTION_AND":
        for child in expression["children"]:
            yield from asked_for(child)
    elif expression["type"] == "OPERATOR_IS_NOT_NULL":
        yield expression["children"][0]


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
