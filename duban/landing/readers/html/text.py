"""White space and line breaks of HTML the way a browser prints them.

Collapsible white space is closed up; NBSP and U+3000 are printed characters and stay. A line break in the source
between two wide characters prints nothing (CSS Text 3, segment breaks): Word and Excel break the lines of the HTML that
they save anywhere, and a blank in 市人民 政府 would not be what the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast

from lxml import etree

LINE: Final = "\u2028"  # a line break: <br>
BLOCK: Final = "\u2029"  # the border of a block: any number of them print as one line break

BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
UNPRINTED: Final = (
    "head", "script", "style", "noscript", "template", "noframes", "iframe", "object", "applet", "audio", "video",
    "canvas", "select", "datalist", "rt", "rp",
)  # fmt: skip

_WIDE = "\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
_UNTIDY = re.compile(f"[\t\n\r\f{LINE}{BLOCK}]|  |^ | $")
_BROKEN_BETWEEN_WIDE = re.compile(f"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_SPACE = re.compile("[ \t\r\n\f]+")
_SPACE_AT_BORDER = re.compile(f" *([{LINE}{BLOCK}]) *")
_BLOCK_BORDERS = re.compile(f"{BLOCK}+")
_INNER_BLOCKS = tuple(BLOCKS - {"html", "body", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})


def mark_breaks(root: etree._Element) -> None:
    """Write the two marks into the tree, so that its text can be gathered in one call and still be laid out."""
    for element in root.iter("br"):
        element.tail = LINE + (element.tail or "")
    for element in root.iter(*_INNER_BLOCKS):
        element.text = BLOCK + (element.text or "")
        element.tail = BLOCK + (element.tail or "")
    for element in root.iter("pre"):
        for part in element.iter():
            part.text = part.text and part.text.replace("\r\n", "\n").replace("\n", LINE)
            if part is not element:
                part.tail = part.tail and part.tail.replace("\r\n", "\n").replace("\n", LINE)


def all_text(element: etree._Element) -> str:
    """An element's text with the marks in it, gathered by libxml2."""
    return "".join(cast("Iterator[str]", element.itertext()))


def printed(text: str) -> str:
    r"""A text as the browser prints it.

    >>> printed(" a\n  b "), printed("市人民\n政府"), printed(f"一{LINE}二{BLOCK}{BLOCK}三{BLOCK}")
    ('a b', '市人民政府', '一\n二\n三')
    """
    if not _UNTIDY.search(text):
        return text
    text = _BROKEN_BETWEEN_WIDE.sub("", text)
    text = _SPACE.sub(" ", text).strip(" ")
    if LINE in text or BLOCK in text:
        text = _SPACE_AT_BORDER.sub(r"\1", text)
        text = _BLOCK_BORDERS.sub(BLOCK, text).strip(BLOCK)
        # A line break right before the end of its block prints no line of its own.
        text = text.replace(LINE + BLOCK, BLOCK).removesuffix(LINE).strip(BLOCK)
        text = text.replace(LINE, "\n").replace(BLOCK, "\n")
    return text
