"""A table copied as text with blanks between its columns: a line a row, each with its number in front.

    序号 工 作 任 务 牵头负责部门
    1 居民消费价格涨幅3%左右 发展改革委
    2 城镇新增就业1000万人以上 人力资源社会保障部

Blanks also stand within texts and letter-spaced headers, so the columns are believed only where every line agrees: all
rows and the header have as many pieces, or there are three columns, of which the middle one holds the blanks. Where a
column of figures shows that blanks part columns, rows may be shorter than the header: a merged number and blank cells
left nothing behind, and the SQL lays their cells by what they look like.
"""

from __future__ import annotations

import re
from itertools import groupby

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally

_HEADER = re.compile(r"^[\s\u3000]*(?:总?序\s?号|编\s?号|项\s?号)[\s\u3000]+\S")
_ROW = re.compile(r"^[\s\u3000]*(\d{1,4})[.\uff0e、]?[\s\u3000]+\S.*[\s\u3000]\S+[\s\u3000]*$")
_BLANKS = re.compile(r"[\s\u3000]+")
_LETTER = re.compile(r"^[一-龥]$")
_FIGURE = re.compile(r"^[-+]?\d[\d,]*(?:\.\d+)?%?$")
_FEWEST_ROWS = 3
_FEWEST_RAGGED_COLUMNS = 4
_FEWEST_PIECES = 3  # of a row without its number; a line of fewer is text
_LONGEST_HEADER = 60
_LONGEST_LAST = 60  # characters of the last column, which holds no blank


def read_spaced_rows(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such a table, which then is one of the document's; the other lines are texts."""
    filled = [(line_no, line.strip()) for line_no, line in enumerate(lines, start=offset + 1) if line.strip()]
    for start, (_, text) in enumerate(filled):
        if len(text) > _LONGEST_HEADER or not _HEADER.match(text):
            continue
        end = start + 1
        while end < len(filled) and _is_row(filled[end][1], end - start, filled[start + 1][1]):
            end += 1
        rows = [_BLANKS.split(line) for _, line in filled[start + 1 : end]]
        cells = _in_columns(_BLANKS.split(text), rows) if len(rows) >= _FEWEST_ROWS else []
        cells = cells or _ragged(text, [line for _, line in filled[start + 1 :]])
        if not cells:
            continue
        _land(filled, start, start + len(cells), cells, document, tally)
        return True
    return False


def _is_row(text: str, count: int, first: str) -> bool:
    """Whether a line is the count-th row below the first: its number counts on."""
    found, begun = _ROW.match(text), _ROW.match(first)
    return bool(found and begun and int(found.group(1)) == int(begun.group(1)) + count - 1)


def _in_columns(header: list[str], rows: list[list[str]]) -> list[list[str]]:
    """Header and rows in columns; empty where they do not agree."""
    if all(len(row) == len(header) for row in rows):
        return [header, *rows]
    if len(header) < 3 or any(len(row) < 3 or len(row[-1]) > _LONGEST_LAST for row in rows):
        return []
    if len(header) > 3 and any(len(piece) > 1 for piece in header[1:-1]):
        return []  # more than three columns, not one letter-spaced word
    return [[row[0], ("" if row is header else " ").join(row[1:-1]), row[-1]] for row in [header, *rows]]


def _ragged(header_text: str, lines: list[str]) -> list[list[str]]:
    """Header and the rows below it, as long as their cells are; empty where they prove no columns.

    Each row holds figures and no more pieces than the header; their numbers count up, rows without one go on with a
    merged one. One row at least fills the header.

    >>> _ragged("序号 指标 单 位 目标", ["1 就业 万人 5", "就业率 % 90", "2 修路 120", "3 建校 所 2"])
    [['序号', '指标', '单位', '目标'], ['1', '就业', '万人', '5'], ['就业率', '%', '90'], ['2', '修路', '120'], \
['3', '建校', '所', '2']]
    """
    header = _letters_joined(_BLANKS.split(header_text))
    rows: list[list[str]] = []
    numbered = is_full = 0
    last = 0
    for line in lines:
        row = _BLANKS.split(line)
        number = int(row[0]) if row[0].isascii() and row[0].isdecimal() else 0
        is_next = bool(number) and (not rows or number == last + 1)
        if not is_next and (not rows or number or len(row) < _FEWEST_PIECES):
            break
        rows.append(row)
        numbered += is_next
        is_full += len(row) == len(header)
        last = number if is_next else last
    has_figures = sum(any(_FIGURE.match(piece) for piece in row[1:]) for row in rows) * 2 > len(rows)
    is_proven = (
        len(header) >= _FEWEST_RAGGED_COLUMNS
        and len(set(header)) == len(header)
        and numbered >= _FEWEST_ROWS
        and is_full
        and has_figures
        and all(_FEWEST_PIECES <= len(row) <= len(header) for row in rows)
    )
    return [header, *rows] if is_proven else []


def _letters_joined(pieces: list[str]) -> list[str]:
    """A header's pieces; characters that stand alone one after the other are one letter-spaced word: 备 注."""
    joined: list[str] = []
    for is_letter, run in groupby(pieces, key=lambda piece: bool(_LETTER.match(piece))):
        words = list(run)
        joined.extend(["".join(words)] if is_letter else words)
    return joined


def _land(
    filled: list[tuple[int, str]], start: int, end: int, cells: list[list[str]], document: ReadDocument, tally: Tally
) -> None:
    first_line = filled[start][0]
    grid = Grid(span_is_known=False)
    tally.table(f"line {first_line}")
    for (line_no, _), row in zip(filled[start:end], cells, strict=True):
        tally.add_row(grid, list(row), f"line {line_no}")
    document.grids.append(grid)
    for table_no, texts in ((1, filled[:start]), (2, filled[end:])):
        document.texts.extend(PrintedText(table_no, "paragraph", text, f"line {line_no}") for line_no, text in texts)
    what = f"read as a table of {len(cells[0])} columns with blanks between them"
    document.notes.append(Note("info", what, f"line {first_line}"))
