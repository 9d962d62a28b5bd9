"""Drift: what moved since the last published build and since the same government's last year, bounded and in words.

A change is judged only where it rests on enough rows (`least_base`), never against an exact count, and never where
there is nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duban.modelling.data_tests import Words
from duban.modelling.project import Project
from expectations.checks import Check, Expectation, Rows, Severity
from expectations.drift_figures import MEASURE_WORDS, DocumentFigures, Figures, document_figures, refused_ids
from expectations.thresholds import Bounds, Threshold

_AGAINST_WORDS = {
    "previous_build": Words("与上一版相比", "against the last published build"),
    "last_year": Words("与上一年相比", "against last year"),
    "itself": Words("就这一版看", "in this build"),
}

_REMEDY_WORDS = {
    "previous_build": Words(
        "先看这次改了什么（模型、种子表、文件）。确属应有的变化，就在 expectations/thresholds.csv 里放宽这一项，"
        "并写明理由。",
        "See what changed (models, seeds, documents). If the change is meant, widen this bound in "
        "expectations/thresholds.csv and say why.",
    ),
    "last_year": Words(
        "打开两年的文件对照：缺页、重复、漏认的列，还是当年确实如此。",
        "Lay the two years' documents side by side: missing pages, repeats, a column not recognised, or truly so.",
    ),
    "itself": Words(
        "看 meta.review_queue 与 sql/seeds/ 中的用语表，补上缺的写法。",
        "See meta.review_queue and the lists of wordings in sql/seeds/, and add what is missing.",
    ),
}


@dataclass(frozen=True)
class Change:
    """One measure of one subject (a whole build, or a government's year), before and now."""

    against: str
    measure: str
    subject: Words
    before: float | None
    now: float
    base: int
    change: float


class PreviousBuildUnreadable(Exception):  # noqa: N818 - it becomes a warning, never an error
    """The published build cannot be compared with: it is damaged, or older than the tables that drift reads."""


def changes(
    con: duckdb.DuckDBPyConnection, project: Project, previous: Path | None, thresholds: Iterable[Threshold]
) -> Iterator[Change]:
    """Every change that a threshold bounds and that rests on enough rows.

    Raises PreviousBuildUnreadable if `previous` is there and cannot be read; duckdb.Error if the candidate cannot.
    """
    now = document_figures(con, project)
    current = [document for document in now if document.is_current]
    before, refused = _before(con, project, previous)
    for threshold in thresholds:
        if threshold.against == "document":
            continue  # gate 1 has judged it
        if threshold.against == "itself":
            yield from _of_itself(threshold, Figures.of(current))
        elif threshold.against == "last_year":
            yield from _since_last_year(threshold, current)
        elif before is not None and threshold.measure == "refused_share":
            yield from _refused(threshold, before, refused)
        elif before is not None:
            yield from _since_the_last_build(threshold, before, now)


def drift_checks(found: Sequence[Change], thresholds: Iterable[Threshold]) -> list[Check]:
    """A check for each bound that has something to judge."""
    checks: list[Check] = []
    for threshold in thresholds:
        of_it = sorted(
            (c for c in found if (c.against, c.measure) == (threshold.against, threshold.measure)),
            key=lambda change: change.subject,
        )
        if of_it and threshold.stop.exist:
            checks.append(_check(threshold, "stop", threshold.stop, of_it))
        if of_it and threshold.warn.exist:
            # What lies beyond the stopping bound is reported once, there.
            within = [change for change in of_it if threshold.stop.hold(change.change)]
            checks.append(_check(threshold, "warn", threshold.warn, within))
    return checks


def _check(threshold: Threshold, severity: Severity, bounds: Bounds, judged: Sequence[Change]) -> Check:
    name = MEASURE_WORDS[threshold.measure]
    against = _AGAINST_WORDS[threshold.against]
    limit = _limits(bounds, threshold.is_ratio)
    settings = {"min_value": bounds.low, "max_value": bounds.high}

    def rows(positions: Sequence[int]) -> Rows:
        described = [(judged[position].subject, _described(judged[position])) for position in positions]
        return [{"subject": subject.zh, "found_zh": found.zh, "found_en": found.en} for subject, found in described]

    return Check(
        name=f"drift_{threshold.against}_{threshold.measure}_{severity}",
        title=Words(f"{against.zh}，{name.zh}{limit.zh}", f"{against.en}, the {name.en} {limit.en}"),
        severity=severity,
        why=threshold.reason,
        remedy=_REMEDY_WORDS[threshold.against],
        values=[change.change for change in judged],
        expectation=Expectation(
            "expect_column_values_to_be_between", {key: value for key, value in settings.items() if value is not None}
        ),
        rows=rows,
        found=_described(judged[0]) if len(judged) == 1 else None,
    )


def _limits(bounds: Bounds, is_ratio: bool) -> Words:
    if is_ratio:
        low = Words(f"不少于 {bounds.low:.0%}", f"at least {bounds.low:.0%}") if bounds.low is not None else None
        high = Words(f"不多于 {bounds.high:.0%}", f"at most {bounds.high:.0%}") if bounds.high is not None else None
    else:
        low = Words(f"不低于 {bounds.low:.0%}", f"not below {bounds.low:.0%}") if bounds.low is not None else None
        high = Words(f"不高出 {bounds.high:.0%}", f"not above {bounds.high:.0%}") if bounds.high is not None else None
    both = [words for words in (low, high) if words is not None]
    return Words("、".join(words.zh for words in both), " and ".join(words.en for words in both))


def _described(change: Change) -> Words:
    """The change in words: `菏泽市 2024 年（result）：目标数 42 → 20（48%）`."""
    measure = MEASURE_WORDS[change.measure]
    is_share = change.measure.endswith("_share")

    def shown(value: float) -> str:
        return f"{value:.1%}" if is_share else f"{value:,.0f}"

    if change.before is None:
        of_zh, of_en = f"共 {change.base:,} 行", f"of {change.base:,}"
        return Words(
            f"{change.subject.zh}：{measure.zh} {shown(change.now)}（{of_zh}）",
            f"{change.subject.en}: {measure.en} {shown(change.now)} ({of_en})",
        )
    moved = f"{change.change * 100:+.1f} %" if is_share else f"{change.change:.0%}"
    return Words(
        f"{change.subject.zh}：{measure.zh} {shown(change.before)} → {shown(change.now)}（{moved}）",
        f"{change.subject.en}: {measure.en} {shown(change.before)} -> {shown(change.now)} ({moved})",
    )


def _before(
    con: duckdb.DuckDBPyConnection, project: Project, previous: Path | None
) -> tuple[list[DocumentFigures] | None, set[str]]:
    """The figures of the published build and the ids that the candidate refuses; None where nothing is published."""
    if previous is None or not previous.exists():
        return None, set()
    try:
        with duckdb.connect(str(previous), read_only=True) as published:
            return document_figures(published, project), refused_ids(con)
    except duckdb.Error as error:
        raise PreviousBuildUnreadable(str(error)) from error


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


def _refused(threshold: Threshold, before: list[DocumentFigures], refused: set[str]) -> Iterator[Change]:
    if len(before) < threshold.least_base:
        return
    share = sum(document.document_id in refused for document in before) / len(before)
    subject = Words(f"上一版的 {len(before):,} 份文件", f"the {len(before):,} documents of the last build")
    yield Change(threshold.against, threshold.measure, subject, None, share, len(before), share)


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
