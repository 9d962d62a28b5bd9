"""Items that print no number, found by what they have in common: a count above them, names that end alike, a bracket of
names at the end of each. Each step marks lines as items, or puts the lines of one item together."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from duban.landing.readers.lists.brackets import inside, trailing_brackets
from duban.landing.readers.lists.list_line import (
    BLANKS,
    CELL_SIGNS,
    ENDS,
    FEWEST_ALIKE,
    FEWEST_LABELS,
    FEWEST_NAMED,
    LONGEST_NAME,
    ListLine,
)
from duban.landing.readers.lists.marks import (
    DECORATIONS,
    HEADING_KINDS,
    LABELLED_LINE,
    SENTENCE_ENDS,
    Mark,
    count_with_figures,
    mark_of,
)
from duban.landing.readers.lists.runs import counts_in, ends_in_names

_ANSWERED_IN_SECTIONS = 0.8  # of the paragraphs under numbered headings: those that end in a bracket of names
_LINES_WITH_BRACKET = 2  # a number's line and its bracket; more are paragraphs between them
_ANSWERED_SHARE = 0.6  # of the numbered lines of a kind: those over a bracket of names
_HAN_WORD = re.compile(r"[一-龥]{2}")
_SAME_ENDING = 2  # characters
_LONGEST_COUNTED = 100
_SHORTEST_COUNTED = 6
_TITLED_SHARE = 0.6  # of the items: whose names end as another's, and which hold figures
_TITLED = re.compile("^([一-龥A-Za-z0-9“”、()\uff08\uff09-]{4,40}?)[:\uff1a。](?=.{8}).*。$", re.DOTALL)
# a name with its period behind it: 修路900公里(2031—2034年)。今年已修260公里。 The last may be cut.
_TITLED_WITH_PERIOD = re.compile(
    r"^([^。;\uff1b:\uff1a]{4,60}?)[(\uff08]\d{4}年?[-—–~\uff5e至]{1,2}\d{4}年[)\uff09][。:\uff1a](?=.{8})", re.DOTALL
)
_DECORATED = re.compile(rf"[{DECORATIONS}]|-\s")


def find_unnumbered(lines: list[ListLine]) -> None:
    """Mark the items that print no number, and put each item's lines together, in place."""
    _put_paragraphs_over_answers(lines)
    _mark_counted(lines)
    _mark_named(lines)
    _put_names_over_texts(lines)
    _mark_titled(lines)
    _mark_decorated(lines)
    _mark_answered(lines)
    _mark_answered_in_sections(lines)


def _put_paragraphs_over_answers(lines: list[ListLine]) -> None:
    """Put each numbered line and the paragraphs below it together, of which the last says who does it, in a bracket of
    names on a line of its own or at its end: 1.完善设施。 over 修路3公里。 over (市交通局).

    Only where most of the numbered lines of one kind have such a bracket, before the next number; one alone where the
    text is cut in the next.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = {at: lines[at].text.strip(BLANKS) for at in filled}
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
        is_cut = marks[last].kind == kind and last > found[-1][0] and not texts[filled[-1]].endswith(ENDS)
        is_excerpt = is_cut and len(found) == with_paragraphs == 1 and count == FEWEST_LABELS
        if not is_excerpt and (
            with_paragraphs < FEWEST_LABELS or answered < max(FEWEST_ALIKE, _ANSWERED_SHARE * count)
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
    is_sentence = "。" in texts[at] or len(texts[at]) > LONGEST_NAME
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
    is_sentence = [text.strip().endswith(ENDS) for text in (last, following)]
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
        if len(names) >= FEWEST_NAMED and len(names) in counts and _are_alike(names):
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
            if count < FEWEST_NAMED or len(below) < 2 * count:
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
        if len(names) >= FEWEST_NAMED and _end_alike(names) and _hold_figures(bodies):
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
    how it stands with it: 小学建设项目:主体已封顶。 At least three in a row, whose names end alike or have their period
    behind them.

    >>> titled_lines(["小学项目:新建2所,均已开工。", "道路项目:计划改造5条,完工。", "供水项目:铺设管网9公里。"])
    [0, 1, 2]
    >>> titled_lines(["责任单位:市教育局", "责任人:张三", "工作目标:新建学校2所。"])
    []

    A name that comes back is a label (第一季度: under the goals and under the progress).
    """
    found: list[int] = []
    periods = [_TITLED_WITH_PERIOD.match(text) for text in texts]
    heads = [
        titled[1] if (titled := period or _TITLED.match(text)) and not mark_of(text) else ""
        for text, period in zip(texts, periods, strict=True)
    ]
    counts = Counter(heads)
    rank = 0
    while rank < len(texts):
        names: list[str] = []
        while rank + len(names) < len(texts) and (name := heads[rank + len(names)]) and counts[name] == 1:
            names.append(name)
        end = rank + len(names)
        are_alike = all(periods[rank:end]) or _end_alike(names)
        if len(names) >= FEWEST_ALIKE and are_alike and _hold_figures(texts[rank:end]):
            found.extend(range(rank, end))
        rank = max(end, rank + 1)
    return found


