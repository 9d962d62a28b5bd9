"""Values as texts, JSON, progress. Nothing but the answer goes to stdout; tables are made in `duban/output`."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duban.pipeline.steps import Progress

# What JSON leaves as it is and a terminal acts on: controls, what has no width, marks of direction, tags.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def width() -> int:
    """Columns of the terminal, or of COLUMNS; 160 where neither says."""
    import os
    import shutil

    return shutil.get_terminal_size((160, 24)).columns if os.environ.get("COLUMNS") or sys.stdout.isatty() else 160


def print_parts(parts: Iterable[Any]) -> None:
    """Print lines and tables of rich one below the other; a line is text and never markup, wrapped at its indent."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, width=width())
    for part in parts:
        if not isinstance(part, str):
            console.print(part)
            continue
        line = part.lstrip(" ")
        indent = " " * (len(part) - len(line))
        for piece in Text(line).wrap(console, console.width - len(indent)) or [Text("")]:
            console.print(Text(indent + piece.plain.rstrip()))


def print_json(value: Any) -> None:
    """Write a value as JSON, Chinese as itself and what would steer a terminal as its number, which reads the same."""
    text = json.dumps(_finite(value), ensure_ascii=False, indent=2, default=_json_value, allow_nan=False)
    print(_UNSEEN.sub(_numbered, text))


def _numbered(found: re.Match[str]) -> str:
    """A character as JSON writes it by number: those beyond 16 bits as the two halves of UTF-16."""
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def as_text(value: Any) -> str:
    """A value as a table shows it: NULL is blank, a list is joined, a number not rounded, a struct lists what it has.

    >>> as_text([{'member_name': '曹县', 'valid_from': None, 'valid_to': date(2022, 9, 1)}])
    'member_name=曹县 valid_to=2022-09-01'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, dict):
        return " ".join(f"{key}={as_text(item)}" for key, item in value.items() if item is not None)
    return str(value)


def printable(text: str) -> str:
    """A text without characters that steer a terminal; a tab is a blank.

    >>> printable('a\\x1b[31mb\\tc\\nd')
    'a�[31mb c\\nd'
    """
    if text.isprintable():
        return text
    return "".join(
        c if c == "\n" or c.isprintable() or c in "\u3000\xa0" else " " if c == "\t" else "\ufffd" for c in text
    )


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on stderr, only where a person watches; yields what a run reports to."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield report


def _finite(value: Any) -> Any:
    """A value without what JSON cannot say: numbers that are none become null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _json_value(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
