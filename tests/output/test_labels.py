"""Every class that the published tables promise has a Chinese label."""

from __future__ import annotations

import pytest

from duban.output.labels import read_class_labels
from expectations.promises import VALUE_LISTS
from tests.conftest import PROJECT

LABELS = read_class_labels(PROJECT / "sql" / "seeds" / "class_labels.csv")


@pytest.mark.parametrize("listed", VALUE_LISTS, ids=lambda listed: f"{listed.table}.{listed.column}")
def test_a_promised_class_has_a_label(listed: object) -> None:
    column, allowed = listed.column, listed.allowed  # type: ignore[attr-defined]
    assert [value for value in allowed if not LABELS.get((column, value))] == []
