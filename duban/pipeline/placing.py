"""Where a document that is added goes in raw/: which files may go there, its name, and the side files beside it.

Nothing here imports the engine: a file that no reader reads is refused before anything is loaded for it.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from duban.errors import ConfigurationError, DocumentError
from duban.landing.readers import check_suffix
from duban.landing.side_files import documents_beside, own_side_path

# What a file or folder of raw/ may be called: nothing that leads anywhere else.
_NAME = re.compile(r"\w[\w ()()·-]*")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document goes. renaming: the side file that would describe two documents once it lies there, and the
    name under which it goes on describing the one that it describes now; None where there is none."""

    path: Path
    renaming: tuple[Path, Path] | None = None


def check_file(file: Path) -> None:
    """Raise ConfigurationError for a file that is no document by its name, with the reason and the way out."""
    if not file.is_file():
        raise ConfigurationError("there is no such file", where=str(file), remedy="check the path")
    if file.name.startswith("~$"):
        raise ConfigurationError(
            "a lock file, which Office and WPS keep beside a document while it is open",
            where=str(file),
            remedy=f"close the document and add it itself: the file whose name ends with {file.name[2:]}",
        )
    try:
        check_suffix(str(file))
    except DocumentError as error:
        raise ConfigurationError(error.what, where=error.where, remedy=error.remedy) from None


def check_is_new(raw: Path, file: Path) -> None:
    """Raise ConfigurationError where a file lies in raw/, or a document there has its content already."""
    if file.resolve().is_relative_to(raw.resolve()):
        raise ConfigurationError(
            "the file lies in raw/ already", where=str(file), remedy="run `duban reload`: it takes in what lies there"
        )
    size = file.stat().st_size
    for above, _, names in os.walk(raw):
        for there in (Path(above, name) for name in sorted(names) if name.endswith(file.suffix.lower())):
            if there.is_file() and there.stat().st_size == size and filecmp.cmp(there, file, shallow=False):
                raise ConfigurationError(
                    "raw/ holds this very document already, byte for byte",
                    where=str(there),
                    remedy="there is nothing to add; `duban reload` takes it in where it is not published yet",
                )


def check_place(name: str) -> None:
    """Raise ConfigurationError for what cannot be the name of a government, nor of a folder of raw/."""
    if not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"'{name}' is not the name of a government", remedy="write it as the government does: 菏泽市"
        )


def placement(folder: Path, file: Path, year: int, name: str | None, has_side_file: bool) -> Placement:
    """Where a file goes in a folder of raw/, and what has to be renamed there first.

    name: its name without the suffix; the year where None. has_side_file: whether a side file goes with it.
    Raises ConfigurationError where the name is taken, and where side files that lie there would describe the document,
    too.
    """
    if name is not None and not _NAME.fullmatch(name):
        raise ConfigurationError(
            f"'{name}' cannot be a file's name in raw/", remedy="use letters, digits, Chinese characters, - and _"
        )
    path = folder / f"{name or year}{file.suffix.lower()}"
    if path.exists():
        raise ConfigurationError(
            "there is a document of that name already",
            where=str(path),
            remedy=f"pass --name {year}-2 for another edition, or take the old one away",
        )
    return Placement(path, _renaming(path, has_side_file))


def _renaming(path: Path, has_side_file: bool) -> tuple[Path, Path] | None:
    """The renaming that keeps a side file with the document it describes."""
    shared = path.with_suffix(".yml")
    if not os.path.lexists(shared):
        return None
    described = [one for one in documents_beside(shared) if not os.path.lexists(own_side_path(one))]
    if len(described) == 1:
        return shared, own_side_path(described[0])
    if described or not has_side_file:
        names = " or ".join([*(one.name for one in described), path.name])
        raise ConfigurationError(
            f"{shared.name} could describe {names}",
            where=str(shared),
            remedy="rename it after the document that it describes, as 2024.yml to 2024.csv.yml, or take it away",
        )
    return None


def place(file: Path, placed: Placement, side_text: str) -> None:
    """Copy a file where it goes. side_text: of the side file beside it, '' for none.

    Whatever a reload in between meets is described as it was or as it will be: first the side file that lies there
    takes its document's name, then comes the new one, last the document.
    """
    path = placed.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if placed.renaming:
        shared, own = placed.renaming
        shared.rename(own)
    if side_text:
        own_side_path(path).write_text(side_text, "utf8")
    passing = path.with_name(f".{path.name}.part")
    shutil.copyfile(file, passing)
    passing.replace(path)
