"""The way back: an earlier build published again, as a build of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from duban.errors import ConfigurationError
from duban.publishing.candidate import (
    begin_candidate,
    clean_left_overs,
    discard_candidate,
    finish_candidate,
    new_build_id,
    open_candidate,
)
from duban.publishing.history import SET_ASIDE, find_build, swap_in
from duban.publishing.intact import damage_of
from duban.publishing.ledger import is_entered
from duban.publishing.lock import writer_lock
from duban.publishing.modes import private_files
from duban.publishing.published_build import published_build
from duban.settings import Settings
from duban.warehouse_layout import WarehouseLayout

# The inputs of a build that was rolled back to: the words before the id of the build that it was made from.
_ROLLED_BACK = "rolled back to "


@dataclass(frozen=True, slots=True)
class RolledBack:
    """build_id: of the new build. from_id: of the build whose rows it holds. passed_id: of the build that an earlier
    rollback had gone back to, where this one went on from there. is_known: whether the ledger knew the build whose rows
    it holds, so that its bytes are those that were published."""

    build_id: str
    from_id: str
    passed_id: str | None = None
    is_known: bool = True


def rollback(settings: Settings, build_id: str | None = None) -> RolledBack:
    """Publish a build of the history again; None means the one before the current.

    Where the current build is itself a rollback, the one before is the one before what it went back to: one rollback
    after another steps on back, and not to and fro. Raises ConfigurationError where that build is not
    kept or is not whole, LockedError where another writer is at work.
    """
    with writer_lock(settings.warehouse, "rollback"):
        clean_left_overs(settings.warehouse)
        passed = _rolled_back_to(settings.published) if build_id is None else None
        kept = find_build(settings.published, build_id, before=passed)
        held = published_build(kept.path)
        damage = damage_of(kept.path, held.build_id if held else None, settings.published)
        if held is None or damage is not None:
            raise ConfigurationError(
                f"the kept build {kept.build_id} is damaged: {damage}",
                where=str(kept.path),
                remedy="choose another build of `duban history`",
            )
        is_known = is_entered(settings.published, held.build_id)
        now = datetime.now(UTC)
        new_id = new_build_id(now)
        replaced = _replaced(settings.published, new_id)
        try:
            path = begin_candidate(settings.warehouse, new_id, kept.path)
            with private_files(), open_candidate(path, sync=False) as con:
                # All of the old build's own row but what makes this one another build; its inputs are marked as past,
                # so that the next reload builds from what lies in raw/ and sql/ then. A build that the ledger does not
                # know gets a layout that none has: it enters the ledger now, and must not be continued for that.
                con.execute(
                    """
                    insert into meta.builds by name
                    select
                        * exclude (build_id, kind, started_at, finished_at, inputs_fingerprint, layout),
                        ? as build_id, 'rollback' as kind, ?::timestamptz as started_at, ?::timestamptz as finished_at,
                        ? || build_id as inputs_fingerprint,
                        case when ? then layout else 'not known to the ledger' end as layout
                    from meta.builds
                    where build_id = ?
                    """,
                    [
                        *(new_id, now, datetime.now(UTC), _ROLLED_BACK),
                        is_known,
                        held.build_id,
                    ],
                )
                finish_candidate(con, path)
            swap_in(path, settings.published, replaced, settings.history_count)
        finally:
            discard_candidate(settings.warehouse, new_id)
        return RolledBack(new_id, held.build_id, passed, is_known)


def _rolled_back_to(published: Path) -> str | None:
    """The build whose rows the published one holds, through rollbacks of rollbacks; None where it is no rollback."""
    held, found = published_build(published), None
    while held is not None and held.inputs_fingerprint.startswith(_ROLLED_BACK):
        found = held.inputs_fingerprint.removeprefix(_ROLLED_BACK)
        held = published_build(WarehouseLayout.around(published).kept(found))
    return found


def _replaced(published: Path, new_id: str) -> str | None:
    """The name under which what is published now goes into the history; a damaged file is set aside there."""
    if not published.exists():
        return None
    before = published_build(published)
    if before is None or damage_of(published, before.build_id, published) is not None:
        return f"{new_id}{SET_ASIDE}"
    return before.build_id
