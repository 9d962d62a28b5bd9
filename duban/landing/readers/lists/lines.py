"""The lines of a text as a list reads them: page numbers out, brackets closed, run-on lists parted."""

from __future__ import annotations

import re

from duban.landing.readers.lists.bare_numbers import (
    numbers_in_front,
    numbers_over_labels_apart,
    padded_numbers_apart,
)
from duban.landing.readers.lists.brackets import open_brackets
from duban.landing.readers.lists.labelled_lines import labels_in_order
from duban.landing.readers.lists.list_line import BARE_NUMBER, CELL_SIGNS, ENDS, LONGEST_NAME, ListLine, joined
from duban.landing.readers.lists.marks import LABELLED_LINE, Mark, mark_of
from duban.landing.readers.lists.runs import (
    announced_run,
    answered_pieces,
    begins_run,
    behind_counted,
    bracketed_pieces,
    counted_pieces,
    counts_in,
    ends_in_names,
    in_a_row,
    labelled_pieces,
    nested_run,
    pieces_at,
    run_of_answers,
    spoken_items,
)
from duban.landing.readers.lists.unnumbered_items import find_unnumbered

_PAGE_NUMBER = re.compile(
    r"^[\s\u3000]*(?:[-\uff0d—–―─·\s]+\d{0,4}[-\uff0d—–―─·\s]*|第\s*\d{1,4}\s*页(?:[\s,\uff0c/]*共\s*\d{1,4}\s*页)?)[\s\u3000]*$"
)
_BRACKET_LINES = 4  # a bracket that is not closed by then was forgotten
_RUN_LINES = 4  # the lines that one list within a paragraph was broken over
_SUM_OF_ITEMS = re.compile(r"(?<=[。;\uff1b])(?:上述|以上)\s*(\d{1,3})\s*[项件]")  # behind an item: 上述6项均已完成
_SIGNATURE = re.compile(
    r"(?<=[。)\uff09\]】])[ \u3000]+([一-龥]{4,30})[ \u3000]+(\d{4}年\d{1,2}月\d{1,2}日)[ \u3000]*$"
)


def as_list_lines(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines put in order, the page numbers that stood between them).

    A bracket that a line leaves open is closed by the lines below it; a paragraph that holds a whole list is parted.
    """
    labelled = labels_in_order(lines)
    kept, pages = without_page_numbers(padded_numbers_apart(numbers_over_labels_apart(numbers_in_front(labelled))))
    ordered: list[ListLine] = []
    filled_from = _filled_from(kept)
    at = 0
    above = ""
    counts: set[int] = set()  # of all lines above
    while at < len(kept):
        line, at = _closed(kept, at)
        line, at = _run_together(line, kept, at)
        ordered.extend(_parted(line, above, filled_from[at], counts))
        above = line.text if line.text.strip() else above
        counts |= counts_in(line.text)
    find_unnumbered(ordered)
    return ordered, pages


def without_page_numbers(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines that are no number of a page, those that are)."""
    kept: list[ListLine] = []
    pages: list[ListLine] = []
    before = ""
    for line in lines:
        if line.text.strip() and not line.text.strip(CELL_SIGNS):
            pages.append(line)
            continue
        if line.text.rstrip().endswith(("|", "\uff5c")):
            line = line._replace(text=line.text.strip(CELL_SIGNS))
        is_amid_a_sentence = bool(before) and not before.endswith(ENDS) and len(before) > 1
        if _PAGE_NUMBER.match(line.text) or (BARE_NUMBER.match(line.text) and is_amid_a_sentence):
            pages.append(line)
            continue
        kept.append(line)
        before = line.text.strip() or before
    return kept, pages


def _closed(lines: list[ListLine], at: int) -> tuple[ListLine, int]:
    """(the line with those that close its bracket, the index to go on with)."""
    line = lines[at]
    if not open_brackets(line.text):
        return line, at + 1
    text, end = line.text.strip(" \t"), at + 1
    for _ in range(_BRACKET_LINES):
        while end < len(lines) and not lines[end].text.strip():
            end += 1
        if end == len(lines) or mark_of(lines[end].text):
            break
        text, end = joined(text, lines[end].text.strip(" \t\u3000")), end + 1
        if not open_brackets(text):
            return line._replace(text=text), end
    return line, at + 1


def _filled_from(lines: list[ListLine]) -> list[str]:
    """The nearest text that is printed on each line or below it, and '' behind the last."""
    texts = [""]
    for line in reversed(lines):
        texts.append(line.text if line.text.strip() else texts[-1])
    return texts[::-1]


