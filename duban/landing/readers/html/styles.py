"""What a page's own style sheets and style attributes say of an element: shown or not, drawn through, raised, its font.

Sheets are parsed by tinycss2 and their selectors matched by cssselect, as far as a page carries them itself; nothing is
fetched. Rules for paper, for narrow screens and for states that a pointer makes do not count. What hides an element is
in `sight`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from lxml import etree

from duban.landing.marked_text import HIDDEN, LOWERED, RAISED, STRUCK
from duban.landing.readers.html.media import is_shown, is_supported
from duban.landing.readers.html.sight import (
    CLEAR_COLOUR,
    INHERITED,
    Sight,
    Values,
    hides,
    may_hide,
    may_veil,
    sight,
    veils,
)
from duban.landing.symbol_fonts import FONTS, is_symbol_font

_SHEET_CHARACTERS = 1_000_000  # of all sheets of a page
_LOOKS = 5_000_000  # rules times elements
_COUNTED = 50_000  # elements of a page in which rules may count siblings, which costs their square
_COUNTING = re.compile(r":nth|:first|:last|:only|[~+]")
_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "font-size", "text-decoration", "vertical-align", "font-family", "position",
    "left", "top", "bottom", "text-indent", "margin-left", "clip", "clip-path", "overflow", "width", "height",
    "max-width", "max-height", "transform", "color", "content-visibility", "filter", "float", "mso-hide",
    "mso-text-raise", "background", "background-color", "background-image",
    "content",
})  # fmt: skip
# What a browser's own sheet says.
_TAGS = {
    "s": ("text-decoration", "line-through"), "strike": ("text-decoration", "line-through"),
    "del": ("text-decoration", "line-through"), "sup": ("vertical-align", "super"), "sub": ("vertical-align", "sub"),
    "dialog": ("display", "none"),
}  # fmt: skip
# Few pages hide, strike or raise anything, and looking costs as much as parsing: words that must stand in the page.
_IN_STYLES = (
    "display", "visibility", "opacity", "font-size", "font:0", "font: 0", "line-through", "vertical-align", ":-", ": -",
    "clip", "overflow", "scale(", "mso-hide", "mso-text-raise",
)  # fmt: skip
_IN_FONTS = ("font-family", "face")
# A colour of text that a white page does not show.
_PALE = re.compile(
    r"color(?<![-\w]color)\s*[:=]\s*+[\"']?\s*+"
    rf"(?:white\b|#fff|rgba?\(\s*+255(?:\s*+,\s*+|\s++)255(?:\s*+,\s*+|\s++)255|{CLEAR_COLOUR})"
)
# A value of `content` that may print something, unlike that of a clearfix.
_PRINTS = re.compile(r"content\s*:\s*(?:([\"'])(?!\s*\1)|attr\(|counters?\(|url\()")
_LONGEST_CONTENT = 200
_ENDLESS = re.compile(r"(?<!\d)\d{1000,}+")  # digits that are too many for a number
_EMPTY = ("br", "hr", "img", "input", "select")
_LENGTH_UP = re.compile(r"\d*\.?\d+\s*(?:px|pt|em|rem|ex|%)$")
_LENGTH_DOWN = re.compile(r"-\s*\d*\.?\d+\s*(?:px|pt|em|rem|ex|%)$")

Priority = tuple[bool, bool, tuple[int, int, int], int]  # important, inline, specificity, order
Declared = dict[str, tuple[Priority, str]]
_Key = TypeVar("_Key")


class Rule(NamedTuple):
    selector: Any
    declarations: list[tuple[str, str, bool]]  # property, value, is important
    side: str  # 'before' or 'after': of what the rule prints beside an element's text; '' where of the element


class Printed(NamedTuple):
    """What a rule prints inside a cell. text: None where that is not known. side: 'before' or 'after' the element's."""

    element: etree._Element
    side: str
    text: str | None


class Styles(NamedTuple):
    """marks: of `marked_text`, of every element that has one by itself: STRUCK, RAISED, LOWERED. fonts: of the
    elements that change the font, on a page that names a symbol font: the symbol font's name, '' for any other. sight:
    the elements that are out of sight. printed: what rules print beside the elements of cells."""

    marks: dict[etree._Element, list[str]]
    fonts: dict[etree._Element, str]
    sight: Sight
    printed: list[Printed]


