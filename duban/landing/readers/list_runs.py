"""Lists within one paragraph: numbered 1, 2, 3 in any way (一是 … 二是 …), counted and parted by semicolons, or with
several brackets that each say who does what stands before it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from duban.landing.readers.list_brackets import trailing_brackets
from duban.landing.readers.list_marks import SENTENCE_ENDS, Mark, value_of

_BEFORE = r"(?:^|(?<=[。;\uff1b:\uff1a!\uff01\s\u3000]))"
_HAN = "[一二三四五六七八九十]{1,3}"
_IN_A_ROW = re.compile(
    rf"{_BEFORE}(?P<digit>\d{{1,3}})\s*(?:[.\uff0e](?!\d)|、)"
    rf"|{_BEFORE}[(\uff08]\s*(?P<digit_bracket>\d{{1,3}})\s*[)\uff09]"
    rf"|{_BEFORE}[(\uff08](?P<han_bracket>{_HAN})[)\uff09]|{_BEFORE}(?P<han>{_HAN})、"
    rf"|(?:^|(?<=[。;\uff1b:\uff1a,\uff0c、\s\u3000]))(?P<spoken>{_HAN})是(?=[^\s否])"
    r"|(?P<circled>[①-⑳❶-➓])"
)
_THIRDS = ("3", "三", "③", "❸", "➂", "➌")  # no run of three without one of these
_FEWEST = 3
_FEWEST_COUNTED = 3
_LONGEST_PIECE = 200
# A count and its counter: 10件, 十大, 12项. Of what is for the SQL to say (stg_list_announcements).
_COUNT = re.compile(
    r"((?<![\d第.])\d{1,3}|(?<![一二三四五六七八九十〇零百第])[一二三四五六七八九十]{1,3})\s*[件项項大条條类類]"
)
_COLON = re.compile("[:\uff1a]")
_SEMICOLONS = re.compile("[;\uff1b]")
_STATED = re.compile("[。;\uff1b]\\s{0,9}[(\uff08\\[\uff3b〔【]")  # a bracket right behind a sentence


def in_a_row(text: str, fewest: int = _FEWEST) -> list[int]:
    """Where the items of a paragraph begin that holds a whole list, numbered 1, 2, 3 in one way; empty where none.

    >>> in_a_row("分别是: (1)建校。 (2)修路。 (3)种树。"), in_a_row("1.建校。2.修路。")
    ([5, 12, 19], [])
    >>> in_a_row("一是建校;二是修路,三是种树。")
    [0, 5, 10]
    """
    if fewest == _FEWEST and not any(third in text for third in _THIRDS):
        return []
    starts: dict[str, list[int]] = {}
    for found in _IN_A_ROW.finditer(text):
        kind = str(found.lastgroup)
        run = starts.setdefault(kind, [])
        if value_of(found[kind]) == len(run) + 1:
            run.append(found.start())
    best: list[int] = []
    for run in starts.values():
        if len(run) >= fewest and (not best or run[0] < best[0]):
            best = run
    return best


def begins_run(text: str, following: Mark | None) -> int:
    """Where the first item begins in a sentence that leads to it: 今年:一是建校 before a line 二是修路; else 0.

    >>> begins_run("今年办好实事:一是建校;", mark_of("二是修路;"))
    7
    """
    if following is None or following.number != 2:
        return 0
    for found in _IN_A_ROW.finditer(text):
        kind = str(found.lastgroup)
        if kind.replace("_", " ") == following.kind and value_of(found[kind]) == 1:
            return found.start()
    return 0


def pieces_at(text: str, starts: list[int]) -> list[str]:
    """The text before the first start, if any, the items, and what follows the last where that is none of its own.

    >>> pieces_at("今年:一是建校;二是修路;三是种树。另外办好小事。", [3, 8, 13])
    ['今年:', '一是建校;', '二是修路;', '三是种树。', '另外办好小事。']
    """
    borders = [0, *starts, len(text)] if starts[0] else [*starts, len(text)]
    pieces = [text[start:end].strip() for start, end in pairwise(borders)]
    last = pieces[-1]
    items = pieces[-len(starts) : -1]
    end = last.find("。") + 1
    if end and last[end:].strip() and not any("。" in item[:-1] for item in items) and not _is_bracket(last[end:]):
        pieces[-1:] = [last[:end], last[end:].strip()]
    return [piece for piece in pieces if piece]


def counts_in(text: str) -> set[int]:
    """The numbers that a text counts something with: 10件实事, 十大工程.

    >>> counts_in("2024年办好十大民生工程32件实事"), counts_in("第三项")
    ({32, 10}, set())
    """
    return {count for found in _COUNT.finditer(text) if (count := value_of(found[1])) >= _FEWEST_COUNTED}


def counted_pieces(text: str, above: str) -> list[str]:
    """A sentence parted at its semicolons where it or the line above counts as many: 三件实事是:建校;修路;种树。

    >>> counted_pieces("这三件实事是:建校;修路;种树。", ""), counted_pieces("分别是:建校;修路。", "三件实事")
    (['这三件实事是:', '建校;', '修路;', '种树。'], [])
    """
    if not _SEMICOLONS.search(text):
        return []
    for colon in _COLON.finditer(text):
        rest = text[colon.end() :]
        ends = [found.end() for found in _SEMICOLONS.finditer(rest)]
        pieces = [rest[start:end].strip() for start, end in pairwise([0, *ends, len(rest)])]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) < _FEWEST_COUNTED or len(pieces) not in counts_in(text[: colon.end()]) | counts_in(above):
            continue
        if all(len(piece) <= _LONGEST_PIECE and "。" not in piece[:-1] for piece in pieces):
            return [text[: colon.end()], *pieces]
    return []


def answered_pieces(text: str) -> list[str]:
    """An item that says several times who does what, parted behind each: 1.建校。(市教育局)修路。(市交通局)

    >>> answered_pieces("1.建校。(市教育局)修路。(市交通局)"), answered_pieces("1.建校(二期)。修路。(市交通局)")
    (['1.建校。(市教育局)', '修路。(市交通局)'], [])
    """
    openings = [found.end() - 1 for found in _STATED.finditer(text)]
    if len(openings) < 2:
        return []
    borders = [0]
    for at in openings:
        end = _end_of_bracket(text, at)
        if end and any("\u4e00" <= character <= "\u9fff" for character in text[at:end]):
            borders.append(end)
    pieces = [text[start:end].strip() for start, end in pairwise([*borders, len(text)])]
    pieces = [piece for piece in pieces if piece.strip(SENTENCE_ENDS + ".\uff0e")]
    return pieces if (len(pieces) >= 2 and len(borders) >= 3) or len(pieces) > 2 else []


def run_of_answers(text: str) -> list[str]:
    """An item whose steps each end in a bracket, parted: 1.办好实事:一是建校(市教育局),… ; empty where one has none."""
    starts = in_a_row(text)
    if not starts or not starts[0]:
        return []
    pieces = pieces_at(text, starts)
    return pieces if all(trailing_brackets(piece)[1] for piece in pieces[1:]) else []


def _is_bracket(text: str) -> bool:
    return text.lstrip()[:1] in tuple("(\uff08[\uff3b〔【")


def _end_of_bracket(text: str, at: int) -> int:
    """The index behind the bracket that opens here and the final mark after it; 0 where it is not closed."""
    depth = 0
    for index in range(at, len(text)):
        if text[index] in "(\uff08[\uff3b〔【":
            depth += 1
        elif text[index] in ")\uff09]\uff3d〕】":
            depth -= 1
            if depth == 0:
                end = index + 1
                return end + 1 if text[end : end + 1] in tuple("。;\uff1b") else end
    return 0
