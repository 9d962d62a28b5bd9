"""Gate 2: the whole candidate is judged before anybody may read it. One blocking failure and nothing is published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from duban.modelling.table_ref import text_literal
from expectations.accounting import ACCOUNTING_CHECKS
from expectations.checks import Check, Words, no_rows, resolves, unique_key, values_in
from expectations.drift import DRIFT_VIEW, PreviousBuildUnreadable, changes, changes_frame, drift_checks
from expectations.gate import run_gate
from expectations.measures import DOCUMENTS_SQL
from expectations.promises import DIMENSION_KEYS, NEVER_EMPTY, PROMISED_COLUMNS, REFERENCES, VALUE_LISTS, Reference
from expectations.results import GateReport
from expectations.thresholds import Threshold, read_thresholds

if TYPE_CHECKING:
    import pandas as pd

    from duban.modelling.data_tests import TestResult

_MODEL_FAULT = Words(
    "这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正。",
    "A fault of a model, not of the data: follow the rows below to the SQL file that makes them.",
)


def judge_candidate(
    con: duckdb.DuckDBPyConnection,
    previous: Path | None = None,
    data_tests: Sequence[TestResult] = (),
    thresholds: Sequence[Threshold] | None = None,
) -> GateReport:
    """Judge the built candidate behind `con`; reads only.

    previous: the published warehouse that drift is measured against; None, or a path where nothing is, means a first
        build and no such check.
    data_tests: what `duban.modelling.run_tests` found.
    thresholds: the bounds of drift; those of `thresholds.csv` when None.
    """
    bounds = read_thresholds() if thresholds is None else thresholds
    lend = _Lender(con)
    try:
        checks = [
            *_promise_checks(),
            *_key_checks(con),
            *_reference_checks(con),
            *ACCOUNTING_CHECKS,
            *_value_checks(),
            *_confidence_checks(con),
            *_data_test_checks(data_tests),
            *_drift_checks(con, previous, bounds, lend),
        ]
        return run_gate(con, "candidate", checks)
    finally:
        lend.take_back()


class _Lender:
    """Frames that the checks read as views; they leave the connection with the gate and never reach the file."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._names: list[str] = []

    def __call__(self, name: str, frame: pd.DataFrame) -> str:
        self._con.register(name, frame)
        self._names.append(name)
        return name

    def take_back(self) -> None:
        for name in self._names:
            self._con.unregister(name)


def _promise_checks() -> list[Check]:
    """Every promised table and column is there, and the tables that cannot be empty are not."""
    promised = [(table, column) for table, columns in PROMISED_COLUMNS.items() for column in columns or ("",)]
    listed = ", ".join(f"('{table}', '{column}')" for table, column in promised)
    missing = (
        f"select promised.table_name, nullif(promised.column_name, '') as column_name "
        f"from (values {listed}) as promised(table_name, column_name) "
        "where not exists (select 1 from duckdb_columns() as there where there.database_name = current_database() "
        "and concat(there.schema_name, '.', there.table_name) = promised.table_name "
        "and (promised.column_name = '' or there.column_name = promised.column_name))"
    )
    surface = no_rows(
        "promised_columns_present",
        Words("承诺给分析人员的表和列都在", "every promised table and column is there"),
        checked=f"(values {listed}) as promised(table_name, column_name)",
        failing=missing,
        why=Words("少一列，分析人员的查询就会出错。", "A column less and analysts' queries break."),
        remedy=_MODEL_FAULT,
    )
    filled = [
        no_rows(
            f"filled_{table.split('.')[1]}",
            Words(f"{table} 不为空", f"{table} is not empty"),
            checked=table,
            failing=f"select '{table}' as table_name where not exists (select 1 from {table})",
            why=Words(
                "空表一旦发布，读者会以为什么也没有承诺过。",
                "Published empty, it would say that nothing was ever promised.",
            ),
            remedy=Words(
                "看第一道关：是否所有文件都被隔离了，或 raw/ 目录没有挂上。",
                "See gate 1: is every document held back, or is the raw folder not mounted?",
            ),
        )
        for table in NEVER_EMPTY
    ]
    return [surface, *filled]


