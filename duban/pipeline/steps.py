"""The steps of a reload, each with its name and how often it is tried again, and how a caller runs one."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
# What a step reports while it works: what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


class Step(Enum):
    """One step: `title` is its name wherever people see it, `retries` how often it is tried again after an OSError.

    Only steps that touch disks and folders which may be on a network are tried again: what the data or the code does
    wrong comes out the same the next time. `duban reload` tries nothing again, the nightly flow does.
    """

    FIND_DOCUMENTS = ("find documents", 3)
    BEGIN_CANDIDATE = ("begin candidate", 2)
    LAND_DOCUMENTS = ("land documents", 2)
    PROFILE_DOCUMENTS = ("profile landed documents", 0)
    GATE_LANDING = ("gate 1: landed documents", 0)
    BUILD_MODELS = ("build models", 0)
    GATE_CANDIDATE = ("gate 2: candidate", 0)
    BUILD_SHARDS = ("build shards", 0)
    BUILD_ACROSS = ("build across places", 0)
    JOIN_SHARDS = ("join shards", 0)
    SET_ASIDE = ("set documents aside", 0)
    WRITE_GATE_REPORT = ("write gate report", 2)
    PUBLISH = ("publish", 3)

    def __init__(self, title: str, retries: int) -> None:
        self.title = title
        self.retries = retries

    def __str__(self) -> str:
        return self.title


class RunStep(Protocol):
    """How a caller runs one step: as the function that it is, timed, or as a Prefect task."""

    def __call__(self, step: Step, do: Callable[..., T], /, *args: Any) -> T: ...


def run_plainly(step: Step, do: Callable[..., T], *args: Any) -> T:
    """Run a step as the function that it is."""
    return do(*args)


def no_progress(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
