"""The backfill: which documents are read again, what is reported of them, and what of the build it touches."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest

from duban.errors import ConfigurationError, LockedError
from duban.landing import reading
from duban.landing.discovery import discover
from duban.landing.limits import Limits
from duban.landing.readers.text import markdown
from duban.notifying.notify import watched
from duban.pipeline.backfill import Backfill, SelectionError, choose, read_backfill
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.steps import Step
from duban.publishing.lock import writer_lock
from duban.publishing.published_documents import known_documents
from duban.settings import Settings
from tests.conftest import PROJECT, Once, copy_of, publish
from tests.pipeline.documents import TABLE, put

T = TypeVar("T")

# -- what years and places mean --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "means"),
    [
        pytest.param("2019", ((2019, 2019),), id="one"),
        pytest.param("2019..2024", ((2019, 2024),), id="a range"),
        pytest.param("2019,2021..2023", ((2019, 2019), (2021, 2023)), id="several"),
        pytest.param(" 2019 , 2021 ", ((2019, 2019), (2021, 2021)), id="blanks"),
        pytest.param("2019..", ((2019, 2100),), id="no end"),
        pytest.param("..2019", ((1949, 2019),), id="no beginning"),
        pytest.param(
            "２０１９，２０２１．．２０２３", ((2019, 2019), (2021, 2023)), id="as a Chinese keyboard types it"
        ),
        pytest.param("2019,2019", ((2019, 2019),), id="twice"),
        pytest.param(2019, ((2019, 2019),), id="a number, as Prefect reads --param years=2019"),
        pytest.param([2019, "2021..2023"], ((2019, 2019), (2021, 2023)), id="a list"),
    ],
)
def test_years_are_read_as_people_write_them(years: Any, means: tuple[tuple[int, int], ...]) -> None:
    asked = read_backfill(years, None)
    assert asked is not None
    assert asked.years == means


@pytest.mark.parametrize(
    ("years", "says"),
    [
        ("", "names nothing"),
        ("2019,", "between two commas"),
        ("..", "neither a year nor a range"),
        ("2019...2024", "did you mean 2019..2024"),
        ("2019-2024", "did you mean 2019..2024"),
        ("2024..2019", "write 2019..2024"),
        ("19", "write years like"),
        ("soon", "write years like"),
        ("20192020", "did you mean 2019..2020"),
        ("0001..9999", "within 1949..2100"),
        ("2019; drop table x", "write years like"),
        (True, "write years like"),
    ],
)
def test_years_that_cannot_be_read_say_how_to_write_them(years: Any, says: str) -> None:
    with pytest.raises(SelectionError) as caught:
        read_backfill(years, None)
    assert says in str(caught.value)
    assert caught.value.exit_code == 2


def test_neither_years_nor_places_is_no_backfill() -> None:
    assert read_backfill(None, ()) is None


# -- which documents -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Five documents of two places, published: one has its year from a side file, one cannot be read, one has none."""
    folder = tmp_path_factory.mktemp("town")
    settings = Settings(project=PROJECT, raw=folder / "raw", warehouse=folder / "warehouse", workers=1)
    put(settings, "linjiang/2021.md", year=2021)
    put(settings, "linjiang/2022.md", year=2022)
    (settings.raw / "linjiang" / "bad.md").write_bytes(b"\x00\x01\x02\x03" * 100)
    put(settings, "云河区/stated.md", place="云河区")
    (settings.raw / "云河区" / "stated.md.yml").write_text("report_year: 2019\n", "utf8")
    put(settings, "云河区/no year.md", place="云河区", text=TABLE.replace("{year}年度", ""))
    outcome = reload(settings)
    assert (outcome.status, outcome.document_count, len(outcome.quarantined)) == ("published", 3, 2), outcome.lines()
    return settings


ALL = ["linjiang/2021.md", "linjiang/2022.md", "linjiang/bad.md", "云河区/no year.md", "云河区/stated.md"]


@pytest.mark.parametrize(
    ("years", "places", "chosen"),
    [
        pytest.param("2021", "linjiang", ["linjiang/2021.md", "linjiang/bad.md"], id="a year and a folder"),
        pytest.param(None, "linjiang/", ["linjiang/2021.md", "linjiang/2022.md", "linjiang/bad.md"], id="a slash"),
        pytest.param(None, "临江市", ["linjiang/2021.md", "linjiang/2022.md", "linjiang/bad.md"], id="a name"),
        pytest.param(
            "2019", None, ["linjiang/bad.md", "云河区/no year.md", "云河区/stated.md"], id="a side file's year"
        ),
        pytest.param("..2021", "云河区", ["云河区/no year.md", "云河区/stated.md"], id="an open beginning"),
        pytest.param("2019..", "临江市、云河区", ALL, id="an open end, and a Chinese comma"),
        pytest.param(None, "linjiang/2022.md", ["linjiang/2022.md"], id="one document"),
        pytest.param(None, ["linjiang", "云河区"], ALL, id="a list"),
    ],
)
def test_the_documents_of_a_backfill(
    town: Settings, years: str | None, places: str | list[str] | None, chosen: list[str]
) -> None:
    asked = read_backfill(years, places)
    assert asked is not None
    found = choose(asked, discover(town.raw), known_documents(town.published))
    assert list(found.paths) == chosen


