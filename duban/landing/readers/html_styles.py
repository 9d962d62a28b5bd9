"""What a page's own style sheets and style attributes say of an element: shown or not, drawn through, raised, its font.

Sheets are parsed by tinycss2 and their selectors matched by cssselect, as far as a page carries them itself; nothing is
fetched. Rules for paper, for narrow screens and for states that a pointer makes do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, cast

from lxml import etree

from duban.landing.marked_text import HIDDEN, LOWERED, RAISED, STRUCK
from duban.landing.symbol_fonts import FONTS, is_symbol_font

_SHEET_CHARACTERS = 1_000_000  # of all sheets of a page
_LOOKS = 5_000_000  # rules times elements
_COUNTED = 50_000  # elements of a page in which rules may count siblings, which costs their square
_COUNTING = re.compile(r":nth|:first|:last|:only|[~+]")
_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "font-size", "text-decoration", "vertical-align", "font-family", "position",
    "left", "top", "bottom", "text-indent", "margin-left", "clip", "clip-path", "overflow", "width", "height",
    "max-width", "max-height", "transform", "color", "content-visibility", "mso-hide", "mso-text-raise",
})  # fmt: skip
# What a browser's own sheet says.
_TAGS = {
    "s": ("text-decoration", "line-through"), "strike": ("text-decoration", "line-through"),
    "del": ("text-decoration", "line-through"), "sup": ("vertical-align", "super"), "sub": ("vertical-align", "sub"),
    "dialog": ("display", "none"),
}  # fmt: skip
# Few pages hide, strike or raise anything, and looking costs as much as parsing: words that must stand in the page.
_IN_STYLES = (
    "display", "visibility", "opacity", "font-size", "line-through", "vertical-align", ":-", ": -", "clip", "overflow",
    "scale(", "transparent", "mso-hide", "mso-text-raise",
)  # fmt: skip
_IN_FONTS = ("font-family", "face")
_ZERO = re.compile(r"0*\.?0+\s*(?:px|pt|em|rem|%)?$")
_AT_MOST_A_DOT = re.compile(r"(?:0*\.?0+\s*(?:px|pt|em|rem|%)?|1px)$")
_FAR_AWAY = re.compile(r"-\s*(?:\d{4,}(?:\.\d+)?\s*(?:px|pt)|\d{3,}(?:\.\d+)?\s*(?:em|rem|%|vw))$")
_CLIPPED = re.compile(r"rect\(\s*([01])(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)$")
_CLIPPED_AWAY = re.compile(r"(?:inset\(\s*(?:50|100)%\s*\)|circle\(\s*0)")
_LENGTH_UP = re.compile(r"\d*\.?\d+\s*(?:px|pt|em|rem|ex|%)$")
_LENGTH_DOWN = re.compile(r"-\s*\d*\.?\d+\s*(?:px|pt|em|rem|ex|%)$")
_NARROW = re.compile(r"[(]|\bnot\b|\bprint\b|\bspeech\b", re.IGNORECASE)

Priority = tuple[bool, bool, tuple[int, int, int], int]  # important, inline, specificity, order
Declared = dict[str, tuple[Priority, str]]


class Rule(NamedTuple):
    selector: Any
    declarations: list[tuple[str, str, bool]]  # property, value, is important


class Styles(NamedTuple):
    """marks: of `marked_text`, of every element that has one by itself: HIDDEN, STRUCK, RAISED, LOWERED. fonts: of the
    elements that change the font, on a page that names a symbol font: the symbol font's name, '' for any other."""

    marks: dict[etree._Element, list[str]]
    fonts: dict[etree._Element, str]


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
    words = tuple(word for word in _IN_STYLES if word in lowered)
    if declared and "text-decoration" in lowered:
        words += ("text-decoration",)  # a rule may undo what a tag says
    has_symbols = any(name in lowered for name in _SYMBOL_WORDS)
    if has_symbols:
        words += tuple(word for word in _IN_FONTS if word in lowered)
        for element in cast("list[Any]", _FACES(root)):
            _declare(declared, element, "font-family", element.get("face").lower(), (False, False, (-1, 1, 0), 0))
    if words and "<style" in lowered:
        for order, rule in enumerate(_rules(root, bool(declared) or has_symbols), start=1):
            _apply(root, rule, order, declared)
    if "hidden" in lowered:
        for element in cast("list[Any]", _HIDDEN_ATTRIBUTE(root)):
            _declare(declared, element, "display", "none", (False, False, (-1, 1, 0), 0))
    if words:
        for element in cast("list[Any]", _styled(words)(root)):
            for name, value, is_important in _declarations(element.get("style") or ""):
                _declare(declared, element, name, value, (is_important, True, (0, 0, 0), 0))
    found = ((element, list(_marks(properties, str(element.tag)))) for element, properties in declared.items())
    marks = {element: marks for element, marks in found if marks}
    return Styles(marks, dict(_fonts(declared)) if has_symbols else {})


_HIDDEN_ATTRIBUTE = etree.XPath("//*[@hidden]")
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


def _marks(properties: Declared, tag: str = "") -> Iterator[str]:
    values = {name: value for name, (_, value) in properties.items()}
    if _is_hidden(values):
        yield HIDDEN
    if "line-through" in values.get("text-decoration", ""):
        yield STRUCK
    align = values.get("vertical-align", "")
    if align == "super" or (tag not in _CELLS and _is_raised(align, values)):
        yield RAISED
    elif align == "sub":
        yield LOWERED


