"""Signals: what ends a block is reported as what it was, also where DuckDB answers the signal in its own words."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

import duckdb
import pytest

from duban.stopping import Stopped, stopped_in_order

SIGNALS = [
    pytest.param(signal.SIGTERM, Stopped, id="SIGTERM"),
    pytest.param(signal.SIGINT, KeyboardInterrupt, id="Ctrl-C"),
]


@pytest.fixture(autouse=True)
def usual_handlers() -> Iterator[None]:
    """As in a process started by hand; afterwards as pytest had them."""
    before = {which: signal.getsignal(which) for which in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, "the block left its handler behind"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    for which, handler in before.items():
        signal.signal(which, handler)


def query_for_ever() -> None:
    # One thread: where another does all the work, DuckDB waits for it and looks at no signal before it is done.
    con = duckdb.connect(config={"threads": 1})
    threading.Timer(0.3, os.kill, (os.getpid(), WHICH[-1])).start()
    con.execute("select sum(a.range * b.range) from range(10000000) as a, range(100000) as b").fetchall()


def raise_something_else() -> None:
    try:
        os.kill(os.getpid(), WHICH[-1])
        time.sleep(1)
    finally:
        raise ValueError("while cleaning up")


def swallow() -> None:
    with pytest.raises(RuntimeError):  # a check whose failure is reported and passed over
        query_for_ever()


WHICH: list[signal.Signals] = []


@pytest.mark.parametrize("is_nested", [False, True], ids=["", "in another block"])
@pytest.mark.parametrize("work", [query_for_ever, raise_something_else, swallow])
@pytest.mark.parametrize(("which", "ending"), SIGNALS)
def test_the_signal_is_what_comes_out(
    which: signal.Signals, ending: type[BaseException], work: Callable[[], None], is_nested: bool
) -> None:
    WHICH.append(which)
    with pytest.raises(ending), stopped_in_order():
        if is_nested:
            with pytest.raises(ending), stopped_in_order():
                work()
        else:
            work()
    with stopped_in_order():
        pass  # what ended an earlier block ends no later one


def test_errors_of_the_block_pass_where_no_signal_came() -> None:
    with pytest.raises(ValueError, match="its own"), stopped_in_order():
        raise ValueError("its own")


def test_what_somebody_else_handles_or_ignores_is_left_to_them() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with stopped_in_order():
        os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.signal(signal.SIGINT, signal.default_int_handler)


class EndsWithASignal:
    """Freed while the signal comes, as connections are whose process is being started."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)  # Python looks for signals between two of its instructions


def test_a_signal_that_comes_while_something_is_freed_ends_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)
    with pytest.raises(KeyboardInterrupt), stopped_in_order():
        EndsWithASignal()
        time.sleep(5)
    assert lost == []
