"""The candidate: the file in which the next build is made, beside the published one, out of every reader's sight."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from duban.errors import ConfigurationError
from duban.memory import memory_for_building
from duban.publishing.modes import private_files
from duban.warehouse_layout import WarehouseLayout

if TYPE_CHECKING:
    import duckdb

# A file that holds this many times what it needs is left for a new one; rebuilding in place leaves freed blocks behind.
MAX_SLACK = 2.0
# The engine hands a thread 122,880 rows of a table at a time. With fewer printed cells than this a second thread finds
# next to nothing to do, and a tenth of the build's CPU goes into sharing it.
SHARED_CELLS = 20_000
# Below this size (bytes) slack is not worth a new file.
_SMALL = 64 * 1024 * 1024


def new_build_id(now: datetime) -> str:
    """A name for a build that begins now. The time in it is for people; the order of builds is the ledger's."""
    return f"{now:%Y%m%dT%H%M%S}-{os.urandom(2).hex()}"


def day_of(build_id: str) -> str:
    """The day on which a build began, as its name says; the name itself where it says none.

    >>> day_of("20261123T215031-4a63"), day_of("b1")
    ('2026-11-23', 'b1')
    """
    begun = re.match(r"(\d{4})(\d\d)(\d\d)T", build_id)
    return "-".join(begun.groups()) if begun else build_id


def begin_candidate(warehouse: Path, build_id: str, published: Path | None) -> Path:
    """Make the candidate file: a copy of the published build, or nothing where one is to be built from scratch.

    Only to be called under the writer's lock. Raises OSError where there is no space for a copy; nothing is left of it.
    """
    path = WarehouseLayout(warehouse).candidate(build_id)
    if published is not None and published.exists():
        begin_copy(published, path)
    return path


def begin_copy(published: Path, path: Path) -> None:
    """Copy a published build, readable by this run alone. Raises OSError where the disk is full."""
    try:
        with private_files():
            import shutil

            shutil.copyfile(published, path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def open_candidate(path: Path, threads: int = 2, sync: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a candidate for writing. Its log is made as the process's umask says: build under `private_files`.

    sync: whether every commit is pushed to the disk. Not where `finish_candidate` pushes the whole file before anybody
    may see it: after a crash of the machine nothing of such a file is used.
    """
    import duckdb

    with private_files():
        con = duckdb.connect(str(path))
    con.execute(f"set threads to {int(threads)}")
    con.execute(f"set memory_limit = '{memory_for_building()}B'")
    con.execute("set preserve_insertion_order = true")
    if not sync:
        con.execute("set fsync_mode = 'none'")
    return con


def suit_threads(con: duckdb.DuckDBPyConnection) -> None:
    """Build a candidate with one thread where little has been landed in it."""
    [(cells,)] = con.execute("select count(*) from raw.cells").fetchall()
    if cells < SHARED_CELLS:
        con.execute("set threads to 1")


def finish_candidate(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Checkpoint and close, so that one whole file is left and no log beside it, and push it to the disk."""
    con.execute("checkpoint")
    con.close()
    log = path.with_name(path.name + ".wal")
    if log.exists():
        raise ConfigurationError(
            "the candidate was closed but left a log beside it", where=str(log), remedy="run the reload again"
        )
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def discard_candidate(warehouse: Path, build_id: str) -> None:
    """Take away a candidate that will not be published: the file, its log, what DuckDB spilled beside it."""
    for path in WarehouseLayout(warehouse).candidate_files(build_id):
        _take_away(path)


def has_slack(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a file holds so many freed blocks that the next build should start a new one."""
    row = con.execute(
        "select block_size * total_blocks, block_size * used_blocks from pragma_database_size()"
    ).fetchone()
    if row is None:
        return False
    total, used = row
    return bool(total > _SMALL and total > MAX_SLACK * max(used, 1))


def clean_left_overs(warehouse: Path) -> list[str]:
    """Take away what a killed run left. Only to be called under the writer's lock. Returns the names of the files."""
    left = WarehouseLayout(warehouse).left_overs()
    for path in left:
        _take_away(path)
    return [path.name for path in left]


def _take_away(path: Path) -> None:
    if path.is_dir():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
