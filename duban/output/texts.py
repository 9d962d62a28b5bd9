"""Rows as text for other programs: CSV and Markdown."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Sequence
from typing import Any, TextIO

from duban.output.labels import SQL_NAMES, Labels
from duban.output.spreadsheet_text import neutral
from duban.terminal import as_text, printable

# What a Chinese Excel needs to see that a file is UTF-8.
_BYTE_ORDER_MARK = "\ufeff"
_MARKDOWN = re.compile(r"([\\`*_\[\]|~])")


class Lines:
    """What a `csv.writer` writes to: lines that end as asked.

    The writer itself ends them with `\\r\\n`: of the signs that break a line it quotes only those of its own line end.
    """

    def __init__(self, out: TextIO, end: str) -> None:
        self._out = out
        self._end = end

    def write(self, line: str) -> int:
        """Take one line."""
        return self._out.write(line.removesuffix("\r\n") + self._end)


def write_csv(
    out: TextIO,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    labels: Labels = SQL_NAMES,
    for_excel: bool = False,
) -> None:
    """Write rows as CSV; a text or a heading that a spreadsheet would run as a formula gets an apostrophe in front.

    for_excel: with a byte order mark and the line ends of Windows, so that a double click shows the right characters.
    A file gets every character; a terminal none that steers it, and Excel none that hides or turns round.
    """
    safe = _neutral_and_printable if for_excel or out.isatty() else neutral
    if for_excel:
        out.write(_BYTE_ORDER_MARK)
    writer = csv.writer(Lines(out, "\r\n" if for_excel else "\n"))
    writer.writerow([safe(labels.heading(column)) for column in columns])
    for row in rows:
        writer.writerow([safe(labels.value(column, value)) for column, value in zip(columns, row, strict=True)])


def _neutral_and_printable(value: Any) -> Any:
    value = neutral(value)
    return printable(value) if isinstance(value, str) else value


def write_markdown(
    out: TextIO, columns: Sequence[str], rows: Sequence[Sequence[Any]], labels: Labels = SQL_NAMES
) -> None:
    """Write rows as a table of Markdown; signs that Markdown or HTML would act on are written as themselves."""
    out.write(_markdown_row([labels.heading(column) for column in columns]))
    out.write(_markdown_row(["---"] * len(columns), raw=True))
    for row in rows:
        out.write(_markdown_row([labels.value(column, value) for column, value in zip(columns, row, strict=True)]))


def _markdown_row(values: Sequence[Any], raw: bool = False) -> str:
    cells = values if raw else [_markdown_text(as_text(value)) for value in values]
    return f"| {' | '.join(cells)} |\n"


def _markdown_text(text: str) -> str:
    """A text as one cell of a table.

    >>> _markdown_text("a|b\\n<script>")
    'a\\\\|b<br>&lt;script&gt;'
    """
    escaped = html.escape(_MARKDOWN.sub(r"\\\1", printable(text)), quote=False)
    return "<br>".join(escaped.splitlines())
