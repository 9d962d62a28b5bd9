"""Texts that a spreadsheet program cannot take for a formula."""

from __future__ import annotations

import unicodedata
from typing import Any

from duban.terminal import as_text

# What begins a formula, or a field that a program takes apart anew.
_SIGNS = frozenset("=+-@")
_BREAKS = ("\t", "\r", "\n")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program may run a text: by its first sign that is seen, full-width ones among them.

    >>> [is_formula_like(text) for text in ("=1+1", "＝1", " \\t@x", "\\ufeff=1", "\\n督办", "督办", "")]
    [True, True, True, True, True, False, False]
    """
    if text.startswith(_BREAKS):
        return True
    for character in text:
        if character.isspace() or unicodedata.category(character) in ("Cc", "Cf"):
            continue
        return unicodedata.normalize("NFKC", character)[:1] in _SIGNS
    return False


def neutral(value: Any) -> Any:
    """A value for a cell of a spreadsheet: a text that could be run as a formula gets an apostrophe in front.

    >>> neutral("=1+1"), neutral("\\t=1"), neutral("督办"), neutral(-1)
    ("'=1+1", "'\\t=1", '督办', -1)
    """
    if isinstance(value, (list, tuple, dict)):
        value = as_text(value)
    return "'" + value if isinstance(value, str) and is_formula_like(value) else value
