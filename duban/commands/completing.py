"""What Tab offers of what is published: places, years, numbers, builds, doubtful rows. Silent where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from duban.commands.options import settings_of
from duban.errors import DubanError

Completion = Callable[[click.Context, click.Parameter, str], list[str]]
# Of a list that goes on, no more than a person can look at.
_MOST = 200


def complete_column(table: str, column: str) -> Completion:
    """The values of a column of the published file."""

    def complete(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
        return _rows(ctx, f"select distinct {column}::varchar from {table}", begun)

    return complete


complete_place = complete_column("marts.dim_document", "jurisdiction_name")
complete_year = complete_column("marts.dim_document", "report_year")
complete_doubtful_row = complete_column("meta.review_queue", "review_id")


def complete_target(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """For `duban trace`: a place or a document, then a year of the place, then a number of that year."""
    words: tuple[str, ...] = ctx.params.get("subject") or ()
    if not words:
        both = "select jurisdiction_name from marts.dim_document union select document_path from marts.dim_document"
        return _rows(ctx, both, begun)
    if len(words) == 1:
        years = "select distinct report_year::varchar from marts.dim_target where jurisdiction_name = getvariable('p')"
        return _rows(ctx, years, begun, p=words[0])
    if len(words) == 2:
        numbers = "select distinct target_no from marts.dim_target where jurisdiction_name = getvariable('p')"
        return _rows(ctx, f"{numbers} and report_year::varchar = getvariable('y')", begun, p=words[0], y=words[1])
    return []


def complete_build(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The ids of the published build and of those of the history, the last first."""
    from duban.publishing.listing import history

    try:
        builds = history(settings_of(warehouse=_warehouse(ctx)).published)
    except (DubanError, OSError):
        return []
    return [build.build_id for build in builds if build.build_id.startswith(begun)]


def complete_decision(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """The rows that a person has decided on."""
    from duban.asking.decisions import read_decisions

    try:
        lines = read_decisions(settings_of().sql / "seeds" / "corrections.csv")
    except (DubanError, OSError):
        return []
    return [line["row_key"] for line in lines if line["row_key"].startswith(begun)]


def _rows(ctx: click.Context, sql: str, begun: str, **values: Any) -> list[str]:
    from duban.asking.query import ask

    try:
        found = ask(settings_of(warehouse=_warehouse(ctx)).published, sql, variables=values, seconds=5.0).rows
    except DubanError:
        return []
    known = sorted((str(value) for (value,) in found if value is not None), key=lambda text: (len(text), text))
    return [value for value in known if value.startswith(begun)][:_MOST]


def _warehouse(ctx: click.Context | None) -> Path | None:
    """--warehouse of the command or of the group that it belongs to."""
    while ctx is not None:
        if ctx.params.get("warehouse"):
            return Path(ctx.params["warehouse"])
        ctx = ctx.parent
    return None
