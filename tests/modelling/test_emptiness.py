"""When a model has no rows, as its bound plan shows it: each claim is held against the engine."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from duban.modelling import Project
from duban.modelling.binding import SCHEMAS, EmptyWarehouse
from duban.modelling.locality.emptiness import ALWAYS, NEVER, empty_when
from duban.modelling.sources import LANDED
from duban.modelling.table_ref import quoted_name, quoted_table
from duban.settings import Settings

# name: (sql over a, b, c, the sets of tables without whose rows there is none)
CASES = {
    "a table": ("select x from raw.a", "a"),
    "a filter, a window, an order, a limit": (
        "select x, row_number() over (order by x) as n from raw.a where x > 1 order by x limit 2", "a",
    ),
    "inner join": ("select a.x from raw.a as a inner join raw.b as b on a.x = b.x", "a, b"),
    "comma": ("select a.x from raw.a as a, raw.b as b", "a, b"),
    "left join": ("select a.x from raw.a as a left join raw.b as b on a.x = b.x", "a"),
    "right join": ("select b.x from raw.a as a right join raw.b as b on a.x = b.x", "b"),
    "full join": ("select x from raw.a full join raw.b using (x)", "ab"),
    "inner behind left": (
        "select a.x from raw.a as a left join raw.b as b on a.x = b.x inner join raw.c as c on c.x = b.x", "a, c",
    ),
    "where exists": ("select x from raw.a as a where exists (select 1 from raw.b as b where b.x = a.x)", "a"),
    "where not exists": ("select x from raw.a as a where not exists (select 1 from raw.b as b where b.x = a.x)", "a"),
    "in a subquery": ("select x from raw.a where x in (select x from raw.b)", "a"),
    "a scalar subquery": ("select x, (select max(x) from raw.b) as m from raw.a", "a"),
    "semi join": ("select x from raw.a semi join raw.b using (x)", "a, b"),
    "anti join": ("select x from raw.a anti join raw.b using (x)", "a"),
    "union": ("select x from raw.a union all select x from raw.b", "ab"),
    "union of joins": (
        "select a.x from raw.a as a inner join raw.b as b using (x) union select x from raw.c", "ac, bc",
    ),
    "except": ("select x from raw.a except select x from raw.b", "a"),
    "intersect": ("select x from raw.a intersect select x from raw.b", "a, b"),
    "groups": ("select x, count(*) as n from raw.a group by x having count(*) > 0", "a"),
    "one row of all": ("select count(*) as n from raw.a", None),
    "a grand total beside groups": ("select x, count(*) as n from raw.a group by rollup (x)", None),
    "joined with one row of all": (
        "select b.x, t.n from raw.b as b cross join (select count(*) as n from raw.a) as t", "b",
    ),
    "values": ("select * from (values (1), (2)) as t (x)", None),
    "a constant": ("select 1 as x", None),
    "a range": ("select x from range(3) as t (x)", None),
    "unnest": ("select unnest([x, x + 1]) as x from raw.a", "a"),
    "lateral unnest": ("select t.y from raw.a as a cross join unnest([a.x]) as t (y)", "a"),
    "distinct on": ("select distinct on (x) x from raw.a order by x", "a"),
    "a CTE read twice": (
        "with m as materialized (select x from raw.a) select m.x from m inner join m as n on m.x = n.x", "a",
    ),
    "recursion": (
        "with recursive r as (select x from raw.a union all"
        " select r.x + 1 from r inner join raw.b as b on b.x = r.x + 1) select x from r",
        "a",
    ),
    "recursion that needs no row to go on": (
        "with recursive r as (select x from raw.a union"
        " select b.x from raw.b as b left join r on r.x = b.x) select x from r",
        "ab",
    ),
    "unpivot": ("select v from (unpivot raw.a on x into name n value v)", "a"),
    "a contradiction": ("select x from raw.a where false", "a"),
}  # fmt: skip


@pytest.fixture
def abc() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config={"threads": 1}) as con:
        con.execute("create schema raw")
        yield con


def _fill(con: duckdb.DuckDBPyConnection, empty: str) -> None:
    for name in "abc":
        con.execute(f"create or replace table raw.{name} as select unnest([1, 2]) as x")
        if name in empty:
            con.execute(f"delete from raw.{name}")


@pytest.mark.parametrize(("sql", "expected"), CASES.values(), ids=CASES.keys())
def test_what_has_to_be_empty(abc: duckdb.DuckDBPyConnection, sql: str, expected: str | None) -> None:
    _fill(abc, "")
    warehouse = EmptyWarehouse((), LANDED)
    for name in "abc":
        warehouse.con.execute(f"create table raw.{name} (x integer)")
    (plan,) = warehouse.steady_plans([sql])
    warehouse.con.close()
    assert plan is not None
    known = empty_when(plan)
    claimed = {frozenset(table.removeprefix("raw.") for table in tables) for tables in known}
    assert claimed == (set() if expected is None else {frozenset(tables) for tables in expected.split(", ")})
    for empty in ("a", "b", "c", "ab", "ac", "bc", "abc"):
        _fill(abc, empty)
        if any(tables <= set(empty) for tables in claimed):
            assert abc.execute(sql).fetchall() == []


def test_what_is_not_known_is_taken_to_make_rows() -> None:
    below = {"type": "LOGICAL_EMPTY_RESULT"}
    assert empty_when(below) == ALWAYS
    assert empty_when({"type": "LOGICAL_SOMETHING_NEW", "children": [below]}) == NEVER


def test_every_claim_about_a_model_holds_in_a_warehouse(project: Project, city: Settings) -> None:
    """With the tables of a claim emptied, and all others as they are, the model has no row."""
    judged = 0
    with duckdb.connect(":memory:", config={"threads": 1}) as con:
        con.execute(f"attach '{city.published}' as city (read_only)")
        for schema in SCHEMAS:
            con.execute(f"create schema {schema}")
        shown = [*project.models, *project.seeds, *project.sources.tables]
        columns = {table: model.columns for table, model in project.models.items()}
        columns |= {
            table: tuple((column, "VARCHAR") for column in seed.columns) for table, seed in project.seeds.items()
        }
        columns |= {table: tuple(project.sources.columns_of(table)) for table in project.sources.tables}
        for table in shown:
            con.execute(f"create view {quoted_table(table)} as from city.{quoted_table(table)}")
        for model in project.models.values():
            for tables in model.binding.facts.empty_when:
                for table in tables:
                    nothing = ", ".join(f"null::{kind} as {quoted_name(name)}" for name, kind in columns[table])
                    con.execute(f"create or replace view {quoted_table(table)} as select {nothing} where false")
                (row,) = con.execute(f"select count(*) from ({model.file.sql})").fetchall()
                assert row == (0,), (model.table, sorted(tables))
                judged += 1
                for table in tables:
                    con.execute(f"create or replace view {quoted_table(table)} as from city.{quoted_table(table)}")
    assert judged > len(project.models)
