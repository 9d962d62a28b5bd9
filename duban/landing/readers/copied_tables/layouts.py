"""The layouts in which tables are met as plain text, each recognised only where the whole of it fits.

* drawn tables (boxed.py), numbered rows between bars that were broken over lines (torn_rows.py) and lines with the same
  number of tabs or bars, or numbered on without a header (headless_rows.py): found anywhere among other lines;
* one paragraph that the rows of a table were run together in (glued_rows.py, glued_indicators.py);
* lists of tasks with labels, brackets or nothing but numbers (lists.py);
* one cell a line: a web page's table copied as text (cell_lines.py), indicators with their scores (scored_names.py), in
  groups (indicator_rows.py) or over columns (place_matrices.py); a row a line, blanks between its columns
  (spaced_rows.py).

What none of them fits stays text, and a note says that no table was recognised. A guess here would put values under the
wrong headers, which is worse than a document that a person must convert.
"""

from __future__ import annotations

import re
from itertools import takewhile

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables import boxed
from duban.landing.readers.copied_tables.cell_cycles import is_in_cycle
from duban.landing.readers.copied_tables.cell_groups import is_in_groups
from duban.landing.readers.copied_tables.cell_lines import has_bars, has_number_header, read_cell_a_line
from duban.landing.readers.copied_tables.cells import HEADER_END, LONGEST_HEADER
from duban.landing.readers.copied_tables.glued_indicators import read_glued_indicators
from duban.landing.readers.copied_tables.glued_lines import read_glued_lines
from duban.landing.readers.copied_tables.glued_rows import read_glued_rows
from duban.landing.readers.copied_tables.headless_rows import starts_headless
from duban.landing.readers.copied_tables.indicator_rows import read_indicator_rows
from duban.landing.readers.copied_tables.lost_cells import cells_seen, rows_run_together
from duban.landing.readers.copied_tables.numbered_names import read_numbered_names
from duban.landing.readers.copied_tables.page_marks import is_page_mark, land_page_marks
from duban.landing.readers.copied_tables.place_matrices import read_place_matrix
from duban.landing.readers.copied_tables.record_cycles import read_record_cycles
from duban.landing.readers.copied_tables.records import inner_pairs, pairs_of_row, read_records, row_pairs
from duban.landing.readers.copied_tables.scored_names import read_scored_names
from duban.landing.readers.copied_tables.slid_cells import put_under_columns
from duban.landing.readers.copied_tables.spaced_rows import read_spaced_rows
from duban.landing.readers.copied_tables.torn_rows import read_torn_rows
from duban.landing.readers.lists.answered_groups import read_answered_groups
from duban.landing.readers.lists.bare_numbers import has_bare_numbers
from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.paragraphs import read_paragraphs
from duban.landing.readers.lists.reading import NOT_FOUND, read_list

_LONGEST_HEADING = 40
_FEWEST_HEADER_WORDS = 4  # over rows of other lengths; three are a page's navigation, too
_FEWEST_ROWS_BELOW = 2
_FEWEST_ROWS_OF_A_LINE = 4  # header and three rows
_FEWEST_COLUMNS = 3
_RULE_CELLS = re.compile(r"^[\s|:=+\-—]*$")


