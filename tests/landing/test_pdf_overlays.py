"""Whatever is drawn over a page that is no text of it changes no cell: at any place, in any cell, on any page."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.pdf.reader import READER
from tests.landing.pdf_writer import overlaid, page, pdf, row, text

TWO_PAGES = Path(__file__).parent / "formats" / "two_pages.pdf"
_HEADER = row(0, "序号", "分管领导", "责任目标内容", "责任单位")
_ROWS = [row(1 + at % 19, f"{at + 1}", "陈远", f"新建公路{at + 1}公里", "市交通局") for at in range(38)]
_LONG = pdf(*(page([*_HEADER, *(cell for one in half for cell in one)]) for half in (_ROWS[:19], _ROWS[19:])))
DOCUMENTS = {"two_pages.pdf": TWO_PAGES.read_bytes(), "a long table": _LONG}
_TRIALS = 25


@dataclass(frozen=True)
class Spot:
    """The end of a text in a cell: page, place of the last character's end, space to the cell's right side, size."""

    page_no: int
    x: float
    y: float
    space: float
    size: float
    last: str


def read(content: bytes) -> tuple[list[Any], list[str]]:
    """(the cells, the texts outside)."""
    document = READER.read(Source("x.pdf", content), Limits())
    return [list(grid.cells()) for grid in document.grids], [one.text for one in document.texts]


@cache
def spots(content: bytes) -> list[Spot]:
    """The ends of the last lines of the cells, as pdfplumber sees them by itself."""
    found = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page_ in document.pages:
            for table in page_.find_tables():
                for x0, top, x1, bottom in table.cells:
                    own = [
                        one
                        for one in page_.chars
                        if x0 < (one["x0"] + one["x1"]) / 2 < x1 and top < (one["top"] + one["bottom"]) / 2 < bottom
                    ]
                    if own:
                        last = max(own, key=lambda one: (round(one["bottom"]), one["x1"]))
                        y = float(last["matrix"][5])
                        spot = Spot(page_.page_number, last["x1"], y, x1 - last["x1"], last["size"], last["text"])
                        found.append(spot)
    return found


def _watermark(rng: random.Random, spot: Spot) -> str:
    words = rng.choice(("征求意见稿", "内部资料", "送审稿", "2023"))
    pale = rng.choice((".85 g", ".93 g", "1 .8 .8 rg", ".8 .9 1 rg", "0 .1 0 0 k", ".7 g"))
    angle = rng.choice((0, 0, 15, 30, 45, -30, 60, 90, 180))
    size = rng.choice((1.5, 2, 4, 8)) * spot.size
    if angle not in (0, 90, 180):
        pale, size = rng.choice((pale, "1 0 0 rg", "0 g")), rng.choice((1, 2, 4)) * spot.size
    return text(spot.x - rng.uniform(0, 60), spot.y + rng.uniform(-20, 20), words, size, angle, pale, "OV")


def _white(rng: random.Random, spot: Spot) -> str:
    return text(
        spot.x - rng.uniform(0, 30), spot.y, "原报98公里", spot.size, 0, rng.choice(("1 g", "3 Tr", ".96 g")), "OV"
    )


def _struck(rng: random.Random, spot: Spot) -> str:
    words = "100公里"[: int(spot.space / spot.size)]
    end = spot.x + len(words) * spot.size
    y = spot.y + spot.size * rng.uniform(0.28, 0.42)
    return text(spot.x, spot.y, words, spot.size, 0, "", "OV") + f"q .5 w {spot.x} {y} m {end} {y} l S Q\n"


def _raised(rng: random.Random, spot: Spot) -> str:
    size = spot.size * rng.choice((0.5, 0.6, 0.7))
    return text(spot.x, spot.y + spot.size * rng.uniform(0.35, 0.5), rng.choice("12"), size, 0, "", "OV")


OVERLAYS: dict[str, tuple[Callable[[random.Random, Spot], str], Callable[[Spot], bool]]] = {
    "watermark": (_watermark, lambda spot: True),
    "unseen": (_white, lambda spot: True),
    "struck": (_struck, lambda spot: spot.space > 1.2 * spot.size),
    "raised": (_raised, lambda spot: spot.space > spot.size and "一" <= spot.last <= "龥" and spot.last not in "米里"),
}


def trials(content: bytes, kind: str, seed: int, count: int) -> list[tuple[str, bool, bool]]:
    """(what was drawn, whether every cell stayed, whether every text outside stayed) of each trial."""
    rng = random.Random(seed)
    draw, fits = OVERLAYS[kind]
    cells, texts = read(content)
    places = [spot for spot in spots(content) if fits(spot)]
    outcomes = []
    for _ in range(count if places else 0):
        chosen = rng.sample(places, min(len(places), rng.choice((1, 1, 3))))
        drawn: dict[int, str] = {}
        for spot in chosen:
            drawn[spot.page_no] = drawn.get(spot.page_no, "") + draw(rng, spot)
        new_cells, new_texts = read(overlaid(content, drawn))
        outcomes.append((str(drawn), new_cells == cells, new_texts == texts))
    return outcomes


@pytest.mark.parametrize("kind", OVERLAYS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_drawn_over_a_page_changes_no_value(name: str, kind: str) -> None:
    outcomes = trials(DOCUMENTS[name], kind, seed=1, count=_TRIALS)
    assert len(outcomes) == _TRIALS
    assert [drawn for drawn, same_cells, same_texts in outcomes if not (same_cells and same_texts)] == []
