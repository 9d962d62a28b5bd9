"""The comments of all tables, as the published file carries them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import duckdb

from duban.modelling import load_project
from duban.modelling.catalogue import described_columns
from duban.modelling.sql_comments import explanations
from duban.output.labels import chinese_name, explanation
from duban.settings import Settings

SQL = Path(__file__).parents[2] / "sql"


def test_a_column_has_one_label_wherever_it_stands() -> None:
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, columns in described_columns(load_project(SQL)).items():
        for column, comment, _ in columns:
            if comment:
                labels[column][comment.split(":")[0]].append(table)
    several = {column: dict(found) for column, found in labels.items() if len(found) > 1}
    assert several == {}


def test_all_that_is_published_is_described_in_chinese_and_in_english(heze: Settings) -> None:
    with duckdb.connect(str(heze.published), read_only=True) as con:
        said = con.execute(
            "select schema_name || '.' || table_name, comment from duckdb_tables() union all "
            "select schema_name || '.' || table_name || '.' || column_name, comment from duckdb_columns() order by 1"
        ).fetchall()
    published = {what: comment or "" for what, comment in said if what.startswith(("marts.", "meta."))}
    assert {"marts.dim_target", "meta.builds.build_id", "meta.gate_results.passed", "meta.models"} <= set(published)
    not_in_both = {
        what: comment
        for what, comment in published.items()
        if not chinese_name(comment) or not all(explanations(explanation(comment)))
    }
    assert not_in_both == {}
