"""Ask what is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from duban.commands.options import (
    dev_option,
    file_to_ask,
    output_options,
    print_answer,
    settings_of,
    warehouse_option,
)


class Seconds(click.FloatRange):
    """A time to wait: more than nothing and no more than a day; `nan` lies in no range and passes every one."""

    def __init__(self) -> None:
        super().__init__(min=0, max=86_400, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seconds = super().convert(value, param, ctx)
        if seconds != seconds:
            self.fail(f"{value} is not a time", param, ctx)
        return seconds


@click.command()
@click.argument("sql")
@warehouse_option
@dev_option
@output_options
@click.option(
    "--limit", default=10_000, type=click.IntRange(1, 10**9), show_default=True, help="At most this many rows."
)
@click.option("--seconds", default=60.0, type=Seconds(), show_default=True, help="Stop the query after this long.")
def query(sql: str, warehouse: Path | None, dev: bool, form: str, limit: int, seconds: float) -> None:
    """Ask the published file, read-only. `-` reads the SQL from standard input.

    \b
    duban query "select leader_name, count(*) from marts.bridge_target_leader
                 join marts.dim_leader using (leader_id) group by all order by 2 desc"
    duban query --csv "from marts.mart_target_progress" > progress.csv
    duban query "show all tables"
    duban query --dev "from intermediate.int_units limit 5"
    """
    from duban.asking.sandbox import ask_sandboxed

    answer = ask_sandboxed(
        file_to_ask(settings_of(warehouse=warehouse), dev),
        sys.stdin.read() if sql == "-" else sql,
        seconds=seconds,
        row_limit=limit,
    )
    print_answer(form, answer.columns, answer.rows, answer.is_cut)


@click.command()
@click.argument("name", required=False)
@warehouse_option
@dev_option
@output_options
@click.option("--jurisdiction", "--place", "place", help="Only this jurisdiction: 菏泽市.")
@click.option("--year", type=int, help="Only this report year.")
def ask(name: str | None, warehouse: Path | None, dev: bool, form: str, place: str | None, year: int | None) -> None:
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
    answer = ask_saved(file_to_ask(settings, dev), settings.sql / "analyses", name, place, year)
    print_answer(form, answer.columns, answer.rows, answer.is_cut)
