"""Gate 2: a real build passes; break one thing and exactly the checks that name it say so, with the place.

That each file of sql/tests finds its rows is shown by its cases (tests/models); here it is that the gate asks them.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from duban.modelling import Project
from expectations.candidate_gate import judge_candidate
from expectations.gate_tables import write_gate_tables
from expectations.results import CheckResult, GateReport
from tests.expectations.small_warehouse import LAST_ROW_PLACE, check_of, not_passed

FACT = "marts.fct_target_unit"
WIDE = "marts.mart_target_progress"


def test_a_whole_warehouse_passes(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    report = judge_candidate(warehouse, project)
    assert report.passed
    assert not_passed(report) == {}
    assert {test.name for test in project.data_tests} <= {check.name for check in report.checks}
    assert check_of(report, "every_data_row_belongs_to_one_block").checked_count == 4


DAMAGES = [
    pytest.param(f"insert into {FACT} from {FACT} limit 1", {"key_of_fct_target_unit": "quarantine"}, id="a row twice"),
    pytest.param(
        f"update {FACT} set unit_id = 'gone' where source_row_no = 2",
        {"reference_of_fct_target_unit_unit_id": "quarantine"},
        id="a unit that no dimension holds",
    ),
    pytest.param(
        f"insert into {FACT} by name select * replace ('gone' as target_id) from {FACT} where source_row_no = 2",
        {
            "key_of_fct_target_unit": "quarantine",
            "reference_of_fct_target_unit_target_id": "quarantine",
            "every_data_row_stands_under_exactly_one_target": "quarantine",
            "progress_of_a_row_is_printed_in_its_target": "quarantine",
        },
        id="a target that no dimension holds",
    ),
    pytest.param(
        f"update {WIDE} set document_path = 'gone.md' where source_row_no = 2",
        {"reference_of_mart_target_progress_document_path": "quarantine"},
        id="a path that no document has",
    ),
    pytest.param(
        "delete from intermediate.int_row_blocks where row_no = 3",
        {"every_data_row_belongs_to_one_block": "quarantine"},
        id="a data row lost",
    ),
    pytest.param(
        "insert into intermediate.int_row_blocks from intermediate.int_row_blocks where row_no = 3",
        {"every_data_row_belongs_to_one_block": "quarantine", "key_of_int_row_blocks": "quarantine"},
        id="a data row assigned twice",
    ),
    pytest.param(
        "insert into intermediate.int_row_blocks by name select document_id, 1 as table_run_no, "
        "99 as table_run_row_no, 9 as block_no, 1 as table_no, 99 as row_no from staging.stg_documents",
        {"every_data_row_belongs_to_one_block": "quarantine", "every_block_became_one_target": "quarantine"},
        id="a row that was never printed",
    ),
    pytest.param(
        "insert into intermediate.int_unit_seed_lines by name select 'alias' as line_kind, "
        "'临江市' as jurisdiction_name, '市财证局' as old_name, '市财正局' as new_name",
        {"every_seed_line_for_a_place_names_a_unit_of_it": "warn"},
        id="a seed line for a place that names no unit of it",
    ),
    pytest.param(
        f"delete from {FACT} where source_row_no = 3",
        {
            "every_target_reaches_the_facts": "quarantine",
            "every_data_row_stands_under_exactly_one_target": "quarantine",
            "every_printed_unit_reaches_the_facts": "warn",
        },
        id="a target that no fact holds",
    ),
    pytest.param(
        f"update {FACT} set source_row_no = 2 where source_row_no = 3",
        {
            "every_data_row_stands_under_exactly_one_target": "quarantine",
            "every_printed_unit_reaches_the_facts": "warn",
        },
        id="a row listed under two targets",
    ),
    pytest.param(
        "delete from staging.stg_rows where row_no = 1",
        {"every_printed_row_is_read_once": "quarantine"},
        id="a row not read",
    ),
    pytest.param(
        "update staging.stg_tables set last_row_no = 3",
        {"every_printed_row_belongs_to_one_part_of_a_table": "quarantine"},
        id="a row in no part of a table",
    ),
    pytest.param(
        "delete from intermediate.int_targets where target_no = '2'",
        {"every_block_became_one_target": "quarantine", "reference_of_dim_target_target_id": "quarantine"},
        id="a block without its target",
    ),
    pytest.param(
        "insert into raw.documents (document_id, document_path) values ('new', 'linjiang/2025.md')",
        {"every_document_is_let_in_or_quarantined": "quarantine"},
        id="a document that vanished",
    ),
    pytest.param(
        "insert into raw.quarantine (document_id, gate) select document_id, 'landing' from raw.documents",
        {"every_document_is_let_in_or_quarantined": "quarantine"},
        id="a document both let in and held back",
    ),
    pytest.param(
        "update marts.dim_deadline set deadline_class = 'someday'",
        {"values_of_dim_deadline_deadline_class": "stop"},
        id="a class that is not on the list",
    ),
    pytest.param(
        "update marts.dim_document set document_kind = null",
        {"values_of_dim_document_document_kind": "quarantine"},
        id="a document of no kind",
    ),
    pytest.param("update marts.dim_status set status_class = null", {}, id="a status that nobody has classed yet"),
    pytest.param(
        "update marts.bridge_target_leader set assignment_confidence = 1.2",
        {"range_of_bridge_target_leader_assignment_confidence": "quarantine"},
        id="a confidence above 1",
    ),
    pytest.param(
        f"update {FACT} set assignment_confidence = 'nan'",
        {"range_of_fct_target_unit_assignment_confidence": "quarantine"},
        id="a confidence that is no number",
    ),
    pytest.param(
        f"update {WIDE} set assignment_confidence = null where source_row_no = 2",
        {"every_row_states_the_confidence_of_its_target": "quarantine"},
        id="no confidence stated",
    ),
    pytest.param(
        f"update {WIDE} set assignment_method = 'span', assignment_confidence = 0.9 where source_row_no = 2",
        {"rows_with_known_spans_are_certain": "quarantine"},
        id="an unsure exact span",
    ),
    pytest.param(
        f"alter table {WIDE} drop column leader_names",
        {"promised_columns_present": "stop"},
        id="a promised column is gone",
    ),
    pytest.param(
        "drop table marts.mart_claim_audit",
        {
            "promised_columns_present": "stop",
            "key_of_mart_claim_audit": "broken",
            "reference_of_mart_claim_audit_document_id": "broken",
            "reference_of_mart_claim_audit_target_id": "broken",
            "range_of_mart_claim_audit_confidence": "broken",
            "values_of_mart_claim_audit_reason": "broken",
            "values_of_mart_claim_audit_severity": "broken",
        },
        id="a promised table is gone",
    ),
    pytest.param(
        f"alter table {WIDE} drop column assignment_method",
        {
            "promised_columns_present": "stop",
            "values_of_mart_target_progress_assignment_method": "broken",
            "rows_with_known_spans_are_certain": "broken",
            "every_row_states_the_confidence_of_its_target": "broken",
        },
        id="a column that checks read is gone",
    ),
    pytest.param(
        f"alter table {WIDE} drop column progress_text",
        {"promised_columns_present": "stop", "drift_measurable": "broken"},
        id="a column that drift reads is gone",
    ),
]


@pytest.mark.parametrize(("damage", "caught"), DAMAGES)
def test_damage_is_caught_by_name(
    warehouse: duckdb.DuckDBPyConnection, project: Project, damage: str, caught: dict[str, str]
) -> None:
    warehouse.execute(damage)
    report = judge_candidate(warehouse, project)
    assert not_passed(report) == caught
    assert report.passed is (not set(caught.values()) - {"quarantine", "warn"})
    # What names its document may be set aside once or twice; what still fails then stops the build.
    last = judge_candidate(warehouse, project, may_set_aside=False)
    assert not_passed(last) == {name: "stop" if cost == "quarantine" else cost for name, cost in caught.items()}


def test_a_failing_row_says_where_it_was_printed(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    warehouse.execute("delete from intermediate.int_row_blocks where row_no = 4")
    found = check_of(judge_candidate(warehouse, project), "every_data_row_belongs_to_one_block")
    assert found.failing_count == 1
    assert found.failing_rows[0].source_place == LAST_ROW_PLACE
    assert found.title.zh == "每个数据行恰好归入一个行块"
    assert found.remedy.en.startswith("open the source at that place")


def test_an_empty_warehouse_is_not_published(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    for table in ("marts.dim_document", "marts.mart_target_progress"):
        warehouse.execute(f"delete from {table}")
    report = judge_candidate(warehouse, project)
    assert not report.passed
    assert {"filled_dim_document", "filled_mart_target_progress"} <= set(not_passed(report))


def test_a_class_without_a_line_in_its_seed_is_refused_with_the_line(
    warehouse: duckdb.DuckDBPyConnection, project: Project
) -> None:
    """A finding that a model makes and no seed names: it has neither label nor severity, and its seed is named."""
    warehouse.execute(
        "insert into marts.mart_claim_audit by name select 'c' as claim_id, document_id, document_path, target_id, "
        "'counted_twice' as reason, 0.9 as confidence from marts.mart_target_progress limit 1"
    )
    report = judge_candidate(warehouse, project)
    assert not_passed(report) == {
        "values_of_mart_claim_audit_reason": "quarantine",
        "values_of_mart_claim_audit_severity": "quarantine",
    }
    reason = check_of(report, "values_of_mart_claim_audit_reason").remedy
    assert "add a line <value>,<Chinese label>,... to sql/seeds/claim_reasons.csv" in reason.en
    assert "在 sql/seeds/claim_reasons.csv 加一行 <取值>,<中文名>" in reason.zh
    role = check_of(report, "values_of_bridge_target_unit_unit_role").remedy
    assert "add a line unit_role,<value>,<Chinese label>,... to sql/seeds/class_labels.csv" in role.en


def test_a_model_that_states_no_grain_stops_the_build(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    model = project.models["marts.dim_unit"]
    silent = replace(model, file=replace(model.file, grain=()))
    report = judge_candidate(warehouse, replace(project, models=project.models | {"marts.dim_unit": silent}))
    assert not_passed(report) == {"grains_recorded": "stop"}
    assert check_of(report, "grains_recorded").failing_rows[0].row == {"model_name": "marts.dim_unit"}


def test_the_gate_leaves_the_candidate_as_it_was(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    tables = "select database_name, schema_name, table_name, estimated_size from duckdb_tables() order by all"
    views = "select view_name from duckdb_views() where not internal order by all"
    before = warehouse.execute(tables).fetchall()
    judge_candidate(warehouse, project)
    assert warehouse.execute(tables).fetchall() == before
    assert warehouse.execute(views).fetchall() == []


def test_what_was_found_is_kept_in_meta_and_replaced_by_the_next(
    warehouse: duckdb.DuckDBPyConnection, project: Project
) -> None:
    name = "every_data_row_belongs_to_one_block"
    warehouse.execute("delete from intermediate.int_row_blocks where row_no = 4")
    bad = judge_candidate(warehouse, project)
    write_gate_tables(warehouse, "b1", [bad])
    results = "select severity, passed, checked_count, failing_count from meta.gate_results where check_name = ?"
    assert warehouse.execute(results, [name]).fetchall() == [("quarantine", False, 4, 1)]
    failures = "select row_no, row_json ->> 'row_no', source_place from meta.gate_failures where check_name = ?"
    assert warehouse.execute(failures, [name]).fetchall() == [(1, "4", LAST_ROW_PLACE)]
    count = warehouse.execute("select count(*) from meta.gate_results").fetchone()
    assert count == (len(bad.checks),)

    write_gate_tables(warehouse, "b2", [])
    assert warehouse.execute("select count(*) from meta.gate_results").fetchone() == (0,)
    assert warehouse.execute("select count(*) from meta.gate_failures").fetchone() == (0,)


def test_the_same_input_gives_the_same_results(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    warehouse.execute(f"update {WIDE} set assignment_confidence = 2")
    assert judge_candidate(warehouse, project) == judge_candidate(warehouse, project)


def _but_since(report: GateReport) -> list[CheckResult]:
    return [replace(check, since="") for check in report.checks]


@pytest.mark.parametrize("damage", [pytest.param(case.values[0], id=case.id) for case in DAMAGES])
def test_what_passed_last_time_hides_no_damage(
    arrived: duckdb.DuckDBPyConnection, project: Project, damage: str
) -> None:
    """A document has come: judged against what passed before, the gate finds what it finds when it looks at all."""
    arrived.execute(damage)
    report = judge_candidate(arrived, project)
    arrived.execute("drop table meta.passed_tests")
    whole = judge_candidate(arrived, project)
    assert _but_since(report) == _but_since(whole)
    assert not any(check.since for check in whole.checks)


def test_a_build_looks_at_what_changed_alone(arrived: duckdb.DuckDBPyConnection, project: Project) -> None:
    """Of a check that is not run whole the report says how many rows it stands for and where they were looked at."""
    [(build_id,)] = arrived.execute("select build_id from meta.builds").fetchall()
    report = judge_candidate(arrived, project)
    assert report.passed
    spared = {check.name for check in report.checks if check.since == build_id}
    assert {"every_line_of_the_unit_seeds_can_be_used", "every_printed_cell_is_read_once", "key_of_stg_rows"} <= spared
    assert {"reference_of_fct_target_unit_target_id", "range_of_mart_claim_audit_confidence"} <= spared
    assert "one_edition_of_a_publication_is_current" not in spared, "it compares documents"
    assert check_of(report, "every_data_row_belongs_to_one_block").checked_count == 8
    write_gate_tables(arrived, "the next", [report])
    kept = dict(arrived.execute("select test_name, build_id from meta.passed_tests").fetchall())
    assert kept["every_printed_cell_is_read_once"] == build_id
    assert kept["one_edition_of_a_publication_is_current"] == "the next"
    again = judge_candidate(arrived, project)
    assert {check.since for check in again.checks if check.name in kept} == {build_id, "the next"}


def test_a_test_that_is_written_otherwise_is_run_whole(arrived: duckdb.DuckDBPyConnection, project: Project) -> None:
    name = "every_printed_cell_is_read_once"
    assert check_of(judge_candidate(arrived, project), name).since
    tests = [replace(one, sql=f"{one.sql} and 1 = 1") if one.name == name else one for one in project.data_tests]
    assert not check_of(judge_candidate(arrived, replace(project, data_tests=tuple(tests))), name).since
