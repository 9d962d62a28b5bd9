"""What a row or a piece of Markdown prints, once its syntax is taken off."""

from __future__ import annotations

import html
import re

_HIDDEN = re.compile(r"<!--[^<>]{0,200}-->")  # chunk markers of converters, also inside cells
_ESCAPED_CELLS = re.compile(r"((?:[^|\\]++|\\.|\\$)*+)(?:\||$)")
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:b|strong|i|em|u|sup|sub|span|font|p)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:https?:|mailto:|data:|[./#])[^()\s]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\\<&*\[]")
BLANKS = " \t"


def split_row(line: str) -> list[str]:
    r"""The cells between the pipes of a row, blanks still on; the outer pipes enclose no cell.

    >>> split_row(r"| 1 | a\|b | |")
    [' 1 ', ' a\\|b ', ' ']
    """
    line = line.strip(BLANKS)
    cells = _ESCAPED_CELLS.findall(line)[:-1] if "\\" in line else line.split("|")
    if "\\" in line and line.endswith("|"):
        cells.append("")
    if line.startswith("|"):
        cells = cells[1:]
    if line.endswith("|") and len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return cells


def printed(text: str) -> str:
    r"""What a piece of Markdown prints: blanks at its ends, emphasis, escapes, entities and link targets taken off.

    White space of print (NBSP, U+3000) stays, at the ends too. `__` stays: forms print blanks as underscores.

    >>> printed(r" **序号** "), printed(r"1\. 抓好&nbsp;<br>10\~20家"), printed("\u3000俞 悦 ")
    ('序号', '1. 抓好\xa0\n10~20家', '\u3000俞 悦')
    """
    text = text.strip(BLANKS)
    if not _MARKUP.search(text):
        return text
    if "<" in text:
        text = _HIDDEN.sub("", text)
        text = _INLINE_TAG.sub("", _BREAK.sub("\n", text))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text:
        text = _without_emphasis(text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text.strip(BLANKS)


def _without_emphasis(text: str) -> str:
    bare = text.replace(r"\*", "")
    if bare.count("**") and bare.count("**") % 2 == 0:
        text = text.replace("**", "") if bare == text else re.sub(r"(?<!\\)\*\*", "", text)
    if len(text) > 2 and text[0] == text[-1] == "*" and text.count("*") == 2 and text[1] not in BLANKS:
        text = text[1:-1]
    return text
