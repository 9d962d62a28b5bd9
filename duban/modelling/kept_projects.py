"""Projects that were read and checked before, kept on this machine: the same bytes need not be parsed and bound again.

Parsing and binding the tree costs seconds of CPU in every new process, and nothing of it depends on the documents. A
project is kept under a name made of everything that it comes from: the folder, the digest of its files, the code that
read it, the engine, the parser and Python. What does not match is another name, so nothing is ever out of date; the
oldest are taken away. A tree that was edited since is read beside the newest that is kept of its folder: what did not
change is taken from there.

A kept project is a pickle, which could run code, so it is trusted as far as the `.pyc` files beside the code are: it is
read only where the file and its folder are this user's and nobody else may write to them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import sqlglot

from duban.stamps import code_digest

if TYPE_CHECKING:
    from duban.modelling.project import Project
    from duban.modelling.sources import Sources

_CODE = code_digest(("duban/modelling", "duban/landing"))  # as this process has imported it
# Kept projects: this checkout, and those that are worked on beside it; as many of trees that are no checkout's.
_MOST = 4
_WORTH = 50  # files of SQL: a smaller tree is read about as fast as what would be kept of it
_CHECKOUT = Path(__file__).resolve().parents[2]
_OTHER = "other-"  # what the names of trees begin with that are no checkout's own: they push none of those out
_FORBIDDEN = stat.S_IWGRP | stat.S_IWOTH


def read_kept(folder: Path, digest: str, sources: Sources) -> Project | None:
    """The project of these files, if it was kept; None also where anything about it is in doubt."""
    path = _path(folder, digest, sources)
    project = _read(path) if path is not None else None
    return project if project is not None and project.digest == digest and project.folder == folder else None


def newest_kept(folder: Path, sources: Sources) -> Project | None:
    """The project of this folder that was used last, whatever its files were then; None where none is kept."""
    path = _path(folder, "*", sources)
    if path is None:
        return None
    try:
        kept = max(path.parent.glob(path.name), key=lambda one: one.stat().st_mtime, default=None)
    except OSError:  # another process takes the oldest away
        return None
    project = _read(kept) if kept is not None else None
    return project if project is not None and project.folder == folder else None


def _read(path: Path) -> Project | None:
    try:
        if not (_is_ours(path.parent) and _is_ours(path)):
            return None
        project: Project = pickle.loads(path.read_bytes())
        os.utime(path)
    except Exception:  # a file that was cut short, or of another world: it is read anew
        return None
    return project


def keep(project: Project) -> None:
    """Keep a project for the next process. Where that cannot be done nothing is lost but time."""
    path = _path(project.folder, project.digest, project.sources)
    if path is None or sum(map(len, project.kinds)) < _WORTH:
        return
    with contextlib.suppress(OSError, pickle.PicklingError, RecursionError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(path.parent):
            return
        passing = path.with_name(f".tmp-{os.getpid()}")
        try:
            passing.touch(mode=0o600)
            passing.write_bytes(pickle.dumps(project, protocol=pickle.HIGHEST_PROTOCOL))
            passing.replace(path)
        finally:
            passing.unlink(missing_ok=True)
        _forget_oldest(path)


def _path(folder: Path, digest: str, sources: Sources) -> Path | None:
    """Where the project of these files is kept; None where this user has no folder for such things."""
    try:
        home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    except RuntimeError:
        return None
    if not Path(home).is_absolute() or not hasattr(os, "getuid"):
        return None
    kind = "" if folder.resolve() == _CHECKOUT / "sql" else _OTHER
    read_by = (str(_CHECKOUT), _CODE, duckdb.__version__, sqlglot.__version__, sys.version)
    tree = hashlib.sha256(repr((read_by, str(folder.absolute()), str(folder), sources)).encode()).hexdigest()[:16]
    return Path(home) / "duban" / "projects" / f"{kind}{tree}-{digest}.pickle"


def _is_ours(path: Path) -> bool:
    state = path.lstat()
    is_plain = stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)
    return is_plain and state.st_uid == os.getuid() and not state.st_mode & _FORBIDDEN


def _forget_oldest(path: Path) -> None:
    """Of the kind of this one."""
    alike = [one for one in path.parent.glob("*.pickle") if one.name.startswith(_OTHER) == path.name.startswith(_OTHER)]
    for oldest in sorted(alike, key=lambda one: one.stat().st_mtime, reverse=True)[_MOST:]:
        oldest.unlink(missing_ok=True)
