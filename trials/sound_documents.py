"""Is a sound document left alone? 200 of them are judged by both gates; what is said of one is printed, word for word.

    python -m trials.sound_documents [--also FOLDER ...]

The documents: the sound tables of `trials/spoilt_tables.py` (CSV, three years a place), constructed tables of
`benchmarks/tables` (HTML with merges, Markdown without, in each way in which merges are lost but the one that loses
cells, too; those that lost nothing else), the constructed city (five formats) and those of `raw/`. --also: a raw folder
more, judged in a warehouse of its own. Exits 1 when there are fewer than 200, one is in quarantine, or anything is
warned of.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.tables.__main__ import write_documents
from duban.pipeline.reload import reload
from duban.settings import resolve_settings
from trials.spoilt_tables import PLACES, YEARS, sound_table, write

PROJECT = Path(__file__).resolve().parent.parent
LEAST = 200
_GOVERNMENTS, _REPORTS, _TARGETS = 60, 3, 24


@dataclass(frozen=True)
class Judged:
    """What the gates said of a folder's documents. documents: how many were judged, of which format.

    complaints: (path, 'quarantined' or 'warned of', words), a line a document and check.
    """

    documents: Counter[str]
    complaints: list[tuple[str, str, str]]


def places_by_year(raw: Path) -> None:
    """The sound tables of the spoilt ones."""
    for place in PLACES:
        for year in YEARS:
            write(raw, sound_table(place, year), place, year)


def flattened(raw: Path) -> None:
    """Constructed tables that lost their merges, as far as nothing else happened to them."""
    write_documents(raw, _GOVERNMENTS * _REPORTS, 7, block_count=_TARGETS, years=_REPORTS)
    truth = raw / "truth.json"
    for path, truth_of in json.loads(truth.read_text("utf8")).items():
        if truth_of["damage"] or truth_of["way"] == "slid":
            (raw / path).unlink()
            (raw / f"{path}.yml").unlink()
    truth.unlink()


def copied(folder: Path) -> Callable[[Path], None]:
    """What a folder holds."""
    return lambda raw: shutil.copytree(folder, raw, dirs_exist_ok=True) and None


GROUPS: dict[str, Callable[[Path], None]] = {
    "tables of three years": places_by_year,
    "tables without their merges": flattened,
    "the constructed city": copied(PROJECT / "examples" / "raw"),
    "raw/": copied(PROJECT / "raw"),
}


def judged(raw: Path, warehouse: Path) -> Judged:
    """Reload a folder from nothing and collect what is said of its documents."""
    outcome = reload(resolve_settings(raw, warehouse, PROJECT, environ={}))
    if outcome.status != "published":
        raise SystemExit("\n".join(outcome.lines()))
    with duckdb.connect(str(warehouse / "duban.duckdb"), read_only=True) as con:
        formats = con.execute("select format from raw.documents").fetchall()
        warned = con.execute(
            "select coalesce(row_json ->> 'document_path', row_json ->> 'subject', source_place, ''), "
            "title_en || ': ' || string_agg(row_json, ' ' order by row_json)[:400] "
            "from meta.gate_failures join meta.gate_results using (gate, check_name) group by 1, title_en order by all"
        ).fetchall()
    complaints = [(held.path, "quarantined", held.reason) for held in outcome.quarantined]
    complaints += [(path, "warned of", words) for path, words in warned]
    complaints += [("", "warned of", line) for line in outcome.warnings]
    return Judged(Counter(name for (name,) in formats), complaints)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--also", type=Path, nargs="*", default=[], help="raw folders more")
    options.add_argument("--only", choices=list(GROUPS), help="one group")
    chosen = options.parse_args()
    groups = {name: group for name, group in GROUPS.items() if chosen.only in (None, name)}
    groups |= {str(folder): copied(folder) for folder in chosen.also}
    total, complaint_count = 0, 0
    print("| documents | judged | quarantined | warned of |\n|---|---:|---:|---:|")
    said: list[str] = []
    for name, write_group in groups.items():
        with tempfile.TemporaryDirectory() as work:
            raw = Path(work) / "raw"
            raw.mkdir()
            write_group(raw)
            found = judged(raw, Path(work) / "warehouse")
        formats = ", ".join(f"{count} {one}" for one, count in sorted(found.documents.items()))
        by_kind = Counter(how for how, _ in {(how, path) for path, how, _ in found.complaints})
        total += found.documents.total()
        complaint_count += len(found.complaints)
        print(
            f"| {name} ({formats}) | {found.documents.total()} | {by_kind['quarantined']} | {by_kind['warned of']} |",
            flush=True,
        )
        said += [f"{name}: {path}: {how}: {words}" for path, how, words in found.complaints]
    print(f"\n{total} documents judged, {complaint_count} complaints")
    print("\n".join(said))
    return int(bool(complaint_count) or (chosen.only is None and total < LEAST))


if __name__ == "__main__":
    sys.exit(main())
