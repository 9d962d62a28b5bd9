"""Landing many documents: does its cost grow with their number, and does its memory not?

    python benchmarks/landing.py --documents 5000 --rows 200

Makes that many HTML tables in a temporary folder, lands a quarter of them and then all of them into new files, and
prints CPU seconds a document for both (their ratio is 1 where cost is linear) and the most resident memory that the
landing took at any moment, its workers included.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from pathlib import Path

import duckdb

from duban.landing.discovery import discover
from duban.landing.store import land

HEADER = "<tr><th>序号<th>市政府领导<th>责任目标内容<th>完成时限<th>完成情况<th>是否完成<th>责任单位"


def make_documents(folder: Path, count: int, rows: int) -> None:
    """Tables of blocks of two rows, no two alike."""
    for number in range(count):
        body = "".join(
            f"<tr><td rowspan=2>{row}<td rowspan=2>李明<td rowspan=2>新建学校{number}所,改造道路{row}公里"
            f"<td>年底<td rowspan=2>已建成学校{number}所,道路{row}公里,完成投资{row}.5亿元<td>是<td>市教育局"
            f"<tr><td>年底<td>是<td>市交通运输局"
            for row in range(1, rows // 2 + 1)
        )
        title = f"第{number}市人民政府2023年度责任目标完成情况一览表"
        page = f"<html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><table>{HEADER}{body}</table></html>"
        (folder / f"{number:05d}.html").write_text(page, "utf8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=5000)
    options.add_argument("--rows", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        quarter = max(1, chosen.documents // 4)
        make_documents(raw, quarter, chosen.rows)
        small = _landed(raw, Path(folder) / "quarter.duckdb", chosen.workers)
        make_documents(raw, chosen.documents, chosen.rows)
        large = _landed(raw, Path(folder) / "all.duckdb", chosen.workers)
        print("documents   cells        CPU ms a document   peak memory")
        for count, (cpu, cells, peak) in ((quarter, small), (chosen.documents, large)):
            print(f"{count:9d}   {cells:10,d}   {cpu / count * 1e3:17.2f}   {peak / 2**20:7.0f} MiB")
        print(f"cost a document, all against a quarter: {large[0] / chosen.documents / (small[0] / quarter):.2f}")


def _landed(raw: Path, file: Path, workers: int) -> tuple[float, int, int]:
    peak, stop = [0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(peak, stop), daemon=True)
    watcher.start()
    before = _cpu()
    with duckdb.connect(str(file)) as con:
        con.execute("set threads to 2")
        report = land(con, raw, discover(raw), workers)
        assert not report.unreadable, report.unreadable[:3]
        row = con.execute("select count(*) from raw.cells").fetchone()
        assert row is not None
    stop.set()
    watcher.join()
    return _cpu() - before, row[0], peak[0]


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _watch(peak: list[int], stop: threading.Event) -> None:
    """The most that this process and its children hold at one moment, in bytes."""
    page = os.sysconf("SC_PAGE_SIZE")
    while not stop.is_set():
        total = 0
        for process in (os.getpid(), *(child.pid for child in multiprocessing.active_children())):
            try:
                total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * page
            except (OSError, IndexError):
                continue
        peak[0] = max(peak[0], total)
        time.sleep(0.05)


if __name__ == "__main__":
    main()
