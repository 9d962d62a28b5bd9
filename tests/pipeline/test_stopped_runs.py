"""A run that somebody stopped is recorded as stopped, whatever swallowed the signal, and is no failure in `status`."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner

from duban import front
from duban.asking.status import read_status
from duban.cli import main
from duban.errors import ConfigurationError, GateError
from duban.notifying.notify import watched
from duban.notifying.settings import NotificationSettings
from duban.pipeline.reload import reload
from duban.pipeline.run_log import newest_runs
from duban.pipeline.steps import Step
from duban.settings import Settings, resolve_settings
from duban.stopping import Stopped

T = TypeVar("T")


@pytest.fixture(autouse=True)
def usual_handlers() -> Iterator[None]:
    before = {which: signal.getsignal(which) for which in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for which, handler in before.items():
        signal.signal(which, handler)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "2024.csv").write_text("序号,目标任务\n1,新建充电桩4处\n", "utf8")
    return resolve_settings(raw=raw, warehouse=tmp_path / "warehouse")


def goes_on(which: signal.Signals) -> None:
    """As a library that catches whatever happens while it imports another."""
    with contextlib.suppress(BaseException):
        os.kill(os.getpid(), which)
        time.sleep(1)


def blames_somebody_else(which: signal.Signals) -> None:
    goes_on(which)
    raise GateError("'pandas' is required for this operation but it was not installed")


@pytest.mark.parametrize("swallow", [goes_on, blames_somebody_else])
@pytest.mark.parametrize(
    ("which", "ending", "exit_code"),
    [(signal.SIGINT, KeyboardInterrupt, 130), (signal.SIGTERM, Stopped, 143)],
    ids=["Ctrl-C", "SIGTERM"],
)
def test_a_swallowed_signal_stops_the_run_all_the_same(
    settings: Settings,
    swallow: Callable[[signal.Signals], None],
    which: signal.Signals,
    ending: type[BaseException],
    exit_code: int,
) -> None:
    begun: list[Step] = []

    def step(name: Step, do: Callable[..., T], *args: Any) -> T:
        begun.append(name)
        result = do(*args)
        swallow(which)
        return result

    with pytest.raises(ending):
        watched(settings, lambda: reload(settings, step=step), print, NotificationSettings())
    assert begun == [Step.FIND_DOCUMENTS]
    (run,) = newest_runs(settings.runs_log)
    assert (run["status"], run["exit_code"]) == ("stopped", exit_code)
    status = read_status(settings.published, settings.runs_log)
    assert status.failure is None
    assert status.lines()[0].startswith("stopped      the last run")


def test_a_mistyped_folder_is_refused_and_no_failed_run(settings: Settings, tmp_path: Path) -> None:
    wrong = resolve_settings(raw=tmp_path / "row", warehouse=settings.warehouse)
    with pytest.raises(ConfigurationError):
        watched(wrong, lambda: reload(wrong), print, NotificationSettings())
    (run,) = newest_runs(settings.runs_log)
    assert (run["status"], run["exit_code"]) == ("refused", 2)
    assert read_status(settings.published, settings.runs_log).failure is None


def test_a_failure_before_a_stopped_run_is_still_shown(settings: Settings) -> None:
    (settings.raw / "2024.csv").unlink()  # a folder without documents fails
    assert watched(settings, lambda: reload(settings), print, NotificationSettings()).status == "failed"
    with pytest.raises(KeyboardInterrupt):
        watched(settings, _stopped_by_hand, print, NotificationSettings())
    failure = read_status(settings.published, settings.runs_log).failure
    assert failure is not None
    assert failure.count == 1


def _stopped_by_hand() -> Any:
    raise KeyboardInterrupt


def test_the_screen_says_that_what_is_published_stands(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duban.pipeline.reload.discover", lambda *_: _stopped_by_hand())
    folders = ["--raw", str(settings.raw), "--warehouse", str(settings.warehouse)]
    shown = CliRunner().invoke(main, ["reload", *folders])
    assert shown.exit_code == 130
    assert "stopped: nothing was published" in shown.stderr


def test_ctrl_c_before_a_run_has_begun_is_said_and_no_traceback(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duban.commands.loading.settings_of", lambda *_: _stopped_by_hand())
    shown = CliRunner().invoke(main, ["reload", "--full"])
    assert (shown.exit_code, shown.stderr) == (130, "stopped by Ctrl-C\n")
    assert list(newest_runs(settings.runs_log)) == []


def test_ctrl_c_while_the_command_line_is_loaded_is_said_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("duban.front._unchanged_night", lambda _: _stopped_by_hand())
    with pytest.raises(SystemExit) as ended:
        front.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "stopped by Ctrl-C\n"
