"""A web page's table copied as text, one cell a line, with or without bars between the cells.

Four layouts, each recognised only where the whole of it fits: every row has as many lines as the header
(rows_in_rhythm.py); bars show where a row ends or which of its cells are blank (barred_rows.py); blank cells and what a
merged cell covers have left no line behind, and each row begins with its number (counted_rows.py); or nothing numbers
the rows, and they look alike, come back in a cycle or end with a gap (rows_alike.py).
"""

from __future__ import annotations

from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.barred_rows import (
    rows_below_sections,
    rows_between_bars,
    rows_of_one_width,
    rows_with_groups,
)
from duban.landing.readers.copied_tables.cells import FEWEST_COLUMNS, NUMBER, Cell, land_texts
from duban.landing.readers.copied_tables.counted_rows import rows_counted
from duban.landing.readers.copied_tables.page_marks import is_page_mark, without_page_marks
from duban.landing.readers.copied_tables.rows_alike import rows_alike, rows_in_cycle, rows_in_groups
from duban.landing.readers.copied_tables.rows_in_rhythm import rows_in_rhythm, skips
from duban.landing.readers.lists.marks import NUMBER_HEADER, mark_of

_BLANKS = " \t\f"
_WIDE_BLANKS = " \t\f\u3000\u00a0"
_SHORTEST_PIECE, _LONGEST_PIECE = 2, 30  # of a broken name
_GOES_ON = ("、", ",", "\uff0c")  # at a line's end: the next line is of the same cell
_LINES_A_BAR = 3  # at most, where cells are broken over lines


def read_cell_a_line(
    lines: list[str], offset: int, document: ReadDocument, tally: Tally, may_lack_numbers: bool = False
) -> bool:
    """One cell a line: whether the lines hold such a table, which then is one of the document's.

    The rhythm is found from the numbers: under a header of N short lines every N-th line is a number or blank. Lines
    that bars part give their blank cells away, and where no rhythm fits, their rows; otherwise empty lines are blank
    cells, unless every second line is empty. Where neither fits, rows are found by numbers that count up; each is as
    short or as long as its lines are. may_lack_numbers: rows that nothing numbers are looked for last.
    """
    filled = sum(1 for line in lines if line.strip())
    if filled < 3 * FEWEST_COLUMNS:
        return False
    is_barred = has_bars(lines)
    cells, ends, rest = _barred_cells(lines, offset) if is_barred else (_single_cells(lines, offset), [], [])
    found = (rows_with_groups(cells, rest) if is_barred else None) or rows_in_rhythm(cells + rest)
    if found is None and is_barred:
        found = rows_below_sections(cells, rest) or rows_between_bars(cells, ends, rest)
    if not is_barred and (found is None or skips(found.rows)):
        cells = _lines_joined([cell for cell in cells if cell[1]])  # blank cells may have left no line behind
        found = found or rows_in_rhythm(cells)
        counted = rows_counted(cells, is_barred) if found and skips(found.rows) else None
        found = counted if counted and found and len(counted.rows) > len(found.rows) else found
    found = found or rows_counted(cells + rest, is_barred)
    if found is None and is_barred:
        found = rows_of_one_width(cells, rest)
    elif found is None and may_lack_numbers:
        found = rows_in_groups(cells) or rows_alike(cells) or rows_in_cycle(cells)
    if found is None:
        return False
    before, rows, after, spans = found
    first_line = rows[0][0][0]
    land_texts(before, 1, document)
    if is_barred:
        landed = {line_no for line_no, _ in before}
        above = enumerate(lines[: first_line - offset - 1], start=offset + 1)
        others = [cell for cell in above if cell[0] not in landed and not is_page_mark(cell[1])]
        land_texts([(line_no, line.strip()) for line_no, line in others if line.strip(" \t|")], 1, document)
    grid = Grid(span_is_known=spans is not None, spans=spans or {})
    covered = grid.covered_cells()
    tally.table(f"line {first_line}")
    for row_no, row in enumerate(rows, start=1):
        texts = [None if (row_no, at) in covered else text for at, (_, text) in enumerate(row, start=1)]
        tally.add_row(grid, texts, f"line {row[0][0]}")
        grid.cell_places.update({(row_no, at): f"line {line_no}" for at, (line_no, _) in enumerate(row, start=1)})
    document.grids.append(grid)
    columns = f"read as a table of {len(rows[0])} columns printed one cell a line"
    is_whole = all(len(row) == len(rows[0]) for row in rows[:-1]) and len(rows[-1]) <= len(rows[0])  # the last is cut
    what = columns if is_whole else f"{columns}, blank cells left out: its cells are laid by what they look like"
    document.notes.append(Note("info", what, f"line {first_line}"))
    land_texts(after, 2, document)
    return True


