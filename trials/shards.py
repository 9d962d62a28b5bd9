"""One build against shards: the same documents built whole and in shards, and every table compared exactly.

    python -m trials.shards [--shards 1,4,16] [--dask] [--raw FOLDER ...] [--places 12] [--kill]

Beside the documents of the folders there are constructed ones: places with several years each, a county that became a
city, a name of a unit that three places print, corrections and decisions for some of the places. With --dask the
shards are built once more by a scheduler and two workers, started here on the loopback. With --kill a worker is killed
in each stage of a sharded reload, then the run itself, and what stands afterwards is compared too. Exits with 1 where a
table differs.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from duban.pipeline.reload import reload
from duban.settings import Settings
from duban.sharding.cluster import DaskCluster
from duban.sharding.executor import Executor
from duban.sharding.lake import require_lake
from duban.sharding.processes import LocalProcesses
from duban.sharding.reload import reload_sharded
from trials.reproducible import Difference, differences

PROJECT = Path(__file__).resolve().parents[1]
# Of a build or of its runner, and not of its rows.
RECORDS = (
    "meta.models", "meta.lineage", "meta.columns", "meta.seeds", "meta.feeds", "meta.builds", "meta.gate_results",
    "meta.gate_failures", "meta.feed_documents", "meta.document_changes", "meta.passed_tests", "meta.unfinished",
)  # fmt: skip

_HEADER = "| 序号 | 责任领导 | 目标任务 | 完成时限 | 完成情况 | 评价 | 责任单位 |\n|---|---|---|---|---|---|---|\n"
_TASKS = [
    ("新建改造农村公路{0}公里", "完成{0}公里", "市交通运输局"),
    ("新增城镇就业{0}人以上", "新增{1}人", "市人力资源社会保障局"),
    ("改造老旧小区{0}个", "已完工{1}个", "市住房城乡建设局"),
    ("新建养老床位{0}张", "建成{0}张", "市民政局"),
    ("一般公共预算收入增长{0}%左右", "增长{1}%", "市财政局"),
    ("新栽植林木{0}万亩", "完成{0}万亩", "市林业局"),
]


def write_places(raw: Path, count: int, years: Sequence[int] = (2021, 2022, 2023)) -> None:
    """Constructed documents: so many places with a table a year; the first three print a name that no seed knows, the
    first of them beside another that is a sign apart; and a county that became a city in the second year."""
    names = [
        "".join(pair) + "市"
        for pair in zip(
            "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", "平安宁和泰昌兴隆顺达通明光华远方正中东西南北", strict=True
        )
    ]
    for place in range(count):
        for year in years:
            _write(raw, names[place], year, place)
    for year, name in zip(years, ("盐都县", "盐都区", "盐都区"), strict=True):
        _write(raw, name, year if name == "盐都区" else years[0], count)


def _write(raw: Path, name: str, year: int, place: int) -> None:
    rows = []
    for number, (task, done, unit) in enumerate(_TASKS, start=1):
        figure = 10 * number + 7 * place + year % 10
        rows.append((number, task.format(figure), done.format(figure, figure + place - 2), unit))
        if number % 2:
            rows.append(("", "", "", "市发展改革委"))
    if place < 3:
        rows.append((len(_TASKS) + 1, f"推广新机具{30 + year % 7}台", "推广到位", "市桑麻推广站"))
    if place == 0:
        rows.append((len(_TASKS) + 2, f"推广新品种{20 + year % 7}个", "推广到位", "市桑蔴推广站"))
    leader, verdict, due = "李远山", "完成", "年底" if place % 2 else "11月底前"
    lines = [
        f"| {number} | {leader if number else ''} | {task} | {due} | {done} | {verdict if done else ''} | {unit} |"
        for number, task, done, unit in rows
    ]
    folder = raw / f"place{place:02d}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{year}.md"
    file.write_text(f"# {name}{year}年重点工作责任目标完成情况\n\n{_HEADER}" + "\n".join(lines) + "\n", "utf8")
    file.with_suffix(".yml").write_text(f"jurisdiction: {name}\nreport_year: {year}\n", "utf8")


def make_project(folder: Path, published: Path | None = None) -> Path:
    """The project's models with lines for places: decisions, and a correction of a row that `published` holds."""
    shutil.copytree(PROJECT / "sql", folder / "sql")
    decisions = [
        ("甲平市", "2021", "1", "2022", "2", "reworded", "trial", ""),
        ("丁和市", "2022", "3", "2023", "3", "not", "trial", ""),
        ("乙安市", "2022", "99", "2023", "1", "same", "trial", "no such target"),
        ("无此地市", "2022", "1", "2023", "1", "same", "trial", "no such place"),
    ]
    _append(folder / "sql" / "seeds" / "match_decisions.csv", decisions)
    corrections = [("无此地市", "2022", "0" * 16, "x", "1", "", "trial", "2024-01-02")]
    if published is not None:
        with duckdb.connect(str(published), read_only=True) as con:
            corrections += con.execute(
                "select d.jurisdiction_name, d.report_year::varchar, k.row_key, 'x', '2', '', 'trial', '2024-01-01'"
                " from intermediate.int_row_keys as k join staging.stg_documents as d using (document_id)"
                " where d.jurisdiction_name in ('甲平市', '丙宁市', '己昌市', '菏泽市') order by all limit 12"
            ).fetchall()
    _append(folder / "sql" / "seeds" / "corrections.csv", corrections)
    return folder


