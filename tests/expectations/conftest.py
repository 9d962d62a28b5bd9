"""What the tests of the gates share: a published build of one small document to break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from duban.modelling import Project
from tests.conftest import Once
from tests.expectations.small_warehouse import arrive, build_small, small_settings


@pytest.fixture(scope="session")
def small_build(once: Once) -> Path:
    """The published file of `build_small`; copy it before anything is changed."""
    return small_settings(once("small", build_small)).published


@pytest.fixture
def warehouse(small_build: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One document of three targets; every check of gate 2 holds on it. That it passed is not remembered: what a test
    damages by hand, no record shows."""
    with _copied(small_build, tmp_path) as con:
        con.execute("drop table meta.passed_tests")
        yield con


@pytest.fixture
def arrived(once: Once, small_build: Path, project: Project, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A candidate made of what was published of one document, into which a second one has come."""
    file = once("small and another", lambda folder: arrive(small_build, project, folder)) / "candidate.duckdb"
    with _copied(file, tmp_path) as con:
        yield con


@contextmanager
def _copied(file: Path, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    copy = folder / "candidate.duckdb"
    shutil.copyfile(file, copy)
    with duckdb.connect(str(copy)) as con:
        yield con
    copy.unlink()  # thirty megabytes a test, and pytest keeps the folders of three sessions
