from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.settings import Settings, resolve_settings
from tests.conftest import PROJECT
from tests.fetching.site import Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return resolve_settings(tmp_path / "raw", tmp_path / "warehouse", PROJECT, environ={})
