"""The YAML that people write beside documents: lines of `name: value`, bounded, each with its place.

    jurisdiction: 菏泽市          one level: a side file
    heze:                         two: the sources file
      page: https://...

Nothing here is trusted. The text is read as events of YAML, one or two levels deep, and every value is the text that
is written: YAML itself makes no days, numbers or truths of them, so there is nothing that it can fail at. Aliases, tags
and second documents are refused, and reading stops at the first thing that does not belong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from duban.errors import DocumentError

if TYPE_CHECKING:
    import yaml

_NOTHING = ("", "~", "null")
_ITEMS = 1_000  # of a list, and of the lines of one name


@dataclass(frozen=True, slots=True)
class Stated:
    """A name and what is stated of it: a text, None where nothing is, a list, or lines of their own.

    where: file and line, for messages.
    """

    key: str
    value: str | list[str] | list[Stated] | None
    where: str

    @property
    def lines(self) -> list[Stated] | None:
        """The lines below this name; None where it has a value and no lines."""
        value = self.value
        if isinstance(value, list) and value and isinstance(value[0], Stated):
            return [line for line in value if isinstance(line, Stated)]
        return None


class Refusal(Protocol):
    """The error for a name whose value is no plain one."""

    def __call__(self, key: str, where: str) -> DocumentError: ...


@dataclass(frozen=True, slots=True)
class Form:
    """What a file of plain YAML may hold.

    what: what it is called in messages. levels: 1, or 2 where a name may have lines of its own. choices: the remedy for
    what is no line of a name and a value. page: where its form is described. nested: the error for no plain value.
    """

    what: str
    choices: str
    page: str
    nested: Refusal
    levels: int = 1


def decoded(content: bytes, name: str, form: Form) -> str:
    """The text of a file. Raises DocumentError with the line where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"{form.what} that is not UTF-8", where=f"{name}, line {line}", remedy="save it as UTF-8"
        ) from error


def stated_lines(text: str, name: str, form: Form) -> Iterator[Stated]:
    """What a file states, in its order. Raises DocumentError, with the line, at the first thing of another form."""
    import yaml  # only documents with side files pay for it

    events = _Events(text, name, form)
    try:
        events.take(yaml.StreamStartEvent)
        if isinstance(events.take(yaml.DocumentStartEvent), _Other):
            return  # an empty file states nothing
        first = events.take(yaml.MappingStartEvent, yaml.ScalarEvent)
        if isinstance(first, yaml.ScalarEvent) and _text(first) is None:
            return
        if not isinstance(first, yaml.MappingStartEvent):
            raise DocumentError(
                f"{form.what} that is not a list of `name: value` lines", where=events.where(first), remedy=form.choices
            )
        yield from events.lines(form.levels)
        events.take(yaml.DocumentEndEvent)
        if isinstance(after := events.take(yaml.StreamEndEvent), _Other):
            raise DocumentError(
                "a second YAML document", where=events.where(after), remedy="leave away what follows ---"
            )
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the latter for \U escapes beyond Unicode
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(
            # Not the error's own words: they repeat the line.
            f"{form.what} that is not YAML: {getattr(error, 'problem', None) or 'characters that YAML does not allow'}",
            where=f"{name}, line {(mark.line if mark else events.last_line) + 1}",
            remedy=f"write `name: value` lines, see {form.page}",
        ) from error


def check_characters(key: str, text: str, where: str) -> str:
    """The text, where a database can hold it and a terminal shows it as it is. Raises DocumentError otherwise."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in "\n\t":
            raise DocumentError(
                f"'{key}' holds the character U+{ord(character):04X}, which is not text",
                where=where,
                remedy="write it without that character",
            )
    return text


class _Other:
    """An event that does not belong where it stands."""

    def __init__(self, event: yaml.Event) -> None:
        self.start_mark = event.start_mark


class _Events:
    """The events of a text, one after the other, and where the last one stood."""

    def __init__(self, text: str, name: str, form: Form) -> None:
        import yaml

        self._events = yaml.parse(text, Loader=yaml.BaseLoader)
        self._name = name
        self._form = form
        self.last_line = 0

    def where(self, event: Any) -> str:
        return f"{self._name}, line {event.start_mark.line + 1}"

    def take(self, *kinds: type[yaml.Event]) -> Any:
        """The next event, as an _Other where it is of none of these kinds."""
        import yaml

        event: Any = next(self._events)
        self.last_line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DocumentError(
                f"{self._form.what} with YAML aliases", where=self.where(event), remedy="write the values out"
            )
        if getattr(event, "tag", None):
            raise DocumentError(f"{self._form.what} with YAML tags", where=self.where(event), remedy="leave the ! out")
        return event if isinstance(event, kinds) else _Other(event)

    def lines(self, levels: int) -> Iterator[Stated]:
        """The lines up to the end of the mapping that has begun."""
        import yaml

        kinds: tuple[type[yaml.Event], ...] = (yaml.ScalarEvent, yaml.SequenceStartEvent)
        if levels > 1:
            kinds = (*kinds, yaml.MappingStartEvent)
        while not isinstance(key := self.take(yaml.ScalarEvent, yaml.MappingEndEvent), yaml.MappingEndEvent):
            if isinstance(key, _Other):
                raise DocumentError("a name that is not a plain word", where=self.where(key), remedy=self._form.choices)
            value = self.take(*kinds)
            if isinstance(value, _Other):
                raise self._form.nested(key.value, self.where(value))
            if isinstance(value, yaml.ScalarEvent):
                yield Stated(key.value, _text(value), self.where(key))
            elif isinstance(value, yaml.SequenceStartEvent):
                yield Stated(key.value, self._items(key.value), self.where(key))
            else:
                below: list[Stated] = []
                for line in self.lines(levels - 1):
                    if len(below) == _ITEMS:
                        raise self._too_many(line.where)
                    below.append(line)
                yield Stated(key.value, below, self.where(key))

    def _items(self, key: str) -> list[str]:
        import yaml

        items: list[str] = []
        while not isinstance(item := self.take(yaml.ScalarEvent, yaml.SequenceEndEvent), yaml.SequenceEndEvent):
            if isinstance(item, _Other):
                raise self._form.nested(key, self.where(item))
            if len(items) == _ITEMS:
                raise self._too_many(self.where(item))
            items.append(_text(item) or "")
        return items

    def _too_many(self, where: str) -> DocumentError:
        return DocumentError(f"more than {_ITEMS} values in a list", where=where, remedy="cut it")


def _text(event: yaml.ScalarEvent) -> str | None:
    return None if event.style is None and event.value.lower() in _NOTHING else event.value
