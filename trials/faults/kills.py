"""kill -9 of a reload: at every border of a step, before every file operation, and at random moments."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator

from trials.faults.deployment import Deployment, Trial
from trials.faults.victim import context, main


def moments(deployment: Deployment) -> list[tuple[str, str]]:
    """Every moment at which a reload can be killed exactly, found by watching one that is not."""
    deployment.turn()
    queue = context().Queue()
    seen = context().Process(target=main, args=(deployment.settings, False, "", "", queue))
    seen.start()
    *steps, operations = queue.get(timeout=300)
    seen.join()
    borders = [(when, step) for step in steps for when in ("before", "after")]
    return borders + [("operation", str(number)) for number in range(1, int(operations) + 1)]


def killed_exactly(deployment: Deployment, full: bool, moment: tuple[str, str]) -> Trial:
    """Kill a reload at one moment."""
    trial = Trial("kill -9 at a step's border" if moment[0] != "operation" else "kill -9 before a file operation")
    deployment.turn()
    victim = context().Process(target=main, args=(deployment.settings, full, *moment))
    victim.start()
    victim.join()
    # One from nothing makes fewer file operations than there are numbers, and lives.
    if victim.exitcode != -signal.SIGKILL and not full:
        trial.unclean(f"the victim was not killed but ended with {victim.exitcode}")
    return _concluded(deployment, trial, " ".join(moment))


def killed_at_random(deployment: Deployment, rng: random.Random, seconds: float) -> Trial:
    """Kill `duban reload` after a random time, at most what a reload takes."""
    trial = Trial("kill -9 of `duban reload` at a random moment")
    deployment.turn()
    process = deployment.start("reload", *(["--full"] if rng.random() < 0.3 else []))
    moment = rng.uniform(0.1, 1.0) * seconds
    time.sleep(moment)
    process.kill()
    process.communicate()
    return _concluded(deployment, trial, f"after {moment:.2f} s")


def killed_while_building(deployment: Deployment, rng: random.Random, seconds: float) -> Trial:
    """Kill a reload after a random time in which it is at work, its imports done."""
    trial = Trial("kill -9 at a random moment of the work")
    deployment.turn()
    victim = context().Process(target=main, args=(deployment.settings, rng.random() < 0.3))
    victim.start()
    moment = rng.uniform(0.0, 1.0) * seconds
    victim.join(moment)
    victim.kill()
    victim.join()
    return _concluded(deployment, trial, f"after {moment:.2f} s")


def _concluded(deployment: Deployment, trial: Trial, moment: str) -> Trial:
    """Look at what the kill left and let the next reload run; what is wrong is reported with the moment of the kill."""
    deployment.after_fault(trial)
    deployment.next_run(trial)
    trial.problems = [f"{moment}: {problem}" for problem in trial.problems]
    return trial


def kills(deployment: Deployment, count: int, seed: int) -> Iterator[Trial]:
    """`count` kills: half of them at most at the exact moments of a reload that continues a build and of one from
    nothing, a tenth of `duban reload` as it is started, the rest at random moments of the work."""
    rng = random.Random(seed)
    exact = moments(deployment)
    planned = [(False, moment) for moment in exact] + [(True, moment) for moment in exact]
    for full, moment in planned[: count // 2]:
        yield killed_exactly(deployment, full, moment)
    deployment.turn()
    started = time.perf_counter()
    deployment.start("reload").communicate()
    seconds = time.perf_counter() - started
    for _ in range(count // 10):
        yield killed_at_random(deployment, rng, seconds)
    deployment.turn()
    victim = context().Process(target=main, args=(deployment.settings, False))
    started = time.perf_counter()
    victim.start()
    victim.join()
    seconds = time.perf_counter() - started
    for _ in range(count - len(planned[: count // 2]) - count // 10):
        yield killed_while_building(deployment, rng, seconds)