def test_what_is_taken_because_nothing_speaks_against_it_is_named(town: Settings) -> None:
    found = choose(Backfill(((2019, 2019),), ()), discover(town.raw), known_documents(town.published))
    assert found.unsure == ("linjiang/bad.md", "云河区/no year.md")
    found = choose(Backfill((), ("临江市",)), discover(town.raw), known_documents(town.published))
    assert found.unsure == ("linjiang/bad.md",)
    assert "云河区/no year.md" not in found.paths


@pytest.mark.parametrize(
    ("years", "places", "says"),
    [
        ("2030", None, "no document for 2030"),
        ("2021,2030", None, "no document for 2030"),
        ("2030", None, "the years there are: 2019, 2021, 2022"),
        (None, "linjang", "did you mean linjiang?"),
        (None, "临江", "did you mean 临江市?"),
        (None, "北京市", "the places there are: 临江市, 云河区, linjiang"),
        (None, "临江市,北京市", "no document for '北京市'"),
        (None, "../../etc", "no document for '../../etc'"),
        (None, "/", "no document for '/'"),
        (None, "%", "no document for '%'"),
        (None, "", "names nothing"),
        ("2019", "linjiang", "no document for years 2019, places linjiang"),
        ("2019", "linjiang", "the years there are: 2021, 2022"),
    ],
)
def test_what_matches_nothing_is_one_error_with_the_nearest(
    town: Settings, years: str | None, places: str | None, says: str
) -> None:
    with pytest.raises(SelectionError) as caught:
        asked = read_backfill(years, places)
        assert asked is not None
        choose(asked, discover(town.raw), known_documents(town.published))
    assert says in str(caught.value)


def test_of_a_document_that_was_never_landed_the_error_says_so(town: Settings) -> None:
    put(town, "新区/2024.md", place="新区", year=2024)
    try:
        with pytest.raises(SelectionError) as caught:
            choose(Backfill(years=((2024, 2024),)), discover(town.raw), known_documents(town.published))
    finally:
        shutil.rmtree(town.raw / "新区")
    assert "of 新区/2024.md it is known only after `duban reload`" in caught.value.remedy


def test_where_nothing_is_published_every_document_may_be_meant(town: Settings, tmp_path: Path) -> None:
    found = choose(Backfill(years=((2030, 2030),)), discover(town.raw), known_documents(tmp_path / "no.duckdb"))
    assert "linjiang/2021.md" in found.paths
    assert "云河区/stated.md" not in found.paths, "its side file states another year"


# -- what comes of it ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def base(once: Once) -> Settings:
    """Two documents, published. To be read only."""

    def settings(folder: Path) -> Settings:
        return Settings(project=PROJECT, raw=folder / "raw", warehouse=folder / "warehouse", workers=1)

    def make(folder: Path) -> None:
        put(settings(folder), "临江/2022.md", year=2022)
        put(settings(folder), "临江/2023.md", year=2023, text=TABLE.replace("3所", "四所"))
        publish(settings(folder))

    return settings(once("backfill", make))


@pytest.fixture
def settings(base: Settings, tmp_path: Path) -> Settings:
    return copy_of(base, tmp_path)


def backfill(settings: Settings, years: str | None = None, places: str | None = None, **more: Any) -> Outcome:
    return reload(settings, backfill=read_backfill(years, places), **more)


def test_a_backfill_that_finds_the_same_cells_builds_nothing(settings: Settings) -> None:
    before = settings.published.read_bytes()
    outcome = backfill(settings, "2022")
    assert (outcome.status, outcome.exit_code) == ("unchanged", 0)
    assert outcome.read_again == [("临江/2022.md", "asked for")]
    assert outcome.lines()[:2] == [
        "backfill    years 2022: 1 document to read again",
        "read again  1 document: 1 came out the same",
    ]
    assert settings.published.read_bytes() == before
    logged = json.loads(settings.runs_log.read_text("utf8").splitlines()[-1])
    assert (logged["status"], logged["backfill"], logged["reread"]["same_count"]) == ("unchanged", "years 2022", 1)


