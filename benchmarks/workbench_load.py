"""What a page costs with 100,000 targets loaded, alone and with 20 visitors at once.

    python -m benchmarks.workbench_load warehouse/example --copies 2000

The published file of the example city is copied many times over into one file, each copy a place of its own with keys
of its own, as so many cities would be published. A workbench is started on it; every page is asked for alone, then by
visitors at the same time. Prints median and 95th percentile a page, CPU seconds of the server a page, its peak memory.
It is not part of the tests.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import duckdb
import requests

PORT = 8790
# What pages read of the layers that are not published.
_BESIDE = ("staging.stg_tables", "staging.stg_columns", "intermediate.int_target_rows")
_BESIDE += ("intermediate.int_target_progress",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("warehouse", type=Path, help="with a published file, the one that is multiplied")
    parser.add_argument("--copies", type=int, default=2000)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds that a visitor looks at a page")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "duban.duckdb"
        multiply(given.warehouse / "duban.duckdb", file, given.copies)
        measure(file, given.visitors, given.rounds, given.pause)


def multiply(source: Path, file: Path, copies: int) -> None:
    """Copy a published file, its places `copies` times over."""
    with duckdb.connect(str(file)) as con:
        con.execute(f"attach '{source}' as source (read_only)")
        tables = con.execute(
            "select schema_name, table_name, comment from duckdb_tables() where database_name = 'source'"
            " and (schema_name in ('marts', 'meta', 'raw') or schema_name || '.' || table_name in "
            f"{_BESIDE})"
        ).fetchall()
        for schema, table, _ in tables:
            con.execute(f"create schema if not exists {schema}")
            described = con.execute(
                "select column_name, data_type from duckdb_columns() where database_name = 'source'"
                " and schema_name = ? and table_name = ?",
                [schema, table],
            ).fetchall()
            renamed = [made for name, kind in described if (made := _renamed(name, kind))]
            is_of_place = bool(renamed) and (schema, table) != ("meta", "builds")
            replaced = f" replace ({', '.join(renamed)})" if is_of_place else ""
            # A document's rows lie together, as they do where documents are landed one after the other.
            times = f", range({copies}) as copy(n) order by n" if is_of_place else ""
            columns = f"* exclude (n){replaced}" if replaced else "*"
            con.execute(f"create table {schema}.{table} as select {columns} from source.{schema}.{table}{times}")
        print(con.execute("select count(*) || ' targets' from marts.dim_target").fetchall()[0][0])
        con.execute("update meta.builds set target_count = (select count(*) from marts.dim_target)")
    print(f"{file.stat().st_size / 1024**2:.0f} MB")


def _renamed(name: str, kind: str) -> str | None:
    """A key or name as it is in the copy number n; None for what all copies have in common."""
    if kind != "VARCHAR":
        return None
    if name.endswith("_id") and name != "build_id" and not name.startswith("kept"):
        return f"md5(concat({name}, n))[:length({name})] as {name}"
    if name == "jurisdiction_name":
        return f"concat({name}, n) as {name}"
    return f"concat(n, '/', {name}) as {name}" if name == "document_path" else None


def pages(file: Path, at: int) -> dict[str, str]:
    """An address of every page, of the place number `at` in the midst of all."""
    with duckdb.connect(str(file), read_only=True) as con:
        place, target, document = con.execute(
            "select jurisdiction_name, target_id, document_id from marts.fct_target_measure"
            " where reported_value is not null order by target_id limit 1 offset ?",
            [20_000 + at * 977],
        ).fetchall()[0]
    return {
        "overview": f"/?at={at}",
        "years": f"/对比?place={place}",
        "target": f"/目标?id={target}",
        "printed": f"/原表?document={document}",
        "search, all": f"/目标检索?at={at}",
        "search, a word": f"/目标检索?q=市场主体&at={at}",
        "search, a place": f"/目标检索?q=市场主体&place={place}",
        "claims": f"/说法核对?at={at}",
        "place": f"/地区?place={place}",
        "leader": f"/领导?place={place}",
        "unit": f"/单位?place={place}",
        "review": f"/复核?at={at}",
        "sql": f"/查询?at={at}",
        "dictionary": f"/数据字典?at={at}",
        "lineage": f"/血缘?at={at}",
        "quality": f"/质量?at={at}",
    }


def measure(file: Path, visitors: int, rounds: int, pause: float) -> None:
    """Start a workbench on a file and ask for every page: alone, by visitors who look at each, without a pause."""
    command = [sys.executable, "-m", "duban.cli", "workbench", "--warehouse", str(file.parent), "--port", str(PORT)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{PORT}"
        asked = [
            {name: base + quote(path, safe="/?=&") for name, path in pages(file, at).items()} for at in range(rounds)
        ]
        _wait(f"{base}/static/style.css")
        for url in pages(file, rounds).values():
            _asked(base + quote(url, safe="/?=&"))
        print("| page | first: median ms | CPU ms | again: median ms | CPU ms |\n|---|---|---|---|---|")
        for name in asked[0]:
            figures = []
            for _ in ("first", "again"):
                before = _cpu(server.pid)
                alone = [_asked(addresses[name]) for addresses in asked]
                figures += [median(alone) * 1000, (_cpu(server.pid) - before) / rounds * 1000]
            print(f"| {name} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |", flush=True)
        mixed = [url for addresses in asked for url in addresses.values()]
        random.Random(1).shuffle(mixed)
        _together(server.pid, f"{visitors} visitors who look at a page for {pause:g} s", mixed, visitors, pause)
        _together(server.pid, f"{visitors} visitors at once, without a pause", mixed, visitors, 0)
        status = Path(f"/proc/{server.pid}/status").read_text()
        peak = re.search(r"VmHWM:\s+(\d+)", status)
        print(f"peak memory {int(peak[1]) / 1024 if peak else 0:.0f} MB, load {os.getloadavg()[0]:.1f}")
    finally:
        server.terminate()
        server.wait(30)


def _together(pid: int, who: str, mixed: list[str], visitors: int, pause: float) -> None:
    """Visitors share the pages among themselves; each waits about `pause` seconds before a click."""
    draw = random.Random(2)
    pauses = [draw.uniform(0.5, 1.5) * pause for _ in mixed]

    def visited(click: tuple[str, float]) -> float:
        time.sleep(click[1])
        return _asked(click[0])

    before, start = _cpu(pid), time.perf_counter()
    with ThreadPoolExecutor(visitors) as pool:
        together = list(pool.map(visited, zip(mixed, pauses, strict=True)))
    spent = time.perf_counter() - start
    print(
        f"{who}: median {median(together) * 1000:.0f} ms, p95 {quantiles(together, n=20)[-1] * 1000:.0f} ms,", end=" "
    )
    print(f"{len(mixed) / spent:.0f} pages a second, CPU {(_cpu(pid) - before) / len(mixed) * 1000:.0f} ms a page")


def _asked(url: str) -> float:
    start = time.perf_counter()
    answer = requests.get(url, timeout=120)
    assert answer.status_code == 200 and "state error" not in answer.text, url
    return time.perf_counter() - start


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            requests.get(url, timeout=5)
            return
        except requests.RequestException:
            time.sleep(0.2)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
