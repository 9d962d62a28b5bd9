"""Rules of layout: how SQL is laid out in this project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp
from sqlglot.tokens import TokenType

from duban.modelling.linting.rule import LintFinding, Rule, Subject

_NAMES_AND_VALUES = frozenset(
    (TokenType.VAR, TokenType.STRING, TokenType.IDENTIFIER, TokenType.NUMBER, TokenType.PARAMETER)
)

_CODE = re.compile(r"(?:[^'-]|'(?:[^']|'')*'|-(?!-)|'.*)*")
# The string of an argument, of a comparison or of a chain, with what opens and closes around it.
_ONE_STRING = re.compile(r"(?:(?:and|or|when|then|else|\|\|) )?'(?:[^']|'')*'[),]*(?: \|\|)?")


class KeywordsAreLowerCase(Rule):
    """Keywords, types and functions are written in lower case."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        reported: set[tuple[str, int]] = set()
        calls = set(subject.calls())
        for token in subject.tokens:
            word = subject.text[token.start : token.end + 1]
            is_name = token.token_type in _NAMES_AND_VALUES and (word.lower(), token.line) not in calls
            if is_name or word[0] in "'\"$" or not word.isascii() or word == word.lower():
                continue
            if (word, token.line) not in reported:
                reported.add((word, token.line))
                yield self.finding(subject, token.line, f"{word} is in upper case", f"write {word.lower()}")


class AliasesAreWritten(Rule):
    """`as` is always written, before the name of a column and before the name of a table."""

    for_every_file = True

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        tokens = subject.tokens
        place = {token.start: number for number, token in enumerate(tokens)}
        for node in subject.model.file.tree.find_all(exp.Alias, exp.TableAlias):
            if isinstance(node.parent, exp.CTE):
                continue
            name = node.args.get("alias") if isinstance(node, exp.Alias) else node.this
            number = place.get(name.meta.get("start", -1)) if isinstance(name, exp.Identifier) else None
            if number and tokens[number - 1].token_type != TokenType.ALIAS:
                line = tokens[number].line
                yield self.finding(subject, line, f"`as` is missing before {name.name}", f"write `as {name.name}`")


class SqlLayout(Rule):
    """Four spaces a level and no tabs, commas behind and never in front, at most 120 characters a line (the comment
    behind a column may be longer, and so may a line that holds one string and nothing else), no blanks at the end of a
    line, one line end at the end of the file."""

    for_every_file = True
    _WIDTH = 120

    def check(self, subject: Subject) -> Iterator[LintFinding]:
        for line, text in enumerate(subject.text.split("\n"), start=1):
            indent = text[: len(text) - len(text.lstrip())]
            if "\t" in text:
                yield self.finding(subject, line, "a tab", "write four spaces")
            elif text.strip() and len(indent) % 4:
                yield self.finding(subject, line, f"indented by {len(indent)} spaces", "indent by four a level")
            if text != text.rstrip():
                yield self.finding(subject, line, "blanks at the end of the line", "take them out")
            if text.lstrip().startswith(","):
                yield self.finding(subject, line, "a comma in front", "write it at the end of the line before")
            code = self._code(text)
            width = len(code) or len(text)
            if width > self._WIDTH and not _ONE_STRING.fullmatch(code.strip()):
                yield self.finding(subject, line, f"{width} characters on a line", f"break it: at most {self._WIDTH}")
        if not subject.text.endswith("\n") or subject.text.endswith("\n\n"):
            yield self.finding(subject, subject.last_line, "the file does not end in one line end", "end it in one")

    @staticmethod
    def _code(text: str) -> str:
        """The line without the comment behind it; -- in a string begins none."""
        return _CODE.match(text)[0].rstrip()  # type: ignore[index]
