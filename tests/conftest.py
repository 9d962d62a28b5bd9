"""What many rooms test on: one published build of the repository's own raw/, made once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.modelling import Project, load_project
from duban.settings import Settings, resolve_settings

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project() -> Project:
    """The project's own sql/, parsed once a process."""
    return load_project(PROJECT / "sql")


@pytest.fixture(scope="session")
def heze(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The real documents of raw/, published."""
    from duban.pipeline.reload import reload

    settings = resolve_settings(PROJECT / "raw", tmp_path_factory.mktemp("heze"), PROJECT, environ={})
    outcome = reload(settings)
    assert outcome.status == "published", outcome.lines()
    return settings
