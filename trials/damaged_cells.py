"""Does a character that prints nothing, or one that was lost, change what is read anywhere but where it stands?

    python trials/damaged_cells.py FOLDER [--seed 1]

Every HTML, Markdown and CSV document under FOLDER gets one mark in one of its cells, a reload a mark, and the marts
are held against those of the documents as they are. What prints nothing changes no value at all. A lost character
changes the target that it stands in and no other, and the row is in review. Exits 1 when a document is read otherwise.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb

from duban.pipeline.reload import reload
from duban.settings import resolve_settings

PROJECT = Path(__file__).resolve().parent.parent
UNSEEN = {
    "zero width space": "\u200b",
    "soft hyphen": "\u00ad",
    "variation selector": "\ufe0e",
    "left to right": "\u200e",
}
LOST = {"lost character": "\ufffd", "lost twice": "锟斤拷", "private character": "\ue123", "mojibake": "æµ‹è¯•"}
SUFFIXES = (".html", ".md", ".csv")
TABLES = ("mart_target_progress", "fct_target_measure", "mart_claim_audit")
# A text of a cell that counts something; where it stands once in the file, the mark stands in one cell.
_COUNTED = re.compile(r"[一-龥]{3,20}\d[\d.]*[一-龥%]{1,6}")
# Follows from the bytes or the path of the document, or says that the row is damaged.
_NOT_COMPARED = re.compile(r".*_id$|.*sha256$|document_path|.*_pos$|needs_review|review_reason")

Rows = dict[str, Counter[tuple[object, ...]]]  # by target: what the marts hold of it


def marked(text: str, mark: str, rng: random.Random) -> str | None:
    """The document with a mark inside a text that stands in it once; None where there is none."""
    found = [one for one in _COUNTED.finditer(text) if text.count(one.group()) == 1]
    if not found:
        return None
    one = rng.choice(found)
    at = rng.randrange(one.start() + 1, one.end())
    return text[:at] + mark + text[at:]


def published(raw: Path, folder: Path) -> tuple[dict[str, Rows], dict[str, set[str]]]:
    """By document path: what the marts hold of each target, and the targets of which a row is in review as damaged."""
    settings = resolve_settings(raw, folder, PROJECT, environ={})
    outcome = reload(settings)
    if outcome.status != "published":
        raise SystemExit("\n".join(outcome.lines()))
    read: dict[str, Rows] = {}
    damaged: dict[str, set[str]] = {}
    with duckdb.connect(str(folder / "duban.duckdb"), read_only=True) as con:
        documents = dict(con.execute("select document_id, document_path from marts.dim_document").fetchall())
        targets = {
            target: (documents[document], str(number))
            for target, document, number in con.execute(
                "select target_id, document_id, target_no from marts.dim_target"
            ).fetchall()
        }
        for table in TABLES:
            relation = con.table(f"marts.{table}")
            kept = [name for name in relation.columns if not _NOT_COMPARED.fullmatch(name)]
            for row in relation.select(", ".join(["target_id", *kept])).fetchall():
                path, number = targets[row[0]]
                read.setdefault(path, {}).setdefault(number, Counter())[(table, *map(str, row[1:]))] += 1
        for path, number in con.execute(
            "select document_path, target_no from marts.mart_target_progress where review_reason like '%damaged text%'"
        ).fetchall():
            damaged.setdefault(path, set()).add(str(number))
    return read, damaged


def differences(folder: Path, seed: int) -> Iterator[str]:
    """What a mark changed that it must not, a line each; nothing where all is well."""
    rng = random.Random(seed)
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    with tempfile.TemporaryDirectory() as work:
        plain, _ = published(folder, Path(work, "plain"))
        for number, (name, mark) in enumerate((UNSEEN | LOST).items()):
            raw = Path(work, f"raw{number}")
            shutil.copytree(folder, raw)
            touched = []
            for path in paths:
                text = marked(path.read_text("utf-8"), mark, rng)
                if text is not None:
                    (raw / path.relative_to(folder)).write_text(text, "utf-8")
                    touched.append(str(path.relative_to(folder)))
            if not touched:
                yield f"{name}: no document has a text to put it in"
                continue
            read, damaged = published(raw, Path(work, f"warehouse{number}"))
            for document in touched:
                if document not in plain:
                    continue
                before, after = plain[document], read.get(document, {})
                changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
                if name in UNSEEN and changed:
                    yield f"{document}: {name}: changed targets {sorted(changed)}"
                elif name in LOST and not damaged.get(document):
                    yield f"{document}: {name}: no row is in review for it"
                elif others := changed - damaged.get(document, set()):
                    yield f"{document}: {name}: changed targets {sorted(others)} beside its own"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    found = 0
    for difference in differences(chosen.folder, chosen.seed):
        found += 1
        print(difference)
    print(f"{len(UNSEEN | LOST)} marks, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
