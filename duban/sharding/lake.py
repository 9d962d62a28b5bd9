"""The lake: builds of Parquet files, the manifest of each, and the one pointer that says which is published.

    lake/builds/<build_id>/
        tables/<schema>/<table>/shard=0003/part.parquet    a table and shard a file (part.parquet: it stands once)
        shards/0003.duckdb                                 the shard itself, with its own records
        repeated/0003/<schema>.<table>.parquet             what a shard holds of a table that stands once in the whole
        lake.duckdb                                        every table as a view, with what only a whole build has
        manifest.json                                      written last: a build without one is not whole
    lake/current -> builds/<build_id>

`tables/` of a build is a whole Hive-style tree: what did not change is the same file under another name (a hard link),
so a reader needs to know of nothing but the folder. The link is swapped in one step; whoever reads a build goes on.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from duban.errors import ConfigurationError
from duban.warehouse_layout import LAKE_CATALOG, WarehouseLayout

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ShardMade:
    """What a shard was made from. documents: path -> document_id. made_from: of documents, models, seeds and code.
    given: version of the rows that it was given of each model across places."""

    documents: dict[str, str]
    made_from: str
    given: dict[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A build of the lake. shards: by number. placed_by: a version of what the places of documents were found by."""

    build_id: str
    shard_count: int
    placed_by: str
    inputs_fingerprint: str
    shards: dict[int, ShardMade] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LakeBuild:
    """The files of one build of the lake."""

    folder: Path

    @property
    def catalog(self) -> Path:
        """The build as one database."""
        return self.folder / LAKE_CATALOG

    @property
    def tables(self) -> Path:
        """The Parquet tree."""
        return self.folder / "tables"

    def shard_file(self, shard: int) -> Path:
        return self.folder / "shards" / f"{shard:04d}.duckdb"

    def table(self, table: str) -> Path:
        """The folder of a table."""
        return self.tables.joinpath(*table.split(".", 1))

    def part(self, table: str, shard: int | None = None) -> Path:
        """The file of a table, or of what a shard holds of it."""
        folder = self.table(table)
        return (folder if shard is None else folder / f"shard={shard:04d}") / "part.parquet"

    def repeated(self, table: str, shard: int) -> Path:
        """What a shard holds of a table that stands once in the whole."""
        return self.folder / "repeated" / f"{shard:04d}" / f"{table}.parquet"

    def take_over(self, before: LakeBuild, shard: int) -> None:
        """Have a shard as it is in another build."""
        same = [before.shard_file(shard), *(before.folder / "repeated" / f"{shard:04d}").glob("*.parquet")]
        same += before.tables.glob(f"*/*/shard={shard:04d}/part.parquet")
        for file in same:
            link(file, self.folder / file.relative_to(before.folder))

    def write(self, manifest: Manifest) -> None:
        """Write the manifest: from now on the build is whole."""
        part = self.folder / f".{_MANIFEST}.part"
        part.write_text(json.dumps(asdict(manifest), ensure_ascii=False), "utf8")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(self.folder / _MANIFEST)

    def read(self) -> Manifest | None:
        """The manifest; None where the build is not whole."""
        try:
            said = json.loads((self.folder / _MANIFEST).read_text("utf8"))
            shards = {int(number): ShardMade(**made) for number, made in said.pop("shards").items()}
            return Manifest(**said, shards=shards)
        except (OSError, ValueError, TypeError, KeyError):
            return None


def link(file: Path, name: Path) -> None:
    """The same file under another name; a copy where the disk gives no second name."""
    name.parent.mkdir(parents=True, exist_ok=True)
    try:
        name.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, name)


def current_build(layout: WarehouseLayout) -> LakeBuild | None:
    """The published build of the lake; None where there is none that is whole."""
    if not layout.lake_current.exists():
        return None
    build = LakeBuild(layout.lake_current.resolve())
    return build if build.read() is not None else None


def require_lake(layout: WarehouseLayout) -> LakeBuild:
    """The published build of the lake. Raises ConfigurationError where there is none."""
    build = current_build(layout)
    if build is None:
        raise ConfigurationError(
            "there is no lake yet", where=str(layout.lake), remedy="run `duban reload --shards N` first"
        )
    return build


def point_to(layout: WarehouseLayout, build_id: str) -> None:
    """Publish a build that is whole: swap the link, in one step."""
    passing = layout.lake / ".current.part"
    passing.unlink(missing_ok=True)
    passing.symlink_to(Path("builds") / build_id)
    passing.replace(layout.lake_current)


def whole_builds(layout: WarehouseLayout) -> list[LakeBuild]:
    """The builds that are whole, the newest first."""
    folders = sorted((layout.lake / "builds").glob("*"), key=lambda folder: folder.name, reverse=True)
    return [LakeBuild(folder) for folder in folders if LakeBuild(folder).read() is not None]


def clean_lake(layout: WarehouseLayout, keep: int | None = None) -> None:
    """Take away builds that are not whole, and with `keep` the oldest ones but so many. Never the published one."""
    current = layout.lake_current.resolve() if layout.lake_current.exists() else None
    whole = [build.folder for build in whole_builds(layout)]
    kept = whole if keep is None else whole[:keep]
    _take_away(folder for folder in (layout.lake / "builds").glob("*") if folder not in kept and folder != current)


def _take_away(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
