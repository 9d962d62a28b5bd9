"""Every case of tests/models: rows in, rows out (the form is told in duban/modelling/testing.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.modelling import Project, load_project
from duban.modelling.testing import read_case, run_case

ROOT = Path(__file__).parents[2]
CASE_FOLDER = ROOT / "tests" / "models"
CASES = sorted(CASE_FOLDER.rglob("*.yml"))


@pytest.fixture(scope="session")
def house() -> Project:
    return load_project(ROOT / "sql")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_model_case(path: Path, house: Project) -> None:
    result = run_case(house, read_case(path, house))
    assert result.passed, f"\n{result}"


def test_every_model_has_a_case(house: Project) -> None:
    without = sorted(set(_model_names(house)) - {path.parent.name for path in CASES})
    assert not without, (
        f"{len(without)} of {len(house.models)} models have no case below tests/models: {', '.join(without)}"
    )


def test_every_case_folder_is_named_by_a_model(house: Project) -> None:
    strangers = sorted({entry.name for entry in CASE_FOLDER.iterdir()} - set(_model_names(house)))
    assert not strangers, f"tests/models holds what no model of sql/ is named by: {', '.join(strangers)}"


def _model_names(house: Project) -> list[str]:
    return [table.split(".")[1] for table in house.models]
