"""A build that the ledger does not know is never continued; and nobody else reads one that is not published."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pytest
from click.testing import CliRunner

from duban.asking.status import read_status
from duban.cli import main
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.pipeline.steps import Step
from duban.publishing.ledger import is_entered
from duban.settings import Settings
from tests.conftest import copy_of
from tests.pipeline.documents import put

T = TypeVar("T")
FORGED = "一个没有印过的数字99999"


@pytest.fixture
def town(heze: Settings, tmp_path: Path) -> Settings:
    return copy_of(heze, tmp_path)


def forge(file: Path) -> None:
    """What somebody does who can write the file: one cell is changed, and the engine finds nothing wrong with it."""
    with duckdb.connect(str(file)) as con:
        con.execute(
            "update raw.cells set text = ? where rowid = (select min(rowid) from raw.cells where length(text) > 20)",
            [FORGED],
        )
        con.execute("checkpoint")


def forged_cells(settings: Settings) -> int:
    with duckdb.connect(str(settings.published), read_only=True) as con:
        row = con.execute("select count(*) from raw.cells where text = ?", [FORGED]).fetchone()
        assert row is not None
        return int(row[0])


def status_text(settings: Settings) -> str:
    return "\n".join(read_status(settings.published, settings.runs_log).lines())


def test_a_build_that_the_ledger_does_not_know_is_built_anew(town: Settings) -> None:
    assert "unknown" not in status_text(town)
    forge(town.published)
    (town.history / "builds.json").unlink()
    assert "the ledger does not know this build" in status_text(town)
    assert forged_cells(town) == 1
    put(town, "other/2023.md", "云东市")
    files: dict[str, int] = {}

    def watch(step: Step, do: Callable[..., T], *args: Any) -> T:
        done = do(*args)
        if step is not Step.PUBLISH:
            made = [file for file in town.warehouse.rglob("*") if ".candidate-" in file.name or "gates" in file.parts]
            files.update({file.name: stat.S_IMODE(file.stat().st_mode) for file in made if file.is_file()})
        return done

    outcome = reload(town, step=watch)
    assert outcome.status == "published"
    assert any("the ledger does not know the published build" in line for line in outcome.warnings)
    assert outcome.changed == outcome.removed == [] and outcome.added == ["other/2023.md"]
    assert forged_cells(town) == 0
    assert "unknown" not in status_text(town)
    assert reload(town).status == "unchanged"

    # While it is made it is the service's own, its log too; the gate report is for readers.
    candidate = {name: mode for name, mode in files.items() if ".candidate-" in name}
    assert any(name.endswith(".wal") for name in candidate)
    assert set(candidate.values()) == {0o600}
    assert {mode for name, mode in files.items() if name.startswith("gates-2")} <= {0o644}


def test_going_back_to_an_unknown_build_is_warned_of(town: Settings) -> None:
    put(town, "other/2023.md", "云东市")
    assert reload(town).status == "published"
    [kept] = town.history.glob("*.duckdb")
    command = ["rollback", kept.stem, "--warehouse", str(town.warehouse)]
    assert CliRunner().invoke(main, command).stderr == ""
    (town.history / "builds.json").unlink()
    shown = CliRunner().invoke(main, command)
    assert shown.exit_code == 0, shown.output
    assert "warning     the ledger does not know build" in shown.stderr


def test_an_unknown_build_that_was_published_again_is_not_continued_either(town: Settings) -> None:
    put(town, "other/2023.md", "云东市")
    assert reload(town).status == "published"
    [kept] = town.history.glob("*.duckdb")
    forge(kept)
    (town.history / "builds.json").unlink()
    back = rollback(town)
    assert not back.is_known
    assert forged_cells(town) == 1 and is_entered(town.published, back.build_id)
    outcome: Outcome = reload(town)
    assert outcome.status == "published"
    assert forged_cells(town) == 0
