"""What is seen of a table whose cells a copy took apart so that no layout fits, for the person who has to find another.

Two ways are met: a cell a line, where blank cells and what a merged cell covers left nothing behind and nothing proves
which were lost; and the text layer of a PDF, where all cells of a row stand in one line and their words run into one
another. Neither is read: a value would stand under the wrong header.
"""

from __future__ import annotations

import re

from duban.landing.readers.lists.marks import NUMBER_HEADER, SENTENCE_ENDS

CELLS_OF_A_TABLE = "the cells of a table"  # in each of the notes, for gate 1 to say what to do
_FIGURE = re.compile(r"^\d[\d.,]*[%\uff05]?$")
_NUMBER = re.compile(r"^\d{1,3}[、.*\uff0a]?$")
_WORDS_OF_A_HEADER = re.compile(r"(?:^|\s)序\s?[号號](?:\s+[一-龥]{2,8}){3,}(?:\s|$)")
_LONGEST_CELL = 16
_FEWEST_LINES = 30
_CELL_SHARE = 0.75  # of the lines: short, and no sentences
_FIGURE_SHARE = 0.2
_FEWEST_NUMBERS = 3  # alone on their lines, below 序号


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
