"""Gate 1: every landed document is judged; one that fails is held back with its reason, and the rest goes on.

All documents are judged in one run of Great Expectations: a frame of one row a document, an expectation a rule, and the
positions of what is unexpected tell which documents fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from expectations.checks import ROW_CAP, Check, Words, no_rows
from expectations.gate import broken_result, failing_row, run_gate
from expectations.judging import Question, Verdict, judge
from expectations.landing_rules import LANDING_RULES, LandingRule, Profile
from expectations.results import CheckResult, GateReport

if TYPE_CHECKING:
    import pandas as pd

PROFILE = "staging.stg_landing_profile"


@dataclass(frozen=True)
class QuarantinedDocument:
    """A document that is held back: a row of `raw.quarantine` (gate 'landing'). Reasons are joined by `; `."""

    document_id: str
    document_path: str
    reason: str
    place: str
    remedy: str


@dataclass(frozen=True)
class LandingOutcome:
    """What gate 1 found. The gate's report fails only if a check is broken; documents never fail it."""

    report: GateReport
    quarantined: tuple[QuarantinedDocument, ...]


READABLE = no_rows(
    "documents_readable",
    Words("文件都能读", "every document could be read"),
    severity="quarantine",
    checked="(select document_id from raw.documents union select document_id from raw.quarantine)",
    failing="select document_path, reason, remedy, place from raw.quarantine where gate = 'reading'",
    why=Words(
        "读不了的文件不会丢，隔离并说明原因。", "A document that cannot be read is not lost: it is held back and told."
    ),
    remedy=Words("按每一行的说明处理，下次构建会重读。", "Do what each line says; the next reload reads it again."),
)


def judge_landing(con: duckdb.DuckDBPyConnection) -> LandingOutcome:
    """Judge every document of `staging.stg_landing_profile`; reads only.

    Needs raw.documents, raw.quarantine (for what could not be read) and the profile. `hold_back` writes what is found.
    """
    readable = run_gate(con, "landing", [READABLE])
    checks = [_as_check(rule) for rule in LANDING_RULES]
    frame_sql = _frame_sql(LANDING_RULES)
    try:
        frame = con.execute(frame_sql).df()
        verdicts = judge([Question(rule.name, rule.expectation, rule.severity, frame) for rule in LANDING_RULES])
        failing = {rule.name: _profiles(con, frame, verdicts.get(rule.name)) for rule in LANDING_RULES}
    except duckdb.Error as error:
        broken = tuple(broken_result(check, str(error)) for check in checks)
        return LandingOutcome(GateReport("landing", readable.checks + broken), ())
    results = [
        _result(con, rule, check, frame, verdicts.get(rule.name), failing[rule.name])
        for rule, check in zip(LANDING_RULES, checks, strict=True)
    ]
    return LandingOutcome(GateReport("landing", (*readable.checks, *results)), _quarantined(LANDING_RULES, failing))


def hold_back(con: duckdb.DuckDBPyConnection, quarantined: Iterable[QuarantinedDocument]) -> None:
    """Write gate 1's decisions into `raw.quarantine`, in place of its earlier ones; what reading refused stays."""
    con.execute("delete from raw.quarantine where gate = 'landing'")
    rows = [(q.document_id, q.document_path, "landing", q.reason, q.place, q.remedy) for q in quarantined]
    if rows:
        con.executemany(
            "insert into raw.quarantine (document_id, document_path, gate, reason, place, remedy)"
            " values (?, ?, ?, ?, ?, ?)",
            rows,
        )


def _frame_sql(rules: Sequence[LandingRule]) -> str:
    """One row a document: its id, and a column a rule."""
    columns = ", ".join(f'{rule.value_sql} as "{rule.name}"' for rule in rules)
    return f"select document_id, {columns} from {PROFILE} as profiles order by document_path, document_id"


def _as_check(rule: LandingRule) -> Check:
    remedy = Words("按每一行的说明处理。", "Do what each line says.")
    return Check(rule.name, rule.title, rule.severity, rule.why, remedy, "", rule.expectation)


def _profiles(con: duckdb.DuckDBPyConnection, frame: pd.DataFrame, verdict: Verdict | None) -> list[Profile]:
    """The profile of every document that a rule found wanting, by path."""
    if verdict is None or verdict.success or verdict.exception is not None:
        return []
    ids = frame["document_id"].iloc[list(verdict.unexpected_rows)].tolist()
    cursor = con.execute(
        f"select * from {PROFILE} where document_id in (select unnest(?)) order by document_path, document_id", [ids]
    )
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _result(
    con: duckdb.DuckDBPyConnection,
    rule: LandingRule,
    check: Check,
    frame: pd.DataFrame,
    verdict: Verdict | None,
    failing: Sequence[Profile],
) -> CheckResult:
    if verdict is None or verdict.exception is not None:
        return broken_result(check, "no result" if verdict is None else str(verdict.exception))
    count = len(frame) if not rule.skips_null else int(frame[rule.name].notna().sum())
    if rule.kind == "expect_column_values_to_be_null":
        count = len(frame)
    if verdict.success:
        message = Words(f"检查 {count:,} 份文件，全部通过", f"{count:,} documents checked, all hold")
    else:
        message = Words(
            f"检查 {count:,} 份文件，{len(failing):,} 份不符", f"{count:,} documents checked, {len(failing):,} fail"
        )
    return CheckResult(
        name=rule.name,
        title=rule.title,
        severity=rule.severity,
        passed=verdict.success,
        is_broken=False,
        checked_count=count,
        failing_count=len(failing),
        failing_rows=tuple(failing_row(con, _told(rule, profile)) for profile in failing[:ROW_CAP]),
        message=message,
        why=rule.why,
        remedy=check.remedy,
    )


def _told(rule: LandingRule, profile: Profile) -> dict[str, object]:
    reason, remedy = rule.reason(profile), rule.remedy(profile)
    return {
        "document_path": profile["document_path"],
        "place": rule.place(profile),
        "原因 reason": f"{reason.zh}\n{reason.en}",
        "怎么办 to do": f"{remedy.zh}\n{remedy.en}",
    }


def _quarantined(rules: Iterable[LandingRule], failing: dict[str, list[Profile]]) -> tuple[QuarantinedDocument, ...]:
    """One entry a document, its reasons in the order of the rules, up to the first after which nothing can be told."""
    by_document: dict[str, tuple[Profile, list[LandingRule]]] = {}
    for rule in rules:
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
                place=next(
                    (rule.place(profile) for rule in broken_rules if rule.place(profile)), profile["document_path"]
                ),
                remedy="\n".join(remedies),
            )
        )
    return tuple(sorted(found, key=lambda document: (document.document_path, document.document_id)))
