"""The sources as a person sees them, and listing another one."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.errors import ConfigurationError, DocumentError
from duban.fetching.night import due_on
from duban.fetching.sources_file import NAME, read_sources, sources_of
from duban.fetching.state import read_state
from duban.settings import Settings

COLUMNS = ("source", "watched", "last asked", "last answered", "brought", "on", "next")
_EVERY_NIGHT = "next night"


@dataclass(frozen=True, slots=True)
class ListedSource:
    """One source with what is known of it. Times are ISO 8601 in UTC, '' for never.

    watched: its kind and address. brought: what it brought the last time that it brought something, at `brought_at`.
    next_on: from when on it is asked again. problems: why it gave nothing, or not all, the last time.
    """

    name: str
    watched: str
    asked_at: str
    answered_at: str
    brought: Sequence[str]
    brought_at: str
    next_on: str
    problems: Sequence[str]

    def as_row(self) -> tuple[str, ...]:
        """What the table of `duban sources` says of it, by COLUMNS."""
        count = len(self.brought)
        brought = self.brought[0] if count == 1 else f"{self.brought[0]} and {count - 1} more" if count else "nothing"
        times = [_minute(time) or "never" for time in (self.asked_at, self.answered_at)]
        return (self.name, self.watched, *times, brought, _minute(self.brought_at), self.next_on)

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "name": self.name,
            "watched": self.watched,
            "asked_at": self.asked_at or None,
            "answered_at": self.answered_at or None,
            "brought": list(self.brought),
            "brought_at": self.brought_at or None,
            "next": self.next_on,
            "problems": list(self.problems),
        }


def list_sources(settings: Settings) -> list[ListedSource]:
    """All sources of raw/sources.yml, those that cannot be used too. Raises ConfigurationError as `read_sources`."""
    found = read_sources(settings.raw)
    listed = []
    for source in found.usable:
        state = read_state(settings.layout.sources, source.name)
        due = due_on(source, state)
        listed.append(
            ListedSource(
                source.name,
                f"{source.kind} {source.address}",
                state.asked_at,
                state.answered_at,
                state.brought,
                state.brought_at,
                f"{due:%Y-%m-%d}" if due else _EVERY_NIGHT,
                state.problems,
            )
        )
    for one in found.refused:
        problem = f"source {one.name}: {one.error.what} ({one.error.where}); {one.error.remedy}"
        listed.append(ListedSource(one.name, "", "", "", (), "", "when it is corrected", (problem,)))
    return listed


def add_source(settings: Settings, name: str, stated: Mapping[str, str | list[str]]) -> str:
    """List a source at the end of raw/sources.yml; returns that file's path.

    Raises ConfigurationError where the file, or the new source in it, cannot be used, and where the name is taken.
    """
    found = read_sources(settings.raw)
    if name in [source.name for source in found.usable] + [one.name for one in found.refused]:
        raise ConfigurationError(f"there is a source '{name}' already", where=NAME, remedy="choose another name")
    path = settings.raw / NAME
    before = path.read_text("utf8") if path.exists() else ""
    lines = [f"{name}:", *(f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in stated.items())]
    text = before + ("\n" if before and not before.endswith("\n") else "") + "\n".join(lines) + "\n"
    try:
        after = sources_of(text.encode("utf8", "surrogatepass"))
    except DocumentError as error:
        raise ConfigurationError(error.what, where=error.where, remedy=error.remedy) from error
    after.named(name)  # raises with what is wrong with it
    settings.raw.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.part")
    with passing.open("w", encoding="utf8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    passing.replace(path)
    return str(path)


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")
