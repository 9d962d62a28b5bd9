"""What holds beyond doubt, seen without Great Expectations, whose import costs more than reading a document.

A preview asks this first. It only ever says "holds": where it does not, Great Expectations is asked, and what that says
stands. A test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from expectations.checks import Check, Expectation

_BOUNDS = {"min_value", "max_value"}


def surely_hold(checks: Sequence[Check]) -> bool:
    """Whether every value of every check is as expected. False says that somebody else must judge."""
    return all(not check.error and surely_holds(check.expectation, list(check.values)) for check in checks)


def surely_holds(expectation: Expectation, values: Sequence[Any]) -> bool:
    """Whether all values are as expected. Values of another kind than the expectation speaks of are left to others."""
    judges = {
        "expect_column_values_to_be_between": _is_between,
        "expect_column_values_to_be_in_set": _is_in_set,
        "expect_column_values_to_not_be_null": _is_something,
    }
    judge = judges.get(expectation.kind)
    if judge is None or not values:
        return False
    return all(expectation.skips_null if value is None else judge(value, expectation.settings) for value in values)


def _is_between(value: Any, settings: Mapping[str, Any]) -> bool:
    if not _is_number(value) or not settings.keys() <= _BOUNDS:
        return False
    bounds = {name: bound for name, bound in settings.items() if bound is not None}
    if not bounds or not all(map(_is_number, bounds.values())):
        return False
    return bool(bounds.get("min_value", value) <= value <= bounds.get("max_value", value))


def _is_in_set(value: Any, settings: Mapping[str, Any]) -> bool:
    if settings.keys() != {"value_set"} or not isinstance(value, (str, bool, int)):
        return False
    return any(type(value) is type(member) and value == member for member in settings["value_set"])


def _is_something(value: Any, settings: Mapping[str, Any]) -> bool:
    return not settings and not (isinstance(value, float) and math.isnan(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and math.isfinite(value)
