"""The lint rules of the SQL: each rule is a class in a module of this package and its docstring is the rule.

A rule that is written here is in force: nothing lists them. docs/sql.md names each at what it asks for, held by a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules

from duban.modelling.linting.rule import LintFinding, Rule, Subject
from duban.modelling.project import Project

__all__ = ["RULES", "LintFinding", "Rule", "lint", "lint_rules"]


def _rules() -> Iterator[type[Rule]]:
    """Every rule of this package's modules, by module and then as it stands there."""
    for module in iter_modules(__path__, f"{__name__}."):
        for thing in vars(import_module(module.name)).values():
            is_rule = isinstance(thing, type) and issubclass(thing, Rule) and not isabstract(thing)
            if is_rule and thing.__module__ == module.name:
                yield thing


RULES: tuple[type[Rule], ...] = tuple(_rules())


def lint(project: Project) -> list[LintFinding]:
    """Every finding in models, data tests and analyses, by file and line; an empty list where all is well."""
    findings: list[LintFinding] = []
    for subject in Subject.of(project):
        for rule in RULES:
            if subject.is_model or rule.for_every_file:
                findings += rule().check(subject)
    return sorted(findings, key=lambda finding: (str(finding.path), finding.line, finding.rule))


def lint_rules() -> list[tuple[str, str]]:
    """Name and text of every rule."""
    return [(rule.name(), rule.text()) for rule in RULES]
