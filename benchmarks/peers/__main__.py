"""`python -m benchmarks.peers`: see the package's docstring."""

from __future__ import annotations

import argparse
import datetime
import platform
import sys
from pathlib import Path

from benchmarks.peers.measuring import Run, measured
from benchmarks.peers.results import SCENARIOS, Pair, code_of_duban, keep, line_of, read_pairs, table_of
from benchmarks.peers.runners import MODELS, Runner, runners
from benchmarks.peers.sources import write_sources
from benchmarks.peers.staging import OWN, Stage, environment, versions
from duban.modelling import load_project


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description="duban, a plain loop and its peers in turn")
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[40, 100_000, 2_000_000], help="printed rows, six cells each"
    )
    parser.add_argument("--pairs", type=int, default=5, help="runs of each, in turn; those in the file count")
    parser.add_argument("--peers", nargs="+", help="only these (loop, 'loop scripted', yato, lea, sqlmesh, dbt)")
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=SCENARIOS)
    parser.add_argument("--work", type=Path, default=Path(".peers"), help="environments, databases, results.jsonl")
    parser.add_argument("--table", action="store_true", help="measure nothing, print the table of what was measured")
    said = parser.parse_args()
    work = said.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    results = work / "results.jsonl"
    failed = False if said.table else _measure(said, work, results)
    pairs = [pair for pair in read_pairs(results) if not said.peers or pair.peer in said.peers]
    print(f"\n{platform.machine()}, Python {platform.python_version()}; {', '.join(sorted({p.day for p in pairs}))}")
    print(table_of(pairs))
    sys.exit(1 if failed or any(pair.difference for pair in pairs) else 0)


def _measure(said: argparse.Namespace, work: Path, results: Path) -> bool:
    """Measure what is missing in the file. Returns whether a runner failed."""
    project = load_project(MODELS)
    known = runners(project)
    duban = known.pop("duban")
    unknown = set(said.peers or ()) - set(known)
    if unknown:
        sys.exit(f"no peer is named {', '.join(sorted(unknown))}; they are {', '.join(known)}")
    failed = False
    for rows in said.rows:
        sources = work / "sources" / str(rows)
        write_sources(sources, rows)
        stage = Stage(work, project, sources, rows)
        for name, runner in known.items():
            if said.peers and name not in said.peers:
                continue
            bin_folder = environment(work, runner)
            for scenario in said.scenarios:
                try:
                    _compare(stage, scenario, said.pairs, duban, runner, bin_folder, results)
                except RuntimeError as error:
                    failed = True
                    print(f"{rows:>9,} {scenario:<9} {name:<10} failed:\n{error}", file=sys.stderr, flush=True)
    return failed


def _compare(
    stage: Stage, scenario: str, pairs: int, duban: Runner, peer: Runner, bin_folder: Path, results: Path
) -> None:
    """Pairs of one cell of the table, as many as are missing; each is in the file before the next begins."""

    def measured_so_far() -> list[Pair]:
        return [p for p in read_pairs(results) if (p.rows, p.scenario, p.peer) == (stage.rows, scenario, peer.name)]

    for number in range(len(measured_so_far()), pairs):
        runs: list[Run] = []
        marts = []
        for runner, where in ((peer, bin_folder), (duban, OWN)):
            folder = stage.set_up(scenario, runner, where)
            runs.append(measured(runner.command(scenario, where, stage.document), folder, runner.environment))
            # Looked at once a cell: at two million rows it costs as much as what is measured.
            marts.append(stage.marts(runner, where, folder) if number == 0 else {})
        theirs, ours = marts
        differing = [f"{mart} {theirs[mart]} and {ours[mart]}" for mart in ours if theirs[mart] != ours[mart]]
        pair = Pair(
            stage.rows, scenario, peer.name, *runs, "; ".join(differing), versions(peer, bin_folder),
            datetime.date.today().isoformat(), code_of_duban(),
        )  # fmt: skip
        keep(results, pair)
    print(line_of(measured_so_far()), flush=True)


if __name__ == "__main__":
    main()
