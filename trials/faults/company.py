"""Other processes at work beside a reload: writers, readers, people who save files, signals, a clock that is set."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from duban.asking.status import read_status
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.steps import Step
from duban.publishing.history import find_build
from duban.publishing.ledger import read_ledger
from trials.faults.deployment import Deployment, Trial, contents, table

T = TypeVar("T")


def lock_holder_dies(deployment: Deployment) -> Iterator[Trial]:
    """A process that holds the writer's lock is killed: the next reload need not wait for anything."""
    for _ in range(3):
        trial = Trial("lock holder dies")
        deployment.turn()
        script = (
            "import sys, time; from pathlib import Path; from duban.publishing.lock import writer_lock\n"
            "with writer_lock(Path(sys.argv[1]), 'reload'):\n    print('held', flush=True); time.sleep(600)"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", script, str(deployment.settings.warehouse)],
            env=deployment.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        second = deployment.start("reload")
        _, errors = second.communicate()
        if second.returncode != 3 or f"process {holder.pid}" not in errors:
            trial.unclean(f"a reload beside a writer ended with {second.returncode}: {errors[-300:]}")
        holder.kill()
        holder.wait()
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def at_once(deployment: Deployment) -> Iterator[Trial]:
    """Several reloads begin at the same moment: one writes, the others say so and end."""
    for count in (2, 2, 3, 4):
        trial = Trial("two to four reloads at once")
        deployment.turn()
        runs = [deployment.start("reload") for _ in range(count)]
        ended = [(run.communicate()[1], run.returncode) for run in runs]
        codes = sorted(code for _, code in ended)
        if codes[0] != 0 or not set(codes) <= {0, 3}:
            trial.unclean(f"they ended with {codes}: {[errors[-200:] for errors, code in ended if code not in (0, 3)]}")
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def reader_holds_on(deployment: Deployment) -> Iterator[Trial]:
    """A reader keeps the published file open through five publishes, and its file leaves the history meanwhile."""
    trial = Trial("reader holds the file through 5 publishes")
    deployment.turn()
    script = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "ask = lambda: con.execute('select string_agg(target_text, chr(9) order by target_id) from marts.dim_target')\n"
        "for _ in sys.stdin: print(ask().fetchone()[0], flush=True)"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", script, str(deployment.settings.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None

    def ask() -> str:
        reader.stdin.write("\n")
        reader.stdin.flush()
        return reader.stdout.readline()

    first = ask()
    for _ in range(5):
        deployment.turn()
        if ask() != first or not first.strip():
            trial.broke("an open reader saw another answer")
    reader.communicate()
    deployment.after_fault(trial)
    deployment.next_run(trial)
    yield trial


def writer_in_the_way(deployment: Deployment) -> Iterator[Trial]:
    """An analyst's client has the published file open for writing, which locks out everybody who opens it, and writes
    into it after a reload has replaced it."""
    trial = Trial("published file open for writing elsewhere")
    deployment.turn()
    script = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()\n"
        "con.execute('create table mine as select 1'); con.close()"
    )
    client = subprocess.Popen(
        [sys.executable, "-c", script, str(deployment.settings.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdout is not None
    assert client.stdout.readline() == "open\n"
    deployment.next_run(trial)
    client.communicate("write")
    deployment.after_fault(trial)
    yield trial


def clock_set(deployment: Deployment) -> Iterator[Trial]:
    """The clock was years ahead for some nights and is then put right."""
    if shutil.which("faketime") is None:
        print("clock: not tried, since faketime is not installed", file=sys.stderr)
        return
    for ahead in ("+3y", "+1d"):
        trial = Trial("clock set back")
        deployment.turn()
        future = deployment.start("reload", before=("faketime", "-f", ahead))
        _, errors = future.communicate()
        if future.returncode != 0:
            trial.unclean(f"the reload with the clock ahead ended with {future.returncode}: {errors[-300:]}")
        deployment.after_fault(trial)
        state = read_status(deployment.settings.published, deployment.settings.runs_log)
        if state.build is None or (state.age is not None and state.age.total_seconds() < 0):
            trial.unclean("a build from the future makes the published file look young")
        deployment.put(deployment.state_before)
        deployment.published_before = state.build.build_id if state.build else ""
        deployment.next_run(trial)
        order = [entry.build_id for entry in read_ledger(deployment.settings.published)]
        if find_build(deployment.settings.published, None).build_id != order[-2]:
            trial.broke("a rollback would not go to the build before this one")
        for _ in range(deployment.settings.history_count):
            deployment.turn()  # retention goes by the order of publishing: none of these may push out the one before it
            deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def run_with(deployment: Deployment, chosen: Step, when: str, do: Callable[[], None]) -> Outcome:
    """A reload in whose middle something is done, before or after a step."""

    def run_step(step: Step, run: Callable[..., T], *args: Any) -> T:
        if (step, when) == (chosen, "before"):
            do()
        done = run(*args)
        if (step, when) == (chosen, "after"):
            do()
        return done

    return reload(deployment.settings, step=run_step)


def documents_change(deployment: Deployment) -> Iterator[Trial]:
    """A document is saved or taken away at every border of a step, and put back before the next reload."""
    steps = [(step, when) for step in (Step.FIND_DOCUMENTS, Step.LAND_DOCUMENTS, Step.BUILD_MODELS) for when in _WHEN]
    for step, when in [*steps, (Step.PUBLISH, "before")]:
        for what in ("saved", "gone"):
            trial = Trial("document changes while it is read")
            deployment.turn()
            kept = {path.name: path.read_text("utf8") for path in deployment.settings.raw.iterdir()}

            def change(what: str = what) -> None:
                if what == "gone":
                    (deployment.settings.raw / "2023.md").unlink()
                else:
                    (deployment.settings.raw / "2023.md").write_text(table(2023, 9), "utf8")

            run_with(deployment, step, when, change)
            if contents_quarantine(deployment):
                trial.broke(f"a document that was saved {when} '{step}' is in quarantine")
            for name, text in kept.items():  # then the documents are what the next run must publish
                (deployment.settings.raw / name).write_text(text, "utf8")
            deployment.published_before = ""
            deployment.next_run(trial)
            trial.problems = [f"{what} {when} {step}: {problem}" for problem in trial.problems]
            yield trial


_WHEN = ("before", "after")


def contents_quarantine(deployment: Deployment) -> int:
    """How many documents the published build holds back."""
    with duckdb.connect(str(deployment.settings.published), read_only=True) as con:
        row = con.execute("select count(*) from raw.quarantine").fetchone()
    assert row is not None
    return int(row[0])


def document_never_rests(deployment: Deployment) -> Iterator[Trial]:
    """Somebody writes into a document all the time, in place; then it rests."""
    trial = Trial("document written into without pause")
    deployment.turn()
    path = deployment.settings.raw / "2023.md"
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            path.write_text(table(2023, number), "utf8")

    writer = threading.Thread(target=write)
    writer.start()
    outcome = reload(deployment.settings)
    ended.set()
    writer.join()
    if outcome.status not in ("published", "failed"):
        trial.unclean(f"it came to {outcome.status}")
    deployment.put(deployment.state)
    deployment.published_before = ""
    deployment.next_run(trial)
    yield trial


def seeds_edited(deployment: Deployment) -> Iterator[Trial]:
    """A seed or a model is edited at a border of a step, and in the end is as it was or is not."""
    seed = deployment.settings.sql / "seeds" / "status_wordings.csv"
    before = seed.read_text("utf8")
    other = before.replace("是,on_track", "是,met")
    assert other != before
    places = [(step, when) for step in (Step.FIND_DOCUMENTS, Step.LAND_DOCUMENTS) for when in _WHEN]
    for step, when in [*places, (Step.GATE_LANDING, "after"), (Step.PUBLISH, "before")]:
        for is_put_back in (True, False):
            trial = Trial("seed edited during a build")
            deployment.turn()
            run_with(deployment, step, when, lambda: seed.write_text(other, "utf8"))
            if is_put_back:
                seed.write_text(before, "utf8")
                deployment.published_before = ""
                deployment.next_run(trial)
            else:
                reload(deployment.settings)
                made = contents(deployment.settings.published)
                reload(deployment.settings, full=True)
                if made != contents(deployment.settings.published):
                    trial.unclean("the next reload published something else than a build from scratch")
                seed.write_text(before, "utf8")
                deployment.published_before = ""
                deployment.next_run(trial)
            trial.problems = [f"{when} {step}: {problem}" for problem in trial.problems]
            yield trial


def worker_killed(deployment: Deployment, times: int) -> Iterator[Trial]:
    """The process that reads documents is killed, once or at every try, while the reload goes on."""
    for number in range(times):
        trial = Trial("document-reading worker killed")
        deployment.turn()
        kills_left = [1 + number % 2]
        ended = threading.Event()

        def hunt(
            kills_left: list[int] = kills_left, ended: threading.Event = ended, after: float = 0.1 * number
        ) -> None:
            seen: dict[int, float] = {}
            while not ended.is_set() and kills_left[0]:
                for worker in active_children():
                    seen.setdefault(worker.pid or 0, time.monotonic())
                    if time.monotonic() - seen[worker.pid or 0] > after and worker.is_alive():
                        worker.kill()
                        kills_left[0] -= 1
                        break
                time.sleep(0.01)

        hunter = threading.Thread(target=hunt)
        hunter.start()
        outcome = reload(deployment.settings)
        ended.set()
        hunter.join()
        if outcome.status != "published" or outcome.quarantined:
            trial.unclean(f"it came to {outcome.status} with {outcome.quarantined} in quarantine")
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def signals(deployment: Deployment, times: int, seed: int) -> Iterator[Trial]:
    """SIGTERM and SIGINT while a candidate is built: the reload cleans up by itself, and no process outlives it."""
    rng = random.Random(seed)
    ended = 0
    while ended < times:
        which = (signal.SIGTERM, signal.SIGINT)[ended % 2]
        trial = Trial(f"{which.name} in the middle")
        deployment.turn()
        process = deployment.start("reload")
        while not list(deployment.settings.warehouse.glob(".candidate-*")) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 3))
        process.send_signal(which)
        _, errors = process.communicate()
        if process.returncode == 0:
            continue  # it had ended already
        ended += 1
        expected = {signal.SIGTERM: 128 + signal.SIGTERM, signal.SIGINT: 128 + signal.SIGINT}[which]
        if process.returncode != expected or "Traceback" in errors:
            trial.unclean(f"it ended with {process.returncode}: {errors[-600:]}")
        trial.unclean(*(f"it left {name}" for name in deployment.left_overs()))
        if "stopped by" not in deployment.settings.runs_log.read_text("utf8").splitlines()[-1]:
            trial.unclean("the log of runs does not record it")
        _no_survivors(deployment, trial)
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def nightly_ended(deployment: Deployment, times: int, seed: int) -> Iterator[Trial]:
    """The Prefect flow is ended by SIGTERM, SIGINT or SIGKILL somewhere in its run."""
    rng = random.Random(seed)
    for number in range(times):
        which = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)[number % 3]
        trial = Trial(f"{which.name} in the middle of the Prefect flow")
        deployment.turn()
        process = deployment.start("nightly")
        until = time.monotonic() + 180
        while not list(deployment.settings.warehouse.glob(".candidate-*")) and process.poll() is None:
            if time.monotonic() > until:
                trial.unclean("the flow did not start")
                break
            time.sleep(0.05)
        time.sleep(rng.uniform(0, 4))
        process.send_signal(which)
        process.wait()
        _no_survivors(deployment, trial)
        printed, errors = process.communicate()
        if which != signal.SIGKILL:
            if process.returncode not in (0, 128 + which):
                trial.unclean(f"it ended with {process.returncode}")
            if "Traceback" in printed + errors:
                trial.unclean(f"it printed {(printed + errors)[-600:]}")
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def serving_killed(deployment: Deployment, times: int) -> Iterator[Trial]:
    """`duban serve` is killed while it waits for the night: its Prefect server ends too, and the next night runs."""
    for _ in range(times):
        trial = Trial("SIGKILL of duban serve")
        deployment.turn()
        process = deployment.start("serve")
        assert process.stdout is not None
        if not any(line.startswith("serving:") for line in process.stdout):
            trial.unclean("it did not start")
        process.kill()
        process.wait()
        _no_survivors(deployment, trial)
        deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def prefect_ended(deployment: Deployment, seed: int) -> Iterator[Trial]:
    """Whatever runs with a Prefect server beside it."""
    yield from nightly_ended(deployment, 6, seed)
    yield from serving_killed(deployment, 2)


def _no_survivors(deployment: Deployment, trial: Trial) -> None:
    """Every process that works in a deployment must end soon after the first one did; a later one is ended here."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        living = _processes(deployment)
        if not living:
            return
        time.sleep(0.2)
    trial.unclean(f"processes outlive it: {sorted(living.values())}")
    for one in living:
        subprocess.run(["kill", "-9", str(one)], check=False)


def _processes(deployment: Deployment) -> dict[int, str]:
    """Each process that was started to work in a deployment, in whatever session, and its command."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if f"DUBAN_PROJECT={deployment.settings.project}\0".encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:120]
    return found


def company(deployment: Deployment, seed: int) -> Iterator[Trial]:
    """All of the above but the Prefect flow."""
    yield from lock_holder_dies(deployment)
    yield from at_once(deployment)
    yield from reader_holds_on(deployment)
    yield from writer_in_the_way(deployment)
    yield from documents_change(deployment)
    yield from document_never_rests(deployment)
    yield from seeds_edited(deployment)
    yield from worker_killed(deployment, 4)
    yield from signals(deployment, 8, seed)
