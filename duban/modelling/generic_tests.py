"""Generic data tests: the ones that differ between tables only by the names in them.

Each makes a `DataTest`. `why` and `remedy` are the caller's, who knows what the table is for. document: the column in
which a row of the table names the document that it comes from; a row that offends then sets that document aside, and
where there is none, it stops the build.
"""

from __future__ import annotations

from collections.abc import Iterable

from duban.modelling.data_tests import DataTest, Severity, Words


def unique(table: str, columns: Iterable[str], *, why: Words, remedy: Words, document: str | None = None) -> DataTest:
    """No two rows of `table` share the values of `columns`, its grain; two NULLs are the same value."""
    names = tuple(columns)
    keys = ", ".join(f'"{name}"' for name in names)
    listed = ", ".join(names)
    sql = f"select {keys}, count(*) as row_count from {table} group by {keys} having count(*) > 1"
    if document is not None and document not in names:
        # A key may be met in several documents: a row of each.
        same = " and ".join(f'twice."{name}" is not distinct from found."{name}"' for name in names)
        found = ", ".join(f'found."{name}"' for name in names)
        sql = (
            f'select found."{document}", {found}, count(*) as row_count from {table} as found '
            f'semi join ({sql}) as twice on {same} group by found."{document}", {found}'
        )
    return DataTest(
        name=f"key_of_{_bare(table)}",
        sentence=Words(f"{table} 的主键（{listed}）不重复", f"{table} has one row for each {listed}"),
        severity=_severity(document),
        checked=table,
        why=why,
        remedy=remedy,
        sql=sql,
    )


def not_empty(table: str, *, why: Words, remedy: Words) -> DataTest:
    """`table` holds at least one row."""
    return DataTest(
        name=f"filled_{_bare(table)}",
        sentence=Words(f"{table} 不为空", f"{table} is not empty"),
        severity="stop",
        checked=table,
        why=why,
        remedy=remedy,
        sql=f"select {_literal(table)} as table_name where not exists (select 1 from {table})",
    )


def accepted_values(
    table: str,
    column: str,
    accepted: Iterable[str],
    *,
    also_null: bool,
    why: Words,
    remedy: Words,
    document: str | None = None,
) -> DataTest:
    """Every value of a column stands in a list; `also_null` says whether NULL is one of the permitted answers."""
    values = sorted(accepted)
    outside = f'"{column}" not in ({", ".join(_literal(value) for value in values)})'
    return DataTest(
        name=f"values_of_{_bare(table)}_{column}",
        sentence=Words(
            f"{table}.{column} 只取规定的值：{'、'.join(values)}", f"{table}.{column} is one of {', '.join(values)}"
        ),
        severity=_severity(document),
        checked=table,
        why=why,
        remedy=remedy,
        sql=f'select * from {table} where {outside}{"" if also_null else f""" or "{column}" is null"""}',
    )


def relationship(
    table: str,
    column: str,
    parent: str,
    parent_column: str,
    *,
    why: Words,
    remedy: Words,
    document: str | None = None,
    within: str | None = None,
) -> DataTest:
    """Every non-NULL value of `table.column` is a value of `parent.parent_column`.

    within: a column of both tables in which the rows must agree as well.
    """
    same = f' and parent."{within}" = child."{within}"' if within else ""
    return DataTest(
        name=f"reference_of_{_bare(table)}_{column}",
        sentence=Words(
            f"{table}.{column} 都能在 {parent} 中找到",
            f"every {column} of {table} is found in {parent}.{parent_column}",
        ),
        severity=_severity(document),
        checked=table,
        why=why,
        remedy=remedy,
        # A subquery that says `not exists` costs ten times as much: the engine asks it once a distinct value.
        sql=f"select child.* from {table} as child anti join {parent} as parent "
        f'on parent."{parent_column}" = child."{column}"{same} where child."{column}" is not null',
    )


def share(table: str, column: str, *, why: Words, remedy: Words, document: str | None = None) -> DataTest:
    """Every non-NULL value of a column lies within 0 and 1; a NaN does not."""
    return DataTest(
        name=f"range_of_{_bare(table)}_{column}",
        sentence=Words(f"{table}.{column} 在 0 到 1 之间", f"{table}.{column} lies within 0 and 1"),
        severity=_severity(document),
        checked=table,
        why=why,
        remedy=remedy,
        sql=f'select * from {table} where "{column}" is not null and not ("{column}" between 0 and 1)',
    )


def _severity(document: str | None) -> Severity:
    return "stop" if document is None else "quarantine"


def _bare(table: str) -> str:
    return table.split(".", 1)[-1]


def _literal(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
