"""The outcome: made in one place from what the steps returned, whatever became of the run, and never changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from duban.errors import GateError
from duban.landing.changes import Changes, ReadAgain
from duban.landing.discovery import Discovery, PassedOver
from duban.modelling.report import BuildReport, BuiltModel
from duban.pipeline.assembling import BuildFailedError, Contents, Results, assemble, reasons_of, require_built
from duban.pipeline.outcome import Outcome, Quarantined
from duban.publishing.published_build import PublishedBuild

NOW = datetime.now(UTC)
BEFORE = PublishedBuild("b1", "reload", NOW, NOW, "", 7, 70, 3, False, "", "", ["out.md"], [])
FOUND = Discovery(passed_over=[PassedOver("notes.bak", "no document")])
CHANGES = Changes(["new.md"], ["edited.md"], [ReadAgain("old.md", "asked for")], ["gone.md"])
HELD = [Quarantined("bad.md", "no header", "line 3", "mark it")]
BUILT = BuildReport([BuiltModel("staging.stg_a", "built", "local", ("documents",))], fresh=4, seconds=1.0)
CONTENTS = Contents(8, 80, 2, [("a.md", "b.md")], [("c.md", "line 1", "市教育局", "4", "5")])


def test_a_run_that_failed_reports_what_was_known_until_then() -> None:
    results = Results(before=BEFORE)
    assert assemble(results, "failed", "b2", why=["no"]) == Outcome("failed", "b2", why=["no"])
    results.standing_warnings, results.found = ["damaged"], FOUND
    known = Outcome("failed", "b2", warnings=["damaged"], passed_over=[("notes.bak", "no document")])
    assert assemble(results, "failed", "b2") == known
    results.changes, results.quarantined = CHANGES, HELD
    outcome = assemble(results, "failed", "b2", {"find documents": 0.5})
    assert (outcome.added, outcome.changed, outcome.removed) == (["new.md"], ["edited.md"], ["gone.md"])
    assert (outcome.read_again, outcome.quarantined) == ([("old.md", "asked for")], HELD)
    assert outcome.seconds == {"find documents": 0.5}
    assert (outcome.document_count, outcome.built) == (0, ""), "nothing of the build that stands is claimed"


def test_a_published_run_reports_what_its_build_holds_and_an_unchanged_one_what_the_old_build_does() -> None:
    results = Results(before=BEFORE, found=FOUND, changes=CHANGES, quarantined=HELD, builds=[BUILT], contents=CONTENTS)
    published = assemble(results, "published", "b2")
    assert (published.build_id, published.document_count, published.target_count) == ("b2", 8, 80)
    assert published.superseded == [("a.md", "b.md")]
    assert published.built.startswith("1 built, 1 of them for changed documents only, 4 unchanged")
    assert published.exit_code == 4
    unchanged = assemble(Results(before=BEFORE, found=FOUND), "unchanged", "b2")
    assert (unchanged.build_id, unchanged.document_count, unchanged.review_count) == ("b1", 7, 3)
    assert unchanged.quarantined == [Quarantined("out.md", "", "", "", is_new=False)]


def test_an_outcome_is_never_changed() -> None:
    outcome = Outcome("published", "b2", warnings=["one"])
    with pytest.raises(FrozenInstanceError):
        outcome.status = "failed"  # type: ignore[misc]
    assert outcome.with_warnings(["two"]).warnings == ["one", "two"]
    assert outcome.warnings == ["one"]


@pytest.mark.parametrize(
    ("error", "reasons"),
    [
        pytest.param(GateError("no documents", remedy="add one"), ["no documents", "  to do: add one"], id="ours"),
        pytest.param(BuildFailedError("two failed", reasons=["a: x", "b: y"]), ["a: x", "b: y"], id="with reasons"),
        pytest.param(OSError(28, "No space left", "/w"), ["the machine failed: No space left: /w"], id="the machine"),
        pytest.param(MemoryError(), ["the machine failed: it has no memory left"], id="memory"),
    ],
)
def test_why_a_run_failed(error: Exception, reasons: list[str]) -> None:
    assert reasons_of(error)[: len(reasons)] == reasons


def test_every_failed_model_is_a_reason() -> None:
    failed = [BuiltModel(f"marts.{name}", "failed", "whole", (), error="boom") for name in "ab"]
    with pytest.raises(BuildFailedError) as caught:
        require_built(BuildReport(failed))
    assert reasons_of(caught.value) == ["marts.a: boom", "marts.b: boom"]
    assert require_built(BUILT) is BUILT
