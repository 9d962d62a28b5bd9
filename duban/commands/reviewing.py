"""What a person should look at, and what that person decides."""

from __future__ import annotations

from pathlib import Path

import click

from duban.commands.answers import About, Output, output_options, print_answer
from duban.commands.completing import complete_decision, complete_doubtful_row, complete_place, complete_year
from duban.commands.options import settings_of, warehouse_option


@click.group(invoke_without_command=True)
@warehouse_option
@output_options
@click.option(
    "--jurisdiction", "--place", "place", help="Only this jurisdiction: 菏泽市.", shell_complete=complete_place
)
@click.option("--year", type=int, help="Only this report year.", shell_complete=complete_year)
@click.pass_context
def review(ctx: click.Context, warehouse: Path | None, output: Output, place: str | None, year: int | None) -> None:
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

        settings = settings_of(warehouse=warehouse)
        answer = read_review_queue(settings.published, place, year)
        if output.form == "table" and not output.is_record:
            answer = as_page(answer, is_chinese=output.is_chinese())
        print_answer(output, answer, About(settings, settings.published, "meta.review_queue"))


@review.command()
@click.argument("row", shell_complete=complete_doubtful_row)
@click.option("--note", default="", help="Why.")
@click.option("--by", default="", help="Who decided.  [default: you]")
@click.pass_obj
def accept(warehouse: Path | None, row: str, note: str, by: str) -> None:
    """Confirm that ROW (its id, or the start of it) belongs to the target it was assigned to."""
    _decide(warehouse, row, None, note, by)


@review.command()
@click.argument("row", shell_complete=complete_doubtful_row)
@click.argument("target")
@click.option("--note", default="", help="Why.")
@click.option("--by", default="", help="Who decided.  [default: you]")
@click.pass_obj
def assign(warehouse: Path | None, row: str, target: str, note: str, by: str) -> None:
    """Assign ROW (its id, or the start of it) to the target with number TARGET."""
    _decide(warehouse, row, target, note, by)


@review.command()
@click.option(
    "--jurisdiction", "--place", "place", help="Only this jurisdiction: 菏泽市.", shell_complete=complete_place
)
@output_options
@click.pass_obj
def names(warehouse: Path | None, place: str | None, output: Output) -> None:
    """Units whose name no seed knows, or is very like another of the same jurisdiction, with the name that each may be.

    A decision is one line: of sql/seeds/unit_aliases.csv (another spelling; a name to itself says that they are two),
    unit_kinds.csv (another kind of organisation) or unit_successors.csv (a reform).
    """
    from duban.asking.review import read_unknown_names

    settings = settings_of(warehouse=warehouse)
    answer = read_unknown_names(settings.published, place)
    print_answer(output, answer, About(settings, settings.published, "marts.dim_unit"))


@review.command()
@click.argument("wording", default="")
@click.argument("field", default="")
@click.option("--note", default="", help="Why.")
@click.option("--by", default="", help="Who decided.  [default: you]")
@output_options
@click.pass_obj
def headers(warehouse: Path | None, wording: str, field: str, note: str, by: str, output: Output) -> None:
    """Header wordings that no seed line knows; with WORDING and FIELD, write the line that says what one means.

    \b
    duban review headers
    duban review headers 工作亮点 progress
    duban review headers 交办人 other      keeps the column as printed
    """
    settings = settings_of(warehouse=warehouse)
    if wording and field:
        from duban.asking import decisions

        line = decisions.teach_header(settings.sql / "seeds" / "header_synonyms.csv", wording, field, note, by)
        click.echo(f"{line[0]} means {line[1]}; `duban reload` applies it")
    elif wording:
        raise click.UsageError("say which field it means: duban review headers WORDING FIELD")
    else:
        from duban.asking.review import read_unknown_headers

        answer = read_unknown_headers(settings.published)
        print_answer(output, answer, About(settings, settings.published, "staging.stg_columns"))


@review.command()
@click.option(
    "--jurisdiction", "--place", "place", help="Only this jurisdiction: 菏泽市.", shell_complete=complete_place
)
@output_options
@click.pass_obj
def documents(warehouse: Path | None, place: str | None, output: Output) -> None:
    """Documents whose place or year was inferred from weak evidence, and the line that confirms it.

    Write the line, or the right one, in the document's side file: raw/<place>/<file>.yml.
    """
    from duban.asking.review import read_inferred_facts

    settings = settings_of(warehouse=warehouse)
    answer = read_inferred_facts(settings.published, place)
    print_answer(output, answer, About(settings, settings.published, "marts.dim_document"))


@review.command()
@click.option(
    "--jurisdiction", "--place", "place", help="Only this jurisdiction: 菏泽市.", shell_complete=complete_place
)
@click.option("--year", type=int, help="Only from or to this report year.", shell_complete=complete_year)
@output_options
@click.pass_obj
def matches(warehouse: Path | None, place: str | None, year: int | None, output: Output) -> None:
    """Doubtful continuations of a target in another year. A decision is one line of sql/seeds/match_decisions.csv."""
    from duban.asking.review import read_doubtful_matches

    settings = settings_of(warehouse=warehouse)
    answer = read_doubtful_matches(settings.published, place, year)
    print_answer(output, answer, About(settings, settings.published, "marts.fct_target_match"))


@review.command()
@click.argument("row", shell_complete=complete_decision)
@click.pass_obj
def withdraw(warehouse: Path | None, row: str) -> None:
    """Take back the decision on ROW."""
    from duban.asking import decisions
    from duban.counting import counted
    from duban.errors import ConfigurationError

    count = decisions.withdraw(settings_of(warehouse=warehouse).sql / "seeds" / "corrections.csv", row)
    if not count:
        raise ConfigurationError(
            f"there is no decision on a row that begins with '{row}'",
            remedy="the decisions are in sql/seeds/corrections.csv",
        )
    them = "it" if count == 1 else "them"
    click.echo(f"{counted(count, 'decisions')} withdrawn; `duban reload` builds without {them}")


def _decide(warehouse: Path | None, row: str, target: str | None, note: str, by: str) -> None:
    from duban.asking import decisions

    settings = settings_of(warehouse=warehouse)
    found = decisions.find_row(settings.published, row)
    decision = decisions.decide(settings.sql / "seeds" / "corrections.csv", found, target, note, by)
    click.echo(f"{decision.row_text}\n  belongs to {decision.target_no}; `duban reload` applies it")
