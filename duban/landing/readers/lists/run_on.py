"""Running text that lost its paragraphs: a page copied into one or few long lines, or broken elsewhere than it was.

    …通知 一、办好教育 1.新建学校2所。(市教育局) 2.招聘教师90名。(市教育局) — 3 — 二、改善交通 …
    1、…工作任务 规模以上工业增长9%,责任单位为市工信局;新增企业25家,责任单位为市科
    2、技局; …

Pages that store documents number their pieces of one, 1、 2、 3、, wherever the text is torn; the numbers of a print's
pages stand within the line. Both are taken out, and the text is parted where its own numbers count on and behind the
clauses that say who does it. What is parted so is judged as if it had been printed in paragraphs; and only what is no
list as it stands is read so at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from duban.landing.readers.lists.brackets import CLOSING, open_brackets
from duban.landing.readers.lists.lines import without_page_numbers, without_signature
from duban.landing.readers.lists.list_line import INDENT, ListLine, joined
from duban.landing.readers.lists.marks import (
    HEADING_KINDS,
    KINDS,
    LABELLED_LINE,
    SENTENCE_ENDS,
    SOUND,
    Mark,
    mark_of,
    without_mark,
)
from duban.landing.readers.lists.runs import kind_of_number

_LONG = 120  # characters; a line as long may hold several paragraphs
_LONGEST = 100_000  # characters of a text that is looked at
_FEWEST_STOPS = 2  # in a piece that a page tore
_TORN_SHARE = 3  # a third of the borders at least stands within a sentence
_LONGEST_HEADING = 40
_NARROWEST, _WIDEST = 15, 60  # characters of full width of a printed line
_NEARLY = 2
_FEWEST_FULL = 4
_NEAR = 300  # numbers behind one among which the next is looked for
_FULL_SHARE = 2  # half of the lines are as long as the longest
_SHORTEST_LABEL, _LONGEST_LABEL = 4, 8
_FEWEST_CLAUSES = 3
_SAME_ENDING = 2  # characters
_FEWEST_MARKS = 2
_DASHES = "[-\uff0d—–―─]{1,3}"
_PAGE_WITHIN = re.compile(
    rf"(?<![\d.%\uff05])[ \t\u3000]*{_DASHES}[ \t\u3000]*(\d{{1,3}})[ \t\u3000]*{_DASHES}[ \t\u3000]*(?!\d)"
    r"|[ \t\u3000]+第[ \t]*(\d{1,3})[ \t]*页(?:[ \t,\uff0c/]*共[ \t]*\d{1,3}[ \t]*页)?[ \t\u3000]+"
)
_NUMBER = re.compile(
    r"[(\uff08]\s{0,3}(?:\d{1,3}|[一二三四五六七八九十]{1,4})\s{0,3}[)\uff09]"
    r"|[一二三四五六七八九十]{1,4}\s{0,3}、|\d{1,3}\s{0,3}[.\uff0e、](?!\d)"
)
_STOPS = "。;\uff1b:\uff1a!\uff01?\uff1f)\uff09]\uff3d〕】”」』 \t\u3000\xa0"
_NO_NUMBER_BEHIND = "第附表图至到和与及、,\uff0c-—~年月日十百"  # 附件1、 第一、 11、12月
_OPENING_QUOTES = ("“", '"', "《", "「")
_LABEL_AT_END = re.compile("(?:^|[^一-龥])[一-龥]{2,8}[:\uff1a][^\\d:\uff1a]{0,80}$")
_HAN_BEFORE_COLON = re.compile("[一-龥]{4,40}(?=[:\uff1a])")
_SENTENCE = re.compile(f"[^{SENTENCE_ENDS}]*[{SENTENCE_ENDS}]")
# Who does what in a clause at the end of a sentence: ,责任单位为市教育局; 。责任单位:市教育局。
_CLAUSE = re.compile(
    rf"[,\uff0c。;\uff1b\s]\s{{0,3}}(?P<label>(?:[一-龥]{SOUND}){{2,8}}?)"
    r"(?:(?P<stated>[为是])|[:\uff1a])\s{0,3}"
    r"(?P<names>[^。;\uff1b:\uff1a\d]{2,80})(?:[。;\uff1b]|(?(stated)(?!)|\Z))"
)
# Another label right behind such a clause: 完成时限:年底。
_FURTHER_LABEL = re.compile(
    rf"\s{{0,3}}(?P<label>(?:[一-龥]{SOUND}){{2,8}})[:\uff1a]\s{{0,3}}"
    r"(?P<value>[^。;\uff1b:\uff1a]{2,80})(?:[。;\uff1b]|\Z)"
)


def paragraphs_of(lines: list[ListLine]) -> list[ListLine]:
    """The lines of a text with its paragraphs as its numbers and clauses show them; the same lines where none do.

    >>> [line.text for line in paragraphs_of([ListLine("line 1", "目标:一、教育1.建校。2.招生。二、交通1.修路。")])]
    ['目标:', '一、教育', '1.建校。', '2.招生。', '二、交通1.修路。']
    """
    if sum(len(line.text) for line in lines) > _LONGEST:
        return lines
    whole = _lines_joined(lines)
    parted = [part for line in whole for part in _parted_at_numbers(line)]
    return _parted_at_clauses(_labels_apart(parted))


def without_pages(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines without the numbers that pages set into a text, these numbers)."""
    whole, pieces = _without_piece_numbers(lines)
    kept, pages = _without_page_numbers_within(whole)
    return kept, [*pieces, *pages]


