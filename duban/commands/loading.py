"""Bring the published file up to date: by hand, as the nightly flow, on a schedule."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from duban.commands.options import folder_options, settings_of
from duban.stopping import Stopped

if TYPE_CHECKING:
    from duban.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def backfill_options(command: F) -> F:
    """--years and --places: which documents are read again although they are unchanged."""
    command = click.option(
        "--places",
        multiple=True,
        metavar="NAMES",
        help="Read again the documents of these jurisdictions (菏泽市) or folders of raw/ (heze); several with commas.",
    )(command)
    return click.option(
        "--years",
        metavar="YEARS",
        help="Read again the documents of these years: 2019, 2019..2024, 2019,2021..2023, 2019..",
    )(command)


def shard_options(command: F) -> F:
    """--shards and --scheduler: whether the work is cut by place, and who does it."""
    command = click.option(
        "--scheduler", metavar="ADDRESS", help="Build the shards on the Dask cluster of this scheduler."
    )(command)
    return click.option(
        "--shards",
        metavar="N",
        help="Build in N shards of places, side by side, and publish a lake; `auto` takes as many as memory asks for.",
    )(command)


@contextmanager
def _published_stands(settings: Settings) -> Iterator[None]:
    """Where a run is stopped in the block, say what that leaves published."""
    from duban.publishing.published_build import published_build

    before = published_build(settings.published)
    try:
        yield
    except (KeyboardInterrupt, Stopped) as ending:
        now = published_build(settings.published)
        came = "nothing was published" if now == before else "the new build was published"
        stands = f"build {now.build_id} of {now.finished_at:%Y-%m-%d %H:%M %Z} stands" if now else "there is no build"
        click.echo(f"stopped: {came}; {stands}", err=True)
        raise SystemExit(ending.code if isinstance(ending, Stopped) else 128 + signal.SIGINT) from None


@click.command()
@folder_options
@backfill_options
@click.option("--full", is_flag=True, help="Build from nothing, whatever is published.")
@shard_options
@click.option("--dry-run", is_flag=True, help="Only list the documents that are new, changed, removed or read again.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON.")
def reload(
    raw: Path | None,
    warehouse: Path | None,
    years: str | None,
    places: tuple[str, ...],
    full: bool,
    shards: str | None,
    scheduler: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring the published file up to date: land, gate, build, gate, publish.

    The same steps as the nightly flow, without Prefect. With --years or --places it is a backfill: the documents that
    match both are read again although they are unchanged, it reports whose cells differ, and what depends on those is
    rebuilt. All other documents stay as they are; new and changed ones are landed as always.

    With --shards the work is cut by place: each shard is built by itself, and what is published is a lake of Parquet
    files, below warehouse/lake/. `duban query --lake` and `duban workbench --lake` ask it, `duban publish --from-lake`
    makes a file of it. Where a lake is what is published, the next reload goes on with it; and a first build that would
    take more memory than there is goes to one of itself.

    \b
    duban reload
    duban reload --dry-run
    duban reload --shards 16
    duban reload --shards 64 --scheduler tcp://10.0.0.5:8786
    duban reload --years 2019..2024 --places 菏泽市,heze
    duban reload --raw ~/tables --warehouse ~/tables-built
    """
    from duban import terminal
    from duban.pipeline.shortcut import unchanged_night

    is_chosen = not (dry_run or places) and years is None
    if (shards or scheduler) and not is_chosen:
        raise click.UsageError("--shards and --scheduler go with neither --years, --places nor --dry-run")
    settings = _in_shards(settings_of(raw, warehouse), shards, scheduler)
    outcome = unchanged_night(settings) if is_chosen and not full and not settings.asks_for_shards else None
    if outcome is None:
        from duban.sharding.sizing import is_in_shards, refuse_for_lake

        if is_chosen and is_in_shards(settings):
            from duban.commands.lakes import reload_to_lake

            if not settings.asks_for_shards:
                click.echo("shards       chosen by duban: ask with --lake what is published", err=True)
            reload_to_lake(settings, full, as_json)
        from duban.notifying.notify import watched
        from duban.pipeline.backfill import read_backfill
        from duban.pipeline.reload import reload as run

        backfill = read_backfill(years, places)
        if not is_chosen:
            refuse_for_lake(settings, "--dry-run" if dry_run else "a backfill (--years, --places)")
        with _published_stands(settings), terminal.progress_bar() as progress:
            if dry_run:
                outcome = run(settings, full=full, dry_run=True, backfill=backfill)
            else:
                outcome = watched(
                    settings,
                    lambda: run(settings, full=full, progress=progress, backfill=backfill),
                    lambda warning: None,
                )
    if as_json:
        terminal.print_json(outcome.as_dict())
    else:
        click.echo("\n".join(terminal.printable(line) for line in outcome.lines()))
    sys.exit(outcome.exit_code)


def _in_shards(settings: Settings, shards: str | None, scheduler: str | None) -> Settings:
    """These settings with the options of the command. Raises ConfigurationError where --shards is no number."""
    chosen = replace(settings, shards=shards or settings.shards, scheduler=scheduler or settings.scheduler)
    if chosen.shards:
        from duban.sharding.sizing import asked_count

        asked_count(chosen.shards)  # before anything is started
    return chosen


@click.command()
@folder_options
@backfill_options
@shard_options
def nightly(
    raw: Path | None,
    warehouse: Path | None,
    years: str | None,
    places: tuple[str, ...],
    shards: str | None,
    scheduler: str | None,
) -> None:
    """Run the nightly Prefect flow once: the steps of reload as tasks, with retries and artifacts.

    Works with no Prefect server configured (a temporary one is started) and with one (PREFECT_API_URL). --years and
    --places make it a backfill, as `duban reload` does. With --shards, and where a lake is what is published, the night
    is built in shards: all shards of a stage are one task of Prefect, whoever works on them.

    \b
    duban nightly
    duban nightly --years 2019..2024 --places heze
    duban nightly --shards 16
    PREFECT_API_URL=http://127.0.0.1:4200/api duban nightly
    """
    from duban import terminal
    from duban.notifying.notify import never_silent
    from duban.pipeline.backfill import read_backfill
    from flows.server.home import settle_prefect_home

    if (shards or scheduler) and (years is not None or places):
        raise click.UsageError("--shards and --scheduler go with neither --years nor --places")
    settings = _in_shards(settings_of(raw, warehouse), shards, scheduler)
    read_backfill(years, places)  # a selection that is not valid fails before a server is started
    settle_prefect_home(settings)
    from flows.nightly import run_nightly  # only now: Prefect reads where its home is when it is imported

    with _published_stands(settings):
        outcome = never_silent(
            settings,
            lambda: run_nightly(settings, years, list(places) or None),
            lambda warning: click.echo(f"warning: {warning}", err=True),
        )
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
