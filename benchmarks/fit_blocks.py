"""Fit the weights and the calibration of the block models on constructed tables, and write the two seeds.

    python -m benchmarks.tables FIT/raw --documents 500 --seed 1
    duban reload --raw FIT/raw --warehouse FIT/warehouse
    (the same with --seed 2 --profile other into HELD: other habits, for the calibration and the report)
    python -m benchmarks.fit_blocks FIT/raw FIT/warehouse/duban.duckdb HELD/raw HELD/warehouse/duban.duckdb

The probability of a whole segmentation is proportional to exp(sum of weight x evidence
over its blocks). The weights maximise the probability of the true segmentations (with a quadratic penalty), exactly, by
a forward-backward pass over every run of anchors - the same that int_block_cut_posteriors.sql does.
"""

from __future__ import annotations

import argparse
import csv
import pathlib

import duckdb
import numpy as np
from scipy.optimize import minimize

from benchmarks import blocks_lab as lab

PENALTY = 2.0
# Ways of flattening that leave a merged text on the first row of its block.
FIRST_ROW_WAYS = ("first", "slid", "repeat")
# No single piece of evidence may settle a block alone: constructed tables keep rules that published ones break.
MOST = 6.0
# Weights that cannot sensibly speak the other way round keep their sign: what a handful of tables shows by chance must
# not turn evidence upside down.
SIGNS = {
    **dict.fromkeys(
        (
            "progress_contrast", "distinct_progress_contrast", "distinct_progress_information", "unit_contrast",
            "portfolio_contrast", "deadline_contrast", "leader_restart", "unit_restart", "habit_realigned",
            "habit_numbered_start", "habit_last_gap_row", "habit_bayes",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "text_runs_on", "progress_runs_on", "rows_above", "number_off_centre_lines", "text_off_centre_rows",
            "text_off_centre_lines", "progress_off_centre_rows", "leaders_off_centre", "leaders_over_rows",
            "rows_over_leaders", "list_runs_over", "late_list_runs_over", "text_missing", "texts_too_many",
            "progress_missing", "progress_too_many", "statuses_off_one", "deadlines_off_one", "unit_repeats",
            "leader_repeats", "leader_repeats_filled", "habit_unnumbered_start", "habit_text_off_number",
        ),
        -1,
    ),
}  # fmt: skip


