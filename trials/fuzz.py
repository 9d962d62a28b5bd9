"""Mutation fuzzer: whatever comes in, out comes a document or one DocumentError, in bounded time and memory.

    python -m trials.fuzz [--documents 20000] [--seed 1] [--formats pdf,xlsx] [--corpus FOLDER ...]

Real documents of every format are damaged the ways files are damaged (bits, bytes, lengths, pieces lost, doubled and
moved, pieces of another file, the insides of archives and compressed streams) and the ways attackers damage them
(enormous numbers, deep nesting). Each mutant goes to its format's reader in a worker process, as in a reload. Its cells
are counted: as many must leave the reader's grid as the raw table gets.

A mutant fails the run when the reader raises anything but DocumentError, takes more than 10 seconds of CPU (or a minute
by the clock, for one that waits), takes its process above 1 GiB, or yields a grid that the raw tables cannot hold.
Failing mutants are kept in --keep for a test. The same
seed makes the same mutants. Exits 1 when any failed.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import re
import resource
import struct
import sys
import time
import traceback
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from duban.errors import DocumentError
from duban.landing import columns
from duban.landing.compound_files import stream_of
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers import MODULES, reader_for
from tests.landing.compound_files import compound_file

ROOT = Path(__file__).resolve().parent.parent
CORPUS = (ROOT / "raw", ROOT / "tests" / "landing", ROOT / "benchmarks")
SECONDS = 10.0
RESIDENT_BYTES = 1024 * 1024 * 1024
_BATCH = 25  # mutants a task: the cost of handing one over is that of reading a small document
_LARGEST_SEED_BYTES = 512 * 1024

Mutate = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutant: 'grid', 'empty', 'error' (the typed one) or 'crash', 'hang', 'memory'."""

    suffix: str
    kind: str
    seconds: float
    resident_bytes: int
    mutant: str
    detail: str = ""


# --- mutations ------------------------------------------------------------------------------------------------------

_INTERESTING = (
    *(b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x80", b"\x1a", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"PK\x03\x04"),
    *(b"2147483648", b"-1", b"999999999999", b"1e309", b"|", b'"', b"\t", b"\r", b"\n\n", b"+--+", b"```", b"[", b"("),
    *(b"<", b"<<", b">>", b"obj", b"endstream", b"stream\r\n", b"/Length 0"),
    *(b"<table>", b"</table>", b"<td rowspan=", b"colspan=0 ", b"&#0;"),
    *("\u202e".encode(), "│".encode(), "├".encode(), "。".encode(), "(牵头单位:".encode(), "\u3000".encode()),
)
_NUMBER = re.compile(rb"\d{1,9}")


def _flip_bits(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 100))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _overwrite(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    piece = rng.choice(_INTERESTING) if rng.random() < 0.7 else rng.randbytes(rng.randrange(1, 64))
    return data[:at] + piece + data[at + len(piece) :]


def _insert(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(_INTERESTING) * rng.choice((1, 2, 50)) + data[at:]


def _cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))] if rng.random() < 0.7 else data[rng.randrange(len(data)) :]


def _lose_piece(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice((1, 8, 200, 4000)) :]


def _move_piece(data: bytes, rng: random.Random) -> bytes:
    start, to = rng.randrange(len(data)), rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 2000)]
    return data[:to] + piece + data[to:]


def _repeat_piece(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.choice((1, 10, 100))]
    return data[:start] + piece * rng.choice((10, 100, 1000)) + data[start:]


def _change_numbers(data: bytes, rng: random.Random) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return _flip_bits(data, rng)
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 2, 8)))), key=lambda one: -one.start()):
        number = rng.choice((b"0", b"-1", b"1", b"65536", b"999999999", b"18446744073709551616", b"0.000001"))
        data = data[: match.start()] + number + data[match.end() :]
    return data


