"""Which shard a place is in, and what a shard sees of the seeds."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from duban.modelling import Project
from duban.sharding.places import Partitioned, shard_of


@pytest.mark.parametrize(
    ("place", "count", "shard"),
    [("菏泽市", 16, 6), ("菏泽市", 4, 2), ("临江市", 16, 2), (None, 16, 4)],
)
def test_the_shard_of_a_place_is_the_same_everywhere(place: str | None, count: int, shard: int) -> None:
    assert shard_of(place, count) == shard


def test_names_that_one_place_had_after_each_other_are_in_one_shard(project: Project) -> None:
    whole = Partitioned.of(project, 997)
    assert whole.shard("盐都县") == whole.shard("盐都区") == whole.shard("盐城市盐都县") != whole.shard("菏泽市")


def test_every_line_for_a_place_goes_to_one_shard(project: Project) -> None:
    seed = project.seeds["seeds.corrections"]
    width = len(seed.columns) - 1
    rows = tuple(
        (name, *["x"] * width) for name in ("菏泽市", "临江市", "无此地市", "盐都县", "盐都区", "甲市", "乙市")
    )
    with_lines = replace(project, seeds={**project.seeds, seed.table: replace(seed, rows=rows, lines=())})
    whole = Partitioned.of(with_lines, 4)
    found = [whole.seeds(shard)[seed.table] for shard in range(4)]
    assert sorted(row for one in found for row in one.rows) == sorted(rows)
    assert all(whole.shard(row[0]) == shard for shard, one in enumerate(found) for row in one.rows)
    # A line for one place leaves the other shards as they are.
    one_more = replace(seed, rows=(*rows, ("菏泽市", *"y" * width)), lines=())
    more = replace(with_lines, seeds={**with_lines.seeds, seed.table: one_more})
    moved = [a != Partitioned.of(more, 4).version(shard) for shard, a in enumerate(map(whole.version, range(4)))]
    assert moved == [shard == whole.shard("菏泽市") for shard in range(4)]


def test_without_the_extra_the_error_names_it() -> None:
    code = (
        "import sys; sys.modules['dask'] = None\n"
        "from duban.sharding.cluster import DaskCluster\n"
        "from duban.errors import ConfigurationError\n"
        "try: DaskCluster('tcp://127.0.0.1:1')\n"
        "except ConfigurationError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "a cluster needs Dask, which is not installed" in said
    assert "pip install -e '.[dask]'" in said