def _without_piece_numbers(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """The lines, the pieces that a page cut a text into and numbered 1、 2、 put together where it tore sentences.

    >>> torn = ["1、目标 建校2所,修路3公里;植树5亩。加强教" * 5, "2、育管理。" + "架桥2座。" * 30, "3、供水6处。"]
    >>> kept, numbers = _without_piece_numbers([ListLine("line 1", text) for text in torn])
    >>> len(kept), [number.text for number in numbers]
    (2, ['1、', '2、', '3、'])
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    numbered: list[tuple[int, Mark]] = []
    for at in filled:
        mark = mark_of(lines[at].text.strip(INDENT))
        if mark and mark.kind == "digit" and mark.printed.endswith("、") and mark.number == len(numbered) + 1:
            numbered.append((at, mark))
    above = {at: before for before, at in pairwise(filled)}
    torn = [at for at, _ in numbered[1:] if _is_torn(lines[above[at]].text.strip(INDENT))]
    if not torn or len(torn) * _TORN_SHARE < len(numbered) - 1:
        return lines, []
    kept = list(lines)
    for at, mark in numbered:
        kept[at] = lines[at]._replace(text=without_mark(lines[at].text, mark))
    for at, _ in reversed(numbered[1:]):
        before = above[at]
        if not kept[before].text.rstrip(INDENT).endswith(tuple(SENTENCE_ENDS)):
            kept[before] = kept[before]._replace(text=joined(kept[before].text.rstrip(INDENT), kept[at].text))
            del kept[before + 1 : at + 1]
    return kept, [ListLine(lines[at].source_place, mark.printed) for at, mark in numbered]


def _is_torn(text: str) -> bool:
    """Whether a line ends within a sentence although it holds several: it has not lost its stop, as a line of a list
    may have, but is cut. Behind a closed bracket nothing is: …。(市教育局负责)
    """
    if open_brackets(text):
        return True
    sentences = _SENTENCE.findall(text)
    last = text[sum(map(len, sentences)) :]
    if len(text) < _LONG or not last or (len(sentences) < _FEWEST_STOPS and len(last) < _LONG):
        return False
    # a label or names behind a blank are the end of an item: 责任单位:市教育局
    is_names = last[0] in INDENT and not re.search(r"[\d:\uff1a]", last)
    return not is_names and not _LABEL_AT_END.search(last) and text[-1] not in f"”」』{CLOSING}"


def _without_page_numbers_within(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """The lines without the numbers of pages that stand within long ones, where these count up."""
    found = [(line, number) for line in lines if len(line.text) >= _LONG for number in _PAGE_WITHIN.finditer(line.text)]
    numbers = [int(number[1] or number[2]) for _, number in found]
    if not numbers or any(after != before + 1 for before, after in pairwise(numbers)):
        return lines, []

    def closed(number: re.Match[str]) -> str:
        return " " if number.string[: number.start()].endswith(tuple(_STOPS)) else ""

    kept = [
        line._replace(text=_PAGE_WITHIN.sub(closed, line.text)) if len(line.text) >= _LONG else line for line in lines
    ]
    return kept, [ListLine(line.source_place, number.group().strip(INDENT)) for line, number in found]


def _parted_at_numbers(line: ListLine) -> list[ListLine]:
    """A long line parted before each number that counts on in its way, the outer ones first."""
    text = line.text.strip(INDENT)
    is_short = len(text) < _LONG and len(_NUMBER.findall(text)) <= _FEWEST_MARKS
    if is_short and not any(found["stated"] for found in _CLAUSE.finditer(text)):
        return [line]
    text, signature = without_signature(text)
    starts = _counted(text)
    if not starts:
        return [line]
    borders = [0, *starts, len(text)] if starts[0] else [*starts, len(text)]
    pieces = [text[at:end].strip(INDENT) for at, end in pairwise(borders)]
    parts = [part for piece in pieces if piece for part in _heading_parted(piece)]
    return [line._replace(text=part) for part in [*parts, *signature]]


class _Number(NamedTuple):
    """What looks like a number of a paragraph. is_glued: no stop or blank stands before it."""

    at: int
    level: int
    value: int
    is_glued: bool


def _counted(text: str) -> list[int]:
    """Where paragraphs begin: at numbers each of which follows the one before of its kind, or begins its kind anew
    below an outer one.
    """
    numbers = _numbers_in(text)
    last = [0] * len(KINDS)
    is_open = [True] * len(KINDS)  # whether the kind may begin anew
    starts: list[int] = []
    for no, number in enumerate(numbers):
        level = number.level
        if number.value != last[level] + 1 and not (number.value == 1 and is_open[level]):
            continue
        if number.is_glued and _stands_better(number, numbers[no + 1 : no + _NEAR]):
            continue
        is_heading = KINDS[level] in HEADING_KINDS and not number.is_glued
        if number.value == 1 and not is_heading and not _counts_on(number, numbers[no + 1 : no + _NEAR]):
            continue
        last[level], is_open[level] = number.value, False
        for inner in range(level + 1, len(KINDS)):
            last[inner], is_open[inner] = 0, True
        starts.append(number.at)
    return starts


def _counts_on(first: _Number, behind: list[_Number]) -> bool:
    """Whether a second one follows a first."""
    return any(one.level == first.level and one.value == first.value + 1 for one in behind)


def _stands_better(glued: _Number, behind: list[_Number]) -> bool:
    """Whether the same number follows behind a stop, before an outer one does."""
    for one in behind:
        if one.level < glued.level and not one.is_glued:
            return False
        if (one.level, one.value, one.is_glued) == (glued.level, glued.value, False):
            return True
    return False


def _numbers_in(text: str) -> list[_Number]:
    found: list[_Number] = []
    for number in _NUMBER.finditer(text):
        kind, value = kind_of_number(number.group())
        before = text[number.start() - 1] if number.start() else " "
        after = text[number.end() : number.end() + 3].lstrip(INDENT)[:1]
        if not kind or not value or before in _NO_NUMBER_BEHIND or (before.isascii() and before.isalnum()):
            continue
        is_glued = before not in _STOPS
        if not is_glued or "一" <= after <= "龥" or after in _OPENING_QUOTES:
            found.append(_Number(number.start(), KINDS.index(kind), value, is_glued))
    return found


def _lines_joined(lines: list[ListLine]) -> list[ListLine]:
    """The lines, those that were broken at one width put together again where a number stands within them.

    A line is whole where it could have held more, or where its sentence is over.
    """
    filled = [line.text for line in lines if line.text.strip()]
    is_full, share = max((_full_lines(filled, measure) for measure in (_width_of, _length_of)), key=lambda one: one[1])
    if not share:
        return lines
    whole: list[ListLine] = []
    is_open = False
    for line in without_page_numbers(lines)[0]:
        text = line.text.strip(INDENT)
        is_new = mark_of(text) is not None or LABELLED_LINE.match(text) is not None
        if is_open and not text:
            continue  # the page ends within a sentence
        if is_open and not is_new:
            whole[-1] = whole[-1]._replace(text=joined(whole[-1].text.rstrip(INDENT), text))
        else:
            whole.append(line)
        is_open = is_full(line.text) and not text.endswith("。")
    return whole


def _full_lines(texts: list[str], measure: Callable[[str], float]) -> tuple[Callable[[str], bool], float]:
    """(what shows a line that could have held no more, the share of such lines; 0 where lines were not broken so)."""
    sizes = [measure(text) for text in texts]
    widest = max(sizes, default=0)
    full = sum(1 for size in sizes if size >= widest - _NEARLY)
    is_broken = _NARROWEST <= widest <= _WIDEST and full >= max(_FEWEST_FULL, len(sizes) / _FULL_SHARE)
    return lambda text: measure(text) >= widest - _NEARLY, full / len(sizes) if is_broken else 0


def _length_of(text: str) -> float:
    return len(text.strip(INDENT))


def _width_of(text: str) -> float:
    """How wide a line is in characters of full width."""
    return sum(0.5 if character.isascii() else 1 for character in text.strip(INDENT))


def _labels_apart(lines: list[ListLine]) -> list[ListLine]:
    """The lines, labels that come back behind different words parted from these: 分管领导:张三责任单位:乙局."""
    before = [found[0] for line in lines for found in _HAN_BEFORE_COLON.finditer(line.text)]
    sizes = range(_SHORTEST_LABEL, _LONGEST_LABEL + 1)
    endings = Counter(words[-size:] for words in before for size in sizes if size <= len(words))
    counts = {label: count for label, count in endings.items() if count >= _FEWEST_CLAUSES}
    labels = {
        label
        for label, count in counts.items()
        if not any(longer != label and longer.endswith(label) and more == count for longer, more in counts.items())
    }
    glued = {label for label in labels if any(words.endswith(label) and words != label for words in before)}
    glued -= {label for label in glued if any(label != other and label.endswith(other) for other in labels)}
    if not glued:
        return lines
    pattern = re.compile(rf"(?<=[一-龥)\uff09])(?=(?:{'|'.join(sorted(glued, key=len, reverse=True))})[:\uff1a])")
    return [line._replace(text=pattern.sub("\uff1b", line.text)) for line in lines]


def _heading_parted(text: str) -> list[str]:
    """A heading and the paragraph that stands behind a blank in its line: 一、主要指标 财政收入增长5%,…

    >>> _heading_parted("一、指标 财政收入增长5%。" * 5)[0], len(_heading_parted("1.建校2所。 责任单位:市教育局" * 5))
    ('一、指标', 1)
    """
    mark = mark_of(text)
    own = without_mark(text, mark)
    head = re.match(rf"[^\s{SENTENCE_ENDS},\uff0c:\uff1a]{{2,{_LONGEST_HEADING}}}(?=[ \u3000\xa0])", own)
    if mark is None or mark.kind not in HEADING_KINDS or head is None or len(own) <= _LONGEST_HEADING:
        return [text]
    end = len(text) - len(own) + head.end()
    return [text[:end], text[end:].strip(INDENT)]


def is_nested(lines: list[ListLine]) -> bool:
    """Whether a line holds headings and, numbered anew below them, items: more than one list has in its paragraphs.

    >>> is_nested([ListLine("line 1", "分工:一、教育1.建校。2.招生。二、交通1.修路。2.架桥。")])
    True
    """
    for line in lines:
        marks = [mark_of(part.text) for part in _parted_at_numbers(line)]
        levels = Counter(mark.level for mark in marks if mark)
        level, count = max(levels.items(), key=lambda one: one[1], default=(0, 0))
        outer = max((levels[one] for one in levels if one < level), default=0)
        if count >= _FEWEST_CLAUSES and outer >= _FEWEST_MARKS:
            return True
    return False


def states_who(lines: list[ListLine]) -> bool:
    """Whether sentences say one after the other who does them, in a clause without a colon: ,责任单位为市教育局;

    >>> states_who([ListLine("line 1", "建校2所,责任单位为甲局;修路,责任单位为乙局。植树,责任单位为丙局。")])
    True
    """
    return bool(_labels_of_clauses(lines, is_stated=True))


def _labels_of_clauses(lines: list[ListLine], is_stated: bool = False) -> set[str]:
    """The words that such clauses begin with, at least three of each, and those that end as one of these: 牵头单位
    beside 责任单位. is_stated: only those without a colon.
    """
    counts = Counter(
        found["label"]
        for line in lines
        for found in _CLAUSE.finditer(line.text)
        if found["stated"] or not (is_stated or mark_of(line.text.strip(INDENT)))
    )
    usual = {label for label, count in counts.items() if count >= _FEWEST_CLAUSES}
    endings = {label[-_SAME_ENDING:] for label in usual}
    return {label for label in counts if label in usual or label[-_SAME_ENDING:] in endings}


def _parted_at_clauses(lines: list[ListLine]) -> list[ListLine]:
    """The lines, parted behind each clause that says who does it, which becomes a label of the item before it:
    营业收入增长9%,责任单位为市工信局;产值增长4%,责任单位为市农业局;

    Other labels may follow it: 责任单位:市工信局;完成时限:年底。
    """
    labels = _labels_of_clauses(lines)
    numbered = [line.text for line in lines if mark_of(line.text.strip(INDENT))]
    has_single = not any(sum(1 for one in _CLAUSE.finditer(text) if one["label"] in labels) > 1 for text in numbered)
    parted: list[ListLine] = []
    for line in lines:
        text, at, end = line.text, 0, 0
        is_numbered = mark_of(text.strip(INDENT)) is not None
        while labels and (found := _CLAUSE.search(text, end)):
            end = found.end()
            own = text[at : found.start() + 1].strip(INDENT).rstrip(",\uff0c")
            if found["label"] not in labels or not own or (is_numbered and not found["stated"]):
                continue
            pairs = [f"{found['label']}\uff1a{found['names'].strip(INDENT)}"]
            while further := _FURTHER_LABEL.match(text, end):
                pairs.append(f"{further['label']}\uff1a{further['value'].strip(INDENT)}")
                end = further.end()
            bracket = "\uff08" + "\uff1b".join(pairs) + "\uff09"
            parted.append(line._replace(text=own + bracket, is_item=bool(at) or not is_numbered))
            at = end
        rest = text[at:].strip(INDENT)
        if not at:
            parted.append(line)
        elif rest and is_numbered and has_single and text[at - 1] == "。":  # what came of the one item
            parted[-1] = parted[-1]._replace(text=f"{parted[-1].text}。{rest}")
        elif rest:
            parted.append(line._replace(text=rest, is_item=True))
    return parted
