"""Marks of a careful reader on a PDF's characters: what a line is drawn through, and what is small and raised.

A strike is known from an underline by its height (through the middle of the characters, not under them) and from a rule
of the table by its ends: it ends where the struck text ends, a rule runs from one upright rule to another. A line that
does so too is a strike where it goes through the text of every cell that it crosses, between two rules that go through
none. A sloping stroke strikes what it goes across from one end to the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from duban.landing.marked_text import RAISED, STRUCK
from duban.landing.readers.pdf.lines import Character

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
_THROUGH = (0.28, 0.75)  # of the character's height, from below: where a strike crosses it
_OVERHANG = 1.2  # characters: how far a strike may go beyond the text that it strikes
_ON_A_RULE = 1.5  # points
_THIN = 4.0  # points: upright edges of less height are the ends of a strike that is drawn as a box
_SLOPE = 0.05  # points: a stroke that rises by more is not level
_STEEPEST = 1.3  # of the characters' height
_CELLS_STRUCK = 0.75  # of the cells with a text that a line crosses from border to border
_LONG_STRIKE = 6  # characters that a line must go through to strike a row with gaps between its cells
_LONG_SHARE = 0.35  # of its length must then be text
_MOST_LOOKED_AT = 1_000_000
_RAISED_SIZE = 0.88  # of the size of the text beside it, at most
_RAISED_BY = 0.18  # of that size, at least
_SHIFTED_BY = (0.3, 0.7)  # of the size of the text before: how much higher what has nearly its size must stand
_SAME_SIZE = 1.05
_LEVEL = 0.1
_MOST_SHIFTED = 4  # characters
_BESIDE = 0.35
_MOST_BESIDE = 100
_LARGEST_BASE = 60.0  # points: no note mark stands behind larger letters


def mark_struck(characters: list[Character], edges: list[dict[str, Any]], boxes: Iterable[Box] = ()) -> set[int]:
    """Give the mark STRUCK to what a level edge goes through, and to what stands in one of these boxes.

    Returns the places (in `edges`) of the edges that strike, which are no rules of a table.
    """
    bands = _Bands(characters)
    for x0, top, x1, bottom in boxes:
        for character in bands.between(top, bottom):
            x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
            if x0 <= x <= x1 and top <= y <= bottom:
                character["mark"] = STRUCK
    uprights = [
        (edge["x0"], edge["top"], edge["bottom"])
        for edge in edges
        if edge["orientation"] == "v" and edge["height"] > _THIN
    ]
    looked_at = 0
    strikes: dict[int, list[Character]] = {}
    joined: dict[int, list[Character]] = {}  # what looks like a rule and goes through text
    for at, edge in enumerate(edges):
        slopes = edge["width"] > _SLOPE and edge["height"] > _SLOPE
        if slopes:
            if edge["height"] > _STEEPEST * bands.step:
                continue
        elif edge["orientation"] != "h":
            continue
        near = bands.at((edge["top"] + edge["bottom"]) / 2)
        looked_at += len(near)
        if looked_at > _MOST_LOOKED_AT:
            break
        if not near:
            continue
        if slopes:
            if hit := _crossed(edge, near):
                strikes[at] = hit
        elif hit := _gone_through(edge, near):
            if _joins_rules(edge, uprights):
                joined[at] = hit
            elif _keeps_to(edge, hit):
                strikes[at] = hit
    if joined:
        strikes |= _strikes_among_rules(joined, edges, uprights, bands)
    for character in (one for hit in strikes.values() for one in hit):
        character["mark"] = STRUCK
    return set(strikes)


def _gone_through(edge: dict[str, Any], near: list[Character]) -> list[Character]:
    """The characters that a level edge goes through the middle of; none where it touches others."""
    y, x0, x1 = edge["top"], edge["x0"], edge["x1"]
    hit, touched = [], 0
    for character in near:
        if not character["top"] < y < character["bottom"]:
            continue
        if not x0 <= (character["x0"] + character["x1"]) / 2 <= x1:
            continue
        touched += 1
        share = (character["bottom"] - y) / (character["bottom"] - character["top"])
        if _THROUGH[0] <= share <= _THROUGH[1]:
            hit.append(character)
    return hit if len(hit) >= 0.8 * touched else []


def _keeps_to(edge: dict[str, Any], hit: list[Character]) -> bool:
    """Whether a stroke begins and ends where the text does that it goes through."""
    x0, x1 = edge["x0"], edge["x1"]
    if _ends_with(edge, hit):
        return True
    covered: float = sum(one["x1"] - one["x0"] for one in hit)
    return len(hit) >= _LONG_STRIKE and covered >= _LONG_SHARE * (x1 - x0)


def _ends_with(edge: dict[str, Any], hit: list[Character]) -> bool:
    overhang: float = _OVERHANG * max(character["em"] for character in hit)
    left, right = min(one["x0"] for one in hit), max(one["x1"] for one in hit)
    return bool(left - edge["x0"] <= overhang and edge["x1"] - right <= overhang)


def _crossed(edge: dict[str, Any], near: list[Character]) -> list[Character]:
    """What a sloping stroke goes across: it begins and ends where this text does, at half its height in the middle."""
    x0, x1, y = edge["x0"], edge["x1"], (edge["top"] + edge["bottom"]) / 2
    hit = []
    for character in near:
        if x0 <= (character["x0"] + character["x1"]) / 2 <= x1 and character["top"] < y < character["bottom"]:
            height = character["bottom"] - character["top"]
            share = (character["bottom"] - y) / height
            if not _THROUGH[0] <= share <= _THROUGH[1] or edge["height"] > _STEEPEST * height:
                return []
            hit.append(character)
    return hit if hit and _ends_with(edge, hit) else []


def _strikes_among_rules(
    joined: dict[int, list[Character]],
    edges: list[dict[str, Any]],
    uprights: list[tuple[float, float, float]],
    bands: _Bands,
) -> dict[int, list[Character]]:
    """Of the level edges that run from one upright rule to another, those that strike the text of each cell they cross.

    A rule that goes through no text stands over them and another under them: else the texts of the table only stand
    askew in their cells.
    """
    rules = [
        edge
        for at, edge in enumerate(edges)
        if at not in joined and edge["orientation"] == "h" and _joins_rules(edge, uprights)
    ]
    strikes = {}
    looked_at = 0
    for at, hit in joined.items():
        edge = edges[at]
        looked_at += len(rules) + len(uprights)
        if looked_at > _MOST_LOOKED_AT:
            break
        y = edge["top"]
        left, right = edge["x0"] - _ON_A_RULE, edge["x1"] + _ON_A_RULE
        others = [one["top"] for one in rules if one["x0"] < right and one["x1"] > left]
        over = max((other for other in others if other < y - _THIN), default=None)
        under = min((other for other in others if other > y + _THIN), default=None)
        if over is None or under is None:
            continue
        sides = sorted({x for x, top, bottom in uprights if left <= x <= right and top <= y <= bottom})
        cells = [sides for sides in pairwise(sides) if sides[1] - sides[0] > _THIN]
        struck = {cell for one in hit for cell in cells if cell[0] <= one["x0"] <= cell[1]}
        printed = [one for one in bands.between(over, under) if over < (one["top"] + one["bottom"]) / 2 < under]
        filled = {cell for one in printed for cell in cells if cell[0] <= one["x0"] <= cell[1]}
        if len(struck) >= _CELLS_STRUCK * len(filled):
            strikes[at] = hit
    return strikes


def _joins_rules(edge: dict[str, Any], uprights: list[tuple[float, float, float]]) -> bool:
    """Whether both ends of a level edge lie on upright ones: then it is a rule, however it runs through text."""
    ends = [False, False]
    for x, top, bottom in uprights:
        if top - _ON_A_RULE <= edge["top"] <= bottom + _ON_A_RULE:
            ends[0] = ends[0] or abs(x - edge["x0"]) <= _ON_A_RULE
            ends[1] = ends[1] or abs(x - edge["x1"]) <= _ON_A_RULE
    return all(ends)


class _Bands:
    """A page's printed characters by the height at which they stand."""

    def __init__(self, characters: Iterable[Character]) -> None:
        printed = [character for character in characters if character["text"].strip()]
        self.step = max([4.0, *(min(character["bottom"] - character["top"], 200.0) for character in printed)])
        self.bands: dict[int, list[Character]] = defaultdict(list)
        for character in printed:
            self.bands[int((character["top"] + character["bottom"]) / 2 // self.step)].append(character)

    def at(self, y: float) -> list[Character]:
        band = int(y // self.step)
        return [one for number in (band - 1, band, band + 1) for one in self.bands.get(number, ())]

    def between(self, top: float, bottom: float) -> Iterator[Character]:
        first = int(top // self.step)
        for number in range(first, min(int(bottom // self.step), first + 1_000) + 1):
            yield from self.bands.get(number, ())


class _Uprights:
    """A page's upright edges, by where they stand."""

    def __init__(self, edges: Iterable[dict[str, Any]]) -> None:
        self.edges: list[tuple[float, ...]] = sorted(
            (edge["x0"], edge["top"], edge["bottom"])
            for edge in edges
            if edge["orientation"] == "v" and edge["height"] > _THIN
        )
        self.looked_at = 0

    def part(self, before: Character, after: Character) -> bool:
        """Whether one stands between two characters, at the height of the second."""
        left, right = (before["x0"] + before["x1"]) / 2, (after["x0"] + after["x1"]) / 2
        y = (after["top"] + after["bottom"]) / 2
        between = self.edges[bisect_left(self.edges, (left,)) : bisect_left(self.edges, (right,))]
        self.looked_at += len(between)
        return any(top <= y <= bottom for _, top, bottom in between)


def mark_raised(characters: list[Character], edges: Iterable[dict[str, Any]] = ()) -> None:
    """Give the mark RAISED to small characters that stand high behind larger ones; they go on the line of those.

    Characters of the same size are raised where they are drawn behind others on a line that is clearly higher, with
    none of the edges between them.
    """
    printed = [character for character in characters if character["text"].strip()]
    _mark_shifted(printed, edges)
    sizes = {round(character["em"], 1) for character in printed}
    if not sizes or min(sizes) > _RAISED_SIZE * max(sizes):
        return
    ends: dict[tuple[int, int], list[Character]] = defaultdict(list)  # by where they end and how high they stand
    for character in printed:
        if character["em"] <= _LARGEST_BASE:
            ends[_cell(character["x1"], character)].append(character)
    largest = max((character["em"] for character in printed if character["em"] <= _LARGEST_BASE), default=0.0)
    bases: dict[int, Character] = {}
    looked_at = 0
    for small in sorted(printed, key=lambda one: one["x0"]):
        if small["em"] > _RAISED_SIZE * largest or looked_at > _MOST_LOOKED_AT:
            continue
        x, y = _cell(small["x0"], small)
        near = [one for at in (x - 1, x, x + 1) for up in (y - 1, y, y + 1) for one in ends.get((at, up), ())]
        looked_at += len(near)
        for before in near:
            base = bases.get(id(before), before)
            beside = abs(small["x0"] - before["x1"]) <= _BESIDE * base["em"]
            if beside and before is not small and _is_raised(small, base):
                bases[id(small)] = base
                break
    _stand_with_what_follows(
        [one for one in printed if id(one) not in bases and one["em"] <= _RAISED_SIZE * largest], ends
    )
    for small in printed:
        if base := bases.get(id(small)):  # type: ignore[assignment]
            small["mark"] = small.get("mark") or RAISED
            small["top"], small["bottom"] = base["top"], base["bottom"]


def _mark_shifted(printed: list[Character], edges: Iterable[dict[str, Any]]) -> None:
    """Give the mark RAISED to a few characters that leave the line which the text before and after them keeps.

    Where the line of text goes on as high as they stand, they are the text of a row of its own.
    """
    rises = [
        at
        for at, (before, after) in enumerate(pairwise([one["bottom"] for one in printed]), 1)
        if 0.5 < before - after < _LARGEST_BASE
    ]
    uprights: _Uprights | None = None
    for at in rises:
        base, first = printed[at - 1], printed[at]
        em = base["em"]
        if not _SHIFTED_BY[0] * em <= base["bottom"] - first["bottom"] <= _SHIFTED_BY[1] * em:
            continue
        if first["em"] > _SAME_SIZE * em or first["em"] <= _RAISED_SIZE * em or not _goes_on(base, first):
            continue
        uprights = uprights or _Uprights(edges)
        if uprights.looked_at > _MOST_LOOKED_AT:
            break
        if uprights.part(base, first):
            continue
        run = [first]
        back = None
        for after in printed[at + 1 : at + 1 + _MOST_SHIFTED]:
            if uprights.part(run[-1], after):
                break
            is_level = abs(after["bottom"] - first["bottom"]) <= _LEVEL * em
            goes_on = _goes_on(run[-1], after)
            if not goes_on or not is_level:
                back = after if goes_on or (is_level and after["x0"] >= run[-1]["x1"]) else None
                break
            run.append(after)
        if len(run) <= _MOST_SHIFTED and (back is None or abs(back["bottom"] - base["bottom"]) <= _LEVEL * em):
            for raised in run:
                raised["mark"] = raised.get("mark") or RAISED
                raised["top"], raised["bottom"] = base["top"], base["bottom"]


def _goes_on(before: Character, after: Character) -> bool:
    """Whether a character stands close behind another, both drawn level."""
    is_level: bool = before["upright"] and after["upright"]
    return is_level and bool(abs(after["x0"] - before["x1"]) <= _BESIDE * before["em"])


def _stand_with_what_follows(marks: list[Character], ends: dict[tuple[int, int], list[Character]]) -> None:
    """Put the raised mark that begins a note at the foot on the line of the note."""
    if not marks:
        return
    starts: dict[tuple[int, int], list[Character]] = defaultdict(list)
    for character in (one for group in ends.values() for one in group):
        starts[_cell(character["x0"], character)].append(character)
    for mark in marks:
        x, y = _cell(mark["x1"], mark)
        near = [one for at in (x - 1, x, x + 1) for up in (y - 1, y, y + 1) for one in starts.get((at, up), ())]
        for following in near[:_MOST_BESIDE]:
            if 0 <= following["x0"] - mark["x1"] <= _BESIDE * following["em"] and _is_raised(mark, following):
                mark["top"], mark["bottom"] = following["top"], following["bottom"]
                break


def _cell(x: float, character: Character) -> tuple[int, int]:
    return int(x // 24), int((character["top"] + character["bottom"]) / 2 // 32)


def _is_raised(small: Character, base: Character) -> bool:
    if small["em"] > _RAISED_SIZE * base["em"] or not small["upright"] or not base["upright"]:
        return False
    over: bool = base["bottom"] - small["bottom"] >= _RAISED_BY * base["em"]
    return over and base["top"] - 0.5 * base["em"] <= small["top"] <= base["top"] + 0.4 * base["em"]
