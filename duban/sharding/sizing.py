"""Whether a reload builds in shards, and in how many, so that no worker holds more than its part of the memory."""

from __future__ import annotations

import math
import os
from pathlib import Path, PurePosixPath

from duban.errors import ConfigurationError
from duban.landing.raw_files import Entry, entries_below
from duban.landing.readers import MODULES, reader_for
from duban.memory import memory_for_building
from duban.publishing.published_build import published_build
from duban.settings import Settings
from duban.sharding.desk import KIND
from duban.sharding.lake import current_build

# Memory that a build would take a byte of Markdown if it wrote nothing out: 5.8 GiB for 1,016,200 rows of 0.2 KB each.
BYTES_A_BYTE = 30
# What a byte of another format holds of text, measured against the same table as Markdown.
_DENSITY = {"xlsx": 6.0, "docx": 6.0, "pdf": 0.5, "html": 0.5, "xls": 0.5}
# A shard costs some seconds by itself: smaller ones than this (bytes of memory) are not worth it.
_LEAST = 256 * 1024 * 1024
_SHARE = 0.5  # of the memory there is; the rest is for what runs beside


def is_in_shards(settings: Settings) -> bool:
    """Whether a reload with these settings builds in shards: it is asked to, or goes to a lake by itself."""
    return settings.asks_for_shards or goes_to_lake(settings)


def shard_count(settings: Settings) -> int:
    """How many shards: what is asked for, else as many as fit. Raises ConfigurationError as `asked_count` does."""
    return asked_count(settings.shards) or fitting_shards(settings)


def asked_count(asked: str | None) -> int | None:
    """The number that --shards or DUBAN_SHARDS asks for, None for `auto`. Raises ConfigurationError for none."""
    if asked in (None, "auto"):
        return None
    if not asked.isdecimal() or not 1 <= int(asked) <= 9999:
        raise ConfigurationError(
            f"--shards {asked} is not a number of shards",
            remedy="write a number from 1 to 9999, or auto; DUBAN_SHARDS is read where --shards is not given",
        )
    return int(asked)


def fitting_shards(settings: Settings) -> int:
    """As many shards as the lake has; where there is none, twice as many as memory asks for."""
    build = current_build(settings.layout)
    manifest = build.read() if build else None
    if manifest is not None:
        return manifest.shard_count
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    each = max(_LEAST, _SHARE * memory / max(1, settings.workers))
    return max(1, settings.workers, math.ceil(2 * needed_bytes(settings.raw) / each))


def needed_bytes(raw: Path) -> float:
    """Memory that one build of a folder's documents would take, by their sizes: none is opened."""
    if not raw.is_dir():
        return 0.0
    return BYTES_A_BYTE * sum(map(_text_bytes, entries_below(raw)))


def _text_bytes(entry: Entry) -> float:
    """What a file weighs against a table in Markdown; nothing where it is no document, or gone meanwhile."""
    if entry.passed_over or PurePosixPath(entry.name).suffix.lower() not in MODULES:
        return 0.0
    try:
        return entry.path.stat().st_size * _DENSITY.get(reader_for(entry.name).name, 1.0)
    except OSError:
        return 0.0


def goes_to_lake(settings: Settings) -> bool:
    """Whether a reload without --shards builds in shards all the same: a lake stands and no file of all beside it, or
    nothing is published yet and one build would not fit into memory.

    Whoever opens a file is never left with one that stands still.
    """
    before = published_build(settings.layout.published)
    if before is not None and before.kind != KIND:
        return False
    return current_build(settings.layout) is not None or (before is None and outgrows_memory(settings))


def refuse_for_lake(settings: Settings, asked: str) -> None:
    """Raise ConfigurationError where a lake is what is published: what was asked for is of a published file."""
    if current_build(settings.layout) is not None and goes_to_lake(settings):
        raise ConfigurationError(
            f"{asked}: a lake is what is published, and this looks at a published file",
            where=str(settings.layout.lake_current),
            remedy="`duban reload` brings the lake up to date, `duban reload --full` reads every document again",
        )


def outgrows_memory(settings: Settings) -> bool:
    """Whether one build of all documents would take more memory than a build may."""
    return needed_bytes(settings.raw) > memory_for_building()
