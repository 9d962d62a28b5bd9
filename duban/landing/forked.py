"""What the server of workers loads first, and nothing else does: its processes inherit what is set here.

A worker that is only just being started when a reload ends finds nothing of what it was to take over: the locks that it
shares have been taken away, or the pipe breaks off. Nobody waits for it then, and `multiprocessing` would print a
traceback below the last words of the run.
"""

from __future__ import annotations

import sys
from pickle import UnpicklingError
from types import TracebackType

# A lock's name is gone; the pipe ended before the first byte, or behind it.
_ABANDONED = (FileNotFoundError, EOFError, UnpicklingError)


def _unless_abandoned(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print what keeps a worker from starting, but not that whoever asked for it has ended meanwhile.

    What a worker raises once it has started does not come here.
    """
    if not issubclass(kind, _ABANDONED):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _unless_abandoned