def styles_of_elements(root: etree._Element, text: str) -> Styles:
    """What the page's styles make of its elements. text: the page's source, to see what to look for."""
    lowered = text.lower()
    declared: dict[etree._Element, Declared] = {}
    if any(f"<{tag}" in lowered for tag in _TAGS):
        for element in root.iter(*_TAGS):
            name, value = _TAGS[element.tag]
            declared[element] = {name: ((False, False, (-1, 0, 0), 0), value)}
            if element.tag == "dialog" and element.get("open") is not None:
                del declared[element]
    words = _words(lowered) if "style" in lowered or "<font" in lowered else ()
    if declared and "text-decoration" in lowered:
        words += ("text-decoration",)  # a rule may undo what a tag says
    has_symbols = any(name in lowered for name in _SYMBOL_WORDS)
    if has_symbols:
        words += tuple(word for word in _IN_FONTS if word in lowered)
        for element in cast("list[Any]", _FACES(root)):
            _declare(declared, element, "font-family", element.get("face").lower(), (False, False, (-1, 1, 0), 0))
    may_undo = bool(declared) or has_symbols
    if "hidden" in lowered:
        for element in cast("list[Any]", _HIDDEN_ATTRIBUTE(root)):
            _declare(declared, element, "display", "none", (False, False, (-1, 1, 0), 0))
    if words:
        _declare_own(root, words, declared)
        if "color" in words:
            for element in cast("list[Any]", _COLOURED(root)):
                _declare(declared, element, "color", element.get("color").lower(), (False, False, (-1, 1, 0), 0))
        may_undo = may_undo or _has_veils(declared)
    beside: dict[tuple[etree._Element, str], Declared] = {}
    has_sheets = "<style" in lowered
    prints = has_sheets and (":before" in lowered or ":after" in lowered) and _PRINTS.search(lowered) is not None
    if has_sheets and (words or prints):
        for order, rule in enumerate(_rules(root, may_undo, prints), start=1):
            _apply(root, rule, order, declared, beside)
    has_veils = _has_veils(declared)
    if has_veils:
        _declare_undoing(root, declared)
    values_of = {element: _values(properties) for element, properties in declared.items()}
    found = ((element, list(_marks(values, str(element.tag)))) for element, values in values_of.items())
    marks = {element: marks for element, marks in found if marks}
    return Styles(
        marks, dict(_fonts(declared)) if has_symbols else {}, sight(root, values_of, has_veils), list(_printed(beside))
    )


def _words(lowered: str) -> tuple[str, ...]:
    """The words that stand in a page or a style attribute and in what hides, strikes or raises."""
    words = tuple(word for word in _IN_STYLES if word in lowered)
    return (*words, "color") if _PALE.search(lowered) else words


def _values(properties: Declared) -> Values:
    return {name: value for name, (_, value) in properties.items()}


def _declare_own(root: etree._Element, words: tuple[str, ...], declared: dict[etree._Element, Declared]) -> None:
    """Declare what the style attributes say that have one of the words."""
    for element in cast("list[Any]", _styled(words)(root)):
        for name, value, is_important in _declarations(element.get("style") or ""):
            _declare(declared, element, name, value, (is_important, True, (0, 0, 0), 0))


def _has_veils(declared: dict[etree._Element, Declared]) -> bool:
    return any(
        name in properties
        and may_veil(name, properties[name][1])
        and any(veils(_values(properties), str(element.tag)).values())
        for element, properties in declared.items()
        for name in INHERITED
    )


def _declare_undoing(root: etree._Element, declared: dict[etree._Element, Declared]) -> None:
    """Declare what elements inside a hidden one may say to show again."""
    _declare_own(root, _UNDOING, declared)
    for element in cast("list[Any]", _LINKS(root)):
        _declare(declared, element, "color", "linktext", (False, False, (-1, 0, 0), 0))
    for element in cast("list[Any]", _SIZED(root)):
        _declare(declared, element, "font-size", "medium", (False, False, (-1, 1, 0), 0))


