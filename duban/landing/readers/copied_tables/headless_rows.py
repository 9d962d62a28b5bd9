"""Rows between bars whose header is on another page, or was lost: their columns are known by what they hold.

    一、建好队伍。 | (一)抓好培训。 | 1 | 举办业务培训班3期。 | 区人社局牵头 | 年底前 |
    2 | 编印办事手册并发放到各站点。 | 区政务中心、各街道 | 6月底前 |
    (二)选好干部。 | 3 | 公开招聘社工5名。 | 区民政局 | 9月底前 |

Numbers count up and every row has as many cells from its number on; behind it stands a text, then who answers and by
when, in either order, or who answers alone. Believed only where nearly every cell of each of these columns is of its
kind. What stands before a number groups the rows up to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.readers.copied_tables.cells import IN_STEP_SHARE, ORGAN
from duban.landing.readers.copied_tables.lead_cells import Row, lay_rows, numbered_rows
from duban.landing.readers.lists.as_rows import NUMBER_HEADER, TEXT_HEADER, UNIT_HEADER

_LEAD_HEADER, _DEADLINE_HEADER = "类别", "完成时限"
_SHORTEST_TEXT = 5
_FEWEST_ROWS = 3
_UNITS_END = re.compile(r"(?:牵头|负责|落实|配合|参与|实施|协助|[)\uff09])+$")
_DEADLINE = re.compile(
    r"^(?:\d{4}年)?(?:全年|长期|常年|持续|每[年月季]|按[月季年]|年[底内末]|\d{1,2}月|第?[一二三四1-4]季度|[上下]半年|\d{4}年)"
    r"[一-龥\d]{0,8}$"
)


def starts_headless(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of these lines, the first of a block, are numbered rows: as many from each number on."""
    return len(numbered_rows(lines)) >= _FEWEST_ROWS


def lay_headless(grid: Grid, document: ReadDocument) -> None:
    """Put a header, which is ours, over such rows and state the spans; any other grid is left as it is.

    Below another table of the document they go on with it, whose header then is theirs.
    """
    rows = numbered_rows(grid.rows) if grid.rows and not document.grids else []
    headers = _headers(rows)
    if not headers:
        return
    lead_count = max(len(row.leads) for row in rows)
    place = grid.row_places[0]
    header: list[str | None] = [*[_LEAD_HEADER] * lead_count, *headers]
    lay_rows(grid, header, {}, rows, lead_count)
    grid.row_places.insert(0, place)
    what = f"read as a table without its header: its columns are known by what they hold; {', '.join(headers)} are ours"
    document.notes.append(Note("warning", what, place))


def _headers(rows: list[Row]) -> list[str]:
    """The headers from the numbers on; none where a column is of no kind.

    >>> cells = [["建成学校两所。", "市教育局", "年底前"], ["修路。", "各县", "6月底"], ["植树。", "市林业局", "长期"]]
    >>> _headers([Row([], [str(no), *behind]) for no, behind in enumerate(cells, start=1)])
    []
    >>> for row in cells:
    ...     row[0] = f"今年{row[0]}"
    >>> _headers([Row([], [str(no), *behind]) for no, behind in enumerate(cells, start=1)])
    ['序号', '任务内容', '责任单位', '完成时限']
    """
    full = [row.behind for row in rows if len(row.behind) == len(rows[0].behind)]
    if len(full) < _FEWEST_ROWS:
        return []
    _, texts, *others = zip(*full, strict=True)
    kinds = [_kind(column) for column in others]
    is_known = UNIT_HEADER in kinds and all(kinds) and len(set(kinds)) == len(kinds)
    are_texts = all(len(text) >= _SHORTEST_TEXT and not _is_units(text) for text in texts)
    return [NUMBER_HEADER, TEXT_HEADER, *kinds] if is_known and are_texts else []


def _kind(column: Sequence[str]) -> str:
    """The header of a column of which nearly all cells are deadlines, or name organs; else ''."""
    for header, is_kind in ((_DEADLINE_HEADER, _DEADLINE.match), (UNIT_HEADER, _is_units)):
        if sum(1 for cell in column if is_kind(cell)) >= IN_STEP_SHARE * len(column):
            return header
    return ""


def _is_units(text: str) -> bool:
    """市教育局、各区; 市教育局牵头,各区落实."""
    named = _UNITS_END.sub("", text)
    return ORGAN.search(named) is not None and "。" not in text
