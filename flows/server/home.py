"""Where Prefect keeps its files: in the warehouse, which is writable wherever a reload runs at all.

Prefect's own choice is the home of the user. A system user's home is not writable, and cron and systemd run as one: the
night then failed before its first step, with nobody notified.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from duban.settings import Settings


def prefect_home(settings: Settings) -> Path:
    """PREFECT_HOME where it is set, else the folder in the warehouse."""
    given = os.environ.get("PREFECT_HOME")
    return Path(given) if given else settings.layout.prefect_home.resolve()


def settle_prefect_home(settings: Settings) -> None:
    """Set PREFECT_HOME for what imports Prefect later, unless the user has a Prefect of their own.

    A profile in ~/.prefect or PREFECT_API_URL names a server: those settings are left to decide.
    """
    own = Path("~/.prefect/profiles.toml").expanduser()
    if not os.environ.get("PREFECT_API_URL") and not own.exists():
        home = prefect_home(settings)
        with suppress(OSError):  # reported when the flow fails, which is watched
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ["PREFECT_HOME"] = str(home)