_CELLS = ("td", "th", "tr", "table", "col")


def _is_raised(align: str, values: dict[str, str]) -> bool:
    """Whether text is moved up without `super`: by a length, or beside where it would stand."""
    return (
        align == "text-top"
        or _LENGTH_UP.match(align) is not None
        or (values.get("position") == "relative" and _LENGTH_DOWN.match(values.get("top", "")) is not None)
        or _LENGTH_UP.match(values.get("mso-text-raise", "")) is not None
    )


def _is_hidden(values: dict[str, str]) -> bool:
    return (
        values.get("display") == "none"
        or values.get("visibility") in ("hidden", "collapse")
        or values.get("content-visibility") == "hidden"
        or values.get("mso-hide") == "all"
        or values.get("color") == "transparent"
        or "scale(0)" in values.get("transform", "")
        or _ZERO.match(values.get("opacity", "1")) is not None
        or _ZERO.match(values.get("font-size", "1")) is not None
        or _is_out_of_sight(values)
    )


def _is_out_of_sight(values: dict[str, str]) -> bool:
    """Whether an element is moved off the page, clipped away or shut in a box without space."""
    if any(_FAR_AWAY.match(values.get(name, "")) for name in ("left", "top", "text-indent", "margin-left")):
        return True
    if _CLIPPED.match(values.get("clip", "")) or _CLIPPED_AWAY.match(values.get("clip-path", "")):
        return True
    sizes = (values.get(name) for name in ("width", "height", "max-width", "max-height"))
    return values.get("overflow") == "hidden" and any(size and _AT_MOST_A_DOT.match(size) for size in sizes)


def _declare(
    declared: dict[etree._Element, Declared], element: etree._Element, name: str, value: str, priority: Priority
) -> None:
    properties = declared.setdefault(element, {})
    if name not in properties or properties[name][0] <= priority:
        properties[name] = (priority, value)


def _apply(root: etree._Element, rule: Rule, order: int, declared: dict[etree._Element, Declared]) -> None:
    for element in cast("list[Any]", _matches(rule.selector, root)):
        for name, value, is_important in rule.declarations:
            _declare(declared, element, name, value, (is_important, False, rule.selector.specificity(), order))


def _matches(selector: Any, root: etree._Element) -> list[etree._Element]:
    from cssselect import ExpressionError, HTMLTranslator

    try:
        found = cast("list[Any]", etree.XPath(HTMLTranslator().selector_to_xpath(selector))(root))
    except (ExpressionError, etree.XPathError):
        return []
    return [element for element in found if isinstance(element.tag, str)]


def _rules(root: etree._Element, may_undo: bool) -> Iterator[Rule]:
    """The rules of the page's sheets that hide, strike or raise, and those that undo it, in their order.

    may_undo: there are marks by tags, or fonts, that a rule may change though no rule hides anything.
    """
    import tinycss2

    sheets = [style for style in root.iter("style") if not _NARROW.search(style.get("media") or "")]
    text = "\n".join("".join(cast("Iterator[str]", sheet.itertext())) for sheet in sheets)[:_SHEET_CHARACTERS]
    rules = [rule for node in tinycss2.parse_stylesheet(text, True, True) for rule in _rules_of(node)]
    # Where no rule hides anything, what undoes it does not matter; and `display: block` stands in every sheet.
    if not may_undo and not any(
        any(_marks({name: ((False, False, (0, 0, 0), 0), value) for name, value, _ in rule.declarations}))
        for rule in rules
    ):
        return
    size = sum(1 for _ in root.iter())
    if size > _COUNTED:
        rules = [rule for rule in rules if not _COUNTING.search(rule.selector.canonical())]
    yield from rules[: _LOOKS // max(1, size)]


def _rules_of(node: Any) -> Iterator[Rule]:
    from cssselect import SelectorError, parse
    from tinycss2 import parse_rule_list, serialize

    if node.type == "at-rule" and node.content is not None:
        if node.lower_at_keyword == "layer" or (
            node.lower_at_keyword == "media" and not _NARROW.search(serialize(node.prelude))
        ):
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
        if selector.pseudo_element is None:  # ::before and ::after print no text of the page
            yield Rule(selector, declarations)


@lru_cache(maxsize=4096)
def _declarations(text: str) -> tuple[tuple[str, str, bool], ...]:
    import tinycss2

    return tuple(
        (
            _ONE_NAME.get(node.lower_name, node.lower_name),
            tinycss2.serialize(node.value).strip().lower(),
            node.important,
        )
        for node in tinycss2.parse_blocks_contents(text, True, True)
        if node.type == "declaration" and _ONE_NAME.get(node.lower_name, node.lower_name) in _PROPERTIES
    )


_ONE_NAME = {"text-decoration-line": "text-decoration", "-webkit-text-decoration": "text-decoration"}


def mark_of_style(text: str) -> str:
    """The first mark that a style attribute gives its element, '' where it gives none.

    >>> mark_of_style("color: red; display: none") == HIDDEN, mark_of_style("color: red")
    (True, '')
    """
    if not any(word in text.lower() for word in _IN_STYLES):
        return ""
    properties: dict[str, tuple[Priority, str]] = {}
    for name, value, _ in _declarations(text):
        properties[name] = ((False, True, (0, 0, 0), 0), value)
    return next(_marks(properties), "")
