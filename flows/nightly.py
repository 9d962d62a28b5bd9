"""The nightly Prefect flow: the steps of the reload as tasks, with retries where the outside can fail, and artifacts.

There is one pipeline, `duban.pipeline.reload`; this module only says how Prefect runs its steps.
"""

from __future__ import annotations

import html
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from duban.errors import DubanError
from duban.fetching.night import Fetched, fetch_night
from duban.notifying.notify import watched
from duban.pipeline.backfill import read_backfill
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.steps import Step
from duban.settings import Settings, resolve_settings
from duban.sharding.reload import reload_in_shards
from duban.sharding.sizing import is_in_shards, refuse_for_lake
from duban.stopping import Stopped, stopped_in_order
from flows.server.running import need_server

# Read by Prefect when it is imported: no telemetry from a machine that may have no internet.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")

from prefect import State, flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed
from prefect.utilities.engine import is_prefect_sigterm_handler_installed

from flows.fetching import looks_as_tasks

T = TypeVar("T")

RETRY_DELAYS = [2.0, 10.0, 30.0]  # seconds before the first, second and third new try


def prefect_step(step: Step, do: Callable[..., T], *args: Any) -> T:
    """Run a step of the reload as a Prefect task under the step's own name, with its retries.

    The arguments stay in this process (a connection, a run's state): Prefect neither hashes nor stores them. An error
    that we know fails the task with its message and goes on to the reload; a traceback is kept for the ones we do not.
    """
    known: list[DubanError] = []

    def run_step() -> T | State[Any]:
        try:
            with stopped_in_order():  # what a signal broke is no failure of the task
                return do(*args)
        except DubanError as error:
            known.append(error)
            return Failed(message=str(error))

    run_as_task = task(
        name=step.title,
        retries=step.retries,
        retry_delay_seconds=RETRY_DELAYS[: step.retries] if step.retries else None,
        retry_condition_fn=_is_from_outside,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(run_step)
    state: Any = run_as_task(return_state=True)
    if known:
        raise known[-1]
    return state.result()


@flow(name="duban nightly", persist_result=False, validate_parameters=True)
def nightly(
    years: str | int | list[str | int] | None = None,
    places: str | list[str] | None = None,
) -> Any:
    """Fetch from the sources, land, gate, build, gate, publish; fails where nothing could be published.

    A source that gives nothing is a warning. A backfill fetches nothing: it is about documents that lie in raw/.

    The folders are those of the process that runs it (DUBAN_RAW, DUBAN_WAREHOUSE) and no parameters: whoever may start
    a run must not choose what the service reads and where it writes.
    Shards are a setting too (DUBAN_SHARDS, DUBAN_SCHEDULER; and where a lake is what is published): then a task of the
    flow is a step over all of them, and the workers know nothing of Prefect.
    years, places: a backfill, as `duban reload` takes it: "2019..2024", "菏泽市,heze".
    """
    settings = resolve_settings()
    backfill = read_backfill(years, places)
    if backfill:
        refuse_for_lake(settings, "a backfill (years, places)")
    log = get_run_logger()

    def fetch_and_reload() -> Outcome:
        fetched = Fetched() if backfill else fetch_night(settings, looks_as_tasks())
        if fetched.looks:
            log.info(fetched.verdict())
        if backfill is None and is_in_shards(settings):
            return reload_in_shards(settings, step=prefect_step, warnings=fetched.warnings)
        return reload(settings, step=prefect_step, backfill=backfill, warnings=fetched.warnings)

    with _stopped_like_a_reload():
        outcome = watched(settings, fetch_and_reload, log.warning)
    log.info(outcome.verdict())
    _leave_artifacts(outcome)
    if outcome.status == "failed":
        return Failed(message="; ".join(outcome.why) or outcome.verdict(), data=outcome)
    return Completed(message=outcome.verdict(), data=outcome)


def run_nightly(settings: Settings, years: str | None = None, places: list[str] | None = None) -> Outcome:
    """Run the flow once, here and now, and hand back what it came to.

    Raises what the reload raises before its first step (LockedError, ConfigurationError), FlowError where Prefect
    itself fails.
    """
    state: Any
    try:
        need_server()
        with folders_of(settings):
            state = nightly(years=years, places=places, return_state=True)
    except Exception as error:  # what happens inside the flow is in its state: this is Prefect, its server or its files
        raise FlowError(
            f"Prefect could not run the flow: {type(error).__name__}: {error}",
            where=os.environ.get("PREFECT_HOME") or "~/.prefect",
            remedy="see that it can be written; `duban reload` runs the same steps without Prefect",
        ) from error
    outcome = state.result(raise_on_failure=False)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@contextmanager
def folders_of(settings: Settings) -> Iterator[None]:
    """Let runs of this process, and of those that it starts, use the folders of these settings, and their shards."""
    environ = {
        "DUBAN_RAW": str(settings.raw.resolve()),
        "DUBAN_WAREHOUSE": str(settings.warehouse.resolve()),
        "DUBAN_SHARDS": settings.shards or "",
        "DUBAN_SCHEDULER": settings.scheduler or "",
    }
    before = {name: os.environ.get(name) for name in environ}
    os.environ.update(environ)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextmanager
def _stopped_like_a_reload() -> Iterator[None]:
    """In the block SIGTERM is ours: the run is written down as stopped. Then it is Prefect's, whose run has crashed.

    Prefect's handler knows nothing of how DuckDB answers a signal, so that a run would count as failed, with
    tracebacks; and where something is being freed, what it raises is lost and the run goes on.
    """
    prefects = signal.getsignal(signal.SIGTERM) if is_prefect_sigterm_handler_installed() else None
    try:
        with stopped_in_order(instead_of=prefects):
            yield
    except Stopped:
        if prefects is not None:
            signal.raise_signal(signal.SIGTERM)
        raise


class FlowError(DubanError):
    """Prefect failed before the first step or between two: nothing was published by this run."""


def _is_from_outside(_task: Any, _run: Any, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError)


def gate_summary(page: Path) -> str:
    """The gate report as Markdown: a line a gate, and a row each check that does not hold."""
    lines = ["# 入库检查 gate report", "", f"The whole report: `{page}`"]
    for gate in json.loads(page.with_suffix(".json").read_text("utf8"))["gates"]:
        held = [check for check in gate["checks"] if check["passed"]]
        verdict = "passed" if gate["passed"] else "FAILED"
        lines += ["", f"## {gate['gate']}: {verdict}, {len(held)} of {len(gate['checks'])} checks hold"]
        broken = [check for check in gate["checks"] if not check["passed"]]
        if broken:
            lines += ["", "| severity | 要求 | what must hold | found |", "|---|---|---|---|"]
        lines += [
            "| "
            + " | ".join(
                _plain(text) for text in (c["severity"], c["title"]["zh"], c["title"]["en"], c["message"]["en"])
            )
            + " |"
            for c in broken
        ]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text that Markdown and HTML leave as it is: documents and their names are not trusted."""
    return html.escape(text).replace("|", "\\|").replace("\n", " ")


def _leave_artifacts(outcome: Outcome) -> None:
    summary = "\n".join(["# 督办 build summary", "", "```", *outcome.lines(), "```"])
    create_markdown_artifact(key="build-summary", markdown=summary, description=outcome.verdict())
    if outcome.gate_report:
        summary = gate_summary(Path(outcome.gate_report))
        create_markdown_artifact(key="gate-report", markdown=summary, description="What the gates found")
    changes = [
        {"change": word, "document": path}
        for word, paths in (("added", outcome.added), ("changed", outcome.changed), ("removed", outcome.removed))
        for path in paths[:500]
    ]
    changes += [{"change": "read again", "document": f"{one.path}: {one.sentence()}"} for one in outcome.reread[:500]]
    changes += [{"change": "quarantined", "document": f"{q.path}: {q.reason}"} for q in outcome.quarantined[:500]]
    if changes:
        create_table_artifact(
            key="what-changed", table=changes, description="Documents that came, changed, went or were read again"
        )


__all__ = ["nightly", "prefect_step", "run_nightly"]
