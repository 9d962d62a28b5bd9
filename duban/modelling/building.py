"""Build what is stale, in the candidate, in dependency order; everything else is left untouched.

A model that fails takes its children out of this build and nothing else; all failures are reported. A model whose rows
come out as they were keeps its version, so its children stay fresh.
"""

from __future__ import annotations

import hashlib
import time

import duckdb

from duban.errors import ModelError
from duban.modelling.binding import SCHEMAS
from duban.modelling.catalogue import Described, comment_fingerprint, described_columns, write_columns, write_comments
from duban.modelling.delta import Delta
from duban.modelling.feeds import FeedState, remember_documents, take_note
from duban.modelling.freshness import ENGINE_VERSION
from duban.modelling.memory_share import MODEST_BYTES, MemoryShare
from duban.modelling.planning import Situation, Staleness, model_fingerprint, removed_tables, staleness
from duban.modelling.project import Model, Project
from duban.modelling.rebuilding import Rebuilder, Rebuilt
from duban.modelling.records import (
    TREE,
    Change,
    Documents,
    ModelRecord,
    RecordedBuild,
    begin_records,
    finish_records,
)
from duban.modelling.report import BuildReport, BuiltModel, OnModel
from duban.modelling.seeds import load_seed
from duban.modelling.selection import selected_models
from duban.modelling.table_ref import quoted_table


def build(
    project: Project,
    con: duckdb.DuckDBPyConnection,
    *,
    until: str | None = None,
    select: list[str] | None = None,
    full: bool = False,
    on_progress: OnModel | None = None,
    modest_bytes: int = MODEST_BYTES,
    with_comments: bool = True,
) -> BuildReport:
    """Bring the candidate of `con` up to date.

    until: this model and what it needs, no more. select: `stg_rows`, `+mart`, `stg_rows+`, `staging`. full: rebuild the
    selected models whole, stale or not. on_progress is called after each model. modest_bytes: memory that a model is
    first built with, where the limit of `con` is higher; one that fails for want of it gets the whole. with_comments:
    whether the catalogue says what tables and columns mean, a tenth of a build from nothing. Raises
    ModelError for a selection that names nothing, and for a table in the way that the runner did not make; a model that
    fails is listed in the report.
    """
    started = time.perf_counter()
    chosen = selected_models(project.parents, select, until)
    situation = Situation.of(con, project.sources)
    _check_nothing_in_the_way(project, situation)
    memory = MemoryShare(con, modest_bytes)
    with memory.modest(), Delta(con, project) as delta:
        building = _Building(project, con, situation, delta, described_columns(project), full, memory, with_comments)
        building.prepare()
        for model in project.models.values():
            if model.table in chosen:
                building.bring_up_to_date(model, on_progress)
        building.finish(complete=len(chosen) == len(project.models))
    building.report.seconds = time.perf_counter() - started
    return building.report


def _check_nothing_in_the_way(project: Project, situation: Situation) -> None:
    foreign = sorted((set(project.models) | set(project.seeds)) & situation.tables - situation.records.made)
    if foreign:
        raise ModelError(
            f"the table {foreign[0]} is there and was not made by duban",
            where=", ".join(foreign),
            remedy="move it out of the way, or rename the model; what duban did not make it does not drop",
        )


