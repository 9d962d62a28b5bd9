"""Follow a number home."""

from __future__ import annotations

from pathlib import Path

import click

from duban.commands.answers import Output, language_options
from duban.commands.completing import complete_target
from duban.commands.options import dev_option, file_to_ask, settings_of, warehouse_option


@click.command()
@click.argument("subject", nargs=-1, required=True, shell_complete=complete_target)
@warehouse_option
@dev_option
@click.option("--models", "all_models", is_flag=True, help="Every model that the values came through.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@language_options
def trace(
    subject: tuple[str, ...], warehouse: Path | None, dev: bool, all_models: bool, as_json: bool, language: str | None
) -> None:
    """Follow a target home to its printed cells, or a printed cell to what was made of it.

    SUBJECT is a place, year and number; or a key of any published row (or its first digits); or a document's path and
    a source place in it.

    \b
    duban trace 菏泽市 2023 48
    duban trace 4d0553b8
    duban trace heze/2023.md line 13
    duban trace heze/2023.md line 13 column 5
    """
    from duban import terminal
    from duban.asking.tracing import trace as trace_subject

    settings = settings_of(warehouse=warehouse)
    published = file_to_ask(settings, dev)
    traces = trace_subject(published, *subject)
    if as_json:
        terminal.print_json([traced.as_record() for traced in traces])
        return
    from duban.asking.trace_drawing import draw
    from duban.asking.trace_words import ENGLISH, chinese_words

    words = chinese_words(published, settings.sql / "seeds") if Output(language=language).is_chinese() else ENGLISH

    for position, traced in enumerate(traces):
        if position:
            click.echo()
        terminal.print_parts(draw(traced, terminal.width(), words, all_models=all_models))
