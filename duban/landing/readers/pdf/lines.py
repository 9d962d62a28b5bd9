"""From a PDF's characters and where they stand to lines of text as a reader of the print sees them."""

from __future__ import annotations

import math
import re
from typing import Any

from duban.landing.marked_text import END

_GAP_OF_A_BLANK = 0.5  # of the character size: justified Chinese text is stretched by less, a missing blank leaves more
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufddf]")
_LEANS_BY = 3.0  # degrees off the level: a crooked scan

# A character as pdfplumber gives it: text, x0, x1, top, bottom, size, upright, matrix.
Character = dict[str, Any]


def quarter_of(character: Character) -> int | None:
    """How many quarter turns, counter-clockwise, a character is drawn at; None at another angle.

    >>> quarter_of({"upright": True, "matrix": (1, 0, 0, 1, 0, 0)}), quarter_of({"matrix": (0, 1, -1, 0, 0, 0)})
    (0, 1)
    """
    across, up = character["matrix"][:2]
    if up == 0 and across > 0:
        return 0
    angle = math.degrees(math.atan2(up, across))
    quarters = round(angle / 90)
    return quarters % 4 if abs(angle - 90 * quarters) <= _LEANS_BY else None


def turned_box(box: tuple[float, float, float, float], quarter: int) -> tuple[float, float, float, float]:
    """The place (x0, top, x1, bottom) of what is drawn at so many quarter turns, once they are undone."""
    x0, top, x1, bottom = box
    return (box, (-bottom, x0, -top, x1), (-x1, -bottom, -x0, -top), (top, -x1, bottom, -x0))[quarter % 4]


def turned(character: Character, quarter: int) -> Character:
    """A character drawn at so many quarter turns, as it stands once they are undone; places are relative to nothing."""
    box = (character["x0"], character["top"], character["x1"], character["bottom"])
    x0, top, x1, bottom = turned_box(box, quarter)
    a, b, c, d, e, f = character["matrix"]
    for _ in range(quarter % 4):
        a, b, c, d = b, -a, d, -c
    return {
        **character, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "matrix": (a, b, c, d, e, f),
        "upright": a * d > 0 and b * c <= 0,
    }  # fmt: skip


def upright(characters: list[Character]) -> list[Character]:
    """Turned text (a narrow header printed sideways) is turned back so that it reads in lines."""
    sideways = [character for character in characters if not character["upright"]]
    if len(sideways) * 2 <= len(characters):
        return characters
    quarter = quarter_of(sideways[0])
    return [turned(character, quarter) for character in characters] if quarter else characters


def lines_of(characters: list[Character]) -> list[list[Character]]:
    """Characters as lines from top to bottom, each from left to right; what is drawn twice (fake bold) only once."""
    lines: list[list[Character]] = []
    middle = 0.0
    for character in sorted(characters, key=lambda one: one["top"] + one["bottom"]):
        centre = (character["top"] + character["bottom"]) / 2
        height = character["bottom"] - character["top"]
        if lines and centre - middle <= 0.5 * min(height, lines[-1][0]["bottom"] - lines[-1][0]["top"]):
            lines[-1].append(character)
        else:
            lines.append([character])
            middle = centre
    return [_once(sorted(line, key=lambda one: one["x0"])) for line in lines]


def _once(line: list[Character]) -> list[Character]:
    kept: list[Character] = []
    for character in line:
        twin = kept[-1] if kept else None
        if twin and twin["text"] == character["text"] and character["x0"] - twin["x0"] < 0.2 * character["size"]:
            continue
        kept.append(character)
    return kept


def line_text(line: list[Character], with_marks: bool = False) -> str:
    """What a line prints: the file's own blanks, and one where the print leaves a gap that a blank would.

    with_marks: with the marks (marked_text.py) of what is struck out or raised; without them what is marked is gone.
    """
    pieces: list[str] = []
    end = None
    mark = ""
    for character in line:
        own_mark = character.get("mark", "")
        is_blank = end is not None and character["x0"] - end > _GAP_OF_A_BLANK * character["size"]
        end = character["x1"]
        if own_mark and not with_marks:
            continue
        if own_mark != mark and with_marks:
            pieces.append(END if mark else "")
        if is_blank:
            pieces.append(" ")
        if own_mark != mark and with_marks:
            pieces.append(own_mark)
            mark = own_mark
        pieces.append(_UNPRINTABLE.sub("", character["text"]))
    pieces.append(END if mark else "")
    return "".join(pieces)
