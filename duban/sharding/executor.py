"""Who runs the work of a sharded reload: one seam for the processes of this machine and for a cluster.

A task is a function of one value, both of which can be pickled; it writes files and returns little.
Whatever fails in it is raised where its result is asked for; a worker that dies takes its task along and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# How often a task is begun whose worker died: a kill by chance costs one try.
TRIES = 3


class WorkerDiedError(Exception):
    """Every worker that a task was given to died. It is never shown: who runs the tasks says what that means."""


class Executor(Protocol):
    """Workers. count: how many tasks are worked on at once. beside: how many of them share one machine's memory."""

    @property
    def count(self) -> int: ...

    @property
    def beside(self) -> int: ...

    def run(self, task: Callable[[T], R], given: Sequence[T]) -> Iterator[tuple[T, R | WorkerDiedError]]:
        """Every value with its result, as they come. What a task raises is raised, and the rest is given up."""
        ...

    def close(self) -> None:
        """End what was started; a cluster that was there before stays."""
        ...
