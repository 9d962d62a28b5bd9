"""What lies in raw/: which files are documents, what identifies each, and what was passed over or refused."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from duban.errors import ConfigurationError, DocumentError
from duban.landing.limits import Limits
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
    """A file that is no document, told with a word."""

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
    for path in sorted(raw.rglob("*")):
        name = path.relative_to(raw).as_posix()
        if any(part.startswith((".", "~$")) for part in path.relative_to(raw).parts):
            continue
        if path.is_dir():
            if path.is_symlink():
                found.passed_over.append(PassedOver(name, "a link to a folder, which is not followed: copy the files"))
            continue
        if path.suffix == ".yml" or path.name.upper() == "README.MD":
            continue
        if not is_document(name):
            found.passed_over.append(PassedOver(name, f"'{path.suffix}' is no document that duban reads"))
            continue
        try:
            document = _identify(path, name, root, limits)
        except FileNotFoundError:
            continue  # it went while we looked: a build knows it as removed
        except DocumentError as error:
            if os.path.lexists(path):
                found.refused.append(_refused(name, path, error))
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


def _identify(path: Path, name: str, root: Path, limits: Limits) -> FoundDocument:
    if not path.resolve().is_relative_to(root):
        raise DocumentError("a link that leads out of the raw folder", where=name, remedy="copy the file itself")
    if not path.is_file():
        raise DocumentError("neither a file nor a folder, or a link to nothing", where=name, remedy="take it away")
    size = path.stat().st_size
    if size == 0:
        raise DocumentError("the file is empty", where=name, remedy="fetch it again, or take it out of raw/")
    if size > limits.file_bytes:
        raise DocumentError(
            f"{size} bytes, over the limit of {limits.file_bytes}", where=name, remedy="split the document"
        )
    reader = reader_for(name)
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()  # of what was hashed, should it have grown meanwhile
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}", where=name, remedy="mend its rights") from error
    described_by = side_path(path)
    side = read_side_file(described_by, described_by.relative_to(path.parent).as_posix()) if described_by else None
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
