"""Gate 2: the whole candidate is judged before anybody may read it; one check that stops it, and it stays unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from duban.modelling import generic_tests
from duban.modelling.data_tests import DataTest, Words, run_tests
from duban.modelling.project import Project
from expectations.checks import ROW_CAP, Check, counted, data_test_check
from expectations.drift import PreviousBuildUnreadable, changes, drift_checks
from expectations.drift_figures import document_figures
from expectations.gate import run_gate
from expectations.promises import DIMENSION_KEYS, NEVER_EMPTY, PROMISED_COLUMNS, REFERENCES, VALUE_LISTS, Reference
from expectations.results import GateReport
from expectations.thresholds import Threshold, read_thresholds

_MODEL_FAULT = Words(
    "这是模型的错，不是数据的错：按下面的行找到写它的 SQL 文件改正。",
    "A fault of a model, not of the data: follow the rows below to the SQL file that makes them.",
)


def judge_candidate(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    previous: Path | None = None,
    thresholds: Sequence[Threshold] | None = None,
) -> GateReport:
    """Judge the built candidate behind `con`; reads only.

    project: what the candidate was built from: its data tests, the grains of its models, the columns of its marts.
    previous: the published warehouse that drift is measured against; None, or a path where nothing is, means a first
        build and no such check.
    thresholds: the bounds of drift; those of `thresholds.csv` when None.
    """
    bounds = read_thresholds() if thresholds is None else thresholds
    tests = [
        *_filled_tests(),
        *_key_tests(project),
        *_reference_tests(project),
        *project.data_tests,
        *_value_tests(),
        *_confidence_tests(project),
    ]
    checks = [
        _promised_columns(con),
        _stated_grains(project),
        *(data_test_check(result) for result in run_tests(tests, con, ROW_CAP)),
        *_drift_checks(con, project, previous, bounds),
    ]
    return run_gate(con, "candidate", checks)


def _promised_columns(con: duckdb.DuckDBPyConnection) -> Check:
    """Every promised table and column is there."""
    missing = []
    for table, columns in PROMISED_COLUMNS.items():
        try:
            there = con.table(table).columns
        except duckdb.CatalogException:
            missing += [{"table_name": table, "column_name": column} for column in columns or (None,)]
        else:
            missing += [{"table_name": table, "column_name": column} for column in columns if column not in there]
    return counted(
        "promised_columns_present",
        Words("承诺给分析人员的表和列都在", "every promised table and column is there"),
        "stop",
        why=Words("少一列，分析人员的查询就会出错。", "A column less and analysts' queries break."),
        remedy=_MODEL_FAULT,
        checked_count=sum(len(columns) or 1 for columns in PROMISED_COLUMNS.values()),
        rows=missing,
    )


def _stated_grains(project: Project) -> Check:
    """Every model states its grain, from which the tests of keys are made."""
    return counted(
        "grains_recorded",
        Words("每个模型都写明了一行是什么", "every model states what a row of it is"),
        "stop",
        why=Words(
            "主键检查靠它；没有它就什么也没查。", "The checks of keys are made from it; without it nothing is checked."
        ),
        remedy=Words(
            "在模型文件开头写明：-- grain: 列, 列", "Write it above the model's SELECT: -- grain: column, column"
        ),
        checked_count=len(project.models),
        rows=[{"model_name": table} for table, model in sorted(project.models.items()) if not model.file.grain],
    )


def _filled_tests() -> Iterator[DataTest]:
    """The tables that cannot be empty are not."""
    why = Words(
        "空表一旦发布，读者会以为什么也没有承诺过。", "Published empty, it would say that nothing was ever promised."
    )
    remedy = Words(
        "看第一道关：是否所有文件都被隔离了，或 raw/ 目录没有挂上。",
        "See gate 1: is every document in quarantine, or is the raw folder not mounted?",
    )
    for table in NEVER_EMPTY:
        yield generic_tests.not_empty(table, why=why, remedy=remedy)


def _key_tests(project: Project) -> Iterator[DataTest]:
    """The grain that a model states in its header."""
    why = Words("一行重复，合计就会算两遍。", "A row that comes twice is counted twice.")
    for table, model in sorted(project.models.items()):
        if model.file.grain:
            yield generic_tests.unique(table, model.file.grain, why=why, remedy=_MODEL_FAULT)


def _reference_tests(project: Project) -> Iterator[DataTest]:
    """Every column of marts that carries a dimension's key, and the references that are named otherwise."""
    why = Words("找不到的引用会在连接时悄悄丢行。", "A reference that leads nowhere drops rows in a join, silently.")
    by_key = [
        Reference(table, column, DIMENSION_KEYS[column], column)
        for table, column in _mart_columns(project)
        if column in DIMENSION_KEYS and DIMENSION_KEYS[column] != table
    ]
    for reference in (*REFERENCES, *by_key):
        yield generic_tests.relationship(*reference, why=why, remedy=_MODEL_FAULT)


def _value_tests() -> Iterator[DataTest]:
    """Columns that take their values from a list hold no other."""
    why = Words(
        "分析人员按这些取值筛选；多出一个值就会被漏掉。",
        "Analysts filter by these values; one more would be passed over.",
    )
    for table, column, accepted, also_null in VALUE_LISTS:
        yield generic_tests.accepted_values(table, column, accepted, also_null=also_null, why=why, remedy=_MODEL_FAULT)


def _confidence_tests(project: Project) -> Iterator[DataTest]:
    """Every confidence and similarity of marts lies within 0..1; NULL only where the row has nothing to be sure of."""
    why = Words(
        "可信度是 0 到 1 之间的数，筛选和校准都靠它。", "Readers filter by it and it is calibrated as a probability."
    )
    for table, column in _mart_columns(project):
        if column.rpartition("_")[2] in ("confidence", "similarity"):
            yield generic_tests.share(table, column, why=why, remedy=_MODEL_FAULT)


def _mart_columns(project: Project) -> list[tuple[str, str]]:
    return sorted(
        (table, column)
        for table, model in project.models.items()
        if model.layer == "marts"
        for column, _ in model.columns
    )


def _drift_checks(
    con: duckdb.DuckDBPyConnection, project: Project, previous: Path | None, thresholds: Sequence[Threshold]
) -> list[Check]:
    document_count, error = 0, ""
    try:
        document_count = len(document_figures(con, project))
    except duckdb.Error as caught:
        error = str(caught)
    measurable = Check(
        name="drift_measurable",
        title=Words("变动所用的数都能算出", "the figures that drift is judged by can be read"),
        severity="stop",
        why=Words("算不出就等于没查。", "What cannot be read is not checked."),
        remedy=_MODEL_FAULT,
        values=(0,),
        checked_count=document_count,
        error=error,
    )
    if error:
        return [measurable]
    try:
        return [measurable, *drift_checks(list(changes(con, project, previous, thresholds)), thresholds)]
    except PreviousBuildUnreadable as unreadable:
        found = list(changes(con, project, None, thresholds))
        return [measurable, _unreadable_check(str(unreadable)), *drift_checks(found, thresholds)]


def _unreadable_check(error: str) -> Check:
    """A published file that cannot be compared with must not keep its own repair from being published: a warning."""
    reason = " ".join(error.split("\nLINE ", 1)[0].split())[:300]
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
        values=(1,),
        checked_count=1,
        found=Words(f"上一版读不了：{reason}", f"the last build cannot be read: {reason}"),
    )
