"""Ask what is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duban.commands.answers import About, Output, output_options, print_answer
from duban.commands.options import dev_option, file_to_ask, lake_option, settings_of, warehouse_option

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from duban.asking.saved_questions import Parameter, SavedQuestion


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
@lake_option
@output_options
@click.option(
    "--limit", default=10_000, type=click.IntRange(1, 10**9), show_default=True, help="At most this many rows."
)
@click.option("--seconds", default=60.0, type=Seconds(), show_default=True, help="Stop the query after this long.")
def query(sql: str, warehouse: Path | None, dev: bool, lake: bool, output: Output, limit: int, seconds: float) -> None:
    """Ask the published file, read-only. `-` reads the SQL from standard input.

    \b
    duban query "select leader_name, count(*) from marts.bridge_target_leader
                 join marts.dim_leader using (leader_id) group by all order by 2 desc"
    duban query --csv "from marts.mart_target_progress" > progress.csv
    duban query "show all tables"
    duban query --dev "from intermediate.int_units limit 5"
    duban query --lake "select count(*) from marts.dim_target"
    """
    from duban.asking.sandbox import ask_sandboxed

    settings = settings_of(warehouse=warehouse)
    published = file_to_ask(settings, dev, lake)
    sql = sys.stdin.read() if sql == "-" else sql
    answer = ask_sandboxed(published, sql, seconds=seconds, row_limit=limit)
    print_answer(output, answer, About(settings, published, sql))


_ASKED_IN = "duban.commands.asking.language"
_HELP_WIDTH = 80  # of a help, as click writes it


class SavedQuestions(click.Group):
    """The questions of sql/analyses as commands, read when they are looked for; each has a Chinese name too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [path.stem for path in sorted((settings_of().sql / "analyses").glob("*.sql"))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        from duban.asking.saved_questions import find_question

        # Who calls it by its Chinese name reads Chinese.
        language = ctx.meta.get(_ASKED_IN) or (None if cmd_name.isascii() else "zh")
        question = find_question(settings_of().sql / "analyses", cmd_name)
        return _question_command(question, Output(language=language).is_chinese())

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # Who begins in Chinese is offered the Chinese names.
        if incomplete.isascii():
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        from duban.asking.saved_questions import saved_questions

        names = (question.chinese_name for question in saved_questions(settings_of().sql / "analyses"))
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # The help of a question is written before its options are read.
        ctx.meta[_ASKED_IN] = next((word[2:] for word in reversed(args) if word in ("--zh", "--en")), None)
        # `duban ask --csv leader_load` is `duban ask leader_load --csv`: the options are the question's.
        names = set(self.list_commands(ctx))
        place = next((place for place, word in enumerate(args) if word in names), None)
        if place:
            args = [args[place], *args[:place], *args[place + 1 :]]
        return super().parse_args(ctx, args)


@click.group(cls=SavedQuestions, invoke_without_command=True, subcommand_metavar="[NAME [OPTIONS]]")
@warehouse_option
@output_options
@click.pass_context
def ask(ctx: click.Context, warehouse: Path | None, output: Output) -> None:
    """Ask a saved question of sql/analyses by NAME, English or Chinese; without a name, list them.

    Each has options of its own: `duban ask NAME --help` says what it answers, what
    its columns mean and what narrows it.

    \b
    duban ask
    duban ask leader_load --help
    duban ask 领导负荷 --place 菏泽市 --year 2023
    duban ask unproven_claims --csv > claims.csv
    """
    if ctx.invoked_subcommand is None:
        from duban.asking.query import Answer
        from duban.asking.saved_questions import saved_questions
        from duban.output.labels import LISTINGS, in_language

        is_chinese = output.is_chinese()
        columns = ["name", "中文名", "what it answers"]
        if is_chinese:
            columns = [LISTINGS.heading(column) for column in columns]
        rows = [
            (question.name, question.chinese_name, in_language(question.says, is_chinese))
            for question in saved_questions(settings_of().sql / "analyses")
        ]
        print_answer(output, Answer(columns, list(rows)))


def _question_command(question: SavedQuestion, in_chinese: bool) -> click.Command:
    """A question as a command: its parameters are options, its head and columns the help, in the reader's language."""
    from duban.output.labels import in_language, meaning_in

    @warehouse_option
    @dev_option
    @output_options
    def answer(warehouse: Path | None, dev: bool, output: Output, **values: Any) -> None:
        from duban.asking.saved_questions import ask_saved

        settings = settings_of(warehouse=warehouse)
        published = file_to_ask(settings, dev)
        found = ask_saved(published, question, values)
        about = About(settings, published, question.sql, f"{question.name} {question.chinese_name}", question.columns)
        print_answer(output, found, about)
        for parameter in question.parameters if not found.rows else ():
            if parameter.default is not None:
                limit = f"{parameter.option} {values[parameter.name]:g}"
                click.echo(f"nothing reaches {limit}: ask for less ({meaning_in(parameter.comment, False)})", err=True)

    says = in_language(question.says, in_chinese)
    command = click.command(question.name, help=_help_of(question, in_chinese), short_help=says)(answer)
    command.params = [*(_option(parameter, in_chinese) for parameter in question.parameters), *command.params]
    return command


def _option(parameter: Parameter, in_chinese: bool) -> click.Option:
    from duban.output.display_width import lines_of
    from duban.output.labels import chinese_name, meaning_in

    kinds = {"varchar": click.STRING, "integer": click.INT, "double": click.FLOAT}

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        from duban.asking.saved_questions import completions

        published = settings_of(warehouse=ctx.params.get("warehouse")).published
        return completions(published, parameter, incomplete, ctx.params.get("place"))

    names = ["--jurisdiction", "--place"] if parameter.name == "place" else [parameter.option]
    says = f"{chinese_name(parameter.comment)}: {meaning_in(parameter.comment, in_chinese)}"
    lines = lines_of(says, _HELP_WIDTH - 36)
    lines += [] if parameter.default is None else [f"[default: {parameter.default}]"]
    return click.Option(
        [*names, parameter.name],
        type=kinds[parameter.type],
        default=parameter.default,
        help="\n".join(["\b", *lines]),
        shell_complete=complete,
    )


def _help_of(question: SavedQuestion, in_chinese: bool) -> str:
    from duban.output.display_width import lines_of
    from duban.output.labels import chinese_name, in_language, meaning_in

    says, more = (in_language(text, in_chinese) for text in (question.says, question.more))
    lines = []
    for paragraph in filter(None, (f"{question.chinese_name}: {says}", more)):
        # click would count a Chinese sign as one column.
        lines += ["\b", *lines_of(paragraph, _HELP_WIDTH - 4), ""]
    lines += ["\b", "各列:" if in_chinese else "Columns:"]
    width = max(map(len, question.columns), default=0)
    for name, comment in question.columns.items():
        meaning = f"{chinese_name(comment)}: {meaning_in(comment, in_chinese)}"
        first, *others = lines_of(meaning, max(_HELP_WIDTH - width - 6, 20))
        lines += [f"  {name:<{width}}  {first}", *(f"  {'':<{width}}  {line}" for line in others)]
    return "\n".join(lines)
