"""One question in SQL, answered from the published file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from duban.asking.connection import connect_published, time_limit
from duban.errors import DubanError

if TYPE_CHECKING:
    import duckdb
    import pandas


# What is answered; all else is refused before it is tried. MULTI is what PIVOT is split into. This is the outer
# wall of two: DuckDB 2 takes a COPY inside a WITH for a SELECT, and that runs into what `connect_published` forbids.
_QUESTIONS = {"SELECT", "EXPLAIN", "MULTI"}


class QueryError(DubanError):
    """A question that cannot be answered: the SQL is off, or it asks for more than is allowed."""

    exit_code = 2


class Answer(NamedTuple):
    """Column names and rows, as DuckDB gives them; `is_cut` where there were more rows than the limit.

    statement_count: how many statements were asked; the rows are the last one's.
    """

    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool = False
    statement_count: int = 1

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def df(self) -> pandas.DataFrame:
        """The rows as a DataFrame: days as datetimes, decimals as floats, whole numbers with gaps as Int64."""
        from duban.asking.frames import as_frame

        return as_frame(self.columns, self.rows)

    def _repr_html_(self) -> str:
        """What a notebook draws; texts are escaped."""
        return str(self.df().to_html(index=False, max_rows=60, na_rep="", escape=True))


def ask(
    published: Path,
    sql: str,
    *,
    variables: Mapping[str, str | int | None] | None = None,
    seconds: float = 60.0,
    row_limit: int = 100_000,
) -> Answer:
    """Run statements that only read on the published file; the answer is the last one's.

    For SQL of ours; what other people write goes through `sandbox.ask_sandboxed`, which calls this in its own process.
    variables: what `getvariable('name')` gives in it; None is NULL.
    Raises QueryError with DuckDB's own words, which name the nearest table or column, where the SQL is off or takes
    more than `seconds`; ConfigurationError where nothing is published.
    """
    import _duckdb as duckdb  # as `connect_published` does, and why

    with connect_published(published) as con, time_limit(con, seconds):
        try:
            for name, value in (variables or {}).items():
                con.execute(f"set variable {name} = ?", [value])
            statement_count = _only_questions(con, sql)
            result = con.execute(sql)
            if result is None or result.description is None:
                return Answer([], [])
            columns = [column[0] for column in result.description]
            are_intervals = [str(column[1]) == "INTERVAL" for column in result.description]
            if any(are_intervals):
                result = _with_intervals_as_text(con, sql, are_intervals) or result
            rows = result.fetchmany(row_limit + 1)
        except duckdb.InterruptException:
            raise QueryError(
                f"the query took more than {seconds:g} seconds and was stopped",
                remedy="ask for less, or allow more with --seconds",
            ) from None
        except (duckdb.OutOfMemoryException, MemoryError):
            # Not in DuckDB's words: they advise settings that nobody may change here.
            raise QueryError(
                "the query takes more memory than a question may",
                remedy="ask for fewer rows, fewer columns or shorter values",
            ) from None
        except duckdb.Error as error:
            raise QueryError(
                str(error).strip(),
                remedy='`duban query "show all tables"` lists the tables, `describe marts.dim_unit` its columns',
            ) from error
    return Answer(columns, rows[:row_limit], is_cut=len(rows) > row_limit, statement_count=statement_count)


def _only_questions(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    """How many statements there are. Raises QueryError where one of them does more than read."""
    statements = con.extract_statements(sql)
    for statement in statements:
        try:
            kind = statement.type.name
        except ValueError:  # a kind of statement that DuckDB's Python side does not know yet
            kind = "this"
        if kind not in _QUESTIONS:
            raise QueryError(
                f"{kind.replace('_', ' ')} is not allowed: the published file is read-only",
                remedy="begin with SELECT, FROM, WITH, PIVOT, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN",
            )
    return len(statements)


def _with_intervals_as_text(
    con: duckdb.DuckDBPyConnection, sql: str, are_intervals: list[bool]
) -> duckdb.DuckDBPyConnection | None:
    """The answer with its intervals in DuckDB's own words: Python has no years, and makes 360 days of one.

    None for what cannot stand in a FROM clause (EXPLAIN, several statements).
    """
    import duckdb

    names = [f"c{number}" for number in range(len(are_intervals))]
    values = [f"{name}::varchar" if is_one else name for name, is_one in zip(names, are_intervals, strict=True)]
    question = sql.strip().rstrip(";")
    try:
        return con.execute(f"select {', '.join(values)} from ({question}\n) as answer({', '.join(names)})")
    except duckdb.ParserException:
        return None
