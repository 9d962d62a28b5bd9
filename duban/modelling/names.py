"""The nearest name to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], kind: str) -> str:
    """A remedy: the nearest known names, best first; compared whole and without the schema.

    >>> nearest("staging.stg_row", ["staging.stg_rows", "raw.cells"], "table")
    'did you mean staging.stg_rows?'
    """
    from rapidfuzz import fuzz, process

    candidates = sorted(set(known))
    found = process.extract(name, candidates, scorer=_score(fuzz), limit=3, score_cutoff=60)
    if not found:
        listed = ", ".join(candidates[:12]) + (", ..." if len(candidates) > 12 else "")
        return f"the {kind}s are: {listed}" if candidates else f"there is no {kind} yet"
    best = [text for text, score, _ in found if score >= found[0][1] - 8]
    return f"did you mean {' or '.join(best)}?"


def _score(fuzz: object):  # type: ignore[no-untyped-def]
    ratio = fuzz.ratio  # type: ignore[attr-defined]

    def score(left: str, right: str, **_: object) -> float:
        return max(ratio(left, right), ratio(left.split(".")[-1], right.split(".")[-1]))

    return score
