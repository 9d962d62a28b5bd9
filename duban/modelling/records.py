"""What the warehouse records of how it was built: the tables of schema `meta` that the runner keeps.

    meta.models            one row a model as it was last built, with the versions of the inputs it was built from
    meta.seeds             one row a loaded seed
    meta.columns           one row a column of a model: its type and its comment
    meta.lineage           one row a column of a model and a column it is made from
    meta.feeds             one row a feed of raw documents, and one for the SQL folder: the version last seen
    meta.feed_documents    one row a feed and document: the fingerprint last seen
    meta.document_changes  one row a table, version and document whose rows that version changed; kept only as long as
                           a model is still built from the version before, or a test has passed on it
    meta.passed_tests      one row a data test that found nothing in the published build, with the versions of the
                           tables that it read; written by the gate, when it has judged the whole
    meta.unfinished        one row a table that a build under way may make; empty when it ended

But for the last two, all are written once, when a build ends. A build that never ended leaves tables and records that
may not agree, so the next one trusts none of them and rebuilds.

A version is a short hash that changes when, and only when, the rows may have changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

import duckdb

from duban.errors import ModelError
from duban.modelling.table_ref import TableRef

RECORD_LAYOUT = """
create schema if not exists meta;
create table if not exists meta.models (
    model_name varchar primary key, layer_name varchar, description varchar, grain varchar, sql_fingerprint varchar,
    engine_version varchar, version varchar, is_local boolean, whole_because varchar, row_count bigint,
    seconds double, built_how varchar, built_because varchar, comment_fingerprint varchar, built_at timestamp,
    inputs map(varchar, varchar)
);
create table if not exists meta.seeds (seed_name varchar primary key, version varchar);
create table if not exists meta.columns (
    model_name varchar, column_no integer, column_name varchar, column_type varchar, comment varchar,
    inherited_from varchar
);
create table if not exists meta.lineage (
    model_name varchar, column_name varchar, source_table varchar, source_column varchar, is_copy boolean
);
create table if not exists meta.feeds (feed_name varchar primary key, version varchar);
create table if not exists meta.feed_documents (feed_name varchar, document_id varchar, fingerprint varchar);
create table if not exists meta.document_changes (
    table_name varchar, version varchar, previous_version varchar, document_id varchar, has_arrived boolean
);
create table if not exists meta.unfinished (table_name varchar);
"""
# It stands apart: where it is not there, every test is run.
PASSED_LAYOUT = """
create table if not exists meta.passed_tests (
    test_name varchar primary key, fingerprint varchar, build_id varchar, inputs map(varchar, varchar)
);
comment on table meta.passed_tests is '通过的测试: 上次查过、没有一行不符的数据测试 / data tests that found no row';
comment on column meta.passed_tests.test_name is '测试: 名字 / its name';
comment on column meta.passed_tests.fingerprint is '测试指纹: SQL 和程序的散列 / a hash of its SQL and of what ran it';
comment on column meta.passed_tests.build_id is '构建号: 整表查过的构建 / the build in which all rows were looked at';
comment on column meta.passed_tests.inputs is '输入: 所读各表的版本 / the version of each table that it read';
"""
# They stand apart: another wording is not another layout.
_COMMENTS = """
comment on table meta.models is '模型: 每个模型上一次怎样构建 / how each model was last built';
comment on column meta.models.model_name is '模型: 带模式的表名 / the table with its schema';
comment on column meta.models.layer_name is '层: 模型所在的模式 / the schema of the model';
comment on column meta.models.description is '说明: 模型文件开头的话 / what the head of its file says';
comment on column meta.models.grain is '粒度: 一行由哪些列确定 / the columns that make a row one of its kind';
comment on column meta.models.sql_fingerprint is 'SQL指纹: 不计注释和排版 / comments and layout do not count';
comment on column meta.models.engine_version is '引擎版本: 构建所用 / that built it';
comment on column meta.models.version is '版本: 行可能变化时才变 / changes only when the rows may have changed';
comment on column meta.models.is_local is '可按文档重建: 不必整表重建 / it need not be rebuilt whole';
comment on column meta.models.whole_because is '整表原因: 为何不能按文档重建 / why it cannot be rebuilt by document';
comment on column meta.models.row_count is '行数: 构建后的行数 / after it was built';
comment on column meta.models.seconds is '秒数: 构建所用 / that building took';
comment on column meta.models.built_how is '方式: 整表或按文档 / whole or local';
comment on column meta.models.built_because is '构建原因: 当时为何过时 / why it was stale';
comment on column meta.models.comment_fingerprint is
    '注释指纹: 表和列的说明 / of what is said of the table and its columns';
