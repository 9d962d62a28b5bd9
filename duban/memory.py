"""How much memory a build may take: a share of what this process may have, whoever bounds it. And how often Python
looks for what nobody holds any more."""

from __future__ import annotations

import gc
import os
import resource
from pathlib import Path

# Of what there is; the rest is for readers, for Python and for whatever else runs on the machine.
SHARE = 0.6
_LEAST = 512 * 1024 * 1024  # bytes; an engine with less builds nothing at all
_CGROUP_FILES = ("memory.max", "memory.high", "memory/memory.limit_in_bytes", "memory.limit_in_bytes")


def memory_for_building(cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """Bytes that the engine may take for a build: `SHARE` of the least of the machine's memory, the limits of the
    control groups that this process is in, and its own."""
    bounds = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), *_cgroup_bounds(cgroup)]
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
        soft = resource.getrlimit(kind)[0]
        if soft != resource.RLIM_INFINITY:
            bounds.append(soft)
    return max(_LEAST, int(SHARE * min(bounds)))


def _cgroup_bounds(root: Path) -> list[int]:
    """The limits of the process's control groups, its own and those above it."""
    try:
        lines = Path("/proc/self/cgroup").read_text("utf8").splitlines()
    except OSError:
        return []
    folders = {root}
    for line in lines:
        below = Path(line.rpartition(":")[2].lstrip("/"))
        folders |= {root / part for part in (below, *below.parents)}
        folders |= {root / "memory" / part for part in (below, *below.parents)}
    bounds = []
    for file in (folder / name for folder in folders for name in _CGROUP_FILES):
        try:
            bounds.append(int(file.read_text("utf8")))
        except (OSError, ValueError):  # not there, or `max`
            continue
    return [bound for bound in bounds if bound > 0]


def collect_seldom() -> None:
    """Have Python look for garbage after 20,000 new objects and not after 700, which took a tenth of a reload's CPU and
    found next to nothing. For a process whose own program is duban."""
    gc.set_threshold(20_000, 20, 20)
