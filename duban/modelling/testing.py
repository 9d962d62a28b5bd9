"""Model tests: rows in, rows out, on real DuckDB.

A case is a YAML file `tests/models/<model>/<case>.yml`; the folder names the model, the file name says the rule. Data
tests and the figures of the gates have cases too: a data test's `expect` are the rows that it reports.

    # A name that spans three printed rows belongs to one block.
    given:
      staging.stg_rows:
        - {document_id: d1, row_no: 1, leader_text: 赵健}
        - {document_id: d1, row_no: 2}                  # a column that is not written is NULL
      seeds.block_weights: file                         # the rows of sql/seeds, not empty
    expect:
      - {row_no: 1, block_no: 1}                        # columns that no expected row writes are not compared
      - {row_no: 2, block_no: 1}

The same in columns, for many rows (an empty cell is NULL, `''` is an empty text):

    given:
      staging.stg_rows: |
        document_id | row_no | leader_text
        d1          | 1      | 赵健
        d1          | 2      |

* An input that is not given is empty. A seed that is not given holds its own rows, as in the warehouse: it is part of
  what the model does; write `seeds.x: []` for none. So it is with a model that is made of seeds alone.
* A parent that is not given but hangs on something that is given is built from its own SQL, so a case may begin at
  `raw.cells` and end at a mart.
* Rows are compared as a multiset, as the text of the values cast to the column's type; order never matters.
  `expect: []` means no row. `ordered` is not offered: a table has no order.

A test in Python that needs a warehouse of a few rows calls `provide` with the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from duban.errors import ModelError
from duban.modelling.binding import SCHEMAS
from duban.modelling.project import Model, Project
from duban.modelling.seeds import load_seed
from duban.modelling.selection import ancestors
from duban.modelling.table_ref import TableRef, quoted_name, quoted_table
from duban.nearest import nearest

Row = dict[str, Any]
# Parameters of one INSERT: a statement a row is ten times slower where a case has thousands of rows.
_PARAMETERS = 2000


@dataclass(frozen=True, slots=True)
class ModelCase:
    """One case. given: table -> rows, None for a seed's own rows. columns: those that the expected rows write."""

    path: Path
    table: str
    given: dict[str, list[Row] | None]
    expect: list[Row]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """missing: expected and not there. unexpected: there and not expected. Values as the text DuckDB gives them."""

    case: ModelCase
    missing: tuple[tuple[str | None, ...], ...]
    unexpected: tuple[tuple[str | None, ...], ...]

    @property
    def passed(self) -> bool:
        return not self.missing and not self.unexpected

    def __str__(self) -> str:
        lines = [f"{self.case.table}: {self.case.path}", "  " + " | ".join(self.case.columns)]
        lines += [f"- {_row_text(row)}" for row in self.missing]
        lines += [f"+ {_row_text(row)}" for row in self.unexpected]
        return "\n".join(lines)


def find_cases(folder: Path, project: Project) -> list[ModelCase]:
    """Every case below a folder, by path. Raises ModelError with the file for one that cannot be read."""
    return [read_case(path, project) for path in sorted(folder.rglob("*.yml"))]


