"""Which shard a place is in, and the project as one shard sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from duban.modelling.data_tests import DataTest
from duban.modelling.passed_tests import Proof, prove
from duban.modelling.placing import (
    GROUP_TABLE,
    PLACE_SEEDS,
    Placed,
    Placement,
    place_project,
    require_placed,
)
from duban.modelling.project import Model, Project
from duban.modelling.seeds import Seed, load_seed
from duban.modelling.selection import ancestors
from duban.modelling.table_ref import quoted_table
from duban.pipeline.judging import data_tests


def shard_of(place: str | None, count: int) -> int:
    """The shard of a place, the same on every machine and in every run. Documents of no known place are together.

    >>> shard_of("菏泽市", 1), shard_of(None, 16) == shard_of("", 16)
    (0, True)
    """
    digest = hashlib.sha256((place or "").encode()).digest()
    return int.from_bytes(digest[:8], "big") % count


@dataclass(frozen=True, slots=True)
class Cut:
    """How a project is cut, as the coordinator has proven it once for all workers."""

    placements: dict[str, Placement]
    groups: dict[str, str]
    count: int
    tests: dict[str, Proof]

    def of(self, project: Project) -> Partitioned:
        """The project, cut so."""
        return Partitioned(project, self.placements, self.groups, self.count, self.tests)


@dataclass(frozen=True)
class Partitioned:
    """A project, where its models belong, and how its places are cut into shards.

    groups: name of a place -> the one name that stands for all names which the place may have had. tests: the data
    tests that keep places separate, which are judged shard by shard.
    """

    project: Project
    placements: Mapping[str, Placement]
    groups: Mapping[str, str]
    count: int
    tests: Mapping[str, Proof] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, count: int) -> Partitioned:
        """Raises ModelError where a model of the project cannot be built in shards."""
        tests = data_tests(project)
        placements, by_place = place_project(project, tests)
        require_placed(placements, project)
        proofs = prove(project, [test for test in tests if test.name in by_place])
        return cls(project, placements, _place_groups(project), count, proofs)

    def shard(self, name: str | None) -> int:
        """The shard of a place by its name as documents and seeds give it."""
        return shard_of(self.groups.get(name or "", name), self.count)

    @property
    def cut(self) -> Cut:
        """What a worker needs to cut the same project in the same way."""
        return Cut(dict(self.placements), dict(self.groups), self.count, dict(self.tests))

    @property
    def data_tests(self) -> list[DataTest]:
        """The data tests that are judged shard by shard."""
        return [test for test in data_tests(self.project) if test.name in self.tests]

    @property
    def across(self) -> list[Model]:
        """The models that go across places, in dependency order."""
        return [self.project.models[table] for table, found in self.placements.items() if found.placed is Placed.ACROSS]

    @property
    def before_across(self) -> list[str]:
        """The models that the ones across places are made of."""
        parents = [parent for model in self.across for parent in model.parents if parent in self.project.models]
        return sorted(set(parents) - {model.table for model in self.across})

    @property
    def repeated(self) -> list[str]:
        """The tables of which every shard holds what its places ask for: in the whole each row stands once."""
        return [table for table, found in self.placements.items() if found.placed is Placed.WITHOUT_REPEATS]

    def seeds(self, shard: int) -> dict[str, Seed]:
        """The seeds as one shard sees them: of a seed of places the lines of its own."""
        return {
            table: self._own_lines(seed, PLACE_SEEDS[table], shard) if table in PLACE_SEEDS else seed
            for table, seed in self.project.seeds.items()
        }

    def _own_lines(self, seed: Seed, column: str, shard: int) -> Seed:
        at = seed.columns.index(column)
        own = [number for number, row in enumerate(seed.rows) if self.shard(row[at]) == shard]
        rows = tuple(seed.rows[number] for number in own)
        digest = hashlib.sha256(repr((seed.columns, rows)).encode()).hexdigest()[:16]
        lines = tuple(seed.lines[number] for number in own) if seed.lines else ()
        return replace(seed, rows=rows, version=digest, lines=lines)

    def version(self, shard: int) -> str:
        """One value of all that a shard is made by but its documents, the code and the rows from across places."""
        files = [*self.project.models.values(), *self.project.expectations.values()]
        made_by = (
            self.count,
            sorted((file.table, file.file.fingerprint) for file in files),
            sorted((table, seed.version) for table, seed in self.seeds(shard).items()),
        )
        return hashlib.sha256(repr(made_by).encode()).hexdigest()

    def as_shard(self, shard: int, given: Mapping[str, Seed]) -> Project:
        """The project that a shard builds. given: rows of the models across places, which it does not make itself."""
        models = {table: model for table, model in self.project.models.items() if table not in given}
        return replace(self.project, models=models, seeds={**self.seeds(shard), **given})

    @property
    def place_version(self) -> str:
        """One value of all that the place of a document is found by."""
        from duban.modelling.placing import PLACE_TABLE

        needed = ancestors(self.project.parents, [PLACE_TABLE, GROUP_TABLE])
        models = [self.project.models[table] for table in sorted(needed)]
        seeds = {parent for model in models for parent in model.parents if parent in self.project.seeds}
        found_by = (
            [(m.table, m.file.fingerprint) for m in models],
            [(seed, self.project.seeds[seed].version) for seed in sorted(seeds)],
        )
        return hashlib.sha256(repr((found_by, self.count)).encode()).hexdigest()


def given_seed(model: Model, file: Path | None, version: str) -> Seed:
    """The rows of a model across places as a shard is given them. file: Parquet; None where they are there already."""
    rows: tuple[tuple[object, ...], ...] = ()
    if file is not None:
        with duckdb.connect() as con:
            rows = tuple(con.execute("select * from read_parquet(?)", [str(file)]).fetchall())
    names = tuple(name for name, _ in model.columns)
    kinds = tuple(kind for _, kind in model.columns)
    return Seed(model.name, model.file.path, names, rows, version, lines=(), schema=model.layer, types=kinds)


def _place_groups(project: Project) -> dict[str, str]:
    """Names that one place may have had, each with the one that stands for them all; made of seeds alone."""
    model = project.models.get(GROUP_TABLE)
    if model is None:
        return {}
    with duckdb.connect() as con:
        con.execute("create schema seeds")
        for parent in model.parents:
            load_seed(con, project.seeds[parent])
        con.execute(f"create schema {model.layer}; create table {quoted_table(model.table)} as {model.file.sql}")
        return dict(con.execute(f"select name_text, group_text from {quoted_table(model.table)}").fetchall())
