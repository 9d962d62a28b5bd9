"""Whether a raw folder asks for shards: by the sizes of its documents, and by what is published."""

from __future__ import annotations

from pathlib import Path

from duban.memory import memory_for_building
from duban.settings import Settings
from duban.sharding.sizing import BYTES_A_BYTE, fitting_shards, goes_to_lake, needed_bytes, outgrows_memory
from tests.conftest import PROJECT


def test_documents_weigh_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    for name, size in {"p/a.md": 1000, "p/b.xlsx": 100, "p/a.yml": 500, "p/film.mov": 9000, "p/c.doc": 700}.items():
        (tmp_path / name).write_bytes(b"x" * size)
    assert needed_bytes(tmp_path) == BYTES_A_BYTE * (1000 + 6 * 100)
    assert needed_bytes(tmp_path / "missing") == 0


def test_a_first_build_past_the_memory_goes_to_a_lake(tmp_path: Path) -> None:
    settings = Settings(PROJECT, tmp_path / "raw", tmp_path / "warehouse")
    settings.raw.mkdir()
    (settings.raw / "a.md").write_text("# 临江市2023年重点工作\n", "utf8")
    assert not outgrows_memory(settings)
    assert not goes_to_lake(settings)
    assert fitting_shards(settings) == settings.workers
    with (settings.raw / "b.md").open("wb") as file:
        file.truncate(memory_for_building() // BYTES_A_BYTE)  # a hole: nothing of it is on the disk
    assert outgrows_memory(settings)
    assert goes_to_lake(settings)
    assert fitting_shards(settings) > settings.workers
