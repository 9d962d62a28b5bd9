"""A build of the lake as one database: a view a table, and tables of what only a whole build has.

The gates judge it, `duban query --lake` asks it, and a published file is made of it: to all of them it is a database
like any other. Its views name the Parquet files of its build, so it is never stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from duban.landing.raw_tables import RAW_TABLES
from duban.modelling.binding import SCHEMAS
from duban.modelling.seeds import load_seed
from duban.modelling.table_ref import quoted_name, quoted_table, text_literal
from duban.publishing.candidate import open_candidate
from duban.sharding.lake import LakeBuild
from duban.sharding.places import Partitioned

# What the runner records of the models; every shard records the same but for counts.
_RECORDS = ("models", "columns", "lineage", "seeds", "feeds")


def write_catalog(whole: Partitioned, build: LakeBuild) -> None:
    """Join the shards of a build: tables that stand once, and the database that shows them all."""
    build.catalog.unlink(missing_ok=True)
    con = open_candidate(build.catalog)
    try:
        con.execute(";".join(f"create schema if not exists {schema}" for schema in SCHEMAS))
        for seed in whole.project.seeds.values():
            load_seed(con, seed)
            _write_whole(con, build, seed.table)
        across = {model.table for model in whole.across}
        repeated = set(whole.repeated)
        for table in repeated:
            _join_repeated(con, build, table)
        for table in (*RAW_TABLES, *whole.project.models):
            files = build.part(table) if table in across | repeated else build.table(table) / "shard=*" / "part.parquet"
            con.execute(
                f"create view {quoted_table(table)} as"
                f" select * from read_parquet({text_literal(str(files))}, hive_partitioning = false)"
            )
        _write_records(con, build, min(range(whole.count)))
        con.execute("checkpoint")
    finally:
        con.close()


def write_records(con: duckdb.DuckDBPyConnection, build: LakeBuild) -> None:
    """What only the whole build has, its records and what the gates found, as Parquet beside the other tables."""
    for (table,) in con.execute(
        "select 'meta.' || table_name from duckdb_tables() where schema_name = 'meta'"
    ).fetchall():
        _write_whole(con, build, table)


def _write_whole(con: duckdb.DuckDBPyConnection, build: LakeBuild, table: str) -> None:
    part = build.part(table)
    part.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"copy {quoted_table(table)} to {text_literal(str(part))} (format parquet, compression zstd)")


def _join_repeated(con: duckdb.DuckDBPyConnection, build: LakeBuild, table: str) -> None:
    part = build.part(table)
    part.parent.mkdir(parents=True, exist_ok=True)
    files = text_literal(str(build.folder / "repeated" / "*" / f"{table}.parquet"))
    passing = part.with_suffix(".part")
    con.execute(
        f"copy (select distinct * from read_parquet({files}, hive_partitioning = false) order by all)"
        f" to {text_literal(str(passing))} (format parquet, compression zstd)"
    )
    passing.replace(part)


def _write_records(con: duckdb.DuckDBPyConnection, build: LakeBuild, shard: int) -> None:
    """What is recorded of the models, and the comments of tables and columns, as one shard has them."""
    with attached(con, build, shard) as name:
        for record in _RECORDS:
            con.execute(f"create table meta.{record} as select * from {name}.meta.{record}")
        models = [table for (table,) in con.execute("select model_name from meta.models").fetchall()]
        counted = " union all ".join(
            f"select {text_literal(table)} as model_name, count(*) as row_count from {quoted_table(table)}"
            for table in models
        )
        con.execute(
            f"update meta.models set row_count = counted.row_count from ({counted}) as counted"
            " where models.model_name = counted.model_name"
        )
        comments = con.execute(
            "select schema_name || '.' || table_name, null, comment from duckdb_tables()"
            " where database_name = ? and comment is not null union all"
            " select schema_name || '.' || table_name, column_name, comment from duckdb_columns()"
            " where database_name = ? and comment is not null and schema_name <> 'meta'",
            [name, name],
        ).fetchall()
    views = {row[0] for row in con.execute("select schema_name || '.' || view_name from duckdb_views()").fetchall()}
    said = [_comment(*comment) for comment in comments if comment[0] in views]
    con.execute(";".join(["begin", *said, "commit"]))  # a transaction each costs three times as much


def _comment(view: str, column: str | None, comment: str) -> str:
    name = quoted_table(view)
    on = f"view {name}" if column is None else f"column {name}.{quoted_name(column)}"
    return f"comment on {on} is {text_literal(comment)}"


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, build: LakeBuild, shard: int) -> Iterator[str]:
    """A shard beside the database of a connection; yields its name there."""
    con.execute(f"attach {text_literal(str(build.shard_file(shard)))} as one_shard (read_only)")
    try:
        yield "one_shard"
    finally:
        con.execute("detach one_shard")
