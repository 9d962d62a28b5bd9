"""The generator of constructed tables: reproducible, and its truth fits what it prints."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.tables.__main__ import write_documents
from benchmarks.tables.flatten import WAYS, flatten
from benchmarks.tables.layout import draw_sheet, set_pages
from benchmarks.tables.structure import draw_table


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_documents(tmp_path / name, 3, seed=4)
    one, two = (sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("one", "two"))
    assert [path.name for path in one] == [path.name for path in two]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_the_truth_has_a_block_for_every_printed_data_row(tmp_path: Path) -> None:
    write_documents(tmp_path, 8, seed=4)
    truth = json.loads((tmp_path / "truth.json").read_text("utf8"))
    assert truth
    for path, document in truth.items():
        lines = [line for line in (tmp_path / path).read_text("utf8").splitlines() if line.startswith("|")]
        header = lines[0]
        printed = [line for line in lines if line != header and "---" not in line and "、" not in line.split("|")[1]]
        assert len(printed) == len(document["row_blocks"]), path
        assert document["row_blocks"] == sorted(document["row_blocks"]), path


@pytest.mark.parametrize("way", sorted(set(WAYS)))
def test_every_way_prints_every_number_and_every_unit(way: str) -> None:
    rng = random.Random(way)
    table = draw_table(rng, block_count=20)
    sheet = draw_sheet(rng, table)
    rows = flatten(rng, table, sheet, set_pages(table, sheet), way)
    numbers = {row.texts["number"] for row in rows if row.texts.get("number")}
    assert numbers == {block.number for block in table.blocks}
    for name in ("unit", "unit_lead"):
        wanted = [merge.text for block in table.blocks for merge in block.cells.get(name, [])]
        printed = [row.texts[name].replace("<br>", "") for row in rows if row.texts.get(name)]
        assert [text.replace(" ", "") for text in printed] == [text.replace(" ", "") for text in wanted if text]


def test_the_years_of_a_government_share_its_leaders_and_the_last_keeps_its_merges(tmp_path: Path) -> None:
    write_documents(tmp_path, 6, seed=4, years=3)
    truth = json.loads((tmp_path / "truth.json").read_text("utf8"))
    paths = sorted(truth, key=lambda path: path.split("-")[-1])
    assert [truth[path]["way"] == "kept" for path in paths] == [False, False, True] * 2
    facts = [(tmp_path / f"{path}.yml").read_text("utf8").splitlines() for path in paths]
    assert [len({lines[0] for lines in facts[first : first + 3]}) for first in (0, 3)] == [1, 1]
    assert facts[0][0] != facts[3][0]
    assert len({lines[1] for lines in facts[:3]}) == 3
    for path in (paths[2], paths[5]):
        rows = (tmp_path / path).read_text("utf8").count("<tr>") - 1  # without the header
        sections = (tmp_path / path).read_text("utf8").count("colspan")
        assert rows - sections == len(truth[path]["row_blocks"])
