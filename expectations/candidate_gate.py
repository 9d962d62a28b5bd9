"""Gate 2: the whole candidate is judged before anybody may read it.

What comes from one document names that document, for the pipeline to set it aside and to judge again; one check that
concerns the whole warehouse, and the candidate stays unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from duban.landing.quarantine import QuarantinedDocument
from duban.modelling import generic_tests
from duban.modelling.data_tests import DOCUMENT_COLUMNS, DataTest, Words, run_tests
from duban.modelling.passed_tests import StandingTests, standing_tests
from duban.modelling.project import Project
from duban.modelling.sources import DOCUMENT_KEY
from duban.modelling.table_ref import TableRef
from duban.output.labels import read_class_labels, seed_of_classes
from expectations.checks import ROW_CAP, Check, Rows, counted, data_test_check
from expectations.drift import drift_checks
from expectations.drift_changes import PreviousBuildUnreadable, changes
from expectations.drift_figures import document_figures
from expectations.gate import run_gate
from expectations.promises import CLASS_COLUMNS, DIMENSION_KEYS, NEVER_EMPTY, PROMISED_COLUMNS, REFERENCES, Reference
from expectations.results import CheckResult, DocumentAtFault, GateReport
from expectations.thresholds import Threshold, read_thresholds

_TRIED_AGAIN = "correct the document or what is at fault: either has it tried again by the next reload"
_MODEL_FAULT = Words(
    "这是模型或词表的错，不是数据的错：按下面的行找到写它的 SQL 文件和它读的 sql/seeds 词表改正。",
    "A fault of a model or of a seed that it reads, not of the data: follow the rows below to the SQL file that makes "
    "them.",
)


def judge_candidate(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    previous: Path | None = None,
    thresholds: Sequence[Threshold] | None = None,
    may_set_aside: bool = True,
    standing: StandingTests | None = None,
) -> GateReport:
    """Judge the built candidate behind `con`; reads only.

    project: what the candidate was built from: its data tests, the grains of its models, the columns of its marts.
    previous: the published warehouse that drift is measured against; None, or a path where nothing is, means a first
        build and no such check.
    thresholds: the bounds of drift; those of `thresholds.csv` when None.
    may_set_aside: whether documents at fault may still be set aside; where not, they stop the build.
    standing: the tests that are known to hold; what the candidate's own records say when None.
    """
    bounds = read_thresholds() if thresholds is None else thresholds
    tests = candidate_tests(project)
    standing = standing or standing_tests(con, project, tests)
    results = run_tests(tests, con, ROW_CAP, standing.since)
    checks = [
        _promised_columns(con),
        _stated_grains(project),
        *map(data_test_check, results),
        *_drift_checks(con, project, previous, bounds),
    ]
    if not may_set_aside:
        checks = [replace(check, severity="stop") if check.severity == "quarantine" else check for check in checks]
    report = run_gate(con, "candidate", [_set_aside(con), *checks])
    return replace(report, passed_tests=standing.passed(results))


def candidate_tests(project: Project) -> list[DataTest]:
    """Every data test of a candidate: those of sql/tests, and those that are made of what the tables promise."""
    return [
        *_filled_tests(),
        *_key_tests(project),
        *_reference_tests(project),
        *project.data_tests,
        *_value_tests(project),
        *_confidence_tests(project),
    ]


def documents_at_fault(report: GateReport) -> tuple[QuarantinedDocument, ...]:
    """One entry a document that a judged candidate is to be made without, its reasons in the order of the checks."""
    found: dict[tuple[str, str], list[tuple[CheckResult, DocumentAtFault]]] = {}
    for check in report.at_fault:
        for document in check.documents:
            found.setdefault((document.document_id, document.document_path), []).append((check, document))
    return tuple(
        QuarantinedDocument(
            document_id=document_id,
            document_path=path,
            reason="; ".join(f"{check.title.en}: {document.found.en}" for check, document in faults),
            source_place=next((document.source_place for _, document in faults if document.source_place), path),
            remedy="\n".join(dict.fromkeys([*(check.remedy.en for check, _ in faults), _TRIED_AGAIN])),
        )
        for (document_id, path), faults in sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
    )


def _set_aside(con: duckdb.DuckDBPyConnection) -> Check:
    """What is set aside, tonight or on an earlier night, stands in every report while it is out."""
    document_count, error = 0, ""
    rows: Rows = ()
    try:
        document_count = len(con.table("raw.documents").select("document_id").fetchall())
        columns = ("document_path", "source_place", "reason", "remedy", "kept_build_id")
        aside = con.table("raw.quarantine").filter("gate = 'candidate'").select(", ".join(columns))
        rows = [dict(zip(columns, row, strict=True)) for row in sorted(aside.fetchall())]
    except duckdb.Error as caught:
        error = str(caught)
    return Check(
        name="documents_set_aside",
        title=Words("没有文件被搁置", "no document is set aside"),
        severity="quarantine",
        why=Words(
            "一份文件出的错只搁置这一份：原先发布的行照旧，其余照常发布。",
            "What is wrong with one document sets that document aside: what was published of it before stands, and the "
            "rest is published.",
        ),
        remedy=Words("按每一行的说明处理。", "Do what each line says."),
        values=(len(rows),),
        checked_count=document_count + len(rows),
        rows=lambda positions: rows,
        error=error,
    )


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
            yield generic_tests.unique(
                table,
                model.file.grain,
                why=why,
                remedy=_fault_of(project, table),
                document=_document_column(project, table),
            )


def _reference_tests(project: Project) -> Iterator[DataTest]:
    """Every column of marts that carries a dimension's key, and the references that are named otherwise."""
    why = Words("找不到的引用会在连接时悄悄丢行。", "A reference that leads nowhere drops rows in a join, silently.")
    by_key = [
        Reference(table, column, DIMENSION_KEYS[column], column)
        for table, column in _mart_columns(project)
        if column in DIMENSION_KEYS and DIMENSION_KEYS[column] != table
    ]
    for reference in (*REFERENCES, *by_key):
        # A target is one of the document that names it, so that one document can be looked at without the others.
        is_bearing = {reference.table, reference.parent} <= project.bearing
        yield generic_tests.relationship(
            *reference,
            why=why,
            remedy=_fault_of(project, reference.table),
            document=_document_column(project, reference.table),
            within=DOCUMENT_KEY if is_bearing and reference.column != DOCUMENT_KEY else None,
        )


