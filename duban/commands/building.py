"""The development loop: build models in a file of one's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duban.commands.options import folder_options, selection_argument, settings_of
from duban.counting import counted

if TYPE_CHECKING:
    from duban.modelling.report import BuiltModel
    from duban.pipeline.development import Development
    from duban.pipeline.steps import Progress


@click.command()
@selection_argument
@folder_options
@click.option("--dry-run", is_flag=True, help="Only list what would be built, and why.")
@click.option("--full", is_flag=True, help="Rebuild the selected models whole, stale or not.")
@click.option("--renew", is_flag=True, help="Start the development file again as a copy of what is published.")
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Build in this DuckDB file, whose raw tables you have filled yourself; raw/ is not looked at.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def build(
    selection: tuple[str, ...],
    raw: Path | None,
    warehouse: Path | None,
    dry_run: bool,
    full: bool,
    renew: bool,
    database: Path | None,
    as_json: bool,
) -> None:
    """Bring models up to date in the development file: what is stale, or of SELECTION what is stale.

    It builds in warehouse/dev.duckdb and publishes nothing: the published file is only ever replaced by a whole build
    that passed its gates, which is `duban reload`. The file begins as a copy of what is published and follows raw/ and
    sql/; no gate runs. Ask it with `duban query --dev`; `duban plan --dev` says what is stale in it, and why.

    SELECTION names models (stg_rows), folders (staging) or patterns (marts.fct_*); +NAME adds what it needs, NAME+
    what needs it. A model that fails takes its children out and nothing else, and the exit code is 1.

    \b
    duban build
    duban build +mart_yoy_target
    duban build stg_rows+ --dry-run
    duban build staging "marts.fct_*" --full
    """
    from duban.pipeline.development import build_development

    settings = settings_of(raw, warehouse)
    if dry_run:
        from duban.commands.models import print_plan
        from duban.pipeline.development import plan_development

        print_plan(plan_development(settings, select=selection, full=full, database=database), as_json)
        return
    if as_json:
        from duban.terminal import print_json

        done = build_development(settings, select=selection, full=full, renew=renew, database=database)
        print_json(done.as_dict())
    else:
        with _watched() as progress:
            done = build_development(
                settings,
                select=selection,
                full=full,
                renew=renew,
                database=database,
                on_model=lambda model: click.echo(_line(model)),
                progress=progress,
            )
        _print_summary(done)
    sys.exit(0 if done.models.ok else 1)


@contextmanager
def _watched() -> Iterator[Progress]:
    """A progress bar where a person watches; elsewhere nothing is loaded for it."""
    from duban.pipeline.steps import no_progress

    if not sys.stderr.isatty():
        yield no_progress
        return
    from duban.terminal import progress_bar

    with progress_bar() as progress:
        yield progress


def _line(model: BuiltModel) -> str:
    """One model, as soon as it is built."""
    word = model.outcome.upper() if model.outcome == "failed" else model.outcome
    rows = "" if model.rows is None else f"{model.rows:,} rows"
    how = model.how if model.documents is None else counted(model.documents, "documents")
    seconds = "" if model.outcome == "skipped" else f"{model.seconds:.2f} s"
    return f"{word:10s} {model.table:44s} {rows:>16s} {seconds:>9s}  {how:14s} {'; '.join(model.why)}".rstrip()


def _print_summary(done: Development) -> None:
    """What else was done, every failure, and one line for all of it."""
    report = done.models
    lists: tuple[tuple[str, list[Any]], ...] = (
        ("added", done.added),
        ("changed", done.changed),
        ("removed", done.removed),
        ("unreadable", done.unreadable),
        ("seed", report.seeds),
        ("dropped", report.removed),
        ("described", report.refreshed),
    )
    for word, names in lists:
        for name in names:
            click.echo(f"{word:10s} {_printable(name)}")
    for model in report.failed:
        click.echo(f"error: {model.table}: {_printable(model.error)}", err=True)
    begun = f", begun from {done.begun}" if done.begun else ""
    click.echo(f"{report.summary()} ({done.file}{begun})")


def _printable(text: str) -> str:
    from duban.terminal import printable

    return printable(text)
