"""Data tests: offending rows are counted, kept and capped; a test that cannot run has not passed."""

from __future__ import annotations

from pathlib import Path

from duban.modelling import load_project, run_tests
from tests.modelling.warehouse import Warehouse, built, write_tree

TREE = {
    "staging/stg_cells.sql": "select document_id, row_no, text from raw.cells",
    "tests/every_cell_has_a_text.sql": "select document_id, row_no from staging.stg_cells where text is null;",
    "tests/rows_are_counted_from_one.sql": "select * from staging.stg_cells where row_no < 1",
    "tests/texts_are_numbers.sql": "select text::integer as number from staging.stg_cells where text::integer > 5",
}


def test_rows_are_kept_and_capped(tmp_path: Path) -> None:
    warehouse = Warehouse()
    warehouse.land("d1", [None] * 7 + ["a"])
    project, _ = built(write_tree(tmp_path, TREE), warehouse)
    results = {result.name: result for result in run_tests(project, warehouse.con, cap=3)}
    broken = results["every_cell_has_a_text"]
    assert not broken.passed
    assert broken.sentence == "every cell has a text"
    assert broken.row_count == 7
    assert broken.columns == ("document_id", "row_no")
    assert len(broken.rows) == 3
    assert results["rows_are_counted_from_one"].passed
    failed = results["texts_are_numbers"]
    assert not failed.passed
    assert "Conversion" in failed.error


def test_tests_read_what_exists(tmp_path: Path) -> None:
    warehouse = Warehouse()
    project = load_project(write_tree(tmp_path, TREE))
    assert all(result.error for result in run_tests(project, warehouse.con))
