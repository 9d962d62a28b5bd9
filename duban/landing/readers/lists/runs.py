"""Lists within one paragraph: numbered 1, 2, 3 in any way (一是 … 二是 …), counted and parted by semicolons, or with
several brackets that each say who does what stands before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

from duban.landing.readers.lists.brackets import end_of_bracket, inside, trailing_brackets
from duban.landing.readers.lists.marks import KINDS, LABEL, SENTENCE_ENDS, Mark, count_with_figures, value_of

_HAN = "一二三四五六七八九十"
# A number with its sign: 1. 1、 一、 (1) (一), behind the end of a sentence or a blank.
_NUMBER = re.compile(rf"(?:[(\uff08]\s{{0,3}})?(?:\d{{1,4}}|[{_HAN}]{{1,4}})\s{{0,3}}[.\uff0e、)\uff09]")
_BEFORE = "。;\uff1b:\uff1a!\uff01 \t\n\u3000\xa0"
# What sentences are numbered with as well: 一是, and signs in one character.
_TENS = ("", "十", "二十")
_SPOKEN = tuple(f"{ten}{one}是" for ten in _TENS for one in ("", *"一二三四五六七八九") if ten or one)
_SIGNS = tuple(
    tuple(chr(ord(first) + at) for at in range(count)) for first, count in (("①", 20), ("❶", 10), ("➀", 10), ("➊", 10))
)
_BEFORE_NESTED = _BEFORE + ")\uff09]\uff3d〕】"
_BEFORE_SPOKEN = "。;\uff1b:\uff1a,\uff0c、 \t\n\u3000"
_FEWEST = 3
_MOST_COLONS = 20  # of a paragraph, behind which counted items are looked for
_FEWEST_COUNTED = 3
_FEWEST_SPOKEN = 5  # in a paragraph of its own; fewer are how a sentence goes
_ANSWERED_SHARE = 0.6  # of the items under headings in one line; the last may be cut, and some say not who
_LABEL_WITHIN = re.compile("[。;\uff1b)\uff09\\s][一-龥]{2,8}[:\uff1a]")  # 建校。责任单位:市教育局
_BEHIND_BRACKET = re.compile("(?<=[)\uff09\\]\uff3d〕】])[;\uff1b。](?=.)")
_NAMES = re.compile(r"[^\d\s]{3}\D*")  # what a bracket of names holds: no figure
_LONGEST_PIECE = 200
_HAN_WORD = re.compile("[一-龥]{2}")
_FEWEST_ANSWERED = 2  # brackets with one label in a paragraph
# A count and its counter: 10件, 十大, 12项. Of what is for the SQL to say (stg_list_announcements).
_COUNT = re.compile(rf"[\d{_HAN}][\d{_HAN}]{{0,2}}(?=\s{{0,3}}(?:[件项項大条條]|个[一-龥]{{0,6}}(?:实事|项目)))")
_NO_COUNT_BEHIND = (*"第.", *"0123456789"), (*"第〇零百千", *"一二三四五六七八九十")  # of one in digits, in Chinese
_COLON = re.compile("[:\uff1a]")
_SENTENCE_END = re.compile("[。;\uff1b!\uff01]")
_SEMICOLONS = re.compile("[;\uff1b]")
_ENUMERATION = re.compile("、")
_FEWEST_ENUMERATED = 5  # between commas of enumeration; fewer may be one thing's parts
_FEW = 4  # a quarter of the items at most holds more than one sentence
_STATED = re.compile("[。;\uff1b]\\s{0,9}[(\uff08\\[\uff3b〔【]")  # a bracket right behind a sentence
# A bracket that begins with a label.
_LABELLED = re.compile(rf"[(\uff08\[\uff3b〔【]\s{{0,9}}({LABEL})\s{{0,9}}[:\uff1a]")


def in_a_row(text: str, fewest: int = _FEWEST) -> list[int]:
    """Where the items of a paragraph begin that holds a whole list, numbered 1, 2, 3 in one way; empty where none.

    >>> in_a_row("分别是: (1)建校。 (2)修路。 (3)种树。"), in_a_row("1.建校。2.修路。")
    ([5, 12, 19], [])
    >>> in_a_row("一是建校;二是修路,三是种树。"), in_a_row("1.建校2所 3 5 2.修路 7 9 3.种树。")
    ([0, 5, 10], [0, 11, 20])
    """
    return _first_run(text, fewest)[1]


def announced_run(text: str, above: str) -> list[int]:
    """Where the items of a paragraph begin; those that sentences are numbered with as well (一是, ①) only where the
    text before them or the line above counts as many, or where each of them says who does it. The sentence right before
    一是 may count more, as where an excerpt ends: of five items at least, half of them with a figure.

    >>> announced_run("三件实事:一是建校;二是修路;三是种树。", ""), announced_run("要求:一是快;二是好;三是省。", "")
    ([5, 10, 15], [])
    >>> items = "一是建校2所。二是修路3公里。三是种树4株。四是供水。五是架桥。"
    >>> announced_run("今年办9件实事。" + items, ""), announced_run("9件实事。成效好。" + items, "")
    ([8, 15, 23, 30, 35], [])
    """
    kind, starts = _first_run(text, _FEWEST)
    if kind not in ("spoken", "circled") or not starts:
        return starts
    if len(starts) in counts_in(text[: starts[0]]) | counts_in(above):
        return starts
    pieces = pieces_at(text, starts)[1 if starts[0] else 0 :]
    if kind == "spoken" and _are_some_of(pieces, most_counted(last_sentence(text[: starts[0]]))):
        return starts
    return starts if all(trailing_brackets(piece)[1] for piece in pieces) else []


def counted_run(text: str) -> list[int]:
    """Where the items of a paragraph begin whose head counts as many: 三件实事:一是…;二是…;三是….

    >>> counted_run("三件实事为:一是建校;二是修路;三是种树。"), counted_run("要求:一是快;二是好;三是省。")
    ([6, 11, 16], [])
    """
    starts = in_a_row(text)
    return starts if starts and len(starts) in counts_in(text[: starts[0]]) else []


def spoken_items(text: str, counts: set[int]) -> list[int]:
    """Where the items of a paragraph begin that is nothing but them, 一是…;二是…, half of them with a figure and the
    last with no bracket that says who; none where the text above counts fewer.

    >>> text = "一是建校2所;二是修路3公里;三是种树40株;四是架桥5座;五是供水6处。"
    >>> spoken_items(text, {20}), spoken_items(text, {3}), spoken_items(text + "(市教育局)", {20})
    ([0, 7, 15, 23, 30], [], [])
    """
    kind, starts = _first_run(text, _FEWEST_SPOKEN)
    if kind != "spoken" or starts[0] or trailing_brackets(text)[1]:
        return []
    return starts if _are_some_of(pieces_at(text, starts), max(counts, default=0)) else []


def _are_some_of(pieces: list[str], count: int) -> bool:
    """Whether sentences may be some of so many tasks: five at least, half of them with a figure."""
    return _FEWEST_SPOKEN <= len(pieces) <= count and 2 * count_with_figures(pieces) >= len(pieces)


def nested_run(text: str) -> list[int]:
    """Where headings and items begin in a page that was copied into one line; empty where it is none.

    A number follows the one before it of its kind, or is the first behind a number of an outer kind; most of what has
    no number of an inner kind behind it says who does it.

    >>> nested_run("通知。一、教育 1.建校。(市教育局) 2.招生。(市教育局) 二、交通 1.修路。(市交通局)")
    [3, 8, 20, 32, 37]
    >>> nested_run("一、教育 1.建校。 2.招生。 二、交通 1.修路。")
    []
    """
    if not _says_who(text):
        return []
    marks: list[tuple[int, int]] = []  # where it begins, its level
    last = [0] * len(KINDS)  # the last number of each level
    may_begin = [True] * len(KINDS)  # whether an outer number stands between it and here
    for found in _NUMBER.finditer(text):
        before = text[found.start() - 1] if found.start() else " "
        kind, value = kind_of_number(found.group())
        if not kind or before not in _BEFORE_NESTED or _is_decimal(text, found, kind):
            continue
        level = KINDS.index(kind)
        if value == last[level] + 1 or (value == 1 and may_begin[level]):
            last[level] = value
            may_begin[level:] = [False, *[True] * (len(KINDS) - level - 1)]
            marks.append((found.start(), level))
    levels = [level for _, level in marks]
    if len(marks) < _FEWEST or len(set(levels)) < 2:
        return []
    ends = [start for start, _ in marks[1:]] + [len(text)]
    items = [
        text[start:end].strip()
        for (start, level), end, following in zip(marks, ends, [*levels[1:], 0], strict=True)
        if following <= level
    ]
    answered = sum(1 for item in items if trailing_brackets(item)[1] or _LABEL_WITHIN.search(item))
    is_list = len(items) >= _FEWEST and answered >= _ANSWERED_SHARE * len(items)
    return [start for start, _ in marks] if is_list else []


def _says_who(text: str) -> bool:
    return _brackets(text) >= _FEWEST or len(_LABEL_WITHIN.findall(text)) >= _FEWEST


def _is_decimal(text: str, found: re.Match[str], kind: str) -> bool:
    """Whether what looks like a number with its point is the head of a figure: 2.5万人."""
    return kind == "digit" and text[found.end() - 1] in ".\uff0e" and text[found.end() : found.end() + 1].isdigit()


def _first_run(text: str, fewest: int) -> tuple[str, list[int]]:
    best: tuple[str, list[int]] = ("", [])
    for kind, run in _runs(text):
        if len(run) >= fewest and (not best[1] or run[0] < best[1][0]):
            best = (kind, run)
    return best


def _runs(text: str) -> Iterator[tuple[str, list[int]]]:
    """(kind, where each item begins) of every way of numbering that is met, from 1 without a gap."""
    starts: dict[str, list[int]] = {}
    for found in _NUMBER.finditer(text):
        kind, value = kind_of_number(found.group())
        run = starts.setdefault(kind, [])
        before = text[found.start() - 1] if found.start() else _BEFORE[0]
        # a name of the item before may end without a stop: …市教育局四、修路。
        is_glued = kind == "han" and len(run) >= _FEWEST and "一" <= before <= "龥" and before != "第"
        if before not in _BEFORE and not is_glued:
            continue
        if value == len(run) + 1 and not _is_decimal(text, found, kind):
            run.append(found.start())
    starts.pop("", None)
    yield from starts.items()
    if "一是" in text:
        yield "spoken", _finds(text, _SPOKEN, _BEFORE_SPOKEN)
    for signs in _SIGNS:
        if signs[0] in text:
            yield "circled", _finds(text, signs, "")


def kind_of_number(printed: str) -> tuple[str, int]:
    """(the kind of a number with its sign, its value); '' where it is none.

    >>> kind_of_number("(3)"), kind_of_number("三、"), kind_of_number("3)"), kind_of_number("十.")
    (('digit bracket', 3), ('han', 3), ('', 0), ('', 0))
    """
    is_bracket = printed[0] in "(\uff08"
    number = printed.strip("(\uff08)\uff09.\uff0e、 \t\n\u3000\xa0")
    is_digit = number.isdigit()
    if is_bracket != (printed[-1] in ")\uff09") or (printed[-1] in ".\uff0e" and not is_digit):
        return "", 0
    kind = "digit" if is_digit else "han"
    return f"{kind} bracket" if is_bracket else kind, value_of(number)


def _finds(text: str, signs: tuple[str, ...], before: str) -> list[int]:
    """Where signs are met one after the other, each behind one of the characters, where any are asked for."""
    found: list[int] = []
    at = 0
    for sign in signs:
        at = text.find(sign, at)
        while at > 0 and before and text[at - 1] not in before:
            at = text.find(sign, at + 1)
        if at < 0:
            break
        found.append(at)
        at += len(sign)
    return found


def begins_run(text: str, following: Mark | None) -> int:
    """Where the first item begins in a sentence that leads to it: 今年:一是建校 before a line 二是修路; else 0.

    >>> begins_run("今年办好实事:一是建校;", Mark("spoken", "二是", 2))
    7
    """
    if following is None or following.number != 2:
        return 0
    return next((run[0] for kind, run in _runs(text) if run and kind == following.kind), 0)


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
    >>> counts_in("票选出6个民生实事项目"), counts_in("涉及8个村")
    ({6}, set())
    """
    counts: set[int] = set()
    for found in _COUNT.finditer(text):
        number = found.group()
        in_chinese = number.lstrip("0123456789")
        before = (
            text[max(found.start() - 1, 0) : found.start()] if in_chinese in ("", number) else ""
        )  # 2009十大: the year is none of it
        if before not in _NO_COUNT_BEHIND[bool(in_chinese)]:
            counts.add(value_of(in_chinese or number))
    return {count for count in counts if count >= _FEWEST_COUNTED}


