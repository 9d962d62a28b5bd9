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

from collections.abc import Collection
from dataclasses import dataclass, replace

from duban.modelling.locality.expressions import equalities
from duban.modelling.locality.plan_joins import JoinReader
from duban.modelling.locality.relations import (
    Column,
    Node,
    Relation,
    kept,
    merged,
    regrouped,
    stacked,
)
from duban.modelling.sources import DOCUMENT_KEY


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """lineage: a tuple of Column an output column. reason: why the model is not local, '' when it is."""

    columns: tuple[Column, ...]
    reason: str
    tables: frozenset[str]


def read_plan(plan: Node, output_names: list[str], bearing_tables: Collection[str]) -> PlanFacts:
    """Interpret one plan of `json_serialize_plan(..., optimize := false)`.

    bearing_tables: the tables ('raw.cells', 'staging.stg_rows') whose rows belong to documents by their document_id.
    """
    reader = _PlanReader(bearing_tables)
    relation = reader.relation(plan)
    relation = reader.settled(relation)
    reasons = reader.reasons
    if not relation.groups:
        reasons.append("reads nothing that belongs to a document")
    elif DOCUMENT_KEY not in output_names:
        reasons.append("has no document_id")
    elif len(relation.columns) != len(output_names) or relation.columns[output_names.index(DOCUMENT_KEY)].group is None:
        reasons.append("its document_id is not the document its row is made from")
    return PlanFacts(relation.columns, reasons[0] if reasons else "", frozenset(reader.tables))


class _PlanReader(JoinReader):
    """Every operator of a plan that reads, row by row or across rows."""

    # -- what rows come from

    def _get(self, node: Node) -> Relation:
        if node.get("children"):
            return self._table_function(node, self.settled(self.relation(node["children"][0])))
        data = node.get("function_data")
        indexes = [column["index"] for column in node["column_indexes"]]
        if not isinstance(data, dict) or "table" not in data:
            return Relation(tuple(Column() for _ in indexes))
        table = f"{data['schema']}.{data['table']}".lower()
        self.tables.add(table)
        groups = frozenset([next(self._groups)]) if table in self.bearing_tables else frozenset()
        names = node["names"]
        columns = []
        for index in indexes:
            if index >= len(names):  # the row count alone is read
                columns.append(Column())
                continue
            source = (table, names[index].lower())
            group = next(iter(groups)) if groups and source[1] == DOCUMENT_KEY else None
            columns.append(Column(frozenset([source]), source, group))
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
            for left, right in equalities(expression):
                child = merged(child, self._value(left, child), self._value(right, child))
        return kept(child, node.get("projection_map"))

    def _order_by(self, node: Node) -> Relation:
        return kept(self.relation(node["children"][0]), node.get("projections"))

    def _unnest(self, node: Node) -> Relation:
        child = self.relation(node["children"][0])
        made = tuple(replace(self._value(e, child), copy_of=None, group=None) for e in node["expressions"])
        return Relation(child.columns + made, child.groups)

    # -- across rows

    def _aggregate_and_group_by(self, node: Node) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        groups = [self._value(expression, child) for expression in node["groups"]]
        sets = node.get("grouping_sets") or [list(range(len(groups)))]
        if child.groups and any(all(groups[i].group is None for i in chosen) for chosen in sets):
            self.reasons.append("groups rows without document_id")
        if len(sets) > 1:  # a rolled-up key is NULL in some of the sets
            everywhere = set.intersection(*(set(chosen) for chosen in sets))
            groups = [
                column if place in everywhere else replace(column, copy_of=None, group=None)
                for place, column in enumerate(groups)
            ]
        made = [replace(self._value(e, child), copy_of=None, group=None) for e in node["expressions"]]
        made += [Column() for _ in node.get("grouping_functions") or []]
        return Relation(tuple(groups + made), child.groups)

    def _window(self, node: Node) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        made = []
        for expression in node["expressions"]:
            partitions = [self._value(partition, child) for partition in expression.get("partitions") or []]
            if child.groups and all(column.group is None for column in partitions):
                self.reasons.append("has a window that does not partition by document_id")
            made.append(replace(self._value(expression, child), copy_of=None, group=None))
        return Relation(child.columns + tuple(made), child.groups)

    def _distinct(self, node: Node) -> Relation:
        child = self.settled(self.relation(node["children"][0]))
        targets = [self._value(expression, child) for expression in node["distinct_targets"]]
        if child.groups and all(column.group is None for column in targets):
            self.reasons.append("keeps distinct rows without document_id among them")
        return child

    def _limit(self, node: Node) -> Relation:
        return self._across(node, "limits the rows of all documents together")

    def _top_n(self, node: Node) -> Relation:
        return self._across(node, "limits the rows of all documents together")

    def _sample(self, node: Node) -> Relation:
        return self._across(node, "samples the rows of all documents together")

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
        keyed = any(column.group is not None for column in values)
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
                replace(column, group=old.group if new.group is not None else None)
                for column, old, new in zip(stacked([known, stepped]), known.columns, stepped.columns, strict=True)
            )
            if columns == known.columns:
                break
            known = Relation(columns, known.groups)
        if bool(known.groups) != bool(stepped.groups):
            self.reasons.append("recurses from rows that belong to no document into rows of documents, or back")
        if known.groups and not node.get("union_all", True) and all(column.group is None for column in columns):
            self.reasons.append("keeps distinct rows without document_id among them")
        return known
