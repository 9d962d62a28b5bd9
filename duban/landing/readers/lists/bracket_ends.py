"""Brackets at the ends of items that only the whole list shows: a habit, a single one, one that the text is cut in."""

from __future__ import annotations

import re

from duban.landing.readers.lists.brackets import open_brackets, trailing_brackets
from duban.landing.readers.lists.entry import Entry, Outline
from duban.landing.readers.lists.extent import BESIDE_TABLES_SHARE, FEWEST_ITEMS, FEWEST_PLAIN, counts_on
from duban.landing.readers.lists.headings import item_kind
from duban.landing.readers.lists.labels import FEWEST_UNLABELLED, pairs_of
from duban.landing.readers.lists.list_line import BLANKS
from duban.landing.readers.lists.marks import LABEL, SENTENCE_ENDS

_BRACKET_SHARE = 0.5  # of the numbered paragraphs of one kind
# names parted by signs, two at least, and what one of them does behind it; no figure, no sentence
_NAMES_WITH_ROLES = re.compile(
    r"^[(\uff08](?=[^、,\uff0c;\uff1b]+[、,\uff0c;\uff1b].)(?=.*[一-龥](?:牵头|负责|配合)(?:[、,\uff0c;\uff1b)\uff09]|$))"
    r"[^\d。:\uff1a]+$"
)
_BETWEEN_NAMES = re.compile("[、,\uff0c;\uff1b]")
_COLONS = (":", "\uff1a")
_LAST_NAME = re.compile(r"[、,\uff0c;\uff1b:\uff1a]\s*([^、,\uff0c;\uff1b:\uff1a]*)$")
_SHORTEST_CUT = 2  # characters of a bracket that holds a name, and of a name
_LABELLED_BRACKET = re.compile(rf"^[(\uff08\[【〔]\s*{LABEL}\s*[:\uff1a]")


def has_bracket_habit(entries: list[Entry], is_labelled: bool) -> bool:
    """Whether brackets at the end are how this list says who does what: most items of one kind have one."""
    bracketed = [entry for entry in entries if entry.brackets]
    if not bracketed:
        return False
    kind = item_kind(entries)
    if _is_only_item(entries, bracketed):
        return True
    if kind is None:
        items = [entry for entry in entries if entry.is_item and entry.mark is None]
        fewest = min(len(items) - 1, BESIDE_TABLES_SHARE * len(items))  # the last may be cut
        is_rule = set(map(id, bracketed)) <= set(map(id, items)) and len(bracketed) >= fewest
        return is_rule or len(bracketed) >= FEWEST_PLAIN
    first, last = entries.index(bracketed[0]), entries.index(bracketed[-1])
    alike = [entry for entry in entries[first : last + 1] if entry.mark and entry.mark.kind == kind]
    with_brackets = sum(1 for entry in alike if entry.brackets)
    is_few = with_brackets < FEWEST_ITEMS and not _is_cut_short(entries, bracketed[0])
    return not is_few and (is_labelled or with_brackets >= _BRACKET_SHARE * len(alike))


def _is_only_item(entries: list[Entry], bracketed: list[Entry]) -> bool:
    """Whether the last numbered paragraph of a text alone has a bracket, and a label in it: an excerpt of one item.

    Several items of its kind without any show that they have none, and that the bracket is the page's.
    """
    numbered = [entry for entry in entries if entry.mark]
    if bracketed[-1].mark and bracketed[-1].mark.number >= FEWEST_UNLABELLED:
        return False
    is_last = len(bracketed) == 1 and bool(numbered) and bracketed[0] is numbered[-1]
    return is_last and len(bracketed[0].brackets) == 1 and bool(_LABELLED_BRACKET.match(bracketed[0].brackets[0]))


def take_only_bracket(entries: list[Entry]) -> bool:
    """Part the bracket at the end of a text from its only item, where it says without a label who does what: an excerpt
    of one item, which may be cut in the bracket and go on in a paragraph of its own. Returns whether it has one.

    (一)建校2所。(分管副市长负责,市教育局牵头,市财政局、市
    """
    numbered = [entry for entry in entries if entry.mark]
    last = entries[-1] if entries else None
    if last is None or not numbered or numbered[-1] not in entries[-2:]:
        return False
    item = numbered[-1]
    is_alone = sum(1 for entry in numbered if entry.mark and item.mark and entry.mark.kind == item.mark.kind) == 1
    text, brackets = trailing_brackets(last.text)
    if not brackets:
        text, brackets = _cut_bracket(last.text)
    is_stated = text.rstrip(BLANKS)[-1:] in tuple(SENTENCE_ENDS) or any(map(str.isdigit, text))
    if not is_alone or len(brackets) != 1 or not is_stated or not _NAMES_WITH_ROLES.match(brackets[0]):
        return False
    item.text, item.brackets = text if last is item else f"{item.text}\n{text}", brackets
    if last is not item:
        entries.remove(last)
    return True


