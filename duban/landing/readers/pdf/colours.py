"""The colours of a page: what a character is drawn in, what lies behind it, and how far it stands off from that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

Rgb = tuple[float, float, float]  # red, green, blue, from 0 to 1
Rect = tuple[float, float, float, float]
PAPER: Rgb = (1.0, 1.0, 1.0)
_SAME_COLOUR = 0.08  # of a channel: white on a zebra stripe of 95 % white cannot be read
_BAND = 24.0  # points: fills are looked up by the bands of the page's height that they touch
_MOST_LOOKED_AT = 3_000_000  # fills of a page, over all its characters
_MOST_FILLS = 5_000  # of a page; beyond it is a picture drawn in strokes and no background is looked up


@dataclass(slots=True)
class Fill:
    """A filled box (in the page's own coordinates, y up). colour None: a picture, a pattern, a colour not known."""

    order: int
    box: Rect
    colour: Rgb | None
    covers: bool  # hides what was drawn before


def rgb(colour: Any, space: Any) -> Rgb | None:
    """A colour as red, green, blue between 0 and 1; None where its space does not define one (pattern, index, spot).

    >>> rgb(0.5, None), rgb((0, 0, 0, 1), None)
    ((0.5, 0.5, 0.5), (0.0, 0.0, 0.0))
    """
    name = space.name if space is not None else "Device"
    numbers = colour if isinstance(colour, tuple) else (colour,)
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    if name in ("Separation", "DeviceN"):  # how much of an ink that is not known: only none of it is sure
        return PAPER if not any(numbers) else None
    if name in ("Indexed", "Pattern", "Lab"):
        return None
    parts = [min(max(float(number), 0.0), 1.0) for number in numbers]
    if len(parts) == 1:
        return (parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return (parts[0], parts[1], parts[2])
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - min(1.0, cyan + black), 1 - min(1.0, magenta + black), 1 - min(1.0, yellow + black))
    return None


def blended(colour: Rgb | None, alpha: float, behind: Rgb | None) -> Rgb | None:
    """A more or less transparent colour as it shows on what lies behind it."""
    if colour is None or behind is None:
        return None
    red, green, blue = (alpha * own + (1 - alpha) * back for own, back in zip(colour, behind, strict=True))
    return (red, green, blue)


def is_same(one: Rgb | None, other: Rgb | None) -> bool:
    """Whether nobody could see the two apart; never where one is not known."""
    return bool(one and other) and max(abs(a - b) for a, b in zip(one or (), other or (), strict=True)) <= _SAME_COLOUR


def contrast(seen: Rgb | None, behind: Rgb | None) -> float:
    """How far brightness stands off what lies behind: 1 is black on white; 1 too where a colour is not known."""
    if seen is None or behind is None:
        return 1.0
    weights = (0.299, 0.587, 0.114)
    return abs(sum(weight * (a - b) for weight, a, b in zip(weights, seen, behind, strict=True)))


class Background:
    """What was filled behind and over a point."""

    def __init__(self) -> None:
        self.count = 0
        self.looked_at = 0
        self.bands: dict[int, list[Fill]] = defaultdict(list)

    def add(self, fill: Fill) -> None:
        """Take in a fill, in the order of drawing."""
        self.count += 1
        if self.count > _MOST_FILLS:
            self.bands.clear()
            return
        low, high = (int(min(max(y, -1e5), 1e5) // _BAND) for y in (fill.box[1], fill.box[3]))
        for band in range(low, min(high, low + 500) + 1):
            self.bands[band].append(fill)

    def at(self, x: float, y: float, order: int) -> tuple[Rgb | None, bool]:
        """(the colour behind what is drawn at this point in this order, whether a later fill covers it)."""
        if not self.bands:
            return (PAPER if self.count <= _MOST_FILLS else None), False
        band = self.bands.get(int(min(max(y, -1e5), 1e5) // _BAND), ())
        self.looked_at += len(band)
        if self.looked_at > _MOST_LOOKED_AT:
            return None, False
        is_covered = False
        for fill in reversed(band):
            x0, y0, x1, y1 = fill.box
            if not (x0 <= x <= x1 and y0 <= y <= y1):
                continue
            if fill.order < order:
                return fill.colour, is_covered
            is_covered = is_covered or fill.covers
        return PAPER, is_covered
