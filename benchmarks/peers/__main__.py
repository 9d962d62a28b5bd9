"""`python -m benchmarks.peers`: see the package's docstring."""

from __future__ import annotations

import argparse
import datetime
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import duckdb

from benchmarks.peers.measuring import Run, measured, middle
from benchmarks.peers.runners import HERE, MODELS, Runner, runners
from benchmarks.peers.sources import write_sources
from duban.modelling import load_project

SCENARIOS = ("cold", "again", "document")


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description="duban, a plain loop and its peers in turn")
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[40, 100_000, 2_000_000], help="printed rows, six cells each"
    )
    parser.add_argument("--pairs", type=int, default=5, help="runs of each, in turn")
    parser.add_argument("--peers", nargs="+", help="only these (loop, 'loop told', yato, lea, sqlmesh, dbt)")
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=SCENARIOS)
    parser.add_argument("--work", type=Path, default=Path(".peers"), help="where environments and databases go")
    said = parser.parse_args()
    work = said.work.resolve()
    known = runners(load_project(MODELS))
    duban = known.pop("duban")
    print(
        f"{datetime.date.today()}, {platform.machine()}, Python {platform.python_version()},"
        f" DuckDB {duckdb.__version__}\n"
    )
    for name, runner in known.items():
        if said.peers and name not in said.peers:
            continue
        bin_folder = _environment(work, runner)
        for rows in said.rows:
            for scenario in said.scenarios:
                _compare(work, rows, scenario, said.pairs, duban, runner, bin_folder)
    print("\nratios are runner / duban: above 1 duban took less")


def _environment(work: Path, runner: Runner) -> Path:
    """The bin folder of the runner's own environment, made when it is not there."""
    if not runner.requirements:
        return Path(sys.executable).parent
    folder = work / "environments" / runner.name
    if not (folder / "done").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", *runner.requirements], check=True)
        (folder / "done").touch()
    listed = subprocess.run(
        [folder / "bin" / "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    names = {re_name.split("<")[0].split("=")[0] for re_name in runner.requirements} | {"duckdb", "sqlglot"}
    print(", ".join(line for line in listed.stdout.split() if line.split("==")[0] in names))
    return folder / "bin"


def _compare(work: Path, rows: int, scenario: str, pairs: int, duban: Runner, peer: Runner, bin_folder: Path) -> None:
    sources = work / "sources" / str(rows)
    write_sources(sources, rows)
    own_bin = Path(sys.executable).parent
    runs: dict[str, list[Run]] = {peer.name: [], duban.name: []}
    try:
        for _ in range(pairs):
            for runner, where in ((peer, bin_folder), (duban, own_bin)):
                folder = _at_the_start(work, sources, rows, scenario, runner, where)
                command = runner.command(scenario, where, _new_document(sources))
                runs[runner.name].append(measured(command, folder, runner.environment))
    except RuntimeError as error:
        print(f"{rows:>9,} {scenario:<9} {peer.name:<10} failed: {str(error).splitlines()[0]}", file=sys.stderr)
        print(error, file=sys.stderr)
        return
    theirs, ours = middle(runs[peer.name]), middle(runs[duban.name])
    print(
        f"{rows:>9,} {scenario:<9} {peer.name:<10}"
        f" cpu {theirs.cpu:7.2f} s / {ours.cpu:7.2f} s = {theirs.cpu / ours.cpu:6.2f}"
        f"  wall {theirs.wall:7.2f} s / {ours.wall:7.2f} s = {theirs.wall / ours.wall:6.2f}"
        f"  peak {theirs.peak / 2**20:6.0f} MB / {ours.peak / 2**20:6.0f} MB = {theirs.peak / ours.peak:5.2f}",
        flush=True,
    )


def _at_the_start(work: Path, sources: Path, rows: int, scenario: str, runner: Runner, bin_folder: Path) -> Path:
    """A folder with the runner's project and database as they are before the scenario, made from kept snapshots."""
    raw = work / "snapshots" / f"{runner.name}-{rows}-raw"
    if not raw.exists():
        raw.mkdir(parents=True)
        runner.write(raw, load_project(MODELS))
        _load(runner, bin_folder, raw, sources)
    if scenario == "cold":
        return _copy(raw, work / "run")
    built = work / "snapshots" / f"{runner.name}-{rows}-built"
    if not built.exists():
        folder = _copy(raw, work / "run")
        measured(runner.command("cold", bin_folder, _new_document(sources)), folder, runner.environment)
        if (folder / "target").exists():
            shutil.copytree(folder / "target", folder / "last_target")
        _copy(folder, built)
    folder = _copy(built, work / "run")
    if scenario == "document":
        _load(runner, bin_folder, folder, sources, "new")
    return folder


def _load(runner: Runner, bin_folder: Path, folder: Path, sources: Path, *words: str) -> None:
    if runner.reads_parquet:
        (folder / "raw").mkdir(exist_ok=True)
        for table in ("documents", "cells"):
            name = f"{'new_' if words else ''}{table}.parquet"
            shutil.copy(sources / name, folder / "raw" / name)
        return
    python = bin_folder / "python"
    subprocess.run([python, HERE / "load_raw.py", folder / "warehouse.duckdb", sources, *words], check=True)


def _copy(folder: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to


def _new_document(sources: Path) -> str:
    row = duckdb.execute("select document_id from read_parquet(?)", [str(sources / "new_documents.parquet")]).fetchone()
    return str(row[0]) if row else ""


if __name__ == "__main__":
    main()
