"""Rows of cells that bars part: a bar leaves every blank cell a place, so rows are as wide as their header, or end with
a bar that stands alone.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise

from duban.landing.readers.copied_tables.cell_sections import find_sections
from duban.landing.readers.copied_tables.cells import (
    FEWEST_ALIKE,
    FEWEST_COLUMNS,
    FEWEST_COUNTED,
    FEWEST_PARTS,
    HAN,
    HEADER_END,
    IN_STEP_SHARE,
    MOST_COLUMNS,
    NUMBER,
    Cell,
    Found,
    is_header,
    look_of,
)
from duban.landing.readers.copied_tables.counted_rows import starts_counted
from duban.landing.readers.copied_tables.group_names import lay_groups
from duban.landing.readers.lists.marks import NUMBER_HEADER, is_numbered_heading

_ALIKE_SHARE = 0.9  # of the cells between bars that look as most of their column do
_LONGEST_HEADER_OF_BARS = 30  # 2023年单位工业增加值能耗下降目标(%)
_FIGURE = re.compile(r"^[-\u2212\uff0d+]?\d[\d.,]*[%\uff05\u2030]?$")
_MOST_ODD_HEADS = 0.2  # of rows that begin with a figure among others that begin with words
_TITLE_ROWS = 4  # may stand above the header between bars
# of a text that is cut within a sentence: no label, no date, and no end
_CUT_TEXT = re.compile(r"^(?!.*\d月\d)[^:\uff1a]*[,\uff0c、][^:\uff1a]*[^:\uff1a。;\uff1b!\uff01)\uff09]$", re.DOTALL)


def rows_between_bars(cells: list[Cell], ends: list[int], rest: list[Cell]) -> Found | None:
    """Rows as bars part them. None where a row would begin with a blank.

    rest: the cell that no bar closes: one of the last row where that is cut, else what stands below the table.
    """
    if merged := _rows_at_blanks(cells, rest):
        return merged
    found = _rows_at_bars_alone(cells, ends) if len(ends) * 2 < len(cells) else _rows_filled_up(cells)
    if found is None:
        return None
    before, rows, is_cut = found
    if is_cut:
        return Found(before, [*rows[:-1], rows[-1] + rest], [])
    return _merged_first_column(before, rows, rest) or Found(before, rows, rest)


def rows_with_groups(cells: list[Cell], rest: list[Cell]) -> Found | None:
    """Rows that count on, names of groups between number and task: see group_names. Blank cells are among the cells.

    rest: the cell that no bar closes: one of the last row where that is cut, else what stands below the table.
    """
    texts = [text for _, text in cells]
    start = next((at for at, text in enumerate(texts) if NUMBER_HEADER.match(text)), len(cells))
    first = next((at for at in range(start, len(cells)) if NUMBER.match(texts[at])), len(cells))
    width = first - start
    if not FEWEST_COLUMNS <= width <= MOST_COLUMNS or not is_header(
        [re.sub(r"\s+", "", text) for text in texts[start:first]]
    ):
        return None
    rows = [cells[start:first]]
    for at, end in pairwise([*starts_counted(texts, first, True)[0], len(cells)]):
        below = at + width if end - at <= width else at + width + 1  # a group before the task
        rows.extend(cells[one:other] for one, other in pairwise([at, *range(below, end, width - 1), end]))
    is_cut = len(rows[-1]) < width - (not NUMBER.match(rows[-1][0][1]))
    rows[-1] = rows[-1] + (rest if is_cut else [])
    grouped = lay_groups(rows, keeps_blanks=True)
    after = [] if is_cut else rest
    if grouped is None and is_cut:  # before its units
        grouped, after = lay_groups(rows[:-1], keeps_blanks=True), rows[-1]
    if grouped is None:
        return None
    starts = [next(cell[0] for cell in row if cell) for row in grouped.rows]
    filled = [[cell or (line_no, "") for cell in row] for line_no, row in zip(starts, grouped.rows, strict=True)]
    return Found(cells[:start], filled, after, grouped.spans)


def _merged_first_column(before: list[Cell], rows: list[list[Cell]], rest: list[Cell]) -> Found | None:
    """Rows below a merged first cell that left nothing in them: 市教育局 | 建校2所 | 市财政局, 修路 | 各区.

    Only where every row that is not full lacks its first cell, or all but its text, and every text is longer than every
    cell of the first column. A last cell that no bar closes is the text of a row too, where it is one and no note.
    """
    width = len(rows[0])
    full = [row for row in rows[1:] if len(row) == width]
    short = [row for row in rows[1:] if len(row) < width]
    if len(full) < FEWEST_PARTS or len(short) < FEWEST_PARTS or len(rows[1]) < width:
        return None
    longest = max(len(re.sub(r"\s+", "", row[0][1])) for row in full)
    texts = [row[1] for row in full] + [row[0] for row in short]
    if any(len(row) not in (1, width - 1) for row in short):
        return None
    if any(len(text) <= longest or is_numbered_heading(text) for _, text in texts):
        return None
    is_text = bool(rest) and len(rest[0][1]) > longest and bool(_CUT_TEXT.match(rest[0][1]))
    whole: list[list[Cell]] = [rows[0]]
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    start = 0
    for row in [*rows[1:], *([rest] if is_text else [])]:
        if len(row) == width:
            start = len(whole) + 1
            whole.append(row)
        else:
            line_no = row[0][0]
            whole.append([(line_no, ""), *row, *[(line_no, "")] * (width - 1 - len(row))])
            spans[start, 1] = (len(whole) - start + 1, 1)
    return Found(before, whole, [] if is_text else rest, spans)


def _rows_at_blanks(cells: list[Cell], rest: list[Cell]) -> Found | None:
    """Rows that a bar opens and another ends, so that a blank stands between two: only below merged first cells that
    left nothing in the rows that they cover. A blank cell within a row would part it, too: then rows are too short.
    """
    blanks = [at for at, (_, text) in enumerate(cells) if not text]
    rows = [cells[at + 1 : end] for at, end in pairwise([-1, *blanks, len(cells)]) if at + 1 < end]
    start = next((at for at in range(min(len(rows), _TITLE_ROWS)) if _are_rows(rows[at:])), None)
    if start is None or len(blanks) < len(rows) - 1:
        return None
    before, rows = list(chain(*rows[:start])), rows[start:]
    if not cells[-1][1] or not rest:
        return _merged_first_column(before, rows, rest)
    found = _merged_first_column(before, rows[:-1], [])
    return found and _with_cut_row(found, rows[-1] + rest)


def _with_cut_row(found: Found, row: list[Cell]) -> Found:
    """The table and its last row, which lacks the cell that is merged above where a text begins it."""
    width = len(found.rows[0])
    longest = max(len(above[0][1]) for above in found.rows[1:])
    spans = dict(found.spans or {})
    if len(row) < width and len(row[0][1]) > longest:
        start = max((at for at, above in enumerate(found.rows[1:], start=2) if above[0][1]))
        spans[start, 1] = (len(found.rows) - start + 2, 1)
        row = [(row[0][0], ""), *row]
    return Found(found.before, [*found.rows, row], found.after, spans)


def rows_below_sections(cells: list[Cell], rest: list[Cell]) -> Found | None:
    """Rows whose merged first column stands before their numbers: see cell_sections.

    rest: the cell that no bar closes: one of the last row where that is cut, else what stands below the table.
    """
    found = find_sections([text for _, text in cells])
    if found is None:
        return None
    header = cells[found.start : found.start + found.header_width]
    rows = [header if found.has_number_header else [header[0], (header[0][0], ""), *header[1:]]]
    for section, number in found.rows:
        merged = (cells[number][0], "") if section is None else cells[section]
        rows.append([merged, *cells[number : number + found.width]])
    is_cut = len(rows[-1]) <= found.width
    rows[-1].extend(rest if is_cut else [])
    return Found(cells[: found.start], rows, [] if is_cut else rest, found.spans())


def _rows_at_bars_alone(cells: list[Cell], ends: list[int]) -> tuple[list[Cell], list[list[Cell]], bool] | None:
    """(what stands above, rows that a bar alone ends or opens, whether the last is cut).

    Another bar may open each row: what stands between the two is no cell.
    """
    rows = [cells[at:end] for at, end in pairwise([0, *ends, len(cells)]) if at < end]
    if sum(1 for row in rows if not row[-1][1]) >= IN_STEP_SHARE * (len(rows) - 1):
        rows = [row if row[-1][1] else row[:-1] for row in rows]  # the bar alone opens the next row
        rows = [row for row in rows if row]
    if sum(1 for row in rows if not row[0][1]) >= IN_STEP_SHARE * (len(rows) - 1):
        rows = [row[1:] if not row[0][1] else row for row in rows]  # a bar opens each row before its first cell
        rows = [row for row in rows if row]
    start = next((at for at in range(min(len(rows), _TITLE_ROWS)) if _are_rows(rows[at:])), None)
    if start is None:
        return None
    return list(chain(*rows[:start])), rows[start:], bool(ends) and ends[-1] < len(cells)


def _rows_filled_up(cells: list[Cell]) -> tuple[list[Cell], list[list[Cell]], bool] | None:
    """(nothing above, rows with blanks at their ends to the width of the header, whether the last is cut)."""
    is_numbered = bool(cells) and NUMBER_HEADER.match(cells[0][1]) is not None
    counted = starts_counted([text for _, text in cells], 0, True)[0] if is_numbered else []
    for width in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
        rows, out_of_step = _rows_of_width(cells, width)
        heads = {row[0] for row in rows}
        if sum(1 for at in counted if cells[at] in heads) < IN_STEP_SHARE * len(counted):
            continue  # the numbers that count on stand within the rows
        third = [text for _, text in cells[2 * width : 3 * width]]
        if any(third) and not third[0]:
            continue  # a word more above the columns than they are: the first row below it is out of step
        figures = sum(1 for row in rows[1:] if _FIGURE.match(row[0][1]))
        if not is_numbered and _MOST_ODD_HEADS * len(rows) < figures < (1 - _MOST_ODD_HEADS) * len(rows):
            continue  # a row of twice the width: words in its first column, figures in its middle
        is_filled_up = any(len(row) == width and not row[-1][1] for row in rows)
        if is_filled_up and out_of_step <= (1 - IN_STEP_SHARE) * len(rows) and _are_rows(rows):
            return [], rows, len(rows[-1]) < width
    return None


def _rows_of_width(cells: list[Cell], width: int) -> tuple[list[list[Cell]], int]:
    """(rows of so many cells, how many of them begin behind blanks that belong to none)."""
    rows: list[list[Cell]] = []
    out_of_step = at = 0
    while at < len(cells):
        if not any(text for _, text in cells[at : at + width]):
            at += width  # a blank row
        elif not cells[at][1]:
            out_of_step += 1
            at = next(later for later in range(at, len(cells)) if cells[later][1])
        else:
            rows.append(cells[at : at + width])
            at += width
    return rows, out_of_step


def _are_rows(rows: list[list[Cell]]) -> bool:
    header = [re.sub(r"\s+", "", text) for _, text in rows[0]]
    return (
        len(rows) > FEWEST_COUNTED
        and len(header) >= FEWEST_COLUMNS
        and is_header(header)
        and all(row[0][1] and len(row) <= len(header) for row in rows[1:])
    )


def rows_of_one_width(cells: list[Cell], rest: list[Cell]) -> Found | None:
    """Rows that nothing numbers, between bars that leave every cell a place: of the width at which the cells of each
    column look alike and those of one column otherwise than those of another. The last may be cut.

    rest: the cell that no bar closes: one of the last row where that is cut, else what stands below the table.
    """
    looks = [_bar_look(text) for _, text in cells]
    for width in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
        header = [re.sub(r"\s+", "", text) for _, text in cells[:width]]
        columns = [looks[at::width] for at in range(width, 2 * width)]
        if len(cells) < (FEWEST_ALIKE + 1) * width or not _is_header_of_bars(header):
            continue
        kinds = [Counter(look for look in column if look) for column in columns]
        commonest = [kind.most_common(1)[0] if kind else ("", 0) for kind in kinds]
        in_step = sum(count for _, count in commonest)
        is_alike = in_step >= _ALIKE_SHARE * sum(kind.total() for kind in kinds)
        if is_alike and len({look for look, _ in commonest}) > 1 and all(columns[0]):
            rows = [cells[at : at + width] for at in range(0, len(cells), width)]
            is_cut = len(rows[-1]) < width
            rows[-1] = rows[-1] + (rest if is_cut else [])
            return Found([], rows, [] if is_cut else rest)
    return None


def _bar_look(text: str) -> str:
    """A figure alone, a sentence, words, or blank."""
    return "figure" if _FIGURE.match(text) else look_of(text).replace("figure", "word") if text else ""


def _is_header_of_bars(words: list[str]) -> bool:
    """Whether cells are the words above columns; a year and a unit of measure may stand in them."""
    return len(set(words)) == len(words) and all(
        HAN.search(word) and len(word) <= _LONGEST_HEADER_OF_BARS and not word.endswith(HEADER_END) for word in words
    )
