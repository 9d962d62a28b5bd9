"""A night on which nothing happened is reported without a database, and as the reload would have reported it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from duban import stamps
from duban.errors import LockedError
from duban.pipeline.reload import reload
from duban.pipeline.run_log import append_run
from duban.pipeline.shortcut import unchanged_night
from duban.publishing.lock import writer_lock
from duban.settings import Settings
from tests.conftest import PROJECT, copy_of


@pytest.fixture
def settings(heze: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What `heze` published, copied: other files, so the stamp that came along is worth nothing."""
    now = stamps.time.time_ns
    monkeypatch.setattr(stamps.time, "time_ns", lambda: now() + 60 * 10**9)
    return copy_of(heze, tmp_path, with_sql=True)


def test_the_shortcut_reports_what_the_reload_reports(settings: Settings) -> None:
    (settings.raw / "notes.doc~").write_text("not a document", "utf8")
    assert unchanged_night(settings) is None, "nobody has looked at these files yet"
    long = reload(settings)
    assert long.status == "unchanged"
    (settings.warehouse / ".candidate-left").touch()
    lines = settings.runs_log.read_text("utf8").count("\n")
    short = unchanged_night(settings)
    assert short is not None
    assert {**short.as_dict(), "seconds": {}} == {**long.as_dict(), "seconds": {}}
    assert short.as_dict()["documents"]["passed_over"]
    assert settings.runs_log.read_text("utf8").count("\n") == lines + 1
    assert not (settings.warehouse / ".candidate-left").exists()


def rolled_back(settings: Settings) -> None:
    with duckdb.connect(str(settings.published)) as con:
        con.execute("update meta.builds set inputs_fingerprint = 'rolled back'")


NIGHTS: dict[str, Callable[[Settings], object]] = {
    "a document": lambda s: (s.raw / "heze/2023.md").write_text("other", "utf8"),
    "a side file": lambda s: (s.raw / "heze/2024.csv.yml").write_text("report_year: 2025", "utf8"),
    "a model": lambda s: (s.sql / "marts/dim_unit.sql").write_text("select 1 as x", "utf8"),
    "a data test": lambda s: (s.sql / "tests/new.sql").write_text("select 1 as x where false", "utf8"),
    "another build in its place": rolled_back,
    "a damaged file": lambda s: s.published.write_bytes(b"not a database"),
    "no file": lambda s: s.published.unlink(),
    "a run that failed": lambda s: append_run(
        s.runs_log, {"status": "failed", "started_at": "2026-11-24T02:00:00+00:00"}
    ),
    "no raw folder": lambda s: shutil.rmtree(s.raw),
}


@pytest.mark.parametrize("change", NIGHTS.values(), ids=NIGHTS.keys())
def test_any_other_night_takes_the_long_way(settings: Settings, change: Callable[[Settings], object]) -> None:
    reload(settings)
    assert unchanged_night(settings) is not None
    change(settings)
    assert unchanged_night(settings) is None


def test_a_code_change_takes_the_long_way(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reload(settings)
    for folder in (
        "duban/landing",
        "duban/modelling",
        "duban/sharding",
        "duban/publishing",
        "duban/pipeline",
        "expectations",
    ):
        shutil.copytree(PROJECT / folder, tmp_path / "code" / folder)
    monkeypatch.setattr(stamps, "_ROOT", tmp_path / "code")
    assert unchanged_night(settings) is not None
    gate = tmp_path / "code/expectations/candidate_gate.py"
    gate.write_text(gate.read_text("utf8") + "\n# another bound\n", "utf8")
    assert unchanged_night(settings) is None


def test_another_writer_is_reported_on_an_unchanged_night_too(settings: Settings) -> None:
    reload(settings)
    with writer_lock(settings.warehouse, "rollback"), pytest.raises(LockedError):
        unchanged_night(settings)


def test_an_unchanged_night_needs_no_engine_and_no_command_line(settings: Settings) -> None:
    reload(settings)
    code = (
        "import atexit, sys, time; now = time.time_ns; time.time_ns = lambda: now() + 60 * 10**9\n"
        "heavy = ('click', 'filelock', 'duckdb', 'sqlglot', 'pandas', 'pyarrow', 'rich', 'yaml')\n"
        "heavy += ('prefect', 'great_expectations')\n"
        "atexit.register(lambda: print([name for name in heavy if name in sys.modules]))\n"
        "from duban.front import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "reload", "--raw", settings.raw, "--warehouse", settings.warehouse],
        env={"DUBAN_PROJECT": str(settings.project)},
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    line, heavy = done.stdout.splitlines()[-2:]
    assert (done.returncode, heavy) == (0, "[]"), done.stderr
    assert line.startswith("nothing changed, nothing built: build ")
