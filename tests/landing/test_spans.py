"""One table, printed in three formats, gives one grid: cells in are cells out, whatever is merged."""

from __future__ import annotations

from html import escape
from io import BytesIO

import docx
import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.landing.grid import Grid
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import reader_for

Area = tuple[int, int, int, int]  # top, left, rows, columns


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, list[Area], list[str]]:
    """(rows, columns, areas that fill them without overlap, a text an area); the first row is a header, unmerged."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(1, 6))
    taken = [[row == 0 for _ in range(width)] for row in range(height)]
    areas: list[Area] = [(0, column, 1, 1) for column in range(width)]
    for row in range(1, height):
        for column in range(width):
            if taken[row][column]:
                continue
            free = next((at for at in range(column, width) if taken[row][at]), width) - column
            across = draw(st.integers(1, free))
            down = draw(st.integers(1, height - row))
            areas.append((row, column, down, across))
            for covered in range(row, row + down):
                taken[covered][column : column + across] = [True] * across
    alphabet = st.sampled_from("责任目标一二三1.0 <&\"'、a\u3000")
    printed = st.text(alphabet, min_size=1, max_size=6).map(str.strip).filter(lambda text: text and "  " not in text)
    return height, width, areas, [draw(printed) for _ in areas]


def as_html(height: int, width: int, areas: list[Area], texts: list[str]) -> bytes:
    rows: list[list[str]] = [[] for _ in range(height)]
    for (row, _, down, across), text in zip(areas, texts, strict=True):
        rows[row].append(f'<td rowspan="{down}" colspan="{across}">{escape(text)}</td>')
    return f"<table>{''.join(f'<tr>{chr(10).join(cells)}</tr>' for cells in rows)}</table>".encode()


def as_xlsx(height: int, width: int, areas: list[Area], texts: list[str]) -> bytes:
    workbook = openpyxl.Workbook()
    for (row, column, down, across), text in zip(areas, texts, strict=True):
        cell = workbook.active.cell(row + 1, column + 1)
        cell.value, cell.data_type = text, "s"
        if down > 1 or across > 1:
            workbook.active.merge_cells(
                start_row=row + 1, start_column=column + 1, end_row=row + down, end_column=column + across
            )
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def as_docx(height: int, width: int, areas: list[Area], texts: list[str]) -> bytes:
    document = docx.Document()
    table = document.add_table(height, width)
    for (row, column, down, across), text in zip(areas, texts, strict=True):
        cell = table.cell(row, column).merge(table.cell(row + down - 1, column + across - 1))
        cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def expected(height: int, width: int, areas: list[Area], texts: list[str]) -> Grid:
    grid = Grid(span_is_known=True, rows=[[None] * width for _ in range(height)])
    for (row, column, down, across), text in zip(areas, texts, strict=True):
        grid.rows[row][column] = text
        if down > 1 or across > 1:
            grid.spans[row + 1, column + 1] = (down, across)
    return grid


@settings(max_examples=15, deadline=None)
@given(tables())
def test_the_readers_agree_on_every_table(table: tuple[int, int, list[Area], list[str]]) -> None:
    wanted = expected(*table)
    for name, content in (("a.html", as_html(*table)), ("a.xlsx", as_xlsx(*table)), ("a.docx", as_docx(*table))):
        grids = reader_for(name).read(Source(name, content), Limits()).grids
        assert [grid.rows for grid in grids] == [wanted.rows], name
        assert grids[0].spans == wanted.spans, name
        assert len(list(grids[0].cells())) == sum(map(len, wanted.rows)), name
