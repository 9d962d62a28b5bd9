"""A table a row a line, whose cells the copy ran together: number, text, who answers, what came of it.

    类别序号工作内容牵头单位完成情况
    教育1新建学校2所。区教育局全年建成学校2所。
    教育2招聘教师90名。区人社局因报名不足,招聘81名。
    交通3修路5公里。区交通局已完工。

Numbers count on from line to line, a text ends with its first full stop, and who answers is the shortest name of an
organ behind it. Believed only where the header names that column, every line has all of it, all organs are of one level
(each begins with the same 区, 县 or 市), and behind none another stands that could answer, too.
"""

from __future__ import annotations

import re

from duban.landing.grid import Grid, Note, PrintedText, ReadDocument
from duban.landing.limits import Tally
from duban.landing.readers.lists.list_line import ListLine

_HEADER = re.compile(
    r"^(?P<group>[一-龥]{0,6})(?P<number>序号)(?P<text>[一-龥]{2,10})"
    r"(?P<unit>(?:牵头|责任|承办|主办|负责|落实|实施)(?:单位|部门))(?P<progress>[一-龥]{2,10})$"
)
_ROW = re.compile(r"^(?P<group>[一-龥、()\uff08\uff09]*)(?P<number>\d+)(?P<text>[^。]*。)(?P<rest>.+)$", re.DOTALL)
_ORGAN = (
    r"[省市州县区旗][一-龥]{1,14}?"
    r"(?:局|办公室|管委会|委员会|政府(?!办)|中心|公司|委(?![员办])|办(?!公|事))"
)
_NAMES = re.compile(rf"^{_ORGAN}(?:[、,\uff0c]{_ORGAN})*")
_FEWEST_ROWS = 4


def read_glued_lines(lines: list[ListLine], document: ReadDocument, tally: Tally) -> bool:
    """Whether the lines hold such a table, which then is one of the document's; the rest become texts."""
    lines = [line for line in lines if line.text.strip()]
    for at, line in enumerate(lines):
        header = _HEADER.match(line.text.strip())
        rows = _rows_below(lines, at + 1, bool(header and header["group"])) if header else []
        if header and len(rows) >= _FEWEST_ROWS:
            _land(lines, at, [*header.groups()], rows, document, tally)
            return True
    return False


def _rows_below(lines: list[ListLine], start: int, has_group: bool) -> list[list[str]]:
    """Group, number, text, names and progress of each line from there on; none where a line with the next number is no
    such row.

    >>> texts = ["教育1建校2所。区教育局建成2所。", "交通2修路5公里。区交通局已完工。", "来源:区政府"]
    >>> _rows_below([ListLine("", text) for text in texts], 0, True)
    [['教育', '1', '建校2所。', '区教育局', '建成2所。'], ['交通', '2', '修路5公里。', '区交通局', '已完工。']]
    """
    rows: list[list[str]] = []
    is_below = False
    for line in lines[start:]:
        found = _ROW.match(line.text.strip())
        names = _NAMES.match(found["rest"]) if found else None
        if found is None or not found["number"].startswith(str(len(rows) + 1)):
            is_below = True
        if is_below and names:
            return []  # rows go on further below
        if found and not is_below:
            progress = found["rest"][names.end() :] if names else ""
            is_of_level = names and (not rows or names.group()[0] == rows[0][3][0])
            if names is None or not is_of_level or bool(found["group"]) != has_group or _NAMES.match(progress):
                return []
            number = str(len(rows) + 1)
            text = found["number"][len(number) :] + found["text"]  # 5 and 46个小区
            rows.append([found["group"], number, text, names.group(), progress])
    return rows


def _land(
    lines: list[ListLine], at: int, header: list[str], rows: list[list[str]], document: ReadDocument, tally: Tally
) -> None:
    end = at + 1 + len(rows)
    for table_no, others in ((1, lines[:at]), (2, lines[end:])):
        document.texts.extend(
            PrintedText(table_no, "paragraph", line.text.strip(), line.source_place) for line in others
        )
    first = 0 if header[0] else 1
    grid = Grid(span_is_known=False)
    tally.table(lines[at].source_place)
    for row, line in zip([header, *rows], lines[at:end], strict=True):
        tally.add_row(grid, [*row[first:]], line.source_place)
    document.grids.append(grid)
    what = f"read as a table whose cells were run together: {len(rows)} rows, parted at their number, first full stop"
    document.notes.append(Note("warning", f"{what} and first name of an organ", lines[at].source_place))
