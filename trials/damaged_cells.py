"""Does a character that prints nothing, or one that was lost, change what is read anywhere but where it stands?

    python trials/damaged_cells.py FOLDER [--seed 1] [--marks 2]

Every HTML, Markdown and CSV document under FOLDER is copied for each mark, with the mark in one of its cells, as the
document of a place of its own; one reload reads them all, and the marts of each copy are held against those of the
document as it is. What prints nothing changes no value at all. A lost character changes the target that it stands in
and no other, and the row is in review. Exits 1 when a document is read otherwise.
"""

from __future__ import annotations

import argparse
import random
import re
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
# Follows from the bytes or the path of the document, or says that the row is damaged. How sure a row is of its target
# moves by less than a per mille with a character of its neighbour; under which target it stands is compared.
_NOT_COMPARED = re.compile(
    r".*_id$|.*sha256$|document_path|jurisdiction_name|assignment_confidence|.*_pos$|needs_review|review_reason"
)
_YEAR = re.compile(r"20\d\d年")  # stands in a title too

Rows = dict[str, Counter[tuple[object, ...]]]  # by target: what the marts hold of it


def marked(text: str, mark: str, rng: random.Random) -> str | None:
    """The document with a mark inside a text that stands in it once; None where there is none."""
    found = [one for one in _COUNTED.finditer(text) if not _YEAR.search(one.group()) and text.count(one.group()) == 1]
    if not found:
        return None
    one = rng.choice(found)
    at = rng.randrange(one.start() + 1, one.end())
    return text[:at] + mark + text[at:]


def write_copies(folder: Path, raw: Path, marks: int, rng: random.Random) -> dict[str, tuple[str, str]]:
    """Fill raw/ with each document as it is and with its marked copies; gives of each copy (its document, the mark).

    Each has its own place, so that no document teaches another and none is another's edition.
    """
    copies: dict[str, tuple[str, str]] = {}
    for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)):
        text = path.read_text("utf-8")
        texts = {"plain": text}
        for name, mark in (UNSEEN | LOST).items():
            for turn in range(marks):
                copy = marked(text, mark, rng)
                if copy is not None:
                    texts[f"{name} {turn}"] = copy
        side_file = path.with_name(path.name + ".yml")
        stated = side_file.read_text("utf-8") if side_file.exists() else ""
        stated = "".join(line for line in stated.splitlines(True) if not line.startswith("jurisdiction"))
        for turn, (name, copy) in enumerate(texts.items()):
            place = f"{chr(0x4E00 + 3 * number)}{chr(0x5E00 + 3 * turn)}市"
            at = Path(f"{number:03}", f"{turn:02}{path.suffix}")
            (raw / at).parent.mkdir(parents=True, exist_ok=True)
            (raw / at).write_text(copy, "utf-8")
            (raw / f"{at}.yml").write_text(f"jurisdiction: {place}\n{stated}", "utf-8")
            copies[at.as_posix()] = (f"{number:03}/00{path.suffix}", name)
    return copies


def published(raw: Path, folder: Path) -> tuple[dict[str, Rows], dict[str, set[str]], dict[str, str]]:
    """By document path: what the marts hold of each target, the targets of which a row is in review as damaged, and
    why a document is in quarantine."""
    settings = resolve_settings(raw, folder, PROJECT, environ={})
    outcome = reload(settings)
    if outcome.status != "published":
        raise SystemExit("\n".join(outcome.lines()))
    read: dict[str, Rows] = {}
    damaged: dict[str, set[str]] = {}
    with duckdb.connect(str(folder / "duban.duckdb"), read_only=True) as con:
        held = dict(con.execute("select document_path, reason_text from meta.quarantine").fetchall())
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
            "select document_path, target_no from marts.fct_target_unit as facts "
            "join marts.dim_target as target using (target_id) "
            "join marts.dim_document as document on document.document_id = facts.document_id "
            "where facts.review_reason like '%damaged text%'"
        ).fetchall():
            damaged.setdefault(path, set()).add(str(number))
    return read, damaged, held


def differences(folder: Path, seed: int, marks: int) -> Iterator[str]:
    """What a mark changed that it must not, a line each; nothing where all is well."""
    with tempfile.TemporaryDirectory() as work:
        raw = Path(work, "raw")
        copies = write_copies(folder, raw, marks, random.Random(seed))
        read, damaged, held = published(raw, Path(work, "warehouse"))
        shown = Counter(name.rpartition(" ")[0] for _, name in copies.values() if name != "plain")
        yield from (f"{name}: no document has a text to put it in" for name in UNSEEN | LOST if not shown[name])
        for copy, (document, name) in copies.items():
            if name == "plain" or document not in read:
                continue
            before, after = read[document], read.get(copy, {})
            changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
            source = (raw / copy).as_posix()
            if copy in held:
                yield f"{source}: {name}: in quarantine: {held[copy]}"
            elif name.rpartition(" ")[0] in UNSEEN and changed:
                yield f"{source}: {name}: changed targets {sorted(changed)}"
            elif name.rpartition(" ")[0] in LOST and not damaged.get(copy):
                yield f"{source}: {name}: no row is in review for it"
            elif others := changed - damaged.get(copy, set()):
                yield f"{source}: {name}: changed targets {sorted(others)} beside its own"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--marks", type=int, default=2, help="of each kind in each document")
    chosen = options.parse_args()
    found = 0
    for difference in differences(chosen.folder, chosen.seed, chosen.marks):
        found += 1
        print(difference)
    print(f"{len(UNSEEN | LOST)} marks, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
