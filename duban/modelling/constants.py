"""Seeds of constants (`name,value,meaning`) and which of their lines the models take.

A model gathers such a seed into a map once and takes each constant by its name:

    weights as (
        select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
        from seeds.match_weights
    ),
    ... where similarity >= value_of['least_similarity']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from duban.modelling.project import Model, Project
from duban.modelling.seeds import Seed

COLUMNS = ("name", "value", "meaning")
MAP = "value_of"


@dataclass(frozen=True, slots=True)
class Constants:
    """seeds: the seeds of constants, by table. taken: the names that some model takes, by table. first_reader: the
    model that is named where a seed as a whole is at fault, by table."""

    seeds: Mapping[str, Seed]
    taken: Mapping[str, frozenset[str]]
    first_reader: Mapping[str, str]

    @classmethod
    def of(cls, project: Project) -> Constants:
        seeds = {table: seed for table, seed in project.seeds.items() if seed.columns == COLUMNS}
        readers = {table: sorted(project.children(table), key=lambda model: model.table) for table in seeds}
        return cls(
            seeds,
            {table: frozenset(name for model in models for name in _names(model)) for table, models in readers.items()},
            {table: models[0].table for table, models in readers.items() if models},
        )


def taken_constants(model: Model) -> Iterable[tuple[str, exp.Bracket]]:
    """Every `value_of['name']` of a file."""
    for taken in model.file.tree.find_all(exp.Bracket):
        if isinstance(taken.this, exp.Column) and taken.this.name == MAP:
            for key in taken.expressions:
                yield (key.name if key.is_string else key.sql("duckdb")), taken


def _names(model: Model) -> Iterable[str]:
    return (name for name, _ in taken_constants(model))
