"""Who is notified, and whether it arrives."""

from __future__ import annotations

from pathlib import Path

import click

from duban.commands.options import settings_of, warehouse_option


@click.command()
@warehouse_option
@click.option("--test", "is_test", is_flag=True, help="Send a test message to every channel.")
def notify(warehouse: Path | None, is_test: bool) -> None:
    """Show the channels of DUBAN_NOTIFY and DUBAN_NOTIFY_COMMAND, or send each a test message.

    Exits with 1 if a test message did not arrive. docs/operating.md lists the URLs of the channels.

    \b
    duban notify
    duban notify --test
    """
    from duban.notifying.notify import channel_names, try_channels
    from duban.notifying.settings import read_notification_settings

    settings = read_notification_settings()
    if not settings.channels and not settings.command:
        click.echo("nobody is notified: neither DUBAN_NOTIFY nor DUBAN_NOTIFY_COMMAND is set", err=True)
        raise SystemExit(1 if is_test else 0)
    if not is_test:
        for name in channel_names(settings):
            click.echo(name)
        return
    results = try_channels(settings_of(None, warehouse), settings)
    for way, failure in results:
        click.echo(f"{way:12} {'FAILED  ' + failure if failure else 'sent'}")
    raise SystemExit(1 if any(failure for _, failure in results) else 0)
