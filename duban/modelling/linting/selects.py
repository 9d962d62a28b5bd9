"""Rules of the select: its columns are named, typed and described, and every step is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from duban.modelling.linting.rule import LintFinding, Rule, Subject, line_of

# `中文名: what it is`: the Chinese label, a colon and a blank, and words.
# `中文名: 中文说明 / what it is`
_LABELLED = re.compile(r"^[^:：]*[一-龥][^:：]*: [^/]*[一-龥].*? / \S")


class NamedColumns(Rule):
    """No `select *` in a final select: the columns of a table are its contract and are written down."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for select in subject.final_selects:
            for column in select.selects:
                if column.is_star:
                    yield self.finding(subject, line_of(column), "the final select has a star", "name every column")


class DeclaredTypes(Rule):
    """The final select casts every column and names it (`expr::varchar as name`): the cast is the declared type."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for select in subject.final_selects[:1]:
            for column in select.selects:
                if column.is_star or (isinstance(column, exp.Alias) and isinstance(column.this, exp.Cast)):
                    continue
                name = column.alias_or_name or column.sql("duckdb")
                remedy = f"write `...::type as {column.alias_or_name or 'name'}`"
                yield self.finding(subject, line_of(column), f"the column {name} is not cast and named", remedy)


class GrainIsStated(Rule):
    """A file begins with what a row is, and a line `-- grain: a, b` that names the columns that identify a row."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        file = subject.model.file
        if not file.description:
            yield self.finding(subject, 1, "nothing says what a row is", "begin the file with a comment that does")
        if not file.grain:
            yield self.finding(subject, 1, "the grain is not stated", "write `-- grain: column, column` above")
        columns = {name.lower() for name, _ in subject.model.columns}
        for name in file.grain:
            if name not in columns:
                yield self.finding(
                    subject, 1, f"the grain names {name}, which is not a column", "name columns of the model"
                )


class ColumnsAreDescribed(Rule):
    """Every mart, and every column that leaves one, has its comment `中文名: 中文说明 / what it is`; a column that a
    model hands on unchanged may inherit it."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        if subject.model.layer not in ("marts", "meta"):
            return
        if not _LABELLED.match(subject.model.file.description):
            yield self.finding(
                subject,
                1,
                f"{subject.model.table} is not described in Chinese and English",
                "begin the first comment with `中文名: 中文说明 / what it is`",
            )
        for column, comment, _ in subject.comments:
            if not _LABELLED.match(comment):
                remedy = "write `-- 中文名: 中文说明 / what it is` behind it"
                yield self.finding(
                    subject,
                    self._line(subject, column),
                    f"the column {column} is not described in Chinese and English",
                    remedy,
                )

    @staticmethod
    def _line(subject: Subject, column: str) -> int:
        for select in subject.final_selects[:1]:
            for expression in select.selects:
                if expression.alias_or_name.lower() == column.lower():
                    return line_of(expression.args.get("alias") or expression)
        return 1


class NoIdleCtes(Rule):
    """Every CTE is read: a step that nothing uses misleads the reader."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        tree = subject.model.file.tree
        read = {table.name.lower() for table in tree.find_all(exp.Table) if not table.db}
        for cte in tree.find_all(exp.CTE):
            if cte.alias.lower() not in read:
                line = line_of(cte.args["alias"])
                yield self.finding(subject, line, f"nothing reads the CTE {cte.alias}", "take it out")
