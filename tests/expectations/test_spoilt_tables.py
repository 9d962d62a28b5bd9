"""Gate 1 on the spoilt tables of trials/spoilt_tables.py: what it can see without an older build, and what it says."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from duban import modelling
from duban.landing.discovery import discover
from duban.landing.store import land
from duban.modelling import Project
from expectations.landing_gate import PROFILE, LandingOutcome, judge_landing
from tests.expectations.small_warehouse import not_passed
from trials.spoilt_tables import PLACES, SPOILINGS, YEARS, City, sound_table, write

QUARANTINED = {
    "leader and unit headers swapped": "60 of 60 texts under leaders look like units, such as",
    "leader and unit cells swapped": "60 of 60 texts under units look like leaders, such as",
    "target and progress swapped": "its targets read like reports and its reports like targets",
    "target column blank": "only 0% of its rows have the text of a target",
    "columns slid": "the columns may be swapped or have slid",
    "nonsense characters": "only 0 of 60 texts under leaders are recognised as such",
    "mojibake": "of its cells lost characters",
    "a tenth of the cells damaged": "30 of its cells lost characters",
}
WARNED = {
    "units under a leader's header": "columns_hold_nothing_else",
    "units under 备注": "nothing_hides_under_remarks",
    "unit column blank": "columns_not_empty",
    "progress column blank": "columns_not_empty",
    "side file with another year": "title_names_the_year",
    "title of another year": "title_names_the_year",
    "title of another place": "title_names_the_place",
    "rows of two years ago": "year_is_its_own",
    "last year's table as this year's": "year_is_its_own",
    "rows in reverse": "numbers_rise",
    "every second number missing": "numbers_not_missing",
    "all numbers 1": "numbers_printed_once",
    "rows doubled": "numbers_printed_once",
    "all statuses 否": "some_verdict_is_good",
    "statuses nobody knows": "every_column_holds_its_kind",
    "a second table with an unknown header": "numbers_are_numbers",
    "total and note rows": "numbers_are_numbers",
}
# Rows that are gone show against the table that was published before, or in the numbers (gate 2); nothing shows that
# all numbers are ten times too large.
NOT_SEEN_HERE = {
    "10 % of the rows gone",
    "25 % of the rows gone",
    "50 % of the rows gone",
    "90 % of the rows gone",
    "cut in the middle of a character",
    "numbers times ten",
    "the document removed",
}


def judged(raw: Path, project: Project) -> LandingOutcome:
    """What gate 1 says of a folder of documents."""
    with duckdb.connect() as con:
        land(con, raw, discover(raw), workers=1)
        modelling.build(project, con, until=PROFILE)
        return judge_landing(con, project)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, project: Project) -> LandingOutcome:
    raw = tmp_path_factory.mktemp("sound")
    for place in PLACES[:8]:
        for year in YEARS:
            write(raw, sound_table(place, year), place, year)
    return judged(raw, project)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory, project: Project) -> LandingOutcome:
    raw = tmp_path_factory.mktemp("spoilt")
    for place, spoil in zip(PLACES, SPOILINGS.values(), strict=True):
        city = City({year: sound_table(place, year) for year in YEARS}, sound_table("别台市", YEARS[-1]))
        for year in YEARS:
            write(raw, city.tables[year], place, year)
        write(raw, spoil(city), place, YEARS[-1])
    return judged(raw, project)


def _path(spoiling: str) -> str:
    return f"{PLACES[list(SPOILINGS).index(spoiling)]}/{YEARS[-1]}.csv"


def test_a_sound_table_is_complained_of_by_no_check(sound: LandingOutcome) -> None:
    assert not_passed(sound.report) == {}
    assert sound.quarantined == ()


@pytest.mark.parametrize(("spoiling", "reason"), QUARANTINED.items(), ids=QUARANTINED)
def test_a_table_that_cannot_be_read_right_is_quarantined(spoilt: LandingOutcome, spoiling: str, reason: str) -> None:
    reasons = {document.document_path: document.reason for document in spoilt.quarantined}
    assert reason in reasons[_path(spoiling)]


@pytest.mark.parametrize(("spoiling", "name"), WARNED.items(), ids=WARNED)
def test_a_doubtful_table_is_warned_of_by_name(spoilt: LandingOutcome, spoiling: str, name: str) -> None:
    (check,) = (check for check in spoilt.report.checks if check.name == name)
    assert check.severity == "warn"
    assert _path(spoiling) in {failing.row["document_path"] for failing in check.failing_rows}
    assert _path(spoiling) not in {document.document_path for document in spoilt.quarantined}


def test_every_spoiling_is_answered_for() -> None:
    assert set(SPOILINGS) == QUARANTINED.keys() | WARNED.keys() | NOT_SEEN_HERE
