"""One writer at a time: a lock on a file, released by the kernel when its holder dies."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from duban.errors import ConfigurationError, LockedError

LOCK_NAME = ".writer.lock"


@contextmanager
def writer_lock(warehouse: Path, what: str, name: str = LOCK_NAME) -> Iterator[None]:
    """Hold the writer's lock of a warehouse.

    what: the command that writes, told to whoever finds the lock held. name: another lock than that of what is
    published, for a file beside it that has writers of its own.
    Raises LockedError (exit code 3) where another process holds it, ConfigurationError where it cannot be written.
    """
    from filelock import FileLock, Timeout

    holder = (warehouse / name).with_suffix(".json")
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        lock = FileLock(warehouse / name, timeout=0, mode=0o644)
        lock.acquire()
    except Timeout:
        raise LockedError(
            f"another writer is at work{_told(holder)}",
            where=str(warehouse),
            remedy="wait until it has finished; the lock frees itself even if that process dies",
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"the warehouse cannot be written: {error.strerror}",
            where=str(warehouse),
            remedy="mend the folder's permissions or space, or pass --warehouse DIR",
        ) from error
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        holder.write_text(json.dumps({"pid": os.getpid(), "what": what, "started_at": started}), "utf8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _told(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text("utf8"))
        return f" ({told['what']}, process {told['pid']}, since {told['started_at']})"
    except (OSError, ValueError, KeyError):
        return ""
