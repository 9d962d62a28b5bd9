"""The screen that an answer is printed on: how wide, whether it shows bold type, and a pager for what is longer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

import click

# Where no screen says how wide it is: a file or another program takes the lines.
_WIDTH_OF_A_PIPE = 160
_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Screen:
    """height: lines, None where nobody scrolls (a pipe, a file). has_styles: whether it understands bold type."""

    width: int
    height: int | None = None
    has_styles: bool = False

    def bold(self, text: str) -> str:
        """A text in bold type where the screen has it."""
        return f"\x1b[1m{text}\x1b[0m" if self.has_styles else text

    def faint(self, text: str) -> str:
        """A text in faint type where the screen has it."""
        return f"\x1b[2m{text}\x1b[0m" if self.has_styles else text


def screen_of(environ: Mapping[str, str] = os.environ) -> Screen:
    """The screen behind stdout. COLUMNS says how wide, of a pipe too; with NO_COLOR nothing is bold."""
    stated = environ.get("COLUMNS", "")
    width = int(stated) if stated.isdecimal() and len(stated) < 6 and int(stated) > 0 else 0
    if not sys.stdout.isatty():
        return Screen(max(width or _WIDTH_OF_A_PIPE, _NARROWEST))
    size = shutil.get_terminal_size()
    has_styles = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Screen(max(width or size.columns, _NARROWEST), size.lines, has_styles)


def show(lines: Iterable[str], screen: Screen) -> None:
    """Print lines; what is longer than the screen goes through the pager (PAGER, else less)."""
    lines = iter(lines)
    if screen.height is None:
        for line in lines:
            click.echo(line)
        return
    first = list(islice(lines, screen.height - 1))
    rest = next(lines, None)
    if rest is None:
        for line in first:
            click.echo(line)
        return
    # Only what duban itself prints in bold is let through (-R); the texts were made harmless before.
    os.environ.setdefault("LESS", "-RFX")
    click.echo_via_pager(_ended(chain(first, [rest], lines)), color=screen.has_styles)


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line + "\n"
