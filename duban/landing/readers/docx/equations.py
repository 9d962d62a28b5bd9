"""Word's formulas as text: what an equation object (m:oMath) puts around its parts, and what an EQ field prints.

A raised or lowered part stands between the marks of `marked_text`, so that 10⁴ is not 104; a fraction is a/b, a root
√a.
"""

from __future__ import annotations

import re

from lxml import etree

from duban.landing.archives import LOCAL_NAME, attribute
from duban.landing.marked_text import LOWERED, RAISED, marked

_DEEPEST = 20
_EQ = re.compile(r"\s*EQ\b(.*)", re.IGNORECASE | re.DOTALL)
_FORMAT = re.compile(r"\\\*\s*(?:\"[^\"]*\"|[A-Za-z][^\s\\()]*)")  # how the field is set: \* MERGEFORMAT
_SWITCH = re.compile(r"\\([A-Za-z]{1,2})(?: *[0-9]+)?")
_BOXES, _TICKS, _CROSSES = "□☐▢◻", "√✓✔", "×✗✘"
_CIRCLES = "○〇◯"
_LARGEST_CIRCLED = 20

# The parts of an equation's element that print, in their order, each with its mark and the text before it.
_PARTS = {
    "sSup": (("e", "", ""), ("sup", RAISED, "")),
    "sSub": (("e", "", ""), ("sub", LOWERED, "")),
    "sSubSup": (("e", "", ""), ("sub", LOWERED, ""), ("sup", RAISED, "")),
    "f": (("num", "", ""), ("den", "", "/")),
    "rad": (("deg", RAISED, ""), ("e", "", "√")),
}
EQUATIONS = frozenset((*_PARTS, "d"))


def equation_parts(element: etree._Element, tag: str) -> list[tuple[str, etree._Element | None, str]]:
    """What an element of `EQUATIONS` prints: (text before, part, the part's mark), the last with a part of None."""
    if tag != "d":
        children = {LOCAL_NAME[child.tag]: child for child in element}
        return [(before, children[name], mark) for name, mark, before in _PARTS[tag] if name in children]
    signs = {"begChr": "(", "sepChr": "|", "endChr": ")"}
    for child in element.iterfind("{*}dPr/*"):
        if LOCAL_NAME[child.tag] in signs:
            signs[LOCAL_NAME[child.tag]] = attribute(child, "val")
    inner = [child for child in element if LOCAL_NAME[child.tag] == "e"]
    if not inner:
        return []
    parts: list[tuple[str, etree._Element | None, str]] = [
        (signs["sepChr" if at else "begChr"], child, "") for at, child in enumerate(inner)
    ]
    return [*parts, (signs["endChr"], None, "")]


def parted_from(before: str, text: str) -> str:
    """A fraction behind a whole number, with a blank between them: 1 1/2 is not 11/2.

    >>> parted_from("完成1", "1/2"), parted_from("完成", "1/2")
    (' 1/2', '1/2')
    """
    return f" {text}" if before[-1:].isdigit() and text[:1].isdigit() and "/" in text else text


def field_equation(instruction: str) -> str:
    r"""What a field prints whose instruction is an equation; '' for another field.

    >>> field_equation(r"EQ \f(3,4)"), field_equation(r"EQ \o\ac(□,√)"), field_equation(r"eq \o\ac(○,7)")
    ('3/4', '☑', '⑦')
    """
    found = _EQ.fullmatch(instruction)
    return _printed(_FORMAT.sub("", found[1]).strip(), 0) if found else ""


def _printed(code: str, depth: int) -> str:
    """The text of a piece of an instruction."""
    if "\\" not in code or depth > _DEEPEST:
        return code
    out: list[str] = []
    at = 0
    while at < len(code):
        switches: list[str] = []
        while found := _SWITCH.match(code, at):
            switches.append(found[1].lower())
            at = found.end()
            at += len(code[at:]) - len(code[at:].lstrip(" "))
        if switches and code[at : at + 1] == "(":
            texts, at = _arguments(code, at)
            out.append(_of_switch(switches, [_printed(text, depth + 1).strip() for text in texts]))
        elif at < len(code):
            at += code[at] == "\\"  # before a sign that stands for itself
            out.append(code[at : at + 1])
            at += 1
    return "".join(out)


def _arguments(code: str, at: int) -> tuple[list[str], int]:
    """The pieces of a bracket that begins here, and where it has ended."""
    texts, start, open_brackets = [], at + 1, 0
    while at < len(code):
        sign = code[at]
        if sign == "\\":
            at += 1
        elif sign == "(":
            open_brackets += 1
        elif sign == ")":
            open_brackets -= 1
            if open_brackets == 0:
                break
        elif sign in ",;" and open_brackets == 1:
            texts.append(code[start:at])
            start = at + 1
        at += 1
    return [*texts, code[start:at]], at + 1


def _of_switch(switches: list[str], texts: list[str]) -> str:
    name = switches[0]
    if name == "f":
        return "/".join(texts[:2])
    if name == "r":
        return marked(texts[0], RAISED) + "√" + texts[1] if len(texts) > 1 else "√" + texts[0]
    if name == "s" and {"up", "do"} & set(switches):
        return marked("".join(texts), RAISED if "up" in switches else LOWERED)
    if name == "b":
        return f"({''.join(texts)})"
    if name == "o":
        return _over_each_other(texts)
    return "".join(texts)


def _over_each_other(texts: list[str]) -> str:
    """Signs printed over each other: a tick in a box, a number in a circle."""
    outer, inner = "".join(texts[:1]), "".join(texts[1:])
    if outer and outer in _BOXES and inner:
        return "☑" if inner in _TICKS else "☒" if inner in _CROSSES else outer + inner
    number = int(inner) if inner.isdecimal() and len(inner) <= 2 else 0
    if outer and outer in _CIRCLES and 1 <= number <= _LARGEST_CIRCLED:
        return chr(0x2460 + number - 1)
    return outer + inner
