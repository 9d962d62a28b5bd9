"""What another state of a tree, or another tree, has read and bound already, for the files that are the same in both.

Parsing and binding the whole tree takes some two seconds of CPU. Whoever edits a model or adds a line to a seed has
changed one file of hundreds: what the edit does not reach comes out as it did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from duban.modelling.binding import Binding
from duban.modelling.sql_file import SqlFile

if TYPE_CHECKING:
    from duban.modelling.project import Project


class KnownTree:
    """A project that was read before, of the same sources."""

    def __init__(self, project: Project) -> None:
        self._models = {model.table: model for kind in project.kinds for model in kind.values()}
        self._columns: dict[str, Sequence[object]] = {
            **{table: [column.name for column in columns] for table, columns in project.sources.tables.items()},
            **{table: list(seed.columns) for table, seed in project.seeds.items()},
            **{table: model.columns for table, model in project.models.items()},
        }

    def file(self, table: str, path: Path) -> SqlFile | None:
        """The file of this table, if it holds the same text; None where it is to be read."""
        known = self._models.get(table)
        if known is None:
            return None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            return None
        if text.rstrip() != known.file.sql:
            return None
        return known.file if known.file.path == path else replace(known.file, path=path)

    def binding(self, table: str, file: SqlFile, columns: Mapping[str, Sequence[object]]) -> Binding | None:
        """What the engine said of a file with this text over tables with these columns; None where it is to be asked.

        columns: of what the file reads, by table: the names in a source or seed, names and types in a model.
        """
        known = self._models.get(table)
        if known is None or known.file.sql != file.sql:
            return None
        same = all(columns[one.table] == self._columns.get(one.table) for one in file.references)
        return known.binding if same else None
