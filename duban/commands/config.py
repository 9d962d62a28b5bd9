"""A person's own choices."""

from __future__ import annotations

import click


@click.command()
@click.argument("name", required=False, type=click.Choice(["language"]))
@click.argument("value", required=False, type=click.Choice(["zh", "en", "auto"]))
def config(name: str | None, value: str | None) -> None:
    """Show or store your own choices: the language of headings and classes in tables.

    zh has Chinese headings, en the names of SQL, auto those of the locale. An option (--zh, --en) goes before
    DUBAN_LANGUAGE, that before what is stored here, and that before the locale.

    \b
    duban config
    duban config language zh
    duban config language auto
    """
    from duban.output.language import language_in_force, preferences_file, store_language

    if value:
        file = preferences_file()
        store_language(None if value == "auto" else "zh" if value == "zh" else "en", file)
    language, settled_by = language_in_force()
    click.echo(f"language  {language}  from {settled_by}")
