"""What tables and columns are, in words: comments of the SQL, handed down along the lineage, into the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb

from duban.modelling.project import Model, Project
from duban.modelling.table_ref import quoted_name, quoted_table, text_literal


class ColumnComment(NamedTuple):
    """comment: `中文名: what it is`, '' when nobody says. inherited_from: 'table.column' of whoever said it."""

    column: str
    comment: str
    inherited_from: str


Described = Mapping[str, tuple[ColumnComment, ...]]


def described_columns(project: Project) -> Described:
    """Table -> the comment of each of its columns. A column without one of its own takes that of the column it is an
    unchanged copy of, however far up."""
    described: dict[str, tuple[ColumnComment, ...]] = {
        table: tuple(ColumnComment(column.name, column.comment, "") for column in columns)
        for table, columns in project.sources.tables.items()
    }
    for model in project.models.values():
        facts = model.binding.facts.columns
        comments = []
        for place, (name, _) in enumerate(model.columns):
            own = model.file.comments.get(name.lower(), "")
            copy_of = facts[place].copy_of if place < len(facts) else None
            if own or copy_of is None:
                comments.append(ColumnComment(name, own, ""))
                continue
            table, column = copy_of
            above = next((c for c in described.get(table, ()) if c.column.lower() == column), None)
            if above is None or not above.comment:
                comments.append(ColumnComment(name, "", ""))
            else:
                comments.append(ColumnComment(name, above.comment, above.inherited_from or f"{table}.{column}"))
        described[model.table] = tuple(comments)
    return described


def comment_fingerprint(model: Model, described: Described) -> str:
    """A hash of all that the catalogue says of a model: cosmetic edits change this and not its rows."""
    said = repr((model.file.description, model.file.grain, described[model.table]))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def write_comments(con: duckdb.DuckDBPyConnection, model: Model, described: Described) -> None:
    """`comment on` for the table and its columns."""
    table_name = quoted_table(model.table)
    statements = [f"comment on table {table_name} is {text_literal(model.file.description)}"]
    statements += [
        f"comment on column {table_name}.{quoted_name(column)} is {text_literal(comment)}"
        for column, comment, _ in described[model.table]
        if comment
    ]
    con.execute(";".join(statements))


def write_columns(con: duckdb.DuckDBPyConnection, models: Sequence[Model], described: Described) -> None:
    """The rows of meta.columns and meta.lineage of some models, at once: statements cost more than their rows."""
    names = [model.table for model in models]
    for table in ("columns", "lineage"):
        con.execute(f"delete from meta.{table} where model_name in (select unnest(?::varchar[]))", [names])
    columns = [
        (model.table, number, name, kind, said.comment or None, said.inherited_from or None)
        for model in models
        for number, ((name, kind), said) in enumerate(zip(model.columns, described[model.table], strict=True), start=1)
    ]
    _insert(con, "meta.columns", ("varchar", "integer", *["varchar"] * 4), columns)
    edges = [
        (model.table, name, table, column, (table, column) == fact.copy_of)
        for model in models
        for (name, _), fact in zip(model.columns, model.binding.facts.columns, strict=False)
        for table, column in sorted(fact.sources)
    ]
    _insert(con, "meta.lineage", (*["varchar"] * 4, "boolean"), edges)


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, types: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        marks = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        con.execute(f"insert into {table} select {marks}", [list(values) for values in zip(*rows, strict=True)])
