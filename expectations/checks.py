"""What a check is: a query over the warehouse that yields a small frame, and what that frame must look like.

DuckDB does the counting and Great Expectations does the judging: a query hands over a count, a share or the distinct
values of a column, never a table's rows. (On a million rows and fifty expectations a whole frame took 6.4 s and 1.8 GB;
the same counts in one query took 1 s.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# What a failure costs: the build is not published; the document is held back and the rest goes on (gate 1 only);
# nothing, but it is said.
Severity = Literal["block", "quarantine", "warn"]

ROW_CAP = 20  # failing rows kept for a check: enough to see the pattern, few enough to read and to send


class Words(NamedTuple):
    """One sentence in the two languages of the report."""

    zh: str
    en: str


@dataclass(frozen=True)
class Expectation:
    """An expectation of Great Expectations by its own name, so that a check can be written without importing it.

    kind: the expectation's type, e.g. `expect_column_values_to_be_in_set`.
    column: the column of the check's frame that it looks at.
    settings: its other arguments, e.g. `{"value_set": ["plan", "result"]}`.
    skips_null: whether a NULL means that there is nothing to judge; otherwise a NULL fails.
    """

    kind: str
    column: str
    settings: Mapping[str, object] = field(default_factory=dict)
    skips_null: bool = False


NO_FAILURES = Expectation("expect_column_max_to_be_between", "failing_count", {"min_value": 0, "max_value": 0})


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    name: unique in its gate, in words joined by `_`; what `meta.gate_results.check_name` holds.
    title: the sentence that must hold.
    severity: 'block' (nothing is published), 'quarantine' (the document is held back) or 'warn' (published, and said).
    why: the reason why it must hold. remedy: what to do when it does not.
    frame_sql: yields the frame that the expectation looks at. The report's figures come from it too: from one row with
        `checked_count` and `failing_count`, or from many with `row_count`, how many rows a value stands for. A frame of
        one row may say its finding in its own words, in `said_zh` and `said_en`.
    failing_sql: yields the failing rows when the check fails. Columns `document_id` or `document_path`, with `table_no`
        and `row_no` (or `source_table_no`, `source_row_no`), lead to the source cell; `place` says it outright.
    known_rows: failing rows that were found before the gate, instead of `failing_sql`.
    """

    name: str
    title: Words
    severity: Severity
    why: Words
    remedy: Words
    frame_sql: str
    expectation: Expectation = NO_FAILURES
    failing_sql: str | None = None
    known_rows: tuple[Mapping[str, object], ...] = ()


def no_rows(
    name: str, title: Words, *, checked: str, failing: str, why: Words, remedy: Words, severity: Severity = "block"
) -> Check:
    """No row of `failing`, a SELECT of offending rows, may exist; `checked` is the relation that was looked at."""
    frame_sql = (
        f"select (select count(*) from {checked}) as checked_count, (select count(*) from ({failing})) as failing_count"
    )
    return Check(name, title, severity, why, remedy, frame_sql, NO_FAILURES, failing)


def unique_key(table: str, columns: Iterable[str], *, why: Words, remedy: Words) -> Check:
    """No two rows of `table` share the values of `columns`, its grain; two NULLs are the same value."""
    keys = ", ".join(f'"{column}"' for column in columns)
    duplicates = (
        f"select {keys}, count(*) as row_count from {table} group by {keys} having count(*) > 1 order by {keys}"
    )
    title = Words(f"{table} 的主键（{keys.replace(chr(34), '')}）不重复", f"{table} has one row for each {_bare(keys)}")
    return no_rows(
        f"key_of_{_slug(table)}", title, checked=table, failing=duplicates, why=why, remedy=remedy, severity="block"
    )


def values_in(table: str, column: str, allowed: Iterable[str], *, also_null: bool, why: Words, remedy: Words) -> Check:
    """Every value of a column stands in a list; `also_null` says whether NULL is one of the permitted answers."""
    values = sorted(allowed)
    listed = ", ".join(f"'{value}'" for value in values)
    frame_sql = f'select "{column}" as value, count(*) as row_count from {table}'
    frame_sql += f' where "{column}" is not null' if also_null else ""
    outside = f'"{column}" not in ({listed})' + ("" if also_null else f' or "{column}" is null')
    title = Words(
        f"{table}.{column} 只取规定的值：{'、'.join(values)}", f"{table}.{column} is one of {', '.join(values)}"
    )
    return Check(
        name=f"values_of_{_slug(table)}_{column}",
        title=title,
        severity="block",
        why=why,
        remedy=remedy,
        frame_sql=f"{frame_sql} group by 1 order by 1",
        expectation=Expectation("expect_column_values_to_be_in_set", "value", {"value_set": values}),
        failing_sql=f"select * from {table} where {outside}",
    )


def resolves(table: str, column: str, parent: str, parent_column: str, *, why: Words, remedy: Words) -> Check:
    """Every non-NULL value of `table.column` is a value of `parent.parent_column`."""
    failing = (
        f'select child.* from {table} as child where child."{column}" is not null '
        f'and not exists (select 1 from {parent} as parent where parent."{parent_column}" = child."{column}")'
    )
    title = Words(
        f"{table}.{column} 都能在 {parent} 中找到", f"every {column} of {table} is found in {parent}.{parent_column}"
    )
    return no_rows(
        f"reference_of_{_slug(table)}_{column}", title, checked=table, failing=failing, why=why, remedy=remedy
    )


def _slug(table: str) -> str:
    return table.split(".", 1)[-1]


def _bare(keys: str) -> str:
    return keys.replace('"', "")
