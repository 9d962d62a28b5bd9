"""The command line. Every command imports what it needs when it runs, so that asking a question stays quick."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from duban import __version__
from duban.errors import ConfigurationError, DubanError

if TYPE_CHECKING:
    from duban.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


class Commands(click.Group):
    """The command group: errors of ours become one clear message and their exit code, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DubanError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:  # a folder that cannot be made, a disk that is full: the system's own words
            click.echo(f"error: {error.strerror or error}\n  where: {error.filename or ''}", err=True)
            ctx.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of this page: the way of the data


def folder_options(command: F) -> F:
    """--raw and --warehouse, where a command needs other folders than the project's own."""
    folder = click.Path(path_type=Path, file_okay=False)
    command = click.option("--warehouse", type=folder, help="What is built.  [default: warehouse/]")(command)
    return click.option("--raw", type=folder, help="The documents as published.  [default: raw/]")(command)


def warehouse_option(command: F) -> F:
    """--warehouse alone, for commands that only read what is published."""
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--warehouse", type=folder, help="Where it is published.  [default: warehouse/]")(command)


def output_options(command: F) -> F:
    """--table, --csv and --json on everything that answers with rows."""
    command = click.option("--json", "form", flag_value="json", help="As JSON.")(command)
    command = click.option("--csv", "form", flag_value="csv", help="As CSV.")(command)
    return click.option("--table", "form", flag_value="table", default="table", help="As a table.  [default]")(command)


def settings_of(raw: Path | None = None, warehouse: Path | None = None) -> Settings:
    """The settings in force for one command."""
    from duban.settings import resolve_settings

    return resolve_settings(raw=raw, warehouse=warehouse)


def print_answer(form: str, columns: list[str], rows: list[tuple[Any, ...]], is_cut: bool = False) -> None:
    """Rows in the form asked for, and on stderr how many there were."""
    from duban import terminal

    if form == "json":
        names = distinct_names(columns)
        terminal.print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif form == "csv":
        terminal.print_csv(columns, rows)
    else:
        terminal.print_table(columns, rows)
        click.echo(f"{len(rows)} rows", err=True)
    if is_cut:
        click.echo("there were more rows: raise --limit to see them", err=True)


def distinct_names(columns: list[str]) -> list[str]:
    """Column names as keys: the second `x` is `x_2`, so that no column is lost."""
    seen: dict[str, int] = {}
    names = []
    for column in columns:
        seen[column] = seen.get(column, 0) + 1
        names.append(column if seen[column] == 1 else f"{column}_{seen[column]}")
    return names


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="duban")
def main() -> None:
    """duban (督办): the annual responsibility-target tables of Chinese governments, as one DuckDB file.

    \b
    duban reload                      land, gate, build, gate, publish
    duban status                      what is published, and what the last runs came to
    duban query "from marts.dim_leader"
    duban review                      the rows that a person should look at

    Exit codes: 0 done or nothing to do, 1 a gate or a model failed and nothing was published, 2 usage or
    configuration, 3 another writer holds the lock, 4 published, but documents are in quarantine.

    Tab completion: eval "$(_DUBAN_COMPLETE=bash_source duban)", or zsh_source, or fish_source.
    """


