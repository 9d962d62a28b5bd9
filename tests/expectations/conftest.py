"""What the tests of the gates share: the small warehouse, in memory."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.expectations.small_warehouse import make_warehouse


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """One document of three targets; every check of gate 2 holds on it."""
    with duckdb.connect() as con:
        make_warehouse(con)
        yield con
