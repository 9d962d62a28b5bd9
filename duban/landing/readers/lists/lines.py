"""The lines of a text as a list reads them: page numbers out, brackets closed, run-on lists parted."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile
from typing import NamedTuple

from duban.landing.readers.lists.brackets import end_of_bracket, inside, open_brackets, trailing_brackets
from duban.landing.readers.lists.marks import (
    DECORATIONS,
    HEADING_KINDS,
    LABEL,
    LABELLED_LINE,
    NUMBER_HEADER,
    SENTENCE_ENDS,
    Mark,
    count_with_figures,
    mark_of,
    without_mark,
)
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

_PAGE_NUMBER = re.compile(
    r"^[\s\u3000]*(?:[-\uff0d—–―─·\s]+\d{0,4}[-\uff0d—–―─·\s]*|第\s*\d{1,4}\s*页(?:[\s,\uff0c/]*共\s*\d{1,4}\s*页)?)[\s\u3000]*$"
)
_CELL_SIGNS = " \t\u3000|\uff5c"  # around a paragraph that was copied out of a table's frame
_BLANKS = " \t\u3000"
_OTHER_HALVES = str.maketrans("(\uff08[【〔)\uff09]】〕", ")\uff09]】〕(\uff08[【〔")
_TORN = 3  # a third of the numbers at least stands within a sentence
_BARE_NUMBER = re.compile(r"^[\s\u3000]*(\d{1,4})[\s\u3000]*$")
_ENDS = (*SENTENCE_ENDS, ":", "\uff1a", ")", "\uff09", "]", "】", "〕")
_BRACKET_LINES = 4  # a bracket that is not closed by then was forgotten
_RUN_LINES = 4  # the lines that one list within a paragraph was broken over
_FEWEST_ALIKE = 3
_SUM_OF_ITEMS = re.compile(r"(?<=[。;\uff1b])(?:上述|以上)\s*(\d{1,3})\s*[项件]")  # behind an item: 上述6项均已完成
_SIGNATURE = re.compile(
    r"(?<=[。)\uff09\]】])[ \u3000]+([一-龥]{4,30})[ \u3000]+(\d{4}年\d{1,2}月\d{1,2}日)[ \u3000]*$"
)
_ANSWERED_IN_SECTIONS = 0.8  # of the paragraphs under numbered headings: those that end in a bracket of names
_LINES_WITH_BRACKET = 2  # a number's line and its bracket; more are paragraphs between them
_ANSWERED_SHARE = 0.6  # of the numbered lines of a kind: those over a bracket of names
_HAN_WORD = re.compile(r"[一-龥]{2}")
_LONGEST_NAME = 40  # characters of a name over its text
_FEWEST_NAMED = 4  # names that end alike; fewer prove nothing where other lines stand between them and their count
_SAME_ENDING = 2  # characters
_LONGEST_COUNTED = 100
_SHORTEST_COUNTED = 6
_LONGEST_BARE = 8
_FEWEST_LABELS = 2
_NUMBERED_LABEL = re.compile("^[一-龥]{2,8}$")
_KINDS_OF_LABELS = ("han bracket", "digit", "digit bracket")
_MOST_LINES = 9  # from one number on a line of its own to the next
_MOST_LINES_UNDER_HEADER = 2  # the same, where 序号 stands above: more are the cells of a row
_TITLED_SHARE = 0.6  # of the items: whose names end as another's, and which hold figures
_TITLED = re.compile("^([一-龥A-Za-z0-9“”、()\uff08\uff09-]{4,40}?)[:\uff1a。](?=.{8}).*。$", re.DOTALL)
_BRACKETED_LABEL = re.compile(rf"([【\[\uff3b〔])({LABEL})[】\]\uff3d〕]\s*(?=[^\s。;\uff1b,\uff0c、])")
_LABELS_WITHIN = re.compile(rf"(?:^|[。;\uff1b\s])({LABEL})\s{{0,3}}[:\uff1a]")
_LABELLED_HEAD = re.compile(rf"[(\uff08\[\uff3b〔【]\s{{0,9}}{LABEL}\s{{0,9}}[:\uff1a]")
_HEADING_OVER_FIRST = re.compile("^([一二三四五六七八九十]{1,3}、[一-龥]{2,20})([(\uff08]一[)\uff09].*)$", re.DOTALL)
_DECORATED = re.compile(rf"[{DECORATIONS}]|-\s")


class ListLine(NamedTuple):
    """One line or paragraph and its place; an empty text is a gap. is_heading: the format says so.

    part_no: of an item that was parted, from 1. is_item: an item that prints no number, found by what stands around it.
    is_step: it goes on with the value of the label above it, whatever its number.
    """

    source_place: str
    text: str
    is_heading: bool = False
    part_no: int = 0
    is_item: bool = False
    is_step: bool = False


def as_list_lines(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines put in order, the page numbers that stood between them).

    A bracket that a line leaves open is closed by the lines below it; a paragraph that holds a whole list is parted.
    """
    labelled = _bare_labels_closed(_labels_in_front(_records_parted(_bracketed_labels_opened(_heads_parted(lines)))))
    kept, pages = without_page_numbers(_numbers_in_front(labelled))
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
    _put_paragraphs_over_answers(ordered)
    _mark_counted(ordered)
    _mark_named(ordered)
    _put_names_over_texts(ordered)
    _mark_titled(ordered)
    _mark_decorated(ordered)
    _mark_answered(ordered)
    _mark_answered_in_sections(ordered)
    return ordered, pages


