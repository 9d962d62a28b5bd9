"""Rules of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from duban.modelling.linting.rule import LintFinding, Rule, Subject, line_of

_OPENING = re.compile(r"\w+ as (materialized )?\($|select\b")
_CALLS = (exp.RegexpLike, exp.RegexpExtract, exp.RegexpExtractAll, exp.RegexpReplace, exp.RegexpSplit)


class CompiledForFewRows(Rule):
    """A regular expression that is put together from columns is compiled anew for every row, which takes some 0.03 ms:
    its step says in a comment, with the word `compiled`, for which rows, and they are no cells."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        lines = subject.text.splitlines()
        for call in subject.model.file.tree.find_all(*_CALLS):
            pattern = call.expression
            if isinstance(pattern, exp.Expression) and pattern.find(exp.Column):
                line = line_of(call)
                if not any(re.search(r"--.*\bcompiled\b", text, re.IGNORECASE) for text in _step(lines, line)):
                    what = f"{pattern.sql('duckdb')} is compiled for every row"
                    remedy = "write it out, or say above the step for which few rows it is compiled"
                    yield self.finding(subject, line, what, remedy)


def _step(lines: list[str], line: int) -> list[str]:
    """The lines of the step that holds this one, with the comment above it."""
    first = next((at for at in range(line - 1, 0, -1) if _OPENING.match(lines[at])), 0)
    while first and lines[first - 1].startswith("--"):
        first -= 1
    last = next((at for at in range(line - 1, len(lines)) if re.match(r"\),?$", lines[at])), len(lines) - 1)
    return lines[first : last + 1]
