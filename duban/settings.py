"""Where everything lies and how much it may take: the one place that reads settings.

Each setting comes from the command line, else from the environment (`DUBAN_RAW`, `DUBAN_WAREHOUSE`, `DUBAN_PROJECT`,
`DUBAN_WORKERS`, `DUBAN_HISTORY`, `DUBAN_READING_SECONDS`, `DUBAN_SHARDS`, `DUBAN_SCHEDULER`), else from the defaults
here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duban.errors import ConfigurationError
from duban.warehouse_layout import WarehouseLayout

# Of a night that begins at two: documents that are made to be slow must not keep the others until noon.
READING_SECONDS = 3 * 3600


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of one project and one warehouse.

    project: holds sql/ and expectations/. raw: the documents as published. warehouse: what is built.
    workers: processes that read documents. history_count: how many published builds are kept.
    reading_seconds: of one run, after which no document is begun any more; what is left waits for the next.
    of_lake: whether what is asked is the published build of the lake and not the published file.
    shards: in how many shards of places a reload builds: a number, or `auto`. None: one file, unless one would not do.
    scheduler: the address of the Dask scheduler whose workers build the shards; None: processes of this machine.
    """

    project: Path
    raw: Path
    warehouse: Path
    workers: int = 2
    history_count: int = 7
    reading_seconds: int = READING_SECONDS
    of_lake: bool = False
    shards: str | None = None
    scheduler: str | None = None

    @property
    def asks_for_shards(self) -> bool:
        """Whether a reload is to build in shards; it may go to a lake by itself all the same."""
        return bool(self.shards or self.scheduler)

    @property
    def sql(self) -> Path:
        """The models, seeds, data tests and saved questions."""
        return self.project / "sql"

    @property
    def layout(self) -> WarehouseLayout:
        """Where everything of the warehouse lies."""
        return WarehouseLayout(self.warehouse)

    @property
    def published(self) -> Path:
        """What analysts open: a file, or the database that shows the lake."""
        return self.layout.lake_catalog if self.of_lake else self.layout.published

    @property
    def development(self) -> Path:
        """The file that `duban build` builds into: as wide as the published one, and never published."""
        return self.layout.development

    @property
    def history(self) -> Path:
        """The last published builds, `<build_id>.duckdb` each."""
        return self.layout.history

    @property
    def gate_reports(self) -> Path:
        """`<build_id>.html` and `.json` of every gate that ran, and `latest.html`."""
        return self.layout.gate_reports

    @property
    def runs_log(self) -> Path:
        """One JSON line a run: published, unchanged or failed, and why."""
        return self.layout.runs_log


def resolve_settings(
    raw: Path | None = None,
    warehouse: Path | None = None,
    project: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings in force. Raises ConfigurationError where a value cannot be used."""
    home = project or _folder(environ, "DUBAN_PROJECT") or Path(__file__).resolve().parent.parent
    if not (home / "sql").is_dir():
        raise ConfigurationError(
            "there is no sql/ folder in the project",
            where=str(home),
            remedy="run duban from a checkout, or set DUBAN_PROJECT to the folder that holds sql/",
        )
    return Settings(
        project=home,
        raw=raw or _folder(environ, "DUBAN_RAW") or home / "raw",
        warehouse=warehouse or _folder(environ, "DUBAN_WAREHOUSE") or home / "warehouse",
        workers=_count(environ, "DUBAN_WORKERS", default=max(1, os.cpu_count() or 1)),
        history_count=_count(environ, "DUBAN_HISTORY", default=7),
        reading_seconds=_count(environ, "DUBAN_READING_SECONDS", default=READING_SECONDS),
        shards=environ.get("DUBAN_SHARDS") or None,
        scheduler=environ.get("DUBAN_SCHEDULER") or None,
    )


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    return Path(value) if value else None


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, "")
    if not value:
        return default
    if not value.isdecimal() or int(value) < 1:
        raise ConfigurationError(f"{name}={value} is not a whole number of 1 or more", remedy=f"unset {name}")
    return int(value)
