"""Take one kind of evidence away at a time: what the rebuilding of blocks loses, as the table in docs/blocks.md.

    python -m benchmarks.ablate_blocks HELD/raw HELD/warehouse/duban.duckdb

The other weights stay as they are: the table shows what each kind adds to the rest, not what a model without it could
learn to do instead. HELD is a warehouse of constructed tables that the weights were not fitted on.
"""

from __future__ import annotations

import argparse
import pathlib

from benchmarks import blocks_lab as lab

KINDS: dict[str, tuple[str, ...]] = {
    "progress speaks of the target": (
        "progress_contrast",
        "distinct_progress_contrast",
        "distinct_progress_information",
    ),
    "unit's name in the target": ("unit_contrast",),
    "who answers with whom": ("portfolio_contrast", "unit_restart"),
    "deadline": ("deadline_contrast", "deadlines_off_one"),
    "order of the leaders": ("leader_restart", "leader_same", "leader_same_filled"),
    "number of leaders": ("leaders_over_rows", "rows_over_leaders", "list_runs_over", "late_list_runs_over"),
    "nobody twice in a block": ("unit_repeats", "leader_repeats", "leader_repeats_filled"),
    "text goes on in the next row": ("text_runs_on", "progress_runs_on"),
    "one text, one status a block": (
        "text_missing", "texts_too_many", "progress_missing", "progress_too_many", "statuses_off_one",
    ),
    "vertical centring": (
        "number_off_centre_lines", "number_below_centre", "text_off_centre_lines", "text_off_centre_rows",
        "progress_off_centre_rows", "leaders_off_centre",
    ),
    "size of blocks": ("block_size", "block_size_spread", "rows_above", "page_starts"),
    "layout of the document": (
        "habit_realigned", "habit_numbered_start", "habit_unnumbered_start", "habit_text_off_number",
        "habit_stray_leader", "habit_last_gap_row", "habit_bayes",
    ),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablate_blocks", description=__doc__)
    parser.add_argument("held_raw", type=pathlib.Path)
    parser.add_argument("held_warehouse", type=pathlib.Path)
    arguments = parser.parse_args()
    truth = lab.read_truth(arguments.held_raw)
    weights = lab.read_weights()
    print("| taken away | rows with a choice right | flagged | right of the unflagged |")
    print("|---|---|---|---|")
    with lab.copy_of(arguments.held_warehouse) as connection:
        lab.set_weights(connection, weights)
        lab.set_calibration(connection, lab.read_calibration())
        lab.rebuild(connection, lab.MODELS_AFTER_EVIDENCE)
        for kind, names in {"nothing": (), **KINDS}.items():
            lab.set_weights(connection, weights | dict.fromkeys(names, 0.0))
            lab.rebuild(connection, (*lab.MODELS_AFTER_WEIGHTS, *lab.MODELS_AFTER_CALIBRATION))
            judged = lab.judge(connection, truth)
            right = judged.is_right[judged.has_choice].mean()
            sure = judged.is_right[~judged.needs_review].mean()
            print(f"| {kind} | {right:.4f} | {judged.needs_review.mean():.4f} | {sure:.4f} |", flush=True)


if __name__ == "__main__":
    main()
