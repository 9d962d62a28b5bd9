"""What the signs of symbol fonts show: the ticks, crosses and boxes of a status column, typed with a font.

A P set in Wingdings 2 is a tick on the page; Word and Excel store the letter, or U+F050, and the font's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CIRCLED = {number: chr(0x2460 + number - 1) for number in range(1, 11)}
_BLACK = {number: chr(0x2776 + number - 1) for number in range(1, 11)}

# By the font's name in lower case: code of the sign -> what it shows.
FONTS: Final[dict[str, dict[int, str]]] = {
    "wingdings": {
        0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0xA1: "○", 0x6C: "●",
        0x6E: "■", 0xA7: "▪", 0x9F: "•", 0x9E: "·", 0xAB: "★", 0x75: "◆", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←",
        0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xE7: "←", 0xE9: "↑", 0xEA: "↓", 0xF0: "⇒", 0x28: "☎", 0x46: "☞", 0x80: "⓪",
        **{0x80 + number: sign for number, sign in _CIRCLED.items()}, 0x8B: "⓿",
        **{0x8B + number: sign for number, sign in _BLACK.items()},
    },
    "wingdings 2": {
        0x50: "✓", 0x52: "☑", 0x4F: "✗", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0x98: "●", 0x96: "•",
        0x97: "●", 0xA2: "■", 0x69: "⓪", **{0x69 + number: sign for number, sign in _CIRCLED.items()}, 0x74: "⓿",
        **{0x74 + number: sign for number, sign in _BLACK.items()},
    },
    "wingdings 3": {0x67: "▶", 0x70: "▲", 0x71: "▼", 0x22: "↑", 0x23: "↓", 0x21: "→"},
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "□", 0x67: "■", 0x3D: "●", 0x6E: "●", 0x35: "▲", 0x36: "▼"},
    "zapfdingbats": {
        0x21: "✁", 0x25: "☎", 0x2A: "☛", 0x2B: "☞", 0x33: "✓", 0x34: "✔", 0x35: "✕", 0x36: "✖", 0x37: "✗", 0x38: "✘",
        0x48: "★", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "❏", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "▲", 0x74: "▼",
        0x75: "◆", 0x76: "❖", 0xD4: "➔", 0xD5: "→", 0xE4: "➤", 0xD8: "➘",
        **{0xAB + number: sign for number, sign in _CIRCLED.items()},
        **{0xB5 + number: sign for number, sign in _BLACK.items()},
    },
    "marlett": {0x61: "✓", 0x62: "✓", 0x72: "✗"},
    "symbol": {
        0xB7: "•", 0xD6: "√", 0xB4: "×", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB0: "°", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞",
        0xB8: "÷", 0x61: "α", 0x62: "β", 0x6D: "μ", 0x44: "Δ", 0x57: "Ω", 0x2D: "−", 0xAE: "→", 0xAC: "←", 0xAD: "↑",
        0xAF: "↓", 0xA8: "♦", 0xA9: "♥", 0xD7: "⋅", 0xBC: "…", 0xE5: "∑",
    },
}  # fmt: skip
_SIGNS_BY_NAME: Final = {name.replace(" ", ""): signs for name, signs in FONTS.items() if name != "symbol"}
_AS_TYPED = frozenset("0123456789.,%+=<>()[]{}/:;!?|_")  # what Symbol shows as any font does
UNKNOWN: Final = "\ufffd"


def is_symbol_font(font: str) -> bool:
    """Whether a font shows signs in the places of letters."""
    return font.strip().lower() in FONTS


def signs_of(base_font: str) -> Mapping[int, str]:
    """Code -> sign of a font of a PDF, whose name may be cut together (ABCDEF+Wingdings2-Regular); empty for others.

    Symbol is left out: PDF programs say themselves what its signs are.

    >>> signs_of("ABCDEF+Wingdings2-Regular")[0x50], signs_of("SymbolMT")
    ('✓', {})
    """
    name = base_font.partition("+")[2] or base_font
    name = name.lower().replace(" ", "").removeprefix("itc").partition("-")[0].removesuffix("regular")
    return _SIGNS_BY_NAME.get(name, {})


def shown(font: str, text: str) -> str:
    """A text typed with a font as it shows; a sign that is not known here shows as U+FFFD.

    Wide characters and blanks are set in the font beside it and stay.

    >>> shown("Wingdings 2", "P"), shown("Wingdings", "\\uf0fe 是"), shown("SimSun", "P")
    ('✓', '☑ 是', 'P')
    """
    name = font.strip().lower()
    signs = FONTS.get(name)
    if signs is None:
        return text
    out = []
    for character in text:
        code = ord(character)
        if 0xF000 <= code <= 0xF0FF or 0x20 < code <= 0xFF:
            as_typed = name == "symbol" and chr(code & 0xFF) in _AS_TYPED
            out.append(chr(code & 0xFF) if as_typed else signs.get(code & 0xFF, UNKNOWN))
        else:
            out.append(character)
    return "".join(out)
