"""The log of runs: a line a run, whatever happened to the line before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duban.asking.status import read_status
from duban.errors import LockedError
from duban.pipeline.run_log import append_run, last_good_run, line_count
from duban.publishing.ledger import read_ledger
from duban.publishing.lock import writer_lock
from duban.publishing.published_build import PublishedBuild
from duban.stamps import read_stamp, stamp_path


def test_a_line_that_a_crash_cut_short_costs_only_itself(tmp_path: Path) -> None:
    log = tmp_path / "runs.jsonl"
    append_run(log, {"status": "published", "started_at": "2026-11-22T02:00:00+00:00"})
    with log.open("a", encoding="utf8") as file:
        file.write('{"status": "publi')
    append_run(log, {"status": "unchanged", "started_at": "2026-11-23T02:00:00+00:00"})
    assert last_good_run(log) == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert len(log.read_text("utf8").splitlines()) == 3


DEEP = {"[": "[" * 100_000, "{": '{"a":' * 100_000}


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
def test_json_nested_for_ever_is_as_good_as_damaged(tmp_path: Path, deep: str) -> None:
    log, published = tmp_path / "runs.jsonl", tmp_path / "duban.duckdb"
    append_run(log, {"status": "published", "started_at": "2026-11-22T02:00:00+00:00"})
    with log.open("a", encoding="utf8") as file:
        file.write(f"{deep}\n")
    (tmp_path / "history").mkdir()
    for file in (tmp_path / "history" / "builds.json", stamp_path(published), tmp_path / ".writer.json"):
        file.write_text(deep, "utf8")
    assert last_good_run(log) == datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert read_ledger(published) == []
    assert read_stamp(published, "anything") is None
    with writer_lock(tmp_path, "one"):
        (tmp_path / ".writer.json").write_text(deep, "utf8")
        with pytest.raises(LockedError), writer_lock(tmp_path, "two"):
            pass


def test_pipes_in_the_place_of_files_are_not_waited_for(tmp_path: Path) -> None:
    log, published = tmp_path / "runs.jsonl", tmp_path / "duban.duckdb"
    (tmp_path / "history").mkdir()
    for file in (log, tmp_path / "history" / "builds.json", stamp_path(published)):
        os.mkfifo(file)
    assert (last_good_run(log), line_count(log), read_ledger(published)) == (None, 0, [])
    assert read_stamp(published, "anything") is None
    with pytest.raises(OSError, match="not a plain file"):
        append_run(log, {"status": "published"})


def test_a_line_that_does_not_fit_on_the_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    log = tmp_path / "runs.jsonl"
    append_run(log, {"status": "published"})
    before = log.read_bytes()
    script = f"""
import resource, signal
from pathlib import Path
from duban.pipeline.run_log import append_run
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 100}, {len(before) + 100}))
try:
    append_run(Path({str(log)!r}), {{"why": ["x" * 1000]}})
except OSError:
    print("done")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "done\n"
    assert log.read_bytes() == before


def test_a_run_in_the_future_does_not_put_off_the_making_up_for_a_missed_night(tmp_path: Path) -> None:
    log = tmp_path / "runs.jsonl"
    past, future = datetime.now(UTC) - timedelta(days=2), datetime.now(UTC) + timedelta(days=900)
    for started in (past, future):
        append_run(log, {"status": "published", "started_at": started.isoformat()})
    assert last_good_run(log) == past


def built(finished_at: datetime) -> PublishedBuild:
    return PublishedBuild("b1", "reload", finished_at, finished_at, "", 1, 1, 0, False, "", "", [], [])


@pytest.mark.parametrize(
    ("built_ahead", "ran_ahead", "age_days"),
    [
        pytest.param(-2, None, 2, id="built two days ago"),
        pytest.param(-9, -1, 1, id="found unchanged yesterday"),
        pytest.param(900, None, None, id="built while the clock was ahead"),
        pytest.param(900, -3, 3, id="and found unchanged since"),
        pytest.param(-3, 900, 3, id="found unchanged while the clock was ahead"),
    ],
)
def test_a_clock_that_was_ahead_does_not_make_a_build_look_young(
    tmp_path: Path, built_ahead: int, ran_ahead: int | None, age_days: int | None
) -> None:
    now = datetime.now(UTC)
    log = tmp_path / "runs.jsonl"
    if ran_ahead is not None:
        append_run(log, {"status": "unchanged", "started_at": (now + timedelta(days=ran_ahead)).isoformat()})
    state = read_status(tmp_path / "none.duckdb", log)
    age = replace(state, build=built(now + timedelta(days=built_ahead))).age
    assert (age and age.days) == age_days
    assert json.dumps(state.as_dict())
