"""Processes that read what may be hostile: bounded, ended with whoever started them, and quick to start.

They are forked from a server that has the readers loaded: a process that starts from nothing imports them anew, which
takes longer than the document it is for. The server is a child of ours that never reads a document itself, and it ends
when we end, however we end, and its processes with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import wait
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from duban.landing.readers import MODULES

if TYPE_CHECKING:
    from pebble import ProcessPool

# What one worker may take beyond what Python and the libraries map at start; a real table takes some 50 MB.
WORKER_BYTES = 1024 * 1024 * 1024
_PR_SET_PDEATHSIG = 1  # of linux/prctl.h
_STARTING = threading.Lock()
_LOADED = ("duban.landing.forked", "pebble.pool.process", "duban.landing.reading", "duban.landing.columns")


def new_pool(count: int, begin: Callable[[], None], paths: Iterable[str] = ()) -> ProcessPool:
    """A pool of processes that run `begin` before anything else.

    paths: of the documents that are to be read, whose readers are loaded beforehand where nothing is loaded yet.
    """
    from pebble import ProcessPool

    # A context is one for the whole process, so this may be too late for a format: then each worker loads its reader.
    context: Any = multiprocessing.get_context("forkserver")
    suffixes = {PurePosixPath(path).suffix.lower() for path in paths}
    readers = sorted({MODULES[suffix] for suffix in suffixes & MODULES.keys()})
    context.set_forkserver_preload([*_LOADED, *(f"duban.landing.readers.{name}" for name in readers)])
    with _our_modules() as environ:
        forkserver.ensure_running()
    return ProcessPool(max_workers=count, initializer=_begin, initargs=(environ, begin), context=context)


@contextmanager
def _our_modules() -> Iterator[dict[str, str]]:
    """Whatever Python starts meanwhile looks for modules where we do: a server that looked in the present folder first
    would load the readers of another checkout, where that is one. An empty entry of our path is the present folder.

    Gives the environment as it was, and restores it.
    """
    with _STARTING:
        environ = dict(os.environ)
        os.environ["PYTHONPATH"] = os.pathsep.join(path or os.curdir for path in sys.path)
        os.environ["PYTHONSAFEPATH"] = "1"
        try:
            yield environ
        finally:
            for name in ("PYTHONPATH", "PYTHONSAFEPATH"):
                del os.environ[name]
                if name in environ:
                    os.environ[name] = environ[name]


def _begin(environ: Mapping[str, str], begin: Callable[[], None]) -> None:
    """environ: the environment of whoever made the pool. The server has the one of the moment it was started at."""
    os.environ.clear()
    os.environ.update(environ)
    begin()


class _WithoutPandas:
    """pyarrow imports pandas to ask whether a list is a Series: a third of a second of every worker, for nothing."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Refuse pandas; every other module is left to those who find modules."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def bound_worker() -> None:
    """What a process that reads something hostile begins with: a bound of its memory, and an end with its parent."""
    die_with_parent()
    sys.meta_path.insert(0, _WithoutPandas())
    # RLIMIT_DATA counts what a process really takes for itself, not address space that a library only reserves.
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    least = 2 * WORKER_BYTES if most == resource.RLIM_INFINITY else min(2 * WORKER_BYTES, most)
    resource.setrlimit(resource.RLIMIT_DATA, (least, most))


def die_with_parent() -> None:
    """See to it that a worker which hangs does not outlive a reload that was killed: nobody would stop it then.

    A worker ends with the process that forked it, and with the one that asked for it: the server of workers lives as
    long as any of its workers does.
    """
    # Linux only; elsewhere a worker that does not hang ends by itself.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if (asked := multiprocessing.parent_process()) is not None:
            _die_at_end_of(asked.sentinel)


def _die_at_end_of(pipe: int) -> None:
    """Have the kernel end this process when the other end of a pipe closes, whatever it does then."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if wait([pipe], timeout=0):  # it closed before
        os.kill(os.getpid(), signal.SIGKILL)