def most_counted(text: str) -> int:
    """The highest of the numbers that a text counts something with; 0 where it counts nothing."""
    return max(counts_in(text), default=0)


def last_sentence(text: str) -> str:
    """The last sentence of a text, without the signs that end it.

    >>> last_sentence("成效好。今年办9件实事:"), last_sentence("")
    ('今年办9件实事', '')
    """
    return _SENTENCE_END.split(text.rstrip(_BEFORE))[-1]


def counted_pieces(text: str, above: str) -> list[str]:
    """A sentence parted at its semicolons, or at its commas of enumeration where they hold figures, where it or the
    line above counts as many: 三件实事是:建校;修路;种树。 The first piece leads to the items; see `behind_counted`.

    >>> counted_pieces("这三件实事是:建校;修路;种树。", ""), counted_pieces("分别是:建校;修路。", "三件实事")
    (['这三件实事是:', '建校;', '修路;', '种树。'], [])
    >>> counted_pieces("实事5件,分别为:建校2所、修路3公里、种树4株、架桥5座、供水6处。", "")[1:]
    ['建校2所、', '修路3公里、', '种树4株、', '架桥5座、', '供水6处。']
    """
    own = text.removesuffix(behind_counted(text))
    for sign, fewest in ((_SEMICOLONS, _FEWEST_COUNTED), (_ENUMERATION, _FEWEST_ENUMERATED)):
        if not sign.search(text):
            continue
        for colon in islice(_COLON.finditer(text), _MOST_COLONS):
            counts = counts_in(text[: colon.end()]) | counts_in(above)
            rest = own[colon.end() :]
            ends = [found.end() for found in sign.finditer(rest)]
            pieces = [rest[start:end].strip() for start, end in pairwise([0, *ends, len(rest)])]
            pieces = [piece for piece in pieces if piece]
            if len(pieces) < fewest or len(pieces) not in counts or max(map(len, pieces)) > _LONGEST_PIECE:
                continue
            of_sentences = sum(1 for piece in pieces if "。" in piece[:-1])
            with_figures = count_with_figures(pieces)
            if of_sentences * _FEW > len(pieces) or (sign is _ENUMERATION and with_figures * 2 < len(pieces)):
                continue
            return [text[: colon.end()], *pieces]
    return []


