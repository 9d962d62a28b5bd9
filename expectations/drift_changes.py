"""What moved, before and now: since the last published build, against a document's last edition and last year.

A change is measured only where it rests on enough rows (`least_base`), and never where there is nothing to compare
with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from duban.modelling.data_tests import Words
from duban.modelling.project import Project
from expectations.drift_figures import (
    DocumentFigures,
    Figures,
    document_figures,
    landed_states,
    quarantined_paths,
    refused_ids,
    whole_paths,
)
from expectations.thresholds import Threshold


@dataclass(frozen=True)
class Change:
    """One measure of one subject (a whole build, a document, a folder, or a government's year), before and now.

    document_path: of the document that it is, '' for more than one. may_be_kept: whether what was published of it can
    stand in its place, because something else was landed.
    """

    against: str
    measure: str
    subject: Words
    before: float | None
    now: float
    base: int
    change: float
    document_path: str = ""
    may_be_kept: bool = False


class PreviousBuildUnreadable(Exception):  # noqa: N818 - it becomes a warning, never an error
    """The published build cannot be compared with: it is damaged, or older than the tables that drift reads."""


def changes(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    now: list[DocumentFigures],
    previous: Path | None,
    thresholds: Iterable[Threshold],
) -> Iterator[Change]:
    """Every change that a threshold bounds and that rests on enough rows.

    now: the figures of the candidate, which is behind `con`.
    Raises PreviousBuildUnreadable if `previous` is there and cannot be read; duckdb.Error if the candidate cannot.
    """
    current = [document for document in now if document.is_current]
    before = _before(con, project, previous)
    for threshold in thresholds:
        if threshold.against == "document":
            continue  # gate 1 has judged it
        if threshold.against == "itself":
            yield from _of_itself(threshold, Figures.of(current))
        elif threshold.against == "last_year":
            yield from _since_last_year(threshold, current)
        elif before is None:
            continue
        elif threshold.against == "last_edition":
            yield from _since_last_edition(threshold, before, now)
        elif threshold.against == "folder":
            yield from _of_folders(threshold, before, now)
        elif threshold.measure == "refused_share":
            yield from _refused(threshold, before, now)
        else:
            yield from _since_the_last_build(threshold, before.documents, now)


@dataclass(frozen=True)
class _Before:
    """The published build, and what the candidate holds otherwise.

    changed: paths of both whose landed rows are others now. whole: paths whose side file says that they are whole.
    quarantined: paths that the candidate leaves out. refused: ids of their contents.
    """

    documents: list[DocumentFigures]
    changed: set[str]
    whole: set[str]
    quarantined: set[str]
    refused: set[str]


def _before(con: duckdb.DuckDBPyConnection, project: Project, previous: Path | None) -> _Before | None:
    """The figures of the published build, with what the candidate does otherwise; None where nothing is published."""
    if previous is None or not previous.exists():
        return None
    states = landed_states(con)
    try:
        with duckdb.connect(str(previous), read_only=True) as published:
            documents, was = document_figures(published, project), landed_states(published)
    except duckdb.Error as error:
        raise PreviousBuildUnreadable(str(error)) from error
    changed = {path for path, state in states.items() if path in was and was[path] != state}
    return _Before(documents, changed, whole_paths(con), quarantined_paths(con), refused_ids(con))


def _since_the_last_build(
    threshold: Threshold, before: list[DocumentFigures], now: list[DocumentFigures]
) -> Iterator[Change]:
    if threshold.measure == "documents":
        old, new, subject = Figures.of(before), Figures.of(now), Words("整个库", "the whole warehouse")
    else:
        shared = {document.document_path for document in before} & {document.document_path for document in now}
        old = Figures.of(document for document in before if document.document_path in shared)
        new = Figures.of(document for document in now if document.document_path in shared)
        subject = Words(f"两版都有的 {len(shared):,} 份文件", f"the {len(shared):,} documents of both builds")
    yield from _compared(threshold, subject, old, new)


def _refused(threshold: Threshold, before: _Before, now: list[DocumentFigures]) -> Iterator[Change]:
    if len(before.documents) < threshold.least_base:
        return
    out = before.refused - {document.document_id for document in now}
    share = sum(document.document_id in out for document in before.documents) / len(before.documents)
    count = len(before.documents)
    subject = Words(f"上一版的 {count:,} 份文件", f"the {count:,} documents of the last build")
    yield Change(threshold.against, threshold.measure, subject, None, share, count, share)


def _since_last_edition(threshold: Threshold, before: _Before, now: list[DocumentFigures]) -> Iterator[Change]:
    was = {document.document_path: document for document in before.documents}
    for document in now:
        path = document.document_path
        if path in was and path not in before.whole:
            for change in _compared(threshold, Words(path, path), Figures.of([was[path]]), Figures.of([document])):
                yield replace(change, document_path=path, may_be_kept=path in before.changed)


def _of_folders(threshold: Threshold, before: _Before, now: list[DocumentFigures]) -> Iterator[Change]:
    """Every folder, the raw folder itself included, with what lies below it. What is in quarantine is not gone."""
    there = {document.document_path for document in now} | before.quarantined
    was = Counter(folder for document in before.documents for folder in _folders_of(document.document_path))
    left = Counter(folder for path in there for folder in _folders_of(path))
    for folder, count in sorted(was.items()):
        if count >= threshold.least_base:
            subject = Words(f"目录 {folder or 'raw'}", f"folder {folder or 'raw'}")
            yield Change(
                threshold.against, threshold.measure, subject, count, left[folder], count, left[folder] / count
            )


def _folders_of(path: str) -> list[str]:
    """The folders that a path lies in, '' for the raw folder: `a/b/2023.md` -> '', 'a', 'a/b'."""
    names = path.split("/")[:-1]
    return ["/".join(names[:depth]) for depth in range(len(names) + 1)]


def _since_last_year(threshold: Threshold, current: list[DocumentFigures]) -> Iterator[Change]:
    groups: dict[tuple[str, str, int], list[DocumentFigures]] = {}
    for document in current:
        if document.jurisdiction_name and document.report_year:
            key = (document.jurisdiction_name, document.document_kind, document.report_year)
            groups.setdefault(key, []).append(document)
    for (place, kind, year), documents in sorted(groups.items()):
        last_year = groups.get((place, kind, year - 1))
        if last_year is not None:
            subject = Words(f"{place} {year} 年（{kind}）", f"{place} {year} ({kind})")
            yield from _compared(threshold, subject, Figures.of(last_year), Figures.of(documents))


def _of_itself(threshold: Threshold, figures: Figures) -> Iterator[Change]:
    base, now = figures.base(threshold.measure), figures.value(threshold.measure)
    if base >= threshold.least_base:
        subject = Words("现行文件", "current documents")
        yield Change(threshold.against, threshold.measure, subject, None, now, base, now)


def _compared(threshold: Threshold, subject: Words, before: Figures, now: Figures) -> Iterator[Change]:
    # A share needs enough rows on both sides; a count that fell to nothing needs them only before.
    measure = threshold.measure
    bases = (before.base(measure),) if threshold.is_ratio else (before.base(measure), now.base(measure))
    if min(bases) < threshold.least_base:
        return
    was, is_now = before.value(measure), now.value(measure)
    change = is_now / was if threshold.is_ratio else is_now - was
    yield Change(threshold.against, measure, subject, was, is_now, min(bases), change)
