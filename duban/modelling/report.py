"""What a build did, as values that a command line can print and a machine can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from duban.counting import counted


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """One model of one build.

    outcome: 'built', 'unchanged' (built, and its rows came out as they were), 'failed', or 'skipped' (a parent failed).
    how: 'whole' or 'local' (changed documents only). why: one reason a line. documents: how many, when local.
    rows: in the table afterwards. seconds: wall clock. is_out_of_memory: why it failed.
    """

    table: str
    outcome: str
    how: str
    why: tuple[str, ...]
    rows: int | None = None
    seconds: float = 0.0
    documents: int | None = None
    error: str = ""
    is_out_of_memory: bool = False


# Called after each model of a build.
OnModel = Callable[[BuiltModel], None]


@dataclass(slots=True)
class BuildReport:
    """models: in the order of the build, stale ones only. fresh: how many needed nothing."""

    models: list[BuiltModel] = field(default_factory=list)
    fresh: int = 0
    seeds: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.failed

    @property
    def built(self) -> list[BuiltModel]:
        return [model for model in self.models if model.outcome in ("built", "unchanged")]

    @property
    def failed(self) -> list[BuiltModel]:
        return [model for model in self.models if model.outcome == "failed"]

    @property
    def skipped(self) -> list[BuiltModel]:
        return [model for model in self.models if model.outcome == "skipped"]

    @property
    def changed_anything(self) -> bool:
        """Whether the warehouse holds other rows or other comments than before."""
        return bool(self.models or self.seeds or self.removed or self.refreshed)

    def summary(self) -> str:
        """One line: `12 built (3 whole, 9 local), 4 fresh, 1 failed, 2 skipped in 3.1 s`."""
        if not self.changed_anything:
            return f"nothing to do: {counted(self.fresh, 'models', 'are')} fresh"
        local = sum(model.how == "local" for model in self.built)
        parts = [f"{len(self.built)} built ({len(self.built) - local} whole, {local} local)", f"{self.fresh} fresh"]
        if self.removed:
            parts.append(f"{len(self.removed)} removed")
        if self.failed:
            parts.append(f"{len(self.failed)} failed")
        if self.skipped:
            parts.append(f"{len(self.skipped)} skipped")
        return f"{', '.join(parts)} in {self.seconds:.1f} s"

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}
