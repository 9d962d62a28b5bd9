"""The SQL folder as a project: models in dependency order, seeds, data tests, analyses; all checked before any runs."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

import duckdb

from duban.errors import ModelError
from duban.modelling.binding import Binding, EmptyWarehouse
from duban.modelling.data_tests import DataTest, read_data_test
from duban.modelling.freshness import tree_digest
from duban.modelling.graph import dependency_levels
from duban.modelling.kept_projects import keep, newest_kept, read_kept
from duban.modelling.known_tree import KnownTree
from duban.modelling.locality.emptiness import is_empty
from duban.modelling.seeds import Seed, read_seed
from duban.modelling.selection import LAYERS, ancestors
from duban.modelling.sources import LANDED, Sources
from duban.modelling.sql_file import SqlFile, read_sql_file
from duban.modelling.table_ref import TableRef
from duban.nearest import nearest

S = TypeVar("S")
T = TypeVar("T")

# Folders of files that are bound like models and never become tables.
_UNBUILT = ("tests", "analyses", "expectations")
# Times that a tree which somebody is saving into is read.
_TRIES = 5
# How often this process has loaded a tree, and the one that it loaded last.
_loads = count()
_last: list[Project] = []


@dataclass(frozen=True, slots=True)
class Model:
    """One model. table: 'staging.stg_rows'. parents: the tables it reads (raw, seeds and models)."""

    table: str
    file: SqlFile
    binding: Binding

    @property
    def layer(self) -> str:
        return TableRef.parse(self.table).schema

    @property
    def name(self) -> str:
        return TableRef.parse(self.table).name

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(reference.table for reference in self.file.references)

    @property
    def whole_because(self) -> str:
        """Why the model is rebuilt whole; '' when it can be rebuilt by document."""
        return self.binding.facts.reason

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        return self.binding.columns

    def make(self, con: duckdb.DuckDBPyConnection, name: str, has_no_rows: Callable[[str], bool]) -> int:
        """Make a table of its rows and return how many they are, without running it where its plan shows that it has
        none. name: of the table, quoted. has_no_rows: whether a table that it reads is empty."""
        if is_empty(self.binding.facts.empty_when, has_no_rows):
            con.execute(self.binding.create_statement(name))
            return 0
        row = con.execute(f"create or replace table {name} as\n{self.file.sql}").fetchone()
        return row[0] if row else 0


@dataclass(frozen=True)
class Project:
    """models: table -> model, every parent before its children.

    sources: the tables that are filled from outside. tests, analyses and expectations: name -> file, bound like models.
    data_tests: what the headers of the tests state, by name. bearing: the tables whose rows belong to documents.
    digest: a hash of all files, taken before they were read.
    """

    folder: Path
    models: dict[str, Model]
    seeds: dict[str, Seed]
    tests: dict[str, Model]
    analyses: dict[str, Model]
    sources: Sources
    expectations: dict[str, Model] = field(default_factory=dict)
    data_tests: tuple[DataTest, ...] = ()
    bearing: frozenset[str] = field(default_factory=frozenset)
    digest: str = ""

    @property
    def kinds(self) -> tuple[dict[str, Model], ...]:
        """Models, tests, analyses and expectations."""
        return self.models, self.tests, self.analyses, self.expectations

    def children(self, table: str) -> Iterator[Model]:
        """The models that read a table."""
        return (model for model in self.models.values() if table in model.parents)

    @property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Model -> the tables it reads, in dependency order."""
        return {table: model.parents for table, model in self.models.items()}