@main.command()
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
    from flows.notifying import watched
    from flows.reload import reload as run

    settings = settings_of(raw, warehouse)
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


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--width", default=40, show_default=True, help="Characters shown of a cell.")
@click.option("--json", "as_json", is_flag=True, help="Every cell as JSON, texts whole.")
def inspect(file: Path, width: int, as_json: bool) -> None:
    """The tables of a file as its reader sees them: cells, spans and places. Nothing is landed.

    A merged cell shows its rows x columns; 〃 and ← are cells that a merge from above or from the left covers.

    \b
    duban inspect raw/heze/2023.md
    duban inspect --json new-table.xlsx
    """
    from duban import terminal
    from duban.landing.looking import grid_lines, look_at

    seen = look_at(file)
    if as_json:
        terminal.print_json(
            {
                "format": seen.format,
                "encoding": seen.encoding,
                "title": seen.title,
                "texts": [text._asdict() for text in seen.texts],
                "notes": [note._asdict() for note in seen.notes],
                "tables": [
                    {"span_is_known": grid.span_is_known, "cells": [cell._asdict() for cell in grid.cells()]}
                    for grid in seen.grids
                ],
            }
        )
        return
    click.echo(f"{seen.format}{', ' + seen.encoding if seen.encoding else ''}: {len(seen.grids)} tables")
    click.echo(f"title: {terminal.printable(seen.title or '(none)')}")
    for table_no, grid in enumerate(seen.grids, start=1):
        spans = "spans as the format tells them" if grid.span_is_known else "the format has lost the spans"
        lines = grid_lines(grid, width)
        columns = ["place", *(str(number) for number in range(1, len(lines[0]) if lines else 1))]
        terminal.print_table(columns, lines, title=f"\ntable {table_no}: {len(grid.rows)} rows, {spans}")
    for note in seen.notes:
        click.echo(f"{note.severity}: {terminal.printable(note.what)} ({note.place})")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--place", metavar="NAME", help="Whose table it is: 菏泽市. [default: as the title says]")
@click.option("--year", type=int, help="The year of its targets. [default: as the title says]")
@click.option("--kind", type=click.Choice(["plan", "result", "progress"]), help="[default: as the title says]")
@click.option("--source-url", metavar="URL", help="Where it was published.")
@click.option("--published-on", metavar="DAY", help="When it was published: 2024-01-12.")
@click.option("--compiled", is_flag=True, help="Put together from other publications, not published as this table.")
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
    from flows import adding

    stated = {
        "jurisdiction": place,
        "report_year": year and str(year),
        "kind": kind,
        "source_url": source_url,
        "published_on": published_on,
        "compiled": "true" if compiled else None,
    }
    settings = settings_of(raw, warehouse)
    seen = adding.preview(settings, file, {key: value for key, value in stated.items() if value})
    click.echo(f"title     {terminal.printable(seen.title or '(none)')}")
    click.echo(f"place     {seen.jurisdiction_name or '(not known: pass --place)'}")
    click.echo(f"year      {seen.report_year or '(not known: pass --year)'}")
    click.echo(f"kind      {seen.document_kind or '(not known: pass --kind)'}")
    click.echo(f"rows      {seen.row_count}")
    terminal.print_table(["printed header", "field", "period"], seen.columns)
    if seen.rows:
        terminal.print_table(seen.row_fields, seen.rows)
    for warning in seen.warnings:
        click.echo(f"warning   {terminal.printable(warning)}", err=True)
    for reason, where, remedy in seen.problems:
        click.echo(f"gate 1 would hold it back: {terminal.printable(reason)}", err=True)
        click.echo(f"  where: {where}\n  to do: {remedy}", err=True)
    if dry_run:
        sys.exit(4 if seen.problems else 0)
    if not yes:
        click.confirm("Copy it into raw/?", abort=True, default=not seen.problems, err=True)
    target = adding.add(settings, file, seen, name)
    click.echo(f"added     {target}; `duban reload` takes it in")
    sys.exit(4 if seen.problems else 0)


@main.command()
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


@main.command()
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


@main.command()
@click.argument("sql")
@warehouse_option
@output_options
@click.option("--limit", default=10_000, type=click.IntRange(min=1), show_default=True, help="At most this many rows.")
@click.option("--seconds", default=60.0, show_default=True, help="Stop the query after this long.")
def query(sql: str, warehouse: Path | None, form: str, limit: int, seconds: float) -> None:
    """Ask the published file, read-only. `-` reads the SQL from standard input.

    \b
    duban query "select leader_name, count(*) from marts.bridge_target_leader
                 join marts.dim_leader using (leader_id) group by all order by 2 desc"
    duban query --csv "from marts.mart_target_progress" > progress.csv
    duban query "show all tables"
    """
    from duban.asking.query import ask

    answer = ask(
        settings_of(warehouse=warehouse).published,
        sys.stdin.read() if sql == "-" else sql,
        seconds=seconds,
        row_limit=limit,
    )
    print_answer(form, answer.columns, answer.rows, answer.is_cut)


