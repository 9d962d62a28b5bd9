"""原表: a printed table re-drawn with its merged cells and blocks. Each row leads to its target, and back."""

from __future__ import annotations

from typing import Any

from duban.errors import ConfigurationError
from workbench.asked import Asked
from workbench.frame import Visit, lay_state
from workbench.printed_table import Window, printed_tables
from workbench.published import Reader

PATH = "/原表"
TITLE = ("原表", "Printed table")
# Rows of a page of the table: a browser lays out no more of them smoothly.
PAGE_ROWS = 100


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """document: its record. tables: what it holds. printed: the page of rows that holds the row asked for."""
    document = reader.one("document", document_id=asked.text("document"))
    if document is None:
        raise ConfigurationError(
            "没有指明文档 / no document is named", remedy="从“质量”或目标页进入 / come from Quality or from a target"
        )
    tables = reader.rows("tables_of_document", document_id=document["document_id"])
    wanted = asked.number("table", tables[0]["table_no"] if tables else 1)
    table = next((table for table in tables if table["table_no"] == wanted), None)
    if table is None:
        return {"document": document, "tables": tables, "table": None, "printed": None, "pages": []}
    row = asked.number("row", table["first_row"])
    row = min(max(row or 1, table["first_row"]), table["last_row"])
    first = table["first_row"] + (row - table["first_row"]) // PAGE_ROWS * PAGE_ROWS
    window = Window(
        document["document_id"], table["table_no"], first, first + PAGE_ROWS - 1, asked_row=asked.number("row")
    )
    pages = list(range(table["first_row"], table["last_row"] + 1, PAGE_ROWS))
    return {
        "document": document,
        "tables": tables,
        "table": table,
        "printed": printed_tables(reader, [window])[0],
        "pages": pages,
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("printed.html", **values)
    if values["printed"] is None:
        lay_state(visit, "empty", visit.t("这份文档没有这张表。", "The document has no such table."))
