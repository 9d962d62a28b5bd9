"""From lines to the entries of a list: items with what is printed of them, headings, and what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from duban.landing.readers.lists.brackets import open_brackets, trailing_brackets
from duban.landing.readers.lists.labels import (
    Pairs,
    common_labels,
    inner_labels,
    label_below_steps,
    label_of_account,
    labels_above_next,
    last_label,
    pairs_of,
)
from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.marks import (
    DATE_LINE,
    HEADING_KINDS,
    LABELLED_LINE,
    SENTENCE_ENDS,
    Mark,
    count_with_figures,
    mark_of,
    without_mark,
)

BLANKS = " \t\u3000\xa0"  # around a paragraph: its indent
_LONGEST_HEADING = 60
_LONGEST_SIGNATURE = 30
_OPENING = ("(", "\uff08", "[", "【", "〔")
_DASH = "——"
_COLONS = (":", "\uff1a")
_JOINERS = ("、", ",", "\uff0c", ";", "\uff1b")  # a value that ends or goes on with one of these is not over
_NEARLY = 2  # characters
_LONGEST_END = 1_000  # of a paragraph, in which the brackets at its end are looked for
_NARROWEST, _WIDEST = 15, 60  # characters of lines that are broken at one length
_FEWEST_BROKEN = 8
_RAGGED = 5  # a fifth of their length, by which such lines may differ
_FULL_LINES = 4  # a quarter of the lines at least is as long as the longest where lines are broken
_FEWEST_ABOVE_FOOT = 3  # lines with labels that come back
_FEWEST_UNNUMBERED = 2  # items that print who and no number
_NAMES_BEHIND_STOP = re.compile(
    r"^(.*[。.\uff0e;\uff1b])[ \t\u3000]+([^\d。.\uff0e;\uff1b:\uff1a!\uff01?\uff1f]{2,60})$", re.DOTALL
)
_NAMES_BEHIND_DASH = re.compile(
    r"^(.*[^\s—―－-])\s*((?:—|―|－|-){2}[^\d—―。;\uff1b:\uff1a!\uff01?\uff1f]{2,60})$", re.DOTALL
)
_NAMES_BEHIND_BLANK = re.compile(
    r"^(.*[^\s、,\uff0c])[ \t\u3000]+([^\s\d。.\uff0e;\uff1b:\uff1a!\uff01?\uff1f]{3,60})$", re.DOTALL
)
_POINTS_AT_END = re.compile(
    r"[^。;\uff1b][(\uff08](?:[共计满总]|分值|权重)*[:\uff1a]?(?:\d{1,4}(?:\.\d)?分|[百千]分制)[)\uff09]\s*$"
)
_NAMES_ALONE = re.compile(r"^[^\d,\uff0c]*、[^\d,\uff0c]*$")
_NUMBER_AT_HEAD = re.compile(r"^\s*[(\uff08]?\d+")
_BETWEEN_NAMES = re.compile("[、,\uff0c]")
_MOST_ENDINGS = 3
_LONGEST_NAME = 20
_FEWEST_WITH_NAMES = 3
_NAMED_SHARE = 0.8  # of the items; the last may be cut
_SAME_ENDING = 2  # characters
_STEP_KINDS = ("circled", "spoken")
_FEWEST_GROUPS = 2  # of labels, each under a sentence of its own
_FEWEST_IN_RUN = 3  # items with a label in the sentence, where others of the text have none


@dataclass(slots=True, eq=False)
class Entry:
    """One paragraph. values: label -> value; brackets: those at its end; rest: the sentence behind an inner label.

    part_no: of an item that was parted, from 1; its later parts have the mark of the first, which they do not print.
    is_item: it prints no number and is an item all the same. is_head: what stands below it is its rest.
    """

    source_place: str
    text: str
    mark: Mark | None = None
    values: dict[str, str] = field(default_factory=dict)
    brackets: list[str] = field(default_factory=list)
    rest: str = ""
    is_heading: bool = False
    is_apart: bool = False  # after an empty line
    last_label: str | None = None
    bracket: str = ""  # the one that its labels stand in, as printed
    part_no: int = 0
    is_item: bool = False
    is_head: bool = False

    @property
    def body(self) -> str:
        """Its text behind its mark."""
        return self.text if self.part_no > 1 else without_mark(self.text, self.mark)

    @property
    def is_numbered(self) -> bool:
        """Whether it may be an item: it has a number, or is one without."""
        return self.mark is not None or self.is_item

    @property
    def has_own(self) -> bool:
        """Whether anything is printed of it besides its text."""
        return bool(self.values or self.brackets)


@dataclass(slots=True)
class Outline:
    """The entries of a text in order and the lines before the first. labels: those that make columns.

    is_cut_behind_one: the text is cut in the second item, and only the first has its label.
    """

    before: list[ListLine] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    is_cut_behind_one: bool = False


def outline(lines: list[ListLine]) -> Outline:
    """Put lines together into entries.

    A label that comes only once is one of an entry's when it stands with labels that come back, in their bracket,
    between the item and them or right under them; after an empty line below them it is not (a page's 联系电话:…).
    """
    inner = _inner_labels([line.text.strip(BLANKS) for line in lines])
    common = common_labels(line.text for line in lines)
    first_alone: set[str] = set()  # labels of the one item before that in which the text is cut
    if not (common or inner):
        texts = [line.text for line in lines]
        common = last_label(texts) or (
            first_alone := label_below_steps(texts) or labels_above_next(texts) or label_of_account(texts)
        )
    found = Outline(labels=common | inner, is_cut_behind_one=bool(first_alone))
    lines = _items_over_labels(lines, common)
    endings = _value_endings(lines, common)
    expected, is_apart = 1, True
    has_second = any(mark_of(line.text, 2) for line in lines)
    unsigned = _unsigned_numbers(lines)
    signature = _signature(lines) | _foot_of_page(lines, found.labels, inner)
    width = _wrapped_width(lines)
    cut = _cut_label(lines)
    for at, line in enumerate(lines):
        text = line.text.strip(BLANKS)
        if not text:
            is_apart = True
            continue
        if line.is_step and found.entries and (label := found.entries[-1].last_label) is not None:
            values = found.entries[-1].values
            values[label] = f"{values[label]}\n{text}".strip("\n")
            is_apart = False
            continue
        mark = mark_of(text, expected if expected > 1 or has_second else 0) or unsigned.get(at)
        if mark and mark.kind == "digit":
            expected = mark.number + 1
        taken = pairs_of(text, common, inner if mark else None)
        if mark is None and not taken.own and _leads_to_items(taken, lines, at):
            taken = Pairs(text, [])
        current = found.entries[-1] if found.entries and not found.entries[-1].is_heading else None
        if line.part_no > 1 and current is not None:
            mark = current.mark
        if at in signature:
            found.entries.append(
                Entry(line.source_place, text, is_apart=True)
            ) if found.entries else found.before.append(line)
        elif taken.pairs and (
            _are_labels(taken, current, found.labels, is_apart or mark is not None)
            or _stands_over_labels(taken, current, lines, at, common)
        ):
            _take_pairs(found, None if line.is_item else current, line.source_place, taken, mark, is_apart)
            found.entries[-1].bracket = text[len(taken.own) :].strip(BLANKS) if taken.is_bracket else ""
            found.entries[-1].part_no = line.part_no or found.entries[-1].part_no
            found.entries[-1].is_item = line.is_item or found.entries[-1].is_item
        elif current is not None and current.last_label is not None and _is_step_of_value(current, mark):
            current.values[current.last_label] += f"\n{text}"
        elif mark or line.is_item or (line.is_heading and found.entries):
            found.entries.append(
                Entry(
                    line.source_place,
                    text,
                    mark,
                    is_heading=line.is_heading,
                    is_apart=is_apart,
                    part_no=line.part_no,
                    is_item=line.is_item,
                )
            )
        elif current is None and not found.entries:
            found.before.append(line)
        elif current is None:
            found.entries.append(Entry(line.source_place, text, is_apart=is_apart))
        elif current.last_label is not None:
            value = current.values[current.last_label]
            head, _, last = value.rpartition("\n")
            is_full = width > 0 and len(last) + (0 if head else len(current.last_label) + 1) >= width - _NEARLY
            if not is_apart and (is_full or _goes_on(value, text, endings, _next_text(lines, at))):
                current.values[current.last_label] = f"{value}\n{text}".strip("\n")
            else:
                found.entries.append(Entry(line.source_place, text, is_apart=is_apart))
        elif current.has_own or current.mark is None or at == cut or _is_over(current.text, text, is_apart, width):
            found.entries.append(Entry(line.source_place, text, is_apart=is_apart))
        else:
            current.text = f"{current.text}\n{text}"
        is_apart = False
    return found


def _is_step_of_value(current: Entry, mark: Mark | None) -> bool:
    """Whether 一是 or ① below 进展情况:… goes on with that: with whole sentences, of an item with another number."""
    is_step = mark is not None and mark.kind in _STEP_KINDS
    is_below = current.mark is not None and mark is not None and mark.level > current.mark.level
    return is_step and is_below and "。" in current.values.get(current.last_label or "", "")


def _cut_label(lines: list[ListLine]) -> int:
    """The index of the last line, where it is a bracket with a label that the text is cut in; else -1."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].text.strip()), -1)
    text = lines[last].text.strip(BLANKS) if last >= 0 else ""
    return last if text.startswith(_OPENING) and open_brackets(text) and LABELLED_LINE.match(text[1:]) else -1


def _unsigned_numbers(lines: list[ListLine]) -> dict[int, Mark]:
    """The lines whose number lost its sign, by their index: 11组织接种 between 10、 and 12、, the one line that has the
    number that is missing there.
    """
    texts = [line.text.strip(BLANKS) for line in lines]
    marked = [(at, mark) for at, text in enumerate(texts) if (mark := mark_of(text)) and mark.kind == "digit"]
    found: dict[int, Mark] = {}
    for (at, before), (end, after) in pairwise([(-1, Mark("digit", "", 0)), *marked]):
        if after.number != before.number + 2:
            continue
        unsigned = re.compile(rf"{before.number + 1}(?=[一-龥])(?![年月日])")
        without = [one for one in range(at + 1, end) if unsigned.match(texts[one])]
        if len(without) == 1:
            found[without[0]] = Mark("digit", str(before.number + 1), before.number + 1)
    return found


def leave_notice(found: Outline) -> None:
    """Put what stands up to a signature and its date before the list, where only what follows says who does what.

    A notice that passes a list on has paragraphs 一、 二、 三、 of its own, who signs it, and the list behind that.
    """
    entries = found.entries
    dates = [at for at, entry in enumerate(entries) if DATE_LINE.match(entry.text)]
    if not dates:
        return
    answered = [at for at, entry in enumerate(entries) if entry.values or trailing_brackets(entry.text)[1]]
    labelled = [at for at in answered if entries[at].values]
    before = labelled or answered  # what a notice has none of: labels, or where the list has none brackets
    at = max((date for date in dates if not before or date < before[0]), default=-1)
    numbered = next((one for one in range(at + 1, len(entries)) if entries[one].is_numbered or entries[one].values), 0)
    if at >= 0 and numbered and sum(1 for one in answered if one > at) >= _FEWEST_UNNUMBERED:
        found.before += [ListLine(entry.source_place, entry.text) for entry in entries[:numbered]]
        del entries[:numbered]


def _inner_labels(texts: list[str]) -> set[str]:
    """The labels inside the sentences of all numbered paragraphs, else of those numbered as most are, else of one run
    of those: below a ranking that counts from 1 too, 1、甲县;2、乙县。, most paragraphs may have none.
    """
    marked = [(text, mark) for text in texts if (mark := mark_of(text))]
    if not marked:
        return set()
    kinds = Counter(mark.kind for _, mark in marked).most_common()
    wholes = [[text for text, _ in marked], [text for text, mark in marked if mark.kind == kinds[0][0]]]
    runs = [run for kind, _ in kinds for run in _runs_of(marked, kind) if len(run) >= _FEWEST_IN_RUN]
    return next((found for items in [*wholes, *runs] if (found := inner_labels(items))), set())


def _runs_of(marked: list[tuple[str, Mark]], kind: str) -> list[list[str]]:
    """The paragraphs numbered in one way, a run for each time that they begin anew at 1."""
    runs: list[list[str]] = []
    for text, mark in marked:
        if mark.kind == kind and (mark.number == 1 or not runs):
            runs.append([text])
        elif mark.kind == kind:
            runs[-1].append(text)
    return runs


def _items_over_labels(lines: list[ListLine], common: set[str]) -> list[ListLine]:
    """The lines, each sentence without a number that stands right over the first of its labels marked as an item.

    Only where every group of labels has such a sentence over it: a record begins with its first label.
    """
    labels = [pairs.pairs[0][0] if (pairs := pairs_of(line.text)).pairs and not pairs.own else None for line in lines]
    first = next((label for label in labels if label in common), None)
    groups = [at for at, label in enumerate(labels) if label is not None and label == first]
    over = [next((above for above in range(at - 1, -1, -1) if lines[above].text.strip()), -1) for at in groups]
    if len(groups) < _FEWEST_GROUPS or any(
        above < 0
        or labels[above] is not None
        or lines[above].is_heading
        or mark_of(lines[above].text.strip(BLANKS))
        or not lines[above].text.rstrip().endswith(tuple(SENTENCE_ENDS))
        for above in over
    ):
        return lines
    if headed := _numbered_names_over(lines, over):
        return headed
    if 2 * sum(1 for at in over if _goes_on_with_numbered(lines, at)) >= len(over):
        return lines
    lines, over = _broken_put_together(lines, over)
    over = [*over, *_cut_below_labels(lines, labels, groups)]
    return [line._replace(is_item=True) if at in over else line for at, line in enumerate(lines)]


def _goes_on_with_numbered(lines: list[ListLine], at: int) -> bool:
    """Whether a line is the last of a numbered paragraph that was broken over lines, each about as long as it at least.

    A name over its text is shorter than that: 1.供水工程 over 新建管网60公里。
    """
    last = len(lines[at].text.strip(BLANKS))
    below = ""
    for above in range(at - 1, -1, -1):
        text = lines[above].text.strip(BLANKS)
        if not text:
            continue
        is_open = bool(below) or not text.endswith(tuple(SENTENCE_ENDS))
        if not is_open or pairs_of(text).pairs or len(text) < max(_NARROWEST, last - _NEARLY):
            return False
        if mark := mark_of(text):
            return mark.kind not in HEADING_KINDS[:2]
        below = text
    return False


def _broken_put_together(lines: list[ListLine], over: list[int]) -> tuple[list[ListLine], list[int]]:
    """(the lines, each sentence without a number over its labels put together of the lines that it was broken over;
    the indices of the sentences).

    How long such lines are is seen below the labels of the items before, where no title can stand.
    """
    above_last = [_broken_above(lines, at) for at in over[1:]]
    lengths = [len(lines[above].text.strip(BLANKS)) for above in above_last if above is not None]
    if not lengths:
        return lines, over
    full = median(lengths) * (_RAGGED - 1) / _RAGGED
    whole, sentences = list(lines), []
    for at in over:
        first, text = at, lines[at].text.strip(BLANKS)
        while (above := _broken_above(lines, first)) is not None and len(lines[above].text.strip(BLANKS)) >= full:
            text = f"{lines[above].text.strip(BLANKS)}\n{text}"
            whole[first] = whole[first]._replace(text="")
            first = above
        whole[first] = whole[first]._replace(text=text)
        sentences.append(first)
    return whole, sentences


def _broken_above(lines: list[ListLine], at: int) -> int | None:
    """The index of the line right above one that goes on in it; None where that is over, numbered, labelled, a list of
    names that a label's value goes on with, or short: a broken line is at least as long as the last.
    """
    line = lines[at - 1] if at else None
    text = line.text.strip(BLANKS) if line else ""
    shortest = max(_NARROWEST, len(lines[at].text.strip(BLANKS)) - _NEARLY)
    if not line or line.is_heading or len(text) < shortest or mark_of(text) or pairs_of(text).pairs:
        return None
    if _NAMES_ALONE.match(text):
        return None
    return None if text.endswith((*SENTENCE_ENDS, *_COLONS)) or DATE_LINE.match(text) else at - 1


def _cut_below_labels(lines: list[ListLine], labels: list[str | None], groups: list[int]) -> list[int]:
    """The last line of a text that is cut in an item without a number: it stands right below a whole group of labels,
    as many as the first group has, and its sentence is not over.
    """
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    last, above = filled[-1], filled[-2]
    one = [labels[at] for at in filled if groups[0] <= at < groups[1]][:-1]  # without the sentence over the next
    end = [labels[at] for at in filled if groups[-1] <= at < last]
    text, before = lines[last].text.strip(BLANKS), lines[above].text.strip(BLANKS)
    is_open = labels[last] is None and not text.endswith(tuple(SENTENCE_ENDS)) and not mark_of(text)
    is_below = bool(one) and one == end and None not in one and not before.endswith(_JOINERS)
    return [last] if is_open and is_below and len(text) > _LONGEST_SIGNATURE // 3 and not DATE_LINE.match(text) else []


def _numbered_names_over(lines: list[ListLine], over: list[int]) -> list[ListLine]:
    """The lines, each numbered name put together with the one sentence below it: 1.供水工程 over 新建管网60公里。

    Empty where not every sentence has one right over it, or names of the kind stand elsewhere too.
    """
    names = [next((above for above in range(at - 1, -1, -1) if lines[above].text.strip()), -1) for at in over]
    marks = [mark_of(lines[at].text.strip(BLANKS)) if at >= 0 else None for at in names]
    kinds = {mark.kind for mark in marks if mark}
    alike = [line for line in lines if (mark := mark_of(line.text.strip(BLANKS))) and mark.kind in kinds]
    ends = tuple(SENTENCE_ENDS)
    is_bare = all(mark and not lines[at].text.rstrip().endswith(ends) for at, mark in zip(names, marks, strict=True))
    if not is_bare or len(kinds) != 1 or len(alike) != len(over):
        return []
    headed = list(lines)
    for name, at in zip(names, over, strict=True):
        headed[name] = lines[name]._replace(text=f"{lines[name].text.strip(BLANKS)}\n{lines[at].text.strip(BLANKS)}")
        headed[at] = lines[at]._replace(text="")
    return headed


def take_brackets(entries: list[Entry]) -> None:
    """Part the brackets at the ends of entries that have no labels from their texts.

    The points of a group, (一)农业(120分) over 1、…, are of its heading.
    """
    for entry, below in pairwise([*entries, None]):
        if entry and not entry.values and not entry.is_heading and not _is_heading_with_points(entry, below):
            entry.text, entry.brackets = trailing_brackets(entry.text)


def _is_heading_with_points(entry: Entry, below: Entry | None) -> bool:
    mark, inner = entry.mark, below.mark if below else None
    if mark is None or inner is None or mark.kind not in HEADING_KINDS or inner.level <= mark.level:
        return False
    return len(entry.text) <= _LONGEST_HEADING and _POINTS_AT_END.search(entry.text) is not None


def take_names_at_ends(entries: list[Entry]) -> bool:
    """Part the names at the end of each item, where nearly all of them print some in one way; whether they do.

    Behind the last full stop and a blank, the row of a table that was copied so: 1 新建学校2所。 市教育局、市财政局;
    behind a dash, 1.新建学校2所——市教育局; or behind a blank alone, where names end alike from item to item.
    """
    kinds = Counter(entry.mark.kind for entry in entries if entry.mark and not entry.values)
    usual = kinds.most_common(1)[0][0] if kinds else ""
    items = [entry for entry in entries if entry.mark and entry.mark.kind == usual and not entry.values]
    for pattern in (_NAMES_BEHIND_STOP, _NAMES_BEHIND_DASH, _NAMES_BEHIND_BLANK):
        found = [(entry, names) for entry in items if (names := pattern.match(entry.text))]
        if len(found) < _FEWEST_WITH_NAMES or len(found) < _NAMED_SHARE * len(items):
            continue
        if pattern is _NAMES_BEHIND_BLANK and not _are_names_behind_figures(
            [(names[1], names[2]) for _, names in found]
        ):
            continue
        for entry, names in found:
            entry.text, entry.brackets = names[1], [names[2]]
        return True
    return False


def _are_names_behind_figures(parted: list[tuple[str, str]]) -> bool:
    """Whether names stand behind a blank, parted by 、 and ending in few characters (市教育局、市财政局, 市民政局),
    and what stands before it are goals, half of which hold a figure: 畅行 “顺心”实事 is a heading.
    """
    pieces = [piece for _, name in parted for piece in _BETWEEN_NAMES.split(name) if piece]
    endings = Counter(piece[-1] for piece in pieces)
    usual = sum(count for _, count in endings.most_common(_MOST_ENDINGS))
    end_alike = usual >= _NAMED_SHARE * len(pieces) and len(endings) < len(pieces)
    with_figures = count_with_figures(_NUMBER_AT_HEAD.sub("", text) for text, _ in parted)
    return max(map(len, pieces)) <= _LONGEST_NAME and end_alike and 2 * with_figures >= len(parted)


def mark_headings(entries: list[Entry]) -> None:
    """Separate headings from items: a numbered line that has nothing of its own and stands over entries that have.

    Steps within an item, (1) (2) under 1., of which only the last has the item's labels or brackets, are put together
    with it.
    """
    _put_steps_together(entries)
    _put_bodies_together(entries)
    _part_heads(entries)
    _part_headings_like_others(entries)
    _close_labelled_headings(entries)
    kind = item_kind(entries)
    level = 9
    owner_below = [False] * len(entries)
    lowest: dict[int, bool] = {}
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        level = entry.mark.level if entry.mark else 9
        owner_below[at] = any(has for below, has in lowest.items() if below > level)
        lowest = {below: has for below, has in lowest.items() if below < level}
        lowest[level] = lowest.get(level, False) or entry.has_own or owner_below[at]
    for at, entry in enumerate(entries):
        if entry.has_own or entry.mark is None:
            continue
        is_title_like = entry.mark.kind in HEADING_KINDS and len(entry.text) <= _LONGEST_HEADING
        if owner_below[at] or (is_title_like and entry.mark.kind != kind):
            entry.is_heading = not _is_last_of_notice(entries, at, owner_below)
    _part_long_headings(entries)


def _part_long_headings(entries: list[Entry]) -> None:
    """Of a heading that goes on in its own line, 一、优化服务。围绕…, only the first sentence is one."""
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head, stop, rest = entry.text.partition("。")
        if entry.is_heading and entry.mark and rest.strip() and len(head) <= _LONGEST_HEADING < len(entry.text):
            entry.text = head + stop
            entries.insert(at + 1, Entry(entry.source_place, rest.strip()))


def _is_last_of_notice(entries: list[Entry], at: int, owner_below: list[bool]) -> bool:
    """Whether a long numbered paragraph stands over items by chance: 三、 of a notice, whose 一、 and 二、 do not."""
    entry = entries[at]
    mark = entry.mark
    if mark is None or mark.number < _FEWEST_GROUPS or len(entry.text) <= _LONGEST_HEADING:
        return False
    elder = [
        one for one in range(at)
        if (other := entries[one].mark) and other.kind == mark.kind and other.number < mark.number
    ]  # fmt: skip
    return bool(elder) and not any(owner_below[one] or entries[one].has_own for one in elder)


def mark_plain_headings(entries: list[Entry]) -> None:
    """A short line without a number or a final mark between an item and the next numbered one is a heading."""
    for at, entry in enumerate(entries[:-1]):
        following = entries[at + 1]
        is_short = len(entry.text) <= _LONGEST_HEADING // 2 and not entry.text.endswith((*SENTENCE_ENDS, *_COLONS))
        is_over_one = bool(following.mark) or following.is_heading or (following.is_item and following.has_own)
        if entry.mark is None and not entry.has_own and not entry.is_item and is_short and is_over_one:
            entry.is_heading = True


def item_kind(entries: list[Entry]) -> str | None:
    """The kind of mark of most entries that have something of their own; None where those have no mark."""
    counts = Counter(entry.mark.kind if entry.mark else None for entry in entries if entry.has_own)
    return counts.most_common(1)[0][0] if counts else None


def _are_labels(taken: Pairs, current: Entry | None, labels: set[str], is_apart: bool) -> bool:
    is_under = current is not None and bool(current.values) and not is_apart and not taken.is_bracket
    return is_under or any(label in labels for label, _ in taken.pairs)


def _stands_over_labels(taken: Pairs, current: Entry | None, lines: list[ListLine], at: int, common: set[str]) -> bool:
    """Whether a line of a label and its value alone stands between a numbered item and a label that comes back."""
    if current is None or current.mark is None or current.has_own or taken.own or taken.is_bracket:
        return False
    following = pairs_of(_next_text(lines, at), common)
    return not following.own and any(label in common for label, _ in following.pairs)


def _leads_to_items(taken: Pairs, lines: list[ListLine], at: int) -> bool:
    """Whether a word with a colon and nothing behind it stands over a number: 具体措施: over 1., which is no label."""
    if any(value for _, value in taken.pairs):
        return False
    following = next((line for line in lines[at + 1 :] if line.text.strip()), None)
    return following is not None and not following.is_step and mark_of(following.text.strip(BLANKS)) is not None


def _take_pairs(
    found: Outline, current: Entry | None, place: str, taken: Pairs, mark: Mark | None, is_apart: bool
) -> None:
    is_answered = current is None or any(label in current.values for label, _ in taken.pairs)
    if current is None or is_answered or mark or (taken.own and current.values):
        current = Entry(place, taken.own, mark, is_apart=is_apart)
        found.entries.append(current)
    elif taken.own:
        current.text = f"{current.text}\n{taken.own}"
    values: dict[str, str] = {}  # a label that comes twice has a line for each
    for label, value in taken.pairs:
        values[label] = f"{values[label]}\n{value}".strip("\n") if label in values else value
    current.values.update(values)
    current.rest = taken.rest
    current.last_label = None if taken.is_bracket or taken.rest else taken.pairs[-1][0]


def _value_endings(lines: list[ListLine], common: set[str]) -> set[str]:
    """The last characters of the pieces of all values: how names end in this document."""
    endings: set[str] = set()
    for line in lines:
        for _, value in pairs_of(line.text, common).pairs:
            for piece in value.replace("\uff0c", "、").replace(",", "、").split("、"):
                endings |= {piece.rstrip("。;\uff1b ")[-1:]}
    return endings - {""}


def _next_text(lines: list[ListLine], at: int) -> str:
    return next((line.text for line in lines[at + 1 :] if line.text.strip()), "")


def _goes_on(value: str, text: str, endings: set[str], following: str) -> bool:
    """Whether a value is not over at the end of its line. Before a label of the same entry it is not; before a number
    or at the end only where the line ends as the document's names do, or a sign says so.
    """
    if not value or value.endswith(_JOINERS) or text.startswith(_JOINERS):
        return True
    if pairs_of(following).pairs and mark_of(following) is None:
        return True
    if len(text) == 1 and text.isalnum() and len(value) >= _NARROWEST:  # 各乡镇人民政 over 府
        return True
    return text.rstrip("。;\uff1b ")[-1:] in endings and len(text) <= 4 * _LONGEST_SIGNATURE


def _wrapped_width(lines: list[ListLine]) -> int:
    """The length that lines are broken at, mid-sentence; 0 where a line is a paragraph.

    They are as long as the longest, or, where a copy lost and added characters, half of them at least end mid-sentence
    at about one length, of which the least is taken.
    """
    texts = [line.text.strip() for line in lines if line.text.strip()]
    widest = max(map(len, texts), default=0)
    ends = tuple(SENTENCE_ENDS)
    full = sum(1 for text in texts if len(text) >= widest - _NEARLY and not text.endswith(ends))
    if full >= 3 and full * _FULL_LINES >= len(texts):
        return widest
    going_on = [
        len(one.text.strip())
        for one, below in pairwise(lines)
        if one.text.strip() and below.text.strip() and not one.text.rstrip().endswith(ends)
        and not mark_of(below.text.strip(BLANKS)) and not pairs_of(below.text).pairs
    ]  # fmt: skip
    usual = int(median(going_on)) if going_on else 0
    long = sum(1 for text in texts if len(text) >= _NARROWEST)
    for spread in (_NEARLY, usual // _RAGGED):
        alike = sum(1 for length in going_on if abs(length - usual) <= spread)
        if _NARROWEST <= usual <= _WIDEST and alike >= _FEWEST_BROKEN and 2 * alike >= long:
            return usual - spread + _NEARLY
    return 0


def _is_over(text: str, following: str, is_apart: bool, width: int) -> bool:
    """Whether a paragraph is over: its sentence is, its last line could have held more, and no bracket follows it."""
    if trailing_brackets(text[-_LONGEST_END:])[1]:
        return True
    if following.startswith(_OPENING) or (following.startswith(_DASH) and trailing_brackets(f"。\n{following}")[1]):
        return False
    last = text.rsplit("\n", 1)[-1]
    if width and not is_apart and len(last) >= width - _NEARLY:
        return False
    return text.endswith(tuple(SENTENCE_ENDS)) or _is_heading_like(text)


def _is_heading_like(text: str) -> bool:
    mark = mark_of(text)
    return mark is not None and mark.kind in ("chapter", "han") and len(text) <= _LONGEST_HEADING


def _signature(lines: list[ListLine]) -> set[int]:
    """The indices of a date that stands alone and of the short lines right above it: who signs, and when."""
    found: set[int] = set()
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    for rank, at in enumerate(filled):
        if not DATE_LINE.match(lines[at].text):
            continue
        found.add(at)
        for above in reversed(filled[max(0, rank - 2) : rank]):
            text = lines[above].text.strip()
            if len(text) > _LONGEST_SIGNATURE or mark_of(text) or text.endswith(tuple(SENTENCE_ENDS)) or ":" in text:
                break
            if "\uff1a" in text or trailing_brackets(text)[1]:
                break
            found.add(above)
    return found


def _close_labelled_headings(entries: list[Entry]) -> None:
    """一、产业(牵头领导:张三) over items with other labels is a heading, its bracket a part of its text, and so is
    二、环保(以省下达数为准) over sentences with brackets.
    """
    for at, entry in enumerate(entries[:-1]):
        mark, below = entry.mark, entries[at + 1].mark
        is_over = mark is not None and below is not None and mark.kind in HEADING_KINDS and below.level > mark.level
        is_bare = not entry.text.endswith(tuple(SENTENCE_ENDS)) and len(entry.text) <= _LONGEST_HEADING
        if is_over and is_bare and entry.bracket and entries[at + 1].has_own:
            entry.text, entry.values, entry.last_label = entry.text + entry.bracket, {}, None
        elif is_over and is_bare and entry.brackets and _are_answered_below(entries, at):
            entry.text, entry.brackets = entry.text + "".join(entry.brackets), []


def _are_answered_below(entries: list[Entry], at: int) -> bool:
    """Whether the first two items below a heading are sentences with brackets of their own, numbered 1 and 2."""
    below = entries[at + 1 : at + 3]
    return len(below) == _FEWEST_GROUPS and all(
        entry.mark is not None
        and entry.mark.kind == (below[0].mark or entry.mark).kind
        and entry.mark.number == number
        and entry.brackets
        and entry.text.endswith(tuple(SENTENCE_ENDS))
        for number, entry in enumerate(below, start=1)
    )


def _part_heads(entries: list[Entry]) -> None:
    """A heading and the paragraph below it are two where items without numbers are how this list goes."""
    if sum(1 for entry in entries if entry.has_own and entry.mark is None) < _FEWEST_UNNUMBERED:
        return
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head, _, body = entry.text.partition("\n")
        is_headed = entry.mark is not None and entry.mark.kind in HEADING_KINDS and entry.has_own
        if is_headed and body and len(head) <= _LONGEST_HEADING and not head.endswith(tuple(SENTENCE_ENDS)):
            entries.insert(at, Entry(entry.source_place, head, entry.mark, is_apart=entry.is_apart))
            entry.text, entry.mark, entry.is_item, entry.is_apart = body, None, True, False


def _part_headings_like_others(entries: list[Entry]) -> None:
    """A heading and the sentence below it are two where others that end alike stand over numbered items.

    (一)市教育局牵头的工作 over one sentence, (二)市交通局牵头的工作 over 1. and 2.
    """
    over = Counter(
        (mark.kind, entry.text[-_SAME_ENDING:])
        for entry, below in pairwise(entries)
        if (mark := entry.mark) and mark.kind in HEADING_KINDS and not entry.has_own
        and below.mark and below.mark.level > mark.level
    )  # fmt: skip
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head, _, body = entry.text.partition("\n")
        is_headed = entry.mark is not None and body.endswith(tuple(SENTENCE_ENDS)) and len(head) <= _LONGEST_HEADING
        if is_headed and entry.mark and over[entry.mark.kind, head[-_SAME_ENDING:]] >= _FEWEST_GROUPS:
            entries.insert(at, Entry(entry.source_place, head, entry.mark, is_apart=entry.is_apart))
            entry.text, entry.mark, entry.is_item, entry.is_apart = body, None, True, False


def _foot_of_page(lines: list[ListLine], known: set[str], inner: set[str]) -> set[int]:
    """The indices of lines behind the last item and its labels that print labels of their own: 主办:… 备案号:…

    Only below several items with labels that come back: of a single one nothing shows what else is its own.
    """
    labels = [{label for label, _ in pairs_of(line.text, known, inner).pairs} for line in lines]
    answered = [at for at, found in enumerate(labels) if found & known]
    numbered = [at for at, line in enumerate(lines) if mark_of(line.text.strip(BLANKS))]
    if len(answered) < _FEWEST_ABOVE_FOOT or not numbered:
        return set()
    first = max(answered[-1], numbered[-1]) + 1
    return {at for at in range(first, len(lines)) if labels[at] and not labels[at] & known}


def _put_steps_together(entries: list[Entry]) -> None:
    at = 0
    while at < len(entries):
        parent = entries[at]
        end = at + 1
        if parent.mark and parent.mark.kind == "digit" and not parent.has_own:
            while end < len(entries) and (mark := entries[end].mark) and mark.level > parent.mark.level:
                end += 1
        steps = entries[at + 1 : end]
        if len(steps) >= 2 and steps[-1].has_own and not any(step.has_own for step in steps[:-1]):
            parent.text = "\n".join([parent.text, *(step.text for step in steps)])
            parent.values, parent.brackets, parent.rest = steps[-1].values, steps[-1].brackets, steps[-1].rest
            parent.last_label = steps[-1].last_label
            del entries[at + 1 : end]
        at += 1


def _put_bodies_together(entries: list[Entry]) -> None:
    """A numbered sentence and the one paragraph below it that goes on with it become one entry."""
    at = 0
    while at + 1 < len(entries):
        lead, body = entries[at], entries[at + 1]
        is_lead = lead.mark is not None and lead.mark.kind != "han" and not lead.has_own
        is_single = at + 2 == len(entries) or entries[at + 2].mark is not None
        if is_lead and lead.text.endswith(tuple(SENTENCE_ENDS)) and body.mark is None and body.has_own and is_single:
            lead.text = f"{lead.text}\n{body.text}"
            lead.values, lead.brackets, lead.rest, lead.last_label = (
                body.values,
                body.brackets,
                body.rest,
                body.last_label,
            )
            del entries[at + 1]
        at += 1