@main.command()
@warehouse_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def plan(warehouse: Path | None, as_json: bool) -> None:
    """Which models are stale and why, against what is published; nothing is built. `duban reload` builds them.

    \b
    duban plan
    duban plan --json
    """
    from dataclasses import asdict

    from duban import modelling, terminal
    from duban.asking.connection import connect_published

    settings = settings_of(warehouse=warehouse)
    project = modelling.load_project(settings.sql)
    with connect_published(settings.published) as con:
        found = modelling.plan(project, con)
    if as_json:
        terminal.print_json(asdict(found))
        return
    if found.models:
        rows = [(m.table, m.how, "\n".join(m.why), m.not_local) for m in found.models]
        terminal.print_table(["model", "how", "why", "why not by document"], rows)
    for word, tables in (("removed", found.removed), ("described anew", found.refreshed), ("seed", found.seeds)):
        for table in tables:
            click.echo(f"{word:15s} {table}")
    click.echo(f"{len(found.models)} models are stale, {len(found.fresh)} are fresh")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def lint(as_json: bool) -> None:
    """Hold the models to the house rules of SQL; exit with 1 where one is broken.

    \b
    duban lint
    """
    from duban import modelling, terminal

    findings = modelling.lint(modelling.load_project(settings_of().sql))
    if as_json:
        terminal.print_json([{"rule": f.rule, "place": f.place, "what": f.what, "remedy": f.remedy} for f in findings])
    else:
        click.echo("\n".join([*map(str, findings), f"{len(findings)} findings"]))
    sys.exit(1 if findings else 0)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("warehouse/docs"))
@warehouse_option
def docs(folder: Path, warehouse: Path | None) -> None:
    """Write the data dictionary and the lineage graph into FOLDER: static pages that work offline.

    \b
    duban docs
    duban docs ~/public/duban
    """
    import duckdb

    from duban import modelling
    from duban.asking.connection import connect_published

    settings = settings_of(warehouse=warehouse)
    project = modelling.load_project(settings.sql)
    try:
        with connect_published(settings.published) as con:
            written = modelling.write_docs(project, con, folder)
    except (ConfigurationError, duckdb.Error):
        written = modelling.write_docs(project, None, folder)  # the dictionary stands without counts of rows
    click.echo(f"{len(written)} pages; begin at {folder / 'index.html'}")


@main.command()
@click.argument("name", required=False)
@warehouse_option
@output_options
@click.option("--place", help="Only this jurisdiction: 菏泽市.")
@click.option("--year", type=int, help="Only this report year.")
def ask(name: str | None, warehouse: Path | None, form: str, place: str | None, year: int | None) -> None:
    """Ask a saved question of sql/analyses by NAME; without a name, list them.

    \b
    duban ask
    duban ask leader_load --place 菏泽市 --year 2023
    duban ask unproven_claims --csv > claims.csv
    """
    from duban.asking.saved_questions import ask_saved, saved_questions

    settings = settings_of(warehouse=warehouse)
    if name is None:
        listed = [(question.name, question.says) for question in saved_questions(settings.sql / "analyses")]
        print_answer(form, ["name", "what it answers"], list(listed))
        return
    answer = ask_saved(settings.published, settings.sql / "analyses", name, place, year)
    print_answer(form, answer.columns, answer.rows, answer.is_cut)


