"""The models that go across places: made once, of the rows of all shards, and what each shard is given of them.

A shard is given the rows that its own rows ask for and no other, so that a name which becomes ordinary in one province
leaves the shards stale that never print it alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duban.errors import ModelError
from duban.modelling.binding import SCHEMAS
from duban.modelling.project import Model
from duban.modelling.seeds import load_seed
from duban.modelling.table_ref import TableRef, quoted_name, quoted_table, text_literal
from duban.sharding.lake import LakeBuild
from duban.sharding.places import Partitioned


@dataclass(frozen=True, slots=True)
class Given:
    """What one shard is given of a model across places."""

    file: Path
    version: str


def make_across(whole: Partitioned, build: LakeBuild, shards: Iterable[int]) -> dict[int, dict[str, Given]]:
    """Make every model across places of what the shards wrote out, and cut out what each shard is given: by shard and
    table. The whole tables are written into the build. Raises ModelError where one fails."""
    shards = list(shards)
    given: dict[int, dict[str, Given]] = {shard: {} for shard in shards}
    with duckdb.connect() as con:
        con.execute(";".join(f"create schema {schema}" for schema in SCHEMAS))
        for seed in whole.project.seeds.values():
            load_seed(con, seed)
        for table in whole.before_across:
            _show(con, whole, build, table)
        for model in whole.across:
            try:
                con.execute(f"create table {quoted_table(model.table)} as {model.file.sql}")
            except duckdb.Error as error:
                raise ModelError(str(error), where=model.file.location(), remedy="fix the model") from error
            part = build.part(model.table)
            part.parent.mkdir(parents=True, exist_ok=True)
            con.execute(
                f"copy {quoted_table(model.table)} to {text_literal(str(part))} (format parquet, compression zstd)"
            )
            for shard in shards:
                given[shard][model.table] = _given(con, model, build, shard)
    return given


def _show(con: duckdb.DuckDBPyConnection, whole: Partitioned, build: LakeBuild, table: str) -> None:
    """What the shards hold of a table, as one."""
    repeats = "distinct " if table in whole.repeated else ""
    files = text_literal(str(build.table(table) / "shard=*" / "part.parquet"))
    con.execute(
        f"create view {quoted_table(table)} as select {repeats}* from read_parquet({files}, hive_partitioning = false)"
    )


def _given(con: duckdb.DuckDBPyConnection, model: Model, build: LakeBuild, shard: int) -> Given:
    asked = ""
    if source := asked_by(model):
        column, parent, parent_column = source
        own = text_literal(str(build.part(parent, shard)))
        asked = (
            f"where {quoted_name(column)} in"
            f" (select {quoted_name(parent_column)} from read_parquet({own}, hive_partitioning = false))"
        )
    file = build.folder / "given" / f"{shard:04d}" / f"{model.table}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = f"select * from {quoted_table(model.table)} {asked}"
    con.execute(f"copy ({rows} order by all) to {text_literal(str(file))} (format parquet)")
    digest = con.execute(
        f"select concat_ws('.', count(*), sum(hash('a', given)), sum(hash('b', given))) from ({rows}) as given"
    ).fetchone()
    return Given(file, str(digest[0]) if digest else "")


def asked_by(model: Model) -> tuple[str, str, str] | None:
    """The key of a model across places that is copied from a table it is made of: (column, table, its column there).

    A shard asks for the rows whose key its own part of that table holds. None where no key is a copy: then every shard
    is given all of it. Raises ModelError where rows belong to places, since then they would stand in several.
    """
    for (name, _), column in zip(model.columns, model.binding.facts.columns, strict=True):
        if name in (model.file.across or model.file.grain)[:1] and column.copy_of is not None:
            return name, *column.copy_of
    if model.file.across:
        raise ModelError(
            f"the rows of {TableRef.parse(model.table).name} cannot be given to the shards of their places",
            where=model.file.location(),
            remedy=f"take {model.file.across[0]} as it stands in a table that is by place",
        )
    return None
