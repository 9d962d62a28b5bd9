"""The models: what is stale and why, the linter, the data dictionary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duban.commands.answers import print_listing
from duban.commands.options import (
    dev_option,
    file_to_ask,
    folder_options,
    selection_argument,
    settings_of,
    warehouse_option,
)
from duban.counting import counted
from duban.errors import ConfigurationError

if TYPE_CHECKING:
    from duban.modelling import Plan

# A plan of more models is given by its reasons.
_MODELS_LISTED = 8


@click.command()
@selection_argument
@folder_options
@dev_option
@click.option("--all", "show_all", is_flag=True, help="Every model with its reasons, not the reasons alone.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def plan(
    selection: tuple[str, ...], raw: Path | None, warehouse: Path | None, dev: bool, show_all: bool, as_json: bool
) -> None:
    """Which models are stale and why, against what is published; nothing is built. `duban reload` builds them.

    SELECTION is as for `duban build`. New, changed and removed documents of raw/ count, unread.

    \b
    duban plan
    duban plan +mart_yoy_target
    duban plan --all
    duban plan --dev
    duban plan --json
    """
    from duban.pipeline.development import plan_development, plan_published

    settings = settings_of(raw, warehouse)
    file_to_ask(settings, dev)
    print_plan((plan_development if dev else plan_published)(settings, select=selection), as_json, show_all=show_all)


def print_plan(found: Plan, as_json: bool, *, show_all: bool = False) -> None:
    """A plan in ten lines at most, as a table of its models (also where there are few), or as JSON."""
    from dataclasses import asdict

    from duban import terminal

    if as_json:
        terminal.print_json(asdict(found))
        return
    is_short = not show_all and len(found.models) > _MODELS_LISTED
    if is_short:
        click.echo("\n".join(map(terminal.printable, found.outline())))
    elif found.models:
        rows = [(m.table, m.how, "\n".join(m.why), m.not_local, found.places.get(m.table, "")) for m in found.models]
        print_listing(["model", "how", "why", "why not by document", "in shards"], rows)
    unplaced = [f"{table}: {placed}" for table, placed in found.places.items() if placed.startswith("not placed")]
    for word, others in (
        ("removed", found.removed),
        ("described anew", found.refreshed),
        ("seed", found.seeds),
        ("no shards", unplaced),
    ):
        left = 0 if show_all else len(others[1:])
        for line in others[: len(others) - left]:
            line += f" and {left} more" if left else ""
            click.echo(f"{word:15s} {line}")
    click.echo(found.summary() + (" (--all lists them)" if is_short else ""))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def lint(as_json: bool) -> None:
    """Lint the SQL models; exits with 1 if a rule is violated.

    \b
    duban lint
    """
    from duban import modelling, terminal

    findings = modelling.lint(modelling.load_project(settings_of().sql))
    if as_json:
        terminal.print_json(
            [{"rule": f.rule, "location": f.location, "what": f.what, "remedy": f.remedy} for f in findings]
        )
    else:
        click.echo("\n".join([*map(str, findings), f"{len(findings)} findings"]))
    sys.exit(1 if findings else 0)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("warehouse/docs"))
@warehouse_option
def docs(folder: Path, warehouse: Path | None) -> None:
    """Write the data dictionary and the lineage graph into FOLDER: static pages that work offline.

    \b
    duban docs
    duban docs ~/public/duban
    """
    import duckdb

    from duban import modelling
    from duban.asking.connection import connect_published

    settings = settings_of(warehouse=warehouse)
    project = modelling.load_project(settings.sql)
    try:
        with connect_published(settings.published) as con:
            written = modelling.write_docs(project, con, folder)
    except (ConfigurationError, duckdb.Error):
        written = modelling.write_docs(project, None, folder)  # the dictionary stands without counts of rows
    click.echo(f"{counted(len(written), 'pages')}; begin at {folder / 'index.html'}")
