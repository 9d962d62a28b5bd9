"""Which of the lines above a table is the document's title: a matter of form (a year, the name of a kind of paper)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duban.landing.grid import ReadDocument

_YEAR = re.compile(r"(?:19|20)\d\s?\d\s*年|二\s*[〇○Oo零0]\s*[〇○零一二三四五六七八九]{2}\s*年")
# What official papers call themselves at the end of their title.
_PAPER = re.compile(
    r"(?:一览表|明细表|汇总表|分解表|情况表|任务表|目标表|进度表|统计表|公示表|清单|台账|台帐|表|通报|通知|情况|公示|公告|方案|报告|要点|计划|任务|目标|实事|意见|规划)"
    r"\s*(?:[(\uff08].{0,30}[)\uff09])?$"
)
# Lines that stand near a title and are none: notes on the printing, dates alone, page numbers, the number of an annex.
_NO_TITLE = re.compile(
    r"^(?:附件|附表|附)\s*\d*\s*[:\uff1a]?$|^第?\s*\d+\s*页|^[\d\-\uff0d—–.\uff0e/\uff0f年月日\s]+$"
    r"|^[(\uff08]?(?:截至|截止|统计时间|填报|制表|单位|编制|发布|来源|时间|日期)"
    r"|^(?:注|说明|备注)\s*[:\uff1a]|^\S{1,20}[〔\[(\uff08〈]\d{4}[〕\])\uff09〉]\s*\d+\s*号(?:\s*[\d〇○Oo零一二三四五六七八九十年月日\s]{6,14})?$"
)
# What a page prints around a paper: a path of links (首页 > 政务公开 > ...), labels with their values in one line.
_PAGE_FACTS = re.compile(r"(?:[^>\s]\s*(?:>+|»|→|->)\s*\S.*){2}|(?:[一-龥][:\uff1a].*){2}")
_ANNEX = re.compile(r"^附件\s*\d*\s*[:\uff1a]\s*(?=\S)")
# A whole page in one line: its title, then the code of the paper, then the text.
_TITLE_OVER_CODE = re.compile(r"^(.{8,80}?)\s\S{1,12}[〔\[(\uff08]\d{4}[〕\])\uff09]\s*\d+\s*号\s(?=.{10})", re.DOTALL)
_LIST_NUMBER = re.compile(r"^\d{1,2}\s*[.\uff0e、]")
_SECTION_NUMBER = re.compile(r"^[(\uff08]?[一二三四五六七八九十]{1,3}[)\uff09、.\uff0e]")
_ABOUT = re.compile(r"^关于.")
_ORGAN = re.compile(r"(?:政府|办公室|办公厅|委员会|局|厅)$")
_SENTENCE_END = ("。", ";", "\uff1b", "!", "\uff01", ",", "\uff0c")
_LEADS_OVER = (":", "\uff1a")  # a sentence that ends in the table: a title where nothing else is
_LONGEST_TITLE = 80
_MOST_LINES = 3  # of a title that is broken over lines


def best_title(lines: Sequence[tuple[str, bool]]) -> str | None:
    """The title among the lines above a table, outermost white space taken off; None where none looks like one.

    lines: (text, is a heading) in reading order. A line with a year and the name of a kind of paper wins, then either,
    then a heading; of equals the first; 一、总体目标 only where nothing else is. A title broken over lines (its last
    names the paper, or 关于 stands below an organ) is put together; of a page in one line it ends at the paper's code.
    An annex named above the table is its title where nothing else is; of several, none.

    >>> best_title([("附件1", False), ("菏泽市人民政府2023年度", False), ("责任目标完成情况一览表", False)])
    '菏泽市人民政府2023年度责任目标完成情况一览表'
    """
    best, best_score = None, 0.0
    is_in_annexes = False
    for at, (line, is_heading) in enumerate(lines):
        text = line.strip()
        annex = _ANNEX.match(text)
        text = text[annex.end() :] if annex else text
        over_code = _TITLE_OVER_CODE.match(text) if "号" in text else None
        text = over_code[1].strip() if over_code else text
        is_numbered = bool(_LIST_NUMBER.match(text))
        is_in_annexes = is_numbered and (bool(annex) or is_in_annexes)
        if is_in_annexes or not _may_be_title(text):
            continue
        leads_over = text.endswith(_LEADS_OVER)
        if not annex and not leads_over:
            text = _put_together(text, [following.strip() for following, _ in lines[at + 1 : at + _MOST_LINES]])
        score = 4.0 * bool(_YEAR.search(text)) + 3 * bool(_PAPER.search(text)) + is_heading
        score -= 0.5 * bool(annex) + 3.5 * leads_over + 2.5 * bool(_SECTION_NUMBER.match(text))
        if score > best_score:
            best, best_score = text, score
    return best


def _may_be_title(text: str) -> bool:
    return (
        0 < len(text) <= _LONGEST_TITLE
        and not text.endswith(_SENTENCE_END)
        and not _NO_TITLE.search(text)
        and not _PAGE_FACTS.search(text)
    )


def _put_together(text: str, following: Sequence[str]) -> str:
    """A title's first line with those behind it, up to the one that names the paper; itself where none does."""
    is_begun = bool(_YEAR.search(text) or "关于" in text)
    is_issued = bool(_ORGAN.search(text) and following and _ABOUT.match(following[0]))
    if _PAPER.search(text) or not (is_begun or is_issued):
        return text
    joined = text
    for line in following:
        if not _may_be_title(line) or len(line) > _LONGEST_TITLE // 2 or (_YEAR.search(joined) and _YEAR.search(line)):
            break
        joined += line
        if _PAPER.search(line):
            return joined if len(joined) <= _LONGEST_TITLE else text
    return text


def document_title(document: ReadDocument) -> str | None:
    """The best title among the texts above the first table and the title rows (one filled cell) at its head.

    Where there is none, above the second: a page prints a table of its own (索引号 | 0013) over the paper's title.
    """
    found = best_title(list(_candidates(document, 1)))
    return best_title(list(_candidates(document, 2))) if found is None and len(document.grids) > 1 else found


def _candidates(document: ReadDocument, table_no: int) -> Iterator[tuple[str, bool]]:
    for text in document.texts:
        if text.table_no == table_no and text.kind in ("heading", "caption", "paragraph"):
            for line in text.text.split("\n"):
                yield line, text.kind == "heading"
    if len(document.grids) >= table_no:
        yield from _title_rows(document.grids[table_no - 1].rows)


def _title_rows(rows: Iterable[list[str | None]]) -> Iterator[tuple[str, bool]]:
    for row in rows:
        filled = [cell for cell in row if cell and cell.strip()]
        if len(filled) > 1:
            return
        for cell in filled:
            yield from ((line, False) for line in cell.split("\n"))
