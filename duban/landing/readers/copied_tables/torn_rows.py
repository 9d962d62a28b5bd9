"""Rows between bars that a copy broke over lines, at blank cells or within the header.

    序号 | 项目名称 | 建设内容 | 配套资金 |
    完成年限 | 备注 |
    1 | 修路工程 | 修路3公里 |
    | 2035年9月 |
    |
    2 | 架桥工程 | 架桥2座 | 50 | 2035年9月 | 已批 |

Numbers that count up from 1 begin the rows, so what stands up to the next number is the row's, and what stands above
the first is the header's as far as its rows are wide. Rows that are whole on their own line, over lines of cells, are
another kind and left (covered_cells.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cells import HAN, IN_STEP_SHARE, ORGAN, is_header
from duban.landing.readers.lists.marks import NUMBER_HEADER

_NUMBER_FIRST = re.compile(r"^\s*(\d{1,4})[、.\uff0e]?\s*\|")
_FEWEST_ROWS = 3
_FEWEST_WORDS = 3  # of a header's first line
_MOST_HEADER_LINES = 4
_NOTHING = ("", "/", "-", "—", "无")
_REMARK_HEADER = re.compile(r"^备\s*注$")
_SHARE_HEADER = re.compile("(?:率|比例|百分比|占比)(?:[(\uff08]?[%\uff05][)\uff09]?)?$")
_FIGURE = re.compile(r"^\d[\d.,]*$")
_SHARE = re.compile(r"^\d{1,3}(?:\.\d+)?[%\uff05]$")


class _Row(NamedTuple):
    """at: its first line; cells: with the blank ones; line_count: of printed lines it stands in."""

    at: int
    cells: list[str]
    line_count: int


def read_torn_rows(
    lines: Sequence[str], at: int, document: ReadDocument, tally: Tally, place: Callable[[int], str]
) -> int:
    """Read the table whose header begins at a line; returns the line after it, 0 where it is none of this kind.

    place: of a line, by its index. The lines looked at end before the next header.
    """
    first = _cells(lines[at])
    if len(first) < _FEWEST_WORDS or not NUMBER_HEADER.match(first[0]):
        return 0
    end = at + 1
    while end < len(lines) and "|" in lines[end] and not NUMBER_HEADER.match(_cells(lines[end])[0]):
        end += 1
    rows, above = _rows(lines, at + 1, end)
    if len(rows) < _FEWEST_ROWS:
        return 0
    header = _header(lines, at, above, max(map(_filled_width, (row.cells for row in rows))))
    if not header.cells or (header.line_count == 1 and all(row.line_count == 1 for row in rows)):
        return 0
    width = len(header.cells)
    if any(row.line_count > 1 and len(_cells(lines[row.at])) >= width for row in rows):
        return 0
    are_filled_up = all(len(row.cells) == width + 1 for row in rows[:-1])  # a bar alone ends each of them
    laid = [_laid(row.cells[:width] if are_filled_up else row.cells, header.cells) for row in rows]
    kept = [cells for cells in laid if cells]
    unsure = [
        bool(cells) and len(row.cells) < width and _is_out_of_step(cells, kept)
        for row, cells in zip(rows, laid, strict=True)
    ]
    laid = [[] if is_unsure else cells for cells, is_unsure in zip(laid, unsure, strict=True)]
    if sum(map(bool, laid)) < max(_FEWEST_ROWS, IN_STEP_SHARE * len(rows)):
        return 0
    _put_shares_back([cells for cells in laid if cells], header.cells)
    _land(lines, header, above, list(zip(rows, laid, strict=True)), document, tally, place)
    return end


def _land(
    lines: Sequence[str],
    header: _Row,
    above: int,
    rows: list[tuple[_Row, list[str]]],
    document: ReadDocument,
    tally: Tally,
    place: Callable[[int], str],
) -> None:
    """Land header, what stands between it and the first row, and rows; those without cells become texts."""
    grid = Grid(span_is_known=False)
    tally.table(place(header.at))
    tally.add_row(grid, [*header.cells], place(header.at))
    between = header.at + header.line_count
    if between < above:
        tally.add_row(grid, [*_cells_of("".join(lines[between:above]))], place(between))
    for row, cells in rows:
        if cells:
            tally.add_row(grid, [*cells], place(row.at))
    document.grids.append(grid)
    left_out = [row for row, cells in rows if not cells]
    for row in left_out:
        text = " | ".join(filter(None, row.cells))
        document.texts.append(PrintedText(len(document.grids) + 1, "paragraph", text, place(row.at)))
    if left_out:
        what = f"{len(left_out)} rows whose cells have no certain place below the header are texts and no rows"
        document.notes.append(Note("warning", what, place(left_out[0].at)))


def _rows(lines: Sequence[str], at: int, end: int) -> tuple[list[_Row], int]:
    """(the rows that numbers counting up from 1 begin, the line of the first of them)."""
    starts: list[int] = []
    for line in range(at, end):
        found = _NUMBER_FIRST.match(lines[line])
        if found and int(found[1]) == len(starts) + 1:
            starts.append(line)
    ends = [*starts[1:], end][: len(starts)]
    rows = [
        _Row(start, _cells_of("".join(lines[start:stop])), stop - start)
        for start, stop in zip(starts, ends, strict=True)
    ]
    return rows, starts[0] if starts else end


def _header(lines: Sequence[str], at: int, end: int, width: int) -> _Row:
    """The header, of as many lines as its rows need words; without cells where it has none so wide."""
    for line_count in range(1, min(end - at, _MOST_HEADER_LINES) + 1):
        words = _cells_of("".join(lines[at : at + line_count]))[: _filled_width(_cells_of("".join(lines[at:end])))]
        words = [re.sub(r"\s+", "", word) for word in words[: _filled_width(words)]]
        if not all(words) or not is_header(words) or not all(map(HAN.search, words)):
            break
        if len(words) >= width:
            return _Row(at, words, line_count)
    return _Row(at, [], 0)


def _laid(cells: list[str], header: list[str]) -> list[str]:
    """A row's cells, as many as the header has; none where it is not known under which word one stands.

    Rows that a merged cell left narrower, or that are filled up, have their cells in place up to the first blank one; a
    remark behind it goes below the last word.

    >>> header = ["序号", "项目", "内容", "年限", "责任单位", "备注"]
    >>> _laid(["1", "修路", "3公里", "", "县交通局", ""], header)
    ['1', '修路', '3公里', '', '县交通局', '']
    >>> _laid(["1", "修路", "3公里", "", "利民工程", "", "", ""], header)
    ['1', '修路', '3公里', '', '', '利民工程']
    >>> _laid(["1", "修路", "3公里", "", "县交通局", "", "", ""], header)
    []
    """
    width = len(header)
    if _filled_width(cells) > width:
        return []
    if len(cells) == width or "" not in cells[: _filled_width(cells)]:
        return _padded(cells[:width], width)
    blank = cells.index("")
    behind = [cell for cell in cells[blank:] if cell not in _NOTHING]
    laid = _padded(cells[:blank], width)
    if not behind:
        return laid
    is_remark = len(behind) == 1 and not ORGAN.search(behind[0]) and not re.search(r"\d", behind[0])
    if not (is_remark and _REMARK_HEADER.match(header[-1])):
        return []
    return [*laid[:-1], behind[0]]


def _is_out_of_step(cells: list[str], rows: list[list[str]]) -> bool:
    """Whether a figure stands alone where all other rows have words: cells are merged side by side in this row."""
    for at, cell in enumerate(cells[1:], start=1):
        others = [row[at] for row in rows if row is not cells and row[at]]
        if _FIGURE.match(cell) and others and all(map(HAN.search, others)):
            return True
    return False


def _put_shares_back(rows: list[list[str]], header: list[str]) -> None:
    """Move the cells of rows that slid left over a blank one, in place: where a column of shares (完成率) holds nothing
    else but shares and words, a share that stands right before it, among cells that are none, belongs into it.
    """
    for at in range(1, len(header)):
        if not _SHARE_HEADER.search(header[at]):
            continue
        whole = [row for row in rows if _SHARE.match(row[at])]
        slid = [row for row in rows if _SHARE.match(row[at - 1])]
        if len(whole) < _FEWEST_ROWS or len(slid) >= len(whole) or any(row in slid for row in whole):
            continue
        for row in slid:
            if not row[-1]:
                row[at - 1 :] = ["", *row[at - 1 : -1]]


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _filled_width(cells: list[str]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if cell), default=0)


def _cells(line: str) -> list[str]:
    return _cells_of(line) or [""]


def _cells_of(text: str) -> list[str]:
    """The cells of a text: a bar ends each, the last may have none."""
    cells = [cell.strip(" \t\u3000\xa0\r") for cell in text.split("|")]
    return cells if cells[-1] else cells[:-1]
