"""The whole tree bound by the engine on empty tables: names, types and plans, before anything runs.

DuckDB itself says whether a model's tables and columns exist and what types come out, so there is no second opinion to
drift from the first. It costs about a millisecond a model, and no data is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
from sqlglot import exp

from duban.errors import ModelError
from duban.modelling.locality.bound_plan import Node, PlanFacts, read_plan
from duban.modelling.seeds import Seed
from duban.modelling.sources import DOCUMENT_KEY, Sources
from duban.modelling.sql_file import SqlFile
from duban.modelling.table_ref import quoted_name, quoted_table
from duban.nearest import nearest

SCHEMAS = ("raw", "seeds", "staging", "intermediate", "marts", "meta")
_MISSING_COLUMN = re.compile(
    r'Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"|^Column "([^"]+)" does not exist on'
)
_MISSING_ALIAS = re.compile(r'Referenced table "([^"]+)" not found!(?:\s*Candidate tables: (.*))?')
_DID_YOU_MEAN = re.compile(r'Did you mean "([^"]+)"\?')
_PLAIN_TYPES = frozenset(
    ("VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "SMALLINT", "HUGEINT")
)
# Another value at each run, so neither a rebuild nor the rows of one document can be repeated.
_VOLATILE_CALL = re.compile(
    r'"path":\["system","main","((?:gen_)?random(?:_uuid)?|uuid(?:v4|v7)?|now|today|transaction_timestamp|nextval|currval'
    r'|get_current_time(?:stamp)?|current_(?:date|time|timestamp|localtime|localtimestamp)|txid_current)"\]'
)
# An aggregate that adds up floating-point numbers, so that its last digits depend on the order in which rows come.
_INEXACT_CALL = re.compile(
    r'"arguments":\[\{"id":"(?:DOUBLE|FLOAT)"[^\]]*\],"qname":\{"path":\["system","main","'
    r"(f?sum|f?avg|mean|sum_no_overflow|kahan_sum|sumkahan|product|geomean|geometric_mean|corr"
    r'|(?:stddev|variance|var|covar|regr)(?:_\w+)?|skewness|kurtosis(?:_pop)?|sem)"\]'
)


@dataclass(frozen=True, slots=True)
class Binding:
    """columns: (name, DuckDB type) in order. facts: lineage and locality as read from the bound plan. inexact: the
    aggregates that add up floating-point numbers, by name, one item a call."""

    columns: tuple[tuple[str, str], ...]
    facts: PlanFacts
    inexact: tuple[str, ...] = ()

    def create_statement(self, name: str) -> str:
        """The SQL that makes a table of these columns without a row. name: quoted."""
        declared = ", ".join(f"{quoted_name(column)} {kind}" for column, kind in self.columns)
        return f"create or replace table {name} ({declared})"


class EmptyWarehouse:
    """An in-memory database with every table of the tree, none with a row."""

    def __init__(self, seeds: Iterable[Seed], sources: Sources) -> None:
        self.con = duckdb.connect(":memory:", config={"threads": 1})
        statements = [*(f"create schema {schema}" for schema in SCHEMAS), *sources.create_statements()]
        self.columns: dict[str, list[str]] = {
            table: [column.name for column in columns] for table, columns in sources.tables.items()
        }
        self.bearing: set[str] = set(self.columns)
        self._to_make: dict[str, str] = {}
        for seed in seeds:
            declared = ", ".join(f"{quoted_name(column)} varchar" for column in seed.columns)
            statements.append(f"create table {quoted_table(seed.table)} ({declared})")
            self.columns[seed.table] = list(seed.columns)
        # A model reads the warehouse: no files, no variables of the Python that runs it.
        statements += ["set python_enable_replacements = false", "set enable_external_access = false"]
        self.con.execute(";".join(statements))

    def bind(self, files: Sequence[SqlFile]) -> Iterator[Binding | ModelError]:
        """Columns, types, lineage and locality of each file, or what is wrong with it, with file:line and the nearest
        name. What a file reads has been added before, so files bound together do not read each other."""
        if not files:
            return
        wanted = dict.fromkeys(reference.table for file in files for reference in file.references)
        made = [self._to_make.pop(table) for table in wanted if table in self._to_make]
        if made:
            self.con.execute(";".join(made))
        for file, plan in zip(files, self._plans([file.sql for file in files]), strict=True):
            try:
                yield self._bound(file, plan)
            except ModelError as error:
                yield error

    def plan_of(self, file: SqlFile) -> Node | None:
        """The bound plan of a file whose parents have all been added; None where the engine cannot write it down."""
        made = [self._to_make.pop(r.table) for r in file.references if r.table in self._to_make]
        if made:
            self.con.execute(";".join(made))
        answer = json.loads(self._plans([file.sql])[0])
        return None if answer["error"] or len(answer["plans"]) != 1 else answer["plans"][0]

    def steady_plans(self, statements: Sequence[str]) -> list[Node | None]:
        """The bound plan of each statement; None where the engine cannot write it down or it would give something else
        at each run. Every table that has been added is there for them."""
        if self._to_make:
            self.con.execute(";".join(self._to_make.values()))
            self._to_make.clear()
        plans: list[Node | None] = []
        for text in self._plans(statements) if statements else ():
            answer: dict[str, Any] = json.loads(text)
            is_whole = not answer["error"] and len(answer["plans"]) == 1 and not _VOLATILE_CALL.search(text)
            plans.append(answer["plans"][0] if is_whole else None)
        return plans

    def _plans(self, statements: Sequence[str]) -> list[str]:
        """The engine's answer for each statement, asked once for all: a question of its own costs as much as a
        binding."""
        asked = "select json_serialize_plan(sql, optimize := false) from (select unnest(?::varchar[]) as sql)"
        try:
            return [row[0] for row in self.con.execute(asked, [statements]).fetchall()]
        except duckdb.Error as error:
            if len(statements) == 1:
                return [json.dumps({"error": True, "error_type": "binder", "error_message": str(error)})]
            return [plan for statement in statements for plan in self._plans([statement])]

    def _bound(self, file: SqlFile, text: str) -> Binding:
        answer: dict[str, Any] = json.loads(text)
        if answer["error"] and answer.get("error_type") in ("binder", "catalog", "parser", "permission", "io"):
            raise self._model_error(file, answer)
        if answer["error"] or len(answer["plans"]) != 1:
            # A plan that cannot be written down is not the model's fault: it is bound, and rebuilt whole.
            facts = PlanFacts((), f"has no readable plan ({answer.get('error_message', '')})", frozenset())
            return Binding(self._described(file), facts)
        plan = answer["plans"][0]
        columns = _declared_columns(file, plan) or self._described(file)
        names = [name for name, _ in columns]
        folded = [name.lower() for name in names]  # the engine ignores case: it would call the second a_1
        twice = next((name for name, key in zip(names, folded, strict=True) if folded.count(key) > 1), None)
        if twice is not None:
            raise ModelError(f"two columns are named {twice}", where=file.location(), remedy="name one of them anew")
        volatile = _VOLATILE_CALL.search(text)
        facts = read_plan(plan, folded, self.bearing)
        if volatile is not None:
            facts = replace(facts, reason=f"calls {volatile[1]}(), which gives another value at each run")
        return Binding(columns, facts, tuple(_INEXACT_CALL.findall(text)))

    def add(self, table: str, binding: Binding) -> None:
        """Have the bound model's table, empty, for the models that read it; it is made when the first of them does."""
        self._to_make[table] = binding.create_statement(quoted_table(table))
        self.columns[table] = [name for name, _ in binding.columns]
        if DOCUMENT_KEY in self.columns[table]:
            self.bearing.add(table)

    def _described(self, file: SqlFile) -> tuple[tuple[str, str], ...]:
        try:
            described = self.con.execute(f"describe {file.sql}").fetchall()
        except duckdb.Error as error:
            raise self._model_error(file, {"error_message": str(error)}) from None
        # A column of NULLs alone has a type of its own until a table is made of it; there it is an integer.
        return tuple((row[0], row[1].replace('"NULL"', "INTEGER")) for row in described)

    def _model_error(self, file: SqlFile, answer: dict[str, Any]) -> ModelError:
        message = str(answer["error_message"]).split("\n\nLINE ")[0].strip()
        position = str(answer.get("position", ""))
        line = file.sql.encode()[: int(position)].count(b"\n") + 1 if position.isdigit() else _line_of(file, message)
        location = file.location(line)
        subtype, name = answer.get("error_subtype"), str(answer.get("name", ""))
        if subtype == "COLUMN_NOT_FOUND" or _MISSING_COLUMN.search(message):
            found = _MISSING_COLUMN.search(message)
            name = name or next((group for group in found.groups() if group), "") if found else name
            known = {column for reference in file.references for column in self.columns.get(reference.table, ())}
            known |= {candidate.strip() for candidate in str(answer.get("candidates", "")).split(",") if candidate}
            return ModelError(f"no such column: {name}", where=location, remedy=nearest(name, known, "column"))
        if subtype == "MISSING_ENTRY" and answer.get("type") == "Table":
            remedy = f"{nearest(name, self.columns, 'table')} Write tables with their schema; a bare name is a CTE"
            return ModelError(f"no such CTE: {name}", where=location, remedy=remedy)
        alias, meant = _MISSING_ALIAS.search(message), _DID_YOU_MEAN.search(message)
        if alias is not None:
            known = {candidate.strip(' "') for candidate in (alias[2] or "").split(",") if candidate.strip()}
            remedy = f"{nearest(alias[1], known, 'table')} Only what FROM names can be asked for its columns"
            return ModelError(f"no such table or alias here: {alias[1]}", where=location, remedy=remedy)
        remedy = f"did you mean {meant[1]}?" if meant else "correct the SQL: DuckDB's binder refused it"
        return ModelError(message.splitlines()[0], where=location, remedy=remedy)


