"""The figures that drift is judged by: one row of counts a document, read from a published or a candidate warehouse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

import duckdb

from duban.modelling.data_tests import Words
from duban.modelling.project import Project

FIGURES = "drift_figures"  # the query, a file of sql/expectations


class DocumentFigures(NamedTuple):
    """A document of a build: what it is, and its counts. The columns of sql/expectations/drift_figures.sql in order."""

    document_id: str
    document_path: str
    jurisdiction_name: str
    document_kind: str
    report_year: int
    is_current: bool
    data_rows: int
    targets: int
    facts: int
    flagged: int
    without_unit: int
    without_progress: int
    with_status: int
    unjudged_status: int


@dataclass
class Figures:
    """The counts of any number of documents together."""

    documents: int = 0
    data_rows: int = 0
    targets: int = 0
    facts: int = 0
    flagged: int = 0
    without_unit: int = 0
    without_progress: int = 0
    with_status: int = 0
    unjudged_status: int = 0

    @classmethod
    def of(cls, documents: Iterable[DocumentFigures]) -> Figures:
        counts = [document[-len(_COUNTS) :] for document in documents]
        return cls(len(counts), *map(sum, zip(*counts, strict=True)))

    def value(self, measure: str) -> float:
        """A count, or the share that a measure named `..._share` stands for (0 where there is nothing to share)."""
        if measure not in _SHARES:
            return float(getattr(self, measure))
        part, whole = _SHARES[measure]
        return getattr(self, part) / getattr(self, whole) if getattr(self, whole) else 0.0

    def base(self, measure: str) -> int:
        """How many rows, targets or documents the measure rests on."""
        return int(getattr(self, _SHARES[measure][1] if measure in _SHARES else measure))


_COUNTS = tuple(field.name for field in fields(Figures))[1:]  # the last columns of DocumentFigures, in their order

_SHARES = {
    "flagged_share": ("flagged", "data_rows"),
    "without_unit_share": ("without_unit", "facts"),
    "without_progress_share": ("without_progress", "facts"),
    "unjudged_status_share": ("unjudged_status", "with_status"),
}

MEASURE_WORDS = {
    "documents": Words("文件数", "documents"),
    "data_rows": Words("印出的数据行数", "printed data rows"),
    "targets": Words("目标数", "targets"),
    "flagged_share": Words("需复核的行所占比例", "share of rows to review"),
    "without_unit_share": Words("无责任单位的行所占比例", "share of rows without a unit"),
    "without_progress_share": Words("无完成情况的行所占比例", "share of rows without progress"),
    "unjudged_status_share": Words("状态用语归不了类的比例", "share of statuses without a class"),
    "refused_share": Words("内容没变却被隔离的文件所占比例", "share of unchanged documents now held back"),
}


def document_figures(con: duckdb.DuckDBPyConnection, project: Project) -> list[DocumentFigures]:
    """The figures of every document of a build, by path. duckdb.Error where a promised table or column is missing."""
    rows = con.execute(project.expectations[FIGURES].file.sql).fetchall()
    return sorted((DocumentFigures(*row) for row in rows), key=lambda figures: figures.document_path)


def landed_states(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """What differs between two landings of a path: content, side file and what was read."""
    columns = "document_path, document_id, content_fingerprint, read_fingerprint"
    return {path: tuple(state) for path, *state in con.table("raw.documents").select(columns).fetchall()}


def whole_paths(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The paths of the documents whose side file says that they are whole, however short they are."""
    stated = con.table("raw.document_facts").filter("fact_name = 'whole' and fact_text = 'true'").select("document_id")
    ids = {document_id for (document_id,) in stated.fetchall()}
    documents = con.table("raw.documents").select("document_id, document_path").fetchall()
    return {path for document_id, path in documents if document_id in ids}


def quarantined_paths(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The paths of the documents that a build holds in quarantine."""
    return {path for (path,) in con.table("raw.quarantine").select("document_path").distinct().fetchall()}


def refused_ids(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The ids (of content) of the documents that a build holds in quarantine."""
    return {document_id for (document_id,) in con.table("raw.quarantine").select("document_id").distinct().fetchall()}
