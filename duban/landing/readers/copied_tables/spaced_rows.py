"""A table copied as text with blanks between its columns: a line a row, each with its number in front.

    序号 工 作 任 务 牵头负责部门
    1 居民消费价格涨幅3%左右 发展改革委
    2 城镇新增就业1000万人以上 人力资源社会保障部

Blanks also stand within texts and letter-spaced headers, so the columns are believed only where every line agrees: all
rows and the header have as many pieces, or there are three columns, of which the middle one holds the blanks. Where a
column of figures shows that blanks part columns, rows may be shorter than the header: a merged number and blank cells
left nothing behind, and the SQL lays their cells by what they look like. So it does where a row goes on over lines:

    2 第一产业增加值增长5% 农业农村委
    林业局
    第一产业增加值增长3.4%

There each piece is a cell or a line of one, and headings may stand between the rows. Blanks are believed to part cells
where nearly all rows are in step: as many pieces as the header on one line, or one fewer, and a piece a line below.

Where wider gaps stand within the header's words (牵头  领导), one blank parts cells and more of them do not. The
numbers of an extract may skip there, and all rows are as long as one another.

Where merged cells stand before the text of a row, with blanks in their words, the row's one sentence ends what may hold
blanks: all before it is one cell, each piece behind it another.
"""

from __future__ import annotations

import re
from itertools import accumulate, groupby, islice, pairwise
from typing import NamedTuple

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.copied_tables.cells import ORGAN, land_cells, land_texts
from duban.landing.readers.copied_tables.group_names import Grouped, lay_groups
from duban.landing.readers.copied_tables.merged_rows import part_blocks
from duban.landing.readers.copied_tables.page_marks import without_page_marks
from duban.landing.readers.lists.marks import is_numbered_heading

_HEADER = re.compile(r"^[\s\u3000]*(?:[总總]?序\s?[号號]|[编編]\s?[号號]|[项項]\s?[号號])[\s\u3000]+\S")
_ROW = re.compile(r"^[\s\u3000]*[(\uff08]?(\d{1,4})[.\uff0e、)\uff09]?[\s\u3000]+\S.*[\s\u3000]\S+[\s\u3000]*$")
_BLANKS = re.compile(r"[\s\u3000]+")
_RANGE_GAP = re.compile(r"(?<=\d[-\u2013\u2014\uff0d~\uff5e至]) (?=\d)")
_LETTER = re.compile(r"^[一-龥]$")
_ONE_BLANK = re.compile(r"(?<=\S)[ \u3000](?=\S)")
_WIDE_GAP = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
_FIGURE = re.compile(r"^[-+]?\d[\d,]*(?:\.\d+)?%?$")
_NUMBER = re.compile(r"^[(\uff08]?(\d{1,4})[.\uff0e、)\uff09]?$")
_MOST_HEADERS = 6  # that rows are looked for below
_FEWEST_ROWS = 3
_FEWEST_FULL_ROWS = 2  # on one line, where others go on over several
_IN_STEP_SHARE = 0.8
_FEWEST_RAGGED_COLUMNS = 4
_FEWEST_PIECES = 3  # of a row without its number; a line of fewer is text
_LONGEST_HEADER = 60
_LONGEST_HEADER_WORD = 16
_STOP = re.compile("[。;\uff1b]")
_FEWEST_TEXT_WORDS = 2  # of a header, where merged cells stand before the text
# a word over who answers, or by when
_WHO_OR_WHEN = re.compile(
    "(?:领导|領導|人|单位|單位|部门|部門|时限|時限|时间|時間|情况|情況|进度|進度|进展|進展|备注|備註)$"
)
_LONGEST_LAST = 60  # characters of the last column, which holds no blank


_Line = tuple[int, str]  # line number, text


class _Row(NamedTuple):
    """lines: each with its pieces, in order."""

    lines: list[tuple[int, list[str]]]

    @property
    def cells(self) -> list[str]:
        """The pieces of all its lines."""
        return [piece for _, pieces in self.lines for piece in pieces]

    @property
    def line_nos(self) -> list[int]:
        """The line of each cell."""
        return [line_no for line_no, pieces in self.lines for _ in pieces]


