"""A Prefect server beside this process, on loopback, that ends when this process does, however that ends.

Prefect starts a temporary server by itself where none is configured, but one that outlives a process which is killed:
every such night would leave a server behind.

Loopback is every user's and every web page's of the machine, so the server answers nobody without the login that it was
started with: a random one, unless PREFECT_SERVER_API_AUTH_STRING gives one. It goes to the server and to this process
by the environment, which other users cannot read, and never by an argument, which they can.
"""

from __future__ import annotations

import atexit
import logging
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.errors import DubanError

START_SECONDS = 180  # a Prefect server needs some ten seconds, on a busy machine many more
STOP_SECONDS = 20
_PRIVATE = 0o077  # the umask of the server: its database holds the parameters and the logs of all runs
_GIVEN_LOGIN, _OWN_LOGIN = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"


class PrefectServerError(DubanError):
    """The Prefect server beside this process did not start, or ended."""


@dataclass(frozen=True)
class PrefectServer:
    """A server that answers. log: what it printed."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path


@contextmanager
def running_server(home: Path, *, is_temporary: bool) -> Iterator[PrefectServer]:
    """A server whose database is in `home` while the block runs, named by PREFECT_API_URL there, with its login in
    PREFECT_API_AUTH_STRING.

    is_temporary: without the services that plan and watch scheduled runs, and without its pages. Raises
    PrefectServerError where it does not start.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = home / "server.log"
    port = str(_free_port())
    place = ["--host", "127.0.0.1", "--port", port]
    address = f"http://127.0.0.1:{port}"
    login = os.environ.get(_GIVEN_LOGIN) or f"duban:{secrets.token_urlsafe(32)}"
    if is_temporary:
        module = ["uvicorn", "--factory", f"{__name__}:temporary_app", "--log-level", "error", *place]
    else:
        module = ["prefect", "server", "start", *place]
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": str(not is_temporary).lower(),
        # Kept in files, so that the place of a run that died with the machine is free again after a new start.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        _GIVEN_LOGIN: login,
        _OWN_LOGIN: login,  # the server's own services are clients of it
        # Its own pages and no others: an empty list would be read as one of any.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": address,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
    }
    log.unlink(missing_ok=True)  # of an earlier version, for everybody to read
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as printed:
        # In a session of its own: Ctrl-C reaches this process first, which still has to report to the server.
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.server.child", *module],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
            umask=_PRIVATE,
        )
    before = os.environ.get(_OWN_LOGIN)
    try:
        server = PrefectServer(process, address, log)
        _wait_until_healthy(server)
        os.environ["PREFECT_API_URL"] = f"{server.address}/api"
        os.environ[_OWN_LOGIN] = login
        yield server
    finally:
        if process.poll() is None:
            _send_what_is_left()
        os.environ.pop("PREFECT_API_URL", None)
        os.environ.pop(_OWN_LOGIN, None)
        if before is not None:
            os.environ[_OWN_LOGIN] = before
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _send_what_is_left() -> None:
    """Hand the last lines of a run over while there is a server: at its exit Prefect tries for a minute to do so."""
    if "prefect.logging.handlers" in sys.modules:
        from prefect.logging.handlers import APILogWorker

        APILogWorker.drain_all(timeout=STOP_SECONDS)


def need_server() -> None:
    """See to it that Prefect has a server for the rest of this process: a temporary one where none is configured."""
    from prefect.context import refresh_global_settings_context
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    if settings.api.url is None:
        rest = ExitStack()
        rest.enter_context(running_server(settings.home, is_temporary=True))
        # Later exits come first, and Prefect's own, which send what is left to send, are set when the flow runs.
        atexit.register(rest.close)
        refresh_global_settings_context()
        # The server has no pages and ends with the run: no line that says where to look at it.
        logging.getLogger("prefect.flow_runs").addFilter(lambda record: not str(record.msg).startswith("View at "))


def temporary_app() -> Any:
    """The server itself, as uvicorn runs it."""
    from prefect.server.api.server import create_app

    return create_app(ephemeral=True, final=True)


def _wait_until_healthy(server: PrefectServer) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.process.poll() is None:
        try:
            direct.open(f"{server.address}/api/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise PrefectServerError("the Prefect server did not start", where=str(server.log), remedy="read its log")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


__all__ = ["PrefectServer", "PrefectServerError", "need_server", "running_server"]
