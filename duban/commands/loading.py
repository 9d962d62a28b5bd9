"""Bring the published file up to date: by hand, as the nightly flow, on a schedule."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duban.commands.options import folder_options, settings_of


@click.command()
@folder_options
@click.option("--full", is_flag=True, help="Build from nothing, whatever is published.")
@click.option("--dry-run", is_flag=True, help="Only tell which documents are new, changed or gone.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON.")
def reload(raw: Path | None, warehouse: Path | None, full: bool, dry_run: bool, as_json: bool) -> None:
    """Bring the published file up to date: land, gate, build, gate, publish.

    The same steps as the nightly flow, without Prefect.

    \b
    duban reload
    duban reload --dry-run
    duban reload --raw ~/tables --warehouse ~/tables-built
    """
    from duban import terminal
    from flows.unchanged import unchanged_night

    settings = settings_of(raw, warehouse)
    outcome = None if full or dry_run else unchanged_night(settings)
    if outcome is None:
        from flows.notifying import watched
        from flows.reload import reload as run

        with terminal.progress_bar() as progress:
            if dry_run:
                outcome = run(settings, dry_run=True)
            else:
                outcome = watched(settings, lambda: run(settings, full=full, progress=progress), lambda warning: None)
    if as_json:
        terminal.print_json(outcome.as_dict())
    else:
        click.echo("\n".join(terminal.printable(line) for line in outcome.lines()))
    sys.exit(outcome.exit_code)


@click.command()
@folder_options
def nightly(raw: Path | None, warehouse: Path | None) -> None:
    """Run the nightly Prefect flow once: the steps of reload as tasks, with retries and artifacts.

    Works with no Prefect server configured (a temporary one is started) and with one (PREFECT_API_URL).

    \b
    duban nightly
    PREFECT_API_URL=http://127.0.0.1:4200/api duban nightly
    """
    from duban import terminal
    from flows.nightly import run_nightly

    outcome = run_nightly(settings_of(raw, warehouse))
    click.echo("\n".join(terminal.printable(line) for line in outcome.lines()))
    sys.exit(outcome.exit_code)


@click.command()
@click.option("--cron", default="0 2 * * *", show_default=True, help="When: minute hour day month weekday.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="In which time zone.")
@folder_options
def serve(cron: str, timezone: str, raw: Path | None, warehouse: Path | None) -> None:
    """Run the nightly flow on a schedule, until it is stopped; a missed night is made up for at the start.

    \b
    duban serve
    duban serve --cron "30 3 * * *" --timezone Asia/Shanghai
    """
    from flows.serving import serve as run_schedule

    run_schedule(settings_of(raw, warehouse), click.echo, cron, timezone)
