"""Drift: what moved, judged by its bounds and reported in words, never against an exact count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duban.modelling.data_tests import Words
from expectations.checks import Check, Expectation, Faulty, Rows, Severity
from expectations.drift_changes import Change
from expectations.drift_figures import MEASURE_WORDS
from expectations.thresholds import Bounds, Threshold

_AGAINST_WORDS = {
    "previous_build": Words("与上一版相比", "against the last published build"),
    "last_edition": Words("与自己的上一版相比，每份文件的", "against its own last edition, of each document"),
    "folder": Words("与上一版相比，每个目录的", "against the last published build, of each folder"),
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
    "last_edition": Words(
        "打开文件看是否缺页、下载中断，补齐后重新入库；确是全文，就在它的旁注文件里写 whole: true。",
        "Open the document: are pages missing, did the download break off? Fetch it again; if it is all there is, "
        "write `whole: true` into its side file.",
    ),
    "folder": Words(
        "看目录是否挂上、文件是否误删；有意撤下的不必处理。",
        "See whether the folder is mounted and nothing was deleted by mistake; nothing to do if it was meant.",
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


def drift_checks(found: Sequence[Change], thresholds: Iterable[Threshold]) -> list[Check]:
    """A check for each bound that has something to judge."""
    checks: list[Check] = []
    for threshold in thresholds:
        of_it = sorted(
            (c for c in found if (c.against, c.measure) == (threshold.against, threshold.measure)),
            key=lambda change: change.subject,
        )
        beyond: list[Change] = []
        if of_it and threshold.stop.exist:
            # A document whose files are as they were is not set aside for what the models now make of them.
            judged = [change for change in of_it if change.may_be_kept] if threshold.is_by_document else of_it
            beyond = [change for change in judged if not threshold.stop.hold(change.change)]
            severity: Severity = "quarantine" if threshold.is_by_document else "stop"
            checks.append(_check(threshold, severity, threshold.stop, judged))
        if of_it and threshold.warn.exist:
            # What lies beyond the stopping bound is reported once, there.
            within = [change for change in of_it if change not in beyond]
            checks.append(_check(threshold, "warn", threshold.warn, within))
    return checks


def _check(threshold: Threshold, severity: Severity, bounds: Bounds, judged: Sequence[Change]) -> Check:
    name = MEASURE_WORDS[threshold.measure]
    against = _AGAINST_WORDS[threshold.against]
    limit = _limits(bounds, threshold.is_ratio)
    settings = {"min_value": bounds.low, "max_value": bounds.high}

    def rows(positions: Sequence[int]) -> Rows:
        return [
            ({"document_path": change.document_path} if change.document_path else {})
            | {"subject": change.subject.zh, "found_zh": found.zh, "found_en": found.en}
            for change in (judged[position] for position in positions)
            for found in (_described(change),)
        ]

    def documents(positions: Sequence[int]) -> Sequence[Faulty]:
        of_documents = [judged[position] for position in positions if judged[position].document_path]
        return [Faulty({"document_path": change.document_path}, _described(change)) for change in of_documents]

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
        documents=documents,
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
