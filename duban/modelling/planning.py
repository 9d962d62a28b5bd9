"""What is stale and why, without building: `duban plan`.

Versions are compared, tables are never scanned: the answer costs the same at forty rows and at forty million.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb

from duban.counting import counted
from duban.modelling.catalogue import comment_fingerprint, described_columns
from duban.modelling.feeds import FeedRows, FeedState, read_feeds
from duban.modelling.freshness import ENGINE_VERSION
from duban.modelling.project import Model, Project
from duban.modelling.records import Documents, ModelRecord, Records, existing_tables, read_records
from duban.modelling.selection import selected_models
from duban.modelling.sources import Sources

# Above this share of all documents a whole rebuild is cheaper than deleting and inserting.
LOCAL_SHARE = 0.5


# The reason of a model that is stale because a parent is.
_PARENT_IS_STALE = "its parent {} is stale"


@dataclass(frozen=True, slots=True)
class PlannedModel:
    """One stale model. how: 'local' or 'whole'; not_local: why it is not local, '' when it is.

    why: one reason a line. documents: how many documents it will be rebuilt for, None when whole or not yet known.
    """

    table: str
    why: tuple[str, ...]
    how: str
    not_local: str
    documents: int | None = None


@dataclass(slots=True)
class Plan:
    """models: stale ones in dependency order. locality: table -> '' (local) or why not, for every model.

    places: table -> how it comes from shards of places, for every model, where that was asked for: `by document`,
    `by place`, `union without repeats`, `across places`, or `not placed: ` and why.
    """

    models: list[PlannedModel] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    seeds: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    locality: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.models or self.removed or self.seeds or self.refreshed)

    def outline(self, most: int = 3) -> list[str]:
        """Why models are stale, a line a reason, those with most models first; models that only follow are counted.

        most: reasons that are written out.
        """
        begins: dict[str, list[str]] = {}
        for model in self.models:
            for why in model.why:
                if not _follows(why):
                    begins.setdefault(why, []).append(model.table)
        reasons = sorted(begins.items(), key=lambda reason: -len(reason[1]))
        lines = [
            f"{why}: {tables[0]}" + (f" and {len(tables) - 1} more" if tables[1:] else "")
            for why, tables in reasons[:most]
        ]
        if reasons[most:]:
            lines.append(f"and {len(reasons) - most} more reasons")
        following = sum(all(map(_follows, model.why)) for model in self.models)
        return [
            *lines,
            *([f"{counted(following, 'models', 'follow')}, since what they read is stale"] if following else []),
        ]

    def summary(self) -> str:
        """One line: `12 stale (3 whole, 9 local), 4 fresh, 1 seed to load`."""
        if self.is_empty:
            return f"nothing to do: {counted(len(self.fresh), 'models', 'are')} fresh"
        local = sum(model.how == "local" for model in self.models)
        parts = [f"{len(self.models)} stale ({len(self.models) - local} whole, {local} local)"]
        parts.append(f"{len(self.fresh)} fresh")
        for number, what in (
            (len(self.seeds), "to load of the seeds"),
            (len(self.removed), "to remove"),
            (len(self.refreshed), "to describe anew"),
        ):
            if number:
                parts.append(f"{number} {what}")
        return ", ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def _follows(why: str) -> bool:
    before, after = _PARENT_IS_STALE.split("{}")
    return why.startswith(before) and why.endswith(after)


@dataclass(slots=True)
class Situation:
    """The records, the feeds and the catalogue of a candidate, read once for a plan or a build."""

    records: Records
    feeds: dict[str, FeedState]
    tables: set[str]

    @classmethod
    def of(cls, con: duckdb.DuckDBPyConnection, sources: Sources, feed_rows: FeedRows | None = None) -> Situation:
        records = read_records(con)
        return cls(records, read_feeds(con, records, sources, feed_rows), existing_tables(con))

    def version_of(self, project: Project, name: str) -> str:
        """The version of an input as it stands now; '' for a model that was never built."""
        if name in self.feeds:
            return self.feeds[name].version
        if name in project.seeds:
            return project.seeds[name].version
        record = self.records.models.get(name)
        return record.version if record else ""

    def inputs(self, project: Project, model: Model) -> dict[str, str]:
        """Input -> version now: feeds for sources, seeds, models."""
        names = {project.sources.input_of(parent) for parent in model.parents}
        return {name: self.version_of(project, name) for name in sorted(names)}

    def documents_changed(self, name: str, since: str) -> Documents | None:
        """The documents whose rows of an input differ from its version `since`; None when that is not known."""
        feed = self.feeds.get(name)
        if feed is None:
            record = self.records.models.get(name)
            return self.records.documents_changed(name, since, record.version) if record else None
        seen = self.records.feeds.get(name, "")
        before = self.records.documents_changed(name, since, seen)
        if seen == feed.version:  # a build has taken note of the feed as it is now
            return before
        return None if before is None else before | feed.documents

    def document_count(self) -> int:
        return sum(feed.document_count for feed in self.feeds.values())


@dataclass(frozen=True, slots=True)
class Staleness:
    """Why a model is stale (nothing: it is fresh), and how it can be brought up to date."""

    why: tuple[str, ...]
    not_local: str = ""
    documents: Documents | None = None

    @property
    def how(self) -> str:
        return "whole" if self.not_local else "local"


def staleness(
    project: Project, situation: Situation, model: Model, stale_parents: Set[str] = frozenset(), full: bool = False
) -> Staleness:
    """Compare a model with what it was last built from.

    stale_parents: parents that will be built before it and whose new version is not known yet (a plan, not a build).
    """
    record = situation.records.models.get(model.table)
    if record is None or model.table not in situation.tables:
        why = "it was never built" if record is None else "its table is gone"
        if model.table in situation.records.unfinished:
            why = "the last build did not end"
        return Staleness((why,), _first_build(model))
    reasons, whole = _own_reasons(record, model)
    now = situation.inputs(project, model)
    documents: set[str | None] = set()
    for name in sorted(set(now) | set(record.inputs)):
        if name not in now or name not in record.inputs:
            continue  # its SQL changed, and that is said already
        if name in stale_parents:
            reasons.append(_PARENT_IS_STALE.format(name))
        elif now[name] != record.inputs[name]:
            found = None
            if name in situation.feeds or name in project.bearing:
                found = situation.documents_changed(name, record.inputs[name])
            reasons.append(_input_reason(project, situation, name))
            if found is None:
                whole = whole or f"{name} changed as a whole"
            else:
                documents |= found
    if full:
        reasons, whole = reasons or ["a full build was asked for"], whole or "a full build was asked for"
    if reasons and not whole and len(documents) > max(1, LOCAL_SHARE * situation.document_count()):
        whole = "most documents changed"
    return Staleness(tuple(reasons), whole or (model.whole_because if reasons else ""), frozenset(documents))


def _first_build(model: Model) -> str:
    return model.whole_because or "it is built for the first time"


def _own_reasons(record: ModelRecord, model: Model) -> tuple[list[str], str]:
    why = []
    if record.sql_fingerprint != model_fingerprint(model):
        why.append("its SQL changed")
    if record.engine_version != ENGINE_VERSION:
        why.append(f"it was built by {record.engine_version}, this is {ENGINE_VERSION}")
    return why, why[0] if why else ""


def _input_reason(project: Project, situation: Situation, name: str) -> str:
    if name in situation.feeds:
        return situation.feeds[name].sentence()
    return f"the seed {name} changed" if name in project.seeds else f"its parent {name} changed"


def model_fingerprint(model: Model) -> str:
    """Of its SQL and of the columns it comes out with (a parent's type can change them under the same SQL)."""
    columns = ",".join(f"{name} {kind}" for name, kind in model.columns)
    return f"{model.file.fingerprint}:{zlib.crc32(columns.encode()):08x}"


def plan(
    project: Project,
    con: duckdb.DuckDBPyConnection,
    *,
    select: Iterable[str] | None = None,
    full: bool = False,
    feed_rows: FeedRows | None = None,
) -> Plan:
    """What a build would do to the candidate of `con`, and why; nothing is written.

    select, full: as for `build`. feed_rows: what the feeds would hold, where documents are to be landed first.
    A child of a stale parent is listed as stale; the build skips it when the parent's rows come out as they were.
    """
    chosen = selected_models(project.parents, select)
    situation = Situation.of(con, project.sources, feed_rows)
    planned = Plan(
        removed=removed_tables(project, situation),
        seeds=[s.table for s in project.seeds.values() if situation.records.seeds.get(s.table) != s.version],
        locality={model.table: model.whole_because for model in project.models.values()},
    )
    stale: set[str] = set()
    described = described_columns(project)
    for model in project.models.values():
        if model.table not in chosen:
            continue
        state = staleness(project, situation, model, stale, full)
        if not state.why:
            planned.fresh.append(model.table)
            if situation.records.models[model.table].comment_fingerprint != comment_fingerprint(model, described):
                planned.refreshed.append(model.table)
            continue
        stale.add(model.table)
        known = state.how == "local" and not stale.intersection(model.parents)
        count = len(state.documents) if known and state.documents is not None else None
        planned.models.append(PlannedModel(model.table, state.why, state.how, state.not_local, count))
    return planned


def removed_tables(project: Project, situation: Situation) -> list[str]:
    """Tables that the runner made and no file stands for any more."""
    return sorted(situation.records.made - set(project.models) - set(project.seeds))
