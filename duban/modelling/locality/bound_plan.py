"""What the engine's own bound plan of a model shows: where each column comes from, and whether documents mix.

DuckDB binds a model and hands out the logical plan before optimising (`json_serialize_plan`). There every name is
resolved: stars are expanded, UNPIVOT, lateral joins and correlated subqueries are plain operators, a CTE that shadows a
table is distinguished from the table. So lineage and locality are read from the plan and not guessed from the text.

A model is local when (relations.py says what bearing, shared and key mean)

* every join of two bearing relations has their keys among its equalities,
* every window partitions by a key, every grouping set and every distinct includes one,
* nothing counts across rows otherwise (limit, sample, positional join) or keeps shared rows that match no document,
* and `document_id` of its result is a key.

Then the rows of a document depend on the rows of that document alone, which is all that an incremental build needs.
An operator that is not known here makes the model whole: what is not proven is not assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from duban.modelling.locality.emptiness import NEVER, EmptyWhen, empty_when
from duban.modelling.locality.expressions import asked_for, equalities
from duban.modelling.locality.plan_joins import JoinReader
from duban.modelling.locality.plan_reader import PlanReader
from duban.modelling.locality.relations import (
    BY_DOCUMENT,
    Column,
    ColumnRef,
    Node,
    Partition,
    Relation,
    TableKeys,
    kept,
    keyed_groups,
    keyless,
    merged,
    regrouped,
    scanned_table,
    stacked,
)
from duban.modelling.sources import DOCUMENT_KEY

# Aggregates that give one of the values they are given.
_ONE_OF = frozenset(("min", "max", "any_value", "first", "last"))


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """lineage: a tuple of Column an output column. reason: why the model is not local, '' when it is.

    empty_when: the tables without whose rows the model has none (emptiness.py).
    """

    columns: tuple[Column, ...]
    reason: str
    tables: frozenset[str]
    empty_when: EmptyWhen = NEVER


def read_plan(plan: Node, output_names: list[str], bearing_tables: Collection[str]) -> PlanFacts:
    """Interpret one plan of `json_serialize_plan(..., optimize := false)`, with the document as key.

    bearing_tables: the tables ('raw.cells', 'staging.stg_rows') whose rows belong to documents by their document_id.
    """
    reader, relation = read_relation(
        plan, dict.fromkeys(bearing_tables, TableKeys(frozenset([DOCUMENT_KEY]))), BY_DOCUMENT
    )
    reasons = reader.reasons
    if not relation.groups:
        reasons.append("reads nothing that belongs to a document")
    elif DOCUMENT_KEY not in output_names:
        reasons.append("has no document_id")
    elif len(relation.columns) != len(output_names) or relation.columns[output_names.index(DOCUMENT_KEY)].group is None:
        reasons.append("its document_id is not the document its row is made from")
    return PlanFacts(relation.columns, reasons[0] if reasons else "", frozenset(reader.tables), empty_when(plan))


def read_relation(
    plan: Node,
    keys: Mapping[str, TableKeys],
    by: Partition,
    origins: Mapping[ColumnRef, frozenset[ColumnRef]] | None = None,
) -> tuple[PlanReader, Relation]:
    """The rows that a plan makes, and the reader of it, whose `reasons` say why it is not local to the parts of `by`.

    keys: the tables whose rows belong to such parts, each with its columns that are keys.
    """
    reader = _PlanReader(keys, by, origins=origins or {})
    return reader, reader.settled(reader.relation(plan))


class _PlanReader(JoinReader):
    """Every operator of a plan that reads, row by row or across rows."""

    # -- what rows come from

    def _get(self, node: Node) -> Relation:
        if node.get("children"):
            return self._table_function(node, self.settled(self.relation(node["children"][0])))
        table = scanned_table(node)
        indexes = [column["index"] for column in node["column_indexes"]]
        if table is None:
            return Relation(tuple(Column() for _ in indexes))
        self.tables.add(table)
        keys = self.keys.get(table, TableKeys())
        groups = frozenset([next(self._groups)]) if table in self.keys else frozenset()
        if keys.is_dictionary:
            self.entries |= groups
        names = node["names"]
        columns = []
        for index in indexes:
            if index >= len(names):  # the row count alone is read
                columns.append(Column())
                continue
            source = (table, names[index].lower())
            group = next(iter(groups)) if source[1] in keys.columns else None
            piece = None
            if source[1] in keys.pieces:
                piece = (next(iter(groups)), keys.pieces.index(source[1]), len(keys.pieces))
            nullable = next(iter(groups)) if source[1] in keys.nullable else None
            columns.append(Column(frozenset([source]), source, group, piece=piece, nullable=nullable))
        return Relation(tuple(columns), groups)

    def _table_function(self, node: Node, child: Relation) -> Relation:
        sources = frozenset(source for column in child.columns for source in column.sources)
        made = tuple(Column(sources) for _ in node["column_indexes"])
        return Relation(made + tuple(child.columns[i] for i in node.get("projected_input") or []), child.groups)

    def _cte_ref(self, node: Node) -> Relation:
        relation = self._ctes.get(node["cte_index"])
        if relation is None or len(relation.columns) != len(node["chunk_types"]):
            self.reasons.append("refers to a CTE in a way that is not known")
            return Relation(tuple(Column() for _ in node["chunk_types"]))
        # Each reference stands for the documents anew: a join of two references needs its equality like any other.
        renamed = {group: next(self._groups) for group in relation.groups}
        self.entries.update(renamed[group] for group in relation.groups & self.entries)
        return Relation(regrouped(relation.columns, renamed), frozenset(renamed.values()))

    def _dummy_scan(self, node: Node) -> Relation:
        return Relation((Column(),))

    def _empty_result(self, node: Node) -> Relation:
        return Relation(tuple(Column() for _ in node.get("return_types", [])))

    def _expression_get(self, node: Node) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        width = len(node["expr_types"])
        rows = [[self._value(expression, child) for expression in row] for row in node["expressions"]]
        columns = tuple(
            Column(frozenset(source for row in rows for source in row[place].sources)) for place in range(width)
        )
        return Relation(columns, child.groups)

    # -- row by row

    def _projection(self, node: Node) -> Relation:
        child = self.relation(node["children"][0])
        return Relation(tuple(self._value(expression, child) for expression in node["expressions"]), child.groups)

    def _filter(self, node: Node) -> Relation:
        child = self.relation(node["children"][0])
        for expression in node["expressions"]:
            pairs = [(self._value(left, child), self._value(right, child)) for left, right in equalities(expression)]
            child = merged(child, pairs)
            child = _holding(child, {part["index"] for part in asked_for(expression) if part["type"] == "BOUND_REF"})
        return kept(child, node.get("projection_map"))

    def _order_by(self, node: Node) -> Relation:
        return kept(self.relation(node["children"][0]), node.get("projections"))

    def _unnest(self, node: Node) -> Relation:
        child = self.relation(node["children"][0])
        made = keyless([replace(self._value(e, child), copy_of=None) for e in node["expressions"]])
        return Relation(child.columns + made, child.groups)

    # -- across rows

    def _aggregate_and_group_by(self, node: Node) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        groups = [self._value(expression, child) for expression in node["groups"]]
        sets = node.get("grouping_sets") or [list(range(len(groups)))]
        if child.groups and not all(keyed_groups(groups[i] for i in chosen) for chosen in sets):
            if self.by.derives and len(sets) == 1 and groups and not node["expressions"]:
                return self._dictionary(groups)
            self.reasons.append(f"groups rows without {self.by.key}")
        if len(sets) > 1:  # a rolled-up key is NULL in some of the sets
            everywhere = set.intersection(*(set(chosen) for chosen in sets))
            groups = [
                column
                if place in everywhere
                else replace(column, copy_of=None, group=None, piece=None, nullable=column.matches)
                for place, column in enumerate(groups)
            ]
        made = [self._aggregated(e, child) for e in node["expressions"]]
        made += [Column() for _ in node.get("grouping_functions") or []]
        return Relation(tuple(groups + made), child.groups)

    def _aggregated(self, expression: Node, child: Relation) -> Column:
        """An aggregate; the least or any of the keys of a part is a key of it, where keys are not looked for by."""
        value = self._value(expression, child)
        if not self.by.derives or expression["qname"]["path"][-1] not in _ONE_OF:
            return Column(value.sources)
        chosen = self._value(expression["children"][0], child)
        return Column(value.sources, group=None if expression.get("filter") else chosen.group, nullable=chosen.matches)

    def _dictionary(self, columns: Sequence[Column]) -> Relation:
        """Distinct values of all parts: rows that belong to none, each made of its own key alone."""
        group = next(self._groups)
        self.entries.add(group)
        made = tuple(
            replace(column, group=None, halves=frozenset(), nullable=None, piece=(group, number, len(columns)))
            for number, column in enumerate(columns)
        )
        return Relation(made, frozenset([group]))

    def _window(self, node: Node) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        made = []
        for expression in node["expressions"]:
            partitions = [self._value(partition, child) for partition in expression.get("partitions") or []]
            if child.groups and not keyed_groups(partitions):
                self.reasons.append(f"has a window that does not partition by {self.by.key}")
            made.append(Column(self._value(expression, child).sources))
        return Relation(child.columns + tuple(made), child.groups)

    def _distinct(self, node: Node) -> Relation:
        below = node["children"][0]
        self.made_distinct = self.by.derives and below["type"] == "LOGICAL_UNION"
        child = self.settled(self.relation(below))
        targets = [self._value(expression, child) for expression in node["distinct_targets"]]
        if child.groups and not keyed_groups(targets):
            if self.by.derives and node["distinct_type"] == "DISTINCT":
                return self._dictionary(child.columns)
            self.reasons.append(f"keeps distinct rows without {self.by.key} among them")
        return child

    def _limit(self, node: Node) -> Relation:
        return self._across(node, f"limits the rows of all {self.by.many} together")

    def _top_n(self, node: Node) -> Relation:
        return self._across(node, f"limits the rows of all {self.by.many} together")

    def _sample(self, node: Node) -> Relation:
        return self._across(node, f"samples the rows of all {self.by.many} together")

    def _across(self, node: Node, reason: str) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        if child.groups:
            self.reasons.append(reason)
        return child

    # -- common table expressions

    def _materialized_cte(self, node: Node) -> Relation:
        definition, rest = node["children"]
        if str(node.get("ctename", "")).startswith("__duckdb_delim_dedup") and definition["groups"]:
            self._ctes[node["table_index"]] = self._parameters(definition)
        else:
            self._ctes[node["table_index"]] = self.settled(self.relation(definition))
        return self.relation(rest)

    def _parameters(self, node: Node) -> Relation:
        """The distinct values that a correlated subquery is asked with.

        With a key among them they are rows of documents. Without one they are arguments: the subquery is a function of
        them that the engine joins back on all of them, so which documents they came from cannot matter.
        """
        child = self.settled(self.relation(node["children"][0]))
        values = tuple(self._value(expression, child) for expression in node["groups"])
        keyed = bool(keyed_groups(values))
        return Relation(values, child.groups if keyed else frozenset())

    def _recursive_cte(self, node: Node) -> Relation:
        anchor, step = node["children"]
        known = self.settled(self.relation(anchor))
        if node.get("key_targets"):
            self.reasons.append("uses a recursive CTE with a key")
        reasons_before = list(self.reasons)
        while True:  # sources only grow and keys only fall away, so this ends
            self.reasons[:] = reasons_before
            self._ctes[node["table_index"]] = known
            stepped = self.settled(self.relation(step))
            columns = tuple(
                replace(
                    column,
                    group=old.group if new.group is not None else None,
                    piece=old.piece if new.piece is not None else None,
                    nullable=old.matches if new.matches is not None else None,
                )
                for column, old, new in zip(stacked([known, stepped]), known.columns, stepped.columns, strict=True)
            )
            if columns == known.columns:
                break
            known = Relation(columns, known.groups)
        if bool(known.groups) != bool(stepped.groups):
            self.reasons.append(
                f"recurses from rows that belong to no {self.by.one} into rows of {self.by.many}, or back"
            )
        if known.groups and not node.get("union_all", True) and not keyed_groups(columns):
            self.reasons.append(f"keeps distinct rows without {self.by.key} among them")
        return known


def _holding(relation: Relation, places: set[int]) -> Relation:
    """The relation where the columns at some places are known to hold something: a nullable key is a key there."""
    columns = tuple(
        replace(column, group=column.matches, nullable=None)
        if place in places and column.nullable is not None
        else column
        for place, column in enumerate(relation.columns)
    )
    return Relation(columns, relation.groups)
