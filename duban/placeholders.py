"""Placeholders: what only a person can fill into a line that a message offers, `<the government>`.

A line that duban offers can be pasted as it is. What the document itself says stands in it; where nobody knows, a
placeholder does, and whoever reads the line refuses it unedited.

>>> placeholder("the year of the targets")
'<the year of the targets>'
>>> is_placeholder("<the year of the targets>"), is_placeholder("2023"), is_placeholder("增长<5%")
(True, False, False)
"""

from __future__ import annotations

import re

_LONGEST = 120


def placeholder(what: str) -> str:
    """The placeholder for `what`: words without ': ' and ',', which mean something in YAML and CSV."""
    return f"<{what}>"


def is_placeholder(text: str) -> bool:
    """Whether a text is a placeholder that nobody has edited."""
    return len(text) <= _LONGEST and re.fullmatch(r"\s*<[^<>]+>\s*", text) is not None
