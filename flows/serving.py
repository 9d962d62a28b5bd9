"""`duban serve`: the nightly flow on a schedule, from one command that needs no cloud and no server of your own.

Prefect's scheduler lives in its server, so one is started on loopback beside the runner and ended with it, unless
PREFECT_API_URL names another. One run at a time: the deployment's concurrency limit cancels a second, and the writer's
lock would refuse it. A night that was missed is made up for at the start.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from duban.errors import ConfigurationError, LockedError
from duban.pipeline.run_log import last_good_run
from duban.settings import Settings
from flows.server.home import prefect_home
from flows.server.running import PrefectServer, PrefectServerError, running_server

CRON = "0 2 * * *"
TIMEZONE = "Asia/Shanghai"

Say = Callable[[str], None]


def serve(settings: Settings, say: Say, cron: str = CRON, timezone: str = TIMEZONE) -> None:
    """Run the nightly flow whenever `cron` is due in `timezone`, until SIGTERM or Ctrl-C.

    say: takes one line for a person. Raises ConfigurationError for a schedule that cannot be read, LockedError where
    another process serves this warehouse, PrefectServerError where the Prefect server does not start or ends.
    """
    _, last_due = due_times(cron, timezone, datetime.now(UTC))
    with _one_server(settings), _ended_by_signals(), _server_beside(settings, say) as server:
        # Only now: Prefect reads where its server is when it is imported.
        from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
        from prefect.deployments.runner import EntrypointType
        from prefect.schedules import Cron

        from flows.nightly import folders_of, nightly

        good = last_good_run(settings.runs_log)
        if good is None or good < last_due:
            say(f"catching up: the run due at {last_due:%Y-%m-%d %H:%M %Z} was missed or failed")
            _catch_up(settings, say)
        following, _ = due_times(cron, timezone, datetime.now(UTC))
        say(f"serving: cron {cron} in {timezone}, next run at {following:%Y-%m-%d %H:%M %Z}")
        with folders_of(settings), _own_temporary_files(settings):
            nightly.serve(
                name=f"serve-{_place_id(settings)}",
                schedules=[Cron(cron, timezone=timezone)],
                parameters={},
                enforce_parameter_schema=True,  # a run that asks for other folders is refused
                global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
                limit=1,
                paused=False,  # a serve that was stopped left its schedule paused
                entrypoint_type=EntrypointType.MODULE_PATH,
                print_starting_message=False,
            )
        if server is not None and server.process.poll() is not None:
            raise PrefectServerError(
                f"the Prefect server ended with {server.process.returncode}",
                where=str(server.log),
                remedy="start duban serve again; a missed night is made up for",
            )


def due_times(cron: str, timezone: str, now: datetime) -> tuple[datetime, datetime]:
    """When a schedule is due next and when it was due last, in its own time zone.

    Raises ConfigurationError where the cron line or the name of the time zone cannot be read.
    """
    from cronsim import CronSim, CronSimError

    try:
        local = now.astimezone(ZoneInfo(timezone))
    except (OSError, ValueError, KeyError):
        raise ConfigurationError(
            f"{timezone!r} is not a time zone", remedy="write its name: Asia/Shanghai, Europe/Berlin, UTC"
        ) from None
    try:
        if len(cron.split()) != 5:
            raise CronSimError("five fields")
        return next(CronSim(cron, local)), next(CronSim(cron, local, reverse=True))
    except (CronSimError, StopIteration):
        raise ConfigurationError(
            f"{cron!r} is not a cron line, or is never due",
            remedy='write minute hour day month weekday: "0 2 * * *" is every night at two',
        ) from None


def _catch_up(settings: Settings, say: Say) -> None:
    from flows.nightly import run_nightly

    try:
        say(run_nightly(settings).verdict())
    except LockedError as error:
        say(f"another writer is at work, which makes up for it: {error.what}")
    except Exception as error:  # the next night has its own chance
        say(f"the run that was to make up for it failed: {error}")


@contextmanager
def _server_beside(settings: Settings, say: Say) -> Iterator[PrefectServer | None]:
    """A Prefect server while the block runs; none where PREFECT_API_URL names one."""
    if os.environ.get("PREFECT_API_URL"):
        yield None
        return
    home = prefect_home(settings)
    os.environ["PREFECT_HOME"] = str(home)
    with running_server(home, is_temporary=False) as server:
        say(f"Prefect server at {server.address}, its files in {home}")
        stopping = threading.Event()

        def watch() -> None:
            server.process.wait()
            if not stopping.is_set():
                os.kill(os.getpid(), signal.SIGTERM)  # a schedule without its server would wait for ever

        threading.Thread(target=watch, daemon=True).start()
        try:
            yield server
        finally:
            stopping.set()


@contextmanager
def _own_temporary_files(settings: Settings) -> Iterator[None]:
    """Prefect's runner works in a folder of a fixed name below the temporary folder: not in the one that all share."""
    folder = prefect_home(settings) / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None  # the latter is what Python remembers of the former
    try:
        yield
    finally:
        os.environ.pop("TMPDIR")
        tempfile.tempdir = None
        if before is not None:
            os.environ["TMPDIR"] = before


@contextmanager
def _one_server(settings: Settings) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        settings.warehouse.mkdir(parents=True, exist_ok=True)
        with FileLock(settings.layout.serve_lock, timeout=0, mode=0o644):
            yield
    except Timeout:
        raise LockedError(
            "another duban serve is at work", where=str(settings.warehouse), remedy="end it first"
        ) from None


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM and Ctrl-C end the block in order, and are not a failure: they are how a schedule ends."""

    def end(*_: Any) -> NoReturn:
        raise SystemExit(0)

    # Prefect's runner takes the KeyboardInterrupt of the usual handler and comes back.
    handlers = {signal.SIGTERM: end, signal.SIGINT: signal.default_int_handler}
    before = {which: signal.signal(which, handler) for which, handler in handlers.items()}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def _place_id(settings: Settings) -> str:
    """A short name of this warehouse: two warehouses on one Prefect server are two deployments."""
    import hashlib

    return hashlib.sha256(str(settings.warehouse.resolve()).encode()).hexdigest()[:6]


__all__ = ["CRON", "TIMEZONE", "due_times", "serve"]
