"""The numbers that Word prints before paragraphs without storing them: 1. 2. 3., 一、二、三、, (1)(2)(3).

A column 序号 is often an automatic list: its cells are empty in the file. `Numbering.label` counts as Word does, in the
order of the document, and gives the printed label.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from duban.landing.archives import LOCAL_NAME, Archive, attribute
from duban.landing.number_formats import chinese_number

_HELD_BYTES = 8 * 1024 * 1024
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and what it prints around the count (`%1、`)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)  # list -> its definition
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # definition -> levels
    own_levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # list -> levels of its own
    own_starts: dict[str, dict[int, int]] = field(default_factory=dict)  # list -> level -> where it starts anew
    unknown_forms: set[str] = field(default_factory=set)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level_no: int) -> str:
        """The label of the next paragraph of a list, with the space after it; '' where the list prints none."""
        definition = self.lists.get(list_id)
        if definition is None or not 0 <= level_no < 9:
            return ""
        levels = self.levels.get(definition, {}) | self.own_levels.get(list_id, {})
        level = levels.get(level_no)
        if level is None:
            return ""
        counts = self._counts.setdefault(definition, [None] * 9)
        restart = self.own_starts.get(list_id, {}).get(level_no)
        if restart is not None and (list_id, level_no) not in self._begun:
            counts[level_no] = restart
        else:
            last = counts[level_no]
            counts[level_no] = level.start if last is None else last + 1
        self._begun.add((list_id, level_no))
        for deeper in range(level_no + 1, 9):
            if levels.get(deeper, Level()).restarts:
                counts[deeper] = None
        if level.form == "bullet":
            # Bullets are glyphs of symbol fonts in the private area; what they print is a dot of some kind.
            printed = level.text if level.text and not "\ue000" <= level.text[0] <= "\uf8ff" else "•"
        elif level.form == "none":
            printed = level.text if "%" not in level.text else ""
        else:
            printed = level.text
            for shown in range(level_no + 1):
                if f"%{shown + 1}" in printed:
                    upper = levels.get(shown, Level())
                    count = counts[shown] = upper.start if counts[shown] is None else counts[shown]
                    form = "decimal" if level.is_legal else upper.form
                    printed = printed.replace(f"%{shown + 1}", self._count(count or 0, form))
        return printed + ("" if level.suffix == "nothing" or not printed else " ")

    def _count(self, number: int, form: str) -> str:
        text = counted(number, form)
        if text is None:
            self.unknown_forms.add(form)
            return str(number)
        return text


def counted(number: int, form: str) -> str | None:
    """A count in one of Word's forms; None for a form that is not known here.

    >>> [counted(12, form) for form in ("decimal", "chineseCounting", "upperRoman", "lowerLetter", "decimalZero")]
    ['12', '十二', 'XII', 'l', '12']
    """
    if form in ("decimal", "decimalHalfWidth", "decimalFullWidth2"):
        return str(number)
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in str(number))
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese_number(number) if number > 0 else str(number)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese_number(number, "2") if number > 0 else str(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(digit)] if digit.isdigit() else digit for digit in str(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else str(number)
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 99)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman, rest = "", min(max(number, 0), 9_999)
        for value, sign in _ROMAN + _ROMAN_SMALL:
            times, rest = divmod(rest, value)
            roman += sign * times
        return roman.upper() if form == "upperRoman" else roman
    return None


def read_numbering(archive: Archive, part: str | None) -> Numbering:
    """The lists that a document defines; none where it has no such part."""
    numbering = Numbering()
    if part is None or part not in archive:
        return numbering
    named: dict[str, str] = {}  # a list style -> the definition that gives its levels
    linked: dict[str, str] = {}  # a definition without levels -> the list style that it takes them from
    for _, element in archive.parsed(part, ("abstractNum", "num"), held_bytes=_HELD_BYTES):
        if element.tag.endswith("}abstractNum"):
            definition = attribute(element, "abstractNumId")
            numbering.levels[definition] = dict(_level(level) for level in element.iterfind("{*}lvl"))
            for link in element.iterfind("{*}styleLink"):
                named[attribute(link, "val")] = definition
            for link in element.iterfind("{*}numStyleLink"):
                linked[definition] = attribute(link, "val")
        else:
            list_id = attribute(element, "numId")
            for definition_link in element.iterfind("{*}abstractNumId"):
                numbering.lists[list_id] = attribute(definition_link, "val")
            for override in element.iterfind("{*}lvlOverride"):
                level_no = _whole(attribute(override, "ilvl"), 0)
                for start in override.iterfind("{*}startOverride"):
                    numbering.own_starts.setdefault(list_id, {})[level_no] = _whole(attribute(start, "val"), 1)
                for level in override.iterfind("{*}lvl"):
                    numbering.own_levels.setdefault(list_id, {})[level_no] = _level(level)[1]
        archive.forget(element)
    for definition, style in linked.items():
        numbering.levels[definition] = numbering.levels.get(named.get(style, ""), numbering.levels[definition])
    return numbering


def _level(element: etree._Element) -> tuple[int, Level]:
    level = Level()
    for part in element:
        tag, value = LOCAL_NAME[part.tag], attribute(part, "val")
        if tag == "start":
            level.start = _whole(value, 1)
        elif tag == "numFmt":
            level.form = value
        elif tag == "lvlText":
            level.text = value[:100]
        elif tag == "suff":
            level.suffix = value
        elif tag == "isLgl":
            level.is_legal = value not in ("0", "false")
        elif tag == "lvlRestart":
            level.restarts = value != "0"
    return _whole(attribute(element, "ilvl"), 0), level


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
