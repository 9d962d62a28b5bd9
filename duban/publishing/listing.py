"""The builds there are, as people look for one: the published one and those of the history, newest first."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from duban.comparing.two_builds import attach_statement
from duban.errors import ConfigurationError
from duban.publishing.history import kept_builds
from duban.warehouse_layout import WarehouseLayout

COLUMNS = ["build", "", "kind", "finished", "documents", "quarantined", "targets", "to review", "MB"]


@dataclass(frozen=True, slots=True)
class ListedBuild:
    """One build. Where its file is damaged, `damage` says how and all that the file should hold is None.

    build_id: as the file says; of a damaged one its file's name. finished_at: in UTC. Counts as of that build.
    """

    build_id: str
    path: Path
    byte_count: int
    is_current: bool
    kind: str | None = None
    finished_at: datetime | None = None
    document_count: int | None = None
    quarantined_count: int | None = None
    target_count: int | None = None
    review_count: int | None = None
    damage: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "build_id": self.build_id,
            "is_current": self.is_current,
            "kind": self.kind,
            "finished_at": self.finished_at and self.finished_at.isoformat(timespec="seconds"),
            "document_count": self.document_count,
            "quarantined_count": self.quarantined_count,
            "target_count": self.target_count,
            "review_count": self.review_count,
            "byte_count": self.byte_count,
            "path": str(self.path),
            "damage": self.damage,
        }

    def as_row(self) -> tuple[Any, ...]:
        """As a line of a table with the columns COLUMNS."""
        return (
            self.build_id,
            "current" if self.is_current else "",
            self.kind if self.damage is None else f"damaged: {self.damage}",
            self.finished_at and f"{self.finished_at:%Y-%m-%d %H:%M:%S}",
            self.document_count,
            self.quarantined_count,
            self.target_count,
            self.review_count,
            f"{self.byte_count / 1e6:.1f}",
        )


def history(published: Path) -> list[ListedBuild]:
    """The published build, then those of the history from new to old; a damaged file is listed, not an error."""
    builds = [_listed(published, is_current=True)] if published.exists() else []
    # The history's own order is that of publishing, for files that cannot be read too.
    for kept in kept_builds(published):
        with contextlib.suppress(FileNotFoundError):  # a reload beside us forgot it since
            if kept.was_damaged:
                # It may open, and call itself what it was before somebody wrote into it.
                damage = "it was damaged while it was published, and set aside"
                builds.append(ListedBuild(kept.build_id, kept.path, kept.byte_count, is_current=False, damage=damage))
            elif not kept.is_current:
                builds.append(_listed(kept.path, is_current=False))
    return builds


def choose_two(published: Path, a: str | None = None, b: str | None = None) -> tuple[Path, Path]:
    """The files of two builds by their ids, or the starts of them; `a` is compared with the current one if alone.

    Without both: the build before the current, and the current. Raises ConfigurationError with the builds there are.
    """
    builds = history(published)
    if b is not None:
        return _find(builds, a).path, _find(builds, b).path
    current = next((build for build in builds if build.is_current), None)
    if current is None:
        raise ConfigurationError("nothing is published yet", where=str(published), remedy="run `duban reload` first")
    if a is not None:
        return _find(builds, a).path, current.path
    older = [build for build in builds if not build.is_current and build.damage is None]
    if not older:
        raise ConfigurationError(
            "there is no earlier build to compare with",
            where=str(WarehouseLayout.around(published).history),
            remedy="a build enters the history when the next one takes its place",
        )
    return older[0].path, current.path


def _find(builds: list[ListedBuild], build_id: str | None) -> ListedBuild:
    exact = [build for build in builds if build.build_id == build_id]
    found = exact or [build for build in builds if build_id and build.build_id.startswith(build_id)]
    if len(found) != 1:
        what = "no build begins" if not found else f"{len(found)} builds begin"
        choices = ", ".join(build.build_id for build in builds) or "none"
        raise ConfigurationError(f"{what} with '{build_id}'", remedy=f"builds there are: {choices}")
    return found[0]


def _listed(path: Path, is_current: bool) -> ListedBuild:
    import duckdb

    name = "(unreadable)" if is_current else path.stem
    size = path.stat().st_size
    try:
        with duckdb.connect(":memory:") as con:
            con.execute(attach_statement(path, "build"))
            result = con.execute(
                """
                select * replace (epoch_us(finished_at) as finished_at)
                from build.meta.builds
                order by rowid desc  -- the last row is this build, also where a clock was set back since
                limit 1
                """
            )
            columns = [column[0] for column in result.description or []]
            row = result.fetchone()
    except duckdb.Error as error:
        return ListedBuild(name, path, size, is_current, damage=str(error).splitlines()[0])
    if row is None:
        return ListedBuild(name, path, size, is_current, damage="it records no build")
    record = dict(zip(columns, row, strict=True))
    return ListedBuild(
        build_id=record["build_id"],
        path=path,
        byte_count=size,
        is_current=is_current,
        kind=record.get("kind"),
        finished_at=datetime.fromtimestamp(record["finished_at"] / 1e6, UTC),
        document_count=record.get("document_count"),
        quarantined_count=record.get("quarantined_count"),
        target_count=record.get("target_count"),
        review_count=record.get("review_count"),
    )
