"""Disks: full at every write, read-only, with a folder that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from duban.errors import DubanError
from duban.notifying.notify import watched
from duban.pipeline.reload import reload
from trials.faults.deployment import Deployment, Trial

_PAGE = 4096  # what tmpfs counts in
_ROOMY = 1024 * 1024 * 1024  # seven builds of the history, the gate reports and a candidate, twice over


@contextmanager
def mounted(*arguments: str | Path) -> Iterator[None]:
    """Mount while the block runs. Raises CalledProcessError where we may not."""
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(arguments[-1])], check=True, capture_output=True)


def may_mount(folder: Path) -> bool:
    """Whether this process may mount a file system."""
    probe = folder / "probe"
    probe.mkdir(exist_ok=True)
    with suppress(OSError, subprocess.CalledProcessError), mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", probe):
        return True
    return False


def full_at(deployment: Deployment, spaces: tuple[int, ...]) -> Iterator[Trial]:
    """A disk with this many bytes free, for each of the given."""
    deployment.settings.warehouse.mkdir(exist_ok=True)
    with mounted("-t", "tmpfs", "-o", f"size={_ROOMY}", "tmpfs", deployment.settings.warehouse):
        for space in spaces:
            yield _with_space(deployment, space, full=False)


def full_disks(deployment: Deployment, points: int) -> Iterator[Trial]:
    """A disk with less and less space, so that it is full at ever earlier writes, down to the first."""
    warehouse = deployment.settings.warehouse
    warehouse.mkdir(exist_ok=True)
    with mounted("-t", "tmpfs", "-o", f"size={_ROOMY}", "tmpfs", warehouse):
        for full in (False, True):
            deployment.turn()
            # Halving finds the least space that a reload needs, to a page; around it every write is the last one.
            enough, short = _ROOMY // 4 // _PAGE, 0
            seen = set()
            while enough - short > 1:
                space = (enough + short) // 2
                seen.add(space)
                trial = _with_space(deployment, space * _PAGE, full)
                published = reload(deployment.settings).status == "unchanged" and "published with" in trial.fault
                trial.fault = "disk full while building" + (" from nothing" if full else "")
                enough, short = (space, short) if published else (enough, space)
                yield trial
            for number in range(points if not full else points // 2):
                space = number * enough // points
                if space not in seen:
                    trial = _with_space(deployment, space * _PAGE, full)
                    trial.fault = "disk full while building" + (" from nothing" if full else "")
                    yield trial


def _with_space(deployment: Deployment, space: int, full: bool) -> Trial:
    """One reload on a disk with this much space (bytes)."""
    deployment.turn()
    filler = deployment.settings.warehouse / "filler"
    state = os.statvfs(deployment.settings.warehouse)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(state.f_bavail * state.f_bsize - space, _PAGE))
    trial = Trial(f"{space} bytes free")
    came_to = ""
    try:
        came_to = watched(deployment.settings, lambda: reload(deployment.settings, full=full), lambda _: None).status
    except DubanError as error:
        came_to = error.what
    except Exception as error:
        trial.unclean(f"with {space} bytes free a bare {type(error).__name__}: {error}")
    if came_to == "published":
        trial.fault = f"published with {space}"
    deployment.after_fault(trial)
    left = [name for name in deployment.left_overs() if name.startswith(".candidate")]
    if left:
        trial.unclean(f"the candidate keeps the disk full: {left}")
    filler.unlink()
    deployment.next_run(trial)
    trial.problems = [f"{space} bytes free: {problem}" for problem in trial.problems]
    return trial


def left_full_by_a_killed_run(deployment: Deployment) -> Iterator[Trial]:
    """A run that is killed leaves a candidate which fills the disk to the last byte: the next run must free some."""
    trial = Trial("disk left full by a killed run")
    warehouse = deployment.settings.warehouse
    warehouse.mkdir(exist_ok=True)
    with mounted("-t", "tmpfs", "-o", f"size={_ROOMY}", "tmpfs", warehouse):
        deployment.turn()
        state = os.statvfs(warehouse)
        with (warehouse / ".candidate-20260101T000000-dead.duckdb").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, state.f_bavail * state.f_bsize)
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def read_only(deployment: Deployment) -> Iterator[Trial]:
    """A warehouse, or a folder of it, that became read-only."""
    for place in ("warehouse", "history", "gates"):
        trial = Trial(f"read-only {place}" + (" folder" if place != "warehouse" else ""))
        deployment.turn()
        folder = deployment.settings.warehouse if place == "warehouse" else deployment.settings.warehouse / place
        folder.mkdir(exist_ok=True)
        with mounted("--bind", folder, folder):
            subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True, capture_output=True)
            process = deployment.start("reload")
            _, errors = process.communicate()
            expected = 2 if place == "warehouse" else 1
            if process.returncode != expected or "Traceback" in errors:
                trial.unclean(f"{place}: it ended with {process.returncode}: {errors[-400:]}")
            deployment.after_fault(trial)  # and readers read on
        deployment.next_run(trial)
        yield trial


def unusable_folders(deployment: Deployment) -> Iterator[Trial]:
    """Something else where a folder of ours should be."""
    for name in ("history", "gates"):
        trial = Trial("a file where a folder should be")
        deployment.turn()
        folder = deployment.settings.warehouse / name
        aside = deployment.settings.warehouse / f"{name}-aside"
        folder.rename(aside)
        folder.write_text("no folder", "utf8")
        outcome = reload(deployment.settings)
        if outcome.status != "failed" or not outcome.why:
            trial.unclean(f"{name}: it came to {outcome.status}")
        folder.unlink()
        aside.rename(folder)
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def disks(deployment: Deployment, points: int) -> Iterator[Trial]:
    """All of the above; what needs a mount is left out where none is allowed, and is missing in the table."""
    if may_mount(deployment.folder):
        shutil.rmtree(deployment.settings.warehouse, ignore_errors=True)
        deployment.published_before = ""
        yield from full_disks(deployment, points)
        deployment.published_before = ""
        yield from left_full_by_a_killed_run(deployment)
        deployment.published_before = ""
        yield from read_only(deployment)
    yield from unusable_folders(deployment)
