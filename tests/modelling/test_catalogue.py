"""The comments of all tables, as the published file carries them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from duban.modelling import load_project
from duban.modelling.catalogue import described_columns

SQL = Path(__file__).parents[2] / "sql"


def test_a_column_has_one_label_wherever_it_stands() -> None:
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, columns in described_columns(load_project(SQL)).items():
        for column, comment, _ in columns:
            if comment:
                labels[column][comment.split(":")[0]].append(table)
    several = {column: dict(found) for column, found in labels.items() if len(found) > 1}
    assert several == {}