def bracketed_pieces(text: str) -> list[str]:
    """A paragraph parted behind brackets, each of which ends a part of it: 建校2所(市教育局);修路3公里(市交通局);…

    At least three parts, all with a bracket of names and half with a figure. What leads to the first is a piece.

    >>> bracketed_pieces("今年任务:建校2所(市教育局);修路3公里(市交通局);植树(市林业局)。")
    ['今年任务:', '建校2所(市教育局);', '修路3公里(市交通局);', '植树(市林业局)。']
    >>> bracketed_pieces("建校2所(市教育局);修路3公里;植树(市林业局)。")
    []
    """
    borders = [0, *(found.end() for found in _BEHIND_BRACKET.finditer(text))]
    pieces = [piece for start, end in pairwise([*borders, len(text)]) if (piece := text[start:end].strip())]
    with_figures = count_with_figures(pieces)
    if len(pieces) < _FEWEST or max(map(len, pieces)) > _LONGEST_PIECE or 2 * with_figures < len(pieces):
        return []
    if not all(map(ends_in_names, pieces)):
        return []
    lead, colon, first = pieces[0].partition("\uff1a" if "\uff1a" in pieces[0] else ":")
    return [lead + colon, first.strip(), *pieces[1:]] if colon and ends_in_names(first) else pieces


