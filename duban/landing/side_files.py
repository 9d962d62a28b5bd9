"""Side files: `<file>.yml` beside a document states what the document itself does not.

    jurisdiction: 菏泽市
    report_year: 2024
    compiled: true

`2024.csv` is described by `2024.csv.yml` or, where only one document has that stem, by `2024.yml`.

A side file is as little trusted as a document. It is read as events of YAML, one level deep, and every value as the
text that is written: YAML itself makes no days, numbers or truths of them, so there is nothing that it can fail at.
"""

from __future__ import annotations

import datetime
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duban.errors import DocumentError
from duban.landing.raw_files import opened, shown_name
from duban.nearest import near_names

if TYPE_CHECKING:
    import yaml

# What a side file may state, and what that means. Landing hands the words on; what they mean is in sql/staging.
FACTS = {
    "jurisdiction": "the government, as it writes itself: 菏泽市",
    "report_year": "the year of the targets: 2023",
    "kind": "plan, result or progress",
    "title": "the title, where the file has none",
    "as_of": "the day up to which it reports: 2023-10-31",
    "published_on": "the day of publication: 2024-01-12; the newest of several editions is the current one",
    "edition": "a whole number, where the days of publication are not known",
    "part": "which part of its table the file holds: 1; parts stand beside one another and are no editions",
    "first_listed_unit_leads": "true where the covering notice says that the first unit listed leads",
    "compiled": "true for figures put together from other publications",
    "constructed": "true for an invented example",
    "whole": "true where the document is all there is, though the last edition of it was much longer",
    "source_url": "where it was published",
    "sources": "where compiled figures come from, a list",
    "note": "anything a reader of the table should know",
}
KINDS = ("plan", "result", "progress")
LIST = "sources"  # the only fact of several values
_FLAGS = ("compiled", "constructed", "first_listed_unit_leads", "whole")
_TRUTHS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
_DAYS = ("as_of", "published_on")
_NUMBERS = {"edition": 9, "part": 3}  # digits
_NOTHING = ("", "~", "null")
_BYTES = 64 * 1024
_ITEMS = 1_000  # of the list
_QUOTED = 40  # characters of what a side file holds that a message repeats


@dataclass(frozen=True, slots=True)
class SideFile:
    """The facts of one side file, as text, by name; `content` is its bytes, part of what identifies a landing."""

    path: str
    content: bytes
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Stated:
    """One line of a side file: a name and what is stated of it, a list only where YAML has one there."""

    key: str
    value: str | list[str] | None
    where: str


def is_year(text: str) -> bool:
    """Whether a text can be the year of a table: four digits, 1949 to 2100."""
    return re.fullmatch("[0-9]{4}", text) is not None and 1949 <= int(text) <= 2100


def side_path(document: Path) -> Path | None:
    """The side file of a document, or None.

    Raises DocumentError where `<stem>.yml` could describe two documents.
    """
    own = document.with_name(document.name + ".yml")
    if _is_there(own):
        return own
    shared = document.with_suffix(".yml")
    if not _is_there(shared):
        return None
    twins = sorted(one.name for one in os.scandir(document.parent) if Path(one.name).stem == document.stem)
    twins = [name for name in twins if not name.endswith(".yml")]
    if len(twins) > 1:
        raise DocumentError(
            f"{shared.name} could describe {' or '.join(map(shown_name, twins))}",
            where=str(shared),
            remedy=f"rename it {own.name} for this document, and so for the others",
        )
    return shared


def _is_there(path: Path) -> bool:
    # A link to nothing is there: what it was to state is missing, and the document must not be taken without it.
    return os.path.lexists(path) and not path.is_dir()


def read_side_file(path: Path, name: str, root: Path | None = None) -> SideFile:
    """Read and check a side file. Raises DocumentError that names the line to fix.

    root: the raw folder, without links, that the file must lie in; its own folder where none is given.
    """
    with opened(path, root or path.parent.resolve(), name) as file:
        content = file.read(_BYTES + 1)
        size = os.fstat(file.fileno()).st_size
    if len(content) > _BYTES:
        raise DocumentError(f"a side file of {size:,} bytes", where=name, remedy=f"keep it under {_BYTES:,}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            "a side file that is not UTF-8", where=f"{name}, line {line}", remedy="save it as UTF-8"
        ) from error
    facts: dict[str, str] = {}
    for stated in _stated(text, name):
        value = _fact(stated)
        if stated.key in facts:
            raise DocumentError(
                f"'{stated.key}' is stated twice", where=stated.where, remedy="leave one of the lines away"
            )
        facts[stated.key] = value
    return SideFile(name, content, facts)


