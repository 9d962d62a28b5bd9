"""What a reader is: a format's name, the version of its reading, and a function from a source to a `ReadDocument`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duban.landing.grid import ReadDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may cost before it is refused. Sizes in bytes.

    The largest real table met so far has some 3,000 rows and 2 MB; these bounds leave it two orders of magnitude.
    """

    file_bytes: int = 64 * 1024 * 1024
    expanded_bytes: int = 512 * 1024 * 1024  # of an archive (XLSX, DOCX), all members together
    expansion_ratio: int = 200  # of one archive member
    cell_characters: int = 100_000
    rows: int = 200_000  # of a document
    columns: int = 512  # of a table
    cells: int = 5_000_000  # of a document, covered ones included
    tables: int = 2_000
    pages: int = 2_000
    seconds: float = 60.0  # of one document's reading, in a worker that is then stopped


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
    suffixes: tuple[str, ...]
    read: Callable[[Source, Limits], ReadDocument]
