"""A part of the fault suite that is quick: one of each kind of fault. `python -m trials.faults` runs all of it."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from duban.errors import ConfigurationError
from duban.landing import reading
from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.pipeline.steps import Step
from duban.publishing.history import kept_builds
from trials.faults import damage, disks, kills
from trials.faults.company import run_with
from trials.faults.deployment import Deployment, Trial, table


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("deployment") / "deployment")


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Trial:
    return Trial(request.node.name)


@pytest.mark.parametrize(
    "moment", [("before", "publish"), ("after", "publish"), ("operation", "9")], ids=lambda moment: " ".join(moment)
)
def test_killed_at_an_exact_moment(deployment: Deployment, moment: tuple[str, str]) -> None:
    assert kills.killed_exactly(deployment, False, moment).problems == []


def test_a_full_disk(deployment: Deployment, tmp_path: Path) -> None:
    if not disks.may_mount(tmp_path):
        pytest.skip("no file system may be mounted here")
    small = Deployment(tmp_path / "small")
    assert [trial.problems for trial in disks.full_at(small, (0, 10_000_000, 36_000_000))] == [[], [], []]


@pytest.mark.parametrize("nothing_else", [True, False], ids=["nothing else changed", "documents changed too"])
def test_a_damaged_published_file_is_noticed_and_healed(
    deployment: Deployment, trial: Trial, nothing_else: bool
) -> None:
    deployment.turn()
    if nothing_else:
        deployment.put(deployment.state_before)
    damage.zero_page(deployment.settings.published, random.Random(1))
    deployment.published_before = ""
    outcome = deployment.next_run(trial)
    assert trial.problems == []
    assert outcome is not None
    assert outcome.status == "published"
    assert any("damaged" in warning for warning in outcome.warnings)


def test_a_damaged_build_is_not_gone_back_to(deployment: Deployment, trial: Trial) -> None:
    deployment.turn()
    deployment.turn()
    newest = kept_builds(deployment.settings.published)[0]
    damage.zero_page(newest.path, random.Random(2))
    with pytest.raises(ConfigurationError, match="damaged"):
        rollback(deployment.settings)
    newest.path.unlink()
    deployment.published_before = ""
    deployment.after_fault(trial)
    deployment.next_run(trial)
    assert trial.problems == []


def save(deployment: Deployment) -> None:
    (deployment.settings.raw / "2023.md").write_text(table(2023, schools=9), "utf8")


def take_away(deployment: Deployment) -> None:
    (deployment.settings.raw / "2023.md").unlink()


@pytest.mark.parametrize("change", [save, take_away], ids=lambda change: change.__name__)
def test_a_document_that_changes_between_finding_and_reading(
    deployment: Deployment, trial: Trial, change: Callable[[Deployment], None]
) -> None:
    deployment.turn()
    outcome = run_with(deployment, Step.FIND_DOCUMENTS, "after", lambda: change(deployment))
    assert (outcome.status, outcome.quarantined) == ("published", []), "it is read as it is then"
    deployment.put(deployment.state)
    deployment.published_before = ""
    deployment.next_run(trial)
    assert trial.problems == []


def test_a_seed_edited_during_a_build_and_put_back(deployment: Deployment, trial: Trial) -> None:
    seed = deployment.settings.sql / "seeds" / "status_wordings.csv"
    before = seed.read_text("utf8")
    deployment.turn()
    run_with(
        deployment,
        Step.FIND_DOCUMENTS,
        "after",
        lambda: seed.write_text(before.replace("是,on_track", "是,met"), "utf8"),
    )
    seed.write_text(before, "utf8")
    deployment.published_before = ""
    deployment.next_run(trial)
    assert trial.problems == [], "the build was made from the edited seed, so it must not pass for one of this"


def test_a_worker_that_is_killed_costs_no_document(deployment: Deployment, trial: Trial) -> None:
    deployment.turn()
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
    outcome = reload(deployment.settings)
    ended.set()
    hunter.join()
    assert killed.is_set()
    assert (outcome.status, outcome.quarantined) == ("published", [])
    deployment.after_fault(trial)
    assert trial.problems == []


def die() -> None:
    os._exit(1)


def test_a_night_on_which_no_worker_starts_fails_and_costs_no_document(
    deployment: Deployment, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.turn()
    with monkeypatch.context() as patch:
        patch.setattr(reading, "bound_worker", die)
        outcome = reload(deployment.settings)
    assert (outcome.status, outcome.exit_code) == ("failed", 1)
    assert outcome.why[0] == "the machine failed: no process that reads documents starts and stays alive"
    deployment.after_fault(trial)
    deployment.next_run(trial)
    assert trial.problems == []


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT], ids=lambda which: which.name)
def test_a_signal_in_the_middle_leaves_nothing_behind(
    deployment: Deployment, trial: Trial, which: signal.Signals
) -> None:
    deployment.turn()
    process = deployment.start("reload")
    while not list(deployment.settings.warehouse.glob(".candidate-*")):
        assert process.poll() is None, process.communicate()
    process.send_signal(which)
    _, errors = process.communicate()
    assert process.returncode == {signal.SIGTERM: 143, signal.SIGINT: 1}[which]
    assert "Traceback" not in errors
    assert deployment.left_overs() == []
    assert "stopped by" in deployment.settings.runs_log.read_text("utf8").splitlines()[-1]
    deployment.after_fault(trial)
    assert trial.problems == []