def _change_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 5, 20))):
        at = rng.randrange(len(lines))
        action = rng.randrange(4)
        if action == 0 and len(lines) > 1:
            lines.pop(at)
        elif action == 1:
            lines.insert(rng.randrange(len(lines)), lines[at])
        elif action == 2:
            lines[at] = lines[at] + lines[rng.randrange(len(lines))]
        else:
            cut = rng.randrange(len(lines[at]) + 1)
            lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
    return b"\n".join(lines)


def _recode(data: bytes, rng: random.Random) -> bytes:
    try:
        return data.decode("utf-8").encode(rng.choice(("gb18030", "utf-16", "utf-16-be", "big5")), "ignore")
    except UnicodeDecodeError:
        return _flip_bits(data, rng)


_BYTE_MUTATIONS: tuple[Mutate, ...] = (
    _flip_bits, _overwrite, _insert, _cut_off, _lose_piece, _move_piece, _repeat_piece, _change_numbers, _change_lines,
)  # fmt: skip


def _inside_zip(data: bytes, rng: random.Random) -> bytes:
    """Damage one member of an archive and close the archive again, so that the damage reaches the XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, RuntimeError, zlib.error, EOFError, ValueError):
        return _flip_bits(data, rng)
    if not members:
        return _flip_bits(data, rng)
    heavy = [at for at, (name, _) in enumerate(members) if "sheet" in name or "document" in name or "shared" in name]
    at = rng.choice(heavy) if heavy and rng.random() < 0.7 else rng.randrange(len(members))
    name, inside = members[at]
    # Most damage ends at the XML parser; other numbers (spans, counts, references) get past it.
    damage = _change_numbers if rng.random() < 0.5 else rng.choice(_BYTE_MUTATIONS)
    members[at] = (name, damage(inside, rng) if inside else rng.randbytes(20))
    if rng.random() < 0.05:
        members.pop(at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members:
            archive.writestr(name, inside)
    return out.getvalue()


_STREAM = re.compile(rb"stream\r?\n")


def _inside_pdf_stream(data: bytes, rng: random.Random) -> bytes:
    """Damage a compressed stream from within and compress it again, so that the damage reaches the page's drawing."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return _flip_bits(data, rng)
    start = rng.choice(streams).end()
    end = data.find(b"endstream", start)
    try:
        inside = zlib.decompress(data[start:end].rstrip(b"\r\n"))
    except zlib.error:
        return _flip_bits(data, rng)
    if not inside:
        return _flip_bits(data, rng)
    packed = zlib.compress(rng.choice(_BYTE_MUTATIONS)(inside, rng), 1)
    return data[:start] + packed + b"\n" + data[end:]


def _inside_workbook(data: bytes, rng: random.Random) -> bytes:
    """Damage the stream of an XLS and put it into a whole container, so that the damage reaches its records."""
    try:
        name, stream = stream_of(data, ("Workbook", "Book"))
    except (ValueError, struct.error):
        return _flip_bits(data, rng)
    if not stream:
        return _flip_bits(data, rng)
    # A byte more or less ends at the next record, so most damage keeps the length.
    damage = rng.choice((_flip_bits, _overwrite)) if rng.random() < 0.7 else rng.choice(_BYTE_MUTATIONS)
    return compound_file(name, damage(stream, rng))


_TEXT = {".md", ".markdown", ".csv", ".tsv", ".txt", ".html", ".htm"}


def mutate(data: bytes, suffix: str, others: list[bytes], rng: random.Random) -> bytes:
    """A damaged copy: one to three mutations, those that suit the format among them."""
    mutations: list[Mutate] = list(_BYTE_MUTATIONS)
    if suffix in (".xlsx", ".docx", ".xlsm"):
        mutations += [_inside_zip] * 40
    elif suffix == ".pdf":
        mutations += [_inside_pdf_stream] * 9
    elif suffix == ".xls":
        mutations += [_inside_workbook] * 27
    else:
        mutations += [_recode]
    for _ in range(rng.choice((1, 1, 2, 3))):
        if not data:
            break
        if rng.random() < 0.03:
            other = rng.choice(others)
            data = data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]  # two files run together
        else:
            data = rng.choice(mutations)(data, rng)
    if suffix in _TEXT and rng.random() < 0.7:
        # Most damaged bytes are not UTF-8 and end at the first check; these get past it.
        data = data.decode("utf-8", "ignore").encode()
    return data


