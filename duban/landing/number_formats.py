"""Numbers and dates of a spreadsheet as its cells print them.

A spreadsheet stores 0.123 and a format, `0.0%`; what was published is 12.3%. `printer(format_code)` compiles a format
once and gives a function from a number to its printed text. Dates print as they do on the Chinese systems on which
these tables are made (`yyyy/m/d` for the system's short date).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# The formats that workbooks name by number only (ECMA-376 18.8.30; 27-36 and 50-58 as on Chinese systems).
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;\"-\"", 42: "¥#,##0;-¥#,##0;¥\"-\"", 43: "#,##0.00;-#,##0.00;\"-\"",
    44: "¥#,##0.00;-¥#,##0.00;¥\"-\"", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    27: "yyyy\"年\"m\"月\"", 28: "m\"月\"d\"日\"", 29: "m\"月\"d\"日\"", 30: "m-d-yy", 31: "yyyy\"年\"m\"月\"d\"日\"",
    32: "h\"时\"mm\"分\"", 33: "h\"时\"mm\"分\"ss\"秒\"", 34: "上午/下午h\"时\"mm\"分\"",
    35: "上午/下午h\"时\"mm\"分\"ss\"秒\"", 36: "yyyy\"年\"m\"月\"", 50: "yyyy\"年\"m\"月\"", 51: "m\"月\"d\"日\"",
    52: "yyyy\"年\"m\"月\"", 53: "m\"月\"d\"日\"", 54: "m\"月\"d\"日\"", 55: "上午/下午h\"时\"mm\"分\"",
    56: "上午/下午h\"时\"mm\"分\"ss\"秒\"", 57: "yyyy\"年\"m\"月\"", 58: "m\"月\"d\"日\"",
}  # fmt: skip

# Formats that follow the system: its long date and its time.
_SYSTEM_DATES = {"[$-F800]": 'yyyy"年"m"月"d"日"', "[$-F400]": "h:mm:ss"}

Printer = Callable[[float], str]

_LONGEST_FORMAT = 255  # Excel's own bound
_LONGEST_FRACTION = 30  # digits after the point that any format can ask for
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.) | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午) | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|aaaa?|e+|b+) | (?P<digits>[0\#?][0\#?,]*(?:\.[0\#?]*,*)?|\.[0\#?]+,*) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")
_WEEKDAYS = "一二三四五六日"
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_HAN_DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}
_HAN_UNITS = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
_HAN_GROUPS = ("", "万", "亿", "万亿")


def general(value: float) -> str:
    """A number as the General format prints it: no exponent for whole numbers, at most eleven places otherwise.

    >>> general(1.0), general(0.1), general(713.2), general(1 / 3), general(-2.50)
    ('1', '0.1', '713.2', '0.333333333', '-2.5')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        mantissa, exponent = f"{value:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].zfill(2)}"
    places = max(10 - len(str(int(abs(value)))), 0)
    text = f"{_rounded(Decimal(repr(value)), places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def printer(code: str, is_1904: bool = False) -> Printer:
    """The function that prints a number in a format. is_1904: the workbook counts days from 1904.

    A format that cannot be read prints as General does: the number is then right, its dress is not.

    >>> printer("0.0%")(0.123), printer("#,##0.00")(1234.5), printer('yyyy"年"m"月"')(45200)
    ('12.3%', '1,234.50', '2023年10月')
    """
    code = _SYSTEM_DATES.get((code or "")[:8].upper(), code or "General")
    sections = [_Section(text, is_1904) for text in _sections(code[:_LONGEST_FORMAT])]
    if all(section.is_plain for section in sections):
        return general

    def print_number(value: float) -> str:
        section, shown = _choose(sections, value)
        try:
            return section.text(shown)
        except (ValueError, OverflowError, ArithmeticError):
            return general(value)

    return print_number


@lru_cache(maxsize=1024)
def text_printer(code: str) -> Callable[[str], str] | None:
    """The function that prints a text in a format, or None where it prints as it is: most formats say nothing of texts.

    >>> text_printer('"市"@"局"')("交通"), text_printer(";;;")("交通"), text_printer("0.0")
    ('市交通局', '', None)
    """
    sections = _sections(code[:_LONGEST_FORMAT])
    if len(sections) < 4 and "@" not in code:
        return None
    section = _Section(sections[-1], False) if len(sections) == 4 or "@" in sections[-1] else None
    if section is None or not (section.is_text or len(sections) == 4):
        return None
    if any(kind == "general" for kind, _ in section.tokens) or [kind for kind, _ in section.tokens] == ["@"]:
        return None
    tokens = section.tokens
    return lambda text: "".join(text if kind == "@" else token for kind, token in tokens if kind in ("@", "text", "%"))