class _Building:
    def __init__(
        self,
        project: Project,
        con: duckdb.DuckDBPyConnection,
        situation: Situation,
        delta: Delta,
        described: Described,
        full: bool,
        memory: MemoryShare,
        with_comments: bool,
    ) -> None:
        self.project = project
        self.con = con
        self.situation = situation
        self.rebuilder = Rebuilder(con, project, situation, delta, self._announce)
        self.described = described
        self.full = full
        self.memory = memory
        self.with_comments = with_comments
        self.report = BuildReport()
        self._out: set[str] = set()  # failed and skipped models
        self._builds: list[RecordedBuild] = []
        self._commented: list[Model] = []
        self._moved_feeds: list[FeedState] = []
        self._announced = False

    def prepare(self) -> None:
        """Take note of the documents, load changed seeds, drop what no file stands for any more."""
        records = self.situation.records
        changed = [seed for seed in self.project.seeds.values() if records.seeds.get(seed.table) != seed.version]
        gone = removed_tables(self.project, self.situation)
        self._moved_feeds = take_note(records, self.situation.feeds)
        if changed or gone or self._moved_feeds:
            self._begin()
            for table in gone:
                self._drop(table)
            for seed in changed:
                load_seed(self.con, seed)
                records.seeds[seed.table] = seed.version
            self.con.execute("commit")
        self.report.removed = gone
        self.report.seeds = [seed.table for seed in changed]

    def _announce(self) -> None:
        """Before the first change: make space for it, and record that a build is under way."""
        if not self._announced:
            for schema in SCHEMAS:
                self.con.execute(f"create schema if not exists {schema}")
            begin_records(self.con, {*self.project.models, *self.project.seeds})
        self._announced = True

    def _begin(self) -> None:
        self._announce()
        self.con.execute("begin")

    def _drop(self, table: str) -> None:
        self.con.execute(f"drop table if exists {quoted_table(table)}")
        for record_table in ("models", "columns", "lineage"):
            self.con.execute(f"delete from meta.{record_table} where model_name = ?", [table])
        self.situation.records.models.pop(table, None)
        self.situation.records.seeds.pop(table, None)
        self.situation.tables.discard(table)

    def bring_up_to_date(self, model: Model, on_progress: OnModel | None) -> None:
        """Build one model if it is stale, or say why it cannot be built."""
        broken = [parent for parent in model.parents if parent in self._out]
        if broken:
            self._out.add(model.table)
            built = BuiltModel(model.table, "skipped", "", (f"its parent {', '.join(broken)} is not built",))
        else:
            state = staleness(self.project, self.situation, model, full=self.full)
            if not state.why:
                self.report.fresh += 1
                self._refresh_comments(model)
                return
            built = self._attempt(model, state)
        self.report.models.append(built)
        if on_progress is not None:
            on_progress(built)

    def _attempt(self, model: Model, state: Staleness) -> BuiltModel:
        started = time.perf_counter()
        documents = state.documents if state.how == "local" else None
        try:
            made = self._rebuilt(model, documents)
            self._remember(model, state, made, time.perf_counter() - started)
        except duckdb.Error as error:
            self.rebuilder.undo(model)
            self._out.add(model.table)
            message = f"{str(error).strip()}\n  where: {model.file.location()}"
            seconds = time.perf_counter() - started
            is_starved = isinstance(error, duckdb.OutOfMemoryException)
            return BuiltModel(
                model.table, "failed", state.how, state.why,
                seconds=seconds, error=message, is_out_of_memory=is_starved,
            )  # fmt: skip
        outcome = "unchanged" if made.changed is not None and not made.changed else "built"
        seconds = time.perf_counter() - started
        count = None if documents is None else len(documents)
        return BuiltModel(model.table, outcome, state.how, state.why, made.rows, seconds, count)

    def _rebuilt(self, model: Model, documents: Documents | None) -> Rebuilt:
        rebuild = self.rebuilder
        try:
            return rebuild.whole(model) if documents is None else rebuild.local(model, documents)
        except duckdb.OutOfMemoryException:
            if not self.memory.is_bounded:
                raise
            rebuild.undo(model)
            with self.memory.all_of_it():
                return rebuild.whole(model) if documents is None else rebuild.local(model, documents)

    def _remember(self, model: Model, state: Staleness, made: Rebuilt, seconds: float) -> None:
        records = self.situation.records
        inputs = self.situation.inputs(self.project, model)
        before = records.models.get(model.table)
        fingerprint = model_fingerprint(model)
        version = hashlib.sha256(repr((fingerprint, ENGINE_VERSION, sorted(inputs.items()))).encode()).hexdigest()[:16]
        if before is not None and made.changed is not None:
            if not made.changed:
                version = before.version
            elif version != before.version:
                records.changes[model.table, version] = Change(before.version, made.changed, made.arrived)
        record = ModelRecord(
            model.table, fingerprint, ENGINE_VERSION, version, made.rows,
            comment_fingerprint(model, self.described), not model.whole_because, inputs,
        )  # fmt: skip
        replaced = state.how == "whole" and (made.changed is None or bool(made.changed))
        if replaced or before is None or before.comment_fingerprint != record.comment_fingerprint:
            self._comment(model)
        self.con.execute("commit")
        records.models[model.table] = record
        grain, why = ", ".join(model.file.grain), "; ".join(state.why)
        self._builds.append(
            RecordedBuild(record, model.file.description, grain, model.whole_because, seconds, state.how, why)
        )

    def _comment(self, model: Model) -> None:
        if self.with_comments:
            write_comments(self.con, model, self.described)
        self._commented.append(model)

    def _refresh_comments(self, model: Model) -> None:
        record = self.situation.records.models[model.table]
        now = comment_fingerprint(model, self.described)
        if record.comment_fingerprint == now:
            return
        self._begin()
        self._comment(model)
        self.con.execute(
            "update meta.models set description = ?, grain = ?, comment_fingerprint = ? where model_name = ?",
            [model.file.description, ", ".join(model.file.grain), now, model.table],
        )
        self.con.execute("commit")
        self.report.refreshed.append(model.table)

    def finish(self, complete: bool) -> None:
        """Write down what was built, from what, and why. complete: all models were chosen."""
        tree = self.project.digest if complete and not self._out else ""
        if self.situation.records.feeds.get(TREE) != tree and (tree or self._announced):
            self._announce()
            self.situation.records.feeds[TREE] = tree
        if self._announced:
            self.con.execute("begin")
            for feed in self._moved_feeds:
                remember_documents(self.con, feed)
            records = self.situation.records
            write_columns(self.con, self._commented, self.described)
            finish_records(self.con, records, self._builds, settled=bool(tree) or not records.unfinished)
            self.con.execute("commit")
