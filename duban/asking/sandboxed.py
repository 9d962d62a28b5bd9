"""What the process of `sandbox` runs: one question, under the kernel's limits. Imports no more than that takes."""

from __future__ import annotations

import os
import pickle
import resource
import sys

from duban.asking.query import Answer, QueryError, ask
from duban.errors import DubanError
from duban.publishing.opening import THREADS

# A query that is interrupted in order says so itself within this time (seconds).
GRACE = 2.0


def work() -> None:
    """What the process does: take a question from its stdin, say the answer or the error on its stdout."""
    published, sql, seconds, row_limit, memory_bytes = pickle.load(sys.stdin.buffer)
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
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
    os._exit(0)  # the file was opened to be read: there is nothing to be closed in order
