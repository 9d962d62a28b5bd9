"""The nearest names to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

_SCORE = 60  # of 100: what is less alike is not a misspelling
_LEAD = 8  # points that a name may be behind the best and still be offered


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """The known names that may have been meant, best first, at most three; compared whole and without the schema.

    >>> near_names("stg_row", ["staging.stg_rows", "raw.cells"])
    ['staging.stg_rows']
    """
    from rapidfuzz import fuzz, process

    def score(left: str, right: str, **_: object) -> float:
        return max(fuzz.ratio(left, right), fuzz.ratio(left.split(".")[-1], right.split(".")[-1]))

    found = process.extract(name, sorted(set(known)), scorer=score, limit=3, score_cutoff=_SCORE)
    return [text for text, points, _ in found if points >= found[0][1] - _LEAD]


def nearest(name: str, known: Iterable[str], kind: str) -> str:
    """A remedy: the nearest known names, or what names there are.

    >>> nearest("staging.stg_row", ["staging.stg_rows", "raw.cells"], "table")
    'did you mean staging.stg_rows?'
    """
    candidates = sorted(set(known))
    near = near_names(name, candidates)
    if near:
        return f"did you mean {' or '.join(near)}?"
    listed = ", ".join(candidates[:12]) + (", ..." if len(candidates) > 12 else "")
    return f"the {kind}s are: {listed}" if candidates else f"there is no {kind} yet"
