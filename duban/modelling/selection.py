"""Which models a person means: `stg_rows`, `+mart_yoy_target` (and what it needs), `stg_rows+` (and what needs it),
`staging` (a folder), `marts.fct_*`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from duban.errors import ConfigurationError
from duban.modelling.table_ref import TableRef
from duban.nearest import nearest

# Table -> the tables that it reads; every parent stands before its children.
Parents = Mapping[str, Iterable[str]]

# `meta` holds the models that record how the warehouse came to be: the review queue, the quarantine.
LAYERS = ("staging", "intermediate", "marts", "meta")


def selected_models(parents: Parents, select: Iterable[str] | None = None, until: str | None = None) -> set[str]:
    """The tables that are meant; all models when nothing is said. Raises ConfigurationError for a word that names
    none."""
    words = list(select or ())
    if until is not None:
        words.append("+" + until)
    if not words:
        return set(parents)
    found: set[str] = set()
    for word in words:
        found |= _meant(parents, word)
    return found


def ancestors(parents: Parents, tables: Iterable[str]) -> set[str]:
    """The models above the given ones, themselves included."""
    found: set[str] = set()
    waiting = [table for table in tables if table in parents]
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.add(table)
            waiting.extend(parent for parent in parents[table] if parent in parents)
    return found


def descendants(parents: Parents, tables: Iterable[str]) -> set[str]:
    """The models below the given tables, the given models included."""
    below = set(tables)
    found = {table for table in below if table in parents}
    for table, above in parents.items():  # parents come first
        if below.intersection(above):
            below.add(table)
            found.add(table)
    return found


def _meant(parents: Parents, word: str) -> set[str]:
    name = word.removeprefix("+").removesuffix("+").lower()
    tables = {table for table in parents if _matches(table, name)}
    if not tables:
        remedy = nearest(name, [*LAYERS, *parents], "model")
        raise ConfigurationError(f"no model is named {name}", where=word, remedy=remedy)
    above = ancestors(parents, tables) if word.startswith("+") else set()
    below = descendants(parents, tables) if word.endswith("+") else set()
    return tables | above | below


def _matches(table: str, name: str) -> bool:
    ref = TableRef.parse(table)
    return name == ref.schema or fnmatchcase(table, name) or fnmatchcase(ref.name, name)
