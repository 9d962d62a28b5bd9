"""The rule of determinism: a model is a function of its inputs, so two builds of one input hold the same rows.

A model that asks the clock or draws lots would be called fresh for ever and hold what was true when it was built.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from sqlglot import exp
from sqlglot.tokens import TokenType

from duban.modelling.linting.rule import LintFinding, Rule, Subject, line_of

_CLOCK_WORDS = frozenset(("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"))
_CLOCK_CALLS = frozenset(
    ("now", "today", "get_current_time", "get_current_timestamp", "transaction_timestamp", *_CLOCK_WORDS)
)
_CHANCE_CALLS = frozenset(
    ("random", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "setseed", "nextval", "currval", "reservoir_quantile")
)
_SURROUNDINGS_CALLS = frozenset(("getenv", "getvariable", "current_setting", "current_user", "version", "txid_current"))
_CLOCK_TOKENS = frozenset(
    (TokenType.CURRENT_DATE, TokenType.CURRENT_TIME, TokenType.CURRENT_TIMESTAMP, TokenType.LOCALTIME,
     TokenType.LOCALTIMESTAMP, TokenType.VAR)
)  # fmt: skip
_ORDER_IT = "write `order by` columns that leave no tie"


class NoClockAndNoChance(Rule):
    """No model asks the clock (`current_date`, `now()`), chance (`random()`, `uuid()`, `using sample`) or the session
    (`getenv()`, `getvariable()`): two builds of one input must hold the same rows, and a fresh model stays true. A day
    to compare with comes from the documents; a person's question about today goes into an analysis."""

    _REMEDIES: ClassVar[dict[str, str]] = {
        "asks the clock": "compare with a day of the documents (as_of_date, report_year), or write it as an analysis",
        "draws by chance": "take a hash of the row's key, which is the same in every build",
        "asks the session": "read it from a seed or a document",
    }

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for name, line in subject.calls():
            what = self._what(name)
            if what is not None:
                yield self.finding(subject, line, f"{name}() {what}", self._REMEDIES[what])
        for token, follower in pairwise(subject.tokens):
            word = token.text.lower()
            if word in _CLOCK_WORDS and token.token_type in _CLOCK_TOKENS and follower.token_type != TokenType.L_PAREN:
                yield self.finding(subject, token.line, f"{word} asks the clock", self._REMEDIES["asks the clock"])
        for call in subject.model.file.tree.find_all(exp.Anonymous):
            if call.name.lower() == "age" and len(call.expressions) == 1:
                what = "age() of one day asks the clock"
                yield self.finding(subject, line_of(call), what, self._REMEDIES["asks the clock"])
        for sample in subject.model.file.tree.find_all(exp.TableSample):
            yield self.finding(subject, line_of(sample), "a sample draws by chance", self._REMEDIES["draws by chance"])

    @staticmethod
    def _what(name: str) -> str | None:
        if name in _CLOCK_CALLS:
            return "asks the clock"
        if name in _CHANCE_CALLS:
            return "draws by chance"
        return "asks the session" if name in _SURROUNDINGS_CALLS else None


class LimitsAreTotal(Rule):
    """A `limit`, and a `distinct on`, says which rows it takes: it has an `order by`, and at the end of a model one
    that names every column of the grain. `any_value` takes whichever row comes; write min, or arg_min with an order
    that leaves no tie. An order that is a constant leaves nothing but ties."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        tree = subject.model.file.tree
        for select in tree.find_all(exp.Select, exp.SetOperation):
            yield from self._limit(subject, select, is_last=select is tree)
        for call in tree.find_all(exp.AnyValue):
            remedy = "write min(), or arg_min(value, order) with an order that leaves no tie"
            yield self.finding(subject, line_of(call), "any_value() takes whichever row comes", remedy)
        for call in tree.find_all(exp.ArgMax, exp.ArgMin):
            if isinstance(call.expression, (exp.Literal, exp.Null, exp.Boolean)):
                remedy = "order by a column that is unique among the rows"
                yield self.finding(subject, line_of(call), f"{call.key}() orders by a constant", remedy)

    def _limit(self, subject: Subject, select: exp.Expression, is_last: bool) -> Iterator[LintFinding]:
        order = select.args.get("order")
        distinct = select.args.get("distinct")
        limit = select.args.get("limit") or select.args.get("offset")
        if isinstance(distinct, exp.Distinct) and distinct.args.get("on") is not None and order is None:
            yield self.finding(subject, line_of(select), "`distinct on` takes whichever row comes", _ORDER_IT)
        if limit is None or isinstance(select, exp.Subquery):
            return
        if order is None:
            yield self.finding(subject, line_of(limit), "a limit takes whichever rows come", _ORDER_IT)
        elif is_last:
            named = {column.name.lower() for column in order.find_all(exp.Column)}
            missing = [name for name in subject.model.file.grain if name.lower() not in named]
            if missing and not order.find(exp.Literal):
                what = f"the order of the limit may tie: it does not name {', '.join(missing)}"
                yield self.finding(subject, line_of(limit), what, "name every column of the grain in the order")
