"""Side files: `<file>.yml` beside a document states what the document itself does not.

    jurisdiction: 菏泽市
    report_year: 2024
    compiled: true

`2024.csv` is described by `2024.csv.yml` or, where only one document has that stem, by `2024.yml`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duban.errors import DocumentError
from duban.nearest import near_names

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
_FLAGS = ("compiled", "constructed", "first_listed_unit_leads", "whole")
_DAYS = ("as_of", "published_on")
_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class SideFile:
    """The facts of one side file, as text, by name; `content` is its bytes, part of what identifies a landing."""

    path: str
    content: bytes
    facts: dict[str, str]


def side_path(document: Path) -> Path | None:
    """The side file of a document, or None.

    Raises DocumentError where `<stem>.yml` could describe two documents.
    """
    own = document.with_name(document.name + ".yml")
    if own.is_file():
        return own
    shared = document.with_suffix(".yml")
    if not shared.is_file():
        return None
    twins = sorted(p.name for p in document.parent.glob(document.stem.replace("[", "[[]") + ".*") if p.suffix != ".yml")
    if len([name for name in twins if Path(name).stem == document.stem and not name.endswith(".yml")]) > 1:
        raise DocumentError(
            f"{shared.name} could describe {' or '.join(twins)}",
            where=str(shared),
            remedy=f"rename it {own.name} for this document, and so for the others",
        )
    return shared


def read_side_file(path: Path, name: str) -> SideFile:
    """Read and check a side file. Raises DocumentError that names the line to mend."""
    import yaml  # only documents with side files pay for it

    content = path.read_bytes()
    if len(content) > _BYTES:
        raise DocumentError(f"a side file of {len(content)} bytes", where=name, remedy=f"keep it under {_BYTES}")
    try:
        text = content.decode("utf-8-sig")
        # Anchors are refused: a few lines of them expand to gigabytes.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise DocumentError("a side file with YAML aliases", where=name, remedy="write the values out")
        stated = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DocumentError(
            f"a side file that is no YAML: {' '.join(str(error).split())}", where=name, remedy="see docs/documents.md"
        ) from error
    if stated is None:
        stated = {}
    if not isinstance(stated, dict):
        raise DocumentError("a side file that is no list of `name: value` lines", where=name, remedy=_choices())
    return SideFile(name, content, {str(key): _fact(str(key), value, name) for key, value in stated.items()})


def _fact(key: str, value: Any, where: str) -> str:
    if key not in FACTS:
        near = near_names(key, FACTS)
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise DocumentError(
            f"a side file states '{key}', which is not known", where=where, remedy=f"{meant}{_choices()}"
        )
    if isinstance(value, list):
        if not all(isinstance(item, (str, int, float)) for item in value):
            raise DocumentError(f"'{key}' is nested", where=where, remedy="write a plain list")
        return "\n".join(str(item) for item in value)
    if key in _FLAGS:
        if not isinstance(value, bool):
            raise DocumentError(f"{key}: {value} is neither true nor false", where=where, remedy=f"{key}: true")
        return str(value).lower()
    if key in _DAYS:
        try:
            return datetime.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise DocumentError(f"{key}: {value} is no day", where=where, remedy=f"{key}: 2024-01-12") from None
    text = str(value).strip()
    if key == "kind" and text not in KINDS:
        raise DocumentError(f"kind: {text} is not known", where=where, remedy=f"one of {', '.join(KINDS)}")
    if key == "report_year" and not (text.isdecimal() and 1949 <= int(text) <= 2100):
        raise DocumentError(f"report_year: {text} is no year", where=where, remedy="report_year: 2023")
    if key == "edition" and not text.isdecimal():
        raise DocumentError(f"edition: {text} is no whole number", where=where, remedy="edition: 2")
    if isinstance(value, dict) or value is None or not text:
        raise DocumentError(f"'{key}' has no plain value", where=where, remedy=f"{key}: {FACTS[key]}")
    return text


def _choices() -> str:
    return f"valid names are {', '.join(FACTS)}"
