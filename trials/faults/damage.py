"""Files damaged behind our back: the published one, those of the history, the ledger, the log of runs."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from duban.errors import ConfigurationError
from duban.pipeline.reload import reload
from duban.pipeline.rollback import rollback
from duban.publishing.history import kept_builds
from trials.faults.deployment import Deployment, Trial

Damage = Callable[[Path, random.Random], None]


def _truncate(path: Path, rng: random.Random) -> None:
    os.truncate(path, rng.randrange(1, path.stat().st_size))


def zero_page(path: Path, rng: random.Random) -> None:
    with path.open("r+b") as file:
        while True:  # most pages of a small warehouse are empty anyway
            at = rng.randrange(path.stat().st_size // 4096) * 4096
            file.seek(at)
            if any(file.read(4096)):
                file.seek(at)
                file.write(bytes(4096))
                return


def _zero_header(path: Path, rng: random.Random) -> None:
    with path.open("r+b") as file:
        file.seek(rng.randrange(3) * 4096)
        file.write(bytes(4096))


def _flip_a_bit(path: Path, rng: random.Random) -> None:
    with path.open("r+b") as file:
        at = rng.randrange(path.stat().st_size)
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ (1 << rng.randrange(8))]))


def _garbage(path: Path, rng: random.Random) -> None:
    path.write_bytes(rng.randbytes(100_000))


def _empty(path: Path, _: random.Random) -> None:
    path.write_bytes(b"")


def _folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()
    (path / "notes.txt").write_text("somebody's own", "utf8")


def _gone(path: Path, _: random.Random) -> None:
    path.unlink()


def _stale_log(path: Path, _: random.Random) -> None:
    path.with_name(path.name + ".wal").write_bytes(b"a log of another file")


def _another_database(path: Path, _: random.Random) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("create table mine as select 1 as one")


def _edited(path: Path, _: random.Random) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("delete from marts.dim_target")
        con.execute("checkpoint")


def _edited_and_killed(path: Path, _: random.Random) -> None:
    script = (
        f"import duckdb, os; con = duckdb.connect({str(path)!r}); con.execute('delete from marts.fct_target_unit');"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)


PUBLISHED: dict[str, tuple[int, Damage]] = {
    "published file cut short": (3, _truncate),
    "published file with a zeroed page": (6, zero_page),
    "published file with a zeroed header": (3, _zero_header),
    "published file with a flipped bit": (4, _flip_a_bit),
    "published file overwritten with garbage": (1, _garbage),
    "published file emptied": (1, _empty),
    "published file replaced by a folder": (1, _folder),
    "published file deleted": (1, _gone),
    "a stale log beside the published file": (2, _stale_log),
    "published file replaced by another database": (1, _another_database),
    "published file edited by hand": (2, _edited),
    "published file edited by a process that died": (2, _edited_and_killed),
}


def published_damaged(deployment: Deployment, rng: random.Random) -> Iterator[Trial]:
    """Damage what is published; the next reload must notice, whether or not anything else changed, and heal it."""
    for fault, (times, damage) in PUBLISHED.items():
        for number in range(times):
            trial = Trial(fault)
            deployment.turn()
            if number % 2 == 0:
                deployment.put(
                    deployment.state_before
                )  # nothing else changed: "nothing to do" would be the wrong answer
            damage(deployment.settings.published, rng)
            deployment.published_before = ""  # the build is destroyed, so it cannot be kept
            before = {one.build_id for one in kept_builds(deployment.settings.published) if not one.was_damaged}
            outcome = deployment.next_run(trial)
            if fault not in ("published file deleted",) and outcome is not None:
                if outcome.status != "published":
                    trial.unclean(f"the damage went unnoticed: {outcome.status}")
                elif not any("damaged" in warning for warning in outcome.warnings):
                    trial.unclean("the damage was not reported")
            after = {one.build_id for one in kept_builds(deployment.settings.published)}
            if not before <= after and len(before) < deployment.settings.history_count:
                trial.broke(f"builds left the history: {before - after}")
            yield trial


def _first(deployment: Deployment) -> Path:
    return kept_builds(deployment.settings.published)[0].path


HISTORY: dict[str, Damage] = {
    "a history file deleted": _gone,
    "a history file cut short": _truncate,
    "a history file with a zeroed page": zero_page,
    "a history file overwritten with garbage": _garbage,
    "a history file emptied": _empty,
}


def history_damaged(deployment: Deployment, rng: random.Random) -> Iterator[Trial]:
    """Damage the newest kept build: a rollback to it must refuse, one to another must work, a reload must not mind."""
    for fault, damage in HISTORY.items():
        for _ in range(2):
            trial = Trial(fault)
            deployment.turn()
            deployment.turn()
            deployment.turn()
            deployment.published_before = ""
            damaged = _first(deployment)
            damage(damaged, rng)
            if damaged.exists():
                try:
                    rollback(deployment.settings, damaged.stem)
                    trial.broke("a damaged build was published again")
                except ConfigurationError as error:
                    if "damaged" not in error.what:
                        trial.unclean(f"the rollback says {error.what}")
            deployment.after_fault(trial, but=damaged.stem)
            older = next(one for one in kept_builds(deployment.settings.published) if one.path != damaged)
            rollback(deployment.settings, older.build_id)
            damaged.unlink(missing_ok=True)
            deployment.after_fault(trial)
            deployment.next_run(trial)
            yield trial


def ledger_damaged(deployment: Deployment, rng: random.Random) -> Iterator[Trial]:
    """Lose or damage what is kept beside the builds: the ledger, the whole history, the log of runs, gate reports."""
    warehouse = deployment.settings.warehouse

    def no_history() -> None:
        shutil.rmtree(warehouse / "history")
        deployment.published_before = ""

    def torn_log() -> None:
        with deployment.settings.runs_log.open("ab") as file:
            file.write(b'{"started_at": "2026-11-2')

    losses: dict[str, Callable[[], None]] = {
        "the ledger deleted": lambda: (warehouse / "history" / "builds.json").unlink(),
        "the ledger overwritten with garbage": lambda: _garbage(warehouse / "history" / "builds.json", rng),
        "the ledger cut short": lambda: _truncate(warehouse / "history" / "builds.json", rng),
        "the history folder deleted": no_history,
        "the log of runs deleted": lambda: deployment.settings.runs_log.unlink(),
        "the log of runs cut short in a line": torn_log,
        "the gate reports deleted": lambda: shutil.rmtree(deployment.settings.gate_reports),
    }
    for fault, lose in losses.items():
        trial = Trial(fault)
        deployment.turn()
        lose()
        deployment.after_fault(trial)
        deployment.next_run(trial)
        kept = [one for one in kept_builds(deployment.settings.published) if not one.is_current]
        if kept:
            rollback(deployment.settings)
            deployment.after_fault(trial)
        deployment.next_run(trial)
        yield trial


def damages(deployment: Deployment, seed: int) -> Iterator[Trial]:
    """All of the above."""
    rng = random.Random(seed)
    reload(deployment.settings)
    yield from published_damaged(deployment, rng)
    yield from history_damaged(deployment, rng)
    yield from ledger_damaged(deployment, rng)
