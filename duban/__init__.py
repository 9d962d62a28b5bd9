"""duban (督办): a warehouse for the annual responsibility-target tables that Chinese governments publish.

import duban
w = duban.open("warehouse")
w.ask("leader_load", place="菏泽市", year=2023).df()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duban.asking.warehouse import Warehouse

__version__ = "0.1.0"
__all__ = ["open"]


def open(folder: str | Path | None = None) -> Warehouse:
    """What is published in a warehouse folder (the project's own without one), to be asked from Python, read-only.

    Raises duban.errors.ConfigurationError where nothing is published there.
    """
    from duban.asking.warehouse import open_warehouse

    return open_warehouse(folder)