def _cut_bracket(text: str) -> tuple[str, list[str]]:
    """(a text without the bracket that it was cut in, the bracket).

    >>> _cut_bracket("修渠9里。(市水利局、市"), _cut_bracket("修渠(二期)9里")
    (('修渠9里。', ['(市水利局、市']), ('修渠(二期)9里', []))
    """
    at = max(text.rfind(sign) for sign in ("(", "\uff08"))
    return (text[:at], [text[at:]]) if at > 0 and open_brackets(text) == 1 == open_brackets(text[at:]) else (text, [])


def take_cut_bracket(entries: list[Entry]) -> None:
    """Part the bracket that a list was cut in from its last item, where it stands behind a full stop as the others'
    and is cut behind a whole name: of a name that is cut itself nobody knows whose it is.
    """
    bracketed = [entry for entry in entries if entry.brackets]
    last = entries[-1]
    if last.has_own or not bracketed or not last.is_numbered:
        return
    text, brackets = _cut_bracket(last.text)
    ends = tuple(SENTENCE_ENDS)
    is_whole = bool(brackets) and len(_BETWEEN_NAMES.split(brackets[0])[-1]) <= 1 and len(brackets[0]) > _SHORTEST_CUT
    if is_whole and text.endswith(ends) and all(entry.text.endswith(ends) for entry in bracketed):
        last.text, last.brackets = text, brackets


def take_cut_labels(found: Outline) -> None:
    """Part the bracket that a list was cut in from its last item, where its labels are those of the items above.

    4.建校5所。(牵头单位:市教育局;配合单位: Its whole names count. One that is cut becomes a paragraph of its own, for
    nobody knows whose it is, and so does a bracket that is cut in its first label.
    """
    labelled = [entry for entry in found.entries if entry.values]
    last = found.entries[-1] if len(labelled) >= FEWEST_ITEMS else None
    if last is None or last.has_own or not last.is_numbered:
        return
    own, brackets = _cut_bracket(last.text)
    labels = found.labels.union(*(entry.values for entry in labelled))
    if not brackets or len(brackets[0]) <= _SHORTEST_CUT:
        return
    bracket = brackets[0]
    if any(label.startswith(bracket[1:].strip()) for label in labels):
        cut, values = bracket, {}
    else:
        cut = _cut_name(bracket, labelled)
        bracket = bracket.removesuffix(cut)
        taken = pairs_of(f"{own}{bracket}\uff09", labels) if _LABELLED_BRACKET.match(bracket) else None
        if not (taken and taken.is_bracket and all(label in labels for label, _ in taken.pairs)):
            return
        own, values = taken.own, dict(taken.pairs)
        last.bracket = bracket
    last.text, last.values = own, values
    if cut:
        found.entries.append(Entry(last.source_place, cut))


def _cut_name(bracket: str, labelled: list[Entry]) -> str:
    """The name that a bracket with labels is cut in, with the sign before it; '' where its last name is whole."""
    match = _LAST_NAME.search(bracket)
    names = {name for entry in labelled for value in entry.values.values() for name in _BETWEEN_NAMES.split(value)}
    if match is None or len(match[1]) < _SHORTEST_CUT or match[1] in names:
        return ""
    return match[1] if bracket[match.start()] in _COLONS else match[0]


def _is_cut_short(entries: list[Entry], first: Entry) -> bool:
    """Whether the first of two items has the bracket and the second, the last of the text, is cut: an excerpt."""
    at = entries.index(first)
    return first.mark is not None and at + 2 == len(entries) and counts_on(first, entries[-1], first.mark.kind)


def put_brackets_back(entries: list[Entry]) -> None:
    """Undo `take_brackets`: they belong to the texts."""
    for entry in entries:
        entry.text, entry.brackets = entry.text + "".join(entry.brackets), []
