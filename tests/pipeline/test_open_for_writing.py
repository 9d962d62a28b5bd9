"""A client has the published file open for writing, and writes into it when a reload has replaced it long since."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.publishing.history import kept_builds
from duban.publishing.intact import damage_of
from duban.publishing.published_build import published_build
from duban.settings import Settings
from tests.conftest import copy_of
from tests.pipeline.documents import put

CLIENT = """
import duckdb, sys
con = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
con.execute("create table mine as select 1")
con.close()
"""


def test_what_is_written_into_a_replaced_build_is_not_in_the_history(heze: Settings, tmp_path: Path) -> None:
    town = copy_of(heze, tmp_path)
    before = published_build(town.published)
    assert before is not None
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(town.published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert client.stdout is not None
    assert client.stdout.readline() == "open\n"
    put(town, "other/2023.md", "云东市")
    outcome = reload(town)
    assert outcome.status == "published"
    assert any(f"process {client.pid}" in line for line in outcome.warnings)
    client.communicate("write")
    assert client.returncode == 0

    [kept] = kept_builds(town.published)
    assert (kept.build_id, kept.path.stat().st_mode & 0o777) == (before.build_id, 0o644)
    assert damage_of(kept.path, before.build_id, town.published) is None
    assert [path.name for path in town.warehouse.glob(".candidate-*")] == []
    assert rollback(town).from_id == before.build_id
