"""The made-up rows of benchmarks/measures_scale.py are what the models read, so that the benchmark can be run."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from benchmarks import measures_scale


def test_the_rows_of_the_benchmark_feed_every_model_that_it_measures(tmp_path: Path) -> None:
    given = argparse.Namespace(places=2, years=4, targets=10, threads=1, memory="1GiB")
    rows = tmp_path / "rows.duckdb"
    counts = measures_scale._make_rows(rows, given)
    assert counts["intermediate.int_targets"] == 80
    _, made = measures_scale._build(rows, given)
    assert set(measures_scale.WANTED) <= set(made)
    with duckdb.connect(str(rows), read_only=True) as con:
        for table in measures_scale.WANTED:
            [(count,)] = con.execute(f"select count(*) from {table}").fetchall()
            assert count > 10, table
