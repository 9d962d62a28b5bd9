"""The cell styles and rich texts of an XLSX workbook: number formats, and of fonts what changes what a text says."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from duban.landing.archives import LOCAL_NAME, Archive, attribute
from duban.landing.cell_looks import CellLook, cell_look
from duban.landing.marked_text import LOWERED, RAISED, STRUCK
from duban.landing.number_formats import BUILT_IN
from duban.landing.symbol_fonts import is_symbol_font

_STYLES_BYTES = 64 * 1024 * 1024
_ALIGNMENTS = {"superscript": RAISED, "subscript": LOWERED}

# A text of several runs: (text, its mark or None where it takes the cell's font, its symbol font).
RichText = list[tuple[str, str | None, str]]


def read_looks(archive: Archive, part: str | None, is_1904: bool) -> list[CellLook]:
    """The look of every cell style, by its number."""
    root = archive.root(part, _STYLES_BYTES) if part is not None else None
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for number_format in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[_number(number_format.get("numFmtId"))] = number_format.get("formatCode") or "General"
    fonts = [(mark == STRUCK, font) for mark, font in map(_of_font, root.iterfind("{*}fonts/{*}font"))]
    has_boxes = next(root.iter("{*}xfComplement"), None) is not None
    looks = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number = _number(style.get("fontId"))
        is_struck, font = fonts[number] if number < len(fonts) else (False, "")
        shows_box = has_boxes and style.find(".//{*}xfComplement") is not None
        looks.append(
            cell_look(codes.get(_number(style.get("numFmtId")), "General"), is_1904, is_struck, font, shows_box)
        )
    return looks


def rich_text(element: etree._Element) -> str | RichText:
    """The text of a shared or inline string, or its runs where one is struck, raised or of a symbol font.

    The readings above characters (rPh) are no part of it.
    """
    if len(element) == 1 and LOCAL_NAME[element[0].tag] == "t":
        return element[0].text or ""  # as nearly all are
    runs = list(_runs(element))
    if any(mark or font for _, mark, font in runs):
        return runs
    return "".join(text for text, _, _ in runs)


def _runs(element: etree._Element) -> Iterator[tuple[str, str | None, str]]:
    for part in element:
        tag = LOCAL_NAME[part.tag]
        if tag == "t":
            yield part.text or "", None, ""
        elif tag == "r":
            mark: str | None = None
            font = ""
            for child in part:
                child_tag = LOCAL_NAME[child.tag]
                if child_tag == "rPr":
                    mark, font = _of_font(child)
                elif child_tag == "t":
                    yield child.text or "", mark, font


def _of_font(font: etree._Element) -> tuple[str, str]:
    """(the mark of a font, its name where it is a symbol font)."""
    mark = name = ""
    for child in font:
        tag = LOCAL_NAME[child.tag]
        if tag == "strike" and attribute(child, "val") not in ("0", "false"):
            mark = STRUCK
        elif tag == "vertAlign":
            mark = mark or _ALIGNMENTS.get(attribute(child, "val"), "")
        elif tag in ("name", "rFont"):
            name = attribute(child, "val")
    return mark, name if is_symbol_font(name) else ""


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
