"""Which elements of a page are out of sight, by what its styles say of them.

Some declarations hide an element with all that is in it; others are inherited, and what is inside shows again where it
says otherwise. A declaration that has no effect on an element of its kind hides nothing: a table cell grows with its
text whatever its width, and an inline element has no width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

from lxml import etree

from duban.landing.readers.html.text import BLOCKS, all_text

Values = Mapping[str, str]  # property -> value, in lower case
Veils = dict[str, bool]  # what is inherited -> whether the element hides its text by it, or shows it again

INHERITED = ("visibility", "font-size", "color", "text-indent")
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup"})
_BOXES = BLOCKS | {"button", "img", "input", "marquee", "math", "select", "svg", "textarea"}  # what is no inline text
_PAGE = ("html", "body")  # hidden until a script shows them
_IN_PLACE = ("static", "")
_ZERO = re.compile(r"0*\.?0+\s*(?:px|pt|em|rem|%)?$")
_TINY = re.compile(r"(?:0*\.?0+\s*(?:px|pt|em|rem|%)?|(?:0*1(?:\.0*)?|0*\.\d+)\s*(?:px|pt))$")
_AT_MOST_A_DOT = re.compile(r"(?:0*\.?0+\s*(?:px|pt|em|rem|%)?|1px)$")
_FAR_AWAY = re.compile(r"-\s*(?:\d{4,}(?:\.\d+)?\s*(?:px|pt)|\d{3,}(?:\.\d+)?\s*(?:em|rem|%|vw))$")
_CLIPPED = re.compile(r"rect\(\s*([01])(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)$")
_CLIPPED_AWAY = re.compile(r"(?:inset\(\s*(?:50|100)%\s*\)|circle\(\s*0)")
_FILTERED_AWAY = re.compile(r"\bopacity\(\s*0*\.?0+\s*%?\s*\)")
_OF_PARENT = re.compile(r"(?:[\d.]+\s*(?:em|ex|ch|%)|smaller|larger|inherit|unset|revert|currentcolor)$")
_WHITE_COLOUR = r"white|#f{3,4}|#f{6}|#f{8}|rgba?\(\s*255\s*[, ]\s*255\s*[, ]\s*255\s*(?:[,/]\s*[\d.]+%?\s*)?\)"
_WHITE = re.compile(f"(?:{_WHITE_COLOUR})$")
# Without ink: the part behind three others or behind a stroke is 0; rgb(0, 0, 0) is black.
CLEAR_COLOUR = (
    r"transparent|#[\da-f]{3}0\b|#[\da-f]{6}00\b"
    r"|(?:rgb|hsl)a?\((?:(?:[^(),/]{1,20},){3}|[^(),/]{1,60}/)\s{0,9}(?:0+(?:\.0*)?|\.0+)%?\s*\)"
)
_CLEAR = re.compile(f"(?:{CLEAR_COLOUR})$")
# The parts of a background, and those that leave the page's white behind the text.
_PARTS = re.compile(r"[^\s,/(]+(?:\([^()]*\))?")
_NO_GROUND = re.compile(
    rf"(?:{_WHITE_COLOUR}|{CLEAR_COLOUR}|none|initial|inherit|unset|revert|(?:no-)?repeat(?:-[xy])?|scroll|fixed"
    r"|left|right|top|center|bottom|auto|[\d.]+(?:%|px|em|pt)?)$"
)
_WHITE_ATTRIBUTE = re.compile(r"(?:#?(?:f{3}|f{6})|white|transparent)?$")
_GROUNDS = ("background", "background-color", "background-image")
_GROUNDED = etree.XPath("//*[@bgcolor or @background]")
_GROUND = "ground"  # among what is inherited: a background that is not white


class Sight(NamedTuple):
    """gone: not displayed, as if they were not there. hidden: not to be seen with all that is in them, `gone` among
    them. partly: not to be seen themselves, but for something inside."""

    gone: set[etree._Element]
    hidden: set[etree._Element]
    partly: set[etree._Element]


def is_hidden(values: Values, tag: str) -> bool:
    """Whether an element is out of sight with all that is in it, whatever that says of itself."""
    return (
        values.get("display") == "none"
        or values.get("mso-hide") == "all"
        or _ZERO.match(values.get("opacity", "1")) is not None
        or _FILTERED_AWAY.search(values.get("filter", "")) is not None
        or _is_out_of_sight(values, tag)
    )


def veils(values: Values, tag: str) -> Veils:
    """What an element says of the text in it that its children inherit."""
    found: Veils = {}
    visibility = values.get("visibility")
    if visibility is not None and not _OF_PARENT.match(visibility):
        found["visibility"] = visibility in ("hidden", "collapse")
    size = values.get("font-size")
    if size is not None and (_TINY.match(size) or not _OF_PARENT.match(size)):
        found["font-size"] = _TINY.match(size) is not None
    colour = values.get("color")
    if colour is not None and not _OF_PARENT.match(colour):
        found["transparent"] = _CLEAR.match(colour) is not None
        found["white"] = _WHITE.match(colour) is not None and not _has_ground(values)
    indent = values.get("text-indent")
    if indent is not None and not _is_inline(values, tag):
        found["text-indent"] = _FAR_AWAY.match(indent) is not None
    return found


def hides(values: Values, tag: str) -> bool:
    """Whether an element hides its own text, on a white page."""
    return is_hidden(values, tag) or any(veils(values, tag).values())


def may_hide(name: str, value: str) -> bool:
    """Whether a declaration has a part in hiding some element."""
    return hides({"position": "absolute", "display": "block", "overflow": "hidden", name: value}, "")


@lru_cache(maxsize=1024)
def may_veil(name: str, value: str) -> bool:
    """Whether a declaration of one of `INHERITED` hides the text of some element."""
    return any(veils({name: value}, "div").values())


def sight(root: etree._Element, values_of: Mapping[etree._Element, Values], has_veils: bool) -> Sight:
    """What is out of sight in a page. values_of: what its styles say of the elements of which they say something."""
    hidden = {element for element, values in values_of.items() if is_hidden(values, str(element.tag))}
    gone = {element for element in hidden if values_of[element].get("display") == "none"}
    if not has_veils:
        return Sight(gone, hidden, set())
    veiled = {
        element: own
        for element, values in values_of.items()
        if element.tag not in _PAGE and (own := veils(values, str(element.tag)))
    }
    grounds: set[etree._Element] = set()
    if any(own.get("white") for own in veiled.values()):
        grounds = _grounds(root, values_of)
        _spare_styled_elsewhere(root, veiled)
    unseen = set(_unseen(root, veiled, grounds))
    around: set[etree._Element] = set()  # what shows
    for element in (*veiled, *grounds):
        if element not in unseen:
            for ancestor in element.iterancestors():
                if ancestor in around:
                    break
                around.add(ancestor)
    partly = unseen & around
    hidden.update(element for element in unseen - partly if _is_outermost(element, unseen, partly))
    return Sight(gone, hidden, partly)


def _unseen(
    root: etree._Element, veiled: Mapping[etree._Element, Veils], grounds: set[etree._Element]
) -> Iterator[etree._Element]:
    """The elements whose own text a veil hides, theirs or an inherited one; white text does not hide on a ground."""
    inherited: dict[etree._Element, frozenset[str]] = {}  # of the elements under a veil or on a ground
    for element in root.iter(etree.Element):
        parent = element.getparent()
        above = inherited.get(parent) if parent is not None else None
        own = veiled.get(element)
        if own:
            names = {name for name, is_veil in own.items() if is_veil}
            above = frozenset(names | {name for name in above or () if own.get(name, True)})
        if element in grounds:
            above = (above or frozenset()) | {_GROUND}
        if above:
            inherited[element] = above
            if not above <= ({_GROUND, "white"} if _GROUND in above else frozenset()):
                yield element


def _grounds(root: etree._Element, values_of: Mapping[etree._Element, Values]) -> set[etree._Element]:
    """The elements with a background that is not white; a column's is that of its table."""
    found = {element for element, values in values_of.items() if _has_ground(values)}
    for element in cast("list[Any]", _GROUNDED(root)):
        if element.get("background") or not _WHITE_ATTRIBUTE.match((element.get("bgcolor") or "").strip().lower()):
            found.add(element)
    columns = [element for element in found if element.tag in ("col", "colgroup")]
    return found.union(*(element.iterancestors("table") for element in columns))


