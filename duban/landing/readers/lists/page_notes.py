"""What a page that stores documents prints above the document: numbered notes of its own (before you download, whose
the copy is) over the title again, or a list of the page's whose items print their number twice (1. 1、…).
"""

from __future__ import annotations

from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.marks import HEADING_KINDS, Mark, mark_of, without_mark

_SHORTEST_TITLE = 8  # characters, blanks aside
_FEWEST_NOTES = 2


def without_page_notes(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines of the document, those of the page above them).

    Only where the numbers of the document begin anew below the notes, and are more than theirs.
    """
    texts = [line.text.strip() for line in lines]
    marks = [mark_of(text) for text in texts]
    noted = [at for at, mark in enumerate(marks) if mark and mark.kind not in HEADING_KINDS]
    if len(noted) <= 2 * _FEWEST_NOTES or not _is_first(marks[noted[0]]):
        return lines, []
    doubled = [at for at in noted if _is_doubled(texts[at], marks[at])]
    borders = [_title_again(texts, noted)]
    if doubled and doubled == noted[: len(doubled)]:
        borders.append(doubled[-1] + 1)
    for border in borders:
        above, below = [at for at in noted if at < border], [at for at in noted if at >= border]
        if len(above) >= _FEWEST_NOTES and len(below) > len(above) and _is_first(marks[below[0]]):
            return lines[border:], lines[:border]
    return lines, []


def _is_first(mark: Mark | None) -> bool:
    return mark is not None and mark.number == 1


def _is_doubled(text: str, mark: Mark | None) -> bool:
    """Whether a line prints its number twice, as an item of a list does that a browser numbers: 1. 1、下载前….

    >>> _is_doubled("1. 1、看清内容", mark_of("1. 1、看清内容")), _is_doubled("1. 一、建校", mark_of("1. 一、建校"))
    (True, False)
    """
    second = mark_of(without_mark(text, mark))
    return mark is not None and second is not None and (second.kind, second.number) == (mark.kind, mark.number)


def _title_again(texts: list[str], noted: list[int]) -> int:
    """The first line behind a note that is a line above the notes again, but for blanks; 0 where none is."""
    plain = ["".join(text.split()) for text in texts]
    above = {text for text in plain[: noted[0]] if len(text) >= _SHORTEST_TITLE}
    return next((at for at in range(noted[0] + 1, len(plain)) if plain[at] in above), 0)
