"""The nightly flow on a real Prefect server: the same steps as the reload, as tasks, with artifacts."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest

from duban.asking.sandbox import ask_sandboxed
from duban.errors import ConfigurationError
from duban.pipeline.run_log import newest_runs
from duban.settings import Settings, resolve_settings
from duban.stopping import Stopped, stopped_in_order
from tests.conftest import PROJECT
from tests.fetching.site import Reply, links_page, running_site, table_page
from tests.pipeline.documents import put

STEPS = [
    "find documents",
    "begin candidate",
    "land documents",
    "profile landed documents",
    "gate 1: landed documents",
    "build models",
    "gate 2: candidate",
    "write gate report",
    "publish",
]

# One task for all shards of a stage, whoever works on them.
SHARDED_STEPS = [
    "find documents",
    "land documents",
    "build shards",
    "build across places",
    "build shards",
    "join shards",
    "gate 2: candidate",
    "write gate report",
    "publish",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server of this test's own; its home too, since the harness leaves the results where they are."""
    before = dict(os.environ)
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    import_module("flows.nightly")  # first, since it sets what Prefect reads when it is imported
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return resolve_settings(PROJECT / "raw", tmp_path_factory.mktemp("nightly"), PROJECT, environ={})


@pytest.mark.usefixtures("server")
def test_the_flow_publishes_and_leaves_artifacts_and_a_second_night_builds_nothing(settings: Settings) -> None:
    from prefect.client.orchestration import get_client

    from flows.nightly import run_nightly

    first = run_nightly(settings)
    assert first.status == "published", first.lines()
    assert settings.published.exists()
    second = run_nightly(settings)
    assert (second.status, second.build_id) == ("unchanged", first.build_id)

    with get_client(sync_client=True) as client:
        runs = sorted(client.read_flow_runs(), key=lambda run: run.expected_start_time)
        assert [run.state.type.value for run in runs if run.state] == ["COMPLETED", "COMPLETED"]
        tasks = [task for task in client.read_task_runs() if task.flow_run_id == runs[0].id]
        names = [task.name.rsplit("-", 1)[0] for task in sorted(tasks, key=lambda task: task.start_time or 0)]
        assert names == STEPS
        artifacts = {artifact.key: artifact for artifact in client.read_artifacts()}
    assert {"build-summary", "gate-report", "what-changed"} <= artifacts.keys()
    assert "heze/2023.md" in str(artifacts["what-changed"].data)


@pytest.mark.usefixtures("server")
def test_a_night_in_shards_is_a_task_a_step_and_the_next_one_goes_on_with_the_lake(tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.nightly import run_nightly

    settings = Settings(PROJECT, tmp_path / "raw", tmp_path / "warehouse")
    put(settings, "linjiang/2023.md", "临江市")
    put(settings, "songping/2023.md", "松坪市")
    first = run_nightly(replace(settings, shards="2"))
    assert first.status == "published", first.lines()
    assert not settings.published.exists()
    lake = replace(settings, of_lake=True)
    assert ask_sandboxed(lake.published, "select count(*) from marts.dim_document").rows == [(2,)]
    with get_client(sync_client=True) as client:
        newest = max(client.read_flow_runs(), key=lambda run: run.expected_start_time)
        tasks = [task for task in client.read_task_runs() if task.flow_run_id == newest.id]
    names = [task.name.rsplit("-", 1)[0] for task in sorted(tasks, key=lambda task: task.start_time or 0)]
    assert names == SHARDED_STEPS
    second = run_nightly(settings)
    assert (second.status, second.build_id) == ("unchanged", first.build_id)
    with pytest.raises(ConfigurationError, match="a lake is what is published"):
        run_nightly(settings, years="2023")
    assert not settings.published.exists()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("parameters", "chosen"),
    [
        pytest.param({"years": 2023}, ["heze/2023.md"], id="a year, which Prefect hands over as a number"),
        pytest.param(
            {"years": "2023..", "places": "菏泽市"}, ["heze/2023.md", "heze/2024.csv"], id="a range and a place"
        ),
        pytest.param({"places": ["heze"]}, ["heze/2023.md", "heze/2024.csv"], id="a list"),
    ],
)
def test_a_backfill_by_the_parameters_of_the_flow(
    heze: Settings, parameters: dict[str, Any], chosen: list[str]
) -> None:
    from prefect.client.orchestration import get_client

    from flows.nightly import folders_of, nightly

    with folders_of(heze):
        state = nightly(**parameters, return_state=True)
    assert state.type.value == "COMPLETED", state.message
    outcome = state.result()
    assert [path for path, _ in outcome.read_again] == chosen
    assert [read.came_out for read in outcome.reread] == ["same"] * len(chosen)
    with get_client(sync_client=True) as client:
        newest = max(
            (one for one in client.read_artifacts() if one.key == "what-changed"),
            key=lambda one: one.created or one.updated,
        )
    assert [row["document"] for row in json.loads(str(newest.data))] == [f"{path}: the same cells" for path in chosen]


@pytest.mark.usefixtures("server")
def test_a_backfill_of_nothing_is_a_failed_run_that_says_so_and_no_failed_night(heze: Settings) -> None:
    from flows.nightly import folders_of, nightly

    log = heze.runs_log.read_text("utf8")
    with folders_of(heze):
        state = nightly(places="hezee", return_state=True)
    assert state.type.value == "FAILED"
    assert "did you mean heze?" in str(state.result(raise_on_failure=False))
    assert heze.runs_log.read_text("utf8") == log


