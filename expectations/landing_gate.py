"""Gate 1: every landed document is judged; one that fails is quarantined with its reason, and the rest goes on.

All documents are judged in one run of Great Expectations: a frame of one row a document, an expectation a rule, and the
positions of what is unexpected say which documents fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from duban.landing.quarantine import QuarantinedDocument
from duban.modelling.data_tests import Words
from duban.modelling.project import Project
from expectations.checks import DOCUMENTS, TO_DO, Check, Rows
from expectations.content_rules import CONTENT_RULES
from expectations.gate import report_of
from expectations.judging import Judgement, judge
from expectations.landing_rules import LANDING_RULES, LandingRule, Profile
from expectations.plain import surely_hold
from expectations.results import GateReport

PROFILE = "staging.stg_landing_profile"
VALUES, READING = "landing_values", "reading_results"  # queries, files of sql/expectations
REASON = "原因 reason"  # the column of a failing row that says what was found: a line in Chinese, one in English
_ORDER = "document_path, document_id"
RULES = (*LANDING_RULES, *CONTENT_RULES)


@dataclass(frozen=True)
class LandingOutcome:
    """What gate 1 found. The gate's report fails only if a check is broken; documents never fail it."""

    report: GateReport
    quarantined: tuple[QuarantinedDocument, ...]


def judge_landing(con: duckdb.DuckDBPyConnection, project: Project, *, may_be_plain: bool = False) -> LandingOutcome:
    """Judge every document of `staging.stg_landing_profile`; reads only.

    may_be_plain: where every value is plainly as expected, that is the outcome, and Great Expectations is not loaded.
    Needs raw.documents, raw.quarantine (for what could not be read), the profile and staging.stg_tables.
    `duban.landing.quarantine.hold_back` writes what is found.
    """
    error = ""
    profiles: list[Profile] = []
    values: duckdb.DuckDBPyRelation | None = None
    try:
        profiles = _rows(con.table(PROFILE).order(_ORDER))
        values = con.sql(project.expectations[VALUES].file.sql).order(_ORDER)
    except duckdb.Error as caught:
        error = str(caught)
    readable = _readable(con, project)

    def checks_of(columns: Mapping[str, Any]) -> list[Check]:
        return [readable, *(_check(rule, profiles, () if error else columns[rule.name], error) for rule in RULES)]

    judgement = None
    if may_be_plain and values is not None:
        rows = _rows(values)
        checks = checks_of({column: [row[column] for row in rows] for column in values.columns})
        judgement = Judgement({check.name: () for check in checks}, {}) if surely_hold(checks) else None
    if judgement is None:
        checks = checks_of({} if values is None else values.df())
        judgement = judge(checks)
    report = report_of(con, "landing", checks, judgement)
    failing = {rule.name: [profiles[position] for position in judgement.failing.get(rule.name, ())] for rule in RULES}
    return LandingOutcome(report, _quarantined(failing))


def _rows(relation: duckdb.DuckDBPyRelation) -> list[Profile]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def _readable(con: duckdb.DuckDBPyConnection, project: Project) -> Check:
    """What reading refused: it is in quarantine already, and is reported beside what the rules find."""
    unreadable: Rows = ()
    document_count, error = 0, ""
    try:
        documents = _rows(con.sql(project.expectations[READING].file.sql).order("document_path, reason, source_place"))
        document_count = len({document["document_id"] for document in documents})
        unreadable = [
            {column: document[column] for column in ("document_path", "reason", "remedy", "source_place")}
            for document in documents
            if document["reason"] is not None
        ]
    except duckdb.Error as caught:
        error = str(caught)
    return Check(
        "documents_readable",
        Words("文件都能读", "every document could be read"),
        "quarantine",
        Words(
            "读不了的文件不会丢，隔离并说明原因。",
            "A document that cannot be read is not lost: it is quarantined with its reason.",
        ),
        Words("按每一行的说明处理，下次构建会重读。", "Do what each line says; the next reload reads it again."),
        values=(len(unreadable),),
        checked_count=document_count,
        rows=lambda positions: unreadable,
        error=error,
    )


def _check(rule: LandingRule, profiles: Sequence[Profile], values: Any, error: str) -> Check:
    return Check(
        rule.name,
        rule.title,
        rule.severity,
        rule.why,
        Words("按每一行的说明处理。", "Do what each line says."),
        values=values,
        expectation=rule.expectation,
        rows=lambda positions: [_described(rule, profiles[position]) for position in positions],
        noun=DOCUMENTS,
        error=error,
    )


def _described(rule: LandingRule, profile: Profile) -> dict[str, object]:
    reason, remedy = rule.reason(profile), rule.remedy(profile)
    return {
        "document_path": profile["document_path"],
        "source_place": rule.source_place(profile),
        REASON: f"{reason.zh}\n{reason.en}",
        TO_DO: f"{remedy.zh}\n{remedy.en}",
    }


def _quarantined(failing: Mapping[str, Iterable[Profile]]) -> tuple[QuarantinedDocument, ...]:
    """One entry a document, its reasons in the order of the rules, up to the first after which nothing can be said."""
    by_document: dict[str, tuple[Profile, list[LandingRule]]] = {}
    for rule in RULES:
        if rule.severity == "quarantine":
            for profile in failing[rule.name]:
                broken_rules = by_document.setdefault(profile["document_id"], (profile, []))[1]
                if not any(broken.is_final for broken in broken_rules):
                    broken_rules.append(rule)
    found = []
    for document_id, (profile, broken_rules) in by_document.items():
        remedies = dict.fromkeys(rule.remedy(profile).en for rule in broken_rules)
        found.append(
            QuarantinedDocument(
                document_id=document_id,
                document_path=profile["document_path"],
                reason="; ".join(rule.reason(profile).en for rule in broken_rules),
                source_place=next(
                    (rule.source_place(profile) for rule in broken_rules if rule.source_place(profile)),
                    profile["document_path"],
                ),
                remedy="\n".join(remedies),
            )
        )
    return tuple(sorted(found, key=lambda document: (document.document_path, document.document_id)))
