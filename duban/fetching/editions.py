"""Putting what was fetched into raw/: a document with its side file, another edition where it changed.

Nothing that lies there is ever written over. What an address has brought before is known from the side files beside the
documents (`source_url`, `sha256`), so that it is found again when everything else is lost. The side file is written
first: a reload in between must not meet the document without it. Both appear whole or not at all.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from duban.errors import DocumentError
from duban.fetching.addresses import shown
from duban.fetching.errors import FetchError
from duban.fetching.formats import short_digest
from duban.landing.raw_files import opened
from duban.landing.side_files import read_side_file

_SIDE_BYTES = 64 * 1024
_SIDE_FILES = 20_000  # of a folder that are looked at
_TRIES = 100
_EDITIONS = 60  # of one address


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document lies below raw/. is_new: it was put there now. edition: 1 for the first.

    newest_edition: of this address; greater than `edition` where the address went back to an earlier one.
    """

    path: str
    is_new: bool
    edition: int
    newest_edition: int


@dataclass(frozen=True, slots=True)
class _Held:
    """An edition that a side file speaks of; the document itself may have been taken away since."""

    edition: int
    sha256: str
    document: Path


def place(
    raw: Path,
    into: str,
    address: str,
    content: bytes,
    stem: str,
    suffix: str,
    day: datetime.date,
    facts: Mapping[str, str],
) -> Placed:
    """Put a document into the folder `into` of raw/, unless this very content of the address is known there.

    facts: what its side file states besides where, when and what was fetched. Raises FetchError where the folder leads
    out of raw/, OSError where the disk fails.
    """
    folder = raw / into
    if not folder.resolve().is_relative_to(raw.resolve()):
        raise FetchError("a folder of raw/ that leads out of it", where=str(folder), remedy="put a folder in its place")
    folder.mkdir(parents=True, exist_ok=True)
    sha256 = hashlib.sha256(content).hexdigest()
    held = sorted(_held(folder, address), key=lambda one: one.edition)
    newest = held[-1].edition if held else 0
    same = next((one for one in reversed(held) if one.sha256 == sha256), None)
    if same is not None:
        # Where the power failed between the two files, the document is put beside its side file now.
        is_missing = not os.path.lexists(same.document)
        if is_missing:
            _write_new(same.document, content)
        return Placed(_below(raw, same.document), is_missing, same.edition, newest)
    edition = newest + 1
    if edition > _EDITIONS:
        raise FetchError(
            f"there are {newest} editions of it: it differs whenever it is looked at",
            where=shown(address),
            remedy="watch the file that the page links to, or take editions out of raw/ with their side files",
        )
    stated = {**facts, "source_url": address, "fetched_on": day.isoformat(), "sha256": sha256}
    if edition > 1:
        stated["edition"] = str(edition)
    document = _free_name(folder, stem if edition == 1 else f"{stem}-{day.isoformat()}", suffix, address)
    _write_new(document.with_name(f"{document.name}.yml"), side_text(stated).encode("utf8"))
    _write_new(document, content)
    return Placed(_below(raw, document), True, edition, edition)


def side_text(facts: Mapping[str, str]) -> str:
    """The lines of a side file, each value in quotes that YAML and JSON share."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items())


def _held(folder: Path, address: str) -> Iterator[_Held]:
    root = folder.resolve()
    names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".yml"))
    for name in names[:_SIDE_FILES]:
        try:
            with opened(folder / name, root, name) as file:
                if address.encode() not in file.read(_SIDE_BYTES):
                    continue  # most of them: parsing all would take minutes in a large folder
            facts = read_side_file(folder / name, name, root).facts
        except (DocumentError, OSError):
            continue  # somebody else's: a reload says what is wrong with it
        if facts.get("source_url") == address and "sha256" in facts:
            edition = int(facts.get("edition", "1"))
            yield _Held(edition, facts["sha256"], folder / name.removesuffix(".yml"))


def _free_name(folder: Path, stem: str, suffix: str, address: str) -> Path:
    """A name that nothing in the folder has or describes: `<stem>.yml` beside it would be anybody's side file."""
    taken = {entry.name.lower() for entry in os.scandir(folder)}
    with_digest = f"{stem}-{short_digest(address)}"
    for name in (stem, with_digest, *(f"{with_digest}-{number}" for number in range(2, _TRIES))):
        used = (f"{name}{suffix}", f"{name}{suffix}.yml", f"{name}.yml")
        if not taken & {one.lower() for one in used}:
            return folder / f"{name}{suffix}"
    raise FetchError("no name is free for it", where=f"{folder.name}/{stem}{suffix}", remedy="tidy up the folder")


def _write_new(path: Path, content: bytes) -> None:
    """A file that is there whole or not at all, even if the power fails. Raises FileExistsError where one is there."""
    passing = path.with_name(f".{path.name}.part")
    with contextlib.suppress(FileNotFoundError):
        passing.unlink()
    descriptor = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _link(passing, path)
    finally:
        passing.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _link(passing: Path, path: Path) -> None:
    try:
        os.link(passing, path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A file system without links, as of a stick or a share. Only one process puts files here (a lock).
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "it is there already", str(path)) from error
        passing.rename(path)


def _below(raw: Path, document: Path) -> str:
    return document.relative_to(raw).as_posix()