def test_new_and_changed_documents_are_taken_in_by_a_backfill_of_others(settings: Settings) -> None:
    put(settings, "临江/2021.md", year=2021)
    put(settings, "临江/2023.md", year=2023, text=TABLE.replace("5万", "6万"))
    outcome = backfill(settings, "2022")
    assert (outcome.status, outcome.added, outcome.changed) == ("published", ["临江/2021.md"], ["临江/2023.md"])
    assert [path for path, _ in outcome.read_again] == ["临江/2022.md"]
    with duckdb.connect(str(settings.published), read_only=True) as con:
        kinds = con.execute("select kind from meta.builds order by finished_at").fetchall()
    assert kinds == [("reload",), ("backfill",)]


def test_a_dry_run_lists_which_documents_would_be_read_again_and_writes_nothing(settings: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in settings.warehouse.rglob("*")}
    outcome = backfill(settings, "2022..", "临江", dry_run=True)
    assert outcome.lines() == [
        "backfill    years 2022.., places 临江: 2 documents to read again",
        "read again  临江/2022.md: asked for",
        "read again  临江/2023.md: asked for",
        "dry run: nothing was written",
    ]
    assert {path: path.stat().st_mtime_ns for path in settings.warehouse.rglob("*")} == before


def test_a_full_reload_reports_what_it_reads_otherwise_and_is_no_backfill(settings: Settings) -> None:
    outcome = reload(settings, full=True)
    assert (outcome.added, [read.came_out for read in outcome.reread]) == ([], ["same", "same"])
    with pytest.raises(ConfigurationError, match="reads every document again"):
        backfill(settings, "2022", full=True)


def never_read() -> None:
    """In a worker: no document is read in the time that it has."""
    reading.read_document = lambda *_: time.sleep(60)  # type: ignore[assignment,return-value]