comment on column meta.models.built_at is '构建时间: 协调世界时 / in UTC';
comment on column meta.models.inputs is '输入: 所读各表的版本 / the version of each table that it read';
comment on table meta.seeds is '种子: 已装入的种子 / the seeds that were loaded';
comment on column meta.seeds.seed_name is '种子: 带模式的表名 / the table with its schema';
comment on column meta.seeds.version is '版本: 行可能变化时才变 / changes only when the rows may have changed';
comment on table meta.columns is '列: 各模型的列 / the columns of the models';
comment on column meta.columns.model_name is '模型: 带模式的表名 / the table with its schema';
comment on column meta.columns.column_no is '列序号: 从1起 / from 1';
comment on column meta.columns.column_name is '列名: 英文名 / its name';
comment on column meta.columns.column_type is '列类型: DuckDB的类型 / a type of DuckDB';
comment on column meta.columns.comment is
    '注释: 中文名、中文说明和英文 / its Chinese name and what it means in both languages';
comment on column meta.columns.inherited_from is '注释来源: 由哪一列沿用 / the column whose comment it is';
comment on table meta.lineage is '血缘: 每一列由哪些列得来 / which columns each column is made from';
comment on column meta.lineage.model_name is '模型: 带模式的表名 / the table with its schema';
comment on column meta.lineage.column_name is '列名: 英文名 / its name';
comment on column meta.lineage.source_table is '来源表: 带模式的表名 / the table with its schema';
comment on column meta.lineage.source_column is '来源列: 它由此得来 / that it is made from';
comment on column meta.lineage.is_copy is '照抄: 值原样取来 / its value is taken as it is';
comment on table meta.feeds is
    '进料: 原始表各进料上次的版本 / the version of each feed of raw tables that was last seen';
comment on column meta.feeds.feed_name is '进料: 一组原始表，或 SQL 文件夹 / some raw tables, or the folder of SQL';
comment on column meta.feeds.version is '版本: 行可能变化时才变 / changes only when the rows may have changed';
comment on table meta.feed_documents is
    '进料文档: 各文档上次的指纹 / the fingerprint of each document that was last seen';
comment on column meta.feed_documents.feed_name is '进料: 一组原始表 / some raw tables';
comment on column meta.feed_documents.document_id is '文档键: 所指的文档 / the document';
comment on column meta.feed_documents.fingerprint is '指纹: 内容的散列 / a hash of its content';
comment on table meta.document_changes is
    '文档变化: 表的一个版本改动了哪些文档的行 / whose rows a version of a table changed';
comment on column meta.document_changes.table_name is '表: 带模式的表名 / the table with its schema';
comment on column meta.document_changes.version is '版本: 改动后的 / after the change';
comment on column meta.document_changes.previous_version is '前一版本: 改动前的 / before the change';
comment on column meta.document_changes.document_id is '文档键: 所指的文档 / the document';
comment on column meta.document_changes.has_arrived is '新到: 此前没有它的行 / it had no rows before';
comment on table meta.unfinished is
    '未完成: 中断的构建可能写过的表；正常为空 / tables that a build under way may make; empty when it ended';
comment on column meta.unfinished.table_name is '表: 带模式的表名 / the table with its schema';
"""
Documents = frozenset[str | None]


class Change(NamedTuple):
    """One step of a table from a version to the next: the documents whose rows differ, and those of them that had no
    rows before (all that are known of)."""

    previous: str
    documents: Documents
    arrived: Documents = frozenset()


# A change of more documents is not kept for tests: they are run whole then.
FEW_DOCUMENTS = 1000


class PassedTest(NamedTuple):
    """A data test that found nothing. build_id: in which all rows were looked at. inputs: seed, model or feed ->
    version."""

    name: str
    fingerprint: str
    build_id: str
    inputs: Mapping[str, str]


# Among the feeds: the tree of SQL files itself, as it was when all of it was last built without a failure.
TREE = "sql"


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model as it was last built. inputs: seed, model or feed -> version."""

    table: str
    sql_fingerprint: str
    engine_version: str
    version: str
    row_count: int
    comment_fingerprint: str
    is_local: bool
    inputs: dict[str, str]


