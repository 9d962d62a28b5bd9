"""The cell styles and rich texts of an XLSX workbook: number formats, and of fonts what changes what a text says."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from duban.landing.archives import LOCAL_NAME, Archive, attribute
from duban.landing.cell_looks import CellLook, cell_look
from duban.landing.marked_text import HIDDEN, LOWERED, RAISED, STRUCK
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
    fonts = [(mark, font) for mark, font in map(_of_font, root.iterfind("{*}fonts/{*}font"))]
    fills = [_is_filled(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    has_boxes = next(root.iter("{*}xfComplement"), None) is not None
    looks = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number = _number(style.get("fontId"))
        mark, font = fonts[number] if number < len(fonts) else ("", "")
        fill_no = _number(style.get("fillId"))
        is_filled = fill_no < len(fills) and fills[fill_no]
        shows_box = has_boxes and style.find(".//{*}xfComplement") is not None
        code = codes.get(_number(style.get("numFmtId")), "General")
        looks.append(cell_look(code, is_1904, mark == STRUCK, font, shows_box, mark == HIDDEN, is_filled))
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


def _is_filled(fill: etree._Element) -> bool:
    """Whether a cell's fill shows another colour than white."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return len(fill) > 0  # a gradient
    kind = pattern.get("patternType") or "none"
    colours = pattern.iterfind("{*}fgColor")
    return kind != "none" and not (kind == "solid" and any(map(_is_white, colours)))


def _is_white(colour: etree._Element) -> bool:
    is_of_theme = colour.get("theme") == "0" and not (colour.get("tint") or "0").strip("0.-")
    return is_of_theme or (colour.get("rgb") or "")[-6:].upper() == "FFFFFF" or colour.get("indexed") in ("1", "9")


def _of_font(font: etree._Element) -> tuple[str, str]:
    """(the mark of a font, its name where it is a symbol font). A white font has the mark HIDDEN."""
    mark = name = ""
    is_white = False
    for child in font:
        tag = LOCAL_NAME[child.tag]
        if tag == "strike" and attribute(child, "val") not in ("0", "false"):
            mark = STRUCK
        elif tag == "vertAlign":
            mark = mark or _ALIGNMENTS.get(attribute(child, "val"), "")
        elif tag in ("name", "rFont"):
            name = attribute(child, "val")
        elif tag == "color":
            is_white = _is_white(child)
    if is_white and mark != STRUCK:
        mark = HIDDEN
    return mark, name if is_symbol_font(name) else ""


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
