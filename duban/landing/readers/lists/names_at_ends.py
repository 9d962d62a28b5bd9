"""What is parted from the end of an entry: brackets, and the names of those who answer."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from duban.landing.readers.lists.brackets import trailing_brackets
from duban.landing.readers.lists.entry import LONGEST_HEADING, Entry
from duban.landing.readers.lists.marks import HEADING_KINDS, count_with_figures

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
_NUMBER_AT_HEAD = re.compile(r"^\s*[(\uff08]?\d+")
_BETWEEN_NAMES = re.compile("[、,\uff0c]")
_MOST_ENDINGS = 3
_LONGEST_NAME = 20
_FEWEST_WITH_NAMES = 3
_NAMED_SHARE = 0.8  # of the items; the last may be cut


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
    return len(entry.text) <= LONGEST_HEADING and _POINTS_AT_END.search(entry.text) is not None


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
