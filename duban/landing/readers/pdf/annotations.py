"""What lies over a PDF page and is no part of its drawing: strike-outs, stamps, and the fields of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_rect

from duban.landing.readers.pdf.lines import Character

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
_MOST = 2_000  # annotations of a page, and characters of a field
_MOST_CHARACTERS = 20_000  # of all fields of a page
_HIDDEN = 0b100010  # flags: hidden, no view
_IS_PASSWORD, _IS_PUSHED = 1 << 13, 1 << 16  # flags of fields: of a text, of a button without a state
_LARGEST = 10.0  # points: a field's text is no larger than that of a table
_MARGIN = 2.0
_WIDE = 0x2E80  # characters from here on are as wide as high, the others half as wide


@dataclass(slots=True)
class Annotations:
    """What a page's annotations strike and print. Places are those of the page's characters.

    fields: the characters of filled form fields, as if the page had drawn them.
    """

    struck: list[Box] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    fields: list[Character] = field(default_factory=list)
    field_count: int = 0


def page_annotations(page: Any) -> Annotations:
    """The annotations of a page of pdfplumber that has been drawn."""
    read = Annotations()
    found = resolve1(page.page_obj.annots)
    for reference in found[:_MOST] if isinstance(found, list) else []:
        annotation = resolve1(reference)
        if not isinstance(annotation, dict):
            continue
        flags = resolve1(annotation.get("F"))
        if isinstance(flags, int) and flags & _HIDDEN:
            continue
        subtype = _name(annotation.get("Subtype"))
        if subtype in ("Watermark", "Stamp", "FreeText"):
            read.texts.append(" ".join(_decoded(annotation.get("Contents")).split())[:200] or subtype)
        elif subtype == "StrikeOut":
            points = annotation.get("QuadPoints") or annotation.get("Rect")
            read.struck.extend(_placed(page, box) for box in _boxes(points))
        elif subtype == "Widget":
            text = _shown(annotation)
            for box in _boxes(annotation.get("Rect")) if text and len(read.fields) < _MOST_CHARACTERS else ():
                read.field_count += 1
                read.fields.extend(_characters(page, text, box))
    return read


def _boxes(points: Any) -> Iterator[Box]:
    """(x0, y0, x1, y1) around each four points, or the two of a rectangle."""
    points = resolve1(points)
    numbers = [resolve1(number) for number in points] if isinstance(points, list) else []
    if all(isinstance(number, int | float) for number in numbers):
        for at in range(0, len(numbers), 8):
            xs, ys = numbers[at : at + 8 : 2], numbers[at + 1 : at + 8 : 2]
            if xs and ys:
                yield min(xs), min(ys), max(xs), max(ys)


def _shown(widget: Mapping[str, Any]) -> str:
    """What a form field prints: its text, the chosen entry of a list, a ticked or an empty box."""
    kind = _name(_inherited(widget, "FT"))
    flags = _inherited(widget, "Ff")
    flags = flags if isinstance(flags, int) else 0
    value = _inherited(widget, "V")
    if kind == "Btn":
        if flags & _IS_PUSHED:
            return ""
        state = _name(widget.get("AS")) or _name(value)
        return "☑" if state not in ("", "Off") else "☐"
    if kind == "Ch":
        chosen = [_decoded(one) for one in (value if isinstance(value, list) else [value])]
        entries = _inherited(widget, "Opt")
        pairs = [resolve1(entry) for entry in entries] if isinstance(entries, list) else []
        names = {_decoded(pair[0]): _decoded(pair[1]) for pair in pairs if isinstance(pair, list) and len(pair) == 2}
        return "\n".join(names.get(one, one) for one in chosen)
    return _decoded(value) if kind == "Tx" and not flags & _IS_PASSWORD else ""


def _inherited(widget: Mapping[str, Any], key: str) -> Any:
    """An entry of a field, or of the field that it is one of several places of."""
    at: Any = widget
    for _ in range(8):
        if not isinstance(at, dict):
            return None
        if (value := resolve1(at.get(key))) is not None:
            return value
        at = resolve1(at.get("Parent"))
    return None


def _characters(page: Any, text: str, box: Box) -> Iterator[Character]:
    """The characters of a field, its lines from the top of its box, one alone at half the height."""
    x0, y0, x1, y1 = box
    lines = [line for line in text[:_MOST].splitlines() if line.strip()]
    if not lines:
        return
    widest = max(sum(map(_width, line)) for line in lines)
    em = min(_LARGEST, (y1 - y0) / len(lines), (x1 - x0 - _MARGIN) / widest)
    if em <= 0:
        return
    matrix = _shown_turned(page)
    upper = y1 - (y1 - y0 - em * len(lines)) / 2
    for at, line in enumerate(lines):
        x, y = x0 + _MARGIN, upper - em * at
        for sign in line:
            left, top, right, bottom = _placed(page, (x, y - em, x + em * _width(sign), y))
            x += em * _width(sign)
            yield {
                "text": sign, "x0": left, "top": top, "x1": right, "bottom": bottom, "size": em, "em": em,
                "upright": matrix[0] > 0, "matrix": matrix, "order": 0, "why": None, "colour": (0.0, 0.0, 0.0),
                "contrast": 1.0, "artifact": None,
            }  # fmt: skip


def _width(sign: str) -> float:
    return 1.0 if ord(sign) >= _WIDE else 0.5


def _placed(page: Any, box: Box) -> Box:
    """A box of the page's own space (x0, y0, x1, y1), where pdfminer puts what is drawn in it."""
    x0, y0, x1, y1 = apply_matrix_rect(_shown_turned(page), box)
    left, above = page.mediabox[:2]
    return x0 + left, page.height - y1 + above, x1 + left, page.height - y0 + above


def _shown_turned(page: Any) -> tuple[float, float, float, float, float, float]:
    """The matrix with which pdfminer draws a page, turned as it is shown."""
    x0, y0, x1, y1 = page.page_obj.mediabox
    turns = {
        90: (0.0, -1.0, 1.0, 0.0, -y0, x1),
        180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
        270: (0.0, 1.0, -1.0, 0.0, y1, -x0),
    }
    return turns.get(page.page_obj.rotate, (1.0, 0.0, 0.0, 1.0, -x0, -y0))


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))


def _decoded(text: Any) -> str:
    text = resolve1(text)
    if not isinstance(text, bytes):
        return ""
    return text.decode("utf-16" if text[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", "replace")
