"""Compound files (OLE2), the container of XLS: one stream out of a file that may be hostile, and back into a clean one.

python-calamine follows the chains of such a file without end when they run in circles, until the memory is gone. So the
stream with the workbook is taken out here, where a chain may pass each sector once, and handed on in a container of our
own making: what else the file holds (macros among it) never reaches native code.
"""

from __future__ import annotations

import struct

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA  # this and above mark ends, free sectors and tables
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_IN_HEADER = 109  # places of table sectors that the header holds
_ENTRY = 128
_ROOT, _STREAM = 5, 2
_SMALLEST = 4096  # streams below lie in small sectors; ours are padded to it


def stream_of(content: bytes, names: tuple[str, ...]) -> tuple[str, bytes]:
    """(name, bytes) of the first of the named streams that the file has; ("", b"") where it has none.

    Raises ValueError or struct.error for a container that cannot be right: cut off, or with chains that run in circles.
    """
    sector_size = 1 << struct.unpack_from("<H", content, 30)[0] % 64
    small_size = 1 << struct.unpack_from("<H", content, 32)[0] % 64
    if sector_size not in (512, 4096) or not 8 <= small_size <= sector_size:
        raise ValueError("sectors of an impossible size")
    directory_start, small_limit, small_start = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    table = _sector_table(content, sector_size)
    directory = _chain(content[sector_size:], table, directory_start, sector_size)
    root_start = _END
    streams: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        if directory[at + 66] == _ROOT:
            root_start = start
        elif directory[at + 66] == _STREAM:
            streams.setdefault(name, (start, size))
    for name in names:
        if name in streams:
            start, size = streams[name]
            if size >= small_limit:
                return name, _chain(content[sector_size:], table, start, sector_size)[:size]
            small = _chain(content[sector_size:], table, root_start, sector_size)
            links = _chain(content[sector_size:], table, small_start, sector_size)
            small_table = list(struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4]))
            return name, _chain(small, small_table, start, small_size)[:size]
    return "", b""


def compound_file(name: str, stream: bytes) -> bytes:
    """A clean compound file with one stream."""
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


def _chain(sectors: bytes, table: list[int], start: int, sector_size: int) -> bytes:
    parts, sector = [], start
    while sector < _NO_SECTOR:
        begin = sector * sector_size
        if begin >= len(sectors) or sector >= len(table):
            raise ValueError("a chain leads out of the file")
        parts.append(sectors[begin : begin + sector_size])
        if len(parts) > len(table):
            raise ValueError("a chain runs in circles")
        sector = table[sector]
    return b"".join(parts)


def _sector_table(content: bytes, sector_size: int) -> list[int]:
    """Which sector follows which, from the sectors that the header and its extensions name."""
    per_table = sector_size // 4
    places = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    while more < _NO_SECTOR:
        *named, more = struct.unpack_from(f"<{per_table}I", content, (more + 1) * sector_size)
        places.extend(named)
        if len(places) * sector_size > len(content) + (_IN_HEADER + per_table) * sector_size:
            raise ValueError("the table of sectors runs in circles")
    table: list[int] = []
    for place in dict.fromkeys(places):
        if place < _NO_SECTOR:
            sector = content[(place + 1) * sector_size : (place + 2) * sector_size]
            table.extend(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))
    return table
