"""Which of a page's characters are its text: not those that nobody sees, and not a watermark laid over the page.

A watermark is known by what a reader of the print sees: it stands at an angle, or it is faint or large or of another
colour *and* runs over other text or across the rules of a table. Grey text that keeps to its cell is text.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from duban.landing.readers.pdf.lines import Character, quarter_of, turned

Key = tuple[str, float, float]  # what a watermark is recognised by on other pages: text, size, contrast
_RECOGNISED_SHARE = 0.8  # of a page's characters drawn without ink over a picture: what a text recognition found
_FAINTER_BY = 0.3  # of the brightness between black and white
_FAINT = 0.5
_FAINT_LARGER = 1.4  # times the text's size
_LARGE = 1.8
_OTHER_COLOUR = 0.25
_MOST_LOOKED_AT = 1_000_000


@dataclass(slots=True)
class PageText:
    """A page's characters sorted out. hidden: by why they are not seen; watermarks: what each says."""

    characters: list[Character] = field(default_factory=list)
    hidden: dict[str, list[Character]] = field(default_factory=dict)
    watermarks: list[str] = field(default_factory=list)
    quarter: int = 0  # quarter turns (counter-clockwise) that the page's text was drawn at, undone here
    is_recognised: bool = False
    at_an_angle: bool = False  # most of the text: it cannot be read in lines


def sort_out(drawn: list[Character], edges: list[dict[str, Any]], has_picture: bool, known: set[Key]) -> PageText:
    """Sort a page's characters out, and turn a page whose text is drawn turned. `edges` are turned with it, in place.

    known: the watermarks of the pages before; those of this page are added.
    """
    page = PageText()
    printed = [character for character in drawn if character["text"].strip()]
    unseen = [character for character in printed if character["why"]]
    if has_picture and len(unseen) >= _RECOGNISED_SHARE * len(printed) > 0:
        page.is_recognised = all("without ink" in character["why"] for character in unseen)
    for character in drawn:
        if character["why"] and not page.is_recognised:
            page.hidden.setdefault(character["why"], []).append(character)
        else:
            page.characters.append(character)
    quarters = Counter(quarter_of(character) for character in page.characters if character["text"].strip())
    if not quarters:
        return page
    if set(quarters) != {0}:
        main = max((quarter for quarter in quarters if quarter is not None), key=lambda one: quarters[one], default=0)
        strong = [quarter_of(one) for one in page.characters if one["contrast"] >= _FAINT and one["text"].strip()]
        page.at_an_angle = strong.count(None) > 0.9 * len(strong)
        if main and quarters[main] >= 0.6 * quarters.total():
            page.quarter = main
            page.characters = [turned(character, main) for character in page.characters]
            page.hidden = {why: [turned(one, main) for one in group] for why, group in page.hidden.items()}
            _turn_edges(edges, main)
    _take_watermarks(page, edges, known)
    return page


def _turn_edges(edges: list[dict[str, Any]], quarter: int) -> None:
    for at, edge in enumerate(edges):
        box = turned({**edge, "matrix": (1, 0, 0, 1, 0, 0)}, quarter)
        if quarter % 2:
            box["orientation"] = {"v": "h", "h": "v"}.get(edge["orientation"])
            box["width"], box["height"] = edge["height"], edge["width"]
        edges[at] = box


@dataclass(slots=True)
class _Run:
    """Characters drawn one after the other in one style."""

    characters: list[Character]
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def key(self) -> Key:
        first = self.characters[0]
        text = "".join(character["text"] for character in self.characters)
        return ("".join(text.split()), round(first["em"]), round(first["contrast"], 1))


def _style(character: Character) -> tuple[Any, ...]:
    colour = character["colour"]
    return (
        round(character["em"] * 2), quarter_of(character), character["artifact"] == "Watermark",
        None if colour is None else tuple(round(part * 8) for part in colour),
    )  # fmt: skip


def _take_watermarks(page: PageText, edges: list[dict[str, Any]], known: set[Key]) -> None:
    styles = Counter(_style(character) for character in page.characters if character["text"].strip())
    if len(styles) < 2 and not any(style[1] is None or style[2] for style in styles):
        return
    examples = {_style(character): character for character in page.characters}
    common = [style for style, count in styles.items() if count * 5 >= styles.total() and style[1] is not None]
    main = examples[max(common or styles, key=lambda style: (round(examples[style]["contrast"], 1), styles[style]))]
    suspects = {style for style in styles if _may_be_watermark(examples[style], main)}
    if not suspects:
        return
    runs = _runs([one for one in page.characters if one["text"].strip()], suspects)
    others = _Places(page.characters, main["em"])
    rules = [edge for edge in edges if edge["orientation"] in ("h", "v") and max(edge["width"], edge["height"]) > 10]
    if len(runs) * (len(rules) + 1) > _MOST_LOOKED_AT:
        rules = []
    taken = [run for run in runs if _is_watermark(run, main, others, rules)]
    known.update(run.key for run in taken if _is_faint(run.characters[0], main))
    faint = [run for run in runs if run.key in known and _is_faint(run.characters[0], main)]
    taken = list({id(run): run for run in (*taken, *faint)}.values())
    gone = {id(character) for run in taken for character in run.characters}
    page.characters = [character for character in page.characters if id(character) not in gone]
    page.watermarks = _texts(taken)


