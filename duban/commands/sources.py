"""Where places publish: what is watched, what it brought, and fetching from it now."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duban.commands.answers import print_listing
from duban.commands.options import folder_options, settings_of
from duban.counting import counted


@click.group(invoke_without_command=True)
@folder_options
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def sources(ctx: click.Context, raw: Path | None, warehouse: Path | None, as_json: bool) -> None:
    """What the night watches: each source of raw/sources.yml, when it last answered, what it brought, what is next.

    Nothing is asked of anybody. The nightly flow fetches from the sources first; docs/operating.md says what a source
    may state. Where raw/sources.yml is not there, nothing is ever fetched.

    \b
    duban sources
    duban sources add heze --page https://www.example.gov.cn/list.html --pattern "*责任目标*" --jurisdiction 菏泽市
    duban sources fetch heze --dry-run
    """
    ctx.obj = (raw, warehouse)
    if ctx.invoked_subcommand is not None:
        return
    from duban import terminal
    from duban.fetching.listing import COLUMNS, list_sources

    listed = list_sources(settings_of(raw, warehouse))
    if as_json:
        terminal.print_json([one.as_dict() for one in listed])
    elif not listed:
        click.echo("no source is listed, so nothing is fetched: `duban sources add` lists one in raw/sources.yml")
    else:
        print_listing(COLUMNS, [one.as_row() for one in listed])
        for one in listed:
            for problem in one.problems:
                click.echo(f"warning     {terminal.printable(problem)}")


@sources.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--dry-run", is_flag=True, help="Ask the pages and list the documents; fetch none, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="What came of it as JSON.")
@click.pass_obj
def fetch(folders: tuple[Path | None, Path | None], names: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Fetch from the sources NAME now, or from all that are due; what is new or changed is put into raw/.

    Nothing is built: `duban reload` takes it in. Exits with 1 where a source failed.

    \b
    duban sources fetch
    duban sources fetch heze --dry-run
    """
    from duban import terminal
    from duban.fetching.night import fetch as fetch_from
    from duban.fetching.sources_file import read_sources

    settings = settings_of(*folders)
    fetched = fetch_from(settings, read_sources(settings.raw), names=names, only_list=dry_run)
    if as_json:
        terminal.print_json(fetched.as_dict())
    else:
        for look in fetched.looks:
            lines = [f"new         {path}" for path in look.new]
            lines += [f"changed     {path}" for path in look.changed]
            lines += [f"would ask   {address}" for address in look.found]
            lines += [f"note        source {look.name}: {note}" for note in look.notes]
            click.echo("".join(f"{terminal.printable(line)}\n" for line in lines), nl=False)
        for warning in fetched.warnings:
            click.echo(f"warning     {terminal.printable(warning)}", err=True)
        if fetched.waiting:
            click.echo(f"not due     {', '.join(fetched.waiting)}")
        click.echo("dry run: nothing was written" if dry_run else fetched.verdict())
    sys.exit(1 if fetched.warnings else 0)


@sources.command()
@click.pass_obj
def check(folders: tuple[Path | None, Path | None]) -> None:
    """Read raw/sources.yml and say what is wrong with it, line by line; ask nobody. Exits with 2 where something is.

    \b
    duban sources check
    """
    from duban import terminal
    from duban.fetching.sources_file import read_sources

    found = read_sources(settings_of(*folders).raw)
    for one in found.refused:
        click.echo(f"error: {terminal.printable(one.name)}: {terminal.printable(one.error.what)}", err=True)
        click.echo(f"  where: {one.error.where}\n  to do: {terminal.printable(one.error.remedy)}", err=True)
    click.echo(f"{counted(len(found.usable), 'sources')} can be used, {len(found.refused)} cannot")
    sys.exit(2 if found.refused else 0)


@sources.command()
@click.argument("name")
@click.option("--page", metavar="URL", help="A page whose links are watched.")
@click.option("--file", "file", metavar="URL", help="The address of one document.")
@click.option("--folder", metavar="FOLDER", help="A folder: /srv/share/heze, s3://..., webdavs://...")
@click.option("--pattern", multiple=True, help="Which links or files: *责任目标*; several are followed in turn.")
@click.option("--into", metavar="FOLDER", help="The folder of raw/ that it is put into.  [default: NAME]")
@click.option("--jurisdiction", "--place", "jurisdiction", metavar="NAME", help="Whose tables they are: 菏泽市.")
@click.option("--every", type=click.IntRange(1, 999), metavar="DAYS", help="Days between two looks.  [default: 1]")
@click.option("--private-addresses", is_flag=True, help="It may lie on this machine or network.")
@click.pass_obj
def add(
    folders: tuple[Path | None, Path | None],
    name: str,
    page: str | None,
    file: str | None,
    folder: str | None,
    pattern: tuple[str, ...],
    into: str | None,
    jurisdiction: str | None,
    every: int | None,
    private_addresses: bool,
) -> None:
    """List a source in raw/sources.yml, under NAME. What is listed there already stays as it is.

    \b
    duban sources add heze --page https://www.example.gov.cn/list.html --pattern "*责任目标*" --jurisdiction 菏泽市
    duban sources add share --folder /srv/share/tables --pattern "*.xlsx"
    """
    from duban.fetching.listing import add_source

    stated: dict[str, str | list[str] | None] = {
        "page": page,
        "file": file,
        "folder": folder,
        "pattern": list(pattern) if len(pattern) > 1 else pattern[0] if pattern else None,
        "into": into,
        "jurisdiction": jurisdiction,
        "every": str(every) if every else None,
        "private_addresses": "true" if private_addresses else None,
    }
    path = add_source(settings_of(*folders), name, {key: value for key, value in stated.items() if value})
    click.echo(f"added       {name} to {path}; `duban sources fetch {name} --dry-run` shows what it has")
