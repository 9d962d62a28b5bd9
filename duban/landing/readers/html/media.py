"""Which parts of a style sheet count: what a screen of an ordinary size shows, in a browser of today.

A condition that is not known here does not hold, whether it is asked for or ruled out.
"""

from __future__ import annotations

import re

_SIZES = {
    "width": 1920.0,
    "height": 1080.0,
    "device-width": 1920.0,
    "device-height": 1080.0,
}  # in pixels
_PIXELS = {"px": 1.0, "": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "cm": 37.8, "in": 96.0}
_HOLDS = frozenset({
    "color", "hover", "hover: hover", "any-hover: hover", "pointer: fine", "any-pointer: fine", "grid: 0",
    "orientation: landscape", "scripting: enabled", "update: fast", "prefers-color-scheme: light",
    "prefers-reduced-motion: no-preference",
})  # fmt: skip
_FAILS = frozenset({
    "hover: none", "any-hover: none", "pointer: coarse", "pointer: none", "any-pointer: coarse", "monochrome",
    "orientation: portrait", "scripting: none", "prefers-color-scheme: dark", "prefers-reduced-motion: reduce",
    "prefers-reduced-motion", "forced-colors: active",
})  # fmt: skip
_KIND = re.compile(r"(?P<negation>not\s+)?(?:only\s+)?(?P<kind>[a-z-]+)$")
_LENGTH = r"(\d*\.?\d+)\s*([a-z]*)"
_BOUND = re.compile(rf"(min|max)-((?:device-)?(?:width|height))\s*:\s*{_LENGTH}$")
_RANGE = re.compile(rf"(?:{_LENGTH}\s*<=?\s*)?(width|height)\s*([<>])=?\s*{_LENGTH}$")
_VENDOR = re.compile(r"\(\s*-")


def is_shown(media: str) -> bool:
    """Whether what is meant for some media is meant for an ordinary screen.

    >>> is_shown("screen, print"), is_shown("screen and (min-width: 1px)"), is_shown("")
    (True, True, True)
    >>> is_shown("print"), is_shown("(max-width: 600px)"), is_shown("not screen"), is_shown("not print")
    (False, False, False, True)
    """
    return any(_holds(query.strip()) for query in media.lower().split(","))


def is_supported(condition: str) -> bool:
    """Whether a browser of today does what a sheet asks of it; only other browsers have a prefix of their own.

    >>> is_supported("(display: grid)"), is_supported("not (display: grid)"), is_supported("(-ms-ime-align: auto)")
    (True, False, False)
    """
    alternatives = re.split(r"\bor\b", condition.lower())
    return any(re.search(r"\bnot\b", one) is None and _VENDOR.search(one) is None for one in alternatives)


def _holds(query: str) -> bool:
    if not query:
        return True
    first, *conditions = [part.strip() for part in re.split(r"\band\b", query)]
    kind = _KIND.match(first)
    answers = [kind["kind"] in ("all", "screen")] if kind else [_answer(first)]
    answers += [_answer(condition) for condition in conditions]
    return False in answers if kind and kind["negation"] else all(answers)


def _answer(condition: str) -> bool | None:
    """Whether a condition in brackets holds on the screen; None where it is not known."""
    asked = condition.removeprefix("(").removesuffix(")").strip()
    if bound := _BOUND.match(asked):
        least_or_most, name, number, unit = bound.groups()
        return _compared(">" if least_or_most == "min" else "<", name, number, unit)
    if bounds := _RANGE.match(asked):
        lower, lower_unit, name, sign, number, unit = bounds.groups()
        answers = [_compared(sign, name, number, unit)]
        answers += [_compared(">", name, lower, lower_unit)] if lower else []
        return None if None in answers else all(answers)
    words = re.sub(r"\s*:\s*", ": ", asked)
    return True if words in _HOLDS else False if words in _FAILS else None


def _compared(sign: str, name: str, number: str, unit: str) -> bool | None:
    if unit not in _PIXELS:
        return None
    pixels = float(number) * _PIXELS[unit]
    return _SIZES[name] >= pixels if sign == ">" else _SIZES[name] <= pixels