def read_spaced_rows(lines: list[str], offset: int, document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such a table, which then is one of the document's; the other lines are texts."""
    printed = [(line_no, line.strip()) for line_no, line in without_page_marks(lines, offset) if line.strip()]
    headers: dict[str, int] = {}  # below the header of a later page the table is not whole
    for at, (_, text) in enumerate(printed):
        if _HEADER.match(text):
            headers.setdefault(text, at)
    for text, start in islice(headers.items(), _MOST_HEADERS):
        again = [line for line in printed[start + 1 :] if line[1] == text]  # on the next page
        filled = [*printed[: start + 1], *(line for line in printed[start + 1 :] if line[1] != text)]
        rows = _at_single_blanks(filled, start)
        if not rows and len(text) <= _LONGEST_HEADER:
            layouts = (_of_one_line_each, _below_numbers, _over_lines)
            rows = max((layout(filled, start) for layout in layouts), key=_line_count)
            rows = rows or _around_sentences(filled, start)  # what proves less, last
        grouped = None if rows else _below_groups(filled, start)
        if rows or grouped:
            if grouped:
                _land_grouped(filled, start, grouped, document, tally)
            else:
                _land(filled, start, rows, document, tally)
            document.texts.extend(PrintedText(2, "page", words, f"line {line_no}") for line_no, words in again)
            return True
    return False


def _below_groups(filled: list[_Line], start: int) -> Grouped | None:
    """Header and the rows below it, each on its line, names of groups between number and task: see group_names."""
    header = _letters_joined(_BLANKS.split(filled[start][1]))
    if len(set(header)) < len(header) or max(map(len, header)) > _LONGEST_HEADER_WORD:
        return None
    rows = [[(filled[start][0], word) for word in header]]
    last = 0
    for line_no, text in filled[start + 1 :]:
        pieces = _BLANKS.split(text)
        is_next = _is_number(pieces[0], last + 1 if last else 0)
        if len(pieces) < _FEWEST_PIECES or (not last and not is_next):
            break
        last = _number_of(pieces[0]) if is_next else last
        rows.append([(line_no, piece) for piece in pieces])
    is_whole = not any(_is_number(_BLANKS.split(text)[0], last + 1) for _, text in filled[start + len(rows) :])
    return lay_groups(rows, keeps_blanks=False) if is_whole and len(rows) > _FEWEST_ROWS else None


def _line_count(rows: list[_Row]) -> int:
    return sum(len(row.lines) for row in rows)


def _of_one_line_each(filled: list[_Line], start: int) -> list[_Row]:
    """Header and the rows below it, each on its line; empty where they do not agree."""
    text = filled[start][1]
    end = start + 1
    while end < len(filled) and _is_row(filled[end][1], end - start, filled[start + 1][1]):
        end += 1
    rows = [_BLANKS.split(line) for _, line in filled[start + 1 : end]]
    if any(_is_row(line, end - start, filled[start + 1][1]) for _, line in filled[end:]):
        return []  # the numbers count on further below
    cells = _in_columns(_BLANKS.split(text), rows) if len(rows) >= _FEWEST_ROWS else []
    cells = cells or _ragged(text, [line for _, line in filled[start + 1 :]])
    return [_Row([(line_no, row)]) for (line_no, _), row in zip(filled[start:], cells, strict=False)]


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


def _below_numbers(filled: list[_Line], start: int) -> list[_Row]:
    """Header and the rows below it, each on its line, where number and other cells are merged over several: a line
    without a number has what else its row prints. Believed where the cells alone, without their lines, would be cut
    into the same rows (merged_rows).
    """
    header = _letters_joined(_BLANKS.split(filled[start][1]))
    width = len(header)
    if width < _FEWEST_RAGGED_COLUMNS or len(set(header)) < width or max(map(len, header)) > _LONGEST_HEADER_WORD:
        return []
    rows = [_Row([(filled[start][0], header)])]
    blocks: list[list[list[str]]] = []
    last = 0
    at = start + 1
    while at < len(filled):
        line_no, text = filled[at]
        pieces = _BLANKS.split(text)
        headings = _heading_count(filled, at, last + 1 if last else 0)
        if headings:
            rows.extend(_Row([(line_no, [text])]) for line_no, text in filled[at : at + headings])
            at += headings
            continue
        if _is_number(pieces[0], last + 1 if last else 0):
            blocks.append([pieces])
            last = _number_of(pieces[0])
        elif blocks and 1 < len(pieces) < width:
            blocks[-1].append(pieces)
        else:
            break
        rows.append(_Row([(line_no, pieces)]))
        at += 1
    lengths = [len(block[0]) for block in blocks]
    if lengths.count(width) < _FEWEST_FULL_ROWS or max(lengths) > width or all(len(block) == 1 for block in blocks):
        return []
    cells = [[piece for pieces in block for piece in pieces] for block in blocks]
    begins = [[0, *accumulate(len(pieces) for pieces in block[:-1])] for block in blocks]
    return rows if part_blocks(cells, width) == begins else []


def _over_lines(filled: list[_Line], start: int) -> list[_Row]:
    """Header and the rows below it, each from its number to the next; empty where they are not in step."""
    header = _letters_joined(_BLANKS.split(filled[start][1]))
    width = len(header)
    if width < _FEWEST_PIECES or len(set(header)) < width:
        return []
    rows = [_Row([(filled[start][0], header)])]
    numbered: list[_Row] = []
    at = start + 1
    while at < len(filled):
        line_no, text = filled[at]
        pieces = _BLANKS.split(text)
        following = _number_of(numbered[-1].lines[0][1][0]) + 1 if numbered else 0
        headings = _heading_count(filled, at, following)
        if headings:
            rows.extend(_Row([(line_no, [text])]) for line_no, text in filled[at : at + headings])
            at += headings
            continue
        if _is_number(pieces[0], following):
            numbered.append(_Row([(line_no, pieces)]))
            rows.append(numbered[-1])
        elif numbered:
            numbered[-1].lines.append((line_no, pieces))
        else:
            return []
        at += 1
    _cut_last(numbered, width)
    if len(numbered) < _FEWEST_ROWS or any(len(row.lines[0][1]) > width for row in numbered):
        return []
    full = sum(1 for row in numbered if len(row.lines) == 1 and len(row.cells) == width)
    in_step = full + sum(1 for row in numbered if _goes_on_in_step(row, width))
    return rows if full >= _FEWEST_FULL_ROWS and in_step >= _IN_STEP_SHARE * len(numbered) else []


def _at_single_blanks(filled: list[_Line], start: int) -> list[_Row]:
    """Header and the rows below it, where one blank parts cells and wider gaps stand within them; empty where the rows
    are not as long as one another, with all cells of the header or all but one.
    """
    text = filled[start][1]
    header = _ONE_BLANK.split(text)
    words = [_BLANKS.sub("", word) for word in header]
    is_header = len(set(words)) == len(words) >= _FEWEST_RAGGED_COLUMNS
    if not is_header or not _WIDE_GAP.search(text) or max(map(len, words)) > _LONGEST_HEADER_WORD:
        return []
    numbered: list[_Row] = []
    last = 0
    for line_no, line in filled[start + 1 :]:
        pieces = _ONE_BLANK.split(line)
        if _number_of(pieces[0]) > last and len(pieces) >= _FEWEST_PIECES:
            numbered.append(_Row([(line_no, pieces)]))
            last = _number_of(pieces[0])
        elif numbered:
            numbered[-1].lines.append((line_no, pieces))
        else:
            return []
    lengths = {len(row.cells) for row in numbered[:-1] if len(row.lines) == 1}
    length = min(lengths, default=0)
    if len(numbered) < _FEWEST_ROWS or len(lengths) > 1 or length not in (len(words) - 1, len(words)):
        return []
    _end_last(numbered[-1], length)
    is_in_step = all(len(row.cells) - len(row.lines) < length <= len(row.cells) for row in numbered[:-1])
    is_last_in_step = len(numbered[-1].cells) - len(numbered[-1].lines) < length
    return [_Row([(filled[start][0], header)]), *numbered] if is_in_step and is_last_in_step else []


def _around_sentences(filled: list[_Line], start: int) -> list[_Row]:
    """Header and the rows below it, each on its line, where every row has one sentence, and behind it a piece for each
    word of the header over who and when; else empty.

    Merged cells stand between number and sentence, with blanks in their words, and leave nothing in the rows that they
    cover, so all up to the sentence is one cell. The last row may be cut.

        1 治水 控源 截污 关停企业3家。 市环保局
        2 迁建码头1座。 市港口局
    """
    header = _letters_joined(_BLANKS.split(filled[start][1]))
    behind = 0  # words over who and when, at the end of the header
    while behind < len(header) and _WHO_OR_WHEN.search(header[-1 - behind]):
        behind += 1
    text_words = header[1 : len(header) - behind]
    if not behind or len(text_words) < _FEWEST_TEXT_WORDS or any(map(_WHO_OR_WHEN.search, text_words)):
        return []
    end = start + 1
    while end < len(filled) and _is_row(filled[end][1], end - start, filled[start + 1][1]):
        end += 1
    rows = [_BLANKS.split(line) for _, line in filled[start + 1 : end]]
    if len(rows) < _FEWEST_ROWS:
        return []
    if end == len(filled) - 1 and _number_of(_BLANKS.split(filled[end][1])[0]) == _number_of(rows[-1][0]) + 1:
        rows.append(_BLANKS.split(filled[end][1]))  # cut in its text
        end += 1
    stops = [[at for at, piece in enumerate(row) if _STOP.search(piece)] for row in rows]
    in_step = [len(found) == 1 and len(row) == found[0] + 1 + behind for row, found in zip(rows, stops, strict=True)]
    is_cut = end == len(filled) and not in_step[-1]
    is_merged = any(found == [1] for found in stops) and any(found > [1] for found in stops)
    is_last_short = len(stops[-1]) <= 1 and all(len(rows[-1]) <= at + 1 + behind for at in stops[-1])
    if sum(in_step) < max(_FEWEST_ROWS, len(rows) - is_cut) or not is_last_short or not is_merged:
        return []
    laid = [_Row([(filled[start][0], [header[0], " ".join(text_words), *header[len(header) - behind :]])])]
    for (line_no, _), row, found in zip(filled[start + 1 :], rows, stops, strict=False):
        at = found[0] if found else len(row) - 1
        if not found and ORGAN.search(row[-1]):
            return []  # a text without an end, not one that is cut
        laid.append(_Row([(line_no, [row[0], " ".join(row[1 : at + 1]), *row[at + 1 :]])]))
    return laid


def _end_last(row: _Row, length: int) -> None:
    """Leave what stands below the table out of its last row, which is full at so many cells."""
    end = 1
    while end < len(row.lines) and sum(len(pieces) for _, pieces in row.lines[:end]) < length:
        end += 1
    del row.lines[end:]


def _number_of(piece: str) -> int:
    found = _NUMBER.match(piece)
    return int(found[1]) if found else 0


def _is_number(piece: str, expected: int) -> bool:
    """Whether a piece is the number that comes next; the first may be any (0 expected)."""
    return _number_of(piece) == expected if expected else bool(_number_of(piece))


def _heading_count(filled: list[_Line], at: int, following: int) -> int:
    """How many headings stand here, right above the row that comes next."""
    end = at
    while end < len(filled) and is_numbered_heading(filled[end][1]):
        end += 1
    is_above_row = end < len(filled) and _is_number(_BLANKS.split(filled[end][1])[0], following)
    return end - at if is_above_row else 0


def _goes_on_in_step(row: _Row, width: int) -> bool:
    """Whether a row's first line holds all cells or all but the last, and each line below is a piece."""
    (_, first), *others = row.lines
    return bool(others) and len(first) in (width - 1, width) and all(len(pieces) == 1 for _, pieces in others)


def _cut_last(numbered: list[_Row], width: int) -> None:
    """Leave what stands below the table out of its last row, which has no more lines than one above it that begins as
    it does: with a line that fills the header, or with one that does not.
    """
    if not numbered:
        return
    *above, last = numbered
    is_full = len(last.lines[0][1]) == width
    longest = max((len(row.lines) for row in above if (len(row.lines[0][1]) == width) == is_full), default=1)
    gap = max((line_no - above_no for row in above for above_no, line_no in _steps(row)), default=1)
    end = 1
    while end < min(longest, len(last.lines)) and last.lines[end][0] - last.lines[end - 1][0] <= gap:
        end += 1
    del last.lines[end:]


def _steps(row: _Row) -> list[tuple[int, int]]:
    """The numbers of each two lines that follow one another."""
    return list(pairwise(line_no for line_no, _ in row.lines))


def _letters_joined(pieces: list[str]) -> list[str]:
    """A header's pieces; characters that stand alone one after the other are one letter-spaced word: 备 注; what a
    sign of a range ends goes on.

    >>> _letters_joined("序号 1- 6月完成情况 备 注".split())
    ['序号', '1-6月完成情况', '备注']
    """
    joined: list[str] = []
    pieces = _BLANKS.split(_RANGE_GAP.sub("", " ".join(pieces)))
    for is_letter, run in groupby(pieces, key=lambda piece: bool(_LETTER.match(piece))):
        words = list(run)
        joined.extend(["".join(words)] if is_letter else words)
    return joined


def _land_grouped(filled: list[_Line], start: int, grouped: Grouped, document: ReadDocument, tally: Tally) -> None:
    what = f"read as a table of {len(grouped.rows[0]) - 1} columns with blanks between them, groups before its tasks"
    land_cells(grouped.rows, Grid(span_is_known=True, spans=grouped.spans), what, True, document, tally)
    land_texts(filled[:start], 1, document)
    land_texts(filled[start + len(grouped.rows) :], 2, document)


def _land(filled: list[_Line], start: int, rows: list[_Row], document: ReadDocument, tally: Tally) -> None:
    first_line = filled[start][0]
    grid = Grid(span_is_known=False)
    tally.table(f"line {first_line}")
    goes_on = any(len(row.lines) > 1 for row in rows)
    for row_no, row in enumerate(rows, start=1):
        tally.add_row(grid, list(row.cells), f"line {row.lines[0][0]}")
        if goes_on:
            grid.cell_places.update(
                {(row_no, at): f"line {line_no}" for at, line_no in enumerate(row.line_nos, start=1)}
            )
    document.grids.append(grid)
    land_texts(filled[:start], 1, document)
    land_texts(filled[start + _line_count(rows) :], 2, document)
    what = f"read as a table of {len(rows[0].cells)} columns with blanks between them"
    what += ", some of whose cells go on over lines: they are laid by what they look like" if goes_on else ""
    document.notes.append(Note("info", what, f"line {first_line}"))
