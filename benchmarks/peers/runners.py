"""Each runner: what it installs, how the models are written down for it, and the command of each scenario."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from duban.modelling import Project

HERE = Path(__file__).parent
MODELS = HERE / "sql"
ROOT = HERE.parents[1]
_TABLE = re.compile(r"\b(staging|intermediate|marts)\.(\w+)")
_RAW = re.compile(r"\braw\.(\w+)")

Commands = Callable[[str, Path, str], list[str]]  # (scenario, bin folder, new document) -> command


@dataclass(frozen=True)
class Runner:
    """requirements: nothing for those that run in duban's own environment. write: makes the project in a folder.

    reads_parquet: its raw tables are Parquet files in raw/ (lea drops every table of the database it did not make).
    knows_files: it notices that a file is a copy. place: where it puts a model, as SQL names it.
    """

    name: str
    requirements: tuple[str, ...]
    write: Callable[[Path, Project], None]
    command: Commands
    environment: dict[str, str] = field(default_factory=dict)
    reads_parquet: bool = False
    knows_files: bool = False
    place: Callable[[str], str] = str


def runners(project: Project) -> dict[str, Runner]:
    """All of them by name, duban first and the floor second."""
    order = ",".join(table + ("" if model.whole_because else "*") for table, model in project.models.items())
    own = {"PYTHONPATH": str(ROOT)}
    made = [
        Runner(
            "duban",
            (),
            _nothing,
            _duban,
            {"DUBAN_PROJECT": str(HERE)},
            knows_files=True,
        ),
        Runner("loop", (), _nothing, _loop(order, scripted=False), own),
        Runner("loop scripted", (), _nothing, _loop(order, scripted=True), own),
        Runner("yato", ("yato-lib",), _write_yato, _yato, place=lambda table: f"transform.{table.split('.')[1]}"),
        Runner(
            "lea",
            ("lea-cli",),
            _write_lea,
            _lea,
            {"LEA_WAREHOUSE": "duckdb", "LEA_DUCKDB_PATH": "warehouse.duckdb"},
            reads_parquet=True,
        ),
        Runner("sqlmesh", ("sqlmesh",), _write_sqlmesh, _sqlmesh, {"SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "1"}),
        Runner("dbt", ("dbt-core<1.12", "dbt-duckdb"), _write_dbt, _dbt, {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}),
    ]
    return {runner.name: runner for runner in made}


def _nothing(folder: Path, project: Project) -> None:
    """duban and the loop read the models where they lie."""


def _duban(scenario: str, bin_folder: Path, document: str) -> list[str]:
    """As anybody would type it."""
    return [str(bin_folder / "duban"), "build", "--database", "warehouse.duckdb"]


def _loop(order: str, scripted: bool) -> Commands:
    def command(scenario: str, bin_folder: Path, document: str) -> list[str]:
        words = [sys.executable, str(HERE / "run_loop.py"), "warehouse.duckdb", str(MODELS), order]
        return [*words, document] if scripted and scenario == "document" else words

    return command


def _write_yato(folder: Path, project: Project) -> None:
    """One schema for all, so a name stands without its layer."""
    for model in project.models.values():
        _write(folder / "sql" / f"{model.name}.sql", _TABLE.sub(r"\2", model.file.sql))


def _yato(scenario: str, bin_folder: Path, document: str) -> list[str]:
    return [str(bin_folder / "yato"), "run", "--db", "warehouse.duckdb", "--schema", "transform", "sql"]


def _write_lea(folder: Path, project: Project) -> None:
    for model in project.models.values():
        sql = _RAW.sub(r"read_parquet('raw/*\1.parquet')", model.file.sql)
        _write(folder / "scripts" / model.layer / f"{model.name}.sql", sql)


def _lea(scenario: str, bin_folder: Path, document: str) -> list[str]:
    return [str(bin_folder / "lea"), "run", "--production", "--scripts", "scripts"]


def _write_sqlmesh(folder: Path, project: Project) -> None:
    _write(
        folder / "config.yaml",
        "gateways:\n  local:\n    connection: {type: duckdb, database: warehouse.duckdb}\n"
        "default_gateway: local\nmodel_defaults: {dialect: duckdb, start: 2020-01-01}\n",
    )
    for model in project.models.values():
        text = f"MODEL (name {model.table}, kind FULL);\n\n{model.file.sql}\n"
        _write(folder / "models" / model.layer / f"{model.name}.sql", text)


def _sqlmesh(scenario: str, bin_folder: Path, document: str) -> list[str]:
    words = [str(bin_folder / "sqlmesh"), "plan", "--auto-apply", "--no-prompts"]
    if scenario == "document":  # it is given the models that read what changed
        words += ["--restate-model", "staging.stg_documents", "--restate-model", "staging.stg_cells"]
    return words


def _write_dbt(folder: Path, project: Project) -> None:
    _write(
        folder / "dbt_project.yml",
        "name: peers\nversion: '1.0.0'\nprofile: peers\nmodel-paths: [models]\n"
        "models:\n  peers:\n    +materialized: table\n"
        + "".join(f"    {layer}: {{+schema: {layer}}}\n" for layer in ("staging", "intermediate", "marts")),
    )
    _write(
        folder / "profiles.yml", "peers:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: warehouse.duckdb}\n"
    )
    _write(
        folder / "macros" / "schema.sql",
        "{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}",
    )
    _write(
        folder / "models" / "sources.yml",
        "version: 2\nsources:\n  - name: raw\n    schema: raw\n    tables: [{name: documents}, {name: cells}]\n",
    )
    for model in project.models.values():
        sql = _TABLE.sub(r"{{ ref('\2') }}", _RAW.sub(r"{{ source('raw', '\1') }}", model.file.sql))
        _write(folder / "models" / model.layer / f"{model.name}.sql", sql)


def _dbt(scenario: str, bin_folder: Path, document: str) -> list[str]:
    words = [str(bin_folder / "dbt"), "run", "--profiles-dir", "."]
    if scenario == "again":  # its way to do nothing: compare with the manifest of the last run
        words += ["--select", "state:modified+", "--state", "last_target"]
    return words


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