@main.command()
@warehouse_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--max-age", metavar="HOURS", help="Exit with 1 where what is published is older: 26h.")
def status(warehouse: Path | None, as_json: bool, max_age: str | None) -> None:
    """What is published, how old it is, what is in quarantine, what the last runs came to.

    \b
    duban status
    duban status --max-age 26h || echo "the nightly reload is late"
    """
    from duban import terminal
    from duban.asking.status import read_status

    hours = _hours(max_age) if max_age else None
    settings = settings_of(warehouse=warehouse)
    state = read_status(settings.published, settings.runs_log)
    if as_json:
        terminal.print_json(state.as_dict())
    elif state.build is None:
        what = "is damaged: run `duban reload --full`" if state.is_damaged else "is not there: run `duban reload`"
        click.echo(f"published    {state.published} {what}")
    else:
        build = state.build
        age = state.age.total_seconds() / 3600 if state.age else 0
        click.echo(f"published    {state.published}")
        click.echo(f"build        {build.build_id} ({build.kind}), finished {build.finished_at:%Y-%m-%d %H:%M:%S %Z}")
        click.echo(f"known good   {age:.1f} hours ago")
        click.echo(f"holds        {build.document_count} documents, {build.target_count} targets")
        click.echo(f"to review    {build.review_count} rows")
        click.echo(f"quarantine   {', '.join(build.quarantined) or 'empty'}")
    if not as_json and state.runs:
        columns = ["started", "came to", "build", "why"]
        rows = [(run["started_at"], run["status"], run["build_id"], "; ".join(run["why"])) for run in state.runs]
        terminal.print_table(columns, rows)
    too_old = hours is not None and (state.age is None or state.age.total_seconds() > hours * 3600)
    sys.exit(1 if state.build is None or too_old else 0)


@main.group(invoke_without_command=True)
@warehouse_option
@output_options
@click.option("--place", help="Only this jurisdiction: 菏泽市.")
@click.option("--year", type=int, help="Only this report year.")
@click.pass_context
def review(ctx: click.Context, warehouse: Path | None, form: str, place: str | None, year: int | None) -> None:
    """The rows that a person should look at: what was chosen, the runner-up, and why it is doubtful.

    A decision is a line of sql/seeds/corrections.csv; the next reload applies it, and `withdraw` takes it back.

    \b
    duban review
    duban review --place 菏泽市 --year 2023 --csv > review.csv
    duban review accept 3f2a
    duban review assign 3f2a 48 --note "the bureau's own report names 48"
    """
    ctx.obj = warehouse
    if ctx.invoked_subcommand is None:
        from duban.asking.review import as_page, read_review_queue

        answer = read_review_queue(settings_of(warehouse=warehouse).published, place, year)
        if form == "table":
            answer = as_page(answer)
        print_answer(form, answer.columns, answer.rows)


@review.command()
@click.argument("row")
@click.option("--note", default="", help="Why.")
@click.option("--by", default="", help="Who decided.  [default: you]")
@click.pass_obj
def accept(warehouse: Path | None, row: str, note: str, by: str) -> None:
    """Say that ROW (its id, or the start of it) belongs to the target it was given."""
    _decide(warehouse, row, None, note, by)


@review.command()
@click.argument("row")
@click.argument("target")
@click.option("--note", default="", help="Why.")
@click.option("--by", default="", help="Who decided.  [default: you]")
@click.pass_obj
def assign(warehouse: Path | None, row: str, target: str, note: str, by: str) -> None:
    """Say that ROW (its id, or the start of it) belongs to the target of number TARGET."""
    _decide(warehouse, row, target, note, by)


@review.command()
@click.option("--place", help="Only this jurisdiction: 菏泽市.")
@output_options
@click.pass_obj
def names(warehouse: Path | None, place: str | None, form: str) -> None:
    """Units whose name no seed knows, with the known name most like each.

    A decision is one line: of sql/seeds/unit_aliases.csv (another spelling), unit_kinds.csv (another kind of
    organisation) or unit_successors.csv (a reform).
    """
    from duban.asking.review import read_unknown_names

    answer = read_unknown_names(settings_of(warehouse=warehouse).published, place)
    print_answer(form, answer.columns, answer.rows)


