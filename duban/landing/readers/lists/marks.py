"""The marks that number paragraphs and headings in Chinese official papers, and the labels that name values.

The order of the kinds is the one that the standard for official documents (GB/T 9704-2012, 7.3.3) gives the levels of
a text, 一、 (一) 1. (1), with 第一章 above and circled digits below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

# Full-width punctuation is written as escapes (\uff1a colon, \uff08 \uff09 brackets, \uff1b \uff0c \uff0e): it looks
# like the half-width form beside it, and a tool that folds text would lose it without a trace.
_HAN = "[一二三四五六七八九十百⼀⼆⼋⼗]{1,4}"
# What decorates a line and is no part of it: stars, bullets, arrows, the pictures of social posts. ❶ to ➓ are numbers.
DECORATIONS = "\u2190-\u21ff\u25a0-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0e\ufe0f\u200d●•·"
_STAR = rf"[\s\u3000{DECORATIONS}]*"
KINDS = ("chapter", "han", "han bracket", "digit", "digit bracket", "circled", "spoken")  # from the outermost inwards
HEADING_KINDS = KINDS[:3]  # 第一章, 一、 and (一)
_LONGEST_HEADING = 40  # of a line between the rows of a table, a bracket behind it aside
_LONGEST_BRACKET = 80
_BRACKET_BEHIND = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]$")  # (牵头领导:王立安、赵启明)
_MARKS = re.compile(
    rf"^{_STAR}(?:"
    rf"(?P<chapter>第{_HAN}\s*(?:章|节|篇|部分))[\s\u3000、.\uff0e:\uff1a]*"
    rf"|(?P<han>{_HAN})\s*[、.\uff0e\ufe51\ufe52]"
    rf"|(?P<spoken>{_HAN})是(?=[^\s否])"
    rf"|[(\uff08]\s*(?P<han_bracket>{_HAN})\s*[)\uff09]|(?P<han_in_one>[㈠-㈩])"
    r"|(?P<digit>\d{1,4})\s*(?:[.\uff0e\ufe52·。](?!\d)|[、)\uff09,\uff0c\ufe51](?!\d{3}(?!\d)))"
    r"|(?P<digit_in_one>[⒈-⒛])|(?P<digit_bracket_in_one>[⑴-⒇])"
    rf"|第\s*(?:(?P<ordinal>\d{{1,4}})\s*[项条件]|(?P<han_ordinal>{_HAN})[项件])[:\uff1a、,\uff0c.\uff0e]?"
    r"|(?P<keycap>\d{1,2})\ufe0f?\u20e3"
    r"|[(\uff08]\s*(?P<digit_bracket>\d{1,4})\s*[)\uff09]"
    r"|(?P<circled>[①-⑳❶-➓])"
    r")"
)
# A number with nothing behind it but a blank, or with a figure right after its point (2.50个小区): only in sequence.
# Behind the blank may stand a figure with its counter: 5 210所学校.
_LOOSE = re.compile(
    rf"^{_STAR}(?P<digit>\d{{1,3}})(?:[.\uff0e、](?=\d)"
    r"|[ \u3000\t]+(?=[*★☆]?[一-龥“\"《]|\d[\d.]*(?![年月日时])[一-龥]))"
)
# ⺀-⿕ are radicals, which fonts of PDF give for the characters; sql/staging reads them as such.
# a mirror that writes in traditional characters may put their sound behind them: 主管領(lǐng)導(dǎo)
ONE_SOUND = r"[(\uff08][a-z\u00e0-\u01dc\u0261]{1,7}[)\uff09]"
SOUND = rf"(?:{ONE_SOUND})?"
LABEL = rf"(?:[一-龥⺀-⿕]{SOUND}){{2,10}}(?:[(\uff08][一-龥]{{1,6}}[)\uff09])?"
LABELLED_LINE = re.compile(rf"^[\s\u3000●•·★△◆■-]*({LABEL})\s*[:\uff1a]\s*(.*)$", re.DOTALL)
NUMBER_HEADER = re.compile(  # of the column that numbers a table's rows
    r"^(?:[总總]?序\s*[号號]|[编編]\s*[号號]|[项項]\s*[号號]|[Nn][Oo]\.?)$"
)
SENTENCE_ENDS = "。;\uff1b!\uff01?\uff1f"
DATE_LINE = re.compile(
    r"^[\s\u3000]*(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|二[〇○Oo零0][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[\s\u3000]*$"
)
# ⒈, ⑴ and ㈠ are a number and its sign in one character
_KIND_OF_SIGN = {
    "digit_in_one": "digit",
    "digit_bracket_in_one": "digit bracket",
    "han_in_one": "han bracket",
    "ordinal": "digit",
    "han_ordinal": "digit",
    "keycap": "digit",
}


class Mark(NamedTuple):
    """What numbers a paragraph. kind: one of KINDS; printed: with its sign; number: its value, 0 if unknown."""

    kind: str
    printed: str
    number: int

    @property
    def level(self) -> int:
        """0 for chapters, 6 for 一是."""
        return KINDS.index(self.kind)


def mark_of(text: str, expected: int = 0) -> Mark | None:
    """The mark at the head of a line. expected: the number that would come next; only it may do without a sign.

    >>> mark_of("(一)强化创新"), mark_of("2.50个小区", expected=2), mark_of("2.5万人"), mark_of("12、改造道路")
    (Mark(kind='han bracket', printed='(一)', number=1), Mark(kind='digit', printed='2.', number=2), None, \
Mark(kind='digit', printed='12、', number=12))
    """
    found = _MARKS.match(text)
    if found:
        name = str(found.lastgroup)
        kind = _KIND_OF_SIGN.get(name, name.replace("_", " "))
        return Mark(kind, found.group().strip(" \t\u3000"), value_of(found[name]))
    loose = _LOOSE.match(text) if expected else None
    if loose and int(loose["digit"]) == expected:
        return Mark("digit", loose.group().strip(" \t\u3000"), expected)
    return None


def is_numbered_heading(text: str) -> bool:
    """Whether a line between the rows of a table is a heading: 一、 or (一), short but for a bracket behind it, and no
    sentence.

    >>> is_numbered_heading("一、教育"), is_numbered_heading("一、建校2所。"), is_numbered_heading("1.教育")
    (True, False, False)
    """
    if len(text) > _LONGEST_HEADING + _LONGEST_BRACKET or len(_BRACKET_BEHIND.sub("", text)) > _LONGEST_HEADING:
        return False
    mark = mark_of(text)
    return mark is not None and mark.kind in HEADING_KINDS and not text.endswith(tuple(SENTENCE_ENDS))


def without_mark(text: str, mark: Mark | None) -> str:
    """A paragraph's text behind its mark."""
    return text if mark is None else text.lstrip(" \t\u3000")[len(mark.printed) :].lstrip(" \t\u3000")


def count_with_figures(texts: Iterable[str]) -> int:
    """How many of some texts hold a figure."""
    return sum(1 for text in texts if any(map(str.isdigit, text)))


def value_of(text: str) -> int:
    """The value of a number in digits, in Chinese or in one character; 0 where it has none below a hundred.

    >>> value_of("12"), value_of("十二"), value_of("③"), value_of("一百零一")
    (12, 12, 3, 0)
    """
    if text.isdigit() and text.isascii():
        return int(text)
    for first, last in ("①⑳", "⒈⒛", "⑴⒇", "㈠㈩", "❶❿", "➀➉", "➊➓"):
        if first <= text <= last:
            return ord(text) - ord(first) + 1
    if "百" in text or text.strip("一二三四五六七八九十"):
        return 0
    tens, ten, ones = text.rpartition("十")
    digits = "一二三四五六七八九"
    value = digits.find(ones) + 1 if ones else 0
    return value + (10 * (digits.find(tens) + 1 if tens else 1) if ten else 0)
