"""The saved questions: `sql/analyses/*.sql`, asked of the published file by name.

The comments of a file say all that is known of a question, in Chinese and in English: `中文名: 中文说明 / English`. The
first line is its name and what it answers, the next ones say more, first in Chinese; a line `-- parameter NAME: TYPE,
中文名: 中文说明 / English` declares a variable, and with `TYPE of schema.table.column` where its values stand, with
`TYPE in schema.table.column` where the values stand that hold its words;
`-- pivot: COLUMN using VALUE, VALUE` turns the values of a column into columns. The comment behind each column of the
final select is its name and what it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.asking.query import Answer, ask
from duban.errors import ConfigurationError, DubanError
from duban.modelling.sql_comments import column_comments
from duban.nearest import near_names, nearest
from duban.output.labels import chinese_name, explanation

_PARAMETER = re.compile(
    r"--\s*parameter (?P<name>\w+): (?P<type>varchar|integer|double)(?: (?P<relation>of|in) (?P<source>\w+\.\w+\.\w+))?"
    r"(?: or (?P<default>\S+))?, (?P<comment>.+)"
)
_PIVOT = re.compile(r"--\s*pivot: (?P<column>\w+) using (?P<values>\w+(?:, \w+)*)")
# As `duban.output.labels.read_class_labels` reads the files of the same seeds.
_CLASSES = """
select class
from (
    select column_name, class, class_label from seeds.class_labels
    union all
    select 'reason', reason, reason_name from seeds.claim_reasons
)
where class_label = getvariable('label') and column_name = getvariable('class_column')
"""
# The end of a line within Chinese, where no blank belongs.
_BETWEEN_SIGNS = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a question. type: varchar, integer or double. source: schema.table.column of its values, or ''.

    is_part: part of such a value is enough.
    """

    name: str
    type: str
    source: str
    default: str | None
    comment: str
    is_part: bool = False

    @property
    def option(self) -> str:
        """As it is typed: --at-least."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """One file of sql/analyses. says: what it answers, its first sentence. more: the other sentences of its head; both
    as `中文 / English`.

    columns: name -> `中文名: 中文说明 / English`, in their order. pivot: the statement around it, or ''.
    """

    name: str
    chinese_name: str
    says: str
    more: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    pivot: str = ""

    @property
    def statement(self) -> str:
        """The SQL that is run."""
        return self.pivot.format(sql=self.sql.strip().rstrip(";")) if self.pivot else self.sql


def saved_questions(analyses: Path) -> list[SavedQuestion]:
    """Every saved question, by name."""
    return [read_question(path) for path in sorted(analyses.glob("*.sql"))]


def read_question(path: Path) -> SavedQuestion:
    """One question with all that its comments say."""
    sql = path.read_text("utf8")
    sentences, parameters, pivot = [], [], ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        if found := _PARAMETER.match(line):
            kind, source = found["type"], found["source"] or ""
            is_part = found["relation"] == "in"
            parameters.append(Parameter(found["name"], kind, source, found["default"], found["comment"], is_part))
        elif found := _PIVOT.match(line):
            values = found["values"].split(", ")
            using = ", ".join(f"any_value({value}) as {value}" for value in values)
            pivot = f"pivot ({{sql}}) on {found['column']} using {using} order by all"
        else:
            sentences.append(line.lstrip("-").strip())
    head = sentences[0] if sentences else ""
    more = _BETWEEN_SIGNS.sub("", " ".join(sentences[1:]))
    final = sql[max(sql.rfind("\nselect"), 0) :]
    return SavedQuestion(
        path.stem, chinese_name(head), explanation(head), more, sql, tuple(parameters), column_comments(final), pivot
    )


def find_question(analyses: Path, name: str) -> SavedQuestion:
    """A question by its name or its Chinese name. Raises ConfigurationError with the nearest name."""
    questions = saved_questions(analyses)
    for question in questions:
        if name in (question.name, question.chinese_name):
            return question
    names = [known for question in questions for known in (question.name, question.chinese_name) if known]
    raise ConfigurationError(
        f"there is no saved question '{name}'",
        remedy=f"{nearest(name, names, 'saved question')} `duban ask` lists them",
    )


def ask_saved(published: Path, question: SavedQuestion, values: Mapping[str, Any]) -> Answer:
    """Ask one, narrowed by the values of its parameters; None asks for all.

    Raises ConfigurationError where a value stands nowhere in the published file, with the nearest one that does, and
    the errors of `query.ask`.
    """
    declared = [parameter.name for parameter in question.parameters]
    for name, value in values.items():
        if value is not None and name not in declared:
            raise ConfigurationError(
                f"'{question.name}' is not narrowed by {name}", remedy=f"what narrows it: {', '.join(declared)}"
            )
    values = {name: _class_of_label(published, question, name, value) for name, value in values.items()}
    answer = ask(published, question.statement, variables=values)
    if not answer.rows:
        for parameter in question.parameters:
            _check_value(published, parameter, values)
    return answer


def _class_of_label(published: Path, question: SavedQuestion, name: str, value: Any) -> Any:
    """A class by its Chinese label, as a Chinese answer shows it: 提高 for raised. Anything else as it is."""
    if not isinstance(value, str) or value.isascii():
        return value
    source = next(parameter.source for parameter in question.parameters if parameter.name == name)
    column = source.rpartition(".")[2]
    try:
        classes = ask(published, _CLASSES, variables={"label": value, "class_column": column}).rows
    except DubanError:  # a file without labels
        return value
    return classes[0][0] if classes else value


def values_of(published: Path, parameter: Parameter, place: str | None = None) -> list[str]:
    """The values that a parameter can have in the published file, of one place where its table names places."""
    if not parameter.source:
        return []
    schema, table, column = parameter.source.split(".")
    columns = f"select column_name from duckdb_columns() where schema_name = '{schema}' and table_name = '{table}'"
    has_place = place is not None and ("jurisdiction_name",) in ask(published, columns).rows
    where = "where jurisdiction_name = getvariable('place')" if has_place else ""
    asked = f"select distinct {column} from {schema}.{table} {where} order by all"
    rows = ask(published, asked, variables={"place": place}, seconds=5.0).rows
    return [str(value) for (value,) in rows if value is not None]


def completions(published: Path, parameter: Parameter, begun: str, place: str | None = None) -> list[str]:
    """The values that go on from what is typed; none where there is nothing to ask."""
    try:
        known = values_of(published, parameter, place)
        return [value for value in known if (begun in value if parameter.is_part else value.startswith(begun))]
    except DubanError:
        return []


def _check_value(published: Path, parameter: Parameter, values: Mapping[str, Any]) -> None:
    """Raise ConfigurationError where no answer came because of a value that is not there: a misspelt place."""
    value = values.get(parameter.name)
    if value is None or not parameter.source:
        return
    place = values.get("place") if parameter.name != "place" else None
    known = values_of(published, parameter, place)
    if str(value) in known or (parameter.is_part and any(str(value) in whole for whole in known)):
        return
    of = f" of {place}" if place else ""
    if parameter.type == "integer":
        raise ConfigurationError(
            f"no report for {value}{of}", remedy=f"the {parameter.name}s are {', '.join(known) or '(none)'}"
        )
    near = near_names(str(value), known)
    remedy = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known[:12])}"
    raise ConfigurationError(f"no {parameter.name} '{value}'{of}", remedy=remedy)
