"""Rows that begin with numbers which count up by one, or rise where an extract of a larger table left rows out. Blank
cells and what a merged cell covers have left no line behind, so each row is as short or as long as its cells are.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from duban.landing.readers.copied_tables.answers import answers_joined, are_reports
from duban.landing.readers.copied_tables.cells import (
    ALL_OF,
    FEWEST_COLUMNS,
    FEWEST_COUNTED,
    FEWEST_PARTS,
    HAN,
    IN_STEP_SHARE,
    LONGEST_HEADER,
    MOST_COLUMNS,
    NUMBER,
    ORGAN,
    Cell,
    Found,
    count_of,
    heading_count,
    is_header,
)
from duban.landing.readers.copied_tables.merged_rows import part_blocks
from duban.landing.readers.lists.marks import NUMBER_HEADER, is_numbered_heading

_MOST_NUMBER_HEADERS = 6  # that a table is looked for below
_SHORTEST_TEXT = 6  # what is to be done, in Chinese characters
_HEADER_LINE = re.compile(r"^[一-龥]{1,4}$")  # of the words over a merged first column, which may be broken
_MOST_HEADER_LINES = 2
_ENDING = 2  # characters that the cells of such a column end with
_MOST_LESS = 2  # cells of a row that are blank, where its number alone proves little
_GROUP = re.compile("^[一-龥]{4,20}$")  # a cell of such a column among names
_NAMES_SHARE = 0.8  # of the last cells of rows but for such groups
_MOST_MORE = 4  # lines of a row beyond its columns: cells of several lines


def rows_counted(cells: list[Cell], is_barred: bool) -> Found | None:
    """Rows that begin with numbers which count up by one, under a header that begins with the one of such numbers."""
    texts = [text for _, text in cells]
    for start in [at for at, text in enumerate(texts) if NUMBER_HEADER.match(text)][:_MOST_NUMBER_HEADERS]:
        first = next((at for at in range(start, len(cells)) if NUMBER.match(texts[at])), len(cells))
        first = _first_heading(texts, first, start)
        header = _header_joined(cells[start:first])
        starts, count = starts_counted(texts, first, is_barred)
        if count < FEWEST_COUNTED and not is_barred:
            rising = starts_rising(texts, first, len(header))
            if rising:
                starts, count = rising, sum(1 for at in rising if NUMBER.match(texts[at]))
        is_doubled = first - start > FEWEST_COLUMNS and texts[first - 1] == texts[first - 2]
        group = None if is_barred else _group_before(cells, start, first, starts, is_doubled)
        if group:
            header = header[: -1 - is_doubled]
        words = [text for _, text in header]
        if is_barred and len(set(words)) == len(words) - 1:
            words = list(dict.fromkeys(words))  # 目标任务 over the words, 目标任务 over the figure
        if not FEWEST_COLUMNS <= len(header) <= MOST_COLUMNS or not is_header(words):
            continue
        if repeats := _repeats(texts, start, first):  # a page may end amid the rows of a merged number
            again = {at + step for at in repeats for step in range(first - start)}
            found = rows_counted([cell for at, cell in enumerate(cells) if at not in again], is_barred)
            return found and found._replace(rows=_with_headers(found.rows, [cells[at][0] for at in repeats]))
        rows = [cells[at:end] for at, end in pairwise(starts)]
        lines = max((len(row) for row in rows), default=0)
        if not starts:
            continue
        last = starts[-1]
        end = _last_row_end(cells, starts, max(lines, len(header)))
        while last + len(header) <= end < len(cells) and are_reports([cells[last + len(header) - 1], cells[end]]):
            end += 1
        if count < FEWEST_COUNTED and not _is_short_table(cells, start, starts, end, len(header)):
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
            rows = answers_joined(rows, len(header)) or _rows_below_numbers(rows, len(header), is_barred)
        longest = max((len(row) for row in rows), default=0)
        if count < FEWEST_COUNTED or FEWEST_COLUMNS <= longest <= len(header) + _MOST_MORE:
            return Found(cells[:above], [header, *rows], cells[last:])
    return None


def _with_headers(rows: list[list[Cell]], line_nos: list[int]) -> list[list[Cell]]:
    """The rows and the header, the first of them, again at each of the lines that a page repeats it at."""
    header = rows[0]
    placed = [(row[0][0], row) for row in rows]
    placed += [(line_no, [(line_no, text) for _, text in header]) for line_no in line_nos if line_no < rows[-1][-1][0]]
    return [row for _, row in sorted(placed, key=lambda one: one[0])]


def _rows_below_numbers(rows: list[list[Cell]], width: int, is_barred: bool) -> list[list[Cell]]:
    """The rows, those below a merged number apart, where one of the ways to find them does."""
    parted = _parted_below_numbers(_parted_at_texts(rows), width)
    if is_barred and max(map(len, parted), default=0) > width:
        return [*_parted_at_blanks(rows[:-1]), rows[-1]]
    return parted


def _parted_below_numbers(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """The rows; where some are longer than the header, those of each merged number apart, if that is certain: see
    merged_rows.
    """
    blocks = [row for row in rows if NUMBER.match(row[0][1])]
    if all(len(block) <= width for block in blocks):
        return rows
    starts = part_blocks([[text for _, text in block] for block in blocks], width)
    if starts is None:
        return rows
    of_block = iter(starts)
    parted: list[list[Cell]] = []
    for row in rows:
        begins = next(of_block) if NUMBER.match(row[0][1]) else [0]
        parted.extend(row[at:end] for at, end in pairwise([*begins, len(row)]))
    return parted


def _is_short_table(cells: list[Cell], start: int, starts: list[int], end: int, width: int) -> bool:
    """Whether one row or two are a table that is cut: 序号 and three words at least stand over the number 1, a text
    behind each number, no row is longer than the header, and nothing follows.

    end: where the last row ends.
    """
    numbers = [at for at in starts if NUMBER.match(cells[at][1])]
    lengths = [following - at for at, following in pairwise([*numbers, end])]
    return (
        width > FEWEST_COLUMNS
        and end == len(cells)
        and bool(numbers)
        and count_of(cells[numbers[0]][1]) == 1
        and all(2 <= length <= width for length in lengths)
        and all(len(HAN.findall(cells[at + 1][1])) >= _SHORTEST_TEXT for at in numbers)
    )


def _group_before(
    cells: list[Cell], start: int, first: int, row_starts: list[int], is_doubled: bool = False
) -> tuple[int, Cell, set[int]] | None:
    """Of a table whose merged first column stands before the numbers of its rows: (where its own header begins, that
    header in one, the lines of its other cells). None where it has no such column.

    The words for it stand above those of the header that begin with 序号, and its first cell behind them, before the
    first number. Its other cells end as that one does (供水工程, 道路工程), and each stands right before a row; or they
    are no names, where the rows end with those of organs. One printed twice (is_doubled) is no header, and there may be
    no other.

    >>> lines = "甲市进展表 工程 名称 序号 内容 目标 供水工程 1 水厂 8 2 水塔 9 道路工程 3 硬化 5".split()
    >>> _group_before(list(enumerate(lines)), 3, 7, [7, 10, 14])
    (1, (1, '工程名称'), {13})
    """
    texts = [text for _, text in cells]
    above = start
    while above > 0 and start - above < _MOST_HEADER_LINES and _HEADER_LINE.match(texts[above - 1]):
        above -= 1
    ending = texts[first - 1][-_ENDING:]
    if above == start or not above or not HAN.match(ending) or len(texts[first - 1]) <= _ENDING:
        return None
    others = [at for at, text in enumerate(texts[first:], start=first) if _ends_so(text, ending)]
    if not others or not {at + 1 for at in others} <= set(row_starts):
        lasts = [at - 1 for at in row_starts[1:]]
        odd = _odd_ones([texts[first - 1], *(texts[at] for at in lasts)])
        others = [at for at, is_odd in zip(lasts, odd[1:], strict=True) if is_odd] if odd[0] else []
    if not others and not is_doubled:
        return None
    return above, (cells[above][0], "".join(texts[above:start])), {cells[at][0] for at in others}


def _ends_so(text: str, ending: str) -> bool:
    return _ENDING < len(text) <= LONGEST_HEADER and text.endswith(ending)


def _odd_ones(texts: list[str]) -> list[bool]:
    """Which texts are no names of organs and begin as none of them does, where nearly all are such names.

    >>> _odd_ones(["丰富人民文化", "市教育局", "市财政局", "甲区政府", "市民政局", "市域企业集群"])
    [True, False, False, False, False, False]
    """
    are_names = [text.startswith(ALL_OF) or ORGAN.search(text) is not None for text in texts]
    heads = {text[:1] for text, is_name in zip(texts, are_names, strict=True) if is_name}
    odd = [
        not is_name and text[:1] not in heads and _GROUP.match(text) is not None
        for text, is_name in zip(texts, are_names, strict=True)
    ]
    names = sum(are_names)
    is_believed = 2 * names > len(texts) and names >= _NAMES_SHARE * (len(texts) - sum(odd))
    return odd if is_believed else [False] * len(texts)


def _groups_in_front(rows: list[list[Cell]], group: Cell, lines: set[int]) -> list[list[Cell]]:
    """The rows, the groups among them, which stand at those lines, each before the row that follows it."""
    moved: list[list[Cell]] = []
    before = [group]
    for row in rows:
        is_last_a_group = len(row) > 1 and row[-1][0] in lines
        moved.append([*before, *(row[:-1] if is_last_a_group else row)])
        before = row[-1:] if is_last_a_group else []
    return moved


def _parted_at_texts(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows; one under whose merged number several targets stand is parted where the next text begins. Only where
    the first cell behind the number, and no other, is a sentence in nearly all rows.

    >>> row = [(1, "1"), (2, "修渠。"), (3, "甲局")]
    >>> two = [(4, "2"), (5, "修路。"), (6, "乙局"), (7, "修桥。"), (8, "丙局")]
    >>> [[text for _, text in row] for row in _parted_at_texts([row] * 4 + [two])[4:]]
    [['2', '修路。', '乙局'], ['修桥。', '丙局']]
    """
    sentences = [[at for at, (_, text) in enumerate(row) if text.endswith("。")] for row in rows]
    if sum(1 for ends in sentences if ends == [1]) < IN_STEP_SHARE * len(rows):
        return rows
    parted: list[list[Cell]] = []
    for row, ends in zip(rows, sentences, strict=True):
        begins = [at for before, at in pairwise(ends) if at > before + 1] if ends[:1] == [1] else []
        parted.extend(row[at:end] for at, end in pairwise([0, *begins, len(row)]))
    return parted


