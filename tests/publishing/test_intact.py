"""Whether a build is whole, in which order builds were published, and what becomes of a damaged one; on real files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from duban.errors import ConfigurationError
from duban.publishing.candidate import begin_candidate, clean_left_overs, finish_candidate, open_candidate
from duban.publishing.history import SET_ASIDE, find_build, kept_builds, swap_in
from duban.publishing.intact import damage_of
from duban.publishing.ledger import read_ledger
from duban.publishing.listing import history
from duban.publishing.lock import writer_lock


def candidate(warehouse: Path, build_id: str) -> Path:
    path = begin_candidate(warehouse, build_id, None)
    con = open_candidate(path)
    con.execute("create table t as select range as value, hash(range) as noise from range(200_000)")
    finish_candidate(con, path)
    return path


def publish(warehouse: Path, build_id: str, replaced: str | None = None, keep: int = 3) -> Path:
    published = warehouse / "duban.duckdb"
    swap_in(candidate(warehouse, build_id), published, replaced, keep)
    return published


def zero_data(path: Path) -> None:
    """Zero a page that holds data, far from the headers."""
    with path.open("r+b") as file:
        file.seek(1_000_000)
        assert any(file.read(4096))
        file.seek(1_000_000)
        file.write(bytes(4096))


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 300_000)


def edit(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("delete from t where value < 5")
        con.execute("checkpoint")


def edit_and_die(path: Path) -> None:
    script = (
        f"import duckdb, os; con = duckdb.connect({str(path)!r}); con.execute('delete from t where value < 5');"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert path.with_name(path.name + ".wal").exists()


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a zeroed page": (zero_data, "bytes"),
    "cut short": (cut_short, "bytes"),
    "edited by hand": (edit, "bytes"),
    "edited by a process that died": (edit_and_die, "lies beside it"),
    "a folder": (make_folder, "it is not a file"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_build_is_distinguished_from_a_whole_one(tmp_path: Path, kind: str) -> None:
    published = publish(tmp_path, "b1")
    assert damage_of(published, "b1", published) is None
    damage, word = DAMAGE[kind]
    damage(published)
    assert word in (damage_of(published, "b1", published) or "")


@pytest.mark.parametrize("damage", [zero_data, cut_short], ids=lambda damage: damage.__name__)
def test_a_build_that_the_ledger_does_not_know_is_read_to_the_last_value(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    published = publish(tmp_path, "b1")
    (tmp_path / "history" / "builds.json").unlink()
    assert damage_of(published, "b1", published) is None
    damage(published)
    with duckdb.connect(str(published), read_only=True) if damage is zero_data else duckdb.connect() as con:
        con.execute("select 1")  # a damaged file may well open
    assert damage_of(published, "b1", published)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"build_id": "b1"}]', b"\xff\xfe"], ids=repr)
def test_a_ledger_that_cannot_be_read_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    publish(tmp_path, "b1")
    (tmp_path / "history" / "builds.json").write_bytes(content)
    publish(tmp_path, "b2", replaced="b1")
    assert [entry.build_id for entry in read_ledger(tmp_path / "duban.duckdb")] == ["b2"]


def test_the_order_of_builds_is_that_of_publishing_whatever_the_clock_said(tmp_path: Path) -> None:
    publish(tmp_path, "20261101T020000-aaaa")
    publish(tmp_path, "20991102T020000-bbbb", replaced="20261101T020000-aaaa")  # the clock was ahead for a night
    publish(tmp_path, "20261103T020000-cccc", replaced="20991102T020000-bbbb")
    published = publish(tmp_path, "20261104T020000-dddd", replaced="20261103T020000-cccc", keep=2)
    assert [build.build_id for build in kept_builds(published)] == ["20261103T020000-cccc", "20991102T020000-bbbb"]
    assert find_build(published, None).build_id == "20261103T020000-cccc"


def test_what_is_tried_again_after_the_swap_keeps_every_build_under_its_own_name(tmp_path: Path) -> None:
    publish(tmp_path, "b1")
    second = candidate(tmp_path, "b2")
    published = tmp_path / "duban.duckdb"
    swap_in(second, published, "b1", 3)
    with pytest.raises(OSError):
        swap_in(second, published, "b1", 3)  # its candidate is the published file by now
    assert damage_of(published, "b2", published) is None
    assert damage_of(find_build(published, "b1").path, "b1", published) is None


def test_without_hard_links_a_build_is_kept_as_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    publish(tmp_path, "b1")
    monkeypatch.setattr(Path, "hardlink_to", no_link)
    published = publish(tmp_path, "b2", replaced="b1")
    assert damage_of(find_build(published, "b1").path, "b1", published) is None
    assert clean_left_overs(tmp_path) == []


def test_a_damaged_file_is_set_aside_and_pushes_no_good_build_out(tmp_path: Path) -> None:
    publish(tmp_path, "b1")
    publish(tmp_path, "b2", replaced="b1")
    for number in range(3, 8):
        (tmp_path / "duban.duckdb").write_bytes(b"garbage")
        published = publish(tmp_path, f"b{number}", replaced=f"b{number}{SET_ASIDE}", keep=1)
    assert [build.build_id for build in kept_builds(published)] == ["b7-before", "b1"]
    assert find_build(published, None).build_id == "b1", "nobody goes back to a damaged file"


def test_a_folder_in_the_place_of_the_published_file_moves_out_of_the_way(tmp_path: Path) -> None:
    published = tmp_path / "duban.duckdb"
    published.mkdir()
    (published / "notes.txt").write_text("somebody's own", "utf8")
    publish(tmp_path, "b1", replaced=f"b1{SET_ASIDE}")
    assert damage_of(published, "b1", published) is None
    assert (tmp_path / "history" / "b1-before.folder" / "notes.txt").read_text("utf8") == "somebody's own"


def test_a_build_named_in_full_is_found_beside_a_damaged_one_of_its_name(tmp_path: Path) -> None:
    publish(tmp_path, "b1")
    (tmp_path / "duban.duckdb").write_bytes(b"garbage")
    publish(tmp_path, "b2", replaced=f"b2{SET_ASIDE}")
    published = publish(tmp_path, "b3", replaced="b2")
    assert find_build(published, "b2").path.name == "b2.duckdb"
    with pytest.raises(ConfigurationError, match="2 builds"):
        find_build(published, "b")


@pytest.mark.parametrize(
    ("umask", "mode"),
    [(0o000, 0o644), (0o022, 0o644), (0o027, 0o640), (0o077, 0o600)],
    ids=["no umask", "usual", "group only", "owner only"],
)
def test_nobody_else_may_write_what_is_made_and_a_stricter_umask_is_heeded(
    tmp_path: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        with writer_lock(tmp_path / "warehouse", "reload"):
            warehouse = tmp_path / "warehouse"
            publish(warehouse, "b1")
            path = begin_candidate(warehouse, "b2", warehouse / "duban.duckdb")
            assert path.stat().st_mode & 0o777 == 0o600, "a copy of the published build"
            con = open_candidate(path)
            con.execute("create table u as select 1 as one")
            made = begin_candidate(warehouse, "b3", None)
            fresh = open_candidate(made)
            assert made.stat().st_mode & 0o777 == 0o600, "and one from nothing"
            fresh.close()
            finish_candidate(con, path)
            swap_in(path, warehouse / "duban.duckdb", "b1", 3)
            made.unlink()
        assert os.umask(umask) == umask, "the umask is the caller's again"
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in warehouse.rglob("*") if path.is_file()}
    assert modes.pop(".writer.lock") & 0o022 == 0
    assert modes == {"duban.duckdb": mode, "b1.duckdb": mode, "builds.json": mode}
    assert (warehouse / "history").stat().st_mode & 0o022 == 0


def test_a_file_that_was_set_aside_is_listed_as_what_it_is(tmp_path: Path) -> None:
    published = publish(tmp_path, "b1")
    edit(published)
    publish(tmp_path, "b2", replaced=f"b2{SET_ASIDE}")
    [aside] = [build for build in history(published) if not build.is_current]
    assert (aside.build_id, aside.damage) == ("b2-before", "it was damaged while it was published, and set aside")
