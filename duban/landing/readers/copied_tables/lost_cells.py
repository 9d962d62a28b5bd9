"""What is seen of a table whose cells a copy took apart so that no layout fits, for the person who has to find another.

Two ways are met: a cell a line, where blank cells and what a merged cell covers left nothing behind and nothing proves
which were lost; and the text layer of a PDF, where all cells of a row stand in one line and their words run into one
another. Neither is read: a value would stand under the wrong header.
"""

from __future__ import annotations

import re

from duban.landing.readers.lists.marks import NUMBER_HEADER, SENTENCE_ENDS, is_numbered_heading

CELLS_OF_A_TABLE = "the cells of a table"  # in each of the notes, for gate 1 to say what to do
_FIGURE = re.compile(r"^\d[\d.,]*[%\uff05]?$")
_NUMBER = re.compile(r"^\d{1,3}[、.*\uff0a]?$")
_NUMBER_WORD = r"(?:总?序\s?[号號]|[编編]\s?[号號]|[项項]\s?[号號])"
_HEADER_WORD = r"[一-龥\d][^\s|。;\uff1b:\uff1a]{1,15}"
_MANY_WORDS_OF_A_HEADER = re.compile(rf"(?:^|\s){_NUMBER_WORD}(?:\s+{_HEADER_WORD}){{4,}}(?:\s|$)")
_HEADER_WITHIN = re.compile(rf"(?:^|[\s|]){_NUMBER_WORD}(?:[\s|]+{_HEADER_WORD}){{2,}}[\s|]")
_NUMBER_WORD_FIRST = re.compile(rf"^{_NUMBER_WORD}(?:\s|$)")
_NUMBER_FIRST = re.compile(r"^[(\uff08]?(\d{1,4})[.\uff0e、)\uff09]?\s")
_HAN_WORD = re.compile(r"^[\d—–-]{0,6}[一-龥/()\uff08\uff09]{0,12}$")  # 1-10月推进情况
_FEWEST_PIECES = 5  # of a row, its number included
_PIECES_SHARE = 0.8  # of the numbered lines
_HEADER_LINES = 8  # a header may be broken over
_GLUED_HEADER = re.compile(rf"^{_NUMBER_WORD}[一-龥、/()\uff08\uff09]{{6,40}}$")
_ROW_NUMBER = re.compile(r"(?:^|(?<=\s))(\d{1,4})[.\uff0e、]?(?=\s+\S|[一-龥“\"《])")
_WORDS_OF_A_HEADER = re.compile(r"(?:^|\s)序\s?[号號](?:\s+[一-龥]{2,8}){3,}(?:\s|$)")
_LONGEST_CELL = 16
_FEWEST_LINES = 30
_CELL_SHARE = 0.75  # of the lines: short, and no sentences
_FIGURE_SHARE = 0.2
_LETTERS_APART = re.compile(r"(?<=[\s\u3000][一-龥])[ \u3000]+(?=[一-龥](?:[\s\u3000]|$))")  # 完 成 时 限
_FEWEST_NUMBERS = 3  # alone on their lines, below 序号
_MOST_HEADERS = 6  # that rows are looked for below


def cells_seen(lines: list[str]) -> str:
    """What of the lines is a table that was taken apart; '' where nothing is.

    >>> cells_seen(["附件 3 序号 重点任务 牵头部门 时限 、 市水务局 1 清理河道 , 年底前 市城管局"])
    'the cells of a table, 序号 over them, run into one another in a line'
    >>> cells_seen(["1.清理河道。", "2.修路。"])
    ''
    """
    filled = [line.strip() for line in lines if line.strip()]
    if any(map(_WORDS_OF_A_HEADER.search, filled)):
        return f"{CELLS_OF_A_TABLE}, 序号 over them, run into one another in a line"
    numbers = sum(1 for line in filled if _NUMBER.match(line))
    if numbers >= _FEWEST_NUMBERS and any(map(NUMBER_HEADER.match, filled)):
        return f"{CELLS_OF_A_TABLE}, 序号 over them, one a line, and blank ones that left no line behind"
    short = sum(1 for line in filled if len(line) <= _LONGEST_CELL and not line.endswith(tuple(SENTENCE_ENDS)))
    figures = sum(1 for line in filled if _FIGURE.match(line))
    is_table = (
        len(filled) >= _FEWEST_LINES and short >= _CELL_SHARE * len(filled) and figures >= _FIGURE_SHARE * len(filled)
    )
    what = f"{len(filled)} short lines, {figures} of them figures"
    return f"{what}: {CELLS_OF_A_TABLE}, one a line, and blank ones that left no line behind" if is_table else ""


