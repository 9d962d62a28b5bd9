"""Where the rows of each model belong: to a document, to a place, to no place but alike in all, or across places.

A warehouse may be built in shards of places, each by this runner as it is, if every table of the whole is the union of
the tables of the shards. That is proven from the bound plan, as the incremental build is, with the place for the key.
What has no such proof and asks about several places at once is a model of its own and says so in its header:

    -- across places                        entries, looked up by their grain
    -- across places: jurisdiction_id, ...  rows of places, and the columns that are keys of a place

It is made once, of the rows of all shards, and each shard is given those of its rows that it may ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from duban.errors import ModelError
from duban.modelling.binding import EmptyWarehouse
from duban.modelling.data_tests import DataTest
from duban.modelling.locality.bound_plan import read_relation
from duban.modelling.locality.relations import BY_PLACE, ColumnRef, Relation, TableKeys
from duban.modelling.project import Model, Project
from duban.modelling.project_memo import ProjectMemo
from duban.modelling.sources import DOCUMENT_KEY

# The place of a document, by definition: documents of one name are of one place.
PLACE_TABLE, PLACE_COLUMN = "staging.stg_document_facts", "jurisdiction_name"
# Names that one place may have had after each other; documents under them are of one place too.
GROUP_TABLE = "staging.stg_place_groups"
# Seeds every line of which is about one place, and the column that names it.
PLACE_SEEDS = {"seeds.corrections": "jurisdiction", "seeds.match_decisions": "jurisdiction_name"}


class Placed(Enum):
    """How a table of the whole comes from those of the shards."""

    BY_DOCUMENT = "by document"
    BY_PLACE = "by place"
    WITHOUT_REPEATS = "union without repeats"
    ACROSS = "across places"
    UNPLACED = "not placed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the rows of one model belong. reason: why they are of no single place, where they are not."""

    table: str
    placed: Placed
    reason: str = ""

    @property
    def said(self) -> str:
        """In words, the reason behind what is not placed."""
        return f"{self.placed}: it {self.reason}" if self.placed is Placed.UNPLACED else str(self.placed)


def placements_said(project: Project) -> dict[str, str]:
    """Table -> where the rows of each model belong, in words."""
    return {table: placement.said for table, placement in place_models(project).items()}


def place_models(project: Project) -> dict[str, Placement]:
    """Table -> where the rows of each model belong, in dependency order. Reads the bound plan of every model; once a
    process."""
    return place_project(project, ())[0]


# SQL of the data tests that were asked about -> what `place_project` found.
_placed: ProjectMemo[dict[tuple[str, ...], tuple[dict[str, Placement], frozenset[str]]]]
_placed = ProjectMemo(lambda project: {})


def place_project(project: Project, tests: Sequence[DataTest]) -> tuple[dict[str, Placement], frozenset[str]]:
    """As `place_models`, and which data tests keep places separate: what such a test finds in the whole is what it
    finds in the shards."""
    known, asked = _placed.of(project), tuple(test.sql for test in tests)
    if asked not in known:
        known[asked] = _place(project, tests)
    return known[asked]


def _place(project: Project, tests: Sequence[DataTest]) -> tuple[dict[str, Placement], frozenset[str]]:
    empty = EmptyWarehouse(project.seeds.values(), project.sources)
    try:
        placing = _Placing(project, empty)
        placements = placing.placements()
        return placements, frozenset(placing.by_place(tests))
    finally:
        empty.con.close()


def require_placed(placements: dict[str, Placement], project: Project) -> None:
    """Raise ModelError where a model cannot be placed: then the union of shards is not the whole."""
    unplaced = [placement for placement in placements.values() if placement.placed is Placed.UNPLACED]
    if unplaced:
        first = unplaced[0]
        more = f" (and {len(unplaced) - 1} more)" if len(unplaced) > 1 else ""
        raise ModelError(
            f"{first.table} cannot be built in shards of places: it {first.reason}{more}",
            where=project.models[first.table].file.location(),
            remedy="keep places separate in it, or give what goes across places a model of its own: -- across places",
        )


class _Placing:
    def __init__(self, project: Project, empty: EmptyWarehouse) -> None:
        self.project = project
        self.empty = empty
        landed = TableKeys(frozenset([DOCUMENT_KEY]))
        self.keys: dict[str, TableKeys] = dict.fromkeys(project.sources.tables, landed)
        self.keys |= {
            seed: TableKeys(frozenset([column])) for seed, column in PLACE_SEEDS.items() if seed in project.seeds
        }
        self.origins: dict[ColumnRef, frozenset[ColumnRef]] = {}

    def placements(self) -> dict[str, Placement]:
        return {table: self._placement(model) for table, model in self.project.models.items()}

    def by_place(self, tests: Sequence[DataTest]) -> Iterator[str]:
        """The tests that find rows of places, each of that place alone; after `placements`."""
        for test, plan in zip(tests, self.empty.steady_plans([test.sql for test in tests]), strict=True):
            if plan is not None:
                reader, relation = read_relation(plan, self.keys, BY_PLACE, self.origins)
                if relation.groups and not relation.groups <= reader.entries and not reader.reasons:
                    yield test.name

    def _placement(self, model: Model) -> Placement:
        plan = self.empty.plan_of(model.file)
        self.empty.add(model.table, model.binding)
        if plan is None:
            return Placement(model.table, Placed.UNPLACED, "has no readable plan")
        reader, relation = read_relation(plan, self.keys, BY_PLACE, self.origins)
        names = [name.lower() for name, _ in model.columns]
        for name, column in zip(names, relation.columns, strict=False):
            self.origins[model.table, name] = frozenset(
                origin for source in column.sources for origin in self.origins.get(source, {source})
            )
        is_dictionary = bool(relation.groups) and relation.groups <= reader.entries
        reason = reader.reasons[0] if reader.reasons else ""
        if model.file.across is not None:
            self.keys[model.table] = (
                TableKeys(frozenset(model.file.across))
                if model.file.across
                else TableKeys(pieces=model.file.grain, is_dictionary=True)
            )
            return Placement(model.table, Placed.ACROSS, reason)
        if relation.groups:
            self.keys[model.table] = _keys_of(model, names, relation, is_dictionary)
        if reason:
            return Placement(model.table, Placed.UNPLACED, reason)
        if is_dictionary or not relation.groups:
            if not model.file.grain:
                return Placement(model.table, Placed.UNPLACED, "states no grain, so its repeats cannot be recognised")
            return Placement(model.table, Placed.WITHOUT_REPEATS)
        return Placement(model.table, Placed.BY_PLACE if model.whole_because else Placed.BY_DOCUMENT)


def _keys_of(model: Model, names: list[str], relation: Relation, is_dictionary: bool) -> TableKeys:
    """The columns of a model that are keys, for the models that read it."""
    columns = list(zip(names, relation.columns, strict=True))
    keys = {name for name, column in columns if column.group is not None}
    if model.table == PLACE_TABLE:
        keys.add(PLACE_COLUMN)
    pieces = sorted((column.piece[1], name) for name, column in columns if column.piece)
    return TableKeys(
        frozenset(keys),
        tuple(name for _, name in pieces) if is_dictionary else (),
        frozenset(name for name, column in columns if column.nullable is not None and name not in keys),
        is_dictionary,
    )
