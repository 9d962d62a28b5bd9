"""The saved questions: `sql/analyses/*.sql`, asked of the published file by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from duban.asking.query import Answer, ask
from duban.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """One file of sql/analyses. `says` is its first comment: what it answers."""

    name: str
    says: str
    sql: str


def saved_questions(analyses: Path) -> list[SavedQuestion]:
    """Every saved question, by name."""
    return [
        SavedQuestion(path.stem, _first_comment(sql), sql)
        for path in sorted(analyses.glob("*.sql"))
        for sql in [path.read_text("utf8")]
    ]


def ask_saved(published: Path, analyses: Path, name: str, place: str | None = None, year: int | None = None) -> Answer:
    """Ask one by name, of all places and years or of one.

    Raises ConfigurationError with the nearest name, and the errors of `query.ask`.
    """
    questions = {question.name: question for question in saved_questions(analyses)}
    if name not in questions:
        from rapidfuzz import process

        near = process.extractOne(name, list(questions))
        raise ConfigurationError(
            f"there is no saved question '{name}'",
            remedy=(f"did you mean {near[0]}? " if near else "") + "`duban ask` lists them",
        )
    return ask(published, questions[name].sql, variables={"place": place, "year": year})


def _first_comment(sql: str) -> str:
    match = re.match(r"\s*--\s*(.+)", sql)
    return match.group(1).strip() if match else ""