def is_date(code: str) -> bool:
    """Whether a format prints dates or times.

    >>> is_date("yyyy-mm-dd"), is_date("[Red]0.00"), is_date('0"d"')
    (True, False, False)
    """
    sections = _sections(code[:_LONGEST_FORMAT])
    return bool(sections) and _Section(sections[0], False).is_date


def _sections(code: str) -> list[str]:
    sections, current, quoted = [], "", False
    escaped = False
    for character in code:
        if character == '"' and not escaped:
            quoted = not quoted
        if character == ";" and not quoted and not escaped:
            sections.append(current)
            current = ""
        else:
            current += character
        escaped = character == "\\" and not escaped
    return [*sections, current][:4]


def _choose(sections: list[_Section], value: float) -> tuple[_Section, float]:
    """The section that prints a value, and the value as that section sees it (a negative section prints no sign)."""
    numeric = [section for section in sections[:3] if not (section.is_text and len(sections) > 1)] or sections
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or section.condition(value):
                return section, abs(value) if section.condition and value < 0 else value
        return numeric[-1], value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


class _Section:
    """One section of a format: its tokens as (kind, text), and what they say together."""

    def __init__(self, text: str, is_1904: bool) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.condition: Callable[[float], bool] | None = None
        self._is_1904 = is_1904
        self._han = ""
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or "other"
            found = match[kind]
            if kind == "bracket":
                self._bracket(found)
            elif kind in ("quoted", "escaped"):
                self.tokens.append(("text", found))
            elif kind == "other":
                self.tokens.append(("text" if found not in "%@/" else found, found))
            elif kind not in ("space", "fill"):  # these only line columns up
                self.tokens.append((kind, found.lower() if kind == "date" else found))
        kinds = {kind for kind, _ in self.tokens}
        self.is_date = bool(kinds & {"date", "elapsed", "half"}) and "general" not in kinds
        self.is_text = "@" in kinds
        self._place_digits()
        self.is_plain = kinds <= {"general"} and self.condition is None and not self._han and "general" in kinds

    def _place_digits(self) -> None:
        """The places of digits, the texts between them, and what the commas say: groups, or division by 1000."""
        places: list[tuple[str, str]] = []
        self._thousands, self._is_grouped, is_fraction = 0, False, False
        commas = 0
        for kind, text in self.tokens:
            if kind != "digits":
                places.append(("text", text))
                continue
            for character in text:
                if character == ",":
                    commas += 1
                    continue
                if character == ".":
                    is_fraction = True
                    places.append(("point", character))
                    continue
                # A comma with digits on both sides makes groups; one behind the last digit, or the last before the
                # point, divides.
                if commas and not is_fraction:
                    self._is_grouped, commas = True, 0
                self._thousands, commas = self._thousands + commas, 0
                places.append(("fraction" if is_fraction else "whole", character))
        self._thousands += commas
        self._places = places
        runs = sum(kind == "digits" for kind, _ in self.tokens)
        self._is_split = runs > 1

    def _bracket(self, inside: str) -> None:
        if inside.startswith("$"):
            if symbol := inside[1:].partition("-")[0]:
                self.tokens.append(("text", symbol))
        elif inside.lower() in ("h", "hh", "m", "mm", "s", "ss"):
            self.tokens.append(("elapsed", inside.lower()))
        elif inside.upper().startswith("DBNUM"):
            self._han = inside[5:6]
        elif match := _CONDITION.match(inside):
            self.condition = _compare(match[1], float(match[2]))

    def text(self, value: float) -> str:
        if self.is_date:
            return self._date(value)
        if self.is_text:
            return "".join(general(value) if kind == "@" else text for kind, text in self.tokens)
        if any(kind == "general" for kind, _ in self.tokens):
            plain = _han(general(value), self._han) if self._han else general(value)
            return "".join(plain if kind == "general" else text for kind, text in self.tokens)
        if any(kind == "exponent" for kind, _ in self.tokens):
            return self._scientific(value)
        if any(kind == "/" for kind, _ in self.tokens) and sum(kind == "digits" for kind, _ in self.tokens) >= 2:
            return self._dressed(general(value))  # fractions: the number itself says more than ⅓
        return self._number(value)

    def _dressed(self, number: str) -> str:
        """A number that is printed in one piece, between the texts before its first place and behind its last."""
        places = [at for at, (kind, _) in enumerate(self.tokens) if kind in ("digits", "/")]
        before = "".join(text for kind, text in self.tokens[: places[0]] if kind in ("text", "%"))
        behind = self.tokens[places[-1] + 1 :]
        while behind and behind[0][1].isdigit():  # the denominator that `?/16` names
            behind = behind[1:]
        sign = "-" if number.startswith("-") else ""
        return (
            sign + before + number.removeprefix("-") + "".join(text for kind, text in behind if kind in ("text", "%"))
        )

    def _number(self, value: float) -> str:
        """The digits of a number put into the places of all its patterns: 32 in `0\\.0"万"` prints as 3.2万."""
        places = self._places
        amount = Decimal(repr(value)).scaleb(2 * sum(kind == "%" for kind, _ in self.tokens) - 3 * self._thousands)
        fraction = "".join(place for kind, place in places if kind == "fraction")[:_LONGEST_FRACTION]
        amount = _rounded(amount, len(fraction))
        digits, _, decimals = f"{abs(amount):f}".partition(".")
        digits = "" if digits == "0" else digits
        while decimals and decimals[-1] == "0" and fraction[len(decimals) - 1] != "0":
            decimals = decimals[:-1]
        left = sum(kind == "whole" for kind, _ in places)  # places that are still to be filled, this one counted
        out = "-" if amount < 0 else ""
        if self._han and not self._is_split and any(kind != "text" for kind, _ in places):
            return self._spelt(out, digits, decimals)
        is_first, at = True, 0
        for kind, place in places:
            if kind == "whole":
                while is_first and len(digits) > left:  # more digits than places: the first place takes them all
                    out += digits[0] + self._comma(len(digits))
                    digits = digits[1:]
                if len(digits) == left:
                    out += digits[0] + self._comma(left)
                    digits = digits[1:]
                elif place == "0":
                    out += "0" + self._comma(left)
                is_first, left = False, left - 1
            elif kind == "point":
                # Without a place before the point, the whole digits still print: 12 in `.0` prints as 12.0.
                out += (digits if is_first else "") + ("." if fraction else "")  # `0.##` prints 5. for 5
            elif kind == "fraction":
                out += decimals[at] if at < len(decimals) else ""
                at += 1
            else:
                out += place
        return out

    def _comma(self, digits_left: int) -> str:
        return "," if self._is_grouped and digits_left > 1 and digits_left % 3 == 1 else ""

    def _spelt(self, sign: str, digits: str, decimals: str) -> str:
        needed = sum(place == "0" for kind, place in self._places if kind == "whole")
        printed = digits.rjust(needed, "0") + (f".{decimals}" if decimals else "")
        first = next(at for at, (kind, _) in enumerate(self._places) if kind != "text")
        texts = [place if kind == "text" else "" for kind, place in self._places]
        return sign + "".join(texts[:first]) + _han(printed, self._han) + "".join(texts[first:])

    def _scientific(self, value: float) -> str:
        first = next((text for kind, text in self.tokens if kind == "digits"), "0")
        mantissa, exponent = f"{value:.{len(first.partition('.')[2])}E}".split("E")
        sign = "-" if exponent[0] == "-" else "+"
        return self._dressed(f"{mantissa}E{sign}{exponent[1:].zfill(2)}")

    def _date(self, value: float) -> str:
        moment = _moment(value, self._is_1904)
        half = any(kind == "half" for kind, _ in self.tokens)
        out = ""
        for index, (kind, text) in enumerate(self.tokens):
            if kind == "date":
                out += _han_year(_date_part(self.tokens, index, moment, half), self._han)
            elif kind == "elapsed":
                seconds = round(value * 86400)
                out += str({"h": seconds // 3600, "m": seconds // 60, "s": seconds}[text[0]]).zfill(len(text))
            elif kind == "half":
                names = ("上午", "下午") if text == "上午/下午" else ("AM", "PM")
                out += names[moment.hour >= 12]
            elif kind == "digits":
                out += f"{moment.microsecond / 1e6:.{max(len(text) - 1, 0)}f}"[1:] if text.startswith(".") else text
            else:
                out += text
        return out


def _moment(value: float, is_1904: bool) -> datetime:
    if value < 0 or value >= 2_958_466:  # 9999-12-31 is the last day
        raise ValueError("no date")
    # Excel believes in 29 February 1900 (day 60); before it the count is one day off.
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    return start + timedelta(milliseconds=round(value * 86_400_000))


def _date_part(tokens: list[tuple[str, str]], index: int, moment: datetime, half: bool) -> str:
    text = tokens[index][1]
    letter, length = text[0], len(text)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length <= 2 else str(moment.year)
    if letter == "m":
        if _is_minute(tokens, index):
            return str(moment.minute).zfill(min(length, 2))
        if length >= 3:
            return _MONTH_NAMES[moment.month - 1][: {3: 3, 5: 1}.get(length)]
        return str(moment.month).zfill(length)
    if letter == "d":
        return moment.strftime({3: "%a"}.get(length, "%A")) if length >= 3 else str(moment.day).zfill(length)
    if letter == "a":
        return ("星期" if length == 4 else "周") + _WEEKDAYS[moment.weekday()]
    if letter == "h":
        return str((moment.hour - 1) % 12 + 1 if half else moment.hour).zfill(min(length, 2))
    if letter == "s":
        return str(moment.second).zfill(min(length, 2))
    return ""


def _is_minute(tokens: list[tuple[str, str]], index: int) -> bool:
    """Whether an `m` means minutes: the nearest date token before it is an hour, or the one after it is a second."""
    before = next((text for kind, text in reversed(tokens[:index]) if kind in ("date", "elapsed")), "")
    after = next((text for kind, text in tokens[index + 1 :] if kind in ("date", "elapsed")), "")
    return len(tokens[index][1]) <= 2 and (before.startswith("h") or after.startswith("s"))


def _rounded(amount: Decimal, places: int) -> Decimal:
    """Rounded half away from zero as spreadsheets do, on the digits that they show (15), not on the binary fraction."""
    digits = 15 - (amount.adjusted() + 1)
    if digits < 40:
        amount = amount.quantize(Decimal(1).scaleb(-max(digits, 0)), rounding=ROUND_HALF_UP)
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _compare(operator: str, bound: float) -> Callable[[float], bool]:
    return {
        "<": lambda value: value < bound,
        ">": lambda value: value > bound,
        "<=": lambda value: value <= bound,
        ">=": lambda value: value >= bound,
        "=": lambda value: value == bound,
        "<>": lambda value: value != bound,
    }[operator]


def _han_year(text: str, kind: str) -> str:
    """A year in Chinese numerals is spelt by digits; a month and a day are counted."""
    if kind not in _HAN_DIGITS or not text.isdigit():
        return text
    return (
        "".join(_HAN_DIGITS[kind][int(digit)] for digit in text) if len(text) == 4 else chinese_number(int(text), kind)
    )


def _han(text: str, kind: str) -> str:
    whole, point, fraction = text.partition(".")
    if kind not in _HAN_DIGITS or not whole.lstrip("-").isdigit():
        return text
    spelt = ("-" if whole.startswith("-") else "") + chinese_number(int(whole.lstrip("-")), kind)
    return spelt + (point + "".join(_HAN_DIGITS[kind][int(digit)] for digit in fraction) if point else "")


def chinese_number(number: int, kind: str = "1") -> str:
    """A count in Chinese numerals; kind '1' for 一二三, '2' for 壹贰叁.

    >>> [chinese_number(number) for number in (0, 8, 10, 15, 20, 101, 110, 2023, 10001)]
    ['〇', '八', '十', '十五', '二十', '一百〇一', '一百一十', '二千〇二十三', '一万〇一']
    """
    digits, units = _HAN_DIGITS[kind], _HAN_UNITS[kind]
    if number == 0 or number >= 10**16:
        return digits[0] if number == 0 else str(number)
    out, is_gap, text = "", False, str(number)
    for index, digit in enumerate(text):
        group, unit = divmod(len(text) - 1 - index, 4)
        if digit == "0":
            is_gap = True
        else:
            out += (digits[0] if is_gap and out else "") + digits[int(digit)] + units[unit]
            is_gap = False
        if unit == 0 and group and int(text[max(0, index - 3) : index + 1]):
            out += _HAN_GROUPS[group]
    return out[1:] if kind == "1" and out.startswith("一十") else out
