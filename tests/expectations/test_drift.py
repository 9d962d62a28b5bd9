"""Drift: bounded, explained in words, silent where there is nothing to compare with or too little to judge."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from duban.errors import ConfigurationError
from duban.modelling import Project
from expectations import drift_changes
from expectations.candidate_gate import judge_candidate
from expectations.drift import drift_checks
from expectations.drift_changes import changes
from expectations.drift_figures import MEASURE_WORDS, DocumentFigures, document_figures
from expectations.gate import run_gate
from expectations.results import GateReport
from expectations.thresholds import read_thresholds
from tests.expectations.small_warehouse import Printed, check_of, make_drift_file, make_drift_tables, not_passed


def judged(
    now: list[Printed], project: Project, previous: Path | None = None, refused: tuple[str, ...] = ()
) -> GateReport:
    """The checks of drift alone: the others have their own tests, and cost most of a gate's time."""
    thresholds = read_thresholds()
    with duckdb.connect() as con:
        make_drift_tables(con, project, now)
        for path in refused:
            con.execute(
                "insert into raw.quarantine (document_id, document_path, gate) values (?, ?, 'landing')",
                [Printed(path).document_id, path],
            )
        found = changes(con, project, document_figures(con, project), previous, thresholds)
        return run_gate(con, "candidate", drift_checks(list(found), thresholds))


def many(count: int, size: int = 30, **settings: int) -> list[Printed]:
    """Documents of different places' years, so that none has a last year."""
    return [Printed(f"p{n:03}/1999.md", 1900 + 2 * n, size, **settings) for n in range(count)]


@pytest.mark.parametrize(
    ("before", "now", "refused", "caught"),
    [
        pytest.param(many(20), many(20), 0, {}, id="nothing moved"),
        pytest.param(many(20), many(25), 0, {}, id="five documents more"),
        pytest.param(many(20), many(18), 0, {}, id="two of twenty removed"),
        pytest.param(many(20), many(14), 0, {"documents": "warn"}, id="six of twenty removed"),
        pytest.param(many(20), many(7), 0, {"documents": "stop"}, id="thirteen of twenty gone"),
        pytest.param(many(6), many(1), 0, {}, id="five of six removed: too few to judge"),
        pytest.param(
            many(20), many(20, 27), 0, {"data_rows": "warn", "targets": "warn"}, id="a tenth of the rows lost"
        ),
        pytest.param(many(20), many(20, 15), 0, {"data_rows": "stop", "targets": "stop"}, id="half of the rows lost"),
        pytest.param(many(3, 10), many(3, 2), 0, {}, id="most rows of a small warehouse lost: too few to judge"),
        pytest.param(many(20), many(20, flagged=3), 0, {"flagged_share": "warn"}, id="a tenth more to review"),
        pytest.param(many(20), many(20, flagged=10), 0, {"flagged_share": "warn"}, id="a third more to review"),
        pytest.param(many(20, flagged=10), many(20), 0, {}, id="fewer to review is no trouble"),
        pytest.param(many(20), many(20, without_unit=6), 0, {"without_unit_share": "warn"}, id="a fifth without unit"),
        pytest.param(many(20), many(20, without_unit=15), 0, {"without_unit_share": "stop"}, id="half without unit"),
        pytest.param(many(20), many(19), 1, {"refused_share": "warn"}, id="one unchanged document is held back now"),
        pytest.param(many(20), many(14), 6, {"refused_share": "stop", "documents": "warn"}, id="six of twenty are"),
    ],
)
def test_drift_since_the_last_build(
    tmp_path: Path, project: Project, before: list[Printed], now: list[Printed], refused: int, caught: dict[str, str]
) -> None:
    previous = make_drift_file(tmp_path / "duban.duckdb", project, before)
    report = judged(now, project, previous, tuple(p.path for p in before[len(before) - refused :]) if refused else ())
    found = {name: what for name, what in not_passed(report).items() if "previous_build" in name}
    assert found == {f"drift_previous_build_{measure}_{what}": what for measure, what in caught.items()}
    assert report.passed is ("stop" not in caught.values())


def test_drift_is_reported_in_words(tmp_path: Path, project: Project) -> None:
    previous = make_drift_file(tmp_path / "duban.duckdb", project, many(20))
    found = check_of(judged(many(20, 15), project, previous), "drift_previous_build_data_rows_stop")
    assert found.message.zh == "两版都有的 20 份文件：印出的数据行数 600 → 300（50%）"
    assert found.message.en == "the 20 documents of both builds: printed data rows 600 -> 300 (50%)"


