"""Folders as sources: one of this machine, or an S3 or WebDAV folder through fsspec.

A folder of this machine is read as raw/ itself is (no link that leads out, no pipe that is waited for), and only below
the folders that `DUBAN_SOURCE_FOLDERS` names: whoever may write into raw/ must not make duban publish what only duban
may read. S3 and WebDAV need a library that duban does not bring along; logins come from where those libraries and
`~/.netrc` (NETRC) have them, never from the sources file.
"""

from __future__ import annotations

import netrc
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

from duban.errors import DocumentError
from duban.fetching.addresses import shown
from duban.fetching.errors import FetchError
from duban.fetching.sources_file import Source
from duban.landing.raw_files import entries_below, opened, shown_name

T = TypeVar("T")

_FILES = 20_000  # of one folder that are looked at
_DEPTH = 4  # folders inside one another
_SECONDS = 300.0  # of listing, and of one file
_CHUNK = 1024 * 1024
_STATES = ("ETag", "etag", "LastModified", "modified", "mtime", "size")  # whatever a system calls them
_INSTALL = {"s3": "s3fs", "webdav": "'webdav4[fsspec]'", "webdavs": "'webdav4[fsspec]'"}


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file of a folder. address: where it was published. state: changes when the file does; '' where nobody says.

    path: as the folder calls it.
    """

    address: str
    name: str
    state: str
    path: str


class Folder(Protocol):
    """What a source of files can do. Both raise FetchError."""

    def files(self) -> list[FolderFile]:
        """Its files, ordered by address."""

    def read(self, file: FolderFile, most: int) -> bytes:
        """The bytes of one, at most so many."""


def open_folder(source: Source) -> Folder:
    """The folder of a source. Raises FetchError where it may not be read, or not without another library."""
    parts = urlsplit(source.address)
    scheme = parts.scheme.lower()
    if scheme in ("", "file"):
        return LocalFolder(_allowed(unquote(parts.path)))
    try:
        if scheme == "s3":
            import fsspec

            # A folder that no login is known for may be public; where one is, the library finds it.
            system = fsspec.filesystem("s3", skip_instance_cache=True)
            return RemoteFolder(system, f"{parts.netloc}{parts.path}", source.address)
        return _webdav(source)
    except ImportError as error:
        raise FetchError(
            f"{scheme} folders need a library that is not installed",
            where=source.where,
            remedy=f".venv/bin/pip install {_INSTALL[scheme]}",
        ) from error


def _webdav(source: Source) -> Folder:
    from webdav4.fsspec import WebdavFileSystem

    from duban.fetching.pinned import PinnedTransport

    parts = urlsplit(source.address)
    base = f"{'https' if parts.scheme.lower() == 'webdavs' else 'http'}://{parts.netloc}"
    system = WebdavFileSystem(
        base,
        auth=_login(parts.hostname or ""),
        transport=PinnedTransport(source.may_be_private),
        trust_env=False,
        timeout=30.0,
        skip_instance_cache=True,
    )
    return RemoteFolder(system, parts.path.strip("/"), source.address)


def _login(host: str) -> tuple[str, str] | None:
    """User and password of a host, where ~/.netrc (NETRC) has them for that very host."""
    path = os.environ.get("NETRC") or os.fspath(Path.home() / ".netrc")
    try:
        found = netrc.netrc(path).hosts.get(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2]) if found else None


def _allowed(path: str) -> Path:
    folder = Path(os.path.realpath(path))
    roots = [Path(os.path.realpath(one)) for one in os.environ.get("DUBAN_SOURCE_FOLDERS", "").split(os.pathsep) if one]
    if not any(folder.is_relative_to(root) for root in roots):
        raise FetchError(
            "a folder of this machine that is not open to sources",
            where=shown_name(path),
            remedy="name it, or one above it, in DUBAN_SOURCE_FOLDERS",
        )
    return folder


class LocalFolder:
    """A folder of this machine, without links."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def files(self) -> list[FolderFile]:
        try:
            entries = [entry for entry in entries_below(self._root) if not entry.passed_over]
        except OSError as error:
            raise FetchError(
                f"the folder cannot be read: {error.strerror}", where=str(self._root), may_pass=True
            ) from error
        if len(entries) > _FILES:
            raise FetchError(f"more than {_FILES:,} files", where=str(self._root), remedy="name a folder inside of it")
        found = []
        for entry in entries:
            try:
                state = entry.path.stat()
            except OSError:
                continue  # it went, or leads nowhere
            found.append(
                FolderFile(
                    self._root.as_uri() + "/" + quote(os.fsencode(entry.name)),
                    shown_name(entry.name),
                    f"{state.st_size} {state.st_mtime_ns} {state.st_ino}",
                    entry.name,
                )
            )
        return found

    def read(self, file: FolderFile, most: int) -> bytes:
        try:
            with opened(self._root / file.path, self._root, file.name) as content:
                return _checked(content.read(most + 1), most, file)
        except DocumentError as error:
            raise FetchError(error.what, where=file.address, remedy=error.remedy) from error
        except OSError as error:
            raise FetchError(f"it cannot be read: {error.strerror}", where=file.address, may_pass=True) from error


