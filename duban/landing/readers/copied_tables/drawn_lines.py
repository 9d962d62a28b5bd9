"""The lines of a drawn table as they were drawn: bars of one kind, one line of the drawing a line.

What a page does to a drawing on its way: other bars than the rules' own (| ｜ 丨), no bars at the sides, empty lines
between the lines, a page's number among them, a line broken in two, all lines run into one. A rule's arms (┬ goes down,
┴ up, ┼ both) say how many bars the next line has, so lines that were broken or run together can be cut where they were.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from duban.landing.readers.copied_tables.page_marks import is_page_mark

BARS = "│┃║┆┇┊┋╎╏"
CROSSINGS = "┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬╭╮╯╰"
DASHES = "─━═┄┅┈┉╌╍"
# What stands for them where a keyboard or a converter had no others: ｜ ￨ ∣ ︱ 丨 beside |, and － — – ― beside -.
_OTHER_BARS = "|\uff5c\uffe8\u2223\ufe31\u4e28"
OTHER_DASHES = "-=_\uff0d\u2014\u2013\u2015"
_MARKS = frozenset(BARS + CROSSINGS)
_BEGINS_WITH_RULE = re.compile(f"^[{CROSSINGS}][{DASHES}{re.escape(OTHER_DASHES)}]+[{CROSSINGS}]")
TYPED_RULE = re.compile(f"\\+[:{re.escape(OTHER_DASHES)}]{{2,}}\\+")
_LEAST_DASHES = 8  # of a rule without crossings, from side to side
_LONGEST_GAP = 4  # lines without print or with a page's number, between two lines of one drawing


class DrawnLine(NamedTuple):
    """A line of the drawing, from bar to bar, and which line of the text it stands on."""

    text: str
    at: int


def _arms() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """The marks that go up, down, left and right: │ is both up and down, ┬ all but up."""
    words = {mark: set(unicodedata.name(mark).split()) for mark in _MARKS}
    upright = {mark for mark, said in words.items() if "VERTICAL" in said} | set(BARS)
    level = {mark for mark, said in words.items() if "HORIZONTAL" in said}
    up, down = ({mark for mark, said in words.items() if word in said} for word in ("UP", "DOWN"))
    left, right = ({mark for mark, said in words.items() if word in said} for word in ("LEFT", "RIGHT"))
    return frozenset(up | upright), frozenset(down | upright), frozenset(left | level), frozenset(right | level)


UP, DOWN, LEFT, RIGHT = _arms()


def is_border(line: str) -> bool:
    """Whether a line is a horizontal rule of a drawn table, such as ├──┼──┤, ──┼── or +---+---+.

    Under a keyboard's bars hyphens are Markdown's, and no rule of a drawing.

    >>> [is_border(line) for line in ("┌──┬──┐", "──┬──", "+---+---+", "|——|——|", "|--|--|", "| a | b |", "│ ├──┤")]
    [True, True, True, True, False, False, False]
    """
    stripped = line.strip()
    if stripped[:1] in ("+", "|"):
        dashes = OTHER_DASHES + ":" if stripped[0] == "+" else OTHER_DASHES.replace("-", "")
        pieces = stripped[1:-1].split(stripped[0])
        return (
            len(stripped) > 2
            and stripped[-1] == stripped[0]
            and all(piece and not piece.strip(dashes) for piece in pieces)
        )
    if len(stripped) <= 2 or stripped.strip("".join(_MARKS) + DASHES + OTHER_DASHES + " "):
        return False
    return stripped[0] in CROSSINGS or (stripped[0] in DASHES and any(mark in CROSSINGS for mark in stripped))


def starts_box(line: str, below: str = "") -> bool:
    """Whether a drawn table begins here: with a rule, or (its top cut off) with a bar that is no keyboard's `|`.

    below: the next line that prints anything; a rule without crossings counts over a line between bars only.
    """
    stripped = line.strip()
    if is_border(line) or is_drawn(line):
        return True
    if stripped[:1] in tuple(BARS) and sum(1 for mark in stripped if mark in _MARKS) > 1:
        return True
    return _is_plain_rule(line) and _is_between_bars(below)


def is_drawn(line: str) -> bool:
    """Whether a line begins with a rule of box characters, whatever has run into the line behind it.

    >>> [is_drawn(line) for line in ("┌──┬──┐│a│b│", "──┬──", "+---+---+", "│ ├──┤")]
    [True, True, False, False]
    """
    stripped = line.strip()
    return _BEGINS_WITH_RULE.match(stripped) is not None or (stripped[:1] in tuple(DASHES) and is_border(line))


def _is_plain_rule(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) >= _LEAST_DASHES and not stripped.strip(DASHES + OTHER_DASHES)


def _is_between_bars(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 2 and stripped[0] == stripped[-1] == "|" and stripped.count("|") > 2


def drawn_lines(lines: list[str], at: int) -> tuple[list[DrawnLine], int, list[int]]:
    """The lines of the drawing that begins at a line, the line after it, and the lines within it that are no part of it
    (the numbers of pages).
    """
    first = lines[at].strip()
    if first[0] in "+|" or _is_plain_rule(lines[at]):
        return _typed(lines, at)
    has_sides = first[0] in _MARKS
    own_bar = _own_bar(lines, at)
    found: list[DrawnLine] = []
    gaps: list[int] = []
    end = at
    while end < len(lines):
        following = _next_line(lines, end)
        if following is None:
            break
        text = lines[following].strip()
        shown = text.replace(own_bar, BARS[0]) if own_bar else text
        is_inside = shown[0] in _MARKS if has_sides else bool(_MARKS.intersection(shown))
        is_inside = is_inside or (has_sides and bool(found) and _is_rest(found[-1].text, shown))
        is_over = bool(found) and (_is_bottom(found[-1].text, has_sides) or (has_sides and _is_top(shown)))
        if not is_inside or is_over:
            break
        gaps.extend(gap for gap in range(end, following) if lines[gap].strip())
        if not has_sides:
            shown = _with_sides(shown)
        found.append(DrawnLine(shown, following))
        end = following + 1
    if has_sides and not _are_whole(found) and (cut := _cut_anew(found)):
        return cut, end, gaps
    return found, max(end, at + 1), gaps


def _typed(lines: list[str], at: int) -> tuple[list[DrawnLine], int, list[int]]:
    """A drawing of the keyboard's characters: +--+--+ and | a | b |, or rules of dashes alone over such lines."""
    found: list[DrawnLine] = []
    end = at
    while end < len(lines):
        following = _next_line(lines, end)
        text = lines[following].strip() if following is not None else ""
        is_rule = _is_plain_rule(text)
        if not is_rule and text[:1] != "|" and not (text[:1] == "+" and TYPED_RULE.search(text)):
            break
        found.append(DrawnLine(f"+{text}+" if is_rule else text, following or end))
        end = (following or end) + 1
    return found, max(end, at + 1), []


