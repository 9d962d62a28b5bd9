"""Rows whose header is on another page, or was lost: their columns are known by what they hold.

    一、建好队伍。 | (一)抓好培训。 | 1 | 举办业务培训班3期。 | 区人社局牵头 | 年底前 |
    2 | 编印办事手册并发放到各站点。 | 区政务中心、各街道 | 6月底前 |
    (二)选好干部。 | 3 | 公开招聘社工5名。 | 区民政局 | 9月底前 |

Numbers count up and every row has as many cells from its number on; behind it stands a text, then who answers, and by
when, what came of it or how far it is, in any order, or who answers alone. Believed only where nearly every cell of
each of these columns is of its kind. What stands before a number groups the rows up to the next.

    1 | 新建街心花园3个。 | 县住建局 | 已建成1个,其余正在施工。 | 按时序推进

What was reported, on the road or by a citizen, looks the same: 路灯不亮。 | 县城管局 | 已修复。 So where a column says
what came of it, and in a table whose format states its spans, nearly every text has to begin with what is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from duban.landing.grid import Grid, Note, ReadDocument
from duban.landing.readers.copied_tables.cells import IN_STEP_SHARE, ORGAN
from duban.landing.readers.copied_tables.lead_cells import Row, lay_rows, numbered_rows
from duban.landing.readers.lists.as_rows import NUMBER_HEADER, TEXT_HEADER, UNIT_HEADER

_LEAD_HEADER, _DEADLINE_HEADER, _PROGRESS_HEADER, _STATUS_HEADER = "类别", "完成时限", "进展情况", "进度评价"
_SHORTEST_TEXT = 5
_FEWEST_ROWS = 3
_UNITS_END = re.compile(r"(?:牵头|负责|落实|配合|参与|实施|协助|[)\uff09])+$")
_DEADLINE = re.compile(
    r"^(?:\d{4}年)?(?:全年|长期|常年|持续|每[年月季]|按[月季年]|年[底内末]|\d{1,2}月|第?[一二三四1-4]季度|[上下]半年|\d{4}年)"
    r"[一-龥\d]{0,8}$"
)
_STATUS = re.compile(
    r"^(?:(?:已|全部|全面|基本|超额|提前|按时|按期|如期|正在|尚?未)*(?:完成|办结|达标|启动|开工|完工|推进|实施)"
    r"|(?:正|正在|按|按照|有序|持续|稳步|正常|加快|达|达到|符合|快于|慢于|超)*(?:时序|序时)?(?:推进|进行|实施|进度)中?|滞后)$"
)
_REPORT = re.compile("已|目前|截至|截止|累计|正在|现有|完成率|同比")
_DOING = re.compile(
    r"^(?:\d{4}年|全年|年内|[今本]年)?[,\uff0c]?(?:(?:继续|持续|全面|深入|扎实|大力|积极|着力|重点|加快|稳步)*"
    r"(?:完成|新增|新建|新开工|扩建|改建|改造|建设|建成|兴建|修建|修缮|打造|创建|实施|开展|推进|推动|推行|加强|加快|提升|提高|提供"
    r"|增加|扩大|优化|健全|完善|落实|做好|抓好|组织|举办|培训|培育|引进|支持|整治|治理|深化|发展|建立|确保|实现|力争|启动|制定|发放|免费)"
    r"|(?:为|对|向|给|在)[^。]{2,60}?(?:提供|进行|开展|实施|发放|给予|安装|配备|更换|办理|建设|新建|建成|新增))"
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
    _remark(headers, place, document)


def lay_headless_table(document: ReadDocument) -> None:
    """Put such a header over the only table of a document, where it merges no cells; any other is left as it is."""
    if len(document.grids) != 1:
        return
    (grid,) = document.grids
    widths = {len(row) for row in grid.rows}
    if grid.spans or not grid.span_is_known or len(widths) != 1:
        return
    rows = numbered_rows(grid.rows)
    headers = _headers(rows, has_to_do=True)
    if not headers or any(row.leads for row in rows) or len(headers) != widths.pop():
        return
    grid.rows.insert(0, list(headers))
    grid.row_places.insert(0, grid.row_places[0])
    _remark(headers, grid.row_places[0], document)


def _remark(headers: Sequence[str], place: str, document: ReadDocument) -> None:
    what = f"read as a table without its header: its columns are known by what they hold; {', '.join(headers)} are ours"
    document.notes.append(Note("warning", what, place))


def _headers(rows: list[Row], has_to_do: bool = False) -> list[str]:
    """The headers from the numbers on; none where a column is of no kind. has_to_do: each text says what is to be done.

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
    if (has_to_do or not {_PROGRESS_HEADER, _STATUS_HEADER}.isdisjoint(kinds)) and not _are_nearly_all(
        _DOING.match, texts
    ):
        return []
    return [NUMBER_HEADER, TEXT_HEADER, *kinds] if is_known and are_texts else []


def _kind(column: Sequence[str]) -> str:
    """The header of a column of which nearly all cells are of one kind; else ''."""
    kinds: tuple[tuple[str, Callable[[str], object]], ...] = (
        (_DEADLINE_HEADER, _DEADLINE.match),
        (UNIT_HEADER, _is_units),
        (_STATUS_HEADER, _STATUS.match),
        (_PROGRESS_HEADER, _REPORT.search),
    )
    return next((header for header, is_kind in kinds if _are_nearly_all(is_kind, column)), "")


def _are_nearly_all(is_kind: Callable[[str], object], column: Sequence[str]) -> bool:
    return sum(1 for cell in column if is_kind(cell)) >= IN_STEP_SHARE * len(column)


def _is_units(text: str) -> bool:
    """市教育局、各区; 市教育局牵头,各区落实."""
    named = _UNITS_END.sub("", text)
    return ORGAN.search(named) is not None and "。" not in text
