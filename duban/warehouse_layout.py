"""Where everything of one warehouse lies: the one place that names a file or folder of `warehouse/`.

    duban.duckdb           what analysts open
    dev.duckdb             what `duban build` builds into
    history/               the last published builds, <build_id>.duckdb each, and builds.json, the ledger
    gates/                 the reports of the gates
    runs.jsonl             the log of runs
    lake/                  what is built in shards, Parquet: builds/<build_id>/, and current, a link to one of them
    .candidate-*.duckdb    the next build while it is made, and a copy of the last where somebody else has that open
    .writer.lock           held by whoever writes, with .writer.json, which says who that is
    .serve.lock            held by `duban serve`
    sources/               what is known of each source of raw/sources.yml, <name>.json
    .sources.lock          held by whoever fetches from them
    .prefect/              the home of the Prefect server that `duban serve` starts

Beside a database `x.duckdb` lies its stamp `.x.stamp` (`duban.stamps`), and beside a file that is being written the
passing one: `.tmp-*` or `.*.part`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# The database that shows a build of the lake.
LAKE_CATALOG = "lake.duckdb"
_CANDIDATE = ".candidate-"


@dataclass(frozen=True, slots=True)
class WarehouseLayout:
    """The paths of a warehouse, by its folder; nothing here looks whether they exist.

    >>> WarehouseLayout.around(Path("built/duban.duckdb")).kept("b1").as_posix()
    'built/history/b1.duckdb'
    >>> WarehouseLayout.around(WarehouseLayout(Path("built")).lake_catalog).folder.as_posix()
    'built'
    """

    folder: Path

    @classmethod
    def around(cls, published: Path) -> WarehouseLayout:
        """The layout of the warehouse that a file, or the published build of a lake, is published in."""
        return cls(published.parents[2] if published.name == LAKE_CATALOG else published.parent)

    @property
    def published(self) -> Path:
        return self.folder / "duban.duckdb"

    @property
    def development(self) -> Path:
        return self.folder / "dev.duckdb"

    @property
    def history(self) -> Path:
        return self.folder / "history"

    def kept(self, build_id: str) -> Path:
        """A build of the history."""
        return self.history / f"{build_id}.duckdb"

    @property
    def ledger(self) -> Path:
        return self.history / "builds.json"

    @property
    def lake(self) -> Path:
        """What is built in shards: `builds/<build_id>/` each, and `current`, a link to the one that is published."""
        return self.folder / "lake"

    @property
    def lake_current(self) -> Path:
        return self.lake / "current"

    @property
    def lake_catalog(self) -> Path:
        """The published build of the lake as one database."""
        return self.lake_current / LAKE_CATALOG

    def lake_build(self, build_id: str) -> Path:
        """A build of the lake: `tables/`, a Parquet tree; `shards/`; `lake.duckdb`, the same as one database."""
        return self.lake / "builds" / build_id

    @property
    def gate_reports(self) -> Path:
        return self.folder / "gates"

    @property
    def runs_log(self) -> Path:
        return self.folder / "runs.jsonl"

    @property
    def writer_lock(self) -> Path:
        return self.folder / ".writer.lock"

    @property
    def serve_lock(self) -> Path:
        return self.folder / ".serve.lock"

    @property
    def sources(self) -> Path:
        return self.folder / "sources"

    @property
    def sources_lock(self) -> Path:
        return self.folder / ".sources.lock"

    @property
    def prefect_home(self) -> Path:
        return self.folder / ".prefect"

    def candidate(self, build_id: str) -> Path:
        """The file in which a build is made."""
        return self.folder / f"{_CANDIDATE}{build_id}.duckdb"

    def standing(self, build_id: str) -> Path:
        """A copy of the published file for the run that makes a build, where somebody has the file open for writing."""
        return self.folder / f"{_CANDIDATE}{build_id}.standing.duckdb"

    def candidate_files(self, build_id: str) -> list[Path]:
        """What there is of a candidate: the file, its log, what the engine spilled beside it."""
        return sorted(self.folder.glob(f"{_CANDIDATE}{build_id}*"))

    def left_overs(self) -> list[Path]:
        """What there is of runs that were killed: candidates and passing files."""
        passing = [(self.folder, ".tmp-*"), (self.history, ".tmp-*"), (self.gate_reports, ".*.part")]
        found = [path for folder, pattern in passing for path in folder.glob(pattern)]
        return sorted([*self.folder.glob(f"{_CANDIDATE}*"), *found])


def build_id_of(candidate: Path) -> str:
    """The build that a candidate is to be.

    >>> build_id_of(WarehouseLayout(Path("built")).candidate("b1"))
    'b1'
    """
    return candidate.stem.removeprefix(_CANDIDATE)
