"""Incremental by document equals a full rebuild, row for row, after any history."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings

from tests.modelling.histories import DrawnModel, check_history, histories, trees

# A few at every run; `DUBAN_HISTORIES=500 pytest tests/modelling/test_incremental.py` for the long run.
_HISTORIES = int(os.environ.get("DUBAN_HISTORIES", "8"))


@settings(max_examples=_HISTORIES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=_HISTORIES < 100)
@given(models=trees(), history=histories)
def test_incremental_equals_full(models: list[DrawnModel], history: list[tuple]) -> None:
    check_history(models, history)
