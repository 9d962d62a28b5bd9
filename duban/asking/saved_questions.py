"""The saved questions: `sql/analyses/*.sql`, asked of the published file by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from duban.asking.query import Answer, ask
from duban.errors import ConfigurationError
from duban.nearest import nearest


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

    Raises ConfigurationError with the nearest name, where there is no such question, place or year, and the errors of
    `query.ask`.
    """
    questions = {question.name: question for question in saved_questions(analyses)}
    if name not in questions:
        raise ConfigurationError(
            f"there is no saved question '{name}'",
            remedy=f"{nearest(name, questions, 'saved question')} `duban ask` lists them",
        )
    answer = ask(published, questions[name].sql, variables={"place": place, "year": year})
    if not answer.rows and (place, year) != (None, None):
        _check_there_are_reports(published, place, year)
    return answer


def _check_there_are_reports(published: Path, place: str | None, year: int | None) -> None:
    """Raise ConfigurationError where no answer came because no report was asked for: a misspelt place, another year."""
    reports = ask(published, "select distinct jurisdiction_name, report_year from marts.dim_document order by all").rows
    places = {str(name) for name, _ in reports}
    if place is not None and place not in places:
        raise ConfigurationError(f"no report for '{place}'", remedy=nearest(place, places, "place"))
    years = sorted({int(of) for name, of in reports if of is not None and place in (None, name)})
    if year is not None and year not in years:
        raise ConfigurationError(
            f"no report for {year}" + (f" of {place}" if place else ""),
            remedy="the years are " + ", ".join(map(str, years)),
        )


def _first_comment(sql: str) -> str:
    match = re.match(r"\s*--\s*(.+)", sql)
    return match.group(1).strip() if match else ""
