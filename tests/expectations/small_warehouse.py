"""What the tests of the gates judge: a real build of a small document, and documents of any size as drift sees them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duban.landing.discovery import discover
from duban.landing.store import create_raw_tables
from duban.modelling import Project, build
from duban.pipeline.landing import land_documents
from duban.pipeline.steps import no_progress
from duban.publishing.candidate import open_candidate
from duban.settings import Settings
from expectations.results import CheckResult, GateReport
from tests.conftest import PROJECT, publish

# Three numbered targets, a printed row and a unit each; the header stands on line 3 of the file.
DOCUMENT = """临江市人民政府2023年度责任目标完成情况一览表

| 序号 | 市政府领导 | 责任目标内容 | 完成时限 | 完成情况 | 是否按计划完成进度 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 李明 | 新建学校3所 | 年底 | 已建成学校3所 | 是 | 市教育局 |
| 2 | 王强 | 新增就业5万人 | 年底 | 新增就业5.1万人 | 是 | 市人力资源社会保障局 |
| 3 | 赵静 | 改造老旧小区12个 | 年底 | 已改造老旧小区12个 | 是 | 市住房城乡建设局 |
"""
PATH = "linjiang/2023.md"
LAST_ROW_PLACE = f"{PATH}, line 7"


def small_settings(folder: Path) -> Settings:
    """The project's own models, documents and warehouse in FOLDER."""
    return Settings(project=PROJECT, raw=folder / "raw", warehouse=folder / "warehouse", workers=1, history_count=1)


def build_small(folder: Path) -> None:
    """Publish DOCUMENT."""
    settings = small_settings(folder)
    (settings.raw / PATH).parent.mkdir(parents=True)
    (settings.raw / PATH).write_text(DOCUMENT, encoding="utf-8")
    publish(settings)


def arrive(published: Path, project: Project, folder: Path) -> None:
    """Begin a candidate with a published build, let a second document into it, and build the models."""
    settings = small_settings(folder)
    other = DOCUMENT.replace("临江市", "河西县").replace("年底", "9月底")  # a deadline of its own too
    for path, text in ((PATH, DOCUMENT), ("hexian/2023.md", other)):
        (settings.raw / path).parent.mkdir(parents=True)
        (settings.raw / path).write_text(text, encoding="utf-8")
    candidate = folder / "candidate.duckdb"
    shutil.copyfile(published, candidate)
    with open_candidate(candidate) as con:
        land_documents(settings, con, discover(settings.raw), no_progress, {})
        assert build(project, con).ok


@dataclass(frozen=True)
class Printed:
    """A document with `count` numbered targets, each one printed row with one unit.

    flagged, without_unit: how many of its rows are so, from the first.
    """

    path: str = "linjiang/2023.md"
    year: int = 2023
    count: int = 3
    flagged: int = 0
    without_unit: int = 0

    @property
    def document_id(self) -> str:
        return f"id of {self.path}"


def make_drift_tables(con: duckdb.DuckDBPyConnection, project: Project, documents: Iterable[Printed]) -> None:
    """The tables that drift is judged by, with the columns that the models give them, filled with `documents`."""
    create_raw_tables(con)
    con.execute("create schema marts")
    for table in ("marts.dim_document", "marts.mart_target_progress"):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in project.models[table].columns)
        con.execute(f"create table {table} ({columns})")
    for document in documents:
        con.execute(
            "insert into marts.dim_document by name select ? as document_id, ? as document_path, "
            "'临江市' as jurisdiction_name, ? as report_year, 'result' as document_kind, true as is_current",
            [document.document_id, document.path, document.year],
        )
        con.execute(
            "insert into marts.mart_target_progress by name select ? as document_path, 1 as source_table_no, "
            "number + 1 as source_row_no, number::varchar as target_no, concat('目标', number) as target_text, "
            "number <= ? as needs_review, case when number > ? then '市教育局' end as unit_name, "
            "'已完成' as progress_text, '是' as status_text, 'on_track' as status_class "
            "from range(1, ? + 1) as numbers(number)",
            [document.path, document.flagged, document.without_unit, document.count],
        )


def make_drift_file(path: Path, project: Project, documents: Iterable[Printed]) -> Path:
    """The same as a file, as far as a published build is read for drift."""
    with duckdb.connect(str(path)) as con:
        make_drift_tables(con, project, documents)
    return path


def check_of(report: GateReport, name: str) -> CheckResult:
    """The one check of that name."""
    found = [check for check in report.checks if check.name == name]
    assert len(found) == 1, f"{name} is not among {[check.name for check in report.checks]}"
    return found[0]


def not_passed(report: GateReport) -> dict[str, str]:
    """Name -> severity ('broken' for a broken check) of every check that does not hold."""
    return {c.name: "broken" if c.is_broken else c.severity for c in report.checks if not c.passed}