def _append(file: Path, rows: Sequence[Sequence[str]]) -> None:
    with file.open("a", encoding="utf8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def compare(single: Path, lake: Settings) -> tuple[int, list[Difference]]:
    """Every table of a published file with those of a lake: how many there are, and those that differ."""
    return differences(single, require_lake(lake.layout).catalog, RECORDS)


@contextmanager
def dask_cluster(workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers on the loopback; yields its address and the processes of the workers."""
    environ = {
        **os.environ,
        "DASK_DISTRIBUTED__WORKER__DAEMON": "false",
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s",
    }
    port = 18786 + os.getpid() % 1000
    address = f"tcp://127.0.0.1:{port}"
    run = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-dashboard",
    ]
    started = [subprocess.Popen(run, env=environ, cwd=PROJECT, stderr=subprocess.DEVNULL)]
    try:
        for _ in range(workers):
            run = [
                sys.executable,
                "-m",
                "distributed.cli.dask_worker",
                address,
                "--nthreads",
                "1",
                "--no-dashboard",
                "--host",
                "127.0.0.1",
            ]
            started.append(subprocess.Popen(run, env=environ, cwd=PROJECT, stderr=subprocess.DEVNULL))
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGINT)
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def sharded(settings: Settings, executor: Executor, count: int) -> float:
    """One sharded reload; returns its wall seconds. Raises where it publishes nothing."""
    started = time.monotonic()
    try:
        outcome = reload_sharded(settings, executor, count)
    finally:
        executor.close()
    if outcome.status == "failed":
        raise RuntimeError("\n".join(outcome.lines()))
    return time.monotonic() - started


# What lies in the build of a lake when a stage is under way.
STAGES = {"reading": "work/batch-*.duckdb", "first": "shards/*.duckdb", "rest": "given"}


def kill_in(stage: str, whole_run: bool, lake: Settings) -> str:
    """Run `duban reload --shards 2` and kill -9 a worker of it in a stage, or the run itself. Returns what came of it;
    a run that was killed is followed by one that is left alone. Raises where the lake is not as it was meanwhile."""
    environ = {**os.environ, "DUBAN_PROJECT": str(lake.project), "DUBAN_WORKERS": "2"}
    folders = ["--raw", str(lake.raw), "--warehouse", str(lake.warehouse)]
    command = [sys.executable, "-m", "duban.cli", "reload", "--shards", "2", *folders]
    run = subprocess.Popen(command, env=environ, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    killed = None
    while killed is None and run.poll() is None:
        time.sleep(0.05)
        if any(lake.layout.lake.glob(f"builds/*/{STAGES[stage]}")):
            time.sleep(1.0)
            killed = run.pid if whole_run else next(iter(workers_of(run.pid)), None)
    if killed is None:
        raise RuntimeError(f"{stage}: nothing was there to be killed")
    os.kill(killed, signal.SIGKILL)
    run.communicate()
    if not whole_run:
        return f"exit {run.returncode}"
    if lake.layout.lake_current.exists():
        raise RuntimeError(f"{stage}: a run that was killed published")
    done = subprocess.run(command, env=environ, cwd=PROJECT, capture_output=True, text=True)
    return f"killed, then exit {done.returncode}"


def workers_of(pid: int) -> Iterator[int]:
    """The processes that a run works with."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                yield child


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the same documents whole and in shards; compare every table.")
    parser.add_argument("--shards", default="1,4,16")
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--raw", type=Path, action="append", default=[], help="more documents")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--places", type=int, default=12, help="constructed places, three years each")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = folder / "raw"
        for number, source in enumerate([PROJECT / "raw", PROJECT / "examples" / "raw", *options.raw]):
            shutil.copytree(source, raw / f"from{number}")
        write_places(raw, options.places)
        first = Settings(PROJECT, raw, folder / "first", workers=options.workers)
        print("\n".join(reload(first).lines()[-3:]))
        project = make_project(folder / "project", first.published)
        single = Settings(project, raw, folder / "single", workers=options.workers)
        print("\n".join(reload(single).lines()[-1:]))
        for count in map(int, filter(None, options.shards.split(","))):
            lake = Settings(project, raw, folder / f"lake{count}", workers=options.workers)
            wall = sharded(lake, LocalProcesses(options.workers), count)
            failed += _report(f"{count} shards, {options.workers} processes", single, lake, wall)
        if options.dask:
            with dask_cluster() as (address, _):
                lake = Settings(project, raw, folder / "dask", workers=options.workers)
                wall = sharded(lake, DaskCluster(address), 4)
                failed += _report("4 shards, a Dask scheduler and two workers", single, lake, wall)
        for stage in STAGES if options.kill else ():
            for whole_run in (False, True):
                lake = Settings(project, raw, folder / f"{stage}{whole_run}")
                came = kill_in(stage, whole_run, lake)
                what = f"{'the run' if whole_run else 'a worker'} killed while {stage}: {came}"
                failed += _report(what, single, lake, 0)
    return 1 if failed else 0


def _report(what: str, single: Settings, lake: Settings, wall: float) -> int:
    tables, found = compare(single.published, lake)
    print(f"{what}: {tables} tables, {len(found)} differ, {wall:.0f} s")
    for difference in found:
        print(f"  {difference}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
