"""Rules of what must not be written: text measured in bytes, and what means something else on Spark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from sqlglot import exp
from sqlglot.tokens import TokenType

from duban.modelling.linting.rule import LintFinding, Rule, Subject, line_of


class BytesAreNotCharacters(Rule):
    """No levenshtein, damerau_levenshtein, jaccard, hamming or editdist3: DuckDB counts bytes, and a Chinese character
    is three of them."""

    for_every_file = True
    _CALLS = frozenset(("levenshtein", "damerau_levenshtein", "editdist3", "jaccard", "hamming", "mismatches"))

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for name, line in subject.calls():
            if name in self._CALLS:
                yield self.finding(subject, line, f"{name}() counts bytes", "compare bigrams, unnested once and joined")


class SilentSparkDifference(Rule):
    """Nothing that gives another result on Spark without a word: list(x order by y), percentile_cont, with ordinality,
    cast(double as integer), date_diff('month'), dayofweek, isodow, decimal division."""

    _REMEDIES: ClassVar[dict[str, str]] = {
        "percentile_cont": "write median(), or arithmetic over list_sort(list(...))",
        "dayofweek": "count days from a known Monday with date_diff('day', ...)",
        "isodow": "count days from a known Monday with date_diff('day', ...)",
        "weekday": "count days from a known Monday with date_diff('day', ...)",
    }

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for name, line in subject.calls():
            if name in self._REMEDIES:
                yield self.finding(subject, line, f"{name}() differs on Spark", self._REMEDIES[name])
        for token, follower in pairwise(subject.tokens):
            if token.text.lower() == "with" and follower.text.lower() == "ordinality":
                remedy = "unnest a range of numbers and index the list with them"
                yield self.finding(subject, token.line, "`with ordinality` counts from 0 on Spark", remedy)
        yield from self._by_tree(subject)

    def _by_tree(self, subject: Subject) -> Iterator[LintFinding]:
        tree = subject.model.file.tree
        for call in tree.find_all(exp.ArrayAgg):
            if isinstance(call.this, exp.Order):
                remedy = "write list_sort(list(...)), over a struct whose first field is the order"
                yield self.finding(subject, line_of(call), "list(x order by y) loses its order on Spark", remedy)
        for cast in tree.find_all(exp.Cast):
            if cast.to.is_type(*exp.DataType.INTEGER_TYPES) and _is_double(cast.this):
                remedy = "write cast(round(x) as integer)"
                yield self.finding(subject, line_of(cast), "a double cast to an integer is truncated on Spark", remedy)
        for call in tree.find_all(exp.DateDiff):
            if str(call.args.get("unit", "")).lower().strip("'") in ("month", "months", "quarter", "year"):
                remedy = "subtract years * 12 + months"
                yield self.finding(subject, line_of(call), "date_diff counts whole months on Spark", remedy)
        for division in tree.find_all(exp.Div):
            if any(
                isinstance(side, exp.Cast) and side.to.is_type("decimal") for side in (division.left, division.right)
            ):
                remedy = "cast to double before dividing"
                yield self.finding(subject, line_of(division), "a decimal division keeps other digits on Spark", remedy)


def _is_double(tree: exp.Expression) -> bool:
    inner = tree.unnest()
    return (isinstance(inner, exp.Cast) and inner.to.is_type("double", "float")) or isinstance(inner, exp.Div)


class FailsOnSpark(Rule):
    r"""Nothing that Spark cannot read: quantile_cont, len(list), try_strptime, regexp_full_match, nfc_normalize,
    jaro_winkler, generate_subscripts, PIVOT, first(x order by y), `* replace`, \p{Han}."""

    _REMEDIES: ClassVar[dict[str, str]] = {
        "quantile_cont": "write median(), or arithmetic over list_sort(list(...))",
        "len": "write array_length() for a list, length() for a text",
        "try_strptime": "take the parts with regexp_extract and write make_date",
        "regexp_full_match": "write regexp_matches with ^ and $",
        "nfc_normalize": "normalise when the document is read",
        "jaro_winkler_similarity": "compare bigrams, unnested once and joined",
        "jaro_similarity": "compare bigrams, unnested once and joined",
        "generate_subscripts": "unnest range(1, array_length(x) + 1)",
    }

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for name, line in subject.calls():
            if name in self._REMEDIES:
                yield self.finding(subject, line, f"{name}() is unknown to Spark", self._REMEDIES[name])
        tree = subject.model.file.tree
        for pivot in tree.find_all(exp.Pivot):
            if not pivot.unpivot:
                yield self.finding(subject, line_of(pivot), "PIVOT", "write max(x) filter (where ...) a column")
        for star in tree.find_all(exp.Star):
            if star.args.get("replace"):
                yield self.finding(subject, line_of(star), "`* replace`", "name the columns, or exclude and add")
        for token in subject.tokens:
            if token.token_type == TokenType.STRING and re.search(r"\\p\{\w+\}", token.text):
                yield self.finding(subject, token.line, f"{token.text!r} names a script", "write [一-龥]")


class FramesLookBack(Rule):
    """No frame with `unbounded following`: it is quadratic on Spark; reverse the order instead."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for token, follower in pairwise(subject.tokens):
            if token.text.lower() == "unbounded" and follower.text.lower() == "following":
                yield self.finding(subject, token.line, "a frame ends in `unbounded following`", "reverse the order")