class Segmentations:
    """The candidate blocks of a warehouse as arrays, with the true one of each anchor marked.

    A state is a cut; a candidate leads from the cut above its anchor to the cut below it. `steps` holds the candidates
    that are an equal number of anchors from the start of their run.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, truth: dict[str, dict], names: list[str]) -> None:
        truly = lab.true_blocks(connection, truth)
        columns = ", ".join(f"candidates.{name}" for name in names)
        rows = connection.execute(
            f"""
            select
                scores.document_id, scores.table_run_no, scores.anchor_no, scores.cut_above, scores.cut_below,
                scores.step_no, scores.run_length, anchors.anchor_row_no, {columns}
            from intermediate.int_block_scores as scores
            join intermediate.int_block_candidates as candidates
                using (document_id, table_run_no, anchor_no, cut_above, cut_below)
            join intermediate.int_block_anchors as anchors using (document_id, table_run_no, anchor_no)
            order by scores.document_id, scores.table_run_no, scores.anchor_no, scores.cut_above, scores.cut_below
            """
        ).fetchall()
        extents = true_extents(truly)
        runs: dict[tuple[str, int, int], list[tuple]] = {}
        for row in rows:
            runs.setdefault((row[0], row[1], row[2] - row[5] + 1), []).append(row)
        kept: list[tuple] = []
        is_true: list[bool] = []
        run_of: list[int] = []
        self.documents: list[str] = []
        for run in runs.values():
            marks = [marks_truth(row, truly, extents) for row in run]
            anchors_marked = {row[2] for row, mark in zip(run, marks, strict=True) if mark}
            # Where every block begins at its number the segmentation does not decide; and a run whose truth no
            # segmentation of candidates can express (a lost number) teaches nothing.
            path = truly.get((run[0][0], run[0][1], run[0][7]), ("", 0))[0]
            if path not in truth or truth[path]["way"] in FIRST_ROW_WAYS:
                continue
            if len(anchors_marked) != run[0][6] or sum(marks) != run[0][6]:
                continue
            kept += run
            is_true += marks
            run_of += [len(self.documents)] * len(run)
            self.documents.append(path)
        self.features = np.array([row[8:] for row in kept], dtype=float)
        self.is_true = np.array(is_true)
        self.run_of = np.array(run_of)
        step = np.array([row[5] for row in kept])
        # A cut that ends one run begins the next: they share nothing, so each run has states of its own.
        states: dict[tuple[int, int, int], int] = {}
        self.above = np.array(
            [states.setdefault((run, row[2] - 1, row[3]), len(states)) for run, row in zip(run_of, kept, strict=True)]
        )
        self.below = np.array(
            [states.setdefault((run, row[2], row[4]), len(states)) for run, row in zip(run_of, kept, strict=True)]
        )
        self.state_count = len(states)
        self.steps = [np.flatnonzero(step == number) for number in range(1, int(step.max()) + 1)]
        self.last_of_run = np.zeros(len(kept), dtype=bool)
        for position, row in enumerate(kept):
            self.last_of_run[position] = row[5] == row[6]

    def likelihood(self, weights: np.ndarray) -> tuple[float, np.ndarray]:
        """Mean log likelihood of the true segmentations, a run an item, and its gradient."""
        score = self.features @ weights
        forward = np.full(self.state_count, -np.inf)
        starts = self.above[self.steps[0]]
        forward[starts] = 0.0
        for at in self.steps:
            add_logs(forward, self.below[at], forward[self.above[at]] + score[at])
        backward = np.full(self.state_count, -np.inf)
        backward[self.below[self.last_of_run]] = 0.0
        for at in reversed(self.steps):
            add_logs(backward, self.above[at], backward[self.below[at]] + score[at])
        total = np.full(len(self.documents), -np.inf)
        total[self.run_of[self.steps[0]]] = backward[starts]
        joint = forward[self.above] + score + backward[self.below] - total[self.run_of]
        expected = self.features.T @ np.exp(joint)
        observed = self.features[self.is_true].sum(axis=0)
        runs = len(self.documents)
        return (score[self.is_true].sum() - total.sum()) / runs, (observed - expected) / runs


def add_logs(sums: np.ndarray, states: np.ndarray, logs: np.ndarray) -> None:
    """sums[state] = log of the sum of exp(logs) that fall on it."""
    highest = np.full(len(sums), -np.inf)
    np.maximum.at(highest, states, logs)
    parts = np.zeros(len(sums))
    np.add.at(parts, states, np.exp(logs - highest[states]))
    touched = np.unique(states)
    sums[touched] = highest[touched] + np.log(parts[touched])


def true_extents(truly: dict[tuple[str, int, int], tuple[str, int]]) -> dict[tuple[str, int, int], tuple[int, int]]:
    """(document_id, table_run_no, true block) -> first and last row."""
    extents: dict[tuple[str, int, int], tuple[int, int]] = {}
    for (document_id, table_run_no, row_no), (_, block) in truly.items():
        first, last = extents.get((document_id, table_run_no, block), (row_no, row_no))
        extents[document_id, table_run_no, block] = (min(first, row_no), max(last, row_no))
    return extents


def marks_truth(row: tuple, truly: dict, extents: dict) -> bool:
    """Does this candidate hold exactly the rows of its anchor's true block?"""
    document_id, table_run_no, anchor_row_no = row[0], row[1], row[7]
    if (document_id, table_run_no, anchor_row_no) not in truly:
        return False
    block = truly[document_id, table_run_no, anchor_row_no][1]
    return extents[document_id, table_run_no, block] == (row[3] + 1, row[4])


