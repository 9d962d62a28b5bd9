"""Follow a number home."""

from __future__ import annotations

from pathlib import Path

import click

from duban.commands.options import dev_option, file_to_ask, settings_of, warehouse_option


@click.command()
@click.argument("subject", nargs=-1, required=True)
@warehouse_option
@dev_option
@click.option("--models", "all_models", is_flag=True, help="Every model that the values came through.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def trace(subject: tuple[str, ...], warehouse: Path | None, dev: bool, all_models: bool, as_json: bool) -> None:
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

    traces = trace_subject(file_to_ask(settings_of(warehouse=warehouse), dev), *subject)
    if as_json:
        terminal.print_json([traced.as_record() for traced in traces])
        return
    from duban.asking.trace_drawing import draw

    for position, traced in enumerate(traces):
        if position:
            click.echo()
        terminal.print_parts(draw(traced, terminal.width(), all_models=all_models))
