"""A plan is ten lines however much is stale; --all lists the rest."""

from __future__ import annotations

import pytest

from duban.commands.models import print_plan
from duban.modelling.planning import Plan, PlannedModel


def stale_plan() -> Plan:
    models = [
        PlannedModel(f"staging.stg_{no}", (f"the seed seeds.words_{no % 7} changed",), "whole", "") for no in range(30)
    ]
    models += [
        PlannedModel(f"marts.mart_{no}", (f"its parent staging.stg_{no} is stale",), "whole", "") for no in range(9)
    ]
    places = {model.table: "not placed: it reads all places" for model in models[:4]}
    return Plan(
        models,
        removed=["staging.old_a", "staging.old_b"],
        refreshed=["marts.mart_x"],
        seeds=[f"seeds.words_{no}" for no in range(7)],
        places=places,
    )


def test_a_plan_is_ten_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(stale_plan(), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 10
    assert f"{'seed':15s} seeds.words_0 and 6 more" in lines
    assert f"{'described anew':15s} marts.mart_x" in lines
    assert "9 models follow, since what they read is stale" in lines
    assert lines[-1].endswith("(--all lists them)")


def test_all_of_a_plan_lists_every_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(stale_plan(), as_json=False, show_all=True)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("seed")] == [f"seeds.words_{no}" for no in range(7)]
    assert sum(line.startswith("no shards") for line in lines) == 4
