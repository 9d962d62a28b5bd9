"""The ledger: which builds were published, one after the other, and what the bytes of each were.

Times do not give the order of builds, because a clock can be set back, and a file that opens may be damaged all the
same. `history/builds.json` therefore holds every build in the order of publishing, with its SHA-256. It is written
before the swap: after a crash in between it names a build that nobody sees, which does no harm. Where it is lost,
builds are ordered by their names again, and what is whole is found out by reading all of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from duban.warehouse_layout import WarehouseLayout

# Nights that are remembered; a line each, and a backup of a build that left the history can still be recognised.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One build that was published, or was about to be."""

    build_id: str
    sha256: str
    byte_count: int


def read_ledger(published: Path) -> list[Entry]:
    """The builds in the order of publishing; empty where the ledger is missing or cannot be read."""
    ledger = WarehouseLayout.around(published).ledger
    try:
        entries = json.loads(ledger.read_text("utf8")) if ledger.is_file() else []  # a pipe would be waited for
        return [Entry(str(one["build_id"]), str(one["sha256"]), int(one["byte_count"])) for one in entries]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def is_entered(published: Path, build_id: str) -> bool:
    """Whether the ledger knows a build, so that its bytes can be held against those that were published."""
    return any(entry.build_id == build_id for entry in read_ledger(published))


def enter(published: Path, build_id: str, file: Path) -> None:
    """Write down a build that is about to be published. Entering it again, in a new try, puts it at the end again."""
    entry = Entry(build_id, digest(file), file.stat().st_size)
    entries = [*(one for one in read_ledger(published) if one.build_id != build_id), entry][-_LONGEST:]
    path = WarehouseLayout.around(published).ledger
    path.parent.mkdir(exist_ok=True)
    passing = path.with_name(f".tmp-{path.name}")
    with passing.open("w", encoding="utf8") as out:
        json.dump([asdict(one) for one in entries], out, indent=0)
        out.flush()
        os.fsync(out.fileno())
    passing.replace(path)


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
