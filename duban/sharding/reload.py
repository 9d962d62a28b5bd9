"""The reload in shards: read, build, join, judge, publish. The steps of `duban.pipeline.reload`, spread over workers.

A night builds the shards whose documents, seeds, models or rows from across places are others than before, each from
what it was; the rest is taken over as it stands. What is published is a build of the lake; a run that fails or is
killed leaves the one before where it is, and the next run needs no help.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, TypeVar

from duban import modelling
from duban.errors import GateError, ModelError
from duban.landing.changes import changes_between
from duban.landing.discovery import discover
from duban.modelling.freshness import tree_digest
from duban.pipeline.assembling import Results, assemble, reasons_of
from duban.pipeline.fingerprint import inputs_fingerprint, judged_by
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import MACHINE_FAULTS
from duban.pipeline.run_log import log_run
from duban.pipeline.shortcut import night_made_from, stamp_night, stamped_outcome
from duban.pipeline.steps import Progress, RunStep, Step, no_progress, run_plainly
from duban.publishing.candidate import new_build_id
from duban.publishing.lock import writer_lock
from duban.publishing.published_build import published_build
from duban.publishing.published_documents import known_documents, published_ids
from duban.settings import Settings
from duban.sharding import sizing
from duban.sharding.executor import Executor
from duban.sharding.lake import LakeBuild, clean_lake, current_build, point_to
from duban.sharding.places import Partitioned
from duban.sharding.sharded_build import ShardedBuild, Standing

T = TypeVar("T")


def reload_in_shards(
    settings: Settings,
    *,
    step: RunStep = run_plainly,
    progress: Progress = no_progress,
    full: bool = False,
    warnings: Sequence[str] = (),
) -> Outcome:
    """`reload_sharded` with the shards and the workers that the settings ask for."""
    count = sizing.shard_count(settings)
    with closing(executor_of(settings)) as executor:
        return reload_sharded(settings, executor, count, step=step, progress=progress, full=full, warnings=warnings)


def executor_of(settings: Settings) -> Executor:
    """The workers that the settings name: those of a Dask scheduler, else processes of this machine."""
    if settings.scheduler:
        from duban.sharding.cluster import DaskCluster

        return DaskCluster(settings.scheduler)
    from duban.sharding.processes import LocalProcesses

    return LocalProcesses(settings.workers)


def reload_sharded(
    settings: Settings,
    executor: Executor,
    shard_count: int,
    *,
    step: RunStep = run_plainly,
    progress: Progress = no_progress,
    full: bool = False,
    warnings: Sequence[str] = (),
) -> Outcome:
    """Bring the lake up to date with raw/, sql/ and expectations/.

    shard_count: how many shards; another number than before builds from nothing. full: build from nothing.
    warnings: of what was done before the reload; they are part of its outcome.
    Raises LockedError (another writer), ConfigurationError, ModelError for a project that cannot be built in shards; a
    gate or model that fails is reported in the outcome.
    """
    with writer_lock(settings.warehouse, "reload"):
        clean_lake(settings.layout)
        made = night_made_from(settings)
        made = f"{made} in {shard_count} shards" if made else None
        stands = None if full else stamped_outcome(settings, settings.layout.lake_catalog, made)
        if stands is not None:
            return stands.with_warnings(warnings)
        started_at = datetime.now(UTC)
        build_id = new_build_id(started_at)
        results = Results()
        seconds: dict[str, float] = {}
        status, why = "failed", []
        try:
            status = _reload(
                settings, executor, shard_count, build_id, started_at, results, _timed(step, seconds), progress, full
            )
        except (GateError, ModelError, *MACHINE_FAULTS) as error:
            why = reasons_of(error)
        finally:
            clean_lake(settings.layout, keep=settings.history_count)
        outcome = assemble(results, status, build_id, seconds, why).with_warnings(warnings)
        if status != "failed" and results.is_settled:
            stamp_night(settings.layout.lake_catalog, made, outcome)
        return outcome.with_warnings(log_run(settings, started_at, outcome))


def _reload(
    settings: Settings,
    executor: Executor,
    shard_count: int,
    build_id: str,
    started_at: datetime,
    results: Results,
    step: RunStep,
    progress: Progress,
    full: bool,
) -> str:
    standing = _standing(settings)
    results.before = before = standing.recorded
    catalog = standing.catalog(settings)
    results.found = found = step(Step.FIND_DOCUMENTS, discover, settings.raw, None, published_ids(catalog))
    if not found.documents and not found.refused:
        raise GateError(
            "the raw folder holds no documents", where=str(settings.raw), remedy="`duban add FILE` adds one"
        )
    sql = tree_digest(settings.sql)
    again: dict[str, str] = {}
    if before is not None and before.judged_by != judged_by(sql):
        again = dict.fromkeys(before.set_aside, "it is judged otherwise than when it was set aside")
    inputs = inputs_fingerprint(found.fingerprint, sql)
    same_count = standing.manifest is not None and standing.manifest.shard_count == shard_count
    if not full and not again and same_count and before is not None and before.inputs_fingerprint == inputs:
        return "unchanged"

    project = modelling.load_project(settings.sql)
    whole = Partitioned.of(project, shard_count)
    fresh = full or not standing.may_go_on(whole)
    known = {path: document.landed for path, document in known_documents(catalog).items()}
    results.changes = changes_between(known, found, known.keys() if fresh else again, why="all were read")
    build = ShardedBuild(
        settings, executor, whole, LakeBuild(settings.layout.lake_build(build_id)), None if fresh else standing, step
    )
    landing, assigned = step(Step.LAND_DOCUMENTS, build.read, found, results.changes, progress)
    results.landing = landing
    build.build(assigned, landing.waiting, progress)
    step(Step.JOIN_SHARDS, build.join)
    build.judge(results, before)
    build.record(build_id, started_at, inputs, results)
    step(Step.PUBLISH, point_to, settings.layout, build_id)
    return "published"


def _standing(settings: Settings) -> Standing:
    """The published build of the lake."""
    build = current_build(settings.layout)
    if build is None:
        return Standing()
    return Standing(build, build.read(), published_build(build.catalog))


def _timed(step: RunStep, seconds: dict[str, float]) -> RunStep:
    def timed(name: Step, do: Callable[..., T], *args: Any) -> T:
        start = time.perf_counter()
        try:
            return step(name, do, *args)
        finally:
            seconds[name.title] = seconds.get(name.title, 0.0) + time.perf_counter() - start

    return timed
