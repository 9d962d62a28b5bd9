"""Which modules of the product are searched for doctests."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent
PRODUCT = tuple(PROJECT / name for name in ("duban", "flows", "expectations"))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Pass over modules without a doctest: looking for doctests imports a module, and Prefect's take seconds."""
    is_ours = collection_path.suffix == ".py" and any(collection_path.is_relative_to(folder) for folder in PRODUCT)
    return True if is_ours and ">>>" not in collection_path.read_text("utf8") else None
