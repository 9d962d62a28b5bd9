"""How many shards a raw folder asks for, so that no worker holds more than its part of the memory."""

from __future__ import annotations

import math
import os

from duban.landing.discovery import discover
from duban.landing.readers import reader_for
from duban.settings import Settings
from duban.sharding.lake import current_build

# Memory that a build takes a byte of Markdown: 5.8 GiB for the 1,016,200 rows (0.2 KB each) of docs/scaling.md.
BYTES_A_BYTE = 30
# What a byte of another format holds of text, measured against the same table as Markdown.
_DENSITY = {"xlsx": 6.0, "docx": 6.0, "pdf": 0.5, "html": 0.5, "xls": 0.5}
# A shard costs some seconds by itself: smaller ones than this (bytes of memory) are not worth it.
_LEAST = 256 * 1024 * 1024
_SHARE = 0.5  # of the memory there is; the rest is for what runs beside


def fitting_shards(settings: Settings) -> int:
    """As many shards as the lake has; where there is none, twice as many as memory asks for."""
    build = current_build(settings.layout)
    manifest = build.read() if build else None
    if manifest is not None:
        return manifest.shard_count
    found = discover(settings.raw).documents
    needed = BYTES_A_BYTE * sum(one.byte_count * _DENSITY.get(reader_for(one.path).name, 1.0) for one in found)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    each = max(_LEAST, _SHARE * memory / max(1, settings.workers))
    return max(1, settings.workers, math.ceil(2 * needed / each))
