"""A workbench that answers: a process of its own for each warehouse, on a port of its own, ended behind the tests."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import requests

from duban.settings import Settings

Serve = Callable[..., str]
# A machine with every core busy takes its time to import NiceGUI.
START_SECONDS = 90.0


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """serve(settings, *options) -> the address of a workbench on that warehouse."""
    started: list[subprocess.Popen[str]] = []

    def start(settings: Settings, *options: str) -> str:
        port = free_port()
        command = [sys.executable, "-m", "duban.cli", "workbench", "--warehouse", str(settings.warehouse)]
        environ = {"DUBAN_PROJECT": str(settings.project), "PATH": "/usr/bin:/bin", "HOME": str(settings.warehouse)}
        process = subprocess.Popen(
            [*command, "--port", str(port), *options], stderr=subprocess.PIPE, env=environ, text=True
        )
        started.append(process)
        base = f"http://127.0.0.1:{port}"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert process.poll() is None, process.stderr and process.stderr.read()
            try:
                requests.get(f"{base}/static/style.css", timeout=5).raise_for_status()
                return base
            except requests.RequestException:
                time.sleep(0.2)
        raise AssertionError("the workbench did not start")

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def heze_workbench(serve: Serve, heze: Settings) -> str:
    return serve(heze)


@pytest.fixture(scope="session")
def city_workbench(serve: Serve, city: Settings) -> str:
    return serve(city)
