"""What a rule is given and what it gives back."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.tokens import Token, TokenType

from duban.modelling.catalogue import ColumnComment, described_columns
from duban.modelling.constants import Constants
from duban.modelling.project import Model, Project


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One breach. rule: its name. what: one sentence with the thing met. remedy: what to write instead."""

    rule: str
    path: Path
    line: int
    what: str
    remedy: str

    @property
    def location(self) -> str:
        return f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.location}: {self.what} [{self.rule}]\n  to do: {self.remedy}"


@dataclass
class Subject:
    """One file under the rules. comments: of its columns, inherited ones included. is_read: by anything. constants: of
    the whole project."""

    model: Model
    is_model: bool
    comments: tuple[ColumnComment, ...]
    is_read: bool
    constants: Constants

    @classmethod
    def of(cls, project: Project) -> Iterator[Subject]:
        described = described_columns(project)
        constants = Constants.of(project)
        questions = (*project.tests.values(), *project.analyses.values(), *project.expectations.values())
        read = {table for model in (*project.models.values(), *questions) for table in model.parents}
        for model in project.models.values():
            yield cls(model, True, described[model.table], model.table in read, constants)
        for model in questions:
            yield cls(model, False, (), True, constants)

    @cached_property
    def text(self) -> str:
        return self.model.file.path.read_text(encoding="utf-8-sig")

    @cached_property
    def tokens(self) -> list[Token]:
        return DuckDB().tokenize(self.text)

    @cached_property
    def final_selects(self) -> list[exp.Select]:
        """The select whose columns the file gives; every branch of a set operation."""
        waiting: list[exp.Expression] = [self.model.file.tree]
        found = []
        while waiting:
            tree = waiting.pop(0)
            if isinstance(tree, exp.Subquery):
                waiting.append(tree.this)
            elif isinstance(tree, exp.SetOperation):
                waiting += [tree.left, tree.right]
            elif isinstance(tree, exp.Select):
                found.append(tree)
        return found

    @cached_property
    def last_line(self) -> int:
        return self.text.count("\n") or 1

    def calls(self) -> Iterator[tuple[str, int]]:
        """Every function called, in lower case, with its line."""
        for token, follower in zip(self.tokens, self.tokens[1:], strict=False):
            if follower.token_type == TokenType.L_PAREN and token.token_type != TokenType.IDENTIFIER:
                yield token.text.lower(), token.line


def line_of(tree: exp.Expression) -> int:
    """The line a node stands on: its own, else the first that one of its parts knows."""
    return next((node.meta["line"] for node in tree.walk() if "line" in node.meta), 1)


class Rule(ABC):
    """A rule's docstring is its text; its name is the class's, in words."""

    for_every_file: ClassVar[bool] = False  # also data tests, analyses and figures of the gates

    @classmethod
    def name(cls) -> str:
        """
        >>> type("TotalOrder", (Rule,), {}).name()
        'total-order'
        """
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def text(cls) -> str:
        return " ".join((cls.__doc__ or "").split())

    @abstractmethod
    def check(self, subject: Subject) -> Iterator[LintFinding]: ...

    def finding(self, subject: Subject, line: int, what: str, remedy: str) -> LintFinding:
        return LintFinding(self.name(), subject.model.file.path, line, what, remedy)
