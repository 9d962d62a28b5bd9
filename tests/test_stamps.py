"""A stamp is believed only while nothing it was made from, and nothing of the file, can have changed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from duban import stamps

LATER = 60 * 10**9


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "dev.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table t as select 1 as x")
    return path


def keep_times(path: Path, change: Callable[[], object]) -> None:
    """Change a file and give it its times back, as far as anybody can."""
    before = path.stat()
    change()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def edited_by_another_program(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("update t set x = 2")


def replaced_by_a_copy(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy2(path, copy)
    copy.replace(path)


def overwritten_with_its_times_kept(path: Path) -> None:
    other = path.with_name("other.duckdb")
    with duckdb.connect(str(other)) as con:
        con.execute("create table t as select 2 as x")
    assert other.stat().st_size == path.stat().st_size
    keep_times(path, lambda: path.write_bytes(other.read_bytes()))


def restored_from_before(path: Path) -> None:
    before = path.with_name("before.duckdb")
    shutil.copy2(path, before)
    edited_by_another_program(path)
    shutil.copy2(before, path)


FILE_CHANGES = {
    "edited by another program": edited_by_another_program,
    "edited, times kept": lambda path: keep_times(path, lambda: edited_by_another_program(path)),
    "replaced by a copy of itself": replaced_by_a_copy,
    "overwritten, size and times kept": overwritten_with_its_times_kept,
    "restored from before": restored_from_before,
    "a log beside it": lambda path: Path(f"{path}.wal").write_bytes(b"WAL"),
    "gone": lambda path: path.unlink(),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
}


@pytest.mark.parametrize("change", FILE_CHANGES.values(), ids=FILE_CHANGES.keys())
def test_a_stamp_fits_one_file_as_it_was(database: Path, change: Callable[[Path], None]) -> None:
    stamps.write_stamp(database, "m", {"n": 1})
    assert stamps.read_stamp(database, "m") == {"n": 1}
    assert stamps.read_stamp(database, "other") is None
    assert stamps.read_stamp(database, None) is None
    change(database)
    assert stamps.read_stamp(database, "m") is None


def test_the_header_alone_shows_a_checkpoint(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system whose times say nothing, what the engine writes is still seen."""
    monkeypatch.setattr(stamps, "_state", lambda state: str(state.st_size))
    size = database.stat().st_size
    before = stamps.file_state(database)
    edited_by_another_program(database)
    assert database.stat().st_size == size
    assert stamps.file_state(database) != before


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"made_from": "m"}', "null", "\xff"],
    ids=["empty", "torn", "list", "part", "null", "bin"],
)
def test_a_stamp_that_does_not_read_says_nothing(database: Path, content: str) -> None:
    stamps.stamp_path(database).write_bytes(content.encode("latin-1"))
    assert stamps.read_stamp(database, "m") is None


def test_what_cannot_be_known_is_not_stamped(database: Path) -> None:
    stamps.write_stamp(database, "m", {})
    stamps.write_stamp(database, None, {})
    assert not stamps.stamp_path(database).exists()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "heze").mkdir(parents=True)
    (folder / "heze" / "2023.md").write_text("one", "utf8")
    (folder / "heze" / "2023.yml").write_text("report_year: 2023", "utf8")
    (tmp_path / "outside.md").write_text("far", "utf8")
    (folder / "link.md").symlink_to(tmp_path / "outside.md")
    return folder


def changed_link(raw: Path) -> None:
    (raw.parent / "outside.md").write_text("fur", "utf8")


def moved_link(raw: Path) -> None:
    (raw.parent / "outside2.md").write_text("far", "utf8")
    (raw / "link.md").unlink()
    (raw / "link.md").symlink_to(raw.parent / "outside2.md")