def ends_in_names(text: str) -> bool:
    """Whether a text ends in a bracket that may hold names: three characters at least, no figure, and words before it.

    >>> ends_in_names("建设学校2所(市教育局)。"), ends_in_names("城镇新增就业(人次)"), ends_in_names("道路(二期3公里)")
    (True, False, False)
    """
    own, brackets = trailing_brackets(text)
    return bool(brackets) and bool(_HAN_WORD.search(own)) and bool(_NAMES.fullmatch(inside(brackets[-1])))


def behind_counted(text: str) -> str:
    """What stands in a bracket behind the last sentence of a paragraph: who wrote it.

    >>> behind_counted("三件实事是:建校;修路;种树。(记者 张三)"), behind_counted("建校(二期);修路。")
    ('(记者 张三)', '')
    """
    at = text.rfind("。") + 1
    return text[at:] if at and text[at:].strip() and _is_bracket(text[at:]) else ""


def answered_pieces(text: str) -> list[str]:
    """An item that says several times who does what, parted behind each: 1.建校。(市教育局)修路。(市交通局)

    >>> answered_pieces("1.建校。(市教育局)修路。(市交通局)"), answered_pieces("1.建校(二期)。修路。(市交通局)")
    (['1.建校。(市教育局)', '修路。(市交通局)'], [])
    >>> answered_pieces("(一)建校。(二)修路。(三)种树。")
    []
    """
    if _brackets(text) < 2:
        return []
    if pieces := labelled_pieces(text):
        return pieces
    # a bracketed number begins the next item: (一)建校。(二)修路。
    openings = [found.end() - 1 for found in _STATED.finditer(text) if not _NUMBER.match(text, found.end() - 1)]
    if len(openings) < 2:
        return []
    borders = [0]
    for at in openings:
        end = end_of_bracket(text, at)
        if end and any("\u4e00" <= character <= "\u9fff" for character in text[at:end]):
            borders.append(end)
    pieces = [text[start:end].strip() for start, end in pairwise([*borders, len(text)])]
    pieces = [piece for piece in pieces if piece.strip(SENTENCE_ENDS + ".\uff0e")]
    return pieces if (len(pieces) >= 2 and len(borders) >= 3) or len(pieces) > 2 else []


