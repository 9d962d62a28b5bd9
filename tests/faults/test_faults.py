"""A part of the fault suite that is quick: one of each kind of fault. `python -m benchmarks.faults` runs all of it."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from benchmarks.faults import damage, disks, kills
from benchmarks.faults.company import run_with
from benchmarks.faults.house import House, Trial, table
from duban.errors import ConfigurationError
from duban.landing import reading
from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.publishing.history import kept_builds


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house") / "house")


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Trial:
    return Trial(request.node.name)


@pytest.mark.parametrize(
    "moment", [("before", "publish"), ("after", "publish"), ("operation", "9")], ids=lambda moment: " ".join(moment)
)
def test_killed_at_an_exact_moment(house: House, moment: tuple[str, str]) -> None:
    assert kills.killed_exactly(house, False, moment).problems == []


def test_a_full_disk(house: House, tmp_path: Path) -> None:
    if not disks.may_mount(tmp_path):
        pytest.skip("no file system may be mounted here")
    small = House(tmp_path / "small")
    assert [trial.problems for trial in disks.full_at(small, (0, 10_000_000, 36_000_000))] == [[], [], []]


@pytest.mark.parametrize("nothing_else", [True, False], ids=["nothing else changed", "documents changed too"])
def test_a_damaged_published_file_is_noticed_and_healed(house: House, trial: Trial, nothing_else: bool) -> None:
    house.turn()
    if nothing_else:
        house.put(house.state_before)
    damage._zero_page(house.settings.published, random.Random(1))
    house.published_before = ""
    outcome = house.next_run(trial)
    assert trial.problems == []
    assert outcome is not None
    assert outcome.status == "published"
    assert any("damaged" in warning for warning in outcome.warnings)


def test_a_damaged_build_is_not_gone_back_to(house: House, trial: Trial) -> None:
    house.turn()
    house.turn()
    newest = kept_builds(house.settings.published)[0]
    damage._zero_page(newest.path, random.Random(2))
    with pytest.raises(ConfigurationError, match="damaged"):
        rollback(house.settings)
    newest.path.unlink()
    house.published_before = ""
    house.after_fault(trial)
    house.next_run(trial)
    assert trial.problems == []


def save(house: House) -> None:
    (house.settings.raw / "2023.md").write_text(table(2023, schools=9), "utf8")


def take_away(house: House) -> None:
    (house.settings.raw / "2023.md").unlink()


@pytest.mark.parametrize("change", [save, take_away], ids=lambda change: change.__name__)
def test_a_document_that_changes_between_finding_and_reading(
    house: House, trial: Trial, change: Callable[[House], None]
) -> None:
    house.turn()
    outcome = run_with(house, "find documents", "after", lambda: change(house))
    assert (outcome.status, outcome.quarantined) == ("published", []), "it is read as it is then"
    house.put(house.state)
    house.published_before = ""
    house.next_run(trial)
    assert trial.problems == []


def test_a_seed_edited_during_a_build_and_put_back(house: House, trial: Trial) -> None:
    seed = house.settings.sql / "seeds" / "status_wordings.csv"
    before = seed.read_text("utf8")
    house.turn()
    run_with(house, "find documents", "after", lambda: seed.write_text(before.replace("是,on_track", "是,met"), "utf8"))
    seed.write_text(before, "utf8")
    house.published_before = ""
    house.next_run(trial)
    assert trial.problems == [], "the build was made from the edited seed, so it must not pass for one of this"


def test_a_worker_that_is_killed_costs_no_document(house: House, trial: Trial) -> None:
    house.turn()
    killed = threading.Event()
    ended = threading.Event()

    def hunt() -> None:
        while not ended.is_set() and not killed.is_set():
            for worker in active_children():
                worker.kill()
                killed.set()
            ended.wait(0.005)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    outcome = reload(house.settings)
    ended.set()
    hunter.join()
    assert killed.is_set()
    assert (outcome.status, outcome.quarantined) == ("published", [])
    house.after_fault(trial)
    assert trial.problems == []


def die() -> None:
    os._exit(1)


def test_a_night_on_which_no_worker_starts_fails_and_costs_no_document(
    house: House, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.turn()
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_bound_worker", die)
        outcome = reload(house.settings)
    assert (outcome.status, outcome.exit_code) == ("failed", 1)
    assert outcome.why[0] == "the machine failed: no process that reads documents starts and stays alive"
    house.after_fault(trial)
    house.next_run(trial)
    assert trial.problems == []


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT], ids=lambda which: which.name)
def test_a_signal_in_the_middle_leaves_nothing_behind(house: House, trial: Trial, which: signal.Signals) -> None:
    house.turn()
    process = house.start("reload")
    while not list(house.settings.warehouse.glob(".candidate-*")):
        assert process.poll() is None, process.communicate()
    process.send_signal(which)
    _, errors = process.communicate()
    assert process.returncode == {signal.SIGTERM: 143, signal.SIGINT: 1}[which]
    assert "Traceback" not in errors
    assert house.left_overs() == []
    assert "stopped by" in house.settings.runs_log.read_text("utf8").splitlines()[-1]
    house.after_fault(trial)
    assert trial.problems == []
