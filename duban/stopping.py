"""SIGTERM and Ctrl-C as an end in order: what was begun is cleaned up, and what ended it is reported as what it was.

DuckDB answers a signal that comes while it works with a RuntimeError of its own ("Query interrupted"), which says
nothing of the signal; whoever cleans up or writes the run down would take it for a bug.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_AGAIN_SECONDS = 0.02


class Stopped(SystemExit):
    """The process was asked to end. Its exit code is what the shell gives for SIGTERM."""

    def __init__(self) -> None:
        super().__init__(128 + signal.SIGTERM)


_endings: list[BaseException] = []  # what a signal raised in the outermost block


@contextmanager
def stopped_in_order() -> Iterator[None]:
    """In the block SIGTERM raises Stopped and Ctrl-C KeyboardInterrupt, and nothing else comes out of it after one.

    A second signal ends the process at once. Blocks may lie in one another. Outside the main thread, where Python
    handles no signals, it does nothing, nor for a signal that somebody else handles or ignores.
    """
    is_main = threading.current_thread() is threading.main_thread()
    ours = [which for which, usual in _USUAL.items() if is_main and signal.getsignal(which) is usual]
    for which in ours:
        signal.signal(which, _stop)
    try:
        yield
    except Exception:
        if is_main and _endings:
            raise _endings[-1] from None
        raise
    else:
        if is_main and _endings:
            raise _endings[-1]
    finally:
        for which in ours:
            signal.signal(which, _USUAL[which])
        if ours:
            _endings.clear()


def raise_if_stopped() -> None:
    """Raise what a signal has raised in this block already and somebody swallowed.

    Libraries catch whatever happens while they import one another, or take it for their own fault; the next step must
    not begin then, and what they said of it is no result. Only in the main thread, where signals are handled.
    """
    if _endings and threading.current_thread() is threading.main_thread():
        raise _endings[-1] from None


_USUAL: dict[int, Any] = {signal.SIGTERM: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}


def _stop(which: int, frame: FrameType | None) -> None:
    if frame is not None and frame.f_code.co_name == "__del__":
        # what is raised there ends nothing and is printed: the signal comes again when something else runs
        threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), which)).start()
        return
    signal.signal(which, signal.SIG_DFL)
    _endings.append(Stopped() if which == signal.SIGTERM else KeyboardInterrupt())
    raise _endings[-1]
