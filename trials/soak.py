"""The soak: many reloads in a row over changing documents, beside readers that never pause.

    python -m trials.soak [--reloads 100] [--readers 4] [--documents 24] [--seed 1] [--write FILE]

Each round documents are added, changed, removed or damaged, and one long-lived process reloads. What it publishes is
compared, table by table and row by row, with a build from nothing of the same documents, made by another process in
another warehouse. Readers open the published file, ask it the same questions several times over while builds are
swapped in, and compare every answer with the build's own record. Reported at the end: failed reads, wrong builds, and
the memory of the reloading process and the size of the warehouse as last quarter against first quarter of the rounds.
Exits 1 where a read failed or a build was wrong.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.tables.__main__ import write_documents
from duban.asking.connection import connect_published
from duban.pipeline.reload import reload
from duban.settings import Settings
from duban.warehouse_layout import WarehouseLayout
from trials.faults.deployment import ROOT, contents

_QUESTIONS = (
    "select count(*) from marts.dim_document",
    "select count(*), count(distinct target_id) from marts.mart_target_progress",
    "select unit_name, count(*) from marts.mart_target_progress group by all order by all limit 20",
    "select operator, count(*), sum(target_value) from marts.fct_target_measure group by all order by all",
)


def read_on(published: Path, stop: Any, queue: Any) -> None:
    """One reader, until `stop` is set; puts (queries, builds seen, failures in words)."""
    os.nice(5)
    queries, builds, failures = 0, set(), []
    while not stop.is_set():
        try:
            with connect_published(published) as con:
                row = con.execute(
                    "select build_id, document_count from meta.builds order by rowid desc limit 1"
                ).fetchone()
                assert row is not None
                builds.add(row[0])
                first = [con.execute(question).fetchall() for question in _QUESTIONS]
                if first[0] != [(row[1],)]:
                    failures.append(f"build {row[0]} says {row[1]} documents and holds {first[0]}")
                for _ in range(5):  # the file is swapped meanwhile: an open reader must not notice
                    again = [con.execute(question).fetchall() for question in _QUESTIONS]
                    queries += len(again)
                    if again != first:
                        failures.append(f"build {row[0]} gave two answers")
        except Exception as error:
            failures.append(f"{type(error).__name__}: {error}")
    queue.put((queries, len(builds), failures))


def build_from_nothing(settings: Settings, before: Path | None, ledger: Path, queue: Any) -> None:
    """What the documents come to from nothing.

    before: the build that drift is measured against and last good rows are kept from, as in the reload. ledger: the
    one that knows it; of a build that no ledger knows nothing is taken over.
    """
    shutil.rmtree(settings.warehouse, ignore_errors=True)
    settings.warehouse.mkdir()
    if before is not None:
        shutil.copyfile(before, settings.published)
        copy = WarehouseLayout(settings.warehouse).ledger
        copy.parent.mkdir()
        shutil.copyfile(ledger, copy)
    outcome = reload(settings, full=True)
    queue.put(contents(settings.published) if outcome.status == "published" else outcome.why)


class Documents:
    """The raw folder, and what may be done to it."""

    def __init__(self, raw: Path, pool: Path, rng: random.Random) -> None:
        self.raw, self.pool, self.rng = raw, pool, rng
        files = [path for path in pool.rglob("*") if path.is_file() and path.suffix not in (".yml", ".json")]
        self.names = sorted(path.relative_to(pool).as_posix() for path in files)
        for name in rng.sample(self.names, len(self.names) * 2 // 3):
            self._put(name)

    def change(self) -> str:
        """Do one thing, and say what."""
        inside = [name for name in self.names if (self.raw / name).exists()]
        outside = [name for name in self.names if name not in inside]
        few, many = len(inside) < len(self.names) // 2, not outside
        what = "add" if few else self.rng.choice(("add", "change", "change", "remove", "damage", "repair"))
        if what == "add" and many:
            what = "remove"
        if what == "add":
            self._put(self.rng.choice(outside))
            return what
        name = self.rng.choice(inside)
        path = self.raw / name
        if what == "remove":
            path.unlink()
            for side in _side_files(path):
                side.unlink(missing_ok=True)
        elif what == "change":
            digits = "123456789"
            text = path.read_bytes().decode("utf8", "replace")
            places = [at for at, sign in enumerate(text) if sign in digits]
            for at in self.rng.sample(places, min(3, len(places))):
                text = text[:at] + self.rng.choice(digits) + text[at + 1 :]
            path.write_text(text, "utf8")
        elif what == "damage":
            content = bytearray(path.read_bytes())
            start = self.rng.randrange(len(content))
            piece = content[start : start + self.rng.choice((1, 50, 2000))]
            way = self.rng.randrange(3)
            if way == 0:
                del content[start:]
            elif way == 1:
                content[start : start + len(piece)] = self.rng.randbytes(len(piece))
            else:
                content[start:start] = piece * 3
            path.write_bytes(bytes(content))
        else:
            self._put(name)
        return what

    def _put(self, name: str) -> None:
        for path in (self.pool / name, *_side_files(self.pool / name)):
            copy = self.raw / path.relative_to(self.pool)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                shutil.copyfile(path, copy)


def _side_files(document: Path) -> tuple[Path, Path]:
    """Both names that a side file may have."""
    return document.with_name(document.name + ".yml"), document.with_suffix(".yml")


def resident_bytes() -> int:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def folder_bytes(folder: Path) -> int:
    """What a folder takes on the disk, each file once."""
    return sum({(s.st_ino): s.st_blocks * 512 for s in (p.lstat() for p in folder.rglob("*"))}.values())


def soak(folder: Path, options: argparse.Namespace) -> tuple[list[str], int]:
    """Run it. Returns the lines of the report and how many things went wrong."""
    rng = random.Random(options.seed)
    pool = folder / "pool"
    write_documents(pool, options.documents, options.seed, block_count=8, years=2)
    shutil.copytree(ROOT / "examples" / "raw", pool / "examples")
    documents = Documents(folder / "raw", pool, rng)
    settings = Settings(ROOT, folder / "raw", folder / "warehouse", workers=1, history_count=3)
    scratch = Settings(ROOT, folder / "raw", folder / "scratch", workers=1, history_count=1)
    processes = get_context("forkserver")
    processes.set_forkserver_preload(
        ["duban.pipeline.reload", "expectations.candidate_gate", "expectations.landing_gate"]
    )
    answer, stop, queue = processes.Queue(), processes.Event(), processes.Queue()

    ledger = WarehouseLayout(settings.warehouse).ledger
    assert reload(settings).status == "published"
    readers = [
        processes.Process(target=read_on, args=(settings.published, stop, queue)) for _ in range(options.readers)
    ]
    for reader in readers:
        reader.start()
    came_to: Counter[str] = Counter()
    done: Counter[str] = Counter()
    wrong: list[str] = []
    memory, disk, seconds = [], [], []
    before: Path | None = None  # the build that the gates measured the published one against
    for number in range(1, options.reloads + 1):
        for _ in range(rng.choice((1, 1, 2, 3))):
            done[documents.change()] += 1
        standing = Path(shutil.copyfile(settings.published, folder / f"standing-{number}.duckdb"))
        started = time.perf_counter()
        outcome = reload(settings)
        seconds.append(time.perf_counter() - started)
        came_to[outcome.status + (" with documents in quarantine" if outcome.quarantined else "")] += 1
        memory.append(resident_bytes())
        disk.append(folder_bytes(settings.warehouse))
        against = before if outcome.status == "unchanged" else standing
        maker = processes.Process(target=build_from_nothing, args=(scratch, against, ledger, answer))
        maker.start()
        expected = answer.get(timeout=1800)
        maker.join()
        if outcome.status == "failed":
            # The gates of the build from nothing must have found the same, and the file must be the one before.
            if isinstance(expected, dict) or contents(settings.published) != contents(standing):
                wrong.append(f"round {number}: the reload failed, a build from nothing did not: {outcome.why}")
        elif contents(settings.published) != expected:
            wrong.append(f"round {number}: {_difference(contents(settings.published), expected)}")
        past, before = (before, standing) if outcome.status == "published" else (standing, before)
        if past is not None:
            past.unlink()
        if wrong[-1:] and wrong[-1].startswith(f"round {number}:"):
            print(wrong[-1], file=sys.stderr, flush=True)
        print(
            f"{time.strftime('%H:%M:%S')} {number:4d} {outcome.status}, {len(outcome.quarantined)} in quarantine, "
            f"{memory[-1] / 2**20:.0f} MiB, {disk[-1] / 2**20:.0f} MiB on disk",
            file=sys.stderr,
            flush=True,
        )
    stop.set()
    seen = [queue.get(timeout=120) for _ in readers]
    failures = [failure for one in seen for failure in one[2]]
    lines = [
        f"| reloads | {options.reloads}: {', '.join(f'{count} {status}' for status, count in came_to.items())} |",
        f"| changes to documents | {', '.join(f'{count} {what}' for what, count in sorted(done.items()))} |",
        f"| readers | {options.readers}, {sum(one[0] for one in seen):,} queries over "
        f"{max(one[1] for one in seen)} builds |",
        f"| failed reads | {len(failures)} |",
        f"| builds that differ from one from nothing | {len(wrong)} |",
        f"| memory of the reloading process, last quarter to first | {_ratio(memory):.2f} |",
        f"| size of the warehouse, last quarter to first | {_ratio(disk):.2f} |",
        f"| time of a reload, last quarter to first | {_ratio(seconds):.2f} |",
    ]
    for failure in failures[:5] + wrong[:5]:
        print(failure, file=sys.stderr)
    return lines, len(failures) + len(wrong)


def _ratio(values: list[Any]) -> float:
    quarter = max(1, len(values) // 4)
    return statistics.mean(values[-quarter:]) / statistics.mean(values[:quarter])


def _difference(found: dict[str, Any], expected: Any) -> str:
    if not isinstance(expected, dict):
        return f"a build from nothing failed: {expected}"
    return "other rows in " + ", ".join(
        name for name in sorted(found.keys() | expected.keys()) if found.get(name) != expected.get(name)
    )


def main() -> int:
    """Run the soak and print its table."""
    parser = argparse.ArgumentParser(description="Reload again and again beside readers.")
    parser.add_argument("--reloads", type=int, default=100)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--documents", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="a file that takes the table as Markdown")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duban-soak-") as folder:
        lines, wrong = soak(Path(folder), options)
    summary = (
        f"{datetime.now(UTC):%Y-%m-%d}, DuckDB {duckdb.__version__}, Python {platform.python_version()}, "
        f"{platform.system()}: `python -m trials.soak {' '.join(sys.argv[1:])}`"
    )
    text = "\n".join(["| what | figure |", "|---|---|", *lines, "", summary])
    print(text)
    if options.write:
        options.write.write_text(text + "\n", "utf8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