DOCUMENT_CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": lambda raw: (raw / "heze/2023.md").write_text("one more", "utf8"),
    "edited, size and times kept": lambda raw: keep_times(
        raw / "heze/2023.md", lambda: (raw / "heze/2023.md").write_text("two", "utf8")
    ),
    "side file": lambda raw: (raw / "heze/2023.yml").write_text("report_year: 2024", "utf8"),
    "added": lambda raw: (raw / "new.md").write_text("new", "utf8"),
    "removed": lambda raw: (raw / "heze/2023.md").unlink(),
    "renamed": lambda raw: (raw / "heze/2023.md").rename(raw / "heze/2022.md"),
    "its folder renamed": lambda raw: (raw / "heze").rename(raw / "jinan"),
    "permissions": lambda raw: (raw / "heze/2023.md").chmod(0o600),
    "what a link leads to": changed_link,
    "where a link leads": moved_link,
}


@pytest.mark.parametrize("change", DOCUMENT_CHANGES.values(), ids=DOCUMENT_CHANGES.keys())
def test_a_change_of_a_document_shows(raw: Path, change: Callable[[Path], object]) -> None:
    now = time.time_ns() + LATER
    before = stamps.documents_state(raw, now)
    assert before is not None
    assert stamps.documents_state(raw, now) == before
    change(raw)
    assert stamps.documents_state(raw, now) != before


def test_documents_that_changed_just_now_are_not_vouched_for(raw: Path) -> None:
    path = raw / "heze/2023.md"
    changed = path.stat().st_ctime_ns
    assert stamps.documents_state(raw, changed + 10**6) is None
    assert stamps.documents_state(raw, changed + LATER) is not None


def test_times_in_whole_seconds_are_given_more_slack(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = 10**9
    state = os.stat_result((0o644, 1, 1, 1, 0, 0, 3, 0, 100, 100), {"st_mtime_ns": 100 * second, "st_ctime_ns": 0})
    assert stamps._is_just_now(state, 102 * second)
    assert not stamps._is_just_now(state, 103 * second)


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    folder = tmp_path / "sql"
    (folder / "staging").mkdir(parents=True)
    (folder / "staging" / "a.sql").write_text("select 1 as x", "utf8")
    (folder / "seeds.csv").write_text("k\na\n", "utf8")
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "b.sql").write_text("select 2 as x", "utf8")
    (folder / "marts").symlink_to(linked)
    return folder


SQL_CHANGES: dict[str, Callable[[Path], object]] = {
    "one letter, size and times kept": lambda sql: keep_times(
        sql / "staging/a.sql", lambda: (sql / "staging/a.sql").write_text("select 2 as x", "utf8")
    ),
    "a seed": lambda sql: (sql / "seeds.csv").write_text("k\nb\n", "utf8"),
    "a name": lambda sql: (sql / "staging/a.sql").rename(sql / "staging/c.sql"),
    "a hidden file": lambda sql: (sql / "staging/.a.sql").write_text("select 1 as x", "utf8"),
    "a linked folder": lambda sql: (sql.parent / "linked/b.sql").write_text("select 3 as x", "utf8"),
}


@pytest.mark.parametrize("change", SQL_CHANGES.values(), ids=SQL_CHANGES.keys())
def test_a_change_of_a_model_shows(sql: Path, change: Callable[[Path], object]) -> None:
    before = stamps.made_from(sql, None)
    assert before == stamps.made_from(sql, None)
    change(sql)
    assert stamps.made_from(sql, None) != before


def test_a_change_of_the_code_shows(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_ROOT", tmp_path)
    (tmp_path / "folder").mkdir()
    code = tmp_path / "folder" / "code.py"
    code.write_text("x = 1", "utf8")
    before = stamps.made_from(sql, None, "folder")
    keep_times(code, lambda: code.write_text("x = 2", "utf8"))
    assert stamps.made_from(sql, None, "folder") != before


def test_another_engine_shows(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(stamps, "_LIBRARIES", ("an_engine",))
    without = stamps.made_from(sql, None)
    (tmp_path / "an_engine.py").write_text("version = 1", "utf8")
    one = stamps.made_from(sql, None)
    (tmp_path / "an_engine.py").write_text("version = 1.1", "utf8")
    assert len({without, one, stamps.made_from(sql, None)}) == 3
    assert "an_engine" not in sys.modules


def test_a_folder_that_is_not_there_is_not_vouched_for(tmp_path: Path) -> None:
    assert stamps.made_from(tmp_path / "nowhere", None) is None
    assert stamps.documents_state(tmp_path / "nowhere") is None
