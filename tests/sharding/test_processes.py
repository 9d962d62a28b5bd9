"""Processes that work side by side, one of which dies."""

from __future__ import annotations

import os
import signal

import pytest

from duban.sharding.executor import WorkerDiedError
from duban.sharding.processes import LocalProcesses


def halve(number: int) -> int:
    if number == 6:
        os.kill(os.getpid(), signal.SIGKILL)
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2


def test_what_kills_every_worker_fails_alone() -> None:
    executor = LocalProcesses(2)
    found = dict(executor.run(halve, [2, 4, 6, 8, 10]))
    executor.close()
    assert isinstance(found.pop(6), WorkerDiedError)
    assert found == {2: 1, 4: 2, 8: 4, 10: 5}


def test_what_a_task_raises_is_raised() -> None:
    executor = LocalProcesses(1)
    with pytest.raises(ValueError, match="3 is odd"):
        list(executor.run(halve, [2, 3]))
    executor.close()
