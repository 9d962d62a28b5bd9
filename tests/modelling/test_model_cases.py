"""Every case of tests/models: rows in, rows out (the form is in duban/modelling/testing.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.modelling import Project
from duban.modelling.testing import read_case, run_case

ROOT = Path(__file__).parents[2]
CASE_FOLDER = ROOT / "tests" / "models"
CASES = sorted(CASE_FOLDER.rglob("*.yml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_model_case(path: Path, project: Project) -> None:
    result = run_case(project, read_case(path, project))
    assert result.passed, f"\n{result}"


def test_every_model_data_test_and_figure_has_a_case(project: Project) -> None:
    without = sorted(set(_names(project)) - {path.parent.name for path in CASES})
    assert not without, f"without a case below tests/models: {', '.join(without)}"


def test_every_case_folder_is_named_by_a_file_of_sql(project: Project) -> None:
    strangers = sorted({entry.name for entry in CASE_FOLDER.iterdir()} - set(_names(project)))
    assert not strangers, f"tests/models holds what no file of sql/ is named by: {', '.join(strangers)}"


def test_a_data_test_has_a_case_in_which_it_finds_a_row(project: Project) -> None:
    finding = {read_case(path, project).table for path in CASES if read_case(path, project).expect}
    assert {model.table for model in project.tests.values()} <= finding


def _names(project: Project) -> list[str]:
    return [*(table.split(".")[1] for table in project.models), *project.tests, *project.expectations]
