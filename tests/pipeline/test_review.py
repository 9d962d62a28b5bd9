"""A person's decision on a doubtful row: written to the seed, applied by the next build, outliving a re-landing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duban.asking.query import ask
from duban.cli import main
from duban.pipeline.reload import reload
from duban.settings import Settings
from tests.conftest import copy_of


@pytest.fixture
def settings(heze: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The Heze table in a project of its own, published; the command line works on that project."""
    monkeypatch.setenv("DUBAN_PROJECT", str(tmp_path))
    return replace(copy_of(heze, tmp_path, with_sql=True), workers=1)


def review(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["review", *arguments])


def row_of(settings: Settings, unit: str, line: str) -> tuple[str, ...]:
    found = ask(
        settings.published,
        "select target_no, assignment_method, assignment_confidence::varchar, needs_review::varchar "
        f"from marts.mart_target_progress where unit_text = '{unit}' and source_place = '{line}'",
    )
    assert len(found.rows) == 1
    return found.rows[0]


def test_a_decision_is_applied_and_outlives_a_republication(settings: Settings) -> None:
    [(doubtful,)] = ask(
        settings.published, "select review_id from meta.review_queue where source_place = 'line 14'"
    ).rows
    assert row_of(settings, "市发展改革委", "line 14")[0] == "49"

    done = review("assign", doubtful[:8], "48", "--note", "for this test", "--by", "tester")
    assert done.exit_code == 0, done.output
    outcome = reload(settings)
    assert row_of(settings, "市发展改革委", "line 14") == ("48", "corrected", "1.0", "false")
    assert outcome.reassigned == [("heze/2023.md", "line 14", "市发展改革委", "49", "48")]
    assert "reassigned  heze/2023.md, line 14: 市发展改革委 49 -> 48" in outcome.lines()

    # Published anew with a line more above the table: other bytes, another line, the same printed row.
    document = settings.raw / "heze" / "2023.md"
    document.write_text("转自市政府网站\n\n" + document.read_text("utf8"), "utf8")
    reload(settings)
    moved = ask(
        settings.published,
        "select distinct target_no, assignment_method from marts.mart_target_progress "
        "where unit_text = '市发展改革委' and assignment_method = 'corrected'",
    )
    assert moved.rows == [("48", "corrected")]

    assert review("withdraw", doubtful).exit_code == 0
    reload(settings)
    assert not ask(settings.published, "from marts.mart_target_progress where assignment_method = 'corrected'").rows


def test_accepting_settles_a_row(settings: Settings) -> None:
    before = ask(settings.published, "select review_id, target_no from meta.review_queue order by source_place").rows
    assert review("accept", before[0][0]).exit_code == 0
    reload(settings)
    after = ask(settings.published, "select review_id from meta.review_queue").rows
    assert before[0][0] not in {row[0] for row in after}


def test_a_correction_that_no_longer_fits_is_reported_and_not_applied(settings: Settings) -> None:
    [(doubtful,)] = ask(
        settings.published, "select review_id from meta.review_queue where source_place = 'line 14'"
    ).rows
    review("assign", doubtful, "48")
    document = settings.raw / "heze" / "2023.md"
    document.write_text(document.read_text("utf8").replace("| | 王昌华 | | 年底 | | 是 | 市发展改革委 |", ""), "utf8")
    outcome = reload(settings)
    assert outcome.status == "published", outcome.lines()
    assert any("correction" in warning for warning in outcome.warnings), outcome.warnings
    assert not ask(settings.published, "from marts.mart_target_progress where assignment_method = 'corrected'").rows


def test_a_name_like_another_waits_until_a_line_settles_it(settings: Settings) -> None:
    document = settings.raw / "heze" / "2023.md"
    document.write_text(document.read_text("utf8").replace("市工业和信息化局", "市工业和信恩化局", 1), "utf8")
    reload(settings)
    waiting = json.loads(review("names", "--json").output)
    assert [(row["unit_name"], row["suggested_name"]) for row in waiting] == [("市工业和信恩化局", "市工业和信息化局")]

    aliases = settings.sql / "seeds" / "unit_aliases.csv"
    aliases.write_text(
        aliases.read_text("utf8") + "菏泽市,市工业和信恩化局,市工业和信恩化局,two\n菏泽市,市才政局,市才证局,\n", "utf8"
    )
    outcome = reload(settings)
    assert json.loads(review("names", "--json").output) == []
    # A line that does nothing is reported.
    assert any("seed line" in warning for warning in outcome.warnings), outcome.warnings


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "zzzz"), "no row begins with 'zzzz' in the review queue"),
        (("accept", ""), "in the review queue"),
        (("assign", "{row}", "999"), "has no target 999"),
        (("withdraw", "zzzz"), "there is no decision on a row that begins with 'zzzz'"),
    ],
    ids=["unknown row", "every row", "unknown target", "nothing to withdraw"],
)
def test_a_wrong_decision_is_one_clear_error(settings: Settings, arguments: tuple[str, ...], says: str) -> None:
    row = ask(settings.published, "select review_id from meta.review_queue where source_place = 'line 14'").rows[0][0]
    seed = settings.sql / "seeds" / "corrections.csv"
    before = seed.read_bytes()
    done = review(*(argument.format(row=row) for argument in arguments))
    assert done.exit_code == 2
    assert says in done.output
    assert seed.read_bytes() == before
