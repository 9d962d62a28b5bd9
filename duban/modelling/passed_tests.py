"""Which data tests hold as they did, so that a changed document costs what that document costs.

The published build remembers of each test that found nothing the versions of the tables that it read
(`meta.passed_tests`). A test of the same SQL, run by the same code and engine, then

* holds unread where none of its tables has another version;
* is run over the changed documents alone where its bound plan shows that it keeps documents separate, as the plan of a
  model does, and it is known of each of its tables which documents changed;
* holds unread where its bound plan shows that it finds nothing in tables of which some are empty;
* is run whole in every other case, and where the documents hold a row that offends: what a report says of a test that
  does not hold never hangs on how that was found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import duckdb

from duban.modelling.binding import EmptyWarehouse
from duban.modelling.data_tests import DataTest, TestResult, offending_counts
from duban.modelling.delta import Delta
from duban.modelling.freshness import ENGINE_VERSION
from duban.modelling.locality.bound_plan import read_relation
from duban.modelling.locality.emptiness import NEVER, EmptyWhen, empty_when, is_empty
from duban.modelling.locality.relations import BY_DOCUMENT, Node, TableKeys, scanned_table
from duban.modelling.planning import LOCAL_SHARE, Situation
from duban.modelling.project import Project
from duban.modelling.project_memo import ProjectMemo
from duban.modelling.records import Documents, PassedTest
from duban.modelling.sources import DOCUMENT_KEY
from duban.modelling.table_ref import quoted_table, text_literal
from duban.stamps import code_digest

# As this process has imported it: what another code found is found again.
_CODE = code_digest(("duban/modelling", "expectations"))
# SQL of a test -> what its plan shows.
_proven: ProjectMemo[dict[str, Proof | None]] = ProjectMemo(lambda project: {})


@dataclass(frozen=True, slots=True)
class Proof:
    """What the plan of a test shows. tables: that it reads. by_document: whether the offending rows of a document come
    of the rows of that document alone. empty_when: the tables without whose rows it finds nothing."""

    tables: frozenset[str]
    by_document: bool
    empty_when: EmptyWhen = NEVER


@dataclass(frozen=True)
class StandingTests:
    """since: the tests that hold without being run whole, each with the build in which all rows were looked at.

    inputs: of every test that the next build may spare itself: the versions of what it reads now.
    """

    since: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def passed(self, results: Iterable[TestResult]) -> tuple[PassedTest, ...]:
        """What the build remembers of results; build_id is '' where all rows were looked at for it."""
        return tuple(
            PassedTest(result.test.name, fingerprint_of(result.test), result.since, self.inputs[result.test.name])
            for result in results
            if result.passed and result.test.name in self.inputs
        )


def fingerprint_of(test: DataTest) -> str:
    """Of its SQL, the engine, and the code that runs and proves it."""
    return hashlib.sha256(repr((test.sql, ENGINE_VERSION, _CODE)).encode()).hexdigest()[:16]


def standing_tests(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    tests: Sequence[DataTest],
    proofs: Mapping[str, Proof] | None = None,
) -> StandingTests:
    """What holds in the candidate of `con`, whose records say on which versions each test passed last.

    proofs: of the tests, where somebody has made them already.
    """
    situation = Situation.of(con, project.sources)
    proofs = prove(project, tests) if proofs is None else proofs
    inputs = {
        name: {project.sources.input_of(table): _version(project, situation, table) for table in sorted(proof.tables)}
        for name, proof in proofs.items()
    }
    inputs = {name: versions for name, versions in inputs.items() if all(versions.values())}
    since: dict[str, str] = {}
    changed: dict[str, Documents] = {}
    empty = _empty_tables(con, {table for proof in proofs.values() for tables in proof.empty_when for table in tables})
    for test in tests:
        known = situation.records.passed.get(test.name)
        now = inputs.get(test.name, {})
        if known is not None and (known.fingerprint != fingerprint_of(test) or known.inputs.keys() != now.keys()):
            known = None
        if known is not None and known.inputs == now:
            since[test.name] = known.build_id
        elif now and is_empty(proofs[test.name].empty_when, empty.__contains__):
            since[test.name] = ""
        elif known is not None and proofs[test.name].by_document:
            documents = _changed(project, situation, known.inputs, now)
            if documents is not None:
                changed[test.name] = documents
    documents = frozenset[str | None]().union(*changed.values())
    if changed and len(documents) <= max(1, LOCAL_SHARE * situation.document_count()):
        asked = [test for test in tests if test.name in changed]
        tables = sorted({table for test in asked for table in proofs[test.name].tables})
        for name in _holding_in(con, project, asked, documents, tables):
            since[name] = situation.records.passed[name].build_id
    return StandingTests(since, inputs)


def standing_in_shards(
    tests: Iterable[DataTest], passed: Mapping[str, PassedTest], holding: Sequence[Set[str]], is_all: bool
) -> StandingTests:
    """What holds in a whole made of shards, of tests that keep places separate.

    passed: what held in the build before. holding: of each shard that was built anew, the tests that find nothing in
    it. is_all: whether these are all shards; the others are what they were in the build before.
    """
    since = {}
    for test in tests:
        known = passed.get(test.name)
        is_known = known is not None and known.fingerprint == fingerprint_of(test)
        if (is_known or is_all) and all(test.name in names for names in holding):
            since[test.name] = known.build_id if known is not None and is_known else ""
    return StandingTests(since, {test.name: {} for test in tests})


def _empty_tables(con: duckdb.DuckDBPyConnection, tables: Set[str]) -> frozenset[str]:
    """Those that have no row, by a look and not by the records: a gate trusts nobody. None where one cannot be read."""
    asked = " union all ".join(
        f"select {text_literal(table)} where not exists (from {quoted_table(table)})" for table in tables
    )
    try:
        return frozenset(table for (table,) in con.execute(asked).fetchall()) if asked else frozenset()
    except duckdb.Error:
        return frozenset()


def _version(project: Project, situation: Situation, table: str) -> str:
    """The version of what a table is an input by; '' for a model whose table is gone or was never built."""
    if table in project.models and table not in situation.tables:
        return ""
    return situation.version_of(project, project.sources.input_of(table))


def _changed(
    project: Project, situation: Situation, before: Mapping[str, str], now: Mapping[str, str]
) -> Documents | None:
    """The documents whose rows differ in any of the inputs of a test; None where that is not known."""
    found: set[str | None] = set()
    for name in now:
        if before[name] == now[name]:
            continue
        bears = name in situation.feeds or name in project.bearing
        documents = situation.documents_changed(name, before[name]) if bears else None
        if documents is None:
            return None
        found |= documents
    return frozenset(found)


def _holding_in(
    con: duckdb.DuckDBPyConnection,
    project: Project,
    tests: Sequence[DataTest],
    documents: Documents,
    tables: Sequence[str],
) -> Iterator[str]:
    """The tests that find nothing in these documents. Whatever cannot be asked of them is asked of the whole."""
    counts: list[int | None] = []
    try:
        with Delta(con, project) as delta, delta.of(documents, tables):
            counts = offending_counts(tests, con)
    except duckdb.Error:  # a table that is gone, or lacks its documents
        return
    for test, count in zip(tests, counts, strict=True):
        if count == 0:
            yield test.name


def prove(project: Project, tests: Sequence[DataTest]) -> dict[str, Proof]:
    """Test -> what its plan shows. A test whose plan cannot be read, or that would find something else at each run, is
    not among them."""
    known = _proven.of(project)
    anew = [test for test in tests if test.sql not in known]
    for test, plan in zip(anew, bound_plans(project, anew) if anew else (), strict=True):
        known[test.sql] = None if plan is None else _proof(project, plan)
    return {test.name: proof for test in tests if (proof := known[test.sql]) is not None}


def _proof(project: Project, plan: Node) -> Proof:
    keys = dict.fromkeys(project.bearing, TableKeys(frozenset([DOCUMENT_KEY])))
    reader, relation = read_relation(plan, keys, BY_DOCUMENT)
    is_separate = bool(relation.groups) and not reader.reasons
    return Proof(frozenset(tables_of(plan)), is_separate, empty_when(plan))


def bound_plans(project: Project, tests: Sequence[DataTest]) -> list[Node | None]:
    """The plan of each test over the tables of the project; None where there is none that says all."""
    empty = EmptyWarehouse(project.seeds.values(), project.sources)
    try:
        for table, model in project.models.items():
            empty.add(table, model.binding)
        return empty.steady_plans([test.sql for test in tests])
    finally:
        empty.con.close()


def tables_of(node: object) -> Iterator[str]:
    """Every table that a part of a plan reads, wherever in it that stands."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if table := scanned_table(part):
                yield table
            waiting += [value for value in part.values() if isinstance(value, dict | list)]
        elif isinstance(part, list):
            waiting += part