def joined(text: str, more: str) -> str:
    """Two lines of one paragraph: nothing between Chinese characters, a blank between words and numbers in Latin."""
    is_latin = text[-1:].isascii() and text[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum()
    return f"{text} {more}" if is_latin else text + more


def are_within_sentences(lines: list[ListLine]) -> bool:
    """Whether numbers part sentences: a third of them at least stand between a bracket and its other half.

    1、新建绿地(含 over 2、口袋公园)9处: a page that stores documents numbers its own pieces of one.
    """
    numbered = [line.text for line in lines if mark_of(line.text.strip(_BLANKS))]
    torn = sum(1 for text, below in pairwise(numbered) if open_brackets(text) and _closes_one(below))
    return torn > 0 and torn * _TORN >= len(numbered) - 1


def _closes_one(text: str) -> bool:
    """Whether a text behind its number closes a bracket that it did not open.

    >>> _closes_one("2、口袋公园)9处"), _closes_one("2)口袋公园(9处)")
    (True, False)
    """
    own = without_mark(text.strip(_BLANKS), mark_of(text.strip(_BLANKS)))
    turned = own.translate(_OTHER_HALVES)[::-1]
    return open_brackets(turned) > 0


def has_bare_numbers(lines: list[str]) -> bool:
    """Whether numbers stand on lines of their own, 1, 2, 3: over the items of a list, or in a table's first column."""
    return bool(_bare_numbers(lines))


def _bare_numbers(texts: list[str]) -> list[int]:
    """The indices of the lines that are nothing but a number and count up from 1, each over a text."""
    found: list[int] = []
    for at, text in enumerate(texts):
        number = _BARE_NUMBER.match(text) if len(text) <= _LONGEST_BARE else None
        if number and int(number[1]) == len(found) + 1:
            below = next((line for line in texts[at + 1 :] if line.strip()), "")
            if below and not _BARE_NUMBER.match(below):
                found.append(at)
    if len(found) < _FEWEST_ALIKE:
        return []
    # numbers of pages stand further apart, or among items that have numbers of their own; ① may be a step of one
    is_apart = _have_more_lines(texts, found, _MOST_LINES)
    marks = [mark_of(text.strip(" \t\u3000")) for text in texts]
    return [] if is_apart or sum(1 for mark in marks if mark and mark.kind != "circled") >= len(found) else found


def _are_cells(texts: list[str], numbers: list[int]) -> bool:
    """Whether numbers stand under 序号 with several lines each: the cells of a table, of which no item can be made."""
    is_wide = _have_more_lines(texts, numbers, _MOST_LINES_UNDER_HEADER)
    return is_wide and any(map(NUMBER_HEADER.match, texts[: numbers[0]]))


def _have_more_lines(texts: list[str], numbers: list[int], most: int) -> bool:
    """Whether more filled lines than that stand from one number to the next, on the average, the number among them."""
    return sum(1 for text in texts[numbers[0] : numbers[-1]] if text.strip()) > most * (len(numbers) - 1)


def _numbers_in_front(lines: list[ListLine]) -> list[ListLine]:
    """The lines with every number that stands alone (01 over 住房项目) in front of the line below it."""
    bare = _bare_numbers([line.text for line in lines])
    if not bare or _are_cells([line.text.strip() for line in lines], bare):
        return lines
    ordered: list[ListLine] = []
    number = ""
    for at, line in enumerate(lines):
        if at in bare:
            number = line.text.strip()
        elif number and line.text.strip():
            ordered.append(line._replace(text=f"{number} {line.text.strip()}"))
            number = ""
        elif not number:
            ordered.append(line)
    return ordered


def _labels_in_front(lines: list[ListLine]) -> list[ListLine]:
    """The lines with numbered words that come back under one item after the other, (一)责任单位 over its names, as what
    they are: labels, 责任单位:市教育局.

    Only where every line numbered so is such a word.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    marks = {at: mark_of(lines[at].text.strip(_CELL_SIGNS)) for at in filled}
    words: dict[str, dict[int, str]] = {}  # by kind of number: what each line so numbered says
    for at in filled:
        if (mark := marks[at]) and mark.kind in _KINDS_OF_LABELS:
            words.setdefault(mark.kind, {})[at] = without_mark(lines[at].text.strip(_CELL_SIGNS), mark)
    for numbered in words.values():
        counts = Counter(numbered.values())
        is_label = all(_NUMBERED_LABEL.match(word) and count > 1 for word, count in counts.items())
        if not is_label or len(counts) < _FEWEST_LABELS:
            continue
        ordered = list(lines)
        following = dict(pairwise(filled))
        for at, word in numbered.items():
            below = following.get(at)
            value = "" if below is None or marks[below] else lines[below].text.strip()
            ordered[at] = lines[at]._replace(text=f"{word}\uff1a{value}")
            if value and below is not None:
                ordered[below] = lines[below]._replace(text="")
        return [line for at, line in enumerate(ordered) if line.text.strip() or not lines[at].text.strip()]
    return lines


def _bracketed_labels_opened(lines: list[ListLine]) -> list[ListLine]:
    """The lines with labels in brackets that come back, 【责任单位】市教育局, as labels: 责任单位:市教育局."""
    counts = Counter(label for line in lines for _, label in _BRACKETED_LABEL.findall(line.text))
    common = {label for label, count in counts.items() if count >= _FEWEST_LABELS}
    if not common:
        return lines

    def opened(found: re.Match[str]) -> str:
        before = "\uff1b" if found.start() and found.string[found.start() - 1] not in _ENDS else ""
        return f"{before}{found[2]}\uff1a" if found[2] in common else found.group()

    return [line._replace(text=_BRACKETED_LABEL.sub(opened, line.text)) for line in lines]


def _bare_labels_closed(lines: list[ListLine]) -> list[ListLine]:
    """The lines, a word that stands alone over a value under one item after the other with its value behind it:
    责任单位 over 市教育局.

    Each time the same word, a value below it and an item or another such word below that.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = [lines[at].text.strip(_CELL_SIGNS) for at in filled]
    numbers = [mark_of(text) for text in texts]
    ranks: dict[str, list[int]] = {}
    for rank, text in enumerate(texts):
        if _NUMBERED_LABEL.match(text):
            ranks.setdefault(text, []).append(rank)
    items = sum(1 for number in numbers if number)
    fewest = items - (items >= _FEWEST_NAMED)  # the last may be cut
    words = {word for word, at in ranks.items() if len(at) >= max(fewest, _FEWEST_LABELS)}
    labels = {
        word
        for word in words
        if all(0 < rank < len(texts) - 1 and not numbers[rank + 1] for rank in ranks[word])
        and all(rank + 2 == len(texts) or numbers[rank + 2] or texts[rank + 2] in words for rank in ranks[word])
        and any(numbers[rank - 1] for rank in ranks[word])
    }
    closed = list(lines)
    for word in labels:
        for rank in ranks[word]:
            closed[filled[rank]] = lines[filled[rank]]._replace(text=f"{word}\uff1a{texts[rank + 1]}")
            closed[filled[rank + 1]] = lines[filled[rank + 1]]._replace(text="")
    return closed


def _heads_parted(lines: list[ListLine]) -> list[ListLine]:
    """The lines, parted where a copy lost a line end: behind a bracket with a label that a number follows, and before
    (一) behind a heading: (责任单位:市教育局)2.修路; 二、任务(一)办学.
    """
    parted: list[ListLine] = []
    for line in lines:
        text = line.text.strip(_CELL_SIGNS)
        end = end_of_bracket(text, 0) if _LABELLED_HEAD.match(text) else 0
        if end and mark_of(text[end:]):
            parted += [line._replace(text=text[:end]), line._replace(text=text[end:].strip())]
        elif (inner := _HEADING_OVER_FIRST.match(text)) and (mark := mark_of(text)) and mark.kind == "han":
            parted += [line._replace(text=inner[1]), line._replace(text=inner[2])]
        else:
            parted.append(line)
    return parted


def _records_parted(lines: list[ListLine]) -> list[ListLine]:
    """The lines, one that holds several records parted before each: 目标:…。 进展:…。 目标:…。 进展:…。"""
    parted: list[ListLine] = []
    for line in lines:
        text = line.text.strip(_CELL_SIGNS)
        found = (
            [(label.start(1), label[1]) for label in _LABELS_WITHIN.finditer(text)] if len(text) > _LONGEST_NAME else []
        )
        counts = Counter(label for _, label in found)
        starts = [at for at, label in found if label == found[0][1]]
        fewest = max(_FEWEST_LABELS, len(starts) - 1)  # the last record may be cut
        is_record = bool(starts) and starts[0] == 0 and sum(1 for count in counts.values() if count >= fewest) > 1
        if is_record:
            borders = [*starts, len(text)]
            parted.extend(line._replace(text=text[start:end].strip()) for start, end in pairwise(borders))
        else:
            parted.append(line)
    return parted


def without_page_numbers(lines: list[ListLine]) -> tuple[list[ListLine], list[ListLine]]:
    """(the lines that are no number of a page, those that are)."""
    kept: list[ListLine] = []
    pages: list[ListLine] = []
    before = ""
    for line in lines:
        if line.text.strip() and not line.text.strip(_CELL_SIGNS):
            pages.append(line)
            continue
        if line.text.rstrip().endswith(("|", "\uff5c")):
            line = line._replace(text=line.text.strip(_CELL_SIGNS))
        is_amid_a_sentence = bool(before) and not before.endswith(_ENDS) and len(before) > 1
        if _PAGE_NUMBER.match(line.text) or (_BARE_NUMBER.match(line.text) and is_amid_a_sentence):
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
        if not line.text.strip() or line.text.rstrip().endswith(_ENDS) or at == len(lines):
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
    counts = counts_in(text[: starts[0]]) if starts[0] <= _LONGEST_NAME else set()
    is_cut = not text.endswith(_ENDS)
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


def _put_paragraphs_over_answers(lines: list[ListLine]) -> None:
    """Put each numbered line and the paragraphs below it together, of which the last says who does it, in a bracket of
    names on a line of its own or at its end: 1.完善设施。 over 修路3公里。 over (市交通局).

    Only where most of the numbered lines of one kind have such a bracket, before the next number; one alone where the
    text is cut in the next.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = {at: lines[at].text.strip(_BLANKS) for at in filled}
    marks: dict[int, Mark] = {}
    expected = 0
    for at in filled:
        if mark := mark_of(texts[at], expected):
            marks[at] = mark
            expected = mark.number + 1 if mark.kind == "digit" else expected
    spans: dict[str, list[list[int]]] = {}  # by kind: the lines from a number to its bracket
    for rank, at in enumerate(filled):
        if (mark := marks.get(at)) and not lines[at].is_heading:
            following = (filled[below] for below in range(rank + 1, len(filled)))
            below = list(takewhile(lambda one: one not in marks and not lines[one].is_heading, following))
            if end := _end_of_answered(texts, at, below):
                spans.setdefault(mark.kind, []).append([at, *below[:end]])
    for kind, found in spans.items():
        alike = [at for at, mark in marks.items() if mark.kind == kind]
        count, answered = len(alike), len(found) + sum(ends_in_names(texts[at]) for at in alike)
        with_paragraphs = sum(1 for span in found if len(span) > _LINES_WITH_BRACKET)
        last, rest = max(marks), filled[filled.index(max(marks)) + 1 :]
        is_cut = marks[last].kind == kind and last > found[-1][0] and not texts[filled[-1]].endswith(_ENDS)
        is_excerpt = is_cut and len(found) == with_paragraphs == 1 and count == _FEWEST_LABELS
        if not is_excerpt and (
            with_paragraphs < _FEWEST_LABELS or answered < max(_FEWEST_ALIKE, _ANSWERED_SHARE * count)
        ):
            continue
        if is_cut and rest:
            found.append([last, *rest])
        for first, *below in found:
            lines[first] = lines[first]._replace(text="\n".join([texts[first], *(texts[at] for at in below)]))
            for at in below:
                lines[at] = lines[at]._replace(text="")


def _end_of_answered(texts: dict[int, str], at: int, below: list[int]) -> int:
    """How many of the paragraphs below a numbered line go with it, up to the one that says who; 0 where none does.

    A bracket at the end of a paragraph is believed only of the last, where the numbered line is a sentence.
    """
    own = next((rank for rank, one in enumerate(below) if _is_bracket_of_names(texts[one])), None)
    if own is not None:
        return own + 1
    is_sentence = "。" in texts[at] or len(texts[at]) > _LONGEST_NAME
    answered = [rank for rank, one in enumerate(below) if ends_in_names(texts[one])]
    is_last = is_sentence and answered == [len(below) - 1] and not ends_in_names(texts[at])
    return len(below) if is_last and not any(LABELLED_LINE.match(texts[one]) for one in below) else 0


def _is_bracket_of_names(text: str) -> bool:
    """Whether a line is one bracket that may hold names, without a label.

    >>> [_is_bracket_of_names(text) for text in ("(市教育局、市财政局)", "(责任单位:市教育局)", "(2)建校(市教育局)")]
    [True, False, False]
    """
    own, brackets = trailing_brackets(f"…{text}")
    return own == "…" and len(brackets) == 1 and ends_in_names(f"由谁{text}") and not LABELLED_LINE.match(inside(text))


def _mark_counted(lines: list[ListLine]) -> None:
    """Lines without numbers right below one that counts as many of something are items: 十件实事 over ten lines."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    for rank, at in enumerate(filled):
        counts = counts_in(lines[at].text) if not mark_of(lines[at].text) else set()
        for count in sorted(counts, reverse=True):
            below = filled[rank + 1 : rank + 1 + count]
            if len(below) < count or not _are_alike([lines[index].text.strip() for index in below]):
                continue
            after = filled[rank + 1 + count : rank + 2 + count]
            is_next = bool(after) and after[0] == below[-1] + 1
            if is_next and _goes_on_alike(lines[below[-1]].text, lines[after[0]].text):
                continue
            for index in below:
                lines[index] = lines[index]._replace(is_item=True)
            break


def _goes_on_alike(last: str, following: str) -> bool:
    """Whether the line below the last of as many as were counted is like it: then it is not they that were counted."""
    is_sentence = [text.strip().endswith(_ENDS) for text in (last, following)]
    return is_sentence[0] == is_sentence[1] and _are_alike([last, following])


def _mark_named(lines: list[ListLine]) -> None:
    """Names without numbers that all end alike, as many as a line above them counts: 十件实事, and ten lines …项目."""
    counts: set[int] = set()
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _ends_like(lines[end], lines[at]):
            end += 1
        names = [line.text.strip() for line in lines[at:end]]
        if len(names) >= _FEWEST_NAMED and len(names) in counts and _are_alike(names):
            for index in range(at, end):
                lines[index] = lines[index]._replace(is_item=True)
        counts |= counts_in(lines[at].text)
        at = max(end, at + 1)


def _put_names_over_texts(lines: list[ListLine]) -> None:
    """Names and sentences in turn, as many pairs as a line above counts: 十件实事, ten times a name over what is done.

    Each pair becomes an item of two lines, at the place of the name.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    for rank, at in reversed(list(enumerate(filled))):  # the nearest above
        for count in sorted(counts_in(lines[at].text), reverse=True):
            below = filled[rank + 1 : rank + 1 + 2 * count]
            if count < _FEWEST_NAMED or len(below) < 2 * count:
                continue
            printed = [lines[index].text.strip() for index in below]
            pairs = list(zip(printed[::2], printed[1::2], strict=True))
            if not all(_is_name_over_text(name, text) for name, text in pairs):
                continue
            _put_pairs_together(lines, below)
            return
    _put_uncounted_names_over_texts(lines, filled)


def _put_uncounted_names_over_texts(lines: list[ListLine], filled: list[int]) -> None:
    """The same where nothing counts them: from the first name on, names that end alike over texts that hold figures."""
    texts = [lines[at].text.strip() for at in filled]
    rank = 0
    while rank + 1 < len(texts):
        end = rank
        while end + 1 < len(texts) and _is_name_over_text(texts[end], texts[end + 1]):
            end += 2
        names, bodies = texts[rank:end:2], texts[rank + 1 : end : 2]
        if len(names) >= _FEWEST_NAMED and _end_alike(names) and _hold_figures(bodies):
            _put_pairs_together(lines, filled[rank:end])
        rank = max(end, rank + 1)


def _put_pairs_together(lines: list[ListLine], at: list[int]) -> None:
    for above, under in zip(at[::2], at[1::2], strict=True):
        text = f"{lines[above].text.strip()}\n{lines[under].text.strip()}"
        lines[above] = lines[above]._replace(text=text, is_item=True)
        lines[under] = lines[under]._replace(text="")


def _end_alike(names: list[str]) -> bool:
    """Whether most names end as another does: 小学建设项目, 中医院迁建项目, 农村公路工程, 供水工程.

    Quarters end alike, and begin so too.
    """
    endings = Counter(name[-_SAME_ENDING:] for name in names)
    if len({name[0] for name in names}) == 1:
        return False
    return sum(count for count in endings.values() if count > 1) >= _TITLED_SHARE * len(names)


def _hold_figures(texts: list[str]) -> bool:
    return count_with_figures(texts) >= _TITLED_SHARE * len(texts)


def titled_lines(texts: list[str]) -> list[int]:
    """The indices of lines that each begin with a name, a colon or a full stop behind it, and say in whole sentences
    how it stands with it: 小学建设项目:主体已封顶。 At least three in a row, whose names end alike.

    >>> titled_lines(["小学项目:新建2所,均已开工。", "道路项目:计划改造5条,完工。", "供水项目:铺设管网9公里。"])
    [0, 1, 2]
    >>> titled_lines(["责任单位:市教育局", "责任人:张三", "工作目标:新建学校2所。"])
    []

    A name that comes back is a label (第一季度: under the goals and under the progress).
    """
    found: list[int] = []
    heads = [titled[1] if (titled := _TITLED.match(text)) and not mark_of(text) else "" for text in texts]
    counts = Counter(heads)
    rank = 0
    while rank < len(texts):
        names: list[str] = []
        while rank + len(names) < len(texts) and (name := heads[rank + len(names)]) and counts[name] == 1:
            names.append(name)
        end = rank + len(names)
        if len(names) >= _FEWEST_ALIKE and _end_alike(names) and _hold_figures(texts[rank:end]):
            found.extend(range(rank, end))
        rank = max(end, rank + 1)
    return found


def _mark_titled(lines: list[ListLine]) -> None:
    """Paragraphs that each begin with the name of a project and go on with how it stands are items."""
    filled = [at for at, line in enumerate(lines) if line.text.strip() and not line.is_item]
    for rank in titled_lines([lines[at].text.strip(_CELL_SIGNS) for at in filled]):
        at = filled[rank]
        lines[at] = lines[at]._replace(is_item=True)


def _is_name_over_text(name: str, text: str) -> bool:
    if any(mark_of(line) or LABELLED_LINE.match(line) for line in (name, text)):
        return False
    is_name = len(name) <= _LONGEST_NAME and not name.endswith(_ENDS) and bool(_HAN_WORD.search(name))
    return is_name and text.endswith("。")


def _ends_like(line: ListLine, first: ListLine) -> bool:
    ending = first.text.strip()[-_SAME_ENDING:]
    return len(ending) == _SAME_ENDING and not ending.endswith(_ENDS) and line.text.strip().endswith(ending)


def _are_alike(texts: list[str]) -> bool:
    """Whether lines may be the items of one list: none has a number or a label, all end in the same way."""
    if any(not _SHORTEST_COUNTED <= len(text) <= _LONGEST_COUNTED for text in texts):
        return False
    if any("。" in text[:-1] or mark_of(text) or LABELLED_LINE.match(text) for text in texts):
        return False
    ends = {text[-1] if text.endswith(_ENDS) else "" for text in texts[:-1]} or {""}
    return len(ends) == 1 and (texts[-1][-1] in (*ends, "。") or not texts[-1].endswith(_ENDS))


def _mark_decorated(lines: list[ListLine]) -> None:
    """Lines that begin with the same bullet or picture and no number are items."""
    bullets: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        text = line.text.strip()
        if text and _DECORATED.match(text) and not mark_of(text) and not LABELLED_LINE.match(text):
            bullets.setdefault(text[0], []).append(at)
    for found in bullets.values():
        if len(found) >= _FEWEST_ALIKE:
            for at in found:
                lines[at] = lines[at]._replace(is_item=True)


def _mark_answered(lines: list[ListLine]) -> None:
    """Lines without numbers that each end in a bracket with names, at least three one below the other, are items; most
    hold a figure.
    """
    run: list[int] = []
    for at in [*(at for at, line in enumerate(lines) if line.text.strip()), len(lines)]:
        text = lines[at].text.strip(_CELL_SIGNS) if at < len(lines) else ""
        if text and not mark_of(text) and not LABELLED_LINE.match(text) and ends_in_names(text):
            run.append(at)
            continue
        if len(run) >= _FEWEST_ALIKE and _hold_figures([lines[index].text for index in run]):
            for index in run:
                lines[index] = lines[index]._replace(is_item=True)
        run = []


def _mark_answered_in_sections(lines: list[ListLine]) -> None:
    """Paragraphs without numbers under numbered headings, nearly each of which ends in a bracket with names, are items.

    一、经济 over 落实减税政策。(财政厅牵头) and so on; the last may be cut, and has to be below one alone.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = {at: lines[at].text.strip(_CELL_SIGNS) for at in filled}
    marks = {at: mark_of(texts[at]) for at in filled}
    headings = [at for at in filled if (mark := marks[at]) and mark.kind in HEADING_KINDS]
    if not headings or any(not _is_heading(texts[at]) for at in headings):
        return
    bodies = [at for at in filled if at > headings[0] and at not in headings]
    answered = [at for at in bodies if ends_in_names(texts[at]) and not LABELLED_LINE.match(texts[at])]
    if not answered or any(marks[at] or lines[at].is_item or lines[at].is_heading for at in bodies):
        return
    bodies = [at for at in bodies if at <= answered[-1] or at == bodies[-1]]
    is_cut = bodies[-1] != answered[-1] and not texts[bodies[-1]].endswith(_ENDS) and _is_paragraph(texts[bodies[-1]])
    items = bodies if is_cut or bodies[-1] == answered[-1] else bodies[:-1]
    fewest = 1 if is_cut and len(items) == _FEWEST_LABELS else _FEWEST_LABELS
    if len(answered) < fewest or len(answered) < _ANSWERED_IN_SECTIONS * (len(items) - is_cut):
        return
    if not all(map(_is_paragraph, (texts[at] for at in answered))):
        return
    for at in items:  # one without a bracket is one that says not who
        if at in answered or texts[at].endswith(tuple(SENTENCE_ENDS)) or at == items[-1]:
            lines[at] = lines[at]._replace(is_item=_is_paragraph(texts[at]))


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not any(end in text.removesuffix("。") for end in SENTENCE_ENDS)


def _is_paragraph(text: str) -> bool:
    """Whether a text is longer than a name, and so may say what is to be done."""
    return len(text) > _LONGEST_NAME // 2