@review.command()
@click.option("--place", help="Only this jurisdiction: 菏泽市.")
@click.option("--year", type=int, help="Only from or to this report year.")
@output_options
@click.pass_obj
def matches(warehouse: Path | None, place: str | None, year: int | None, form: str) -> None:
    """Doubtful continuations of a target in another year. A decision is one line of sql/seeds/match_decisions.csv."""
    from duban.asking.review import read_doubtful_matches

    answer = read_doubtful_matches(settings_of(warehouse=warehouse).published, place, year)
    print_answer(form, answer.columns, answer.rows)


@review.command()
@click.argument("row")
@click.pass_obj
def withdraw(warehouse: Path | None, row: str) -> None:
    """Take back the decision on ROW."""
    from duban.asking import decisions

    count = decisions.withdraw(settings_of(warehouse=warehouse).sql / "seeds" / "corrections.csv", row)
    click.echo(f"{count} decisions withdrawn; `duban reload` builds without them")
    sys.exit(0 if count else 2)


def _decide(warehouse: Path | None, row: str, target: str | None, note: str, by: str) -> None:
    from duban.asking import decisions

    settings = settings_of(warehouse=warehouse)
    found = decisions.find_row(settings.published, row)
    decision = decisions.decide(settings.sql / "seeds" / "corrections.csv", found, target, note, by)
    click.echo(f"{decision.row_text}\n  belongs to {decision.target_no}; `duban reload` applies it")


@main.command()
@warehouse_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def history(warehouse: Path | None, as_json: bool) -> None:
    """The builds there are, the published one first: what each holds, when it was made, and which are damaged.

    \b
    duban history
    duban history --json
    """
    from duban import terminal
    from duban.publishing import listing

    builds = listing.history(settings_of(warehouse=warehouse).published)
    if as_json:
        terminal.print_json([build.as_dict() for build in builds])
    else:
        terminal.print_table(listing.COLUMNS, [build.as_row() for build in builds])


@main.command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@warehouse_option
@click.option(
    "--table", "tables", multiple=True, metavar="NAME", help="Only this table of any schema; may be repeated."
)
@click.option("--limit", default=10, show_default=True, help="Rows told of a table and kind; all are counted.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def diff(
    a: str | None, b: str | None, warehouse: Path | None, tables: tuple[str, ...], limit: int, as_json: bool
) -> None:
    """What changed from build A to build B: documents, columns, and rows added, removed, changed, with their places.

    A and B are ids of `duban history`, or the starts of them. Without B: the current build; without A: the one before.

    \b
    duban diff
    duban diff 20261122T0200 --table dim_unit
    duban diff 20261121T0200 20261122T0200 --json
    """
    from duban import terminal
    from duban.publishing import differing, listing

    found = differing.diff(*listing.choose_two(settings_of(warehouse=warehouse).published, a, b), tables or None, limit)
    if as_json:
        terminal.print_json(found.as_dict())
    else:
        click.echo("\n".join(terminal.printable(line) for line in found.lines()))


@main.command()
@click.argument("build", required=False)
@warehouse_option
@click.option("--list", "show_list", is_flag=True, help="Only list the builds that are kept.")
def rollback(build: str | None, warehouse: Path | None, show_list: bool) -> None:
    """Publish an earlier build again: BUILD, or the one before the current. It is itself a build of the history.

    The next reload builds anew from raw/ and sql/ as they are then.

    \b
    duban rollback --list
    duban rollback
    duban rollback 20261123T0200
    """
    from duban import terminal
    from duban.publishing.history import kept_builds

    settings = settings_of(warehouse=warehouse)
    if show_list:
        builds = [(kept.build_id, f"{kept.byte_count / 1e6:.1f} MB") for kept in kept_builds(settings.published)]
        terminal.print_table(["build", "size"], builds)
        return
    from flows.rollback import rollback as go_back

    build_id, from_id = go_back(settings, build)
    click.echo(f"published build {build_id}: what {from_id} held")


def _hours(text: str) -> float:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?h?", text):
        raise ConfigurationError(f"--max-age {text} is no number of hours", remedy="write it like 26h")
    return float(text.removesuffix("h"))


if __name__ == "__main__":
    main()
