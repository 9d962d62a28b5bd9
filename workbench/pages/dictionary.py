"""数据字典: every table of the published file with its meaning, and a table's columns with theirs."""

from __future__ import annotations

from typing import Any

from duban.errors import ConfigurationError
from duban.nearest import nearest
from workbench.asked import Asked
from workbench.frame import Visit
from workbench.published import Reader

PATH = "/数据字典"
TITLE = ("数据字典", "Data dictionary")


def read(reader: Reader, asked: Asked) -> dict[str, Any]:
    """tables: all there are. table, columns: the one asked for. Raises ConfigurationError where there is none."""
    tables = reader.rows("tables")
    name = asked.text("table")
    table = next((table for table in tables if table["table_name"] == name), None)
    if name and table is None:
        known = [table["table_name"] for table in tables]
        raise ConfigurationError(f"没有表 / no table {name}", remedy=nearest(name, known, "table"))
    return {
        "tables": tables,
        "table": table,
        "columns": reader.rows("columns_of_table", table_name=name) if table else [],
    }


def show(visit: Visit, values: dict[str, Any]) -> None:
    """Lay out the page."""
    visit.html("dictionary.html", **values)