def test_a_document_that_could_not_be_read_for_want_of_time_is_fixed_by_a_backfill(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(settings, "临江/2024.md", year=2024)
    with monkeypatch.context() as patched:
        patched.setattr(reading, "Limits", lambda: Limits(seconds=0.001))
        patched.setattr(reading, "bound_worker", never_read)
        assert [held.path for held in reload(settings).quarantined] == ["临江/2024.md"]
    assert reload(settings).status == "unchanged", "a plain reload does not read it again"
    outcome = backfill(settings, places="临江/2024.md")
    assert (outcome.status, outcome.exit_code) == ("published", 0), outcome.lines()
    assert "            临江/2024.md (asked for): it can be read now: 21 cells" in outcome.lines()
    assert (2024, "新建学校3所") in targets(settings)


def test_a_document_that_can_no_longer_be_read_is_reported(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "Limits", lambda: Limits(seconds=0.001))
    monkeypatch.setattr(reading, "bound_worker", never_read)
    outcome = backfill(settings, "2022")
    assert (outcome.status, outcome.exit_code) == ("published", 4)
    assert [read.came_out for read in outcome.reread] == ["unreadable"]
    assert any("it can no longer be read: reading took more than 0.001 seconds" in line for line in outcome.lines())
    again = backfill(settings, places="临江/2022.md")
    assert (again.status, again.reread[0].came_out) == ("unchanged", "still unreadable")


def test_an_interrupted_backfill_leaves_what_was_published_and_the_next_one_does_it(settings: Settings) -> None:
    before = settings.published.read_bytes()
    put(settings, "临江/2021.md", year=2021)

    def interrupted(step: Step, do: Callable[..., T], *args: Any) -> T:
        if step is Step.BUILD_MODELS:
            raise KeyboardInterrupt
        return do(*args)

    with pytest.raises(KeyboardInterrupt):
        backfill(settings, "2022", step=interrupted)
    assert settings.published.read_bytes() == before
    assert not list(settings.warehouse.glob(".candidate-*"))
    outcome = backfill(settings, "2022")
    assert (outcome.status, outcome.added) == ("published", ["临江/2021.md"])
    assert [read.came_out for read in outcome.reread] == ["same"]


def test_a_backfill_beside_another_writer_writes_nothing(settings: Settings) -> None:
    with writer_lock(settings.warehouse, "reload"), pytest.raises(LockedError):
        backfill(settings, "2022")


def test_a_place_that_matches_nothing_is_no_failed_run(settings: Settings) -> None:
    """Whoever mistyped reads the error at once: no notification, no line in the log of runs, nothing read."""
    lines = settings.runs_log.read_text("utf8")
    warned: list[str] = []
    with pytest.raises(SelectionError):
        watched(settings, lambda: backfill(settings, places="临河"), warned.append)
    assert settings.runs_log.read_text("utf8") == lines
    assert warned == []


def targets(settings: Settings) -> set[tuple[int, str]]:
    with duckdb.connect(str(settings.published), read_only=True) as con:
        return set(con.execute("select report_year, target_text from marts.dim_target").fetchall())


# -- a reader that reads otherwise, as a program of its own that is really another ------------------------------------


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy of the program that a test may change, with two documents published."""

    folder: Path

    def run(self, *arguments: str) -> tuple[int, dict[str, Any], str]:
        done = subprocess.run(
            [sys.executable, "-m", "duban.cli", "reload", "--json", *arguments],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, json.loads(done.stdout or "{}"), done.stderr

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text("utf8")
        assert old in text
        path.write_text(text.replace(old, new), "utf8")

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.folder / "warehouse" / "duban.duckdb"), read_only=True) as con:
            return con.execute(sql).fetchall()


@pytest.fixture
def checkout(base: Settings, tmp_path: Path) -> Checkout:
    for part in ("duban", "flows", "expectations"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    copy_of(base, tmp_path, with_sql=True)
    return Checkout(tmp_path)


READER = "duban/landing/readers/text/markdown.py"
VERSION = markdown.READER.version
LAST = "    if document.grids and not has_a_cell_a_line(lines):"
# A reader that has learnt that 四所 is written 4所.
READS_OTHERWISE = f"""    for grid in document.grids:
        grid.rows = [[cell.replace("四所", "4所") if cell else cell for cell in row] for row in grid.rows]
{LAST}"""


def test_a_newer_reader_version_reports_what_it_reads_otherwise(checkout: Checkout) -> None:
    checkout.change(READER, f'Reader("markdown", "{VERSION}"', 'Reader("markdown", "0.1"')
    code, dry, _ = checkout.run("--dry-run")
    why = f"markdown reader {VERSION} -> 0.1"
    again = [{"path": "临江/2022.md", "why": why}, {"path": "临江/2023.md", "why": why}]
    assert (code, dry["documents"]["read_again"], dry["documents"]["changed"]) == (0, again, [])

    code, answer, errors = checkout.run()
    assert (code, answer["status"]) == (0, "published"), errors
    assert (answer["reread"]["count"], answer["reread"]["same_count"], answer["documents"]["changed"]) == (2, 2, [])

    checkout.change(READER, 'Reader("markdown", "0.1"', 'Reader("markdown", "0.2"')
    checkout.change(READER, LAST, READS_OTHERWISE)
    code, answer, errors = checkout.run()
    assert (code, answer["status"]) == (0, "published"), errors
    assert (answer["reread"]["count"], answer["reread"]["same_count"]) == (2, 1)
    [different] = answer["reread"]["different"]
    assert (different["path"], different["why"]) == ("临江/2023.md", "markdown reader 0.1 -> 0.2")
    assert (different["cells_added"], different["cells_removed"], different["cells_changed"]) == (0, 0, 2)
    assert different["cells"] == [
        {"change": "changed", "source_place": f"line 6 column {no}", "what": "text", "before": old, "now": new}
        for no, old, new in ((3, "新建学校四所", "新建学校4所"), (5, "已建成学校四所", "已建成学校4所"))
    ]
    assert checkout.ask("select target_text from marts.dim_target where report_year = 2023 and target_no = '1'") == [
        ("新建学校4所",)
    ]


def test_a_backfill_finds_what_no_version_shows_and_rebuilds_what_depends_on_it(checkout: Checkout) -> None:
    """A library that reads was updated: none of our fingerprints changes, and only reading again shows it."""
    checkout.change(READER, LAST, READS_OTHERWISE)
    code, answer, errors = checkout.run()
    assert (code, answer["documents"]["read_again"], answer["reread"]["count"]) == (0, [], 0), errors
    assert checkout.ask("select count(*) from raw.cells where text like '%四所%'") == [(2,)]

    code, answer, errors = checkout.run("--years", "2022")
    assert (code, answer["status"], answer["reread"]["same_count"]) == (0, "unchanged", 1), errors

    code, answer, errors = checkout.run("--years", "2023", "--places", "临江市")
    assert (code, answer["status"], answer["backfill"]) == (0, "published", "years 2023, places 临江市"), errors
    assert [one["path"] for one in answer["reread"]["different"]] == ["临江/2023.md"]
    assert checkout.ask("select target_text from marts.dim_target where report_year = 2023 and target_no = '1'") == [
        ("新建学校4所",)
    ]
    # Rebuilt for that document alone, where the model allows.
    assert checkout.ask("select built_how from meta.models where model_name = 'staging.stg_cells'") == [("local",)]
    incremental = checkout.ask("from marts.mart_target_progress order by all")
    assert checkout.run("--full")[0] == 0
    assert checkout.ask("from marts.mart_target_progress order by all") == incremental