class RemoteFolder:
    """A folder of any system that fsspec knows."""

    def __init__(self, system: Any, root: str, address: str) -> None:
        """system: an fsspec file system. root: the folder's path there. address: what it is called in side files."""
        self._system = system
        self._root = root.strip("/") if not root.startswith("/") else root.rstrip("/")
        self._address = address.rstrip("/")

    def files(self) -> list[FolderFile]:
        return in_time(lambda: sorted(self._walk(), key=lambda one: one.address), self._address)

    def _walk(self) -> Iterator[FolderFile]:
        count = 0
        for path, _, files in self._system.walk(self._root, maxdepth=_DEPTH, detail=True, on_error="raise"):
            for name, info in files.items():
                count += 1
                if count > _FILES:
                    raise FetchError(
                        f"more than {_FILES:,} files", where=self._address, remedy="name a folder inside of it"
                    )
                if not name or name.startswith((".", "~$")):
                    continue
                below = f"{path}/{name}".strip("/").removeprefix(self._root.strip("/")).strip("/")
                state = " ".join(str(info[key])[:200] for key in _STATES if info.get(key) is not None)
                # A size alone says nothing of a change.
                shows_changes = any(info.get(key) is not None for key in _STATES if key != "size")
                yield FolderFile(
                    f"{self._address}/{quote(below)}",
                    shown_name(name),
                    state if shows_changes else "",
                    str(info.get("name") or f"{path}/{name}"),
                )

    def read(self, file: FolderFile, most: int) -> bytes:
        return in_time(lambda: self._read(file, most), file.address)

    def _read(self, file: FolderFile, most: int) -> bytes:
        until = time.monotonic() + _SECONDS
        content = bytearray()
        with closing(self._system.open(file.path, "rb")) as stream:
            while len(content) <= most and (chunk := stream.read(min(_CHUNK, most + 1 - len(content)))):
                content += chunk
                if time.monotonic() > until:
                    raise FetchError(f"no whole file within {_SECONDS:.0f} s", where=file.address, may_pass=True)
        return _checked(bytes(content), most, file)


def in_time(do: Callable[[], T], where: str, seconds: float = _SECONDS) -> T:
    """What a library hands back, if it does so in time; one that hangs is left behind. Raises FetchError."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(do())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if results:
        return results[0]
    if not errors:
        raise FetchError(f"no answer within {seconds:.0f} s", where=shown(where), may_pass=True)
    error = errors[0]
    if isinstance(error, FetchError):
        raise error
    # Whatever the libraries of others raise; their words may repeat logins.
    raise FetchError(
        f"the folder cannot be read: {type(error).__name__}",
        where=shown(where),
        remedy="see that its address and login are right",
        may_pass=isinstance(error, (OSError, TimeoutError))
        and not isinstance(error, (FileNotFoundError, PermissionError)),
    ) from error


def _checked(content: bytes, most: int, file: FolderFile) -> bytes:
    if len(content) > most:
        raise FetchError(f"more than {most:,} bytes", where=shown(file.address), remedy="take it from there by hand")
    return content
