"""What a reader is: a format's name, the version of its reading, and a function from a source to a `ReadDocument`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duban.landing.grid import ReadDocument
from duban.landing.limits import Limits


@dataclass(frozen=True, slots=True)
class Source:
    """A document's bytes, read once, and its path relative to the raw folder (for messages)."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reader:
    """One format's reader. `version` changes whenever the same bytes would give other cells."""

    name: str
    version: str
    read: Callable[[Source, Limits], ReadDocument]
