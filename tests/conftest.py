"""What all tests share: the project's models, and published warehouses that are built once a session.

A published warehouse takes seconds to build, so it is built once, for all workers of pytest-xdist, and is read only. A
test that writes asks for `copy_of`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from duban.modelling import Project, load_project
from duban.settings import Settings, resolve_settings

PROJECT = Path(__file__).resolve().parent.parent

# The folders whose tests take seconds each, and the mark that says why.
MARKS = {
    "models": ("model",),
    "modelling/test_model_cases.py": ("model",),
    "flows": ("prefect", "slow"),
    "pipeline/test_bad_night.py": ("prefect", "slow"),
    "faults": ("fault", "slow"),
    "pipeline": ("slow",),
}

Once = Callable[[str, Callable[[Path], None]], Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in a folder of MARKS, and as slow whatever needs a published warehouse."""
    tests = PROJECT / "tests"
    for item in items:
        names = getattr(item, "fixturenames", ())
        if {"heze", "city"} & set(names):
            item.add_marker("slow")
        for place, marks in MARKS.items():
            if item.path.is_relative_to(tests / place):
                for mark in marks:
                    item.add_marker(mark)


@pytest.fixture(scope="session")
def project() -> Project:
    """The project's own sql/, parsed once a process."""
    return load_project(PROJECT / "sql")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """once(name, make) -> a folder that `make` filled, once a session, whichever worker came first.

    As the documentation of pytest-xdist has it: the workers' temporary folders have one parent, and a lock there.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def folder_of(name: str, make: Callable[[Path], None]) -> Path:
        folder = shared / name
        done = shared / f"{name}.done"
        with FileLock(f"{folder}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return folder_of


def publish(settings: Settings) -> None:
    """Reload, and see to it that something came of it."""
    from duban.pipeline.reload import reload

    outcome = reload(settings)
    assert outcome.status == "published", outcome.lines()


def copy_of(settings: Settings, folder: Path, with_sql: bool = False) -> Settings:
    """A copy of documents and warehouse in FOLDER, to write in. with_sql: and of the models, for tests that edit them.

    Times are copied with the files: what was published is up to date in the copy.
    """
    shutil.copytree(settings.raw, folder / "raw")
    shutil.copytree(settings.warehouse, folder / "warehouse")
    project = folder if with_sql else settings.project
    if with_sql:
        shutil.copytree(settings.sql, folder / "sql")
    return replace(settings, project=project, raw=folder / "raw", warehouse=folder / "warehouse")


@pytest.fixture(scope="session")
def heze(once: Once) -> Settings:
    """The real documents of raw/, published. To be read only."""

    def settings(folder: Path) -> Settings:
        return resolve_settings(PROJECT / "raw", folder, PROJECT, environ={})

    return settings(once("heze", lambda folder: publish(settings(folder))))


@pytest.fixture(scope="session")
def city(once: Once) -> Settings:
    """The constructed city of examples/, published. To be read only."""

    def settings(folder: Path) -> Settings:
        return resolve_settings(PROJECT / "examples" / "raw", folder, PROJECT, environ={})

    return settings(once("city", lambda folder: publish(settings(folder))))
