"""References to characters that a text still holds where it was copied from a page's source: &#8546; for Ⅲ, &nbsp;."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});")


def references_resolved(text: str) -> str:
    """The text with the characters; one that prints nothing, a line's end among them, is a blank, an unknown one stays.

    >>> references_resolved("&#8546;-1-&#9312;新建学校&nbsp;2所&#10;A&B &nosuch; &lt;")
    'Ⅲ-1-①新建学校\\xa02所 A&B &nosuch; <'
    """
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    import html  # only where a text holds one

    character = html.unescape(found.group())
    return character if character.isprintable() or character == "\xa0" else " "
