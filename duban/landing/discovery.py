"""What lies in raw/: which files are documents, what identifies each, and what was passed over or refused."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from duban.errors import ConfigurationError, DocumentError
from duban.landing.limits import Limits
from duban.landing.raw_files import Entry, check_name, entries_below, opened, shown_name
from duban.landing.readers import is_document, reader_for
from duban.landing.side_files import SideFile, read_side_file, side_path


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A file that will be landed.

    document_id: the first 16 hex digits of the content's sha256.
    content_fingerprint: content, path, side file and reader version; the same means the same cells and facts.
    """

    path: str
    document_id: str
    sha256: str
    byte_count: int
    content_fingerprint: str
    reader_name: str
    reader_version: str
    side_file: SideFile | None


@dataclass(frozen=True, slots=True)
class RefusedDocument:
    """A document that cannot be landed: it goes to `raw.quarantine` with its reason."""

    path: str
    document_id: str
    content_fingerprint: str
    reason: str
    source_place: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that is no document, noted with one word."""

    path: str
    reason: str


@dataclass(slots=True)
class Discovery:
    """All that lies in a raw folder, each list ordered by path."""

    documents: list[FoundDocument] = field(default_factory=list)
    refused: list[RefusedDocument] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """One value that changes when any document, side file, reader version or path does."""
        known = [d.content_fingerprint for d in self.documents] + [r.content_fingerprint for r in self.refused]
        return documents_fingerprint(known)


def documents_fingerprint(content_fingerprints: Iterable[str]) -> str:
    """One value for a set of documents, whatever their order."""
    return hashlib.sha256("\n".join(sorted(content_fingerprints)).encode()).hexdigest()


def discover(raw: Path, limits: Limits | None = None, landed: Mapping[str, str] | None = None) -> Discovery:
    """Look through a raw folder. Reads every document once, to hash it; parses none.

    landed: id by path of the documents that were landed before. Of several files with the same content, the one that
    was landed stays; where none was, the one with the shortest path is taken: a copy is named after what it copies.
    Raises ConfigurationError where the folder is missing.
    """
    limits = limits or Limits()
    if not raw.is_dir():
        raise ConfigurationError("the raw folder is not there", where=str(raw), remedy="create it, or pass --raw DIR")
    root = raw.resolve()
    found = Discovery()
    by_content: dict[str, list[FoundDocument]] = {}
    for entry in entries_below(raw):
        shown = shown_name(entry.name)
        if entry.passed_over:
            found.passed_over.append(PassedOver(shown, entry.passed_over))
            continue
        if entry.path.suffix == ".yml" or entry.path.name.upper() == "README.MD":
            continue
        if not is_document(entry.name):
            reason = f"'{shown_name(entry.path.suffix)}' is not a format that duban reads"
            found.passed_over.append(PassedOver(shown, reason))
            continue
        try:
            document = _identify(entry, root, limits)
        except FileNotFoundError:
            continue  # it went while we looked: a build knows it as removed
        except DocumentError as error:
            if os.path.lexists(entry.path):
                found.refused.append(_refused(shown, entry.path, error))
            continue
        except Exception as error:  # whatever else one file makes us stumble over costs that file, not the night
            unknown = DocumentError(
                f"looking at it failed: {type(error).__name__}",
                where=shown,
                remedy="save the document and its side file anew, and report it with both if that does not help",
            )
            found.refused.append(_refused(shown, entry.path, unknown))
            continue
        by_content.setdefault(document.sha256, []).append(document)
    for twins in by_content.values():
        taken = min(twins, key=lambda one: ((landed or {}).get(one.path) != one.document_id, len(one.path), one.path))
        found.documents.append(taken)
        copies = [one for one in twins if one is not taken]
        found.passed_over += [PassedOver(one.path, f"a copy of {taken.path}, which was landed") for one in copies]
    found.documents.sort(key=lambda one: one.path)
    found.passed_over.sort(key=lambda one: one.path)
    return found


def _identify(entry: Entry, root: Path, limits: Limits) -> FoundDocument:
    name = entry.name
    check_name(name)
    with opened(entry.path, root, name) as file:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            raise DocumentError("the file is empty", where=name, remedy="fetch it again, or take it out of raw/")
        if size > limits.file_bytes:
            raise DocumentError(
                f"{size} bytes, over the limit of {limits.file_bytes}", where=name, remedy="split the document"
            )
        reader = reader_for(name)
        try:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise DocumentError(
                f"it cannot be read: {error.strerror}", where=name, remedy="see that the disk is sound"
            ) from error
        size = file.tell()  # of what was hashed, should it have grown meanwhile
    side = _side_file(entry, root)
    return FoundDocument(
        path=name,
        document_id=sha256[:16],
        sha256=sha256,
        byte_count=size,
        content_fingerprint=content_fingerprint(sha256, name, reader.name, reader.version, side),
        reader_name=reader.name,
        reader_version=reader.version,
        side_file=side,
    )


def _side_file(entry: Entry, root: Path) -> SideFile | None:
    described_by = side_path(entry.path)
    if described_by is None:
        return None
    try:
        return read_side_file(described_by, str(PurePosixPath(entry.name).with_name(described_by.name)), root)
    except FileNotFoundError:
        return None  # it went while we looked, and the document did not


def content_fingerprint(sha256: str, path: str, reader_name: str, reader_version: str, side: SideFile | None) -> str:
    """One value of all that a document's landing is made from."""
    parts = [sha256, path, reader_name, reader_version, hashlib.sha256(side.content).hexdigest() if side else ""]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _refused(name: str, path: Path, error: DocumentError) -> RefusedDocument:
    # Identified by path and the state of the file, since its content may be unreadable or too large.
    try:
        state = path.lstat()
        seen = f"{name}\n{state.st_size}\n{state.st_mtime_ns}\n{error.what}"
    except OSError:
        seen = f"{name}\n{error.what}"
    fingerprint = hashlib.sha256(seen.encode()).hexdigest()
    return RefusedDocument(name, fingerprint[:16], fingerprint[:32], error.what, error.where or name, error.remedy)