@dataclass(frozen=True, slots=True)
class RecordedBuild:
    """What is recorded of one build of one model, beside what the next build needs."""

    record: ModelRecord
    description: str
    grain: str
    whole_because: str
    seconds: float
    how: str
    why: str


@dataclass(slots=True)
class Records:
    """All of it, read once: a few hundred short rows, whatever the size of the warehouse.

    passed: the tests that hold in the published build. unfinished: tables of a build that never ended; then nothing
    else is remembered.
    """

    models: dict[str, ModelRecord] = field(default_factory=dict)
    seeds: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    passed: dict[str, PassedTest] = field(default_factory=dict)
    unfinished: frozenset[str] = frozenset()

    @property
    def made(self) -> set[str]:
        """Every table that the runner has made, or may have."""
        return set(self.models) | set(self.seeds) | self.unfinished

    def documents_changed(self, table: str, since: str, now: str) -> Documents | None:
        """The documents whose rows of `table` differ between two of its versions; None when that is not known."""
        steps = self.steps(table, since, now)
        return None if steps is None else frozenset().union(*(change.documents for change in steps))

    def steps(self, table: str, since: str, now: str) -> list[Change] | None:
        """The changes from one version of a table to another, the oldest first; None when they are not known."""
        found: list[Change] = []
        seen = set()
        while now != since:
            change = self.changes.get((table, now))
            if change is None or now in seen:
                return None
            seen.add(now)
            now = change.previous
            found.append(change)
        return found[::-1]

    def forget_settled_changes(self) -> None:
        """Drop the changes that every model and every passed test which reads the table has caught up with."""
        needed = self._steps_since((model.inputs for model in self.models.values()), sys.maxsize)
        needed |= self._steps_since((test.inputs for test in self.passed.values()), FEW_DOCUMENTS)
        self.changes = {key: change for key, change in self.changes.items() if key in needed}

    def _steps_since(self, inputs: Iterable[Mapping[str, str]], most: int) -> set[tuple[str, str]]:
        """The changes from what somebody has read up to now, none of them of more documents than `most`."""
        read: dict[str, set[str]] = {}
        for one in inputs:
            for name, version in one.items():
                read.setdefault(name, set()).add(version)
        needed: set[tuple[str, str]] = set()
        for name, versions in read.items():
            now = self.models[name].version if name in self.models else self.feeds.get(name, "")
            steps: dict[tuple[str, str], None] = {}
            while (name, now) not in steps and (change := self.changes.get((name, now))):
                if len(change.documents) > most:
                    break
                steps[name, now] = None
                now = change.previous
                if now in versions:
                    needed.update(steps)
        return needed


def read_records(con: duckdb.DuckDBPyConnection) -> Records:
    """What the current database remembers; empty for a new one."""
    known = existing_tables(con)
    if "meta.unfinished" not in known:
        return Records()
    unfinished = {row[0] for row in con.execute("select table_name from meta.unfinished").fetchall()}
    if unfinished:
        recorded = con.execute(
            "select model_name from meta.models union all select seed_name from meta.seeds"
        ).fetchall()
        return Records(unfinished=frozenset(unfinished | {row[0] for row in recorded}) & known)
    try:
        return _read(con, known)
    except duckdb.BinderException:
        raise ModelError(
            "the records of its builds in the warehouse were written by another version of duban",
            where="schema meta",
            remedy="`duban reload` and `duban build` begin a new file where they need one; build another file anew",
        ) from None


def _read(con: duckdb.DuckDBPyConnection, known: Set[str]) -> Records:
    models = {
        row[0]: ModelRecord(*row)
        for row in con.execute(
            "select model_name, sql_fingerprint, engine_version, version, row_count, comment_fingerprint, is_local,"
            " inputs from meta.models"
        ).fetchall()
    }
    changes = {
        (table, version): Change(previous, frozenset(documents), frozenset(arrived or ()))
        for table, version, previous, documents, arrived in con.execute(
            "select table_name, version, previous_version, list(document_id), list(document_id) filter (has_arrived)"
            " from meta.document_changes group by all"
        ).fetchall()
    }
    return Records(
        models,
        dict(con.execute("select seed_name, version from meta.seeds").fetchall()),
        dict(con.execute("select feed_name, version from meta.feeds").fetchall()),
        changes,
        read_passed_tests(con) if "meta.passed_tests" in known else {},
    )


