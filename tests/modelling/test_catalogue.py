"""The comments of all tables, as the published file carries them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from duban.modelling import load_project
from duban.modelling.catalogue import described_columns

SQL = Path(__file__).parents[2] / "sql"

# One name that means two things, and the labels that distinguish them until one of the two is renamed.
HOMONYMS = {
    "is_new": {"是否新增", "是否新任"},
    "reason_text": {"原因", "说明"},
    "unit_kind": {"单位类别", "计量单位类别"},
}


def test_a_column_has_one_label_wherever_it_stands() -> None:
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, columns in described_columns(load_project(SQL)).items():
        for column, comment, _ in columns:
            if comment:
                labels[column][comment.split(":")[0]].append(table)
    several = {column: dict(found) for column, found in labels.items() if len(found) > 1}
    assert {column: set(found) for column, found in several.items()} == HOMONYMS, several
