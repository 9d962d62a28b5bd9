"""The sources of a night as Prefect tasks: one task a source, tried again where the fault may pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prefect import State, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

from duban.fetching.looking import Look
from duban.fetching.night import RunLook

RETRY_DELAYS = [5.0, 30.0, 120.0]  # seconds: a site that is being restarted is back by then
RETRIES = 12  # of a night: where many sources are down it is the network, and waiting for each would take hours


def looks_as_tasks() -> RunLook:
    """How one night runs its looks as Prefect tasks."""
    left = RETRIES

    def run(name: str, do: Callable[[], Look]) -> Look:
        nonlocal left
        tries = 0

        def count_and_do() -> Look:
            nonlocal tries
            tries += 1
            return do()

        try:
            return _look_as_task(name, count_and_do, min(left, len(RETRY_DELAYS)))
        finally:
            left -= max(0, tries - 1)

    return run


def _look_as_task(name: str, do: Callable[[], Look], retries: int) -> Look:
    """Run the look at a source as a Prefect task. What it came to is returned, also where every try failed."""
    looks: list[Look] = []
    errors: list[Exception] = []

    def look_at() -> State[Any]:
        errors.clear()
        try:
            looks.append(do())
        except Exception as error:
            errors.append(error)
            return Failed(message=f"{type(error).__name__}: {error}")
        warnings = "; ".join(looks[-1].warnings)
        if looks[-1].may_pass:
            return Failed(message=warnings)
        return Completed(message=warnings or f"{len(looks[-1].brought)} documents new or changed")

    run_as_task = task(
        name=f"source {name}",
        retries=retries,
        retry_delay_seconds=RETRY_DELAYS[:retries] if retries else None,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(look_at)
    run_as_task(return_state=True)
    if errors:
        raise errors[-1]
    return looks[-1]
