"""Answers as pandas frames."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


def as_frame(columns: list[str], rows: list[tuple[Any, ...]]) -> pandas.DataFrame:
    """Rows as a DataFrame: days and times as datetimes, decimals as floats, whole numbers with gaps as Int64."""
    import pandas

    made = pandas.DataFrame.from_records(rows, columns=columns)
    for position, name in enumerate(made.columns):
        if made.columns.tolist().count(name) > 1:
            continue
        values = [row[position] for row in rows if row[position] is not None]
        if not values:
            continue
        if all(isinstance(value, datetime.date) for value in values):
            made[name] = pandas.to_datetime(made[name])
        elif all(isinstance(value, Decimal) for value in values):
            made[name] = made[name].astype(float)
        elif all(isinstance(value, bool) for value in values):
            made[name] = made[name].astype("boolean")
        elif all(isinstance(value, int) for value in values) and len(values) < len(rows):
            made[name] = made[name].astype("Int64")
    return made
