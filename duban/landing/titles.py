"""Which of the lines above a table is the document's title: a matter of form (a year, the name of a kind of paper)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duban.landing.grid import ReadDocument

_YEAR = re.compile(r"(?:19|20)\d\s?\d\s*年|二\s*[〇○Oo零0]\s*[〇○零一二三四五六七八九]{2}\s*年")
# What official papers call themselves at the end of their title.
_PAPER = re.compile(
    r"(?:一览表|明细表|汇总表|分解表|情况表|任务表|目标表|进度表|统计表|公示表|清单|台账|台帐|表|通报|通知|情况|公示|公告|方案|报告|要点|计划|任务|目标|实事)"
    r"\s*(?:[(\uff08].{0,30}[)\uff09])?$"
)
# Lines that stand near a title and are none: notes on the printing, dates alone, page numbers, the number of an annex.
_NO_TITLE = re.compile(
    r"^(?:附件|附表|附)\s*\d*\s*[:\uff1a]?$|^第?\s*\d+\s*页|^[\d\-\uff0d—–.\uff0e/\uff0f年月日\s]+$"
    r"|^[(\uff08]?(?:截至|截止|统计时间|填报|制表|单位|编制|发布|来源|时间|日期)"
    r"|^(?:注|说明|备注)\s*[:\uff1a]|^\S{1,20}[〔\[(\uff08〈]\d{4}[〕\])\uff09〉]\s*\d+\s*号$"
)
_SENTENCE_END = ("。", ";", "\uff1b", "!", "\uff01", ",", "\uff0c")
_LONGEST_TITLE = 80


def best_title(lines: Sequence[tuple[str, bool]]) -> str | None:
    """The title among the lines above a table, outermost white space taken off; None where none looks like one.

    lines: (text, is a heading) in reading order. A line with a year and the name of a kind of paper wins, then either,
    then a heading; of equals the first. A title broken over two lines (the second names the paper) is put together.

    >>> best_title([("附件1", False), ("菏泽市人民政府2023年度", False), ("责任目标完成情况一览表", False)])
    '菏泽市人民政府2023年度责任目标完成情况一览表'
    """
    best, best_score = None, 0
    for at, (line, is_heading) in enumerate(lines):
        text = line.strip()
        if not text or _NO_TITLE.search(text) or text.endswith(_SENTENCE_END) or len(text) > _LONGEST_TITLE:
            continue
        has_year, is_paper = bool(_YEAR.search(text)), bool(_PAPER.search(text))
        if has_year and not is_paper and at + 1 < len(lines):
            following = lines[at + 1][0].strip()
            if _PAPER.search(following) and not _YEAR.search(following) and len(following) <= _LONGEST_TITLE // 2:
                text, is_paper = text + following, True
        score = 4 * has_year + 3 * is_paper + is_heading
        if score > best_score:
            best, best_score = text, score
    return best


def document_title(document: ReadDocument) -> str | None:
    """The best title among the texts above the first table and the title rows (one filled cell) at its head."""
    return best_title(list(_candidates(document)))


def _candidates(document: ReadDocument) -> Iterator[tuple[str, bool]]:
    for text in document.texts:
        if text.table_no == 1 and text.kind in ("heading", "caption", "paragraph"):
            for line in text.text.split("\n"):
                yield line, text.kind == "heading"
    if document.grids:
        yield from _title_rows(document.grids[0].rows)


def _title_rows(rows: Iterable[list[str | None]]) -> Iterator[tuple[str, bool]]:
    for row in rows:
        filled = [cell for cell in row if cell and cell.strip()]
        if len(filled) > 1:
            return
        for cell in filled:
            yield from ((line, False) for line in cell.split("\n"))
