"""Which modules of the product are searched for doctests, and that what a run compiles is kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
PRODUCT = tuple(PROJECT / name for name in ("duban", "flows", "expectations"))

# A run starts hundreds of processes. Where Python is set to keep no bytecode, as in most containers, each of them
# compiles every module that it imports anew: with Great Expectations that takes longer than the reload it is for.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Pass over modules without a doctest: looking for doctests imports a module, and Prefect's take seconds."""
    is_ours = collection_path.suffix == ".py" and any(collection_path.is_relative_to(folder) for folder in PRODUCT)
    return True if is_ours and ">>>" not in collection_path.read_text("utf8") else None
