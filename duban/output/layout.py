"""Which columns of an answer fit on a screen, and how wide each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duban.output.display_width import display_width, lines_of

GAP = 2  # spaces between two columns
HEADING_LINES = 4
TEXT_LINES = 2
# What is narrower than the first is never broken (names, numbers); a long text needs the second to be read, or on a
# narrow screen the third, where a column finds its place by that.
_NAME_WIDTH = 12
_TEXT_WIDTH = 18
_TIGHT_TEXT_WIDTH = 14
_NARROW_SCREEN = 100
# A word or an id is not broken up to this width.
_WORD = re.compile(r"[\w./:+%-]+[,;]?", re.ASCII)
_WORD_WIDTH = 24
# Wider than this no column wishes to be: what is behind is not measured.
_WIDEST = 400


@dataclass(frozen=True, slots=True)
class Layout:
    """shown: places of the columns that fit, in order. widths: of each of those. left_out: places of the others."""

    shown: list[int]
    widths: list[int]
    left_out: list[int]


def lay_out(headings: Sequence[str], contents: Sequence[Sequence[str]], screen_width: int) -> Layout:
    """The columns that fit into `screen_width`, from the left, and their widths by what they hold.

    contents: the texts of each column. A short text has a line to itself; a long one shares what is left with the
    other long ones, so that it takes as few lines as it can.
    """
    naturals = [max((_measured(text) for text in texts), default=0) for texts in contents]
    columns = list(zip(headings, naturals, contents, strict=True))
    floors = [_floor(*column, _TEXT_WIDTH) for column in columns]
    shown = _fitting(floors, screen_width)
    if len(shown) < len(columns) and screen_width < _NARROW_SCREEN:
        tight = [_floor(*column, _TIGHT_TEXT_WIDTH) for column in columns]
        closer = _fitting(tight, screen_width)
        # The columns in front are those that answer: a narrow one further behind is no gain.
        if _without_a_gap(closer) > _without_a_gap(shown):
            floors, shown = tight, closer
    left_out = [place for place in range(len(columns)) if place not in shown]
    widths = [min(floors[place], screen_width) for place in shown]
    long_wishes = [min(naturals[place], naturals[place] // TEXT_LINES + 3) for place in shown]
    wishes = (
        long_wishes,  # all of the text, in as many lines as it may have
        [min(naturals[place], 40) for place in shown],  # a name on one line
        [_heading_width(headings[place], 2) for place in shown],
        [naturals[place] for place in shown],
        [display_width(headings[place]) for place in shown],
    )
    for wished in wishes:
        _widen(widths, wished, screen_width - GAP * (len(shown) - 1))
    return Layout(shown, widths, left_out)


def _fitting(floors: Sequence[int], screen_width: int) -> list[int]:
    """The places of the columns that fit beside each other, from the left; the last where none does."""
    shown: list[int] = []
    taken = -GAP
    for place, floor in enumerate(floors):
        if taken + GAP + floor <= screen_width or (not shown and place == len(floors) - 1):
            shown.append(place)
            taken += GAP + floor
    return shown


def _without_a_gap(shown: Sequence[int]) -> int:
    """How many columns from the left are shown before the first that is not."""
    return next((number for number, place in enumerate(shown) if number != place), len(shown))


def heading_lines(heading: str, width: int) -> list[str]:
    """The lines of a heading: a name of SQL breaks behind its underscores.

    >>> heading_lines("target_count_change", 7), heading_lines("target_count_change", 13)
    (['target_', 'count_', 'change'], ['target_count_', 'change'])
    """
    lines = [""]
    for part in _parts(heading):
        if lines[-1] and display_width(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return [line for long in lines for line in lines_of(long, width)]


def _parts(heading: str) -> list[str]:
    return re.findall(r"[^_ ]*[_ ]|[^_ ]+$", heading) or [heading]


def _heading_width(heading: str, most_lines: int) -> int:
    """The least width at which a heading has no more lines than it may, and no part of it is broken.

    >>> _heading_width("target_count_change", 3), _heading_width("责任目标原文", 3), _heading_width("x", 3)
    (7, 4, 1)
    """
    widest = display_width(heading)
    if not heading.isascii():
        return max(4, -(-widest // most_lines)) if widest > 4 else widest
    parts = [display_width(part) for part in _parts(heading)]
    return next(
        (width for width in range(max(parts), widest) if len(heading_lines(heading, width)) <= most_lines), widest
    )


def _measured(text: str) -> int:
    """The width of a text as it stands in a table: of its widest line."""
    return max(display_width(line) for line in text[:_WIDEST].split("\n"))


def _floor(heading: str, natural: int, texts: Sequence[str], text_width: int) -> int:
    """The least width at which a column can be read. natural: that of its widest text."""
    readable = max(_NAME_WIDTH, min(text_width, -(-natural // 2)), _word_width(texts))
    return max(_heading_width(heading, HEADING_LINES), min(natural, readable))


def _word_width(texts: Sequence[str]) -> int:
    """The width of the longest word that is not to be broken."""
    return min(_WORD_WIDTH, max((len(word) for text in texts for word in _WORD.findall(text[:_WIDEST])), default=0))


def _widen(widths: list[int], wished: Sequence[int], most: int) -> None:
    """Widen columns towards what they wish for, the narrowest wish first, while there is space."""
    spare = most - sum(widths)
    wishing = sorted((place for place in range(len(widths)) if wished[place] > widths[place]), key=lambda p: wished[p])
    for position, place in enumerate(wishing):
        share = max(0, spare) // (len(wishing) - position)
        more = min(share, wished[place] - widths[place])
        widths[place] += more
        spare -= more
