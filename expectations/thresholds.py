"""The bounds of drift, from the one file that holds them: `thresholds.csv`, a reason beside each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from duban.errors import ConfigurationError
from duban.modelling.data_tests import Words

THRESHOLDS = Path(__file__).with_name("thresholds.csv")

# `last_edition` and `folder` are judged one by one; the others over many documents. Gate 1 judges `document`.
AGAINST = ("previous_build", "last_edition", "folder", "last_year", "itself", "document")


@dataclass(frozen=True)
class Bounds:
    """Where a change begins to matter; None is no bound."""

    low: float | None
    high: float | None

    @property
    def exist(self) -> bool:
        return self.low is not None or self.high is not None

    def hold(self, change: float) -> bool:
        """Whether a change lies within the bounds."""
        return (self.low is None or change >= self.low) and (self.high is None or change <= self.high)


@dataclass(frozen=True)
class Threshold:
    """How far one measure may move.

    warn, stop: beyond these bounds the change is reported; nothing is published. A document that lies beyond a stopping
        bound of 'last_edition' is set aside, and the rest is published.
    against: what it is compared with: 'previous_build', 'last_edition' (a document with what was published of its
        path), 'folder' (the documents of a folder and all below it that were published), 'last_year' (of the same
        jurisdiction and kind), 'itself' (the share as it is, nothing to compare with) or 'document' (the same of each
        landed document; gate 1 judges it and quarantines what lies beyond the stopping bound).
    is_ratio: the change is now / before; else now - before, in shares of 1 (0.05 is five points of a hundred).
    least_base: rows, targets or documents below which nothing is judged: a share of ten rows says nothing.
    """

    against: str
    measure: str
    is_ratio: bool
    warn: Bounds
    stop: Bounds
    least_base: int
    reason: Words

    @property
    def is_by_document(self) -> bool:
        """Whether each document is judged alone, and set aside alone."""
        return self.against == "last_edition"


def read_thresholds(path: Path = THRESHOLDS) -> tuple[Threshold, ...]:
    """The thresholds in the order of the file. Raises ConfigurationError naming the line that cannot be used."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            _threshold(line, f"{path.name}, line {number}") for number, line in enumerate(csv.DictReader(file), 2)
        )


def _threshold(line: dict[str, str], where: str) -> Threshold:
    try:
        threshold = Threshold(
            against=line["against"],
            measure=line["measure"],
            is_ratio={"true": True, "false": False}[line["is_ratio"]],
            warn=Bounds(_number(line["warn_low"]), _number(line["warn_high"])),
            stop=Bounds(_number(line["stop_low"]), _number(line["stop_high"])),
            least_base=int(line["least_base"]),
            reason=Words(line["reason_zh"], line["reason_en"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(
            f"a threshold cannot be read: {error}",
            where=where,
            remedy="bounds are numbers or empty, least_base is a whole number, is_ratio is true or false",
        ) from error
    if threshold.against not in AGAINST or not all(threshold.reason):
        raise ConfigurationError(
            f"a threshold needs something to be compared with and a reason in both languages: '{threshold.measure}'",
            where=where,
            remedy=f"write one of {', '.join(AGAINST)} in 'against', and fill reason_zh and reason_en",
        )
    return threshold


def _number(text: str) -> float | None:
    return float(text) if text else None
