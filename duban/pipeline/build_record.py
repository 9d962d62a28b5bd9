"""The row that every build carries of itself, and the layout of what is written by statements and not by models."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import duckdb

from duban import __version__
from duban.landing.raw_tables import CREATE_RAW_TABLES
from duban.modelling.records import RECORD_LAYOUT
from duban.pipeline.assembling import Results
from duban.pipeline.fingerprint import recorded_inputs
from duban.publishing.candidate import has_slack

_BUILDS = """
create table if not exists meta.builds (
    build_id varchar, kind varchar, started_at timestamptz, finished_at timestamptz, inputs_fingerprint varchar,
    document_count bigint, quarantined_count bigint, target_count bigint, review_count bigint,
    added_count bigint, changed_count bigint, removed_count bigint, has_slack boolean, layout varchar,
    judged_by varchar, duban_version varchar, duckdb_version varchar
)
"""
_COMMENTS = """
comment on table meta.builds is '构建: 本文件是怎样来的 / how this file came to be';
comment on column meta.builds.build_id is '构建号: 从不重用 / never used twice';
comment on column meta.builds.kind is '类型: 入库、补录或子运行 / reload, backfill or another way of making a build';
comment on column meta.builds.started_at is '开始时间: 运行开始的时刻 / when the run began';
comment on column meta.builds.finished_at is '完成时间: 构建写成的时刻 / when the build was written';
comment on column meta.builds.inputs_fingerprint is
    '输入指纹: 文档、模型和版本的散列 / a hash of the documents, the models and the versions';
comment on column meta.builds.document_count is '文档数: 读入的文档 / documents that were let in';
comment on column meta.builds.quarantined_count is '隔离数: 被隔离的文档 / documents in quarantine';
comment on column meta.builds.target_count is '目标数: 现行版次的目标 / targets of editions that stand';
comment on column meta.builds.review_count is '待核行数: 应由人核对的行 / rows that a person should look at';
comment on column meta.builds.added_count is '新增文档数: 与上次构建相比 / against the build before';
comment on column meta.builds.changed_count is '改动文档数: 与上次构建相比 / against the build before';
comment on column meta.builds.removed_count is '移除文档数: 与上次构建相比 / against the build before';
comment on column meta.builds.has_slack is '有空余: 文件含可回收的空间 / the file holds space that can be given back';
comment on column meta.builds.layout is
    '布局: 非模型所写各表的结构 / of the tables that are written by statements and not by models';
comment on column meta.builds.judged_by is '关口版本: 文档据以判断的规则 / what the documents were judged by';
comment on column meta.builds.duban_version is 'duban版本: 构建所用 / that made the build';
comment on column meta.builds.duckdb_version is 'DuckDB版本: 构建所用 / that made the build';
"""
# The layout of all tables that are written by statements and not by models: a build of another layout is not continued.
LAYOUT = hashlib.sha256("\n".join((_BUILDS, CREATE_RAW_TABLES, RECORD_LAYOUT)).encode()).hexdigest()[:12]


def record_build(
    con: duckdb.DuckDBPyConnection,
    build_id: str,
    kind: str,
    started_at: datetime,
    inputs: str,
    judged_by: str,
    results: Results,
) -> None:
    """Write the row of `meta.builds` that says how this file came to be.

    kind: 'reload', 'backfill'. inputs: the fingerprint of what it was made from. judged_by: what its documents were
    judged by. results: of the run that makes it, as far as its contents.
    """
    contents, changes = results.contents, results.changes
    assert contents is not None and changes is not None
    con.execute("create schema if not exists meta")
    con.execute(_BUILDS)
    con.execute(_COMMENTS)
    con.execute(
        "insert into meta.builds values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            build_id,
            kind,
            started_at,
            datetime.now(UTC),
            recorded_inputs(inputs),
            contents.document_count,
            len(results.quarantined),
            contents.target_count,
            contents.review_count,
            len(changes.added),
            len(changes.changed),
            len(changes.removed),
            has_slack(con),
            LAYOUT,
            judged_by,
            __version__,
            duckdb.__version__,
        ],
    )
