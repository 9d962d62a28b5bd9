"""查询: SQL in the sandboxed process, with completion and the schema beside it; saved questions too."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from nicegui import ui

from duban.asking.query import Answer
from duban.asking.sandbox import ask_sandboxed
from duban.asking.saved_questions import SavedQuestion, ask_saved, find_question, saved_questions
from duban.errors import DubanError
from duban.terminal import as_text
from workbench.asked import Asked
from workbench.frame import Visit, lay_state
from workbench.published import Reader

PATH = "/查询"
TITLE = ("查询", "SQL")
SECONDS = 20.0
# Rows and characters of a value that a page shows.
MOST_ROWS, LONGEST = 500, 400
LONGEST_SQL = 20_000
_FIRST = (
    "select report_year, count(*) as targets\nfrom marts.dim_target\nwhere speaks_for_year\ngroup by all\norder by all"
)


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """tables: published tables with their columns, for the list beside the editor and for completion."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in reader.rows("schema"):
        tables.setdefault(row["table_name"], []).append(row)
    return {"tables": tables}


async def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page: saved questions, the editor with the schema beside it, the answer."""
    analyses = visit.settings.sql / "analyses"
    questions = saved_questions(analyses)
    name = visit.asked.text("question")
    question = find_question(analyses, name) if name else None
    visit.html("sql.html", questions=questions, question=question)
    with ui.element("div").classes("with-facets"):
        visit.html("schema.html", tables=values["tables"])
        with ui.element("div"):
            text = question.statement if question else visit.asked.text("sql") or _FIRST
            editor = ui.codemirror(text, language="SQL", line_wrapping=True, theme="vscodeLight").classes("sql")
            with ui.element("div").classes("bar"):
                run_it = ui.element("button").classes("button").props("type=button")
                with run_it:
                    ui.label(visit.t("运行", "Run"))
                ui.label(visit.t("只读；最多 20 秒、500 行", "read-only; at most 20 seconds and 500 rows")).classes(
                    "soft small"
                )
            answer = ui.element("div").classes("answer").props("aria-live=polite")

            async def ask() -> None:
                await _answer(visit, answer, editor.value or "")

            run_it.on("click", ask)
    if question:
        await _answer_saved(visit, answer, question)
    schema = {table: [row["column_name"] for row in rows] for table, rows in values["tables"].items()}
    ui.timer(0.1, lambda: ui.run_javascript(f"duban.complete({editor.id}, {_script_json(schema)})"), once=True)


async def _answer(visit: Visit, place: ui.element, sql: str) -> None:
    place.clear()
    with place:
        ui.label(visit.t("查询中…", "asking …")).classes("soft")
    if len(sql) > LONGEST_SQL:
        _lay_error(visit, place, visit.t("查询太长。", "The query is too long."), "")
        return
    try:
        found = await asyncio.to_thread(
            ask_sandboxed, visit.settings.published, sql, seconds=SECONDS, row_limit=MOST_ROWS
        )
    except DubanError as error:
        _lay_error(visit, place, error.what, error.remedy)
        return
    _lay_rows(visit, place, found)


async def _answer_saved(visit: Visit, place: ui.element, question: SavedQuestion) -> None:
    given = {
        parameter.name: _typed(visit.asked.text(parameter.name) or parameter.default, parameter.type)
        for parameter in question.parameters
    }
    try:
        found = await asyncio.to_thread(ask_saved, visit.settings.published, question, given)
    except DubanError as error:
        _lay_error(visit, place, error.what, error.remedy)
        return
    _lay_rows(visit, place, Answer(found.columns, found.rows[:MOST_ROWS], len(found.rows) > MOST_ROWS), question)


def _typed(text: str | None, kind: str) -> str | int | float | None:
    """What a visitor wrote for a parameter, as its type; None where it is none."""
    if text is None or kind == "varchar":
        return text
    try:
        return int(text) if kind == "integer" else float(text)
    except ValueError:
        return None


def _lay_rows(visit: Visit, place: ui.element, found: Answer, question: SavedQuestion | None = None) -> None:
    place.clear()
    headings = {
        column: comment.split(":")[0]
        for column, comment in (question.columns.items() if question else ())
        if visit.asked.language == "zh"
    }
    rows = [[as_text(value)[:LONGEST] for value in row] for row in found.rows]
    with place:
        visit.html("answer.html", columns=[headings.get(c, c) for c in found.columns], rows=rows, is_cut=found.is_cut)


def _lay_error(visit: Visit, place: ui.element, what: str, remedy: str) -> None:
    place.clear()
    with place:
        lay_state(visit, "error", what, remedy)


def _script_json(value: Any) -> str:
    """A value inside a script: no text in it can end the script."""
    return json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")
