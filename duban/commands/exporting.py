"""Hand on what is published, as files for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from duban.commands.options import settings_of, warehouse_option
from duban.counting import counted


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@warehouse_option
@click.option("--duckdb-1x", "for_duckdb_1", is_flag=True, help="Also the whole file as DuckDB 1.0 and newer read it.")
def export(folder: Path, warehouse: Path | None, for_duckdb_1: bool) -> None:
    """Write all published tables into FOLDER: Parquet, CSV, and datapackage.json, which describes them.

    The descriptor is a Frictionless data package: types, Chinese and English descriptions, primary and foreign keys.

    \b
    duban export ~/Desktop/duban
    duban export ~/Desktop/duban --duckdb-1x      and duban-1x.duckdb, for DBeaver, R and other clients
    """
    from duban.errors import ConfigurationError
    from duban.output.data_package import export_for_duckdb_1, export_package
    from duban.publishing.published_build import published_build
    from expectations.promises import DIMENSION_KEYS

    published = settings_of(warehouse=warehouse).published
    build = published_build(published)
    if build is None:
        raise ConfigurationError("nothing is published yet", where=str(published), remedy="run `duban reload` first")
    files = export_package(published, folder, DIMENSION_KEYS, build.build_id)
    if for_duckdb_1:
        files.append(folder / "duban-1x.duckdb")
        export_for_duckdb_1(published, files[-1])
    click.echo(f"{counted(len(files), 'files')} of build {build.build_id} in {folder}")
