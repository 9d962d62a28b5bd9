"""Where a runner runs: environments, and folders with a project and a database as they are before a scenario."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from benchmarks.peers.measuring import measured
from benchmarks.peers.results import code_of_duban
from benchmarks.peers.runners import HERE, Runner
from duban.modelling import Project

OWN = Path(sys.executable).parent


def environment(work: Path, runner: Runner) -> Path:
    """The bin folder of the runner's own environment, made from the registry when it is not there."""
    if not runner.requirements:
        return OWN
    folder = work / "environments" / runner.name
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        uv = shutil.which("uv")
        if uv:
            subprocess.run([uv, "venv", "--quiet", folder], check=True)
            python = folder / "bin" / "python"
            subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *runner.requirements], check=True)
        else:
            venv.create(folder, with_pip=True)
            subprocess.run([folder / "bin" / "pip", "install", "--quiet", *runner.requirements], check=True)
        (folder / "done").touch()
    return folder / "bin"


def versions(runner: Runner, bin_folder: Path) -> str:
    """`duckdb 2.0.0, yato-lib 0.0.17`: what was measured."""
    names = sorted({word.split("<")[0].split("=")[0] for word in runner.requirements} | {"duckdb"})
    code = (
        "import sys; from importlib.metadata import version;"
        " print(*(f'{n} {version(n)}' for n in sys.argv[1:]), sep=', ')"
    )
    done = subprocess.run([bin_folder / "python", "-c", code, *names], capture_output=True, text=True, check=True)
    return done.stdout.strip()


class Stage:
    """One folder in which all runs of a size happen, one after the other, from snapshots that are kept."""

    def __init__(self, work: Path, project: Project, sources: Path, rows: int) -> None:
        self.work = work
        self.project = project
        self.sources = sources
        self.rows = rows
        row = duckdb.execute(
            "select document_id from read_parquet(?)", [str(sources / "new_documents.parquet")]
        ).fetchone()
        self.document = str(row[0]) if row else ""

    def set_up(self, scenario: str, runner: Runner, bin_folder: Path) -> Path:
        """A folder with the runner's project and database as they are before the scenario."""
        raw = self._snapshot(f"{runner.name}-{self.rows}-raw", lambda to: self._prepare(runner, bin_folder, to))
        if scenario == "cold":
            return self._run_folder(raw)
        # What duban built is only the start of a scenario for the duban that built it.
        built_by = f"-{code_of_duban()}" if runner.knows_files else ""
        built = self._snapshot(
            f"{runner.name}-{self.rows}-built{built_by}", lambda to: self._build(runner, bin_folder, raw, to)
        )
        folder = self._run_folder(built)
        if scenario == "document":
            self._load(runner, bin_folder, folder, "new")
        elif runner.knows_files:
            # A copy is another file, and duban looks into it before it believes that nothing changed. Whoever runs it
            # twice in the same place does not copy in between.
            measured(runner.command("again", bin_folder, self.document), folder, runner.environment)
        return folder

    def marts(self, runner: Runner, bin_folder: Path, folder: Path) -> dict[str, list[object]]:
        """What the marts hold now: name -> rows, and a number that any other value would change."""
        marts = [model for model in self.project.models.values() if model.layer == "marts"]
        tables = json.dumps({mart.name: [runner.place(mart.table), dict(mart.columns)] for mart in marts})
        words = [bin_folder / "python", HERE / "mart_rows.py", folder / "warehouse.duckdb", tables]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the marts of {runner.name} cannot be read:\n{done.stderr[-1500:]}")
        return json.loads(done.stdout)

    def _snapshot(self, name: str, make: Callable[[Path], None]) -> Path:
        """A kept folder; made under another name first, so that what was cut short is not taken for whole."""
        kept = self.work / "snapshots" / name
        if not kept.exists():
            part = kept.with_name(name + ".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            make(part)
            part.rename(kept)
        return kept

    def _prepare(self, runner: Runner, bin_folder: Path, to: Path) -> None:
        runner.write(to, self.project)
        self._load(runner, bin_folder, to)

    def _build(self, runner: Runner, bin_folder: Path, raw: Path, to: Path) -> None:
        folder = self._run_folder(raw)
        measured(runner.command("cold", bin_folder, self.document), folder, runner.environment)
        if (folder / "target").exists():
            shutil.copytree(folder / "target", folder / "last_target")
        shutil.copytree(folder, to, dirs_exist_ok=True)

    def _run_folder(self, snapshot: Path) -> Path:
        folder = self.work / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(snapshot, folder)
        return folder

    def _load(self, runner: Runner, bin_folder: Path, folder: Path, *words: str) -> None:
        if runner.reads_parquet:
            (folder / "raw").mkdir(exist_ok=True)
            for table in ("documents", "cells"):
                name = f"{'new_' if words else ''}{table}.parquet"
                shutil.copy(self.sources / name, folder / "raw" / name)
            return
        loading: Sequence[object] = [bin_folder / "python", HERE / "load_raw.py", folder / "warehouse.duckdb"]
        subprocess.run([*map(str, loading), str(self.sources), *words], check=True)
