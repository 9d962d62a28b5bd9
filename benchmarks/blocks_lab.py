"""The bench of the block models: rebuild them with other weights on a copy of a warehouse, and judge rows by the truth.

Works on a warehouse built from `python -m benchmarks.tables` (by `duban reload --raw FOLDER --warehouse W`), whose
intermediate schema is part of the file. Nothing here writes to that file: everything runs on a copy.
"""

from __future__ import annotations

import csv
import json
import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import numpy as np

SQL = pathlib.Path(__file__).resolve().parent.parent / "sql"
# The models whose SQL defines the evidence; then, in order, what the weights and what the calibration change.
MODELS_AFTER_EVIDENCE = (
    "int_block_habits",
    "int_block_cut_evidence",
    "int_block_candidates",
)
MODELS_AFTER_WEIGHTS = (
    "int_block_scores",
    "int_block_cut_posteriors",
    "int_block_layouts",
)
MODELS_AFTER_CALIBRATION = ("int_row_posteriors", "int_row_assignments", "int_row_blocks", "int_blocks")


@dataclass(frozen=True, slots=True)
class Judged:
    """Data rows of constructed documents against their truth, one array item a row.

    is_right: the row's block is its own; confidence, needs_review, has_choice as the models say; way: how the document
    was flattened; document: its path.
    """

    document: np.ndarray
    way: np.ndarray
    is_right: np.ndarray
    confidence: np.ndarray
    posterior: np.ndarray
    needs_review: np.ndarray
    has_choice: np.ndarray


@contextmanager
def copy_of(warehouse: pathlib.Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a throw-away copy of a warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "lab.duckdb"
        shutil.copyfile(warehouse, copy)
        connection = duckdb.connect(str(copy))
        connection.execute("set threads to 2")
        try:
            yield connection
        finally:
            connection.close()


def rebuild(connection: duckdb.DuckDBPyConnection, models: tuple[str, ...]) -> None:
    """Build models anew from their files under sql/intermediate."""
    for name in models:
        [file] = (SQL / "intermediate").rglob(f"{name}.sql")
        text = file.read_text("utf8")
        connection.execute(f"create or replace table intermediate.{name} as\n{text}")


def read_weights() -> dict[str, float]:
    """The weights in force, from the seed."""
    with (SQL / "seeds" / "block_weights.csv").open(encoding="utf8", newline="") as file:
        return {line["name"]: float(line["value"]) for line in csv.DictReader(file)}


def read_calibration() -> list[tuple[float, float]]:
    """The calibration curve in force, from the seed: (posterior, calibrated)."""
    with (SQL / "seeds" / "block_calibration.csv").open(encoding="utf8", newline="") as file:
        return [(float(line["posterior"]), float(line["calibrated"])) for line in csv.DictReader(file)]


def set_weights(connection: duckdb.DuckDBPyConnection, weights: dict[str, float]) -> None:
    """Put weights in the place of the seed."""
    lines = [(name, repr(float(weight)), "") for name, weight in weights.items()]
    connection.execute("create or replace table seeds.block_weights (name varchar, value varchar, meaning varchar)")
    connection.executemany("insert into seeds.block_weights values (?, ?, ?)", lines)


def set_calibration(connection: duckdb.DuckDBPyConnection, knots: list[tuple[float, float]]) -> None:
    """Put a calibration curve (posterior, calibrated) in the place of the seed."""
    connection.execute(
        "create or replace table seeds.block_calibration (posterior varchar, calibrated varchar, meaning varchar)"
    )
    connection.executemany(
        "insert into seeds.block_calibration values (?, ?, '')", [(repr(float(a)), repr(float(b))) for a, b in knots]
    )


def true_blocks(
    connection: duckdb.DuckDBPyConnection, truth: dict[str, dict]
) -> dict[tuple[str, int, int], tuple[str, int]]:
    """(document_id, table_run_no, table_run_row_no) -> (document_path, true block), where all rows landed."""
    rows = connection.execute(
        """
        select documents.document_path, printed.document_id, printed.table_run_no, printed.table_run_row_no
        from staging.stg_rows as printed
        join staging.stg_documents as documents on documents.document_id = printed.document_id
        where printed.row_kind = 'data'
        order by documents.document_path, printed.table_no, printed.row_no
        """
    ).fetchall()
    by_document: dict[str, list[tuple[str, int, int]]] = {}
    for path, document_id, table_run_no, table_run_row_no in rows:
        by_document.setdefault(path, []).append((document_id, table_run_no, table_run_row_no))
    found: dict[tuple[str, int, int], tuple[str, int]] = {}
    for path, keys in by_document.items():
        blocks = truth.get(path, {}).get("row_blocks", [])
        if len(blocks) == len(keys):
            found.update({key: (path, block) for key, block in zip(keys, blocks, strict=True)})
    return found


def judge(connection: duckdb.DuckDBPyConnection, truth: dict[str, dict]) -> Judged:
    """Judge every data row: is it in the same block as its anchor row truly is?"""
    truly = true_blocks(connection, truth)
    rows = connection.execute(
        """
        select
            rows_.document_id, rows_.table_run_no, rows_.table_run_row_no,
            assigned.anchor_row_no, rows_.assignment_confidence,
            coalesce(posteriors.posterior, 1), rows_.needs_review, posteriors.posterior is not null
        from intermediate.int_row_blocks as rows_
        join intermediate.int_row_assignments as assigned using (document_id, table_run_no, table_run_row_no)
        left join intermediate.int_row_posteriors as posteriors using (document_id, table_run_no, table_run_row_no)
        order by rows_.document_id, rows_.table_run_no, rows_.table_run_row_no
        """
    ).fetchall()
    kept = [row for row in rows if (row[0], row[1], row[2]) in truly]
    own = [truly[row[0], row[1], row[2]] for row in kept]
    anchors = [truly[row[0], row[1], row[3]] for row in kept]
    return Judged(
        document=np.array([path for path, _ in own]),
        way=np.array([truth[path]["way"] for path, _ in own]),
        is_right=np.array([mine == anchor for mine, anchor in zip(own, anchors, strict=True)]),
        confidence=np.array([row[4] for row in kept]),
        posterior=np.array([row[5] for row in kept]),
        needs_review=np.array([row[6] for row in kept]),
        has_choice=np.array([row[7] for row in kept]),
    )


def read_truth(folder: pathlib.Path) -> dict[str, dict]:
    """The truth that `python -m benchmarks.tables` wrote beside its documents."""
    truth: dict[str, dict] = json.loads((folder / "truth.json").read_text("utf8"))
    return truth