# --- running --------------------------------------------------------------------------------------------------------


def read_mutants(suffix: str, mutants: list[tuple[str, bytes]]) -> list[Outcome]:
    """Read mutants one after the other (in a worker). Never raises: what a reader raises is its outcome."""
    reader = reader_for("fuzz" + suffix)
    outcomes = []
    for name, content in mutants:
        started = time.process_time()  # a busy machine is no fault of a mutant
        kind, detail = "error", ""
        try:
            document = reader.read(Source(name + suffix, content), Limits())
            landed = columns.cells_table("0", document)
            columns.texts_table("0", document)
            columns.notes_table("0", document)
            expected = sum(len(row) for grid in document.grids for row in grid.rows)
            if landed.num_rows != expected:
                raise AssertionError(f"{expected} cells in, {landed.num_rows} cells out")
            kind = "grid" if document.grids else "empty"
        except DocumentError as error:
            if not error.what:
                kind, detail = "crash", "an error without a word"
        except BaseException:
            kind, detail = "crash", traceback.format_exc(limit=-4)
        seconds = time.process_time() - started
        resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        if resident > RESIDENT_BYTES and kind != "crash":
            kind = "memory"
        elif seconds > SECONDS and kind != "crash":
            kind = "hang"
        outcomes.append(Outcome(suffix, kind, seconds, resident, name, detail))
        if kind == "memory":
            break  # the peak stays with the process; the rest of the batch would be blamed for it
    return outcomes


def seeds(folders: list[Path], suffixes: set[str]) -> dict[str, list[bytes]]:
    """Real documents by suffix: everything in the folders that has a reader, each content once."""
    found: dict[str, list[bytes]] = defaultdict(list)
    known: set[str] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            suffix = path.suffix.lower()
            if suffix in suffixes and path.is_file() and 0 < path.stat().st_size <= _LARGEST_SEED_BYTES:
                content = path.read_bytes()
                digest = hashlib.sha256(content).hexdigest()
                if digest not in known:
                    known.add(digest)
                    found[suffix].append(content)
    return dict(found)