def _next_line(lines: list[str], at: int) -> int | None:
    """The next line from here that prints anything but a page's number; None where it is too far off."""
    for following in range(at, min(at + _LONGEST_GAP, len(lines))):
        if lines[following].strip() and not is_page_mark(lines[following]):
            return following
    return None


def _own_bar(lines: list[str], at: int) -> str:
    """The bar that stands for the rules' own in a drawing whose texts have another: ｜ below ┌──┬──┐; else none."""
    for line in lines[at + 1 : at + 1 + _LONGEST_GAP]:
        text = line.strip()
        if text and not is_border(line):
            return text[0] if text[0] in _OTHER_BARS else ""
    return ""


def _is_rest(above: str, line: str) -> bool:
    """Whether a line that begins without a bar is the rest of the one above, broken off: it ends with a bar."""
    return line[-1] in _MARKS and not (_is_bottom(above, True) and above[-1] in _MARKS)


def _is_bottom(line: str, has_sides: bool) -> bool:
    """Whether a line is the rule at a table's foot: no bar goes down from it."""
    marks = [mark for mark in line if mark in _MARKS]
    if not has_sides:  # the bars at the sides are ours
        marks = marks[1:-1]
    is_rule = not line.strip("".join(_MARKS) + DASHES + OTHER_DASHES + " ")
    return is_rule and bool(marks) and not DOWN.intersection(marks) and (not has_sides or line[-1] in _MARKS)


def _is_top(line: str) -> bool:
    """Whether a line is the rule at a table's head: no bar goes up from it."""
    is_rule = not line.strip(CROSSINGS + DASHES + OTHER_DASHES + " ")
    return is_rule and line[0] in CROSSINGS and not UP.intersection(line)


def _with_sides(line: str) -> str:
    is_rule = not line.strip(CROSSINGS + DASHES + OTHER_DASHES + " ")
    return f"├{line}┤" if is_rule else f"│{line}│"


def _are_whole(found: list[DrawnLine]) -> bool:
    """Whether each line goes from bar to bar, with no more marks that go up than the line above has going down."""
    going_down = 0
    for number, drawn in enumerate(found):
        marks = [mark for mark in drawn.text if mark in _MARKS]
        is_ended = drawn.text[0] in _MARKS and drawn.text[-1] in _MARKS
        going_up = sum(1 for mark in marks if mark in UP)
        if not is_ended or (number and going_up > going_down) or (not number and _ends_within(drawn.text)):
            return False
        going_down = sum(1 for mark in marks if mark in DOWN)
    return True


def _ends_within(line: str) -> bool:
    """Whether a rule at the top ends before its line does: more lines of the drawing stand behind it."""
    return line[0] in RIGHT and line[0] not in UP and any(mark in LEFT - RIGHT - UP for mark in line[:-1])


def _cut_anew(found: list[DrawnLine]) -> list[DrawnLine]:
    """The lines as they were drawn, out of lines broken or run together; empty where the arms do not say.

    A line ends with as many marks that go up as the line above has going down; a rule at the top with its right end.
    """
    cut: list[DrawnLine] = []
    line: list[str] = []
    begins_at = 0
    going_down, up, down = 0, 0, 0
    for drawn in found:
        for mark in drawn.text:
            if not line:
                if mark in " \u3000":
                    continue
                if mark not in _MARKS:
                    return []
                begins_at = drawn.at
            line.append(mark)
            if mark not in _MARKS:
                continue
            up += mark in UP
            down += mark in DOWN
            if up == going_down if going_down else mark not in RIGHT:
                cut.append(DrawnLine("".join(line), begins_at))
                line, going_down, up, down = [], down, 0, 0
    return cut if not line else []
