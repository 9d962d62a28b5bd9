"""The nightly Prefect flow: the steps of the reload as tasks, with retries where the outside can fail, and artifacts.

There is one pipeline, `flows.reload`; this module only says how Prefect runs its steps.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from duban.errors import DubanError
from duban.settings import Settings, resolve_settings
from flows.outcome import Outcome
from flows.reload import reload

# Read by Prefect when it is imported: no telemetry from a machine that may have no internet, and a patient start of
# the temporary server, which needs more than its 20 s on a busy machine.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")

from prefect import State, flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

T = TypeVar("T")

# Steps that touch disks and folders which may be on a network; what the data or the code does wrong is not tried again.
RETRIED = {
    "find documents": 3,
    "begin candidate": 2,
    "land documents": 2,
    "write gate report": 2,
    "publish": 3,
}
RETRY_DELAYS = [2.0, 10.0, 30.0]  # seconds before the first, second and third new try


def prefect_step(name: str, do: Callable[..., T], *args: Any) -> T:
    """Run a step of the reload as a Prefect task under the step's own name.

    The arguments stay in this process (a connection, a run's state): Prefect neither hashes nor stores them. An error
    that we know fails the task with its message and goes on to the reload; a traceback is kept for the ones we do not.
    """
    retries = RETRIED.get(name, 0)
    known: list[DubanError] = []

    def run_step() -> T | State[Any]:
        try:
            return do(*args)
        except DubanError as error:
            known.append(error)
            return Failed(message=str(error))

    run_as_task = task(
        name=name,
        retries=retries,
        retry_delay_seconds=RETRY_DELAYS[:retries] if retries else None,
        retry_condition_fn=_is_from_outside,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(run_step)
    state: Any = run_as_task(return_state=True)
    if known:
        raise known[-1]
    return state.result()


@flow(name="duban nightly", persist_result=False, validate_parameters=True)
def nightly(raw: str | None = None, warehouse: str | None = None) -> Any:
    """Land, gate, build, gate, publish; fails where nothing could be published.

    raw, warehouse: folders, where not the project's own. They are the worker's folders, not the caller's.
    """
    settings = resolve_settings(Path(raw) if raw else None, Path(warehouse) if warehouse else None)
    outcome = reload(settings, step=prefect_step)
    log = get_run_logger()
    log.info(outcome.verdict())
    _leave_artifacts(outcome)
    if outcome.status == "failed":
        return Failed(message="; ".join(outcome.why) or outcome.verdict(), data=outcome)
    return Completed(message=outcome.verdict(), data=outcome)


def run_nightly(settings: Settings) -> Outcome:
    """Run the flow once, here and now, and hand back what it came to.

    Raises what the reload raises before its first step (LockedError, ConfigurationError).
    """
    state: Any = nightly(raw=str(settings.raw), warehouse=str(settings.warehouse), return_state=True)
    outcome = state.result(raise_on_failure=False)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def _is_from_outside(_task: Any, _run: Any, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError)


def _leave_artifacts(outcome: Outcome) -> None:
    summary = "\n".join(["# 督办 build summary", "", "```", *outcome.lines(), "```"])
    create_markdown_artifact(key="build-summary", markdown=summary, description=outcome.verdict())
    if outcome.gate_report:
        page = Path(outcome.gate_report).with_suffix(".md")
        text = page.read_text("utf8") if page.exists() else f"The gate report is at `{outcome.gate_report}`."
        create_markdown_artifact(key="gate-report", markdown=text, description="What the gates found")
    changes = [
        {"change": word, "document": path}
        for word, paths in (("added", outcome.added), ("changed", outcome.changed), ("removed", outcome.removed))
        for path in paths[:500]
    ]
    changes += [{"change": "quarantined", "document": f"{q.path}: {q.reason}"} for q in outcome.quarantined[:500]]
    if changes:
        create_table_artifact(key="what-changed", table=changes, description="Documents that came, changed or went")


__all__ = ["nightly", "prefect_step", "run_nightly"]
