"""The number formats and hidden rows of an XLS workbook (BIFF8), which python-calamine does not tell.

A workbook is one stream of records, each a type, a length and a body. Only the records that say how numbers print and
how far a sheet reaches are looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from duban.landing.number_formats import BUILT_IN

_BOUNDSHEET, _BOF, _EOF, _FORMAT, _XF, _DATE_1904 = 0x85, 0x809, 0x0A, 0x41E, 0xE0, 0x22
_NUMBER, _RK, _MULTIPLE_RK, _FORMULA, _ROW, _COLUMNS = 0x203, 0x27E, 0xBD, 0x06, 0x208, 0x7D
_CELLS = frozenset({_NUMBER, _RK, _MULTIPLE_RK, _FORMULA, 0x204, 0xFD, 0x205, 0xD6, 0x201, 0xBE})  # whatever they hold


@dataclass(slots=True)
class SheetFormats:
    """Of one sheet: numbers: (row, column), 0-based -> (value, format code); hidden rows and columns, 1-based.

    last_row, last_column: how far the sheet claims to print, 0-based.
    """

    numbers: dict[tuple[int, int], tuple[float, str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    is_1904: bool = False
    last_row: int = 0
    last_column: int = 0


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of their substream."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length


def read_formats(stream: bytes) -> dict[str, SheetFormats]:
    """What each sheet of a workbook's stream says of its numbers, by sheet name; nothing for BIFF5 and older.

    Raises struct.error or IndexError for records that are too short for what they are.
    """
    codes, styles, places, is_1904 = dict(BUILT_IN), [], [], False
    for kind, body in _records(stream, 0):
        if kind == _BOF and struct.unpack_from("<H", body)[0] != 0x600:
            return {}  # these lay their records out otherwise
        if kind == _BOUNDSHEET:
            places.append((_short_text(body, 6, 1), struct.unpack_from("<I", body)[0]))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _short_text(body, 2, 2)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _DATE_1904:
            is_1904 = body[:1] == b"\x01"
    formats = [codes.get(style, "General") for style in styles]
    sheets = {}
    for name, place in places:
        sheets[name] = sheet = SheetFormats(is_1904=is_1904)
        for kind, body in _records(stream, place):
            _read_record(sheet, kind, body, formats)
    return sheets


def _read_record(sheet: SheetFormats, kind: int, body: bytes, formats: list[str]) -> None:
    if kind in _CELLS:
        row, column = struct.unpack_from("<HH", body)
        sheet.last_row, sheet.last_column = max(sheet.last_row, row), max(sheet.last_column, column)
    if kind in (_NUMBER, _RK, _FORMULA):
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == _RK:
            value = _rk(struct.unpack_from("<I", body, 6)[0])
        elif kind == _FORMULA and body[12:14] == b"\xff\xff":
            return  # its result is a text, a truth value or an error, which calamine tells
        else:
            value = struct.unpack_from("<d", body, 6)[0]
        sheet.numbers[row, column] = (value, _at(formats, style))
    elif kind == _MULTIPLE_RK:
        row, column = struct.unpack_from("<HH", body)
        for at in range(4, len(body) - 7, 6):
            style, number = struct.unpack_from("<HI", body, at)
            sheet.numbers[row, column + (at - 4) // 6] = (_rk(number), _at(formats, style))
    elif kind == _ROW:
        if len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            sheet.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
    elif kind == _COLUMNS:
        first, last, _, _, options = struct.unpack_from("<5H", body)
        if options & 1:
            sheet.hidden_columns.append((first + 1, last + 1))


def _at(formats: list[str], style: int) -> str:
    return formats[style] if style < len(formats) else "General"


def _rk(number: int) -> float:
    """A number packed into 30 bits: whole or the upper half of a double, perhaps a hundredfold."""
    if number & 2:
        value = float((number - (1 << 32) if number & 0x80000000 else number) >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, number & 0xFFFFFFFC))[0]
    return value / 100 if number & 1 else value


def _short_text(body: bytes, at: int, length_bytes: int) -> str:
    """A text with its length (1 or 2 bytes) and a flag that tells one byte a character from two."""
    length = int.from_bytes(body[at : at + length_bytes], "little")
    start = at + length_bytes + 1
    if body[start - 1] & 1:
        return body[start : start + 2 * length].decode("utf-16-le", "replace")
    return body[start : start + length].decode("latin-1")
