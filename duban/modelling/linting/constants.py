"""The rule of constants: a weight or a limit that a seed holds is taken by a name that the seed has.

A map gives NULL for a name that it lacks, and NULL spreads through scores without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from duban.modelling.constants import MAP, taken_constants
from duban.modelling.linting.rule import LintFinding, Rule, Subject, line_of
from duban.modelling.seeds import Seed
from duban.nearest import near_names


class ConstantsByName(Rule):
    """A constant of a seed (`name,value,meaning`) is taken as `value_of['name']` from a map of the whole seed; every
    name taken is a line of the seed that the model reads, and every line is taken by some model."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        read = [seed for table, seed in subject.constants.seeds.items() if table in subject.model.parents]
        names = sorted({str(name) for seed in read for name, *_ in seed.rows})
        tables = " or ".join(seed.table for seed in read)
        for name, taken in taken_constants(subject.model):
            if name not in names:
                what = f"{tables} has no line {name}" if read else f"{name} is taken, but no seed of constants is read"
                near = next(iter(near_names(name, names)), None)
                remedy = f"write {MAP}['{near}']" if near else "write a name of the seed, or give the seed this line"
                yield self.finding(subject, line_of(taken), what, remedy)
        for seed in read:
            yield from self._compared(subject, seed)
            yield from self._idle(subject, seed)

    def _compared(self, subject: Subject, seed: Seed) -> Iterator[LintFinding]:
        """Constants that are picked by a comparison, `where name = 'x'`, as nothing checks that name."""
        for table in subject.model.file.tree.find_all(exp.Table):
            step = table.find_ancestor(exp.Select)
            if f"{table.db}.{table.name}" != seed.table or step is None:
                continue
            for compared in step.find_all(exp.EQ, exp.NEQ, exp.In):
                literal = compared.find(exp.Literal)
                if isinstance(compared.this, exp.Column) and compared.this.name == "name" and literal is not None:
                    what = f"{literal.name} is picked by comparing names"
                    yield self.finding(subject, line_of(compared), what, f"write {MAP}['{literal.name}']")

    def _idle(self, subject: Subject, seed: Seed) -> Iterator[LintFinding]:
        """Lines that no model takes; found once, with the first model that reads the seed."""
        if subject.model.table != subject.constants.first_reader[seed.table]:
            return
        printed = seed.path.read_text(encoding="utf-8-sig").split("\n")
        for name, *_ in seed.rows:
            if name not in subject.constants.taken[seed.table]:
                line = next((no for no, text in enumerate(printed, start=1) if text.startswith(f"{name},")), 1)
                remedy = "take the line out, or write the model that takes it"
                yield LintFinding(self.name(), seed.path, line, f"no model takes the constant {name}", remedy)