def batches(corpus: dict[str, list[bytes]], count: int, seed: int) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """(suffix, [(name, mutant)]): the formats in turn, every seed document of a format in turn."""
    everything = [content for contents in corpus.values() for content in contents]
    suffixes = sorted(corpus)
    made = 0
    while made < count:
        suffix = suffixes[(made // _BATCH) % len(suffixes)]
        batch = []
        for number in range(made, min(made + _BATCH, count)):
            rng = random.Random(f"{seed}/{number}")
            content = corpus[suffix][rng.randrange(len(corpus[suffix]))]
            batch.append((f"{seed}-{number}", mutate(content, suffix, everything, rng)))
        made += len(batch)
        yield suffix, batch


def run(corpus: dict[str, list[bytes]], count: int, seed: int, workers: int, keep: Path | None) -> list[Outcome]:
    """Read `count` mutants in worker processes; a batch that hangs or dies is read again one mutant at a time."""
    from pebble import ProcessExpired, ProcessPool

    outcomes: list[Outcome] = []
    queue = batches(corpus, count, seed)
    with ProcessPool(max_workers=workers, max_tasks=40, context=get_context("spawn")) as pool:
        waiting: list[tuple[str, list[tuple[str, bytes]], object]] = []

        def submit(suffix: str, mutants: list[tuple[str, bytes]]) -> None:
            allowed = 12 * SECONDS if len(mutants) > 1 else 6 * SECONDS
            waiting.append((suffix, mutants, pool.schedule(read_mutants, args=(suffix, mutants), timeout=allowed)))

        for suffix, mutants in queue:
            submit(suffix, mutants)
            while len(waiting) >= 4 * workers:
                _collect(waiting, submit, outcomes, keep, (FutureTimeout, ProcessExpired))
            if sys.stderr.isatty():
                print(f"\r{len(outcomes):,} of {count:,}", end="", file=sys.stderr)
        while waiting:
            _collect(waiting, submit, outcomes, keep, (FutureTimeout, ProcessExpired))
    return outcomes


def _collect(waiting: list, submit: Callable, outcomes: list[Outcome], keep: Path | None, dead: tuple) -> None:
    suffix, mutants, future = waiting.pop(0)
    try:
        done = future.result()
    except dead as error:
        if len(mutants) > 1:
            for mutant in mutants:
                submit(suffix, [mutant])
            return
        kind = "hang" if isinstance(error, FutureTimeout) else "crash"
        done = [Outcome(suffix, kind, 2 * SECONDS, 0, mutants[0][0], str(error))]
    contents = dict(mutants)
    for outcome in done:
        outcomes.append(outcome)
        if keep and outcome.kind in ("crash", "hang", "memory"):
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{outcome.kind}-{outcome.mutant}{suffix}").write_bytes(contents[outcome.mutant])
    if left := mutants[len(done) :]:
        submit(suffix, left)


def report(outcomes: list[Outcome]) -> str:
    """An aligned table, a line a format."""
    kinds = ("grid", "empty", "error", "crash", "hang", "memory")
    lines = [f"{'format':8s}" + "".join(f"{kind:>8s}" for kind in kinds) + f"{'slowest':>10s}{'peak':>10s}"]
    for suffix in [*sorted({outcome.suffix for outcome in outcomes}), None]:
        own = [outcome for outcome in outcomes if suffix in (None, outcome.suffix)]
        counts = Counter(outcome.kind for outcome in own)
        slowest = max((outcome.seconds for outcome in own), default=0.0)
        peak = max((outcome.resident_bytes for outcome in own), default=0)
        lines.append(
            f"{suffix or 'all':8s}"
            + "".join(f"{counts[kind]:8d}" for kind in kinds)
            + f"{slowest:8.2f} s{peak / 2**20:6.0f} MiB"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Damage real documents and read them.")
    parser.add_argument("--documents", type=int, default=20_000, help="how many mutants (default 20000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same mutants")
    parser.add_argument("--formats", help="suffixes without dots, with commas between (default: all with a document)")
    parser.add_argument("--corpus", type=Path, nargs="*", default=list(CORPUS), help="folders of real documents")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the mutants that failed")
    arguments = parser.parse_args()
    suffixes = {"." + name for name in arguments.formats.split(",")} if arguments.formats else set(MODULES)
    corpus = seeds(arguments.corpus, suffixes)
    if not corpus:
        parser.error("no document of these formats lies in the corpus folders")
    started = time.perf_counter()
    outcomes = run(corpus, arguments.documents, arguments.seed, arguments.workers, arguments.keep)
    failed = [outcome for outcome in outcomes if outcome.kind in ("crash", "hang", "memory")]
    printed: Counter[str] = Counter()
    for outcome in failed:
        last = outcome.detail.strip().splitlines()[-1:] or [""]
        printed[f"{outcome.suffix} {last[0]}"] += 1
        if printed[f"{outcome.suffix} {last[0]}"] == 1:
            print(f"{outcome.kind} {outcome.mutant}{outcome.suffix}\n{outcome.detail}", file=sys.stderr)
    documents = sum(len(contents) for contents in corpus.values())
    print(report(outcomes))
    print(
        f"{len(outcomes):,} mutants of {documents} documents in {time.perf_counter() - started:.0f} s: "
        f"{len(failed)} failed (seed {arguments.seed})"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