def _run_together(line: ListLine, lines: list[ListLine], at: int) -> tuple[ListLine, int]:
    """A paragraph that holds a list and was broken within a sentence, with the lines that it goes on in."""
    fewest = 0
    for _ in range(_RUN_LINES):
        if not line.text.strip() or line.text.rstrip().endswith(ENDS) or at == len(lines):
            break
        following = lines[at].text
        if not following.strip() or mark_of(following) or LABELLED_LINE.match(following):
            break
        fewest = fewest or (1 if counts_in(line.text) else 2)  # 今年的10件实事是:一是…
        if not in_a_row(line.text, fewest):
            break
        line, at = line._replace(text=joined(line.text.rstrip(), lines[at].text.strip(" \t\u3000"))), at + 1
    return line, at


def _parted(line: ListLine, above: str, below: str, counts: set[int]) -> list[ListLine]:
    """The items of a paragraph that holds several; the steps within an item stay in it where they say not who.

    above, below: the nearest lines; counts: what all lines above count.
    """
    if not line.text.strip() or line.is_heading:
        return [line]
    text = line.text.strip(" \t\u3000")
    if starts := nested_run(text):
        text, signature = without_signature(text)
        return [line._replace(text=piece) for piece in [*pieces_at(text, starts), *signature]]
    mark = mark_of(text)
    if mark and (pieces := run_of_answers(text)):
        return [line._replace(text=piece) for piece in pieces]
    if mark and (pieces := answered_pieces(text)):
        return [
            line._replace(text=piece, part_no=part_no if len(parts) > 1 else 0)
            for parts in _items_of(mark, pieces)
            for part_no, piece in enumerate(parts, start=1)
        ]
    starts = announced_run(text, above)
    if starts and (not (starts[0] and mark) or _counts_them(text, starts)):
        return [line._replace(text=piece) for piece in pieces_at(text, starts)]
    if mark_of(above.strip(" \t\u3000")) and not LABELLED_LINE.match(below) and (starts := spoken_items(text, counts)):
        return [line._replace(text=piece) for piece in _summed_up(pieces_at(text, starts))]
    if mark is None and (start := begins_run(text, mark_of(below.strip(" \t\u3000")))):
        return [line._replace(text=text[:start]), line._replace(text=text[start:])]
    if mark is None and (pieces := labelled_pieces(text)):
        return [line._replace(text=piece, is_item=True) for piece in pieces]
    if mark is None and (pieces := counted_pieces(text, above)):
        behind = behind_counted(text)
        return [
            line._replace(text=pieces[0]),
            *(line._replace(text=piece, is_item=True) for piece in pieces[1:]),
            *[line._replace(text=behind)] * bool(behind),
        ]
    if mark is None and (pieces := bracketed_pieces(text)):
        return [line._replace(text=piece, is_item=ends_in_names(piece)) for piece in pieces]
    return [line]


def _summed_up(pieces: list[str]) -> list[str]:
    """The items, a sentence behind one of them that counts all up to it apart: it is none of the item's.

    >>> _summed_up(["一是建校2所;", "二是修路3公里;上述2项均已完成。", "三是种树。以上2项另有规定。"])
    ['一是建校2所;', '二是修路3公里;', '上述2项均已完成。', '三是种树。以上2项另有规定。']
    """
    parted: list[str] = []
    for number, piece in enumerate(pieces, start=1):
        found = _SUM_OF_ITEMS.search(piece)
        is_sum = found is not None and int(found[1]) == number
        parted += [piece[: found.start()], piece[found.start() :]] if found and is_sum else [piece]
    return parted


def without_signature(text: str) -> tuple[str, list[str]]:
    """(a page of one line without who signs it and when, these two).

    >>> without_signature("1.建校。(市教育局) 甲市人民政府 2031年2月3日")
    ('1.建校。(市教育局)', ['甲市人民政府', '2031年2月3日'])
    >>> without_signature("1.建校。(市教育局)")
    ('1.建校。(市教育局)', [])
    """
    found = _SIGNATURE.search(text)
    return (text[: found.start()], [found[1], found[2]]) if found else (text, [])


def _counts_them(text: str, starts: list[int]) -> bool:
    """Whether the head of a numbered paragraph counts the items in it: 五是办好十件实事。1.建校;2.… Fewer are met where
    the text was cut in one of them.
    """
    counts = counts_in(text[: starts[0]]) if starts[0] <= LONGEST_NAME else set()
    is_cut = not text.endswith(ENDS)
    return any(count == len(starts) or (is_cut and count > len(starts)) for count in counts)


def _items_of(mark: Mark, pieces: list[str]) -> list[list[str]]:
    """The parts of an item, or of several where one begins with the number that comes next.

    >>> _items_of(Mark("digit", "1.", 1), ["1.建校。(市教育局)", "扩建。(市住建局)", "2.修路。(市交通局)"])
    [['1.建校。(市教育局)', '扩建。(市住建局)'], ['2.修路。(市交通局)']]
    """
    items = [pieces[:1]]
    for piece in pieces[1:]:
        following = mark_of(piece)
        if following and (following.kind, following.number) == (mark.kind, mark.number + 1):
            mark = following
            items.append([piece])
        else:
            items[-1].append(piece)
    return items
