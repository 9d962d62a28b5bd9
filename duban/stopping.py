"""SIGTERM and Ctrl-C as an end in order: what was begun is cleaned up, and what ended it is reported as what it was.

DuckDB answers a signal that comes while it works with a RuntimeError of its own ("Query interrupted"), which says
nothing of the signal; whoever cleans up or writes the run down would take it for a bug.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

_AGAIN_SECONDS = 0.02


class Stopped(SystemExit):
    """The process was asked to end. Its exit code is what the shell gives for SIGTERM."""

    def __init__(self) -> None:
        super().__init__(128 + signal.SIGTERM)


_endings: list[tuple[int, BaseException]] = []  # each signal that came in a block, and what it raised


@contextmanager
def stopped_in_order(instead_of: Any = None) -> Iterator[None]:
    """In the block SIGTERM raises Stopped and Ctrl-C KeyboardInterrupt, and nothing else comes out of it after one.

    A second signal ends the process at once. Blocks may lie in one another. Outside the main thread, where Python
    handles no signals, it does nothing, nor for a signal that somebody else handles or ignores.

    instead_of: a handler of somebody else's that makes way for the block.
    """
    is_main = threading.current_thread() is threading.main_thread()
    before = {which: signal.getsignal(which) for which in _USUAL} if is_main else {}
    making_way = () if instead_of is None else (instead_of,)
    ours = {which: handler for which, handler in before.items() if handler in (_USUAL[which], *making_way)}
    print_unraisable = sys.unraisablehook
    if ours:
        sys.unraisablehook = partial(_come_again, print_unraisable)
    for which in ours:
        signal.signal(which, _stop)
    try:
        yield
    except Exception:
        if is_main and _endings:
            raise _endings[-1][1] from None
        raise
    else:
        if is_main and _endings:
            raise _endings[-1][1]
    finally:
        for which, handler in ours.items():
            signal.signal(which, handler)
        if ours:
            sys.unraisablehook = print_unraisable
            _endings[:] = [(which, ending) for which, ending in _endings if which not in ours]


def raise_if_stopped() -> None:
    """Raise what a signal has raised in this block already and somebody swallowed.

    Libraries catch whatever happens while they import one another, or take it for their own fault; the next step must
    not begin then, and what they said of it is no result. Only in the main thread, where signals are handled.
    """
    if _endings and threading.current_thread() is threading.main_thread():
        raise _endings[-1][1] from None


_USUAL: dict[int, Any] = {signal.SIGTERM: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}


def _stop(which: int, frame: FrameType | None) -> None:
    signal.signal(which, signal.SIG_DFL)
    ending = Stopped() if which == signal.SIGTERM else KeyboardInterrupt()
    _endings.append((which, ending))
    raise ending


def _come_again(print_unraisable: Callable[[sys.UnraisableHookArgs], Any], what: sys.UnraisableHookArgs) -> None:
    """Where something is being freed, what is raised ends nothing and is printed: the signal comes again soon."""
    for place, (which, ending) in enumerate(_endings):
        if ending is what.exc_value:
            del _endings[place]
            signal.signal(which, _stop)
            threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), which)).start()
            return
    print_unraisable(what)
