"""What a gate found: plain values that the pipeline reads without Great Expectations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from duban.modelling.data_tests import Words
from duban.modelling.records import PassedTest
from expectations.checks import Severity


@dataclass(frozen=True)
class FailingRow:
    """A row that fails a check: its columns as texts (NULL stays None), its source place or ''."""

    row: Mapping[str, str | None]
    source_place: str


@dataclass(frozen=True)
class DocumentAtFault:
    """A document that a check of gate 2 fails for. source_place: of the first row that fails."""

    document_id: str
    document_path: str
    source_place: str
    found: Words


@dataclass(frozen=True)
class CheckResult:
    """What became of one check.

    passed: the check ran and what it asks for holds.
    is_broken: the check itself could not run (a missing column, an error inside the expectation). A broken check fails
        its gate whatever its severity: nobody knows what it would have found.
    failing_rows: at most `ROW_CAP` of the `failing_count` rows.
    documents: the documents at fault, of a check of gate 2 that sets them aside.
    since: the build in which all of `checked_count` rows were looked at, where this one looked at those alone that are
        others now; '' where it looked at all.
    """

    name: str
    title: Words
    severity: Severity
    passed: bool
    is_broken: bool
    checked_count: int
    failing_count: int
    failing_rows: tuple[FailingRow, ...]
    message: Words
    why: Words
    remedy: Words
    documents: tuple[DocumentAtFault, ...] = ()
    since: str = ""

    @property
    def stops(self) -> bool:
        """Whether this result keeps the gate shut."""
        return self.is_broken or (not self.passed and self.severity == "stop")


@dataclass(frozen=True)
class GateReport:
    """What one gate found. `gate` is 'landing' or 'candidate'.

    passed_tests: what the next build is to know of the data tests that hold, so that it need not look at all again.
    """

    gate: str
    checks: tuple[CheckResult, ...]
    passed_tests: tuple[PassedTest, ...] = ()

    @property
    def passed(self) -> bool:
        return not any(check.stops for check in self.checks)

    @property
    def stopping(self) -> tuple[CheckResult, ...]:
        return tuple(check for check in self.checks if check.stops)

    @property
    def at_fault(self) -> tuple[CheckResult, ...]:
        """The checks of gate 2 that name documents to be set aside."""
        return tuple(check for check in self.checks if check.documents)

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        return tuple(check for check in self.checks if not check.passed and not check.stops)

    def as_json(self) -> dict[str, object]:
        """The report as plain JSON values; the order of checks is that of the gate."""
        return {"gate": self.gate, "passed": self.passed, "checks": [asdict_of(check) for check in self.checks]}


def asdict_of(check: CheckResult) -> dict[str, object]:
    """A check's result as JSON values, its sentences as {zh, en}."""
    values = asdict(check)
    values["documents"] = [asdict(document) | {"found": document.found.en} for document in check.documents]
    for key in ("title", "message", "why", "remedy"):
        values[key] = dict(zip(("zh", "en"), values[key], strict=True))
    values["failing_rows"] = [
        {"row": dict(failing.row), "source_place": failing.source_place} for failing in check.failing_rows
    ]
    return values


def row_json(failing: FailingRow) -> str:
    """A failing row as one line of JSON, keys in the order of its query."""
    return json.dumps(dict(failing.row), ensure_ascii=False)