@pytest.mark.parametrize(
    ("last_year", "this_year", "caught"),
    [
        pytest.param(Printed("a.md", 2022, 100), Printed("b.md", 2023, 110), {}, id="about as many"),
        pytest.param(Printed("a.md", 2022, 100), Printed("b.md", 2023, 30), {"targets": "warn"}, id="a third as many"),
        pytest.param(Printed("a.md", 2022, 100), Printed("b.md", 2023, 1), {"targets": "stop"}, id="hardly any"),
        pytest.param(Printed("a.md", 2022, 100), Printed("b.md", 2024, 1), {}, id="not the year after"),
        pytest.param(Printed("a.md", 2022, 20), Printed("b.md", 2023, 1), {}, id="too few to judge"),
        pytest.param(
            Printed("a.md", 2022, 100),
            Printed("b.md", 2023, 100, flagged=40),
            {"flagged_share": "warn"},
            id="to review",
        ),
        pytest.param(
            Printed("a.md", 2022, 100),
            Printed("b.md", 2023, 100, without_unit=100),
            {"without_unit_share": "stop"},
            id="no unit left",
        ),
    ],
)
def test_drift_since_last_year(
    project: Project, last_year: Printed, this_year: Printed, caught: dict[str, str]
) -> None:
    report = judged([last_year, this_year], project)
    found = {name: what for name, what in not_passed(report).items() if "last_year" in name}
    assert found == {f"drift_last_year_{measure}_{what}": what for measure, what in caught.items()}
    for name in found:
        row = check_of(report, name).failing_rows[0].row
        assert row["subject"] == "临江市 2023 年（result）"
        assert (row["found_en"] or "").startswith("临江市 2023 (result): ")


@pytest.mark.parametrize(
    ("document", "caught"),
    [
        pytest.param(Printed(count=120, flagged=50), {"flagged_share"}, id="two fifths to review"),
        pytest.param(Printed(count=20, flagged=20), set(), id="too few rows"),
        pytest.param(Printed(count=120, without_unit=60), {"without_unit_share"}, id="half without unit"),
    ],
)
def test_a_build_by_itself(project: Project, document: Printed, caught: set[str]) -> None:
    report = judged([document], project)
    assert set(not_passed(report)) == {f"drift_itself_{measure}_warn" for measure in caught}
    assert report.passed


def test_no_previous_build_means_no_such_check(
    tmp_path: Path, warehouse: duckdb.DuckDBPyConnection, project: Project
) -> None:
    report = judge_candidate(warehouse, project, tmp_path / "nothing.duckdb")
    assert not [check for check in report.checks if "previous" in check.name]


@pytest.mark.parametrize("content", [b"", b"not a database" * 500], ids=["empty", "damaged"])
def test_a_damaged_published_file_warns_and_lets_its_repair_through(
    tmp_path: Path, warehouse: duckdb.DuckDBPyConnection, project: Project, content: bytes
) -> None:
    previous = tmp_path / "duban.duckdb"
    previous.write_bytes(content)
    report = judge_candidate(warehouse, project, previous)
    assert report.passed
    assert not_passed(report) == {"previous_build_readable": "warn"}
    assert "the last build cannot be read" in check_of(report, "previous_build_readable").message.en
    assert previous.read_bytes() == content


def test_a_published_file_of_an_older_version_warns(
    tmp_path: Path, warehouse: duckdb.DuckDBPyConnection, project: Project
) -> None:
    previous = tmp_path / "duban.duckdb"
    with duckdb.connect(str(previous)) as con:
        con.execute("create schema marts; create table marts.mart_target_progress as select 1 as other")
    assert not_passed(judge_candidate(warehouse, project, previous)) == {"previous_build_readable": "warn"}


def test_every_threshold_can_be_measured_and_has_its_reason() -> None:
    thresholds = read_thresholds()
    # gate 1 judges what is held against the document itself
    assert {one.measure for one in thresholds if one.against != "document"} <= set(MEASURE_WORDS)
    assert len({(threshold.against, threshold.measure) for threshold in thresholds}) == len(thresholds)
    for threshold in thresholds:
        assert threshold.warn.exist or threshold.stop.exist
        for bound in ("low", "high"):
            warn, stop = getattr(threshold.warn, bound), getattr(threshold.stop, bound)
            if warn is not None and stop is not None:
                assert stop < warn if bound == "low" else stop > warn, "a warning comes before the stop"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("last_year,targets,true,few,,,,10,理由,reason", "few", id="a bound that is no number"),
        pytest.param("last_year,targets,yes,1,,,,10,理由,reason", "yes", id="neither true nor false"),
        pytest.param("last_year,targets,true,1,,,,10,,reason", "reason in both languages", id="no reason"),
        pytest.param("tomorrow,targets,true,1,,,,10,理由,reason", "compared with", id="nothing to compare with"),
    ],
)
def test_a_threshold_that_cannot_be_used_names_its_line(tmp_path: Path, line: str, said: str) -> None:
    header = "against,measure,is_ratio,warn_low,warn_high,stop_low,stop_high,least_base,reason_zh,reason_en"
    path = tmp_path / "thresholds.csv"
    path.write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        read_thresholds(path)
    assert said in str(error.value)
    assert error.value.where == "thresholds.csv, line 2"


def test_folders_are_counted_at_the_cost_of_their_documents(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    """A folder a place: asked folder by folder, thousands of places would cost the square of their documents."""
    asked = 0

    def counted(path: str) -> list[str]:
        nonlocal asked
        asked += 1
        return folders_of(path)

    folders_of = drift_changes._folders_of
    monkeypatch.setattr(drift_changes, "_folders_of", counted)
    documents = [DocumentFigures(f"d{n}", f"p{n:03}/1999.md", "", "", 0, True, *[1] * 8) for n in range(300)]
    before = drift_changes._Before(documents, set(), set(), {"p000/1999.md"}, set())
    bound = next(one for one in read_thresholds() if one.against == "folder")
    [raw] = drift_changes._of_folders(bound, before, documents[100:])
    assert (raw.before, raw.now) == (300, 201)
    assert asked <= 300 + 201
