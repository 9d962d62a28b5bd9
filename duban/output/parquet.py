"""Rows as Parquet: exact values with their types, for every program that reads columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


def write_parquet(file: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows with the types of their values; a column of no value at all, or of several types, is text."""
    import pyarrow as pa
    from pyarrow import parquet

    arrays = [_array(list(values)) for values in (zip(*rows, strict=True) if rows else [()] * len(columns))]
    parquet.write_table(pa.Table.from_arrays(arrays, names=list(columns)), file)


def _array(values: list[Any]) -> Any:
    import pyarrow as pa

    try:
        found = pa.array(values)
    except (pa.ArrowException, OverflowError, TypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    return found.cast(pa.string()) if pa.types.is_null(found.type) else found
