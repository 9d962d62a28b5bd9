"""What a database file was made from, written beside it: "is there anything to do?" answered in a few milliseconds.

Opening a warehouse to find it fresh costs more than everything else on a night on which nothing happened, and importing
the engine costs more than that. So whoever has brought a file up to date leaves a stamp: what it was made from, and how
the file was then. A stamp that does not match is ignored and the full check decides; one that matches must be right.

* The models, the code and the expectations are compared by their bytes.
* The documents, which may be many gigabytes, are compared by what the file system says of each: size, inode and both
  times. `cp -p` keeps the time of the last change of the content and not the one of the inode, which nobody can set.
  Documents that changed at the moment of looking are not stamped, since another change in the same tick would not show.
* The database is compared in the same way, and by its header: the engine writes a new one at every checkpoint. A log
  beside it holds changes that the file itself does not show yet.

Nothing here imports the engine, the parser or a reader.
"""

# Hundreds of files are looked at, and a Path for each would cost more than looking.
# ruff: noqa: PTH114, PTH116, PTH123

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# A DuckDB file begins with three blocks of 4096 bytes: the main header, and two that take turns at every checkpoint.
_HEADER_BYTES = 3 * 4096
# How far back a document must have changed to be stamped (ns): file systems keep time in ticks of up to 10 ms, and
# some in whole seconds, or in two.
_TICK, _SLOW_TICK = 100_000_000, 2_500_000_000
_SECOND = 1_000_000_000
_LIBRARIES = ("_duckdb", "sqlglot")
_ROOT = Path(__file__).resolve().parent.parent


def stamp_path(database: Path) -> Path:
    """Where the stamp of a database lies."""
    return database.with_name(f".{database.stem}.stamp")


def read_stamp(database: Path, made_from: str | None) -> dict[str, Any] | None:
    """The result kept with the stamp; None where the file, or what it was made from, may have changed since."""
    try:
        path = stamp_path(database)
        stamp = json.loads(path.read_bytes()) if path.is_file() else {}  # a pipe would be waited for
        if made_from is None or stamp["made_from"] != made_from or stamp["file"] != file_state(database):
            return None
        result = stamp["result"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return result if isinstance(result, dict) else None


def write_stamp(database: Path, made_from: str | None, result: dict[str, Any]) -> None:
    """Stamp a closed database. made_from: as it was *before* anything of it was read; None: it cannot be stamped."""
    state = file_state(database)
    if made_from is None or state is None:
        remove_stamp(database)
        return
    content = json.dumps({"made_from": made_from, "file": state, "result": result}, ensure_ascii=False)
    try:
        stamp_path(database).write_text(content, "utf8")
    except OSError:  # half a stamp is ignored, and without one the full check decides
        with contextlib.suppress(OSError):
            remove_stamp(database)


def remove_stamp(database: Path) -> None:
    """Before a database is written to."""
    stamp_path(database).unlink(missing_ok=True)


def file_state(database: Path) -> str | None:
    """A value that changes whenever the file does, is replaced, or has a log beside it; None where there is no file."""
    try:
        if Path(f"{database}.wal").exists():
            return None
        with database.open("rb") as file:
            header = hashlib.sha256(file.read(_HEADER_BYTES)).hexdigest()
            return f"{header} {_state(os.fstat(file.fileno()))}"
    except OSError:
        return None


def made_from(sql: Path, raw: Path | None, *code_folders: str) -> str | None:
    """One value of all that a database is made from: the SQL folder, the documents (None: they lie in the database
    already), the code of some folders of this project ('duban/modelling'), and the engine.

    None where the file system alone cannot say.
    """
    documents = "" if raw is None else documents_state(raw)
    if documents is None:
        return None
    try:
        parts = [str(sys.version_info[:3]), *map(_library_state, _LIBRARIES), code_digest(code_folders)]
        return _digest([*parts, files_digest(sql, (".sql", ".csv")), documents])
    except OSError:
        return None


def code_digest(code_folders: Iterable[str]) -> str:
    """A hash of the code and the tables of some folders of this project, as they are on the disk now."""
    return " ".join(files_digest(_ROOT / folder, (".py", ".csv")) for folder in code_folders)


def files_digest(
    folder: Path, suffixes: tuple[str, ...], read_as: Callable[[str, bytes], bytes] = lambda name, content: content
) -> str:
    """A hash of the names and bytes of every file below a folder that ends in one of the suffixes.

    read_as: what of a file's bytes is read, by its name; all of them where none is given.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_files(folder, follow=True)):
        if name.endswith(suffixes):
            try:
                with open(path, "rb") as file:
                    content = read_as(name, file.read())
            except FileNotFoundError:
                continue  # saved or removed since it was listed: another digest, as it should be
            digest.update(f"\0{name}\0{len(content)}\0".encode("utf8", "surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


def documents_state(raw: Path, now: int | None = None) -> str | None:
    """A value that changes whenever a file of the raw folder does, without reading one; None where a change could be
    missed, because a file changed just now, or where a file cannot be looked at.

    now: nanoseconds since the epoch.
    """
    now = time.time_ns() if now is None else now
    lines = []
    try:
        if not raw.is_dir():
            return None
        for name, path in sorted(_files(raw, follow=False)):
            states = [os.lstat(path)]
            if os.path.islink(path):  # a link has a state of its own, and so has what it leads to
                states.append(os.stat(path))
            if any(_is_just_now(state, now) for state in states):
                return None
            lines.append("\0".join([name, *map(_state, states)]))
    except OSError:
        return None
    return _digest(lines)


def _is_just_now(state: os.stat_result, now: int) -> bool:
    latest = max(state.st_mtime_ns, state.st_ctime_ns)
    return now - latest < (_TICK if latest % _SECOND else _SLOW_TICK)


def _files(folder: Path, follow: bool) -> Iterator[tuple[str, str]]:
    """Name below the folder, and path, of every file. follow: go into folders that are linked, once each; else a link
    is a file."""
    root = len(os.fspath(folder)) + 1
    waiting = [os.fspath(folder)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        here = waiting.pop()
        if follow:
            state = os.stat(here)
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
        with os.scandir(here) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=follow):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    yield entry.path[root:], entry.path


def _state(state: os.stat_result) -> str:
    return f"{state.st_mode} {state.st_size} {state.st_ino} {state.st_mtime_ns} {state.st_ctime_ns}"


def _library_state(name: str) -> str:
    """Which build of a library is installed, without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return ""
    state = os.stat(spec.origin)
    return f"{spec.origin} {state.st_size} {state.st_mtime_ns}"


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf8", "surrogateescape")).hexdigest()
