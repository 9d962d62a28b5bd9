"""The published builds: the swap that puts one in place, the last ones kept, and the way back.

`history/<build_id>.duckdb` are the builds that were published before the current one. A build enters the history when
the next one replaces it, so that no file there shares its bytes with the file that people open. A published file that
was found damaged is kept too, as `<the build that replaced it>-before.duckdb`: to be looked at, never to go back to.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duban.errors import ConfigurationError, GateError
from duban.publishing.intact import logs_beside
from duban.publishing.ledger import enter, read_ledger
from duban.publishing.modes import current_umask
from duban.warehouse_layout import WarehouseLayout, build_id_of

# What a damaged published file is kept as: the name of the build that replaced it, and this.
SET_ASIDE = "-before"
# Damaged files that are kept: one is enough to see what happened, and they must not push good builds out.
_SET_ASIDE_COUNT = 1
# The published file is for everybody on the machine to read and for nobody to write; a stricter umask takes away more.
_PUBLISHED_MODE = 0o644


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """One build in the history; `is_current` where it is what readers see, `was_damaged` where it was set aside."""

    build_id: str
    path: Path
    byte_count: int
    is_current: bool
    was_damaged: bool = False


def swap_in(
    candidate: Path, published: Path, replaced_build_id: str | None, keep: int, whole: Path | None = None
) -> None:
    """Make the candidate the published file, in one step, and keep the build it replaces in the history.

    replaced_build_id: of the file that is published now, or `<new build_id>-before` where that is damaged; None where
    there is none. Readers that hold the old file keep it; whoever opens the file next sees the new one. A crash before
    the step leaves the old file, a crash after it the new one, both whole. What fails before the step raises OSError
    and may be tried again; after the step nothing is raised, because the build is published then.

    whole: a copy of the published file that is kept in its place, where somebody may still write into the file itself.
    Where the published file is a link, what it leads to is replaced, and the link stays. Raises GateError where the
    file is a mount of its own, whose place nothing can take.
    """
    enter(published, build_id_of(candidate), candidate)
    place = published.resolve()
    # A log beside the published file belongs to no build of ours and would make the new file unopenable.
    for log in {*logs_beside(published), *logs_beside(place)}:
        log.unlink(missing_ok=True)
    if replaced_build_id is not None and published.exists():
        _keep(published, replaced_build_id, whole or published)
    candidate.chmod(_PUBLISHED_MODE & ~current_umask())
    _replace(candidate, place)
    with contextlib.suppress(OSError):
        _sync_folder(place.parent)
    with contextlib.suppress(OSError):
        _forget_old(published, keep)


def _replace(candidate: Path, place: Path) -> None:
    """Put the candidate in the place of a file, in one step, also where that lies on another disk."""
    try:
        candidate.replace(place)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise GateError(
                "the published file is a mount point of its own, and no other file can take its place",
                where=str(place),
                remedy=f"mount the folder {place.parent} instead of the one file in it, then: duban reload",
            ) from error
        if error.errno != errno.EXDEV:
            raise
        passing = place.with_name(f".tmp-{place.name}")  # always the same name: a crash leaves one file at most
        shutil.copyfile(candidate, passing)
        shutil.copymode(candidate, passing)
        with passing.open("rb+") as file:
            os.fsync(file.fileno())
        passing.replace(place)


def _keep(published: Path, build_id: str, file: Path) -> None:
    layout = WarehouseLayout.around(published)
    folder = layout.history
    folder.mkdir(exist_ok=True)
    if published.is_dir():
        # Somebody's mistake, and no file can take a folder's place: it moves out of the way, whatever it holds.
        published.rename(folder / f"{build_id}.folder")
        return
    kept = layout.kept(build_id)
    if kept.exists():
        return
    if file != published:  # a copy of this run's own: nothing of it is on the disk for certain yet
        file.chmod(_PUBLISHED_MODE & ~current_umask())
        with file.open("rb+") as copy:
            os.fsync(copy.fileno())
    try:
        kept.hardlink_to(file.resolve())
    except OSError:  # a file system without hard links, or a file of another user
        passing = folder / f".tmp-{build_id}"
        shutil.copyfile(file, passing)
        with passing.open("rb+") as copy:
            os.fsync(copy.fileno())  # the swap takes the only other copy away
        passing.replace(kept)
    _sync_folder(folder)


def kept_builds(published: Path) -> list[KeptBuild]:
    """The builds in the history, the last published first; the current one only where a crash left it there too.

    The order is the ledger's. Builds that it does not know are older than it and ordered by name, which begins with the
    time.
    """
    folder = WarehouseLayout.around(published).history
    current = published.stat().st_ino if published.exists() else None
    order = _order(published)

    def age(path: Path) -> tuple[int, str, bool]:
        return *order(path.stem.removesuffix(SET_ASIDE)), not path.stem.endswith(SET_ASIDE)

    found = []
    for path in sorted(folder.glob("*.duckdb"), key=age, reverse=True):
        with contextlib.suppress(FileNotFoundError):  # a reload beside us forgot it since
            state = path.stat()
            was_damaged = path.stem.endswith(SET_ASIDE)
            found.append(KeptBuild(path.stem, path, state.st_size, state.st_ino == current, was_damaged))
    return found


def find_build(published: Path, build_id: str | None, before: str | None = None) -> KeptBuild:
    """A build of the history by its id or the start of it; None means the last one that was published whole.

    before: then the last one that was published before this build. Raises ConfigurationError with the builds there are.
    """
    builds = kept_builds(published)
    choices = ", ".join(build.build_id for build in builds) or "none"
    if build_id is None:
        older = [build for build in builds if not build.is_current and not build.was_damaged]
        if before is not None:
            order = _order(published)
            older = [build for build in older if order(build.build_id) < order(before)]
        if not older:
            raise ConfigurationError("there is no earlier build to go back to", remedy=f"builds kept: {choices}")
        return older[0]
    exact = [build for build in builds if build.build_id == build_id]
    found = exact or [build for build in builds if build.build_id.startswith(build_id)]
    if len(found) != 1:
        what = "no build begins" if not found else f"{len(found)} builds begin"
        raise ConfigurationError(f"{what} with '{build_id}' in the history", remedy=f"builds kept: {choices}")
    return found[0]


def _order(published: Path) -> Callable[[str], tuple[int, str]]:
    """What orders builds by when they were published."""
    numbers = {entry.build_id: number for number, entry in enumerate(read_ledger(published))}
    return lambda build_id: (numbers.get(build_id, -1), build_id)


def _forget_old(published: Path, keep: int) -> None:
    builds = kept_builds(published)
    whole = [build for build in builds if not build.was_damaged]
    damaged = [build for build in builds if build.was_damaged]
    for build in whole[keep:] + damaged[_SET_ASIDE_COUNT:]:
        if not build.is_current:
            build.path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
