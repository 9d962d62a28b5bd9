"""Where the bars of a drawn table stand: the columns of each piece between two bars, also where a page moved the bars.

A rule shows by its crossings where bars stand, and by their arms which of them go on below it: the lines under it have
as many bars, whatever became of the blanks between them. Only where the arms do not say it is the place on the line
asked, with box characters one or two cells wide.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from duban.landing.readers.copied_tables.drawn_lines import (
    BARS,
    CROSSINGS,
    DASHES,
    DOWN,
    LEFT,
    OTHER_DASHES,
    RIGHT,
    TYPED_RULE,
    UP,
    is_border,
)

_MARK = re.compile(f"[{BARS}{CROSSINGS}]")
_TYPED_BAR = re.compile(r"\|")
_TYPED_MARK = re.compile(r"[|+]")
_TYPED_PIECE = re.compile(f"^[:{re.escape(OTHER_DASHES)}]{{2,}}$")
_FILLING = " \t\u3000"
# How far (in character cells) a bar may stand from its rule and still be the same: fonts and converters shift a little.
_SHIFT = 1


class Piece(NamedTuple):
    """What stands between two bars: a rule or a text, and its columns from `start` up to `end`."""

    text: str
    is_rule: bool
    start: int
    end: int


@dataclass(slots=True)
class _Line:
    """marks: the bars and crossings; narrow, wide: where they stand for box characters one and two cells wide."""

    marks: str
    pieces: list[str]
    rules: list[bool]
    narrow: list[int]
    wide: list[int]
    is_typed: bool

    @property
    def is_full_rule(self) -> bool:
        return bool(self.rules) and all(self.rules)


def pieces_of(texts: list[str]) -> tuple[list[list[Piece]], bool]:
    """The pieces of each line with their columns, and whether every line's bars were found to stand at an edge."""
    lines = [_line(text) for text in texts]
    known = _edges(lines)
    active: list[int] | None = None
    places: list[list[int] | None] = []
    for line in lines:
        found = _places(line, known, active)
        places.append(found)
        active = found and [at for mark, at in zip(line.marks, found, strict=True) if line.is_typed or mark in DOWN]
    begins = {
        at
        for line, found in zip(lines, places, strict=True)
        for is_rule, pair in zip(line.rules, pairwise(found or []), strict=False)
        for at in pair
        if not is_rule
    }
    edges = sorted(begins)
    columns = [
        [(bisect_left(edges, start), bisect_left(edges, end)) for start, end in pairwise(found)]
        if found
        else [(at, at + 1) for at in range(len(line.pieces))]
        for line, found in zip(lines, places, strict=True)
    ]
    pieces = [
        [
            Piece(text, is_rule, *reach)
            for text, is_rule, reach in zip(line.pieces, line.rules, reaches, strict=True)
        ]
        for line, reaches in zip(lines, columns, strict=True)
    ]  # fmt: skip
    return pieces, None not in places


def _line(text: str) -> _Line:
    is_typed = text[0] in "|+"
    pattern = _MARK
    if is_typed:
        pattern = _TYPED_MARK if TYPED_RULE.search(text) else _TYPED_BAR
    at = [match.start() for match in pattern.finditer(text)]
    if at[-1] < len(text) - 1:
        text += text[at[-1]] if is_typed else BARS[0]  # the closing bar is lost
        at.append(len(text) - 1)
    marks = "".join(text[one] for one in at)
    pieces = [text[start + 1 : end].strip(_FILLING) for start, end in pairwise(at)]
    if is_typed:
        is_all_ruled = is_border(text)
        rules = [is_all_ruled or ("+" in marks and bool(_TYPED_PIECE.match(piece))) for piece in pieces]
    else:
        rules = [_is_rule(piece, left, right) for piece, (left, right) in zip(pieces, pairwise(marks), strict=True)]
    narrow, wide = _measured(text, set(at))
    return _Line(marks, pieces, rules, narrow, wide, is_typed)


def _is_rule(piece: str, left: str, right: str) -> bool:
    """Dashes between crossings, or at least two of the drawing's own between bars."""
    if not piece or piece.strip(DASHES + OTHER_DASHES):
        return False
    is_armed = left in RIGHT and right in LEFT
    return is_armed or (len(piece) > 1 and not piece.strip(DASHES))


def _measured(text: str, wanted: set[int]) -> tuple[list[int], list[int]]:
    measured: tuple[list[int], list[int]] = ([], [])
    narrow = wide = 0
    for position, character in enumerate(text):
        if position in wanted:
            measured[0].append(narrow)
            measured[1].append(wide)
        is_drawn = "\u2500" <= character <= "\u257f"
        two_cells = unicodedata.east_asian_width(character) in "WF"
        narrow += 2 if two_cells else 1
        wide += 2 if two_cells or is_drawn else 1
    return measured


def _edges(lines: list[_Line]) -> list[int]:
    """Where bars may stand: at the crossings of the rules that go from side to side, all of one length."""
    ruled = [line.narrow for line in lines if line.is_full_rule]
    most = max((len(line.marks) for line in lines), default=0)
    length = Counter(places[-1] for places in ruled).most_common(1)[0][0] if ruled else 0
    found = sorted({at for places in ruled if places[-1] == length for at in places})
    apart = [at for before, at in pairwise([-_SHIFT - 1, *found]) if at - before > _SHIFT]
    if len(apart) < most:  # rules without crossings
        return next(line.narrow for line in lines if len(line.marks) == most)
    return apart


def _places(line: _Line, known: list[int], active: list[int] | None) -> list[int] | None:
    """Where the bars of a line stand, by the edges; None where nothing says it. May add an edge to the known ones."""
    if line.is_full_rule and (places := _snapped(line.narrow, known)):
        return places
    if active and not line.is_typed and (places := _by_arms(line, known, active)):
        return places
    if len(line.marks) == len(known):
        return list(known)
    halved = [at / 2 for at in line.wide]
    places = _snapped(line.narrow, known) or _snapped(halved, known)
    if places is None and len(line.marks) == 2:  # one text from side to side
        return [known[0], known[-1]]
    return places


def _snapped(bars: list[int] | list[float], known: list[int]) -> list[int] | None:
    """The edges that bars stand at, from side to side; None where one stands between them."""
    places = [_nearest(bar, known) for bar in bars]
    if None in places or places[0] != known[0] or places[-1] != known[-1] or len(set(places)) < len(places):
        return None
    return places  # type: ignore[return-value]


def _nearest(bar: float, known: list[int]) -> int | None:
    at = bisect_left(known, bar)
    found = min(known[max(at - 1, 0) : at + 1], key=lambda edge: abs(edge - bar))
    return found if abs(found - bar) <= _SHIFT else None


def _by_arms(line: _Line, known: list[int], active: list[int]) -> list[int] | None:
    """The bars that come from above stand where they stood; a bar that begins within a rule stands where it does."""
    if sum(1 for mark in line.marks if mark in UP) != len(active):
        return None
    places: list[int] = []
    above = iter(active)
    for number, mark in enumerate(line.marks):
        if mark in UP:
            places.append(next(above))
            continue
        if not number or not line.rules[number - 1]:
            return None
        place = places[-1] + line.narrow[number] - line.narrow[number - 1]
        snapped = _nearest(place, known)
        if snapped is None:
            known.insert(bisect_left(known, place), place)
        places.append(place if snapped is None else snapped)
    return places if all(before < after for before, after in pairwise(places)) else None
