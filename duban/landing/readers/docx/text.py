"""The text of a Word paragraph as it prints: runs, tabs, breaks, list numbers, form fields; no codes or fallbacks.

What is hidden, struck out, raised or a tracked deletion stands between the marks of `marked_text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from duban.landing.archives import LOCAL_NAME, Archive, attribute
from duban.landing.marked_text import DELETED, NOTE_MARK, NOTE_TEXT, marked
from duban.landing.readers.docx.equations import EQUATIONS, equation_parts, field_equation, parted_from
from duban.landing.readers.docx.looks import PLAIN_LOOK, Look, based_on, is_filled, is_plain, is_shaded, look_of, seen
from duban.landing.readers.docx.numbering import Numbering, read_numbering
from duban.landing.symbol_fonts import UNKNOWN, is_symbol_font, shown

# What is in the file but not on the page: deletions, moved-away text, codes, readings above characters, properties.
_UNPRINTED = frozenset({
    "moveFrom", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "fldData",
    "docPr", "pPrChange", "rPrChange", "oMathParaPr", "ctrlPr",
})  # fmt: skip
_HELD_BYTES = 8 * 1024 * 1024
_LONGEST_NOTE = 2_000  # characters of a footnote
_OFF = ("0", "false", "off")
_SHADED = {"r": "rPr", "p": "pPr", "tc": "tcPr"}  # what may have a shading of its own -> where it says so
_BOXES = {True: "☑", False: "☐"}


@dataclass(slots=True)
class Style:
    """What a style says that is printed or that makes a heading. list_id: '' where it says nothing."""

    based_on: str = ""
    is_heading: bool | None = None
    list_id: str = ""
    level_no: int = 0
    look: Look = PLAIN_LOOK
    is_shaded: bool = False  # a table's


@dataclass(slots=True)
class Paragraph:
    """A printed paragraph. boxes: the text boxes anchored in it, which print on their own."""

    text: str
    is_heading: bool
    boxes: list[etree._Element]


@dataclass(slots=True)
class _Field:
    """A field that has begun. result_at: how many parts of its paragraph stood before its result."""

    instruction: str = ""
    result_at: int | None = None


@dataclass
class ParagraphReader:
    """Reads paragraphs in the order of the document, because list numbers count on.

    Styles and lists are read when the first paragraph names one: most tables use neither.
    """

    archive: Archive
    parts: dict[str, str]  # kind of relation -> part
    table_properties: etree._Element | None = None  # of the body's table under way, whose own are no longer held
    unknown_symbols: int = 0
    deletions: int = 0  # rows and moves that are not landed; deleted texts are kept as such
    _paragraph_look: Look = PLAIN_LOOK
    _looks: dict[str, Look] = field(default_factory=dict)
    _note_count: int = 0
    _fields: list[_Field] = field(default_factory=list)  # that have begun, the outermost first

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

    @cached_property
    def foot_notes(self) -> dict[str, str]:
        """The texts of Word's own footnotes and endnotes, by kind and id."""
        notes: dict[str, str] = {}
        for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            part = self.parts.get(kind)
            if part is not None and part in self.archive:
                for _, element in self.archive.parsed(part, (tag,), held_bytes=_HELD_BYTES):
                    texts = (text.text or "" for text in element.iter("{*}t"))
                    notes[tag + attribute(element, "id")] = "".join(texts).strip()[:_LONGEST_NOTE]
                    self.archive.forget(element)
        return notes

    def read(self, paragraph: etree._Element) -> Paragraph:
        """The text of a paragraph with the list number before it. It counts its list on: read each paragraph once."""
        parts: list[str] = []
        boxes: list[etree._Element] = []
        label, is_heading = "", False
        self._paragraph_look = PLAIN_LOOK
        for child in paragraph:
            tag = LOCAL_NAME[child.tag]
            if tag == "r":
                self._run(child, parts, boxes)
            elif tag == "pPr":
                label, is_heading = self._properties(child)
            else:
                self._collect(child, tag, parts, boxes)
        text = "".join(parts)
        return Paragraph(label + text if text else label.rstrip(" "), is_heading, boxes)

    def _collect(self, element: etree._Element, tag: str, parts: list[str], boxes: list[etree._Element]) -> None:
        """Append what an element prints. The parser bounds how deep elements nest, and so this recursion."""
        if tag in ("t", "delText"):
            if element.text:
                parts.append(element.text)
        elif tag == "r":
            self._run(element, parts, boxes)
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
        elif tag == "fldChar":
            parts.append(field_text(element))
            self._field_char(attribute(element, "fldCharType"), parts)
        elif tag == "instrText":
            if self._fields:
                self._fields[-1].instruction += element.text or ""
        elif tag in ("footnoteReference", "endnoteReference"):
            self._note_count += 1
            note = self.foot_notes.get(tag.removesuffix("Reference") + attribute(element, "id"), "")
            if attribute(element, "customMarkFollows") in ("", *_OFF):
                parts.append(marked(f"{self._note_count}{NOTE_TEXT}{note}", NOTE_MARK))
        elif tag == "sdt":
            box = checkbox_text(element)
            if box:
                parts.append(box)
            else:
                for child in element:
                    self._collect(child, LOCAL_NAME[child.tag], parts, boxes)
        elif tag == "AlternateContent":
            # Word writes a drawing twice, for new programs and for old ones. One of them prints.
            choices = [child for child in element if LOCAL_NAME[child.tag] == "Choice"]
            for child in choices[:1] or element:
                self._collect(child, "", parts, boxes)
        elif tag == "fldSimple" and (text := field_equation(attribute(element, "instr"))):
            parts.append(text)
        elif tag in EQUATIONS:
            self._equation(element, tag, parts, boxes)
        elif tag == "del":
            deleted: list[str] = []
            for child in element:
                self._collect(child, LOCAL_NAME[child.tag], deleted, [])
            parts.append(marked("".join(deleted), DELETED))
        elif tag not in _UNPRINTED:
            for child in element:
                self._collect(child, LOCAL_NAME[child.tag], parts, boxes)
        elif tag == "moveFrom":
            self.deletions += 1

    def _equation(self, element: etree._Element, tag: str, parts: list[str], boxes: list[etree._Element]) -> None:
        printed: list[str] = []
        for before, part, mark in equation_parts(element, tag):
            own: list[str] = []
            if part is not None:
                self._collect(part, "", own, boxes)
            text = "".join(own)
            printed.append(before + (marked(text, mark) if mark else text))
        parts.append(parted_from(parts[-1] if parts else "", "".join(printed)))

    def _field_char(self, kind: str, parts: list[str]) -> None:
        """A field begins, or ends: Word keeps of an equation the instruction and no result."""
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result_at = len(parts)
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if ended.result_at is None or not "".join(parts[ended.result_at :]).strip():
                before = next((part for part in reversed(parts) if part), "")
                parts.append(parted_from(before, field_equation(ended.instruction)))

    def _run(self, run: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        mark, font = "", ""
        at = len(parts)
        own = PLAIN_LOOK
        for child in run:
            tag = LOCAL_NAME[child.tag]
            if tag == "t":
                if child.text:
                    parts.append(child.text)
            elif tag == "rPr":
                own = look_of(child)
            else:
                self._collect(child, tag, parts, boxes)
        if self._paragraph_look is PLAIN_LOOK and is_plain(own):
            return
        if own.is_white and not own.hidden and self._is_on_white(run):
            own = own._replace(hidden=True)
        character = self._style_look(own.style_id) if own.style_id else PLAIN_LOOK
        mark, font = seen(own, character, self._paragraph_look)
        if font and is_symbol_font(font):
            typed = [shown(font, text) for text in parts[at:]]
            self.unknown_symbols += sum(text.count(UNKNOWN) for text in typed)
            parts[at:] = typed
        if mark and len(parts) > at:
            parts[at:] = [marked("".join(parts[at:]), mark)]

    def _is_on_white(self, run: etree._Element) -> bool:
        """Whether nothing behind a white run has a colour: no shading of run, paragraph, cell or table, no text box."""
        for around in (run, *run.iterancestors()):
            tag = LOCAL_NAME[around.tag]
            if tag == "txbxContent":
                return False
            if tag == "tbl":
                properties = around.find("{*}tblPr")
                if not self._is_table_white(self.table_properties if properties is None else properties):
                    return False
            elif tag in _SHADED and any(map(is_shaded, around.iterfind(f"{{*}}{_SHADED[tag]}"))):
                return False
        return True

    def _is_table_white(self, properties: etree._Element | None) -> bool:
        if properties is None:
            return True
        style_id = next((attribute(style, "val") for style in properties.iterfind("{*}tblStyle")), "")
        seen: set[str] = set()
        while style_id and style_id not in seen and (style := self.styles.get(style_id)) is not None:
            seen.add(style_id)
            if style.is_shaded:
                return False
            style_id = style.based_on
        return not is_shaded(properties)

    def _style_look(self, style_id: str) -> Look:
        """The look of a style with what it is based on."""
        if style_id not in self._looks:
            chain: list[Look] = []
            seen_ids: set[str] = set()
            at = style_id
            while at and at not in seen_ids and (style := self.styles.get(at)) is not None:
                seen_ids.add(at)
                chain.append(style.look)
                at = style.based_on
            look = PLAIN_LOOK
            for own in reversed(chain):
                look = own if look is PLAIN_LOOK else based_on(own, look)
            self._looks[style_id] = look
        return self._looks[style_id]

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
        if style_id:
            self._paragraph_look = self._style_look(style_id)
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
        if is_symbol_font(font):
            sign = shown(font, chr(0xF000 | number & 0xFF))
            if sign != UNKNOWN:
                return sign
        if 0x20 <= number < 0xD800 or 0xF900 <= number < 0xFFFE:
            return chr(number)
        self.unknown_symbols += 1
        return UNKNOWN


def _style(element: etree._Element) -> Style:
    style = Style(is_shaded=attribute(element, "type") == "table" and any(map(is_filled, element.iter("{*}shd"))))
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
        elif tag == "rPr":
            style.look = look_of(child)
    return style


def field_text(begin: etree._Element) -> str:
    """What a legacy form field shows by itself: a checked or an empty box, the chosen entry of a list."""
    for box in begin.iterfind("{*}ffData/{*}checkBox"):
        states = {LOCAL_NAME[child.tag]: attribute(child, "val") not in _OFF for child in box}
        return _BOXES[states.get("checked", states.get("default", False))]
    for choice in begin.iterfind("{*}ffData/{*}ddList"):
        chosen = [attribute(child, "val") for child in choice if LOCAL_NAME[child.tag] in ("result", "default")]
        entries = [attribute(child, "val") for child in choice if LOCAL_NAME[child.tag] == "listEntry"]
        number = int(chosen[0]) if chosen and chosen[0].isdigit() and len(chosen[0]) < 6 else 0
        return entries[number] if number < len(entries) else ""
    return ""


def checkbox_text(control: etree._Element) -> str:
    """The box of a checkbox control, '' for another. Word itself shows a checked one as ☒, which reads as no."""
    for child in control.iterfind("{*}sdtPr/{*}checkbox/{*}checked"):
        return _BOXES[attribute(child, "val") not in _OFF]
    return ""


def picture_names(container: etree._Element) -> Iterator[str]:
    """The name of each picture in a cell: its description, '' where it has none."""
    for picture in container.iter("{*}docPr", "{*}imagedata"):
        if LOCAL_NAME[picture.tag] == "docPr":
            yield picture.get("descr") or picture.get("title") or ""
        else:  # of old programs: the shape around it has the name
            shape = picture.getparent()
            yield (shape.get("alt") if shape is not None else "") or ""


def blocks(container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The paragraphs ('p') and tables ('tbl') of a cell or a text box, through the wrappers around them."""
    for child in container:
        tag = LOCAL_NAME[child.tag]
        if tag in ("p", "tbl"):
            yield tag, child
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"):
            yield from blocks(child)
