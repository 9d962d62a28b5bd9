"""What a page's own style sheets and style attributes say of an element: shown or not, drawn through, raised.

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

_SHEET_CHARACTERS = 1_000_000  # of all sheets of a page
_LOOKS = 5_000_000  # rules times elements
_COUNTED = 50_000  # elements of a page in which rules may count siblings, which costs their square
_COUNTING = re.compile(r":nth|:first|:last|:only|[~+]")
_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "font-size", "text-decoration", "text-decoration-line", "vertical-align",
})  # fmt: skip
# What a browser's own sheet says.
_TAGS = {
    "s": ("text-decoration", "line-through"), "strike": ("text-decoration", "line-through"),
    "del": ("text-decoration", "line-through"), "sup": ("vertical-align", "super"), "sub": ("vertical-align", "sub"),
    "dialog": ("display", "none"),
}  # fmt: skip
# Few pages hide, strike or raise anything, and looking costs as much as parsing: words that must stand in the page.
_IN_STYLES = ("display", "visibility", "opacity", "font-size", "line-through", "vertical-align")
_ZERO = re.compile(r"0*\.?0+\s*(?:px|pt|em|rem|%)?$")
_NARROW = re.compile(r"[(]|\bnot\b|\bprint\b|\bspeech\b", re.IGNORECASE)

Priority = tuple[bool, bool, tuple[int, int, int], int]  # important, inline, specificity, order
Declared = dict[str, tuple[Priority, str]]


class Rule(NamedTuple):
    selector: Any
    declarations: list[tuple[str, str, bool]]  # property, value, is important


def marks_of_elements(root: etree._Element, text: str) -> dict[etree._Element, list[str]]:
    """The marks of `marked_text` of every element that has one by itself: HIDDEN, STRUCK, RAISED, LOWERED."""
    lowered = text.lower()
    declared: dict[etree._Element, Declared] = {}
    if any(f"<{tag}" in lowered for tag in _TAGS):
        for element in root.iter(*_TAGS):
            name, value = _TAGS[element.tag]
            declared[element] = {name: ((False, False, (-1, 0, 0), 0), value)}
            if element.tag == "dialog" and element.get("open") is not None:
                del declared[element]
    words = tuple(word for word in _IN_STYLES if word in lowered)
    if words and "<style" in lowered:
        for order, rule in enumerate(_rules(root), start=1):
            _apply(root, rule, order, declared)
    if "hidden" in lowered:
        for element in cast("list[Any]", _HIDDEN_ATTRIBUTE(root)):
            _declare(declared, element, "display", "none", (False, False, (-1, 1, 0), 0))
    if words:
        for element in cast("list[Any]", _styled(words)(root)):
            for name, value, is_important in _declarations(element.get("style") or ""):
                _declare(declared, element, name, value, (is_important, True, (0, 0, 0), 0))
    found = ((element, list(_marks(properties))) for element, properties in declared.items())
    return {element: marks for element, marks in found if marks}


_HIDDEN_ATTRIBUTE = etree.XPath("//*[@hidden]")


@lru_cache(maxsize=64)
def _styled(words: tuple[str, ...]) -> etree.XPath:
    """The elements whose style attribute has one of the words, in lower or upper case."""
    tests = " or ".join(f"contains(@style, '{case}')" for word in words for case in (word, word.upper()))
    return etree.XPath(f"//*[{tests}]")


def _marks(properties: Declared) -> Iterator[str]:
    values = {name: value for name, (_, value) in properties.items()}
    if (
        values.get("display") == "none"
        or values.get("visibility") in ("hidden", "collapse")
        or _ZERO.match(values.get("opacity", "1"))
        or _ZERO.match(values.get("font-size", "1"))
    ):
        yield HIDDEN
    if "line-through" in (values.get("text-decoration") or ""):
        yield STRUCK
    if values.get("vertical-align") == "super":
        yield RAISED
    elif values.get("vertical-align") == "sub":
        yield LOWERED


def _declare(
    declared: dict[etree._Element, Declared], element: etree._Element, name: str, value: str, priority: Priority
) -> None:
    properties = declared.setdefault(element, {})
    name = "text-decoration" if name == "text-decoration-line" else name
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


def _rules(root: etree._Element) -> Iterator[Rule]:
    """The rules of the page's sheets that hide, strike or raise, and those that undo it, in their order."""
    import tinycss2

    sheets = [style for style in root.iter("style") if not _NARROW.search(style.get("media") or "")]
    text = "\n".join("".join(cast("Iterator[str]", sheet.itertext())) for sheet in sheets)[:_SHEET_CHARACTERS]
    rules = [rule for node in tinycss2.parse_stylesheet(text, True, True) for rule in _rules_of(node)]
    # Where no rule hides anything, what undoes it does not matter; and `display: block` stands in every sheet.
    if not any(
        any(_marks({name: ((False, False, (0, 0, 0), 0), value)}))
        for rule in rules
        for name, value, _ in rule.declarations
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
        (node.lower_name, tinycss2.serialize(node.value).strip().lower(), node.important)
        for node in tinycss2.parse_blocks_contents(text, True, True)
        if node.type == "declaration" and (node.lower_name in _PROPERTIES)
    )


def mark_of_style(text: str) -> str:
    """The first mark that a style attribute gives its element, '' where it gives none.

    >>> mark_of_style("color: red; display: none") == HIDDEN, mark_of_style("color: red")
    (True, '')
    """
    if not any(word in text.lower() for word in _IN_STYLES):
        return ""
    properties: dict[str, tuple[Priority, str]] = {}
    for name, value, _ in _declarations(text):
        properties["text-decoration" if name == "text-decoration-line" else name] = ((False, True, (0, 0, 0), 0), value)
    return next(_marks(properties), "")
