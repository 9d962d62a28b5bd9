"""The rules of order: what depends on the order of rows says which order, and a sum does not depend on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sqlglot import exp

from duban.modelling.linting.rule import LintFinding, Rule, Subject, line_of

_ORDERED_WINDOWS = (exp.RowNumber, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Lag, exp.Lead, exp.Ntile)
# What a list goes into that does not care for its order.
_ORDER_FREE = frozenset(
    (
        *(
            "list_sort",
            "array_sort",
            "list_reverse_sort",
            "list_grade_up",
            "array_length",
            "list_unique",
            "array_unique",
        ),
        *("list_contains", "array_contains", "list_has_any", "list_has_all", "list_min", "list_max"),
    )
)


class TotalOrder(Rule):
    """Every `row_number`, `lag`, `first`, `list` and `string_agg` has an order, and one without ties: two builds of the
    same rows must be the same. A window says `order by`, a list stands in `list_sort(...)`, `string_agg` has its own
    `order by`, and `first` is written `arg_min(value, order)`."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for breach in unordered(subject.model.file.tree):
            yield self.finding(subject, breach.line, breach.what, breach.remedy)


class Breach(NamedTuple):
    """Where a statement depends on the order of rows and names none."""

    line: int
    what: str
    remedy: str


def unordered(tree: exp.Expression) -> Iterator[Breach]:
    """Every window and aggregate of a statement whose answer depends on the order in which rows come."""
    for window in tree.find_all(exp.Window):
        function = window.this.this if isinstance(window.this, (exp.IgnoreNulls, exp.RespectNulls)) else window.this
        if isinstance(function, _ORDERED_WINDOWS) and not window.args.get("order"):
            named = window.args.get("alias")  # `over w`: its order stands in the window clause
            if named is None:
                what = f"{function.key} numbers rows in no order"
                yield Breach(line_of(window), what, "write `order by` columns that leave no tie")
    for call in tree.find_all(exp.ArrayAgg, exp.GroupConcat, exp.First, exp.Last, exp.AnyValue):
        if isinstance(call.parent, exp.Window) or isinstance(getattr(call.parent, "parent", None), exp.Window):
            continue
        if isinstance(call, (exp.First, exp.Last, exp.AnyValue)) and call.find(exp.Order) is None:
            remedy = "write arg_min(value, order) or arg_max(value, order) with an order that has no ties"
            yield Breach(line_of(call), f"{call.key}() takes whichever row comes", remedy)
        elif isinstance(call, exp.ArrayAgg) and not _order_does_not_matter(call):
            remedy = "write list_sort(list(...)), over a struct whose first field is the order"
            yield Breach(line_of(call), "list() gathers rows in no order", remedy)
        elif isinstance(call, exp.GroupConcat) and call.find(exp.Order) is None:
            remedy = "write string_agg(value, separator order by columns that leave no tie)"
            yield Breach(line_of(call), "string_agg() joins rows in no order", remedy)


class ExactSums(Rule):
    """No `sum`, `avg` or other adding aggregate over doubles: its last digits depend on the order in which the rows
    come, and a rounded tie carries that into every figure that follows. Whole numbers and decimals add up exactly:
    write `sum(x::decimal(18, 15))::double`, `avg(x::decimal(18, 15))`, or add up a sorted list with `list_reduce`."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for name, times in Counter(subject.model.binding.inexact).items():
            what = f"{name}() adds up doubles" + (f", {times} times in this file" if times > 1 else "")
            remedy = "cast what is added to a decimal that holds its digits, such as decimal(18, 15)"
            yield self.finding(subject, _line_without_decimal(subject, name), what, remedy)


def _line_without_decimal(subject: Subject, name: str) -> int:
    """The first call of an aggregate that casts nothing to a decimal: the binder knows which calls take doubles, but
    not where they stand."""
    for call in subject.model.file.tree.find_all(exp.Func):
        called = call.name if isinstance(call, exp.Anonymous) else call.sql_name()
        # list_sum is bound as a sum
        if called.lower() in (name, f"list_{name}") and not any(
            cast.to.is_type("decimal") for cast in call.find_all(exp.Cast)
        ):
            return line_of(call)
    return 1


def _order_does_not_matter(call: exp.Expression) -> bool:
    if call.find(exp.Order) is not None:
        return True  # it has an order; that Spark loses it is another rule
    node = call.parent
    while node is not None and not isinstance(node, (exp.Select, exp.Subquery)):
        if isinstance(node, (exp.ArraySort, exp.ArraySize, exp.ArrayContains, exp.ArrayContainsAll)):
            return True
        if isinstance(node, exp.Func) and (node.name if isinstance(node, exp.Anonymous) else "").lower() in _ORDER_FREE:
            return True
        node = node.parent
    return False
