"""A Dask cluster: the workers of a scheduler that is there, on one machine or many.

The workers see the same project, raw folder and warehouse under the same paths, and run the same code. They must be
allowed to have children (`distributed.worker.daemon: false`), since documents are read in bounded processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from duban.errors import ConfigurationError
from duban.sharding.executor import TRIES, WorkerDiedError

T = TypeVar("T")
R = TypeVar("R")

_CONNECT_SECONDS = 30


class DaskCluster:
    """As `Executor`. Raises ConfigurationError where the extra is not installed or nobody answers at the address."""

    def __init__(self, address: str) -> None:
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            raise ConfigurationError(
                "a cluster needs Dask, which is not installed",
                where=f"--scheduler {address}",
                remedy="pip install -e '.[dask]', here and where the workers run",
            ) from error
        # A task whose worker died is given to another one, this often; then it is the task's own fault.
        dask.config.set({"distributed.scheduler.allowed-failures": TRIES - 1})
        try:
            self.client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
            self.client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise ConfigurationError(
                f"no Dask scheduler with a worker answers: {str(error).splitlines()[0]}",
                where=address,
                remedy="start `dask scheduler` and `dask worker ADDRESS`; docs/scaling.md says how",
            ) from error

    @property
    def count(self) -> int:
        """Threads of all workers that are there now."""
        return max(1, sum(self.client.nthreads().values()))

    @property
    def beside(self) -> int:
        """Threads of the workers of one machine, where they are most."""
        threads: Counter[str] = Counter()
        for worker in self.client.scheduler_info(n_workers=-1)["workers"].values():
            threads[worker["host"]] += worker["nthreads"]
        return max(threads.values(), default=1)

    def run(self, task: Callable[[T], R], given: Sequence[T]) -> Iterator[tuple[T, R | WorkerDiedError]]:
        """As `Executor.run`."""
        from distributed import KilledWorker, as_completed

        futures = {self.client.submit(task, value, pure=False, retries=0): value for value in given}
        try:
            for future in as_completed(list(futures), loop=self.client.loop):
                error = future.exception()
                if isinstance(error, KilledWorker):
                    yield futures[future], WorkerDiedError("every worker that was given the task died")
                elif error is not None:
                    raise error
                else:
                    yield futures[future], future.result()
        finally:
            self.client.cancel(list(futures))

    def close(self) -> None:
        """Leave the cluster; it stays."""
        self.client.close()
