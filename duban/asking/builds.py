"""The builds that are kept, and what changed between two of them, for who asks without the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duban.publishing.history import kept_builds
from duban.publishing.opening import is_lake

if TYPE_CHECKING:
    from duban.comparing.build_diff import Difference


def earlier_builds(published: Path) -> list[str]:
    """The ids of the builds in the history that can be compared with the published one, newest first.

    Of a lake there are none.
    """
    if is_lake(published):
        return []
    return [kept.build_id for kept in kept_builds(published) if not (kept.is_current or kept.was_damaged)]


def changes_since(published: Path, build_id: str, limit: int) -> Difference:
    """What the published build changed against an earlier one; `limit` rows of a table and kind are listed.

    Raises ConfigurationError where no build of the history begins so, or its file is damaged.
    """
    from duban.comparing.build_diff import diff
    from duban.publishing.listing import choose_two

    return diff(*choose_two(published, build_id), limit=limit)
