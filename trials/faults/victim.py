"""A reload that is killed by `kill -9` at one exact moment: at a step's border, or before a file operation."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from duban.notifying.notify import watched
from duban.pipeline.reload import reload
from duban.pipeline.steps import Step
from duban.settings import Settings

T = TypeVar("T")

# Everything by which Python changes a folder or a file; what DuckDB writes itself is met by kills at random moments.
_CHANGES = {
    *("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"),
    *("shutil.copyfile", "shutil.rmtree"),
}


def die() -> NoReturn:
    """End here, with no chance to clean up."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


class Operations:
    """Counts what this process changes in the warehouse, and dies before the operation `fatal`."""

    def __init__(self, warehouse: Path, fatal: int | None) -> None:
        self.folder = str(warehouse)
        self.fatal = fatal
        self.count = 0
        sys.addaudithook(self.seen)

    def seen(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by Python before each operation."""
        if event == "open":
            mode, flags = arguments[1], arguments[2]
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR)
            if not writes:
                return
        elif event not in _CHANGES:
            return
        if not any(isinstance(part, str | os.PathLike) and self.folder in str(part) for part in arguments):
            return
        self.count += 1
        if self.count == self.fatal:
            die()


def main(settings: Settings, full: bool, when: str = "", what: str = "", queue: Queue[list[str]] | None = None) -> None:
    """Run one reload. when, what: 'before' or 'after' and a step, or 'operation' and its number. queue: takes the steps
    and, last, the number of operations."""
    steps: list[str] = []

    def step(step: Step, do: Callable[..., T], *args: Any) -> T:
        name = step.title
        steps.append(name)
        if (when, what) == ("before", name):
            die()
        done = do(*args)
        if (when, what) == ("after", name):
            die()
        return done

    operations = Operations(settings.warehouse, int(what) if when == "operation" else None)
    watched(settings, lambda: reload(settings, step=step, full=full), lambda warning: None)
    if queue is not None:
        queue.put([*dict.fromkeys(steps), str(operations.count)])


def context() -> Any:
    """Victims are forked from a server that has imported what a reload needs, so that they die in the reload itself."""
    forked = get_context("forkserver")
    forked.set_forkserver_preload([__name__, "expectations.candidate_gate", "expectations.landing_gate"])
    return forked
