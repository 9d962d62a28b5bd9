"""One SQL file: its text, its tree, what it reads, and what its comments say.

A file is one SELECT. Every table in it is written `schema.table`; a name without a schema is a CTE of the file.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

from duban.errors import ModelError
from duban.modelling.sql_comments import column_comments

_DIALECT = DuckDB()
# What does not parse is reported as an error with its place; the parser's own warnings beside it say nothing more.
logging.getLogger("sqlglot").setLevel(logging.ERROR)
_WRITES = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Copy, exp.Alter, exp.Into)
_ACROSS = "across places"
_ONE_SELECT = "write one SELECT a file"


class Reference(NamedTuple):
    """A table that a file reads, and the line on which it first does."""

    table: str
    line: int


@dataclass(frozen=True, slots=True)
class SqlFile:
    """sql: the text without a closing semicolon. parsed: its tree, None where the file was kept without one.

    description and grain: from the comment above the statement.

    across: from there too: what the model says goes across places, None for most; with the columns that are keys of a
    place, where its rows belong to places.
    fingerprint: a hash of the tokens, so comments and layout do not change it. comments: column name -> its comment.
    """

    path: Path
    sql: str
    parsed: exp.Expression | None = field(compare=False, repr=False)
    description: str
    grain: tuple[str, ...]
    across: tuple[str, ...] | None
    comments: dict[str, str]
    references: tuple[Reference, ...]
    fingerprint: str

    @property
    def tree(self) -> exp.Expression:
        if self.parsed is None:
            (tree,) = _trees(_DIALECT.tokenize(self.sql), self.sql)
            object.__setattr__(self, "parsed", tree)
            return tree
        return self.parsed

    def __reduce__(self) -> tuple[type[SqlFile], tuple[object, ...]]:
        """Without the tree, which is most of a project and which nothing but a check asks for."""
        values = {one.name: getattr(self, one.name) for one in fields(self)} | {"parsed": None}
        return SqlFile, tuple(values.values())

    def location(self, line: int | None = None) -> str:
        """file:line, as editors and terminals understand it."""
        return f"{self.path}:{line}" if line else str(self.path)


def read_sql_file(path: Path) -> SqlFile:
    """Read and check one file. Raises ModelError with file and line when it is not UTF-8, does not parse, is not one
    SELECT, or would write."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ModelError("the file is not UTF-8", where=str(path), remedy="save it as UTF-8") from None
    try:
        tokens = _DIALECT.tokenize(text)
        trees = _trees(tokens, text)
    except SqlglotError as error:
        raise _parse_error(path, error) from None
    if len(trees) != 1:
        what = f"the file holds {len(trees)} statements" if trees else "the file holds no statement"
        second = next((token.line for token in tokens if token.token_type == sqlglot.TokenType.SEMICOLON), 1)
        raise ModelError(what, where=f"{path}:{second}", remedy=_ONE_SELECT)
    tree = trees[0]
    found = list(tree.find_all(exp.Table, *_WRITES))
    _check_reads_only(path, tree, found, tokens[0].line)
    while tokens and tokens[-1].token_type == sqlglot.TokenType.SEMICOLON:
        text = text[: tokens.pop().start]
    description, grain, across = _header(text)
    digest = hashlib.sha256("\x1f".join([text[token.start : token.end + 1] for token in tokens]).encode())
    return SqlFile(
        path=path,
        sql=text.rstrip(),
        parsed=tree,
        description=description,
        grain=grain,
        across=across,
        comments=column_comments(text),
        references=_references(path, found),
        fingerprint=digest.hexdigest()[:16],
    )


def _trees(tokens: list[sqlglot.Token], text: str) -> list[exp.Expression]:
    """The statements of a text. A comment behind the last semicolon is one to the parser, and none to anybody else."""
    parsed = _DIALECT.parser().parse(tokens, text)
    return [tree for tree in parsed if tree is not None and not isinstance(tree, exp.Semicolon)]


def _parse_error(path: Path, error: SqlglotError) -> ModelError:
    details = getattr(error, "errors", None)
    if not details:
        return ModelError(f"the SQL does not parse: {error}", where=str(path), remedy=_ONE_SELECT)
    first = details[0]
    near = f" near {first['highlight']!r}" if first.get("highlight") else ""
    return ModelError(
        f"the SQL does not parse: {first['description']}{near}",
        where=f"{path}:{first.get('line') or 1}",
        remedy="correct it; DuckDB's dialect is meant",
    )


def _check_reads_only(path: Path, tree: exp.Expression, found: list[exp.Expression], line: int) -> None:
    write = next((node for node in found if isinstance(node, _WRITES)), None)
    if write is not None:
        raise ModelError(
            f"the model writes ({write.key.upper()})",
            where=f"{path}:{line}",
            remedy=f"{_ONE_SELECT}; duban writes the table",
        )
    if not isinstance(tree, exp.Query):
        is_pivot = isinstance(tree, exp.Pivot)
        remedy = (
            "write `select ... from (pivot ...)`, or unpivot; the columns are named there" if is_pivot else _ONE_SELECT
        )
        raise ModelError(f"the file is a {tree.key.upper()}, not a SELECT", where=f"{path}:{line}", remedy=remedy)


def _references(path: Path, found: list[exp.Expression]) -> tuple[Reference, ...]:
    first_lines: dict[str, int] = {}
    for table in found:
        if not isinstance(table, exp.Table) or not table.db:
            continue
        line = table.this.meta.get("line", 0)
        name = f"{table.db}.{table.name}".lower()
        if table.catalog:
            raise ModelError(
                f"the table {table.catalog}.{name} names a database",
                where=f"{path}:{line}",
                remedy=f"write {name}: a model reads the warehouse it is built in",
            )
        first_lines[name] = min(line, first_lines.get(name, line))
    return tuple(Reference(name, line) for name, line in first_lines.items())


def _header(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...] | None]:
    """The comment above the statement: its sentences as one paragraph, the columns after `grain:`, and those after
    `across places`, which may be none."""
    sentences: list[str] = []
    grain: tuple[str, ...] = ()
    across: tuple[str, ...] | None = None
    for line in text.splitlines():
        if not line.startswith("--"):
            if line.strip():
                break
            continue
        words = line.lstrip("-").strip()
        if words.lower().startswith("grain:"):
            grain = _names(words[6:])
        elif words.lower().startswith(_ACROSS):
            across = _names(words[len(_ACROSS) :].lstrip(":"))
        elif words:
            sentences.append(words)
    return " ".join(sentences), grain, across


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in listed.split(",") if name.strip())
