"""Rules of the layers: who may read whom, and what a model is called."""

from __future__ import annotations

from collections.abc import Iterator

from duban.modelling.linting.rule import LintFinding, Rule, Subject

_PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("dim_", "fct_", "bridge_", "mart_"),
}


class OnlyStagingReadsRaw(Rule):
    """Only staging reads raw: what a document printed is turned into columns in one place."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        if subject.model.layer in ("intermediate", "marts"):
            for table, line in subject.model.file.references:
                if table.startswith("raw."):
                    yield self.finding(subject, line, f"reads {table}", "read the staging model that stands for it")


class MartsReadNoRows(Rule):
    """Marts never read raw or staging: a mart joins what intermediate models have settled."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        if subject.model.layer == "marts":
            for table, line in subject.model.file.references:
                if table.startswith("staging."):
                    yield self.finding(subject, line, f"a mart reads {table}", "read an intermediate model")


class LayerNames(Rule):
    """A name shows its layer: stg_ in staging, int_ in intermediate, dim_, fct_, bridge_ or mart_ in marts."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        prefixes = _PREFIXES.get(subject.model.layer, ("",))
        if not subject.model.name.startswith(prefixes):
            known = " or ".join(prefixes)
            yield self.finding(subject, 1, f"{subject.model.table} does not say its layer", f"begin it with {known}")


class NoIdleModels(Rule):
    """A staging or intermediate model is read by a model, a data test, a saved question or a gate."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        if not subject.is_read and subject.model.layer not in ("marts", "meta"):
            yield self.finding(
                subject, 1, f"nothing reads {subject.model.table}", "take the file out, or its reader is missing"
            )
