"""The lint rules of the SQL: each rule is a class and its docstring is the rule."""

from __future__ import annotations

from duban.modelling.linting.constants import ConstantsByName
from duban.modelling.linting.determinism import LimitsAreTotal, NoClockAndNoChance
from duban.modelling.linting.layers import LayerNames, MartsReadNoRows, NoIdleModels, OnlyStagingReadsRaw
from duban.modelling.linting.layout import AliasesAreWritten, KeywordsAreLowerCase, SqlLayout
from duban.modelling.linting.order import ExactSums, TotalOrder
from duban.modelling.linting.portability import (
    BytesAreNotCharacters,
    FailsOnSpark,
    FramesLookBack,
    SilentSparkDifference,
)
from duban.modelling.linting.rule import LintFinding, Rule, Subject
from duban.modelling.linting.selects import ColumnsAreDescribed, DeclaredTypes, GrainIsStated, NamedColumns, NoIdleCtes
from duban.modelling.linting.steps import HeaderComesFirst, JoinsAreSpelledOut, OneColumnALine, StepsAreSpaced
from duban.modelling.project import Project

__all__ = ["RULES", "LintFinding", "Rule", "lint", "lint_rules"]

RULES: tuple[type[Rule], ...] = (
    OnlyStagingReadsRaw,
    MartsReadNoRows,
    LayerNames,
    NoIdleModels,
    NamedColumns,
    DeclaredTypes,
    GrainIsStated,
    ColumnsAreDescribed,
    NoIdleCtes,
    TotalOrder,
    NoClockAndNoChance,
    LimitsAreTotal,
    ExactSums,
    ConstantsByName,
    BytesAreNotCharacters,
    SilentSparkDifference,
    FailsOnSpark,
    FramesLookBack,
    KeywordsAreLowerCase,
    AliasesAreWritten,
    SqlLayout,
    HeaderComesFirst,
    StepsAreSpaced,
    OneColumnALine,
    JoinsAreSpelledOut,
)


def lint(project: Project) -> list[LintFinding]:
    """Every finding in models, data tests and analyses, by file and line; an empty list where all is well."""
    findings: list[LintFinding] = []
    for subject in Subject.of(project):
        for rule in RULES:
            if subject.is_model or rule.for_every_file:
                findings += rule().check(subject)
    return sorted(findings, key=lambda finding: (str(finding.path), finding.line, finding.rule))


def lint_rules() -> list[tuple[str, str]]:
    """Name and text of every rule, for `duban lint --rules` and the docs."""
    return [(rule.name(), rule.text()) for rule in RULES]
