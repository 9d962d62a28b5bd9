"""Look at a document before it is landed, and take it into raw/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duban.commands.answers import print_listing
from duban.commands.options import folder_options, settings_of
from duban.counting import counted

if TYPE_CHECKING:
    from duban.pipeline.adding import Preview


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--width", default=40, show_default=True, help="Show at most this many characters of a cell.")
@click.option("--json", "as_json", is_flag=True, help="Every cell as JSON, texts whole.")
@click.option("--bare", is_flag=True, help="Only what the reader sees, not what is taken from it.")
def inspect(file: Path, width: int, as_json: bool, bare: bool) -> None:
    """What a file would be: title, place, year, kind and why, headers, sections, then its bare tables.

    Nothing is landed. A merged cell shows its rows x columns; 〃 and ← are cells that a merge covers, from above or
    from the left.

    \b
    duban inspect raw/heze/2023.md
    duban inspect --json new-table.xlsx
    """
    from duban import terminal
    from duban.landing.inspecting import grid_lines, list_lines, look_at

    seen = look_at(file)
    if as_json:
        terminal.print_json(
            {
                "format": seen.format,
                "encoding": seen.encoding,
                "title": seen.title,
                "texts": [text._asdict() for text in seen.texts],
                "notes": [note._asdict() for note in seen.notes],
                "excluded_texts": [excluded._asdict() for excluded in seen.excluded],
                "tables": [
                    {"span_is_known": grid.span_is_known, "cells": [cell._asdict() for cell in grid.cells()]}
                    for grid in seen.grids
                ],
            }
        )
        return
    click.echo(f"{seen.format}{', ' + seen.encoding if seen.encoding else ''}: {counted(len(seen.grids), 'tables')}")
    if bare:
        click.echo(f"title: {terminal.printable(seen.title or '(none)')}")
    else:
        from duban.pipeline import adding

        _show_problems(adding.preview(settings_of(None, None), file, {}, _show_reading))
    for line in list_lines(seen, width):
        click.echo(terminal.printable(line))
    for table_no, grid in enumerate(seen.grids, start=1):
        spans = "spans as in the file" if grid.span_is_known else "the format has lost the spans"
        lines = grid_lines(grid, width)
        columns = ["source place", *(str(number) for number in range(1, len(lines[0]) if lines else 1))]
        print_listing(columns, lines, title=f"\ntable {table_no}: {counted(len(grid.rows), 'rows')}, {spans}")
    for note in seen.notes:
        click.echo(f"{note.severity}: {terminal.printable(note.what)} ({note.source_place})")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--jurisdiction", "--place", "place", metavar="NAME", help="Whose table it is: 菏泽市. [default: as the title says]"
)
@click.option("--year", type=int, help="The year of its targets. [default: as the title says]")
@click.option("--kind", type=click.Choice(["plan", "result", "progress"]), help="[default: as the title says]")
@click.option("--source-url", metavar="URL", help="Where it was published.")
@click.option("--published-on", metavar="DAY", help="When it was published: 2024-01-12.")
@click.option("--compiled", is_flag=True, help="Compiled from other publications, not published as this table.")
@click.option("--name", help="Its name in raw/<place>/. [default: the year]")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show, copy nothing.")
@folder_options
def add(
    file: Path,
    place: str | None,
    year: int | None,
    kind: str | None,
    source_url: str | None,
    published_on: str | None,
    compiled: bool,
    name: str | None,
    yes: bool,
    dry_run: bool,
    raw: Path | None,
    warehouse: Path | None,
) -> None:
    """Show what a table would be in the warehouse, then copy it into raw/ with its side file.

    \b
    duban add ~/Downloads/2024.xlsx
    duban add ~/Downloads/一览表.html --place 菏泽市 --year 2024 --source-url https://...
    """
    from duban import terminal
    from duban.pipeline.placing import check_file, check_is_new
    from duban.pipeline.placing import place as put_in_place

    settings = settings_of(raw, warehouse)
    check_file(file)  # what cannot be added is refused before the engine is loaded
    check_is_new(settings.raw, file)
    from duban.pipeline import adding

    stated = {
        "jurisdiction": place,
        "report_year": year and str(year),
        "kind": kind,
        "source_url": source_url,
        "published_on": published_on,
        "compiled": "true" if compiled else None,
    }
    seen = adding.preview(settings, file, {key: value for key, value in stated.items() if value}, _show_reading)
    _show_problems(seen)
    for warning in (*seen.warnings, *seen.doubts):
        click.echo(f"warning       {terminal.printable(warning)}", err=True)
    if dry_run and (seen.jurisdiction_name is None or seen.report_year is None):
        sys.exit(4 if seen.problems else 0)
    placed = adding.placement_of(settings, file, seen, name)
    if placed.renaming:
        shared, own = placed.renaming
        described = own.name.removesuffix(".yml")
        click.echo(f"rename        {shared} -> {own.name}: it describes {described}, and not {placed.path.name}")
    if dry_run:
        sys.exit(4 if seen.problems else 0)
    if not yes:
        click.confirm("Copy it into raw/?", abort=True, default=not (seen.problems or seen.doubts), err=True)
    put_in_place(file, placed, seen.side_text)
    click.echo(f"added         {placed.path}; `duban reload` takes it in")
    sys.exit(4 if seen.problems else 0)


def _show_reading(seen: Preview) -> None:
    """What a file would be in the warehouse, with what says so."""
    from duban import terminal

    if not (seen.title or seen.columns):
        return
    click.echo(f"title         {terminal.printable(seen.title or '(none)')}")
    unknown = "(not known: duban add takes {})"
    place = seen.jurisdiction_name or unknown.format("--jurisdiction")
    click.echo(f"jurisdiction  {place}{_evidence(seen, 'place')}")
    click.echo(f"year          {seen.report_year or unknown.format('--year')}{_evidence(seen, 'year')}")
    click.echo(f"kind          {seen.document_kind or '(not known: pass --kind)'}{_evidence(seen, 'kind')}")
    click.echo(f"rows          {seen.row_count}")
    if seen.sections:
        click.echo(f"sections      {terminal.printable(' | '.join(seen.sections))}")
    print_listing(["printed header", "field", "period"], seen.columns)
    if seen.rows:
        print_listing(seen.row_fields, seen.rows)
    sys.stdout.flush()  # gate 1 takes a while


def _show_problems(seen: Preview) -> None:
    """What gate 1 would hold it back for."""
    from duban import terminal

    for reason, where, remedy in seen.problems:
        click.echo(f"gate 1 would hold it back: {terminal.printable(reason)}", err=True)
        click.echo(f"  where: {where}\n  to do: {remedy}", err=True)


def _evidence(seen: Preview, question: str) -> str:
    """The text that gave the place, year or kind, in brackets."""
    from duban import terminal

    evidence = seen.evidence.get(question)
    return f"  ({terminal.printable(evidence)})" if evidence else ""