def fit_segmentation(segmentations: Segmentations, names: list[str]) -> dict[str, float]:
    """The weights, by L-BFGS within the sign bounds."""
    scale = np.maximum(segmentations.features.std(axis=0), 1e-6)

    def loss(scaled: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = segmentations.likelihood(scaled / scale)
        runs = len(segmentations.documents)
        penalty = PENALTY / 2 * (scaled**2).sum() / runs
        return -value + penalty, -gradient / scale + PENALTY * scaled / runs

    bounds = [
        tuple(sorted((0.0, SIGNS[name] * MOST * size))) if name in SIGNS else (-MOST * size, MOST * size)
        for name, size in zip(names, scale, strict=True)
    ]
    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    return dict(zip(names, (float(value) for value in fitted.x / scale), strict=True))


def fit_habits(connection: duckdb.DuckDBPyConnection, truth: dict[str, dict]) -> dict[str, float]:
    """The weights of the clues to a document's habit: do its blocks begin at their numbers?"""
    clues = [
        row[0]
        for row in connection.execute("describe intermediate.int_block_layouts").fetchall()
        if row[0].startswith("clue_")
    ]
    rows = connection.execute(
        f"""
        select documents.document_path, {", ".join("layouts." + clue for clue in clues)}
        from intermediate.int_block_layouts as layouts
        join staging.stg_documents as documents using (document_id)
        join intermediate.int_block_habits as habits using (document_id)
        where habits.rows_per_block > 1.05
        order by documents.document_path
        """
    ).fetchall()
    features = np.array([[1.0, *row[1:]] for row in rows])
    begins = np.array([truth[row[0]]["way"] in FIRST_ROW_WAYS for row in rows], dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = features @ weights
        value = np.logaddexp(0, logits).sum() - (begins * logits).sum() + 0.25 * (weights**2).sum()
        return float(value), features.T @ (1 / (1 + np.exp(-logits)) - begins) + 0.5 * weights

    names = ["habit_constant", *(clue.replace("clue_", "habit_") for clue in clues)]
    bounds = [{1: (0.0, None), -1: (None, 0.0)}.get(SIGNS.get(name, 0), (None, None)) for name in names]
    fitted = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return dict(zip(names, map(float, fitted), strict=True))


def fit_calibration(judged: lab.Judged) -> list[tuple[float, float]]:
    """Posterior -> share right: a monotone curve through means of equal counts (pool adjacent violators)."""
    posterior, right = judged.posterior[judged.has_choice], judged.is_right[judged.has_choice].astype(float)
    order = np.argsort(posterior, kind="stable")
    groups = np.array_split(order, 24)
    pooled = [[posterior[group].mean(), right[group].mean(), float(len(group))] for group in groups if len(group)]
    merged: list[list[float]] = []
    for point in pooled:
        merged.append(point)
        while len(merged) > 1 and merged[-1][1] < merged[-2][1]:
            upper, lower = merged.pop(), merged.pop()
            count = upper[2] + lower[2]
            merged.append([(upper[i] * upper[2] + lower[i] * lower[2]) / count for i in (0, 1)] + [count])
    knots = {0.5: min(0.5, merged[0][1])}
    knots |= {round(x, 4): min(y, 0.9995) for x, y, _ in merged if 0.5005 < x < 0.9995}
    return sorted((knots | {1.0: 0.9995}).items())


def report(judged: lab.Judged, title: str) -> None:
    """Print shares right and flagged by way, reliability in bins, and the Brier score."""
    print(f"== {title}")
    for way in [*sorted(set(judged.way)), "all"]:
        rows = judged.way == way if way != "all" else np.ones(len(judged.way), dtype=bool)
        sure = rows & ~judged.needs_review
        print(
            f"{way:8s} rows {rows.sum():6d}  right {judged.is_right[rows].mean():.4f}"
            f"  flagged {judged.needs_review[rows].mean():.4f}"
            f"  right of the unflagged {judged.is_right[sure].mean():.4f}"
        )
    said, right = judged.confidence[judged.has_choice], judged.is_right[judged.has_choice]
    print(f"Brier score of rows with a choice {np.mean((said - right) ** 2):.4f}")
    for low, high in ((0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)):
        here = (said >= low) & (said < high)
        if here.any():
            print(
                f"  said {low:.2f}-{min(high, 1):.2f}  rows {here.sum():6d}"
                f"  mean {said[here].mean():.3f}  right {right[here].mean():.3f}"
            )


def write_seed(name: str, column: str, values: list[tuple[str, str]]) -> None:
    """Write new numbers into a seed, its other columns (the meanings) kept."""
    path = lab.SQL / "seeds" / f"{name}.csv"
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        header, lines = list(reader.fieldnames or []), list(reader)
    known = {line[header[0]]: line for line in lines}
    for key, value in values:
        known.setdefault(key, dict.fromkeys(header, ""))[header[0]] = key
        known[key][column] = value
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(known.values())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_blocks", description=__doc__)
    parser.add_argument("fit_raw", type=pathlib.Path)
    parser.add_argument("fit_warehouse", type=pathlib.Path)
    parser.add_argument("held_raw", type=pathlib.Path)
    parser.add_argument("held_warehouse", type=pathlib.Path)
    parser.add_argument("--keep", action="store_true", help="report only; leave the seeds as they are")
    arguments = parser.parse_args()
    weights = lab.read_weights()
    if not arguments.keep:
        truth = lab.read_truth(arguments.fit_raw)
        with lab.copy_of(arguments.fit_warehouse) as connection:
            lab.rebuild(connection, (*lab.MODELS_AFTER_EVIDENCE, "int_block_scores"))
            names = [name for name in weights if not name.startswith(("habit_", "review_"))]
            weights |= fit_segmentation(Segmentations(connection, truth, names), names)
            lab.set_weights(connection, weights)
            lab.rebuild(connection, lab.MODELS_AFTER_WEIGHTS)
            weights |= fit_habits(connection, truth)
    held_truth = lab.read_truth(arguments.held_raw)
    with lab.copy_of(arguments.held_warehouse) as connection:
        lab.set_weights(connection, weights)
        lab.set_calibration(connection, lab.read_calibration())
        lab.rebuild(connection, (*lab.MODELS_AFTER_EVIDENCE, *lab.MODELS_AFTER_WEIGHTS, *lab.MODELS_AFTER_CALIBRATION))
        judged = lab.judge(connection, held_truth)
        if not arguments.keep:
            # Half of the held-out documents teach the curve, the other half are reported.
            teaches = np.array([hash_half(path) for path in judged.document])
            knots = fit_calibration(taken(judged, teaches))
            lab.set_calibration(connection, knots)
            lab.rebuild(connection, lab.MODELS_AFTER_CALIBRATION)
            judged = taken(lab.judge(connection, held_truth), ~teaches)
            write_seed("block_weights", "value", [(name, f"{value:.4f}") for name, value in weights.items()])
            lines = [
                f"{posterior:.4f},{calibrated:.4f},{'share right among constructed rows about this posterior'}"
                for posterior, calibrated in knots
            ]
            (lab.SQL / "seeds" / "block_calibration.csv").write_text(
                "posterior,calibrated,meaning\n" + "\n".join(lines) + "\n", encoding="utf8"
            )
        report(judged, "held out: other habits, never fitted on")


def hash_half(path: str) -> bool:
    """Half of the documents, by the last digit of their number."""
    return int(path.split("-")[-1].split(".")[0]) % 2 == 0


def taken(judged: lab.Judged, rows: np.ndarray) -> lab.Judged:
    return lab.Judged(*(getattr(judged, name)[rows] for name in judged.__dataclass_fields__))


if __name__ == "__main__":
    main()
