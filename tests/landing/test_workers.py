"""The processes that read: what they start with, and that none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from duban.landing import reading, workers
from duban.landing.discovery import discover

SEEN = "DUBAN_TEST_SEEN"


def seen() -> tuple[str | None, int]:
    return os.environ.get(SEEN), os.getppid()


def nothing() -> None:
    pass


def ask() -> tuple[str | None, int]:
    """What a process of a new pool sees: the environment, and its parent."""
    pool = workers.new_pool(1, nothing)
    try:
        answer: tuple[str | None, int] = pool.schedule(seen).result(60)
        return answer
    finally:
        pool.stop()
        pool.join()


def test_a_worker_starts_with_the_environment_of_who_made_its_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SEEN, raising=False)
    _, server = ask()
    for word in ("one", "two"):
        monkeypatch.setenv(SEEN, word)
        assert ask() == (word, server)
    monkeypatch.delenv(SEEN)
    assert ask() == (None, server)


def test_a_server_that_was_killed_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("| a |\n|---|\n| b |\n", "utf8")
    _, server = ask()
    os.kill(server, signal.SIGKILL)
    [landed] = reading.read_documents(tmp_path, discover(tmp_path).documents, 1)
    assert landed.error is None
    assert ask()[1] != server


WHERE = """
import sys

def where():
    import duban.landing.reading
    return duban.landing.reading.__file__

if __name__ == "__main__":
    from duban.landing import workers
    pool = workers.new_pool(1, workers.bound_worker)
    print(pool.schedule(where).result(60) == where())
    pool.stop()
    pool.join()
"""


def test_workers_are_of_the_program_that_started_them_in_whatever_folder_it_runs(tmp_path: Path) -> None:
    other = tmp_path / "duban" / "landing"
    other.mkdir(parents=True)
    for place in (other.parent / "__init__.py", other / "__init__.py"):
        place.touch()
    (other / "reading.py").write_text("raise SystemExit('of another checkout')\n", "utf8")
    script = tmp_path / "scripts" / "ask.py"
    script.parent.mkdir()
    script.write_text(WHERE, "utf8")
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


READ = """
import resource, sys
from pathlib import Path
from duban.landing import reading
from duban.landing.discovery import discover

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30))
    raw = Path(sys.argv[1])
    [landed] = reading.read_documents(raw, discover(raw).documents, 1)
    print(landed.error)
"""


def test_workers_start_where_less_memory_is_allowed_than_they_may_take(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.md").write_text("| a |\n|---|\n| b |\n", "utf8")
    script = tmp_path / "read.py"
    script.write_text(READ, "utf8")
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "raw")], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("None\n", "")


ABANDON = """
import sys
from multiprocessing import get_context
from pickle import UnpicklingError

from duban.landing import workers

class Takes:
    # Raises while the worker takes over what it is to run, as a lock does whose name has gone.
    def __init__(self, error):
        self.error = error
    def __reduce__(self):
        return fail, (self.error,)

def fail(error):
    raise error

if __name__ == "__main__":
    context = get_context("forkserver")
    pool = workers.new_pool(1, workers.bound_worker)
    pool.stop()
    pool.join()
    for error in (FileNotFoundError(2, "gone"), EOFError(), UnpicklingError("cut"), ValueError("another")):
        worker = context.Process(target=print, args=(Takes(error),))
        worker.start()
        worker.join()
"""


def test_a_worker_that_nobody_waits_for_any_more_prints_nothing(tmp_path: Path) -> None:
    """Not one that is started while its pool ends. What else keeps a worker from starting is printed."""
    script = tmp_path / "abandon.py"
    script.write_text(ABANDON, "utf8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    assert done.stderr.count("Traceback") == 1, done.stderr
    assert done.stderr.endswith("ValueError: another\n")


HANG = """
import os, time
from pathlib import Path
from duban.landing import reading, workers
from duban.landing.discovery import discover

def hang():
    Path({folder!r}, str(os.getpid())).touch()
    Path({folder!r}, str(os.getppid())).touch()
    time.sleep(600)

def begin():
    workers.bound_worker()

if __name__ == "__main__":
    pool = workers.new_pool(2, begin)
    for future in [pool.schedule(hang), pool.schedule(hang)]:
        future.result()
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_no_process_outlives_a_reload_that_is_killed(tmp_path: Path) -> None:
    """Neither those that hang in a document nor the one that started them."""
    pids = tmp_path / "pids"
    pids.mkdir()
    script = tmp_path / "reload.py"
    script.write_text(HANG.format(folder=str(pids)), "utf8")
    started = subprocess.Popen([sys.executable, str(script)])
    until(lambda: len(list(pids.iterdir())) == 3)
    left = [int(path.name) for path in pids.iterdir()]
    assert all(map(is_running, left))
    started.kill()
    started.wait()
    until(lambda: not any(map(is_running, left)))