def _mark_titled(lines: list[ListLine]) -> None:
    """Paragraphs that each begin with the name of a project and go on with how it stands are items."""
    filled = [at for at, line in enumerate(lines) if line.text.strip() and not line.is_item]
    for rank in titled_lines([lines[at].text.strip(CELL_SIGNS) for at in filled]):
        at = filled[rank]
        lines[at] = lines[at]._replace(is_item=True)


def _is_name_over_text(name: str, text: str) -> bool:
    if any(mark_of(line) or LABELLED_LINE.match(line) for line in (name, text)):
        return False
    is_name = len(name) <= LONGEST_NAME and not name.endswith(ENDS) and bool(_HAN_WORD.search(name))
    return is_name and text.endswith("。")


def _ends_like(line: ListLine, first: ListLine) -> bool:
    ending = first.text.strip()[-_SAME_ENDING:]
    return len(ending) == _SAME_ENDING and not ending.endswith(ENDS) and line.text.strip().endswith(ending)


def _are_alike(texts: list[str]) -> bool:
    """Whether lines may be the items of one list: none has a number or a label, all end in the same way."""
    if any(not _SHORTEST_COUNTED <= len(text) <= _LONGEST_COUNTED for text in texts):
        return False
    if any("。" in text[:-1] or mark_of(text) or LABELLED_LINE.match(text) for text in texts):
        return False
    ends = {text[-1] if text.endswith(ENDS) else "" for text in texts[:-1]} or {""}
    return len(ends) == 1 and (texts[-1][-1] in (*ends, "。") or not texts[-1].endswith(ENDS))


def _mark_decorated(lines: list[ListLine]) -> None:
    """Lines that begin with the same bullet or picture and no number are items; behind all that were found otherwise
    they are the page's.
    """
    last = max((at for at, line in enumerate(lines) if line.is_item), default=len(lines))
    bullets: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        text = line.text.strip()
        if text and _DECORATED.match(text) and not mark_of(text) and not LABELLED_LINE.match(text):
            bullets.setdefault(text[0], []).append(at)
    for found in bullets.values():
        if len(found) >= FEWEST_ALIKE and found[0] < last:
            for at in found:
                lines[at] = lines[at]._replace(is_item=True)


def _mark_answered(lines: list[ListLine]) -> None:
    """Lines without numbers that each end in a bracket with names, at least three one below the other, are items; most
    hold a figure.
    """
    run: list[int] = []
    for at in [*(at for at, line in enumerate(lines) if line.text.strip()), len(lines)]:
        text = lines[at].text.strip(CELL_SIGNS) if at < len(lines) else ""
        if text and not mark_of(text) and not LABELLED_LINE.match(text) and ends_in_names(text):
            run.append(at)
            continue
        if len(run) >= FEWEST_ALIKE and _hold_figures([lines[index].text for index in run]):
            for index in run:
                lines[index] = lines[index]._replace(is_item=True)
        run = []


def _mark_answered_in_sections(lines: list[ListLine]) -> None:
    """Paragraphs without numbers under numbered headings, nearly each of which ends in a bracket with names, are items.

    一、经济 over 落实减税政策。(财政厅牵头) and so on; the last may be cut, and has to be below one alone.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    texts = {at: lines[at].text.strip(CELL_SIGNS) for at in filled}
    marks = {at: mark_of(texts[at]) for at in filled}
    headings = [at for at in filled if (mark := marks[at]) and mark.kind in HEADING_KINDS]
    if not headings or any(not _is_heading(texts[at]) for at in headings):
        return
    bodies = [at for at in filled if at > headings[0] and at not in headings]
    answered = [at for at in bodies if ends_in_names(texts[at]) and not LABELLED_LINE.match(texts[at])]
    if not answered or any(marks[at] or lines[at].is_item or lines[at].is_heading for at in bodies):
        return
    bodies = [at for at in bodies if at <= answered[-1] or at == bodies[-1]]
    is_cut = bodies[-1] != answered[-1] and not texts[bodies[-1]].endswith(ENDS) and _is_paragraph(texts[bodies[-1]])
    items = bodies if is_cut or bodies[-1] == answered[-1] else bodies[:-1]
    fewest = 1 if is_cut and len(items) == FEWEST_LABELS else FEWEST_LABELS
    if len(answered) < fewest or len(answered) < _ANSWERED_IN_SECTIONS * (len(items) - is_cut):
        return
    if not all(map(_is_paragraph, (texts[at] for at in answered))):
        return
    for at in items:  # one without a bracket is one that says not who
        if at in answered or texts[at].endswith(tuple(SENTENCE_ENDS)) or at == items[-1]:
            lines[at] = lines[at]._replace(is_item=_is_paragraph(texts[at]))


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not any(end in text.removesuffix("。") for end in SENTENCE_ENDS)


def _is_paragraph(text: str) -> bool:
    """Whether a text is longer than a name, and so may say what is to be done."""
    return len(text) > LONGEST_NAME // 2
