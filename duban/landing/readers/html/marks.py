"""What a page strikes, raises, hides or shows without text is written into its tree before its texts are gathered.

A marked element's text stands between the marks of `marked_text`; a hidden row stays and is noted; a form field becomes
the text that it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from duban.landing import symbol_fonts
from duban.landing.grid import Note
from duban.landing.marked_text import END, HIDDEN, HIDDEN_CELL, marked
from duban.landing.pictures import picture_text
from duban.landing.readers.html.styles import Printed, styles_of_elements
from duban.landing.readers.html.text import UNPRINTED, all_text, printed

_CELLS = ("td", "th")
_ROWS = ("tr", "tbody", "thead", "tfoot")
_TABLES = ("table", "caption", *_ROWS, *_CELLS)
_KEPT = ("html", "body", "col", "colgroup")
_HIDDEN_TAG = "hidden"
_UNSHOWN_FIELDS = frozenset({"hidden", "submit", "button", "reset", "image", "file", "password"})
CHECKED, UNCHECKED = "☑", "☐"


@dataclass(slots=True)
class Shown:
    """hidden_rows: rows that the page hides, which are landed and noted. hidden_columns: col elements that hide.
    unread_cells: cells in which a style prints something that is not read."""

    hidden_rows: set[etree._Element] = field(default_factory=set)
    hidden_columns: set[etree._Element] = field(default_factory=set)
    unread_cells: set[etree._Element] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


def mark_page(root: etree._Element, text: str) -> Shown:
    """Write into the tree what the page strikes, raises and hides. text: the page's source, to see what to look for."""
    shown = Shown()
    marks, fonts, (gone, hidden, partly), printed_beside = styles_of_elements(root, text)
    for element, font in fonts.items():
        _set_in_font(element, font, fonts)
    for beside in printed_beside:
        _print_beside(beside, shown)
    for element in partly:
        _hide_own_text(element)
    _spare_only_tables(root, hidden, shown)
    for element, own in marks.items():
        for mark in own:
            for cell in _marked_parts(element):
                _mark(cell, mark)
    if hidden:
        for element in [element for element in root.iter() if element in hidden]:
            _hide(element, element in gone, shown)
        etree.strip_elements(root, _HIDDEN_TAG, with_tail=False)
    return shown


def show_fields(root: etree._Element) -> None:
    """Let form fields print what they show: a value, the selected option, a checked or an empty box."""
    for element in list(root.iter("input", "select")):
        text = _selected(element) if element.tag == "select" else _input_text(element)
        if text:
            element.tail = text + (element.tail or "")


def pictured(cell: etree._Element) -> str | None:
    """What the pictures of a cell without text stand for: '' where there is none, None where nobody says."""
    pictures = list(cell.iter("img", "svg"))
    if not pictures:
        return ""
    return picture_text(picture.get("alt") or picture.get("title") or "" for picture in pictures)


def _input_text(element: etree._Element) -> str:
    kind = (element.get("type") or "text").strip().lower()
    if kind in ("checkbox", "radio"):
        return CHECKED if element.get("checked") is not None else UNCHECKED
    return "" if kind in _UNSHOWN_FIELDS else element.get("value") or ""


def _selected(element: etree._Element) -> str:
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and element.get("multiple") is None:
        chosen = options[:1]
    return "、".join(printed(all_text(option)) for option in chosen)


def _set_in_font(element: etree._Element, font: str, fonts: dict[etree._Element, str]) -> None:
    """Let the text of an element show what its symbol font shows, down to the elements with a font of their own."""
    waiting = [element] if font else []
    while waiting:
        parent = waiting.pop()
        parent.text = parent.text and symbol_fonts.shown(font, parent.text)
        for child in parent:
            if isinstance(child.tag, str) and child not in fonts:
                waiting.append(child)
            child.tail = child.tail and symbol_fonts.shown(font, child.tail)


def _marked_parts(element: etree._Element) -> Iterator[etree._Element]:
    """The cells of a marked row or table, else the element itself: a mark must open and close within one text."""
    cells = list(element.iter(*_CELLS)) if element.tag not in _CELLS else []
    yield from cells or [element]


def _mark(element: etree._Element, mark: str) -> None:
    element.text = mark + (element.text or "")
    _append(element, END)


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _print_beside(beside: Printed, shown: Shown) -> None:
    element, side, text = beside
    if text is None:
        cell = element if element.tag in _CELLS else next(element.iterancestors(*_CELLS))
        shown.unread_cells.add(cell)
    elif side == "before":
        element.text = text + (element.text or "")
    else:
        _append(element, text)


def _spare_only_tables(root: etree._Element, hidden: set[etree._Element], shown: Shown) -> None:
    """A hidden table is not read where the page shows another; a page that hides them all shows them by script."""
    if not hidden:
        return
    covers = {element for element in hidden if element.tag == "table" or element.find(".//table") is not None}
    covers = {element for element in covers if element.tag not in (*_CELLS, *_ROWS, *_KEPT)}
    if not covers:
        return
    tables = [table for table in root.iter("table") if sum(1 for _ in table.iter(*_CELLS)) > 1]
    unseen = [table for table in tables if table in covers or any(one in covers for one in table.iterancestors())]
    if not unseen:
        return
    if len(unseen) == len(tables):
        hidden -= covers
        shown.notes.append(Note("warning", "the page hides all of its tables; they are landed", "page"))
    else:
        count = f"{len(unseen)} tables are" if len(unseen) > 1 else "a table is"
        shown.notes.append(Note("warning", f"{count} hidden in the page and not landed", "page"))


def _hide_own_text(element: etree._Element) -> None:
    """Hide the text of an element and of none inside it."""
    if element.tag in UNPRINTED:
        return
    if element.text and element.text.strip():
        element.text = marked(element.text, HIDDEN)
    for child in element:
        if child.tail and child.tail.strip():
            child.tail = marked(child.tail, HIDDEN)


def _hide(element: etree._Element, is_gone: bool, shown: Shown) -> None:
    tag = element.tag
    if tag == "col" or tag == "colgroup":
        shown.hidden_columns.add(element)
    elif tag in _ROWS:
        shown.hidden_rows.update(element.iter("tr"))
    elif tag in _KEPT or not isinstance(tag, str) or tag in UNPRINTED:
        return
    elif tag in _CELLS:
        if is_gone:
            _hide_cell(element)
        else:
            _empty_cell(element)
    elif element.find(".//table") is not None or tag == "table":
        element.tag = _HIDDEN_TAG
    else:
        _mark(element, HIDDEN)


def _empty_cell(cell: etree._Element) -> None:
    """A cell that keeps its place without its text; tables in it are part of what is not seen."""
    for part in list(cell.iter(*_TABLES)):
        if part is not cell:
            part.tag = "div"
    _mark(cell, HIDDEN)


def _hide_cell(cell: etree._Element) -> None:
    """A cell that is not displayed leaves its row; the cell before it carries its text, or the one after it."""
    text = printed(all_text(cell))
    beside = cell.getprevious()
    while beside is not None and beside.tag not in _CELLS:
        beside = beside.getprevious()
    following = cell.getnext() if beside is None else None
    if beside is not None and text:
        _append(beside, f"{HIDDEN_CELL}{text}{END}")
    elif following is not None and text and isinstance(following.tag, str):
        following.text = f"{HIDDEN_CELL}{text}{END}" + (following.text or "")
    cell.tag = _HIDDEN_TAG