def read_passed_tests(con: duckdb.DuckDBPyConnection) -> dict[str, PassedTest]:
    """The tests that hold in a build, by name. Raises duckdb.CatalogException where none are remembered."""
    rows = con.execute("select test_name, fingerprint, build_id, inputs from meta.passed_tests").fetchall()
    return {row[0]: PassedTest(*row) for row in rows}


def write_passed_tests(con: duckdb.DuckDBPyConnection, passed: Iterable[PassedTest]) -> None:
    """Remember the tests that hold, in place of those that held before."""
    con.begin()
    con.execute(PASSED_LAYOUT)
    con.execute("delete from meta.passed_tests")
    rows = [(*test[:3], list(test.inputs), list(test.inputs.values())) for test in passed]
    if rows:
        inputs = "map(unnest(?::varchar[][]), unnest(?::varchar[][]))"
        marks = ", ".join(["unnest(?::varchar[])"] * 3)
        columns = [list(values) for values in zip(*rows, strict=True)]
        con.execute(f"insert into meta.passed_tests select {marks}, {inputs}", columns)
    con.commit()


def existing_tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    """'schema.table' of every table of the current database."""
    rows = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = current_database() and not internal"
    ).fetchall()
    return {str(TableRef(schema, table)) for schema, table in rows}


def begin_records(con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Before the first change: write down which tables this build may make, so that a build that is cut short is known
    for one, and what it made is known to be ours."""
    con.execute(RECORD_LAYOUT)
    con.execute(_COMMENTS)
    con.execute("insert into meta.unfinished select unnest(?::varchar[])", [sorted(tables)])


def finish_records(
    con: duckdb.DuckDBPyConnection, records: Records, builds: Sequence[RecordedBuild], settled: bool
) -> None:
    """When the build has ended: write all that was learnt. The caller holds the transaction.

    builds: the models that were built. settled: every table and its record agree now; after a build that was cut short
    they do so only when all models have been built again.
    """
    records.forget_settled_changes()
    if builds:
        columns = list(zip(*(_row(build) for build in builds), strict=True))
        # Names and versions of inputs go as two lists: a list of mappings would be taken for rows of one struct, with
        # every name in each.
        marks = ", ".join(f"unnest(?::{kind}[])" for kind in _MODEL_TYPES)
        inputs = "map(unnest(?::varchar[][]), unnest(?::varchar[][]))"
        con.execute(
            f"insert or replace into meta.models select {marks}, {inputs}", [list(values) for values in columns]
        )
    seeds = sorted(records.seeds.items())
    con.execute("delete from meta.seeds")
    _insert(con, "meta.seeds", seeds, 2)
    con.execute("delete from meta.feeds")
    _insert(con, "meta.feeds", sorted(records.feeds.items()), 2)
    con.execute("delete from meta.document_changes")
    changes = [
        (table, version, change.previous, document, document in change.arrived)
        for (table, version), change in records.changes.items()
        for document in change.documents
    ]
    _insert(con, "meta.document_changes", changes, 5)
    if settled:
        con.execute("delete from meta.unfinished")


_MODEL_TYPES = (*("varchar",) * 7, "boolean", "varchar", "bigint", "double", *("varchar",) * 3, "timestamp")


def _row(build: RecordedBuild) -> tuple[object, ...]:
    record = build.record
    return (
        record.table, TableRef.parse(record.table).schema, build.description, build.grain, record.sql_fingerprint,
        record.engine_version, record.version, record.is_local, build.whole_because, record.row_count,
        round(build.seconds, 3), build.how, build.why, record.comment_fingerprint,
        datetime.now(UTC).replace(tzinfo=None), list(record.inputs), list(record.inputs.values()),
    )  # fmt: skip


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]], width: int) -> None:
    if rows:
        marks = ", ".join(["unnest(?::varchar[])"] * width)
        con.execute(f"insert into {table} select {marks}", [list(values) for values in zip(*rows, strict=True)])
