"""Note marks: the small 1 behind 120 that points to a note at the foot and is no digit of the number.

Raised digits are a mark unless they raise a unit or a ten to a power; where both can be, the notes at the foot decide.
In text without styles a mark is known by its own form: ¹, ①, [^1], [1] directly behind a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from duban.landing.marked_text import Excluded, power_length

# What stands raised behind a text and may point to a note: 1, 12, [3], 注1, 注, ①, ⅱ, a, *, ▲, and several of them.
_SIGNS = "*＊†‡§¶※#■-◿★☆⁂⁑✙-❧"
_MARK = (
    r"[\[［〔【(（]?\s*\^?\s*(?:备?注释?\s*(?:\d{1,2}|[①-⑳a-z])?|(?<!\d)\d{1,2}(?!\d)|[①-⑳㈠-㈩⑴-⒇]|[Ⅰ-Ⅻⅰ-ⅻ]"
    rf"|(?<![a-z])(?:[a-z]|[ivx]{{2,4}})(?![a-z])|[{_SIGNS}])\s*[\]］〕】)）]?"
)
_FORM = re.compile(rf"\s*{_MARK}(?:\s*[,，、;；-]?\s*{_MARK})*\s*")
_ONE_MARK = re.compile(r"\d+|[①-⑳㈠-㈩⑴-⒇Ⅰ-Ⅻⅰ-ⅻ]|[a-z]+|\*+|[⁰¹²³⁴-⁹]+")
_LONGEST_MARK = 20
_BRACKETED = re.compile(rf"\s*[\[［〔【(（]|.*注|\s*[①-⑳㈠-㈩⑴-⒇Ⅰ-Ⅻⅰ-ⅻ]|\s*(?!#)[{_SIGNS}]")
_TEN = re.compile(r"(?<![\d.])10$")
_FACTOR_BEFORE_TEN = re.compile(r"[×xX*·✕]\s*10$")
# Letters that digits belong to however they are set: CO2, SO2, NO2, O3, H2O, CH4, NH3, PM2.5, PM10.
_FORMULA = re.compile(r"(?<![A-Za-z])(?:[CSN]?O|[CN]?H|N|P[Mm]|V?OC|COD|BOD|Ca|Mg|Na|Fe)$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|TM|R)$", re.IGNORECASE)

_SMALL = "¹²³⁴⁵⁶⁷⁸⁹"
_DIGIT_OF = {small: str(digit) for digit, small in enumerate(_SMALL, start=1)} | {"⁰": "0"}
_DIGIT_OF |= {chr(0x2460 + number): str(number + 1) for number in range(20)}
_DIGIT_OF |= {chr(0x2474 + number): str(number + 1) for number in range(20)}
# Marks that are known by their form, in texts of any format. A circled number between a number and its unit is one; ①
# before a word counts the steps of a text. Of a sign that may be anything the foot decides.
_FIRST = re.compile("[⁰¹²³⁴-⁹①-⑳\u0335\u0336\\[［〔【*＊†‡※▲△★☆]")  # one of them, or _ROUND, is in all of PLAIN
_ROUND = re.compile(r"[(（]\s{0,3}注释?\s{0,3}\d{0,2}\s{0,3}[)）]")
_END = r"\s*(?:$|[，。；,;、)）])"
_NUMBERED = (
    r"(?:[\[［〔【]\s{0,3}注?\s{0,3}\d{1,2}\s{0,3}[\]］〕】]|[(（]\s{0,3}注释?\s{0,3}\d{0,2}\s{0,3}[)）]"
    r"|[\[［〔【]\s{0,3}注\s{0,3}[\]］〕】])+"
)
PLAIN = re.compile(
    r"(?P<small>[⁰¹²³⁴-⁹]+)"
    r"|(?P<reference>\[\^[^\[\]\s]{1,20}\])"
    rf"|(?P<circled>(?<=[\d²³⁴-⁹])[①-⑳]+(?=[%％‰℃一-龥A-Za-z㎡㎞(（]|$)|(?<=[%％‰一-龥㎡A-Za-z²³⁴-⁹])[①-⑳]+(?={_END}))"
    r"|(?P<struck>(?:[^\u0335\u0336\n][\u0335\u0336])+)"
    r"|(?P<star>(?<=\d)[*＊]{1,3}(?=[%％‰℃一-龥㎡㎞])(?![一-龥]{1,2}\d)|(?<=[%％‰一-龥\d])[*＊]{1,3}$)"
    r"|(?P<sign>(?<=\d)[†‡※▲△★☆](?=[%％‰℃一-龥㎡㎞])|(?<=[%％‰一-龥㎡\d])[†‡※▲△★☆]$)"
    rf"|(?P<bracketed>(?<=[\d²³⁴-⁹]){_NUMBERED}(?=[%％‰℃一-龥A-Za-z㎡㎞(（]|{_END})"
    rf"|(?<=[%％‰㎡A-Za-z]){_NUMBERED}(?={_END}))"
    rf"|(?P<pointed>(?<=[一-龥]){_NUMBERED}(?={_END}))",
    re.MULTILINE,
)
_FOOT = re.compile(
    r"\s*(?:(?:注|备注|说明|注释)\s*[:：]\s*)?"
    r"(?P<mark>[\[［〔【(（]?\^?\s*注?\s*(?:\d{1,2}|[①-⑳⑴-⒇]|[¹²³⁴-⁹]{1,2}|\*{1,3}|[†‡§※＊▲△★☆]|[a-z](?![A-Za-z]))"
    r"\s*[\]］〕】)）]?)\s*[:：.．、]?\s*(?P<text>[^\s\d.%％].*)",
    re.DOTALL,
)
_FOOT_REFERENCE = re.compile(r"\s*\[\^(?P<mark>[^\[\]\s]{1,20})\]\s*[:：]\s*(?P<text>.+)", re.DOTALL)
_FOOT_SPLIT = re.compile(r"(?<=[;；。\n])\s*(?=(?:\d{1,2}[.．、)）]|[①-⑳⑴-⒇]|[\[〔【]\d{1,2}))")
_LONGEST_NOTE = 2_000
_WINDOW = 300  # characters around a mark that show what it is


def is_note_mark(before: str, raised: str, after: str, is_raised: bool, notes: Mapping[str, str]) -> bool:
    """Whether raised (or lowered) text behind `before` points to a note. notes: of the foot, by their mark."""
    before = before.rstrip(" ")
    if not before or len(raised) > _LONGEST_MARK or not _FORM.fullmatch(raised) or _ORDINAL.fullmatch(raised.strip()):
        return False
    if raised.strip() == "#" or (raised.strip() in ("o", "0", "O", "○", "◦") and after[:1] in ("C", "c", "℃")):
        return False  # 1# is a number of a building, 30 °C is no note
    last = before[-1]
    if not is_raised:
        return not (last.isascii() and last.isalpha()) and normal(raised) in notes
    if _BRACKETED.match(raised):
        return True
    if last.isascii() and last.isalpha() and (_FORMULA.search(before) or raised.strip().isalpha()):
        return False
    digits = raised.strip()
    if power_length(before, digits) == len(digits) and not last.isdigit():
        return last in "米里" and digits in notes
    if _FACTOR_BEFORE_TEN.search(before):
        return False
    if _TEN.search(before) and digits.isdigit() and digits != "1":
        return digits in notes
    return last.isalnum() or last in "%％‰℃㎡㎞)）]】〕》”\"'。，；、,;.°"


def normal(mark: str) -> str:
    """A mark without its dress, as the notes at the foot are looked up by.

    >>> normal("[注1]"), normal("①"), normal("²"), normal("*")
    ('1', '1', '2', '*')
    """
    bare = re.sub(r"[\s\[\]［］〔〕【】()（）^注释]", "", mark)
    return "".join(_DIGIT_OF.get(character, character) for character in bare).replace("＊", "*")


def note_of(mark: str, notes: Mapping[str, str]) -> str | None:
    """The note that a mark points to; of several marks set together all that they point to.

    >>> note_of("[注1]", {"1": "含县道"}), note_of("①②", {"1": "含县道", "2": "初步统计"}), note_of("[3]", {})
    ('含县道', '含县道；初步统计', None)
    """
    marks = _ONE_MARK.findall(mark)
    if len(marks) < 2:
        return notes.get(normal(mark))
    return "；".join(filter(None, (notes.get(normal(one)) for one in marks))) or None


def may_hold_plain_marks(text: str) -> bool:
    """Whether `part_plain` has something to look at. Most texts have not, so this is asked first."""
    for first in _FIRST.finditer(text):
        # a stroke stands behind the character that it is written over
        if PLAIN.match(text, max(0, first.start() - (first[0] in "\u0335\u0336"))):
            return True
    return ("（注" in text or "(注" in text) and _ROUND.search(text) is not None


def part_plain(text: str, notes: Mapping[str, str]) -> tuple[str, list[Excluded]]:
    """A printed text without what its characters alone show to be a note mark or struck out, and those pieces.

    >>> part_plain("新增6.8①%", {})[0], part_plain("面积120m²", {})[0], part_plain("①建路3公里②建桥", {})[0]
    ('新增6.8%', '面积120m²', '①建路3公里②建桥')
    """
    parts: list[str] = []
    length = at = 0
    excluded: list[Excluded] = []
    for match in PLAIN.finditer(text):
        kind = "struck" if match["struck"] else "note_mark"
        start = match.start() + (_power_before(match, text) if match["small"] else 0)
        mark = text[start : match.end()]
        if kind == "note_mark" and not (mark and _is_plain_mark(match, mark, text, notes)):
            continue
        parts.append(text[at:start])
        length += start - at
        # What is struck has a stroke written over each character.
        excluded.append(Excluded(kind, mark[::2] if kind == "struck" else mark, length))
        at = match.end()
    return "".join((*parts, text[at:])), excluded


def _power_before(match: re.Match[str], text: str) -> int:
    """How many of small figures are a power, where more follow: of m²¹ the first."""
    figures = match.group()
    power = power_length(text[max(0, match.start() - _WINDOW) : match.start()], normal(figures))
    return power if power < len(figures) else 0


def _is_plain_mark(match: re.Match[str], mark: str, text: str, notes: Mapping[str, str]) -> bool:
    before = text[max(0, match.end() - len(mark) - _WINDOW) : match.end() - len(mark)]
    after = text[match.end() : match.end() + _WINDOW]
    if not before.strip():
        return False
    if match["small"]:
        return is_note_mark(before, normal(mark), after, True, notes)
    if match["star"]:
        return normal(mark) in notes or bool(after.strip())  # behind a text it may be anything: the note decides
    if match["sign"]:
        return mark in notes
    if match["pointed"]:  # 附件[1] names a paper: the foot decides, unless the mark says itself that it is one
        return "注" in mark or note_of(mark, notes) is not None
    if match["circled"]:
        first, last = ord(mark[0]) - 0x2460, ord(mark[-1]) - 0x2460
        counts_on = chr(0x2460 + last + 1) in after and re.search(f"{chr(0x2461 + last)}[一-龥]", after)
        counted = first > 0 and re.search(f"{chr(0x245F + first)}[一-龥]", before)
        return not counts_on and not counted
    return True


def foot_notes(lines: Iterable[str]) -> dict[str, str]:
    """The notes among the lines below a table, by their mark as `normal` gives it; the first of two stands.

    >>> foot_notes(["注：1.含县道；2.不含乡道", "① 初步统计", "[^3]: 见附件"])
    {'1': '含县道', '2': '不含乡道', '3': '见附件'}
    """
    found: dict[str, str] = {}
    for mark, text in _notes_of(lines):
        found.setdefault(mark, text)
    return found


def _notes_of(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if len(line) > _LONGEST_NOTE:
            continue
        if match := _FOOT_REFERENCE.fullmatch(line):
            yield normal(match["mark"]), match["text"].strip()
            continue
        for piece in _FOOT_SPLIT.split(line):
            if match := _FOOT.fullmatch(piece):
                yield normal(match["mark"]), match["text"].strip(" ;；")