def labelled_pieces(text: str) -> list[str]:
    """A paragraph whose sentences end in brackets with one and the same label, parted behind each; empty where less
    than two do. What stands behind the last is a piece of its own.

    >>> labelled_pieces("建校2所(责任单位:市教育局)。修路3公里(责任单位:市交通局)。")
    ['建校2所(责任单位:市教育局)。', '修路3公里(责任单位:市交通局)。']
    >>> labelled_pieces("建校2所(联系人:张三)。(责任单位:市教育局)"), labelled_pieces("建校(责任单位:市教育局),修路。")
    ([], [])
    """
    labels: Counter[str] = Counter()
    borders = [0]
    for found in _LABELLED.finditer(text):
        end = end_of_bracket(text, found.start())
        begins = text[borders[-1] : found.start()]
        is_over = end and (end == len(text) or text[end - 1] in SENTENCE_ENDS or begins.rstrip()[-1:] in SENTENCE_ENDS)
        if is_over and _HAN_WORD.search(begins):
            labels[found[1]] += 1
            borders.append(end)
    if max(labels.values(), default=0) < _FEWEST_ANSWERED:
        return []
    pieces = [text[start:end].strip() for start, end in pairwise([*borders, len(text)])]
    return [piece for piece in pieces if piece.strip(SENTENCE_ENDS + ".\uff0e")]


def run_of_answers(text: str) -> list[str]:
    """An item whose steps each end in a bracket, parted: 1.办好实事:一是建校(市教育局),… ; empty where one has none."""
    starts = in_a_row(text) if _brackets(text) >= _FEWEST else []
    if not starts or not starts[0]:
        return []
    pieces = pieces_at(text, starts)
    return pieces if all(trailing_brackets(piece)[1] for piece in pieces[1:]) else []


def _brackets(text: str) -> int:
    return sum(map(text.count, "(\uff08[\uff3b〔【"))


def _is_bracket(text: str) -> bool:
    return text.lstrip()[:1] in tuple("(\uff08[\uff3b〔【")
