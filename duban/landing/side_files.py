"""Side files: `<file>.yml` beside a document states what the document itself does not.

    jurisdiction: 菏泽市
    report_year: 2024
    compiled: true

`2024.csv` is described by `2024.csv.yml` or, where only one document has that stem, by `2024.yml`.

A side file is as little trusted as a document: `duban.landing.plain_yaml` reads its lines.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path

from duban.errors import DocumentError
from duban.landing.plain_yaml import Form, Stated, check_characters, decoded, stated_lines
from duban.landing.raw_files import opened, shown_name
from duban.nearest import near_names
from duban.placeholders import is_placeholder, placeholder

# What a side file may state, and what that means. Landing hands the words on; what they mean is in sql/staging.
FACTS = {
    "jurisdiction": "the government as it writes itself, such as 菏泽市",
    "report_year": "the year of the targets, such as 2023",
    "kind": "plan, result or progress",
    "title": "the title, where the file has none",
    "as_of": "the day up to which it reports, such as 2023-10-31",
    "published_on": "the day of publication, such as 2024-01-12; the newest of several editions is the current one",
    "edition": "a whole number, where the days of publication are not known",
    "part": "which part of its table the file holds, such as 1; parts stand beside one another and are no editions",
    "first_listed_unit_leads": "true where the covering notice says that the first unit listed leads, else false",
    "compiled": "true for figures put together from other publications, else false",
    "constructed": "true for an invented example, else false",
    "whole": "true where the document is all there is, though the last edition of it was much longer, else false",
    "source_url": "where it was published",
    "fetched_on": "the day on which it was fetched from there, such as 2024-01-13",
    "sha256": "the SHA-256 of what was fetched",
    "sources": "where compiled figures come from, a list",
    "note": "anything a reader of the table should know",
}
KINDS = ("plan", "result", "progress")
LIST = "sources"  # the only fact of several values
_FLAGS = ("compiled", "constructed", "first_listed_unit_leads", "whole")
_TRUTHS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
_DAYS = ("as_of", "published_on", "fetched_on")
_NUMBERS = {"edition": 9, "part": 3}  # digits
_BYTES = 64 * 1024
_QUOTED = 40  # characters of what a side file holds that a message repeats


@dataclass(frozen=True, slots=True)
class SideFile:
    """The facts of one side file, as text, by name; `content` is its bytes, part of what identifies a landing."""

    path: str
    content: bytes
    facts: dict[str, str]


def is_year(text: str) -> bool:
    """Whether a text can be the year of a table: four digits, 1949 to 2100."""
    return re.fullmatch("[0-9]{4}", text) is not None and 1949 <= int(text) <= 2100


def side_path(document: Path) -> Path | None:
    """The side file of a document, or None.

    Raises DocumentError where `<stem>.yml` could describe two documents.
    """
    own = own_side_path(document)
    if _is_there(own):
        return own
    shared = document.with_suffix(".yml")
    if not _is_there(shared):
        return None
    twins = documents_beside(shared)
    if len(twins) > 1:
        raise DocumentError(
            f"{shared.name} could describe {' or '.join(shown_name(twin.name) for twin in twins)}",
            where=str(shared),
            remedy=f"rename it {own.name} for this document, and so for the others",
        )
    return shared


def own_side_path(document: Path) -> Path:
    """Where the side file lies that describes this document and no other."""
    return document.with_name(document.name + ".yml")


def documents_beside(shared: Path) -> list[Path]:
    """The files that have the stem of a `<stem>.yml`, in order of their names."""
    names = sorted(one.name for one in os.scandir(shared.parent) if Path(one.name).stem == shared.stem)
    return [shared.with_name(name) for name in names if not name.endswith(".yml")]


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
    facts: dict[str, str] = {}
    for stated in stated_lines(decoded(content, name, _FORM), name, _FORM):
        value = checked_fact(stated)
        if stated.key in facts:
            raise DocumentError(
                f"'{stated.key}' is stated twice", where=stated.where, remedy="leave one of the lines away"
            )
        facts[stated.key] = value
    return SideFile(name, content, facts)


def _nested(key: str, where: str) -> DocumentError:
    known = key in FACTS
    return DocumentError(
        f"{_quoted(key)} has no plain value" if known else _unknown(key),
        where=where,
        remedy=_offered(key) if known else _choices(),
    )


def checked_fact(stated: Stated) -> str:
    """The text of one fact. Raises DocumentError where it is not what its name stands for."""
    key, value, where = stated.key, stated.value, stated.where
    if key not in FACTS:
        near = near_names(key, FACTS) if len(key) <= _QUOTED else []
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise DocumentError(_unknown(key), where=where, remedy=f"{meant}{_choices()}")
    values = [str(text) for text in value] if isinstance(value, list) else [value or ""]
    if isinstance(value, list) and key != LIST:
        raise DocumentError(f"'{key}' is a list, and has one value", where=where, remedy=_offered(key))
    texts = [check_characters(key, text.strip(), where) for text in values]
    if not all(texts) or not texts:
        raise DocumentError(f"'{key}' has no plain value", where=where, remedy=_offered(key))
    if any(is_placeholder(text) for text in texts):
        raise DocumentError(
            f"'{key}' still holds a placeholder", where=where, remedy=f"write in its place {FACTS[key]}"
        )
    return "\n".join(texts) if key == LIST else _checked(key, texts[0], where)


def _checked(key: str, text: str, where: str) -> str:
    said = f"{key}: {_quoted(text, mark='')}"
    if key in _FLAGS:
        if text.lower() not in _TRUTHS:
            raise DocumentError(f"{said} is neither true nor false", where=where, remedy=_offered(key))
        return _TRUTHS[text.lower()]
    if key in _DAYS:
        try:
            return datetime.date.fromisoformat(text).isoformat()
        except ValueError:
            raise DocumentError(f"{said} is not a date (YYYY-MM-DD)", where=where, remedy=_offered(key)) from None
    if key == "kind" and text not in KINDS:
        raise DocumentError(f"{said} is not known", where=where, remedy=_offered(key))
    if key == "report_year" and not is_year(text):
        raise DocumentError(f"{said} is not a year (YYYY)", where=where, remedy=_offered(key))
    if key == "sha256" and not re.fullmatch("[0-9a-f]{64}", text):
        raise DocumentError(f"{said} is not a SHA-256", where=where, remedy="leave the line away")
    if key in _NUMBERS and not re.fullmatch(f"[0-9]{{1,{_NUMBERS[key]}}}", text):
        raise DocumentError(f"{said} is not a whole number", where=where, remedy=_offered(key))
    return text


def _offered(key: str) -> str:
    """The line to write, with a placeholder for its value."""
    return f"{key}: {placeholder(FACTS[key])}"


def _unknown(key: str) -> str:
    # Only what looks like a name is repeated: a whole line of some other file is nobody's to read.
    is_name = re.fullmatch(rf"[\w .-]{{1,{_QUOTED}}}", key)
    return f"a side file states {_quoted(key)}, which is not known" if is_name else "a side file states no known name"


def _quoted(text: str, mark: str = "'") -> str:
    line = shown_name(text)
    return f"{mark}{line}{mark}" if len(line) <= _QUOTED else f"{mark}{line[:_QUOTED]}…{mark}"


def _choices() -> str:
    return f"valid names are {', '.join(FACTS)}"


_FORM = Form("a side file", _choices(), "docs/documents.md", _nested)