def _value_tests(project: Project) -> Iterator[DataTest]:
    """Columns of classes hold those alone that a seed names and labels."""
    why = Words(
        "分析人员按这些取值筛选；多出一个值就会被漏掉。",
        "Analysts filter by these values; one more would be passed over.",
    )
    labels = read_class_labels(project.folder / "seeds")
    for table, column, also_null in CLASS_COLUMNS:
        fault = _fault_of(project, table)
        seed, begin = seed_of_classes(column)
        remedy = Words(
            f"若该值是新的类别，在 sql/seeds/{seed} 加一行 {begin}<取值>,<中文名>,…；否则：{fault.zh}",
            f"If the value is meant as a new class, add a line {begin}<value>,<Chinese label>,... to sql/seeds/{seed}. "
            f"If not: {fault.en}",
        )
        yield generic_tests.accepted_values(
            table,
            column,
            [value for (of, value), label in labels.items() if of == column and label],
            also_null=also_null,
            why=why,
            remedy=remedy,
            document=_document_column(project, table),
        )


def _confidence_tests(project: Project) -> Iterator[DataTest]:
    """Every confidence and similarity of marts lies within 0..1; NULL only where the row has nothing to be sure of."""
    why = Words(
        "可信度是 0 到 1 之间的数，筛选和校准都靠它。", "Readers filter by it and it is calibrated as a probability."
    )
    for table, column in _mart_columns(project):
        if column.rpartition("_")[2] in ("confidence", "similarity"):
            document = _document_column(project, table)
            yield generic_tests.share(table, column, why=why, remedy=_fault_of(project, table), document=document)


def _fault_of(project: Project, table: str) -> Words:
    """Where to look when rows of a table are not what they have to be: its file, and the seeds that it reads."""
    model = project.models.get(table)
    if model is None:
        return _MODEL_FAULT
    file = model.file.path.relative_to(project.folder.parent)
    seeds = ", ".join(f"sql/seeds/{TableRef.parse(name).name}.csv" for name in model.parents if name in project.seeds)
    return Words(
        f"{_MODEL_FAULT.zh}模型：{file}" + (f"；词表：{seeds}" if seeds else ""),
        f"{_MODEL_FAULT.en} The model: {file}" + (f"; its seeds: {seeds}" if seeds else ""),
    )


def _document_column(project: Project, table: str) -> str | None:
    """The column in which a row of a table names the document that it comes from; None where no column does."""
    columns = [column for column, _ in project.models[table].columns] if table in project.models else []
    return next((column for column in DOCUMENT_COLUMNS if column in columns), None)


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
    now, error = [], ""
    try:
        now = document_figures(con, project)
    except duckdb.Error as caught:
        error = str(caught)
    measurable = Check(
        name="drift_measurable",
        title=Words("变动所用的数都能算出", "the figures that drift is judged by can be read"),
        severity="stop",
        why=Words("算不出就等于没查。", "What cannot be read is not checked."),
        remedy=_MODEL_FAULT,
        values=(0,),
        checked_count=len(now),
        error=error,
    )
    if error:
        return [measurable]
    try:
        return [measurable, *drift_checks(list(changes(con, project, now, previous, thresholds)), thresholds)]
    except PreviousBuildUnreadable as unreadable:
        found = list(changes(con, project, now, None, thresholds))
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