_HIDDEN_ATTRIBUTE = etree.XPath("//*[@hidden]")
_COLOURED = etree.XPath("//font[@color]")
_LINKS = etree.XPath("//a[@href]")
_SIZED = etree.XPath("//font[@size]")
_UNDOING = ("visibility", "font", "color", "text-indent", "background")
_FACES = etree.XPath("//font[@face]")
_SYMBOL_WORDS = tuple(sorted({name.split()[0] for name in FONTS} - {"symbol"}))  # Symbol alone sets bullets, no ticks


def _fonts(declared: dict[etree._Element, Declared]) -> Iterator[tuple[etree._Element, str]]:
    for element, properties in declared.items():
        if "font-family" in properties:
            first = properties["font-family"][1].split(",")[0].strip(" \"'")
            yield element, first if is_symbol_font(first) else ""


@lru_cache(maxsize=64)
def _styled(words: tuple[str, ...]) -> etree.XPath:
    """The elements whose style attribute has one of the words, in lower or upper case."""
    tests = " or ".join(f"contains(@style, '{case}')" for word in words for case in (word, word.upper()))
    return etree.XPath(f"//*[{tests}]")


def _marks(values: Values, tag: str) -> Iterator[str]:
    if "line-through" in values.get("text-decoration", ""):
        yield STRUCK
    align = values.get("vertical-align", "")
    if align == "super" or (tag not in _CELLS and _is_raised(align, values)):
        yield RAISED
    elif align == "sub":
        yield LOWERED


_CELLS = ("td", "th", "tr", "table", "col")


def _is_raised(align: str, values: Values) -> bool:
    """Whether text is moved up without `super`: by a length, or beside where it would stand."""
    return (
        align == "text-top"
        or _LENGTH_UP.match(align) is not None
        or (values.get("position") == "relative" and _LENGTH_DOWN.match(values.get("top", "")) is not None)
        or _LENGTH_UP.match(values.get("mso-text-raise", "")) is not None
    )


def _declare(declared: dict[_Key, Declared], key: _Key, name: str, value: str, priority: Priority) -> None:
    properties = declared.setdefault(key, {})
    if name not in properties or properties[name][0] <= priority:
        properties[name] = (priority, value)


def _apply(
    root: etree._Element,
    rule: Rule,
    order: int,
    declared: dict[etree._Element, Declared],
    beside: dict[tuple[etree._Element, str], Declared],
) -> None:
    for element in cast("list[Any]", _matches(rule.selector, root)):
        for name, value, is_important in rule.declarations:
            priority = (is_important, False, rule.selector.specificity(), order)
            if rule.side:
                _declare(beside, (element, rule.side), name, value, priority)
            else:
                _declare(declared, element, name, value, priority)


def _printed(beside: dict[tuple[etree._Element, str], Declared]) -> Iterator[Printed]:
    """What rules print before and after the elements of cells; a picture or a field has nothing beside it."""
    for (element, side), properties in beside.items():
        values = _values(properties)
        if "content" not in values or element.tag in _EMPTY or hides(values, "span"):
            continue
        if element.tag not in ("td", "th") and next(element.iterancestors("td", "th"), None) is None:
            continue
        text = _content_text(element, values["content"])
        if text is None or text.strip():
            yield Printed(element, side, text)


def _content_text(element: etree._Element, content: str) -> str | None:
    """What the value of `content` prints: texts and attributes; None where it is long or anything else (an icon)."""
    import tinycss2

    text = ""
    if len(content) > _LONGEST_CONTENT:
        return None
    for part in tinycss2.parse_component_value_list(content, True):
        if part.type == "string":
            text += part.value
        elif part.type == "function" and part.lower_name == "attr":
            text += element.get(tinycss2.serialize(part.arguments).strip().lower()) or ""
        elif part == "/":
            break  # what stands behind it is spoken
        elif part.type != "whitespace" and not (part.type == "ident" and part.lower_value in ("none", "normal")):
            return None
    return None if len(text) > _LONGEST_CONTENT or not all(map(_is_letter, text)) else text


def _is_letter(character: str) -> bool:
    """Whether a character is no control, no mark of `marked_text` and no icon of a font (for private use)."""
    return unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs") or character in "\n\t"


def _matches(selector: Any, root: etree._Element) -> list[etree._Element]:
    from cssselect import ExpressionError, HTMLTranslator

    try:
        found = cast("list[Any]", etree.XPath(HTMLTranslator().selector_to_xpath(selector))(root))
    except (ExpressionError, etree.XPathError):
        return []
    return [element for element in found if isinstance(element.tag, str)]


