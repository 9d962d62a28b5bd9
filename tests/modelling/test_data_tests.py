"""Data tests: offending rows are counted, kept and capped; one that cannot run has not passed; headers are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.errors import ModelError
from duban.modelling import load_project, run_tests
from duban.modelling.data_tests import DataTest, Words, batches
from tests.modelling.warehouse import Warehouse, built, write_tree

HEADER = """-- 每格有字: every cell has a text
-- severity: warn
-- checked: staging.stg_cells
-- why: 空格什么也没说:
--     an empty cell says nothing
-- remedy: 看原件: look at `a: b` in the source
"""
TREE = {
    "staging/stg_cells.sql": "select document_id, row_no, text from raw.cells",
    "tests/every_cell_has_a_text.sql": HEADER + "select document_id, row_no from staging.stg_cells where text is null;",
    "tests/rows_are_counted_from_one.sql": HEADER + "select * from staging.stg_cells where row_no < 1",
    "tests/texts_are_numbers.sql": HEADER
    + "select text::integer as number from staging.stg_cells where text::integer > 5",
}


def test_rows_are_kept_and_capped(tmp_path: Path) -> None:
    warehouse = Warehouse()
    warehouse.land("d1", [None] * 7 + ["a"])
    project, _ = built(write_tree(tmp_path, TREE), warehouse)
    results = {result.test.name: result for result in run_tests(project.data_tests, warehouse.con, cap=3)}
    broken = results["every_cell_has_a_text"]
    assert not broken.passed
    assert (broken.checked_count, broken.row_count) == (8, 7)
    assert broken.columns == ("document_id", "row_no")
    assert broken.rows == (("d1", 1), ("d1", 2), ("d1", 3))
    assert results["rows_are_counted_from_one"].passed
    failed = results["texts_are_numbers"]
    assert not failed.passed
    assert "Conversion" in failed.error


def test_tests_read_what_exists(tmp_path: Path) -> None:
    warehouse = Warehouse()
    project = load_project(write_tree(tmp_path, TREE))
    assert len(project.data_tests) == 3
    assert all(result.error for result in run_tests(project.data_tests, warehouse.con))


def test_the_header_is_what_a_gate_reports(tmp_path: Path) -> None:
    test = load_project(write_tree(tmp_path, TREE)).data_tests[0]
    assert test.name == "every_cell_has_a_text"
    assert test.sentence == Words("每格有字", "every cell has a text")
    assert (test.severity, test.checked) == ("warn", "staging.stg_cells")
    assert test.why == Words("空格什么也没说", "an empty cell says nothing")
    assert test.remedy == Words("看原件", "look at `a: b` in the source")


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        pytest.param(
            "-- severity: warn\n", "", 1, "no line '-- severity: ...'", "form of the header", id="no severity"
        ),
        pytest.param(
            "warn", "block", 2, "'block' is not a severity", "stop, quarantine, warn", id="a severity that is none"
        ),
        pytest.param("warn", "quarantine", 2, "does not name them", "select document_id or", id="no document named"),
        pytest.param("severity", "severty", 2, "no line 'severty'", "did you mean severity?", id="misspelt"),
        pytest.param("-- why", "-- owner: me\n-- why", 4, "no line 'owner'", "the lines are", id="unknown line"),
        pytest.param(
            "-- why", "-- severity: stop\n-- why", 4, "two lines 'severity'", "take one of them out", id="twice"
        ),
        pytest.param("--     an", "-- an", 5, "no line 'an empty cell", "indent it", id="not indented"),
        pytest.param("每格有字: ", "", 1, "stands in Chinese and in English", "中文句子", id="English only"),
        pytest.param(": every cell has a text", "", 1, "stands in Chinese and in English", "中文", id="Chinese only"),
        pytest.param("-- 每格有字: every cell has a text\n", "", 1, "no sentence in Chinese", "form", id="no sentence"),
        pytest.param("staging.stg_cells", "stg_cell", 3, "does not read stg_cell", "staging.stg_cells?", id="not read"),
    ],
)
def test_a_header_that_cannot_be_used_is_an_error_of_the_project(
    tmp_path: Path, old: str, new: str, line: int, what: str, remedy: str
) -> None:
    assert old in HEADER
    named = "text" if new == "quarantine" else "document_id"
    sql = HEADER.replace(old, new, 1) + f"select {named} from staging.stg_cells where text is null"
    tree = {"staging/stg_cells.sql": TREE["staging/stg_cells.sql"], "tests/every_cell_has_a_text.sql": sql}
    with pytest.raises(ModelError) as error:
        load_project(write_tree(tmp_path, tree))
    assert error.value.where == f"{tmp_path / 'tests/every_cell_has_a_text.sql'}:{line}"
    assert what in str(error.value)
    assert remedy in error.value.remedy


def test_tests_of_large_tables_are_counted_one_by_one() -> None:
    def check(name: str, table: str) -> DataTest:
        return DataTest(name, Words("", ""), "stop", table, Words("", ""), Words("", ""), f"from {table}")

    tests = [check("a", "large"), check("b", "large"), *(check(f"c{number}", "small") for number in range(20))]
    found = [[test.name for test in batch] for batch in batches(tests, {"large": 400_000, "small": 10})]
    assert [name for batch in found for name in batch] == [test.name for test in tests]
    assert found[0] == ["a"]
    assert max(map(len, found)) < 20
