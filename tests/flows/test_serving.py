"""The schedule: when it is due, whether a night was missed, and who may serve."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

import pytest

from duban.errors import ConfigurationError, LockedError
from duban.pipeline.run_log import last_good_run
from duban.settings import Settings
from duban.stopping import stopped_in_order
from flows.serving import _ended_by_signals, due_times, serve
from tests.conftest import PROJECT


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("cron", "timezone", "now", "following", "last"),
    [
        pytest.param(
            "0 2 * * *",
            "Asia/Shanghai",
            "2026-11-23T17:00+00:00",
            "2026-11-24T02:00+08:00",
            "2026-11-23T02:00+08:00",
            id="the night begins in the afternoon of UTC",
        ),
        pytest.param(
            "30 1 * * 1",
            "UTC",
            "2026-11-25T00:00+00:00",
            "2026-11-30T01:30+00:00",
            "2026-11-23T01:30+00:00",
            id="once a week",
        ),
        pytest.param(
            "0 2 * * *",
            "Europe/Berlin",
            "2026-07-01T12:00+00:00",
            "2026-07-02T02:00+02:00",
            "2026-07-01T02:00+02:00",
            id="summer time",
        ),
    ],
)
def test_when_it_is_due(cron: str, timezone: str, now: str, following: str, last: str) -> None:
    assert due_times(cron, timezone, at(now)) == (at(following), at(last))


@pytest.mark.parametrize(
    ("cron", "timezone", "said"),
    [
        pytest.param("0 25 * * *", "UTC", "is not a cron line", id="an hour that is none"),
        pytest.param("0 0 2 * * *", "UTC", "is not a cron line", id="six fields"),
        pytest.param("0 2 30 2 *", "UTC", "never due", id="the thirtieth of February"),
        pytest.param("nightly", "UTC", "is not a cron line", id="a word"),
        pytest.param("0 2 * * *", "Asia/Heze", "is not a time zone", id="a zone that is none"),
        pytest.param("0 2 * * *", "../etc/passwd", "is not a time zone", id="a path for a zone"),
        pytest.param("0 2 * * *", "", "is not a time zone", id="no zone"),
    ],
)
def test_a_schedule_that_cannot_be_read_is_refused_before_anything_starts(
    tmp_path: Path, cron: str, timezone: str, said: str
) -> None:
    settings = Settings(project=PROJECT, raw=tmp_path, warehouse=tmp_path / "warehouse")
    with pytest.raises(ConfigurationError, match=said):
        serve(settings, print, cron, timezone)
    assert not settings.warehouse.exists()


@pytest.mark.parametrize(
    ("lines", "good"),
    [
        pytest.param([], None, id="no run yet"),
        pytest.param([("published", "02")], "02", id="published"),
        pytest.param([("published", "02"), ("unchanged", "03")], "03", id="nothing to do is good"),
        pytest.param([("published", "02"), *[("failed", "03")] * 20], "02", id="failures are not, however many"),
        pytest.param([("published", "02"), "{cut sho"], "02", id="a line that a crash cut short"),
        pytest.param([("published", "02"), "[]", '{"status": "published"}'], "02", id="lines of another kind"),
    ],
)
def test_the_last_good_run(tmp_path: Path, lines: list[str | tuple[str, str]], good: str | None) -> None:
    log = tmp_path / "runs.jsonl"
    lines = [
        line
        if isinstance(line, str)
        else json.dumps({"status": line[0], "started_at": f"2026-11-23T{line[1]}:00:00+00:00"})
        for line in lines
    ]
    log.write_text("\n".join(lines), "utf8")
    assert last_good_run(log) == (at(f"2026-11-23T{good}:00+00:00") if good else None)
    assert last_good_run(tmp_path / "none.jsonl") is None


def test_ctrl_c_that_the_runner_took_is_no_failure() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopped_in_order(), _ended_by_signals():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
        except KeyboardInterrupt:
            pass  # as Prefect's runner does, when it has paused the schedule
    assert signal.getsignal(signal.SIGINT) is before


HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_do_not_serve_one_warehouse(tmp_path: Path) -> None:
    settings = Settings(project=PROJECT, raw=tmp_path, warehouse=tmp_path)
    command = [sys.executable, "-c", HOLD, str(tmp_path / ".serve.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match="another duban serve"):
            serve(settings, print)
        other.kill()


SERVE = """
import sys
from pathlib import Path

if __name__ == "__main__":
    from duban.settings import resolve_settings
    from flows.serving import serve

    settings = resolve_settings(Path(sys.argv[1]), Path(sys.argv[2]))
    serve(settings, lambda line: print(line, flush=True), "0 0 1 1 *", "UTC")
