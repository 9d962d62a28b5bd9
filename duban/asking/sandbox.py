"""Free SQL, answered by a process of its own that is ended when it takes more than a question may.

DuckDB's own limits do not hold for everything: a single huge value is made and handed to Python without looking at the
clock or the memory limit (`select range(200000000)` took 14 GB and 47 s under a limit of 5 s). The kernel's do.
"""

from __future__ import annotations

import pickle
import selectors
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from duban.asking.query import Answer, QueryError
from duban.asking.sandboxed import GRACE
from duban.errors import DubanError

# What the process may take: DuckDB's own limit, and what its values need on their way out.
MEMORY_BYTES = 6 * 1024**3
ANSWER_BYTES = 256 * 1024**2
_LESS = "ask for fewer rows, fewer columns or shorter values"


# -P and the folder by name: a file called types.py where somebody happens to stand is not to be imported.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from duban.asking.sandboxed import work; work()"


def ask_sandboxed(published: Path, sql: str, *, seconds: float = 60.0, row_limit: int = 100_000) -> Answer:
    """As `query.ask`, for SQL that is not ours: time, memory and the size of the answer are bounded whatever it does.

    Raises QueryError where it takes more than `seconds`, MEMORY_BYTES or ANSWER_BYTES, and what `query.ask` raises.
    """
    worker = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(Path(__file__).resolve().parents[2])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # how the process ended is reported here
        start_new_session=True,  # Ctrl-C ends this process, which ends that one
    )
    assert worker.stdin is not None and worker.stdout is not None
    try:
        worker.stdin.write(pickle.dumps((published, sql, seconds, row_limit, MEMORY_BYTES)))
        worker.stdin.close()
        content = _read(worker.stdout, time.monotonic() + seconds + GRACE, seconds)
    finally:
        worker.kill()
        worker.wait()
    try:
        found = pickle.loads(content)
    except (EOFError, pickle.UnpicklingError):
        raise QueryError("the query takes more memory than a question may", remedy=_LESS) from None
    if isinstance(found, DubanError):
        raise found
    assert isinstance(found, Answer)
    return found


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
