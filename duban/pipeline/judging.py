"""Build and judge: gate 1 in the middle of the build, gate 2 at its end, and again without what gate 2 set aside.

A document that a check of gate 2 names is set aside, what was published of it comes back, what depends on it is built
again, and the whole is judged once more. That is done twice at most: the second time for kept rows that fail as well.
Where a model runs out of memory, the documents that weigh most in it are set aside in the same way, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from duban import modelling
from duban.pipeline.assembling import BuildFailedError, require_built
from duban.pipeline.heaviest import heaviest_documents
from duban.pipeline.set_aside import LastPublished, changed_since, forget_refused_rows, keep_unread, set_aside
from duban.pipeline.steps import RunStep, Step
from duban.publishing.modes import files_for_readers
from duban.settings import Settings

if TYPE_CHECKING:
    from duban.landing.quarantine import QuarantinedDocument
    from duban.modelling.data_tests import DataTest
    from duban.modelling.passed_tests import Proof, StandingTests
    from expectations.results import GateReport

# Gate 1 judges this model; what stands after it leaves out the documents that the gate quarantined.
LANDING_PROFILE = "staging.stg_landing_profile"
# Gate reports that are kept: two months of nights.
GATE_REPORTS = 60
# How often documents are set aside before what still fails stops the build.
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that was built and judged: every build of its models, and the reports of its last judging."""

    builds: Sequence[modelling.BuildReport]
    gates: Sequence[GateReport]


def build_and_judge(
    con: duckdb.DuckDBPyConnection,
    project: modelling.Project,
    step: RunStep,
    published: LastPublished | None,
    waiting: Sequence[str] = (),
) -> Judged:
    """Build the models of a candidate and judge it, without the documents that it cannot be published with.

    published: the build that is published, for drift and for the rows of what is set aside. waiting: paths of
    documents that were not read for want of time. Raises BuildFailedError.
    """
    builds: list[modelling.BuildReport] = []
    has_starved = False

    def built(as_step: Step, until: str | None) -> None:
        nonlocal has_starved
        try:
            builds.append(step(as_step, build_models, con, project, until))
        except BuildFailedError as error:
            if has_starved or not error.starved:
                raise
            has_starved = True
            if not step(Step.SET_ASIDE, set_heaviest_aside, con, project, error.starved, published):
                raise
            builds.append(step(Step.PROFILE_DOCUMENTS, build_models, con, project, LANDING_PROFILE))
            step(Step.GATE_LANDING, gate_landing, con, project, None)
            builds.append(step(as_step, build_models, con, project, until))

    keep_unread(con, published, waiting)
    for left in range(ROUNDS, -1, -1):
        built(Step.PROFILE_DOCUMENTS, LANDING_PROFILE)
        landing, is_changed = step(Step.GATE_LANDING, gate_landing, con, project, published)
        if is_changed:  # kept rows are judged like any others
            built(Step.PROFILE_DOCUMENTS, LANDING_PROFILE)
            landing, _ = step(Step.GATE_LANDING, gate_landing, con, project, None)
        if not landing.passed:
            return Judged(builds, [landing])
        built(Step.BUILD_MODELS, None)
        candidate = step(Step.GATE_CANDIDATE, gate_candidate, con, project, published, left > 0)
        if not candidate.at_fault:
            break
        step(Step.SET_ASIDE, set_documents_aside, con, candidate, published)
    return Judged(builds, [landing, candidate])


def build_models(
    con: duckdb.DuckDBPyConnection, project: modelling.Project, until: str | None
) -> modelling.BuildReport:
    """Build what is stale, up to and with one model or all. Raises BuildFailedError with every failure."""
    return require_built(modelling.build(project, con, until=until))


def gate_landing(
    con: duckdb.DuckDBPyConnection, project: modelling.Project, published: LastPublished | None
) -> tuple[GateReport, bool]:
    """Gate 1: judge every landed document; put those that fail into the quarantine, with their reasons.

    A document that fails and was published before it was changed is set aside, so that its last good rows stand:
    the second value is whether one was, and the profile is to be built and judged again.
    """
    from duban.landing.quarantine import hold_back
    from expectations.landing_gate import judge_landing

    found = judge_landing(con, project)
    changed = changed_since(con, found.quarantined, published)
    set_aside(con, changed, published)
    hold_back(con, [one for one in found.quarantined if one not in changed])
    forget_refused_rows(con)
    return found.report, bool(changed)


def report_landing(con: duckdb.DuckDBPyConnection, project: modelling.Project) -> GateReport:
    """What gate 1 finds, written nowhere: of shards that it has judged one by one, as one report."""
    from expectations.landing_gate import judge_landing

    return judge_landing(con, project).report


def at_fault(candidate: GateReport) -> list[QuarantinedDocument]:
    """The documents that gate 2 names."""
    from expectations.candidate_gate import documents_at_fault

    return list(documents_at_fault(candidate))


def gate_candidate(
    con: duckdb.DuckDBPyConnection,
    project: modelling.Project,
    published: LastPublished | None,
    may_set_aside: bool,
    standing: StandingTests | None = None,
) -> GateReport:
    """Gate 2: judge the whole candidate, against itself and against what is published.

    standing: the data tests that are known to hold, where not the candidate itself knows of them.
    """
    from expectations.candidate_gate import judge_candidate

    previous = published.file if published else None
    return judge_candidate(con, project, previous=previous, may_set_aside=may_set_aside, standing=standing)


def data_tests(project: modelling.Project) -> list[DataTest]:
    """Every data test that gate 2 judges."""
    from expectations.candidate_gate import candidate_tests

    return candidate_tests(project)


def tests_holding(
    con: duckdb.DuckDBPyConnection,
    project: modelling.Project,
    tests: Sequence[DataTest],
    proofs: Mapping[str, Proof],
    build_id: str,
) -> frozenset[str]:
    """Which tests find nothing in a shard, which remembers them as a published build does."""
    from duban.modelling.data_tests import run_tests
    from duban.modelling.passed_tests import standing_tests
    from duban.modelling.records import write_passed_tests

    standing = standing_tests(con, project, tests, proofs)
    results = run_tests(tests, con, 1, standing.since)
    passed = standing.passed(results)
    write_passed_tests(con, [test._replace(build_id=test.build_id or build_id) for test in passed])
    return frozenset(result.test.name for result in results if result.passed)


def set_documents_aside(con: duckdb.DuckDBPyConnection, candidate: GateReport, published: LastPublished | None) -> None:
    """Set aside the documents that gate 2 names, and put in what was published of them."""
    from expectations.candidate_gate import documents_at_fault

    set_aside(con, documents_at_fault(candidate), published)


def set_heaviest_aside(
    con: duckdb.DuckDBPyConnection, project: modelling.Project, starved: Sequence[str], published: LastPublished | None
) -> int:
    """Set aside the documents that stand out in what models were given that ran out of memory. Returns how many."""
    heaviest = heaviest_documents(con, project, starved)
    set_aside(con, heaviest, published)
    return len(heaviest)


def write_gate_report(
    settings: Settings, build_id: str, con: duckdb.DuckDBPyConnection, gates: Sequence[GateReport]
) -> Path:
    """Keep what the gates found: in the candidate's meta tables, and as a page and as JSON beside the warehouse.

    Returns the page.
    """
    from expectations.gate_tables import write_gate_tables
    from expectations.report import forget_reports, write_report

    write_gate_tables(con, build_id, gates)
    with files_for_readers():
        page, _ = write_report(gates, settings.gate_reports, build_id)
    forget_reports(settings.gate_reports, keep=max(GATE_REPORTS, settings.history_count))
    return page
