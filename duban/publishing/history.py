"""The published builds: the swap that puts one in place, the last ones kept, and the way back.

`history/<build_id>.duckdb` are the builds that were published before the current one. A build enters the history when
the next one replaces it, so that no file there shares its bytes with the file that people open.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from duban.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """One build in the history; `is_current` where it is what readers see."""

    build_id: str
    path: Path
    byte_count: int
    is_current: bool


def swap_in(candidate: Path, published: Path, replaced_build_id: str | None, keep: int) -> None:
    """Make the candidate the published file, in one step, and keep the build it replaces in the history.

    replaced_build_id: of the file that is published now; None where there is none, or none that can be read.
    Readers that hold the old file keep it; whoever opens the file next sees the new one. A crash before the step leaves
    the old file, a crash after it the new one, both whole.
    """
    # A log beside the published file belongs to no build of ours and would make the new file unopenable.
    published.with_name(published.name + ".wal").unlink(missing_ok=True)
    if replaced_build_id is not None:
        _keep(published, replaced_build_id)
    candidate.chmod(0o644)
    candidate.replace(published)
    _sync_folder(published.parent)
    _forget_old(published, keep)


def _keep(published: Path, build_id: str) -> None:
    folder = published.parent / "history"
    folder.mkdir(exist_ok=True)
    kept = folder / f"{build_id}.duckdb"
    if kept.exists():
        return
    try:
        kept.hardlink_to(published)
    except OSError:  # a file system without hard links
        passing = folder / f".tmp-{build_id}"
        shutil.copyfile(published, passing)
        passing.replace(kept)
    _sync_folder(folder)


def kept_builds(published: Path) -> list[KeptBuild]:
    """The builds in the history, newest first; the current one only where a crash left it there too."""
    folder = published.parent / "history"
    current = published.stat().st_ino if published.exists() else None
    return [
        KeptBuild(path.stem, path, path.stat().st_size, path.stat().st_ino == current)
        for path in sorted(folder.glob("*.duckdb"), reverse=True)
    ]


def find_build(published: Path, build_id: str | None) -> KeptBuild:
    """A build of the history by its id or the start of it; None means the newest.

    Raises ConfigurationError with the builds there are.
    """
    builds = kept_builds(published)
    choices = ", ".join(build.build_id for build in builds) or "none"
    if build_id is None:
        older = [build for build in builds if not build.is_current]
        if not older:
            raise ConfigurationError("there is no earlier build to go back to", remedy=f"builds kept: {choices}")
        return older[0]
    found = [build for build in builds if build.build_id.startswith(build_id)]
    if len(found) != 1:
        what = "no build" if not found else f"{len(found)} builds"
        raise ConfigurationError(f"{what} of the history begin with '{build_id}'", remedy=f"builds kept: {choices}")
    return found[0]


def _forget_old(published: Path, keep: int) -> None:
    for build in kept_builds(published)[keep:]:
        if not build.is_current:
            build.path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
