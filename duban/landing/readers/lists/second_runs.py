"""Lists whose items are numbered again below a line of their own: what is printed of each beside its text.

    (一)就业                 (一)就业
    目标任务                 目标任务
    1.新增就业300人。         1.新增就业300人。    完成情况: 新增就业312人。
    2.培训农民500人。         2.培训农民500人。    完成情况: 已培训农民480人。
    完成情况
    1.新增就业312人。
    2.已培训农民480人。
    (二)养老 ...

The line becomes the label of what stands below it, and each text a value of the item with its number. Believed only
where the texts are worded alike, each time that the line comes back. What the label means is for the SQL to say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from duban.landing.readers.lists.entry import Entry, Outline
from duban.landing.readers.lists.list_line import ListLine
from duban.landing.readers.lists.marks import mark_of
from duban.landing.readers.lists.plain import is_bare_heading

_FEWEST_RUNS = 2  # below one and the same line
_ITEM_KINDS = ("digit", "digit bracket")
_ALIKE = 0.4  # of the pairs of characters of an item that its second text has as well
_ALIKE_SHARE = 0.7  # of the second texts under a line


@dataclass(slots=True)
class _Run:
    """Items of one kind, numbered 1, 2, 3, right below a heading."""

    heading: Entry
    kind: str
    items: list[Entry]


def mark_lines_over_runs(lines: list[ListLine]) -> list[ListLine]:
    """The lines, each short one without a number that comes back over a number 1 marked as a heading."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    over = [
        at
        for at, following in pairwise(filled)
        if is_bare_heading(text := lines[at].text.strip())
        and mark_of(text) is None
        and (mark := mark_of(lines[following].text.strip()))
        and (mark.kind in _ITEM_KINDS and mark.number == 1)
    ]
    counts = Counter(lines[at].text.strip() for at in over)
    marked = {at for at in over if counts[lines[at].text.strip()] >= _FEWEST_RUNS}
    return [line._replace(is_heading=True) if at in marked else line for at, line in enumerate(lines)]


def take_second_runs(found: Outline) -> None:
    """Put the texts of items that are numbered again below a line that comes back into the items that they repeat.

    A text whose number the first run does not have stays behind as a paragraph without a number.
    """
    pairs = _second_runs(found.entries)
    labels = {second.heading.text for _, second in pairs}
    for label in labels:
        under = [(first, second) for first, second in pairs if second.heading.text == label]
        of_label = sum(1 for entry in found.entries if entry.is_heading and entry.text == label)
        if len(under) < _FEWEST_RUNS or len(under) < of_label or not _are_alike(under):
            continue
        for first, second in under:
            by_number = {item.mark.number: item for item in first.items if item.mark}
            for again in second.items:
                item = by_number.get(again.mark.number) if again.mark else None
                if item is None:
                    again.mark = None
                    continue
                item.values[label] = again.body
                found.entries.remove(again)
            found.entries.remove(second.heading)
        found.labels.add(label)


def _second_runs(entries: list[Entry]) -> list[tuple[_Run, _Run]]:
    """Runs of which one stands right behind the other, below a line without a number that is not that of the first."""
    found: list[tuple[_Run, _Run]] = []
    before: _Run | None = None
    for at, entry in enumerate(entries):
        run = _run_below(entries, at)
        if run is None:
            continue
        if (
            before is not None
            and entry.mark is None
            and entry.is_heading
            and entry.text != before.heading.text
            and entries[at - 1] is before.items[-1]
            and before.kind == run.kind
        ):
            found.append((before, run))
            before = None
        else:
            before = run
    return found


def _run_below(entries: list[Entry], at: int) -> _Run | None:
    heading = entries[at]
    if heading.mark is not None and heading.mark.kind in _ITEM_KINDS:
        return None
    kind, items = "", list[Entry]()
    for entry in (entries[below] for below in range(at + 1, len(entries))):
        mark = entry.mark
        if mark is None or mark.kind not in _ITEM_KINDS or mark.number != len(items) + 1 or entry.values:
            break
        if items and mark.kind != kind:
            break
        kind = mark.kind
        items.append(entry)
    return _Run(heading, kind, items) if items else None


def _are_alike(runs: list[tuple[_Run, _Run]]) -> bool:
    """Whether most of the second texts hold the words of the item with their number."""
    shares: list[float] = []
    for first, second in runs:
        texts = {item.mark.number: item.body for item in first.items if item.mark}
        shares += [
            _share_of_words(texts.get(again.mark.number, ""), again.body) for again in second.items if again.mark
        ]
    return sum(share >= _ALIKE for share in shares) >= _ALIKE_SHARE * len(shares)


def _share_of_words(text: str, other: str) -> float:
    """The share of the pairs of characters of a text that another has too; figures and signs do not count.

    >>> _share_of_words("新增就业300人。", "已新增就业312人"), _share_of_words("新建学校2所", "道路已通车")
    (1.0, 0.0)
    """
    pairs, others = ({*pairwise(filter(str.isalpha, one))} for one in (text, other))
    return len(pairs & others) / len(pairs) if pairs else 0.0
