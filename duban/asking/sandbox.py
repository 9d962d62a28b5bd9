"""Free SQL, answered by a process of its own that is ended when it takes more than a question may.

DuckDB's own limits do not hold for everything: a single huge value is made and handed to Python without looking at the
clock or the memory limit (`select range(200000000)` took 14 GB and 47 s under a limit of 5 s). The kernel's do.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from duban.asking.query import Answer, QueryError
from duban.asking.sandboxed import GRACE, Question, answer_in_order
from duban.errors import DubanError

# What the process may take: DuckDB's own limit, and what its values need on their way out.
MEMORY_BYTES = 6 * 1024**3
ANSWER_BYTES = 256 * 1024**2
_LESS = "ask for fewer rows, fewer columns or shorter values"


# -P and the folder by name: a file called types.py where somebody happens to stand is not to be imported.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from duban.asking.sandboxed import work; work()"
# Linux lists the threads of a process here, those that Python knows nothing of too.
_OWN_THREADS = Path("/proc/self/task")


def ask_sandboxed(published: Path, sql: str, *, seconds: float = 60.0, row_limit: int = 100_000) -> Answer:
    """As `query.ask`, for SQL that is not ours: time, memory and the size of the answer are bounded whatever it does.

    Raises QueryError where it takes more than `seconds`, MEMORY_BYTES or ANSWER_BYTES, and what `query.ask` raises.
    """
    question: Question = (published, sql, seconds, row_limit, MEMORY_BYTES)
    with (_forked if may_fork() else _started)(question) as answer:
        content = _read(answer, time.monotonic() + seconds + GRACE, seconds)
    try:
        found = pickle.loads(content)
    except (EOFError, pickle.UnpicklingError):
        raise QueryError("the query takes more memory than a question may", remedy=_LESS) from None
    if isinstance(found, DubanError):
        raise found
    assert isinstance(found, Answer)
    return found


def may_fork() -> bool:
    """Whether a copy of this process can answer: one thread, and no engine that a copy would find half alive.

    So it is on the command line, which loads no engine of its own; a server and a notebook start a process anew.
    """
    try:
        return "_duckdb" not in sys.modules and len(list(_OWN_THREADS.iterdir())) == 1
    except OSError:  # not Linux
        return False


@contextmanager
def _forked(question: Question) -> Iterator[IO[bytes]]:
    """What a copy of this process answers. It spares the start of Python, a fifth of what a small question costs."""
    reading, writing = os.pipe()
    process_id = os.fork()
    if process_id == 0:
        _answer_in_the_copy(question, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            yield answer
    finally:
        os.kill(process_id, signal.SIGKILL)
        os.waitpid(process_id, 0)


def _answer_in_the_copy(question: Question, writing: int) -> None:
    """What the copy does; it never comes back. Of what its parent had open only the way for the answer is left."""
    try:
        os.setsid()  # Ctrl-C ends the parent, which ends this process
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.closerange(3, writing)
        os.closerange(writing + 1, os.sysconf("SC_OPEN_MAX"))
        with os.fdopen(writing, "wb") as answer:
            answer_in_order(question, answer)
    finally:
        os._exit(0)


@contextmanager
def _started(question: Question) -> Iterator[IO[bytes]]:
    """What a Python that is started for it answers."""
    worker = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(Path(__file__).resolve().parents[2])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # how the process ended is reported here
        start_new_session=True,  # Ctrl-C ends this process, which ends that one
    )
    assert worker.stdin is not None and worker.stdout is not None
    try:
        worker.stdin.write(pickle.dumps(question))
        worker.stdin.close()
        yield worker.stdout
    finally:
        worker.kill()
        worker.wait()


def _read(answer: IO[bytes], until: float, seconds: float) -> bytes:
    """All that the worker says, if it says it in time and briefly."""
    content = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(answer, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise QueryError(
                    f"the query took more than {seconds:g} seconds and was stopped",
                    remedy="ask for less, or allow more with --seconds",
                )
            part = answer.read1(1024**2)  # type: ignore[attr-defined]
            if not part:
                return bytes(content)
            content += part
            if len(content) > ANSWER_BYTES:
                raise QueryError(
                    f"the answer is larger than {ANSWER_BYTES // 1024**2} MB",
                    remedy=f"{_LESS}; the whole of it is had by opening the file with a DuckDB client",
                )
