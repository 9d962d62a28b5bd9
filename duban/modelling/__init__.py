"""The model runner: sql/ -> graph -> tables.

    project = load_project(Path("sql"))        every error of the tree is reported before anything runs
    load_part(Path("sql"), ["stg_rows"])       some models and what they need, where the whole would take too long
    check_seeds(project)                       every line of a seed that its tests refuse, before anything is built
    is_fresh(Path("sql"), con)                 whether there is anything to do, without reading a model
    plan(project, con)                         what is stale and why, without building
    build(project, con)                        builds it in the candidate, records how in `meta`
    run_tests(project.data_tests, con)         the sentences of sql/tests, with the rows that break them
    lint(project)                              lint rules of the SQL
    find_cases(folder, project), run_case      model tests: rows in, rows out
    write_docs(project, con, folder)           the data dictionary and the lineage graph as static pages

`con` is a DuckDB connection whose current database is the candidate. Names are resolved when they are first used, so
importing this package costs nothing: no sqlglot, no pyarrow, no duckdb.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duban.modelling.building import build as build
    from duban.modelling.data_tests import TestResult as TestResult
    from duban.modelling.data_tests import run_tests as run_tests
    from duban.modelling.docs.site import write_docs as write_docs
    from duban.modelling.freshness import is_fresh as is_fresh
    from duban.modelling.linting import LintFinding as LintFinding
    from duban.modelling.linting import lint as lint
    from duban.modelling.linting import lint_rules as lint_rules
    from duban.modelling.planning import Plan as Plan
    from duban.modelling.planning import PlannedModel as PlannedModel
    from duban.modelling.planning import plan as plan
    from duban.modelling.project import Model as Model
    from duban.modelling.project import Project as Project
    from duban.modelling.project import load_part as load_part
    from duban.modelling.project import load_project as load_project
    from duban.modelling.report import BuildReport as BuildReport
    from duban.modelling.report import BuiltModel as BuiltModel
    from duban.modelling.seed_checks import check_seeds as check_seeds
    from duban.modelling.selection import selected_models as selected_models
    from duban.modelling.testing import CaseResult as CaseResult
    from duban.modelling.testing import ModelCase as ModelCase
    from duban.modelling.testing import find_cases as find_cases
    from duban.modelling.testing import run_case as run_case

_MODULE_OF = {
    "BuildReport": "report",
    "BuiltModel": "report",
    "CaseResult": "testing",
    "LintFinding": "linting",
    "Model": "project",
    "ModelCase": "testing",
    "Plan": "planning",
    "PlannedModel": "planning",
    "Project": "project",
    "TestResult": "data_tests",
    "build": "building",
    "check_seeds": "seed_checks",
    "find_cases": "testing",
    "lint": "linting",
    "lint_rules": "linting",
    "is_fresh": "freshness",
    "load_part": "project",
    "load_project": "project",
    "plan": "planning",
    "run_case": "testing",
    "run_tests": "data_tests",
    "selected_models": "selection",
    "write_docs": "docs.site",
}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
