"""Text that a reader has marked: what is struck out, deleted, hidden, raised or lowered in a cell or a paragraph.

A reader knows the style of a piece of text and not what it means for the whole; so it writes the piece between a mark
and `END` (Unicode noncharacters, which no document prints), and `part_document` takes the marked pieces out of the
printed text once the document is read. What was taken out is kept, with the place where it stood, as `ExcludedText`:
the rule is written in docs/documents.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

STRUCK: Final = "\ufdd0"  # drawn through
DELETED: Final = "\ufdd1"  # a tracked deletion
HIDDEN: Final = "\ufdd2"  # not shown by its style or its number format
RAISED: Final = "\ufdd3"
LOWERED: Final = "\ufdd4"
NOTE_MARK: Final = "\ufdd5"  # known to be one: Word's own footnote reference
HIDDEN_CELL: Final = "\ufdd6"  # a cell that the page leaves out of the row: carried by the cell beside it
END: Final = "\ufddf"
# Within a note mark: what follows is the note itself, where the format holds it.
NOTE_TEXT: Final = "\x1f"

KINDS: Final = {
    STRUCK: "struck", DELETED: "deleted", HIDDEN: "hidden", NOTE_MARK: "note_mark", HIDDEN_CELL: "hidden_cell",
}  # fmt: skip
MARKS: Final = "\ufdd0-\ufddf"
_TAGGED = re.compile(r"<(s|del|strike|sup|sub)>([^<>]{1,2000})</\1>", re.IGNORECASE)
_MARK_OF_TAG = {"s": STRUCK, "del": STRUCK, "strike": STRUCK, "sup": RAISED, "sub": LOWERED}
_TOKEN = re.compile(f"([{MARKS}])")
_SEAM = " \t\n"
_WINDOW = 40  # characters around a raised one that show what it is

IsNoteMark = Callable[[str, str, str, bool], bool]  # text before, raised text, text after, is raised (not lowered)


class Excluded(NamedTuple):
    """A piece taken out of a text. kind: a value of `KINDS`. position: characters of the printed text before it."""

    kind: str
    text: str
    position: int


def marked(text: str, mark: str) -> str:
    """A text between a mark and its end; an empty one stays empty."""
    return f"{mark}{text}{END}" if text else ""


def without_marks(text: str) -> str:
    """A text with what its marks enclose, and without the marks."""
    return _TOKEN.sub("", text)


def tags_marked(text: str) -> str:
    """A text of a format without styles, in which tags that strike or raise were left standing.

    >>> part(tags_marked("建路<s>100</s>120公里<sup>1</sup>"), lambda *_: True)[0]
    '建路120公里'
    """
    return _TAGGED.sub(lambda match: marked(match[2], _MARK_OF_TAG[match[1].lower()]), text)


def may_hold_tags(text: str) -> bool:
    """Whether `tags_marked` would change a text."""
    return _TAGGED.search(text) is not None


def part(text: str, is_note_mark: IsNoteMark) -> tuple[str, list[Excluded]]:
    r"""The printed text, and the pieces that were taken out of it in their order.

    Raised and lowered text stays, unless it is a note mark; after a 10 that it raises to a power it stays raised.

    >>> part(f"新建公路{STRUCK}100{END}120公里", lambda *_: False)
    ('新建公路120公里', [Excluded(kind='struck', text='100', position=4)])
    """
    pieces = list(_pieces(text))
    parts: list[str] = []
    length, before = 0, ""  # of what is printed so far: its length, and its last characters
    excluded: list[Excluded] = []
    for at, (mark, piece) in enumerate(pieces):
        kind = KINDS.get(mark)
        if mark in (RAISED, LOWERED):
            after = pieces[at + 1][1][:_WINDOW] if at + 1 < len(pieces) and pieces[at + 1][0] not in KINDS else ""
            if is_note_mark(before, piece, after, mark == RAISED):
                kind = "note_mark"
            elif mark == RAISED and _POWER_OF_TEN.search(before) and set(piece) <= set(_RAISED_DIGITS):
                piece = "".join(_RAISED_DIGITS[character] for character in piece)
        if kind is None:
            if excluded and excluded[-1].position == length and (not before or before[-1] in _SEAM):
                piece = piece.lstrip(_SEAM)  # the white space before and after what is gone was one
            parts.append(piece)
            length += len(piece)
            before = (before + piece)[-_WINDOW:]
        elif piece.strip():
            excluded.append(Excluded(kind, piece.strip(), length))
    printed = "".join(parts)
    if excluded and excluded[-1].position == length:
        printed = printed.rstrip(_SEAM)
    return printed, [one._replace(position=min(one.position, len(printed))) for one in excluded]


_POWER_OF_TEN = re.compile(r"(?<![\d.])10$")
_RAISED_DIGITS = dict(zip("0123456789-+−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁻", strict=True))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(mark or '', text): the outermost mark that takes a piece out counts, neighbours of one mark are one piece."""
    open_marks: list[str] = []
    last_mark = ""
    parts: list[str] = []
    for token in _TOKEN.split(text):
        if not token:
            continue
        if token == END:
            if open_marks:
                open_marks.pop()
        elif len(token) == 1 and "\ufdd0" <= token <= "\ufddf":
            open_marks.append(token)
        else:
            mark = next((mark for mark in open_marks if mark in KINDS), open_marks[-1] if open_marks else "")
            if mark != last_mark and parts:
                yield last_mark, "".join(parts)
                parts = []
            last_mark = mark
            parts.append(token)
    if parts:
        yield last_mark, "".join(parts)
