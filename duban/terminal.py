"""What a terminal shows: tables in which Chinese lines up, CSV, JSON, progress. Nothing but the answer on stdout."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from duban.pipeline.steps import Progress

# Characters of one value that a table shows.
LONGEST = 5_000
# Characters of all values that a table shows: laying out more takes longer than anybody waits.
MOST = 500_000
# A cell that a spreadsheet would take for a formula is written as text; the full-width signs are signs to some too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """Print rows as a table as wide as the terminal; long texts wrap inside their column."""
    from decimal import Decimal

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, show_edge=False)
    for column_no, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[column_no], (int, float, Decimal)) for row in rows)
        table.add_column(Text(printable(_cut(column))), justify="right" if numeric else "left", overflow="fold")
    left, shown = MOST, 0
    for row in rows:
        texts = [_cut(as_text(value)) for value in row]
        left -= sum(map(len, texts))
        if left < 0 and shown:
            break
        shown += 1
        # Text, not markup: what a document prints must never be read as an instruction to the terminal.
        table.add_row(*[Text(printable(text)) for text in texts])
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = max(console.width, 160)
    console.print(table)
    if shown < len(rows):
        print(f"{len(rows) - shown} more rows are too long to lay out; --csv and --json show all", file=sys.stderr)


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


def print_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]], out: TextIO | None = None) -> None:
    """Write rows as CSV; texts that a spreadsheet would run as a formula get an apostrophe in front, names of columns
    too. A file gets every character; a terminal none that steers it."""
    import csv

    out = out or sys.stdout
    safe = _neutral_and_printable if out.isatty() else neutral
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(column) for column in columns])
    for row in rows:
        writer.writerow([safe(value) for value in row])


def print_json(value: Any) -> None:
    """Write a value as JSON, Chinese as itself."""
    print(json.dumps(_finite(value), ensure_ascii=False, indent=2, default=_json_value, allow_nan=False))


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


def _cut(text: str) -> str:
    """A text as a table shows it: laying out a megabyte takes minutes and nobody reads it."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}… ({len(text)} characters; --csv and --json show all)"


def printable(text: str) -> str:
    """A text without characters that steer a terminal.

    >>> printable('a\\x1b[31mb\\nc')
    'a�[31mb\\nc'
    """
    return "".join(c if c == "\n" or c.isprintable() or c in "\u3000\xa0" else "\ufffd" for c in text)


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


def neutral(value: Any) -> Any:
    """A value for a cell of a spreadsheet: a text that it would run as a formula gets an apostrophe in front.

    >>> neutral("=1+1"), neutral("\\t=1"), neutral("＝1"), neutral("督办"), neutral(-1)
    ("'=1+1", "'\\t=1", "'＝1", '督办', -1)
    """
    if isinstance(value, (list, tuple, dict)):
        value = as_text(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _neutral_and_printable(value: Any) -> Any:
    value = neutral(value)
    return printable(value) if isinstance(value, str) else value


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
