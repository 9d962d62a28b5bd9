"""The files of a raw folder: how they are found, named and opened, so that none of them costs more than itself.

Nothing here trusts a name or a link. A name may be any bytes, a link may lead out of the folder or to itself, folders
may lie inside one another for ever, and a file may be a pipe that nobody writes to.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from duban.errors import DocumentError

# Folders inside one another that are looked into: place, year and a few more; beyond are archives unpacked in a loop.
DEEPEST = 32
# Of a folder that cannot be looked into; any other error is the machine's and may pass.
_FOLDER_FAULTS = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP)
# Line feeds and their like in a name would forge lines of a report: control characters, and the two separators.
_UNPRINTED = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a raw folder, or a folder that is not looked into, with the reason why (`passed_over`).

    name: relative to the raw folder; bytes that are no UTF-8 are in it as Python's surrogates.
    """

    name: str
    path: Path
    passed_over: str = ""


def entries_below(raw: Path) -> list[Entry]:
    """Every file below a raw folder, ordered by name; names that begin with . or ~$ are left out.

    Raises OSError where the folder itself cannot be read, or the machine fails.
    """
    return sorted(_walk(raw), key=lambda entry: entry.name)


def _walk(raw: Path) -> Iterator[Entry]:
    waiting = [("", os.fspath(raw))]
    while waiting:
        above, folder = waiting.pop()
        try:
            with os.scandir(folder) as scanned:
                found = list(scanned)
        except OSError as error:
            if not above or error.errno not in (*_FOLDER_FAULTS, errno.ENOENT, errno.ENOTDIR):
                raise
            if error.errno in _FOLDER_FAULTS:
                yield Entry(above, Path(folder), f"a folder that cannot be looked into: {error.strerror}")
            continue
        for one in found:
            if one.name.startswith((".", "~$")):
                continue
            name = f"{above}/{one.name}" if above else one.name
            if not _is_folder(one):
                yield Entry(name, Path(one.path))
            elif one.is_symlink():
                yield Entry(name, Path(one.path), "a link to a folder, which is not followed: copy the files")
            elif name.count("/") >= DEEPEST:
                yield Entry(name, Path(one.path), f"a folder inside of {DEEPEST} others: move its documents up")
            else:
                waiting.append((name, one.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself is no folder; opening it says what it is
        return False


def shown_name(name: str) -> str:
    r"""A name as a line of a report and a database can hold it.

    >>> shown_name("t/\udcb2\udccb.csv"), shown_name("t/a\nb.csv"), shown_name("菏泽/2023.csv")
    ('t/\\xb2\\xcb.csv', 't/a\\x0ab.csv', '菏泽/2023.csv')
    """
    return "".join(_shown(character) for character in name)


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _UNPRINTED:
        return character
    code = ord(character)
    # Python stands for a byte that is no UTF-8 by a surrogate with the byte in its lower half.
    return f"\\x{code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code:02x}"


def check_name(name: str) -> None:
    """Raise DocumentError for a name that neither a database nor a report can hold."""
    shown = shown_name(name)
    if shown == name:
        return
    try:
        name.encode("utf8")
    except UnicodeEncodeError:
        raise DocumentError(
            "its name is not UTF-8, as archives made on other systems leave it",
            where=shown,
            remedy="rename it, or unpack the archive again with the encoding of its names: unzip -O GBK",
        ) from None
    raise DocumentError(
        "its name holds a line feed or another control character", where=shown, remedy="rename the file or folder"
    )


@contextmanager
def opened(path: Path, root: Path, name: str) -> Iterator[BufferedReader]:
    """A plain file of a raw folder, open for reading.

    root: the raw folder without links; a link may lead to a file inside of it. name: what the file is called where
    something is said of it. Raises DocumentError for a link that leads out or nowhere and for what is no file or cannot
    be opened, FileNotFoundError where it went meanwhile. Never waits.
    """
    try:
        place = Path(os.path.realpath(path, strict=True))
        if not place.is_relative_to(root):
            raise DocumentError("a link that leads out of the raw folder", where=name, remedy="copy the file itself")
        # What was looked at is what is opened: a link put in its place since then is not followed.
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not os.path.lexists(path):
            raise
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.ENOTDIR):
            raise _no_file(name) from error
        raise DocumentError(f"it cannot be read: {error.strerror}", where=name, remedy="fix its permissions") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _no_file(name)
        yield file


def _no_file(name: str) -> DocumentError:
    return DocumentError("neither a file nor a folder, or a link to nothing", where=name, remedy="take it away")
