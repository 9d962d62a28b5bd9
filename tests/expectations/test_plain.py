"""What is seen to hold without Great Expectations holds for Great Expectations."""

from __future__ import annotations

from decimal import Decimal

from duban.modelling.data_tests import Words
from expectations.checks import NO_ROWS, Check, Expectation
from expectations.judging import judge
from expectations.landing_gate import RULES
from expectations.plain import surely_hold, surely_holds

BETWEEN, IN_SET, NOT_NULL = (f"expect_column_values_to_{rest}" for rest in ("be_between", "be_in_set", "not_be_null"))
EXPECTATIONS = [
    NO_ROWS,
    *{
        (rule.expectation.kind, repr(rule.expectation.settings), rule.skips_null): rule.expectation for rule in RULES
    }.values(),
    Expectation(BETWEEN, {"min_value": 1, "max_value": 2.5}),
    Expectation(BETWEEN, {"min_value": 1, "strict_min": True}),
    Expectation(BETWEEN, {"max_value": 0.5}, skips_null=True),
    Expectation(IN_SET, {"value_set": ["plan", ""]}, skips_null=True),
    Expectation(IN_SET, {"value_set": [True]}),
    Expectation(NOT_NULL),
    Expectation("expect_column_values_to_match_regex", {"regex": "a"}),
]
COLUMNS = [
    [0], [1], [2.5], [3], [-1], [0.5], [10**12], [Decimal("0.25")], [float("nan")], [float("inf")], [None], [0, None],
    [True], [False], ["plan"], [""], ["other"], ["plan", None], [2023], [2023, None], ["云岫市"], [],
]  # fmt: skip


def check(number: int, expectation: Expectation, values: list[object]) -> Check:
    nothing = Words("", "")
    return Check(f"c{number}", nothing, "warn", nothing, nothing, values=values, expectation=expectation)


def test_what_plainly_holds_is_what_great_expectations_says() -> None:
    pairs = [(expectation, values) for expectation in EXPECTATIONS for values in COLUMNS]
    plain = [check(at, *pair) for at, pair in enumerate(pairs) if surely_holds(*pair)]
    judged = judge(plain)
    assert judged.broken == {}
    assert {name: places for name, places in judged.failing.items() if places} == {}
    # and it says so of every expectation that a rule of gate 1 has, by its likeliest value
    assert {repr(one.expectation) for one in plain} >= {repr(rule.expectation) for rule in RULES}


def test_what_it_does_not_know_is_left_to_great_expectations() -> None:
    assert not surely_holds(Expectation("expect_column_values_to_match_regex", {"regex": "a"}), ["a"])
    assert not surely_holds(Expectation(BETWEEN, {"min_value": 1, "strict_min": True}), [2])
    assert not surely_holds(NO_ROWS, [])
    assert not surely_holds(Expectation(IN_SET, {"value_set": [True]}), [1])
    assert surely_hold([check(1, NO_ROWS, [0])])
    assert not surely_hold([check(1, NO_ROWS, [0]), check(2, NO_ROWS, [1])])
    assert not surely_hold([Check("x", Words("", ""), "warn", Words("", ""), Words("", ""), (0,), error="no table")])
