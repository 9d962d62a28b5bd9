"""The workbench in a browser, and its answers as plain files."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from duban.commands.options import file_to_ask, lake_option, settings_of, warehouse_option
from duban.counting import counted
from duban.errors import ConfigurationError


@click.command()
@warehouse_option
@lake_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens; other machines reach 0.0.0.0.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="On which port.")
@click.option("--allow-corrections", is_flag=True, help="Let visitors write what `duban review` writes.")
@click.option("--token", default="", help="What addresses carry to correct from other machines.  [default: a new one]")
def workbench(warehouse: Path | None, lake: bool, host: str, port: int, allow_corrections: bool, token: str) -> None:
    """Look at what is published in a browser: years side by side, every number beside its printed table.

    It reads the published file anew for each page, so it follows every new build, and nothing waits for it. Only this
    machine reaches it, unless --host says otherwise; it writes nothing without --allow-corrections.

    \b
    duban workbench
    duban workbench --warehouse warehouse/example --port 9000
    duban workbench --lake
    duban workbench --allow-corrections
    """
    app, permissions, uvicorn = _loaded()
    settings = replace(settings_of(warehouse=warehouse), of_lake=lake)
    permitted = permissions(host, allow_corrections, token)
    if allow_corrections and not permitted.is_loopback and not token:
        permitted = permissions(host, allow_corrections, secrets.token_urlsafe(16))
    carried = f"?token={permitted.token}" if allow_corrections and not permitted.is_loopback else ""
    click.echo(f"workbench    http://{host}:{port}/{carried}", err=True)
    click.echo("             Ctrl-C ends it", err=True)
    uvicorn.run(app.build_app(settings, permitted), host=host, port=port, log_level="warning", server_header=False)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@warehouse_option
@lake_option
@click.option("--address", default="", help="Where the site will stand, for sitemap.xml: https://example.org/duban.")
@click.option("--english", is_flag=True, help="Headings in English.")
def site(folder: Path, warehouse: Path | None, lake: bool, address: str, english: bool) -> None:
    """Write what is published as plain files in DIR, which open from a disk or any web server.

    Places, years, leaders, units, targets with their numbers and claim findings, the dictionary and the lineage, and a
    search that needs no server. A folder that a site was written in before is written anew.

    \b
    duban site public
    duban site public --address https://example.org/duban
    """
    from workbench.site import write_site

    published = file_to_ask(settings_of(warehouse=warehouse), dev=False, lake=lake)
    made = write_site(published, folder, "en" if english else "zh", address)
    click.echo(f"site         {folder / 'index.html'}, {counted(len(made.pages), 'pages')}")


def _loaded() -> tuple[Any, Any, Any]:
    """What the extra brings. Raises ConfigurationError where it is not installed."""
    try:
        import uvicorn

        from workbench import app
        from workbench.security import Permissions
    except ModuleNotFoundError as error:
        if error.name != "nicegui":
            raise
        raise ConfigurationError(
            "the workbench is not installed", remedy="pip install 'nicegui>=3.18,<4', or `make workbench`"
        ) from None
    return app, Permissions, uvicorn