def _key_checks(con: duckdb.DuckDBPyConnection) -> list[Check]:
    """The grain that every model states in its header, as the runner recorded it in meta.models."""
    why = Words("一行重复，合计就会算两遍。", "A row that comes twice is counted twice.")
    grains_sql = "select model_name, grain from meta.models where coalesce(grain, '') <> ''"
    recorded = Check(
        name="grains_recorded",
        title=Words("每个模型都写明了一行是什么", "the models state what a row of theirs is"),
        severity="block",
        why=Words(
            "主键检查靠它；没有它就什么也没查。", "The checks of keys are made from it; without it nothing is checked."
        ),
        remedy=_MODEL_FAULT,
        frame_sql=f"select count(*) as checked_count, (count(*) = 0)::integer as failing_count from ({grains_sql})",
    )
    try:
        grains = con.execute(f"{grains_sql} order by model_name").fetchall()
    except duckdb.Error:
        return [recorded]  # its own query meets the same error, in the gate
    return [
        recorded,
        *(
            unique_key(model, [column.strip() for column in grain.split(",")], why=why, remedy=_MODEL_FAULT)
            for model, grain in grains
        ),
    ]


def _reference_checks(con: duckdb.DuckDBPyConnection) -> list[Check]:
    """Every column of marts that carries a dimension's key, and the references that are named otherwise."""
    names = ", ".join(f"'{column}'" for column in DIMENSION_KEYS)
    found = con.execute(
        "select concat(schema_name, '.', table_name), column_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'marts' "
        f"and column_name in ({names}) order by table_name, column_name"
    ).fetchall()
    by_key = [
        Reference(table, column, DIMENSION_KEYS[column], column)
        for table, column in found
        if DIMENSION_KEYS[column] != table
    ]
    why = Words("找不到的引用会在连接时悄悄丢行。", "A reference that leads nowhere drops rows in a join, silently.")
    return [resolves(*reference, why=why, remedy=_MODEL_FAULT) for reference in (*REFERENCES, *by_key)]


def _value_checks() -> list[Check]:
    why = Words(
        "分析人员按这些取值筛选；多出一个值就会被漏掉。",
        "Analysts filter by these values; one more would be passed over.",
    )
    return [
        values_in(listed.table, listed.column, listed.allowed, also_null=listed.also_null, why=why, remedy=_MODEL_FAULT)
        for listed in VALUE_LISTS
    ]


def _confidence_checks(con: duckdb.DuckDBPyConnection) -> list[Check]:
    """Every confidence and similarity of marts lies within 0..1; NULL only where the row has nothing to be sure of."""
    found = con.execute(
        "select concat(schema_name, '.', table_name), column_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'marts' "
        "and regexp_matches(column_name, '(^|_)(confidence|similarity)$') order by table_name, column_name"
    ).fetchall()
    why = Words(
        "可信度是 0 到 1 之间的数，筛选和校准都靠它。", "Readers filter by it and it is calibrated as a probability."
    )
    within = [
        no_rows(
            f"range_of_{table.split('.')[1]}_{column}",
            Words(f"{table}.{column} 在 0 到 1 之间", f"{table}.{column} lies within 0 and 1"),
            checked=table,
            failing=f'select * from {table} where "{column}" is not null and not ("{column}" between 0 and 1)',
            why=why,
            remedy=_MODEL_FAULT,
        )
        for table, column in found
    ]
    exact = no_rows(
        "exact_spans_are_certain",
        Words("合并信息完整的行，可信度为 1", "rows whose spans are known have confidence 1"),
        checked="marts.mart_target_progress",
        failing=(
            "select document_path, source_table_no, source_row_no, target_no, assignment_method, assignment_confidence "
            "from marts.mart_target_progress where assignment_method = 'span' "
            "and assignment_confidence is distinct from 1"
        ),
        why=Words("原文写明了归属，不需要推断。", "The source says it; nothing was inferred."),
        remedy=_MODEL_FAULT,
    )
    stated = no_rows(
        "assignments_state_their_confidence",
        Words("每一行都写明归属的可信度", "every row states how sure its assignment is"),
        checked="marts.mart_target_progress",
        failing=(
            "select document_path, source_table_no, source_row_no, target_no, assignment_method "
            "from marts.mart_target_progress where assignment_confidence is null or needs_review is null"
        ),
        why=Words("不确定的要说出来，不能藏着。", "What is uncertain is said, not hidden."),
        remedy=_MODEL_FAULT,
    )
    return [*within, exact, stated]


