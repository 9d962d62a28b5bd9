"""What stands around a list and is none of it: the notice that passes it on, who signs, the foot of the page."""

from __future__ import annotations

from duban.landing.readers.lists.brackets import trailing_brackets
from duban.landing.readers.lists.entry import FEWEST_UNNUMBERED, LONGEST_SIGNATURE, Outline
from duban.landing.readers.lists.labels import pairs_of
from duban.landing.readers.lists.list_line import INDENT, ListLine
from duban.landing.readers.lists.marks import DATE_LINE, SENTENCE_ENDS, mark_of

_FEWEST_ABOVE_FOOT = 3  # lines with labels that come back


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
    if at >= 0 and numbered and sum(1 for one in answered if one > at) >= FEWEST_UNNUMBERED:
        found.before += [ListLine(entry.source_place, entry.text) for entry in entries[:numbered]]
        del entries[:numbered]


def signature_lines(lines: list[ListLine]) -> set[int]:
    """The indices of a date that stands alone and of the short lines right above it: who signs, and when."""
    found: set[int] = set()
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    for rank, at in enumerate(filled):
        if not DATE_LINE.match(lines[at].text):
            continue
        found.add(at)
        for above in reversed(filled[max(0, rank - 2) : rank]):
            text = lines[above].text.strip()
            if len(text) > LONGEST_SIGNATURE or mark_of(text) or text.endswith(tuple(SENTENCE_ENDS)) or ":" in text:
                break
            if "\uff1a" in text or trailing_brackets(text)[1]:
                break
            found.add(above)
    return found


def foot_of_page(lines: list[ListLine], known: set[str], inner: set[str]) -> set[int]:
    """The indices of lines behind the last item and its labels that print labels of their own: 主办:… 备案号:…

    Only below several items with labels that come back: of a single one nothing shows what else is its own.
    """
    labels = [{label for label, _ in pairs_of(line.text, known, inner).pairs} for line in lines]
    answered = [at for at, found in enumerate(labels) if found & known]
    numbered = [at for at, line in enumerate(lines) if mark_of(line.text.strip(INDENT))]
    if len(answered) < _FEWEST_ABOVE_FOOT or not numbered:
        return set()
    first = max(answered[-1], numbered[-1]) + 1
    return {at for at in range(first, len(lines)) if labels[at] and not labels[at] & known}