def _parted_at_blanks(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows; one under whose merged number and units several targets stand is parted behind the blank that ends it,
    where a text follows. Only where such parts are of one length, or one cell longer, for a group before the text.

    >>> part = [(3, "修桥2座"), (3, "2"), (3, "")]
    >>> row = [(1, "1"), (1, "修路"), (1, "修路5里"), (1, "甲局"), (1, "5"), (1, "")]
    >>> [len(row) for row in _parted_at_blanks([row + part, row, row + part + [(9, "桥"), *part]])]
    [6, 3, 6, 6, 3, 4]
    """
    cut = [[row[at:end] for at, end in pairwise([0, *_texts_behind_blanks(row), len(row)])] for row in rows]
    lengths = Counter(len(part) for parts in cut for part in parts[1:] if len(part) >= FEWEST_COLUMNS)
    length, count = max(lengths.items(), key=lambda item: item[1], default=(0, 0))
    if count < FEWEST_PARTS:
        return rows
    parted: list[list[Cell]] = []
    for parts in cut:
        parted.append(list(parts[0]))
        for part in parts[1:]:
            if len(part) in (length, length + 1):
                parted.append(list(part))
            else:
                parted[-1].extend(part)
    return parted


def _texts_behind_blanks(row: list[Cell]) -> list[int]:
    return [at for at in range(2, len(row)) if not row[at - 1][1] and HAN.search(row[at][1])]


def _repeats(texts: list[str], start: int, first: int) -> list[int]:
    """Where the lines of the header, from start to first, come again below it: on the next page of the print."""
    header = texts[start:first]
    return [at for at in range(first, len(texts)) if texts[at] == header[0] and texts[at : at + len(header)] == header]


def starts_counted(texts: list[str], first: int, is_barred: bool) -> tuple[list[int], int]:
    """(where rows begin: at numbers that count up by one and at the headings above them, how many are numbered).

    A number over a figure is another figure. is_barred: blank cells are printed, and a number over no text is the next
    figure rather than the next number.
    """
    starts: list[int] = []
    last, count = "", 0
    figures = _figures_of_rows(texts) if is_barred else _figures_over_figures(texts)
    at = first
    while at < len(texts):
        number = at + heading_count(texts, at)
        is_number = number < len(texts) and (_is_next(last, texts[number]) if last else NUMBER.match(texts[number]))
        if is_number and not (last and number in figures):
            starts.extend(range(at, number + 1))
            last, count = texts[number], count + 1
        at = number + 1
    return starts, count


def starts_rising(texts: list[str], first: int, width: int) -> list[int]:
    """Where rows of about so many cells begin with numbers that rise, each over what is to be done, and the headings
    above them; none where a number over such a text does not rise: it may be a figure then.

    >>> lines = "6 修建农村公路 甲局 年底 31 改造老旧小区 乙局 3 年底 33 新增公办学位 丙局 年底".split()
    >>> starts_rising(lines, 0, 4), starts_rising([*lines, "7", "新建社区食堂"], 0, 4)
    ([0, 4, 9], [])
    >>> starts_rising([*lines[:4], "二、城市", "三、教育", *lines[4:]], 0, 4)
    [0, 4, 5, 6, 11]
    """
    numbers = [
        at
        for at in range(first, len(texts) - 1)
        if NUMBER.match(texts[at]) and len(HAN.findall(texts[at + 1])) >= _SHORTEST_TEXT
    ]
    counts = [count_of(texts[at]) or 0 for at in numbers]
    is_rising = all(above < below for above, below in pairwise([0, *counts]))
    begins = [_first_heading(texts, at, first) for at in numbers]
    lengths = [begin - at for at, begin in zip(numbers, begins[1:], strict=False)]
    is_in_step = all(width - _MOST_LESS <= length <= width + _MOST_MORE for length in lengths)
    if len(numbers) < FEWEST_COUNTED or begins[0] != first or not is_rising or not is_in_step:
        return []
    return [start for begin, at in zip(begins, numbers, strict=True) for start in range(begin, at + 1)]


def _first_heading(texts: list[str], at: int, first: int) -> int:
    """The first of the headings right above a line, or the line itself."""
    while at > first and is_numbered_heading(texts[at - 1]):
        at -= 1
    return at


def _figures_over_figures(texts: list[str]) -> set[int]:
    return {at for at, (_, below) in enumerate(pairwise(texts)) if below and not HAN.search(below)}


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
        text, count = texts[at], count_of(texts[at])
        if HAN.search(following):
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


def _last_row_end(cells: list[Cell], starts: list[int], longest: int) -> int:
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
    count = count_of(number)
    return count is not None and count_of(following) == count + 1


def _header_joined(cells: list[Cell]) -> list[Cell]:
    """The header's cells; one that begins with a bracket is the second line of the cell before it."""
    header: list[Cell] = []
    for line_no, text in cells:
        if header and text.startswith(("(", "\uff08")):
            header[-1] = (header[-1][0], header[-1][1] + text)
        else:
            header.append((line_no, text))
    return header