def rows_run_together(lines: list[str]) -> str:
    """What of the lines is a table whose rows stand in one line each, or all in one, and whose cells nothing parts for
    certain; '' where nothing is. Made a list of, its rows would be texts that hold names, dates and results.

    Words of five columns, 序号 first, or such words run together, stand over rows whose numbers count on; of three
    columns, where the rows go on in the line of the header.

    >>> rows_run_together(["序号 任务 领导 时限 单位", "1 修路 王五 年底 甲局", "2 架桥 9月 乙局", "3 植树 丙局"])
    'the cells of a table, 序号 over them, run into one another in a line'
    >>> rows_run_together(["序号任务完成情况单位", "1修路。已修。甲局", "2架桥。已开工。乙局", "3植树。已植。丙局"])
    'the cells of a table, 序号 over them, run into one another in a line'
    >>> rows_run_together(["序号 任务 单位", "1 修路。 甲局", "2 架桥。 乙局", "3 植树。 丙局"])
    ''
    """
    tried = 0
    for at, line in enumerate(lines):
        header = _LETTERS_APART.sub("", line.strip())
        within = _HEADER_WITHIN.search(header)
        if within and _counted([header[within.start() :].replace("|", " ")]) >= _FEWEST_NUMBERS:
            return f"{CELLS_OF_A_TABLE}, 序号 over them, run into one another in a line"
        words = _MANY_WORDS_OF_A_HEADER.search(header)
        if tried == _MOST_HEADERS or (words is None and not _GLUED_HEADER.match(header)):
            continue
        tried += 1
        if _counted(lines[at + 1 :]) >= _FEWEST_NUMBERS:
            return f"{CELLS_OF_A_TABLE}, 序号 over them, run into one another in a line"
    return f"{CELLS_OF_A_TABLE} run into one another, a row a line" if _are_rows_of_pieces(lines) else ""


def _are_rows_of_pieces(lines: list[str]) -> bool:
    """Whether numbers that count on begin lines of five pieces and more with blanks between them, right below a line of
    as many words or one fewer: a table, though its header lacks the word over the numbers, or goes on over lines.

    >>> rows = ["(1) 修路 王五 年底 甲局", "(2) 架桥 赵六 9月 乙局", "(3) 植树 钱一 年底 丙局"]
    >>> [_are_rows_of_pieces([header, *rows]) for header in ("任务 领导 时限 单位", "任务如下")]
    [True, False]
    """
    filled = [line.strip() for line in lines if line.strip()]
    numbered: list[int] = []
    last = 0
    for at, line in enumerate(filled):
        number = int(found[1]) if (found := _NUMBER_FIRST.match(line)) else 0
        if number and (number == last + 1 or not numbered):
            numbered.append(at)
            last = number
    if len(numbered) < _FEWEST_NUMBERS:
        return False
    first = numbered[0]
    while first and is_numbered_heading(filled[first - 1]):
        first -= 1
    above = filled[max(0, first - _HEADER_LINES) : first]
    begin = next((at for at in range(len(above)) if _NUMBER_WORD_FIRST.match(above[at])), len(above) - 1)
    words = " ".join(above[begin:]).split() if above else []
    is_broken = begin < len(above) - 1  # over lines, as the cells below it may be
    ends = numbered[1:] if is_broken else [at + 1 for at in numbered[:-1]]
    rows = [" ".join(filled[at:end]) for at, end in zip(numbered, ends, strict=False)]
    of_pieces = sum(1 for row in rows if len(row.split()) >= _FEWEST_PIECES)
    is_header = len(words) >= _FEWEST_PIECES - 1 and all(map(_HAN_WORD.match, words))
    return is_header and of_pieces >= _PIECES_SHARE * len(rows)


def _counted(lines: list[str]) -> int:
    """How many numbers count on by one from the first: at the begin of a line or behind a blank."""
    last = count = 0
    for line in lines:
        for found in _ROW_NUMBER.finditer(line.strip()):
            number = int(found[1])
            if number == last + 1 or not count:
                last, count = number, count + 1
    return count
