"""What commands share: how errors of ours end, the folders, the forms of an answer."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from duban.errors import DubanError
from duban.stopping import stopped_in_order

if TYPE_CHECKING:
    from duban.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


class Commands(click.Group):
    """The command group: errors of ours become one clear message and their exit code, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with stopped_in_order():
                return super().invoke(ctx)
        except DubanError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:  # click would say "Aborted!" and exit with 1
            click.echo("stopped by Ctrl-C", err=True)
            ctx.exit(128 + signal.SIGINT)
        except BrokenPipeError:  # whoever read the lines has enough of them: `| head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:  # a folder that cannot be made, a disk that is full: the system's own words
            click.echo(f"error: {error.strerror or error}\n  where: {error.filename or ''}", err=True)
            ctx.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of `duban/cli.py`


def folder_options(command: F) -> F:
    """--raw and --warehouse, where a command needs other folders than the project's own."""
    folder = click.Path(path_type=Path, file_okay=False)
    command = click.option("--warehouse", type=folder, help="What is built.  [default: warehouse/]")(command)
    return click.option("--raw", type=folder, help="The documents as published.  [default: raw/]")(command)


def warehouse_option(command: F) -> F:
    """--warehouse alone, for commands that only read what is published."""
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--warehouse", type=folder, help="Where it is published.  [default: warehouse/]")(command)


def selection_argument(command: F) -> F:
    """SELECTION...: the models that are meant, completed by the names of the files."""
    return click.argument("selection", nargs=-1, shell_complete=_complete_models)(command)


def dev_option(command: F) -> F:
    """--dev, for commands that read the published file by default."""
    return click.option("--dev", is_flag=True, help="Read the development file of `duban build` instead.")(command)


def lake_option(command: F) -> F:
    """--lake, for commands that read the published file by default."""
    return click.option("--lake", is_flag=True, help="Read the lake of `duban reload --shards` instead.")(command)


def file_to_ask(settings: Settings, dev: bool, lake: bool = False) -> Path:
    """The published file, the development file or the lake. Raises ConfigurationError where there is none of the latter
    two."""
    if lake:
        from duban.sharding.lake import require_lake

        return require_lake(settings.layout).catalog
    if dev and not settings.development.exists():
        from duban.errors import ConfigurationError

        raise ConfigurationError(
            "there is no development file yet", where=str(settings.development), remedy="run `duban build` first"
        )
    return settings.development if dev else settings.published


def _complete_models(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Names of models and folders that go on from what is typed, a + in front kept. Reads no model."""
    from duban.modelling.selection import LAYERS

    plus = "+" if incomplete.startswith("+") else ""
    begun = incomplete.removeprefix("+")
    try:
        sql = settings_of().sql
    except DubanError:
        return []
    names = [*LAYERS, *sorted(path.stem for layer in LAYERS for path in (sql / layer).rglob("*.sql"))]
    if "." in begun:
        names = sorted(f"{layer}.{path.stem}" for layer in LAYERS for path in (sql / layer).rglob("*.sql"))
    return [plus + name for name in names if name.startswith(begun)]


def settings_of(raw: Path | None = None, warehouse: Path | None = None) -> Settings:
    """The settings in force for one command."""
    from duban.settings import resolve_settings

    return resolve_settings(raw=raw, warehouse=warehouse)
