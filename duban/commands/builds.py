"""The builds there are: what is published, what changed, and the way back."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from duban.commands.answers import language_options, print_listing
from duban.commands.completing import complete_build
from duban.commands.options import settings_of, warehouse_option
from duban.errors import ConfigurationError


@click.command()
@warehouse_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--max-age", metavar="HOURS", help="Exit with 1 where what is published is older: 26h.")
def status(warehouse: Path | None, as_json: bool, max_age: str | None) -> None:
    """What is published, how old it is, what is in quarantine, what the last runs came to, and why one failed.

    \b
    duban status
    duban status --max-age 26h || echo "the nightly reload is late"
    """
    from duban import terminal
    from duban.asking.status import read_status
    from duban.publishing.intact import damage_of

    hours = _hours(max_age) if max_age else None
    settings = settings_of(warehouse=warehouse)
    state = read_status(settings.published, settings.runs_log)
    damage = damage_of(settings.published, state.build.build_id, settings.published) if state.build else None
    if as_json:
        terminal.print_json({**state.as_dict(), "is_damaged": state.is_damaged or damage is not None, "damage": damage})
    else:
        reload = f"duban reload --warehouse {warehouse}" if warehouse else "duban reload"
        click.echo("\n".join(terminal.printable(line) for line in state.lines(damage, reload)))
        if state.runs:
            columns = ["started", "came to", "build", "why"]
            rows = [(run["started_at"], run["status"], run["build_id"], "; ".join(run["why"])) for run in state.runs]
            print_listing(columns, rows)
    too_old = hours is not None and (state.age is None or state.age.total_seconds() > hours * 3600)
    sys.exit(1 if state.build is None or damage or too_old else 0)


@click.command()
@warehouse_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def history(warehouse: Path | None, as_json: bool) -> None:
    """The builds there are, the published one first: what each holds, when it was made, and which are damaged.

    \b
    duban history
    duban history --json
    """
    from duban import terminal
    from duban.publishing import listing

    builds = listing.history(settings_of(warehouse=warehouse).published)
    if as_json:
        terminal.print_json([build.as_dict() for build in builds])
    else:
        print_listing(listing.COLUMNS, [build.as_row() for build in builds])


@click.command()
@click.argument("a", required=False, shell_complete=complete_build)
@click.argument("b", required=False, shell_complete=complete_build)
@warehouse_option
@click.option(
    "--table", "tables", multiple=True, metavar="NAME", help="Only this table of any schema; may be repeated."
)
@click.option("--limit", default=10, show_default=True, help="Rows listed per table and kind; all are counted.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@language_options
def diff(
    a: str | None,
    b: str | None,
    warehouse: Path | None,
    tables: tuple[str, ...],
    limit: int,
    as_json: bool,
    language: str | None,
) -> None:
    """What changed from build A to build B: documents, columns, and rows added, removed, changed, with their places.

    A and B are ids of `duban history`, or the starts of them. Without B: the current build; without A: the one before.

    \b
    duban diff
    duban diff 20261122T0200 --table dim_unit
    duban diff 20261121T0200 20261122T0200 --json
    """
    from duban import terminal
    from duban.comparing import build_diff
    from duban.publishing import listing

    found = build_diff.diff(
        *listing.choose_two(settings_of(warehouse=warehouse).published, a, b), tables or None, limit
    )
    if as_json:
        terminal.print_json(found.as_dict())
    else:
        click.echo("\n".join(terminal.printable(line) for line in found.lines()))
        for table in found.tables:
            click.echo()
            print_listing(build_diff.LISTING_COLUMNS, table.listing(), title=table.heading(), language=language)


@click.command()
@click.argument("build", required=False, shell_complete=complete_build)
@warehouse_option
@click.option("--list", "show_list", is_flag=True, help="Only list the builds that are kept.")
def rollback(build: str | None, warehouse: Path | None, show_list: bool) -> None:
    """Publish an earlier build again: BUILD, or the one before the current. It is itself a build of the history.

    Again without BUILD it steps one further back. The next reload builds anew from raw/ and sql/ as they are then.

    \b
    duban rollback --list
    duban rollback
    duban rollback 20261123T0200
    """
    from duban.publishing.history import kept_builds

    settings = settings_of(warehouse=warehouse)
    if show_list:
        builds = [(kept.build_id, f"{kept.byte_count / 1e6:.1f} MB") for kept in kept_builds(settings.published)]
        print_listing(["build", "size"], builds)
        return
    from duban.pipeline.rollback import rollback as go_back

    done = go_back(settings, build)
    passed = f", the build before {done.passed_id}, which a rollback had gone back to" if done.passed_id else ""
    click.echo(f"published build {done.build_id}: what {done.from_id} held{passed}")
    if not done.is_known:
        click.echo(
            f"warning     the ledger does not know build {done.from_id}: whether somebody changed it is unknown; "
            "`duban reload` builds everything anew",
            err=True,
        )


def _hours(text: str) -> float:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?h?", text):
        raise ConfigurationError(f"--max-age {text} is not a number of hours", remedy="write it like 26h")
    return float(text.removesuffix("h"))
