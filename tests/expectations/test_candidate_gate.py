"""Gate 2: the small warehouse passes; break one thing and exactly the checks that name it say so, with the place."""

from __future__ import annotations

import duckdb
import pytest

from duban.modelling.data_tests import TestResult
from expectations.candidate_gate import judge_candidate
from expectations.gate_tables import write_gate_tables
from tests.expectations.small_warehouse import Printed, check_of, make_warehouse, not_passed

FACT = "marts.fct_target_unit"
WIDE = "marts.mart_target_progress"


def test_a_whole_warehouse_passes(warehouse: duckdb.DuckDBPyConnection) -> None:
    report = judge_candidate(warehouse)
    assert report.passed
    assert not_passed(report) == {}
    assert len(report.checks) > 40
    assert check_of(report, "data_rows_assigned_once").checked_count == 3


@pytest.mark.parametrize(
    ("damage", "caught"),
    [
        pytest.param(f"insert into {FACT} from {FACT} limit 1", {"key_of_fct_target_unit": "block"}, id="a row twice"),
        pytest.param(
            f"update {FACT} set unit_id = 'gone' where source_row_no = 2",
            {"reference_of_fct_target_unit_unit_id": "block"},
            id="a unit that no dimension holds",
        ),
        pytest.param(
            f"insert into {FACT} by name select * replace ('gone' as target_id) from {FACT} where source_row_no = 2",
            {"reference_of_fct_target_unit_target_id": "block", "facts_tell_a_row_once": "block"},
            id="a target that no dimension holds",
        ),
        pytest.param(
            f"update {WIDE} set document_path = 'gone.md' where source_row_no = 2",
            {"reference_of_mart_target_progress_document_path": "block"},
            id="a path that no document has",
        ),
        pytest.param(
            "delete from intermediate.int_row_blocks where row_no = 3",
            {"data_rows_assigned_once": "block", "facts_tell_a_row_once": "block"},
            id="a data row lost",
        ),
        pytest.param(
            "insert into intermediate.int_row_blocks from intermediate.int_row_blocks where row_no = 3",
            {"data_rows_assigned_once": "block"},
            id="a data row assigned twice",
        ),
        pytest.param(
            "insert into intermediate.int_row_blocks select document_id, 1, 9, 1, 99 from staging.stg_documents",
            {"data_rows_assigned_once": "block", "blocks_have_targets": "block"},
            id="a row that was never printed",
        ),
        pytest.param(
            "insert into intermediate.int_unit_seed_problems values ('alias', '菏泽市', '市财证局', '市财正局')",
            {"lines_for_a_place_name_its_units": "warn"},
            id="a seed line for a place that names no unit of it",
        ),
        pytest.param(
            f"delete from {FACT} where source_row_no = 3",
            {"targets_reach_the_facts": "block", "units_reach_the_facts": "warn"},
            id="a target that no fact tells",
        ),
        pytest.param(
            f"update {FACT} set source_row_no = 2 where source_row_no = 3",
            {"facts_tell_a_row_once": "block", "units_reach_the_facts": "warn"},
            id="a row told under two targets",
        ),
        pytest.param(
            "delete from staging.stg_rows where row_no = 1",
            {"printed_rows_accounted_for": "block"},
            id="a row not read",
        ),
        pytest.param(
            "update staging.stg_tables set last_row_no = 3",
            {"printed_tables_accounted_for": "block"},
            id="a row in no part of a table",
        ),
        pytest.param(
            "delete from intermediate.int_targets where target_no = '2'",
            {"blocks_have_targets": "block", "reference_of_dim_target_target_id": "block"},
            id="a block without its target",
        ),
        pytest.param(
            "insert into raw.documents values ('new', 'heze/2025.md')",
            {"documents_accounted_for": "block"},
            id="a document that vanished",
        ),
        pytest.param(
            "insert into raw.quarantine select document_id, '', 'landing', '', '', '' from raw.documents",
            {"documents_accounted_for": "block"},
            id="a document both let in and held back",
        ),
        pytest.param(
            "update marts.dim_deadline set deadline_class = 'someday'",
            {"values_of_dim_deadline_deadline_class": "block"},
            id="a class that is not on the list",
        ),
        pytest.param(
            "update marts.dim_document set document_kind = null",
            {"values_of_dim_document_document_kind": "block"},
            id="a document of no kind",
        ),
        pytest.param("update marts.dim_status set status_class = null", {}, id="a status that nobody has classed yet"),
        pytest.param(
            "update marts.bridge_target_leader set confidence = 1.2",
            {"range_of_bridge_target_leader_confidence": "block"},
            id="a confidence above 1",
        ),
        pytest.param(
            f"update {FACT} set assignment_confidence = 'nan'",
            {"range_of_fct_target_unit_assignment_confidence": "block"},
            id="a confidence that is no number",
        ),
        pytest.param(
            f"update {WIDE} set assignment_confidence = null where source_row_no = 2",
            {"assignments_state_their_confidence": "block"},
            id="no confidence stated",
        ),
        pytest.param(
            f"update {WIDE} set assignment_method = 'span'",
            {"exact_spans_are_certain": "block"},
            id="an unsure exact span",
        ),
        pytest.param(
            f"alter table {WIDE} drop column leader_names",
            {"promised_columns_present": "block"},
            id="a promised column is gone",
        ),
        pytest.param(
            "drop table marts.dim_jurisdiction",
            {"promised_columns_present": "block", "reference_of_dim_document_jurisdiction_id": "broken"},
            id="a promised table is gone",
        ),
        pytest.param(
            f"alter table {WIDE} drop column assignment_method",
            {
                "promised_columns_present": "block",
                "values_of_mart_target_progress_assignment_method": "broken",
                "exact_spans_are_certain": "broken",
                "assignments_state_their_confidence": "broken",
            },
            id="a column that checks read is gone",
        ),
        pytest.param("drop table meta.models", {"grains_recorded": "broken"}, id="no grains to check"),
        pytest.param("delete from meta.models", {"grains_recorded": "block"}, id="no model states its grain"),
        pytest.param(
            f"alter table {WIDE} drop column progress_text",
            {"promised_columns_present": "block", "drift_measurable": "broken"},
            id="a column that drift reads is gone",
        ),
    ],
)
def test_damage_is_caught_by_name(warehouse: duckdb.DuckDBPyConnection, damage: str, caught: dict[str, str]) -> None:
    warehouse.execute(damage)
    report = judge_candidate(warehouse)
    assert not_passed(report) == caught
    assert report.passed is (not set(caught.values()) - {"warn"})


