"""Which models a person means: `stg_rows`, `+mart_yoy_target` (and what it needs), `stg_rows+` (and what needs it),
`staging` (a folder), `marts.fct_*`."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from duban.errors import ConfigurationError
from duban.modelling.names import nearest
from duban.modelling.project import LAYERS, Project


def selected_models(project: Project, select: Iterable[str] | None = None, until: str | None = None) -> set[str]:
    """The tables that are meant; all models when nothing is said. Raises ConfigurationError for a word that names
    none."""
    words = list(select or ())
    if until is not None:
        words.append("+" + until)
    if not words:
        return set(project.models)
    found: set[str] = set()
    for word in words:
        found |= _meant(project, word)
    return found


def _meant(project: Project, word: str) -> set[str]:
    name = word.strip("+").lower()
    tables = {table for table in project.models if _matches(table, name)}
    if not tables:
        known = [*LAYERS, *project.models]
        raise ConfigurationError(f"no model is named {name}", where=word, remedy=nearest(name, known, "model"))
    above = project.ancestors(tables) if word.startswith("+") else set()
    below = project.descendants(tables) if word.endswith("+") else set()
    return tables | above | below


def _matches(table: str, name: str) -> bool:
    layer, model = table.split(".")
    return name == layer or fnmatchcase(table, name) or fnmatchcase(model, name)
