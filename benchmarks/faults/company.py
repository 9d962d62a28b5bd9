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

from benchmarks.faults.house import House, Trial, contents, table
from duban.asking.status import read_status
from duban.pipeline.outcome import Outcome
from duban.pipeline.reload import reload
from duban.pipeline.steps import Step
from duban.publishing.history import find_build
from duban.publishing.ledger import read_ledger

T = TypeVar("T")


def lock_holder_dies(house: House) -> Iterator[Trial]:
    """A process that holds the writer's lock is killed: the next reload need not wait for anything."""
    for _ in range(3):
        trial = Trial("lock holder dies")
        house.turn()
        script = (
            "import sys, time; from pathlib import Path; from duban.publishing.lock import writer_lock\n"
            "with writer_lock(Path(sys.argv[1]), 'reload'):\n    print('held', flush=True); time.sleep(600)"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", script, str(house.settings.warehouse)],
            env=house.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        second = house.start("reload")
        _, errors = second.communicate()
        if second.returncode != 3 or f"process {holder.pid}" not in errors:
            trial.unclean(f"a reload beside a writer ended with {second.returncode}: {errors[-300:]}")
        holder.kill()
        holder.wait()
        house.after_fault(trial)
        house.next_run(trial)
        yield trial


def at_once(house: House) -> Iterator[Trial]:
    """Several reloads begin at the same moment: one writes, the others say so and end."""
    for count in (2, 2, 3, 4):
        trial = Trial("two to four reloads at once")
        house.turn()
        runs = [house.start("reload") for _ in range(count)]
        told = [(run.communicate()[1], run.returncode) for run in runs]
        codes = sorted(code for _, code in told)
        if codes[0] != 0 or not set(codes) <= {0, 3}:
            trial.unclean(f"they ended with {codes}: {[errors[-200:] for errors, code in told if code not in (0, 3)]}")
        house.after_fault(trial)
        house.next_run(trial)
        yield trial


def reader_holds_on(house: House) -> Iterator[Trial]:
    """A reader keeps the published file open through five publishes, and its file leaves the history meanwhile."""
    trial = Trial("reader holds the file through 5 publishes")
    house.turn()
    script = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "ask = lambda: con.execute('select string_agg(target_text, chr(9) order by target_id) from marts.dim_target')\n"
        "for _ in sys.stdin: print(ask().fetchone()[0], flush=True)"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", script, str(house.settings.published)],
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
        house.turn()
        if ask() != first or not first.strip():
            trial.broke("an open reader saw another answer")
    reader.communicate()
    house.after_fault(trial)
    house.next_run(trial)
    yield trial


def writer_in_the_way(house: House) -> Iterator[Trial]:
    """An analyst's client has the published file open for writing, which locks out everybody who opens it."""
    trial = Trial("published file open for writing elsewhere")
    house.turn()
    script = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    client = subprocess.Popen(
        [sys.executable, "-c", script, str(house.settings.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdout is not None
    assert client.stdout.readline() == "open\n"
    house.published_before = ""  # it cannot be read, so it is set aside and not kept as a build
    house.next_run(trial)
    client.communicate()
    house.after_fault(trial)
    yield trial


def clock_set(house: House) -> Iterator[Trial]:
    """The clock was years ahead for some nights and is then put right."""
    if shutil.which("faketime") is None:
        return
    for ahead in ("+3y", "+1d"):
        trial = Trial("clock set back")
        house.turn()
        future = house.start("reload", before=("faketime", "-f", ahead))
        _, errors = future.communicate()
        if future.returncode != 0:
            trial.unclean(f"the reload with the clock ahead ended with {future.returncode}: {errors[-300:]}")
        house.after_fault(trial)
        state = read_status(house.settings.published, house.settings.runs_log)
        if state.build is None or (state.age is not None and state.age.total_seconds() < 0):
            trial.unclean("a build from the future makes the published file look young")
        house.put(house.state_before)
        house.published_before = state.build.build_id if state.build else ""
        house.next_run(trial)
        order = [entry.build_id for entry in read_ledger(house.settings.published)]
        if find_build(house.settings.published, None).build_id != order[-2]:
            trial.broke("a rollback would not go to the build before this one")
        for _ in range(house.settings.history_count):
            house.turn()  # retention goes by the order of publishing: none of these may push out the one before it
            house.after_fault(trial)
        house.next_run(trial)
        yield trial


def run_with(house: House, chosen: Step, when: str, do: Callable[[], None]) -> Outcome:
    """A reload in whose middle something is done, before or after a step."""

    def run_step(step: Step, run: Callable[..., T], *args: Any) -> T:
        if (step, when) == (chosen, "before"):
            do()
        done = run(*args)
        if (step, when) == (chosen, "after"):
            do()
        return done

    return reload(house.settings, step=run_step)


def documents_change(house: House) -> Iterator[Trial]:
    """A document is saved or taken away at every border of a step, and put back before the next reload."""
    steps = [(step, when) for step in (Step.FIND_DOCUMENTS, Step.LAND_DOCUMENTS, Step.BUILD_MODELS) for when in _WHEN]
    for step, when in [*steps, (Step.PUBLISH, "before")]:
        for what in ("saved", "gone"):
            trial = Trial("document changes while it is read")
            house.turn()
            kept = {path.name: path.read_text("utf8") for path in house.settings.raw.iterdir()}

            def change(what: str = what) -> None:
                if what == "gone":
                    (house.settings.raw / "2023.md").unlink()
                else:
                    (house.settings.raw / "2023.md").write_text(table(2023, 9), "utf8")

            run_with(house, step, when, change)
            if contents_quarantine(house):
                trial.broke(f"a document that was saved {when} '{step}' is in quarantine")
            for name, text in kept.items():  # then the documents are what the next run must publish
                (house.settings.raw / name).write_text(text, "utf8")
            house.published_before = ""
            house.next_run(trial)
            trial.problems = [f"{what} {when} {step}: {problem}" for problem in trial.problems]
            yield trial


_WHEN = ("before", "after")


def contents_quarantine(house: House) -> int:
    """How many documents the published build holds back."""
    with duckdb.connect(str(house.settings.published), read_only=True) as con:
        row = con.execute("select count(*) from raw.quarantine").fetchone()
    assert row is not None
    return int(row[0])


def document_never_rests(house: House) -> Iterator[Trial]:
    """Somebody writes into a document all the time, in place; then it rests."""
    trial = Trial("document written into without pause")
    house.turn()
    path = house.settings.raw / "2023.md"
    ended = threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            path.write_text(table(2023, number), "utf8")

    writer = threading.Thread(target=write)
    writer.start()
    outcome = reload(house.settings)
    ended.set()
    writer.join()
    if outcome.status not in ("published", "failed"):
        trial.unclean(f"it came to {outcome.status}")
    house.put(house.state)
    house.published_before = ""
    house.next_run(trial)
    yield trial


def seeds_edited(house: House) -> Iterator[Trial]:
    """A seed or a model is edited at a border of a step, and in the end is as it was or is not."""
    seed = house.settings.sql / "seeds" / "status_wordings.csv"
    before = seed.read_text("utf8")
    other = before.replace("是,on_track", "是,met")
    assert other != before
    places = [(step, when) for step in (Step.FIND_DOCUMENTS, Step.LAND_DOCUMENTS) for when in _WHEN]
    for step, when in [*places, (Step.GATE_LANDING, "after"), (Step.PUBLISH, "before")]:
        for is_put_back in (True, False):
            trial = Trial("seed edited during a build")
            house.turn()
            run_with(house, step, when, lambda: seed.write_text(other, "utf8"))
            if is_put_back:
                seed.write_text(before, "utf8")
                house.published_before = ""
                house.next_run(trial)
            else:
                reload(house.settings)
                made = contents(house.settings.published)
                reload(house.settings, full=True)
                if made != contents(house.settings.published):
                    trial.unclean("the next reload published something else than a build from scratch")
                seed.write_text(before, "utf8")
                house.published_before = ""
                house.next_run(trial)
            trial.problems = [f"{when} {step}: {problem}" for problem in trial.problems]
            yield trial


def worker_killed(house: House, times: int) -> Iterator[Trial]:
    """The process that reads documents is killed, once or at every try, while the reload goes on."""
    for number in range(times):
        trial = Trial("document-reading worker killed")
        house.turn()
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
        outcome = reload(house.settings)
        ended.set()
        hunter.join()
        if outcome.status != "published" or outcome.quarantined:
            trial.unclean(f"it came to {outcome.status} with {outcome.quarantined} in quarantine")
        house.after_fault(trial)
        house.next_run(trial)
        yield trial


def signals(house: House, times: int, seed: int) -> Iterator[Trial]:
    """SIGTERM and SIGINT while a candidate is built: the reload cleans up by itself, and no process outlives it."""
    rng = random.Random(seed)
    ended = 0
    while ended < times:
        which = (signal.SIGTERM, signal.SIGINT)[ended % 2]
        trial = Trial(f"{which.name} in the middle")
        house.turn()
        process = house.start("reload")
        while not list(house.settings.warehouse.glob(".candidate-*")) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 3))
        process.send_signal(which)
        _, errors = process.communicate()
        if process.returncode == 0:
            continue  # it had ended already
        ended += 1
        expected = {signal.SIGTERM: 128 + signal.SIGTERM, signal.SIGINT: 1}[which]
        if process.returncode != expected or "Traceback" in errors:
            trial.unclean(f"it ended with {process.returncode}: {errors[-600:]}")
        trial.unclean(*(f"it left {name}" for name in house.left_overs()))
        if "stopped by" not in house.settings.runs_log.read_text("utf8").splitlines()[-1]:
            trial.unclean("the log of runs does not tell of it")
        _no_survivors(house, trial)
        house.after_fault(trial)
        house.next_run(trial)
        yield trial


def nightly_ended(house: House, times: int, seed: int) -> Iterator[Trial]:
    """The Prefect flow is ended by SIGTERM, SIGINT or SIGKILL somewhere in its run."""
    rng = random.Random(seed)
    for number in range(times):
        which = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)[number % 3]
        trial = Trial(f"{which.name} in the middle of the Prefect flow")
        house.turn()
        process = house.start("nightly")
        until = time.monotonic() + 180
        while not list(house.settings.warehouse.glob(".candidate-*")) and process.poll() is None:
            if time.monotonic() > until:
                trial.unclean("the flow did not start")
                break
            time.sleep(0.05)
        time.sleep(rng.uniform(0, 4))
        process.send_signal(which)
        process.wait()
        _no_survivors(house, trial)
        house.after_fault(trial)
        house.next_run(trial)
        yield trial


def serving_killed(house: House, times: int) -> Iterator[Trial]:
    """`duban serve` is killed while it waits for the night: its Prefect server ends too, and the next night runs."""
    for _ in range(times):
        trial = Trial("SIGKILL of duban serve")
        house.turn()
        process = house.start("serve")
        assert process.stdout is not None
        if not any(line.startswith("serving:") for line in process.stdout):
            trial.unclean("it did not start")
        process.kill()
        process.wait()
        _no_survivors(house, trial)
        house.after_fault(trial)
        house.next_run(trial)
        yield trial


def prefect_ended(house: House, seed: int) -> Iterator[Trial]:
    """Whatever runs with a Prefect server beside it."""
    yield from nightly_ended(house, 6, seed)
    yield from serving_killed(house, 2)


def _no_survivors(house: House, trial: Trial) -> None:
    """Every process that works in a house must end soon after the first one did; those that do not are ended here."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        living = _processes(house)
        if not living:
            return
        time.sleep(0.2)
    trial.unclean(f"processes outlive it: {sorted(living.values())}")
    for one in living:
        subprocess.run(["kill", "-9", str(one)], check=False)


def _processes(house: House) -> dict[int, str]:
    """Each process that was started to work in a house, in whatever session, and its command."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if f"DUBAN_PROJECT={house.settings.project}\0".encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:120]
    return found


def company(house: House, seed: int) -> Iterator[Trial]:
    """All of the above but the Prefect flow."""
    yield from lock_holder_dies(house)
    yield from at_once(house)
    yield from reader_holds_on(house)
    yield from writer_in_the_way(house)
    yield from documents_change(house)
    yield from document_never_rests(house)
    yield from seeds_edited(house)
    yield from worker_killed(house, 4)
    yield from signals(house, 8, seed)
