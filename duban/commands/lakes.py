"""Warehouses that are built in shards: the reload, the builds of a lake, and a file of what it holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duban.commands.answers import print_listing
from duban.commands.options import settings_of, warehouse_option
from duban.counting import counted
from duban.errors import ConfigurationError

if TYPE_CHECKING:
    from duban.settings import Settings


def reload_to_lake(settings: Settings, full: bool, as_json: bool) -> None:
    """`duban reload --shards`; ends the process with the exit code of the outcome."""
    from duban import terminal
    from duban.notifying.notify import watched
    from duban.sharding.reload import reload_in_shards

    with terminal.progress_bar() as progress:
        outcome = watched(
            settings,
            lambda: reload_in_shards(settings, full=full, progress=progress),
            lambda warning: None,
        )
    if as_json:
        terminal.print_json(outcome.as_dict())
    else:
        click.echo("\n".join(terminal.printable(line) for line in outcome.lines()))
    sys.exit(outcome.exit_code)


@click.command()
@warehouse_option
@click.option("--from-lake", is_flag=True, required=True, help="Of what the lake holds.")
@click.option("--years", metavar="YEARS", help="Only these years: 2019, 2019..2024, 2019,2021..2023, 2019..")
@click.option(
    "--places",
    multiple=True,
    metavar="NAMES",
    help="Only these jurisdictions (菏泽市) or folders of raw/ (heze); several with commas.",
)
@click.option("--whole", is_flag=True, help="Every schema; without it marts and meta.")
def publish(warehouse: Path | None, from_lake: bool, years: str | None, places: tuple[str, ...], whole: bool) -> None:
    """Publish one DuckDB file of what the lake holds: marts and meta, of all or of chosen places and years.

    \b
    duban publish --from-lake
    duban publish --from-lake --places 菏泽市,济宁市 --years 2019..2024
    """
    from duban.pipeline.backfill import read_backfill
    from duban.sharding.desk import publish_from_lake

    settings = settings_of(warehouse=warehouse)
    made = publish_from_lake(settings, read_backfill(years, places), whole)
    click.echo(
        f"published build {made.build_id}: {counted(made.documents, 'documents')} "
        f"of the lake's build {made.lake_build_id}"
    )


@click.command()
@click.argument("build", required=False)
@warehouse_option
def lake(build: str | None, warehouse: Path | None) -> None:
    """The builds of the lake, the published one marked; with BUILD, publish that one again, in one step.

    \b
    duban lake
    duban lake 20261123T020000-4a63
    """
    from duban.publishing.lock import writer_lock
    from duban.sharding.lake import current_build, point_to, require_lake, whole_builds

    layout = settings_of(warehouse=warehouse).layout
    require_lake(layout)
    builds = whole_builds(layout)
    if build is None:
        current = current_build(layout)
        rows = [
            (
                one.folder.name,
                "published" if current and one.folder == current.folder else "",
                manifest.shard_count,
                sum(len(shard.documents) for shard in manifest.shards.values()),
            )
            for one in builds
            if (manifest := one.read())
        ]
        print_listing(["build", "", "shards", "documents"], rows)
        return
    found = [one for one in builds if one.folder.name.startswith(build)]
    if len(found) != 1:
        what = "no build begins" if not found else f"{len(found)} builds begin"
        raise ConfigurationError(f"{what} with '{build}' in the lake", remedy="`duban lake` lists them")
    with writer_lock(layout.folder, "lake"):
        point_to(layout, found[0].folder.name)
    click.echo(f"published build {found[0].folder.name} of the lake")
