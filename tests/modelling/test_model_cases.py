"""Every case of tests/models: rows in, rows out (the form is told in duban/modelling/testing.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.modelling import Project, load_project
from duban.modelling.testing import read_case, run_case

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "models").rglob("*.yml"))


@pytest.fixture(scope="session")
def house() -> Project:
    return load_project(ROOT / "sql")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_model_case(path: Path, house: Project) -> None:
    result = run_case(house, read_case(path, house))
    assert result.passed, f"\n{result}"
