"""Signals: what ends a block is reported as what it was, also where DuckDB answers the signal in its own words."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import weakref
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


def comes_now(_: object = None) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0)  # Python looks for signals between two of its instructions


class FreedWithASignal:
    """Freed while the signal comes, as connections are whose process is being started."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)


class FreesSomethingWithASignal:
    """The same in a function that is called meanwhile."""

    def __del__(self) -> None:
        comes_now()


class Watched:
    """Somebody is called when it is freed."""


def free(kind: type) -> None:
    freed = kind()
    watching = weakref.ref(freed, comes_now if kind is Watched else None)
    del freed, watching


@pytest.mark.parametrize("kind", [FreedWithASignal, FreesSomethingWithASignal, Watched])
def test_a_signal_that_comes_while_something_is_freed_ends_the_block(
    kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)
    with pytest.raises(KeyboardInterrupt), stopped_in_order():
        free(kind)
        time.sleep(5)
    assert lost == []


def test_what_is_raised_while_something_else_is_freed_is_printed_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: printed.append(what.exc_value))

    class Fails:
        def __del__(self) -> None:
            raise failure

    failure = ValueError("its own")
    with stopped_in_order():
        Fails()
    assert printed == [failure]


def test_a_handler_of_somebody_else_makes_way_and_comes_back() -> None:
    def theirs(*_: object) -> None:
        raise AssertionError("it was to make way")

    signal.signal(signal.SIGTERM, theirs)
    try:
        with stopped_in_order():
            assert signal.getsignal(signal.SIGTERM) is theirs
            with pytest.raises(Stopped), stopped_in_order(instead_of=theirs):
                WHICH.append(signal.SIGTERM)
                raise_something_else()
            assert signal.getsignal(signal.SIGTERM) is theirs
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