def read_lines(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> None:
    """Turn lines into grids and texts of the document. offset: lines of the file that stand before them."""
    rest = _read_ruled_blocks(lines, offset, document, tally)
    if document.grids:
        for line_no, text, table_no in rest:
            document.texts.append(PrintedText(table_no, "paragraph", text, f"line {line_no}"))
        document.texts.sort(key=lambda text: text.table_no)
        read_paragraphs(document, tally)  # what a page prints above its text (索引号 | 0013) hides no list in it
        return
    listed = [ListLine(f"line {line_no}", line) for line_no, line in enumerate(lines, start=offset + 1)]
    # a number or 序号 alone on its line, and a line parted from the next by a bar, is a table's cell before it is an
    # item's; what a page prints above its table (索引号: …) makes no record of it
    is_by_cells = has_bare_numbers(lines) or has_bars(lines) or has_number_header(lines)
    if read_indicator_rows(lines, offset, document, tally) or read_glued_indicators(listed, document, tally):
        return
    if read_answered_groups(listed, document, tally) or read_glued_lines(listed, document, tally):
        return
    if read_record_cycles(listed, document, tally) or read_glued_rows(listed, document, tally):
        return
    if not is_by_cells and read_records(listed, document, tally):
        return
    if read_spaced_rows(lines, offset, document, tally) or (
        is_by_cells and read_cell_a_line(lines, offset, document, tally)
    ):
        land_page_marks(lines, offset, document)
        return
    if is_by_cells and read_records(listed, document, tally):
        return
    if (is_in_cycle(lines) or is_in_groups(lines)) and read_cell_a_line(
        lines, offset, document, tally, may_lack_numbers=True
    ):
        return
    if not is_by_cells and read_numbered_names(lines, offset, document, tally):
        return
    if read_scored_names(lines, offset, document, tally) or read_place_matrix(lines, offset, document, tally):
        return
    together = rows_run_together(lines)
    seen = together or read_list(listed, document, tally)
    if not seen or read_cell_a_line(lines, offset, document, tally, may_lack_numbers=True):
        return
    for line_no, text, _ in rest:
        document.texts.append(PrintedText(1, "paragraph", text, f"line {line_no}"))
    cells = together or cells_seen(lines)
    document.notes.append(Note("warning", f"{NOT_FOUND}: {cells}" if cells else seen, f"line {offset + 1}"))


def _read_ruled_blocks(
    lines: list[str], offset: int, document: ReadDocument, tally: Tally
) -> list[tuple[int, str, int]]:
    """Drawn tables and blocks of delimited lines become grids; returns the other lines: (line, text, next table)."""
    rest: list[tuple[int, str, int]] = []
    at = 0
    while at < len(lines):
        if boxed.starts_box(lines[at], lines[at + 1] if at + 1 < len(lines) else ""):
            at = boxed.read_box(lines, at, document, tally, lambda line: f"line {offset + line + 1}")
        elif end := read_torn_rows(lines, at, document, tally, lambda line: f"line {offset + line + 1}"):
            at = end
        elif rows := _rows_of_one_line(lines[at]):
            _land_rows(rows, f"line {offset + at + 1}", document, tally)
            at += 1
        elif width := _block_width(lines, at):
            at = _read_block(lines, at, width, offset, document, tally)
        else:
            if text := lines[at].strip(" \t\f"):
                rest.append((offset + at + 1, text, len(document.grids) + 1))
            at += 1
    return rest


def _split(line: str, fewest: int = _FEWEST_COLUMNS) -> list[str]:
    """The cells of a line with tabs or bars between them; fewer than `fewest` are none."""
    if line.count("\t") >= fewest - 1:
        return line.split("\t")
    stripped = line.strip(" \t")
    if stripped.count("|") >= fewest - 1:
        cells = stripped.split("|")
        cells = cells[1:] if stripped.startswith("|") else cells
        return cells[:-1] if stripped.endswith("|") else cells
    return []


def _rows_of_one_line(line: str) -> list[list[str]]:
    """The rows of a table that was copied into one line: a blank cell behind each, the first a header; else none.

    >>> _rows_of_one_line("| 乡镇 | 造林 | 抚育 |  | 甲镇 | 5 | 2 |  | 乙镇 |  | 1 |  | 丙镇 | 3 | 2 |")
    [['乡镇', '造林', '抚育'], ['甲镇', '5', '2'], ['乙镇', '', '1'], ['丙镇', '3', '2']]
    """
    cells = [cell.strip(" \t\u3000") for cell in line.strip(" \t|").split("|")]
    for width in range(_FEWEST_COLUMNS, len(cells) // _FEWEST_ROWS_OF_A_LINE + 1):
        rows = [cells[at : at + width] for at in range(0, len(cells), width + 1)]
        is_parted = not any(cells[width :: width + 1]) and len(rows[-1]) == width
        if is_parted and len(rows) >= _FEWEST_ROWS_OF_A_LINE and all(row[0] for row in rows) and all(rows[0]):
            return rows
    return []


def _land_rows(rows: list[list[str]], place: str, document: ReadDocument, tally: Tally) -> None:
    grid = Grid(span_is_known=False)
    tally.table(place)
    for row in rows:
        tally.add_row(grid, list(row), place)
    document.grids.append(grid)


def _block_width(lines: list[str], at: int) -> int:
    """The number of cells of a delimited block that begins here: its first two lines have the same, a heading may stand
    between them, rows are numbered on, or a header stands over two rows at least, one of them as wide; else 0.
    """
    first = _split(lines[at])
    if len(first) < _FEWEST_COLUMNS or at + 1 == len(lines):
        return 0
    following = at + 2 if _is_heading_within(lines, at + 1, len(first)) else at + 1
    below = _split(lines[following], fewest=2)  # the last value of a row of pairs may be blank
    is_paired = any(pairs([*first]) and pairs([*below]) for pairs in (row_pairs, inner_pairs))
    if len(below) == len(first) or is_paired:
        return len(first)
    block = lines[at : at + _FEWEST_ROWS_OF_A_LINE - 1]
    if starts_headless([_split(line, fewest=2) for line in block]):
        return len(first)
    return len(first) if _is_header_of_block(lines, at, first) else 0


def _is_header_of_block(lines: list[str], at: int, header: list[str]) -> bool:
    """Whether short words, each another, stand over delimited lines of any length, one at least as long."""
    words = [re.sub(r"[\s\u3000]+", "", cell) for cell in header]
    is_header = len(set(words)) == len(words) >= _FEWEST_HEADER_WORDS and all(
        word and len(word) <= LONGEST_HEADER and not word.endswith(HEADER_END) and not word[0].isdecimal()
        for word in words
    )
    if not is_header:
        return False
    widths = [len(_split(line, fewest=2)) for line in takewhile(lambda line: _split(line, fewest=2), lines[at + 1 :])]
    return len(widths) >= _FEWEST_ROWS_BELOW and max(widths) >= len(words)


def _is_heading_within(lines: list[str], at: int, width: int) -> bool:
    """Whether a line without delimiters is a heading of the block: short, no sentence, a row of the block below it."""
    text = lines[at].strip(" \t\u3000|")
    if not text or len(text) > _LONGEST_HEADING or text.endswith(HEADER_END) or at + 1 >= len(lines):
        return False
    return not _split(lines[at], fewest=2) and len(_split(lines[at + 1])) == width


def _read_block(lines: list[str], at: int, width: int, offset: int, document: ReadDocument, tally: Tally) -> int:
    """Delimited lines up to one without delimiters. Longer and shorter rows are kept as they are."""
    grid = Grid(span_is_known=False)
    are_pairs = True  # of labels and values, in every row
    tally.table(f"line {offset + at + 1}")
    while at < len(lines):
        cells = _split(lines[at], fewest=2)
        if not cells and is_page_mark(lines[at]) and _split("".join(lines[at + 1 : at + 2]), fewest=2):
            document.texts.append(
                PrintedText(len(document.grids) + 2, "page", lines[at].strip(), f"line {offset + at + 1}")
            )
            at += 1
            continue
        if not cells and not (grid.rows and _is_heading_within(lines, at, width)):
            break
        row: list[str | None] = [cell.strip(" ") for cell in cells or [lines[at].strip(" \t\u3000|")]]
        if grid.rows and row_pairs(row) and not (inner_pairs(grid.rows[0]) or row_pairs(grid.rows[0])):
            break  # what a page prints below the table: 索引号: | 0013
        if grid.rows and are_pairs and sum(1 for cell in row if cell) <= 1:
            break  # the page's title, below what it prints of itself
        if not _RULE_CELLS.match(lines[at]) or "-" not in lines[at]:
            tally.add_row(grid, row, f"line {offset + at + 1}")
            are_pairs = are_pairs and (bool(pairs_of_row(row)) or not any(row))
        at += 1
    put_under_columns(grid, document)
    document.grids.append(grid)
    return at