def has_bars(lines: list[str]) -> bool:
    """Whether bars part the lines: so many have one as could if each cell were broken over two or three."""
    barred = sum(1 for line in lines if "|" in line)
    return barred * _LINES_A_BAR > sum(1 for line in lines if line.strip())


def has_a_cell_a_line(lines: list[str]) -> bool:
    """Whether nearly no line with bars has one between two cells: bars that end cells, and no rows of a pipe table."""
    barred = [line for line in lines if "|" in line]
    return 10 * sum(1 for line in barred if "|" in line.strip(" \t|")) < len(barred)


def has_number_header(lines: list[str]) -> bool:
    """Whether the header of a column of numbers stands on a line of its own: 序号."""
    return any(NUMBER_HEADER.match(_unindented(line.strip(_BLANKS))) for line in lines)


def _single_cells(lines: list[str], offset: int) -> list[Cell]:
    """(line number, text) of each line, empty ones too; where every second line is empty, without those."""
    cells = [(line_no, _unindented(line.strip(_BLANKS))) for line_no, line in without_page_marks(lines, offset)]
    while cells and not cells[0][1]:
        cells.pop(0)
    while cells and not cells[-1][1]:
        cells.pop()
    if len(cells) > 4 and not any(text for _, text in cells[1::2]):
        return cells[::2]
    return cells


def _unindented(text: str) -> str:
    """The text without wide blanks around it; what holds nothing else is a blank cell, as printed."""
    return text.strip(_WIDE_BLANKS) or text


def _lines_joined(cells: list[Cell]) -> list[Cell]:
    """The cells; lines that number steps ①, ②, ③ are those of one, a line that ends with a comma goes on, and two that
    are a name among others of another cell are one.

    >>> _lines_joined([(1, "修路"), (2, "①勘察"), (3, "②开工"), (4, "2"), (5, "①立项"), (6, "甲局、"), (7, "乙局")])
    [(1, '修路'), (2, '①勘察\\n②开工'), (4, '2'), (5, '①立项'), (6, '甲局、\\n乙局')]
    """
    joined: list[Cell] = []
    step = 0
    names = {name for _, text in cells if "、" in text for name in text.split("、") if len(name) > _SHORTEST_PIECE}
    for line_no, text in cells:
        mark = mark_of(text)
        number = mark.number if mark and mark.kind == "circled" and text != mark.printed else 0
        above = joined[-1][1] if joined else ""
        goes_on = above.endswith(_GOES_ON) and not NUMBER.match(above) and not NUMBER.match(text)
        # 市教育 / 和科学技术局 where another cell prints 市教育和科学技术局、市财政局
        is_broken = _SHORTEST_PIECE <= len(above) <= _LONGEST_PIECE and above + text in names
        is_broken = is_broken and not {above, text} & names
        if is_broken:
            joined[-1] = (joined[-1][0], above + text)
        elif goes_on or (number > 1 and number == step + 1):
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}\n{text}")
        else:
            joined.append((line_no, text))
        step = number
    return joined


def _barred_cells(lines: list[str], offset: int) -> tuple[list[Cell], list[int], list[Cell]]:
    """(cells closed by bars, the indices behind those whose bar stands alone on a line, the cell that none closes).

    A cell may go on over lines; the first is the line that the first bar closes, what stands above it is none.
    """
    cells: list[Cell] = []
    alone: list[int] = []
    pieces: list[str] = []
    start = 0
    for line_no, line in without_page_marks(lines, offset):
        *closed, last = line.split("|")
        if closed and not cells:
            pieces, start = ([], line_no) if closed[0].strip(_BLANKS) else (pieces[-1:], start)
        for piece in closed:
            pieces.append(_unindented(piece.strip(_BLANKS)))
            cells.append((start or line_no, "\n".join(piece for piece in pieces if piece)))
            pieces, start = [], 0
        if len(closed) == 1 and not line.strip(_BLANKS + "|"):
            alone.append(len(cells))
        if last.strip(_BLANKS):
            start = start if start and cells else line_no
            pieces.append(_unindented(last.strip(_BLANKS)))
    return cells, alone, [(start, "\n".join(pieces))] if pieces and cells else []
