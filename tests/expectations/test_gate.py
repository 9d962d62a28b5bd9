"""The gate itself: what holds, what fails, and above all what is broken must never pass."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from duban.errors import ConfigurationError
from expectations import judging
from expectations.checks import ROW_CAP, Check, Expectation, Severity, Words, no_rows, resolves, unique_key, values_in
from expectations.gate import TEXT_CAP, run_gate
from expectations.results import GateReport
from tests.expectations.small_warehouse import check_of

SAID = Words("为什么", "why")
HEAVY = ("great_expectations", "pandas", "prefect")


def check(sql: str, kind: str, column: str, severity: Severity = "block", **settings: object) -> Check:
    return Check("asked", SAID, severity, SAID, SAID, sql, Expectation(kind, column, settings))


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema marts; create table marts.t (id varchar, kind varchar, parent varchar)")
    con.execute("insert into marts.t values ('a', 'plan', 'p'), ('a', 'result', 'q'), ('b', null, null)")
    con.execute("create table marts.p as select 'p' as parent")
    return con


@pytest.mark.parametrize(
    ("asked", "checked", "failing", "rows"),
    [
        pytest.param(unique_key("marts.t", ["id", "kind"], why=SAID, remedy=SAID), 3, 0, [], id="key holds"),
        pytest.param(
            unique_key("marts.t", ["id"], why=SAID, remedy=SAID), 3, 1, [{"id": "a", "row_count": "2"}], id="key twice"
        ),
        pytest.param(
            values_in("marts.t", "kind", ["plan", "result"], also_null=True, why=SAID, remedy=SAID),
            2,
            0,
            [],
            id="values in the list, NULL permitted",
        ),
        pytest.param(
            values_in("marts.t", "kind", ["plan", "result"], also_null=False, why=SAID, remedy=SAID),
            3,
            1,
            [{"id": "b", "kind": None, "parent": None}],
            id="a NULL is no value of the list",
        ),
        pytest.param(
            values_in("marts.t", "id", ["b"], also_null=False, why=SAID, remedy=SAID),
            3,
            2,
            [{"id": "a", "kind": "plan", "parent": "p"}, {"id": "a", "kind": "result", "parent": "q"}],
            id="rows are counted, not distinct values",
        ),
        pytest.param(
            resolves("marts.t", "parent", "marts.p", "parent", why=SAID, remedy=SAID),
            3,
            1,
            [{"id": "a", "kind": "result", "parent": "q"}],
            id="a reference that leads nowhere; NULL is none",
        ),
    ],
)
def test_a_check_finds_what_fails(
    con: duckdb.DuckDBPyConnection, asked: Check, checked: int, failing: int, rows: list[dict[str, str | None]]
) -> None:
    (found,) = run_gate(con, "candidate", [asked]).checks
    assert (found.checked_count, found.failing_count) == (checked, failing)
    assert [dict(row.row) for row in found.failing_rows] == rows
    assert found.passed == (failing == 0)
    assert not found.is_broken


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            check("select missing from marts.t", "expect_column_values_to_not_be_null", "missing"),
            'Referenced column "missing" not found',
            id="query names a missing column",
        ),
        pytest.param(
            check("select * from marts.missing", "expect_column_values_to_not_be_null", "id"),
            "Table with name missing does not exist",
            id="query names a missing table",
        ),
        pytest.param(
            check("selec id", "expect_column_values_to_not_be_null", "id"), "syntax error", id="query does not parse"
        ),
        pytest.param(
            check("select id from marts.t", "expect_column_values_to_not_be_null", "idd"),
            '"idd" in BatchData does not exist',
            id="expectation looks at a missing column",
        ),
        pytest.param(
            check("select 1 as n", "expect_column_values_to_not_be_null", "m"),
            'm" in BatchData does not exist',
            id="the same on a frame of one row",
        ),
        pytest.param(
            check("select unnest(['a', 'b']) as id", "expect_column_values_to_match_regex", "id", regex="("),
            "Invalid regular expression",
            id="exception inside the expectation",
        ),
        pytest.param(check("select 1 as n", "expect_nothing_of_the_kind", "n"), "not found", id="no such expectation"),
        pytest.param(
            check("select 1 as n", "expect_column_values_to_be_in_set", "n", valueset=[1]),
            "value_set",
            id="misspelt argument",
        ),
        pytest.param(
            check("select null::integer as n", "expect_column_max_to_be_between", "n", max_value=0),
            "gave no value",
            id="a count that is NULL",
        ),
        pytest.param(
            check("select 1 as n where false", "expect_column_max_to_be_between", "n", max_value=9),
            "gave no value",
            id="no count at all",
        ),
    ],
)
@pytest.mark.parametrize("severity", ["block", "warn"])
def test_a_broken_check_fails_the_gate_whatever_its_severity(
    con: duckdb.DuckDBPyConnection, asked: Check, said: str, severity: Severity
) -> None:
    asked = Check(**{**asked.__dict__, "severity": severity})
    beside = unique_key("marts.t", ["id", "kind"], why=SAID, remedy=SAID)
    report = run_gate(con, "candidate", [asked, beside])
    found = check_of(report, "asked")
    assert found.is_broken and not found.passed and not report.passed
    assert said in found.message.en
    assert said in found.message.zh
    assert check_of(report, beside.name).passed, "one broken check must not take the others with it"


def test_a_broken_query_for_the_failing_rows_fails_the_gate(con: duckdb.DuckDBPyConnection) -> None:
    asked = check("select 1 as failing_count, 1 as checked_count", "expect_column_max_to_be_between", "failing_count")
    asked = Check(**{**asked.__dict__, "severity": "warn", "failing_sql": "select nothing from marts.t"})
    asked = Check(
        **{**asked.__dict__, "expectation": Expectation(asked.expectation.kind, "failing_count", {"max_value": 0})}
    )
    assert not run_gate(con, "candidate", [asked]).passed


def test_an_error_of_the_library_itself_fails_the_gate(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from great_expectations.datasource.fluent.interfaces import Batch

    def fall_over(*_: object, **__: object) -> None:
        raise RuntimeError("the library fell over")

    monkeypatch.setattr(Batch, "validate", fall_over)
    report = run_gate(con, "candidate", [unique_key("marts.t", ["id", "kind"], why=SAID, remedy=SAID)])
    assert not report.passed
    assert "the library fell over" in report.checks[0].message.en


def test_a_verdict_that_never_came_fails_the_gate(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("expectations.gate.judge", lambda questions: {})
    report = run_gate(con, "candidate", [unique_key("marts.t", ["id", "kind"], why=SAID, remedy=SAID)])
    assert not report.passed


def test_an_exception_is_found_at_any_level_of_what_is_recorded() -> None:
    nested = {"metric": {"raised_exception": True, "exception_message": "no such column", "exception_traceback": ""}}
    assert judging._exception_of(nested) == "no such column"
    assert judging._exception_of({"raised_exception": False, "exception_message": None}) is None
    assert judging._exception_of(None) is None


@pytest.mark.parametrize(
    ("severity", "passes"),
    [("block", False), ("quarantine", True), ("warn", True)],
    ids=["block", "quarantine", "warn"],
)
def test_only_a_blocking_failure_shuts_the_gate(
    con: duckdb.DuckDBPyConnection, severity: Severity, passes: bool
) -> None:
    asked = no_rows("rows", SAID, checked="marts.t", failing="from marts.t", why=SAID, remedy=SAID, severity=severity)
    report = run_gate(con, "candidate", [asked])
    assert report.passed is passes
    assert not report.checks[0].passed


def test_failing_rows_are_capped_and_counted_in_full(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table marts.many as select lpad(i::varchar, 4, '0') as id from range(3000) as r(i)")
    asked = no_rows("rows", SAID, checked="marts.many", failing="from marts.many", why=SAID, remedy=SAID)
    (found,) = run_gate(con, "candidate", [asked]).checks
    assert found.failing_count == 3000
    assert [row.row["id"] for row in found.failing_rows] == [f"{i:04}" for i in range(ROW_CAP)]


def test_a_hostile_text_in_a_failing_row_is_cut(con: duckdb.DuckDBPyConnection) -> None:
    asked = no_rows("rows", SAID, checked="marts.t", failing="select repeat('长', 100000) as t", why=SAID, remedy=SAID)
    (found,) = run_gate(con, "candidate", [asked]).checks
    assert len(found.failing_rows[0].row["t"] or "") == TEXT_CAP + 1


@pytest.mark.parametrize(
    ("row", "place"),
    [
        pytest.param("'d' as document_id, 1 as table_no, 3 as row_no", "heze/2023.md, line 14", id="printed row"),
        pytest.param(
            "'d' as document_id, 1 as source_table_no, 3 as source_row_no", "heze/2023.md, line 14", id="mart row"
        ),
        pytest.param("'heze/2023.md' as document_path, 1 as table_no, 3 as row_no", "heze/2023.md, line 14", id="path"),
        pytest.param(
            "'d' as document_id, 1 as table_no, 9 as row_no", "heze/2023.md, table 1, row 9", id="no such cell"
        ),
        pytest.param("'d' as document_id", "heze/2023.md", id="document only"),
        pytest.param("'d' as document_id, 'page 3' as place", "heze/2023.md, page 3", id="place said outright"),
        pytest.param("'x' as document_id", "", id="unknown document"),
        pytest.param("1 as n", "", id="no document"),
    ],
)
def test_a_failing_row_leads_to_its_source_cell(con: duckdb.DuckDBPyConnection, row: str, place: str) -> None:
    con.execute("create schema raw; create table raw.documents (document_id varchar, document_path varchar)")
    con.execute("insert into raw.documents values ('d', 'heze/2023.md')")
    con.execute("create table raw.cells (document_id varchar, table_no int, row_no int, column_no int, place varchar)")
    con.execute("insert into raw.cells values ('d', 1, 3, 1, 'line 14')")
    asked = no_rows("rows", SAID, checked="marts.t", failing=f"select {row}", why=SAID, remedy=SAID)
    (found,) = run_gate(con, "candidate", [asked]).checks
    assert found.failing_rows[0].place == place


def test_two_checks_of_one_name_are_refused(con: duckdb.DuckDBPyConnection) -> None:
    twice = unique_key("marts.t", ["id"], why=SAID, remedy=SAID)
    with pytest.raises(ConfigurationError, match="key_of_t"):
        run_gate(con, "candidate", [twice, twice])


def test_a_gate_writes_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No data-docs site, no folder of a context, nothing in the temporary folder or where the process stands."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    run_gate(con, "candidate", [unique_key("marts.t", ["id"], why=SAID, remedy=SAID)])
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_imported_only_when_a_gate_runs() -> None:
    names = "candidate_gate, landing_gate, report, gate_tables, results"
    program = f"import sys\nfrom expectations import {names}\nprint([n in sys.modules for n in {HEAVY}])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == "[False, False, False]"


def test_a_report_knows_what_blocks_and_what_warns(con: duckdb.DuckDBPyConnection) -> None:
    def asked(name: str, severity: Severity) -> Check:
        return no_rows(name, SAID, checked="marts.t", failing="from marts.t", why=SAID, remedy=SAID, severity=severity)

    report: GateReport = run_gate(con, "candidate", [asked("one", "warn"), asked("two", "block")])
    assert [found.name for found in report.blocking] == ["two"]
    assert [found.name for found in report.warnings] == ["one"]
