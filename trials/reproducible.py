"""Build the same landed rows with one thread, with two, and with two again, and compare every table exactly.

    python -m trials.reproducible [--rows 100000] [--threads 1,2,2] [--since MODEL] [--until MODEL]

Fewer rows show little: one thread reads up to 122,880 rows at a time, so small tables come in one order whatever the
threads are. Exits with 1 where a table differs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from duban.modelling import Project, build, load_project
from trials.printed_rows import land_printed_rows

SQL = Path(__file__).resolve().parents[1] / "sql"
# meta.builds and the like name the build; these are made of the rows.
_SCHEMAS = ("staging", "intermediate", "marts", "meta")
_OF_A_BUILD = ("meta.models", "meta.builds", "meta.lineage")


@dataclass(frozen=True, slots=True)
class Difference:
    """A table of two builds that does not hold the same rows. rows: how many stand in one of them only."""

    table: str
    rows: int
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} rows in one build only; differs in {', '.join(self.columns) or 'rows'}"


def land_rows(file: Path, rows: int) -> int:
    """Land about `rows` printed rows in a new warehouse file. Returns how many there are."""
    with duckdb.connect(str(file)) as con:
        return land_printed_rows(con, rows)


def build_needed(project: Project, file: Path, model: str) -> set[str]:
    """Build, in the file itself, all that a model needs, but not the model. Returns the tables."""
    [parents] = (parents for table, parents in project.parents.items() if table.endswith(f".{model}"))
    return _build(project, file, select=[f"+{table}" for table in parents if table in project.models])


def build_copy(project: Project, landed: Path, file: Path, threads: int, until: str | None = None) -> Path:
    """Build every model, or one and what it needs, on a copy of the landed rows. Returns the copy."""
    shutil.copyfile(landed, file)
    _build(project, file, threads, until=until)
    return file


def _build(
    project: Project, file: Path, threads: int = 2, until: str | None = None, select: list[str] | None = None
) -> set[str]:
    with duckdb.connect(str(file), config={"threads": threads}) as con:
        report = build(project, con, until=until, select=select)
        if report.failed:
            raise RuntimeError(f"{report.failed[0].table}: {report.failed[0].error}")
    return {model.table for model in report.built}


def differences(one: Path, other: Path, shared: Collection[str] = ()) -> tuple[int, list[Difference]]:
    """How many tables were compared, and those that differ: every row, every column, exactly.

    shared: tables that were built once for both, which are left out."""
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        columns: dict[str, list[str]] = {}
        for table, column in con.execute(
            "select distinct table_schema || '.' || table_name, column_name from information_schema.columns"
            " where table_catalog in ('one', 'other') and list_contains(?, table_schema) order by all",
            [list(_SCHEMAS)],
        ).fetchall():
            columns.setdefault(table, []).append(column)
        compared = {table: names for table, names in columns.items() if table not in (*_OF_A_BUILD, *shared)}
        return len(compared), [found for table in compared for found in _difference(con, table, compared[table])]


def _difference(con: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> Iterator[Difference]:
    """Sums of 64-bit hashes of whole rows first, which are one pass a table; the rows themselves where those differ."""
    sums = "select count(*), sum(hash(t)::hugeint), bit_xor(hash(t)) from"
    if con.execute(f"{sums} one.{table} as t").fetchall() == con.execute(f"{sums} other.{table} as t").fetchall():
        return

    def unlike(selected: str) -> int:
        sides = f"(select {selected} from one.{table})", f"(select {selected} from other.{table})"
        [(count,)] = con.execute(
            f"select count(*) from (({sides[0]} except all {sides[1]}) union all ({sides[1]} except all {sides[0]}))"
        ).fetchall()
        return int(count)

    yield Difference(table, unlike("*"), tuple(column for column in columns if unlike(f'"{column}"')))


def reproduce(
    folder: Path, rows: int, threads: Sequence[int], since: str | None = None, until: str | None = None
) -> tuple[int, int, list[Difference]]:
    """Build the rows once for each count of threads and compare each build with the first.

    since: what this model needs is built only once, before. until: build this model and what it needs, no more.
    Returns the printed rows, the tables that were built several times and compared, and what differs.
    """
    project = load_project(SQL)
    landed = folder / "landed.duckdb"
    printed = land_rows(landed, rows)
    shared = build_needed(project, landed, since) if since is not None else set()
    first: Path | None = None
    tables, found = 0, []
    for number, count in enumerate(threads):
        file = build_copy(project, landed, folder / f"build_{number}.duckdb", count, until)
        if first is None:
            first = file
            continue
        tables, differing = differences(first, file, shared)
        found += differing
        file.unlink()
    return printed, tables, found


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the same rows several times and compare every table.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--threads", default="1,2,2", help="threads of each build")
    parser.add_argument("--since", metavar="MODEL", help="build only once what this model needs")
    parser.add_argument("--until", metavar="MODEL", help="build this model and what it needs, no more")
    options = parser.parse_args()
    threads = [int(count) for count in options.threads.split(",")]
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        printed, tables, found = reproduce(Path(folder), options.rows, threads, options.since, options.until)
    for difference in found:
        print(difference)
    print(
        f"{printed:,} printed rows, {len(threads)} builds (threads {options.threads}), {tables} tables,"
        f" {len(found)} differ, {time.process_time() - started:.0f} s of CPU"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