class ProjectError(ModelError):
    """All that is wrong with a tree, reported together. `errors` holds each one."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", errors: tuple[ModelError, ...] = ()) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors) if self.errors else super().__str__()


def load_project(sql_folder: Path, sources: Sources = LANDED) -> Project:
    """Read and check the whole tree. Raises ModelError (ProjectError when several things are wrong) and builds nothing.

    sql_folder holds staging/, intermediate/, marts/ (models), seeds/, tests/, analyses/ and expectations/ (the figures
    that the gates judge); folders may be missing. sources: the tables that models may read and none makes.
    Where a file is saved while the tree is read, it is read again: a project is one state of its files, with that
    state's digest, and never half of an edit. A process that loads the same bytes again is given the same project, and
    one that loads what another process has read is given what that one kept. Of a tree that was read before and edited
    since, only what the edit reaches is read anew.
    """
    folder = Path(sql_folder)
    last = _let_go_last()
    is_of_folder = last is not None and last.folder == folder and last.sources == sources
    if last is not None and is_of_folder and folder.is_dir() and last.digest == tree_digest(folder):
        _last[:] = [last]
        return last
    with _without_collections():
        project = read_kept(folder, tree_digest(folder), sources) if folder.is_dir() else None
        if project is None:
            before = (last if is_of_folder else newest_kept(folder, sources)) or last
            project = _loaded(folder, lambda digest: _read_tree(folder, digest, sources, before))
            keep(project)
    _last[:] = [project]
    return project


def load_part(sql_folder: Path, wanted: Iterable[str], sources: Sources = LANDED) -> Project:
    """Read and check these models, by name, and what they need: for an answer that cannot wait for the whole tree.

    Files of tests/, analyses/ and expectations/ may be named too. What is wrong elsewhere in the tree is not noticed,
    and a build of the part says nothing of the whole. Raises ModelError as `load_project` does.
    """
    folder = Path(sql_folder)
    names = list(wanted)
    with _without_collections():
        whole = read_kept(folder, tree_digest(folder), sources) if folder.is_dir() else None
        if whole and (part := _part(whole, names)):
            return part
        return _loaded(folder, lambda digest: _read_part(folder, names, sources))


def _let_go_last() -> Project | None:
    """The project loaded last, which is held no longer, so that there is one at a time."""
    last = next(iter(_last), None)
    _last.clear()
    return last


@contextmanager
def _without_collections() -> Iterator[None]:
    """The garbage collector held back: trees and plans are a million small objects that all stay, and looking through
    them again and again for cycles took a quarter of the time.

    In the end they are put among the old ones (frozen and thawed), else the next collection would look at them all. Put
    there so, they do not count as newcomers, and Python would not look for them ever again; so a process that loads a
    second tree lets go of the first one before.
    """
    was_on = gc.isenabled()
    if next(_loads):
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()


def _loaded(folder: Path, read: Callable[[str], Project]) -> Project:
    if not folder.is_dir():
        raise ModelError("no folder of models", where=str(folder), remedy="name the folder that holds staging/")
    for _ in range(_TRIES):
        digest = tree_digest(folder)
        try:
            project = read(digest)
        except ModelError:
            if tree_digest(folder) == digest:
                raise
        except FileNotFoundError:  # listed, and gone when it was to be read
            continue
        else:
            if tree_digest(folder) == digest:
                return project
    raise ModelError(
        "the models change faster than they can be read", where=str(folder), remedy="wait until that has ended"
    )


def _read_tree(folder: Path, digest: str, sources: Sources, before: Project | None = None) -> Project:
    """before: another state of the tree, or another tree: what is the same in both is taken over."""
    errors: list[ModelError] = []
    known = KnownTree(before) if before is not None and before.sources == sources else None
    seeds = {seed.table: seed for seed in _collected(errors, read_seed, sorted((folder / "seeds").glob("*.csv")))}
    files: dict[str, SqlFile] = {}
    for layer in (*LAYERS, *_UNBUILT):
        for file in _collected(errors, partial(_read_file, known, layer), sorted((folder / layer).rglob("*.sql"))):
            table = f"{layer}.{file.path.stem.lower()}"
            _check_name_is_free(errors, table, file, files)
            files.setdefault(table, file)
    _raise(errors)
    return _bound(folder, digest, sources, seeds, files, known)


def _read_file(known: KnownTree | None, layer: str, path: Path) -> SqlFile:
    file = known.file(f"{layer}.{path.stem.lower()}", path) if known else None
    return file or read_sql_file(path)


def _read_part(folder: Path, names: Iterable[str], sources: Sources) -> Project:
    """The files of these names and what they read, as far up as it goes."""
    errors: list[ModelError] = []
    paths = {
        f"{layer}.{path.stem.lower()}": path
        for layer in (*LAYERS, *_UNBUILT)
        for path in sorted((folder / layer).rglob("*.sql"))
    }
    seed_paths = {f"seeds.{path.stem}": path for path in sorted((folder / "seeds").glob("*.csv"))}
    by_name = {TableRef.parse(table).name: table for table in paths}
    seeds: dict[str, Seed] = {}
    files: dict[str, SqlFile] = {}
    waiting = [by_name.get(name, name) for name in names]
    missing = [name for name in waiting if name not in paths]
    if missing:
        raise ModelError(
            f"no such model: {missing[0]}", where=str(folder), remedy=nearest(missing[0], by_name, "model")
        )
    while waiting:
        table = waiting.pop()
        if table in seed_paths and table not in seeds:
            seeds |= {seed.table: seed for seed in _collected(errors, read_seed, [seed_paths[table]])}
        elif table in paths and table not in files:
            for file in _collected(errors, read_sql_file, [paths[table]]):
                files[table] = file
                waiting.extend(reference.table for reference in file.references)
    _raise(errors)
    return _bound(folder, "", sources, seeds, files)


def _part(whole: Project, names: Iterable[str]) -> Project | None:
    """What `_read_part` reads, out of a whole project; None where a name is none of it."""
    parents = {model.table: model.parents for kind in whole.kinds for model in kind.values()}
    by_name = {TableRef.parse(table).name: table for table in parents}
    asked = [by_name.get(name, name) for name in names]
    if not all(table in parents for table in asked):
        return None
    wanted = ancestors(parents, asked)
    read = {parent for table in wanted for parent in parents[table]}
    models, tests, analyses, expectations = (
        {name: model for name, model in kind.items() if model.table in wanted} for kind in whole.kinds
    )
    return replace(
        whole,
        models=models,
        seeds={table: seed for table, seed in whole.seeds.items() if table in read},
        tests=tests,
        analyses=analyses,
        expectations=expectations,
        data_tests=tuple(test for test in whole.data_tests if test.name in tests),
        bearing=whole.bearing & (wanted | set(whole.sources.tables)),
        digest="",
    )


def _bound(
    folder: Path,
    digest: str,
    sources: Sources,
    seeds: dict[str, Seed],
    files: dict[str, SqlFile],
    known: KnownTree | None = None,
) -> Project:
    """The files, checked and put in order. digest: of the whole tree; '' where they are a part of it. known: what
    another tree has bound."""
    errors: list[ModelError] = []
    models = {table: file for table, file in files.items() if TableRef.parse(table).schema in LAYERS}
    _check_references(errors, files, set(models) | set(seeds) | set(sources.tables))
    _raise(errors)
    levels = dependency_levels({table: [r.table for r in file.references] for table, file in models.items()}, models)
    empty = EmptyWarehouse(seeds.values(), sources)
    built: dict[str, Model] = {}
    columns: dict[str, Sequence[object]] = dict(empty.columns)

    def bound(together: Iterable[tuple[str, SqlFile]]) -> Iterator[Model]:
        # Where a parent is wrong, that is reported; what depends on it cannot be judged yet.
        judged = [(table, file) for table, file in together if all(r.table in empty.columns for r in file.references)]
        bindings = {table: known.binding(table, file, columns) for table, file in judged} if known else {}
        anew = iter(empty.bind([file for table, file in judged if bindings.get(table) is None]))
        for table, file in judged:
            found = bindings.get(table) or next(anew)
            if isinstance(found, ModelError):
                errors.append(found)
            else:
                yield Model(table, file, found)

    for level in levels:
        for model in bound((table, files[table]) for table in level):
            built[model.table] = model
            empty.add(model.table, model.binding)
            columns[model.table] = model.columns
    others: dict[str, dict[str, Model]] = {folder_name: {} for folder_name in _UNBUILT}
    for model in bound((table, file) for table, file in files.items() if TableRef.parse(table).schema in others):
        others[model.layer][model.name] = model
    empty.con.close()
    tests = tuple(_collected(errors, read_data_test, [test.file for _, test in sorted(others["tests"].items())]))
    _raise(errors)
    return Project(
        folder=folder,
        models=built,
        seeds=seeds,
        sources=sources,
        **others,
        data_tests=tests,
        bearing=frozenset(empty.bearing),
        digest=digest,
    )


def _collected(errors: list[ModelError], read: Callable[[S], T], sources: Iterable[S]) -> Iterator[T]:
    for source in sources:
        try:
            yield read(source)
        except ModelError as error:
            errors.append(error)


def _check_name_is_free(errors: list[ModelError], table: str, file: SqlFile, files: dict[str, SqlFile]) -> None:
    """One name, one model, in all layers: selection and conversation go by the bare name."""
    ref = TableRef.parse(table)
    name = ref.name
    if ref.schema not in LAYERS:
        other = files.get(table)
    else:
        other = next((files[f"{layer}.{name}"] for layer in LAYERS if f"{layer}.{name}" in files), None)
    if other is not None:
        errors.append(
            ModelError(
                f"two files are named {name}", where=f"{other.path} and {file.path}", remedy="rename one of them"
            )
        )


def _check_references(errors: list[ModelError], files: dict[str, SqlFile], known: set[str]) -> None:
    errors += [
        ModelError(
            f"no such table: {reference.table}",
            where=file.location(reference.line),
            remedy=nearest(reference.table, known, "table"),
        )
        for file in files.values()
        for reference in file.references
        if reference.table not in known
    ]


def _raise(errors: list[ModelError]) -> None:
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ProjectError(f"{len(errors)} things are wrong with the models", errors=tuple(errors))
