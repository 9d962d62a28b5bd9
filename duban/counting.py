"""A count and its noun: `1 row`, `4 rows`."""

from __future__ import annotations


def counted(count: int, noun: str, verb: str = "") -> str:
    """The count with its noun, and the verb that goes with it, each written as for several.

    >>> counted(1, "rows"), counted(0, "documents"), counted(1, "rows", "begin"), counted(2, "headers", "are")
    ('1 row', '0 documents', '1 row begins', '2 headers are')
    """
    if count != 1:
        return f"{count} {noun}{' ' if verb else ''}{verb}"
    singular = {"are": "is", "have": "has"}.get(verb, f"{verb}s" if verb else "")
    return f"1 {noun.removesuffix('s')}{' ' if verb else ''}{singular}"
