"""What the comments of a SQL file say of its columns. Reads text alone: the command line needs it without a parser."""

from __future__ import annotations

import re

_COLUMN_COMMENT = re.compile(r'(?:\bas\s+|^\s*(?:\w+\.)?)"?(\w+)"?\s*,?\s*--\s*(.+?)\s*$', re.IGNORECASE)


def column_comments(text: str) -> dict[str, str]:
    """Column name -> the comment behind it; the final select stands last, so its comments win over those of a CTE."""
    found = (_COLUMN_COMMENT.search(line) for line in text.splitlines() if "--" in line)
    return {match[1].lower(): match[2] for match in found if match}


def explanations(meaning: str) -> tuple[str, str]:
    """What a comment says behind the Chinese name -> its Chinese and its English; '' for one that it lacks.

    >>> explanations("按原文 / as printed"), explanations("as printed"), explanations("km/h or m/s")
    (('按原文', 'as printed'), ('', 'as printed'), ('', 'km/h or m/s'))
    """
    chinese, parted, english = meaning.partition(" / ")
    return (chinese, english) if parted and not chinese.isascii() else ("", meaning)
