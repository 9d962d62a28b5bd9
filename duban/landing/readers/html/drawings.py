"""Formulas (MathML) and drawings (SVG) become the text that they show, in the element that holds them.

A formula's text is written as a table would print it: a power raised, a fraction as a/b. Of a drawing only its letters
are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from duban.landing.marked_text import LOWERED, RAISED, marked
from duban.landing.readers.html.text import BLOCKS, all_text

_FORMULAS = etree.XPath("//math[not(ancestor::math)]")
_DRAWINGS = etree.XPath("//svg[not(ancestor::svg)]")
_PARTS = 2_000  # of a formula that is laid out; a larger one is read as its letters
_UNSEEN_PARTS = ("annotation", "annotation-xml", "mphantom")
_UNDRAWN_PARTS = frozenset({"defs", "symbol", "clippath", "mask", "pattern", "marker"})
_NUMBER = re.compile(r"[\d.]+$")
_BLANKS = re.compile(r"\s+")
_SUM = re.compile(r"[-+−±×·/]")


def show_drawings(root: etree._Element) -> None:
    """Let formulas and drawings hold what they show."""
    if next(root.iter("math", "svg"), None) is None:
        return
    for math in cast("list[Any]", _FORMULAS(root)):
        _show_formula(math)
    for drawing in cast("list[Any]", _DRAWINGS(root)):
        letters = " ".join(_letters(drawing))
        title = drawing.find("title")
        drawing.set("title", drawing.get("aria-label") or ("" if title is None else all_text(title)))
        _hold(drawing, letters)


def _hold(element: etree._Element, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


def _letters(drawing: etree._Element) -> Iterator[str]:
    passed: set[etree._Element] = set()  # what has been read, or is only defined, with all that is in it
    for element in drawing.iter(etree.Element):
        if element.tag in _UNDRAWN_PARTS or element.getparent() in passed:
            passed.add(element)
        elif element.tag in ("text", "foreignobject"):
            passed.add(element)
            yield all_text(element).strip()


def _show_formula(math: etree._Element) -> None:
    text = _formula(math)
    before = math.getprevious()
    parent = math.getparent()
    printed_before = before.tail if before is not None else parent.text if parent is not None else ""
    if text[:1].isdigit() and (printed_before or "")[-1:].isdigit():
        text = " " + text  # 4 before 10⁴ is no 410⁴
    drawn = _drawn_beside(math)
    if drawn is not None:
        _hold(drawn, text)
        text = ""
    _hold(math, text)


def _drawn_beside(math: etree._Element) -> etree._Element | None:
    """What draws a formula for the eye where the formula itself is there for machines alone."""
    holder = math.getparent()
    around = holder.getparent() if holder is not None and holder.tag not in BLOCKS else None
    if around is None:
        return None
    return next((part for part in around if part is not holder and part.get("aria-hidden") == "true"), None)


def _formula(math: etree._Element) -> str:
    parts = list(math.iter(etree.Element))
    if len(parts) > _PARTS:
        return _tidy(all_text(math))
    texts: dict[etree._Element, str] = {}
    for part in reversed(parts):  # what is inside stands after what it is in
        children = [texts[child] + _tidy(child.tail) for child in part if child in texts]
        texts[part] = _laid_out(str(part.tag), _tidy(part.text), children)
    return texts[math]


def _tidy(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "").strip()


def _laid_out(tag: str, own: str, parts: list[str]) -> str:
    if tag in _UNSEEN_PARTS:
        return ""
    if tag == "mspace":
        return " "
    if tag == "msqrt":
        return f"√({''.join(parts)})"
    if tag == "mfrac" and len(parts) == 2:
        return "/".join(f"({part})" if _SUM.search(part) else part for part in parts)
    if tag in ("msup", "msub") and len(parts) == 2:
        return parts[0] + (_power(*parts) if tag == "msup" else marked(parts[1], LOWERED))
    if tag == "msubsup" and len(parts) == 3:
        return parts[0] + marked(parts[1], LOWERED) + _power(parts[0], parts[2])
    return own + (" " if tag in ("mtable", "mtr") else "").join(parts)


def _power(base: str, exponent: str) -> str:
    """A raised exponent; behind a number that is not ten, where a raised number would point to a note, by its sign."""
    number = _NUMBER.search(base)
    return f"^{exponent}" if number and number[0] != "10" else marked(exponent, RAISED)
