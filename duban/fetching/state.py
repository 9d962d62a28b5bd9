"""What is known of a source from the nights before: `warehouse/sources/<name>.json`, one file a source.

It spares work and answers `duban sources`; nothing depends on it. Where it is lost, damaged or of another version, all
is asked again, and what lies in raw/ already is found there. It is replaced as a whole, so that a night whose power
fails leaves the one before or this one.
"""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.fetching.web import Validators

_BYTES = 32 * 1024 * 1024
_ADDRESSES = 5_000  # that are remembered; of more, those that were asked first are forgotten
_VERSION = 1


@dataclass(slots=True)
class AddressState:
    """What one address gave last. links: (address, text) of a page, those that `pattern` meant; path: below raw/."""

    validators: Validators = field(default_factory=Validators)
    sha256: str = ""
    path: str = ""
    problem: str = ""
    pattern: str = ""
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SourceState:
    """What a source came to. Times are ISO 8601 in UTC, '' for never. brought: paths below raw/, of `brought_at`.

    problems: what went wrong the last time it was asked.
    """

    asked_at: str = ""
    answered_at: str = ""
    brought_at: str = ""
    brought: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    addresses: dict[str, AddressState] = field(default_factory=dict)


def read_state(folder: Path, name: str) -> SourceState:
    """The state of a source; an empty one where there is none that can be read."""
    try:
        path = _path(folder, name)
        if not path.is_file() or path.stat().st_size > _BYTES:
            return SourceState()
        value = json.loads(path.read_bytes())
        if value["version"] != _VERSION:
            return SourceState()
        texts: dict[str, Any] = {key: _texts(value[key], str) for key in ("asked_at", "answered_at", "brought_at")}
        lists: dict[str, Any] = {key: _texts(value[key], list) for key in ("brought", "problems")}
        addresses = {address: _address(one) for address, one in value["addresses"].items()}
        return SourceState(**texts, **lists, addresses=addresses)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return SourceState()


def write_state(folder: Path, name: str, state: SourceState) -> None:
    """Replace the state of a source. Raises OSError where it cannot be written; the one before stands then."""
    kept = dict(list(state.addresses.items())[-_ADDRESSES:])
    value = {"version": _VERSION, **dataclasses.asdict(dataclasses.replace(state, addresses=kept))}
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, name)
    passing = path.with_name(f".tmp-{path.name}")
    with passing.open("w", encoding="utf8", errors="backslashreplace") as out:
        json.dump(value, out, ensure_ascii=False, indent=0)
        out.flush()
        os.fsync(out.fileno())
    passing.replace(path)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"


def _address(value: dict[str, Any]) -> AddressState:
    validators: dict[str, Any] = {key: _texts(text, str) for key, text in value["validators"].items()}
    texts: dict[str, Any] = {key: _texts(value[key], str) for key in ("sha256", "path", "problem", "pattern")}
    links: list[str] = _texts(value["links"], list)
    return AddressState(Validators(**validators), **texts, links=links)


def _texts(value: Any, kind: type) -> Any:
    is_text = all(isinstance(one, str) for one in value) if isinstance(value, list) else isinstance(value, str)
    if not is_text or type(value) is not kind:
        raise TypeError("no text")
    return value
