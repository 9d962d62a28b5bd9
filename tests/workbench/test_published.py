"""Pages read the newest build, at the same time as others, and let go of the file."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from duban.asking.connection import connect_published
from duban.asking.status import read_status
from duban.errors import ConfigurationError
from duban.settings import Settings
from workbench import published
from workbench.published import Published, TooLongError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A published file that says which build it is, and a query that reads that."""
    queries = tmp_path / "queries"
    queries.mkdir()
    (queries / "build.sql").write_text("select build_id from meta.builds")
    (queries / "endless.sql").write_text("select count(*) from range(10000000000) as a, range(10000000000) as b")
    (queries / "asked.sql").write_text("select $place::varchar as place")
    monkeypatch.setattr(published, "QUERIES", queries)
    published.query_text.cache_clear()
    yield publish(tmp_path, "first")
    published.query_text.cache_clear()


def publish(folder: Path, build_id: str) -> Path:
    """As the pipeline does: another file, moved into place."""
    made = folder / f"{build_id}.duckdb"
    with duckdb.connect(str(made)) as con:
        con.execute("create schema meta")
        con.execute("create table meta.builds as select ? as build_id", [build_id])
    made.replace(folder / "duban.duckdb")
    return folder / "duban.duckdb"


def build_of(source: Published) -> str:
    with source.reading() as reader:
        return str((reader.one("build") or {})["build_id"])


def test_the_next_request_reads_the_next_build(file: Path, tmp_path: Path) -> None:
    source = Published(file)
    assert build_of(source) == "first"
    publish(tmp_path, "second")
    assert build_of(source) == "second"


def test_a_request_that_is_running_stays_with_its_build_and_the_next_waits_for_it(file: Path, tmp_path: Path) -> None:
    """Connections of one process share the engine that is open: without the wait the second would read the first."""
    source = Published(file)
    found: list[str] = []
    with source.reading() as reader:
        publish(tmp_path, "second")
        waiting = threading.Thread(target=lambda: found.append(build_of(source)))
        waiting.start()
        time.sleep(0.3)
        assert not found
        assert reader.rows("build") == [{"build_id": "first"}]
    waiting.join(timeout=20)
    assert found == ["second"]


def test_requests_at_the_same_time_are_all_answered(file: Path) -> None:
    source = Published(file)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(build_of(source))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert found == ["first"] * 12


def test_connections_of_one_process_overlap(file: Path) -> None:
    """The settings that the first one locks are in force for the second, which must not fail for that."""
    with connect_published(file) as one, connect_published(file) as other:
        assert one.execute("from meta.builds").fetchall() == other.execute("from meta.builds").fetchall()
        with pytest.raises(duckdb.Error):
            other.execute("select * from read_text('/etc/hostname')")


def test_the_state_of_the_warehouse_is_read_while_pages_are(city: Settings) -> None:
    """One process opens a file with one set of settings: another's would turn one of the two away."""
    with Published(city.published).reading() as reader:
        status = read_status(city.published, city.runs_log)
        assert reader.one("build")
    assert status.build is not None
    assert not status.is_damaged


def is_open(file: Path) -> bool:
    """Whether this process holds a file open, be it replaced by now."""
    opened = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    return any(path.startswith(str(file.resolve())) for path in opened)


def test_the_file_is_let_go_of_soon_after_the_last_request(file: Path) -> None:
    source = Published(file, rest_seconds=0.5)
    assert build_of(source) == "first"
    assert is_open(file)
    assert build_of(source) == "first"
    deadline = time.monotonic() + 20
    while is_open(file):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert build_of(source) == "first"


def test_a_build_that_was_replaced_is_let_go_of_by_the_next_request(file: Path, tmp_path: Path) -> None:
    source = Published(file, rest_seconds=600)
    assert build_of(source) == "first"
    publish(tmp_path, "second")
    assert build_of(source) == "second"
    held = f"{file.resolve()} (deleted)"
    assert held not in [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]


def test_a_page_that_takes_too_long_is_ended(file: Path) -> None:
    source = Published(file)
    with pytest.raises(TooLongError, match="more than"), source.reading(seconds=0.3) as reader:
        reader.rows("endless")
    assert build_of(source) == "first"


def test_only_what_a_query_names_is_passed(file: Path) -> None:
    with Published(file).reading() as reader:
        assert reader.rows("asked", place="'; drop table x --", year=2023) == [{"place": "'; drop table x --"}]


def test_a_missing_file_names_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught, Published(tmp_path / "duban.duckdb").reading():
        pass
    assert str(tmp_path) not in str(caught.value)
