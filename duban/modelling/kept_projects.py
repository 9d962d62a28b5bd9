"""Projects that were read and checked before, kept on this machine: the same bytes need not be parsed and bound again.

Parsing and binding the tree costs seconds of CPU in every new process, and nothing of it depends on the documents. A
project is kept under a name made of everything that it comes from: the folder, the digest of its files, the code that
read it, the engine, the parser and Python. What does not match is another name, so nothing is ever out of date; the
oldest are taken away.

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
_MOST = 4  # kept projects: this checkout, and those that are worked on beside it
_OWN_TREE = Path(__file__).resolve().parents[2] / "sql"  # another tree is read now and then, and kept for nobody
_FORBIDDEN = stat.S_IWGRP | stat.S_IWOTH


def read_kept(folder: Path, digest: str, sources: Sources) -> Project | None:
    """The project of these files, if it was kept; None also where anything about it is in doubt."""
    path = _path(folder, digest, sources)
    try:
        if path is None or not (_is_ours(path.parent) and _is_ours(path)):
            return None
        project: Project = pickle.loads(path.read_bytes())
        os.utime(path)
    except Exception:  # a file that was cut short, or of another world: it is read anew
        return None
    return project if project.digest == digest and project.folder == folder else None


def keep(project: Project) -> None:
    """Keep a project for the next process. Where that cannot be done nothing is lost but time."""
    path = _path(project.folder, project.digest, project.sources)
    if path is None:
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
        _forget_oldest(path.parent)


def _path(folder: Path, digest: str, sources: Sources) -> Path | None:
    """Where the project of these files is kept; None where it is not, or this user has no folder for such things."""
    if folder.resolve() != _OWN_TREE:
        return None
    try:
        home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    except RuntimeError:
        return None
    if not Path(home).is_absolute() or not hasattr(os, "getuid"):
        return None
    made_from = (str(_OWN_TREE), str(folder), digest, _CODE, duckdb.__version__, sqlglot.__version__, sys.version)
    name = hashlib.sha256(repr((made_from, sources)).encode()).hexdigest()[:32]
    return Path(home) / "duban" / "projects" / f"{name}.pickle"


def _is_ours(path: Path) -> bool:
    state = path.lstat()
    is_plain = stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)
    return is_plain and state.st_uid == os.getuid() and not state.st_mode & _FORBIDDEN


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_MOST:]:
        path.unlink(missing_ok=True)
