"""What all tests share: the project's models, and published warehouses that are built once a session.

A published warehouse takes seconds to build, so it is built once, for all workers of pytest-xdist, and is read only. A
test that writes asks for `copy_of`.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

import duban.memory
from duban.modelling import Project, load_project
from duban.settings import Settings, resolve_settings

PROJECT = Path(__file__).resolve().parent.parent

# The folders whose tests take seconds each, and the mark that says why.
MARKS = {
    "modelling/test_model_cases.py": ("model",),
    "flows": ("prefect", "slow"),
    "pipeline/test_bad_night.py": ("prefect", "slow"),
    "faults": ("fault", "slow"),
    "workbench/browser": ("browser", "slow"),
    "pipeline": ("slow",),
    "sharding/test_lake.py": ("slow",),
    "sharding/test_processes.py": ("slow",),
}

Once = Callable[[str, Callable[[Path], None]], Path]

duban.memory.collect_seldom()  # as the command line does


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in a folder of MARKS, and as slow whatever needs a published warehouse.

    The slow folders go first: workers that share the tests file by file then end at about the same time.
    """
    tests = PROJECT / "tests"
    late = []
    for item in items:
        marks = {mark for place, marks in MARKS.items() if item.path.is_relative_to(tests / place) for mark in marks}
        late.append("slow" not in marks)
        if {"heze", "city"} & set(getattr(item, "fixturenames", ())):
            marks.add("slow")
        for mark in sorted(marks):
            item.add_marker(mark)
    items[:] = [item for _, item in sorted(zip(late, items, strict=True), key=lambda pair: pair[0])]


def pytest_collection_finish() -> None:
    """What was collected stays: whoever calls gc.collect, as load_project does, need not look through it again."""
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # else the engine reports at exit what nobody freed


@pytest.fixture(scope="session")
def project() -> Project:
    """The project's own sql/, parsed once a process. It stays, so the garbage collector passes it over too."""
    loaded = load_project(PROJECT / "sql")
    gc.freeze()
    return loaded


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
