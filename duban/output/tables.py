"""Rows on a terminal: a table whose columns fit, or a record a row where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal

from duban.output.display_width import display_width, lines_of, pad
from duban.output.labels import SQL_NAMES, Labels
from duban.output.layout import GAP, TEXT_LINES, heading_lines, lay_out
from duban.output.screen import Screen, screen_of, show
from duban.terminal import as_text, printable

# Lines of a text in a record, where more than one record is shown.
_RECORD_LINES = 4
# Characters of a text that a record shows on a screen; `--wide` shows all.
_RECORD_TEXT = 5_000

View = Literal["table", "record", "fitting"]


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    title: str = "",
    labels: Labels = SQL_NAMES,
    view: View = "table",
    wide: bool = False,
) -> None:
    """Print rows on stdout, as wide as the screen, through a pager where they are longer than it.

    view: a table, a record a row, or what fits: records where there is one row or where two columns of
    three had to be left out. wide: no text is shortened, and no column left out.
    """
    screen = screen_of()
    show(lines_of_rows(columns, rows, screen, title=title, labels=labels, view=view, wide=wide), screen)


def lines_of_rows(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    screen: Screen,
    *,
    title: str = "",
    labels: Labels = SQL_NAMES,
    view: View = "table",
    wide: bool = False,
) -> Iterator[str]:
    """The lines of `print_table`. The time it takes goes by what is shown, not by how long the texts are."""
    if title:
        yield from (screen.bold(line) for line in printable(title).split("\n"))
    headings = [printable(labels.heading(column)).replace("\n", " ") for column in columns]
    most = None if wide or len(rows) == 1 else (_RECORD_LINES + 2) * (screen.width + 8)
    texts = [[_cell(labels.value(columns[place], value), most) for place, value in enumerate(row)] for row in rows]
    is_one_value = len(columns) == 1 and all(display_width(row[0][: screen.width + 1]) <= screen.width for row in texts)
    if view == "record" or (view == "fitting" and len(rows) == 1 and not is_one_value):
        yield from _records(headings, texts, screen, wide)
        return
    shape = lay_out(headings, list(zip(*texts, strict=True)) if texts else [[] for _ in columns], screen.width)
    too_many = len(shape.left_out) > 2 * len(shape.shown) or (wide and shape.left_out)
    if view == "fitting" and too_many and rows:
        yield from _records(headings, texts, screen, wide)
        return
    numeric = [
        any(row[place] is not None for row in rows) and all(_is_number(row[place]) for row in rows)
        for place in shape.shown
    ]
    gap = " " * GAP
    heads = [heading_lines(headings[place], width) for place, width in zip(shape.shown, shape.widths, strict=True)]
    for cells in _side_by_side(heads, from_below=True):
        yield screen.bold(gap.join(map(pad, cells, shape.widths, numeric)).rstrip())
    yield gap.join("─" * width for width in shape.widths)
    text_lines = None if wide else TEXT_LINES
    for row in texts:
        parts = [lines_of(row[p], width, text_lines) for p, width in zip(shape.shown, shape.widths, strict=True)]
        for cells in _side_by_side(parts):
            yield gap.join(map(pad, cells, shape.widths, numeric)).rstrip()
    if shape.left_out:
        names = [headings[place] for place in shape.left_out]
        left_out = _left_out(names, labels is not SQL_NAMES, has_record=view == "fitting")
        yield from (screen.faint(line) for line in lines_of(left_out, screen.width))


def _records(headings: Sequence[str], texts: Sequence[Sequence[str]], screen: Screen, wide: bool) -> Iterator[str]:
    """One block a row, a line a column: its heading and its text. Columns without a value are named and blank."""
    widest = max(map(display_width, headings), default=0)
    label_width = min(widest, max(8, screen.width // 3))
    width = max(screen.width - label_width - GAP, 8)
    for number, row in enumerate(texts, start=1):
        if len(texts) > 1:
            head = f"── {number} "
            yield screen.faint(head + "─" * (min(screen.width, label_width + GAP + 40) - display_width(head)))
        for heading, text in zip(headings, row, strict=True):
            names = heading_lines(heading, label_width)
            if len(texts) > 1 or wide:
                values = lines_of(text, width, None if wide else _RECORD_LINES)
            else:
                values = lines_of(_cut(text), width)
            for name, value in _side_by_side([names, values]):
                yield (screen.bold(pad(name, label_width)) + " " * GAP + value).rstrip()


def _side_by_side(columns: Sequence[Sequence[str]], from_below: bool = False) -> Iterator[list[str]]:
    """The lines of several cells beside each other; blanks below the shorter ones, or above them."""
    height = max(map(len, columns), default=0)
    for number in range(height):
        places = [number - (height - len(lines)) if from_below else number for lines in columns]
        yield [lines[place] if 0 <= place < len(lines) else "" for lines, place in zip(columns, places, strict=True)]


def _left_out(names: Sequence[str], is_chinese: bool, has_record: bool) -> str:
    """The line under a table that names the columns for which the screen is too narrow."""
    if is_chinese:
        return f"屏幕宽度不够，未显示: {'、'.join(names)}" + ("（--record 显示所有列）" if has_record else "")
    hint = " (--record shows every column)" if has_record else ""
    return f"not shown, for want of width: {', '.join(names)}{hint}"


def _cell(value: Any, most: int | None) -> str:
    """A value as a table shows it: what a document prints must never be read as an instruction to the terminal.

    most: characters that can be seen at all; what is behind them is not looked at.
    """
    text = as_text(value)[:most]
    return text if text.isalnum() else printable(text).replace("\n", " ")


def _cut(text: str) -> str:
    if len(text) <= _RECORD_TEXT:
        return text
    return f"{text[:_RECORD_TEXT]}… ({len(text)} characters; --wide shows all)"


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float, Decimal)) and not isinstance(value, bool))
