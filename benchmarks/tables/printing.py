"""Printing flattened rows as a Markdown pipe table, with section rows and, at times, a header on every page."""

from __future__ import annotations

import random
from html import escape

from benchmarks.tables.flatten import PrintedRow
from benchmarks.tables.structure import Table

ORDINALS = "一二三四五六七八九十"


def print_document(rng: random.Random, table: Table, rows: list[PrintedRow], way: str) -> str:
    """The document's text. Pages show as repeated headers, as tables of their own, or not at all."""
    pages = rng.choice(("hidden", "repeated header", "own table"))
    if way == "lines":
        pages = "own table"
    header = "| " + " | ".join(table.headers) + " |"
    rule = "|" + "---|" * len(table.headers)
    lines = [table.title, "", header, rule]
    section: str | None = None
    section_no = 0
    page = rows[0].page_no
    for row in rows:
        if row.page_no != page:
            page = row.page_no
            if pages == "repeated header":
                lines.append(header)
            elif pages == "own table":
                lines += ["", header, rule]
        if table.blocks[row.block_no].section != section:
            section = table.blocks[row.block_no].section
            lines.append(section_line(f"{ORDINALS[section_no]}、{section}", len(table.columns)))
            section_no += 1
        cells = [row.texts.get(name, "") for name in table.columns if name not in row.missing]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def section_line(text: str, column_count: int) -> str:
    return "| " + " | ".join([text] + [""] * (column_count - 1)) + " |"


def print_merged(table: Table) -> str:
    """The document as HTML that keeps its merged cells, and so shows every block."""
    lines = [f"<h1>{escape(table.title)}</h1>", "<table>"]
    lines.append("<tr>" + "".join(f"<th>{escape(header)}</th>" for header in table.headers) + "</tr>")
    section: str | None = None
    section_no = 0
    for block in table.blocks:
        if block.section != section:
            section = block.section
            text = f"{ORDINALS[section_no]}、{section}"
            lines.append(f'<tr><td colspan="{len(table.columns)}">{escape(text)}</td></tr>')
            section_no += 1
        for row in range(block.row_count):
            cells = [merge for name in table.columns for merge in block.cells[name] if merge.first == row]
            lines.append(
                "<tr>"
                + "".join(f'<td rowspan="{cell.last - cell.first + 1}">{escape(cell.text)}</td>' for cell in cells)
                + "</tr>"
            )
    return "\n".join([*lines, "</table>"]) + "\n"
