"""What else happens to a table on its way: lost and repeated numbers, lost texts, lost rows.

Damage is rare, as in published tables; the truth keeps what the table said before.
"""

from __future__ import annotations

import itertools
import random

from benchmarks.tables.flatten import PrintedRow
from benchmarks.tables.structure import Table


def damage(rng: random.Random, table: Table, rows: list[PrintedRow], way: str) -> list[str]:
    """Damage rows in place; returns what was done, in words."""
    done: list[str] = []
    if rng.random() < 0.15:
        block_no = rng.randrange(1, len(table.blocks))
        for row in rows:
            if row.block_no == block_no:
                row.texts.pop("number", None)
        done.append(f"number {table.blocks[block_no].number} lost")
    if rng.random() < 0.1:
        repeat_numbers(rows)
        done.append("numbers printed again after a page break")
    if way == "lines" and rng.random() < 0.7:
        lost = [row for row in rows if "number" not in row.texts and rng.random() < 0.04]
        for row in lost:
            rows.remove(row)
        done.append(f"{len(lost)} rows lost")
    return done


def repeat_numbers(rows: list[PrintedRow]) -> None:
    """A block that continues on a new page prints its number again there."""
    numbers = {row.block_no: row.texts["number"] for row in rows if row.texts.get("number")}
    for above, row in itertools.pairwise(rows):
        if row.block_no == above.block_no and row.page_no != above.page_no and row.block_no in numbers:
            row.texts["number"] = numbers[row.block_no]
