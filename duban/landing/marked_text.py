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
# In 8~~10点~~12点 digits stand on both sides of the signs: those are ranges.
_STRUCK_BY_TILDES = re.compile(
    r"(?<![\\~])(?:(?P<range>(?<=\d)(?=~~\d))|(?!(?<=\d)~~\d))"
    r"~~(?=[^\s~])(?P<struck>(?:[^~\n]|~(?!~)){1,2000}?)(?<=[^\s~])~~(?!~)(?(range)(?!\d))"
)
# a^b^c raises nothing: between carets stand figures, what is in brackets, or a note mark
_RAISED_BY_CARETS = re.compile(
    r"(?<!\[)\^([-−]?\d{1,3}(?:[,，、-]\d{1,2}){0,3}|\[[^\^\[\]\s$]{1,8}\]|[(（〔【](?:注释?)?\d{0,2}[)）〕】]"
    r"|注释?\d{0,2}|[①-⑳*＊†‡※▲△★☆]{1,3})\^"
    r"|\$\s?\^\s?(?:\{([^{}$]{1,12})\}|([^{}$\s]))\s?\$"
)
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
    """A text of a format without styles, in which tags and signs that strike or raise were left standing.

    >>> part(tags_marked("建路<s>100</s>~~110~~120公里<sup>1</sup>，桥2^[1]^座"), lambda *_: True)[0]
    '建路120公里，桥2座'
    """
    if "<" in text:
        text = _TAGGED.sub(lambda match: marked(match[2], _MARK_OF_TAG[match[1].lower()]), text)
    return signs_marked(text)


def signs_marked(text: str) -> str:
    """A text in which ~~60~~ strikes and 120^1^ or 6.5$^{[1]}$ raises. A single ~ is print: ranges are written so."""
    if "~~" in text:
        text = _STRUCK_BY_TILDES.sub(lambda match: marked(match["struck"], STRUCK), text)
    if "^" in text:
        text = _RAISED_BY_CARETS.sub(lambda match: marked(match[1] or match[2] or match[3], RAISED), text)
    return text


def may_hold_tags(text: str) -> bool:
    """Whether `tags_marked` would change a text."""
    return (
        ("<" in text and _TAGGED.search(text) is not None)
        or ("~~" in text and _STRUCK_BY_TILDES.search(text) is not None)
        or ("^" in text and _RAISED_BY_CARETS.search(text) is not None)
    )


def part(text: str, is_note_mark: IsNoteMark) -> tuple[str, list[Excluded]]:
    r"""The printed text, and the pieces that were taken out of it in their order.

    Raised and lowered text stays, unless it is a note mark; after a 10 or a 米 that it raises to a power it stays
    raised. What is raised behind a power is judged apart from it.

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
            elif mark == RAISED and _STAYS_RAISED.search(before) and set(piece) <= set(_RAISED_DIGITS):
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


_STAYS_RAISED = re.compile(r"(?:(?<![\d.])10|[米里])$")  # 10⁴ is not 104, and in 宽5米2车道 2 counts what follows
_POWER_OF_TEN = re.compile(r"(?<![\d.])10$")
# What a raised figure may raise to a power: Nm, km, 公里 (a cubic one does not exist), ft.
_LENGTH = re.compile(
    r"(?:(?<![A-Za-z])(?:[Nmcdkhnμµ]|da)?m|(?<![A-Za-z])ft|(?<![A-Za-z])in|(?P<chinese>米|(?P<long>里)))$"
)
_EXPONENT = re.compile(r"[-−]?\d{1,2}(?!\d|\s*[,，、-]\s*\d)")
_POWER_OF_LENGTH = re.compile(r"[23](?!\s*[,，、-]\s*\d)")
_LISTS_ON = ",，、-"
_RAISED_DIGITS = dict(zip("0123456789-+−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁻", strict=True))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(mark or '', text): the outermost mark that takes a piece out counts, neighbours of one mark are one piece.

    A power and what is raised behind it are two."""
    open_marks: list[str] = []
    last_mark = before = ""
    is_power = False  # parts hold a power and nothing else
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
            if parts and (mark != last_mark or (is_power and token[0] not in _LISTS_ON)):
                yield last_mark, "".join(parts)
                before, parts = "".join(parts)[-_WINDOW:], []
            last_mark, is_power = mark, False
            if mark == RAISED and not parts and (length := power_length(before, token)):
                is_power = True
                if length < len(token):
                    yield mark, token[:length]
                    token, is_power = token[length:], False
            parts.append(token)
    if parts:
        yield last_mark, "".join(parts)


def power_length(before: str, raised: str) -> int:
    """How many characters of a raised text are the power of the ten or the unit of length before it.

    >>> power_length("120万m", "2[1]"), power_length("3.2×10", "4①"), power_length("共10", "1,2")
    (1, 1, 0)
    """
    if _POWER_OF_TEN.search(before):
        power = _EXPONENT.match(raised)
    elif length := _LENGTH.search(before):
        power = _POWER_OF_LENGTH.match(raised)
        if power and length["chinese"] and (raised[1:2].isdigit() or (length["long"] and power[0] == "3")):
            power = None  # 公里 and a raised 21: a note's number
    else:
        power = None
    return power.end() if power else 0
