"""Compound files (OLE2), the container of XLS: one stream out of a file that may be hostile.

xlrd has a reader of its own for them, which is not used. It walks the directory as a tree without remembering where it
has been: 40 entries, each of which names the next one twice, are a file of 10 kB and keep it at work for days. It also
refuses a workbook for sectors that two other streams share. Here the directory is a list, and a chain may be as long as
the table of sectors.
"""

from __future__ import annotations

import struct

_NO_SECTOR = 0xFFFFFFFA  # this and above mark ends, free sectors and tables
_END = 0xFFFFFFFE
_IN_HEADER = 109  # places of table sectors that the header holds
_ENTRY = 128
_ROOT, _STREAM = 5, 2


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
