"""A process beside ours ends when ours does, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# Starts a tied module, says the module's process and waits.
STARTER = """
import subprocess, sys, time
command = [sys.executable, "-m", "flows.server.child", "tied_module", *sys.argv[1:]]
tied = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
print(tied.pid, flush=True)
time.sleep(600)
"""
MODULE = """
import signal, sys, time
from pathlib import Path
assert __name__ == "__main__"
Path(sys.argv[1]).write_text(sys.argv[0])
if sys.argv[2] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1]
    except OSError:
        return False


@pytest.mark.parametrize("manners", ["polite", "deaf"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_tied_module_ends_with_its_starter(tmp_path: Path, end: signal.Signals, manners: str) -> None:
    (tmp_path / "tied_module.py").write_text(MODULE)
    started = tmp_path / "started"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}
    command = [sys.executable, "-c", STARTER, str(started), manners]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as starter:
        assert starter.stdout is not None
        tied = int(starter.stdout.readline())
        until = time.monotonic() + 60
        while not (started.exists() and started.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        assert started.read_text().endswith("tied_module.py"), "the module runs as if it had been started itself"
        assert is_running(tied)
        starter.send_signal(end)
    while is_running(tied) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(tied)
