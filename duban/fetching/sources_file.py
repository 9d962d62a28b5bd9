"""The sources file, `raw/sources.yml`: where places publish, and what the night looks for there.

    heze-results:
      page: https://www.example.gov.cn/zwgk/list.html
      pattern: "*责任目标*完成情况*"
      into: heze
      jurisdiction: 菏泽市

A name of the operator's own, and below it exactly one of `page`, `file` and `folder`. A line that cannot be used costs
its own source; a file that is not YAML is refused whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from duban.errors import ConfigurationError, DocumentError
from duban.landing.plain_yaml import Form, Stated, check_characters, decoded, stated_lines
from duban.landing.raw_files import opened, shown_name
from duban.landing.side_files import checked_fact
from duban.nearest import near_names

NAME = "sources.yml"
PAGE, FILE, FOLDER = KINDS = ("page", "file", "folder")
# What a source may state. What a side file may state besides is written into the side files of all it brings.
KEYS = {
    PAGE: "a page whose links are watched: https://www.example.gov.cn/zwgk/list.html",
    FILE: "the address of one document: https://www.example.gov.cn/2024.xlsx",
    FOLDER: "a folder: /srv/share/heze, s3://bucket/heze or webdavs://cloud.example.org/heze",
    "pattern": "which links or files, by text or address: *责任目标*; a|b means either; a list is followed in turn",
    "into": "the folder of raw/ that it is put into; the source's own name where none is stated",
    "every": "how many days lie between two looks: 1",
    "private_addresses": "true where it may lie on this machine or network",
}
FACTS = ("jurisdiction", "report_year", "kind", "compiled", "first_listed_unit_leads", "note")
SCHEMES = {PAGE: ("http", "https"), FILE: ("http", "https"), FOLDER: ("", "file", "s3", "webdav", "webdavs")}
_BYTES = 256 * 1024
_LONGEST = 2_000  # characters of an address
_DEPTH = 3  # patterns that follow one another: a list, an article, its attachment
_SOURCES = 500
_WORD = re.compile(r"\w[\w.-]{0,79}")


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look at.

    kind: page, file or folder, at `address`. patterns: what links or names must look like, step by step; none means
    whatever has the suffix of a document. into: a folder below raw/. every: days. facts: for the side files.
    where: file and line, for messages.
    """

    name: str
    kind: str
    address: str
    where: str
    patterns: tuple[str, ...] = ()
    into: str = ""
    every: int = 1
    may_be_private: bool = False
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedSource:
    """A source that cannot be used, and why."""

    name: str
    error: DocumentError


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a sources file lists, in its order."""

    usable: Sequence[Source] = ()
    refused: Sequence[RefusedSource] = ()

    def named(self, name: str) -> Source:
        """The source of that name. Raises ConfigurationError with the nearest names, or why it cannot be used."""
        for source in self.usable:
            if source.name == name:
                return source
        for one in self.refused:
            if one.name == name:
                raise ConfigurationError(one.error.what, where=one.error.where, remedy=one.error.remedy)
        names = [source.name for source in self.usable] + [one.name for one in self.refused]
        near = near_names(name, names) if len(name) < _LONGEST else []
        listed = f"did you mean {' or '.join(near)}?" if near else f"`duban sources` lists them ({NAME})"
        raise ConfigurationError(f"there is no source '{shown_name(name)}'", remedy=listed)


def read_sources(raw: Path) -> Sources:
    """What `raw/sources.yml` lists; nothing where there is none.

    Raises ConfigurationError, with the line, where the file cannot be read as lines of names and values.
    """
    path = raw / NAME
    if not os.path.lexists(path):
        return Sources()
    try:
        with opened(path, raw.resolve(), NAME) as file:
            content = file.read(_BYTES + 1)
        if len(content) > _BYTES:
            raise DocumentError(f"a sources file of more than {_BYTES:,} bytes", where=NAME, remedy="split it")
        return sources_of(content)
    except FileNotFoundError:
        return Sources()
    except DocumentError as error:
        raise ConfigurationError(error.what, where=error.where, remedy=error.remedy) from error


def sources_of(content: bytes) -> Sources:
    """What the bytes of a sources file list. Raises DocumentError where they are no lines of names and values."""
    usable: list[Source] = []
    refused: list[RefusedSource] = []
    seen: set[str] = set()
    for stated in stated_lines(decoded(content, NAME, _FORM), NAME, _FORM):
        if len(seen) == _SOURCES:
            raise DocumentError(f"more than {_SOURCES} sources", where=stated.where, remedy="take some out")
        name = shown_name(stated.key)
        try:
            if stated.key in seen:
                raise DocumentError(f"'{name}' is listed twice", where=stated.where, remedy="give one another name")
            usable.append(_source(stated))
        except DocumentError as error:
            refused.append(RefusedSource(name[:80], error))
        seen.add(stated.key)
    return Sources(usable, refused)


def _source(stated: Stated) -> Source:
    if not _WORD.fullmatch(stated.key):
        raise DocumentError(
            "the name of a source is not a plain word",
            where=stated.where,
            remedy="letters, digits, - and _: heze-results",
        )
    lines = stated.lines
    if lines is None:
        raise DocumentError(f"'{stated.key}' has no lines of its own", where=stated.where, remedy=_choices())
    by_key: dict[str, Stated] = {}
    for line in lines:
        if line.key in by_key:
            raise DocumentError(f"'{line.key}' is stated twice", where=line.where, remedy="leave one of the lines away")
        by_key[line.key] = line
    facts = {key: checked_fact(line) for key, line in by_key.items() if key in FACTS}
    values = {key: _value(line) for key, line in by_key.items() if key not in FACTS}
    kinds = [kind for kind in KINDS if kind in values]
    if len(kinds) != 1:
        what = " and ".join(kinds) or f"none of {', '.join(KINDS)}"
        raise DocumentError(f"'{stated.key}' states {what}", where=stated.where, remedy="state exactly one of them")
    kind = kinds[0]
    patterns = values.get("pattern", ())
    if kind != PAGE and len(patterns) > 1:
        raise DocumentError(
            f"patterns that follow one another belong to a {PAGE}", where=by_key["pattern"].where, remedy="write one"
        )
    return Source(
        name=stated.key,
        kind=kind,
        address=_address(kind, values[kind][0], by_key[kind].where),
        where=stated.where,
        patterns=patterns,
        into=_into(values["into"][0], by_key["into"].where) if "into" in values else stated.key,
        every=_days(values["every"][0], by_key["every"].where) if "every" in values else 1,
        may_be_private=checked_flag(values["private_addresses"][0], by_key["private_addresses"].where)
        if "private_addresses" in values
        else False,
        facts=facts,
    )


def _value(line: Stated) -> tuple[str, ...]:
    """The texts of a line. Raises DocumentError for a name that is not known and for what is no text."""
    if line.key not in KEYS:
        known = [*KEYS, *FACTS]
        near = near_names(line.key, known) if len(line.key) <= 40 else []
        name = f"'{shown_name(line.key)}'" if len(line.key) <= 40 else "a name"
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise DocumentError(f"a source states {name}, which is not known", where=line.where, remedy=meant + _choices())
    texts = line.value if isinstance(line.value, list) else [line.value or ""]
    values = tuple(check_characters(line.key, text.strip(), line.where) for text in texts if isinstance(text, str))
    most = _DEPTH if line.key == "pattern" else 1
    if not values or not all(values) or len(values) != len(texts):
        raise DocumentError(
            f"'{line.key}' has no plain value", where=line.where, remedy=f"{line.key}: {KEYS[line.key]}"
        )
    if len(values) > most or any(len(value) > _LONGEST for value in values):
        raise DocumentError(
            f"'{line.key}' has more than {most} values, or a longer one than {_LONGEST} characters",
            where=line.where,
            remedy=f"{line.key}: {KEYS[line.key]}",
        )
    return values


def _address(kind: str, text: str, where: str) -> str:
    """An address of a kind that the source may have. Raises DocumentError."""
    remedy = f"{kind}: {KEYS[kind]}"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise DocumentError("an address that cannot be read", where=where, remedy=remedy) from None
    # Names chained with :: are fsspec's way to look into archives and through other systems.
    if parts.scheme.lower() not in SCHEMES[kind] or "::" in text or any(c.isspace() for c in text):
        raise DocumentError(f"an address that no {kind} has", where=where, remedy=remedy)
    if parts.scheme and parts.scheme.lower() != "file" and not parts.hostname:
        raise DocumentError("an address without a host", where=where, remedy=remedy)
    if parts.username is not None or parts.password is not None:
        raise DocumentError(
            "an address with a user or password in it", where=where, remedy="put them into ~/.netrc (NETRC)"
        )
    if kind == FOLDER and parts.scheme.lower() in ("", "file") and not PurePosixPath(parts.path).is_absolute():
        raise DocumentError("a folder that is named from nowhere", where=where, remedy="write it from /")
    return text


def _into(text: str, where: str) -> str:
    parts = text.split("/")
    if not all(_WORD.fullmatch(part) for part in parts) or len(parts) > 4:
        raise DocumentError(
            "'into' is not the name of a folder in raw/", where=where, remedy="into: heze, of letters, digits, - and _"
        )
    return text


def _days(text: str, where: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or int(text) < 1:
        raise DocumentError("'every' is not a number of days", where=where, remedy=f"every: {KEYS['every'][-1]}")
    return int(text)


def checked_flag(text: str, where: str) -> bool:
    """True or false as YAML writes them. Raises DocumentError for anything else."""
    if text.lower() not in ("true", "yes", "on", "false", "no", "off"):
        raise DocumentError(
            "private_addresses is neither true nor false", where=where, remedy="private_addresses: true"
        )
    return text.lower() in ("true", "yes", "on")


def _nested(key: str, where: str) -> DocumentError:
    name = f"'{shown_name(key)}'" if len(key) <= 40 else "a name"
    return DocumentError(f"{name} has no plain value", where=where, remedy=_choices())


def _choices() -> str:
    return f"a name, and below it lines of {', '.join([*KEYS, *FACTS])}"


_FORM = Form("a sources file", _choices(), "docs/operating.md", _nested, levels=2)
