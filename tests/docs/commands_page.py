"""docs/commands.md: the help of every command, as the command line prints it.

    make commands-page

writes it anew; `tests/docs/test_commands.py` fails while the page says something else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from duban.cli import main

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "commands.md"
WIDTH = 100

HEAD = """\
# Commands

What `--help` prints, for every command. `make commands-page` writes this page, and a test keeps it true. Exit codes
are in [operating.md](operating.md#exit-codes), the settings in [operating.md](operating.md#settings).
"""


def commands(
    group: click.Group = main, before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its words, `("review", "accept")`, in the order of the help."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


def help_of(words: tuple[str, ...], command: click.Command) -> str:
    """The help as printed on a terminal of WIDTH columns."""
    name = " ".join(("duban", *words))
    # Settings as `duban.cli` has them; a subcommand inherits the names of the help option from its group.
    settings = {**main.context_settings, "terminal_width": WIDTH}
    with click.Context(command, info_name=name, **settings) as context:
        return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def page() -> str:
    """The whole page."""
    # The language of questions is the reader's; that of the page is English.
    set_before = os.environ.get("DUBAN_LANGUAGE")
    os.environ["DUBAN_LANGUAGE"] = "en"
    try:
        return _page()
    finally:
        os.environ.pop("DUBAN_LANGUAGE")
        os.environ |= {"DUBAN_LANGUAGE": set_before} if set_before is not None else {}


def _page() -> str:
    parts = [HEAD, _part("duban", help_of((), main))]
    parts += [_part(" ".join(("duban", *words)), help_of(words, command)) for words, command in commands()]
    return "\n".join(parts)


def _part(title: str, text: str) -> str:
    return f"## {title}\n\n```\n{text}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf8")
