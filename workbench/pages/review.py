"""复核: rows that a person should look at, each inside its printed neighbourhood, with the decisions on them.

A decision is what `duban review` writes: a line of sql/seeds/corrections.csv, or of header_synonyms.csv for what a
header means; the next reload applies it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nicegui import ui

from duban.asking import decisions, review
from duban.errors import DubanError
from workbench.asked import Asked, address
from workbench.choices import names_to_choose
from workbench.frame import Visit, lay_state
from workbench.printed_table import Window, printed_tables
from workbench.published import Reader

PATH = "/复核"
TITLE = ("复核", "Review")
PAGE_ROWS = 8
# Printed rows above and below a doubtful one.
CONTEXT_ROWS = 2
# Names, headers and matches that are listed.
MOST_LISTED = 100


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """rows: a page of the queue, each with its printed neighbourhood and the numbers it may be assigned to."""
    page_no = max(asked.number("page", 1) or 1, 1)
    narrowed = {"place": asked.text("place"), "year": asked.number("year")}
    count = (reader.one("review_count", **narrowed) or {"row_count": 0})["row_count"]
    rows = reader.rows("review", **narrowed, row_limit=PAGE_ROWS, row_offset=(page_no - 1) * PAGE_ROWS)
    windows = [
        Window(
            row["document_id"],
            row["source_table_no"],
            max(row["source_row_no"] - CONTEXT_ROWS, 1),
            row["source_row_no"] + CONTEXT_ROWS,
            asked_row=row["source_row_no"],
        )
        for row in rows
    ]
    for row, printed in zip(rows, printed_tables(reader, windows), strict=True):
        row["printed"] = printed
        numbers = reader.rows("numbers_of_document", document_id=row["document_id"])
        row["numbers"] = [one["target_no"] for one in numbers]
    places, years = names_to_choose(reader)
    return {
        "rows": rows,
        "count": count,
        "page_no": page_no,
        "page_count": -(-count // PAGE_ROWS),
        "places": places,
        "years": years,
        "export": address("/导出/review.xlsx", **{key: value for key, value in asked.values.items() if key != "token"}),
    }


async def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page: the queue, then names, headers and continuations that a person should look at."""
    corrections = visit.settings.sql / "seeds" / "corrections.csv"
    decided = {line["row_key"]: line for line in decisions.read_decisions(corrections)}
    visit.html("review.html", **values)
    if not values["rows"]:
        lay_state(visit, "empty", visit.t("没有待复核的行。", "No row waits for review."))
    for row in values["rows"]:
        with ui.element("div").classes("card").props(f"id=row-{row['review_id']}"):
            visit.html("review_row.html", row=row, decided=decided.get(row["review_id"]))
            if visit.may_correct:
                _lay_decision(visit, row)
    if values["page_count"] > 1:
        visit.html("review_pages.html", **values)
    published = visit.settings.published
    if len(values["places"]) > 1 and not visit.asked.text("place"):
        lay_state(visit, "empty", visit.t("选一个地区，看它的单位名称、表头和接续。", "Choose a place."))
        return
    place, year = visit.asked.text("place"), visit.asked.number("year")
    headers = (await asyncio.to_thread(review.read_unknown_headers, published)).records()[:MOST_LISTED]
    visit.html(
        "review_lists.html",
        names=(await asyncio.to_thread(review.read_unknown_names, published, place)).records()[:MOST_LISTED],
        headers=headers,
        matches=(await asyncio.to_thread(review.read_doubtful_matches, published, place, year)).records()[:MOST_LISTED],
    )
    if headers and visit.may_correct:
        _lay_headers(visit, [header["header_text"] for header in headers])


def _lay_headers(visit: Visit, wordings: list[str]) -> None:
    """Say what a header means: one of the wordings listed above, one of the fields."""
    synonyms = visit.settings.sql / "seeds" / "header_synonyms.csv"
    with ui.element("div").classes("card decide").props("id=headers"):
        wording = ui.select(wordings, label=visit.t("表头原文", "Header")).props("outlined dense")
        field = ui.select(decisions.header_fields(synonyms), label=visit.t("字段", "Field")).props("outlined dense")
        note = ui.input(visit.t("理由", "Why")).props("outlined dense")
        by = ui.input(visit.t("决定人", "Decided by")).props("outlined dense")

        def teach() -> str:
            if not (wording.value and field.value):
                raise DubanError(visit.t("先选表头和字段。", "Choose a header and a field first."))
            decisions.teach_header(synonyms, wording.value, field.value, note.value or "", by.value or "")
            return visit.t(
                f"已记下：“{wording.value}”是 {field.value}，下次 reload 生效。",
                f"Written: '{wording.value}' is {field.value}; the next reload applies it.",
            )

        _button(visit.t("记下", "Write"), teach, "button")


def _lay_decision(visit: Visit, row: dict[str, Any]) -> None:
    """The buttons beside a doubtful row. They exist only where the visitor may correct, and so do their handlers."""
    corrections = visit.settings.sql / "seeds" / "corrections.csv"
    with ui.element("div").classes("decide"):
        note = ui.input(visit.t("理由", "Why")).props("outlined dense")
        by = ui.input(visit.t("决定人", "Decided by")).props("outlined dense")
        chosen = ui.select(row["numbers"], label=visit.t("改归目标", "Assign to")).props("outlined dense use-input")

        def decide(target_no: str | None) -> str:
            found = decisions.find_row(visit.settings.published, row["review_id"])
            made = decisions.decide(corrections, found, target_no, note.value or "", by.value or "")
            return visit.t(
                f"已记下：归入目标 {made.target_no}，下次 reload 生效。",
                f"Written: it belongs to {made.target_no}; the next reload applies it.",
            )

        def accept() -> str:
            return decide(None)

        def assign() -> str:
            if not chosen.value:
                raise DubanError(visit.t("先选一个目标。", "Choose a target first."))
            return decide(chosen.value)

        def withdraw() -> str:
            count = decisions.withdraw(corrections, row["review_id"])
            return visit.t(f"撤回了 {count} 个决定。", f"{count} decisions withdrawn.")

        given = row["target_no"] or visit.t("（无序号）", "(no number)")
        _button(visit.t(f"确认归目标 {given}", f"Accept {given}"), accept, "button")
        _button(visit.t("改归", "Assign"), assign, "button quiet")
        _button(visit.t("撤回", "Withdraw"), withdraw, "button quiet")


def _button(text: str, act: Callable[[], str], classes: str) -> None:
    def clicked() -> None:
        try:
            ui.notify(act(), type="positive", timeout=8000)
        except DubanError as error:
            ui.notify(f"{error.what} {error.remedy}", type="negative", timeout=12000)

    with ui.element("button").classes(classes).props("type=button").on("click", clicked):
        ui.label(text)
