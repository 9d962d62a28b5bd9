"""Rules of the page: the header, the steps, and where a clause, a column and a join begin.

They hold one layout, written down with its reasons in docs/sql.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from sqlglot.tokens import Token, TokenType

from duban.modelling.linting.rule import LintFinding, Rule, Subject

_LABEL = re.compile(r"-- [^:：]*[一-龥][^:：]*: \S")
_OPENS = frozenset((TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE))
_CLOSES = frozenset((TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE))
_JOIN_KINDS = frozenset(("inner", "left", "right", "full", "outer", "cross", "semi", "anti", "asof", "positional"))


class Page:
    """The tokens of a file with the brackets paired and the line of each."""

    def __init__(self, subject: Subject) -> None:
        self.tokens: list[Token] = subject.tokens
        self.words = [
            "" if token.token_type in (TokenType.STRING, TokenType.IDENTIFIER) else token.text.lower()
            for token in self.tokens
        ]
        self.lines = [token.line for token in self.tokens]

    @cached_property
    def closing(self) -> dict[int, int]:
        """Place of an opening bracket -> place of its closing one."""
        open_places: list[int] = []
        pairs = {}
        for place, token in enumerate(self.tokens):
            if token.token_type in _OPENS:
                open_places.append(place)
            elif token.token_type in _CLOSES:
                pairs[open_places.pop()] = place
        return pairs

    def begins_line(self, place: int) -> bool:
        return place == 0 or self.lines[place - 1] < self.lines[place]

    def places(self, word: str) -> Iterator[int]:
        return (place for place, other in enumerate(self.words) if other == word)

    def _opens_step(self, place: int) -> bool:
        """Whether `as (` or `as materialized (` stands here."""
        following = self.words[place : place + 3]
        return following[:2] == ["as", "("] or following == ["as", "materialized", "("]

    def ctes(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Of the `with` at this place: the place of each CTE's name and of its two brackets."""
        place += 2 if self.words[place + 1] == "recursive" else 1
        while True:
            opening = next(at for at in range(place, len(self.words)) if self._opens_step(at)) + 1
            opening += self.words[opening] != "("
            closing = self.closing[opening]
            yield place, opening, closing
            if closing + 1 >= len(self.words) or self.words[closing + 1] != ",":
                return
            place = closing + 2

    def select_list(self, select: int) -> tuple[list[int], int]:
        """Of the `select` at this place: where each column begins, and the place behind the last one."""
        place = select + 1
        if self.words[place] == "distinct":
            place = self.closing[place + 2] + 1 if self.words[place + 1] == "on" else place + 1
        starts = [place]
        while place < len(self.words):
            word = self.words[place]
            is_comparison = word == "from" and self.words[place - 1] == "distinct"  # a is not distinct from b
            if self.tokens[place].token_type in _CLOSES or word in ("union", "except", "intersect"):
                break
            if word == "from" and not is_comparison:
                break
            if word == ",":
                starts.append(place + 1)
            place = self.closing.get(place, place) + 1
        return starts, place


class HeaderComesFirst(Rule):
    """Line 1 of a model is `-- 中文名: what a row is`, line 2 `-- grain: column, column`; whatever else there is to say
    of the model follows."""

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        lines = [*subject.text.split("\n"), ""]
        if not _LABEL.match(lines[0]):
            yield self.finding(subject, 1, "the model has no label", "begin the file with `-- 中文名: what a row is`")
        if not lines[1].startswith("-- grain: "):
            yield self.finding(subject, 2, "the grain is not the second line", "write `-- grain: column, column` here")


class StepsAreSpaced(Rule):
    """`with` stands alone on its line; one blank line stands between two steps (CTEs) and before the select behind,
    and nowhere else; what is said of a step stands above its name."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        page = Page(subject)
        blank = {line for line, text in enumerate(subject.text.split("\n")[:-1], start=1) if not text.strip()}
        wanted = set()
        for place in page.places("with"):
            if page.tokens[place].token_type != TokenType.WITH or page.words[place + 1] == "ordinality":
                continue
            steps = list(page.ctes(place))
            if not page.begins_line(steps[0][0]):
                yield self.finding(
                    subject, page.lines[place], "`with` does not stand alone", "break the line behind it"
                )
            for name, opening, _ in steps:
                if page.lines[opening + 1] != page.lines[opening] + 1:
                    remedy = "put the select on the next line and comments above the step's name"
                    yield self.finding(
                        subject,
                        page.lines[opening],
                        f"something stands between {page.words[name]} and its select",
                        remedy,
                    )
            for _, _, closing in steps:
                behind = closing + 1 if page.words[closing + 1 : closing + 2] == [","] else closing
                wanted.add(page.lines[behind] + 1)
        for line in sorted(wanted - blank):
            yield self.finding(subject, line, "no blank line behind a step", "leave one line blank")
        for line in sorted(blank - wanted):
            yield self.finding(subject, line, "a blank line inside a step", "take it out: blank lines part steps")


class OneColumnALine(Rule):
    """A select of several columns has each on a line of its own, below `select`, with no comma behind the last;
    `from` begins a line unless the whole select of a single column is one line."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        page = Page(subject)
        for select in page.places("select"):
            starts, end = page.select_list(select)
            if starts[-1] == end:
                yield self.finding(subject, page.lines[end - 1], "a comma behind the last column", "take it out")
                starts.pop()
            for start in starts if len(starts) > 1 else ():
                if not page.begins_line(start):
                    name = page.tokens[start].text
                    yield self.finding(
                        subject, page.lines[start], f"{name} shares its line", "give every column its own line"
                    )
            is_from = end < len(page.words) and page.words[end] == "from"
            is_one_line = page.lines[select] == page.lines[end - 1] and len(starts) == 1
            if is_from and not page.begins_line(end) and not is_one_line:
                yield self.finding(
                    subject, page.lines[end], "`from` does not begin its line", "break the line before it"
                )


class JoinsAreSpelledOut(Rule):
    """A join says its kind (`inner join`, `left join`, `cross join`) and begins a line; its `on` begins the next."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        page = Page(subject)
        for join in page.places("join"):
            first = join
            while page.words[first - 1] in _JOIN_KINDS:
                first -= 1
            if first == join:
                yield self.finding(subject, page.lines[join], "the join does not say its kind", "write `inner join`")
            if not page.begins_line(first):
                yield self.finding(
                    subject, page.lines[join], "the join does not begin its line", "break the line before it"
                )
        for on in page.places("on"):
            if page.words[on - 1] != "distinct" and not page.begins_line(on):
                yield self.finding(subject, page.lines[on], "`on` does not begin its line", "break the line before it")
