"""Seeds judged before anything is built: the data tests that read nothing but seeds, with the line of the file.

A misspelt value in a seed is a slip of whoever edited it. Found by gate 2, it would cost a whole build, and the report
would speak of a table; here it costs a moment and names the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

import duckdb

from duban.errors import ModelError
from duban.modelling.data_tests import DataTest, TestResult, run_tests
from duban.modelling.project import Project, ProjectError
from duban.modelling.project_memo import ProjectMemo
from duban.modelling.seeds import Seed, load_seed

# Columns of a data test: the file of an offending row, the wording that finds its line, the value that was meant.
_FILE, _WORDING, _MEANT = "source_place", "wording", "meant"


def check_seeds(project: Project) -> None:
    """Raise ProjectError with an error for each line of a seed that breaks a test of severity 'stop'."""
    if errors := _broken.of(project):
        raise ProjectError("seeds that cannot be used", errors=errors)


def _broken_lines(project: Project) -> tuple[ModelError, ...]:
    tests = [test for test in project.data_tests if test.severity == "stop" and _reads_seeds_only(project, test)]
    needed = {table for test in tests for table in project.tests[test.name].parents}
    with duckdb.connect() as con:
        con.execute("create schema seeds")
        for table in sorted(needed):
            load_seed(con, project.seeds[table])
        return tuple(error for result in run_tests(tests, con) for error in _errors(project, result))


_broken = ProjectMemo(_broken_lines)


def _reads_seeds_only(project: Project, test: DataTest) -> bool:
    parents = project.tests[test.name].parents
    return bool(parents) and set(parents) <= set(project.seeds)


def _errors(project: Project, result: TestResult) -> Iterator[ModelError]:
    test = result.test
    if result.error:
        yield ModelError(f"{test.sentence.en}: the test cannot run: {result.error}", where=f"sql/tests/{test.name}.sql")
    for values in result.rows:
        row = dict(zip(result.columns, values, strict=True))
        stated = ", ".join(
            str(value) for name, value in row.items() if value is not None and name not in (_FILE, _MEANT)
        )
        meant = f"did you mean {row[_MEANT]}? " if row.get(_MEANT) else ""
        yield ModelError(
            f"the line {stated} breaks the rule: {test.sentence.en}",
            where=_location(project, row),
            remedy=f"{meant}{test.remedy.en}",
        )


def _location(project: Project, row: Mapping[str, Any]) -> str:
    """file:line of an offending row, as near as its columns lead."""
    place = str(row.get(_FILE) or "sql/seeds")
    seed = project.seeds.get(f"seeds.{PurePath(place).stem}")
    lines = _lines(seed, row) if seed else []
    return f"{seed.path if seed else place}" + (f":{lines[-1]}" if lines else "")


def _lines(seed: Seed, row: Mapping[str, Any]) -> list[int]:
    """The lines of a seed that an offending row stands for: those that share its columns, or hold its wording."""
    shared = [(number, row[name]) for number, name in enumerate(seed.columns) if name in row]
    wording = row.get(_WORDING)

    def is_meant(values: tuple[str | None, ...]) -> bool:
        return all(values[number] == value for number, value in shared) if shared else wording in values

    return [line for line, values in zip(seed.lines, seed.rows, strict=True) if is_meant(values)]
