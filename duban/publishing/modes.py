"""Who may read what duban writes: a build that is not published, and its log, are the service's own.

The umask belongs to the process; it is narrowed while a build is made, and what is meant for readers (the gate report)
is written with the umask that the process came with.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

PRIVATE = 0o077  # whoever is not the owner may do nothing


@contextmanager
def private_files() -> Iterator[None]:
    """Create files with mode 0600: DuckDB makes a new log beside its file whenever it writes."""
    with _umask(PRIVATE) as before:
        _usual.append(before)
        try:
            yield
        finally:
            _usual.pop()


@contextmanager
def files_for_readers() -> Iterator[None]:
    """Inside of `private_files`: create files as the process would have without it."""
    with _umask(_usual[0] if _usual else current_umask()):
        yield


def current_umask() -> int:
    """The umask of this process."""
    mask = os.umask(PRIVATE)
    os.umask(mask)
    return mask


# Umasks that `private_files` has put away, the process's own first.
_usual: list[int] = []


@contextmanager
def _umask(mask: int) -> Iterator[int]:
    before = os.umask(mask)
    try:
        yield before
    finally:
        os.umask(before)