def test_a_failing_row_says_where_it_was_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("delete from intermediate.int_row_blocks where row_no = 3")
    found = check_of(judge_candidate(warehouse), "data_rows_assigned_once")
    assert found.failing_count == 1
    assert found.failing_rows[0].place == "heze/2023.md, line 3"


def test_an_empty_warehouse_is_not_published() -> None:
    with duckdb.connect() as con:
        make_warehouse(con, [])
        report = judge_candidate(con)
    assert not report.passed
    assert {"filled_dim_document", "filled_mart_target_progress"} <= set(not_passed(report))


def test_a_gap_in_dense_numbers_is_a_warning_with_its_place(warehouse: duckdb.DuckDBPyConnection) -> None:
    with duckdb.connect() as con:
        make_warehouse(con, [Printed(count=10)])
        con.execute("update intermediate.int_targets set target_no = '12' where target_no = '10'")
        report = judge_candidate(con)
    assert report.passed
    assert not_passed(report) == {"numbers_have_no_gaps": "warn"}
    assert check_of(report, "numbers_have_no_gaps").failing_rows[0].row["missing"] == "2"


def test_sparse_numbers_of_an_extract_are_no_gap() -> None:
    with duckdb.connect() as con:
        make_warehouse(con, [Printed(count=5)])
        con.execute("update intermediate.int_targets set target_no = (target_no::int * 17)::varchar")
        assert not_passed(judge_candidate(con)) == {}


OFFENDING = (("2", "id of heze/2023.md", 1, 2),)


@pytest.mark.parametrize(
    ("test", "result"),
    [
        pytest.param(TestResult("all_well", "all well", 0, ("n",), (), 0.0), "passed", id="no offending row"),
        pytest.param(
            TestResult("every_x_is_y", "every x is y", 40, ("x", "document_id", "table_no", "row_no"), OFFENDING, 0.0),
            "block",
            id="offending rows",
        ),
        pytest.param(
            TestResult("cannot_run", "cannot run", 0, (), (), 0.0, "Binder Error: no 'such' column"),
            "broken",
            id="error",
        ),
    ],
)
def test_a_data_test_is_a_check(warehouse: duckdb.DuckDBPyConnection, test: TestResult, result: str) -> None:
    report = judge_candidate(warehouse, data_tests=[test])
    found = check_of(report, f"test_{test.name}")
    assert not_passed(report).get(f"test_{test.name}", "passed") == result
    assert report.passed is (result == "passed")
    assert found.failing_count == test.row_count
    if test.rows:
        assert found.failing_rows[0].place == "heze/2023.md, line 2"
    if test.error:
        assert "no 'such' column" in found.message.en


def test_the_gate_leaves_the_candidate_as_it_was(warehouse: duckdb.DuckDBPyConnection) -> None:
    tables = "select database_name, schema_name, table_name from duckdb_tables() order by all"
    views = "select view_name from duckdb_views() where not internal order by all"
    before = warehouse.execute(tables).fetchall()
    judge_candidate(warehouse, data_tests=[TestResult("t", "t", 1, ("n",), ((1,),), 0.0)])
    assert warehouse.execute(tables).fetchall() == before
    assert warehouse.execute(views).fetchall() == []


def test_what_was_found_is_kept_in_meta_and_replaced_by_the_next(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("delete from intermediate.int_row_blocks where row_no = 3")
    bad = judge_candidate(warehouse)
    write_gate_tables(warehouse, [bad])
    results = "select severity, passed, checked_count, failing_count from meta.gate_results where check_name = ?"
    assert warehouse.execute(results, ["data_rows_assigned_once"]).fetchall() == [("block", False, 3, 1)]
    failures = "select row_no, row_json ->> 'row_no', place from meta.gate_failures where check_name = ?"
    assert warehouse.execute(failures, ["data_rows_assigned_once"]).fetchall() == [(1, "3", "heze/2023.md, line 3")]
    count = warehouse.execute("select count(*) from meta.gate_results").fetchone()
    assert count == (len(bad.checks),)

    write_gate_tables(warehouse, [])
    assert warehouse.execute("select count(*) from meta.gate_results").fetchone() == (0,)
    assert warehouse.execute("select count(*) from meta.gate_failures").fetchone() == (0,)


def test_the_same_input_gives_the_same_results(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute(f"update {WIDE} set assignment_confidence = 2")
    assert judge_candidate(warehouse) == judge_candidate(warehouse)
