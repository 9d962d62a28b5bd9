"""What the gates found, kept in the warehouse itself: `meta.gate_results` and `meta.gate_failures`.

Nothing in them depends on the hour, so that two builds of the same input after the same build hold the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb


class GateResult(NamedTuple):
    """A row of meta.gate_results, its columns in order: what one check found."""

    gate: str
    check_no: int
    check_name: str
    title: str
    title_en: str
    severity: str
    passed: bool
    is_broken: bool
    checked_count: int
    failing_count: int
    message: str
    message_en: str


class GateFailure(NamedTuple):
    """A row of meta.gate_failures, its columns in order: a row that fails a check."""

    gate: str
    check_name: str
    row_no: int
    row_json: str
    source_place: str


_TABLES = """
create schema if not exists meta;
create table if not exists meta.gate_results (
    gate varchar, check_no integer, check_name varchar, title varchar, title_en varchar, severity varchar,
    passed boolean, is_broken boolean, checked_count bigint, failing_count bigint, message varchar, message_en varchar
);
create table if not exists meta.gate_failures (
    gate varchar, check_name varchar, row_no integer, row_json varchar, source_place varchar
);
comment on table meta.gate_results is
    '关口检查: 每项检查查出了什么，一项一行 / what each check of the gates found, one row a check';
comment on column meta.gate_results.gate is '关口: 读入关或候选关 / landing or candidate';
comment on column meta.gate_results.check_no is '次序: 关口检查的次序 / the order in which the gate asks';
comment on column meta.gate_results.check_name is '检查: 在一个关口内唯一 / unique in its gate';
comment on column meta.gate_results.title is '要求: 必须成立的一句话 / the sentence that must hold';
comment on column meta.gate_results.title_en is '要求（英文）: 同一句话的英文 / the same sentence in English';
comment on column meta.gate_results.severity is '轻重: 停止发布、隔离或警告 / stop, quarantine or warn';
comment on column meta.gate_results.passed is '通过: 检查成立 / the check holds';
comment on column meta.gate_results.is_broken is
    '失灵: 检查本身没能运行，关口因此不过 / the check itself could not run, which fails its gate';
comment on column meta.gate_results.checked_count is '检查行数: 看过多少 / how many were looked at';
comment on column meta.gate_results.failing_count is '不符行数: 其中多少不符 / how many of them do not hold';
comment on column meta.gate_results.message is '结果: 查出了什么 / what was found, in words';
comment on column meta.gate_results.message_en is '结果（英文）: 同一结果的英文 / the same in English';
comment on table meta.gate_failures is
    '不符的行: 每项不成立的检查的前几行 / the first failing rows of each check that does not hold';
comment on column meta.gate_failures.gate is '关口: 读入关或候选关 / landing or candidate';
comment on column meta.gate_failures.check_name is '检查: 所指的检查 / the check';
comment on column meta.gate_failures.row_no is '次序: 每项检查内从1起 / from 1 in each check';
comment on column meta.gate_failures.row_json is '行: 不符的行，写成 JSON 对象 / the failing row as a JSON object';
comment on column meta.gate_failures.source_place is '出处: 文档及其中的位置 / the document and the source place in it';
"""


def replace_gate_tables(
    con: duckdb.DuckDBPyConnection, results: Sequence[GateResult], failures: Sequence[GateFailure]
) -> None:
    """Write both tables, in place of what an earlier build left there."""
    con.begin()
    con.execute(_TABLES)
    con.execute("delete from meta.gate_results; delete from meta.gate_failures")
    _insert(con, "meta.gate_results", results)
    _insert(con, "meta.gate_failures", failures)
    con.commit()


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[GateResult] | Sequence[GateFailure]) -> None:
    """All rows in one statement: one statement a row takes a second longer."""
    if rows:
        marks = ", ".join(["unnest(?)"] * len(rows[0]))
        con.execute(f"insert into {table} select {marks}", [list(values) for values in zip(*rows, strict=True)])
