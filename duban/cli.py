"""The command line: `duban`, with each command in a module of `duban/commands`."""

from __future__ import annotations

import click

from duban import __version__
from duban.commands.asking import ask, query
from duban.commands.building import build
from duban.commands.builds import diff, history, rollback, status
from duban.commands.config import config
from duban.commands.documents import add, inspect
from duban.commands.exporting import export
from duban.commands.lakes import lake, publish
from duban.commands.loading import nightly, reload, serve
from duban.commands.models import docs, lint, plan
from duban.commands.notifying import notify
from duban.commands.options import Commands
from duban.commands.reviewing import review
from duban.commands.sources import sources
from duban.commands.tracing import trace
from duban.commands.workbench import site, workbench
from duban.memory import collect_seldom


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="duban")
def main() -> None:
    """duban (督办): the annual responsibility-target tables of Chinese governments, as one DuckDB file.

    \b
    duban reload                      land, gate, build, gate, publish
    duban status                      what is published, and what the last runs came to
    duban query "from marts.dim_leader"
    duban review                      the rows that a person should look at
    duban build +mart_yoy_target      write models: build some of them in a file of your own

    Exit codes: 0 done or nothing to do, 1 a gate or a model failed and nothing was published, 2 usage or
    configuration, 3 another writer holds the lock, 4 published, but documents are in quarantine, 130 or 143 stopped
    by Ctrl-C or SIGTERM.

    Tab completion: eval "$(_DUBAN_COMPLETE=bash_source duban)", or zsh_source, or fish_source.
    """
    collect_seldom()


# The order of the help: the way of the data.
COMMANDS = (
    *(inspect, add, sources),
    *(reload, nightly, serve, notify),
    *(build, plan, lint, docs),
    *(query, ask, trace, review, export, workbench, site),
    *(status, history, diff, rollback),
    *(publish, lake),
    config,
)
for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
