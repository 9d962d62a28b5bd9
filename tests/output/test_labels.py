"""Every column of classes that is promised has classes, and every class has a Chinese label, in one seed."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from duban.output.labels import read_class_labels, seed_of_classes
from expectations.promises import CLASS_COLUMNS
from tests.conftest import PROJECT

SEEDS = PROJECT / "sql" / "seeds"
LABELS = read_class_labels(SEEDS)


@pytest.mark.parametrize("column", sorted({listed.column for listed in CLASS_COLUMNS}))
def test_a_promised_column_has_classes(column: str) -> None:
    seed, begin = seed_of_classes(column)
    assert any(of == column for of, _ in LABELS), f"add lines {begin}<class>,<Chinese label> to sql/seeds/{seed}"


def test_every_class_has_a_label() -> None:
    assert [name for name, label in LABELS.items() if not label.strip()] == []


def test_no_class_stands_twice() -> None:
    with (SEEDS / "class_labels.csv").open(encoding="utf8", newline="") as file:
        classes = Counter((line["column_name"], line["class"]) for line in csv.DictReader(file))
    with (SEEDS / "claim_reasons.csv").open(encoding="utf8", newline="") as file:
        classes.update(("reason", line["reason"]) for line in csv.DictReader(file))
    assert [name for name, count in classes.items() if count > 1] == []
