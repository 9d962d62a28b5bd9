"""The order of models, and cycles reported as a path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from duban.errors import ModelError
from duban.modelling.sql_file import SqlFile


def dependency_levels(parents: Mapping[str, Sequence[str]], files: Mapping[str, SqlFile]) -> list[tuple[str, ...]]:
    """Models in groups, every parent in a group before its children's; by name inside a group.

    parents: model -> tables it reads; tables that are not models are left aside. Raises ModelError with the path of a
    cycle and the lines that close it.
    """
    sorter = TopologicalSorter({m: sorted(p for p in tables if p in parents) for m, tables in sorted(parents.items())})
    try:
        sorter.prepare()
    except CycleError as error:
        path = list(reversed(error.args[1]))  # child first, each followed by what it reads
        lines = [
            files[child].location(next(r.line for r in files[child].references if r.table == parent))
            for child, parent in pairwise(path)
        ]
        raise ModelError(
            f"the models read each other in a circle: {' -> '.join(path)}",
            where=", ".join(lines),
            remedy="take one of these references out",
        ) from None
    levels = []
    while sorter.is_active():
        level = sorter.get_ready()
        levels.append(tuple(sorted(level)))
        sorter.done(*level)
    return levels