def read_case(path: Path, project: Project) -> ModelCase:
    """Read one case and check its names against the project."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _bad(path, f"the case does not read as YAML: {' '.join(str(error).split())}") from None
    if not isinstance(said, dict) or "expect" not in said or set(said) - {"given", "expect"}:
        raise _bad(path, "a case has `given` and `expect` and nothing else")
    table = _model_named(path, project)
    given: dict[str, list[Row] | None] = {}
    for name, rows in (said.get("given") or {}).items():
        columns = _columns_of(path, project, name)
        given[name] = None if rows == "file" and name in project.seeds else _rows(path, name, rows, columns)
    own = [column for column, _ in _files(project)[table].columns]
    expect = _rows(path, table, said["expect"], own)
    written = {column for row in expect for column in row}
    return ModelCase(path, table, given, expect, tuple(column for column in own if column in written))


def run_case(project: Project, case: ModelCase) -> CaseResult:
    """Run the model of a case on its rows, in a database of its own."""
    with duckdb.connect(":memory:", config={"threads": 1}) as con:
        model = _files(project)[case.table]
        provide(con, project, case.given, model.parents)
        con.execute(f"create table result as\n{model.file.sql}")
        columns = case.columns or tuple(column for column, _ in model.columns)
        _create(con, "expected", model.columns)
        _insert(con, "expected", model.columns, case.expect)
        texts = ", ".join(f"{quoted_name(column)}::varchar" for column in columns)
        there = Counter(con.execute(f"select {texts} from result").fetchall())
        wanted = Counter(con.execute(f"select {texts} from expected").fetchall())
    return CaseResult(case, _listed(wanted - there), _listed(there - wanted))


def provide(
    con: duckdb.DuckDBPyConnection, project: Project, given: Mapping[str, list[Row] | None], tables: Iterable[str]
) -> None:
    """Make TABLES and all that they read, by the rules of the module, in a database without tables.

    given: table -> its rows (column -> value; a column left out is NULL), None for a seed's own rows.
    """
    for schema in SCHEMAS:
        con.execute(f"create schema {schema}")
    made: dict[str, int] = {}  # and how many rows each has

    def make(table: str) -> None:
        if table in made:
            return
        rows = given.get(table)
        made[table] = len(rows or ())
        if table in project.seeds and rows is None:
            load_seed(con, project.seeds[table])
            made[table] = len(project.seeds[table].rows)
        elif table in project.models and table not in given and _hangs_on_given(project, given, table):
            for parent in project.models[table].parents:
                make(parent)
            made[table] = project.models[table].make(con, quoted_table(table), lambda parent: made[parent] == 0)
        else:
            columns = _typed_columns(project, table)
            _create(con, table, columns)
            _insert(con, table, columns, rows or [])

    for table in tables:
        make(table)


def _hangs_on_given(project: Project, given: Mapping[str, list[Row] | None], table: str) -> bool:
    above = {parent for model in ancestors(project.parents, [table]) for parent in project.models[model].parents}
    is_made_of_seeds = all(name in project.seeds or name in project.models for name in above)
    return is_made_of_seeds or any(name in above for name in given if name not in project.seeds)


def _typed_columns(project: Project, table: str) -> Sequence[tuple[str, str]]:
    if table in project.models:
        return project.models[table].columns
    if table in project.seeds:
        return [(column, "VARCHAR") for column in project.seeds[table].columns]
    return project.sources.columns_of(table)


def _create(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[tuple[str, str]]) -> None:
    con.execute(f"create table {table} ({', '.join(f'{quoted_name(name)} {kind}' for name, kind in columns)})")


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Row]
) -> None:
    marks = ", ".join(f"?::{kind}" for _, kind in columns)
    size = max(1, _PARAMETERS // len(columns))
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        con.execute(
            f"insert into {table} values {', '.join([f'({marks})'] * len(some))}",
            [row.get(name) for row in some for name, _ in columns],
        )


def _rows(path: Path, table: str, said: Any, columns: Sequence[str]) -> list[Row]:
    rows = _columnar(path, table, said) if isinstance(said, str) else said or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _bad(path, f"the rows of {table} are neither a list of mappings nor a text in columns")
    for row in rows:
        unknown = next((column for column in row if column not in columns), None)
        if unknown is not None:
            raise ModelError(
                f"{table} has no column {unknown}", where=str(path), remedy=nearest(str(unknown), columns, "column")
            )
    return rows


def _columnar(path: Path, table: str, text: str) -> list[Row]:
    lines = [line for line in text.splitlines() if line.strip()]
    header, *body = [[cell.strip() for cell in line.split("|")] for line in lines]
    rows = []
    for cells in body:
        if len(cells) != len(header):
            raise _bad(path, f"a row of {table} has {len(cells)} cells, its header {len(header)}: {' | '.join(cells)}")
        rows.append({name: "" if cell == "''" else cell or None for name, cell in zip(header, cells, strict=True)})
    return rows


def _model_named(path: Path, project: Project) -> str:
    name = path.parent.name.lower()
    files = _files(project)
    table = next((table for table in files if name in (table, TableRef.parse(table).name)), None)
    if table is None:
        known = [TableRef.parse(table).name for table in files]
        raise ModelError(f"no model is named {name}", where=str(path), remedy=nearest(name, known, "model"))
    return table


def _files(project: Project) -> dict[str, Model]:
    """What may have cases, by table or `<folder>.<name>`: models, then data tests and the figures of the gates."""
    others = (*project.tests.values(), *project.expectations.values())
    return project.models | {file.table: file for file in others}


def _columns_of(path: Path, project: Project, table: str) -> list[str]:
    known = [*project.models, *project.seeds, *project.sources.tables]
    if table not in known:
        raise ModelError(f"no such table: {table}", where=str(path), remedy=nearest(table, known, "table"))
    return [column for column, _ in _typed_columns(project, table)]


def _bad(path: Path, what: str) -> ModelError:
    return ModelError(what, where=str(path), remedy="see the docstring of duban.modelling.testing for the form")


def _listed(counts: Counter[tuple[str | None, ...]]) -> tuple[tuple[str | None, ...], ...]:
    return tuple(sorted(counts.elements(), key=lambda row: [(value is None, value or "") for value in row]))


def _row_text(row: tuple[str | None, ...]) -> str:
    return " | ".join("NULL" if value is None else value for value in row)