def _stated(text: str, name: str) -> Iterator[_Stated]:
    """What a side file states, in its order. Reads no further than to the first thing that is not a plain line."""
    import yaml  # only documents with side files pay for it

    def where(event: Any) -> str:
        return f"{name}, line {event.start_mark.line + 1}"

    last_line = 0

    def take(*kinds: type[yaml.Event]) -> Any:
        nonlocal last_line
        event = next(events)
        last_line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DocumentError("a side file with YAML aliases", where=where(event), remedy="write the values out")
        if getattr(event, "tag", None):
            raise DocumentError("a side file with YAML tags", where=where(event), remedy="leave the ! out")
        return event if isinstance(event, kinds) else _Other(event)

    def scalar(event: yaml.ScalarEvent) -> str | None:
        return None if event.style is None and event.value.lower() in _NOTHING else event.value

    events = yaml.parse(text, Loader=yaml.BaseLoader)
    try:
        take(yaml.StreamStartEvent)
        if isinstance(take(yaml.DocumentStartEvent), _Other):
            return  # an empty file states nothing
        first = take(yaml.MappingStartEvent, yaml.ScalarEvent)
        if isinstance(first, yaml.ScalarEvent) and scalar(first) is None:
            return
        if not isinstance(first, yaml.MappingStartEvent):
            raise DocumentError(
                "a side file that is no list of `name: value` lines", where=where(first), remedy=_choices()
            )
        while not isinstance(key := take(yaml.ScalarEvent, yaml.MappingEndEvent), yaml.MappingEndEvent):
            if isinstance(key, _Other):
                raise DocumentError("a name that is no plain word", where=where(key), remedy=_choices())
            value = take(yaml.ScalarEvent, yaml.SequenceStartEvent)
            stated: str | list[str] | None
            if isinstance(value, yaml.SequenceStartEvent):
                stated = []
                while not isinstance(item := take(yaml.ScalarEvent, yaml.SequenceEndEvent), yaml.SequenceEndEvent):
                    if isinstance(item, _Other):
                        raise _nested(key.value, where(item))
                    if len(stated) == _ITEMS:
                        raise DocumentError(f"more than {_ITEMS} values in a list", where=where(item), remedy="cut it")
                    stated.append(scalar(item) or "")
            elif isinstance(value, _Other):
                raise _nested(key.value, where(value))
            else:
                stated = scalar(value)
            yield _Stated(key.value, stated, where(key))
        take(yaml.DocumentEndEvent)
        if isinstance(after := take(yaml.StreamEndEvent), _Other):
            raise DocumentError("a second YAML document", where=where(after), remedy="leave away what follows ---")
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the latter for \U escapes beyond Unicode
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(
            # Not the error's own words: they repeat the line.
            f"a side file that is no YAML: {getattr(error, 'problem', None) or 'characters that YAML does not allow'}",
            where=f"{name}, line {(mark.line if mark else last_line) + 1}",
            remedy="write `name: value` lines, see docs/documents.md",
        ) from error


class _Other:
    """An event that does not belong where it stands."""

    def __init__(self, event: yaml.Event) -> None:
        self.start_mark = event.start_mark


def _nested(key: str, where: str) -> DocumentError:
    known = key in FACTS
    return DocumentError(
        f"{_quoted(key)} has no plain value" if known else _unknown(key),
        where=where,
        remedy=f"{key}: {FACTS[key]}" if known else _choices(),
    )


def _fact(stated: _Stated) -> str:
    """The text of one fact. Raises DocumentError where it is not what its name stands for."""
    key, value, where = stated.key, stated.value, stated.where
    if key not in FACTS:
        near = near_names(key, FACTS) if len(key) <= _QUOTED else []
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise DocumentError(_unknown(key), where=where, remedy=f"{meant}{_choices()}")
    values = value if isinstance(value, list) else [value or ""]
    if isinstance(value, list) and key != LIST:
        raise DocumentError(f"'{key}' is a list, and has one value", where=where, remedy=f"{key}: {FACTS[key]}")
    texts = [_plain_text(key, text.strip(), where) for text in values]
    if not all(texts) or not texts:
        raise DocumentError(f"'{key}' has no plain value", where=where, remedy=f"{key}: {FACTS[key]}")
    return "\n".join(texts) if key == LIST else _checked(key, texts[0], where)


def _checked(key: str, text: str, where: str) -> str:
    said = f"{key}: {_quoted(text, mark='')}"
    if key in _FLAGS:
        if text.lower() not in _TRUTHS:
            raise DocumentError(f"{said} is neither true nor false", where=where, remedy=f"{key}: true")
        return _TRUTHS[text.lower()]
    if key in _DAYS:
        try:
            return datetime.date.fromisoformat(text).isoformat()
        except ValueError:
            raise DocumentError(f"{said} is no day", where=where, remedy=f"{key}: 2024-01-12") from None
    if key == "kind" and text not in KINDS:
        raise DocumentError(f"{said} is not known", where=where, remedy=f"one of {', '.join(KINDS)}")
    if key == "report_year" and not is_year(text):
        raise DocumentError(f"{said} is no year", where=where, remedy="report_year: 2023")
    if key in _NUMBERS and not re.fullmatch(f"[0-9]{{1,{_NUMBERS[key]}}}", text):
        raise DocumentError(f"{said} is no whole number", where=where, remedy=f"{key}: 2")
    return text


def _plain_text(key: str, text: str, where: str) -> str:
    """A text that a database can hold and a terminal shows as it is."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in "\n\t":
            raise DocumentError(
                f"'{key}' holds the character U+{ord(character):04X}, which is no text",
                where=where,
                remedy="write it without that character",
            )
    return text


def _unknown(key: str) -> str:
    # Only what looks like a name is repeated: a whole line of some other file is nobody's to read.
    is_name = re.fullmatch(rf"[\w .-]{{1,{_QUOTED}}}", key)
    return f"a side file states {_quoted(key)}, which is not known" if is_name else "a side file states no known name"


def _quoted(text: str, mark: str = "'") -> str:
    line = shown_name(text)
    return f"{mark}{line}{mark}" if len(line) <= _QUOTED else f"{mark}{line[:_QUOTED]}…{mark}"


def _choices() -> str:
    return f"valid names are {', '.join(FACTS)}"