def _may_be_watermark(character: Character, main: Character) -> bool:
    quarter = quarter_of(character)
    if quarter is None or character["artifact"] == "Watermark" or quarter != quarter_of(main):
        return True
    other_size = not 0.8 <= character["em"] / max(main["em"], 0.1) <= _FAINT_LARGER
    return _is_faint(character, main) or _has_other_colour(character, main) or other_size


def _is_faint(character: Character, main: Character) -> bool:
    contrast: float = character["contrast"]
    return contrast < _FAINT and contrast < main["contrast"] - _FAINTER_BY


def _has_other_colour(character: Character, main: Character) -> bool:
    own, text = character["colour"], main["colour"]
    if own is None or text is None:
        return own is not text
    return max(abs(a - b) for a, b in zip(own, text, strict=True)) > _OTHER_COLOUR


def _runs(characters: list[Character], suspects: set[tuple[Any, ...]]) -> list[_Run]:
    runs: list[_Run] = []
    last: Character | None = None
    last_style: tuple[Any, ...] | None = None
    for character in characters:
        style = _style(character)
        if style in suspects:
            if last is not None and style == last_style and _distance(last, character) < 2.5 * character["em"]:
                runs[-1].characters.append(character)
            else:
                runs.append(_Run([character]))
        last, last_style = character, style
    for run in runs:
        run.box = (
            min(one["x0"] for one in run.characters), min(one["top"] for one in run.characters),
            max(one["x1"] for one in run.characters), max(one["bottom"] for one in run.characters),
        )  # fmt: skip
    return runs


def _distance(one: Character, other: Character) -> float:
    return math.hypot(
        (one["x0"] + one["x1"] - other["x0"] - other["x1"]) / 2,
        (one["top"] + one["bottom"] - other["top"] - other["bottom"]) / 2,
    )


def _is_watermark(run: _Run, main: Character, others: _Places, rules: list[dict[str, Any]]) -> bool:
    first = run.characters[0]
    quarter = quarter_of(first)
    if quarter is None or first["artifact"] == "Watermark":
        return True
    is_faint, size = _is_faint(first, main), first["em"] / max(main["em"], 0.1)
    if is_faint and size >= _FAINT_LARGER:
        return True
    over = sum(1 for character in run.characters if others.overlaps(character))
    is_over = over >= 2 or over * 3 >= len(run.characters)
    if over * 2 >= len(run.characters) and (_has_other_colour(first, main) or size >= _FAINT_LARGER or size <= 0.8):
        return True
    if is_faint or size >= _LARGE or quarter != quarter_of(main):
        return is_over or _crosses(run, rules)
    return False


def _crosses(run: _Run, rules: list[dict[str, Any]]) -> bool:
    """Whether a rule goes through the run, not just along its side."""
    x0, top, x1, bottom = run.box
    in_x, in_y = 0.2 * min(x1 - x0, bottom - top), 0.2 * min(x1 - x0, bottom - top)
    for rule in rules:
        if rule["orientation"] == "v":
            if x0 + in_x < rule["x0"] < x1 - in_x and rule["top"] < bottom - in_y and rule["bottom"] > top + in_y:
                return True
        elif top + in_y < rule["top"] < bottom - in_y and rule["x0"] < x1 - in_x and rule["x1"] > x0 + in_x:
            return True
    return False


class _Places:
    """Where the page's characters stand, to ask whether one is drawn over another."""

    def __init__(self, characters: Iterable[Character], size: float) -> None:
        self.step = max(size, 4.0)
        self.looked_at = 0
        self.cells: dict[tuple[int, int], list[Character]] = defaultdict(list)
        for character in characters:
            if character["text"].strip():
                x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
                self.cells[int(x // self.step), int(y // self.step)].append(character)

    def overlaps(self, character: Character) -> bool:
        """Whether the middle of another style's character lies in this one's box, or this one's middle in its box."""
        x0, x1, top, bottom = (character[side] for side in ("x0", "x1", "top", "bottom"))
        style = _style(character)
        middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
        columns = range(int(x0 // self.step) - 1, min(int(x1 // self.step) + 2, int(x0 // self.step) + 30))
        rows = range(int(top // self.step) - 1, min(int(bottom // self.step) + 2, int(top // self.step) + 30))
        for column in columns:
            for row in rows:
                near = self.cells.get((column, row), ())
                self.looked_at += 1 + len(near)
                if self.looked_at > _MOST_LOOKED_AT:
                    return False
                for other in near:
                    if other is character or _style(other) == style:
                        continue
                    x, y = (other["x0"] + other["x1"]) / 2, (other["top"] + other["bottom"]) / 2
                    is_shadow = other["text"] == character["text"] and abs(x - middle_x) < 0.2 * other["em"]
                    if is_shadow:
                        continue
                    if x0 < x < x1 and top < y < bottom:
                        return True
                    if other["x0"] < middle_x < other["x1"] and other["top"] < middle_y < other["bottom"]:
                        return True
        return False


def _texts(runs: list[_Run]) -> list[str]:
    """What the watermarks say, each once; letters set one by one are put together."""
    texts: list[str] = []
    single = ""
    for run in runs:
        text = run.key[0]
        if len(text) == 1:
            single += text
            continue
        texts.append(text)
    if single:
        texts.append(single)
    return list(dict.fromkeys(texts))
