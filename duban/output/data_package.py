"""All published tables as files for other programs: Parquet, CSV and a Frictionless data package that describes them.

The descriptor follows Data Package 1.0 (https://specs.frictionlessdata.io/data-package/), which every reader knows.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from duban.errors import ConfigurationError
from duban.output.labels import chinese_name, explanation
from duban.output.spreadsheet_text import neutral
from duban.output.texts import Lines

_ROWS_AT_ONCE = 10_000
_TABLES = """
select models.model_name, coalesce(models.description, ''), coalesce(models.grain, '')
from meta.models as models
where models.layer_name = 'marts'
order by models.model_name
"""
_COLUMNS = """
select column_name, column_type, coalesce(comment, '')
from meta.columns
where model_name = ?
order by column_no
"""
# Types of DuckDB as a Table Schema names them; whole numbers and decimals have more names than one.
_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DOUBLE": "number",
    "FLOAT": "number",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT")


class _Column(NamedTuple):
    name: str
    type: str
    comment: str


def export_package(published: Path, folder: Path, keys: Mapping[str, str], build_id: str) -> list[Path]:
    """Write every table of marts into `folder` as parquet/<table>.parquet and csv/<table>.csv, and datapackage.json.

    keys: column that other tables carry -> the table whose primary key it is (`marts.dim_unit`); they become foreign
    keys. Of one build, whatever is published meanwhile; each file is whole or not there, the descriptor is the last.
    """
    resources = []
    files = []
    with _opened(published) as con:
        for directory in ("parquet", "csv"):
            (folder / directory).mkdir(parents=True, exist_ok=True)
        for model, description, grain in con.execute(_TABLES).fetchall():
            table = model.removeprefix("marts.")
            columns = [_Column(*row) for row in con.execute(_COLUMNS, [model]).fetchall()]
            key = [name.strip() for name in grain.split(",") if name.strip()]
            parquet, text = folder / "parquet" / f"{table}.parquet", folder / "csv" / f"{table}.csv"
            _write_parquet(con, model, key, parquet)
            _write_csv(con, model, columns, key, text)
            files += [parquet, text]
            resources.append(
                {
                    "name": table,
                    "title": chinese_name(description),
                    "description": explanation(description),
                    "path": f"csv/{table}.csv",
                    "profile": "tabular-data-resource",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "parquet": f"parquet/{table}.parquet",
                    "schema": _schema(model, columns, key, keys),
                }
            )
    descriptor = folder / "datapackage.json"
    package = {
        "profile": "data-package",
        "name": "duban",
        "title": "责任目标完成情况 (annual responsibility targets)",
        "description": "The published tables of duban. In the CSV files a text that a spreadsheet would run as a"
        " formula has an apostrophe in front; the Parquet files (`parquet` of each resource) hold the exact values.",
        "version": build_id,
        "resources": resources,
    }
    with _whole(descriptor) as part:
        part.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf8")
    return [*files, descriptor]


def export_for_duckdb_1(published: Path, file: Path) -> None:
    """Write the published file once more, as DuckDB 1.0 and newer read it: the same tables, rows and comments."""
    with _whole(file) as part, duckdb.connect() as con:
        con.execute(f"attach {_literal(published)} as published (read_only)")
        con.execute(f"attach {_literal(part)} as older (storage_version 'v1.0.0')")
        con.execute("copy from database published to older")
        con.execute("detach older")


def _schema(model: str, columns: Sequence[_Column], key: Sequence[str], keys: Mapping[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": _field_type(column.type),
                "title": chinese_name(column.comment),
                "description": explanation(column.comment),
                **({"constraints": {"required": True}} if column.name in key else {}),
            }
            for column in columns
        ],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = list(key)
    foreign = [
        {"fields": name, "reference": {"resource": parent.removeprefix("marts."), "fields": name}}
        for name, parent in keys.items()
        if parent != model and name in {column.name for column in columns}
    ]
    return {**schema, "foreignKeys": foreign} if foreign else schema


def _field_type(duckdb_type: str) -> str:
    if duckdb_type.endswith("[]"):
        return "array"
    if duckdb_type.startswith(("STRUCT", "MAP")):
        return "object"
    if duckdb_type.startswith("DECIMAL"):
        return "number"
    return "integer" if duckdb_type in _WHOLE else _TYPES.get(duckdb_type, "string")


def _write_parquet(con: duckdb.DuckDBPyConnection, model: str, key: Sequence[str], file: Path) -> None:
    with _whole(file) as part:
        con.execute(f"copy ({_select(model, key)}) to {_literal(part)} (format parquet, compression zstd)")


def _write_csv(
    con: duckdb.DuckDBPyConnection, model: str, columns: Sequence[_Column], key: Sequence[str], file: Path
) -> None:
    with _whole(file) as part, part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(Lines(out, "\n"))
        writer.writerow([column.name for column in columns])
        result = con.execute(_select(model, key))
        while rows := result.fetchmany(_ROWS_AT_ONCE):
            writer.writerows([[_field(value) for value in row] for row in rows])


def _field(value: Any) -> Any:
    """A value as a Table Schema writes it: lists and structs are JSON, times are ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return neutral(value)


def _select(model: str, key: Sequence[str]) -> str:
    """The rows of a table in one order, so that two exports of one build are the same."""
    schema, table = model.split(".")
    order = ", ".join(f'"{name}"' for name in key) or "all"
    return f'select * from "{schema}"."{table}" order by {order}'


@contextmanager
def _opened(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not published.exists():
        raise ConfigurationError("nothing is published yet", where=str(published), remedy="run `duban reload` first")
    try:
        con = duckdb.connect(str(published), read_only=True)
    except duckdb.Error as error:
        raise ConfigurationError(
            f"the file cannot be opened: {str(error).splitlines()[0]}",
            where=str(published),
            remedy="run `duban reload --full`",
        ) from None
    with con:
        yield con


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A file to write beside another, which it replaces when it is whole."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
