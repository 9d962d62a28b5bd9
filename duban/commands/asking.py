"""Ask what is published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duban.commands.answers import About, Output, output_options, print_answer
from duban.commands.options import dev_option, file_to_ask, settings_of, warehouse_option


@click.command()
@click.argument("sql")
@warehouse_option
@dev_option
@output_options
@click.option("--limit", default=10_000, type=click.IntRange(min=1), show_default=True, help="At most this many rows.")
@click.option("--seconds", default=60.0, show_default=True, help="Stop the query after this long.")
def query(sql: str, warehouse: Path | None, dev: bool, output: Output, limit: int, seconds: float) -> None:
    """Ask the published file, read-only. `-` reads the SQL from standard input.

    \b
    duban query "select leader_name, count(*) from marts.bridge_target_leader
                 join marts.dim_leader using (leader_id) group by all order by 2 desc"
    duban query --csv "from marts.mart_target_progress" > progress.csv
    duban query "show all tables"
    duban query --dev "from intermediate.int_units limit 5"
    """
    from duban.asking.sandbox import ask_sandboxed

    settings = settings_of(warehouse=warehouse)
    published = file_to_ask(settings, dev)
    sql = sys.stdin.read() if sql == "-" else sql
    answer = ask_sandboxed(published, sql, seconds=seconds, row_limit=limit)
    print_answer(output, answer, About(settings, published, sql))


@click.command()
@click.argument("name", required=False)
@warehouse_option
@dev_option
@output_options
@click.option("--jurisdiction", "--place", "place", help="Only this jurisdiction: 菏泽市.")
@click.option("--year", type=int, help="Only this report year.")
def ask(
    name: str | None, warehouse: Path | None, dev: bool, output: Output, place: str | None, year: int | None
) -> None:
    """Ask a saved question of sql/analyses by NAME; without a name, list them.

    \b
    duban ask
    duban ask leader_load --place 菏泽市 --year 2023
    duban ask unproven_claims --csv > claims.csv
    """
    from duban.asking.query import Answer
    from duban.asking.saved_questions import ask_saved, saved_questions

    settings = settings_of(warehouse=warehouse)
    if name is None:
        listed = [(question.name, question.says) for question in saved_questions(settings.sql / "analyses")]
        print_answer(output, Answer(["name", "what it answers"], list(listed)))
        return
    published = file_to_ask(settings, dev)
    answer = ask_saved(published, settings.sql / "analyses", name, place, year)
    print_answer(output, answer, About(settings, published, "", name))
