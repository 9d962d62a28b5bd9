"""SIGTERM as an end in order: what was begun is cleaned up, the run is written down, and whoever is on duty is told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn


class Stopped(SystemExit):
    """The process was asked to end. Its exit code is what the shell gives for SIGTERM."""

    def __init__(self) -> None:
        super().__init__(128 + signal.SIGTERM)


@contextmanager
def stopped_in_order() -> Iterator[None]:
    """SIGTERM raises Stopped in the block, so that what it began is cleaned up; a second one ends the process at once.

    Does nothing outside the main thread, where Python handles no signals, or where somebody else handles this one.
    """
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    ):
        yield
        return

    def stop(*_: Any) -> NoReturn:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise Stopped

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