"""


def asked(port: int, path: str, body: object = None, login: str = "", **headers: str) -> tuple[int, Message, bytes]:
    """What the Prefect server beside a serve answers: status, headers, body."""
    if login:
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def login_of(home: Path) -> str:
    """The login of the server whose home this is, from its environment, which its own user may read."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            environment = (process / "environ").read_text("utf8", errors="replace").split("\0")
            variables = dict(line.split("=", 1) for line in environment if "=" in line)
            if variables.get("PREFECT_HOME") == str(home) and "PREFECT_SERVER_API_AUTH_STRING" in variables:
                return variables["PREFECT_SERVER_API_AUTH_STRING"]
    raise AssertionError("no such server")


def command_lines() -> str:
    """What every user of the machine sees of its processes."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            lines.append((process / "cmdline").read_text("utf8", errors="replace"))
    return "\n".join(lines)


def scheduled_runs(port: int, login: str) -> int:
    """How many runs the Prefect server beside a serve has planned."""
    with_csrf = csrf(port, login)
    planned = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    status, _, answer = asked(port, "flow_runs/count", planned, login, **with_csrf)
    assert status == 200, answer
    return int(answer)


def csrf(port: int, login: str) -> dict[str, str]:
    """The headers without which the server takes no change."""
    status, _, answer = asked(port, "csrf-token?client=test", login=login)
    assert status == 200, answer
    return {"Prefect-Csrf-Token": json.loads(answer)["token"], "Prefect-Csrf-Client": "test"}


ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def state_of(port: int, login: str, run_id: str) -> str:
    """The state of a run, as the server knows it."""
    return str(json.loads(asked(port, f"flow_runs/{run_id}", login=login)[2])["state_type"])


def nobody_else_is_served(port: int, login: str, home: Path) -> None:
    """What another user of the machine, or a page in a browser, gets of the server beside a serve."""
    token = login.partition(":")[2]
    assert len(token) > 40 and token not in command_lines()
    for stranger in ("", "duban:", "duban:guessed"):
        assert asked(port, "admin/version", login=stranger)[0] == 401
        assert asked(port, "deployments/filter", {}, stranger)[0] in (401, 403)  # no login, and no token either
    _, headers, _ = asked(port, "deployments/filter", {}, Origin="http://evil.example")
    assert headers["access-control-allow-origin"] in (None, f"http://127.0.0.1:{port}")

    # Who has the login may start a run and still not choose its folders.
    [deployment] = json.loads(asked(port, "deployments/filter", {}, login, **csrf(port, login))[2])
    assert (
        deployment["parameters"] == {}
        and not {"raw", "warehouse"} & deployment["parameter_openapi_schema"]["properties"].keys()
    )
    path = f"deployments/{deployment['id']}/create_flow_run"
    assert asked(port, path, {"state": {"type": "SCHEDULED"}}, login)[0] == 403  # no token: not a client of ours
    stolen = home.parent.parent / "stolen"
    run = {"state": {"type": "SCHEDULED"}, "parameters": {"raw": str(home.parent), "warehouse": str(stolen)}}
    status, _, answer = asked(port, path, run, login, **csrf(port, login))
    assert status == 201, answer
    run_id = json.loads(answer)["id"]
    until = time.monotonic() + 150
    while (state := state_of(port, login, run_id)) not in ENDED and time.monotonic() < until:
        time.sleep(1)
    assert state in ("FAILED", "CRASHED") and not stolen.exists()

    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    files = [file for file in home.rglob("*") if file.is_file()]
    assert files and not [file for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]


def test_a_missed_night_is_made_up_for_the_next_is_planned_and_sigterm_ends_it_all(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DUBAN_"))}
    environment |= {"DUBAN_PROJECT": str(PROJECT), "DUBAN_WORKERS": "1"}
    command = [sys.executable, "-c", SERVE, str(PROJECT / "examples" / "raw"), str(warehouse)]
    started = datetime.now(UTC)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as serving:
        try:
            assert serving.stdout is not None
            lines = []
            for line in serving.stdout:
                lines.append(line.strip())
                if line.startswith("serving:"):
                    break
            port = int(lines[0].split(":")[2].split(",")[0])
            # A server whose scheduler fails (as with SQLAlchemy 2.1) looks well and never starts a run.
            until = time.monotonic() + 60
            home = warehouse / ".prefect"
            login = login_of(home)
            while not scheduled_runs(port, login) and time.monotonic() < until:
                time.sleep(0.5)
            assert scheduled_runs(port, login) > 0, (home / "server.log").read_text("utf8")[-2000:]
            nobody_else_is_served(port, login, home)
        finally:
            serving.send_signal(signal.SIGTERM)
        # Prefect sends what is left to a server that has ended for a minute and more.
        assert serving.wait(timeout=40) == 0
    assert any(line.startswith("catching up") for line in lines), lines
    assert any(line.startswith("published build") for line in lines), lines
    good = last_good_run(warehouse / "runs.jsonl")
    assert good is not None and good >= started.replace(microsecond=0)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
