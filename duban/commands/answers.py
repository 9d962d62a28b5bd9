"""The forms of an answer: the options that choose one, and the printing."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from duban.counting import counted

if TYPE_CHECKING:
    from duban.asking.query import Answer
    from duban.output.labels import Labels
    from duban.output.tables import View
    from duban.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])

# What people read has headings in their language; what programs read has the names of SQL, unless --zh asks.
_FOR_PEOPLE = ("table", "markdown")


@dataclass(frozen=True, slots=True)
class Output:
    """The form asked for. language: zh or en where an option says it. file: what --xlsx or --parquet writes."""

    form: str = "table"
    is_record: bool = False
    is_wide: bool = False
    is_for_excel: bool = False
    language: str | None = None
    file: Path | None = None

    def is_chinese(self) -> bool:
        """Whether headings and classes are Chinese."""
        from duban.output.language import language_in_force

        if self.language is not None:
            return self.language == "zh"
        if self.form == "xlsx" or self.is_for_excel:
            return True
        return self.form in _FOR_PEOPLE and language_in_force()[0] == "zh"


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is of: the file that was asked, the SQL or the name of the question, and what its columns are."""

    settings: Settings
    published: Path
    sql: str
    question: str = ""
    comments: Mapping[str, str] | None = None


def output_options(command: F) -> F:
    """--table, --record, --csv, --json, --markdown, --xlsx, --parquet and what goes with them, as one `output`."""

    @functools.wraps(command)
    def with_output(
        *args: Any,
        form: str,
        record: bool,
        wide: bool,
        language: str | None,
        excel: bool,
        xlsx: Path | None,
        parquet: Path | None,
        **options: Any,
    ) -> Any:
        if excel and form != "csv":
            raise click.UsageError("--excel goes with --csv")
        if xlsx and parquet:
            raise click.UsageError("--xlsx and --parquet write one file each: ask twice")
        form = "xlsx" if xlsx else "parquet" if parquet else form
        return command(*args, output=Output(form, record, wide, excel, language, xlsx or parquet), **options)

    path = click.Path(path_type=Path, dir_okay=False)
    decorators = [
        click.option("--table", "form", flag_value="table", default="table", help="As a table.  [default]"),
        click.option(
            "--record", is_flag=True, help="A line a column, a block a row: every column, also on narrow screens."
        ),
        click.option("--wide", is_flag=True, help="Long texts whole, not shortened to two lines."),
        click.option("--csv", "form", flag_value="csv", help="As CSV."),
        click.option("--excel", is_flag=True, help="With --csv: as a Chinese Excel opens it, with Chinese headings."),
        click.option("--json", "form", flag_value="json", help="As JSON."),
        click.option("--markdown", "form", flag_value="markdown", help="As a table of Markdown."),
        click.option("--xlsx", type=path, metavar="FILE", help="Write an Excel workbook, with a sheet of its origin."),
        click.option("--parquet", type=path, metavar="FILE", help="Write a Parquet file."),
        *_LANGUAGE,
    ]
    for decorate in reversed(decorators):
        with_output = decorate(with_output)
    return with_output  # type: ignore[return-value]


_LANGUAGE = (
    click.option(
        "--zh", "language", flag_value="zh", help="Chinese headings and classes.  [default: as `duban config` says]"
    ),
    click.option("--en", "language", flag_value="en", help="The names of SQL."),
)


def language_options(command: F) -> F:
    """--zh and --en alone, as `language`, for what has no other forms."""
    for decorate in reversed(_LANGUAGE):
        command = decorate(command)
    return command


def print_answer(output: Output, answer: Answer, about: About | None = None) -> None:
    """Rows in the form asked for, and on stderr how many there were."""
    from duban import terminal
    from duban.output.labels import SQL_NAMES

    columns, rows = answer.columns, answer.rows
    labels = _labels(about) if about is not None and output.is_chinese() else SQL_NAMES
    if output.form == "json":
        names = distinct_names([labels.heading(column) for column in columns])
        values = [[labels.value(column, value) for column, value in zip(columns, row, strict=True)] for row in rows]
        terminal.print_json([dict(zip(names, row, strict=True)) for row in values])
    elif output.form in ("csv", "markdown"):
        from duban.output.texts import write_csv, write_markdown

        if output.form == "csv":
            write_csv(sys.stdout, columns, rows, labels, output.is_for_excel)
        else:
            write_markdown(sys.stdout, columns, rows, labels)
    elif output.file is not None:
        _write_file(output, answer, labels, about)
        click.echo(f"{counted(len(rows), 'rows')} in {output.file}", err=True)
    else:
        from duban.output.tables import print_table

        view: View = "record" if output.is_record else "fitting"
        print_table(columns, rows, labels=labels, view=view, wide=output.is_wide)
        click.echo(f"{len(rows)} 行" if output.is_chinese() else counted(len(rows), "rows"), err=True)
    if answer.statement_count > 1:
        click.echo(f"{answer.statement_count} statements were run; this is the answer to the last", err=True)
    if answer.is_cut:
        click.echo("there were more rows: raise --limit to see them", err=True)


def print_listing(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "", language: str | None = None
) -> None:
    """A table of duban's own, with headings in the reader's language, or in the one that an option asks for."""
    from duban.output.labels import LISTINGS, SQL_NAMES
    from duban.output.tables import print_table

    labels = LISTINGS if Output(language=language).is_chinese() else SQL_NAMES
    print_table(columns, rows, title=title, labels=labels)


def distinct_names(columns: list[str]) -> list[str]:
    """Column names as keys: the second `x` is `x_2`, so that no column is lost."""
    seen: dict[str, int] = {}
    names = []
    for column in columns:
        seen[column] = seen.get(column, 0) + 1
        names.append(column if seen[column] == 1 else f"{column}_{seen[column]}")
    return names


def _write_file(output: Output, answer: Answer, labels: Labels, about: About | None) -> None:
    assert output.file is not None
    if output.form == "parquet":
        from duban.output.parquet import write_parquet

        names = distinct_names([labels.heading(column) for column in answer.columns])
        write_parquet(output.file, names, answer.rows)
        return
    from duban.asking.catalogue import origin_of
    from duban.output.xlsx import Origin, write_xlsx

    origin = Origin([], []) if about is None else origin_of(about.published, about.question, about.sql, answer, labels)
    write_xlsx(output.file, answer.columns, answer.rows, labels, origin)


def _labels(about: About) -> Labels:
    from duban.asking.catalogue import read_labels

    return read_labels(about.published, about.settings.sql / "seeds", about.sql, about.comments or {})
