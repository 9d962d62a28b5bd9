"""Write constructed tables and their truth: `python -m benchmarks.tables FOLDER --documents 200 --seed 1`.

A document is a Markdown pipe table under FOLDER/<place>/ with a side file; `truth.json` lists for every document the
block of each printed data row, in printed order.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import random

from benchmarks.tables.damage import damage
from benchmarks.tables.flatten import WAYS, flatten
from benchmarks.tables.layout import draw_sheet, set_pages
from benchmarks.tables.printing import print_document, print_merged
from benchmarks.tables.structure import Table, draw_government, draw_table

# Governments of one drawn name differ in these signs: a number each, written in their names.
_NAME_SIGNS = "云山溪河林泉石桥松竹梅兰荷柳枫桂安宁和顺丰盛昌隆明德仁义诚信文武"


def write_documents(
    folder: pathlib.Path,
    count: int,
    seed: int,
    profile: str = "usual",
    block_count: int | None = None,
    years: int = 1,
) -> None:
    """Write `count` documents and truth.json. The same seed writes the same bytes.

    years: documents a government, with one set of leaders, bureaus and portfolios. Where it is more than one, the last
    year of each is HTML that keeps its merges, from which the years before can learn.
    """
    truth: dict[str, dict[str, object]] = {}
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        first, year_no = number - number % years, number % years
        government = draw_government(random.Random(f"{seed}/government/{first}")) if years > 1 else None
        way = "kept" if years > 1 and year_no == years - 1 else rng.choice(WAYS)
        # Only a list of leaders in one cell can be spread over rows.
        leader_mode = "list" if way == "spread" and rng.random() < 0.8 else None
        table = _of_government(draw_table(rng, profile, block_count, leader_mode, government, year_no), first)
        name = f"{table.place}/{seed}-{number:04d}.{way}"
        if way == "kept":
            path, damaged, text = f"{name}.html", None, print_merged(table)
            row_blocks = [block_no for block_no, block in enumerate(table.blocks) for _ in range(block.row_count)]
        else:
            sheet = draw_sheet(rng, table)
            rows = flatten(rng, table, sheet, set_pages(table, sheet), way)
            path, damaged = f"{name}.md", damage(rng, table, rows, way)
            text, row_blocks = print_document(rng, table, rows, way), [row.block_no for row in rows]
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
        (folder / f"{path}.yml").write_text(
            f"jurisdiction: {table.place}\nreport_year: {table.year}\nkind: result\n", encoding="utf-8"
        )
        truth[path] = {
            "way": way,
            "damage": damaged,
            "numbers": [block.number for block in table.blocks],
            "row_blocks": row_blocks,
        }
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")


def _of_government(table: Table, number: int) -> Table:
    """The table under the name of its own government: no two numbers have one name, and its title says it."""
    signs = ""
    while number or not signs:
        number, rest = divmod(number, len(_NAME_SIGNS))
        signs = _NAME_SIGNS[rest] + signs
    ending = 3 if table.place.endswith("自治县") else 1
    place = f"{table.place[:-ending]}{signs}{table.place[-ending:]}"
    return dataclasses.replace(table, place=place, title=table.title.replace(table.place, place))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=("usual", "other"), default="usual", help="fit on usual, judge on other")
    parser.add_argument("--blocks", type=int, default=None, help="targets a document (default: 8 to 60, drawn)")
    parser.add_argument(
        "--years", type=int, default=1, help="documents a government; the last of several keeps its merges"
    )
    arguments = parser.parse_args()
    write_documents(
        arguments.folder, arguments.documents, arguments.seed, arguments.profile, arguments.blocks, arguments.years
    )
    print(f"{arguments.documents} documents and truth.json in {arguments.folder}")


if __name__ == "__main__":
    main()
