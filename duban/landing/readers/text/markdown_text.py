"""What a row or a piece of Markdown prints, once its syntax is taken off."""

from __future__ import annotations

import html
import re

from duban.landing.marked_text import END, HIDDEN, LOWERED, RAISED, STRUCK, signs_marked

_HIDDEN = re.compile(r"<!--[^<>]{0,200}-->")  # chunk markers of converters, also inside cells
_ESCAPED_CELLS = re.compile(r"((?:[^|\\]++|\\.|\\$)*+)(?:\||$)")
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"<(?P<end>/?)(?P<tag>b|strong|i|em|u|ins|mark|sup|sub|s|del|strike|span|font|p|a|label)(?P<attributes>\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FIELD = re.compile(r"<(?:input|img)\s[^<>]*>", re.IGNORECASE)
_MARK_OF_TAG = {"s": STRUCK, "del": STRUCK, "strike": STRUCK, "sup": RAISED, "sub": LOWERED}
_STYLE = re.compile(r"\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HIDDEN_ATTRIBUTE = re.compile(r"\shidden(?![\w-])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:https?:|mailto:|data:|[./#])[^()\s]*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\\<&*\[~^]")
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
        text = _BREAK.sub("\n", text)
        text = _inline_tags(text) if "<" in text else text
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text:
        text = _without_emphasis(text)
    text = signs_marked(text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text.strip(BLANKS)


def has_markup(line: str) -> bool:
    """Whether `printed` may change more of a row than the blanks at the ends of its cells."""
    return _MARKUP.search(line) is not None


def _inline_tags(text: str) -> str:
    """The tags off, what they strike, raise or hide between marks, and fields as the text that they show."""
    if "<input" in text.lower() or "<img" in text.lower():
        text = _FIELD.sub(_field, text)
    open_tags: list[tuple[str, str]] = []  # tag, its mark

    def tag(match: re.Match[str]) -> str:
        name, attributes = match["tag"].lower(), match["attributes"] or ""
        if match["end"]:
            while open_tags:
                opened, mark = open_tags.pop()
                if opened == name:
                    return END if mark else ""
                if mark:
                    open_tags.append((opened, mark))
                    return ""
            return ""
        mark = _MARK_OF_TAG.get(name, "")
        if attributes and not mark:
            style = _STYLE.search(attributes)
            mark = _style_mark(style[1] or style[2] or "", name) if style else ""
            mark = HIDDEN if _HIDDEN_ATTRIBUTE.search(attributes) else mark
        open_tags.append((name, mark))
        return mark

    text = _INLINE_TAG.sub(tag, text)
    return text + END * sum(1 for _, mark in open_tags if mark)


def _style_mark(style: str, tag: str) -> str:
    from duban.landing.readers.html.styles import mark_of_style  # few cells hold a style

    return mark_of_style(style, tag)


def _field(match: re.Match[str]) -> str:
    """What an input or a picture written into Markdown shows."""
    from lxml import etree

    from duban.landing.readers.html.marks import pictured, show_fields

    root = etree.HTML(f"<p>{match[0]}</p>")
    if root is None:
        return ""
    show_fields(root)
    return "".join(str(part) for part in root.itertext()) or pictured(root) or ""


def _without_emphasis(text: str) -> str:
    bare = text.replace(r"\*", "")
    if bare.count("**") and bare.count("**") % 2 == 0:
        text = text.replace("**", "") if bare == text else re.sub(r"(?<!\\)\*\*", "", text)
    if len(text) > 2 and text[0] == text[-1] == "*" and text.count("*") == 2 and text[1] not in BLANKS:
        text = text[1:-1]
    return text
