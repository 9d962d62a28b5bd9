"""Measured pairs, kept in a file as they come, and the table that is made of them.

A line of results.jsonl is one pair: a run of a peer and the run of duban right after it. A benchmark that was cut short
goes on where it stopped; pairs of other code of duban's are kept in the file and not counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.peers.measuring import Run
from duban.stamps import files_digest

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ("cold", "again", "document")


@dataclass(frozen=True)
class Pair:
    """rows: printed rows. difference: how the peer's marts differ from duban's, '' where not at all
    (looked at in the first pair of a cell). code: duban's."""

    rows: int
    scenario: str
    peer: str
    theirs: Run
    ours: Run
    difference: str
    versions: str
    day: str
    code: str


def code_of_duban() -> str:
    """Changes with everything of duban that a build runs."""
    return "".join(files_digest(ROOT / folder, (".py",))[:6] for folder in ("duban", "flows"))


def read_pairs(path: Path) -> list[Pair]:
    """The pairs measured with this code; a line that was cut short is passed over."""
    pairs = []
    for line in path.read_text("utf8").splitlines() if path.exists() else []:
        try:
            said = json.loads(line)
            pair = Pair(**{**said, "theirs": Run(**said["theirs"]), "ours": Run(**said["ours"])})
        except (ValueError, TypeError, KeyError):
            continue
        if pair.code == code_of_duban():
            pairs.append(pair)
    return pairs


def keep(path: Path, pair: Pair) -> None:
    """Add one pair to the file."""
    with path.open("a", encoding="utf8") as file:
        file.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")


def line_of(pairs: Sequence[Pair]) -> str:
    """The medians of the pairs of one cell of the table."""
    first = pairs[0]
    words = [f"{first.rows:>9,} {first.scenario:<9} {first.peer:<10} {len(pairs)} pairs"]
    for name, unit in (("cpu", 1.0), ("wall", 1.0), ("peak", 2.0**20)):
        theirs = median(getattr(pair.theirs, name) for pair in pairs) / unit
        ours = median(getattr(pair.ours, name) for pair in pairs) / unit
        digits = 0 if name == "peak" else 2
        words.append(f"{name} {theirs:8.{digits}f} / {ours:8.{digits}f} = {theirs / ours:6.2f}")
    words += sorted({f"MARTS DIFFER: {pair.difference}" for pair in pairs if pair.difference})
    return "  ".join(words)


def table_of(pairs: Sequence[Pair]) -> str:
    """All cells, as Markdown: CPU and peak memory, runner / duban, medians."""
    cells: dict[tuple[int, str, str], list[Pair]] = {}
    for pair in pairs:
        cells.setdefault((pair.rows, pair.scenario, pair.peer), []).append(pair)
    peers = list(dict.fromkeys(pair.peer for pair in pairs))
    lines = []
    for rows in sorted({pair.rows for pair in pairs}):
        lines += [f"\n{rows:,} printed rows", "", "| | " + " | ".join(SCENARIOS) + " | peak memory, cold |"]
        lines.append("|---|" + "---|" * (len(SCENARIOS) + 1))
        for peer in peers:
            found = [cells.get((rows, scenario, peer), []) for scenario in SCENARIOS]
            cells = [_cell(pairs, "cpu", 1.0, "s") for pairs in found]
            lines.append(f"| {peer} | " + " | ".join([*cells, _cell(found[0], "peak", 2.0**20, "MB")]) + " |")
    counts = sorted({len(found) for found in cells.values()})
    lines += ["", f"CPU and memory, runner / duban = ratio; medians of {'-'.join(map(str, counts))} pairs."]
    lines += sorted({f"{pair.peer}: {pair.versions}" for pair in pairs})
    return "\n".join(lines)


def _cell(pairs: Sequence[Pair], name: str, unit: float, what: str) -> str:
    if not pairs:
        return ""
    theirs = median(getattr(pair.theirs, name) for pair in pairs) / unit
    ours = median(getattr(pair.ours, name) for pair in pairs) / unit
    digits = 0 if what == "MB" else 2
    return f"{theirs:,.{digits}f} / {ours:,.{digits}f} {what} = {theirs / ours:.2f}"
