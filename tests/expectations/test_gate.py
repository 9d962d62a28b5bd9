"""The gate itself: what holds, what fails, and above all what is broken must never pass."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from duban.errors import ConfigurationError
from duban.modelling.data_tests import DataTest, Words, run_tests
from duban.modelling.generic_tests import accepted_values, not_empty, relationship, share, unique
from expectations import judging
from expectations.checks import NO_ROWS, ROW_CAP, TO_DO, Check, Expectation, Severity, counted, data_test_check
from expectations.gate import TEXT_CAP, run_gate
from expectations.judging import Judgement
from expectations.results import CheckResult, GateReport
from tests.expectations.small_warehouse import check_of

WORDS = Words("为什么", "why")
HEAVY = ("great_expectations", "pandas", "prefect")


def check(values: object, kind: str, severity: Severity = "stop", **settings: object) -> Check:
    return Check("asked", WORDS, severity, WORDS, WORDS, values, Expectation(kind, settings))


def data_test(sql: str, severity: str = "stop", name: str = "rows") -> DataTest:
    return DataTest(name, WORDS, severity, "marts.t", WORDS, WORDS, sql)  # type: ignore[arg-type]


def found_by(con: duckdb.DuckDBPyConnection, test: DataTest) -> CheckResult:
    """What a gate says of one data test."""
    (found,) = run_gate(
        con, "candidate", [data_test_check(result) for result in run_tests([test], con, ROW_CAP)]
    ).checks
    return found


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema marts; create table marts.t (id varchar, kind varchar, parent varchar)")
    con.execute("insert into marts.t values ('a', 'plan', 'p'), ('a', 'result', 'q'), ('b', null, null)")
    con.execute("create table marts.p as select 'p' as parent")
    return con


@pytest.mark.parametrize(
    ("test", "failing", "rows"),
    [
        pytest.param(unique("marts.t", ["id", "kind"], why=WORDS, remedy=WORDS), 0, [], id="key holds"),
        pytest.param(
            unique("marts.t", ["id"], why=WORDS, remedy=WORDS), 1, [{"id": "a", "row_count": "2"}], id="key twice"
        ),
        pytest.param(
            accepted_values("marts.t", "kind", ["plan", "result"], also_null=True, why=WORDS, remedy=WORDS),
            0,
            [],
            id="values in the list, NULL permitted",
        ),
        pytest.param(
            accepted_values("marts.t", "kind", ["plan", "result"], also_null=False, why=WORDS, remedy=WORDS),
            1,
            [{"id": "b", "kind": None, "parent": None}],
            id="a NULL is no value of the list",
        ),
        pytest.param(
            accepted_values("marts.t", "id", ["b", "it's"], also_null=False, why=WORDS, remedy=WORDS),
            2,
            [{"id": "a", "kind": "plan", "parent": "p"}, {"id": "a", "kind": "result", "parent": "q"}],
            id="rows are counted, not distinct values",
        ),
        pytest.param(
            relationship("marts.t", "parent", "marts.p", "parent", why=WORDS, remedy=WORDS),
            1,
            [{"id": "a", "kind": "result", "parent": "q"}],
            id="a reference that leads nowhere; NULL is none",
        ),
        pytest.param(
            not_empty("marts.none", why=WORDS, remedy=WORDS), 1, [{"table_name": "marts.none"}], id="an empty table"
        ),
        pytest.param(not_empty("marts.t", why=WORDS, remedy=WORDS), 0, [], id="a table with rows"),
        pytest.param(
            share("marts.s", "sure", why=WORDS, remedy=WORDS),
            2,
            [{"sure": "1.5"}, {"sure": "nan"}],
            id="above 1, and no number; NULL is nothing to judge",
        ),
    ],
)
def test_a_generic_test_finds_what_fails(
    con: duckdb.DuckDBPyConnection, test: DataTest, failing: int, rows: list[dict[str, str | None]]
) -> None:
    con.execute("create table marts.none (x int)")
    con.execute("create table marts.s as select unnest(['0', '1', '1.5', 'nan', null]::double[]) as sure")
    found = found_by(con, test)
    assert found.failing_count == failing
    assert [dict(row.row) for row in found.failing_rows] == rows
    assert found.passed == (failing == 0)
    assert not found.is_broken


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        pytest.param(
            check(["a", "b"], "expect_column_values_to_match_regex", regex="("),
            "Invalid regular expression",
            id="exception inside the expectation",
        ),
        pytest.param(check([1], "expect_nothing_of_the_kind"), "not found", id="no such expectation"),
        pytest.param(
            check([1], "expect_column_values_to_be_in_set", valueset=[1]), "value_set", id="misspelt argument"
        ),
        pytest.param(
            check([1, 2], "expect_column_max_to_be_between", max_value=1),
            "names no value",
            id="an expectation that does not say which value fails",
        ),
        pytest.param(
            Check("asked", WORDS, "stop", WORDS, WORDS, error="no such table"), "no such table", id="no values"
        ),
    ],
)
@pytest.mark.parametrize("severity", ["stop", "warn"])
def test_a_broken_check_fails_the_gate_whatever_its_severity(
    con: duckdb.DuckDBPyConnection, asked: Check, reason: str, severity: Severity
) -> None:
    asked = replace(asked, severity=severity)
    beside = replace(check([1], "expect_column_values_to_be_in_set", value_set=[1]), name="beside")
    report = run_gate(con, "candidate", [asked, beside])
    found = check_of(report, "asked")
    assert found.is_broken and not found.passed and not report.passed
    assert reason in found.message.en
    assert reason in found.message.zh
    assert check_of(report, "beside").passed, "one broken check must not take the others with it"


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        pytest.param("select missing from marts.t", 'Referenced column "missing" not found', id="missing column"),
        pytest.param("select * from marts.missing", "Table with name missing does not exist", id="missing table"),
        pytest.param("select select id", "syntax error", id="does not parse"),
        pytest.param("select id::integer as n from marts.t", "Could not convert", id="fails on the rows"),
    ],
)
@pytest.mark.parametrize("severity", ["stop", "warn"])
def test_a_data_test_that_cannot_run_fails_the_gate(
    con: duckdb.DuckDBPyConnection, sql: str, reason: str, severity: str
) -> None:
    tests = [data_test(sql, severity), data_test("select 1 where false", name="beside")]
    report = run_gate(con, "candidate", [data_test_check(result) for result in run_tests(tests, con)])
    assert check_of(report, "rows").is_broken and not report.passed
    assert reason in check_of(report, "rows").message.en
    assert check_of(report, "beside").passed


@pytest.mark.parametrize("value", [None, float("nan")], ids=["None", "NaN"])
def test_a_count_that_is_not_known_does_not_pass(value: object) -> None:
    asked = Check("asked", WORDS, "stop", WORDS, WORDS, (value,))
    judgement = judging.judge([asked, replace(asked, name="beside", values=(0,))])
    assert judgement == Judgement({"asked": (0,), "beside": ()}, {})


def test_every_count_is_judged_for_its_own_check() -> None:
    counts = [("stop", 0), ("stop", 3), ("warn", 0), ("stop", 1), ("warn", 2), ("quarantine", 4)]
    checks = [Check(f"{word} {count}", WORDS, word, WORDS, WORDS, (count,)) for word, count in counts]
    judgement = judging.judge(checks)
    assert judgement == Judgement({check.name: (0,) if check.values[0] else () for check in checks}, {})


def test_an_error_of_the_library_itself_fails_the_gate(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from great_expectations.datasource.fluent.interfaces import Batch

    def fall_over(*_: object, **__: object) -> None:
        raise RuntimeError("the library fell over")

    monkeypatch.setattr(Batch, "validate", fall_over)
    report = run_gate(con, "candidate", [Check("asked", WORDS, "warn", WORDS, WORDS, (0,))])
    assert not report.passed
    assert "the library fell over" in report.checks[0].message.en


def test_a_verdict_that_never_came_fails_the_gate(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("expectations.gate.judge", lambda checks: Judgement({}, {}))
    report = run_gate(con, "candidate", [Check("asked", WORDS, "warn", WORDS, WORDS, (0,))])
    assert not report.passed


def test_an_exception_is_found_at_any_level_of_what_is_recorded() -> None:
    nested = {"metric": {"raised_exception": True, "exception_message": "no such column", "exception_traceback": ""}}
    assert judging._exception_of(nested) == "no such column"
    assert judging._exception_of({"raised_exception": False, "exception_message": None}) is None
    assert judging._exception_of(None) is None


@pytest.mark.parametrize(
    ("severity", "passes"),
    [("stop", False), ("quarantine", True), ("warn", True)],
    ids=["stop", "quarantine", "warn"],
)
def test_only_a_failure_of_severity_stop_shuts_the_gate(
    con: duckdb.DuckDBPyConnection, severity: Severity, passes: bool
) -> None:
    rows = [{"id": "a"}]
    asked = counted("rows", WORDS, severity, why=WORDS, remedy=WORDS, checked_count=3, rows=rows)
    report = run_gate(con, "candidate", [asked])
    assert report.passed is passes
    assert not report.checks[0].passed
    assert report.checks[0].failing_rows[0].row == {"id": "a"}


def test_failing_rows_are_capped_and_counted_in_full(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table marts.many as select lpad(i::varchar, 4, '0') as id from range(3000) as r(i)")
    found = found_by(con, data_test("from marts.many"))
    assert (found.checked_count, found.failing_count) == (3, 3000)
    assert [row.row["id"] for row in found.failing_rows] == [f"{i:04}" for i in range(ROW_CAP)]


def test_a_hostile_text_in_a_failing_row_is_cut(con: duckdb.DuckDBPyConnection) -> None:
    found = found_by(con, data_test("select repeat('长', 100000) as t"))
    assert len(found.failing_rows[0].row["t"] or "") == TEXT_CAP + 1


def test_lines_to_paste_are_whole_however_many(con: duckdb.DuckDBPyConnection) -> None:
    line = "'甲,other,,printed in heze/2023.md' || chr(10)"
    whole = found_by(con, data_test(f"""select repeat({line}, 50) as "{TO_DO}" """)).failing_rows[0].row[TO_DO]
    assert whole and whole.count("\n") == 50
    cut = found_by(con, data_test(f"""select repeat({line}, 5000) as "{TO_DO}" """)).failing_rows[0].row[TO_DO]
    assert cut and set(cut.splitlines()) == {"甲,other,,printed in heze/2023.md", "…"}


@pytest.mark.parametrize(
    ("row", "source_place"),
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
        pytest.param("'d' as document_id, 'page 3' as source_place", "heze/2023.md, page 3", id="place said outright"),
        pytest.param("'x' as document_id", "", id="unknown document"),
        pytest.param("1 as n", "", id="no document"),
    ],
)
def test_a_failing_row_leads_to_its_source_cell(con: duckdb.DuckDBPyConnection, row: str, source_place: str) -> None:
    con.execute("create schema raw; create table raw.documents (document_id varchar, document_path varchar)")
    con.execute("insert into raw.documents values ('d', 'heze/2023.md')")
    con.execute(
        "create table raw.cells (document_id varchar, table_no int, row_no int, column_no int, source_place varchar)"
    )
    con.execute("insert into raw.cells values ('d', 1, 3, 1, 'line 14')")
    assert found_by(con, data_test(f"select {row}")).failing_rows[0].source_place == source_place


def test_two_checks_of_one_name_are_refused(con: duckdb.DuckDBPyConnection) -> None:
    twice = Check("asked", WORDS, "warn", WORDS, WORDS, (0,))
    with pytest.raises(ConfigurationError, match="asked"):
        run_gate(con, "candidate", [twice, twice])


def test_a_gate_writes_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No data-docs site, no folder of a context, nothing in the temporary folder or where the process stands."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    run_gate(con, "candidate", [Check("asked", WORDS, "stop", WORDS, WORDS, (0,))])
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_imported_only_when_a_gate_runs() -> None:
    names = "candidate_gate, landing_gate, report, gate_tables, results"
    program = f"import sys\nfrom expectations import {names}\nprint([n in sys.modules for n in {HEAVY}])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == "[False, False, False]"


@pytest.mark.parametrize("null", [None, float("nan"), pd.NA], ids=["None", "NaN", "NA"])
def test_a_value_that_is_missing_is_not_counted_as_checked(con: duckdb.DuckDBPyConnection, null: object) -> None:
    asked = check(["a", null, "b"], "expect_column_values_to_be_in_set", value_set=["a"])
    asked = replace(asked, expectation=replace(asked.expectation, skips_null=True))
    (found,) = run_gate(con, "candidate", [asked]).checks
    assert (found.checked_count, found.failing_count) == (2, 1)


def test_a_report_knows_what_stops_and_what_warns(con: duckdb.DuckDBPyConnection) -> None:
    def asked(name: str, severity: Severity) -> Check:
        return Check(name, WORDS, severity, WORDS, WORDS, (1,), NO_ROWS, 3)

    report: GateReport = run_gate(con, "candidate", [asked("one", "warn"), asked("two", "stop")])
    assert [found.name for found in report.stopping] == ["two"]
    assert [found.name for found in report.warnings] == ["one"]