@pytest.mark.usefixtures("server")
def test_a_night_that_fails_is_a_failed_run_with_its_reason(settings: Settings, tmp_path: Path) -> None:
    from flows.nightly import folders_of, nightly

    empty = tmp_path / "raw"
    empty.mkdir()
    with folders_of(resolve_settings(empty, tmp_path / "warehouse", PROJECT, environ={})):
        state = nightly(return_state=True)
    assert state.type.value == "FAILED"
    assert "holds no documents" in (state.message or "")
    assert not (tmp_path / "warehouse" / "duban.duckdb").exists()


def busy_when_it_ends(*_: object) -> None:
    """A query that SIGTERM comes into: DuckDB answers it with an error of its own."""
    con = duckdb.connect(config={"threads": 1})
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
    con.execute("select sum(a.range * b.range) from range(10000000) as a, range(100000) as b").fetchall()


class FreedWhenItEnds:
    """Something that is being freed when SIGTERM comes."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


def freeing_when_it_ends(*_: object) -> None:
    FreedWhenItEnds()
    threading.Event().wait(20)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("work", [busy_when_it_ends, freeing_when_it_ends])
def test_a_run_that_sigterm_ends_is_stopped_and_prints_no_traceback(
    settings: Settings,
    tmp_path: Path,
    work: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from flows.nightly import run_nightly

    for runs in ("prefect.flow_runs", "prefect.task_runs"):  # they hand nothing on to the loggers above them
        monkeypatch.setattr(logging.getLogger(runs), "propagate", True)
    monkeypatch.setattr(logging.getLogger("prefect"), "propagate", True)
    ended = resolve_settings(settings.raw, tmp_path, PROJECT, environ={})
    monkeypatch.setattr("duban.pipeline.judging.build_models", work)
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(Stopped), stopped_in_order():
            run_nightly(ended)
    finally:
        signal.signal(signal.SIGTERM, before)
    (run,) = newest_runs(ended.runs_log)
    assert (run["status"], run["exit_code"]) == ("stopped", 143)
    assert not list(tmp_path.glob(".candidate-*"))
    assert any("Crash detected" in record.message for record in caplog.records)
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.usefixtures("server")
def test_a_night_with_sources_that_are_down_publishes_warns_and_the_next_builds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources on a server of this machine, two of them down; the digest goes to a program of this machine."""
    from prefect.client.orchestration import get_client

    import flows.fetching
    from flows.nightly import run_nightly

    settings = resolve_settings(tmp_path / "raw", tmp_path / "warehouse", PROJECT, environ={})
    digests = tmp_path / "digests"
    digests.mkdir()
    program = tmp_path / "program.py"
    program.write_text(
        "import pathlib, sys, uuid; pathlib.Path(sys.argv[1], str(uuid.uuid4())).write_bytes(sys.stdin.buffer.read())"
    )
    monkeypatch.setenv("DUBAN_NOTIFY_COMMAND", f"{sys.executable} {program} {digests}")
    monkeypatch.setenv("DUBAN_NOTIFY_ON_CHANGE", "1")
    monkeypatch.setattr(flows.fetching, "RETRY_DELAYS", [0.1, 0.1, 0.1])
    monkeypatch.setattr(flows.fetching, "RETRIES", 4)
    settings.raw.mkdir()
    with running_site() as site:
        (settings.raw / "sources.yml").write_text(
            f"page:\n  page: {site.address}/list.html\n  private_addresses: true\n  jurisdiction: 临江市\n"
            f"down:\n  page: {site.address}/down.html\n  private_addresses: true\n"
            f"also-down:\n  file: {site.address}/also.html\n  private_addresses: true\n"
            f"file:\n  file: {site.address}/2022.html\n  private_addresses: true\n",
            "utf8",
        )
        site.replies["/list.html"] = Reply(links_page(("2023.html", "2023年")))
        site.replies["/2023.html"] = Reply(table_page("临江市", 2023))
        site.replies["/2022.html"] = Reply(table_page("临江市", 2022, count=2))
        site.replies["/down.html"] = site.replies["/also.html"] = Reply(status=503)
        first = run_nightly(settings)
        asked = list(site.documents)
        site.asked.clear()
        second = run_nightly(settings)
    assert (first.status, first.exit_code) == ("published", 0), first.lines()
    assert first.added == ["file/2022.html", "page/2023.html"]
    assert any("source down: it answers 503" in line for line in first.warnings)
    # Three new tries of the first source that is down; of the second one only what is left for the night.
    assert asked == [
        *[("/list.html", 200), ("/2023.html", 200)],
        *[("/down.html", 503)] * 4,
        *[("/also.html", 503)] * 2,
        ("/2022.html", 200),
    ]

    assert (second.status, second.exit_code, second.build_id) == ("unchanged", 0, first.build_id)
    assert any("source down: it answers 503" in line for line in second.warnings)
    assert [one for one in site.documents if one[1] != 503] == [
        ("/list.html", 304),
        ("/2023.html", 304),
        ("/2022.html", 304),
    ]

    (digest,) = [json.loads(path.read_text("utf8")) for path in digests.iterdir()]
    assert (digest["event"], digest["added"]) == ("changed", ["file/2022.html", "page/2023.html"])
    assert "source down: it answers 503" in digest["text"]
    with get_client(sync_client=True) as client:
        states = {
            task.name.rsplit("-", 1)[0]: (task.state.type.value, task.run_count)
            for task in client.read_task_runs()
            if task.name.startswith("source ") and task.state
        }
    assert states == {
        "source page": ("COMPLETED", 1),
        "source down": ("FAILED", 4),
        "source also-down": ("FAILED", 2),
        "source file": ("COMPLETED", 1),
    }
