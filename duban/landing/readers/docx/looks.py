"""How a run of Word text looks, as far as that changes what it says: hidden, drawn through, raised, in which font.

A look comes from the run's own properties, else from its character style and its paragraph's style. There `strike`,
`dstrike` and `vanish` toggle: two styles that both say so undo each other (ECMA-376 17.7.3).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from duban.landing.archives import LOCAL_NAME, attribute
from duban.landing.marked_text import HIDDEN, LOWERED, RAISED, STRUCK
from duban.landing.symbol_fonts import is_symbol_font

_OFF = ("0", "false", "off")
_SAYING = frozenset(("vanish", "strike", "dstrike", "vertAlign", "position", "rStyle", "color"))
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE, _ASCII = f"{_WORD}val", f"{_WORD}ascii"  # asked of every run, its size and its font
_WHITE = ("FFFFFF", "ffffff")
_UNSEEN_SIZES = ("1", "2")  # half points: nobody can read less than 1.5 points
_HALF_POINTS = re.compile(r"-?[0-9]{1,4}")
_ALIGNMENTS = {"superscript": RAISED, "subscript": LOWERED, "baseline": ""}


class Look(NamedTuple):
    """What properties say; None where they say nothing. alignment: RAISED, LOWERED or ''. style_id: of the run.

    is_white: of a run's own colour; whether it is seen depends on what lies behind it.
    """

    hidden: bool | None = None
    struck: bool | None = None
    alignment: str | None = None
    font: str | None = None
    style_id: str = ""
    is_white: bool = False


_NOTHING_SAID = (None, None, None)
PLAIN_LOOK = Look()


@lru_cache(maxsize=256)
def is_plain(look: Look) -> bool:
    """Whether text that looks so says what any other says. A document asks it of every run, of a handful of looks."""
    if look.is_white:
        return False
    return look[:3] == _NOTHING_SAID and not look.style_id and not (look.font and is_symbol_font(look.font))


def look_of(properties: etree._Element) -> Look:
    """The look that an `rPr` element states by itself. Most state a font and a size, which says nothing."""
    look: dict[str, Any] = {}
    font = ""
    for child in properties:
        tag = LOCAL_NAME[child.tag]
        if tag == "rFonts":
            font = child.get(_ASCII) or attribute(child, "ascii") or attribute(child, "hAnsi")
        elif tag == "sz":
            if child.get(_VALUE) in _UNSEEN_SIZES:
                look["hidden"] = True
        elif tag not in _SAYING:
            continue
        elif tag == "color":
            if attribute(child, "val") in _WHITE:
                look["is_white"] = True
        elif tag == "vanish":
            look["hidden"] = attribute(child, "val") not in _OFF
        elif tag == "vertAlign":
            look["alignment"] = _ALIGNMENTS.get(attribute(child, "val"))
        elif tag == "position":
            by = attribute(child, "val")
            if "alignment" not in look and _HALF_POINTS.fullmatch(by):
                look["alignment"] = RAISED if int(by) >= 3 else LOWERED if int(by) <= -3 else ""
        elif tag == "rStyle":
            look["style_id"] = attribute(child, "val")
        elif tag in ("strike", "dstrike"):
            look["struck"] = attribute(child, "val") not in _OFF or look.get("struck", False)
    if look:
        return Look(font=font or None, **look)
    return _of_font(font) if font else PLAIN_LOOK


def is_shaded(properties: etree._Element) -> bool:
    """Whether the properties of a run, paragraph, cell or table put a colour behind it."""
    return any(map(is_filled, properties.iterfind("{*}shd"))) or any(
        attribute(mark, "val") not in ("none", "white") for mark in properties.iterfind("{*}highlight")
    )


def is_filled(shading: etree._Element) -> bool:
    """Whether a shading shows another colour than white."""
    has_colour = attribute(shading, "fill") not in ("", "auto", *_WHITE)
    return has_colour or attribute(shading, "val") not in ("", "clear", "nil")


@lru_cache(maxsize=256)
def _of_font(font: str) -> Look:
    return Look(font=font)


def based_on(own: Look, base: Look) -> Look:
    """The look of a style: what it says itself, else what the style it is based on says."""
    return Look(
        base.hidden if own.hidden is None else own.hidden,
        base.struck if own.struck is None else own.struck,
        base.alignment if own.alignment is None else own.alignment,
        own.font or base.font,
    )


def seen(own: Look, character: Look, paragraph: Look) -> tuple[str, str]:
    """(the mark of `marked_text`, the font) of a run; '' for a run that looks like any other."""
    hidden = bool(character.hidden) != bool(paragraph.hidden) if own.hidden is None else own.hidden
    struck = bool(character.struck) != bool(paragraph.struck) if own.struck is None else own.struck
    alignments = (own.alignment, character.alignment, paragraph.alignment)
    alignment = next((alignment for alignment in alignments if alignment is not None), "")
    mark = HIDDEN if hidden else STRUCK if struck else alignment
    return mark, own.font or character.font or paragraph.font or ""
