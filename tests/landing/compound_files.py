"""Compound files (OLE2) for the tests: a container around one stream, as Excel writes it."""

from __future__ import annotations

import struct

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_IN_HEADER = 109  # places of table sectors that the header holds
_ROOT, _STREAM = 5, 2
_SMALLEST = 4096  # streams below lie in small sectors; these are padded to it


def compound_file(name: str, stream: bytes) -> bytes:
    """A compound file with one stream."""
    sector_size = 512
    per_table = sector_size // 4
    stream = stream.ljust(max(_SMALLEST, -(-len(stream) // sector_size) * sector_size), b"\x00")
    count = len(stream) // sector_size
    tables = extensions = 0
    while (tables * per_table) < count + 1 + tables + extensions:
        tables += 1
        extensions = -(-max(tables - _IN_HEADER, 0) // (per_table - 1))
    places = [count + 1 + index for index in range(tables)]
    first_extension = count + 1 + tables
    chain = [*range(1, count), _END, _END, *[_TABLE] * tables, *[0xFFFFFFFC] * extensions]
    chain += [_FREE] * (tables * per_table - len(chain))
    extended = b""
    for index in range(extensions):
        begin = _IN_HEADER + index * (per_table - 1)
        named = places[begin : begin + per_table - 1]
        following = first_extension + index + 1 if index + 1 < extensions else _END
        named += [_FREE] * (per_table - 1 - len(named))
        extended += struct.pack(f"<{per_table}I", *named, following)
    header = _SIGNATURE + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<9I", 0, tables, count, 0, _SMALLEST, _END, 0, first_extension if extensions else _END, extensions
    )
    header += struct.pack(f"<{_IN_HEADER}I", *(places + [_FREE] * _IN_HEADER)[:_IN_HEADER])
    directory = _entry("Root Entry", _ROOT, _END, 0, child=1) + _entry(name, _STREAM, 0, len(stream), child=_FREE)
    directory = directory.ljust(sector_size, b"\x00")
    return header + stream + directory + struct.pack(f"<{len(chain)}I", *chain) + extended


def _entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    coded = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(coded) + 2, kind, 1, _FREE, _FREE, child)
    return coded.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<III", start, size, 0)
