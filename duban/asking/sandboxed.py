"""What the process of `sandbox` runs: one question, under the kernel's limits. Imports no more than that takes."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from pathlib import Path
from typing import IO, TypeAlias

from duban.asking.query import Answer, QueryError, ask
from duban.errors import DubanError
from duban.publishing.opening import THREADS

# A query that is interrupted in order says so itself within this time (seconds).
GRACE = 2.0
# The published file, the SQL, the seconds and rows it may take, and the bytes of memory.
Question: TypeAlias = tuple[Path, str, float, int, int]


def work() -> None:
    """What a process does that was started for it: a question from its stdin, the answer on its stdout."""
    answer_in_order(pickle.load(sys.stdin.buffer), sys.stdout.buffer)
    os._exit(0)  # the file was opened to be read: there is nothing to be closed in order


def answer_in_order(question: Question, out: IO[bytes]) -> None:
    """Answer under the kernel's limits, and write the answer or the error; nothing at all where memory ran out."""
    published, sql, seconds, row_limit, memory_bytes = question
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    # Should whoever asked be gone, nobody else ends it.
    processor_seconds = int(THREADS * (seconds + GRACE)) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    found: Answer | DubanError
    try:
        found = ask(published, sql, seconds=seconds, row_limit=row_limit)
    except DubanError as error:
        found = error
    except MemoryError:
        return  # no answer means just that: there may be no memory left to write one
    except Exception as error:
        found = QueryError(
            f"{type(error).__name__}: {error}", remedy="report it with the query: it is a fault of duban"
        )
    pickle.dump(found, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()