def _rules(root: etree._Element, may_undo: bool, prints: bool) -> Iterator[Rule]:
    """The rules of the page's sheets that hide, strike, raise or print, and those that undo it, in their order.

    may_undo: there are marks by tags, or fonts, that a rule may change though no rule hides anything. prints: whether a
    rule may print a text.
    """
    import tinycss2

    sheets = [style for style in root.iter("style") if is_shown(style.get("media") or "")]
    text = "\n".join("".join(cast("Iterator[str]", sheet.itertext())) for sheet in sheets)[:_SHEET_CHARACTERS]
    text = _ENDLESS.sub("9999", text)
    rules = [rule for node in tinycss2.parse_stylesheet(text, True, True) for rule in _rules_of(node)]
    # Where no rule hides anything, what undoes it does not matter; and `display: block` stands in every sheet.
    if not prints:
        rules = [rule for rule in rules if not rule.side]
    if not may_undo and not any(_may_mark(rule) for rule in rules if not rule.side):
        rules = [rule for rule in rules if rule.side]
    if not rules:
        return
    size = sum(1 for _ in root.iter())
    if size > _COUNTED:
        rules = [rule for rule in rules if not _COUNTING.search(rule.selector.canonical())]
    yield from rules[: _LOOKS // max(1, size)]


def _may_mark(rule: Rule) -> bool:
    return any(
        may_hide(name, value) or any(_marks({"position": "relative", name: value}, ""))
        for name, value, _ in rule.declarations
    )


# The rules that hold other rules: whether what stands before the brackets lets them count.
_COUNTS: dict[str, Callable[[str], bool]] = {"media": is_shown, "supports": is_supported, "layer": lambda _: True}


def _rules_of(node: Any) -> Iterator[Rule]:
    from cssselect import SelectorError, parse
    from tinycss2 import parse_rule_list, serialize

    if node.type == "at-rule" and node.content is not None:
        counts = _COUNTS.get(node.lower_at_keyword)
        if counts is not None and counts(serialize(node.prelude)):
            for inner in parse_rule_list(node.content, True, True):
                yield from _rules_of(inner)
        return
    if node.type != "qualified-rule":
        return
    declarations = [one for one in _declarations(serialize(node.content)) if one[0] in _PROPERTIES]
    if not declarations:
        return
    try:
        selectors = parse(serialize(node.prelude))
    except (SelectorError, RecursionError):
        return
    for selector in selectors:
        if selector.pseudo_element in (None, "before", "after"):
            yield Rule(selector, declarations, selector.pseudo_element or "")


@lru_cache(maxsize=4096)
def _declarations(text: str) -> tuple[tuple[str, str, bool], ...]:
    import tinycss2

    return tuple(
        (name, value, node.important)
        for node in tinycss2.parse_blocks_contents(_ENDLESS.sub("9999", text), True, True)
        if node.type == "declaration"
        for name, value in [_longhand(node.lower_name, tinycss2.serialize(node.value).strip())]
        if name in _PROPERTIES
    )


_ONE_NAME = {"text-decoration-line": "text-decoration", "-webkit-text-decoration": "text-decoration"}
_FONT_SIZE = re.compile(r"(?:^|\s)(0|[\d.]+(?:[a-z]+|%)|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=[\s/])")


def _longhand(name: str, value: str) -> tuple[str, str]:
    """A declaration under the name of what is looked at, in lower case but for what it prints; of a font its size."""
    if name == "content":
        return name, value
    value = value.lower()
    if name == "font":
        size = _FONT_SIZE.search(value)
        return ("font-size", size[1]) if size else ("", "")
    return _ONE_NAME.get(name, name), value


def mark_of_style(text: str, tag: str) -> str:
    """The first mark that a style attribute gives its element, '' where it gives none.

    >>> mark_of_style("color: red; display: none", "span") == HIDDEN, mark_of_style("color: red", "span")
    (True, '')
    """
    if not _words(text.lower()):
        return ""
    values = {name: value for name, value, _ in _declarations(text)}
    return HIDDEN if hides(values, tag) else next(_marks(values, tag), "")
