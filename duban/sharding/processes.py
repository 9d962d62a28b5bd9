"""Processes of this machine: a pool that outlives the death of its workers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from duban.landing.workers import die_with_parent
from duban.sharding.executor import TRIES, WorkerDiedError

T = TypeVar("T")
R = TypeVar("R")


class LocalProcesses:
    """As `Executor`. Workers may have children of their own, since reading is done in bounded processes; they stay from
    one run to the next, with the models that they have loaded."""

    def __init__(self, count: int) -> None:
        self.count = self.beside = count
        self._kept: ProcessPoolExecutor | None = None

    def run(self, task: Callable[[T], R], given: Sequence[T]) -> Iterator[tuple[T, R | WorkerDiedError]]:
        """As `Executor.run`. A pool that breaks does not say which task broke it: those under way are tried again, each
        in a pool of its own, so that the one at fault fails alone."""
        waiting, suspects = list(given), list[T]()
        while waiting:
            yield from self._side_by_side(task, waiting, suspects)
        for value in suspects:
            yield value, self._alone(task, value)

    def close(self) -> None:
        """End the processes."""
        if self._kept is not None:
            self._kept.shutdown(wait=True, cancel_futures=True)
            self._kept = None

    def _side_by_side(self, task: Callable[[T], R], waiting: list[T], suspects: list[T]) -> Iterator[tuple[T, R]]:
        """Work until nothing waits, or the pool breaks: what was under way then is suspect."""
        if self._kept is None:
            self._kept = self._pool(self.count)
        under_way: dict[Future[R], T] = {}
        try:
            while waiting or under_way:
                while waiting and len(under_way) < self.count:
                    under_way[self._kept.submit(task, waiting[0])] = waiting[0]
                    waiting.pop(0)
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    yield under_way.pop(future), result
        except BrokenProcessPool:
            suspects += under_way.values()
            self.close()

    def _alone(self, task: Callable[[T], R], value: T) -> R | WorkerDiedError:
        for _ in range(TRIES - 1):
            with self._pool(1) as pool:
                try:
                    return pool.submit(task, value).result()
                except BrokenProcessPool:
                    continue
        return WorkerDiedError("every process that was given the task died")

    def _pool(self, count: int) -> ProcessPoolExecutor:
        context: Any = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(max_workers=count, mp_context=context, initializer=die_with_parent)
