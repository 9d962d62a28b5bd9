"""What the tests of the gates share: a published build of one small document to break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Once
from tests.expectations.small_warehouse import build_small, small_settings


@pytest.fixture(scope="session")
def small_build(once: Once) -> Path:
    """The published file of `build_small`; copy it before anything is changed."""
    return small_settings(once("small", build_small)).published


@pytest.fixture
def warehouse(small_build: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One document of three targets; every check of gate 2 holds on it."""
    copy = tmp_path / "candidate.duckdb"
    shutil.copyfile(small_build, copy)
    with duckdb.connect(str(copy)) as con:
        yield con
    copy.unlink()  # thirty megabytes a test, and pytest keeps the folders of three sessions
