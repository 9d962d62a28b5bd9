"""Write the constructed example: five annual tables of the invented 云岫市 in five formats, a side file beside each.

usage: python -m examples.constructed_city [FOLDER]

HTML, XLSX and DOCX keep the merged cells; the Markdown of 2020 is flattened as converters flatten such tables: a merged
cell's text stands on one row, at the height of its middle, and names stand one a row. The CSV of 2021 has a row a
target. Written twice, the files are the same.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.styles import Alignment

from examples.yunxiu_targets import HEADERS, MARK, PLACE, Target, numbered, title

_WRITTEN_AT = datetime(2021, 1, 15)
_ZIP_TIME = (2021, 1, 15, 0, 0, 0)


def main(folder: Path) -> None:
    """Write every year's table and side file into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for year, write in ((2017, _html), (2018, _xlsx), (2019, _docx), (2020, _markdown), (2021, _csv)):
        suffix, content = write(year)
        (folder / f"{year}.{suffix}").write_bytes(content)
        (folder / f"{year}.yml").write_text(_side_file(year), encoding="utf8")


def _side_file(year: int) -> str:
    return (
        f"# {MARK}: an invented city, not a published table.\n"
        f"jurisdiction: {PLACE}\nreport_year: {year}\nkind: result\nconstructed: true\nas_of: {year}-12-31\n"
    )


def _lines(target: Target) -> Iterator[tuple[str, str, str, str]]:
    """A printed row a unit: deadline, progress, status, unit."""
    for row in target.rows:
        yield row.deadline, row.progress, row.status, row.unit


def _shares_progress(target: Target) -> bool:
    return all(not row.progress for row in target.rows[1:])


def _html(year: int) -> tuple[str, bytes]:
    parts = [
        f'<html><head><meta charset="utf-8"><title>{escape(title(year))}</title></head><body>',
        f"<h1>{escape(title(year))}</h1>",
    ]
    parts.append("<table><tr>" + "".join(f"<th>{escape(header)}</th>" for header in HEADERS) + "</tr>")
    for number, target in numbered(year):
        height = len(target.rows)
        for place, (deadline, progress, status, unit) in enumerate(_lines(target)):
            cells = []
            if place == 0:
                head = (str(number), "、".join(target.leaders), target.text)
                cells += [f'<td rowspan="{height}">{escape(text)}</td>' for text in head]
            cells.append(f"<td>{escape(deadline)}</td>")
            if not _shares_progress(target):
                cells.append(f"<td>{escape(progress)}</td>")
            elif place == 0:
                cells.append(f'<td rowspan="{height}">{escape(progress)}</td>')
            cells += [f"<td>{escape(status)}</td>", f"<td>{escape(unit)}</td>"]
            parts.append("<tr>" + "".join(cells) + "</tr>")
    parts.append("</table></body></html>\n")
    return "html", "\n".join(parts).encode("utf8")


def _grid(year: int) -> tuple[list[list[str]], list[tuple[int, int, int]]]:
    """Cells of the data rows, and the merges as (column, first row, last row), all counted from 0."""
    rows: list[list[str]] = []
    merges: list[tuple[int, int, int]] = []
    for number, target in numbered(year):
        first = len(rows)
        for place, (deadline, progress, status, unit) in enumerate(_lines(target)):
            head = [str(number), "、".join(target.leaders), target.text] if place == 0 else ["", "", ""]
            rows.append([*head, deadline, progress, status, unit])
        if len(rows) - first > 1:
            columns = (0, 1, 2, 4) if _shares_progress(target) else (0, 1, 2)
            merges += [(column, first, len(rows) - 1) for column in columns]
    return rows, merges


def _xlsx(year: int) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _WRITTEN_AT
    sheet: Any = book.active
    sheet.title = "责任目标"
    sheet.append([title(year)])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADERS))
    sheet.append(list(HEADERS))
    rows, merges = _grid(year)
    for row in rows:
        sheet.append([int(row[0]) if row[0] else None, *(text or None for text in row[1:])])
    for column, first, last in merges:
        sheet.merge_cells(
            start_row=first + 3,
            end_row=last + 3,
            start_column=column + 1,
            end_column=column + 1,
        )
        sheet.cell(first + 3, column + 1).alignment = Alignment(vertical="center", wrap_text=True)
    written = io.BytesIO()
    book.save(written)
    return "xlsx", _without_times(written.getvalue())


def _docx(year: int) -> tuple[str, bytes]:
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _WRITTEN_AT
    document.add_heading(title(year), level=1)
    rows, merges = _grid(year)
    table = document.add_table(rows=1 + len(rows), cols=len(HEADERS))
    for column, header in enumerate(HEADERS):
        table.cell(0, column).text = header
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    for column, first, last in merges:
        text = rows[first][column]
        merged = table.cell(first + 1, column).merge(table.cell(last + 1, column))
        merged.text = text
    written = io.BytesIO()
    document.save(written)
    return "docx", _without_times(written.getvalue())


def _markdown(year: int) -> tuple[str, bytes]:
    lines = [
        f"# {title(year)}",
        "",
        "| " + " | ".join(HEADERS) + " |",
        "|" + "---|" * len(HEADERS),
    ]
    for number, target in numbered(year):
        height = max(len(target.rows), len(target.leaders))
        middle = (height - 1) // 2
        for place in range(height):
            row = target.rows[place] if place < len(target.rows) else None
            leader = target.leaders[place] if place < len(target.leaders) else ""
            text = target.text if place == middle else ""
            cells = [str(number) if place == 0 else "", leader, text]
            cells += [row.deadline, row.progress, row.status, row.unit] if row else ["", "", "", ""]
            lines.append("| " + " | ".join(cells) + " |")
    return "md", ("\n".join(lines) + "\n").encode("utf8")


def _csv(year: int) -> tuple[str, bytes]:
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow([title(year)])
    lines.writerow(HEADERS)
    for number, target in numbered(year):
        (row,) = target.rows
        lines.writerow(
            [number, "、".join(target.leaders), target.text, row.deadline, row.progress, row.status, row.unit]
        )
    return "csv", written.getvalue().encode("utf8")


def _without_times(archive: bytes) -> bytes:
    """The same archive with one time on every member: files that are written twice must be the same bytes."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = _dated(content)
            target.writestr(
                zipfile.ZipInfo(member.filename, _ZIP_TIME),
                content,
                zipfile.ZIP_DEFLATED,
            )
    return written.getvalue()


def _dated(core: bytes) -> bytes:
    stamp = _WRITTEN_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, core)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "raw" / "yunxiu")
