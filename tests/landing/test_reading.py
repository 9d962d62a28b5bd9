"""Readers that are killed at the worst moments: every document is read all the same, and nothing waits for ever."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from pebble.pool import process as pool_process
from pebble.pool.channel import WorkerChannel

from duban.landing import reading
from duban.landing.discovery import FoundDocument, discover
from duban.landing.limits import Limits

TABLE = "{name}市2023年度责任目标\n\n| 序号 | 责任目标 | 责任单位 |\n|---|---|---|\n| 1 | 新建学校3所 | 市教育局 |\n"
LOST = "DUBAN_TEST_LOST"


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, list[FoundDocument]]:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in "甲乙丙丁戊己庚辛":
        (raw / f"{name}.md").write_text(TABLE.format(name=name), "utf8")
    return raw, list(discover(raw).documents)


def test_a_pool_that_gives_up_forgets_no_document(
    documents: tuple[Path, list[FoundDocument]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a pool does not notify those whose documents still wait to be handed out."""
    handed_out: Callable[..., None] = pool_process.PoolManager.schedule

    def slowly(manager: pool_process.PoolManager, task: object) -> None:
        time.sleep(0.3)
        handed_out(manager, task)

    monkeypatch.setattr(pool_process.PoolManager, "schedule", slowly)
    ended = threading.Event()

    def kill_the_first() -> None:
        while not ended.wait(0.005):
            if workers := active_children():
                for worker in workers:
                    worker.kill()
                return

    hunter = threading.Thread(target=kill_the_first)
    hunter.start()
    raw, found = documents
    try:
        landed = list(reading.read_documents(raw, found, 2))
    finally:
        ended.set()
        hunter.join()
    assert [one.document for one in landed] == found
    assert [one.error for one in landed] == [None] * len(found)


def lose_one() -> None:
    """In a worker: the second to take a document dies before it says so, and takes the lock of its pool along."""
    take, read = pool_process.task_transaction, reading.read_document

    def is_first(name: str) -> bool:
        try:
            Path(os.environ[LOST], name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def take_or_die(channel: WorkerChannel) -> pool_process.Task:
        if is_first("taken") or not is_first("lost"):
            return take(channel)
        with channel.lock():
            channel.recv()
            os._exit(1)

    def read_slowly(*args: Any) -> reading.LandedDocument:
        time.sleep(0.5)
        return read(*args)

    pool_process.task_transaction = take_or_die
    reading.read_document = read_slowly


def test_a_document_that_a_dead_worker_took_along_is_read_by_another(
    documents: tuple[Path, list[FoundDocument]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOST, str(tmp_path))
    monkeypatch.setattr(reading, "bound_worker", lose_one)
    monkeypatch.setattr(reading, "SLACK_SECONDS", 3.0)
    raw, found = documents
    landed = list(reading.read_documents(raw, found, 2, Limits(seconds=6.0)))
    assert (tmp_path / "lost").exists()
    assert [one.error for one in landed] == [None] * len(found)


HANG_SECONDS = 12.0


def hang_at_one() -> None:
    """In a worker: one document never ends, and it is written down each time that it is begun."""
    read = reading.read_document

    def read_or_hang(raw: Path, document: FoundDocument, limits: Limits) -> reading.LandedDocument:
        if document.path.startswith("甲"):
            with Path(os.environ[LOST], "begun").open("a") as begun:
                begun.write("x")
            time.sleep(10 * HANG_SECONDS)
        time.sleep(HANG_SECONDS / 8)
        return read(raw, document, limits)

    reading.read_document = read_or_hang


@pytest.mark.parametrize(
    ("others", "tries"), [(7, "x"), (0, "xx")], ids=["while others are read: once", "alone: once more"]
)
def test_a_document_that_hangs_is_tried_again_only_where_the_machine_may_have_hung(
    documents: tuple[Path, list[FoundDocument]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    others: int,
    tries: str,
) -> None:
    monkeypatch.setenv(LOST, str(tmp_path))
    monkeypatch.setattr(reading, "bound_worker", hang_at_one)
    raw, found = documents
    hangs = [one for one in found if one.path.startswith("甲")]
    good = [one for one in found if one not in hangs]
    landed = list(reading.read_documents(raw, [*hangs, *good][: 1 + others], 2, Limits(seconds=HANG_SECONDS)))
    assert [one.error is None for one in landed] == [False, *[True] * others]
    assert "more than 12 seconds" in str(landed[0].error)
    assert (tmp_path / "begun").read_text() == tries


def test_documents_beyond_the_time_of_a_run_wait(documents: tuple[Path, list[FoundDocument]]) -> None:
    raw, found = documents
    landed = list(reading.read_documents(raw, found, 2, until=time.monotonic()))
    assert [one.document for one in landed] == found
    assert all(one.is_waiting and one.is_passing and "waits for the next reload" in str(one.error) for one in landed)
