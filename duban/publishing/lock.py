"""One writer at a time: a lock on a file, released by the kernel when its holder dies.

What a writer makes while it holds the lock is never writable by other users, whatever the umask it was started with.

The kernel's own `flock`, which is what the library filelock calls here: importing that library costs more than all the
rest of a night on which nothing changed. The two exclude one another.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from duban.errors import ConfigurationError, LockedError
from duban.warehouse_layout import WarehouseLayout


@contextmanager
def writer_lock(warehouse: Path, what: str, name: str = "") -> Iterator[None]:
    """Hold the writer's lock of a warehouse.

    what: the command that writes, shown to whoever finds the lock held. name: another lock than that of what is
    published, for a file beside it that has writers of its own.
    Raises LockedError (exit code 3) where another process holds it, ConfigurationError where it cannot be written.
    """
    lock = warehouse / name if name else WarehouseLayout(warehouse).writer_lock
    umask = os.umask(0o022)
    os.umask(umask | 0o022)
    try:
        yield from _held(lock, lock.with_suffix(".json"), what)
    finally:
        os.umask(umask)


def _held(path: Path, holder: Path, what: str) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _locked(path)
    except BlockingIOError:
        raise LockedError(
            f"another writer is at work{_described(holder)}",
            where=str(path.parent),
            remedy="wait until it has finished; the lock frees itself even if that process dies",
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"the warehouse cannot be written: {error.strerror}",
            where=str(path.parent),
            remedy="fix the folder's permissions or free space, or pass --warehouse DIR",
        ) from error
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        # Only information for others: a disk that a killed run left full must not keep the next one from freeing space.
        with contextlib.suppress(OSError):
            holder.write_text(json.dumps({"pid": os.getpid(), "what": what, "started_at": started}), "utf8")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        os.close(lock)


def _locked(path: Path) -> int:
    """The lock file, opened and locked; closing it frees the lock. Raises BlockingIOError where another holds it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def _described(holder: Path) -> str:
    try:
        held = json.loads(holder.read_text("utf8")) if holder.is_file() else {}
        return f" ({held['what']}, process {held['pid']}, since {held['started_at']})"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
