"""A web page's table copied as text, one cell a line, with or without bars between the cells.

Four layouts, each recognised only where the whole of it fits: every row has as many lines as the header (rhythm); bars
show where a row ends or which of its cells are blank; blank cells and what a merged cell covers have left no line
behind, and each row begins with its number (counting); or nothing numbers the rows, and they look alike or come back in
a cycle (cell_cycles.py).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cell_cycles import find_cycle
from duban.landing.readers.copied_tables.cell_groups import find_groups
from duban.landing.readers.copied_tables.cell_sections import find_sections
from duban.landing.readers.copied_tables.merged_rows import part_blocks
from duban.landing.readers.copied_tables.page_marks import is_page_mark, without_page_marks
from duban.landing.readers.lists.marks import NUMBER_HEADER, is_numbered_heading, mark_of

_NUMBER = re.compile(r"^[(\uff08]?\s*\d{1,5}(?:[-.\uff0d\uff0e]\d{1,3})?\s*[)\uff09、.\uff0e*\uff0a]?$")
_HAN = re.compile("[一-龥]")
_AROUND_NUMBER = "*\uff0a、.\uff0e()\uff08\uff09"  # 9*, 9., (9)
_BLANKS = " \t\f"
_WIDE_BLANKS = " \t\f\u3000\u00a0"
_MOST_DIGITS = 9  # of a number that counts rows
_GOES_ON = ("、", ",", "\uff0c")  # at a line's end: the next line is of the same cell
_HEADER_END = ("。", ";", "\uff1b", ":", "\uff1a", "!", "\uff01")
_LONGEST_HEADER = 16
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 16
_HEADER_STARTS_BY = 20  # lines: title, issuing office, date and notes stand above it
# Of the lines after the header at least this share must be in step for the rhythm to be believed.
_IN_STEP_SHARE = 0.8
_FEWEST_COUNTED = 3  # rows whose numbers count up by one; fewer prove nothing
_MOST_NUMBER_HEADERS = 6  # that a table is looked for below
_SHORTEST_TEXT = 6  # what is to be done, in Chinese characters
_FEWEST_ALIKE = 4  # rows that nothing numbers
_ALIKE_SHARE = 0.9  # of the cells between bars that look as most of their column do
_LONGEST_HEADER_OF_BARS = 30  # 2023年单位工业增加值能耗下降目标(%)
_FIGURE = re.compile(r"^[-\u2212\uff0d+]?\d[\d.,]*[%\uff05\u2030]?$")
_MOST_ODD_HEADS = 0.2  # of rows that begin with a figure among others that begin with words
_MANY_ROWS = 50
_FEWEST_TEXTS_FIRST = 5  # of those whose first column holds no names: fewer show nobody that columns were swapped
_FEWEST_FIGURES_BEHIND = 2
_FEWEST_PARTS = 2  # targets that go on below a merged number
_MOST_DIFFERENCES = 1  # cells of such a row that look otherwise than in the first
_TITLE_ROWS = 4  # may stand above the header between bars
_LINES_A_BAR = 3  # at most, where cells are broken over lines
_NAMES = re.compile(r"^[一-龥()\uff08\uff09]{2,12}(?:[、\uff0c,][一-龥()\uff08\uff09]{2,12})+$")
_HEADER_LINE = re.compile(r"^[一-龥]{1,4}$")  # of the words over a merged first column, which may be broken
_MOST_HEADER_LINES = 2
_ENDING = 2  # characters that the cells of such a column end with
_MOST_BROKEN = 4  # cells of a header that go on over a second line
# of a text that is cut within a sentence: no label, no date, and no end
_CUT_TEXT = re.compile(r"^(?!.*\d月\d)[^:\uff1a]*[,\uff0c、][^:\uff1a]*[^:\uff1a。;\uff1b!\uff01)\uff09]$", re.DOTALL)
_MOST_MORE = 4  # lines of a row beyond its columns: cells of several lines

_Cell = tuple[int, str]  # line number, text


class _Found(NamedTuple):
    """A table among the cells: what stands before it, its rows with the header, what stands after it.

    spans: of merged cells, where they are proven; what they cover is blank.
    """

    before: list[_Cell]
    rows: list[list[_Cell]]
    after: list[_Cell]
    spans: dict[tuple[int, int], tuple[int, int]] | None = None


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
    if filled < 3 * _FEWEST_COLUMNS:
        return False
    is_barred = has_bars(lines)
    cells, ends, rest = _barred_cells(lines, offset) if is_barred else (_single_cells(lines, offset), [], [])
    found = _rows_in_rhythm(cells + rest)
    if found is None and is_barred:
        found = _rows_below_sections(cells, rest) or _rows_between_bars(cells, ends, rest)
    if not is_barred and (found is None or _skips(found.rows)):
        cells = _lines_joined([cell for cell in cells if cell[1]])  # blank cells may have left no line behind
        found = found or _rows_in_rhythm(cells)
        counted = _rows_counted(cells, is_barred) if found and _skips(found.rows) else None
        found = counted if counted and found and len(counted.rows) > len(found.rows) else found
    found = found or _rows_counted(cells + rest, is_barred)
    if found is None and is_barred:
        found = _rows_of_one_width(cells, rest)
    elif found is None and may_lack_numbers:
        found = _rows_in_groups(cells) or _rows_alike(cells) or _rows_in_cycle(cells)
    if found is None:
        return False
    before, rows, after, spans = found
    first_line = rows[0][0][0]
    for line_no, text in before:
        if text:
            document.texts.append(PrintedText(1, "paragraph", text, f"line {line_no}"))
    if is_barred:
        landed = {line_no for line_no, _ in before}
        for line_no, line in enumerate(lines[: first_line - offset - 1], start=offset + 1):
            if line.strip(" \t|") and line_no not in landed and not is_page_mark(line):
                document.texts.append(PrintedText(1, "paragraph", line.strip(), f"line {line_no}"))
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
    for line_no, text in after:
        if text:
            document.texts.append(PrintedText(2, "paragraph", text, f"line {line_no}"))
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


def _single_cells(lines: list[str], offset: int) -> list[_Cell]:
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


def _lines_joined(cells: list[_Cell]) -> list[_Cell]:
    """The cells; lines that number steps ①, ②, ③ are those of one, and a line that ends with a comma goes on.

    >>> _lines_joined([(1, "修路"), (2, "①勘察"), (3, "②开工"), (4, "2"), (5, "①立项"), (6, "甲局、"), (7, "乙局")])
    [(1, '修路'), (2, '①勘察\\n②开工'), (4, '2'), (5, '①立项'), (6, '甲局、\\n乙局')]
    """
    joined: list[_Cell] = []
    step = 0
    for line_no, text in cells:
        mark = mark_of(text)
        number = mark.number if mark and mark.kind == "circled" and text != mark.printed else 0
        above = joined[-1][1] if joined else ""
        goes_on = above.endswith(_GOES_ON) and not _NUMBER.match(above) and not _NUMBER.match(text)
        if goes_on or (number > 1 and number == step + 1):
            joined[-1] = (joined[-1][0], f"{joined[-1][1]}\n{text}")
        else:
            joined.append((line_no, text))
        step = number
    return joined


def _barred_cells(lines: list[str], offset: int) -> tuple[list[_Cell], list[int], list[_Cell]]:
    """(cells closed by bars, the indices behind those whose bar stands alone on a line, the cell that none closes).

    A cell may go on over lines; the first is the line that the first bar closes, what stands above it is none.
    """
    cells: list[_Cell] = []
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


def _rows_between_bars(cells: list[_Cell], ends: list[int], rest: list[_Cell]) -> _Found | None:
    """Rows as bars part them. None where a row would begin with a blank.

    rest: the cell that no bar closes: one of the last row where that is cut, else what stands below the table.
    """
    found = _rows_at_bars_alone(cells, ends) if len(ends) * 2 < len(cells) else _rows_filled_up(cells)
    if found is None:
        return None
    before, rows, is_cut = found
    if is_cut:
        return _Found(before, [*rows[:-1], rows[-1] + rest], [])
    return _merged_first_column(before, rows, rest) or _Found(before, rows, rest)


def _merged_first_column(before: list[_Cell], rows: list[list[_Cell]], rest: list[_Cell]) -> _Found | None:
    """Rows below a merged first cell that left nothing in them: 市教育局 | 建校2所 | 市财政局, 修路 | 各区.

    Only where every row that is not full lacks its first cell, or all but its text, and every text is longer than every
    cell of the first column. A last cell that no bar closes is the text of a row too, where it is one and no note.
    """
    width = len(rows[0])
    full = [row for row in rows[1:] if len(row) == width]
    short = [row for row in rows[1:] if len(row) < width]
    if len(full) < _FEWEST_PARTS or len(short) < _FEWEST_PARTS or len(rows[1]) < width:
        return None
    longest = max(len(re.sub(r"\s+", "", row[0][1])) for row in full)
    texts = [row[1] for row in full] + [row[0] for row in short]
    if any(len(row) not in (1, width - 1) for row in short):
        return None
    if any(len(text) <= longest or is_numbered_heading(text) for _, text in texts):
        return None
    is_text = bool(rest) and len(rest[0][1]) > longest and bool(_CUT_TEXT.match(rest[0][1]))
    whole: list[list[_Cell]] = [rows[0]]
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
    return _Found(before, whole, [] if is_text else rest, spans)


def _rows_below_sections(cells: list[_Cell], rest: list[_Cell]) -> _Found | None:
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
    return _Found(cells[: found.start], rows, [] if is_cut else rest, found.spans())


def _rows_at_bars_alone(cells: list[_Cell], ends: list[int]) -> tuple[list[_Cell], list[list[_Cell]], bool] | None:
    """(what stands above, rows that a bar alone ends or opens, whether the last is cut).

    Another bar may open each row: what stands between the two is no cell.
    """
    rows = [cells[at:end] for at, end in pairwise([0, *ends, len(cells)]) if at < end]
    if sum(1 for row in rows if not row[-1][1]) >= _IN_STEP_SHARE * (len(rows) - 1):
        rows = [row if row[-1][1] else row[:-1] for row in rows]  # the bar alone opens the next row
        rows = [row for row in rows if row]
    if sum(1 for row in rows if not row[0][1]) >= _IN_STEP_SHARE * (len(rows) - 1):
        rows = [row[1:] if not row[0][1] else row for row in rows]  # a bar opens each row before its first cell
        rows = [row for row in rows if row]
    start = next((at for at in range(min(len(rows), _TITLE_ROWS)) if _are_rows(rows[at:])), None)
    if start is None:
        return None
    return list(chain(*rows[:start])), rows[start:], bool(ends) and ends[-1] < len(cells)


def _rows_filled_up(cells: list[_Cell]) -> tuple[list[_Cell], list[list[_Cell]], bool] | None:
    """(nothing above, rows with blanks at their ends to the width of the header, whether the last is cut)."""
    is_numbered = bool(cells) and NUMBER_HEADER.match(cells[0][1]) is not None
    counted = _starts_counted([text for _, text in cells], 0, True)[0] if is_numbered else []
    for width in range(_FEWEST_COLUMNS, _MOST_COLUMNS + 1):
        rows, out_of_step = _rows_of_width(cells, width)
        heads = {row[0] for row in rows}
        if sum(1 for at in counted if cells[at] in heads) < _IN_STEP_SHARE * len(counted):
            continue  # the numbers that count on stand within the rows
        third = [text for _, text in cells[2 * width : 3 * width]]
        if any(third) and not third[0]:
            continue  # a word more above the columns than they are: the first row below it is out of step
        figures = sum(1 for row in rows[1:] if _FIGURE.match(row[0][1]))
        if not is_numbered and _MOST_ODD_HEADS * len(rows) < figures < (1 - _MOST_ODD_HEADS) * len(rows):
            continue  # a row of twice the width: words in its first column, figures in its middle
        is_filled_up = any(len(row) == width and not row[-1][1] for row in rows)
        if is_filled_up and out_of_step <= (1 - _IN_STEP_SHARE) * len(rows) and _are_rows(rows):
            return [], rows, len(rows[-1]) < width
    return None


def _rows_of_width(cells: list[_Cell], width: int) -> tuple[list[list[_Cell]], int]:
    """(rows of so many cells, how many of them begin behind blanks that belong to none)."""
    rows: list[list[_Cell]] = []
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


def _are_rows(rows: list[list[_Cell]]) -> bool:
    header = [re.sub(r"\s+", "", text) for _, text in rows[0]]
    return (
        len(rows) > _FEWEST_COUNTED
        and len(header) >= _FEWEST_COLUMNS
        and _is_header(header)
        and all(row[0][1] and len(row) <= len(header) for row in rows[1:])
    )


def _rows_of_one_width(cells: list[_Cell], rest: list[_Cell]) -> _Found | None:
    """Rows that nothing numbers, between bars that leave every cell a place: of the width at which the cells of each
    column look alike and those of one column otherwise than those of another. The last may be cut.

    rest: the cell that no bar closes: one of the last row where that is cut, else what stands below the table.
    """
    looks = [_bar_look(text) for _, text in cells]
    for width in range(_FEWEST_COLUMNS, _MOST_COLUMNS + 1):
        header = [re.sub(r"\s+", "", text) for _, text in cells[:width]]
        columns = [looks[at::width] for at in range(width, 2 * width)]
        if len(cells) < (_FEWEST_ALIKE + 1) * width or not _is_header_of_bars(header):
            continue
        kinds = [Counter(look for look in column if look) for column in columns]
        commonest = [kind.most_common(1)[0] if kind else ("", 0) for kind in kinds]
        in_step = sum(count for _, count in commonest)
        is_alike = in_step >= _ALIKE_SHARE * sum(kind.total() for kind in kinds)
        if is_alike and len({look for look, _ in commonest}) > 1 and all(columns[0]):
            rows = [cells[at : at + width] for at in range(0, len(cells), width)]
            is_cut = len(rows[-1]) < width
            rows[-1] = rows[-1] + (rest if is_cut else [])
            return _Found([], rows, [] if is_cut else rest)
    return None


def _bar_look(text: str) -> str:
    """A figure alone, a sentence, words, or blank."""
    return "figure" if _FIGURE.match(text) else _look(text).replace("figure", "word") if text else ""


def _is_header_of_bars(words: list[str]) -> bool:
    """Whether cells are the words above columns; a year and a unit of measure may stand in them."""
    return len(set(words)) == len(words) and all(
        _HAN.search(word) and len(word) <= _LONGEST_HEADER_OF_BARS and not word.endswith(_HEADER_END) for word in words
    )


def _rows_in_rhythm(cells: list[_Cell]) -> _Found | None:
    """Rows of as many cells as the header, each with a number or a blank in front; None where nothing fits.

    Headings may stand between them, each a row of one cell.
    """
    texts = [text for _, text in cells]
    best: tuple[int, list[int]] | None = None
    for start in range(min(_HEADER_STARTS_BY, len(texts))):
        for width in range(_FEWEST_COLUMNS, _MOST_COLUMNS + 1):
            first = start + width
            number = first + _heading_count(texts, first)
            if number + width > len(texts) or not _NUMBER.match(texts[number]) or not _is_header(texts[start:first]):
                continue
            if start and (_NUMBER.match(texts[start - 1]) or NUMBER_HEADER.match(texts[start - 1])):
                continue  # a header right behind a number is a row without its number, and behind 序号 one cut short
            if any(map(NUMBER_HEADER.match, texts[start + 1 : first])):
                break  # the numbers of rows stand below 序号, and no wider header would have it in front
            borders, numbers = _rows_in_step(texts, first, width)
            has_numbers = len(borders) > _FEWEST_PARTS or NUMBER_HEADER.match(texts[start])
            if has_numbers and _is_cut_row(texts, borders, width):
                borders, numbers = [*borders, len(texts)], numbers + 1
            if numbers < 2 or (borders[-1] - first) < _IN_STEP_SHARE * (len(texts) - first):
                continue
            heads = [texts[at] for at in borders[:-1]]
            if not _rise(heads) or not (NUMBER_HEADER.match(texts[start]) or _count_up(heads)):
                continue  # figures, not the numbers of rows
            if best is None or len(borders) > len(best[1]):
                best = (start, borders)
    if best is None:
        return None
    start, borders = best
    start = _number_header_above(texts, start)
    rows = [cells[at:end] for at, end in pairwise([start, *borders])]
    return _Found(cells[:start], rows, cells[borders[-1] :])


def _number_header_above(texts: list[str], start: int) -> int:
    """Where the header begins: at 序号, where that stands so few words above that cells of the header are broken over
    lines, so that it has more lines than the rows.

    >>> _number_header_above(["责任表", "序号", "任务", "责任", "领导", "单位"], 3)
    1
    """
    for at in range(start - 1, max(start - _MOST_BROKEN, 0) - 1, -1):
        if not _is_header(texts[at:start]):
            break
        if NUMBER_HEADER.match(texts[at]):
            return at
    return start


def _skips(rows: list[list[_Cell]]) -> bool:
    """Whether the numbers of the rows below the header skip some, as figures would do that stand in step by chance."""
    counts = [count for row in rows[1:] if (count := _count_of(row[0][1])) is not None]
    return any(count not in (1, before + 1) for before, count in pairwise(counts))


def _rise(heads: list[str]) -> bool:
    """Whether the numbers among the heads of rows are those of rows: nearly each is above the one before it, or begins
    again at 1.

    >>> _rise(["1", "2", "", "3", "1", "2"]), _rise(["2780", "121.8", "60", "2292", "120"])
    (True, False)
    """
    numbers = [int(match.group()) for head in heads if _NUMBER.match(head) and (match := re.search(r"\d+", head))]
    falls = sum(1 for before, number in pairwise(numbers) if 1 < number < before)
    return falls <= (1 - _IN_STEP_SHARE) * len(numbers)


def _is_cut_row(texts: list[str], borders: list[int], width: int) -> bool:
    """Whether the cells behind the rows in step are the last row, which the text was cut in: it begins with a number
    above the last, and behind its text stands another cell; a text alone may be cut itself.

    >>> texts = ["58", "修渠", "甲局", "是", "63", "修路", "乙局"]
    >>> [_is_cut_row(row, [0, 4], 4) for row in (texts, texts[:-1], [*texts[:4], "4", "修路", "乙局"])]
    [True, False, False]
    """
    rest = texts[borders[-1] :]
    if len(borders) < _FEWEST_PARTS or not 2 < len(rest) < width or not _HAN.search(rest[1]):
        return False
    above, number = _count_of(texts[borders[-2]]), _count_of(rest[0])
    return above is not None and number is not None and number > above


def _count_up(heads: list[str]) -> bool:
    """Whether half of the numbers at least are one more than that before, or begin again at 1.

    >>> _count_up(["1", "2", "", "5", "6"]), _count_up(["25", "35", "45"])
    (True, False)
    """
    counts = [int(match.group()) for head in heads if _NUMBER.match(head) and (match := re.search(r"\d+", head))]
    steps = [count in (1, before, before + 1) for before, count in pairwise(counts)]
    return sum(steps) * 2 >= len(steps)


def _heading_count(texts: list[str], at: int) -> int:
    """How many headings stand here: 一、 over (一), or 二、 over 三、 where an extract left out what was between."""
    end = at
    while end < len(texts) and is_numbered_heading(texts[end]):
        end += 1
    return end - at


def _rows_alike(cells: list[_Cell]) -> _Found | None:
    """Rows that no number begins: under a header of words, each as wide, and cell for cell of the look of the first.

    The first column holds words, another figures or sentences, or the other way about, so that no other way to cut the
    lines fits.
    """
    texts = [text for _, text in cells]
    looks = [_look(text) for text in texts]
    best: tuple[int, int, int] | None = None  # cells in step, start, width
    long_runs: dict[tuple[int, int], int] = {}  # width, place in the row -> where a run of many rows ends
    for start in range(len(texts)):
        if looks[start] != "word":
            continue
        for width in range(_FEWEST_COLUMNS, _MOST_COLUMNS + 1):
            first = start + width
            look = looks[first : first + width]
            if set(looks[start:first]) != {"word"} or not _is_header(texts[start:first]):
                break  # nor can a wider one be
            if len(look) < width or "word" not in look or not {"figure", "sentence"} & set(look):
                continue
            if first < long_runs.get((width, first % width), 0):
                continue  # words among its rows are no header
            end = first
            while end + width <= len(texts) and _differences(looks[end : end + width], look) <= _MOST_DIFFERENCES:
                end += width
            count = (end - first) // width
            if count >= _MANY_ROWS:
                long_runs[width, first % width] = end
            is_alike = sum(_differences(looks[at : at + width], look) for at in range(first, end, width)) * 4 <= count
            if _goes_on(texts[end : end + 2 * width], looks[end : end + 2 * width], "figure" in look):
                continue
            fewest = _FEWEST_ALIKE if look[0] == "word" else _FEWEST_TEXTS_FIRST
            if count >= fewest and is_alike and (best is None or end - first > best[0]):
                best = (end - first, start, width)
    if best is None:
        return None
    size, start, width = best
    first, end = start + width, start + width + size
    rows = [cells[at : at + width] for at in range(start, end, width)]
    return _Found(cells[:start], rows, cells[end:])


def _rows_in_cycle(cells: list[_Cell]) -> _Found | None:
    """Rows that nothing numbers and whose first column is merged: see cell_cycles."""
    cycle = find_cycle([text for _, text in cells])
    if cycle is None:
        return None
    borders = [cycle.start, *cycle.row_starts, cycle.end]
    rows = [cells[at:end] for at, end in pairwise(borders)]
    return _Found(cells[: cycle.start], rows, cells[cycle.end :])


def _rows_in_groups(cells: list[_Cell]) -> _Found | None:
    """Rows that nothing numbers and that wider gaps end: see cell_groups."""
    groups = find_groups(cells)
    return _Found(cells[: groups.start], groups.rows, cells[groups.end :], groups.spans()) if groups else None


def _goes_on(texts: list[str], looks: list[str], holds_figures: bool) -> bool:
    """Whether cells still follow, out of step, so that no row can be believed: figures alone; behind rows that
    hold no figures a line that is no sentence.
    """
    if holds_figures:
        return sum(1 for text in texts if re.match(r"^\d[\d.,]*[%％]?$", text)) >= _FEWEST_FIGURES_BEHIND
    return bool(looks) and looks[0] != "sentence"


def _look(text: str) -> str:
    """Figures, a sentence, or words: short, or names one after the other.

    >>> _look("市教育局、市人力资源社会保障局、各区"), _look("建成学校、食堂并于秋季开学前全部投用"), _look("年底")
    ('word', 'sentence', 'word')
    """
    if len(text) > _LONGEST_HEADER and not _NAMES.match(text):
        return "sentence"
    return "figure" if re.search(r"\d", text) else "word"


def _differences(looks: list[str], expected: list[str]) -> int:
    return sum(1 for look, other in zip(looks, expected, strict=True) if look != other)


def _rows_counted(cells: list[_Cell], is_barred: bool) -> _Found | None:
    """Rows that begin with numbers which count up by one, under a header that begins with the one of such numbers."""
    texts = [text for _, text in cells]
    for start in [at for at, text in enumerate(texts) if NUMBER_HEADER.match(text)][:_MOST_NUMBER_HEADERS]:
        first = next((at for at in range(start, len(cells)) if _NUMBER.match(texts[at])), len(cells))
        while first > start and is_numbered_heading(texts[first - 1]):
            first -= 1
        header = _header_joined(cells[start:first])
        starts, count = _starts_counted(texts, first, is_barred)
        group = None if is_barred else _group_before(cells, start, first, starts)
        if group:
            header = header[:-1]
        words = [text for _, text in header]
        if is_barred and len(set(words)) == len(words) - 1:
            words = list(dict.fromkeys(words))  # 目标任务 over the words, 目标任务 over the figure
        if not _FEWEST_COLUMNS <= len(header) <= _MOST_COLUMNS or not _is_header(words):
            continue
        if repeats := _repeats(texts, start, first):  # a page may end amid the rows of a merged number
            again = {at + step for at in repeats for step in range(first - start)}
            found = _rows_counted([cell for at, cell in enumerate(cells) if at not in again], is_barred)
            return found and found._replace(rows=_with_headers(found.rows, [cells[at][0] for at in repeats]))
        rows = [cells[at:end] for at, end in pairwise(starts)]
        lines = max((len(row) for row in rows), default=0)
        if not starts:
            continue
        last = starts[-1]
        end = _last_row_end(cells, starts, max(lines, len(header)))
        if count < _FEWEST_COUNTED and not _is_short_table(cells, start, starts, end, len(header)):
            continue
        if end > last + 1:  # else cut behind its number
            rows.append(cells[last:end])
            last = end
        elif group:
            rows.append(cells[last : last + 1])
            last += 1
        above = start
        if group:
            above, words_above, ending = group
            header = [words_above, *header]
            rows = _parted_at_texts(_groups_in_front(rows, cells[first - 1], ending))
        else:
            rows = _rows_below_numbers(rows, len(header), is_barred)
        longest = max((len(row) for row in rows), default=0)
        if count < _FEWEST_COUNTED or _FEWEST_COLUMNS <= longest <= len(header) + _MOST_MORE:
            return _Found(cells[:above], [header, *rows], cells[last:])
    return None


def _with_headers(rows: list[list[_Cell]], line_nos: list[int]) -> list[list[_Cell]]:
    """The rows and the header, the first of them, again at each of the lines that a page repeats it at."""
    header = rows[0]
    placed = [(row[0][0], row) for row in rows]
    placed += [(line_no, [(line_no, text) for _, text in header]) for line_no in line_nos if line_no < rows[-1][-1][0]]
    return [row for _, row in sorted(placed, key=lambda one: one[0])]


def _rows_below_numbers(rows: list[list[_Cell]], width: int, is_barred: bool) -> list[list[_Cell]]:
    """The rows, those below a merged number apart, where one of the ways to find them does."""
    parted = _parted_below_numbers(_parted_at_texts(rows), width)
    if is_barred and max(map(len, parted), default=0) > width:
        return [*_parted_at_blanks(rows[:-1]), rows[-1]]
    return parted


def _parted_below_numbers(rows: list[list[_Cell]], width: int) -> list[list[_Cell]]:
    """The rows; where some are longer than the header, those of each merged number apart, if that is certain: see
    merged_rows.
    """
    blocks = [row for row in rows if _NUMBER.match(row[0][1])]
    if all(len(block) <= width for block in blocks):
        return rows
    starts = part_blocks([[text for _, text in block] for block in blocks], width)
    if starts is None:
        return rows
    of_block = iter(starts)
    parted: list[list[_Cell]] = []
    for row in rows:
        begins = next(of_block) if _NUMBER.match(row[0][1]) else [0]
        parted.extend(row[at:end] for at, end in pairwise([*begins, len(row)]))
    return parted


def _is_short_table(cells: list[_Cell], start: int, starts: list[int], end: int, width: int) -> bool:
    """Whether one row or two are a table that is cut: 序号 and three words at least stand over the number 1, a text
    behind each number, no row is longer than the header, and nothing follows.

    end: where the last row ends.
    """
    numbers = [at for at in starts if _NUMBER.match(cells[at][1])]
    lengths = [following - at for at, following in pairwise([*numbers, end])]
    return (
        width > _FEWEST_COLUMNS
        and end == len(cells)
        and bool(numbers)
        and _count_of(cells[numbers[0]][1]) == 1
        and all(2 <= length <= width for length in lengths)
        and all(len(_HAN.findall(cells[at + 1][1])) >= _SHORTEST_TEXT for at in numbers)
    )


def _group_before(cells: list[_Cell], start: int, first: int, row_starts: list[int]) -> tuple[int, _Cell, str] | None:
    """Of a table whose merged first column stands before the numbers of its rows: (where its own header begins, that
    header in one, how its cells end). None where it has no such column.

    The words for it stand above those of the header that begin with 序号, and its first cell behind them, before the
    first number. Its other cells end as that one does (供水工程, 道路工程), and each stands right before a row.

    >>> lines = "甲市进展表 工程 名称 序号 内容 目标 供水工程 1 水厂 8 2 水塔 9 道路工程 3 硬化 5".split()
    >>> _group_before(list(enumerate(lines)), 3, 7, [7, 10, 14])
    (1, (1, '工程名称'), '工程')
    """
    texts = [text for _, text in cells]
    above = start
    while above > 0 and start - above < _MOST_HEADER_LINES and _HEADER_LINE.match(texts[above - 1]):
        above -= 1
    ending = texts[first - 1][-_ENDING:]
    if above == start or not above or not _HAN.match(ending) or len(texts[first - 1]) <= _ENDING:
        return None
    others = [at for at, text in enumerate(texts[first:], start=first) if _ends_so(text, ending)]
    if not others or not {at + 1 for at in others} <= set(row_starts):
        return None
    return above, (cells[above][0], "".join(texts[above:start])), ending


def _ends_so(text: str, ending: str) -> bool:
    return _ENDING < len(text) <= _LONGEST_HEADER and text.endswith(ending)


def _groups_in_front(rows: list[list[_Cell]], group: _Cell, ending: str) -> list[list[_Cell]]:
    """The rows, the groups among them each before the row that follows it."""
    moved: list[list[_Cell]] = []
    before = [group]
    for row in rows:
        is_last_a_group = len(row) > 1 and _ends_so(row[-1][1], ending)
        moved.append([*before, *(row[:-1] if is_last_a_group else row)])
        before = row[-1:] if is_last_a_group else []
    return moved


def _parted_at_texts(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """The rows; one under whose merged number several targets stand is parted where the next text begins. Only where
    the first cell behind the number, and no other, is a sentence in nearly all rows.

    >>> row = [(1, "1"), (2, "修渠。"), (3, "甲局")]
    >>> two = [(4, "2"), (5, "修路。"), (6, "乙局"), (7, "修桥。"), (8, "丙局")]
    >>> [[text for _, text in row] for row in _parted_at_texts([row] * 4 + [two])[4:]]
    [['2', '修路。', '乙局'], ['修桥。', '丙局']]
    """
    sentences = [[at for at, (_, text) in enumerate(row) if text.endswith("。")] for row in rows]
    if sum(1 for ends in sentences if ends == [1]) < _IN_STEP_SHARE * len(rows):
        return rows
    parted: list[list[_Cell]] = []
    for row, ends in zip(rows, sentences, strict=True):
        begins = [at for before, at in pairwise(ends) if at > before + 1] if ends[:1] == [1] else []
        parted.extend(row[at:end] for at, end in pairwise([0, *begins, len(row)]))
    return parted


def _parted_at_blanks(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """The rows; one under whose merged number and units several targets stand is parted behind the blank that ends it,
    where a text follows. Only where such parts are of one length, or one cell longer, for a group before the text.

    >>> part = [(3, "修桥2座"), (3, "2"), (3, "")]
    >>> row = [(1, "1"), (1, "修路"), (1, "修路5里"), (1, "甲局"), (1, "5"), (1, "")]
    >>> [len(row) for row in _parted_at_blanks([row + part, row, row + part + [(9, "桥"), *part]])]
    [6, 3, 6, 6, 3, 4]
    """
    cut = [[row[at:end] for at, end in pairwise([0, *_texts_behind_blanks(row), len(row)])] for row in rows]
    lengths = Counter(len(part) for parts in cut for part in parts[1:] if len(part) >= _FEWEST_COLUMNS)
    length, count = max(lengths.items(), key=lambda item: item[1], default=(0, 0))
    if count < _FEWEST_PARTS:
        return rows
    parted: list[list[_Cell]] = []
    for parts in cut:
        parted.append(list(parts[0]))
        for part in parts[1:]:
            if len(part) in (length, length + 1):
                parted.append(list(part))
            else:
                parted[-1].extend(part)
    return parted


def _texts_behind_blanks(row: list[_Cell]) -> list[int]:
    return [at for at in range(2, len(row)) if not row[at - 1][1] and _HAN.search(row[at][1])]


def _repeats(texts: list[str], start: int, first: int) -> list[int]:
    """Where the lines of the header, from start to first, come again below it: on the next page of the print."""
    header = texts[start:first]
    return [at for at in range(first, len(texts)) if texts[at] == header[0] and texts[at : at + len(header)] == header]


def _starts_counted(texts: list[str], first: int, is_barred: bool) -> tuple[list[int], int]:
    """(where rows begin: at numbers that count up by one and at the headings above them, how many are numbered).

    A number over a figure is another figure. is_barred: blank cells are printed, and a number over no text is the next
    figure rather than the next number.
    """
    starts: list[int] = []
    last, count = "", 0
    figures = _figures_of_rows(texts) if is_barred else _figures_over_figures(texts)
    at = first
    while at < len(texts):
        number = at + _heading_count(texts, at)
        is_number = number < len(texts) and (_is_next(last, texts[number]) if last else _NUMBER.match(texts[number]))
        if is_number and not (last and number in figures):
            starts.extend(range(at, number + 1))
            last, count = texts[number], count + 1
        at = number + 1
    return starts, count


def _figures_over_figures(texts: list[str]) -> set[int]:
    return {at for at, (_, below) in enumerate(pairwise(texts)) if below and not _HAN.search(below)}


def _figures_of_rows(texts: list[str]) -> set[int]:
    """The cells that could be a row's number and are a figure: another one follows, or the number does later, over a
    text, before the number behind it does.

    >>> [0 in _figures_of_rows(texts) for texts in (["2", "2", "100%"], ["2", "", "2", "修桥"])]
    [True, True]
    >>> [0 in _figures_of_rows(texts) for texts in (["2", "修桥", "2", "修路"], ["2", "", "3", "修路", "2", "丙"])]
    [False, False]
    """
    figures: set[int] = set()
    nearest: dict[str, int] = {}  # below the present cell, over a text
    nearest_count: dict[int, int] = {}
    following = ""
    for at in range(len(texts) - 1, -1, -1):
        text, count = texts[at], _count_of(texts[at])
        if _HAN.search(following):
            nearest[text] = at
            if count is not None:
                nearest_count[count] = at
        elif following:
            figures.add(at)
        elif text in nearest:
            behind = nearest_count.get(count + 1) if count is not None else None
            if behind is None or nearest[text] < behind:
                figures.add(at)
        following = text
    return figures


def _last_row_end(cells: list[_Cell], starts: list[int], longest: int) -> int:
    """Where the last row ends and the end of the page begins: at a gap wider than any between the cells above it, or
    behind as many lines as the longest row has.
    """
    lines = [line_no for line_no, _ in cells[starts[0] - 1 : starts[-1] + 1]]  # from the header's last word on
    widest = max(line_no - above for above, line_no in pairwise(lines))
    at = starts[-1] + 1
    while at < min(starts[-1] + longest, len(cells)) and cells[at][0] - cells[at - 1][0] <= widest:
        if cells[at][1].endswith((":", "\uff1a")):
            break  # 分享到:
        at += 1
    return at


def _is_next(number: str, following: str) -> bool:
    count = _count_of(number)
    return count is not None and _count_of(following) == count + 1


def _count_of(number: str) -> int | None:
    """The count that a row's number says, a mark of a note behind it and its signs aside: 9*, 9., (9)."""
    digits = number.strip(_AROUND_NUMBER)
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def _header_joined(cells: list[_Cell]) -> list[_Cell]:
    """The header's cells; one that begins with a bracket is the second line of the cell before it."""
    header: list[_Cell] = []
    for line_no, text in cells:
        if header and text.startswith(("(", "\uff08")):
            header[-1] = (header[-1][0], header[-1][1] + text)
        else:
            header.append((line_no, text))
    return header


def _is_header(texts: list[str]) -> bool:
    return len(set(texts)) == len(texts) and all(
        text and len(text) <= _LONGEST_HEADER and not _NUMBER.match(text) and not text.endswith(_HEADER_END)
        for text in texts
    )


def _rows_in_step(texts: list[str], first: int, width: int) -> tuple[list[int], int]:
    """(where the header ends and each row in step, how many are numbered): each begins with a number or blank and is
    not all blank, or is a heading over another row.
    """
    borders, numbers = [first], 0
    at = first
    while at + width <= len(texts):
        head = texts[at]
        headings = _heading_count(texts, at)
        if headings and at + headings + width <= len(texts) and _NUMBER.match(texts[at + headings]):
            borders.extend(range(at + 1, at + headings + 1))
            at += headings
            continue
        is_blank = not any(texts[at : at + width])
        if (head and not _NUMBER.match(head)) or is_blank or is_numbered_heading(texts[at + width - 1]):
            break
        at += width
        borders.append(at)
        numbers += bool(head)
    return borders, numbers
