"""Small tables that a copy left behind the names of a label: 配合单位:市水利局、各区 东区 西区 合计 计划 2 3 5."""

from __future__ import annotations

import re

from duban.landing.readers.lists.entry import Entry
from duban.landing.readers.lists.marks import SENTENCE_ENDS

_FIGURES = re.compile(r"(?:\s\d+(?:\.\d+)?%?){3}(?=\s|$)")
_FEWEST_SHARED = 3  # words of a table whose figures were cut off, that another has too


def part_small_tables(entries: list[Entry]) -> None:
    """Put what stands behind the first blank of a value into the rest of its item, where it is a small table: figures
    stand in a row in it, or the text was cut before them and it begins with words of such a table.

    The value up to there holds names: no figure, no end of a sentence.
    """
    words: set[str] = set()
    for entry in entries:
        for value in entry.values.values():
            if _FIGURES.search(_tail(value)):
                words.update(_tail(value).split())
    if not words:
        return
    for entry in entries:
        for label, value in entry.values.items():
            tail = _tail(value)
            if _FIGURES.search(tail) or len(words.intersection(tail.split())) >= _FEWEST_SHARED:
                entry.values[label] = value.strip().removesuffix(tail).rstrip()
                entry.rest = "\n".join(filter(None, [entry.rest, tail.strip()]))


def _tail(value: str) -> str:
    """What stands behind the first blank of names; '' where no names stand before it.

    >>> _tail("市水利局、各区 东区 西区 计划 2 3"), _tail("已建2所 东区 西区 1 1")
    (' 东区 西区 计划 2 3', '')
    """
    found = re.match(r"\S+(?=\s)", value.strip())
    if found is None or any(sign.isdigit() or sign in SENTENCE_ENDS for sign in found.group()):
        return ""
    return value.strip()[found.end() :]
