"""Time measures, matches and year-over-year on a country's targets, against reading the rows and writing them back.

usage: python benchmarks/measures_scale.py [--places 2500] [--years 20] [--targets 20] [--threads 2] [--memory 6GiB]

The rows are made up in SQL: every place keeps a portfolio of targets that are raised, lowered, reworded, dropped and
replaced from year to year, with progress texts that answer, miss, forecast or pass over the number promised. The
yardstick is what DuckDB needs to read those rows from one file and to write them into another: once the printed rows as
staging holds them (two rows a target), once the models' own inputs. Prints one line a model, both yardsticks, the total
and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

SQL_FOLDER = Path(__file__).resolve().parents[1] / "sql"
ROWS_SQL = Path(__file__).with_name("measures_scale_rows.sql")
WANTED = (
    "marts.fct_target_measure",
    "marts.fct_target_match",
    "marts.mart_yoy_target",
    "marts.mart_yoy_measure",
    "marts.mart_yoy_leader",
    "marts.mart_yoy_unit",
)
PRINTED = ("staging.stg_rows",)
INPUTS = (
    "intermediate.int_targets",
    "intermediate.int_target_progress",
    "intermediate.int_target_units",
    "intermediate.int_target_leaders",
    "intermediate.int_target_rows",
    "intermediate.int_target_row_texts",
    "marts.dim_target",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--places", type=int, default=2500)
    arguments.add_argument("--years", type=int, default=20)
    arguments.add_argument("--targets", type=int, default=20)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--memory", default="6GiB")
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        rows = Path(folder) / "rows.duckdb"
        counts = _make_rows(rows, given)
        print(f"rows: {', '.join(f'{name.split(chr(46))[1]} {count:,}' for name, count in counts.items())}")
        built, made = _build(rows, given)
        tables = {
            "printed rows": PRINTED,
            "inputs": INPUTS,
            "inputs and the six answers": (*INPUTS, *WANTED),
            "inputs and all that is built": (*INPUTS, *made),
        }
        print(f"{'measures, matches, years':32} {_line(built)}")
        for name, names in tables.items():
            copied = _read_and_write(rows, Path(folder) / "copy.duckdb", given, names)
            print(f"{name:32} {_line(copied)} to read and write back: {built[1] / copied[1]:5.1f} times that")
        distinct = _distinct_shares(rows)
        print("distinct of all: " + ", ".join(f"{name} {share:.1%}" for name, share in distinct.items()))
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GiB")


def _line(spent: tuple[float, float]) -> str:
    return f"{spent[0]:7.1f} s {spent[1]:7.1f} s cpu"


def _distinct_shares(rows: Path) -> dict[str, float]:
    """How often the made-up texts, and the words around their numbers, are printed for the first time."""
    with duckdb.connect(str(rows), read_only=True) as con:
        shares = {}
        for text_name in ("target", "progress"):
            for what, expression, table in (
                ("texts", "plain_text", "int_measure_texts"),
                ("wordings", "(words_before, words_after)", "int_measure_figures"),
            ):
                row = con.execute(
                    f"select count(distinct {expression}) / count(*) from intermediate.{table} where text_name = ?",
                    [text_name],
                ).fetchone()
                shares[f"{text_name} {what}"] = row[0] if row else 0.0
        return shares


def _connect(path: Path, given: argparse.Namespace) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path))
    con.execute(f"set threads to {given.threads}")
    con.execute(f"set memory_limit = '{given.memory}'")
    con.execute("set preserve_insertion_order = false")
    for schema in ("seeds", "staging", "intermediate", "marts"):
        con.execute(f"create schema if not exists {schema}")
    return con


def _make_rows(path: Path, given: argparse.Namespace) -> dict[str, int]:
    con = _connect(path, given)
    for name in ("places", "years", "targets"):
        con.execute(f"set variable {name} = {getattr(given, name)}")
    con.execute(ROWS_SQL.read_text(encoding="utf8"))
    for seed in sorted((SQL_FOLDER / "seeds").glob("*.csv")):
        con.execute(
            f"create table seeds.{seed.stem} as select * from read_csv('{seed}', header=true, all_varchar=true)"
        )
    con.execute("checkpoint")
    counts = {name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in PRINTED + INPUTS}
    con.close()
    return counts


def _read_and_write(rows: Path, copy: Path, given: argparse.Namespace, names: tuple[str, ...]) -> tuple[float, float]:
    con = _connect(copy, given)
    con.execute(f"attach '{rows}' as source (read_only)")
    began = (time.perf_counter(), time.process_time())
    for name in names:
        con.execute(f"create table {name} as select * from source.{name}")
    con.execute("checkpoint")
    spent = (time.perf_counter() - began[0], time.process_time() - began[1])
    con.close()
    copy.unlink()
    return spent


def _build(rows: Path, given: argparse.Namespace) -> tuple[tuple[float, float], list[str]]:
    """Build the six tables and what they need. Returns the seconds (clock, CPU) and the names of all that was built."""
    con = _connect(rows, given)
    existing = con.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
    made = dict.fromkeys(name for (name,) in existing)
    known = set(made)
    began = (time.perf_counter(), time.process_time())
    for name in WANTED:
        _build_model(con, name, made)
    con.execute("checkpoint")
    spent = (time.perf_counter() - began[0], time.process_time() - began[1])
    con.close()
    return spent, [name for name in made if name not in known]


def _build_model(con: duckdb.DuckDBPyConnection, name: str, made: dict[str, None]) -> None:
    if name in made:
        return
    schema, table = name.split(".")
    text = next((SQL_FOLDER / schema).rglob(f"{table}.sql")).read_text(encoding="utf8")
    for reference in sqlglot.parse_one(text, read="duckdb").find_all(exp.Table):
        if reference.db:
            _build_model(con, f"{reference.db}.{reference.name}", made)
    began = (time.perf_counter(), time.process_time())
    con.execute(f"create table {name} as\n{text}")
    rows = con.execute(f"select count(*) from {name}").fetchall()[0][0]
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    print(f"  {name:40} {rows:>11,} rows {wall:7.1f} s {cpu:7.1f} s cpu", flush=True)
    made[name] = None


if __name__ == "__main__":
    main()
