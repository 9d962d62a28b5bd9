"""Building one shard, in a worker: an ordinary file, by the runner as it is, in two stages.

First what the models across places are made of, with gate 1 on the way; then, with the rows that those gave, the rest.
What a shard holds is written out as Parquet, a table a file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duban import modelling
from duban.landing.quarantine import QuarantinedDocument
from duban.landing.raw_tables import DOCUMENT_TABLES, QUARANTINE, RAW_TABLES
from duban.landing.store import create_raw_tables, forget_documents
from duban.modelling.binding import SCHEMAS
from duban.modelling.records import read_records
from duban.modelling.report import BuildReport
from duban.modelling.seeds import Seed
from duban.modelling.table_ref import quoted_table, text_literal
from duban.pipeline.assembling import require_built
from duban.pipeline.judging import LANDING_PROFILE, gate_landing, tests_holding
from duban.pipeline.set_aside import LastPublished, keep_unread, set_aside
from duban.publishing.candidate import has_slack, open_candidate
from duban.sharding.lake import LakeBuild
from duban.sharding.places import Cut, Partitioned, given_seed

# Of a machine's memory, what all shards together may take before DuckDB spills to the disk.
_MEMORY_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class ShardWork:
    """What a worker is to build.

    cut: how the project is cut. build: the folder of the build that it belongs to. before: the shard in the build
    before, None where it begins from nothing. forget: paths of documents that left, changed or moved. land: files of
    batches, and the documents of each. aside: documents that gate 2 named. waiting: paths that were not read for want
    of time. given: Parquet and version of the rows of each model across places, None before they are made. beside: how
    many shards are built on one machine at once.
    """

    shard: int
    cut: Cut
    sql: Path
    build: LakeBuild
    before: LastPublished | None
    forget: tuple[str, ...] = ()
    land: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    aside: tuple[QuarantinedDocument, ...] = ()
    waiting: tuple[str, ...] = ()
    given: Mapping[str, tuple[Path, str]] | None = None
    beside: int = 1


@dataclass(frozen=True, slots=True)
class ShardBuilt:
    """What came of a stage: the reports of its builds. passed: whether gate 1 let the shard on. holding: of the last
    stage, the data tests that find nothing in the shard."""

    builds: list[BuildReport]
    passed: bool = True
    holding: frozenset[str] | None = None


def build_first(work: ShardWork) -> ShardBuilt:
    """Land, profile, judge, and build what the models across places are made of."""
    whole = work.cut.of(modelling.load_project(work.sql))
    file = work.build.shard_file(work.shard)
    file.parent.mkdir(parents=True, exist_ok=True)
    untouched = file.with_suffix(".untouched")
    if work.aside:  # what gate 2 named is taken out of what was built; a second try begins where the first did
        shutil.copyfile(*((untouched, file) if untouched.exists() else (file, untouched)))
    else:
        _begin(work, file)
    con = _open(work, file)
    try:
        create_raw_tables(con)
        for schema in SCHEMAS:
            con.execute(f"create schema if not exists {schema}")
        if work.aside:
            set_aside(con, work.aside, work.before)
        else:
            forget_documents(con, list(work.forget))
            for batch, ids in work.land:
                _take_in(con, batch, ids)
            keep_unread(con, work.before, work.waiting)
        project = whole.as_shard(work.shard, _given_before(con, whole))
        builds = [require_built(modelling.build(project, con, until=LANDING_PROFILE))]
        gate, is_changed = gate_landing(con, project, work.before)
        if is_changed:
            builds.append(require_built(modelling.build(project, con, until=LANDING_PROFILE)))
            gate, _ = gate_landing(con, project, None)
        if gate.passed and whole.before_across:
            builds.append(require_built(modelling.build(project, con, select=[f"+{t}" for t in whole.before_across])))
            _write_out(con, work, whole.before_across)
        con.execute("checkpoint")
    finally:
        con.close()
    untouched.unlink(missing_ok=True)
    return ShardBuilt(builds, gate.passed)


def build_rest(work: ShardWork) -> ShardBuilt:
    """Build all that is left, with the rows from across places, have the data tests judge it, and write everything
    out."""
    whole = work.cut.of(modelling.load_project(work.sql))
    file = work.build.shard_file(work.shard)
    if file.stat().st_nlink > 1:  # taken over from the build before, which keeps its own
        part = file.with_suffix(".part")
        shutil.copyfile(file, part)
        part.replace(file)
    given = {model.table: given_seed(model, *(work.given or {})[model.table]) for model in whole.across if work.given}
    con = _open(work, file)
    try:
        project = whole.as_shard(work.shard, given)
        builds = [require_built(modelling.build(project, con))]
        holding = tests_holding(con, project, whole.data_tests, whole.tests, work.build.folder.name)
        repeated = set(whole.repeated)
        _write_out(con, work, [*RAW_TABLES, *(table for table in project.models if table not in repeated)])
        for table in repeated:
            _copy(con, table, work.build.repeated(table, work.shard))
        con.execute("checkpoint")
    finally:
        con.close()
    return ShardBuilt(builds, holding=holding)


def _begin(work: ShardWork, file: Path) -> None:
    """The shard as it was, or nothing; whatever a worker that died left of it goes."""
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink(missing_ok=True)
    if work.before is None:
        return
    with duckdb.connect(str(work.before.file), read_only=True) as con:
        is_slack = has_slack(con)
    if not is_slack:
        shutil.copyfile(work.before.file, file)
        return
    with closing(open_candidate(file)) as con:  # what was landed, without the blocks that rebuilding left behind
        create_raw_tables(con)
        con.execute(f"attach {text_literal(str(work.before.file))} as before (read_only)")
        for table in RAW_TABLES:
            con.execute(f"insert into {table} by name select * from before.{table}")


def _open(work: ShardWork, file: Path) -> duckdb.DuckDBPyConnection:
    con = open_candidate(file, threads=1)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    con.execute(f"set memory_limit = '{int(_MEMORY_SHARE * memory / work.beside)}B'")
    return con


def _given_before(con: duckdb.DuckDBPyConnection, whole: Partitioned) -> dict[str, Seed]:
    """The models across places as they were given to the shard last, so that nothing is built with them yet."""
    versions = read_records(con).seeds
    return {model.table: given_seed(model, None, versions.get(model.table, "")) for model in whole.across}


def _take_in(con: duckdb.DuckDBPyConnection, batch: Path, ids: Sequence[str]) -> None:
    """The documents of a batch that belong to the shard, and what of the batch could not be read."""
    con.execute(f"attach {text_literal(str(batch))} as batch (read_only)")
    con.begin()
    for table in (*DOCUMENT_TABLES, QUARANTINE):
        con.execute(
            f"insert into {table} by name select * from batch.{table}"
            " where document_id in (select unnest(?::varchar[]))",
            [list(ids)],
        )
    con.commit()
    con.execute("detach batch")


def _write_out(con: duckdb.DuckDBPyConnection, work: ShardWork, tables: Iterable[str]) -> None:
    for table in tables:
        _copy(con, table, work.build.part(table, work.shard))


def _copy(con: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
    """A table as Parquet; half a file is never under its name, and one of the build before is never written into."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    con.execute(f"copy {quoted_table(table)} to {text_literal(str(part))} (format parquet, compression zstd)")
    part.replace(file)
