"""Write the seeds that hold facts of Unicode: the characters that look alike, and the signs that are numbers.

    python benchmarks/unicode_seeds.py EquivalentUnifiedIdeograph.txt sql/seeds

Sources: EquivalentUnifiedIdeograph.txt of the Unicode Character Database (https://www.unicode.org/Public/UCD/; radical
-> unified ideograph; the seed is of version 14.0) for U+2E80-2FD5, UnicodeData.txt as Python's unicodedata holds it for
the rest. What differs from Unicode is listed here, each with its reason. Both seeds are kept by hand afterwards as any
other.
"""

from __future__ import annotations

import argparse
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from duban.landing.symbol_fonts import FONTS

# Fonts of simplified Chinese map the everyday character to the radical; Unicode gives the radical's traditional form.
SIMPLIFIED = {0x2F3E: "户", 0x2FAD: "青"}
# Small and vertical forms of signs that Chinese prints in full width; Unicode gives the half-width sign.
FULL_WIDTH = dict(zip(",:;?!()[]{}", "，：；？！（）［］｛｝", strict=True))
BULLETS = ("wingdings", "symbol")  # what Word writes before the lines of a list, in this order of precedence

Line = tuple[str, str, str, str]


def radicals(table: str) -> Iterator[Line]:
    for first, last, unified in re.findall(
        r"^([0-9A-F]{4,5})(?:\.\.([0-9A-F]{4,5}))?\s*;\s*([0-9A-F]{4,5})", table, re.M
    ):
        for code in range(int(first, 16), int(last or first, 16) + 1):
            if 0x2E80 <= code <= 0x2FDF:
                block = "Kangxi radical" if code >= 0x2F00 else "radical of the CJK supplement"
                if code in SIMPLIFIED:
                    yield _line(code, SIMPLIFIED[code], f"{block}; fonts of simplified Chinese mean this form")
                else:
                    yield _line(code, chr(int(unified, 16)), block)


def compatibility_forms() -> Iterator[Line]:
    for code in (*range(0xF900, 0xFB00), *range(0xFE10, 0xFE20), *range(0xFE30, 0xFE70), *range(0xFF61, 0xFF66)):
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) != 1 or plain == character or unicodedata.category(plain) == "Mn":
            continue
        if 0xF900 <= code <= 0xFAFF:
            if "CJK" in unicodedata.name(character):
                yield _line(code, plain, "CJK compatibility ideograph")
        elif 0xFE4D <= code <= 0xFE4F:
            yield _line(code, "_", "low line of another shape")
        elif code >= 0xFF00:
            yield _line(code, plain, "half-width form of a Chinese sign")
        else:
            kind = "small form" if code >= 0xFE50 else "form for vertical text"
            yield _line(code, FULL_WIDTH.get(plain, plain), kind)


def bullets() -> Iterator[Line]:
    signs = {code: sign for font in reversed(BULLETS) for code, sign in FONTS[font].items()}
    for code, sign in sorted(signs.items()):
        if code >= 0x6C and unicodedata.category(sign)[0] in "SP":
            yield _line(0xF000 + code, sign, "sign of a symbol font whose name was lost")


def numbering() -> Iterator[tuple[str, str, str]]:
    """Signs that are a number on their own: ① ⑵ 3. ㈣ Ⅴ ❻."""
    for first, last in ((0x2160, 0x217F), (0x2460, 0x249B), (0x24EB, 0x24FE), (0x2776, 0x2793), (0x3220, 0x3229),
                        (0x3251, 0x325F), (0x3280, 0x3289), (0x32B1, 0x32BF)):  # fmt: skip
        for code in range(first, last + 1):
            value = unicodedata.numeric(chr(code))
            if 1 <= value <= 99:
                yield chr(code), str(int(value)), unicodedata.name(chr(code)).lower()


def _line(code: int, comparable: str, reason: str) -> Line:
    return f"U+{code:04X}", chr(code), comparable, reason


def _write(path: Path, header: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("table", type=Path)
    options.add_argument("seeds", type=Path)
    chosen = options.parse_args()
    lines = [*radicals(chosen.table.read_text(encoding="utf-8")), *bullets(), *compatibility_forms()]
    _write(
        chosen.seeds / "comparable_characters.csv",
        ("code_point", "printed_character", "comparable_character", "reason"),
        sorted(lines, key=lambda line: int(line[0][2:], 16)),
    )
    _write(chosen.seeds / "numbering_signs.csv", ("sign", "number", "note"), numbering())


if __name__ == "__main__":
    main()
