"""Brackets at the end of a paragraph: `新建学校2所。(市教育局、市财政局负责)`, also nested and before the final mark.

What a bracket says is not looked at here. It is cut off together with the marks behind it, so that text and brackets
put together again are what was printed.
"""

from __future__ import annotations

import re

_OPENING, CLOSING = "(\uff08[\uff3b〔【", ")\uff09]\uff3d〕】"
_DASHES = ("——", "--", "－－", "――")
_AFTER = " \t\u3000。;\uff1b.\uff0e,\uff0c、"
_HAN = re.compile("[一-龥]")  # a formula, a number or the sound of a character is no remark
# ——市教育局 behind the sentence or on a line of its own; a dash inside a sentence is no bracket.
_DASH = re.compile(r"(?<=[。;\uff1b\n)\uff09])\s*(?:—|―|－|-){2}\s*([^—―。;\uff1b:\uff1a\n]{2,80})[。;\uff1b]?\s*$")
_MOST = 2  # brackets taken off; what stands before them stays text


def trailing_brackets(text: str) -> tuple[str, list[str]]:
    """(the text before, the brackets at its end in printed order, each with the marks that follow it).

    >>> trailing_brackets("新建学校2所(含续建1所)。(各县(市、区)政府)")
    ('新建学校2所', ['(含续建1所)。', '(各县(市、区)政府)'])
    >>> trailing_brackets("新建学校2所。——市教育局、市财政局")
    ('新建学校2所。', ['——市教育局、市财政局'])
    >>> trailing_brackets("(一)"), trailing_brackets("改造(二期)道路")
    (('(一)', []), ('改造(二期)道路', []))
    """
    brackets: list[str] = []
    rest = text
    dashed = _DASH.search(text) if any(dashes in text for dashes in _DASHES) else None
    if dashed and _HAN.search(dashed[1]) and text[: dashed.start()].strip():
        return text[: dashed.start()], [text[dashed.start() :].strip()]
    while len(brackets) < _MOST:
        body = rest.rstrip(_AFTER)
        start = _opening_of(body)
        if start <= 0 or not body[:start].strip(_AFTER) or not _HAN.search(body[start:]):
            break
        brackets.insert(0, rest[start:])
        rest = rest[:start]
    return rest, brackets


def may_hold_brackets(text: str) -> bool:
    """Whether a text holds a sign that begins a bracket or what `trailing_brackets` takes for one.

    >>> may_hold_brackets("新建学校2所。——市教育局"), may_hold_brackets("新建学校2所。")
    (True, False)
    """
    return any(sign in text for sign in (*_OPENING, *_DASHES))


def inside(bracket: str) -> str:
    """What stands between the brackets, without the marks behind them.

    >>> inside("(市教育局)。")
    '市教育局'
    """
    body = bracket.rstrip(_AFTER)
    return body[1:-1] if body[-1:] in tuple(CLOSING) else body


def open_brackets(text: str) -> int:
    """How many brackets a line leaves open; a closing one without an opening one closes nothing.

    >>> open_brackets("建校(责任单位:市教"), open_brackets("育局)"), open_brackets("1)建校")
    (1, 0, 0)
    """
    if not any(opening in text for opening in _OPENING):
        return 0
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
        elif character in CLOSING and depth:
            depth -= 1
    return depth


def _opening_of(body: str) -> int:
    """The index of the bracket that the last character closes; -1 where it closes none."""
    if not body or body[-1] not in CLOSING:
        return -1
    depth = 0
    for at in range(len(body) - 1, -1, -1):
        if body[at] in CLOSING:
            depth += 1
        elif body[at] in _OPENING:
            depth -= 1
            if depth == 0:
                return at
    return -1


def end_of_bracket(text: str, at: int) -> int:
    """The index behind the bracket that opens here and the final mark after it; 0 where it is not closed.

    >>> end_of_bracket("建校(二期)。修路", 2), end_of_bracket("建校(二期", 2)
    (7, 0)
    """
    depth = 0
    for index in range(at, len(text)):
        if text[index] in _OPENING:
            depth += 1
        elif text[index] in CLOSING:
            depth -= 1
            if depth == 0:
                end = index + 1
                return end + 1 if text[end : end + 1] in tuple("。;\uff1b") else end
    return 0
