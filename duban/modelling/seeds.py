"""Seeds: small reviewed CSVs that become tables of schema `seeds`, every column VARCHAR, empty = NULL.

Plain UTF-8 with one header line. A row that does not fit its header is reported with file and line, before anything is
built: a seed is an instruction to the models, and half an instruction is worse than none.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.errors import ModelError
from duban.modelling.table_ref import quoted_table
from duban.placeholders import is_placeholder

if TYPE_CHECKING:
    import duckdb

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Seed:
    """One CSV. `rows` are as long as `columns`; `version` is the hash of its columns and rows, not of its layout.

    lines: of the file, where each row ends.
    schema and types: of the table that it becomes; a shard is given rows of models across places in the same way.
    """

    name: str
    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    version: str
    lines: tuple[int, ...]
    schema: str = "seeds"
    types: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return f"{self.schema}.{self.name}"


def seed_bytes(content: bytes, name: str = ".csv") -> bytes:
    r"""The bytes of a seed as they are read: without a byte order mark, with the line ends of a plain file.

    name: of any file of the SQL folder; what is no seed stays as it is.

    >>> seed_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    b'a,b\n1,2\n'
    """
    if not name.endswith(".csv"):
        return content
    return content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def read_seed(path: Path) -> Seed:
    """Read one CSV. Raises ModelError with file and line for bytes that are not UTF-8, a header without names or with
    one name twice, a row that is longer or shorter than the header, and a field that holds an unedited placeholder."""
    try:
        text = seed_bytes(path.read_bytes()).decode("utf8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ModelError(
            f"the seed is not UTF-8: byte {error.object[error.start]:#04x}",
            where=f"{path}:{line}",
            remedy="save it as UTF-8",
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        columns = _checked_header(path, header)
        rows, lines = [], []
        for row in reader:
            if not row:
                continue  # a blank line between groups of rows is for the reader of the file
            if len(row) != len(columns):
                raise ModelError(
                    f"the row has {len(row)} fields, the header has {len(columns)}",
                    where=f"{path}:{reader.line_num}",
                    remedy=f"give it the fields {', '.join(columns)}; quote a field that holds a comma",
                )
            unedited = next((field for field in row if is_placeholder(field)), None)
            if unedited is not None:
                raise ModelError(
                    f"a field still holds a placeholder, {unedited}",
                    where=f"{path}:{reader.line_num}",
                    remedy="write in its place what it names",
                )
            rows.append(tuple(field or None for field in row))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise ModelError(
            f"the seed is not plain CSV: {error}", where=f"{path}:{reader.line_num}", remedy='quote fields with "'
        ) from None
    digest = hashlib.sha256(repr((columns, rows)).encode()).hexdigest()[:16]
    return Seed(path.stem.lower(), path, columns, tuple(rows), digest, tuple(lines))


def _checked_header(path: Path, header: list[str]) -> tuple[str, ...]:
    names = [name.strip().lower() for name in header]
    bad = next((name for name in names if not _NAME.fullmatch(name)), None)
    if not names or bad is not None:
        raise ModelError(
            f"the header names no column {bad!r}" if names else "the seed has no header",
            where=f"{path}:1",
            remedy="name every column in the first line: lower-case letters, digits and underscores",
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ModelError(f"the header names {twice} twice", where=f"{path}:1", remedy="give every column its own name")
    return tuple(names)


def load_seed(con: duckdb.DuckDBPyConnection, seed: Seed) -> None:
    """Create the table of a seed anew with the seed's rows; the caller has seen to it that it is ours to replace."""
    types = seed.types or ("varchar",) * len(seed.columns)
    declared = ", ".join(f'"{column}" {kind}' for column, kind in zip(seed.columns, types, strict=True))
    con.execute(f"create or replace table {quoted_table(seed.table)} ({declared})")
    if seed.rows:
        unnested = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        con.execute(
            f"insert into {quoted_table(seed.table)} select {unnested}",
            [list(values) for values in zip(*seed.rows, strict=True)],
        )