def _has_ground(values: Values) -> bool:
    return any(
        not _NO_GROUND.match(part[0]) for name in _GROUNDS if name in values for part in _PARTS.finditer(values[name])
    )


def _spare_styled_elsewhere(root: etree._Element, veiled: Mapping[etree._Element, Veils]) -> None:
    """What sheets that a page fetches set behind white text is not known: there it is hidden only as a piece of a cell
    without anything that a sheet may name."""
    sheets = (link for link in root.iter("link") if "stylesheet" in (link.get("rel") or "").lower())
    if next(sheets, None) is None and not any("@import" in all_text(style) for style in root.iter("style")):
        return
    texts: dict[etree._Element, str] = {}  # of cells: a cell may hold thousands of pieces
    for element, own in veiled.items():
        if own.get("white"):
            own["white"] = _is_plain_piece(element, texts)


def _is_plain_piece(element: etree._Element, texts: dict[etree._Element, str]) -> bool:
    for part in (element, *element.iterancestors()):
        if part.get("class") or part.get("id"):
            return False
        if part.tag in _TABLE_PARTS:
            if part not in texts:
                texts[part] = all_text(part).strip()
            return part.tag == "td" and texts[part] != all_text(element).strip()
    return False


def _is_outermost(element: etree._Element, unseen: set[etree._Element], partly: set[etree._Element]) -> bool:
    parent = element.getparent()
    return parent not in unseen or parent in partly


