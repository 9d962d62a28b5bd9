"""When a model has no rows, as its bound plan shows it.

Most tables of a small publication, and of one changed document in a large warehouse, are empty: it has no leaders, no
matrix, no running text. An inner join with nothing is nothing, whatever stands beside it, and planning it costs the
engine more than all else. So the plan is read once for the tables whose emptiness makes the result empty: a join needs
rows of both of its sides, a left join of the left one, a union of any.

An operator that is not known here is taken to make rows of nothing, as `count(*)` does: what is not proven is not
assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from duban.modelling.locality.relations import Node, scanned_table

# Sets of tables: there is no row where all tables of any one of the sets have none. No set: nothing is known.
EmptyWhen = frozenset[frozenset[str]]

NEVER: EmptyWhen = frozenset()
ALWAYS: EmptyWhen = frozenset([frozenset()])
_MOST = 32  # sets that are kept; a set less is a chance less, and never a wrong answer

# Operators that make no row where the first of their children makes none.
_AS_FIRST_CHILD = frozenset(
    ("PROJECTION", "FILTER", "ORDER_BY", "UNNEST", "WINDOW", "DISTINCT", "LIMIT", "TOP_N", "SAMPLE", "EXPRESSION_GET")
)
_LEFT_JOINS = frozenset(("LEFT", "SINGLE", "MARK", "ANTI"))
_RIGHT_JOINS = frozenset(("RIGHT", "RIGHT_ANTI"))
_INNER_JOINS = frozenset(("INNER", "SEMI", "RIGHT_SEMI"))


def empty_when(plan: Node) -> EmptyWhen:
    """What has to be empty for a plan of `json_serialize_plan(..., optimize := false)` to make no row."""
    return _Reader().read(plan)


def is_empty(known: EmptyWhen, has_no_rows: Callable[[str], bool]) -> bool:
    """Whether it is known to make no row, by the tables that have none."""
    return any(all(map(has_no_rows, tables)) for tables in known)


class _Reader:
    def __init__(self) -> None:
        self._ctes: dict[int, EmptyWhen] = {}

    def read(self, node: Node) -> EmptyWhen:
        kind = node["type"].removeprefix("LOGICAL_")
        children: list[Node] = node.get("children") or []
        if kind in _AS_FIRST_CHILD:
            return self.read(children[0])
        known: Callable[[Node, list[Node]], EmptyWhen] | None = getattr(self, f"_{kind.lower()}", None)
        return NEVER if known is None else known(node, children)

    def _get(self, node: Node, children: list[Node]) -> EmptyWhen:
        if children:  # a table function is asked once a row
            return self.read(children[0])
        table = scanned_table(node)
        return NEVER if table is None else frozenset([frozenset([table])])

    def _empty_result(self, node: Node, children: list[Node]) -> EmptyWhen:
        return ALWAYS

    def _aggregate_and_group_by(self, node: Node, children: list[Node]) -> EmptyWhen:
        sets = node.get("grouping_sets") or [node["groups"]]
        return self.read(children[0]) if node["groups"] and all(sets) else NEVER  # without groups: one row, always

    def _cross_product(self, node: Node, children: list[Node]) -> EmptyWhen:
        return _either(map(self.read, children))

    def _comparison_join(self, node: Node, children: list[Node]) -> EmptyWhen:
        left, right = map(self.read, children)
        kind = node["join_type"]
        if kind in _INNER_JOINS:
            return _either((left, right))
        if kind in _LEFT_JOINS:
            return left
        return right if kind in _RIGHT_JOINS else _all((left, right))

    _any_join = _asof_join = _comparison_join

    def _union(self, node: Node, children: list[Node]) -> EmptyWhen:
        return _all(map(self.read, children))

    def _except(self, node: Node, children: list[Node]) -> EmptyWhen:
        return self.read(children[0])

    def _intersect(self, node: Node, children: list[Node]) -> EmptyWhen:
        return _either(map(self.read, children))

    def _materialized_cte(self, node: Node, children: list[Node]) -> EmptyWhen:
        definition, rest = children
        self._ctes[node["table_index"]] = self.read(definition)
        return self.read(rest)

    def _cte_ref(self, node: Node, children: list[Node]) -> EmptyWhen:
        return self._ctes.get(node["cte_index"], NEVER)

    def _recursive_cte(self, node: Node, children: list[Node]) -> EmptyWhen:
        """The step is run once even where the rows that it begins with are none."""
        anchor, step = children
        self._ctes[node["table_index"]] = begins = self.read(anchor)
        return _all((begins, self.read(step)))


def _either(sides: Iterable[EmptyWhen]) -> EmptyWhen:
    """Empty where any of the sides is."""
    return _shortest(tables for side in sides for tables in side)


def _all(sides: Iterable[EmptyWhen]) -> EmptyWhen:
    """Empty where all of the sides are."""
    known = ALWAYS
    for side in sides:
        known = _shortest(one | other for one in known for other in side)
    return known


def _shortest(found: Iterable[frozenset[str]]) -> EmptyWhen:
    """Without the sets that hold another one, and no more of them than are worth asking."""
    kept: list[frozenset[str]] = []
    for tables in sorted(set(found), key=lambda one: (len(one), sorted(one))):
        if len(kept) < _MOST and not any(one <= tables for one in kept):
            kept.append(tables)
    return frozenset(kept)