def _data_test_checks(data_tests: Sequence[TestResult]) -> list[Check]:
    """A check a file of sql/tests: its name is the sentence that must hold."""
    checks = []
    for test in data_tests:
        found = Words(f"{test.row_count:,} 行违反", f"{test.row_count:,} rows offend")
        if not test.row_count:
            found = Words("没有违反的行", "no row offends")
        frame_sql = (
            f"select {test.row_count} as checked_count, {test.row_count} as failing_count, "
            f"'{found.zh}' as said_zh, '{found.en}' as said_en"
        )
        if test.error:
            frame_sql = f"select error({text_literal(test.error)}) as failing_count"
        checks.append(
            Check(
                name=f"test_{test.name}",
                title=Words(f"数据测试：{test.sentence}", f"data test: {test.sentence}"),
                severity="block",
                why=Words(
                    f"sql/tests/{test.name}.sql 写明的事必须成立。", f"What sql/tests/{test.name}.sql says must hold."
                ),
                remedy=_MODEL_FAULT,
                frame_sql=frame_sql,
                known_rows=tuple(dict(zip(test.columns, row, strict=True)) for row in test.rows),
            )
        )
    return checks


def _drift_checks(
    con: duckdb.DuckDBPyConnection, previous: Path | None, thresholds: Sequence[Threshold], lend: _Lender
) -> list[Check]:
    checks = [
        Check(
            name="drift_measurable",
            title=Words("变动所用的数都能算出", "the figures that drift is judged by can be read"),
            severity="block",
            why=Words("算不出就等于没查。", "What cannot be read is not checked."),
            remedy=_MODEL_FAULT,
            frame_sql=f"select count(*) as checked_count, 0 as failing_count from ({DOCUMENTS_SQL})",
        )
    ]
    try:
        found = list(changes(con, previous, thresholds))
    except PreviousBuildUnreadable as error:
        checks.append(_unreadable_check(str(error)))
        found = list(changes(con, None, thresholds))
    except duckdb.Error:
        return checks  # its own query meets the same error, in the gate
    if found:
        lend(DRIFT_VIEW, changes_frame(found))
    return checks + drift_checks(found, thresholds)


def _unreadable_check(error: str) -> Check:
    """A published file that cannot be compared with must not keep its own repair from being published: a warning."""
    said = " ".join(error.split("\nLINE ", 1)[0].split())[:300]
    return Check(
        name="previous_build_readable",
        title=Words("上一版可以打开比较", "the last published build can be compared with"),
        severity="warn",
        why=Words("没有上一版就看不出突变。", "Without it a sudden change goes unseen."),
        remedy=Words(
            "若已发布的文件损坏，这次发布会替换它；否则是旧版本的表结构不同，下次起恢复比较。",
            "If the published file is damaged, this build replaces it; if its tables are of an older version, the "
            "comparison comes back with the next build.",
        ),
        frame_sql=f"select 1 as checked_count, 1 as failing_count, {text_literal(f'上一版读不了：{said}')} as said_zh, "
        f"{text_literal(f'the last build cannot be read: {said}')} as said_en",
    )