def _is_inline(values: Values, tag: str) -> bool:
    """Whether an element is a part of its line, which has no box to move, to clip or to size."""
    if values.get("position") in ("absolute", "fixed") or values.get("float") in ("left", "right"):
        return False
    display = values.get("display")
    return tag not in _BOXES if display is None else display in ("inline", "contents")


def _is_table_part(values: Values, tag: str) -> bool:
    if values.get("position") in ("absolute", "fixed") or values.get("float") in ("left", "right"):
        return False
    display = values.get("display")
    return tag in _TABLE_PARTS if display is None else "table" in display and display != "table-caption"


def _is_out_of_sight(values: Values, tag: str) -> bool:
    """Whether an element is moved off the page, clipped away, drawn at no size or shut in a box without space."""
    position = values.get("position", "")
    if position not in _IN_PLACE and any(_FAR_AWAY.match(values.get(name, "")) for name in ("left", "top")):
        return True
    if position in ("absolute", "fixed") and _CLIPPED.match(values.get("clip", "")):
        return True
    if _CLIPPED_AWAY.match(values.get("clip-path", "")):
        return True
    is_table_part = _is_table_part(values, tag)
    if not is_table_part and _FAR_AWAY.match(values.get("margin-left", "")):
        return True
    if not ({"transform", "overflow", "content-visibility"} & values.keys()) or _is_inline(values, tag):
        return False
    if "scale(0)" in values.get("transform", ""):
        return True
    if is_table_part:
        return False
    sizes = (values.get(name) for name in ("width", "height", "max-width", "max-height"))
    return values.get("content-visibility") == "hidden" or (
        values.get("overflow") == "hidden" and any(size and _AT_MOST_A_DOT.match(size) for size in sizes)
    )