def _line_of(file: SqlFile, message: str) -> int | None:
    """The first line that holds a name which the engine complains of; for what it gives no position of."""
    lines = file.sql.splitlines()
    for name in re.findall(r'"([^"]+)"', message):
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        for number, line in enumerate(lines, start=1):
            if word.search(line.split("--")[0]):
                return number
    return None


def _declared_columns(file: SqlFile, plan: Node) -> tuple[tuple[str, str], ...]:
    """The columns of a final select that names each of them, without asking the engine a second time; () when only the
    engine can say (a star, a set operation, an unusual type)."""
    while plan["type"] == "LOGICAL_MATERIALIZED_CTE":
        plan = plan["children"][1]
    selects = getattr(file.tree, "selects", [])
    if plan["type"] != "LOGICAL_PROJECTION" or len(selects) != len(plan["expressions"]):
        return ()
    names = [_given_name(select, bound) for select, bound in zip(selects, plan["expressions"], strict=True)]
    kinds = [_type_name(expression.get("return_type")) for expression in plan["expressions"]]
    return tuple(zip(names, kinds, strict=True)) if all(names) and all(kinds) else ()


def _given_name(select: exp.Expression, bound: Node) -> str:
    """The name that a select gives to a column; '' where it gives none and the engine makes one up."""
    if isinstance(select, exp.Alias):
        return str(select.alias)
    return str(bound.get("alias") or "") if isinstance(select, exp.Column) else ""


def _type_name(kind: Node | None) -> str:
    """The SQL name of a type of the plan, '' for one that is better left to the engine.

    >>> _type_name({"id": "LIST", "type_info": {"child_type": {"id": "VARCHAR"}}})
    'VARCHAR[]'
    """
    if kind is None:
        return ""
    if kind["id"] == "LIST":
        child = _type_name((kind.get("type_info") or {}).get("child_type"))
        return f"{child}[]" if child else ""
    return kind["id"] if kind["id"] in _PLAIN_TYPES else ""
