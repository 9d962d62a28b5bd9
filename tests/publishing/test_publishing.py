"""The candidate, the swap, the history and the lock, on real files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from duban.errors import ConfigurationError, LockedError
from duban.landing.store import create_raw_tables
from duban.publishing.candidate import (
    SHARED_CELLS,
    begin_candidate,
    clean_left_overs,
    finish_candidate,
    open_candidate,
    suit_threads,
)
from duban.publishing.history import find_build, kept_builds, swap_in
from duban.publishing.lock import writer_lock
from duban.warehouse_layout import WarehouseLayout

SHARED_MEMORY = Path("/dev/shm")


def make_build(warehouse: Path, value: int, replaced: str | None = None, keep: int = 3) -> Path:
    published = warehouse / "duban.duckdb"
    path = begin_candidate(warehouse, f"b{value}", None)
    con = open_candidate(path)
    con.execute(f"create table t as select {value} as value")
    finish_candidate(con, path)
    swap_in(path, published, replaced, keep)
    return published


def value_of(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        row = con.execute("select value from t").fetchone()
        assert row is not None
        return int(row[0])


def test_an_open_reader_keeps_its_build_and_the_next_reader_sees_the_new_one(tmp_path: Path) -> None:
    published = make_build(tmp_path, 1)
    script = textwrap.dedent(f"""
        import duckdb
        con = duckdb.connect({str(published)!r}, read_only=True)
        print(con.execute('select value from t').fetchone()[0], flush=True)
        input()
        print(con.execute('select value from t').fetchone()[0], flush=True)
    """)
    reader = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline() == "1\n"
    make_build(tmp_path, 2, replaced="b1")
    assert value_of(published) == 2
    out, _ = reader.communicate("\n", timeout=30)
    assert out == "1\n"
    assert reader.returncode == 0


def test_a_candidate_is_pushed_to_the_disk_whole_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its commits are not pushed one by one, so that this is what a crash of the machine finds."""
    events: list[tuple[str, str]] = []
    sync, replace = os.fsync, Path.replace

    def note_sync(handle: int) -> None:
        events.append(("sync", Path(f"/proc/self/fd/{handle}").readlink().name))
        sync(handle)

    def note_replace(path: Path, target: Path) -> Path:
        events.append(("replace", path.name))
        return replace(path, target)

    path = begin_candidate(tmp_path, "b1", None)
    con = open_candidate(path, sync=False)
    assert con.execute("select lower(current_setting('fsync_mode'))").fetchone() == ("none",)
    con.execute("create table t as select 1 as value")
    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    finish_candidate(con, path)
    size = path.stat().st_size
    swap_in(path, tmp_path / "duban.duckdb", None, 3)
    ours = [event for event in events if event[1] in (path.name, tmp_path.name)]
    assert ours[0] == ("sync", path.name)
    assert ours.index(("replace", path.name)) > 0
    assert ours[-1] == ("sync", tmp_path.name), "the folder, after the swap"
    assert (tmp_path / "duban.duckdb").stat().st_size == size, "nothing was written after the file was pushed"
    with open_candidate(tmp_path / "other.duckdb") as lasting:
        assert lasting.execute("select lower(current_setting('fsync_mode'))").fetchone() == ("standard",)


def test_nothing_lies_beside_a_published_file(tmp_path: Path) -> None:
    make_build(tmp_path, 1)
    (tmp_path / "duban.duckdb.wal").write_bytes(b"a stale log")
    published = make_build(tmp_path, 2, replaced="b1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["duban.duckdb", "history"]
    assert value_of(published) == 2


def test_the_history_keeps_the_last_builds_and_forgets_older_ones(tmp_path: Path) -> None:
    published = make_build(tmp_path, 1)
    for value in range(2, 7):
        make_build(tmp_path, value, replaced=f"b{value - 1}")
    assert [build.build_id for build in kept_builds(published)] == ["b5", "b4", "b3"]
    assert value_of(find_build(published, "b4").path) == 4
    assert find_build(published, None).build_id == "b5"


def test_a_build_that_is_not_kept_is_an_error_with_the_choices(tmp_path: Path) -> None:
    make_build(tmp_path, 1)
    published = make_build(tmp_path, 2, replaced="b1")
    with pytest.raises(ConfigurationError) as caught:
        find_build(published, "b9")
    assert "b1" in caught.value.remedy


def test_damage_to_the_published_file_does_not_reach_the_history(tmp_path: Path) -> None:
    make_build(tmp_path, 1)
    published = make_build(tmp_path, 2, replaced="b1")
    with published.open("r+b") as file:
        file.write(b"\x00" * 4096)
    assert value_of(find_build(published, "b1").path) == 1


def test_left_overs_of_a_killed_run_are_taken_away(tmp_path: Path) -> None:
    published = make_build(tmp_path, 1)
    (tmp_path / ".candidate-x.duckdb").touch()
    (tmp_path / ".candidate-x.duckdb.wal").touch()
    assert clean_left_overs(tmp_path) == [".candidate-x.duckdb", ".candidate-x.duckdb.wal"]
    assert value_of(published) == 1


def test_a_second_writer_is_shown_who_holds_the_lock(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from duban.publishing.lock import writer_lock
with writer_lock(Path({str(tmp_path)!r}), "reload"):
    print("held", flush=True)
    input()
"""
    holder = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(LockedError, match=f"reload, process {holder.pid}"), writer_lock(tmp_path, "reload"):
        pass
    holder.kill()  # kill -9: the kernel frees the lock
    holder.wait()
    with writer_lock(tmp_path, "reload"):
        pass


# Memory is another file system than the temporary folder, where there is such a one.
@pytest.mark.parametrize("disk", [None, *([SHARED_MEMORY] if SHARED_MEMORY.is_dir() else [])])
def test_a_published_file_that_is_a_link_stays_one(tmp_path: Path, disk: Path | None) -> None:
    """What the link leads to is replaced, also across file systems, so that nobody keeps reading yesterday's build."""
    with tempfile.TemporaryDirectory(dir=disk or tmp_path) as folder:
        target = Path(folder) / "target.duckdb"
        target.write_bytes(b"yesterday")
        warehouse = tmp_path / "warehouse"
        warehouse.mkdir()
        published = warehouse / "duban.duckdb"
        published.symlink_to(target)
        candidate = WarehouseLayout(warehouse).candidate("b2")
        candidate.write_bytes(b"today")
        swap_in(candidate, published, "b1", keep=3)
        assert published.is_symlink() and target.read_bytes() == b"today"
        assert WarehouseLayout(warehouse).kept("b1").read_bytes() == b"yesterday"
        assert sorted(path.name for path in Path(folder).iterdir()) == ["target.duckdb"]


@pytest.mark.parametrize(("cells", "threads"), [(SHARED_CELLS - 1, 1), (SHARED_CELLS, 2)])
def test_what_is_little_is_built_with_one_thread(tmp_path: Path, cells: int, threads: int) -> None:
    with closing(open_candidate(begin_candidate(tmp_path, "b1", None))) as con:
        create_raw_tables(con)
        con.execute(f"insert into raw.cells (document_id, row_no) select 'd1', range from range({cells})")
        suit_threads(con)
        assert con.execute("select current_setting('threads')").fetchall() == [(threads,)]
