"""The text of a Word paragraph as it prints: runs, tabs, breaks, list numbers; no deletions, codes or fallbacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from duban.landing.archives import LOCAL_NAME, Archive, attribute
from duban.landing.readers.docx_numbering import Numbering, read_numbering

# What is in the file but not on the page: deletions, moved-away text, codes, readings above characters, properties.
_UNPRINTED = frozenset({
    "del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "fldData",
    "docPr", "pPrChange", "rPrChange", "oMathParaPr", "ctrlPr",
})  # fmt: skip
# Signs of the symbol fonts that Word stores by number: the ticks and boxes of a status column.
_SYMBOLS = {
    "Wingdings": {0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0xA1: "○", 0x6C: "●", 0x6E: "■"},
    "Wingdings 2": {0x50: "✓", 0x52: "☑", 0x4F: "✗", 0x51: "☒", 0xA3: "□", 0x54: "☒"},
}
_HELD_BYTES = 8 * 1024 * 1024


@dataclass(slots=True)
class Style:
    """What a paragraph style says that is printed or that makes a heading. list_id: '' where it says nothing."""

    based_on: str = ""
    is_heading: bool | None = None
    list_id: str = ""
    level_no: int = 0


@dataclass(slots=True)
class Paragraph:
    """A printed paragraph. boxes: the text boxes anchored in it, which print on their own."""

    text: str
    is_heading: bool
    boxes: list[etree._Element]


@dataclass
class ParagraphReader:
    """Reads paragraphs in the order of the document, because list numbers count on.

    Styles and lists are read when the first paragraph names one: most tables use neither.
    """

    archive: Archive
    parts: dict[str, str]  # kind of relation -> part
    unknown_symbols: int = 0
    hidden_runs: int = 0
    deletions: int = 0
    _headings: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def numbering(self) -> Numbering:
        return read_numbering(self.archive, self.parts.get("numbering"))

    @cached_property
    def styles(self) -> dict[str, Style]:
        part = self.parts.get("styles")
        styles: dict[str, Style] = {}
        if part is not None and part in self.archive:
            for _, element in self.archive.parsed(part, ("style",), held_bytes=_HELD_BYTES):
                styles[attribute(element, "styleId")] = _style(element)
                self.archive.forget(element)
        return styles

    def read(self, paragraph: etree._Element) -> Paragraph:
        """The text of a paragraph with the list number before it. It counts its list on: read each paragraph once."""
        parts: list[str] = []
        boxes: list[etree._Element] = []
        label, is_heading = "", False
        for child in paragraph:
            tag = LOCAL_NAME[child.tag]
            if tag == "pPr":
                label, is_heading = self._properties(child)
            else:
                self._collect(child, tag, parts, boxes)
        text = "".join(parts)
        return Paragraph(label + text if text else label.rstrip(" "), is_heading, boxes)

    def _collect(self, element: etree._Element, tag: str, parts: list[str], boxes: list[etree._Element]) -> None:
        """Append what an element prints. The parser bounds how deep elements nest, and so this recursion."""
        if tag == "t":
            if element.text:
                parts.append(element.text)
        elif tag == "r":
            for child in element:
                child_tag = LOCAL_NAME[child.tag]
                if child_tag == "rPr":
                    if _is_hidden(child):
                        self.hidden_runs += 1
                        return
                elif child_tag == "t":
                    if child.text:
                        parts.append(child.text)
                else:
                    self._collect(child, child_tag, parts, boxes)
        elif tag in ("tab", "ptab"):
            parts.append("\t")
        elif tag in ("br", "cr"):
            if tag == "cr" or attribute(element, "type") not in ("page", "column"):
                parts.append("\n")
        elif tag == "noBreakHyphen":
            parts.append("-")
        elif tag == "sym":
            parts.append(self._symbol(element))
        elif tag == "txbxContent":
            boxes.append(element)
        elif tag == "AlternateContent":
            # Word writes a drawing twice, for new programs and for old ones. One of them prints.
            choices = [child for child in element if LOCAL_NAME[child.tag] == "Choice"]
            for child in choices[:1] or element:
                self._collect(child, "", parts, boxes)
        elif tag not in _UNPRINTED:
            for child in element:
                self._collect(child, LOCAL_NAME[child.tag], parts, boxes)
        elif tag in ("del", "moveFrom"):
            self.deletions += 1

    def _properties(self, properties: etree._Element) -> tuple[str, bool]:
        """(list label, is a heading) of a paragraph, from its own properties and its style's."""
        style_id = list_id = ""
        level_no: int | None = None
        is_heading = False
        for child in properties:
            tag = LOCAL_NAME[child.tag]
            if tag == "pStyle":
                style_id = attribute(child, "val")
            elif tag == "numPr":
                for part in child:
                    part_tag, value = LOCAL_NAME[part.tag], attribute(part, "val")
                    if part_tag == "numId":
                        list_id = value
                    elif part_tag == "ilvl" and value.isdigit():
                        level_no = int(value[:2])
            elif tag == "outlineLvl":
                is_heading = attribute(child, "val") in tuple("012345678")
        seen: set[str] = set()
        while style_id and style_id not in seen and (style := self.styles.get(style_id)) is not None:
            seen.add(style_id)
            is_heading = is_heading or bool(style.is_heading)
            if not list_id and style.list_id:
                list_id = style.list_id
                level_no = style.level_no if level_no is None else level_no
            style_id = style.based_on
        if not list_id or list_id == "0":
            return "", is_heading
        return self.numbering.label(list_id, level_no or 0), is_heading

    def _symbol(self, element: etree._Element) -> str:
        font, code = attribute(element, "font"), attribute(element, "char")
        try:
            number = int(code, 16)
        except ValueError:
            number = 0
        known = _SYMBOLS.get(font, {}).get(number & 0xFF)
        if known is not None:
            return known
        if 0x20 <= number < 0xD800 or 0xF900 <= number < 0xFFFE:
            return chr(number)
        self.unknown_symbols += 1
        return "\ufffd"


def _style(element: etree._Element) -> Style:
    style = Style()
    for child in element:
        tag = LOCAL_NAME[child.tag]
        if tag == "name":
            name = attribute(child, "val").lower()
            style.is_heading = name.startswith(("heading", "title", "subtitle", "标题", "副标题")) or None
        elif tag == "basedOn":
            style.based_on = attribute(child, "val")
        elif tag == "pPr":
            for outline in child.iterfind("{*}outlineLvl"):
                style.is_heading = style.is_heading or attribute(outline, "val") in tuple("012345678")
            for part in child.iterfind("{*}numPr/{*}numId"):
                style.list_id = attribute(part, "val")
            for part in child.iterfind("{*}numPr/{*}ilvl"):
                level = attribute(part, "val")
                style.level_no = int(level) if level in tuple("012345678") else 0
    return style


def _is_hidden(run_properties: etree._Element) -> bool:
    for child in run_properties:
        if LOCAL_NAME[child.tag] == "vanish":
            return attribute(child, "val") not in ("0", "false", "off")
    return False


def blocks(container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The paragraphs ('p') and tables ('tbl') of a cell or a text box, through the wrappers around them."""
    for child in container:
        tag = LOCAL_NAME[child.tag]
        if tag in ("p", "tbl"):
            yield tag, child
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"):
            yield from blocks(child)
